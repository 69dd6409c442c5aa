"""The map page: a city is chosen on the map or in the list, the later choice wins, the map stays where it is."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from lcdash.dataset import loading
from lcdash.evidence import places
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.serving import Server

VIEW = "() => [map_div.getZoom(), map_div.getCenter().lat.toFixed(3), map_div.getCenter().lng.toFixed(3)]"


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(".st-key-map_frame iframe")


def mark(page: Page, city_id: str) -> Locator:
    return inside(page).locator(f'[data-city="{city_id}"]')


def row(page: Page, city_id: str) -> Locator:
    return page.locator(f'[id="city-{city_id}"]')


def choose_in_list(page: Page, city_id: str) -> Locator:
    """The city's row, the list opened where it is folded below a city that is open."""
    fold = page.locator(".st-key-all_cities summary")
    if fold.count() and not row(page, city_id).is_visible():
        fold.click()
    return row(page, city_id)


def view(page: Page) -> Any:
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    return frame.evaluate(VIEW)


def open_city(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("id", [""])[0]


def name(city_id: str, language: str = "en") -> str:
    return loading.load().names("cities", language)[city_id]


def expect_open(visit: Visit, city_id: str, language: str = "en") -> None:
    """The panel, the mark, the list and the link all say that this city is open."""
    panel = visit.page.locator(".st-key-city_panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(name(city_id, language))
    visit.settle()
    expect(mark(visit.page, city_id)).to_have_attribute("aria-pressed", "true")
    expect(row(visit.page, city_id)).to_have_attribute("aria-pressed", "true")
    expect(inside(visit.page).locator('[aria-pressed="true"]')).to_have_count(1)
    assert open_city(visit.page) == city_id


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_city_is_chosen_on_the_map_by_key_and_its_mark_keeps_the_focus(visit: Visit, key: str) -> None:
    page = visit.open("/map", "en")
    mark(page, "tak").focus()
    page.keyboard.press(key)
    expect_open(visit, "tak")
    assert mark(page, "tak").evaluate("mark => mark === document.activeElement")
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollTop") == 0


def test_marks_are_reached_in_the_order_of_the_list_and_say_name_unit_and_year(visit: Visit) -> None:
    page = visit.open("/map", "th")
    marks = inside(page).get_by_role("button", pressed=False)
    cities = marks.evaluate_all("marks => marks.filter(mark => mark.dataset.city).map(mark => mark.dataset.city)")
    assert set(cities) == set(loading.load().memberships["city_id"])
    inside(page).locator("#map_div").focus()
    for city in cities[:2]:
        page.keyboard.press("Tab")
        assert mark(page, city).evaluate("mark => mark === document.activeElement")
    expect(mark(page, "rayong")).to_have_attribute("aria-label", "ระยอง, จังหวัด, สมาชิกตั้งแต่ พ.ศ. 2568")
    assert translations.texts("common")["disputed"]["th"] in (mark(page, "phayao").get_attribute("aria-label") or "")


@pytest.mark.slow
def test_the_later_choice_wins_whichever_side_it_came_from(visit: Visit) -> None:
    page = visit.open("/map", "en")
    mark(page, "tak").click()
    expect_open(visit, "tak")
    choose_in_list(page, "yala").click()
    expect_open(visit, "yala")
    # The same mark once more: the click before it must not be taken for this one, nor undo the list's choice.
    mark(page, "tak").click()
    expect_open(visit, "tak")
    choose_in_list(page, "phuket").focus()
    page.keyboard.press("Enter")
    expect_open(visit, "phuket")
    choose_in_list(page, "phuket").press("Enter")
    visit.settle()
    assert open_city(page) == ""


def test_a_choice_is_one_run_and_looking_around_is_none(visit: Visit) -> None:
    sent: list[str] = []
    visit.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    page = visit.open("/map", "en")
    page.wait_for_timeout(600)  # longer than streamlit-folium waits before it tells what happened
    assert len(sent) == 1, "drawing the page takes one run"
    inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["en"]).click()
    page.wait_for_timeout(900)
    assert len(sent) == 1
    mark(page, "khon_kaen").click()
    expect_open(visit, "khon_kaen")
    page.wait_for_timeout(600)
    assert len(sent) == 2
    choose_in_list(page, "tak").click()
    expect_open(visit, "tak")
    page.wait_for_timeout(600)
    assert len(sent) == 3


def test_the_map_stays_where_the_reader_moved_it_whatever_is_chosen(visit: Visit) -> None:
    page = visit.open("/map", "en")
    inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["en"]).click()
    page.wait_for_timeout(500)
    seen = view(page)
    mark(page, "khon_kaen").click()
    expect_open(visit, "khon_kaen")
    choose_in_list(page, "yala").click()
    expect_open(visit, "yala")
    page.get_by_role("button", name=translations.texts("map")["choices"]["en"]).click()
    page.get_by_role("radio", name=translations.texts("map")["by_year"]["en"]).check(force=True)
    visit.settle()
    page.keyboard.press("Escape")
    expect(mark(page, "tak").locator(".pin")).to_have_text("25")
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    expect(mark(page, "tak")).to_contain_text(name("tak", "th"))
    expect_open(visit, "yala", "th")
    # The panel of a city takes some of the map's width: its middle stays, to a pixel.
    assert view(page)[0] == seen[0]
    for now, before in zip(view(page)[1:], seen[1:], strict=True):
        assert abs(float(now) - float(before)) < 0.02


