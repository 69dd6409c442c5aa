"""The evidence map as a still picture: for files, slides, print and, in small, for other pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import CLEAR, LINE, SIZE, SMALL, Box, Circle, Drawing, Ink, Link, Pen, Shape, area
from lcdash.evidence.evidence_map import COUNTRY, MARKS, CellMark, EvidenceMap, MapCell, MapColumn, MapRow

MARK, SLOT = 14.0, 15.0  # how wide a mark is, and its place
SMALL_MARK = 12.0  # one of the small picture
OWN_STATE = 11.0  # letters of a place's own word for a state
DOTS = "2 1.7"  # of the edge of what is only a plan
SMALLEST = 0.9  # of the letters of a column's name, against all others
INSET, GAP = 13.0, 12.0  # of a facet's name under its factor; between names and what stands beside them


@dataclass(frozen=True)
class MapWords:
    """What a picture says besides the names of its rows and columns, in one language.

    label    what there is to see, as a sentence.
    legend   (what it is the key to, its words): a mark, "favourable", "planned", "silent", "outside", "own", "hit",
             "hollow".
    ways     (row id, column id) -> where a cell leads and what stands there; with "" for the other, a name. A picture
             without any is still.
    states   what a place's own column says where a state of it is no mark: the state -> one word.
    """

    label: str
    legend: tuple[tuple[str, str], ...] = ()
    ways: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)

    def link(self, pen: Pen, row: str = "", column: str = "") -> AbstractContextManager[None]:
        """What is drawn within it is a link where the picture has a way there."""
        way = self.ways.get((row, column))
        return pen.link(Link(*way)) if way else nullcontext()


@dataclass(frozen=True)
class Form:
    """How large the parts are: the whole picture, or the small one that marks what is said and what is a limit."""

    cell: float = 68.0
    country: float = 54.0
    row: float = 27.0
    line: float = 23.0
    small: bool = False
    letters: float = SIZE


WHOLE = Form()
BESIDE_A_FORM = Form(cell=63.0, country=0.0, row=26.0, line=22.0)
SMALL_FORM = Form(cell=43.5, country=0.0, row=21.0, line=19.0, small=True, letters=13.0)


def picture(
    chart: EvidenceMap,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    labels: MapWords,
    *,
    solid: Collection[tuple[str, str, str]] | None = None,
    column_ids: Sequence[str] = (),
    form: Form = WHOLE,
) -> Drawing:
    """Draw the map.

    rows, columns  names by id.
    solid          the marks that match a filter (evidence_map.solid); None without one: all are solid.
    column_ids     the columns to draw, in their order; without any, the country and the cities of the study.

    Returns  a new drawing.
    """
    places = {column.column_id: column for column in chart.columns}
    heads = [places[column_id] for column_id in column_ids or (*([COUNTRY] if form.country else []), *chart.studied)]
    left = max((_name_width(row, rows, form) for row in chart.rows), default=0.0) + GAP
    return _Picture(chart, rows, _heads(heads, columns, left, form), labels, solid, form).drawing()


def _name_width(row: MapRow, rows: Mapping[str, str], form: Form) -> float:
    bold = row.kind == "factor"
    name = f"{row.number} {rows[row.row_id]}" if bold else rows[row.row_id]
    inset = INSET if row.kind == "facet" else 0.0
    return inset + text_metrics.width(name, form.letters, bold=bold) * text_metrics.SPARE


class _Head(NamedTuple):
    """A column with its name, where it starts, how wide it is, how long its name and how large its letters."""

    column: MapColumn
    name: str
    start: float
    width: float
    long: float
    letters: float

    @property
    def middle(self) -> float:
        return self.start + self.width / 2

    @property
    def is_country(self) -> bool:
        return self.column.kind == "country"


def _heads(columns: Sequence[MapColumn], names: Mapping[str, str], left: float, form: Form) -> list[_Head]:
    """The columns beside each other from `left` on."""
    heads: list[_Head] = []
    for column in columns:
        name, width = names[column.column_id], form.country if column.kind == "country" else form.cell
        long = text_metrics.width(name, form.letters, bold=True) * text_metrics.SPARE
        # its neighbours' ticks stand a column away at both sides: a name that just reaches them is a little smaller
        smaller = min(1.0, max(SMALLEST, (2 * width - 6) / long))
        heads.append(_Head(column, name, left, width, long * smaller, form.letters * smaller))
        left += width
    return heads


class _Picture:
    """One picture while it is drawn, from the top down."""

    def __init__(
        self,
        chart: EvidenceMap,
        rows: Mapping[str, str],
        heads: Sequence[_Head],
        labels: MapWords,
        solid: Collection[tuple[str, str, str]] | None,
        form: Form,
    ) -> None:
        self.drawn, self.rows, self.heads, self.words, self.solid, self.form = chart, rows, heads, labels, solid, form
        self.pen, self.y = Pen(), 0.0
        self.end = heads[-1].start + heads[-1].width if heads else 0.0  # a study of no city has no column

    def drawing(self) -> Drawing:
        """The map from its legend down: heads, then row by row, as wide as its columns and names need."""
        left = max((_name_width(row, self.rows, self.form) for row in self.drawn.rows), default=0.0) + GAP
        width = max(self.end or left, _legend_width(self.words.legend))
        if self.heads:
            last = self.heads[-1]
            width = max(width, last.start + (last.width + last.long) / 2)
        self.y = _legend(self.pen, self.words.legend)
        self.draw_heads()
        for row in self.drawn.rows:
            self.draw_row(row)
        return self.pen.drawing(self.words.label, width, self.y + 8)

    def draw_heads(self) -> None:
        """The names of the columns: on one line where each fits, else on two levels with a tick; none turned or cut."""
        two = any(head.long > head.width - 6 for head in self.heads if not head.is_country)
        bottom = self.y + (2 if two else 1) * self.form.letters * LINE + 6
        first_city = int(bool(self.heads) and self.heads[0].is_country)
        for place, head in enumerate(self.heads):
            if head.is_country:
                self._country(head, bottom - 7)
            elif two and (place - first_city) % 2 == 0:
                self._raised(place, bottom)
            else:
                self._head(head, head.middle, bottom - 7)
        self.pen.level(0, self.end, bottom, theme.ACCENT, 2)
        self.y = bottom + 1

    def _country(self, head: _Head, y: float) -> None:
        """The name of the column of the whole country, a word a line, the last on `y`."""
        for number, part in enumerate(reversed(head.name.split(" "))):
            above = y - number * SMALL * 1.4
            self.pen.words(part, head.middle, above, SMALL, theme.COLOURS["limit"], anchor="middle", weight=600)

    def _head(self, head: _Head, x: float, y: float) -> None:
        colour = {"other": theme.QUIET, "own": theme.ACCENT}.get(head.column.kind, theme.INK)
        with self.words.link(self.pen, column=head.column.column_id):
            self.pen.words(head.name, x, y, head.letters, colour, anchor="middle", weight=600)

    def _raised(self, place: int, bottom: float) -> None:
        """A name on the upper level, with a tick down to its column that runs through no neighbour's name."""
        head, line = self.heads[place], self.form.letters * LINE
        at = head.middle
        if place == 1 and self.heads[0].is_country:  # not over the head of the country
            at = max(at, head.start + head.long / 2)
        elif place == 0:  # there is room at its left, and a neighbour at its right
            at = min(at, head.start + 1.2 * head.width - head.long / 2)
        self._head(head, at, bottom - 7 - line)
        beside = [
            neighbour
            for neighbour in self.heads[max(place - 1, 0) : place + 2]
            if neighbour != head and not neighbour.is_country
        ]
        free = all(abs(neighbour.middle - head.middle) > neighbour.long / 2 + 2 for neighbour in beside)
        self.pen.upright(head.middle, bottom - 1 - line if free else bottom - 6, bottom - 2, theme.HOLLOW)

    def draw_row(self, row: MapRow) -> None:
        """A row: its cells, its name, and the lines that part it from others."""
        factor, pen, form = row.kind == "factor", self.pen, self.form
        height = form.line if factor else form.row
        middle, bottom = self.y + height / 2, self.y + height
        if not (form.small and factor):
            for head in self.heads:
                self._cell_of(row, head, height)
        label = f"{row.number} {self.rows[row.row_id]}" if factor else self.rows[row.row_id]
        colour, weight = (theme.ACCENT, 600) if factor else (theme.INK, 400)
        with self.words.link(pen, row.row_id):
            inset = INSET if row.kind == "facet" else 0
            pen.words(label, inset, middle + form.letters * 0.33, form.letters, colour, weight=weight)
        if factor:
            pen.level(0, self.end, self.y, theme.EDGE)
        pen.level(0, self.end, bottom, theme.HAIR)
        self.y = bottom

    def _cell_of(self, row: MapRow, head: _Head, height: float) -> None:
        """A cell with all that stands in it: a link where the picture leads there, over its whole room."""
        cell = self.drawn.cells[row.row_id, head.column.column_id]
        with self.words.link(self.pen, row.row_id, head.column.column_id):
            self._ground(cell, head, height)
            self._marks(cell, head, self.y + height / 2)
            self._own_state(cell, head, self.y + height / 2)
            if self.words.ways:
                self.pen.box(head.start + 1, self.y + 1, head.width - 2, height - 2, CLEAR)

    def _ground(self, cell: MapCell, head: _Head, height: float) -> None:
        x, y, width = head.start + 0.5, self.y, head.width - 1
        hit = self.solid is not None and any((cell.row_id, cell.column_id, kind) in self.solid for kind in cell.marks)
        ground = theme.MATCH if hit else theme.LIMIT_GROUND if head.is_country else theme.SILENCE
        if head.column.kind == "own":
            self.pen.box(x, y, width, height, theme.OWN_GROUND)
        elif hit or head.is_country or cell.state == "silent":
            self.pen.box(x, y, width, height, ground)
        if cell.state == "outside":
            self.pen.hatch(x, y, width, height)
        self.pen.upright(head.start, y, y + height, theme.HAIR)

    def _marks(self, cell: MapCell, head: _Head, middle: float) -> None:
        if cell.state == "silent" and not cell.marks:
            self.pen.box(head.middle - 7, middle - 1, 14, 2, theme.COLOURS["nothing"])
        if self.form.small:
            _found(self.pen, cell, head.middle, middle)
            return
        first = head.start + (head.width - SLOT if head.is_country else head.width - 4 * SLOT) / 2
        for mark in (cell.marks[kind] for kind in MARKS if kind in cell.marks):
            slot = 0 if head.is_country else MARKS.index(mark.kind)
            x = first + slot * SLOT + (SLOT - MARK) / 2
            hollow = self.solid is not None and (cell.row_id, cell.column_id, mark.kind) not in self.solid
            draw_mark(self.pen, mark, x, middle - MARK / 2 - 1, hollow=hollow)

    def _own_state(self, cell: MapCell, head: _Head, middle: float) -> None:
        """A state of a place's own column that is no mark, as a word; where a limit is named too, before it."""
        if cell.state in self.words.states:
            centre = head.start + (head.width - SLOT) / 2 if cell.marks else head.middle
            word = self.words.states[cell.state]
            self.pen.words(word, centre, middle + 4, OWN_STATE, theme.QUIET, anchor="middle")


