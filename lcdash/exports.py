"""Tables as files that leave the dashboard: readable by Excel in Thai, and harmless there."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from lcdash.dataset import Dataset

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; everything else unchanged."""
    runs = isinstance(value, str) and value.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(value)
    return f"'{value}" if runs else value


def as_written(frame: pd.DataFrame, fields: list[dict[str, Any]]) -> pd.DataFrame:
    """`frame` with every cell as text, the way the files of the dataset write it.

    Lists are joined by ";", true and false are lower case, what nobody knows is empty, and a whole number is one:
    pandas holds a column of years in which one is missing as 2015.0.
    """
    types = {field["name"]: field["type"] for field in fields}
    return pd.DataFrame(
        {name: [_written(value, types.get(name, "")) for value in frame[name]] for name in frame.columns},
        index=frame.index,
        dtype=str,
    )


def _written(value: Any, kind: str) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if kind == "boolean":
        return str(value).lower()
    if value is None or pd.isna(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def titled(data: Dataset, table: str, frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """`frame` with its cells as written and columns headed in the reader's language beside the machine name.

    `statement_th` becomes "ข้อความ (ไทย) [statement_th]". Columns the descriptor does not know keep their name.
    """
    resource = data.resource(table)
    fields = (resource.get("schema") or resource["properties_schema"])["fields"]
    titles = {field["name"]: field["title_th" if language == "th" else "title"] for field in fields}
    return as_written(frame, fields).rename(columns={name: f"{title} [{name}]" for name, title in titles.items()})


def csv(frame: pd.DataFrame) -> bytes:
    """`frame` as CSV with a byte order mark, so that Excel shows Thai."""
    return frame.map(harmless).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def file_name(data: Dataset, what: str, extension: str, language: str = "") -> str:
    """The name of a download: which dataset, which version, what of it, and in which language where it has one."""
    return "_".join(filter(None, (data.descriptor["name"], data.version, what, language))) + f".{extension}"
