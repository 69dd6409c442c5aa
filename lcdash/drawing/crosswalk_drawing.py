"""The crosswalk of two frames as a picture: names at both sides, a line for each link, thick where it is direct."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from lcdash.drawing import shapes, text_metrics, theme
from lcdash.drawing.shapes import DASHES, SIZE, Drawing, Pen

ROW, HEAD, GAP = 21.0, 23.0, 4.0  # heights of a name, of a group's name, and between groups
ACROSS, EDGE = 190.0, 8.0  # of the lines between both sides; between a name and its lines


class End(NamedTuple):
    """One end of links. `asks` is what of the page's link choosing it sets, key and values; `alone`, it has no link."""

    id: str
    name: str
    asks: tuple[tuple[str, str], ...]
    chosen: bool
    alone: bool


class CrosswalkGroup(NamedTuple):
    """The facets of a factor, or the items of one part of UNESCO's frame. `end` is what its own name asks for."""

    name: str
    end: End | None
    ends: tuple[End, ...]


class CrosswalkLine(NamedTuple):
    """A line between two ends, by their ids; `faded` where a choice leaves it aside."""

    left: str
    right: str
    strength: str
    faded: bool


class Crosswalk(NamedTuple):
    """The picture. `title` is a sentence that is true of it; `legend`, strength -> its word."""

    title: str
    left: tuple[CrosswalkGroup, ...]
    right: tuple[CrosswalkGroup, ...]
    links: tuple[CrosswalkLine, ...]
    legend: tuple[tuple[str, str], ...]


Ask = Callable[[End], tuple[str, str]]  # an end -> the address of the page that shows it, and the state it sets


def picture(crosswalk: Crosswalk, *, ask: Ask | None = None) -> Drawing:
    """Draw the crosswalk.

    ask  makes the names links; without it the picture is still.
    """
    pen = Pen()
    left = max(_widths(crosswalk.left), default=0.0)
    width = left + ACROSS + max(_widths(crosswalk.right), default=0.0)
    tall = max(_height(crosswalk.left), _height(crosswalk.right))
    starts = _side(pen, crosswalk.left, tall, left, "end", ask)
    ends = _side(pen, crosswalk.right, tall, left + ACROSS, "start", ask)
    for link in sorted(crosswalk.links, key=lambda link: (not link.faded, link.strength == "direct")):
        _line(pen, link, (left + EDGE, starts[link.left]), (left + ACROSS - EDGE, ends[link.right]))
    return pen.drawing(crosswalk.title, width, tall + 4)


def _widths(groups: Sequence[CrosswalkGroup]) -> list[float]:
    names = [(group.name, True) for group in groups] + [(end.name, False) for group in groups for end in group.ends]
    return [text_metrics.width(name, SIZE, bold=bold) * text_metrics.SPARE for name, bold in names]


def _height(groups: Sequence[CrosswalkGroup]) -> float:
    return sum(HEAD + GAP + ROW * len(group.ends) for group in groups)


def _side(
    pen: Pen, groups: Sequence[CrosswalkGroup], tall: float, x: float, anchor: str, ask: Ask | None
) -> Mapping[str, float]:
    """The names of one side, spread over the height; returns the middle of each by id."""
    y, spare = 0.0, (tall - _height(groups)) / max(len(groups), 1)
    middles: dict[str, float] = {}
    for group in groups:
        with _linked(pen, group.end, ask):
            colour = theme.ACCENT if group.end else theme.QUIET
            pen.words(group.name, x, y + HEAD * 0.72, SIZE, colour, anchor=anchor, weight=600)
        y += HEAD
        for end in group.ends:
            colour = theme.QUIET if end.alone else theme.INK
            with _linked(pen, end, ask):
                weight = 600 if end.chosen else 400
                pen.words(end.name, x, y + ROW * 0.7, SIZE, colour, anchor=anchor, weight=weight)
            middles[end.id] = y + ROW * 0.5
            y += ROW
        y += GAP + spare
    return middles


def _linked(pen: Pen, end: End | None, ask: Ask | None) -> AbstractContextManager[None]:
    """What is drawn within it is a link where the name can be chosen."""
    if not ask or not end:
        return nullcontext()
    address, state = ask(end)
    return pen.link(shapes.Link(address, state=state, id=f"end-{end.id}"))


def _line(pen: Pen, link: CrosswalkLine, start: tuple[float, float], end: tuple[float, float]) -> None:
    colour = theme.EDGE if link.faded else theme.ACCENT
    dashes = DASHES if link.strength == "partial" else ""
    pen.line((start, end), colour, 2.6 if link.strength == "direct" else 1.5, dashes)
