"""The map page: a city is chosen on the map or in the list, the later choice wins, the map stays where it is."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import folium
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from lcdash.dataset import loading
from lcdash.evidence import cached_frames, places
from lcdash.language import translations
from lcdash.ui.pages.map import layers
from tests.browsing import PHONE, VIEW, Visit
from tests.running import component, document, html, run
from tests.serving import Server


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
        # The list grows for half a second: where it moves under the pointer, press and release hit two things.
        page.wait_for_function("() => !document.querySelector('.st-key-all_cities details').style.height")
    return row(page, city_id)


def view(page: Page) -> Any:
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    return frame.evaluate(VIEW)


def open_city(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("id", [""])[0]


def name(city_id: str, language: str = "en") -> str:
    return loading.load().names("cities", language)[city_id]


def styles(group: folium.FeatureGroup) -> dict[str, dict[str, Any]]:
    """The HTML and the class of each mark of a group, by the id of its city."""
    (marks,) = [child for child in group._children.values() if getattr(child, "layer_name", "") == "marks"]
    return {one["id"]: marks.style_function(one) for one in marks.data["features"]}


def expect_open(visit: Visit, city_id: str, language: str = "en") -> None:
    """The panel, the mark, the list and the link all say that this city is open."""
    panel = visit.page.locator(".st-key-city_panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(name(city_id, language))
    visit.settle()
    expect(mark(visit.page, city_id)).to_have_attribute("aria-pressed", "true")
    expect(row(visit.page, city_id)).to_have_attribute("aria-pressed", "true")
    expect(inside(visit.page).locator('[aria-pressed="true"]')).to_have_count(1)
    assert open_city(visit.page) == city_id


def test_marks_are_reached_in_the_order_of_the_list_say_unit_and_year_and_are_chosen_by_key(visit: Visit) -> None:
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
    for city, key in (("tak", "Enter"), ("yala", "Space")):
        mark(page, city).focus()
        page.keyboard.press(key)
        expect_open(visit, city, "th")
        assert mark(page, city).evaluate("mark => mark === document.activeElement"), "its mark keeps the focus"
        assert page.get_by_test_id("stMain").evaluate("box => box.scrollTop") == 0


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


def test_a_choice_is_one_run_looking_around_is_none_and_the_map_stays_where_it_was_moved(
    visit_as: Callable[..., Visit],
) -> None:
    visit = visit_as(fresh=True)
    page = visit.open("/map", "en")

    def runs() -> int:
        page.wait_for_timeout(600)  # longer than streamlit-folium waits before it tells what happened
        return int(page.evaluate("window.runsAsked"))

    assert runs() == 1, "drawing the page takes one run"
    inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["en"]).click()
    visit.map_at_rest()
    assert runs() == 1
    seen = view(page)
    mark(page, "khon_kaen").click()
    expect_open(visit, "khon_kaen")
    assert runs() == 2
    choose_in_list(page, "yala").click()
    expect_open(visit, "yala")
    assert runs() == 3
    page.get_by_role("button", name=translations.texts("map")["choices"]["en"]).click()
    page.get_by_role("radio", name=translations.texts("map")["by_year"]["en"]).check(force=True)
    visit.settle()
    page.keyboard.press("Escape")
    expect(mark(page, "tak").locator(".pin")).to_have_text("25")
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    expect(mark(page, "tak")).to_contain_text(name("tak", "th"))
    expect_open(visit, "yala", "th")
    expect(inside(page).locator("html")).to_have_attribute("lang", "th")
    expect(page.locator(".st-key-map_frame iframe")).to_have_attribute(
        "title", translations.texts("map")["map_label"]["th"]
    )
    # The panel of a city takes some of the map's width: its middle stays, to a pixel.
    assert view(page)[0] == seen[0]
    for now, before in zip(view(page)[1:], seen[1:], strict=True):
        assert abs(float(now) - float(before)) < 0.02


def test_a_status_dims_the_others_on_map_and_list_and_a_province_is_chosen_by_its_area(visit: Visit) -> None:
    page = visit.open("/map", "en", status="pilot")
    expect(mark(page, "trang")).not_to_have_class("dimmed")
    dimmed = inside(page).locator(".city.dimmed")
    data = loading.load().memberships
    members = set(data.loc[data["status"] == "member", "city_id"])
    assert members <= set(dimmed.evaluate_all("marks => marks.map(mark => mark.dataset.city)"))
    expect(page.locator(".st-key-city_list tr.dimmed")).to_have_count(dimmed.count())
    area = inside(page).locator("path.leaflet-interactive").first
    box = area.bounding_box()
    assert box
    # Beside the mark in its middle, still inside the area.
    with visit.asking():
        area.click(position={"x": box["width"] / 2, "y": box["height"] * 0.2}, force=True)
    assert open_city(page) in set(data.loc[data["member_type"] == "province", "city_id"])


@pytest.mark.slow
def test_a_link_opens_a_city_on_a_server_nobody_has_visited(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    visit = visit_as(server=start_server())
    visit.open("/map", "en", id="yala", by="year")
    expect_open(visit, "yala")


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_panel_tells_standings_leads_and_every_statement_with_its_sources(language: str) -> None:
    panel = document(html(run("map", language, id="yala")))
    data = loading.load()
    standings = data.memberships[data.memberships["city_id"] == "yala"]
    leads = data.partnerships[(data.partnerships["city_id"] == "yala") & (data.partnerships["role"] == "lead")]
    names = data.names("partners", language)
    claims = data.evidence[data.evidence["city_id"] == "yala"]
    told = [*standings[f"member_name_{language}"], *leads["partner_id"].map(names), *claims[f"statement_{language}"]]
    text = panel.text_content()
    assert [words for words in told if words not in text] == []
    assert len(panel.xpath("//details[@class='cite']")) == len(standings) + len(leads) + len(claims)


def test_what_a_link_asks_for_in_vain_is_named() -> None:
    notice = html(run("map", id="atlantis", by="wealth", status="lost", fbclid="1")).partition('class="notice"')[2]
    notice = notice.partition("</p>")[0]
    for value in ("atlantis", "wealth", "lost"):
        assert value in notice
    assert "fbclid" not in notice


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


def test_on_a_phone_one_finger_scrolls_the_page_two_move_the_map_and_the_panel_follows_it(
    open_page: Callable[..., Visit],
) -> None:
    visit = open_page("/map", "th", width=PHONE)
    page = visit.page
    mark(page, "khon_kaen").wait_for()
    zoom_in = inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["th"])
    for _ in range(2):
        zoom_in.click()
        visit.map_at_rest()
    box = page.locator(".st-key-map_frame iframe").bounding_box()
    assert box
    main = page.get_by_test_id("stMain")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seen, before = view(page), main.evaluate("box => box.scrollTop")
    drag(page, [(x, y)], (0, -150))
    assert visit.comes_to(True, lambda: main.evaluate("box => box.scrollTop") > before)
    assert view(page) == seen
    main.evaluate("box => { box.scrollTop = 0; }")
    drag(page, [(x - 40, y), (x + 40, y)], (0, -100))
    assert visit.comes_to(True, lambda: view(page)[1:] != seen[1:]), "two fingers move the map"
    visit.map_at_rest()
    inside(page).get_by_role("button", name=translations.texts("map")["whole"]["th"]).click()
    visit.map_at_rest()
    assert view(page)[0] < seen[0], "back to the whole country"
    with visit.asking():
        mark(page, "phuket").click()
    expect(mark(page, "phuket"), "the map that grew lower keeps the city that was opened").to_be_in_viewport()
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    south, north = frame.evaluate("[map_div.options.maxBounds.getSouth(), map_div.options.maxBounds.getNorth()]")
    frame.evaluate("map_div.setView([60, 140], 7, { animate: false })")
    assert south < float(view(page)[1]) < north, "nobody gets lost beyond the country"
    for other in ("English", ""):
        visit.settle()
        assert main.evaluate("box => box.scrollWidth <= box.clientWidth")
        tops = [
            page.locator(f".st-key-{part}").bounding_box()
            for part in ("map_choices", "map_frame", "city_panel", "all_cities")
        ]
        assert all(tops)
        order = [box["y"] for box in tops if box]
        assert order == sorted(order)
        if other:
            page.get_by_role("button", name=other).click()


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


CONTROLS = """() => [...document.querySelectorAll(".leaflet-control")].map((one) => one.getBoundingClientRect())
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


