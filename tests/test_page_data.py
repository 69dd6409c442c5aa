"""The data page: every part opens by its link, says what it shows, and gives it away as a file."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from lcdash.dataset import codebook_text, data_package, descriptor, loading
from lcdash.dataset.loading import Dataset
from lcdash.evidence.matrix import evidence_matrix
from lcdash.html import markdown
from lcdash.language import translations
from lcdash.sources import source_coverage
from tests.browsing import PHONE, Visit
from tests.running import document, html, offered, run

PARTS = ("about", "sources", "codebook", "conflicts", "silences", "coverage", "join", "downloads")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.load()


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def saved(page: Page, label: str) -> tuple[str, bytes]:
    """Name and content of the file that a button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# What is computed


def test_a_row_counts_once_for_a_source_however_often_it_cites_it(data: Dataset) -> None:
    cited = source_coverage.citing_rows(data).set_index(["source_id", "table"])["rows"]
    by_hand = sum("onec2026" in cell for cell in data.evidence["source"])
    assert cited["onec2026", "evidence"] == by_hand
    assert cited["onec2026", "reading"] == (data.reading["source_id"] == "onec2026").sum()
    assert ("uil2016", "network") in cited.index, "a source_id column cites too"


def test_coverage_counts_claims_and_different_sources_and_dates_by_the_newest() -> None:
    evidence = pd.DataFrame(
        {
            "city_id": ["yala", "yala", ""],
            "factor_id": ["3", "3", "6"],
            "source": ["a[para=1];b", "a[para=2]", "c"],
        }
    )
    sources = pd.DataFrame({"source_id": ["a", "b", "c"], "issued": ["2024-02", "2026-03-13", ""]})
    covered = source_coverage.coverage(evidence, sources)
    assert covered[["city_id", "factor_id", "claims", "sources"]].to_numpy().tolist() == [
        ["yala", "3", 2, 2],
        ["", "6", 1, 1],
    ]
    assert covered["newest"][0] == 2026
    assert pd.isna(covered["newest"][1])


def test_only_studied_cities_are_named_as_silent(data: Dataset) -> None:
    matrix = evidence_matrix(data.evidence, data.facets, data.cities)
    silent = source_coverage.silent_cities(matrix)
    assert list(silent["facet_id"]) == list(data.facets["facet_id"])
    named = {city_id for cities in silent["city_ids"] for city_id in cities}
    assert named <= set(data.cities.loc[data.cities["in_study"], "city_id"])
    for row in silent.itertuples():
        told = set(data.evidence.loc[data.evidence["facet_id"] == row.facet_id, "city_id"])
        assert not told & set(row.city_ids)


def test_a_conflict_belongs_to_the_cities_of_the_rows_it_touches(data: Dataset) -> None:
    cities = source_coverage.conflict_cities(data)
    assert list(cities) == list(data.conflicts["conflict_id"])
    assert cities["chiang_rai_row"] == ("chiang_rai", "chiang_mai")
    assert "khon_kaen" in cities["kkt_two_firms"], "by way of an organisation at work there"
    assert {city for touched in cities.values() for city in touched} <= set(data.cities["city_id"])


def test_what_changes_say_only_formats() -> None:
    tame = markdown.tame("# A\n\n## B\n\n![x](https://example.org/x.png) :red[b] $c$ `d:e`\n\n## F")
    assert "![" not in tame
    assert "\\:red[b] \\$c\\$ `d:e`" in tame
    assert re.findall(r"^#+", tame, re.MULTILINE) == ["###", "###"]
    assert "A" not in tame


# What is drawn


