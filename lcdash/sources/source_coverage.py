"""What the dataset knows of its own documents: who is cited where, what they cover, where they are silent or differ.

Counts here are coverage of the documents. They say how much somebody wrote, never how much a city does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from lcdash.dataset import citations, descriptor
from lcdash.dataset.loading import Dataset


def citing_rows(data: Dataset) -> pd.DataFrame:
    """How many rows of which table cite which source: `source_id`, `table`, `rows`, in the order of the descriptor.

    A row counts once for a source however often it cites it. Which columns cite is read from the descriptor.
    """
    counted = []
    for resource in data.descriptor["resources"]:
        columns = list(_citing_columns(descriptor.schema(resource)))
        if columns:
            frame = data.table(resource["name"])
            rows = zip(*(frame[column] for column in columns), strict=True)
            source_ids = pd.Series([source_id for cells in rows for source_id in sources_of(*cells)], dtype=str)
            counts = source_ids.value_counts(sort=False)
            counted.append(
                pd.DataFrame({"source_id": counts.index, "table": resource["name"], "rows": counts.to_numpy()})
            )
    return pd.concat(counted, ignore_index=True)


def _citing_columns(schema: dict[str, Any]) -> Iterator[str]:
    yield from (field["name"] for field in schema["fields"] if field.get("cites"))
    for key in schema.get("foreignKeys", []):
        if key["reference"]["resource"] == "sources":
            yield from key["fields"]


def sources_of(*cells: str) -> list[str]:
    """The ids of the sources that `source` cells cite, each once."""
    return list(dict.fromkeys(source_id for cell in cells for source_id, _ in citations.parse(cell)))


def in_order(data: Dataset, cells: Iterable[str]) -> list[str]:
    """The ids of the sources that `source` cells cite, each once, in the order of sources.csv."""
    source_ids = set(sources_of(*cells))
    return [source_id for source_id in data.sources["source_id"] if source_id in source_ids]


def documents_read(data: Dataset) -> list[str]:
    """The ids of the documents that were read paragraph by paragraph, in the order of sources.csv."""
    read = set(data.reading["source_id"])
    return [source_id for source_id in data.sources["source_id"] if source_id in read]


class Coverage(NamedTuple):
    """A row of `coverage`; `newest` is a year CE, or NA."""

    city_id: str
    factor_id: str
    claims: int
    sources: int
    newest: Any


class SilentCities(NamedTuple):
    """A row of `silent_cities`: the studied cities of which nothing is reported in a facet."""

    factor_id: str
    facet_id: str
    city_ids: tuple[str, ...]


def coverage(evidence: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """How much the documents say, city by factor.

    evidence  one row per claim.   sources  one row per source_id, with `issued`.

    Returns  one row per (city_id, factor_id) that has claims, city_id "" being the whole country: `claims`, `sources`
             (how many different ones), and `newest`, the year (CE) of the newest of them, NA where none has a date.
    """
    issued = dict(zip(sources["source_id"], sources["issued"], strict=True))
    rows = []
    for (city_id, factor_id), claims in evidence.groupby(["city_id", "factor_id"], sort=False):
        source_ids = {source_id for cell in claims["source"] for source_id in sources_of(cell)}
        years = [int(issued[source_id][:4]) for source_id in source_ids if issued.get(source_id)]
        rows.append((city_id, factor_id, len(claims), len(source_ids), max(years, default=pd.NA)))
    return pd.DataFrame(rows, columns=["city_id", "factor_id", "claims", "sources", "newest"]).astype(
        {"newest": "Int64"}
    )


def silent_cities(matrix: pd.DataFrame) -> pd.DataFrame:
    """On which facet the documents are silent about which studied city.

    matrix  as matrix.evidence_matrix gives it, from all the evidence there is.

    Returns  one row per (factor_id, facet_id), in the order of the matrix: `city_ids`, the studied cities of which
             nothing is reported there (none: an empty tuple).
    """
    facets = matrix[matrix["facet_id"] != ""]
    rows = [
        (factor_id, facet_id, tuple(group.loc[group["state"] == "nothing", "city_id"]))
        for (factor_id, facet_id), group in facets.groupby(["factor_id", "facet_id"], sort=False)
    ]
    return pd.DataFrame(rows, columns=["factor_id", "facet_id", "city_ids"])


def conflict_cities(data: Dataset) -> dict[str, tuple[str, ...]]:
    """Conflict id -> the cities that it touches: those named in the rows that conflict_targets.csv points to."""
    touched: dict[str, dict[str, None]] = {conflict_id: {} for conflict_id in data.conflicts["conflict_id"]}
    for table, targets in data.conflict_targets.groupby("table", sort=False):
        cities = _cities_of_rows(data, str(table))
        for conflict_id, row_id in zip(targets["conflict_id"], targets["row_id"], strict=True):
            touched[conflict_id] |= dict.fromkeys(cities.get(row_id, ()))
    return {conflict_id: tuple(cities) for conflict_id, cities in touched.items()}


def _cities_of_rows(data: Dataset, table: str) -> dict[str, tuple[str, ...]]:
    """Row id -> city ids of a table. The descriptor knows which columns hold cities."""
    if table == "partners":  # which has none: an organisation is where it works
        return dict(data.partnerships[data.partnerships["city_id"] != ""].groupby("partner_id")["city_id"].agg(tuple))
    schema = descriptor.schema(data.resource(table))
    columns = [key["fields"][0] for key in schema.get("foreignKeys", []) if key["reference"]["resource"] == "cities"]
    columns += [field["name"] for field in schema["fields"] if field.get("items_of") == "cities.city_id"]
    if table == "cities":
        columns = ["city_id"]
    if not columns:
        return {}
    frame = data.table(table)
    cells = zip(*(frame[column] for column in columns), strict=True)
    return dict(zip(frame[id_column(data, table)], map(_cities, cells), strict=True))


def _cities(cells: tuple[str | tuple[str, ...], ...]) -> tuple[str, ...]:
    city_ids = [city for cell in cells for city in (cell if isinstance(cell, tuple) else (cell,))]
    return tuple(dict.fromkeys(filter(None, city_ids)))


def id_column(data: Dataset, table: str) -> str:
    """The column that names a row of a table: the first of the descriptor (that of a GeoDataFrame is its geometry)."""
    return str(descriptor.schema(data.resource(table))["fields"][0]["name"])