SIZES = ((1366, 768), (1024, 768), (PHONE, 844))


def test_every_name_stands_at_its_own_mark_and_beside_no_other_at_each_size_in_both_languages(visit: Visit) -> None:
    page = visit.open("/map", "th")
    mark(page, "khon_kaen").wait_for()
    (frame,) = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    for language, other in (("th", "English"), ("en", "")):
        texts = {key: words[language] for key, words in translations.texts("map").items()}
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for nearer in range(3):
                step = texts["zoom_in" if nearer else "whole"]
                inside(page).get_by_role("button", name=step).click()
                visit.map_at_rest()
                stand_apart(frame.evaluate(BOXES), frame.evaluate(PROVINCES), f"{language} {width} zoom {nearer}")
                for button in frame.evaluate(CONTROLS):
                    assert all(min(common(one["name"], button)) <= EDGE for one in frame.evaluate(BOXES)), button
                assert nearer < 2 or len(frame.evaluate(PROVINCES)) > 5, "provinces are named where there is room"
        if other:
            page.get_by_role("button", name=other).click()
            visit.settle()


def stand_apart(drawn: list[dict[str, Any]], provinces: list[list[float]], where: str) -> None:
    """Every mark has its name, nearer than any other mark; no two names lie on each other, no province's on either."""
    assert [one["id"] for one in drawn if not one["name"]] == [], where
    for place in provinces:
        assert all(min(common(place, one[part])) <= 0 for one in drawn for part in ("pin", "name")), where
    for one in drawn:
        others = [other for other in drawn if other is not one]
        own = between(one["name"], one["pin"])
        assert own < min(between(one["name"], other["pin"]) for other in others), f"{one['id']}, {where}"
        for other in others:
            assert min(common(one["name"], other["name"])) <= EDGE, f"{one['id']} and {other['id']}, {where}"
            assert between(one["pin"], other["pin"]) >= 1, f"the marks of {one['id']} and {other['id']}, {where}"


