"""Ties between cities, and from funders to them, as a still picture: who gives at the left, a line for each tie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from lcdash.drawing import theme
from lcdash.drawing.framed_drawing import Key
from lcdash.drawing.shapes import DASHES, SIZE, Curve, Drawing, Ink, Pen, Point


class Line(Protocol):
    """A tie as it is drawn."""

    @property
    def kind(self) -> str: ...
    @property
    def curve(self) -> tuple[Point, Point, Point, Point]: ...
    @property
    def faded(self) -> bool: ...


class Name(Protocol):
    """A name at one side."""

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


def picture(title: str, lines: Iterable[Line], names: Iterable[Name], size: tuple[float, float]) -> Drawing:
    """Draw lines and names as `content.city_ties` lays them out in a box of this size; `title` names the picture."""
    pen = Pen()
    for line in lines:
        key = _key(line.kind, "")
        width = 1.0 if line.faded else 2.4 if line.kind == "mentoring" else 1.6
        colour = theme.RULE if line.faded else key.colour
        pen.shapes.append(Curve(*line.curve, Ink("", colour, width, DASHES if key.form == "dashes" else "")))
    for name in names:
        colour = theme.ACCENT if name.chosen else theme.DIMMED if name.faded else theme.INK
        weight = 700 if name.chosen else 400
        pen.words(name.text, name.x, name.y, SIZE, colour, anchor=name.anchor, weight=weight)
    return pen.drawing(title, *size)


def legend(kinds: dict[str, str]) -> list[Key]:
    """What the lines mean: kind -> its word."""
    return [_key(kind, word) for kind, word in kinds.items()]


def _key(kind: str, word: str) -> Key:
    colours = {"mentoring": theme.ACCENT, "funder": theme.FUND_EDGE}
    return Key("dashes" if kind == "spread" else "line", colours.get(kind, theme.QUIET), word)
