"""The evidence map read line by line: every statement of every cell in words, and which cities are silent."""

from __future__ import annotations

from typing import NamedTuple

from lcdash.content import statements
from lcdash.content.evidence_map_text import MapNames
from lcdash.content.statements import StatementView
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames
from lcdash.language.translations import Translations


class ReadingGroup(NamedTuple):
    """The statements of one cell."""

    city: str
    statements: tuple[StatementView, ...]


class ReadingRow(NamedTuple):
    """A line of the map: its name, its cells that hold something, and the cities that are silent there."""

    row_id: str
    name: str
    is_factor: bool
    groups: tuple[ReadingGroup, ...]
    silent: tuple[str, ...]


def rows(data: Dataset, t: Translations) -> tuple[ReadingRow, ...]:
    """All lines of the map in their order, the whole country first in each, then the cities in theirs."""
    chart, names = cached_frames.evidence_map(data, t.language), MapNames(data, t)
    views = {row.evidence_id: statements.view(data, row, t) for row in records.each(chart.statements, records.Evidence)}
    reading = []
    for row in chart.rows:
        cells = [chart.cells[row.row_id, column.column_id] for column in chart.columns]
        groups = tuple(
            ReadingGroup(
                names.full_columns[cell.column_id], tuple(views[evidence_id] for evidence_id in cell.statements)
            )
            for cell in cells
            if cell.marks
        )
        is_factor = row.kind == "factor"
        name = f"{row.number} {names.full_rows[row.row_id]}" if is_factor else names.full_rows[row.row_id]
        silent = tuple(names.full_columns[city] for city in chart.silent(row.row_id))
        reading.append(ReadingRow(row.row_id, name, is_factor, groups, silent))
    return tuple(reading)