def _found(pen: Pen, cell: MapCell, x: float, y: float) -> None:
    """That something is said in a cell, that a limit is named in it, or both beside each other, about a point."""
    colours = {"asset": theme.FOUND_MARK} if set(cell.marks) - {"limit"} else {}
    if "limit" in cell.marks:
        colours["limit"] = theme.MARK_COLOURS["limit"]
    left = x - (SMALL_MARK * len(colours) + 2 * (len(colours) - 1)) / 2
    for place, (kind, colour) in enumerate(colours.items()):
        pen.shapes.append(shape(kind, left + place * (SMALL_MARK + 2), y - SMALL_MARK / 2, SMALL_MARK, Ink(colour)))


def draw_mark(pen: Pen, mark: CellMark, x: float, y: float, *, hollow: bool = False) -> None:
    """One mark in its box of MARK: solid, hollow where a filter does not match, dotted where it is only a plan."""
    colour, dots = theme.MARK_COLOURS[mark.kind], DOTS if mark.planned else ""
    if hollow:
        inset, ink = MARK * 0.11, Ink("", theme.HOLLOW, 1.3, dots)
        pen.shapes.append(shape(mark.kind, x + inset, y + inset, MARK * 0.78, ink))
        return
    pen.shapes.append(shape(mark.kind, x, y, MARK, Ink(theme.PAPER, colour, 1.5, dots) if dots else Ink(colour)))
    if mark.favourable:
        pen.box(x + 0.5, y + MARK + 1.4, MARK - 1, 2, colour)


