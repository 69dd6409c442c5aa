"""The city page: choosing a city, reading its brief, taking it along."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Page, expect

from lcdash.content import statements
from lcdash.dataset import loading
from lcdash.documents import brief
from lcdash.evidence import cached_frames
from lcdash.language import translations
from lcdash.ui.pages import cities
from tests.browsing import LAPTOP, PHONE, Visit
from tests.running import html, run


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def heading(page: Page, title: str) -> bool:
    """Whether the section called `title` is on the page."""
    return page.get_by_role("heading", name=title, exact=True).count() == 1


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_without_a_city_every_city_is_a_link_under_its_standing(visit: Visit, language: str) -> None:
    data = loading.load()
    page = visit.open("/cities", language)
    t = translations.page("cities", language)
    for status in ("member", "pilot", "developing"):
        assert heading(page, t(f"group_{status}"))
    for name in data.names("cities", language).values():
        assert page.locator(".everyone").get_by_role("link", name=name, exact=True).count() == 1
    page.get_by_role("link", name=data.names("cities", language)["kalasin"], exact=True).click()
    visit.settle()
    assert asked(page) == {"lang": [language], "city": ["kalasin"]}
    assert heading(page, t("part_blocks"))


def test_the_first_of_several_cities_counts_and_an_unknown_one_is_named(visit: Visit) -> None:
    page = visit.open("/cities", "en", city=["atlantis", "satun", "yala"])
    expect(page.get_by_role("combobox", name="City")).to_have_value("Satun")
    expect(page.get_by_role("alert")).to_contain_text("city = atlantis")
    assert heading(page, "What was not studied, and what other sources say")


def test_another_city_and_another_language_are_chosen_and_stand_in_the_link(visit: Visit) -> None:
    page = visit.open("/cities", "en", city="phuket")
    page.get_by_role("combobox", name="City").click()
    page.get_by_role("option", name="Phayao", exact=True).click()
    visit.settle()
    assert asked(page)["city"] == ["phayao"]
    assert heading(page, "The supporting factors")
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "city": ["phayao"]}
    expect(page.get_by_role("combobox", name="เมือง")).to_have_value("พะเยา")
    assert heading(page, "ปัจจัยสนับสนุน")


@pytest.mark.every_language
@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize("city", ["khon_kaen", "kalasin"])
def test_what_is_known_of_a_city_stands_whole_in_the_first_screen(visit: Visit, city: str, language: str) -> None:
    page = visit.open("/cities", language, city=city)
    for part in (".who", ".said", ".asked"):
        below = page.locator(f".city-page {part} > *").evaluate_all(
            "them => Math.max(...them.map(one => one.getBoundingClientRect().bottom))"
        )
        assert below <= 768, part
    cut = page.locator(".city-page :not(.unseen)").evaluate_all(
        "them => them.filter(one => one.scrollWidth > one.clientWidth + 2"
        " && getComputedStyle(one).overflowX !== 'visible').map(one => one.textContent)"
    )
    assert cut == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight / innerHeight") <= 3


def test_a_line_leads_to_its_statement_and_what_more_there_is_to_its_cell(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/cities", "en", city="yala")
    said = page.locator(".city-page .said")
    first = said.locator(".words a").first
    address = parse_qs(urlsplit(str(first.get_attribute("href"))).query)
    row = data.evidence.set_index("evidence_id").loc[address["id"][0]]
    assert (row["city_id"], row["short_en"]) == ("yala", first.inner_text())
    more = said.locator("a.more").first
    waiting = more.inner_text()
    more.click()
    visit.settle()
    assert asked(page)["cell"][0].startswith("yala.")
    panel = page.locator(".panel")
    expect(panel).to_be_visible()
    assert waiting.startswith("+")


def test_a_closed_section_opens_and_a_source_opens_where_it_stands(visit: Visit) -> None:
    page = visit.open("/cities", "en", city="khon_kaen")
    assert page.locator(".closed details[open]").count() == 0
    page.locator("#brief-factors > summary").click()
    statement = page.locator("#brief-factors").get_by_role("listitem").filter(has_text="Studies its own locality")
    expect(statement.get_by_text("Table 2")).to_be_hidden()
    statement.get_by_text("Source", exact=True).click()
    expect(statement.get_by_text("Table 2")).to_be_visible()


def test_a_mark_that_sources_differ_opens_what_each_says(visit: Visit) -> None:
    page = visit.open("/cities", "en", city="phayao")
    page.locator("#brief-standing > summary").click()
    member = page.locator("#brief-standing").get_by_role("listitem").filter(has_text="Phayao Province · UNESCO Global")
    member.get_by_role("link", name="Sources differ").click()
    expect(page.locator("#conflict-member_unit_phayao")).to_be_in_viewport()


@pytest.mark.parametrize("width", [LAPTOP, PHONE])
def test_the_brief_is_downloaded_as_one_file_that_fits_a_phone_and_a_laptop(visit_as, width: int) -> None:
    visit = visit_as(width=width)
    page = visit.open("/cities", "th", city="satun")
    page.get_by_role("button", name="ดาวน์โหลด").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="ดาวน์โหลดสรุปสำหรับพิมพ์ (HTML)").click()
    file = waiting.value
    data = loading.load()
    assert file.suggested_filename == f"thai-learning-cities_{data.version}_brief_satun_th.html"
    written = Path(file.path()).read_text(encoding="utf-8")
    assert written == brief.document(data, "satun", translations.page("cities", "th"))
    page.set_content(written)
    assert page.title() == "สรุปข้อมูลเมือง: สตูล"
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Sarabun', 'สตูล'))")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_claims_of_the_city_are_downloaded_and_no_others(visit: Visit) -> None:
    page = visit.open("/cities", "en", city="rayong")
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    expect(page.get_by_role("status").filter(has_text="list of downloads")).to_be_visible()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    evidence = loading.load().evidence
    own = evidence[evidence["city_id"] == "rayong"]
    (key,) = (name for name in rows[0] if name.endswith("[evidence_id]"))
    assert [row[key] for row in rows] == list(own["evidence_id"])


def test_a_city_without_claims_offers_no_table_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = loading.load()
    silent = replace(data, tables=data.tables | {"evidence": data.evidence[data.evidence["city_id"] != "kalasin"]})
    monkeypatch.setattr(loading, "load", lambda: silent)
    app = run("cities", "en", city="kalasin")
    labels = [one.proto.label for one in app.get("download_button")]
    assert [label for label in labels if label.startswith("Download")] == ["Download the brief for print (HTML)"]
    assert "Kalasin" in html(app)


def test_nothing_on_a_phone_needs_to_be_pushed_sideways(visit_as) -> None:
    visit = visit_as(width=PHONE)
    page = visit.open("/cities", "th", city="khon_kaen")
    wide = page.evaluate("""() => [...document.querySelectorAll('.city-page *, .closed *')]
      .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
      .filter(one => !one.closest('.scroll') && !one.ownerSVGElement)
      .map(one => one.outerHTML.slice(0, 90))""")
    assert wide == []


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_city_has_a_line_for_each_mark_and_a_word_for_each_silence(language: str) -> None:
    data = loading.load()
    t = translations.page("cities", language)
    drawn = cached_frames.evidence_map(data, language, "facets", "all")
    members = {column.column_id for column in drawn.columns}
    for city in data.cities[data.cities["city_id"].isin(members)].itertuples():
        body = lxml.html.fromstring(f"<div>{cities.body(data, city.city_id, t)}</div>")
        cells = [drawn.cells[row.row_id, city.city_id] for row in drawn.rows]
        lines = [mark for cell in cells for kind, mark in cell.marks.items() if kind != "limit"]
        limits = sum(len(cell.marks["limit"].statements) for cell in cells if "limit" in cell.marks)
        assert len(body.xpath("//*[@class='said']//li[ancestor::*[contains(@class, 'facet')]]")) == len(lines) + limits
        assert len(body.find_class("silent")) - len(body.xpath("//nav//*[contains(@class, 'silent')]")) == sum(
            cell.state == "silent" for cell in cells
        )
        told = body.find_class("across")[0].text_content()
        shown = body.xpath("//*[@class='city-page']//*[@class='sign']/text()")
        assert {one for one in statements.SIGNS.values() if one in told} == set(shown), city.city_id
        assert len(body.xpath("//*[@class='programmes']/a[not(@class)]")) == min(
            3, sum(data.programmes["city_id"] == city.city_id)
        )
        assert t("checked_by_none") in told
        if not city.in_study:
            assert t("sheet_silent") not in body.find_class("said")[0].text_content()


def test_the_overview_tells_who_joined_when(visit: Visit) -> None:
    page = visit.open("/", "en")
    page.get_by_text("Timeline: who joined when").click()
    expect(page.get_by_role("listitem").filter(has_text="Tak, Rayong and Satun join")).to_be_visible()
