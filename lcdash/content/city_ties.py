"""Ties between cities, and from funders to cities, as a drawing: who gives on the left, to whom on the right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing import text_metrics
from lcdash.drawing.shapes import Point
from lcdash.evidence import filtering
from lcdash.evidence import partners as evidence_partners
from lcdash.language.translations import Translations

SIZE, LINE, EDGE = 14.0, 27, 12  # letters, a line, what is left beside a name; in units
ASIDE = {"mentoring": -3, "spread": 3}  # two ties of the same cities lie beside each other
BETWEEN, CLOSE = 300, 130  # the room of the curves, and on a phone

Curve = tuple[Point, Point, Point, Point]


class Tie(NamedTuple):
    """A tie: `kind` is its class; `left` and `right` ids as in TieEnd; `row` the row of its table."""

    table: str
    row: records.CityLink | records.Partnership
    kind: str
    left: str
    right: str
    sentence: str
    curve: Curve = ((0.0, 0.0),) * 4
    faded: bool = False


class TieEnd(NamedTuple):
    """A city ("city.<id>") or an organisation at its place in the drawing."""

    id: str
    text: str
    address: str
    x: float
    y: float
    anchor: str
    chosen: bool
    faded: bool


class Ties(NamedTuple):
    """The drawing; `left`, `right` are where names end and begin."""

    lines: tuple[Tie, ...]
    names: tuple[TieEnd, ...]
    kinds: dict[str, str]
    left: float
    right: float
    width: float
    height: float


def ties(
    data: Dataset,
    open_id: str,
    t: Translations,
    *,
    short: bool = False,
    only: str = "",
    heads: tuple[str, str] = ("", ""),
) -> Ties:
    """All ties; `open_id`, a city ("city.<id>") or an organisation, is in focus, and where it has no part is faded.

    short  whether organisations bear their short names and the drawing is as narrow as a phone.
    only   the one kind of tie that is drawn; "" for all.   heads  what stands above both sides, which have room for it.

    Receivers stand by who gives to them, then by name: lines cross as little as that allows.
    """
    lines = [line for line in _lines(data, t) if only in ("", line.kind)]
    labels = texts(data, t) | (filtering.names(data.partners, t.language, "short") if short else {})
    ordered = sorted({line.left for line in lines}, key=lambda end: (not end.startswith("city."), labels[end]))
    to = sorted({line.right for line in lines}, key=lambda end: (_middle(end, lines, ordered), labels[end]))
    heights = _heights(lines, ordered, to)
    left = _widest(heads[0], (labels[end] for end in ordered)) * text_metrics.SPARE + EDGE
    right = left + (CLOSE if short else BETWEEN)
    width = right + _widest(heads[1], (labels[end] for end in to)) * text_metrics.SPARE + EDGE
    touched = {end for line in lines if open_id in (line.left, line.right) for end in (line.left, line.right)}
    curves = tuple(
        line._replace(
            curve=_between(line, heights, left + EDGE, right - EDGE, aside=not only),
            faded=bool(touched) and open_id not in (line.left, line.right),
        )
        for line in lines
    )
    sides = {"left": (left, "end"), "right": (right, "start")}
    names = tuple(
        _end(end, labels, sides[side], y, t)._replace(chosen=end == open_id, faded=bool(touched) and end not in touched)
        for (side, end), y in heights.items()
    )
    kinds = _kinds(data, {line.kind for line in lines}, t)
    return Ties(curves, names, kinds, left, right, width, max(heights.values(), default=0) + LINE)


def _between(line: Tie, heights: Mapping[tuple[str, str], float], left: float, right: float, *, aside: bool) -> Curve:
    """The curve of a tie from the height of its giver to that of its receiver."""
    off = ASIDE.get(line.kind, 0) if aside else 0
    return _curve(off, left, heights["left", line.left], right, heights["right", line.right])


def _end(end: str, labels: Mapping[str, str], side: tuple[float, str], y: float, t: Translations) -> TieEnd:
    """The name of an end at `side`, an x and the text-anchor there."""
    return TieEnd(end, labels[end], _address(end, t), side[0], y + 5, side[1], False, False)


def _heights(lines: Iterable[Tie], ordered: list[str], to: list[str]) -> dict[tuple[str, str], float]:
    """(side, end) -> how far down its name stands."""
    pairs = pd.DataFrame([(line.left, line.right) for line in lines], columns=["left", "right"])
    spots = evidence_partners.two_sides(pairs, ordered, {"": to})
    rows = records.each(spots, evidence_partners.Spot)
    return {(spot.side, spot.id): 30 + spot.row * LINE for spot in rows if spot.side != "heading"}


def _kinds(data: Dataset, drawn_kinds: Collection[str], t: Translations) -> dict[str, str]:
    """The words of these kinds of ties, in the order of the codes."""
    names = data.labels("link_kind", t.language) | {"funder": data.labels("role", t.language)["funder"]}
    return {kind: word for kind, word in names.items() if kind in drawn_kinds}


def _widest(head: str, names: Iterable[str]) -> float:
    return max((text_metrics.width(head, SIZE, bold=True), *(text_metrics.width(name, SIZE) for name in names)))


def _middle(end: str, lines: Iterable[Tie], ordered: list[str]) -> float:
    """The middle of the places of those that give to `end`."""
    places = {ordered.index(line.left) for line in lines if line.right == end}
    return sum(places) / len(places)


def texts(data: Dataset, t: Translations) -> dict[str, str]:
    """Id of a city or an organisation, as in Name -> what it is called."""
    cities = {f"city.{city_id}": name for city_id, name in data.names("cities", t.language).items()}
    return cities | filtering.names(data.partners, t.language)


def _lines(data: Dataset, t: Translations) -> Iterator[Tie]:
    names, kinds = texts(data, t), data.labels("link_kind", t.language)
    for row in records.each(data.city_links, records.CityLink):
        ends = f"city.{row.from_city_id}", f"city.{row.to_city_id}"
        yield Tie("city_links", row, row.kind, *ends, f"{names[ends[0]]} → {names[ends[1]]}: {kinds[row.kind]}")
    funder = data.labels("role", t.language)["funder"]
    funds = data.partnerships[(data.partnerships["role"] == "funder") & (data.partnerships["city_id"] != "")]
    for fund in records.each(funds, records.Partnership):
        to = f"city.{fund.city_id}"
        text = f"{names[fund.partner_id]} → {names[to]}: {funder}"
        yield Tie("partnerships", fund, "funder", fund.partner_id, to, text)


def _curve(aside: float, x: float, y: float, end_x: float, end_y: float) -> Curve:
    middle = round((x + end_x) / 2, 1)
    start, end = (round(x, 1), round(y + aside, 1)), (round(end_x, 1), round(end_y + aside, 1))
    return start, (middle, start[1]), (middle, end[1]), end


def _address(end: str, t: Translations) -> str:
    query = {"city": end.removeprefix("city.")} if end.startswith("city.") else {"id": end}
    return site.address("partners", t.language, part="ties", **query)
