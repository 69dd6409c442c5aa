"""What slides are made of, where it stands on them, and how much room it takes: nothing here writes a file.

Text is measured in the dashboard's typeface, so that a table too long for one slide goes on on the next and nothing
runs off it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lcdash.drawing import text_metrics
from lcdash.drawing.shapes import EMPTY, Drawing
from lcdash.drawing.theme import INK

# All lengths are in points; a slide is 16:9.
WIDE, HIGH = 960.0, 540.0
EDGE = 42.0
ROOM = WIDE - 2 * EDGE
TITLE, MESSAGE, WORDS, SMALL, FINE = 30.0, 20.0, 16.0, 12.0, 10.0  # sizes of letters
TITLE_TOP, TITLE_HIGH = 14.0, 56.0
BODY_TOP, GAP = 74.0, 10.0
FOOT_TOP, QUESTION_HIGH = 476.0, 40.0
BODY_HIGH = FOOT_TOP - QUESTION_HIGH - GAP - BODY_TOP  # of a drawing
CELL_EDGE, CELL_ABOVE = 6.0, 3.0  # empty room in a cell: at its sides, above and below
SMALLER = (1.0, 0.94, 0.875)  # how much smaller letters may be where a table then fits one slide
REFERENCES_SIZE = 11.0


class TextRun(NamedTuple):
    """Some text of one look; `colour` as in theme.py, `language` where it is not that of the slides."""

    text: str
    size: float = WORDS
    bold: bool = False
    colour: str = INK
    language: str = ""


Line = tuple[TextRun, ...]


class SlideRow(NamedTuple):
    """A row of a table: its cells, or one text over all columns ("wide", and "heading" above the rows after it).

    cites  the ids of the sources whose numbers stand in it.
    """

    cells: tuple[Line, ...]
    kind: str = "row"
    cites: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table: its header (none: ()), how wide each column would be in points, and its rows."""

    header: tuple[Line, ...]
    wanted: tuple[float, ...]
    rows: tuple[SlideRow, ...]
    caption: str


@dataclass(frozen=True)
class Slide:
    """What one slide is to say, before it is laid out: it may need several.

    picture   a drawing of ROOM by BODY_HIGH, or EMPTY; with one it has no table.
    sources   ids of what it cites, in the order of their numbers.
    notes     paragraphs for the speaker, each with its language.
    """

    title: str
    grids: tuple[Grid, ...] = ()
    picture: Drawing = EMPTY
    question: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


# Measuring


def high(line: Line, room: float) -> float:
    """How high the pieces of a line are in a room so wide, all as high as the highest of them."""
    size = max((piece.size for piece in line), default=WORDS)
    text = "".join(piece.text for piece in line)
    long = sum(text_metrics.elsewhere(piece.text, piece.size, bold=piece.bold) for piece in line)
    plain = text_metrics.width(text, size)
    share = long / plain if plain else 1
    return text_metrics.lines(text, size * share, room, spare=1.0) * size * text_metrics.LINE_HEIGHT


def row_high(row: SlideRow, wide: Sequence[float]) -> float:
    """How high a row is in columns so `wide`."""
    rooms = wide if row.kind == "row" else [sum(wide)]
    inside = (high(cell, room - 2 * CELL_EDGE) for cell, room in zip(row.cells, rooms, strict=True))
    return max(inside) + 2 * CELL_ABOVE


def scaled(grid: Grid, factor: float) -> Grid:
    """The same table in letters of another size."""

    def line(pieces: Line) -> Line:
        return tuple(piece._replace(size=piece.size * factor) for piece in pieces)

    rows = tuple(row._replace(cells=tuple(map(line, row.cells))) for row in grid.rows)
    wanted = tuple(wish * factor for wish in grid.wanted)
    return grid._replace(header=tuple(map(line, grid.header)), wanted=wanted, rows=rows)


def header(grid: Grid) -> list[SlideRow]:
    """The header of a table as its first row, none where it has none."""
    return [SlideRow(grid.header)] if grid.header else []


def widths(grid: Grid, width: float) -> list[float]:
    """The columns of a table so wide: each as wide as it asks for where there is room, the last one takes the rest.

    Where there is not, those that ask for little have it, and the others share what is left by what they ask for.
    """
    wide, left, open_ = dict.fromkeys(range(len(grid.wanted)), 0.0), width, dict(enumerate(grid.wanted))
    while little := {place: wish for place, wish in open_.items() if wish <= left / len(open_)}:
        wide |= little
        left -= sum(little.values())
        open_ = {place: wish for place, wish in open_.items() if place not in little}
    if open_:
        wide |= {place: left * wish / sum(open_.values()) for place, wish in open_.items()}
    else:
        wide[len(wide) - 1] += left
    return list(wide.values())


def cut(
    grid: Grid, first: tuple[float, float], others: tuple[float, float], going_on: Callable[[str], str]
) -> list[Grid]:
    """A table in pieces: the first fits a room of width and height `first`, the others fit `others`.

    A heading stands with the row after it, and again above what goes on on the next slide.
    """
    pieces: list[list[SlideRow]] = []
    heading: SlideRow | None = None
    used, room = 0.0, 0.0
    wide: list[float] = []
    for place, row in enumerate(grid.rows):
        together = [row, *grid.rows[place + 1 : place + 2]] if row.kind == "heading" else [row]
        if not pieces or used + sum(row_high(row, wide) for row in together) > room:
            width, room = others if pieces else first
            wide = widths(grid, width)
            again = []
            if heading and row.kind != "heading":
                (piece,) = heading.cells[0]
                again = [heading._replace(cells=((piece._replace(text=going_on(piece.text)),),))]
            pieces.append(again)
            used = sum(row_high(row, wide) for row in header(grid) + again)
        pieces[-1].append(row)
        used += row_high(row, wide)
        heading = row if row.kind == "heading" else heading
    return [grid._replace(rows=tuple(rows)) for rows in pieces]


def pages(grids: Sequence[Grid], first: tuple[float, float], going_on: Callable[[str], str]) -> list[Grid]:
    """Tables in pieces, one for each slide; in somewhat smaller letters where that saves going on at all.

    first  width and height of the room on the first slide; on the others it is as high as a slide has it.
    """
    whole = (ROOM, FOOT_TOP - BODY_TOP)
    for factor in (*SMALLER, 1.0):
        cut_grids: list[Grid] = []
        for grid in grids:
            cut_grids += cut(scaled(grid, factor), whole if cut_grids else first, whole, going_on)
        if len(cut_grids) <= len(grids):
            break
    return cut_grids
