"""The frameworks page: its parts open by their link, say whose words they are, and give reasons when asked."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lcdash.content import crosswalk_picture
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.drawing import theme
from lcdash.evidence import conflicts
from lcdash.evidence.frameworks import crosswalk_gaps, items_compared
from lcdash.language import translations
from lcdash.ui.pages import frameworks
from tests.browsing import PHONE, Visit

EVERY_FACTOR = ["1", "2", "3", "4", "5", "6"]
# Each part with as much open as its link can ask for.
OPENED: dict[str, dict[str, str | list[str]]] = {
    "factors": {"factor": EVERY_FACTOR},
    "unesco": {"id": "block_3"},
    "crosswalk": {"factor": EVERY_FACTOR},
    "kalasin": {"id": "block_3"},
}


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.load()


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def content(page: Page) -> Locator:
    return page.locator(".frames")


# Every part


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_part_opens_by_its_link_and_only_that_part_is_drawn(visit: Visit, language: str, data: Dataset) -> None:
    t = translations.page("frameworks", language)
    words = {
        "factors": data.factors[f"definition_{language}"].iloc[3],
        "unesco": data.frameworks.set_index("item_id").at["step_4", f"detail_{language}"],
        "crosswalk": t("gaps_title"),
        "kalasin": data.assessments[f"exists_{language}"].iloc[1],
    }
    assert set(words) == set(OPENED)
    for part in words:
        page = visit.open("/frameworks", language, part=part)
        city = data.names("cities", language).get(part, "")
        name = t("part_example", city=city) if city else t(f"part_{part}")
        expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
        told = content(page).inner_text()
        assert {other for other, text in words.items() if text in told} == {part}


@pytest.mark.parametrize("part", OPENED)
def test_nothing_is_wider_than_a_phone(visit_as: Callable[..., Visit], part: str) -> None:
    page = visit_as(width=PHONE).open("/frameworks", "th", part=part, **OPENED[part])
    widths = page.evaluate("[document.querySelector('[data-testid=stMain]').scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


def test_an_item_or_factor_that_is_not_known_is_named_and_the_part_is_drawn(visit: Visit) -> None:
    page = visit.open("/frameworks", "en", part="crosswalk", factor="7", id="benefit_1")
    expect(page.get_by_role("alert")).to_contain_text("factor = 7, id = benefit_1")
    expect(page.locator(".crosswalk svg")).to_be_visible()


# The six factors


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_that_definitions_speak_of_schools_and_that_factors_come_in_versions_is_said_unfolded(
    visit: Visit, language: str, data: Dataset
) -> None:
    page = visit.open("/frameworks", language, part="factors")
    whole = conflicts.touching(data, "factors", ())["conflict_id"]
    claims = data.conflict_claims[data.conflict_claims["conflict_id"].isin(whole)]
    assert claims["conflict_id"].nunique() == len(whole) > 0
    for claim in claims[f"claim_{language}"]:
        expect(page.locator(".frames section.answer li", has_text=claim)).to_be_visible()


def test_a_factor_opens_in_place_stays_in_the_link_and_closes_again(visit: Visit, data: Dataset) -> None:
    page = visit.open("/frameworks", "en", part="factors", factor="2")
    factors = data.factors.set_index("factor_id")
    shown = content(page)
    expect(shown).to_contain_text(factors.at["2", "recommendation_en"])
    expect(shown).not_to_contain_text(factors.at["6", "recommendation_en"])

    heading = page.locator("#factor-6")
    heading.focus()
    page.keyboard.press("Enter")
    visit.settle()
    expect(shown).to_contain_text(factors.at["6", "recommendation_en"])
    assert asked(page)["factor"] == ["2", "6"]
    expect(heading).to_have_attribute("aria-expanded", "true")
    expect(heading).to_be_focused()
    for conflict in ("factor_overlap", "six_factors_versions"):
        told = data.conflicts.set_index("conflict_id").at[conflict, "topic_en"]
        expect(shown.get_by_text(told).first).to_be_attached()

    page.locator("#factor-2").click()
    visit.settle()
    assert asked(page)["factor"] == ["6"]
    expect(shown).not_to_contain_text(factors.at["2", "recommendation_en"])


def test_a_factor_leads_to_its_cities_and_to_its_row_of_the_crosswalk(visit: Visit) -> None:
    page = visit.open("/frameworks", "th", part="factors", factor="3")
    t = translations.page("frameworks", "th")
    address = page.get_by_role("link", name=t("open_cities", n=3)).get_attribute("href") or ""
    assert urlsplit(address).path == "factors"
    assert parse_qs(urlsplit(address).query) == {"lang": ["th"], "factor": ["3"]}
    page.get_by_role("link", name=t("open_crosswalk")).click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "part": ["crosswalk"], "factor": ["3"]}
    expect(page.locator(".beside-picture p.link")).to_have_count(
        int((loading.load().crosswalk["factor_id"] == "3").sum())
    )


# UNESCO's frame


def test_what_a_learning_city_means_is_told_with_whose_meaning_it_is(visit: Visit, data: Dataset) -> None:
    page = visit.open("/frameworks", "en", part="unesco")
    meanings = data.frameworks[data.frameworks["framework"] == frameworks.MEANINGS]
    assert len(meanings)
    for detail in meanings["detail_en"]:
        expect(content(page)).to_contain_text(detail)
    expect(content(page)).to_contain_text(translations.page("frameworks", "en")("meanings_note"))


def test_a_building_block_opens_with_the_facets_it_meets_and_why(visit: Visit, data: Dataset) -> None:
    page = visit.open("/frameworks", "en", part="unesco")
    page.locator("#item-block_3").click()
    visit.settle()
    assert asked(page)["id"] == ["block_3"]
    for reason in data.crosswalk.loc[data.crosswalk["item_id"] == "block_3", "reason_en"]:
        expect(content(page)).to_contain_text(reason)
    expect(content(page)).to_contain_text("this project's reading")
    page.get_by_role("link", name=translations.page("frameworks", "en")("open_example", city="Kalasin")).click()
    visit.settle()
    expect(page.locator("tr.open")).to_contain_text(data.assessments["exists_en"].iloc[2])


# The crosswalk


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_page_opens_with_both_frames_and_a_line_for_every_link_whole_in_the_first_screen(
    visit: Visit, language: str, data: Dataset
) -> None:
    page = visit.open("/frameworks", language)
    picture = page.locator(".crosswalk svg")
    expect(picture).to_be_in_viewport(ratio=1)
    told = picture.text_content() or ""
    items = items_compared(data.frameworks, data.crosswalk)
    for name in [*data.facets[f"name_{language}"], *data.factors[f"name_{language}"], *items[f"name_{language}"]]:
        assert name in told
    lines = picture.locator("path")
    assert lines.count() == len(data.crosswalk)
    dashed = picture.locator("path[stroke-dasharray]").count()
    assert dashed == int((data.crosswalk["strength"] == "partial").sum())
    expect(page.get_by_role("note")).to_contain_text(translations.page("frameworks", language)("crosswalk_ours"))


def test_the_title_of_the_picture_is_true_of_the_crosswalk(data: Dataset) -> None:
    t = translations.page("frameworks", "en")
    title = crosswalk_picture.picture(data, (), "", t).title
    items = items_compared(data.frameworks, data.crosswalk)
    names = data.names("frameworks", "en")
    partly = [gap.id for gap in crosswalk_gaps(data.crosswalk, data.facets, items).itertuples() if gap.gap == "partial"]
    assert {item for item in items["item_id"] if names[item] in title} == set(partly)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_same_stands_as_a_table_with_heads_in_which_every_link_says_its_strength(
    visit: Visit, language: str, data: Dataset
) -> None:
    page = visit.open("/frameworks", language)
    items = items_compared(data.frameworks, data.crosswalk)
    page.get_by_text(translations.page("frameworks", language)("as_table_here")).click()
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == len(items) + items["framework"].nunique() + 1
    for facet in data.facets[f"name_{language}"]:
        expect(table.get_by_role("rowheader", name=facet).first).to_be_attached()
    words = data.labels("strength", language)
    for strength in ("direct", "partial"):
        drawn = table.locator("td.linked", has_text=words[strength])
        assert drawn.count() == (data.crosswalk["strength"] == strength).sum()
        assert drawn.locator(f".link-line.{strength}").count() == drawn.count()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_gaps_are_named_with_what_touches_them(visit: Visit, language: str, data: Dataset) -> None:
    page = visit.open("/frameworks", language)
    items = items_compared(data.frameworks, data.crosswalk)
    gaps = crosswalk_gaps(data.crosswalk, data.facets, items)
    told = page.locator(".beside-picture ul.gaps > li")
    assert told.count() == len(gaps)
    names = data.names("frameworks", language) | data.names("facets", language)
    for place, gap in enumerate(gaps.itertuples()):
        expect(told.nth(place)).to_contain_text(names[gap.id])
        for _, facet_id in gap.sides:
            expect(told.nth(place)).to_contain_text(names.get(facet_id, ""))


def test_a_name_in_the_picture_tells_its_reasons_when_chosen_and_hides_them_again(visit: Visit, data: Dataset) -> None:
    page = visit.open("/frameworks", "th")
    reasons = page.locator(".beside-picture p.link")
    expect(reasons).to_have_count(0)
    name = page.locator("#end-block_6")
    name.focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": ["th"], "part": ["crosswalk"], "id": ["block_6"]}
    links = data.crosswalk[data.crosswalk["item_id"] == "block_6"]
    expect(reasons).to_have_count(len(links))
    for reason in links["reason_th"]:
        expect(page.locator(".beside-picture")).to_contain_text(reason)
    standing_out = page.locator(f'.crosswalk svg path[stroke="{theme.ACCENT}"]')
    expect(standing_out).to_have_count(len(links))
    expect(name).to_be_focused()
    name.press("Enter")
    visit.settle()
    expect(reasons).to_have_count(0)
    assert asked(page) == {"lang": ["th"], "part": ["crosswalk"]}


def test_a_pair_without_a_link_says_so(visit: Visit) -> None:
    page = visit.open("/frameworks", "en", id="condition_3", factor="1")
    expect(page.locator(".beside-picture p.link")).to_have_count(0)
    expect(page.get_by_text(translations.page("frameworks", "en")("no_link"))).to_be_visible()


def test_the_crosswalk_leaves_with_names_and_as_this_projects_reading(visit: Visit, data: Dataset) -> None:
    page = visit.open("/frameworks", "en", part="crosswalk", factor="6")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    text = Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == (data.crosswalk["factor_id"] == "6").sum()
    assert {row["Whose reading [reading_by]"] for row in rows} == {"this project"}
    assert all(row["Item of UNESCO's framework [item]"] and row["Facet [side]"] for row in rows)


# Kalasin


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_kalasin_is_told_block_by_block_and_only_a_lack_bears_the_sign_of_a_limit(
    visit: Visit, language: str, data: Dataset
) -> None:
    page = visit.open("/frameworks", language, part="kalasin")
    rows = page.locator("table.example tbody tr")
    assert rows.count() == len(data.assessments)
    moods = data.labels("mood", language)
    for place, row in enumerate(data.assessments.itertuples()):
        for column in ("exists", "missing", "note"):
            expect(rows.nth(place)).to_contain_text(getattr(row, f"{column}_{language}"))
        expect(rows.nth(place)).to_contain_text(moods[row.mood])
        assert bool(rows.nth(place).locator(".mark.limit").count()) == (row.mood in ("lacks", "unclear"))
    expect(rows.nth(2).locator("summary").last).to_have_text(translations.Translations("common", language)("disputed"))
    status = data.labels("membership_status", language)["developing"]
    expect(content(page)).to_contain_text(status)
