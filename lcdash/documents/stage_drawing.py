"""The pictures of scenes as drawings: what templates/stage.html draws on a screen, for paper and for slides.

Words are measured with room for another typeface, which stands in where the dashboard's is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import Any, NamedTuple

from lcdash.content.stage import Cell, Head, Key, Line, Listed, Stage
from lcdash.drawing import column_heads, evidence_map_drawing, stage_map
from lcdash.drawing.evidence_map_drawing import MARK
from lcdash.drawing.shapes import Box, Drawing, Ink, Pen
from lcdash.drawing.text_metrics import elsewhere
from lcdash.drawing.theme import (
    ACCENT,
    CHIP,
    COLOURS,
    FOUND,
    FUND,
    FUND_EDGE,
    HAIR,
    HOLLOW,
    INK,
    LIMIT_GROUND,
    MARK_COLOURS,
    OWN,
    PAPER,
    QUIET,
    SHEET,
)
from lcdash.language import breaking
from lcdash.language.translations import Translations

WIDTH, HIGH = 876.0, 352.0  # in points: what a slide has for it (layout.ROOM, layout.BODY_HIGH of pptx)
WORDS, LEAST, LARGE = 18.0, 12.0, 21.0  # sizes of letters: as a rule, at least, of what heads others
LINE = 1.36  # of a line, in sizes of its letters
MARKS = ("direction", "asset", "practice", "limit")


def drawn(stage: Stage, label: str, t: Translations, whole: Iterable[str] = ()) -> list[Drawing]:
    """A picture in drawings of WIDTH by HIGH: one, and more only where its lists are too long; those are parted evenly.

    label  what it shows: its name for a screen reader.   whole  words that no line breaks.
    """
    sheet = _Sheet(t, tuple(whole))
    if stage.form in LISTED:
        return [page.pen.drawing(label, WIDTH, HIGH) for page in _with_lists(stage, sheet)]
    FORMS[stage.form](stage, sheet)
    return [sheet.pen.drawing(label, WIDTH, HIGH)]


class _Sheet:
    """What is drawn on, with the words of a language."""

    def __init__(self, t: Translations, whole: tuple[str, ...]) -> None:
        self.t, self.whole, self.pen = t, whole, Pen()

    def another(self) -> _Sheet:
        return _Sheet(self.t, self.whole)

    def lines(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        return breaking.lines(text, room, lambda text: elsewhere(text, size, bold=bold), self.whole)

    def fitting(self, text: str, size: float, room: float, high: float, *, bold: bool = False) -> float:
        """The size of letters, `size` or smaller, in which a text fits a room."""
        while size > LEAST and (
            len(rows := self.lines(text, size, room, bold=bold)) * size * LINE > high
            or max(elsewhere(row, size, bold=bold) for row in rows) > room
        ):
            size -= 0.5
        return size

    def write(
        self, text: str, x: float, y: float, room: float, size: float = WORDS, *, middle: bool = False, **look: Any
    ) -> float:
        """A text in lines below `y`, or with its `middle` there; how high it is. `look`: anchor, bold, colour."""
        bold, anchor = look.get("bold", False), look.get("anchor", "start")
        rows = self.lines(text, size, room, bold=bold)
        high = len(rows) * size * LINE
        first = y - (high / 2 if middle else 0) + size * (0.5 * LINE + 0.33)
        at = {"start": x, "middle": x + room / 2, "end": x + room}[anchor]
        colour, weight = look.get("colour", INK), 700 if bold else 400
        for number, row in enumerate(rows):
            self.pen.words(row, at, first + number * size * LINE, size, colour, anchor=anchor, weight=weight)
        return high

    def circled(self, sign: str, x: float, middle: float, size: float = WORDS) -> float:
        """A number in a circle whose left edge is at `x`; how wide it is with the room after it."""
        radius = size * 0.72
        self.pen.circle(x + radius, middle, radius, Ink(ACCENT))
        self.write(sign, x, middle, 2 * radius, size * 0.9, middle=True, anchor="middle", bold=True, colour=PAPER)
        return 2 * radius + size * 0.5

    def sign(self, sign: str, x: float, middle: float, size: float = WORDS) -> float:
        """What stands before a row: a mark or a number in a circle; how wide it is."""
        if sign in MARKS:
            return self.mark(sign, x, middle, size * 0.8) + size * 0.4
        return self.circled(sign, x, middle, size) if sign else 0.0

    def mark(self, kind: str, x: float, middle: float, size: float = MARK) -> float:
        self.pen.shapes.append(evidence_map_drawing.shape(kind, x, middle - size / 2, size, Ink(MARK_COLOURS[kind])))
        return size

    def box(self, x: float, y: float, width: float, high: float, fill: str, edge: str = "", thick: float = 1.0) -> None:
        self.pen.shapes.append(Box(x, y, width, high, Ink(fill, edge, thick)))

    def legend(self, keys: Sequence[Key], y: float) -> None:
        """What marks mean, on one line."""
        x, size = 0.0, 14.0
        marks = [key for key in keys if key.kind != "choose"]  # what a screen alone can do
        while size > LEAST and sum(elsewhere(key.words, size) + 46 for key in marks) > WIDTH:
            size -= 0.5
        for key in marks:
            if key.kind or key.colour:
                x += self.key(key, x, y, size) + 6
            self.write(key.words, x, y, WIDTH, size, middle=True)
            x += elsewhere(key.words, size) + 26

    def key(self, key: Key, x: float, middle: float, size: float) -> float:
        """The mark of a line of a legend; how wide it is."""
        wide = self.shaped(key, x, middle, size)
        if key.letter:
            self.write(key.letter, x, middle, size, size * 0.76, middle=True, anchor="middle", bold=True, colour=PAPER)
        return wide

    def shaped(self, key: Key, x: float, middle: float, size: float) -> float:
        if key.kind in MARKS:
            return self.mark(key.kind, x, middle, size * 0.9)
        if key.form in ("", "province") and key.colour:
            self.box(x, middle - size / 2, size, size, key.colour)
        elif key.form == "special_local_government":
            half, left, right = size / 2, x + size / 4, x + 3 * size / 4
            top, bottom = middle - half, middle + half
            corners = ((x, middle), (left, top), (right, top), (x + size, middle), (right, bottom), (left, bottom))
            self.pen.area(corners, Ink(key.colour))
        elif key.form in stage_map.HOLLOW:
            half = size / 2.4
            hollow = [(x + half * (1 + right), middle + half * down) for right, down in stage_map.HOLLOW[key.form]]
            self.pen.area(hollow, Ink(PAPER, key.colour, 2))
        elif key.colour:
            self.pen.circle(x + size / 2, middle, size / 2, Ink(key.colour))
        elif key.kind == "differs":
            self.pen.shapes.append(Box(x, middle - size / 2, size * 1.6, size, Ink(PAPER, INK, 1.5, "4 3"), size / 2))
            return size * 1.6
        elif key.kind == "point":
            self.pen.circle(x + size / 2, middle, 2.6, Ink(HOLLOW))
        elif key.kind:
            self.lit(key.kind, x, middle - size / 2, size, size)
        return size

    def lit(self, kind: str, x: float, y: float, width: float, high: float) -> None:
        """A cell of a grid that is filled whole: a silence, or who takes part."""
        if kind == "silent":
            self.box(x, y, width, high, INK)
            self.box(x + width / 4, y + high / 2 - 1, width / 2, 2, PAPER)
        else:
            self.box(x, y, width, high, ACCENT if kind == "lead" else OWN, "" if kind == "lead" else CHIP)


# One form each


def _house(stage: Stage, sheet: _Sheet) -> None:
    roof, ground = 96.0, 54.0
    sheet.pen.area(((WIDTH / 2, 0), (WIDTH, roof), (0, roof)), Ink(ACCENT))
    sheet.write(stage.roof, 0, roof - 22, WIDTH, 24.0, middle=True, anchor="middle", bold=True, colour=PAPER)
    top, bottom = roof + 10, HIGH - ground - 10
    wide = (WIDTH - 20) / max(len(stage.rows), 1)
    size = min(
        (sheet.fitting(row.words, LARGE, wide - 22, bottom - top - 60, bold=True) for row in stage.rows), default=WORDS
    )
    for place, row in enumerate(stage.rows):
        x = 10 + place * wide
        sheet.box(x + 5, top, wide - 10, bottom - top, OWN)
        for y in (top, bottom - 4):
            sheet.box(x + 5, y, wide - 10, 4, CHIP)
        sheet.circled(row.sign, x + wide / 2 - size * 0.72, top + 34, size)
        middle = (top + 56 + bottom) / 2
        sheet.write(row.words, x + 10, middle, wide - 20, size, middle=True, anchor="middle", bold=True)
    _ground(stage, sheet, HIGH - ground, ground)


def _ground(stage: Stage, sheet: _Sheet, y: float, high: float) -> None:
    """What the pillars stand on."""
    wide = WIDTH / max(len(stage.beside), 1)
    rooms = (sheet.fitting(row.words, WORDS, wide - 16, high - 6, bold=True) for row in stage.beside)
    size = min(rooms, default=WORDS)
    for place, row in enumerate(stage.beside):
        sheet.box(place * wide + 2, y, wide - 4, high, FUND)
        sheet.box(place * wide + 2, y + high - 4, wide - 4, 4, FUND_EDGE)
        middle = y + high / 2 - 2
        sheet.write(row.words, place * wide + 8, middle, wide - 16, size, middle=True, anchor="middle", bold=True)


def _growth(stage: Stage, sheet: _Sheet) -> None:
    sheet.pen.put(stage.drawing, 0, 0, WIDTH * 0.5, HIGH)
    sheet.pen.put(stage.chart, WIDTH * 0.52, 0, WIDTH * 0.48, HIGH)


def _map(stage: Stage, sheet: _Sheet) -> None:
    sheet.pen.put(stage.drawing, 0, 0, WIDTH * 0.56, HIGH)
    x, room = WIDTH * 0.6, WIDTH * 0.4
    rows = [(key, len(sheet.lines(key.words, LARGE, room - 34)) * LARGE * LINE + 12) for key in stage.keys]
    y = (HIGH - sum(high for _, high in rows)) / 2
    for key, high in rows:
        before = sheet.key(key, x, y + LARGE * LINE / 2, LARGE) + 13 if key.kind else 0.0
        sheet.write(key.words, x + before, y, room - before, LARGE)
        y += high


def _ties(stage: Stage, sheet: _Sheet) -> None:
    sheet.pen.put(stage.drawing, WIDTH * 0.06, 0, WIDTH * 0.88, HIGH)


def _factors(stage: Stage, sheet: _Sheet) -> None:
    down = ceil(len(stage.rows) / 2)
    wide, high = WIDTH / 2, HIGH / max(down, 1)
    for place, row in enumerate(stage.rows):
        x, y = place % 2 * wide, place // 2 * high
        before = sheet.circled(row.sign, x, y + 26, 27.0)
        size = sheet.fitting(row.words, LARGE, wide - before - 16, LARGE * LINE * 2, bold=True)
        used = sheet.write(row.words, x + before, y + 12, wide - before - 16, size, bold=True)
        room = high - 16 - used
        size = sheet.fitting(row.beside, WORDS - 1, wide - before - 16, room)
        sheet.write(row.beside, x + before, y + 14 + used, wide - before - 16, size, colour=QUIET)


def _tags(stage: Stage, sheet: _Sheet) -> None:
    country, foot = stage.drawing, HIGH - 26
    map_wide = foot * country.width / country.height
    side = (WIDTH - map_wide) / 2 - 6
    sheet.pen.put(country, side + 6, 0, map_wide, foot)
    for left, rows in ((True, stage.rows), (False, stage.beside)):
        x, anchor = (0.0, "end") if left else (WIDTH - side, "start")
        for place, row in enumerate(rows):
            high = foot / len(rows)
            size = sheet.fitting(row.beside, WORDS, side, high - WORDS * LINE - 2)
            under = len(sheet.lines(row.beside, size, side)) * size * LINE
            y = high * (place + 0.5) - (WORDS * LINE + under) / 2
            sheet.write(row.words, x, y, side, anchor=anchor, bold=True, colour=INK if row.host else ACCENT)
            sheet.write(row.beside, x, y + WORDS * LINE, side, size, anchor=anchor)
    sheet.legend(stage.keys, HIGH - 10)


def _facts(stage: Stage, sheet: _Sheet) -> None:
    sheet.pen.put(stage.drawing, 0, 0, WIDTH * 0.4, HIGH)
    x, room, y = WIDTH * 0.44, WIDTH * 0.56, 30.0
    y += sheet.write(stage.roof, x, y, room, 28.0, bold=True, colour=ACCENT) + 22
    for row in stage.rows:
        if row.words:
            y += 10 + sheet.write(row.words, x, y + 10, room, WORDS, colour=QUIET)
        y += sheet.write(row.beside, x, y, room, WORDS, bold=True) + 2


def _steps(stage: Stage, sheet: _Sheet) -> None:
    high, half = HIGH / max(len(stage.rows), 1), WIDTH * 0.44
    for place, row in enumerate(stage.rows):
        before = sheet.circled(row.sign, 0, (place + 0.5) * high, LARGE)
        size = sheet.fitting(row.words, LARGE, half - before - 10, high, bold=True)
        sheet.write(row.words, before, (place + 0.5) * high, half - before - 10, size, middle=True, bold=True)
    high = HIGH / max(len(stage.beside), 1)
    for place, row in enumerate(stage.beside):
        used = sheet.write(row.words, half, place * high, WIDTH - half, LARGE, bold=True)
        sheet.box(half, place * high + used + 2, WIDTH - half, high - used - 12, SHEET, QUIET)


def _topics(stage: Stage, sheet: _Sheet) -> None:
    left, foot = WIDTH * 0.3, HIGH - 28
    sheet.pen.put(stage.drawing, 0, 0, left, foot)
    sheet.legend(stage.keys, HIGH - 10)
    down = ceil(len(stage.topics) / 2)
    wide, high = (WIDTH - left - 16) / 2, foot / max(down, 1)
    size = min((sheet.fitting(topic.words, WORDS, wide - 10, high) for topic in stage.topics), default=WORDS)
    for place, topic in enumerate(stage.topics):
        x, middle = left + 16 + place // down * wide, (place % down + 0.5) * high
        sheet.write(topic.words, x, middle, wide, size, middle=True)


def _column(stage: Stage, sheet: _Sheet) -> None:
    high = (HIGH - 26) / max(len(stage.rows), 1)
    names = min(max((elsewhere(row.words, WORDS, bold=True) for row in stage.rows), default=0) + 44, WIDTH * 0.36)
    marks = 4 * 22.0 + 12
    for place, row in enumerate(stage.rows):
        middle = (place + 0.5) * high
        before = sheet.sign(row.sign, 0, middle)
        size = sheet.fitting(row.words, WORDS, names - before - 8, high, bold=True)
        sheet.write(row.words, before, middle, names - before - 8, size, middle=True, bold=True)
        for number, kind in enumerate(row.marks):
            sheet.mark(kind, names + number * 22, middle, 16)
        room = WIDTH - names - marks
        text = row.beside or "–"
        sheet.write(text, names + marks, middle, room, sheet.fitting(text, WORDS, room, high), middle=True)
        sheet.pen.level(0, WIDTH, (place + 1) * high, HAIR)
    sheet.legend(stage.keys, HIGH - 10)


# A grid


class _Columns(NamedTuple):
    """Where the columns of a grid begin, how wide they are; `rows`, the names of its rows; `last`, their numbers."""

    rows: float
    starts: tuple[float, ...]
    width: float
    last: float


def _grid(stage: Stage, sheet: _Sheet) -> None:
    heads, legend = 44.0, 26.0
    high = (HIGH - heads - legend) / max(len(stage.lines), 1)
    size = min(WORDS, high * 0.74)
    signed = size * 1.94 if any(line.sign for line in stage.lines) else 0.0
    names = max((elsewhere(line.words, size, bold=line.strong) for line in stage.lines), default=0.0) + signed + 10
    names = min(names, WIDTH * 0.42)
    count = 40.0 if stage.numbered else 0.0
    wide = (WIDTH - names - count) / max(len(stage.heads), 1)
    columns = _Columns(names, tuple(names + place * wide for place in range(len(stage.heads))), wide, count)
    for head, x in zip(stage.heads, columns.starts, strict=True):
        if head.country:
            sheet.box(x, heads, wide, high * len(stage.lines), LIMIT_GROUND)
    _heads(stage, sheet, columns, heads)
    for place, line in enumerate(stage.lines):
        _line(stage, line, sheet, columns, heads + place * high, high, size, signed)
    sheet.legend(stage.keys, HIGH - 10)


def _heads(stage: Stage, sheet: _Sheet, columns: _Columns, bottom: float) -> None:
    """The names of the columns on two levels: names of one level never meet."""
    texts = [(head.words, head) for head in stage.heads]
    middles = [x + columns.width / 2 for x in columns.starts]
    if columns.last:
        texts.append((sheet.t("stage_silent"), Head("")))
        middles.append(WIDTH - columns.last / 2)
    widths = [elsewhere(name, 1.0, bold=True) for name, _ in texts]
    size, levels, places = column_heads.laid(widths, middles, (0.0, WIDTH), 15.0, 9.0)
    for (name, head), middle, raised, at in zip(texts, middles, levels, places, strict=True):
        y = bottom - 6 - (size * 1.3 if raised else 0)
        colour = COLOURS["limit"] if head.country else ACCENT if head.host else INK
        sheet.pen.words(name, at, y, size, colour, anchor="middle", weight=700)
        if raised:
            sheet.pen.upright(middle, y + 3, bottom - 2, HOLLOW)
    sheet.pen.level(0, WIDTH, bottom, ACCENT, 2)


def _line(
    stage: Stage, line: Line, sheet: _Sheet, columns: _Columns, y: float, high: float, size: float, signed: float
) -> None:
    middle = y + high / 2
    if line.strong:
        sheet.box(0, y + 1, columns.rows - 6, high - 2, FOUND)
    if line.sign:
        sheet.circled(line.sign, 1, middle, size * 0.9)
    sheet.write(line.words, signed, middle, WIDTH, size, middle=True, bold=line.strong)
    for cell, head, x in zip(line.cells, stage.heads, columns.starts, strict=True):
        _cell(cell, sheet, x, y, columns.width, high)
        if head.host:
            sheet.box(x, y, 2, high, ACCENT)
            sheet.box(x + columns.width - 2, y, 2, high, ACCENT)
    if line.number:
        sheet.write(
            line.number, WIDTH - columns.last, middle, columns.last, size, middle=True, anchor="middle", bold=True
        )
    sheet.pen.level(0, WIDTH, y + high, HAIR)


def _cell(cell: Cell, sheet: _Sheet, x: float, y: float, width: float, high: float) -> None:
    middle = y + high / 2
    if cell.kind == "limit":
        size = min(22.0, high * 0.6)
        sheet.mark("limit", x + (width - size) / 2, middle, size)
    elif cell.kind == "silent":
        sheet.lit("silent", x + 1, y + 1, width - 2, high - 2)
    elif cell.kind:
        sheet.lit(cell.kind, x + width * 0.14, y + high * 0.14, width * 0.72, high * 0.72)
    else:
        sheet.pen.circle(x + width / 2, middle, 2.6, Ink(HOLLOW))


# Lists


class _Block(NamedTuple):
    """A heading, a row or a line of chips of a list: how high it is, and how it is drawn at x and y."""

    high: float
    draw: Callable[[_Sheet, float, float], None]
    heads: bool = False


def _with_lists(stage: Stage, sheet: _Sheet) -> list[_Sheet]:
    """A picture with lists beside it, or lists alone: on as many sheets as they need, evenly parted."""
    left = WIDTH * 0.52 if stage.drawing else 0.0
    columns = 1 if stage.drawing else 2
    wide = (WIDTH - left - 20 * columns) / columns
    blocks: list[_Block] = []
    for size in (LARGE, WORDS, WORDS - 1, WORDS - 2):
        own = [list(_blocks(texts, sheet, wide, size, chips=stage.form == "chips")) for texts in stage.lists]
        blocks = [block for of_list in own for block in of_list]
        if len(_flowed(blocks, HIGH)) <= columns:
            break
    if stage.form == "lists" and len(own) == columns and all(_high(of_list) <= HIGH for of_list in own):
        parted = own  # a list is a column
    else:
        parted = _even(blocks, columns)
    sheets = []
    for first in range(0, max(len(parted), 1), columns):
        next_sheet = sheet.another()
        if stage.drawing:
            next_sheet.pen.put(stage.drawing, 0, 0, left, HIGH)
        for place, column in enumerate(parted[first : first + columns]):
            y = 0.0
            for block in column:
                block.draw(next_sheet, left + 20 + place * (wide + 20), y)
                y += block.high
        sheets.append(next_sheet)
    return sheets


def _high(blocks: Iterable[_Block]) -> float:
    return sum(block.high for block in blocks)


def _flowed(blocks: Sequence[_Block], room: float) -> list[list[_Block]]:
    """Blocks in columns of this height; a heading stands with what it heads."""
    columns: list[list[_Block]] = [[]]
    for place, block in enumerate(blocks):
        needs = block.high + (blocks[place + 1].high if block.heads and place + 1 < len(blocks) else 0.0)
        if columns[-1] and _high(columns[-1]) + needs > room:
            columns.append([])
        columns[-1].append(block)
    return columns


def _even(blocks: Sequence[_Block], columns: int) -> list[list[_Block]]:
    """Blocks in as few sheets as they need, and then in columns as even as they come."""
    sheets = ceil(len(_flowed(blocks, HIGH)) / columns)
    room = HIGH
    while room > 40 and len(_flowed(blocks, room - 6)) <= sheets * columns:
        room -= 6
    return _flowed(blocks, room)


def _blocks(entries: Listed, sheet: _Sheet, wide: float, size: float, *, chips: bool) -> Iterable[_Block]:
    if entries.title:
        yield _words(sheet, entries.title, wide, size, heads=bool(entries.rows), bold=True, colour=ACCENT)
    if chips:
        yield from _chips([row.words for row in entries.rows], wide, size)
    else:
        for row in entries.rows:
            yield _words(sheet, row.words, wide, size, sign=row.sign)
    if entries.note:
        yield _words(sheet, entries.note, wide, size, colour=QUIET)


def _words(
    sheet: _Sheet, text: str, wide: float, size: float, *, sign: str = "", heads: bool = False, **look: Any
) -> _Block:
    before = 0.0
    if sign:
        before = size * (1.2 if sign in MARKS else 1.94)
    high = len(sheet.lines(text, size, wide - before, bold=look.get("bold", False))) * size * LINE + 5

    def draw(on: _Sheet, x: float, y: float) -> None:
        on.sign(sign, x, y + size * LINE / 2, size * (1.0 if sign in MARKS else 0.9))
        on.write(text, x + before, y, wide - before, size, **look)

    return _Block(high, draw, heads)


def _chips(names: Sequence[str], wide: float, size: float) -> Iterable[_Block]:
    rows: list[list[tuple[str, float]]] = [[]]
    for name in names:
        room = elsewhere(name, size) + 14
        if rows[-1] and sum(width + 8 for _, width in rows[-1]) + room > wide:
            rows.append([])
        rows[-1].append((name, room))
    for place, row in enumerate(rows):

        def draw(on: _Sheet, x: float, y: float, row: Sequence[tuple[str, float]] = tuple(row)) -> None:
            for name, room in row:
                on.box(x, y, room, size * LINE + 2, OWN, CHIP)
                on.write(name, x, y + 1 + size * LINE / 2, room, size, middle=True, anchor="middle")
                x += room + 8

        yield _Block(size * LINE + (8 if place + 1 < len(rows) else 18), draw)


FORMS: dict[str, Callable[[Stage, _Sheet], None]] = {
    "house": _house,
    "growth": _growth,
    "map": _map,
    "factors": _factors,
    "tags": _tags,
    "grid": _grid,
    "ties": _ties,
    "topics": _topics,
    "steps": _steps,
    "facts": _facts,
    "column": _column,
}
LISTED = ("spaces", "chips", "lists")
