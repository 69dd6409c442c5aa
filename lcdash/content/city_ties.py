"""Ties between cities, and from funders to cities, as a drawing: who gives on the left, to whom on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class Tie(NamedTuple):
    """A tie: `kind` is its class; `left` and `right` ids as in Name; `row` the row of its table."""

    table: str
    row: records.CityLink | records.Partnership
    kind: str
    left: str
    right: str
    told: str
    curve: tuple[Point, Point, Point, Point] = ((0.0, 0.0),) * 4
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
    pairs = pd.DataFrame([(line.left, line.right) for line in lines], columns=["left", "right"])
    to = sorted({line.right for line in lines}, key=lambda end: (_middle(end, lines, ordered), labels[end]))
    spots = evidence_partners.two_sides(pairs, ordered, {"": to})
    place = {
        (spot.side, spot.id): 30 + spot.row * LINE
        for spot in records.each(spots, evidence_partners.Spot)
        if spot.side != "heading"
    }
    left = _widest(heads[0], (labels[end] for end in ordered)) * text_metrics.SPARE + EDGE
    right = left + (CLOSE if short else BETWEEN)
    width = right + _widest(heads[1], (labels[end] for end in to)) * text_metrics.SPARE + EDGE
    touched = {end for line in lines if open_id in (line.left, line.right) for end in (line.left, line.right)}
    focus = bool(touched)
    lines_drawn = tuple(
        line._replace(
            curve=_curve(
                0 if only else ASIDE.get(line.kind, 0),
                left + EDGE,
                place["left", line.left],
                right - EDGE,
                place["right", line.right],
            ),
            faded=focus and open_id not in (line.left, line.right),
        )
        for line in lines
    )
    names = tuple(
        TieEnd(
            end,
            labels[end],
            _address(end, t),
            left if side == "left" else right,
            y + 5,
            "end" if side == "left" else "start",
            end == open_id,
            focus and end not in touched,
        )
        for (side, end), y in place.items()
    )
    kind_names = data.labels("link_kind", t.language) | {"funder": data.labels("role", t.language)["funder"]}
    kinds = {kind: word for kind, word in kind_names.items() if any(line.kind == kind for line in lines)}
    return Ties(lines_drawn, names, kinds, left, right, width, max(place.values(), default=0) + LINE)


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


def _curve(aside: float, x: float, y: float, end_x: float, end_y: float) -> tuple[Point, Point, Point, Point]:
    middle = round((x + end_x) / 2, 1)
    start, end = (round(x, 1), round(y + aside, 1)), (round(end_x, 1), round(end_y + aside, 1))
    return start, (middle, start[1]), (middle, end[1]), end


def _address(end: str, t: Translations) -> str:
    query = {"city": end.removeprefix("city.")} if end.startswith("city.") else {"id": end}
    return site.address("partners", t.language, part="ties", **query)
