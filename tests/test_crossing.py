"""Crossings: each cell holds what the filters give, and the cells of a row together hold what its filter gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcdash.dataset import loading
from lcdash.evidence import crossing, filtering
from lcdash.evidence.crossing import DIMENSIONS, NONE
from lcdash.language import translations
from tests.running import html, run

DATA = loading.load()
CITIES = ["", *DATA.cities["city_id"]]


def filtered(dimensions: dict[str, str], city_id: str) -> set[str]:
    """What the filters of the pages give for a value of each dimension."""
    own = crossing.statements(DATA, city_id)
    empty = [one for one, value in dimensions.items() if value == NONE]
    asked = {DIMENSIONS[one]: [value] for one, value in dimensions.items() if value != NONE}
    shown = own[filtering.matching(own, asked)]
    for one in empty:
        shown = shown[~shown[DIMENSIONS[one]].astype(bool)]
    return set(shown["evidence_id"])


@given(st.sampled_from(sorted(DIMENSIONS)), st.sampled_from(sorted(DIMENSIONS)), st.sampled_from(CITIES), st.data())
@settings(max_examples=60, deadline=None)
def test_crossings_sum_to_what_the_filters_give(rows: str, columns: str, city_id: str, drawn: st.DataObject) -> None:
    found = crossing.crossed(DATA, rows, columns, city_id)
    if not found.rows:
        assert crossing.statements(DATA, city_id).empty
        return
    row, column = drawn.draw(st.sampled_from(found.rows)), drawn.draw(st.sampled_from(found.columns))
    if rows != columns:
        assert set(found.at(row, column)) == filtered({rows: row, columns: column}, city_id)
    else:
        assert set(found.at(row, column)) == filtered({rows: row}, city_id) & filtered({rows: column}, city_id)
    together = {one for column in found.columns for one in found.at(row, column)}
    assert together == filtered({rows: row}, city_id)
    assert all(len(set(ids)) == len(ids) for ids in found.cells.values())


def test_every_statement_stands_in_every_crossing_of_the_whole_dataset() -> None:
    for rows in DIMENSIONS:
        held = crossing.long(crossing.crossed(DATA, rows, "kind"))
        assert set(held["evidence_id"]) == set(DATA.evidence["evidence_id"]), rows


def test_no_crossing_sets_city_against_city() -> None:
    assert not {"city", "city_id", "unit"} & {*DIMENSIONS, *DIMENSIONS.values()}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_crossing_of_two_topics_opens_its_statements_and_names_their_cities(language: str) -> None:
    found = crossing.crossed(DATA, "theme", "theme")
    (first, second), ids = next((place, ids) for place, ids in found.cells.items() if place[0] != place[1])
    asked = {"part": "crossings", "row": "theme", "col": "theme", "a": first, "b": second}
    text = html(run("data", language, **asked))
    rows = DATA.evidence[DATA.evidence["evidence_id"].isin(ids)]
    for row in rows.itertuples():
        assert f"id={row.evidence_id}" in text
    names = DATA.names("cities", language)
    for city_id in set(rows["city_id"]) - {""}:
        assert names[city_id] in text


def test_a_crossing_is_in_the_link_and_counts_inside_one_city() -> None:
    text = html(run("data", "en", part="crossings", row="factor", col="kind", city="yala"))
    found = crossing.crossed(DATA, "factor", "kind", "yala")
    for (row, column), ids in found.cells.items():
        assert f"city=yala&amp;row=factor&amp;col=kind&amp;a={row}&amp;b={column}" in text
        assert ids
    opened = run("data", "en", part="crossings")
    chosen = [menu.value for menu in opened.selectbox[:3]]
    assert chosen == ["theme", "appraisal", None], "the menus show what is drawn"
    offered = [button.proto.id for button in opened.get("download_button")]
    assert any("_download_crossing_xlsx" in key for key in offered)
