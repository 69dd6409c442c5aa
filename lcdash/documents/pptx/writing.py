"""What stands on a slide, written by python-pptx: text, a table, a drawing as shapes that can be edited.

Every run of text names the typeface for Latin and for Thai (`a:cs`: PowerPoint draws Thai by that one) and says its
language. All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from lcdash.documents.pptx.layout import (
    BODY_HIGH,
    BODY_TOP,
    CELL_ABOVE,
    CELL_EDGE,
    EDGE,
    FINE,
    ROOM,
    Grid,
    Line,
    Piece,
    Row,
    header,
    row_high,
    widths,
)
from lcdash.drawing import text_metrics, vectors
from lcdash.drawing.theme import INK, PANEL, QUIET, RULE
from lcdash.language import languages

LANGUAGE_TAGS = {"th": "th-TH", "en": "en-GB"}

# Text


def fill(frame: Any, lines: Sequence[Line], language: str, *, edge: float = 0.0) -> None:
    """Put lines into a frame of text, each a paragraph; `edge` is the empty room at its sides."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(edge)
    frame.margin_top = frame.margin_bottom = Pt(0)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        for piece in line:
            own = piece.language or language
            for words, other in languages.pieces(piece.text, own):
                run = paragraph.add_run()
                run.text = words
                letters(run._r.get_or_add_rPr(), piece, other or own)


def text(slide: Any, box: tuple[float, float, float, float], lines: Sequence[Line], language: str) -> Any:
    """Lines in a box of their own: its left, top, width and height."""
    shape = slide.shapes.add_textbox(*map(Pt, box))
    fill(shape.text_frame, lines, language)
    return shape


def letters(properties: Any, piece: Piece, language: str) -> None:
    """How a run looks and in which language it is: `properties` is its a:rPr."""
    properties.set("lang", LANGUAGE_TAGS[language])
    properties.set("sz", str(round(piece.size * 100)))
    properties.set("b", str(int(piece.bold)))
    solid = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(solid, qn("a:srgbClr"), val=piece.colour[1:])
    _typeface(properties)


def _typeface(properties: Any) -> None:
    """Name the typeface for Latin and for Thai; python-pptx names the one for Latin only."""
    for name in ("a:latin", "a:ea", "a:cs"):
        for one in properties.findall(qn(name)):
            properties.remove(one)
    for name in ("a:latin", "a:cs"):
        etree.SubElement(properties, qn(name), typeface=text_metrics.NAME)


# Lines and boxes


def line(slide: Any, left: float, top: float, width: float, colour: str, thick: float) -> None:
    """A level line."""
    drawn = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(left), Pt(top), Pt(left + width), Pt(top))
    _plain(drawn)
    drawn.line.color.rgb, drawn.line.width = _rgb(colour), Pt(thick)


def paint(shape: Any, inside: str, stroke: str, width: float = 1.0, *, dashed: bool = False) -> None:
    """Colours of a shape, "" for none, and the width of its line."""
    _plain(shape)
    if inside:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(inside)
    else:
        shape.fill.background()
    if stroke:
        shape.line.color.rgb, shape.line.width = _rgb(stroke), Pt(width)
        shape.line.dash_style = MSO_LINE.DASH if dashed else None
    else:
        shape.line.fill.background()


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]  # python-pptx has no types


