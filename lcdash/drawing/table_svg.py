"""A table as a still picture: names down and across, in each cell a mark of a kind or short names, line by line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.framed_svg import mark
from lcdash.drawing.shapes import LINE, SMALL, Drawing
from lcdash.language import breaking

GAP, PADDING, EDGE = 12.0, 5.0, 92.0  # after the names of rows; inside a cell; the narrowest column


class Cell(NamedTuple):
    """What stands in a cell: the form of a mark (framed_svg.Key), else short names; a dash where neither does."""

    form: str = ""
    names: tuple[str, ...] = ()
    silent: bool = True


class Row(NamedTuple):
    """A line of the table: its name at the left, then its cells, as many as there are heads."""

    name: str
    cells: tuple[Cell, ...]


def svg(
    title: str, heads: Sequence[str], rows: Sequence[Row], *, colour: str = theme.ACCENT, whole: Collection[str] = ()
) -> str:
    """Draw the table.

    title  its name for a screen reader.   whole  words that no line breaks.

    Returns  one <svg> element as text; no name is turned or cut: columns are as wide as their heads and longest words.
    """
    left = max((_width(row.name) for row in rows), default=0.0) + GAP
    columns = [[row.cells[place].names for row in rows] for place in range(len(heads))]
    widths = [
        max(EDGE, 2 * PADDING + max([_width(head, bold=True), *(_longest(names, whole) for names in column)]))
        for head, column in zip(heads, columns, strict=True)
    ]
    starts = [left + sum(widths[:place]) for place in range(len(widths))]
    drawing, y = Drawing(), SMALL * LINE
    for head, x, width in zip(heads, starts, widths, strict=True):
        drawing.words(head, x + width / 2, y - 5, size=SMALL, text_anchor="middle", font_weight=600, fill=theme.INK)
    end = left + sum(widths)
    drawing.lines(f"M0 {y:.1f}H{end:.1f}", theme.ACCENT, 2)
    for row in rows:
        written = [_broken(cell.names, width, whole) for cell, width in zip(row.cells, widths, strict=True)]
        height = max([1, *map(len, written)]) * SMALL * LINE + 2 * PADDING - 4
        drawing.words(row.name, 0, y + SMALL * LINE, size=SMALL, fill=theme.INK)
        for cell, lines, x, width in zip(row.cells, written, starts, widths, strict=True):
            _cell(drawing, cell, lines, (x, y, width, height), colour)
        y += height
        drawing.lines(f"M0 {y:.1f}H{end:.1f}", theme.HAIR)
    return drawing.written(title, end, y + 2)


def _cell(
    drawing: Drawing, cell: Cell, lines: Sequence[str], box: tuple[float, float, float, float], colour: str
) -> None:
    x, y, width, height = box
    drawing.lines(f"M{x:.1f} {y:.1f}V{y + height:.1f}", theme.HAIR)
    if cell.form:
        mark(drawing, cell.form, colour, x + width / 2, y + height / 2)
    for place, line in enumerate(lines, 1):
        drawing.words(line, x + PADDING, y + place * SMALL * LINE, size=SMALL, fill=theme.INK)
    if not cell.form and not lines and cell.silent:
        drawing.box(x + width / 2 - 5, y + height / 2 - 1, 10, 2, theme.HOLLOW)


def _width(words: str, *, bold: bool = False) -> float:
    return text_metrics.width(words, SMALL, bold=bold) * text_metrics.SPARE


def _longest(names: Sequence[str], whole: Collection[str]) -> float:
    """How wide the widest piece of these names is that stays on one line."""
    return max((_width(piece.rstrip()) for name in names for piece in breaking.pieces(name, whole)), default=0.0)


def _broken(names: Sequence[str], width: float, whole: Collection[str]) -> list[str]:
    return [line for name in names for line in breaking.lines(name, width - 2 * PADDING, _width, whole)]
