"""The factors page: the evidence map in a browser, its link, its filters and its panel."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.evidence import evidence_map as model
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.running import component, html, kept, run

SIZES = ((1366, 768), (1024, 768), (PHONE, 844))
# Which marks are solid and which hollow, as (row, column, kind).
MARKS = """root => [...root.querySelectorAll("td[data-at] .shape")].map((shape) => [
  ...shape.closest("td").dataset.at.split("|"),
  ["direction", "asset", "practice", "limit"].find((kind) => shape.classList.contains(kind)),
  shape.classList.contains("solid"), shape.querySelector(".under") !== null])"""
# Names that reach out of the picture or over each other, texts that are cut.
TROUBLES = """root => {
  const found = [], box = (one) => one.getBoundingClientRect(), whole = box(root);
  const all = ".key li, thead .name, tbody th .name, .line .name, header h1, .pills > *, .switch";
  const names = [...root.querySelectorAll(all)].filter((one) => one.checkVisibility() && box(one).width);
  names.forEach((one, place) => {
    const own = box(one);
    if (own.right > innerWidth + 1 || own.left < 0) found.push(`out of the window: ${one.textContent}`);
    for (const other of names.slice(place + 1)) {
      const there = box(other);
      const beside = own.left >= there.right - 1 || there.left >= own.right - 1;
      const above = own.top >= there.bottom - 4 || there.top >= own.bottom - 4;
      if (!beside && !above) found.push(`${one.textContent} over ${other.textContent}`);
    }
  });
  for (const name of root.querySelectorAll("tbody th .name")) {
    const cell = name.closest("th");
    if (box(name).right > box(cell).right + 1) found.push(`cut: ${name.textContent}`);
  }
  return found;
}"""


def root(page: Page) -> Locator:
    return page.locator(".st-key-evidence_map .root")


def cell(page: Page, at: str) -> Locator:
    return root(page).locator(f'[data-at="{at}"]')


def panel(page: Page) -> Locator:
    return root(page).locator(".panel .inner")


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says, its language aside."""
    return {key: held for key, held in parse_qs(urlsplit(page.url).query).items() if key != "lang"}


def drawn(language: str = "en") -> model.EvidenceMap:
    return cached_frames.evidence_map(loading.load(), language)


def statements(page: Page, within: str = ".panel") -> list[str]:
    links = root(page).locator(f"{within} .statement a.from").evaluate_all("all => all.map((one) => one.href)")
    return [parse_qs(urlsplit(link).query)["id"][0] for link in links]


def tall(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))


# The first screen


@pytest.mark.every_language
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_whole_picture_lies_in_the_first_screen_and_a_filter_makes_no_page_taller(
    visit: Visit, visit_as: Callable[..., Visit], language: str
) -> None:
    page = visit.open("/factors", language)
    for width, height in SIZES[:2]:
        page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        table = root(page).locator("table.map")
        box = table.bounding_box()
        assert box
        bottom = min(
            height, (root(page).locator(".panel").bounding_box() or {"y": height})["y"] if width < 1200 else height
        )
        assert box["y"] + box["height"] <= bottom + 1, (width, box)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        shown = drawn(language)
        marks = {(row, city, kind) for row, city, kind, *_ in root(page).evaluate(MARKS)}
        columns = {model.COUNTRY, *shown.studied}
        assert marks == {
            mark for mark in model.solid(shown, set(shown.statements["evidence_id"])) if mark[1] in columns
        }
        assert root(page).evaluate(TROUBLES) == []
        before = tall(page)
        assert before <= 2 * height
        root(page).locator("[data-key=pill-limits]").click()
        visit.settle()
        assert tall(page) <= before + 1
        assert root(page).evaluate(TROUBLES) == [], "the key says all looks, and fits"
        root(page).locator("[data-key=pill-limits]").click()
        visit.settle()

    phone = visit_as(width=PHONE).open("/factors", language)
    lines = root(phone).locator("ul.lines").bounding_box()
    assert lines
    assert lines["y"] + lines["height"] <= SIZES[2][1]
    assert root(phone).evaluate(TROUBLES) == []
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    root(phone).locator("[data-key=pill-more]").click()
    root(phone).locator("[data-key=theme-older_people]").check()
    root(phone).locator("[data-key=pill-more]").click()
    assert root(phone).evaluate(TROUBLES) == []
    assert root(phone).locator(".one.hit").count() > 0