def _plain(shape: Any) -> None:
    """Take away what python-pptx gives a shape: a shadow, and a typeface of its own."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


# Tables


def table(slide: Any, grid: Grid, language: str) -> None:
    """A table below the title of a slide, as wide as there is room."""
    rows, wide = header(grid) + list(grid.rows), widths(grid, ROOM)
    highs = [row_high(row, wide) for row in rows]
    frame = slide.shapes.add_table(len(rows), len(wide), Pt(EDGE), Pt(BODY_TOP), Pt(ROOM), Pt(sum(highs)))
    frame.name, made = grid.caption, frame.table
    frame._element.nvGraphicFramePr.cNvPr.set("descr", grid.caption)
    properties = made._tbl.tblPr
    properties.set("firstRow", str(int(bool(grid.header))))
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for place, one in enumerate(wide):
        made.columns[place].width = Pt(one)
    for place, (row, high) in enumerate(zip(rows, highs, strict=True)):
        made.rows[place].height = Pt(high)
        heads = not place and bool(grid.header)
        _cells([made.cell(place, column) for column in range(len(wide))], row, language, heads=heads)


def _cells(cells: Sequence[Any], row: Row, language: str, *, heads: bool) -> None:
    """Fill the cells of one row; `heads` where it is the header."""
    if row.kind != "row" and len(cells) > 1:
        cells[0].merge(cells[-1])
    for column, cell in enumerate(cells):
        line = row.cells[column] if column < len(row.cells) else ()
        fill(cell.text_frame, [line], language)
        if line:  # as high in a typeface that leaves more room between lines
            largest = max(piece.size for piece in line)
            cell.text_frame.paragraphs[0].line_spacing = Pt(largest * text_metrics.LINE_HEIGHT)
        cell.margin_left = cell.margin_right = Pt(CELL_EDGE)
        cell.margin_top = cell.margin_bottom = Pt(CELL_ABOVE)
        if heads:
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb(PANEL)
        below = etree.Element(qn("a:lnB"), w=str(Pt(0.75)))
        solid = etree.SubElement(below, qn("a:solidFill"))
        etree.SubElement(solid, qn("a:srgbClr"), val=(QUIET if heads else RULE)[1:])
        cell._tc.get_or_add_tcPr().insert(0, below)


# Drawings


class _Scale(NamedTuple):
    """From units of a drawing to points on a slide."""

    left: float
    top: float
    factor: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return EDGE + (x - self.left) * self.factor, BODY_TOP + (y - self.top) * self.factor


def drawing(slide: Any, svg: str, language: str) -> None:
    """A drawing as a group of shapes."""
    read = vectors.read(svg)
    scale = _Scale(read.left, read.top, min(ROOM / read.width, BODY_HIGH / read.height))
    slide.shapes.turbo_add_enabled = True  # the extents of a group are reckoned once, the ids of shapes never again
    group = slide.shapes.add_group_shape([_shape(slide.shapes, one, scale, language) for one in read.shapes])
    slide.shapes.turbo_add_enabled = False
    group.name = read.title
    group._element.nvGrpSpPr.cNvPr.set("descr", read.title)


def _shape(shapes: Any, shape: vectors.Shape, scale: _Scale, language: str) -> Any:
    match shape:
        case vectors.Path():
            made = _freeform(shapes, shape, scale)
        case vectors.Oval() | vectors.Box():
            kind = MSO_SHAPE.OVAL
            if isinstance(shape, vectors.Box):
                kind = MSO_SHAPE.ROUNDED_RECTANGLE if shape.radius else MSO_SHAPE.RECTANGLE
            box = (*scale.at(shape.left, shape.top), shape.width * scale.factor, shape.height * scale.factor)
            made = shapes.add_shape(kind, *map(Pt, box))
            if isinstance(shape, vectors.Box) and shape.radius:
                made.adjustments[0] = 0.5
        case vectors.Words():
            return _words(shapes, shape, scale, language)
    style = shape.style
    paint(made, style.fill, style.stroke, style.stroke_width * scale.factor, dashed=style.dashed)
    return made


def _freeform(shapes: Any, path: vectors.Path, scale: _Scale) -> Any:
    builder = shapes.build_freeform(*map(Pt, scale.at(*path.contours[0][1][0])))
    for number, (closed, points) in enumerate(path.contours):
        if number:
            builder.move_to(*map(Pt, scale.at(*points[0])))
        builder.add_line_segments([tuple(map(Pt, scale.at(*point))) for point in points[1:]], closed)
    return builder.convert_to_shape()


def _words(shapes: Any, words: vectors.Words, scale: _Scale, language: str) -> Any:
    """A line of words in a box in which it stays one line in another typeface, too."""
    size = max(words.size * scale.factor, FINE - 1)
    piece = Piece(words.text, size, bold=words.bold, colour=words.style.fill or INK)
    wide = text_metrics.elsewhere(words.text, size, bold=words.bold) + size
    x, y = scale.at(words.x, words.y)
    left = {"start": x, "end": x - wide, "middle": x - wide / 2}[words.anchor]
    # A line stands about 1.05 of its size below the upper edge of its box.
    box = shapes.add_textbox(Pt(left), Pt(y - 1.05 * size), Pt(wide), Pt(size * text_metrics.LINE_HEIGHT))
    fill(box.text_frame, [(piece,)], language)
    alignments = {"start": PP_ALIGN.LEFT, "end": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}
    box.text_frame.paragraphs[0].alignment = alignments[words.anchor]
    return box
