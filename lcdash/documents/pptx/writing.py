"""What stands on a slide, written by python-pptx: text and tables; drawings are written by drawing.py.

Every run of text names the typeface for Latin and for Thai (`a:cs`: PowerPoint draws Thai by that one) and says its
language. All lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from lcdash.documents.pptx.layout import (
    BODY_TOP,
    CELL_ABOVE,
    CELL_EDGE,
    EDGE,
    ROOM,
    Grid,
    Line,
    SlideRow,
    TextRun,
    header,
    row_high,
    widths,
)
from lcdash.drawing import text_metrics
from lcdash.drawing.theme import PANEL, QUIET, RULE
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
            for text, other in languages.pieces(piece.text, own):
                run = paragraph.add_run()
                run.text = text
                letters(run._r.get_or_add_rPr(), piece, other or own)


def text(slide: Any, box: tuple[float, float, float, float], lines: Sequence[Line], language: str) -> Any:
    """Lines in a box of their own: its left, top, width and height."""
    shape = slide.shapes.add_textbox(*map(Pt, box))
    fill(shape.text_frame, lines, language)
    return shape


def letters(properties: Any, piece: TextRun, language: str) -> None:
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
        for element in properties.findall(qn(name)):
            properties.remove(element)
    for name in ("a:latin", "a:cs"):
        etree.SubElement(properties, qn(name), typeface=text_metrics.NAME)


# Lines and boxes


def line(slide: Any, left: float, top: float, width: float, colour: str, thick: float) -> None:
    """Draw a level line on a slide; lengths in points."""
    connector = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(left), Pt(top), Pt(left + width), Pt(top))
    _plain(connector)
    connector.line.color.rgb, connector.line.width = _rgb(colour), Pt(thick)


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
    frame.name, cells = grid.caption, frame.table
    frame._element.nvGraphicFramePr.cNvPr.set("descr", grid.caption)
    properties = cells._tbl.tblPr
    properties.set("firstRow", str(int(bool(grid.header))))
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for place, width in enumerate(wide):
        cells.columns[place].width = Pt(width)
    for place, (row, high) in enumerate(zip(rows, highs, strict=True)):
        cells.rows[place].height = Pt(high)
        heads = not place and bool(grid.header)
        _cells([cells.cell(place, column) for column in range(len(wide))], row, language, heads=heads)


def _cells(cells: Sequence[Any], row: SlideRow, language: str, *, heads: bool) -> None:
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
