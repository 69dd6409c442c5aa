"""How this was made and checked: its numbers come from the data, and it claims no check that has not happened."""

import dataclasses
import re
from html import unescape

import pandas as pd
import pytest

from lcdash import site
from lcdash.content import statements
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.language import translations
from lcdash.sources import coding_agreement, source_coverage
from lcdash.ui.pages import method
from tests.running import document, html, run


def shown(monkeypatch: pytest.MonkeyPatch, data: Dataset, language: str = "en") -> str:
    """What the page draws of a dataset."""
    drawn: list[str] = []
    monkeypatch.setattr("streamlit.html", drawn.append)
    method.show(data, translations.page("method", language))
    return unescape("".join(drawn))


def checked(*verdicts: tuple[str, str, str, str]) -> Dataset:
    """The shipped dataset with these checks by persons: (table, id, reviewer, verdict)."""
    data = loading.load()
    rows = [(table, row, who, "2026-12-01", verdict, "") for table, row, who, verdict in verdicts]
    checks = pd.DataFrame(rows, columns=["table", "id", "reviewer", "date", "verdict", "note"], dtype=str)
    return dataclasses.replace(data, tables={**data.tables, "human_check": checks})


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_page_says_who_made_it_how_it_was_checked_and_what_it_is_not_for(language: str) -> None:
    t, data = translations.page("method", language), loading.load()
    text = unescape(html(run("method", language)))
    for key in ("who_text", "coding_factors", "checked_machines", "silence_text", "use_rank", "correct_text"):
        assert t(key) in text
    signs = document(text).get_element_by_id("signs")
    told = {row.xpath("string(th)"): row.xpath("string(td[last()])") for row in signs.xpath(".//tbody/tr")}
    for code in ("direction", "asset", "practice"):
        assert told[data.labels("kind", language)[code]] == coding_agreement.meanings(data, "kind", language)[code]
    assert set(statements.SIGNS.values()) <= {row.xpath("string(td[1]//b)") for row in signs.xpath(".//tbody/tr")}
    assert all(told.values())
    for source_id in source_coverage.documents_read(data):
        assert data.sources.set_index("source_id").at[source_id, f"reference_{language}"][:20] in text
    assert t("checked_later", then=coding_agreement.statements_then(data, method.CODED), now=len(data.evidence)) in text


def test_every_foot_leads_to_the_page_and_it_is_in_no_menu() -> None:
    assert "method" in site.PAGES
    assert "method" not in site.MENU
    foot = html(run("learn", "en")).split('<p class="foot">')[1]
    assert 'href="method?lang=en"' in foot


def test_nothing_is_said_to_be_checked_by_persons_before_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    t, text = translations.page("method", "en"), shown(monkeypatch, checked())
    assert t("short_unchecked") in text
    assert t("people_none") in text
    assert t("short_checked") not in text


def test_what_persons_found_stands_on_the_page_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = loading.load().evidence["evidence_id"][:2]
    found = checked(
        ("evidence", first, "A", "holds"), ("evidence", first, "B", "holds"), ("evidence", second, "A", "says_more")
    )
    t, text = translations.page("method", "en"), shown(monkeypatch, found)
    assert t("short_unchecked") not in text
    assert t("people_none") not in text
    (row,) = coding_agreement.by_persons(found, "en").itertuples()
    assert (row.checked, row.true, row.persons) == (3, 2, 2)
    assert t("people_agree", figure="1/1") in text


def test_agreement_is_that_of_the_table_with_kappa_only_where_it_was_computed() -> None:
    data = loading.load()
    row = data.agreement.query("item == 'facet_id' and part == 'table2' and code == ''").iloc[0]
    told = coding_agreement.compared(data, "second_coding", "en").set_index("name")
    labels = data.labels("agreement_part", "en")
    assert told.loc["Facet", labels["table2"]] == f"{row.agreed:.0f}/{row.n} (98%), κ\u00a0{row.kappa:.2f}"
    assert "κ" not in told.loc["Stage", labels["table2"]]
    assert told.loc["Factor", labels["table2"]] == ""


def test_the_cities_for_which_more_was_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    more = re.search(r"other documents speak of (.+?)\.", shown(monkeypatch, loading.load()))
    assert more
    assert {"Khon Kaen", "Yala"} <= set(more[1].split(", "))


def test_a_round_that_read_table_by_table_is_shown_by_table(monkeypatch: pytest.MonkeyPatch) -> None:
    data, text = loading.load(), shown(monkeypatch, loading.load())
    told = text.split(data.labels("agreement_round", "en")["reading_0_2"])[1].split("</section>")[0]
    rows = data.agreement.query("item == 'substance'")
    assert len(rows) > 3
    for row in rows.itertuples():
        assert coding_agreement.figure(row) in told
    assert translations.Translations("method", "en")("per_code") not in told
