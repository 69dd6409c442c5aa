"""The project's look for the template of python-pptx: its size, typeface, palette and one layout with a title."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml.ns import qn
from pptx.util import Pt

from lcdash.documents.pptx.layout import EDGE, HIGH, ROOM, TITLE_HIGH, TITLE_TOP, WIDE
from lcdash.drawing import text_metrics
from lcdash.drawing.theme import ACCENT, COLOURS, INK, PANEL, PAPER, QUIET, UNIT_COLOURS

THEME_COLOURS = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": ACCENT,
    "lt2": PANEL,
    "accent1": ACCENT,
    "accent2": COLOURS["asset"],
    "accent3": COLOURS["practice"],
    "accent4": COLOURS["limit"],
    "accent5": UNIT_COLOURS["province"],
    "accent6": UNIT_COLOURS["special_local_government"],
    "hlink": ACCENT,
    "folHlink": QUIET,
}


def dress(file: Any) -> None:
    """Give a presentation of python-pptx the project's look."""
    file.slide_width, file.slide_height = Pt(WIDE), Pt(HIGH)
    _recolour(file.slide_masters[0].part.part_related_by(RELATION.THEME))
    for layout in list(file.slide_layouts):
        if layout.name != "Title Only":
            file.slide_layouts.remove(layout)
    for holder in (file.slide_masters[0], file.slide_layouts[0]):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx:
                shape._element.getparent().remove(shape._element)
            else:
                shape.left, shape.top, shape.width, shape.height = Pt(EDGE), Pt(TITLE_TOP), Pt(ROOM), Pt(TITLE_HIGH)
    for alignment in file.slide_masters[0]._element.iter(qn("p:titleStyle")):
        for level in alignment:
            level.set("algn", "l")


def _recolour(theme: Any) -> None:
    """The theme of the file: its name, palette and typefaces."""
    root = etree.fromstring(theme.blob)
    root.set("name", "lcdash")
    for name, colour in THEME_COLOURS.items():
        slot = root.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, qn("a:srgbClr"), val=colour[1:])
    for fonts in ("a:majorFont", "a:minorFont"):
        for letters in root.find(f".//{qn(fonts)}"):
            if letters.tag in (qn("a:latin"), qn("a:cs")) or letters.get("script") == "Thai":
                letters.set("typeface", text_metrics.NAME)
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