def test_on_a_phone_one_screen_says_where_it_is_silent_and_a_row_opens_in_place(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(width=PHONE)
    page = visit.open("/factors", "en")
    silent = {row.row_id: len(drawn().silent(row.row_id)) for row in drawn().rows if row.judged}
    for row_id, number in silent.items():
        line = root(page).locator(f'[data-key="row-{row_id}"]')
        assert line.locator(".n").inner_text() == (str(number) if number else "·")
        assert line.locator(".one.silent").count() == number
    line = root(page).locator('[data-key="row-culture_learning"]')
    line.locator(".name").click()
    visit.settle()
    expect(line).to_have_attribute("aria-expanded", "true")
    assert statements(page, "li.open") == list(drawn().in_row("culture_learning"))
    assert asked(page) == {"row": ["culture_learning"]}
    root(page).locator("[data-key=shut]").click()
    visit.settle()
    assert asked(page) == {}
    # A finger on a cell opens that cell, with the names of cities in sight.
    city = drawn().studied[-2]
    box = root(page).locator('[data-key="row-capacity_people"] svg.strip').bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * (len(drawn().studied) - 1.5) / len(drawn().studied), box["y"] + 12)
    visit.settle()
    assert asked(page) == {"cell": [f"{city}.capacity_people"]}
    assert statements(page, "li.open")[:1] == list(drawn().cells["capacity_people", city].statements)[:1]
    page.get_by_test_id("stMain").evaluate("box => box.scrollBy(0, 500)")
    assert root(page).locator(".scale").bounding_box()["y"] >= 0
    root(page).locator('[data-key="pick"]').select_option(model.COUNTRY)
    shown = {one for row in drawn().rows for one in drawn().cells[row.row_id, model.COUNTRY].statements}
    assert set(statements(page, ".inplace")) == shown, "the country's limits are read at once"


# Marks, filters, panel


def test_marks_and_panel_of_a_filter_are_those_of_the_model(visit: Visit) -> None:
    page = visit.open("/factors", "en", theme="older_people")
    shown = drawn()
    columns = {model.COUNTRY, *shown.studied}
    for selection, every in (
        ({"theme": ["older_people"]}, ()),
        ({"theme": ["digital_technology", "learning_centres"], "voice": ["study"]}, ()),
        ({"theme": ["digital_technology", "learning_centres"]}, ("theme",)),
    ):
        visit.open("/factors", "en", **selection, every=list(every))
        ids = model.matching(shown.statements, selection, every=every)
        expected = {mark for mark in model.solid(shown, ids) if mark[1] in columns}
        marks = root(page).evaluate(MARKS)
        assert {(row, city, kind) for row, city, kind, solid, _ in marks if solid} == expected
        asked_for = model.asked(shown, ids).cells
        for row, city, kind, _, underlined in marks:
            assert underlined == asked_for[row, city].marks[kind].favourable, (row, city, kind)
        assert len(marks) > len(expected)
        listed = statements(page)
        assert len(listed) == len(ids)
        assert set(listed) == ids
        # A silence stays what it is, whatever is asked.
        assert root(page).locator("td.silent").count() == shown.silences()


