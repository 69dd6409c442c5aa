"""The drawings of this folder as shapes, for what draws them itself: on a slide they can be edited.

It reads what they are written in and no more of SVG than that: paths of straight lines, circles, boxes and words, and
drawings within a drawing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

STEPS = 24  # lines along a curve
TOKEN = re.compile(r"[MLHVCZmlhvcz]|-?[0-9]*\.?[0-9]+")
INHERITED = ("fill", "stroke", "stroke-width", "font-size")


class Style(NamedTuple):
    """How a shape looks; colours as "#RRGGBB", "" for none; lengths in units of the drawing."""

    fill: str
    stroke: str
    stroke_width: float
    dashed: bool


class Path(NamedTuple):
    """Lines through points; each contour is whether it is closed, and its points."""

    style: Style
    contours: tuple[tuple[bool, tuple[tuple[float, float], ...]], ...]


class Oval(NamedTuple):
    """An ellipse in the box that holds it, in pixels of the drawing; a circle where width and height are equal."""

    style: Style
    left: float
    top: float
    width: float
    height: float


class Box(NamedTuple):
    """A box whose corners are round by `radius`."""

    style: Style
    left: float
    top: float
    width: float
    height: float
    radius: float


class Words(NamedTuple):
    """A line of text that begins, ends or is centred ("start", "end", "middle") at x and stands on y."""

    style: Style
    text: str
    x: float
    y: float
    size: float
    anchor: str
    bold: bool


Shape = Path | Oval | Box | Words


class Drawing(NamedTuple):
    """What a drawing shows (`title`), the box it stands in, and its shapes from the back to the front."""

    title: str
    left: float
    top: float
    width: float
    height: float
    shapes: tuple[Shape, ...]


def read(svg: str) -> Drawing:
    """An <svg> element of svg.py as shapes. Raises ValueError for what svg.py does not write."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    left, top, width, height = map(float, root.get("viewBox").split())
    shapes: list[Shape] = []
    _read(root, {"fill": "#000000", "stroke": "none", "stroke-width": "1", "font-size": "16"}, shapes)
    return Drawing(root.get("aria-label", ""), left, top, width, height, tuple(shapes))


def _read(element: etree._Element, outer: dict[str, str], shapes: list[Shape]) -> None:
    for one in element:
        held = outer | {name: one.get(name) for name in INHERITED if one.get(name)}
        fill, stroke = ("" if held[name] == "none" else held[name] for name in ("fill", "stroke"))
        style = Style(fill, stroke, float(held["stroke-width"]), one.get("stroke-dasharray") is not None)
        number = {
            name: float(one.get(name, 0)) for name in ("x", "y", "width", "height", "rx") if _is_number(one, name)
        }
        match etree.QName(one).localname:
            case "g":
                _read(one, held, shapes)
            case "svg":
                shapes += _inside(one, held, number)
            case "path":
                shapes.append(Path(style, _contours(one.get("d"))))
            case "circle":
                x, y, r = (float(one.get(name)) for name in ("cx", "cy", "r"))
                shapes.append(Oval(style, x - r, y - r, 2 * r, 2 * r))
            case "rect":
                shapes.append(Box(style, *(number.get(name, 0) for name in ("x", "y", "width", "height", "rx"))))
            case "text":
                bold, anchor = one.get("font-weight") is not None, one.get("text-anchor", "start")
                words = "".join(one.itertext())
                shapes.append(Words(style, words, number["x"], number["y"], float(held["font-size"]), anchor, bold))
            case other:
                raise ValueError(f"no shape is known for <{other}>")


def _inside(element: etree._Element, held: dict[str, str], box: dict[str, float]) -> list[Shape]:
    """The shapes of a drawing within a drawing, at their place in its box: as large as fits, in the middle."""
    left, top, width, height = map(float, element.get("viewBox").split())
    scale = min(box["width"] / width, box["height"] / height)
    right = box["x"] + (box["width"] - width * scale) / 2 - left * scale
    down = box["y"] + (box["height"] - height * scale) / 2 - top * scale
    shapes: list[Shape] = []
    _read(element, held, shapes)
    return [_moved(shape, scale, right, down) for shape in shapes]


def _moved(shape: Shape, scale: float, right: float, down: float) -> Shape:
    style = shape.style._replace(stroke_width=shape.style.stroke_width * scale)
    match shape:
        case Path():
            contours = tuple(
                (closed, tuple((x * scale + right, y * scale + down) for x, y in points))
                for closed, points in shape.contours
            )
            return Path(style, contours)
        case Words():
            return shape._replace(
                style=style, x=shape.x * scale + right, y=shape.y * scale + down, size=shape.size * scale
            )
        case Box():
            shape = shape._replace(radius=shape.radius * scale)
    return shape._replace(
        style=style,
        left=shape.left * scale + right,
        top=shape.top * scale + down,
        width=shape.width * scale,
        height=shape.height * scale,
    )


def _is_number(element: etree._Element, name: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]*\.?[0-9]+", element.get(name, "")))


def _contours(path: str) -> tuple[tuple[bool, tuple[tuple[float, float], ...]], ...]:
    """A path of lines, and of curves as lines along them, as its contours."""
    found: list[tuple[bool, list[tuple[float, float]]]] = []
    tokens = TOKEN.findall(path)
    x = y = 0.0
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if command in "Zz":
            found[-1] = (True, found[-1][1])
            continue
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.upper()
        if kind == "C":
            x1, y1, x2, y2, x3, y3 = (float(token) for token in tokens[place : place + 6])
            towards = [(x, y), *((base_x + right, base_y + down) for right, down in ((x1, y1), (x2, y2), (x3, y3)))]
            found[-1][1].extend(_along(towards))
            (x, y), place = towards[-1], place + 6
            continue
        if kind in "HV":
            step, place = float(tokens[place]), place + 1
            x, y = (base_x + step, y) if kind == "H" else (x, base_y + step)
        else:
            x, y, place = base_x + float(tokens[place]), base_y + float(tokens[place + 1]), place + 2
        if kind == "M":
            found.append((False, []))
            command = "l" if command == "m" else "L"  # further points after the first are lines
        found[-1][1].append((x, y))
    return tuple((closed, tuple(points)) for closed, points in found)


def _along(towards: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points along a cubic curve, given by its start, where it leaves for, where it comes from, and its end."""
    found = []
    for step in range(1, STEPS + 1):
        share = step / STEPS
        weights = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
        x, y = (sum(weight * one[axis] for weight, one in zip(weights, towards, strict=True)) for axis in (0, 1))
        found.append((x, y))
    return found