def test_a_city_that_a_link_carries_is_open_with_its_province_and_places_in_a_panel_that_scrolls_by_itself(
    visit: Visit,
) -> None:
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
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        frame, side = (page.locator(f".st-key-{part}").bounding_box() for part in ("map_frame", "map_side"))
        assert frame
        assert side
        if width == PHONE:  # the map has room for the names of its marks, and the spaces begin in the first screen
            assert 0.44 * height <= frame["height"] <= 0.5 * height
            assert (
                inside(page)
                .locator(".city[data-city='khon_kaen'] .name")
                .evaluate("name => getComputedStyle(name).visibility === 'visible'")
            )
            spaces = page.locator(".st-key-city_spaces li").first.bounding_box()
            assert spaces
            assert frame["y"] + frame["height"] < spaces["y"] < height
        else:
            assert height - 60 <= frame["y"] + frame["height"] <= height
            assert frame["height"] >= 0.7 * height
            assert side["y"] + side["height"] <= height
            assert page.locator(".st-key-map_side").evaluate("side => side.scrollHeight > side.clientHeight")
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight / innerHeight") <= 4
    panel.get_by_role("button", name=translations.texts("map")["close"]["en"]).click()
    page.wait_for_url(lambda address: "city" not in parse_qs(urlsplit(address).query))
    visit.settle()
    menu = page.locator(".st-key-menu a").evaluate_all("links => links.map((link) => link.search)")
    assert not any("city=" in link for link in menu), "nor does the menu carry it on"