def shape(kind: str, x: float, y: float, size: float, ink: Ink) -> Shape:
    """The shape of a kind of mark in a box of this size."""
    middle, right, bottom = x + size / 2, x + size, y + size
    if kind == "direction":
        half = y + size / 2
        return area(((middle, y), (right, half), (middle, bottom), (x, half)), ink)
    if kind == "asset":
        return Box(x + size * 0.1, y + size * 0.1, size * 0.8, size * 0.8, ink)
    if kind == "practice":
        return Circle(middle, y + size / 2, size * 0.44, ink)
    return area(((middle, y + size * 0.06), (right, y + size * 0.94), (x, y + size * 0.94)), ink)


def _legend_width(legend: Sequence[tuple[str, str]]) -> float:
    return sum(30 + text_metrics.width(text, SMALL) * text_metrics.SPARE + 16 for _, text in legend)


def _legend(pen: Pen, legend: Sequence[tuple[str, str]]) -> float:
    """The key, on one line at the top; returns how high it is."""
    x = 0.0
    for key, text in legend:
        _key(pen, key, x)
        pen.words(text, x + 30, 15.5, SMALL)
        x += 30 + text_metrics.width(text, SMALL) * text_metrics.SPARE + 16
    return 30 if legend else 0.0


def _key(pen: Pen, key: str, x: float) -> None:
    """What stands before a line of the legend."""
    top, grounds = 4.0, {"silent": theme.SILENCE, "own": theme.OWN_GROUND, "hit": theme.MATCH}
    asset = CellMark("asset", (), favourable=key == "favourable", planned=False)
    if key in grounds:
        pen.box(x, top - 2, 24, 18, grounds[key])
    if key in MARKS:
        draw_mark(pen, CellMark(key, (), favourable=False, planned=False), x + 4, top)
    elif key == "planned":
        draw_mark(pen, CellMark("direction", (), favourable=False, planned=True), x + 4, top)
    elif key in ("favourable", "hollow"):
        draw_mark(pen, asset, x + 4, top, hollow=key == "hollow")
    elif key == "hit":
        draw_mark(pen, asset, x + 5, top)
    elif key == "silent":
        pen.box(x + 5, top + 6, 14, 2, theme.COLOURS["nothing"])
    elif key == "outside":
        pen.hatch(x, top - 2, 24, 18)
    elif key == "found":
        pen.shapes.append(shape("asset", x + 5, top + 1, 12, Ink(theme.FOUND_MARK)))
