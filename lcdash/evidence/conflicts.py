"""Where sources differ: the disagreements that touch a row, and what each source says of one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import pandas as pd

from lcdash.dataset.loading import Dataset


def touching(data: Dataset, table: str, row_ids: Collection[str]) -> pd.DataFrame:
    """The disagreements (rows of conflicts.csv, in its order) that name one of `row_ids`, or the table as a whole."""
    targets = data.disputes
    touched = targets[(targets["table"] == table) & (targets["row_id"].isin(row_ids) | (targets["row_id"] == ""))]
    return data.disagreements[data.disagreements["conflict_id"].isin(touched["conflict_id"])]


@cache
def disputed_rows(data: Dataset, table: str) -> frozenset[str]:
    """The rows of a table that bear the sign that sources differ: the one rule of every page, picture and file.

    A row bears it where a disagreement names the row itself, whatever its severity: the dataset points only to rows
    whose readers would take something else from them (data/README.md, section 9). An erratum draws none.
    """
    targets = data.disputes
    return frozenset(targets.loc[targets["table"] == table, "row_id"]) - {""}


def naming(data: Dataset, table: str, row_id: str) -> pd.DataFrame:
    """The disagreements that name this very row: those for which it bears the sign that sources differ."""
    targets = data.disputes
    rows = targets[(targets["table"] == table) & (targets["row_id"] == row_id)]
    return data.disagreements[data.disagreements["conflict_id"].isin(rows["conflict_id"])]


def is_disputed(data: Dataset, table: str, row_id: str) -> bool:
    """Whether sources differ on this very row."""
    return row_id in disputed_rows(data, table)


def claims(data: Dataset, conflict_id: str) -> pd.DataFrame:
    """What each source says of a conflict: rows of conflict_claims.csv, in its order."""
    return data.conflict_claims[data.conflict_claims["conflict_id"] == conflict_id]
