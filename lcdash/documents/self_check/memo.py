"""A memo about a place that tells of itself, to be edited: DOCX in the layout of a Thai office, Sarabun 16 point.

What it says is what the sheet says, at length. The criteria of UNESCO's award stand as headings to answer, with where
and when they were read; no form of UNESCO's is imitated.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lcdash.content.own_city import OwnCity, OwnEntry, OwnPeer
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing import text_metrics
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import source_coverage

if TYPE_CHECKING:
    from docx.document import Document

FONT = text_metrics.NAME
LIKE = ("TH Sarabun New", "TH SarabunPSK", "TH Sarabun PSK")
SIZE, SMALL, TABLE, TITLE = 16, 14, 12, 29  # points: of an office's text, of notes, of tables, of "memo" at the head
REASONS = 2  # of a member, in full; for what else it is named stands after them
MARGINS = {"top": 2.5, "left": 3.0, "right": 2.0, "bottom": 2.0}  # centimetres
CRITERIA = "unesco_award"
HEADS = (("office",), ("number", "date"), ("subject",), ("to",))  # by line
WIDE, INDENT = 16.0, 0.65  # centimetres: between the margins; of what stands under a numbered line


def file(data: Dataset, city: OwnCity, t: Translations, *, award: bool = True) -> bytes:
    """The official memo (DOCX) that a city hands up: what it has, whom it could visit, the next steps.

    award  with the criteria of UNESCO's award as headings to answer.
    """
    import docx as word

    document = word.Document()
    _set_up(document)
    _head(document, city, t)
    _paragraph(document, t("memo_opening", city=city.name), first=True)
    _paragraph(document, t("own_stance", by=city.told_by or t("own_stance_city")), first=True)
    _what_there_is(document, city, t)
    _whom_to_visit(document, city, t)
    _steps(document, city, t)
    _close(document, t)
    _lists(document, city, t)
    if award:
        _criteria(document, data, t)
    _heading(document, t("sources"))
    note = t("sheet_sources_note", steps=city.steps[0].source if city.steps else "")
    signed = t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language))
    _paragraph(document, f"{note} {signed}", size=TABLE)
    document.core_properties.title = t("memo_subject", city=city.name)
    document.core_properties.author = t("cite_author")
    document.core_properties.language = {"th": "th-TH", "en": "en-GB"}[t.language]
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


# The parts


def _head(document: Document, city: OwnCity, t: Translations) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    title = _paragraph(document, t("memo_title"), size=TITLE, bold=True)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    values = {"office": city.name, "date": city.told_on, "subject": t("memo_subject", city=city.name)}
    for names in HEADS:
        _blanks(document, [(t(f"memo_head_{name}"), values.get(name, "")) for name in names])


def _what_there_is(document: Document, city: OwnCity, t: Translations) -> None:
    _heading(document, t("sheet_there"))
    rows = [
        (f"{answer.name}\n({answer.there})", _joined(answer.statement, answer.how), answer.lack)
        for answer in city.answers
    ]
    if rows:
        _table(document, [t("col_facet"), t("col_statement"), t("col_lack")], rows, (3.4, 6.8, 5.8))
    if city.open:
        left = _paragraph(document, t("memo_open", facets=", ".join(city.open)), size=TABLE)
        left.paragraph_format.space_before = _points(4)
    if city.needs:
        _heading(document, t("part_needs"))
        for need in city.needs:
            _paragraph(document, need, size=TABLE, style="List Bullet")


def _lists(document: Document, city: OwnCity, t: Translations) -> None:
    """Partners, spaces and programmes, a line each kind, with what is told of each."""
    if not any(city.lists.values()):
        return
    _heading(document, t("memo_lists"))
    for part, entries in city.lists.items():
        if entries:
            _paragraph(document, t(f"part_{part}"), size=SMALL, bold=True).paragraph_format.keep_with_next = True
        for kind in dict.fromkeys(entry.kind for entry in entries):
            texts = "; ".join(_listed(entry) for entry in entries if entry.kind == kind)
            _paragraph(document, f"{kind}: {texts}" if kind else texts, size=TABLE, style="List Bullet")


def _listed(entry: OwnEntry) -> str:
    details = ", ".join(filter(None, (entry.detail, *(f"{label}: {text}" for label, text in entry.how))))
    return f"{entry.name} ({details})" if details else entry.name


def _joined(statement: str, how: Sequence[tuple[str, str]]) -> str:
    return "\n".join(filter(None, (statement, *(f"{label}: {text}" for label, text in how))))


def _whom_to_visit(document: Document, city: OwnCity, t: Translations) -> None:
    _heading(document, t("sheet_visit"))
    if not city.peers:
        _paragraph(document, t("learn_none"))
        return
    members = dict.fromkeys(peer.city_id for peer, _ in city.peers)
    visits = ([visit for visit in city.peers if visit[0].city_id == member] for member in members)
    rows = [(_member(of_member[0][0], t), _reasons(of_member, t)) for of_member in visits]
    _table(document, [t("memo_calls"), t("memo_why")], rows, (5.4, 10.6), whole=False)
    note = _paragraph(document, t("contact_note"), size=TABLE)
    note.paragraph_format.space_before = _points(4)


def _member(peer: OwnPeer, t: Translations) -> str:
    """A member with whom to call there: who leads by which source, and its website."""
    name = f"{peer.name} ({t('near_region')})" if peer.near else peer.name
    lead = f"{t('led_by', who=peer.contact.lead)} ({peer.contact.source})" if peer.contact.lead else ""
    return "\n".join(filter(None, (name, lead, peer.contact.website)))


def _reasons(visits: Sequence[tuple[OwnPeer, tuple[str, ...]]], t: Translations) -> str:
    """Why a member is named: what for, what is reported of it and this project's reason; then for what else."""
    lines = []
    for peer, titles in visits[:REASONS]:
        lines.append(f"{', '.join(titles)}: {peer.words} ({peer.source})")
        lines += [peer.why] if peer.reason else []
    others = dict.fromkeys(title for _, titles in visits[REASONS:] for title in titles)
    lines += [t("memo_also", what=" · ".join(others))] if others else []
    return "\n".join(lines)


