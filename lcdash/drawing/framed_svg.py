"""A drawing in its frame as one SVG: the sentence it shows above it, what its symbols mean and its sources below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple
from xml.etree import ElementTree  # nosec B405

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import LINE, SMALL, TITLE, Drawing
from lcdash.language import breaking

EDGE = 16.0  # of the paper around it


class Key(NamedTuple):
    """One line of a legend: "dot", "ring", "diamond", "box", "line", "dashes" or a sign; colour, and meaning."""

    form: str
    colour: str
    words: str


def framed(
    drawing: str,
    *,
    title: str,
    asked: str = "",
    legend: Sequence[Key] = (),
    foot: Sequence[str] = (),
    width: float,
    whole: Collection[str] = (),
) -> str:
    """Put a drawing, an <svg> as text, into its frame.

    asked  what a reader chose for it.   width  of the drawing in the frame.   whole  words that no line breaks.
    """
    frame = Drawing()
    y = EDGE

    def write(text: str, size: float, **options: object) -> None:
        nonlocal y
        for line in breaking.lines(text, width, lambda words: text_metrics.width(words, size) * 1.08, whole):
            y += size * LINE
            frame.words(line, EDGE, y - size * 0.4, size=size, **options)

    write(title, TITLE, font_weight=700, fill=theme.INK)
    if asked:
        write(asked, SMALL, fill=theme.QUIET)
    y += 6
    y += _inside(frame, drawing, y, width) + 6
    for key in legend:
        y += SMALL * LINE
        _key(frame, key, y)
        frame.words(key.words, EDGE + 32, y - 4, size=SMALL, fill=theme.INK)
    y += 4
    for line in foot:
        write(line, SMALL, fill=theme.QUIET)
    made = Drawing()
    made.box(0, 0, width + 2 * EDGE, y + EDGE, theme.PAPER)
    made.shapes += frame.shapes
    return made.written(title, width + 2 * EDGE, y + EDGE)


def _inside(frame: Drawing, drawing: str, y: float, width: float) -> float:
    """Put a drawing, an <svg> as text, below `y`: how high it is there."""
    inner = _still(ElementTree.fromstring(drawing))  # noqa: S314 - drawn here  # nosec B314
    _, _, wide, high = map(float, inner.get("viewBox", "0 0 1 1").split())
    height = width * high / wide
    inner.attrib.update({"x": f"{EDGE}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"})
    inner.attrib.pop("style", None)
    frame.shapes.append(inner)
    return height


def _key(frame: Drawing, key: Key, y: float) -> None:
    if key.form in ("line", "dashes"):
        dashes = {"stroke_dasharray": "6 4"} if key.form == "dashes" else {}
        frame.add("path", d=f"M{EDGE} {y - 8}H{EDGE + 24}", fill="none", stroke=key.colour, stroke_width=2.4, **dashes)
    else:
        mark(frame, key.form, key.colour, EDGE + 12, y - 8)


def mark(frame: Drawing, form: str, colour: str, x: float, y: float) -> None:
    """A mark of this form (Key), its middle at x and y; a sign as text where it is none of them."""
    if form == "dot":
        frame.add("circle", cx=x, cy=y, r=5.5, fill=colour)
    elif form == "ring":
        frame.add("circle", cx=x, cy=y, r=4.7, fill="none", stroke=colour, stroke_width=2.0)
    elif form == "diamond":
        path = f"M{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}L{x - 6:.1f} {y:.1f}Z"
        frame.add("path", d=path, fill=colour)
    elif form == "box":
        frame.box(x - 6, y - 6, 12, 12, colour)
    else:
        frame.words(form, x, y + 4, size=SMALL, text_anchor="middle", fill=colour)


def _still(root: ElementTree.Element) -> ElementTree.Element:
    """The drawing without links, classes and what a pointer would need: names stand where links stood."""
    for one in root.iter():
        one.tag = _name(one)  # the frame says in which language of tags it is written
    for parent in [one for one in root.iter() if any(_name(child) == "a" for child in one)]:
        for place, child in reversed(list(enumerate(parent))):
            if _name(child) == "a":
                parent[place : place + 1] = list(child)
    return root


def _name(element: ElementTree.Element) -> str:
    return re.sub(r"^\{.*\}", "", str(element.tag))
