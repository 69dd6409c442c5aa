"""Ties between cities, and from funders to them, as a still picture: who gives at the left, a line for each tie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from lcdash.drawing import theme
from lcdash.drawing.framed_svg import Key
from lcdash.drawing.shapes import SIZE, Drawing


class Line(Protocol):
    """A tie as it is drawn."""

    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> str: ...
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


def svg(title: str, lines: Iterable[Line], names: Iterable[Name], size: tuple[float, float]) -> str:
    """Draw lines and names as `content.city_ties` lays them out in a box of this size; `title` names the picture."""
    drawing = Drawing()
    for line in lines:
        key = _key(line.kind, "")
        width = 1.0 if line.faded else 2.4 if line.kind == "mentoring" else 1.6
        dashes = {"stroke_dasharray": "6 4"} if key.form == "dashes" else {}
        colour = theme.RULE if line.faded else key.colour
        drawing.add("path", d=line.path, fill="none", stroke=colour, stroke_width=width, **dashes)
    for name in names:
        colour = theme.ACCENT if name.chosen else theme.DIMMED if name.faded else theme.INK
        weight = {"font_weight": 700} if name.chosen else {}
        drawing.words(name.text, name.x, name.y, size=SIZE, text_anchor=name.anchor, fill=colour, **weight)
    return drawing.written(title, *size)


def legend(kinds: dict[str, str]) -> list[Key]:
    """What the lines mean: kind -> its word."""
    return [_key(kind, word) for kind, word in kinds.items()]


def _key(kind: str, word: str) -> Key:
    colours = {"mentoring": theme.ACCENT, "funder": theme.FUND_EDGE}
    return Key("dashes" if kind == "spread" else "line", colours.get(kind, theme.QUIET), word)