def test_the_area_of_a_province_is_chosen_like_its_mark(visit: Visit) -> None:
    page = visit.open("/map", "en")
    area = inside(page).locator("path.leaflet-interactive").first
    box = area.bounding_box()
    assert box
    # Beside the mark in its middle, still inside the area.
    area.click(position={"x": box["width"] / 2, "y": box["height"] * 0.2}, force=True)
    page.wait_for_timeout(600)
    visit.settle()
    data = loading.load().memberships
    assert open_city(page) in set(data.loc[data["member_type"] == "province", "city_id"])


@pytest.mark.slow
def test_a_link_opens_a_city_on_a_server_nobody_has_visited(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    visit = visit_as(server=start_server())
    visit.open("/map", "en", id="yala", by="year")
    expect_open(visit, "yala")


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_panel_tells_standings_leads_and_every_statement_with_its_sources(visit: Visit, language: str) -> None:
    page = visit.open("/map", language, id="yala")
    expect_open(visit, "yala", language)
    panel = page.locator(".st-key-city_panel")
    data = loading.load()
    standings = data.memberships[data.memberships["city_id"] == "yala"]
    leads = data.partnerships[(data.partnerships["city_id"] == "yala") & (data.partnerships["role"] == "lead")]
    names = data.names("partners", language)
    claims = data.evidence[data.evidence["city_id"] == "yala"]
    told = [*standings[f"member_name_{language}"], *leads["partner_id"].map(names), *claims[f"statement_{language}"]]
    text = panel.evaluate("panel => panel.textContent")
    assert [words for words in told if words not in text] == []
    assert panel.locator("details.cite").count() == len(standings) + len(leads) + len(claims)
    expect(inside(page).locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".st-key-map_frame iframe")).to_have_attribute(
        "title", translations.texts("map")["map_label"][language]
    )


def test_what_a_link_asks_for_in_vain_is_named(visit: Visit) -> None:
    page = visit.open("/map?id=atlantis&by=wealth&status=lost&fbclid=1", "en")
    notice = page.locator(".notice")
    for value in ("atlantis", "wealth", "lost"):
        expect(notice).to_contain_text(value)
    expect(notice).not_to_contain_text("fbclid")