# Layers


# Presses a layer and looks at once: nothing can have come from the server.
AT_ONCE = """([layer, seen]) => {
  const root = document.querySelector(".st-key-layer_switch");
  const all = (one) => [one, ...[...one.children, ...(one.shadowRoot?.children ?? [])].flatMap(all)];
  all(root).find((one) => one.dataset.layer === layer).click();
  return document.querySelector(".st-key-map_frame iframe").contentDocument.querySelectorAll(seen).length;
}"""


def layer(page: Page, name: str) -> Locator:
    return page.locator(".st-key-layer_switch").get_by_role("button", name=translations.texts("map")[name]["en"])


def test_a_layer_is_drawn_at_once_is_one_step_of_the_history_and_the_map_keeps_its_place(visit: Visit) -> None:
    page = visit.open("/map", "en")
    mark(page, "khon_kaen").wait_for()
    inside(page).get_by_role("button", name=translations.texts("map")["zoom_in"]["en"]).click()
    visit.map_at_rest()
    seen = view(page)
    assert page.evaluate(AT_ONCE, ["spaces", ".space"]) > 5
    visit.settle()
    expect(inside(page).locator("[data-city]")).to_have_count(0)
    expect(layer(page, "layer_spaces")).to_have_attribute("aria-pressed", "true")
    assert parse_qs(urlsplit(page.url).query)["layer"] == ["spaces"]
    assert view(page)[0] == seen[0]
    for now, before in zip(view(page)[1:], seen[1:], strict=True):
        assert abs(float(now) - float(before)) < 0.02
    layer(page, "layer_topic").click()
    visit.settle()
    expect(inside(page).locator("[data-city]").first).to_be_attached()
    page.go_back()
    visit.settle()
    expect(inside(page).locator(".space").first).to_be_attached()
    page.go_back()
    visit.settle()
    expect(inside(page).locator("[data-city]").first).to_be_attached()
    expect(layer(page, "layer_members")).to_have_attribute("aria-pressed", "true")
    assert set(parse_qs(urlsplit(page.url).query)) == {"lang"}
    # Of choices that follow each other before the first is answered, the last one stands.
    for name, drawn in (("spaces", ".space"), ("members", "[data-city]"), ("spaces", ".space")):
        assert page.evaluate(AT_ONCE, [name, drawn]) > 5
    visit.settle()
    expect(inside(page).locator("[data-city]")).to_have_count(0)
    # A place chosen there opens its city and is marked in it.
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
    # A mark that stands for several of one city opens it, with its spaces.
    inside(page).get_by_role("button", name=translations.texts("map")["whole"]["en"]).click()
    with visit.asking():
        inside(page).get_by_role("button", name="Phuket: several lie close together").click()
    assert parse_qs(urlsplit(page.url).query)["id"] == ["phuket"]
    expect(panel.locator(".st-key-city_spaces")).to_contain_text("PK Park Phuket")


def test_a_topic_shows_presence_and_kinds_on_the_map_and_every_statement_beside_it() -> None:
    data, t = loading.load(), translations.page("map", "th")
    theme = "learning_centres"
    own = data.evidence[[theme in themes for themes in data.evidence["themes"]]]
    text = component(run("map", "th", layer="topic", theme=theme), "selectable_html", "on_topic")["html"]
    text = document(text).text_content()
    assert [words for words in own["statement_th"] if words not in text] == []
    drawn = cached_frames.places(data, "th")
    marks = styles(layers.topic(data, drawn, theme, "", t))
    assert set(marks) == set(drawn["city_id"])
    for city, style in marks.items():
        kinds = {row.kind if row.appraisal != "limit" else "limit" for row in own[own["city_id"] == city].itertuples()}
        assert style["html"].count("<svg") == len(kinds), city
    studied = set(data.cities.loc[data.cities["in_study"], "city_id"]) - set(own["city_id"])
    assert (t("topic_silent") in text) == bool(studied)
