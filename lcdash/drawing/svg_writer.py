"""Drawings as SVG, written from trees of elements: what comes from data cannot become markup."""

from __future__ import annotations

import re
from functools import singledispatch
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405

from lcdash.drawing import theme
from lcdash.drawing.shapes import Box, Circle, Contour, Curve, Drawing, Group, Ink, Path, Point, Shape, Words

XMLNS = "http://www.w3.org/2000/svg"
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no drawing may hold
HALO = 3.0  # of letters: how wide the line around them is


def svg(drawing: Drawing) -> str:
    """A drawing as one <svg> element: to a screen reader an image, or a group of links where it leads somewhere."""
    root = Element("svg", _named(viewBox=_numbers(drawing.left, drawing.top, drawing.width, drawing.height)))
    root.attrib |= _named(role="group" if drawing.leads else "img", font_family=theme.FONT, xmlns=XMLNS)
    root.attrib |= _named(aria_label=drawing.label, style=drawing.widest and f"max-width:{drawing.widest}")
    root.extend(_element(shape) for shape in drawing.shapes)
    return NO_XML.sub("", tostring(root, encoding="unicode"))


@singledispatch
def _element(shape: Shape) -> Element:
    raise TypeError(f"no shape: {shape!r}")


@_element.register
def _path(shape: Path) -> Element:
    lines = "".join(map(_contour, shape.contours))
    return Element("path", _named(class_=shape.name, d=lines) | _ink(shape.ink))


@_element.register
def _curve(shape: Curve) -> Element:
    along = f"M{_at(shape.start)}C{_at(shape.first)} {_at(shape.second)} {_at(shape.end)}"
    return Element("path", _named(d=along) | _ink(shape.ink))


@_element.register
def _circle(shape: Circle) -> Element:
    return Element("circle", _named(class_=shape.name, cx=shape.x, cy=shape.y, r=shape.radius) | _ink(shape.ink))


@_element.register
def _box(shape: Box) -> Element:
    at = _named(class_=shape.name, x=shape.left, y=shape.top, width=shape.width, height=shape.height)
    return Element("rect", at | _named(rx=shape.radius or "") | _ink(shape.ink))


@_element.register
def _words(shape: Words) -> Element:
    anchor, weight = (shape.anchor if shape.anchor != "start" else ""), (shape.weight if shape.weight != 400 else "")
    look = _named(x=shape.x, y=shape.y, font_size=shape.size, text_anchor=anchor, font_weight=weight, fill=shape.colour)
    if shape.halo:
        look |= _named(stroke=shape.halo, stroke_width=HALO, paint_order="stroke")
    element = Element("text", look)
    element.text = shape.text
    return element


@_element.register
def _group(shape: Group) -> Element:
    moved = (shape.scale, shape.right, shape.down) != (1.0, 0.0, 0.0)
    transform = f"translate({_numbers(shape.right, shape.down)}) scale({shape.scale:.5g})" if moved else ""
    own = _named(transform=transform) | dict(shape.marks)
    if shape.link:
        link = shape.link
        own |= _named(id=link.id, href=link.address, aria_label=link.words, data_link=link.state)
    element = Element("a" if shape.link else "g", own)
    if shape.title:
        SubElement(element, "title").text = shape.title
    element.extend(_element(part) for part in shape.shapes)
    return element


def _ink(ink: Ink) -> dict[str, str]:
    look = _named(fill=ink.fill or "none")
    if ink.stroke:
        look |= _named(stroke=ink.stroke, stroke_width=ink.width, stroke_dasharray=ink.dashes)
    return look


def _named(**values: str | float) -> dict[str, str]:
    """Attributes: `stroke_width` names "stroke-width"; "" is left out."""
    attributes = {name.strip("_").replace("_", "-"): _written(value) for name, value in values.items()}
    return {name: value for name, value in attributes.items() if value}


def _contour(contour: Contour) -> str:
    return f"M{'L'.join(map(_at, contour.points))}{'Z' if contour.closed else ''}"


def _at(point: Point) -> str:
    return _numbers(*point)


def _numbers(*values: float) -> str:
    return " ".join(map(_written, values))


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
