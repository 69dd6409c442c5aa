"""Tables as files that leave the dashboard: readable by Excel in Thai, and harmless there."""
from __future__ import annotations

import pandas as pd

from lcdash.dataset import Dataset

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; everything else unchanged."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def titled(data: Dataset, table: str, frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """`frame` with list cells joined by ";" and columns headed in the reader's language beside the machine name.

    `statement_th` becomes "ข้อความ (ไทย) [statement_th]". Columns the descriptor does not know keep their name.
    """
    resource = data.resource(table)
    fields = resource.get("schema", resource.get("properties_schema"))["fields"]
    titles = {field["name"]: field["title_th" if language == "th" else "title"] for field in fields}
    joined = frame.map(lambda value: ";".join(value) if isinstance(value, tuple) else value)
    return joined.rename(columns={name: f"{title} [{name}]" for name, title in titles.items()})


def csv(frame: pd.DataFrame) -> bytes:
    """`frame` as CSV with a byte order mark, so that Excel shows Thai."""
    return frame.map(harmless).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