def test_a_status_dims_the_others_on_the_map_and_in_the_list(visit: Visit) -> None:
    page = visit.open("/map", "en", status="pilot")
    expect(mark(page, "trang")).not_to_have_class("dimmed")
    dimmed = inside(page).locator(".city.dimmed")
    data = loading.load().memberships
    members = set(data.loc[data["status"] == "member", "city_id"])
    assert members <= set(dimmed.evaluate_all("marks => marks.map(mark => mark.dataset.city)"))
    expect(page.locator(".st-key-city_list tr.dimmed")).to_have_count(dimmed.count())


@pytest.mark.every_language
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_on_a_phone_nothing_is_wider_than_the_page_and_the_panel_follows_the_map(
    open_page: Callable[..., Visit], language: str
) -> None:
    page = open_page("/map", language, width=PHONE, id="phayao").page
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollWidth <= box.clientWidth")
    tops = [
        page.locator(f".st-key-{part}").bounding_box()
        for part in ("map_choices", "map_frame", "city_panel", "all_cities")
    ]
    assert all(tops)
    order = [box["y"] for box in tops if box]
    assert order == sorted(order)


@pytest.fixture
def silent_host() -> Iterator[str]:
    """A host that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"127.0.0.1:{silent.getsockname()[1]}"


@pytest.mark.slow
def test_street_tiles_are_asked_for_only_where_the_operator_names_a_host_and_the_reader_turns_them_on(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], silent_host: str
) -> None:
    host = silent_host.partition(":")[0]
    visit = visit_as(server=start_server({"LCDASH_TILES": f"http://{silent_host}/{{z}}/{{x}}/{{y}}.png"}))
    page = visit.open("/map", "en")
    assert visit.outside_requests == []
    page.get_by_role("button", name=translations.texts("map")["choices"]["en"]).click()
    page.get_by_text(translations.texts("map")["tiles"]["en"].format(host=host)).click()
    page.keyboard.press("Escape")
    visit.settle()
    expect(page.locator(".st-key-map_frame")).to_contain_text(host)
    expect(inside(page).locator("img.leaflet-tile").first).to_be_attached()
    assert visit.outside_requests
    assert {urlsplit(address).netloc for address in visit.outside_requests} == {silent_host}
    # That host never answers: a sentence says what that means, and the map goes on by mouse and by keyboard.
    expect(page.locator(".st-key-map_frame")).to_contain_text("does not answer; all else on the map works")
    mark(page, "tak").click()
    expect_open(visit, "tak")
    mark(page, "yala").focus()
    page.keyboard.press("Enter")
    expect_open(visit, "yala")
    visit.outside_requests.clear()


# Touch, names, places


def drag(page: Page, fingers: list[tuple[float, float]], by: tuple[float, float]) -> None:
    """Put the fingers down, move them together, lift them."""
    touch = page.context.new_cdp_session(page)

    def send(kind: str, share: float) -> None:
        points = [
            {"x": x + by[0] * share, "y": y + by[1] * share, "id": number} for number, (x, y) in enumerate(fingers)
        ]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else points})

    send("touchStart", 0)
    for step in range(1, 11):
        send("touchMove", step / 10)
        page.wait_for_timeout(20)
    send("touchEnd", 1)
    page.wait_for_timeout(500)


def test_on_a_phone_one_finger_scrolls_the_page_and_two_move_the_map_also_when_zoomed_in(
    open_page: Callable[..., Visit],
) -> None:
    page = open_page("/map", "th", width=PHONE).page
    mark(page, "khon_kaen").wait_for()
    zoom_in = inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["th"])
    for _ in range(2):
        zoom_in.click()
        page.wait_for_timeout(400)
    box = page.locator(".st-key-map_frame iframe").bounding_box()
    assert box
    main = page.get_by_test_id("stMain")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seen, before = view(page), main.evaluate("box => box.scrollTop")
    drag(page, [(x, y)], (0, -150))
    assert main.evaluate("box => box.scrollTop") > before
    assert view(page) == seen
    main.evaluate("box => { box.scrollTop = 0; }")
    drag(page, [(x - 40, y), (x + 40, y)], (0, -100))
    assert view(page)[1:] != seen[1:], "two fingers move the map"
    inside(page).get_by_role("button", name=translations.texts("map")["whole"]["th"]).click()
    page.wait_for_timeout(400)
    assert view(page)[0] < seen[0], "back to the whole country"
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    south, north = frame.evaluate("[map_div.options.maxBounds.getSouth(), map_div.options.maxBounds.getNorth()]")
    frame.evaluate("map_div.setView([60, 140], 7, { animate: false })")
    assert south < float(view(page)[1]) < north, "nobody gets lost beyond the country"


BOXES = """() => [...document.querySelectorAll(".city")].map((city) => {
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const name = city.querySelector(".name"), seen = name.style.visibility === "visible";
  return { id: city.dataset.city, pin: box(city.querySelector(".pin")), name: seen ? box(name) : null };
})"""


PROVINCES = """() => [...document.querySelectorAll(".leaflet-provinceNames-pane span")]
  .filter((one) => one.style.visibility === "visible")
  .map((one) => one.getBoundingClientRect())
  .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""


