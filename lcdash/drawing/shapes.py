"""The shapes that still pictures are made of: boxes, paths of straight lines and words, which vectors.py can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree  # nosec B405

from lcdash.drawing import theme

XMLNS = "http://www.w3.org/2000/svg"
SIZE, SMALL, TITLE = 14.0, 12.5, 21.0  # of letters
LINE = 1.5  # height of a line of words, in sizes of its letters
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no drawing may hold


@dataclass
class Drawing:
    """Shapes in the order they are drawn, and how far they reach."""

    shapes: list[ElementTree.Element] = field(default_factory=list)

    def add(self, tag: str, text: str = "", **options: Any) -> None:
        self.shapes.append(element(tag, text, **options))

    def words(self, text: str, x: float, y: float, *, size: float = SIZE, **options: Any) -> None:
        """A line of words whose letters stand on `y`."""
        self.add("text", text, x=x, y=y, font_size=size, **options)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.add("rect", x=x, y=y, width=width, height=height, fill=fill)

    def lines(self, path: str, colour: str, width: float = 1.0) -> None:
        self.add("path", d=path, fill="none", stroke=colour, stroke_width=width)

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """Slanting lines over a box: outside the study."""
        path, step = "", 7.0
        start = -height + step / 2
        while start < width:
            left, right, bottom = max(start, 0.0), min(start + height, width), y + height
            if right > left:
                path += f"M{x + left:.1f} {bottom - left + start:.1f}L{x + right:.1f} {bottom - right + start:.1f}"
            start += step
        self.lines(path, theme.HATCH)

    @contextmanager
    def link(self, address: str, words: str) -> Iterator[None]:
        """What is drawn meanwhile leads to an address; `words` say where to, or what is there."""
        start = len(self.shapes)
        yield
        self.shapes[start:] = [element("a", *self.shapes[start:], href=address, aria_label=words)]

    def written(self, label: str, width: float, height: float, role: str = "img") -> str:
        """The whole as an <svg> of this size; `label` is its name for a screen reader, `role` "group" with links."""
        return picture(*self.shapes, label=label, box=(0, 0, width, height), role=role, font_size=SIZE)


def element(tag: str, *inside: ElementTree.Element | str, **options: Any) -> ElementTree.Element:
    """An element of SVG around others, or around a text; `stroke_width` names "stroke-width", None is left out."""
    named = {name.strip("_").replace("_", "-"): value for name, value in options.items() if value is not None}
    made = ElementTree.Element(tag, {name: _number(value) for name, value in named.items()})
    for one in inside:
        if isinstance(one, str):
            made.text = one or None
        else:
            made.append(one)
    return made


def picture(
    *inside: ElementTree.Element, label: str, box: tuple[float, float, float, float], role: str = "img", **options: Any
) -> str:
    """Elements as one <svg>. `label` is its name for a screen reader, `box` its left, top, width and height."""
    root = element("svg", *inside, viewBox=" ".join(map(_number, box)), role=role, font_family=theme.FONT, **options)
    root.attrib |= {"aria-label": label, "xmlns": XMLNS}
    return legal(ElementTree.tostring(root, encoding="unicode"))


def legal(svg: str) -> str:
    """A drawing without the signs that XML cannot hold: what comes from data may be anything."""
    return NO_XML.sub("", svg)


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
