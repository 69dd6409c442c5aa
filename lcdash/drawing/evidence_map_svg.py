"""The evidence map as a still picture: an <svg> for files, slides, print and, in small, for other pages.

It is made of boxes, circles, paths of straight lines and words alone, which vectors.py turns into shapes of a slide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import LINE, SIZE, SMALL, Drawing
from lcdash.evidence.evidence_map import COUNTRY, MARKS, Cell, Column, EvidenceMap, Mark, Row

MARK, SLOT = 14.0, 15.0  # how wide a mark is, and its place
SMALL_MARK = 12.0  # one of the small picture
OWN_STATE = 11.0  # letters of a place's own word for a state
INSET, GAP = 13.0, 12.0  # of a facet's name under its factor; between names and what stands beside them


@dataclass(frozen=True)
class Words:
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

    def link(self, drawing: Drawing, row: str = "", column: str = "") -> AbstractContextManager[None]:
        """What is drawn within it is a link where the picture has a way there."""
        way = self.ways.get((row, column))
        return drawing.link(*way) if way else nullcontext()


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


def svg(
    drawn: EvidenceMap,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    words: Words,
    *,
    solid: Collection[tuple[str, str, str]] | None = None,
    shown: Sequence[str] = (),
    form: Form = WHOLE,
) -> str:
    """Draw the map.

    rows, columns  names by id.
    solid          the marks that match a filter (evidence_map.solid); None without one: all are solid.
    shown          the columns to draw, in their order; without any, the country and the cities of the study.

    Returns  one <svg> element as text.
    """
    places = {column.column_id: column for column in drawn.columns}
    chosen = [places[one] for one in shown or (*([COUNTRY] if form.country else []), *drawn.studied)]
    left = max((_name_width(row, rows, form) for row in drawn.rows), default=0.0) + GAP
    widths = [form.country if column.kind == "country" else form.cell for column in chosen]
    starts = [left + sum(widths[:place]) for place in range(len(widths))]
    width = max(left + sum(widths), _legend_width(words.legend))
    drawing, y = Drawing(), 0.0
    y = _legend(drawing, words.legend, y)
    if chosen:  # a study of no city has no column
        reach = text_metrics.width(columns[chosen[-1].column_id], form.letters, bold=True) * text_metrics.SPARE
        width = max(width, starts[-1] + (widths[-1] + reach) / 2)
    y = _heads(drawing, [columns[one.column_id] for one in chosen], chosen, starts, widths, y, form, words)
    for row in drawn.rows:
        y = _row(drawing, drawn, row, rows[row.row_id], chosen, starts, widths, y, solid, form, words)
    return drawing.written(words.label, width, y + 8, "group" if words.ways else "img")


def _name_width(row: Row, rows: Mapping[str, str], form: Form) -> float:
    bold = row.kind == "factor"
    name = f"{row.number} {rows[row.row_id]}" if bold else rows[row.row_id]
    inset = INSET if row.kind == "facet" else 0.0
    return inset + text_metrics.width(name, form.letters, bold=bold) * text_metrics.SPARE


def _heads(
    drawing: Drawing,
    names: Sequence[str],
    columns: Sequence[Column],
    starts: Sequence[float],
    widths: Sequence[float],
    y: float,
    form: Form,
    words: Words,
) -> float:
    """The names of the columns: on one line where each fits, else on two levels with a tick; never turned or cut."""
    size = form.letters
    long = [text_metrics.width(name, size, bold=True) * text_metrics.SPARE for name in names]
    two = any(
        one > room - 6 for one, room, column in zip(long, widths, columns, strict=True) if column.kind != "country"
    )
    bottom = y + (2 if two else 1) * size * LINE + 6
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        middle = starts[place] + widths[place] / 2
        city = place - (columns[0].kind == "country")
        colour = {"other": theme.QUIET, "own": theme.ACCENT}.get(column.kind, theme.INK)
        options: dict[str, Any] = {"text_anchor": "middle", "font_weight": 600, "fill": colour}
        if column.kind == "country":
            _head_of_country(drawing, name, middle, bottom - 7, options)
        elif two and city % 2 == 0:
            at = middle
            if place == 1 and columns[0].kind == "country":  # not over the head of the country
                at = max(middle, starts[place] + long[place] / 2)
            elif place == 0:  # there is room at its left, and a neighbour at its right
                at = min(middle, starts[0] + 1.2 * widths[0] - long[0] / 2)
            with words.link(drawing, column=column.column_id):
                drawing.words(name, at, bottom - 7 - size * LINE, size=size, **options)
            beside = [one for one in (place - 1, place + 1) if 0 <= one < len(names) and columns[one].kind != "country"]
            free = all(abs(starts[one] + widths[one] / 2 - middle) > long[one] / 2 + 2 for one in beside)
            top = bottom - 1 - size * LINE if free else bottom - 6  # not through the name of a neighbour
            drawing.lines(f"M{middle:.1f} {top:.1f}V{bottom - 2:.1f}", theme.HOLLOW)
        else:
            with words.link(drawing, column=column.column_id):
                drawing.words(name, middle, bottom - 7, size=size, **options)
    drawing.lines(f"M0 {bottom:.1f}H{_end(starts, widths):.1f}", theme.ACCENT, 2)
    return bottom + 1


def _head_of_country(drawing: Drawing, name: str, middle: float, y: float, options: dict[str, Any]) -> None:
    """The name of the column of the whole country, a word a line, the last on `y`."""
    look = options | {"fill": theme.COLOURS["limit"]}
    for number, part in enumerate(reversed(name.split(" "))):
        drawing.words(part, middle, y - number * SMALL * 1.4, size=SMALL, **look)


def _end(starts: Sequence[float], widths: Sequence[float]) -> float:
    """Where the last column ends; 0 where the study is of no city and there is none."""
    return starts[-1] + widths[-1] if starts else 0.0


def _row(
    drawing: Drawing,
    drawn: EvidenceMap,
    row: Row,
    name: str,
    columns: Sequence[Column],
    starts: Sequence[float],
    widths: Sequence[float],
    y: float,
    solid: Collection[tuple[str, str, str]] | None,
    form: Form,
    words: Words,
) -> float:
    factor = row.kind == "factor"
    height = form.line if factor else form.row
    end = _end(starts, widths)
    for column, x, width in zip(columns, starts, widths, strict=True):
        cell = drawn.cells[row.row_id, column.column_id]
        if not (form.small and factor):
            with words.link(drawing, row.row_id, column.column_id):
                _cell(drawing, cell, column, (x, y, width, height), solid, form)
                _own_state(drawing, cell, words, x, width, y + height / 2)
                if words.ways:
                    drawing.add("rect", x=x + 1, y=y + 1, width=width - 2, height=height - 2, fill="transparent")
    label = f"{row.number} {name}" if factor else name
    with words.link(drawing, row.row_id):
        drawing.words(
            label,
            INSET if row.kind == "facet" else 0,
            y + height / 2 + form.letters * 0.33,
            size=form.letters,
            **({"font_weight": 600, "fill": theme.ACCENT} if factor else {"fill": theme.INK}),
        )
    if factor:
        drawing.lines(f"M0 {y:.1f}H{end:.1f}", theme.EDGE)
    drawing.lines(f"M0 {y + height:.1f}H{end:.1f}", theme.HAIR)
    return y + height


def _cell(
    drawing: Drawing,
    cell: Cell,
    column: Column,
    box: tuple[float, float, float, float],
    solid: Collection[tuple[str, str, str]] | None,
    form: Form,
) -> None:
    x, y, width, height = box
    hit = solid is not None and any((cell.row_id, cell.column_id, kind) in solid for kind in cell.marks)
    ground = theme.MATCH if hit else theme.LIMIT_GROUND if column.kind == "country" else theme.SILENCE
    if column.kind == "own":
        drawing.box(x + 0.5, y, width - 1, height, theme.OWN_GROUND)
    elif hit or column.kind == "country" or cell.state == "silent":
        drawing.box(x + 0.5, y, width - 1, height, ground)
    if cell.state == "outside":
        drawing.hatch(x + 0.5, y, width - 1, height)
    drawing.lines(f"M{x:.1f} {y:.1f}V{y + height:.1f}", theme.HAIR)
    middle = y + height / 2
    if cell.state == "silent" and not cell.marks:
        drawing.box(x + width / 2 - 7, middle - 1, 14, 2, theme.COLOURS["nothing"])
    marks = [cell.marks[kind] for kind in MARKS if kind in cell.marks]
    if form.small:
        _found(drawing, cell, x + width / 2, middle)
        return
    first = x + (width - SLOT if column.kind == "country" else width - 4 * SLOT) / 2
    for mark in marks:
        slot = 0 if column.kind == "country" else MARKS.index(mark.kind)
        place = first + slot * SLOT + (SLOT - MARK) / 2
        draw_mark(
            drawing,
            mark,
            place,
            middle - MARK / 2 - 1,
            hollow=solid is not None and (cell.row_id, cell.column_id, mark.kind) not in solid,
        )


def _own_state(drawing: Drawing, cell: Cell, words: Words, x: float, room: float, middle: float) -> None:
    """A state of a place's own column that is no mark, as a word; where a limit is named too, before it."""
    if cell.state in words.states:
        centre = x + (room - SLOT) / 2 if cell.marks else x + room / 2
        ink = {"text_anchor": "middle", "fill": theme.QUIET}
        drawing.words(words.states[cell.state], centre, middle + 4, size=OWN_STATE, **ink)


