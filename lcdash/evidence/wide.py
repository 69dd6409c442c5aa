"""Tables for analysis, computed from the dataset: cities by facets and by topics (wide), statements by topic, source
and audience (long).

A cell of a wide table is a word, never a number. It says what the evidence map (evidence_map.py) says of the same cell:
whether something is present, limited, both, or whether the documents are silent. Silence is no absence: what nobody
wrote down may exist all the same. So a silent cell is a missing value, to be left out or told apart, and never 0; a
qualitative comparison (QCA) that read it as "not in the set" would report who was written about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import evidence_map
from lcdash.evidence.evidence_map import EvidenceMap, MapCell

# What a cell of a wide table can be, in this order.
STATES = ("present", "limit", "present and limit", "silent", "not studied")
Rows = Literal["facets", "topics"]


def state(cell: MapCell) -> str:
    """One of STATES. A city outside the study is "not studied" also where other sources say something of it: whoever
    needs these statements finds them in the long tables."""
    if cell.state == "outside":
        return "not studied"
    if cell.state == "silent":
        return "silent"
    others = any(kind != "limit" for kind in cell.marks)
    return ("present and limit" if others else "limit") if "limit" in cell.marks else "present"


def drawn(data: Dataset, rows: Rows) -> EvidenceMap:
    """The evidence map of every city, with facets or topics as rows."""
    lines = (
        evidence_map.facet_rows(data.factors, data.facets)
        if rows == "facets"
        else evidence_map.topic_rows(data.themes, data.evidence)
    )
    return evidence_map.evidence_map(data.evidence, lines, data.cities, list(data.sources["source_id"]))


def cities_by(data: Dataset, rows: Rows) -> pd.DataFrame:
    """One row per city in the order of cities.csv: city_id, in_study, then a column per facet or topic with one of
    STATES. Rows of the map in which no silence is judged (a factor's own line) have no column."""
    whole = drawn(data, rows)
    judged = [row.row_id for row in whole.rows if row.judged]
    columns: Mapping[str, list[str]] = {
        row_id: [state(whole.cells[row_id, city_id]) for city_id in data.cities["city_id"]] for row_id in judged
    }
    return data.cities[["city_id", "in_study"]].assign(**columns).reset_index(drop=True)


def long(wide: pd.DataFrame, row: str) -> pd.DataFrame:
    """A wide table with one row per city and cell: city_id, `row`, state."""
    return wide.drop(columns="in_study").melt("city_id", var_name=row, value_name="state")


def topics(data: Dataset) -> pd.DataFrame:
    """One row per statement and topic: evidence_id, city_id, theme_id."""
    return _items(data.evidence, "themes", "theme_id")


def audiences(data: Dataset) -> pd.DataFrame:
    """One row per statement and group of people: evidence_id, city_id, audience. Most statements name none."""
    return _items(data.evidence, "audience", "audience")


def sources(data: Dataset) -> pd.DataFrame:
    """One row per statement and passage cited: evidence_id, city_id, source_id, locator, page, opens_with (the words
    the passage begins with); page and words "" where the source is no document read paragraph by paragraph."""
    rows_cited = [
        (row.evidence_id, row.city_id, source_id, locator)
        for row in records.each(data.evidence, records.Evidence)
        for source_id, locator in citations.parse(row.source)
    ]
    frame = pd.DataFrame(rows_cited, columns=["evidence_id", "city_id", "source_id", "locator"])
    passages = data.reading[["source_id", "locator", "page", "opens_with"]].drop_duplicates(["source_id", "locator"])
    rows = frame.merge(passages, on=["source_id", "locator"], how="left")
    return rows.fillna({"page": "", "opens_with": ""})


def _items(evidence: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    rows = evidence[["evidence_id", "city_id", column]].explode(column).dropna(subset=column)
    return rows[rows[column] != ""].rename(columns={column: name}).reset_index(drop=True)
