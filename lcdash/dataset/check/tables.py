"""A data folder as the rules see it: tables of rows, with the cells as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lcdash.dataset import descriptor as dataset_descriptor
from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.descriptor import DESCRIPTOR


class NotThereError(Exception):
    """A rule asked for a table or column that is missing, which the reading of the files reports once."""


class Row(dict[str, str]):
    """A row's cells as text, by column; "" is empty. `number` as in Problem; `geometry` is a feature's."""

    def __init__(self, cells: Iterable[tuple[str, str]], number: int, geometry: Any = None) -> None:
        super().__init__(cells)
        self.number = number
        self.geometry = geometry

    def __missing__(self, column: str) -> str:
        raise NotThereError(column)


@dataclass
class Table:
    """A file that could be read. `columns` are those of the descriptor that it has, in the order of the file."""

    name: str
    file: str
    schema: dict[str, Any]
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    # The cells as they stand in the file, for frictionless: a number in GeoJSON is still a number.
    values: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields: dict[str, dict[str, Any]] = {field["name"]: field for field in self.schema["fields"]}

    def problem(self, row: Row | None, column: str | None, finding: str, allowed: str) -> Problem:
        return Problem(self.file, row.number if row is not None else None, column, finding, allowed)

    def add(self, number: int, values: dict[str, Any], geometry: Any = None) -> None:
        cells = [values.get(column) for column in self.columns]
        self.values.append(cells)
        self.rows.append(Row(zip(self.columns, map(_as_text, cells), strict=True), number, geometry))

    def having(self, key: str) -> list[str]:
        """The columns for which the descriptor gives `key`: "cites", "edtf", "separator"."""
        return [column for column in self.columns if self.fields[column].get(key)]

    @property
    def key(self) -> str | None:
        """The column that holds a row's id, where one column does."""
        columns = as_list(self.schema.get("primaryKey"))
        return columns[0] if len(columns) == 1 else None

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Its columns in two languages: ("name_th", "name_en"), ..."""
        for column in self.columns:
            if column.endswith("_th") and (english := column[:-2] + "en") in self.columns:
                yield column, english


@dataclass(eq=False)  # one is itself: a cache may hold on to what it made of it
class Data:
    """The tables of a folder that could be read, in the order of the descriptor, and the texts beside them by name."""

    descriptor: dict[str, Any]
    tables: dict[str, Table]
    documents: dict[str, str] = field(default_factory=dict)
    # The file that a rule has asked for last: where it breaks off, that is the one to look at.
    looked_at: str = DESCRIPTOR

    def __getitem__(self, name: str) -> Table:
        if name not in self.tables:
            raise NotThereError(name)
        self.looked_at = self.tables[name].file
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        for table in self.tables.values():
            self.looked_at = table.file
            yield table

    def described(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every field of the descriptor, with the name of its table."""
        for resource in self.descriptor["resources"]:
            yield from ((resource["name"], field) for field in dataset_descriptor.schema(resource)["fields"])

    def cells(self) -> Iterator[tuple[Table, Row, str, str]]:
        """Every cell that is not empty."""
        return (
            (table, row, column, cell) for table in self for row in table.rows for column, cell in row.items() if cell
        )

    def cells_having(self, key: str) -> Iterator[tuple[Table, Row, str, str]]:
        """Every filled cell of the columns for which the descriptor gives `key`."""
        return (
            (table, row, column, row[column])
            for table in self
            for column in table.having(key)
            for row in table.rows
            if row[column]
        )

    def by_id(self, name: str) -> dict[str, Row]:
        """The rows of a table that has an id."""
        key = self[name].key
        return {row[key]: row for row in self[name].rows} if key else {}


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return "" if value is None else json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return said(value)  # which the type of its column refuses


def as_list(value: Any) -> list[Any]:
    """What Table Schema allows as one name or as a list of them, as a list; of nothing an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]