def _found(drawing: Drawing, cell: Cell, x: float, y: float) -> None:
    """That something is said in a cell, that a limit is named in it, or both beside each other, about a point."""
    found = {"asset": theme.FOUND_MARK} if set(cell.marks) - {"limit"} else {}
    if "limit" in cell.marks:
        found["limit"] = theme.MARK_COLOURS["limit"]
    left = x - (SMALL_MARK * len(found) + 2 * (len(found) - 1)) / 2
    for place, (kind, colour) in enumerate(found.items()):
        shape(drawing, kind, left + place * (SMALL_MARK + 2), y - SMALL_MARK / 2, SMALL_MARK, fill=colour)


def draw_mark(drawing: Drawing, mark: Mark, x: float, y: float, *, hollow: bool = False) -> None:
    """One mark in its box of MARK: solid, hollow where a filter does not match, dotted where it is only a plan."""
    colour = theme.MARK_COLOURS[mark.kind]
    dots: dict[str, Any] = {"stroke_dasharray": "2 1.7"} if mark.planned else {}
    if hollow:
        inset = MARK * 0.11
        shape(
            drawing,
            mark.kind,
            x + inset,
            y + inset,
            MARK * 0.78,
            fill="none",
            stroke=theme.HOLLOW,
            stroke_width=1.3,
            **dots,
        )
        return
    if mark.planned:
        shape(drawing, mark.kind, x, y, MARK, fill=theme.PAPER, stroke=colour, stroke_width=1.5, **dots)
    else:
        shape(drawing, mark.kind, x, y, MARK, fill=colour)
    if mark.favourable:
        drawing.box(x + 0.5, y + MARK + 1.4, MARK - 1, 2, colour)