def between(one: list[float], other: list[float]) -> float:
    """The distance between two boxes, 0 where they touch."""
    across = max(one[0] - other[2], other[0] - one[2], 0)
    down = max(one[1] - other[3], other[1] - one[3], 0)
    return float((across**2 + down**2) ** 0.5)


EDGE = 3.5  # pixels that two boxes may share: letters do not fill theirs


def common(one: list[float], other: list[float]) -> tuple[float, float]:
    """How wide and how high what two boxes share is; negative where they lie apart."""
    wide, high = (min(one[end], other[end]) - max(one[end - 2], other[end - 2]) for end in (2, 3))
    return wide, high


@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize("width", [1366, 1024, PHONE])
def test_a_name_stands_at_its_own_mark_and_beside_no_other(
    visit_as: Callable[..., Visit], width: int, language: str
) -> None:
    page = visit_as(width=width).open("/map", language)
    mark(page, "khon_kaen").wait_for()
    page.wait_for_timeout(800)
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    for nearer in range(3):
        if nearer:
            inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"][language]).click()
            page.wait_for_timeout(600)
        drawn = frame.evaluate(BOXES)
        named = [one for one in drawn if one["name"]]
        assert len(named) >= len(drawn) - 2
        provinces = frame.evaluate(PROVINCES)
        assert nearer < 2 or len(provinces) > 5, "provinces are named where there is room"
        for place in provinces:
            taken = [one[part] for one in drawn for part in ("pin", "name") if one[part]]
            assert all(min(common(place, other)) <= 0 for other in taken)
        for one in named:
            own = between(one["name"], one["pin"])
            others = [between(one["name"], other["pin"]) for other in drawn if other is not one]
            assert own < min(others), f"{one['id']} at zoom {nearer}"
            for other in named:
                if other is not one:
                    wide, high = common(one["name"], other["name"])
                    assert min(wide, high) <= EDGE, f"{one['id']} and {other['id']}"


def test_a_city_that_a_link_carries_is_open_with_its_province_its_places_and_links_outward(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/map", "en", city="khon_kaen")
    panel = page.locator(".st-key-city_panel")
    expect(panel.get_by_role("img", name="The province Khon Kaen lies in")).to_be_visible()
    placed = data.spaces[(data.spaces["city_id"] == "khon_kaen") & data.spaces["precision"].isin(places.PLACED)]
    assert panel.locator(".lens g").count() == len(placed)
    for one in placed.itertuples():
        at = f"{one.geometry.y:.5f},{one.geometry.x:.5f}"
        assert panel.locator(f'a[href*="{at}"]').count() == 1
    assert panel.locator('a[href^="https://www.openstreetmap.org/"]').count() == len(placed)
    text = panel.inner_text()
    own = data.spaces[data.spaces["city_id"] == "khon_kaen"]
    assert [name for name in own["name_en"] if name not in text] == []
    assert visit.outside_requests == []
    panel.get_by_role("button", name=translations.texts("map")["close"]["en"]).click()
    visit.settle()
    assert "city" not in parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (PHONE, 844)])
