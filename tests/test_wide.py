"""The tables for analysis: what they say of a cell is what the map says, and each can be made anew from the others."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcdash.content import topic_map
from lcdash.dataset import data_package, loading
from lcdash.documents import derived
from lcdash.evidence import evidence_map, matrix, wide

DATA = loading.load()
WIDE = {name: derived.frames(DATA)[name] for name in derived.WIDE}
STATEMENTS = DATA.evidence[DATA.evidence["scope"] != "country"]


def state_of(statements: pd.DataFrame, *, in_study: bool) -> str:
    """The state of a cell from its statements alone."""
    if not in_study:
        return "not studied"
    limits = statements["appraisal"].eq("limit")
    if not len(statements):
        return "silent"
    return "limit" if limits.all() else "present and limit" if limits.any() else "present"


@pytest.mark.parametrize("name", derived.WIDE)
def test_a_wide_table_has_a_row_per_city_and_one_of_five_words_in_every_cell(name: str) -> None:
    frame = WIDE[name]
    assert list(frame["city_id"]) == list(DATA.cities["city_id"])
    assert list(frame.columns[2:]) == list(getattr(DATA, derived.WIDE[name]).iloc[:, 0])
    assert set(frame.iloc[:, 2:].to_numpy().ravel()) <= set(wide.STATES)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_every_cell_of_cities_by_topic_is_made_anew_from_the_long_table_of_topics(drawn: st.DataObject) -> None:
    row = drawn.draw(st.sampled_from(list(WIDE["cities_topics"].itertuples(index=False))))
    theme = drawn.draw(st.sampled_from(list(DATA.themes["theme_id"])))
    long = derived.frames(DATA)["evidence_topics"]
    ids = long.loc[(long["theme_id"] == theme) & (long["city_id"] == row.city_id), "evidence_id"]
    assert getattr(row, theme) == state_of(STATEMENTS[STATEMENTS["evidence_id"].isin(ids)], in_study=row.in_study)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_every_cell_of_cities_by_facet_is_made_anew_from_the_statements(drawn: st.DataObject) -> None:
    row = drawn.draw(st.sampled_from(list(WIDE["cities_facets"].itertuples(index=False))))
    facet = drawn.draw(st.sampled_from(list(DATA.facets["facet_id"])))
    own = STATEMENTS[(STATEMENTS["city_id"] == row.city_id) & (STATEMENTS["facet_id"] == facet)]
    assert getattr(row, facet) == state_of(own, in_study=row.in_study)


def test_the_silences_of_the_wide_table_are_those_of_the_evidence_map() -> None:
    rows = evidence_map.facet_rows(DATA.factors, DATA.facets)
    drawn = evidence_map.evidence_map(DATA.evidence, rows, DATA.cities, list(DATA.sources["source_id"]))
    states = wide.long(WIDE["cities_facets"], "facet_id")
    assert (states["state"] == "silent").sum() == drawn.silences()
    assert not states["state"].isin(["0", "", "no"]).any()


def test_the_map_of_a_topic_and_the_codebook_call_silent_what_the_evidence_map_does() -> None:
    topics, facets = wide.drawn(DATA, "topics"), wide.drawn(DATA, "facets")
    for theme in DATA.themes["theme_id"]:
        states = {city: found.state for city, found in topic_map.said(DATA, theme, topics.studied).items()}
        assert {city for city, state in states.items() if state == topic_map.SILENT} == set(topics.silent(theme))
    states = matrix.evidence_matrix(DATA.evidence, DATA.facets, DATA.cities)
    nothing = states[states["state"] == "nothing"]
    assert set(zip(nothing["facet_id"], nothing["city_id"], strict=True)) == {
        (facet, city) for facet in DATA.facets["facet_id"] for city in facets.silent(facet)
    }


def test_long_tables_hold_every_item_of_every_statement() -> None:
    frames = derived.frames(DATA)
    assert len(frames["evidence_topics"]) == DATA.evidence["themes"].map(len).sum()
    assert len(frames["evidence_audiences"]) == DATA.evidence["audience"].map(len).sum()
    cited = frames["evidence_sources"]
    assert len(cited) == DATA.evidence["source"].str.split(";").map(len).sum()
    read = cited[cited["locator"] != ""]
    assert read["opens_with"].ne("").all(), "every passage cited says the words it begins with"


def test_frictionless_accepts_the_derived_tables_beside_the_dataset(tmp_path: Path) -> None:
    for name, content in {**data_package.originals(DATA.folder), **derived.files(DATA)}.items():
        (tmp_path / name).write_bytes(content)
    program = Path(sys.executable).parent / "frictionless"
    told = subprocess.run(
        [str(program), "validate", derived.DESCRIPTOR, "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    report = json.loads(told.stdout)
    assert report["valid"], [error for task in report["tasks"] for error in task["errors"]][:3]


def test_pandas_reads_a_derived_table_as_it_was_computed() -> None:
    for name, frame in derived.frames(DATA).items():
        read = pd.read_csv(io.BytesIO(derived.files(DATA)[f"{name}.csv"]), dtype=str, keep_default_na=False)
        assert list(read.columns) == list(frame.columns)
        assert len(read) == len(frame)
        assert read["city_id"].tolist() == frame["city_id"].tolist()


def test_the_descriptor_says_that_silence_is_no_zero_in_both_languages() -> None:
    described = derived.described(DATA)
    assert "never 0" in described["description"]
    assert "ไม่ใช่ 0" in described["description_th"]
    assert described["derived_from"]["version"] == DATA.version