def shape(drawing: Drawing, kind: str, x: float, y: float, size: float, **options: Any) -> None:
    """The shape of a kind of mark in a box of this size."""
    middle, right, bottom = x + size / 2, x + size, y + size
    if kind == "direction":
        half = y + size / 2
        path = f"M{middle:.1f} {y:.1f}L{right:.1f} {half:.1f}L{middle:.1f} {bottom:.1f}L{x:.1f} {half:.1f}Z"
        drawing.add("path", d=path, **options)
    elif kind == "asset":
        drawing.add("rect", x=x + size * 0.1, y=y + size * 0.1, width=size * 0.8, height=size * 0.8, **options)
    elif kind == "practice":
        drawing.add("circle", cx=middle, cy=y + size / 2, r=size * 0.44, **options)
    else:
        path = f"M{middle:.1f} {y + size * 0.06:.1f}L{right:.1f} {y + size * 0.94:.1f}L{x:.1f} {y + size * 0.94:.1f}Z"
        drawing.add("path", d=path, **options)


def _legend_width(legend: Sequence[tuple[str, str]]) -> float:
    return sum(30 + text_metrics.width(words, SMALL) * text_metrics.SPARE + 16 for _, words in legend)


def _legend(drawing: Drawing, legend: Sequence[tuple[str, str]], y: float) -> float:
    """The key, on one line."""
    x = 0.0
    for key, words in legend:
        top = y + 4
        if key in MARKS:
            draw_mark(drawing, Mark(key, (), favourable=False, planned=False), x + 4, top)
        elif key in ("favourable", "planned"):
            kind = "asset" if key == "favourable" else "direction"
            draw_mark(drawing, Mark(kind, (), favourable=key == "favourable", planned=key == "planned"), x + 4, top)
        elif key == "silent":
            drawing.box(x, top - 2, 24, 18, theme.SILENCE)
            drawing.box(x + 5, top + 6, 14, 2, theme.COLOURS["nothing"])
        elif key == "outside":
            drawing.hatch(x, top - 2, 24, 18)
        elif key == "own":
            drawing.box(x, top - 2, 24, 18, theme.OWN_GROUND)
        elif key == "hit":
            drawing.box(x, top - 2, 24, 18, theme.MATCH)
            draw_mark(drawing, Mark("asset", (), favourable=False, planned=False), x + 5, top)
        elif key == "hollow":
            draw_mark(drawing, Mark("asset", (), favourable=False, planned=False), x + 4, top, hollow=True)
        elif key == "found":
            shape(drawing, "asset", x + 5, top + 1, 12, fill=theme.FOUND_MARK)
        drawing.words(words, x + 30, top + 11.5, size=SMALL, fill=theme.INK)
        x += 30 + text_metrics.width(words, SMALL) * text_metrics.SPARE + 16
    return y + 30 if legend else y
