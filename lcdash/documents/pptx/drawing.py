"""A drawing on a slide: a group of shapes that can be edited, written by python-pptx. Lengths are in points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from lcdash.documents.pptx import writing
from lcdash.documents.pptx.layout import BODY_HIGH, BODY_TOP, EDGE, FINE, ROOM, TextRun
from lcdash.drawing import shapes, text_metrics
from lcdash.drawing.shapes import Box, Circle, Contour, Curve, Drawing, Group, Ink, Path, Point, Shape, Words

STEPS = 24  # straight lines that a curve is written as
ALIGNMENTS = {"start": PP_ALIGN.LEFT, "end": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}


class _Scale(NamedTuple):
    """From units of a drawing to points on a slide."""

    right: float
    down: float
    factor: float

    def at(self, x: float, y: float) -> Point:
        return self.right + x * self.factor, self.down + y * self.factor

    def within(self, group: Group) -> _Scale:
        return _Scale(*self.at(group.right, group.down), self.factor * group.scale)


def write(slide: Any, drawing: Drawing, language: str) -> None:
    """A drawing as a group of shapes, as large as a slide has room for it; links of a page are not in it."""
    factor = min(ROOM / drawing.width, BODY_HIGH / drawing.height)
    scale = _Scale(EDGE - drawing.left * factor, BODY_TOP - drawing.top * factor, factor)
    flat = list(_flat(shapes.still(drawing.shapes), scale))
    slide.shapes.turbo_add_enabled = True  # the extents of a group are reckoned once, the ids of shapes never again
    group = slide.shapes.add_group_shape([_shape(slide.shapes, shape, own, language) for shape, own in flat])
    slide.shapes.turbo_add_enabled = False
    group.name = drawing.label
    group._element.nvGrpSpPr.cNvPr.set("descr", drawing.label)


def _flat(shapes: tuple[Shape, ...], scale: _Scale) -> Iterator[tuple[Shape, _Scale]]:
    """Shapes without their groups, each with its scale."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _flat(shape.shapes, scale.within(shape))
        else:
            yield shape, scale


def _shape(on: Any, shape: Shape, scale: _Scale, language: str) -> Any:
    match shape:
        case Words():
            return _words(on, shape, scale, language)
        case Path():
            return _painted(_freeform(on, shape.contours, scale), shape.ink, scale)
        case Curve():
            return _painted(_freeform(on, (along(shape),), scale), shape.ink, scale)
        case Circle(x, y, radius):
            edges = (*scale.at(x - radius, y - radius), *(2 * radius * scale.factor,) * 2)
            return _painted(on.add_shape(MSO_SHAPE.OVAL, *map(Pt, edges)), shape.ink, scale)
        case Box():
            return _painted(_box(on, shape, scale), shape.ink, scale)
        case _:
            raise TypeError(f"no shape of a slide: {shape!r}")


def _painted(shape: Any, ink: Ink, scale: _Scale) -> Any:
    writing.paint(shape, ink.fill, ink.stroke, ink.width * scale.factor, dashed=bool(ink.dashes))
    return shape


def _box(on: Any, box: Box, scale: _Scale) -> Any:
    edges = (*scale.at(box.left, box.top), box.width * scale.factor, box.height * scale.factor)
    shape = on.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE if box.radius else MSO_SHAPE.RECTANGLE, *map(Pt, edges))
    if box.radius:
        shape.adjustments[0] = min(box.radius / min(box.width, box.height), 0.5)
    return shape


def along(curve: Curve) -> Contour:
    """Points along a curve."""
    ends = (curve.start, curve.first, curve.second, curve.end)
    shares = [step / STEPS for step in range(STEPS + 1)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3) for t in shares]
    points = (
        tuple(sum(weight * end[axis] for weight, end in zip(part, ends, strict=True)) for axis in (0, 1))
        for part in weights
    )
    return Contour(tuple((x, y) for x, y in points))


def _freeform(on: Any, contours: tuple[Contour, ...], scale: _Scale) -> Any:
    builder = on.build_freeform(*map(Pt, scale.at(*contours[0].points[0])))
    for number, (points, closed) in enumerate(contours):
        if number:
            builder.move_to(*map(Pt, scale.at(*points[0])))
        builder.add_line_segments([tuple(map(Pt, scale.at(*point))) for point in points[1:]], closed)
    return builder.convert_to_shape()


def _words(on: Any, text: Words, scale: _Scale, language: str) -> Any:
    """A line of words in a box in which it stays one line in another typeface, too."""
    size, bold = max(text.size * scale.factor, FINE - 1), text.weight > 400
    wide = text_metrics.elsewhere(text.text, size, bold=bold) + size
    x, y = scale.at(text.x, text.y)
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[text.anchor]
    # A line stands about 1.05 of its size below the upper edge of its box.
    box = on.add_textbox(Pt(left), Pt(y - 1.05 * size), Pt(wide), Pt(size * text_metrics.LINE_HEIGHT))
    writing.fill(box.text_frame, [(TextRun(text.text, size, bold=bold, colour=text.colour),)], language)
    box.text_frame.paragraphs[0].alignment = ALIGNMENTS[text.anchor]
    return box
