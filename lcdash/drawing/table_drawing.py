"""A table as a still picture: names down and across, in each cell a mark of a kind or short names, line by line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.framed_drawing import mark
from lcdash.drawing.shapes import LINE, SMALL, Drawing, Pen
from lcdash.language import breaking

GAP, PADDING, EDGE = 12.0, 5.0, 92.0  # after the names of rows; inside a cell; the narrowest column


class TableCell(NamedTuple):
    """What stands in a cell: the form of a mark (as of a LegendKey), else short names; a dash where neither does."""

    form: str = ""
    names: tuple[str, ...] = ()
    silent: bool = True


class TableRow(NamedTuple):
    """A line of the table: its name at the left, then its cells, as many as there are heads."""

    name: str
    cells: tuple[TableCell, ...]


def picture(
    title: str,
    heads: Sequence[str],
    rows: Sequence[TableRow],
    *,
    colour: str = theme.ACCENT,
    whole: Collection[str] = (),
) -> Drawing:
    """Draw the table.

    title  its name for a screen reader.   whole  words that no line breaks.

    Returns  a new drawing; no name is turned or cut: columns are as wide as their heads and longest words.
    """
    left = max((_width(row.name) for row in rows), default=0.0) + GAP
    columns = [[row.cells[place].names for row in rows] for place in range(len(heads))]
    widths = [
        max(EDGE, 2 * PADDING + max([_width(head, bold=True), *(_longest(names, whole) for names in column)]))
        for head, column in zip(heads, columns, strict=True)
    ]
    starts = [left + sum(widths[:place]) for place in range(len(widths))]
    pen, y = Pen(), SMALL * LINE
    for head, x, width in zip(heads, starts, widths, strict=True):
        pen.words(head, x + width / 2, y - 5, SMALL, anchor="middle", weight=600)
    end = left + sum(widths)
    pen.level(0, end, y, theme.ACCENT, 2)
    for row in rows:
        names_in_lines = [_broken(cell.names, width, whole) for cell, width in zip(row.cells, widths, strict=True)]
        height = max([1, *map(len, names_in_lines)]) * SMALL * LINE + 2 * PADDING - 4
        pen.words(row.name, 0, y + SMALL * LINE, SMALL)
        for cell, lines, x, width in zip(row.cells, names_in_lines, starts, widths, strict=True):
            _cell(pen, cell, lines, (x, y, width, height), colour)
        y += height
        pen.level(0, end, y, theme.HAIR)
    return pen.drawing(title, end, y + 2)


def _cell(pen: Pen, cell: TableCell, lines: Sequence[str], box: tuple[float, float, float, float], colour: str) -> None:
    x, y, width, height = box
    pen.upright(x, y, y + height, theme.HAIR)
    if cell.form:
        mark(pen, cell.form, colour, x + width / 2, y + height / 2)
    for place, line in enumerate(lines, 1):
        pen.words(line, x + PADDING, y + place * SMALL * LINE, SMALL)
    if not cell.form and not lines and cell.silent:
        pen.box(x + width / 2 - 5, y + height / 2 - 1, 10, 2, theme.HOLLOW)


def _width(text: str, *, bold: bool = False) -> float:
    return text_metrics.width(text, SMALL, bold=bold) * text_metrics.SPARE


def _longest(names: Sequence[str], whole: Collection[str]) -> float:
    """How wide the widest piece of these names is that stays on one line."""
    return max((_width(piece.rstrip()) for name in names for piece in breaking.pieces(name, whole)), default=0.0)


def _broken(names: Sequence[str], width: float, whole: Collection[str]) -> list[str]:
    return [line for name in names for line in breaking.lines(name, width - 2 * PADDING, _width, whole)]
