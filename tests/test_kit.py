"""The workshop kit: the blank sheet and the cards, made from the data, each right on A4."""

import re
from html import escape, unescape

import pytest
from playwright.sync_api import Browser

from lcdash import settings
from lcdash.dataset import loading
from lcdash.documents import worksheets
from lcdash.evidence.matrix import evidence_matrix
from lcdash.language import translations
from tests import running

DATA = loading.read(settings.data_folder())
EVERY_FACTOR = list(DATA.factors["factor_id"])
STUDIED = list(DATA.cities.loc[DATA.cities["in_study"], "city_id"])
in_both = pytest.mark.parametrize("language", translations.LANGUAGES)


def words_of(html: str) -> str:
    """The text of a document as it is read, marks that join a note to its word left out."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", html))).replace("\u2060", "")


@in_both
def test_the_sheet_has_every_factor_with_its_facets_and_room_to_write(language: str) -> None:
    html = worksheets.sheet(DATA, translations.page("present", language))
    for table in ("factors", "facets"):
        assert all(name in words_of(html) for name in DATA.names(table, language).values())
    assert html.count("<td></td>") == 2 * len(DATA.facets)
    assert DATA.version in html


@in_both
def test_the_cards_hold_every_statement_of_their_cells_with_its_source_and_the_word_for_silence(language: str) -> None:
    t = translations.page("present", language)
    html = worksheets.cards(DATA, ["yala", "phuket"], ["2", "4"], t)
    text = words_of(html)
    own = DATA.evidence[DATA.evidence["city_id"].isin(["yala", "phuket"]) & DATA.evidence["factor_id"].isin(["2", "4"])]
    for claim in own.itertuples():
        assert text.count(getattr(claim, f"statement_{language}")) == 1
    assert DATA.names("cities", language)["bangkok"] not in re.findall(r"<h2>(.*?)</h2>", html)
    silent = DATA.labels("state", language)["nothing"]
    chosen = DATA.cities[DATA.cities["city_id"].isin(["yala", "phuket"])]
    matrix = evidence_matrix(DATA.evidence, DATA.facets, chosen)
    states = matrix.loc[matrix["factor_id"].isin(["2", "4"]), "state"]
    assert text.count(silent) == (states == "nothing").sum() > 0
    for card in html.split("<article>")[1:]:
        assert t("source") in card
        assert DATA.version in card


def test_a_limit_bears_its_sign_and_a_city_outside_the_study_says_so() -> None:
    t = translations.page("present", "en")
    assert '<span class="limit">' in worksheets.cards(DATA, ["yala"], ["6"], t)
    outside = words_of(worksheets.cards(DATA, ["rayong"], EVERY_FACTOR, t))
    assert DATA.labels("state", "en")["not_studied"] in outside
    assert DATA.labels("state", "en")["nothing"] not in outside, "nobody studied it, so nobody was silent about it"
    told = DATA.evidence[DATA.evidence["city_id"] == "rayong"]
    assert len(told)
    assert all(claim in outside for claim in told["statement_en"])


def test_what_the_data_say_is_text_on_a_card_and_the_file_asks_for_nothing() -> None:
    evidence = DATA.evidence.copy()
    place = evidence.index[(evidence["city_id"] == "yala") & (evidence["factor_id"] == "6")][0]
    evidence.loc[place, "statement_en"] = "<img src=x onerror=alert(1)> & more"
    other = loading.Dataset(DATA.folder, DATA.descriptor, DATA.tables | {"evidence": evidence})
    html = worksheets.cards(other, ["yala"], ["6"], translations.page("present", "en"))
    assert escape("<img src=x onerror=alert(1)> & more") in html
    assert "<img" not in html
    assert "default-src 'none'" in html
    assert re.findall(r"(?:src|href|url\()=?[\"']?https?:", html) == []


def test_nothing_on_a_card_is_cut_off_and_the_sheet_is_one_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})  # A4 at 96 dots per inch
    page.emulate_media(media="print")
    try:
        for language in translations.LANGUAGES:
            t = translations.page("present", language)
            page.set_content(worksheets.sheet(DATA, t))
            page.evaluate("document.fonts.ready")
            high = page.evaluate("document.querySelector('.sheet').scrollHeight * 25.4 / 96")
            assert 250 < high <= 281, "millimetres between the margins of A4"
            page.set_content(worksheets.cards(DATA, [*STUDIED, "rayong", "tak"], EVERY_FACTOR, t))
            page.evaluate("document.fonts.ready")
            cut = page.evaluate(
                "Array.from(document.querySelectorAll('article')).filter((card) => {"
                "const foot = card.querySelector('footer').getBoundingClientRect(), "
                "words = Array.from(card.querySelectorAll('div > *')).at(-1).getBoundingClientRect();"
                "return card.scrollHeight > card.clientHeight + 1 || words.bottom > foot.top + 1;"
                "}).map((card) => card.innerText)"
            )
            assert cut == []
            assert page.locator("article").count() >= 6 * len(STUDIED)
            pages = page.evaluate(
                "Array.from(document.querySelectorAll('.page')).map((one) => one.getBoundingClientRect().height)"
            )
            assert max(pages) * 25.4 / 96 <= 281
    finally:
        page.close()


def test_the_kit_is_offered_where_one_presents_and_cards_of_what_is_chosen_where_the_map_is_used() -> None:
    t = translations.page("present", "th")
    labels = running.offered(running.run("present", "th"))
    for name in ("sheet_name", "cards_name"):
        assert f"{t(name)} (HTML)" in labels
    app = running.use_of_the_map(column=["yala"])
    made = [one.key for one in app.button if (one.key or "").endswith(".pdf")]
    assert any("cell_cards_yala" in key for key in made)
