"""Any two of the ways in which statements are coded, crossed: which statements stand where both hold.

Counts are of statements in the whole dataset or inside one city, never of one city against another: a city's number of
statements tells how much was written about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset

# What can be crossed -> its column in `statements`; several values may stand in a cell of a tuple.
DIMENSIONS = {
    "factor": "factor_id",
    "facet": "facet_id",
    "theme": "themes",
    "kind": "kind",
    "appraisal": "appraisal",
    "voice": "voice",
    "source": "sources",
    "audience": "audience",
    "stage": "stage",
}
NONE = "unstated"  # the line of statements that hold no value, such as those that name no group of people


@dataclass(frozen=True)
class Crossing:
    """Two dimensions crossed.

    rows, columns  the values that occur, in the order of the dataset; NONE last where a statement holds none.
    cells          (row, column) -> ids of the statements that hold both, in the order of the dataset.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]

    def at(self, row: str, column: str) -> tuple[str, ...]:
        """The ids of the statements of a cell; none where nothing stands."""
        return self.cells.get((row, column), ())


def statements(data: Dataset, city_id: str = "") -> pd.DataFrame:
    """The statements of the whole dataset or of one city, with `sources`: the ids of those cited, a tuple."""
    own = data.evidence if not city_id else data.evidence[data.evidence["city_id"] == city_id]
    source_ids = [tuple(dict.fromkeys(source for source, _ in citations.parse(cell))) for cell in own["source"]]
    return own.assign(sources=pd.Series(source_ids, index=own.index, dtype=object))


def values(data: Dataset, dimension: str) -> Sequence[str]:
    """All values of a dimension, in the order of the dataset."""
    tables = {"factor": data.factors, "facet": data.facets, "theme": data.themes, "source": data.sources}
    if dimension in tables:
        return list(tables[dimension].iloc[:, 0])
    return list(data.labels(dimension, "en"))


def crossed(data: Dataset, rows: str, columns: str, city_id: str = "") -> Crossing:
    """Two of DIMENSIONS crossed over all statements, or those of one city; a dimension may be crossed with itself:
    then a cell holds the statements that hold both of two different values."""
    ids_at: dict[tuple[str, str], list[str]] = {}
    own = statements(data, city_id)
    pairs = own[[DIMENSIONS[rows], DIMENSIONS[columns]]].set_axis(["row", "column"], axis=1)
    for evidence_id, first, second in zip(own["evidence_id"], pairs["row"], pairs["column"], strict=True):
        for row in _items(first):
            for column in _items(second):
                ids_at.setdefault((row, column), []).append(evidence_id)
    cells = {place: tuple(ids) for place, ids in ids_at.items()}
    lines, heads = {row for row, _ in cells}, {column for _, column in cells}
    return Crossing(
        tuple(value for value in (*values(data, rows), NONE) if value in lines),
        tuple(value for value in (*values(data, columns), NONE) if value in heads),
        cells,
    )


def _items(cell: object) -> tuple[str, ...]:
    items = cell if isinstance(cell, tuple) else (str(cell),)
    return tuple(item for item in items if item) or (NONE,)


def long(crossing: Crossing) -> pd.DataFrame:
    """One row per statement and cell: row, column, evidence_id."""
    lines = [(row, column, evidence_id) for row in crossing.rows for column in crossing.columns
            for evidence_id in crossing.at(row, column)]  # fmt: skip
    return pd.DataFrame(lines, columns=["row", "column", "evidence_id"])