def _steps(document: Document, city: OwnCity, t: Translations) -> None:
    _heading(document, t("sheet_steps"))
    for step in city.steps:
        line = _paragraph(document, f"{step.name}\n", bold=True, style="List Number")
        line.paragraph_format.keep_with_next = True
        _run(line, step.todo, size=SMALL)
        _blanks(document, [(t("memo_step_who"), ""), (t("memo_step_when"), "")], left=INDENT)
    if city.apart:
        names = (f"{name} ({under})" if under else name for name, under in city.apart)
        _paragraph(document, f"{t('steps_apart')} {' · '.join(names)}", size=TABLE)
    _paragraph(document, city.steps_rule, size=TABLE)


def _close(document: Document, t: Translations) -> None:
    """The words that end an office's letter, and room to sign; both on one page."""
    _paragraph(document, t("memo_closing"), first=True).paragraph_format.space_before = _points(8)
    for name in ("memo_sign_name", "memo_sign_post"):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        _blanks(document, [(t(name), "")], left=WIDE / 2).paragraph_format.space_before = _points(12)


def _criteria(document: Document, data: Dataset, t: Translations) -> None:
    """What the award looks at, as its source has it, each with room for an answer."""
    rows = data.frameworks[data.frameworks["framework"] == CRITERIA].sort_values("order")
    if rows.empty:
        return
    _heading(document, t("memo_award"))
    sources = data.sources[data.sources["source_id"].isin(source_coverage.sources_of(*rows["source"]))]
    note = t("memo_award_note", source="; ".join(sources[f"reference_{t.language}"]))
    unchecked = "" if "unesco" in set(sources["voice"]) else f" {t('memo_award_unchecked')}"
    _paragraph(document, note + unchecked, size=TABLE)
    for row in records.each(rows, records.FrameworkItem):
        _paragraph(
            document, f"{row.order}. {t.of(row, 'name')}", size=SMALL, bold=True
        ).paragraph_format.keep_with_next = True
        _blanks(document, [("", "")])