def test_the_map_fills_the_window_and_the_panel_beside_it_scrolls_by_itself(
    visit_as: Callable[..., Visit], width: int, height: int
) -> None:
    page = visit_as(width=width).open("/map", "th", city="khon_kaen")
    frame, side = (page.locator(f".st-key-{part}").bounding_box() for part in ("map_frame", "map_side"))
    assert frame
    assert side
    assert height - 60 <= frame["y"] + frame["height"] <= height
    assert frame["height"] >= 0.7 * height
    if width > PHONE:
        assert side["y"] + side["height"] <= height
        assert page.locator(".st-key-map_side").evaluate("side => side.scrollHeight > side.clientHeight")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight / innerHeight") <= 4


# Layers


def test_a_layer_is_one_step_of_the_history_and_the_map_keeps_its_place(visit: Visit) -> None:
    page = visit.open("/map", "en")
    inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["en"]).click()
    page.wait_for_timeout(500)
    seen = view(page)
    page.locator(".st-key-_layer").get_by_text(translations.texts("map")["layer_spaces"]["en"]).click()
    visit.settle()
    expect(inside(page).locator(".space").first).to_be_attached()
    expect(inside(page).locator("[data-city]")).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query)["layer"] == ["spaces"]
    assert view(page)[0] == seen[0]
    for now, before in zip(view(page)[1:], seen[1:], strict=True):
        assert abs(float(now) - float(before)) < 0.02
    page.locator(".st-key-_layer").get_by_text(translations.texts("map")["layer_topic"]["en"]).click()
    visit.settle()
    expect(inside(page).locator("[data-city]").first).to_be_attached()
    page.go_back()
    visit.settle()
    expect(inside(page).locator(".space").first).to_be_attached()
    page.go_back()
    visit.settle()
    expect(inside(page).locator("[data-city]").first).to_be_attached()
    assert set(parse_qs(urlsplit(page.url).query)) == {"lang"}


def test_a_place_chosen_on_the_layer_of_spaces_opens_its_city_and_is_marked_there(visit: Visit) -> None:
    page = visit.open("/map", "en", layer="spaces")
    panel = page.locator(".st-key-map_side")
    panel.locator('a[data-id="khon_kaen|khon_kaen_kic"]').click()
    visit.settle()
    held = parse_qs(urlsplit(page.url).query)
    assert (held["id"], held["space"]) == (["khon_kaen"], ["khon_kaen_kic"])
    expect(panel.locator(".lens .chosen")).to_have_count(1)
    expect(inside(page).locator('.space[aria-pressed="true"]')).to_have_count(1)
    page.get_by_role("button", name=translations.texts("map")["close"]["en"]).click()
    visit.settle()
    assert set(parse_qs(urlsplit(page.url).query)) == {"lang", "layer"}


def test_a_topic_shows_presence_and_kinds_on_the_map_and_every_statement_beside_it(visit: Visit) -> None:
    data = loading.load()
    theme = "learning_centres"
    own = data.evidence[[theme in themes for themes in data.evidence["themes"]]]
    page = visit.open("/map", "th", layer="topic", theme=theme)
    panel = page.locator(".st-key-map_side")
    text = panel.inner_text()
    assert [words for words in own["statement_th"] if words not in text] == []
    marks = inside(page).locator(".city")
    marks.first.wait_for()
    for city in places.places(data.cities, data.memberships, data.provinces)["city_id"]:
        kinds = {row.kind if row.appraisal != "limit" else "limit" for row in own[own["city_id"] == city].itertuples()}
        assert mark(page, city).locator(".kinds svg").count() == len(kinds), city
    silent = translations.texts("map")["topic_silent"]["th"]
    studied = set(data.cities.loc[data.cities["in_study"], "city_id"]) - set(own["city_id"])
    assert (silent in text) == bool(studied)
