"""The page of one statement: its words, where they stand, how it is coded, what differs, what is related, citation."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import expect

from lcdash.dataset import citations, loading
from lcdash.evidence import conflicts, filtering
from lcdash.language import translations
from lcdash.language.translations import LANGUAGES
from lcdash.sources import references
from tests.browsing import PHONE, Visit
from tests.running import html, run

FORMATS = {"CSL-JSON", "BibTeX", "RIS"}
# One of each sort: from the table, corrected, with both sides of an answer, cited twice, from a profile, from the news,
# of a city outside the study, of the whole country, dated.
SORTS = [
    "yala_3_t1",
    "chiang_rai_2_t2",
    "bangkok_2_t1",
    "yala_5_n2",
    "hat_yai_1_p1",
    "phayao_6_n1",
    "country_2_a1",
]


def claim(evidence_id: str) -> Any:
    evidence = loading.load().evidence
    return next(evidence[evidence["evidence_id"] == evidence_id].itertuples())


def told(evidence_id: str, language: str) -> str:
    """The words of the page, without markup."""
    return unescape(re.sub("<[^>]+>", "", html(run("evidence", language, id=evidence_id))))


def section(text: str, title: str) -> str:
    """The HTML of the section under a heading."""
    return text.split(f"<h2>{title}</h2>")[1].split("</section>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("evidence_id", SORTS)
def test_a_statement_stands_with_all_its_codes_and_each_source_with_its_place(evidence_id: str, language: str) -> None:
    data, row, text = loading.load(), claim(evidence_id), told(evidence_id, language)
    assert row.statement_th in text
    assert row.statement_en in text
    for codes, column in (
        ("kind", "kind"),
        ("appraisal", "appraisal"),
        ("voice", "voice"),
        ("evidence_scope", "scope"),
        ("stage", "stage"),
        ("factor_by", "factor_by"),
        ("attribution", "attribution"),
    ):
        assert data.labels(codes, language)[getattr(row, column)] in text, column
    assert all(data.names("themes", language)[theme] in text for theme in row.themes)
    assert all(data.labels("audience", language)[one] in text for one in row.audience)
    assert row.printed_words_th in text
    sources = data.sources.set_index("source_id")
    for source_id, locator in citations.parse(row.source):
        assert references.place(data, source_id, locator, language) in text
        assert sources.at[source_id, f"reference_{language}"] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disagreement_that_touches_it_is_told_with_each_side(language: str) -> None:
    data, t = loading.load(), translations.page("evidence", language)
    text = html(run("evidence", language, id="chiang_rai_2_t2"))
    differs = unescape(re.sub("<[^>]+>", "", section(text, t("differ_title"))))
    touching = conflicts.touching(data, "evidence", ["chiang_rai_2_t2"])
    assert "chiang_rai_row" in set(touching["conflict_id"])
    for conflict in touching.itertuples():
        assert getattr(conflict, f"topic_{language}") in differs
        assert getattr(conflict, f"handling_{language}") in differs
        sides = data.conflict_claims[data.conflict_claims["conflict_id"] == conflict.conflict_id]
        assert all(side in differs for side in sides[f"claim_{language}"])
    assert t("corrected_row") in differs


def test_a_name_that_its_source_garbles_is_shown_as_printed_with_the_place() -> None:
    text = told("yala_6_p1", "en")
    assert "Luk Rieang Group is printed as “ลูกเหรียญ”" in text
    assert "ศูนย์การเรียนรู้เมืองฉะเชิงเทรา (KCC) พิมพ์ว่า “KCC”" in told("chachoengsao_3_t1", "th")
    assert translations.page("evidence", "en")("aliases_title") not in told("bangkok_1_t1", "en")


def test_the_way_back_is_its_cell_else_its_city_else_the_limits_of_the_country() -> None:
    def up(evidence_id: str) -> str:
        links = re.findall(r'href="([^"#]+)"', html(run("evidence", "en", id=evidence_id)))
        return links[0].replace("&amp;", "&")

    evidence = loading.load().evidence
    of = {city: rows["evidence_id"].iloc[0] for city, rows in evidence.groupby("city_id")}
    assert up("yala_3_t1") == "factors?lang=en&cell=yala.3"
    factor = claim(of["rayong"]).factor_id
    assert up(of["rayong"]) == f"factors?lang=en&cell=rayong.{factor}&others=1"
    assert up(of["lamphun"]) == "cities?lang=en&city=lamphun"
    assert up(of[""]) == "factors?lang=en&column=country"


def test_a_source_cited_twice_is_named_once_with_both_places() -> None:
    t = translations.page("evidence", "en")
    sources = section(html(run("evidence", "en", id="chiang_rai_1_t1")), t("sources_title"))
    assert sources.count("Punjasutaros et al. (2026)") == 1
    assert sources.count("Punjasutaros, C., ") == 1
    text = unescape(re.sub("<[^>]+>", "", sources))
    for _, locator in citations.parse(claim("chiang_rai_1_t1").source):
        assert references.place(loading.load(), "onec2026", locator, "en") in text


# What is related


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_cities_on_the_topic_come_once_each_in_the_order_of_their_names(language: str) -> None:
    data, t = loading.load(), translations.page("evidence", language)
    text = section(html(run("evidence", language, id="yala_3_t1")), t("related_title"))
    shared = text.split(f"<h3>{t('shared_title')}</h3>")[1]
    named = re.findall("<li><b>([^<]+)</b>", shared)
    names = filtering.by_name(data.cities, language)[f"name_{language}"]
    assert named == [name for name in names if name in named]
    assert len(set(named)) == len(named) > 5
    assert data.names("cities", language)["yala"] not in named
    themes = set(claim("yala_3_t1").themes)
    ids = re.findall(r"id=([a-z0-9_]+)", shared)
    assert len(ids) == len(named)
    assert all(themes & set(claim(one).themes) for one in ids)


def test_statements_of_the_same_cell_and_both_ends_of_an_answer_are_linked() -> None:
    data, t = loading.load(), translations.page("evidence", "en")
    limit = section(html(run("evidence", "en", id="sukhothai_2_a1")), t("related_title"))
    same = limit.split("<h3>")[1]
    cell = data.evidence.query("city_id == 'sukhothai' and factor_id == '2' and evidence_id != 'sukhothai_2_a1'")
    assert re.findall(r"id=([a-z0-9_]+)", same) == list(cell["evidence_id"])
    answers = limit.split(f"<h3>{t('answers_title')}</h3>")[1].split("<h3>")[0]
    own = data.answers[data.answers["limit_id"] == "sukhothai_2_a1"]
    assert all(reason in unescape(answers) for reason in own["reason_en"])
    assert "cities?lang=en&amp;city=phayao" in answers, "a programme is shown in its city's brief"
    back = section(html(run("evidence", "en", id="phayao_2_t1")), t("related_title"))
    assert "id=sukhothai_2_a1" in back.split(f"<h3>{t('answered_title')}</h3>")[1]


def test_every_statement_has_a_page_that_stands() -> None:
    for evidence_id in loading.load().evidence["evidence_id"].iloc[::13]:
        assert claim(evidence_id).statement_th in told(evidence_id, "th")


# Without a statement


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_statement_or_an_unknown_one_is_a_sentence_with_the_way_to_search(language: str) -> None:
    t = translations.page("evidence", language)
    for query in ({}, {"id": "yala_99"}):
        text = html(run("evidence", language, **query))
        assert t("which") in text
        assert f'href="search?lang={language}"' in text
        assert ("id = yala_99" in text) == bool(query)


# Citing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_comes_first_then_the_dataset_with_version_and_date(language: str) -> None:
    data, t = loading.load(), translations.page("evidence", language)
    cited = section(html(run("evidence", language, id="chiang_rai_2_t2")), t("cite_title"))
    source, own = (unescape(re.sub("<[^>]+>", "", one)) for one in re.findall("<li>(.+?)</li>", cited))
    assert source.startswith(data.sources.set_index("source_id").at["onec2026", f"reference_{language}"])
    assert references.place(data, "onec2026", "table=2 row=chiang_rai col=2", language) in source
    assert t("corrected_row") in source, "what was corrected says so in citations too"
    both = section(html(run("evidence", language, id="chiang_rai_1_t1")), t("cite_title"))
    assert both.count(t("corrected_row")) == 1, "the analysis is cited as it stands"
    assert own.startswith(t("cite_author"))
    assert "chiang_rai_2_t2" in own
    assert data.version in own


def test_every_format_holds_the_sources_and_the_statement(visit: Visit) -> None:
    page = visit.open("/evidence", "en", id="yala_5_n2")
    texts = {}
    for name in FORMATS:
        with page.expect_download() as download:
            page.locator(".st-key-cite_claim").get_by_role("button", name=name).click()
        texts[name] = download.value.path().read_text(encoding="utf-8")
        assert re.fullmatch(
            r"thai-learning-cities_[\d.]+_citation_yala_5_n2_en\.(json|bib|ris)", download.value.suggested_filename
        )
    sources = {source_id for source_id, _ in citations.parse(claim("yala_5_n2").source)}
    items = json.loads(texts["CSL-JSON"])
    assert [item["id"] for item in items] == [*sources, "lcdash_yala_5_n2"]
    assert "para. 5" in items[0]["note"]
    assert set(re.findall(r"@\w+\{(\w+),", texts["BibTeX"])) == {item["id"] for item in items}
    assert set(re.findall(r"^ID  - (\w+)", texts["RIS"], re.MULTILINE)) == {item["id"] for item in items}


def test_a_citation_names_the_address_only_where_the_dashboard_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "https://cities.example.org" not in html(run("evidence", "en", id="yala_3_t1"))
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example.org/")
    address = "https://cities.example.org/evidence?lang=en&id=yala_3_t1"
    assert address in unescape(html(run("evidence", "en", id="yala_3_t1")))
    (cited,) = [
        one.value.replace("\\", "") for one in run("factors", "th", city="yala").markdown if "lcdash" in one.value
    ]
    assert "https://cities.example.org/factors?lang=th&city=yala" in cited.replace("\\", "")


def test_what_a_cell_of_the_map_shows_is_cited_with_its_sources_and_leads_to_each_statement(visit: Visit) -> None:
    page = visit.open("/factors", "en", cell="yala.3")
    evidence = loading.load().evidence
    own = evidence[(evidence["city_id"] == "yala") & (evidence["factor_id"] == "3")]
    links = page.locator(".panel .inner > .statements a.from").evaluate_all("all => all.map(one => one.href)")
    assert sorted(link.split("id=")[1] for link in links) == sorted(own["evidence_id"])
    page.locator(".use summary").click()
    page.get_by_role("button", name=translations.texts("evidence_map")["files"]["en"]).click()
    visit.settle()
    dialog = page.get_by_role("dialog")
    cited = {source_id for cell in own["source"] for source_id, _ in citations.parse(cell)}
    sources = loading.load().sources.set_index("source_id")
    for one in cited:
        expect(dialog).to_contain_text(sources.at[one, "reference_en"])
    with page.expect_download() as download:
        dialog.get_by_role("button", name="CSL-JSON").click()
    items = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert {item["id"] for item in items if not item["id"].startswith("lcdash")} == cited
    dialog.get_by_role("button", name="Close").click()
    page.locator(".panel .statements a.from").first.click()
    page.wait_for_url("**/evidence?**")
    visit.settle()
    expect(page.locator(".claim_page .statement")).to_be_visible()


# How it reads


def test_on_a_phone_nothing_is_wider_than_the_screen(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(width=PHONE)
    for language in LANGUAGES:
        page = visit.open("/evidence", language, id="chiang_rai_2_t2")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