# The layout


def _set_up(document: Document) -> None:
    """A4, an office's margins, and the typeface for Thai and for Latin letters alike."""
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side, wide in MARGINS.items():
        setattr(section, f"{side}_margin", Cm(wide))
    for name in ("Normal", "List Bullet", "List Number", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        _in_thai_too(style.element.get_or_add_rPr(), SIZE)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    heading = document.styles["Heading 2"]
    heading.font.bold, heading.font.color.rgb = True, None
    heading.paragraph_format.space_before = Pt(8)
    _name_like_typefaces(document)


def _name_like_typefaces(document: Document) -> None:
    """What stands in where Sarabun is not there: its forms that Thai offices have."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn
    from lxml import etree

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    font, alike = OxmlElement("w:font"), OxmlElement("w:altName")
    font.set(qn("w:name"), FONT)
    alike.set(qn("w:val"), ",".join(LIKE))
    font.append(alike)
    table.append(font)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _in_thai_too(properties: Any, size: float) -> None:
    """What Word asks of a run whose letters are Thai: the typeface and the size once more, for complex script."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(name), None)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    high = OxmlElement("w:szCs")
    high.set(qn("w:val"), str(int(size * 2)))
    after = properties.find(qn("w:sz"))
    if after is not None:
        after.addnext(high)
    else:
        properties.append(high)


def _run(paragraph: Any, text: str, *, size: float = SIZE, bold: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = FONT, Pt(size), bold
    properties = run._element.get_or_add_rPr()
    if bold:  # a bold of its own for complex script, beside that of Latin letters
        properties.find(f"{{{properties.nsmap['w']}}}b").addnext(OxmlElement("w:bCs"))
    _in_thai_too(properties, size)


def _paragraph(
    document: Any, text: str, *, size: float = SIZE, bold: bool = False, style: str = "Normal", first: bool = False
) -> Any:
    """A paragraph; `first`, its first line moved in as a Thai letter has it."""
    from docx.shared import Cm

    paragraph = document.add_paragraph(style=style)
    if first:
        paragraph.paragraph_format.first_line_indent = Cm(2.5)
    _run(paragraph, text, size=size, bold=bold)
    return paragraph


def _heading(document: Document, text: str) -> Any:
    return _paragraph(document, text, bold=True, style="Heading 2")


def _blanks(document: Document, fields: Sequence[tuple[str, str]], *, left: float = 0) -> Any:
    """A line of fields, each its label with what is known, or dots to write on as far as its share of the line goes."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    line = document.add_paragraph(style="Normal")
    line.paragraph_format.left_indent = Cm(left)
    for place, (label, value) in enumerate(fields, start=1):
        _run(line, f"{' ' * 2 * (place > 1)}{label} " if label else "", bold=True)
        _run(line, value or "\t")
        last = place == len(fields)  # its dots end at the margin, those of others where the next label begins
        stop = Cm(left + (WIDE - left) * place / len(fields) - (0 if last else 0.3))
        side = WD_TAB_ALIGNMENT.RIGHT if last else WD_TAB_ALIGNMENT.LEFT
        line.paragraph_format.tab_stops.add_tab_stop(stop, side, WD_TAB_LEADER.DOTS)
    return line


def _points(high: float) -> Any:
    from docx.shared import Pt

    return Pt(high)


def _table(
    document: Document,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    whole: bool = True,
) -> None:
    """A table with lines, its heads bold and repeated on every page; `widths` in centimetres.

    whole  no row is broken by the end of a page.
    """
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for place, row in enumerate((heads, *rows)):
        added = table.add_row()
        if not place or whole:
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = added.cells
        for cell, text, wide in zip(cells, row, widths, strict=True):
            cell.width = Cm(wide)
            _run(cell.paragraphs[0], text, size=TABLE, bold=place == 0)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Cm(wide)  # LibreOffice goes by the columns, Word by the cells
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
