"""The workshop kit: guide, sheet and cards, made from the data, each right on its paper."""

import re
from html import escape, unescape
from itertools import pairwise

import pytest
from lxml.html import fromstring
from playwright.sync_api import Browser

from lcdash.content import scene_views
from lcdash.dataset import loading
from lcdash.documents import worksheets
from lcdash.evidence import cached_frames, evidence_map
from lcdash.language import translations
from tests import running

DATA = loading.load()
EVERY_FACTOR = list(DATA.factors["factor_id"])
STUDIED = list(DATA.cities.loc[DATA.cities["in_study"], "city_id"])
in_both = pytest.mark.parametrize("language", translations.LANGUAGES)


def words_of(html: str) -> str:
    """The text of a document as it is read, marks that join a note to its word left out."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", html))).replace("\u2060", "")


@in_both
def test_the_sheet_is_the_evidence_map_with_the_columns_of_the_self_check(language: str) -> None:
    page = fromstring(worksheets.sheet(DATA, language))
    drawn = cached_frames.evidence_map(DATA, language)
    own = translations.Translations("your-city", language)
    heads = [" ".join(head.itertext()) for head in page.xpath("//thead//th")]
    assert [any(head.startswith(own(f"col_{column}")) for head in heads) for column in
            ("facet", "there", "kind", "statement", "lack", "proof")] == [True] * 6  # fmt: skip
    marks = sum(len(drawn.cells[row.row_id, column].marks) for row in drawn.rows for column in
                (evidence_map.COUNTRY, *drawn.studied))  # fmt: skip
    silences = sum(len(drawn.silent(row.row_id)) for row in drawn.rows)
    cells = "//td[contains(@class, 'cell')]"
    assert len(page.xpath(f"{cells}/*[local-name()='svg']")) == marks
    assert len(page.xpath(f"{cells}/i[@class='silent']")) == silences
    assert len(page.xpath("//td[@class='there']")) == len(DATA.facets)
    assert page.xpath("//th/span[@class='asks']/text()") == list(DATA.facets[f"guide_{language}"])


@in_both
def test_there_is_one_card_for_each_city_and_factor_whatever_the_documents_say(language: str) -> None:
    page = fromstring(worksheets.cards(DATA, [*STUDIED, "rayong", "tak"], EVERY_FACTOR, language))
    heads = [(card.xpath("string(h2)"), card.xpath("string(p[@class='factor']/b)")) for card in page.iter("article")]
    names = DATA.names("cities", language)
    assert sorted(heads) == sorted((names[city], factor) for city in [*STUDIED, "rayong", "tak"] for factor in "123456")
    assert len(page.xpath("//section")) == len(STUDIED) + 2, "a city a page: none has a thicker pile"
    t = translations.Translations("evidence_map", language)
    for section in page.iter("section"):
        key = section.xpath("string(footer)")
        assert all(t(word) in key for word in ("direction", "asset", "practice", "limit", "silent_not_none"))
        assert DATA.version in key


def test_a_card_has_first_words_with_sources_and_a_city_outside_the_study_says_so() -> None:
    html = worksheets.cards(DATA, ["yala"], ["6"], "en")
    limits = DATA.evidence.query("city_id == 'yala' and factor_id == '6' and appraisal == 'limit'")
    assert len(limits) and all(words in words_of(html) for words in limits["short_en"])
    assert "[1] Punjasutaros et al. (2026)" in words_of(html)
    outside = words_of(worksheets.cards(DATA, ["rayong"], EVERY_FACTOR, "en"))
    assert DATA.labels("state", "en")["not_studied"] in outside
    assert not re.search(r"not reported(?!; may exist)", outside), "nobody studied it, so nobody was silent about it"


@in_both
def test_the_guide_says_what_to_print_for_twelve_tables_and_every_topic_has_a_card(language: str) -> None:
    page = fromstring(worksheets.guide(DATA, language))
    t = translations.Translations("kit", language)
    rows = {row.xpath("string(th)"): row.xpath("td/text()") for row in page.xpath("//table[@class='numbers']/tbody/tr")}
    assert rows[t("print_sheet")] == [str(tables) for tables in range(1, 13)]
    assert rows[t("print_slips")][5] == "12", "six tables: 36 people, three slips a sheet"
    topics = page.xpath("//section[contains(@class, 'topics')]/article/h2/text()")
    on_screen = scene_views.picture(DATA, "topics", (), "", language).topics
    assert topics == [f"{number} {topic.words}" for number, topic in enumerate(on_screen, 1)]
    minutes = [row.xpath("string(th)") for row in page.xpath("(//table)[1]/tbody/tr")]
    assert (minutes[0][0], minutes[-1][-2:]) == ("0", "20")
    assert all(one.split("–")[1] == other.split("–")[0] for one, other in pairwise(minutes))


def test_what_the_data_say_is_text_on_a_card_and_the_file_asks_for_nothing() -> None:
    evidence = DATA.evidence.copy()
    place = evidence.index[(evidence["city_id"] == "yala") & (evidence["factor_id"] == "6")][0]
    evidence.loc[place, "short_en"] = "<img src=x onerror=alert(1)> & more"
    other = loading.Dataset(DATA.folder, DATA.descriptor, DATA.tables | {"evidence": evidence}, DATA.geojson)
    html = worksheets.cards(other, ["yala"], ["6"], "en")
    assert escape("<img src=x onerror=alert(1)> & more") in html
    assert "<img" not in html
    assert "default-src 'none'" in unescape(html)
    assert re.findall(r"(?:src|href|url\()=?[\"']?https?:", html) == []


def test_nothing_is_cut_off_and_every_part_is_one_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 1123})
    page.emulate_media(media="print")
    cut = """Array.from(document.querySelectorAll('article, .page')).filter((part) => {
        const edge = part.getBoundingClientRect();
        return Array.from(part.querySelectorAll('*')).some((one) => {
            const box = one.getBoundingClientRect();
            return box.width && (box.bottom > edge.bottom + 1 || box.right > edge.right + 1);
        });
    }).map((part) => part.className + part.innerText.slice(0, 60))"""
    try:
        for language in translations.LANGUAGES:
            for html in (
                worksheets.sheet(DATA, language),
                worksheets.guide(DATA, language),
                worksheets.cards(DATA, [*STUDIED, "rayong", "tak"], EVERY_FACTOR, language),
            ):
                page.set_content(html)
                page.evaluate("document.fonts.ready")
                assert page.evaluate(cut) == []
    finally:
        page.close()


def test_the_kit_is_offered_where_one_presents_and_cards_of_what_is_chosen_where_the_map_is_used() -> None:
    t = translations.Translations("kit", "th")
    page = running.run("present", "th")
    assert "สำหรับ 6 โต๊ะ พิมพ์คู่มือ 1 แผ่น การ์ดประเด็น 12 แผ่น การ์ดเปล่า 6 แผ่น ใบสะท้อนความเห็น 12 แผ่น" in running.html(page)
    labels = running.offered(page)
    for name in ("guide_name", "sheet_name", "cards_name"):
        assert f"{t(name)} (HTML)" in labels
    app = running.use_of_the_map(column=["yala"])
    made = [one.key for one in app.button if (one.key or "").endswith(".pdf")]
    assert any("city_cards_yala" in key for key in made)