def test_a_cell_shows_all_its_statements_the_countrys_limits_and_who_answers_a_limit(visit: Visit) -> None:
    page = visit.open("/factors", "en", cell="yala.capacity_people")
    shown = drawn()
    own = list(shown.cells["capacity_people", "yala"].statements)
    assert statements(page) == own + list(shown.country_limits("2"))
    expect(panel(page).locator(".answers a").first).to_be_visible()
    data = loading.load().evidence.set_index("evidence_id")
    text = panel(page).inner_text()
    assert all(data.loc[one, "statement_en"] in text for one in own)
    assert "Named as an example" in text
    top = panel(page).evaluate("""one => {
      const inner = one.matches(".inner") ? one : one.querySelector(".inner");
      inner.scrollTop = 60;
      const {left, top} = inner.getBoundingClientRect();
      return inner.getRootNode().elementFromPoint(left + 40, top + 4)?.tagName;
    }""")
    assert top == "H2", "what is scrolled away lies under the title, not over or above it"


def test_each_sentence_is_a_link_that_shows_what_it_says(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    panel(page).get_by_role("link", name="learning culture", exact=True).click()
    visit.settle()
    assert asked(page) == {"row": ["culture_learning"]}
    page.go_back()
    visit.settle()
    panel(page).get_by_role("link", name=re.compile("^Limits named")).click()
    visit.settle()
    assert asked(page) == {"appraisal": ["limit"]}
    limits = drawn().statements.query("mark == 'limit'")["evidence_id"]
    assert sorted(statements(page)) == sorted(limits)


def test_a_city_that_a_link_carries_is_marked_and_filters_nothing(visit: Visit) -> None:
    page = visit.open("/factors", "en", city="yala")
    assert root(page).locator("td.marked").count() == len(drawn().rows)
    assert all(solid for *_, solid, _ in root(page).evaluate(MARKS))
    expect(panel(page).get_by_role("heading").first).to_have_text("What the picture shows")


def test_members_outside_the_study_open_on_hatching_and_are_never_silent(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    cell(page, "|+").click()
    visit.settle()
    assert asked(page) == {"others": ["1"]}
    others = drawn().others
    assert root(page).locator("td.cell.outside").count() == len(others) * len(drawn().rows)
    assert root(page).locator("td.outside.silent").count() == 0
    for language in translations.LANGUAGES:
        page = visit.open("/factors", language, others="1")
        assert root(page).evaluate(TROUBLES) == []


def test_the_picture_prints_on_one_sheet(visit: Visit) -> None:
    page = visit.open("/factors", "th")
    for view in ("facets", "topics"):
        visit.open("/factors", "th", view=view)
        assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1


# Keyboard, history, language


def test_it_is_one_stop_of_the_tab_key_in_which_arrows_go_about_and_escape_comes_back(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    stops = root(page).locator('table.map [tabindex="0"]')
    assert stops.count() == 1
    cell(page, "capacity_people|yala").focus()
    for key, at in (
        ("ArrowLeft", "capacity_people|sukhothai"),
        ("ArrowDown", "capacity_organisations|sukhothai"),
        ("Home", "capacity_organisations|"),
        ("End", "capacity_organisations|yala"),
        ("ArrowUp", "capacity_people|yala"),
    ):
        page.keyboard.press(key)
        expect(cell(page, at)).to_be_focused()
        assert stops.count() == 1
    page.keyboard.press("Enter")
    visit.settle()
    expect(panel(page)).to_be_focused()
    assert asked(page) == {"cell": ["yala.capacity_people"]}
    page.keyboard.press("Escape")
    expect(cell(page, "capacity_people|yala")).to_be_focused()
    assert asked(page) == {"cell": ["yala.capacity_people"]}
    page.keyboard.press("Escape")
    visit.settle()
    assert asked(page) == {}


def test_heads_and_words_stand_in_the_table_for_who_does_not_see_it(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-label", translations.texts("evidence_map")["caption"]["en"])
    assert grid.get_by_role("columnheader").count() == len(drawn().studied) + 2
    assert grid.get_by_role("rowheader").count() == len(drawn().rows)
    expect(cell(page, "capacity_people|yala")).to_contain_text("What is done, Limit, 3 statements")
    expect(cell(page, "culture_learning|yala")).to_have_text("not reported")


def test_one_act_is_one_step_of_history_and_back_and_forward_restore_it(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(fresh=True)  # a browser counts fifty steps and no more
    page = visit.open("/factors", "en", theme="older_people", kind="practice")
    before = page.evaluate("history.length")
    root(page).locator(".facts .tool").click()  # clear: two filters, one act
    visit.settle()
    assert asked(page) == {}
    cell(page, "environment_places|phuket").click()
    visit.settle()
    assert page.evaluate("history.length") == before + 2
    page.go_back()
    visit.settle()
    expect(panel(page).get_by_role("heading").first).to_have_text("What the picture shows")
    page.go_back()
    visit.settle()
    assert root(page).locator("td.hit").count() > 0
    page.go_forward()
    page.go_forward()
    visit.settle()
    expect(panel(page).get_by_role("heading").first).to_have_text("Phuket · Places")


def test_switching_language_keeps_what_is_open_and_every_filter(visit: Visit) -> None:
    page = visit.open("/factors", "en", theme="older_people", city="yala", view="topics", order="region")
    before = asked(page)
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    expect(root(page)).to_have_attribute("lang", "th")
    assert asked(page) == before
    assert root(page).locator("td.marked").count() == len(loading.load().themes)


def test_hover_and_focus_show_the_first_matching_words_and_how_many_stand_there(visit: Visit) -> None:
    page = visit.open("/factors", "en", theme="older_people")
    found = cell(page, "options_access|chiang_mai")
    found.focus()
    tip = root(page).locator(".tip")
    expect(tip).to_be_visible()
    ids = model.matching(drawn().statements, {"theme": ["older_people"]})
    first = next(one for one in drawn().cells["options_access", "chiang_mai"].statements if one in ids)
    row = loading.load().evidence.set_index("evidence_id").loc[first]
    expect(tip).to_contain_text(row.get("short_en") or row["statement_en"])
    expect(tip).to_contain_text("statement")


# The link, without a browser


def test_an_unknown_value_is_named_as_text_and_dropped_and_foreign_keys_are_left_alone() -> None:
    app = run("factors", "en", theme=["older_people", "<b>x</b>"], cell="nowhere.2", fbclid="1")
    assert component(app, "evidence_map")["link"] == {"theme": ["older_people"]}
    assert "theme = &lt;b&gt;x&lt;/b&gt;" in html(app)
    assert "cell = nowhere.2" in html(app)
    assert app.query_params["fbclid"] in ("1", ["1"])


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_statement_is_sent_in_full_with_source_page_and_speaker(language: str) -> None:
    app = run("factors", language)
    sent = kept(app, component(app, "evidence_map")["map"])
    evidence = loading.load().evidence.set_index("evidence_id")
    t = translations.Translations("evidence_map", language)
    for one in sent["statements"]:
        row = evidence.loc[one["id"]]
        text = re.sub(r"<[^>]+>", "", one["html"])
        assert row["voice"] == "study" or t("says", who="").strip() in text
        assert row["scope"] != "example" or t("named_as_example") in text
        assert ("†" in text) == (row["factor_by"] == "project")
        assert one["favourable"] == (row["appraisal"] == "favourable"), "underlined here as in its cell"
        assert one["planned"] == (row["stage"] in model.PLANS), "dotted here as in its cell"
    shown: set[Any] = {one["id"] for one in sent["statements"]}
    assert shown == set(drawn(language).statements["evidence_id"])


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_all_of_it_can_be_read_on_one_plain_page(language: str) -> None:
    text = html(run("factors", language, view="all"))
    evidence = loading.load().evidence.set_index("evidence_id")
    for one in drawn(language).statements["evidence_id"]:
        assert f"id={one}" in text
    plain = unescape(re.sub(r"<[^>]+>", "", text))
    assert all(
        words in plain for words in evidence.loc[drawn(language).statements["evidence_id"], f"statement_{language}"]
    )
    names = loading.load().names("cities", language)
    for row in drawn(language).rows:
        cities = [names[city] for city in drawn(language).silent(row.row_id)]
        assert not cities or ", ".join(cities) in plain
