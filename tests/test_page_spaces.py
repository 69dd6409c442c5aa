"""The spaces page: map and list as twins, filters that narrow, details that open, places that are not known."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect
from streamlit.testing.v1 import AppTest

from lcdash.content import city_page, city_places
from lcdash.dataset import loading
from lcdash.evidence import cached_frames, places
from lcdash.language import translations
from lcdash.ui.pages import spaces as spaces_page
from tests.browsing import PHONE, Visit
from tests.running import component, html, run

LANGUAGES = ("th", "en")

# The choice of an open filter that Enter would take.
POINTED_AT = """() => {
  const id = document.activeElement.getAttribute("aria-activedescendant");
  return (id && document.getElementById(id)?.innerText) || "";
}"""


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def chart(page: Page) -> FrameLocator:
    return page.frame_locator(".st-key-space_map iframe")


def marks(page: Page) -> Locator:
    """The marks that are seen at this zoom, shared ones too."""
    return chart(page).locator(".space:not(.hidden)")


def settled_map(visit: Visit) -> None:
    """Wait until the map has drawn its marks and fitted them into its frame."""
    visit.settle()
    marks(visit.page).first.wait_for()
    visit.map_at_rest()


def listed(page: Page) -> list[str]:
    """The ids in the list, from top to bottom."""
    return page.locator("details[data-id]").evaluate_all("all => all.map(one => one.dataset.id)")


def listed_in(app: AppTest) -> list[str]:
    """The ids in the list of a page run without a browser, from top to bottom."""
    return re.findall(r'<details data-id="([^"]+)"', component(app, "selectable_html", "spaces_list")["html"])


def entry(page: Page, space_id: str) -> Locator:
    return page.locator(f'details[data-id="{space_id}"]')


def choose_from(visit: Visit, label: str, name: str) -> None:
    """Choose from a filter by the arrow keys: the choice whose name begins with `name`."""
    page, before = visit.page, visit.page.url
    for _ in range(5):  # a list that opens while the filters still unfold closes again: then once more
        visit.tab_to(page.get_by_role("combobox", name=label))
        page.keyboard.press("ArrowDown")
        for _ in range(20):
            page.wait_for_timeout(50)
            if page.evaluate(POINTED_AT).startswith(name):
                page.keyboard.press("Enter")
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        visit.settle()
        if page.url != before:
            return
    raise AssertionError(f"{label} offers no {name}, or does not take it")


def ids(query: str) -> set[str]:
    """The spaces for which `query` holds, with `region` of their city, and `old` and `everyone` by audience."""
    data = loading.load()
    regions = dict(zip(data.cities["city_id"], data.cities["region_nso"], strict=True))
    spaces = data.spaces.assign(
        region=data.spaces["city_id"].map(regions),
        old=["older_people" in audience for audience in data.spaces["audience"]],
        everyone=["all_ages" in audience for audience in data.spaces["audience"]],
    )
    return set(spaces.query(query)["space_id"])


# "Show every learning space for older people in the North"


@pytest.mark.slow
def test_every_learning_space_for_older_people_in_the_north_is_found_by_keyboard(visit: Visit) -> None:
    page = visit.open("/spaces", "en")
    wanted = ids("region == 'north' and old")
    assert len(wanted) > 1
    settled_map(visit)
    visit.tab_to(page.locator("summary", has_text="Filters"))
    page.keyboard.press("Enter")
    choose_from(visit, "Region", "North")
    choose_from(visit, "Audience", "Older")
    assert asked(page)["region"] == ["north"]
    assert asked(page)["audience"] == ["older_people"]
    assert set(listed(page)) == wanted
    named = ids("added_by == 'source'")
    found = page.get_by_role("status").filter(has_text="named in the documents")
    expect(found).to_have_text(f"{len(wanted & named)} of {len(named)} named in the documents")

    everyone = ids("region == 'north' and everyone and added_by == 'source'") - wanted
    expect(page.get_by_text(f"{len(everyone)} more are described as open to all ages.")).to_be_visible()
    visit.tab_to(page.get_by_role("button", name="Show those for all ages too"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("all_ages"))
    visit.settle()
    assert set(listed(page)) == wanted | ids("region == 'north' and everyone")

    settled_map(visit)
    drawn = marks(page).evaluate_all("all => all.map(mark => mark.getAttribute('aria-label'))")
    assert any("University of the Third Age" in label for label in drawn)
    assert any(label.startswith("Somewhere in Chiang Mai") and "Ham Suk School" in label for label in drawn)
    assert not any("other districts" in label for label in drawn), "nobody knows where these are"

    visit.tab_to(page.locator("details[data-id] > summary").first)
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page)["id"] == [listed(page)[0]]
    expect(page.locator("details[open][data-id] dt", has_text="Source").first).to_be_visible()


# Map and list


def test_marks_that_lie_close_together_are_entered_by_keyboard_and_the_list_follows_and_leads_the_map(
    visit: Visit,
) -> None:
    page = visit.open("/spaces", "en")
    settled_map(visit)
    texts = marks(page).all_inner_texts()
    assert texts
    assert not any(character.isdigit() for text in texts for character in text), "a shared mark bears no number"
    assert chart(page).locator(".space.hidden").count() > 0
    shared = chart(page).get_by_role("button", name="Khon Kaen: several lie close together")
    shared.focus()
    for _ in range(6):
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        if "id" in asked(page):
            break
    visit.settle()
    (opened,) = asked(page)["id"]
    assert opened in ids("city_id in ['khon_kaen', 'kalasin']")
    assert entry(page, opened).get_attribute("open") is not None
    expect(entry(page, opened).locator("summary")).to_be_in_viewport()
    expect(chart(page).locator('.space[aria-pressed="true"]')).to_be_focused()
    # What is chosen in the list is brought into sight; the second lies so near to others that it has a mark of its own
    # only from very near.
    for space_id in ("phuket_cic", "khon_kaen_hugz_mall"):
        entry(page, space_id).locator("summary").click()
        visit.settle()
        expect(chart(page).locator('.space[aria-pressed="true"]')).to_be_visible()
        assert asked(page)["id"] == [space_id]
    entry(page, "khon_kaen_hugz_mall").locator("summary").press("Enter")
    page.wait_for_url(lambda address: "id" not in parse_qs(urlsplit(address).query))


def test_one_mark_stands_for_all_of_which_only_the_city_is_known_leads_to_them_and_none_for_the_rest(
    visit: Visit,
) -> None:
    page = visit.open("/spaces", "en", city="yala")
    settled_map(visit)
    assert ids("city_id == 'yala' and precision in ['exact', 'approximate', 'street']") == set()
    assert marks(page).count() == 1
    assert marks(page).first.get_attribute("aria-label").startswith("Somewhere in Yala")
    assert set(listed(page)) == ids("city_id == 'yala'")
    # The mark leads to these in the list.
    chart(page).get_by_role("button", name="Somewhere in Yala").press("Enter")
    page.wait_for_url(re.compile("precision=city"))
    visit.settle()
    assert asked(page)["precision"] == ["city"]
    assert set(listed(page)) == ids("city_id == 'yala' and precision == 'city'")


# Kinds by cities


def test_the_picture_marks_each_kind_that_is_named_in_a_city_and_no_other() -> None:
    data = loading.load()
    picture = lxml.html.fromstring(component(run("spaces", "en"), "selectable_html", "kinds_picture")["html"])
    marked = {link.get("data-id") for link in picture.xpath("//td/a")}
    assert marked == {f"{one.city_id}|{one.kind}" for one in data.spaces.itertuples()}
    assert not any(character.isdigit() for link in picture.xpath("//td/a") for character in link.text_content())


def test_map_picture_and_list_stand_whole_in_the_first_screen_in_both_languages(visit: Visit) -> None:
    page = visit.open("/spaces", "th")
    settled_map(visit)
    for other in ("English", ""):
        boxes = [
            page.locator(one).bounding_box()
            for one in (".st-key-space_map iframe", "table.kinds", ".st-key-space_list")
        ]
        assert all(box and box["y"] + box["height"] <= 768 for box in boxes), boxes
        lefts = [box["x"] for box in boxes if box]
        assert lefts == sorted(set(lefts)), "side by side"
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight / innerHeight") <= 3
        if other:
            page.get_by_role("button", name=other).click()
            visit.settle()
    # A mark of the picture asks map and list for its places, and lets them go again.
    page.locator('table.kinds a[data-id="khon_kaen|museum"]').click()
    visit.settle()
    assert (asked(page)["city"], asked(page)["kind"]) == (["khon_kaen"], ["museum"])
    assert set(listed(page)) == ids("city_id == 'khon_kaen' and kind == 'museum'")
    settled_map(visit)
    for label in marks(page).evaluate_all("all => all.map(mark => mark.getAttribute('aria-label'))"):
        assert "Museum" in label
    page.locator('table.kinds a[data-id="khon_kaen|museum"]').click()
    visit.settle()
    assert "kind" not in asked(page)
    assert set(listed(page)) == ids("city_id != ''")


# The list


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_space_is_in_the_list_with_its_details_in_one_language(language: str) -> None:
    data = loading.load()
    text = component(run("spaces", language), "selectable_html", "spaces_list")["html"]
    for one in data.spaces.itertuples():
        assert f'data-id="{one.space_id}"' in text
    assert text.count("<details data-id=") == len(data.spaces)
    assert text.count('<dl class="facts">') == len(data.spaces)
    for precision in set(data.spaces["precision"]) - {""}:
        assert data.labels("precision", language)[precision] in text


def test_rooms_stand_under_their_building() -> None:
    app = run("spaces", "en", city="chachoengsao")
    order = listed_in(app)
    rooms = ids("part_of == 'chachoengsao_kcc'")
    place = order.index("chachoengsao_kcc")
    assert set(order[place + 1 : place + 1 + len(rooms)]) == rooms
    drawn = component(app, "selectable_html", "spaces_list")["html"]
    assert drawn.count('<li class="room">') == len(rooms)
    alone = component(run("spaces", "en", kind="library", city="chachoengsao"), "selectable_html", "spaces_list")
    assert '<li class="room">' not in alone["html"], "the building is not among them"
    (library,) = lxml.html.fromstring(alone["html"]).xpath('//details[@data-id="kcc_living_library"]')
    assert "Inside" in [term.text_content() for term in library.iter("dt")]


def test_what_the_editors_added_is_marked_and_counted_nowhere() -> None:
    app = run("spaces", "en")
    named = ids("added_by == 'source'")
    added = ids("added_by == 'editors'")
    assert added
    assert f"All {len(named)} named in the documents" in html(app)
    assert set(listed_in(app)) == named | added
    entries = lxml.html.fromstring(component(app, "selectable_html", "spaces_list")["html"])
    marked = {
        one.get("data-id")
        for one in entries.xpath("//details[@data-id]")
        if "Added by the editors" in one.find("summary").text_content()
    }
    assert marked == added


def test_another_name_of_a_space_finds_it() -> None:
    assert listed_in(run("spaces", "th", q="U3A")) == ["chiang_rai_third_age_university"]


def test_nothing_that_matches_is_a_sentence_and_nothing_to_download() -> None:
    app = run("spaces", "en", city="yala", kind="campus")
    alert = html(app).partition('class="notice"')[2].partition("</p>")[0]
    assert "Nothing the documents name matches all of these at once" in alert
    assert "Yala + Campus" in alert
    assert listed_in(app) == []
    (csv_button,) = [
        one.proto for one in app.get("download_button") if one.proto.label == "Download what is shown (CSV)"
    ]
    assert csv_button.disabled


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_city_has_one_number_of_spaces_on_its_page_on_the_map_and_in_the_list(language: str) -> None:
    data = loading.load()
    of_page, of_map = (translations.page(page, language) for page in ("cities", "map"))
    for city in data.cities["city_id"]:
        named = places.named(data.spaces[data.spaces["city_id"] == city])
        held = city_places.places(data, city, of_map)
        assert sum(map(len, (held.placed, held.somewhere, held.unknown, held.placeless))) == held.size + held.added
        own = data.spaces[data.spaces["city_id"] == city]
        assert len(held.somewhere) == own["precision"].eq("city").sum(), "as the list of spaces says it"
        assert city_page.spaces(data, city, of_page).total == held.size == len(named)
    text = html(run("spaces", language, city="phuket"))
    held = city_places.places(data, "phuket", of_map)
    total = len(places.named(data.spaces))
    assert translations.page("spaces", language)("n_of_all", n=held.size, all=total) in text


def test_a_space_opened_by_its_link_is_shown_though_the_filter_hides_it() -> None:
    text = component(run("spaces", "en", id="kwan_phayao", city="yala"), "selectable_html", "spaces_list")
    assert text["opened"] == "kwan_phayao"
    assert 'data-id="kwan_phayao"' in text["html"]
    assert "does not match your filters" in text["html"]


def test_a_space_nobody_knows_is_named_and_dropped() -> None:
    assert "id = no_such_space" in html(run("spaces", "en", id="no_such_space"))


def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_language_keeps_filters_and_what_is_open(
    visit_as: Callable[..., Visit],
) -> None:
    visit = visit_as(width=PHONE)
    page = visit.open("/spaces", "th", city="khon_kaen", id="khon_kaen_kic")
    for other in ("English", ""):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        expect(entry(page, "khon_kaen_kic").locator("dl")).to_be_visible()
        assert (asked(page)["city"], asked(page)["id"]) == (["khon_kaen"], ["khon_kaen_kic"])
        if other:
            page.get_by_role("button", name=other).click()
            visit.settle()
    expect(entry(page, "khon_kaen_kic").get_by_text("Link to this entry")).to_be_visible()


# Downloads


def test_the_selection_is_downloaded_as_csv_and_as_geojson(visit: Visit) -> None:
    page = visit.open("/spaces", "en", city="khon_kaen", mode="physical")
    wanted = ids("city_id == 'khon_kaen' and mode == 'physical'")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["Space ID [space_id]"] for row in rows} == wanted
    latitude = next(name for name in rows[0] if name.endswith("[lat]"))
    placed = {row["Space ID [space_id]"] for row in rows if row[latitude]}
    assert placed == ids(f"city_id == 'khon_kaen' and precision in {list(places.PLACED)}")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download what is shown (GeoJSON)").click()
    read = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert {feature["properties"]["space_id"] for feature in read["features"]} == wanted
    shipped = json.loads((loading.load().folder / "spaces.geojson").read_text(encoding="utf-8"))["features"]
    original = {feature["properties"]["space_id"]: feature for feature in shipped}
    assert all(feature == original[feature["properties"]["space_id"]] for feature in read["features"])


def test_a_place_with_a_point_links_out_to_two_maps_and_one_without_to_none() -> None:
    t = translations.page("spaces", "th")
    reader = spaces_page._reader(loading.load(), t)
    for one in cached_frames.spaces(loading.load()).itertuples():
        placed = one.precision in places.PLACED and one.geometry is not None
        links = re.findall(
            r'href="(https://www\.(?:openstreetmap\.org|google\.com)/[^"]*)"', reader.entry(one.space_id)
        )
        assert len(links) == (2 if placed else 0), one.space_id
        assert all(f"{one.geometry.y:.5f}" in link for link in links)
