"""Ties between cities, and from funders to them, as a still picture: who gives at the left, a line for each tie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from lcdash.drawing import theme
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.drawing.shapes import DASHES, SIZE, Curve, Drawing, Group, Ink, Link, Pen, Point, Words

HEAD = 16.0  # where the heads of both sides stand


class TieLine(Protocol):
    """A tie as it is drawn."""

    @property
    def kind(self) -> str: ...
    @property
    def curve(self) -> tuple[Point, Point, Point, Point]: ...
    @property
    def sentence(self) -> str: ...
    @property
    def faded(self) -> bool: ...


class TieName(Protocol):
    """A name at one side, `id` what choosing it opens at `address`."""

    @property
    def id(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def anchor(self) -> str: ...
    @property
    def chosen(self) -> bool: ...
    @property
    def faded(self) -> bool: ...


class TieHead(NamedTuple):
    """What all names of one side are, above them."""

    text: str
    x: float
    anchor: str


def picture(
    title: str,
    lines: Iterable[TieLine],
    names: Iterable[TieName],
    size: tuple[float, float],
    *,
    heads: Iterable[TieHead] = (),
    leads: bool = False,
) -> Drawing:
    """Draw lines and names as `content.city_ties` lays them out in a box of this size.

    title  names the picture.   leads  each name is a link, each line tells a pointer what it is: on a page.
    """
    pen = Pen()
    for line in lines:
        curve = _curve(line)
        pen.shapes.append(Group((curve,), title=line.sentence) if leads else curve)
    for head in heads:
        pen.words(head.text, head.x, HEAD, SIZE, theme.QUIET, anchor=head.anchor, weight=700)
    for name in names:
        text = _words(name)
        attributes = (("data-id", name.id), *((("aria-current", "true"),) if name.chosen else ()))
        pen.shapes.append(Group((text,), Link(name.address), attributes) if leads else text)
    return pen.drawing(title, *size)


def _curve(line: TieLine) -> Curve:
    key = _key(line.kind, "")
    width = 1.0 if line.faded else 2.4 if line.kind == "mentoring" else 1.6
    colour = theme.RULE if line.faded else key.colour
    return Curve(*line.curve, Ink("", colour, width, DASHES if key.form == "dashes" else ""))


def _words(name: TieName) -> Words:
    colour = theme.ACCENT if name.chosen else theme.DIMMED if name.faded else theme.INK
    return Words(name.text, name.x, name.y, SIZE, colour, name.anchor, 700 if name.chosen else 400)


def legend(kinds: dict[str, str]) -> list[LegendKey]:
    """What the lines mean: kind -> its word."""
    return [_key(kind, word) for kind, word in kinds.items()]


def _key(kind: str, word: str) -> LegendKey:
    colours = {"mentoring": theme.ACCENT, "funder": theme.FUND_EDGE}
    return LegendKey("dashes" if kind == "spread" else "line", colours.get(kind, theme.QUIET), word)
