"""What a look at a folder says: one Problem per fault, and the Report of all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

LISTED = 1000  # faults of one rule, or of one table's schema; of more there is a line that says so


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, what was found there and what is allowed.

    row     as a spreadsheet counts (header is row 1), or the number of the feature in a GeoJSON file; None: the file.
    column  None where no single column is at fault.
    """

    file: str
    row: int | None
    column: str | None
    finding: str
    allowed: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", {row_word(self.file)} {self.row}"
        if self.column is not None:
            place += f", {'column ' if self.file.endswith('.csv') else ''}{self.column!r}"
        line = f"{place}: found {self.finding}, expected {self.allowed}"
        # Always one line, in which nothing is hidden, whatever stands in the data.
        return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)

    def as_json(self) -> dict[str, object]:
        """The keys that `check --json` prints."""
        place = {"file": self.file, "row": self.row, "column": self.column}
        return {**place, "found": self.finding, "allowed": self.allowed, "message": str(self)}


@dataclass(frozen=True)
class Report:
    """What one look at a folder gave; `tables` and `rows` count what could be read."""

    problems: list[Problem]
    tables: int
    rows: int


def said(value: object) -> str:
    """A value as a message quotes it: marks that cannot be seen are spelled out, a long text is cut."""
    if value is None or value == "":
        return "nothing"
    try:
        text = repr(value) if isinstance(value, str) else json.dumps(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number of too many digits
        text = f"a {type(value).__name__} that cannot be shown"
    return text if len(text) <= 80 else f"{text[:76]}...{text[-1]}"


def row_word(file: str) -> str:
    """What readers of a file call one entry of it: a feature of GeoJSON, a row of CSV."""
    return "feature" if file.endswith(".geojson") else "row"