@pytest.mark.slow
@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_part_opens_by_its_link_and_only_that_part_is_drawn(visit: Visit, language: str, data: Dataset) -> None:
    t = translations.page("data", language)
    # What only this part draws, and words that stand in it.
    shown = {
        "about": (".data-about", t("made_title")),
        "sources": ("ol.sources", data.sources[f"reference_{language}"].iloc[0][:60]),
        "codebook": ("details.entry th", data.themes[f"include_{language}"].iloc[0]),
        "conflicts": (".st-key-filters", data.conflicts[f"topic_{language}"].iloc[0]),
        "silences": ("dl.topics", data.silences[f"note_{language}"].iloc[0]),
        "coverage": (f"[aria-label='{t('coverage_caption')}']", t("coverage_warning")),
        "join": ("ol.steps", data.frameworks.query("framework == 'unesco_step'")[f"name_{language}"].iloc[0]),
        "downloads": ("p.file", t("package_note")),
    }
    assert set(shown) == set(PARTS)
    for part, (_, words) in shown.items():
        page = visit.open("/data", language, part=part)
        expect(page.get_by_role("radio", name=t(f"part_{part}"), exact=True)).to_be_checked()
        content = page.get_by_test_id("stMain")
        expect(content).to_contain_text(words)
        expect(content).to_contain_text(t("versions_title"))
        expect(content).to_contain_text(f"streamlit {metadata.version('streamlit')}")
        drawn = {other for other, (selector, _) in shown.items() if page.locator(selector).count()}
        assert drawn == {part}
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_page_opens_with_what_is_in_it_how_it_was_made_and_all_of_it_to_take_away(
    language: str, data: Dataset
) -> None:
    t = translations.page("data", language)
    app = run("data", language)
    told = document(html(app))
    (about,) = told.xpath("//div[@class='data-about']")
    numbers = {
        name.text_content().strip(): number.text_content()
        for number, name in zip(about.xpath(".//dt"), about.xpath(".//dd/a"), strict=True)
    }
    titles = {one["name"]: descriptor.title(one, language) for one in data.descriptor["resources"]}
    for table in ("evidence", "cities", "spaces", "sources"):
        assert numbers[titles[table]] == f"{len(getattr(data, table)):,}"
    links = about.xpath(".//a/@href")
    assert f"method?lang={language}" in links
    for part in PARTS[1:-1]:
        assert f"data?lang={language}&part={part}" in links, part
    assert any(label.startswith(t("package_button")) for label in offered(app))


def test_of_the_sources_the_documents_read_come_before_all_others(visit: Visit, data: Dataset) -> None:
    page = visit.open("/data", "en", part="sources")
    ids = page.locator("ol.sources code").all_inner_texts()
    read = source_coverage.documents_read(data)
    assert ids[: len(read)] == read
    assert sorted(ids) == sorted(data.sources["source_id"])


def test_choosing_a_part_puts_it_into_the_link_and_drops_what_was_of_the_last_one(visit: Visit) -> None:
    page = visit.open("/data", "en", part="conflicts", severity="major", city="yala")
    page.get_by_role("radio", name=translations.page("data", "en")("part_join")).click()
    visit.settle()
    assert asked(page) == {"lang": ["en"], "part": ["join"], "city": ["yala"]}
    expect(page.locator("ol.steps")).to_be_visible()


def test_a_link_to_one_conflict_opens_it_alone_and_leads_back_to_all(visit: Visit, data: Dataset) -> None:
    page = visit.open("/data", "en", part="conflicts", id="chiang_rai_row")
    entry = page.locator("details.entry")
    expect(entry).to_have_count(1)
    text = entry.inner_text()
    claims = data.conflict_claims[data.conflict_claims["conflict_id"] == "chiang_rai_row"]
    for claim in claims["claim_en"]:
        assert claim in text
    conflict = data.conflicts.set_index("conflict_id").loc["chiang_rai_row"]
    assert conflict["topic_en"] in text
    assert conflict["handling_en"] in text
    page.get_by_role("button", name=translations.page("data", "en")("see_all")).click()
    visit.settle()
    expect(entry).to_have_count(len(data.conflicts))
    assert "id" not in asked(page)


def test_conflicts_are_filtered_by_severity_and_city_and_given_as_csv(visit: Visit, data: Dataset) -> None:
    t = translations.page("data", "th")
    page = visit.open("/data", "th", part="conflicts", severity="major", city="yala")
    touched = source_coverage.conflict_cities(data)
    due = [
        conflict_id
        for conflict_id, severity in zip(data.conflicts["conflict_id"], data.conflicts["severity"], strict=True)
        if severity == "major" and "yala" in touched[conflict_id]
    ]
    topics = data.conflicts.set_index("conflict_id")["topic_th"]
    assert due
    assert page.locator("details.entry > summary").all_inner_texts() == [topics[conflict_id] for conflict_id in due]
    name, content = saved(page, f"{t('download_conflicts')} (CSV)")
    assert name == f"thai-learning-cities_{data.version}_conflicts_major-yala_th.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    claims = data.conflict_claims[data.conflict_claims["conflict_id"].isin(due)]
    (column,) = [head for head in rows[0] if head.endswith("[claim_th]")]
    assert sorted(row[column] for row in rows) == sorted(claims["claim_th"])


