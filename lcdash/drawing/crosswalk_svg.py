"""The crosswalk of two frames as an <svg>: names at both sides, a line for each link, thick where it is direct."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree  # nosec B405

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import SIZE, Drawing

ROW, HEAD, GAP = 21.0, 23.0, 4.0  # heights of a name, of a group's name, and between groups
ACROSS, EDGE = 190.0, 8.0  # of the lines between both sides; between a name and its lines


class End(NamedTuple):
    """One end of links. `asks` is what of the page's link choosing it sets, key and values; `alone`, it has no link."""

    id: str
    name: str
    asks: tuple[tuple[str, str], ...]
    chosen: bool
    alone: bool


class Group(NamedTuple):
    """The facets of a factor, or the items of one part of UNESCO's frame. `end` is what its own name asks for."""

    name: str
    end: End | None
    ends: tuple[End, ...]


class Link(NamedTuple):
    """A line between two ends, by their ids; `faded` where a choice leaves it aside."""

    left: str
    right: str
    strength: str
    faded: bool


class Crosswalk(NamedTuple):
    """The picture. `title` is a sentence that is true of it; `legend`, strength -> its word."""

    title: str
    left: tuple[Group, ...]
    right: tuple[Group, ...]
    links: tuple[Link, ...]
    legend: tuple[tuple[str, str], ...]


Ask = Callable[[End], tuple[str, str]]  # an end -> the address of the page that shows it, and the state it sets


def svg(drawn: Crosswalk, *, ask: Ask | None = None) -> str:
    """Draw the crosswalk.

    ask  makes the names links; without it the picture is still.

    Returns  one <svg> element as text, everything from data escaped.
    """
    drawing = Drawing()
    left = max(_widths(drawn.left), default=0.0)
    width = left + ACROSS + max(_widths(drawn.right), default=0.0)
    tall = max(_height(drawn.left), _height(drawn.right))
    starts = _side(drawing, drawn.left, tall, left, "end", ask)
    ends = _side(drawing, drawn.right, tall, left + ACROSS, "start", ask)
    for link in sorted(drawn.links, key=lambda link: (not link.faded, link.strength == "direct")):
        _line(drawing, link, (left + EDGE, starts[link.left]), (left + ACROSS - EDGE, ends[link.right]))
    return drawing.written(drawn.title, width, tall + 4, "group" if ask else "img")


def _widths(groups: Sequence[Group]) -> list[float]:
    names = [(group.name, True) for group in groups] + [(end.name, False) for group in groups for end in group.ends]
    return [text_metrics.width(name, SIZE, bold=bold) * text_metrics.SPARE for name, bold in names]


def _height(groups: Sequence[Group]) -> float:
    return sum(HEAD + GAP + ROW * len(group.ends) for group in groups)


def _side(
    drawing: Drawing, groups: Sequence[Group], tall: float, x: float, anchor: str, ask: Ask | None
) -> Mapping[str, float]:
    """The names of one side, spread over the height; returns the middle of each by id."""
    y, spare = 0.0, (tall - _height(groups)) / max(len(groups), 1)
    found: dict[str, float] = {}
    for group in groups:
        head = {"text_anchor": anchor, "font_weight": 600, "fill": theme.ACCENT if group.end else theme.QUIET}
        _linked(drawing, group.end, ask, group.name, x, y + HEAD * 0.72, **head)
        y += HEAD
        for end in group.ends:
            colour = theme.QUIET if end.alone else theme.INK
            options = {"text_anchor": anchor, "fill": colour} | ({"font_weight": 600} if end.chosen else {})
            _linked(drawing, end, ask, end.name, x, y + ROW * 0.7, **options)
            found[end.id] = y + ROW * 0.5
            y += ROW
        y += GAP + spare
    return found


def _linked(drawing: Drawing, end: End | None, ask: Ask | None, words: str, x: float, y: float, **options: Any) -> None:
    """A name, as a link where it can be chosen."""
    drawing.words(words, x, y, **options)
    if ask and end:
        address, state = ask(end)
        link = ElementTree.Element("a", {"href": address, "data-link": state, "id": f"end-{end.id}"})
        link.append(drawing.shapes.pop())
        drawing.shapes.append(link)


def _line(drawing: Drawing, link: Link, start: tuple[float, float], end: tuple[float, float]) -> None:
    colour = theme.EDGE if link.faded else theme.ACCENT
    path = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    dashes = {"stroke_dasharray": "6 4"} if link.strength == "partial" else {}
    drawing.add(
        "path", d=path, fill="none", stroke=colour, stroke_width=2.6 if link.strength == "direct" else 1.5, **dashes
    )
