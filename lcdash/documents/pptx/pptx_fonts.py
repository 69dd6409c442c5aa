"""The dashboard's typeface inside a PPTX: where it is not installed, PowerPoint then draws with it all the same.

PowerPoint holds a font in the container of Embedded OpenType (EOT, W3C submission of 5 March 2008, version 0x00020001):
a header that repeats what the font says of itself, then the font as it is.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn

from lcdash.drawing import text_metrics

VERSION, MAGIC, ANY_CHARSET = 0x00020001, 0x504C, 1
CONTENT = "application/x-fontdata"
NAMES = (1, 2, 5, 4)  # of the names in a font: family, style, version, full; in the order of the header
WINDOWS_ENGLISH = (3, 1, 0x409)
STYLES = {False: "p:regular", True: "p:bold"}


def embed(file: Any) -> None:
    """Put the typeface, regular and bold, into a presentation of python-pptx."""
    root = file.part._element
    font_list = etree.Element(qn("p:embeddedFontLst"))
    font = etree.SubElement(font_list, qn("p:embeddedFont"))
    etree.SubElement(font, qn("p:font"), typeface=text_metrics.NAME)
    for number, (bold, style) in enumerate(STYLES.items(), 1):
        name = PackURI(f"/ppt/fonts/font{number}.fntdata")
        part = Part(name, CONTENT, file.part.package, container(bold))
        etree.SubElement(font, qn(style)).set(qn("r:id"), file.part.relate_to(part, RELATION.FONT))
    root.find(qn("p:notesSz")).addnext(font_list)
    root.set("embedTrueTypeFonts", "1")


@cache
def container(bold: bool) -> bytes:
    """One face of the typeface as Embedded OpenType, neither compressed nor cut down: text can still be changed."""
    font = (text_metrics.FOLDER / text_metrics.FILES[bold]).read_bytes()
    tables = _tables(font)
    about, head = tables["OS/2"], tables["head"]
    weight, allowed = struct.unpack_from(">H", about, 4)[0], struct.unpack_from(">H", about, 8)[0]
    names = _names(tables["name"])
    body = about[32:42]  # PANOSE
    body += struct.pack("<BBIHH", ANY_CHARSET, 0, weight, allowed, MAGIC)
    body += struct.pack("<4I", *struct.unpack_from(">4I", about, 42))  # Unicode ranges
    body += struct.pack("<2I", *struct.unpack_from(">2I", about, 78))  # code pages
    body += struct.pack("<I", *struct.unpack_from(">I", head, 8))  # check sum adjustment
    body += bytes(16) + bytes(2)  # reserved, padding
    for name in NAMES:
        text = names[name].encode("utf-16-le")
        body += struct.pack("<H", len(text)) + text + bytes(2)
    body += struct.pack("<H", 0)  # no root string: the font is not bound to an address
    start = struct.pack("<4I", 16 + len(body) + len(font), len(font), VERSION, 0)
    return start + body + font


def _tables(font: bytes) -> dict[str, bytes]:
    tables = {}
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        tables[tag.decode("ascii")] = font[start : start + length]
    return tables


def _names(table: bytes) -> dict[int, str]:
    """Name id -> English name."""
    _, count, texts = struct.unpack_from(">3H", table, 0)
    names = {}
    for number in range(count):
        platform, encoding, language, name, length, start = struct.unpack_from(">6H", table, 6 + 12 * number)
        if (platform, encoding, language) == WINDOWS_ENGLISH:
            names[name] = table[texts + start : texts + start + length].decode("utf-16-be")
    return names