def test_where_nothing_matches_a_sentence_says_so_and_an_unknown_id_is_named(visit: Visit) -> None:
    page = visit.open("/data", "en", part="conflicts", q="zzzz", id="no_such")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("“zzzz”")
    expect(main).to_contain_text("id = no_such")
    expect(page.locator("details.entry")).to_have_count(0)


def test_a_code_of_the_codebook_is_told_in_the_readers_language(visit: Visit, data: Dataset) -> None:
    page = visit.open("/data", "th", part="codebook", id="codes.appraisal")
    text = page.locator("details.entry").inner_text()
    for code in data.codes[data.codes["list"] == "appraisal"].itertuples():
        for words in (code.code, code.name_th, code.definition_th):
            assert words in text


def test_the_dictionary_names_every_column_of_every_table(visit: Visit, data: Dataset) -> None:
    page = visit.open("/data", "en", part="codebook")
    cells = page.locator("details.entry th code").all_text_contents()
    for resource in data.descriptor["resources"]:
        for field in (resource.get("schema") or resource["properties_schema"])["fields"]:
            assert field["name"] in cells


def test_coverage_is_a_real_table_under_a_sentence_that_says_it_is_not_achievement(
    open_page: Callable[..., Visit], data: Dataset
) -> None:
    t = translations.page("data", "en")
    page = open_page("/data", "en", width=PHONE, part="coverage").page
    warning, table = page.get_by_role("note"), page.get_by_role("table", name=t("coverage_caption"))
    expect(warning).to_have_text(t("coverage_warning"))
    assert warning.bounding_box()["y"] < table.bounding_box()["y"]  # type: ignore[index]
    expect(table.get_by_role("columnheader")).to_have_count(1 + len(data.factors))
    expect(table.get_by_role("rowheader")).to_have_count(len(data.cities) + 1)
    covered = source_coverage.coverage(data.evidence, data.sources).set_index(["city_id", "factor_id"]).loc["yala", "3"]
    due = t("coverage_cell", claims=covered["claims"], sources=covered["sources"], newest=covered["newest"])
    yala = table.get_by_role("row", name="Yala").get_by_role("cell").nth(2)
    assert yala.inner_text().replace("\u00a0", " ") == due
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "only the table itself scrolls"


def test_each_download_is_what_its_button_says(visit: Visit, data: Dataset) -> None:
    t = translations.page("data", "th")
    page = visit.open("/data", "th", part="downloads")

    name, content = saved(page, f"{data.resource('network')['title_th']} (CSV)")
    assert name == f"thai-learning-cities_{data.version}_network_th.csv"
    table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    heads = [re.sub(r".*\[(.*)\]", r"\1", head) for head in table.columns]
    assert [name for name in heads if not name.endswith(("_label", "_words"))] == list(data.network.columns)
    assert len(table) == len(data.network)

    name, content = saved(page, f"{data.resource('spaces')['title_th']} (GeoJSON)")
    assert name == f"thai-learning-cities_{data.version}_spaces.geojson"
    assert content == (data.folder / "spaces.geojson").read_bytes()

    name, content = saved(page, t("package_button"))
    assert name == f"thai-learning-cities_{data.version}.zip"
    assert content == data_package.archive(data.folder)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_codebook_on_screen_holds_the_rules_of_the_readme(language: str, data: Dataset) -> None:
    """Enough to code again: examples, counter-examples, closed lists of words, how to split; no line is left out."""
    text = "".join(one.value for one in run("data", language, part="codebook").markdown)
    for section in codebook_text.sections(data.folder):
        if section.section_id.startswith("4."):
            told = section.text(language)
            assert told
            for line in told.splitlines():
                for word in re.findall(r"`([a-z_]+)`", line):
                    assert f"`{word}`" in text, (section.section_id, word)
    kind = "".join(one.value for one in run("data", language, part="codebook", id="codes.kind").markdown)
    assert "direction" in kind and "|---|" in kind


def test_every_block_of_the_readme_stands_in_one_language_or_both(data: Dataset) -> None:
    for section in codebook_text.sections(data.folder):
        for block in section.blocks:
            assert any(block in section.text(language) for language in translations.LANGUAGES)
        assert all(section.text(language) for language in translations.LANGUAGES) or section.level == 2, section
