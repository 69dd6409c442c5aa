"""The one-page summary of a city: whole, the same rule for every city, on exactly one sheet of A4."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page

from lcdash.content import city_summary
from lcdash.dataset import loading
from lcdash.documents import chromium, city_sheet
from lcdash.evidence import cached_frames, evidence_map
from lcdash.html import unbroken
from lcdash.language import translations
from lcdash.language.translations import LANGUAGES
from lcdash.sources import references

DATA = loading.load()
CITIES = list(DATA.cities["city_id"])
ALL = [(city, language) for city in CITIES for language in LANGUAGES]
FIRST = {"yala", "khon_kaen", "tak"}
every_sheet = pytest.mark.parametrize(
    ("city_id", "language"),
    [pytest.param(city, language, marks=[] if city in FIRST else pytest.mark.slow) for city, language in ALL],
)

MEASURED = """() => [...document.querySelectorAll('.sheet')].map(sheet => ({
  pages: sheet.scrollHeight <= sheet.clientHeight + 1 && sheet.scrollWidth <= sheet.clientWidth + 1,
  columns: [...sheet.querySelectorAll('.left, .right')].map(
    column => column.getBoundingClientRect().bottom - column.lastElementChild.getBoundingClientRect().bottom),
  wide: [...sheet.querySelectorAll('p, li, dd, dt, h1, h2, h3, h4')].filter(
    one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').length,
}))"""


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.emulate_media(media="print")
    yield page
    page.close()


@every_sheet
def test_a_sheet_is_one_page_and_cuts_no_line(paper: Page, city_id: str, language: str) -> None:
    html = city_sheet.document(DATA, [city_id], translations.page("cities", language))
    paper.set_content(unbroken.held_together(html, cached_frames.unbroken(DATA)))
    paper.evaluate("document.fonts.ready")
    (sheet,) = paper.evaluate(MEASURED)
    assert sheet["pages"]
    assert min(sheet["columns"]) >= 0, "a column runs out of its room"
    assert sheet["wide"] == 0


@pytest.mark.parametrize("city_id", sorted(CITIES))
def test_limits_and_silences_are_never_cut(city_id: str) -> None:
    t = translations.page("cities", "en")
    whole = city_summary.summary(DATA, city_id, t)
    city = city_sheet.fitted(whole, "")
    assert (city.limits, city.national, city.silent) == (whole.limits, whole.national, whole.silent)
    shown = [line.evidence_id for one in city.factors for facet in one.facets for line in facet.lines]
    own = DATA.evidence[DATA.evidence["city_id"] == city_id]
    limits = set(own.loc[own["appraisal"] == "limit", "evidence_id"])
    assert limits <= set(shown)
    left_out = sum(line.more for one in city.factors for facet in one.facets for line in facet.lines)
    assert len(shown) + left_out >= len(own), "what is not shown is counted"


def test_a_sheet_with_little_room_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = city_summary.summary(DATA, "khon_kaen", translations.page("cities", "th"))
    monkeypatch.setattr(city_sheet, "HEIGHT", 560.0)
    city = city_sheet.fitted(whole, "")
    lines = [line for one in city.factors for facet in one.facets for line in facet.lines]
    before = [line for one in whole.factors for facet in one.facets for line in facet.lines]
    assert len(lines) < len(before)
    assert sum(line.more for line in lines) - sum(line.more for line in before) == len(before) - len(lines)
    assert city.missing["programmes"] == len(whole.programmes) - len(city.programmes) > 0


def test_a_city_nobody_studied_has_lines_to_fill_in_instead_of_silences() -> None:
    city = city_summary.summary(DATA, "tak", translations.page("cities", "en"))
    assert not city.silent
    assert {facet.state for one in city.factors for facet in one.facets} == {"outside"}
    assert city.groups
    html = city_sheet.document(DATA, ["tak"], translations.page("cities", "en"))
    empty = sum(not facet.lines for one in city.factors for facet in one.facets)
    assert html.count('<p class="fill">') == empty > 0
    html = city_sheet.document(DATA, ["satun"], translations.page("cities", "en"))
    assert "not reported – to fill in" in html, "who leads it, in the words of its page"
    assert "not studied – to fill in" in html
    assert "not reported<" not in html


def test_whom_to_visit_is_a_line_a_city_with_whom_to_ask_there() -> None:
    t = translations.page("cities", "en")
    own = city_summary.summary(DATA, "sukhothai", t)
    assert {limit for visit in own.visits for limit in visit.limits} <= {line.text for line in own.limits}
    assert {visit.city_id for visit in own.visits} == {peer.city_id for peer in own.peers}
    none_named = city_summary.summary(DATA, "phuket", t)
    national = {line.text for line in none_named.national}
    assert {limit for visit in none_named.visits for limit in visit.limits} <= national
    for city_id in CITIES:
        city = city_summary.summary(DATA, city_id, t)
        named = [visit.city_id for visit in city.visits]
        assert len(named) == len(set(named)), "no city twice"
        asked = [visit.ask for visit in city.visits] + [peers[0].ask for _, peers in city.groups]
        html = str(city_sheet.sheet(DATA, city_id, t))
        assert all(one is not None for one in asked)
        told = [one.text for one in asked[: city_sheet.VISITS] if one]
        assert all(str(escape(t("sheet_ask", who=text))) in html for text in told)


def test_what_sources_differ_on_is_told_on_every_sheet_whose_words_it_touches() -> None:
    t = translations.page("cities", "en")
    topics = DATA.conflicts.set_index("conflict_id")["topic_en"]
    for city_id in ("chiang_rai", "chiang_mai"):
        told = re.search(r'class="noted">.*?</p>', str(city_sheet.sheet(DATA, city_id, t)), re.S)
        assert told
        assert str(escape(topics["chiang_rai_row"])) in told[0]
    html = str(city_sheet.sheet(DATA, "chiang_mai", t))
    assert f"{t('sheet_none_named')}&nbsp;≠" in html, "limits read as another city's may be its own"
    assert " <abbr" not in html, "a sign stays on the line of its word"


def _signs(html: str) -> set[str]:
    """The signs of a piece of a sheet: marks by what they look like, and those that are written."""
    marks = re.findall(r'<svg class="mark-drawn ([a-z ]+)"[^>]*>(.*?)</svg>', html, re.S)
    drawn = {look + (" underlined" if "under" in shapes else "") for look, shapes in marks}
    drawn |= {look.split()[0] for look, _ in marks}  # what a shape means is said even where it is always underlined
    return drawn | set(re.findall("[†≠~]", html)) | ({"+"} if re.search(r">\+\d", html) else set())


@pytest.mark.parametrize("city_id", CITIES)
def test_the_key_holds_the_signs_of_its_sheet_and_no_others(city_id: str) -> None:
    html = str(city_sheet.sheet(DATA, city_id, translations.page("cities", "en")))
    html = re.sub(r'title="[^"]*"', "", html)
    key = re.search(r'<ul class="key">.*?</ul>', html, re.S)
    assert key
    assert _signs(key[0]) == _signs(html.replace(key[0], ""))


def test_every_number_at_a_line_is_a_source_at_the_foot() -> None:
    html = str(city_sheet.sheet(DATA, "yala", translations.page("cities", "th")))
    cited = {number for group in re.findall(r"<sup>([\d,]+)", html) for number in group.split(",")}
    whole = city_summary.summary(DATA, "yala", translations.page("cities", "th"))
    assert cited <= {str(n) for n in range(1, len(whole.sources()) + 1)}
    assert len(cited) > 3


def test_the_first_statement_of_a_cell_is_the_one_the_map_puts_first() -> None:
    t = translations.page("cities", "en")
    city = city_summary.summary(DATA, "yala", t)
    rows = evidence_map.facet_rows(DATA.factors, DATA.facets)
    whole = evidence_map.evidence_map(DATA.evidence, rows, DATA.cities, list(DATA.sources["source_id"]))
    shown = [line.evidence_id for one in city.factors for facet in one.facets for line in facet.lines]
    marks = [mark for row in rows for mark in whole.cells[row.row_id, "yala"].marks.values()]
    assert {mark.statements[0] for mark in marks} <= set(shown)


@pytest.mark.parametrize("city_id", CITIES)
def test_a_sheet_names_who_leads_since_when_two_programmes_a_limit_and_whom_to_learn_from(city_id: str) -> None:
    t = translations.page("cities", "th")
    whole = city_summary.summary(DATA, city_id, t)
    notes = " · ".join(references.short(DATA, source_id, t.language) for source_id in whole.sources())
    city = city_sheet.fitted(whole, notes)
    told = {fact.label for fact in city.facts}
    assert t("sheet_lead") in told, "who leads, or that it is not reported"
    assert told & {t("sheet_member"), t("sheet_standing")}
    assert len(city.programmes) >= min(2, len(whole.programmes))
    assert city.limits or city.national
    assert city.visits or city.groups or not city.in_study
    html = str(city_sheet.sheet(DATA, city_id, t))
    answers = [t(f"sheet_{question}") for question in ("who", "since", "which", "limits_asked", "whom")]
    answers.append(t("sheet_said" if city.in_study else "sheet_form"))
    places = [html.index(f">{words}<") for words in answers]
    assert places == sorted(places), "the facets come after the answers"
    assert (t("sheet_none_named") in html) == (not city.limits)
    assert t("checked_by_none") in html, "as the city's page says"
    names, described = [line.text for line in city.programmes], [bool(line.detail) for line in city.programmes]
    assert len(names) == len(set(names))
    first = described[: city_sheet.PROGRAMMES]
    assert first == sorted(first, reverse=True), "programmes with a description come first"
    for section, left_out in city.missing.items():
        assert not left_out or t("sheet_more", n=left_out) in html, section


def test_a_printed_sheet_is_one_page_of_whole_thai_words() -> None:
    t = translations.page("cities", "th")
    pdf = chromium.pdf(city_sheet.document(DATA, ["yala"], t))
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    reader = shutil.which("pdftotext")
    if reader:
        told = subprocess.run([reader, "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        text = "".join(unicodedata.normalize("NFKC", told).split())
        whole = city_summary.summary(DATA, "yala", t)
        for line in (*whole.limits, *whole.national):
            assert "".join(unicodedata.normalize("NFKC", line.text).split()) in text
        assert unicodedata.normalize("NFKC", whole.name) in text
