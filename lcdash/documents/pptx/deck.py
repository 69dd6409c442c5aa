"""Slides laid out and written as PPTX: native tables and shapes that can be edited.

Text is measured in the dashboard's typeface, so that a table too long for one slide goes on on the next and nothing
runs off it. Every run of text names the typeface for Latin and for Thai (`a:cs`: PowerPoint draws Thai by that one)
and says its language.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml.ns import qn
from pptx.util import Pt

from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports
from lcdash.documents.pptx import pptx_fonts
from lcdash.drawing import text_metrics, vectors
from lcdash.drawing.theme import ACCENT, COLOURS, INK, PANEL, PAPER, QUIET, RULE, UNIT_COLOURS
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.sources import references

LANGUAGE_TAGS = {"th": "th-TH", "en": "en-GB"}
# All lengths are in points; a slide is 16:9.
WIDE, HIGH = 960.0, 540.0
EDGE = 42.0
ROOM = WIDE - 2 * EDGE
TITLE, MESSAGE, WORDS, SMALL, FINE = 30.0, 20.0, 16.0, 12.0, 10.0  # sizes of letters
TITLE_TOP, TITLE_HIGH = 14.0, 56.0
BODY_TOP, GAP = 74.0, 10.0
FOOT_TOP, QUESTION_HIGH = 476.0, 40.0
BODY_HIGH = FOOT_TOP - QUESTION_HIGH - GAP - BODY_TOP  # of a drawing
CELL_EDGE, CELL_ABOVE = 6.0, 3.0  # empty room in a cell: at its sides, above and below
SMALLER = (1.0, 0.94, 0.875)  # how much smaller letters may be where a table then fits one slide
REFERENCES_SIZE = 11.0


class Piece(NamedTuple):
    """Some text of one look; `colour` as in theme.py, `language` where it is not that of the slides."""

    text: str
    size: float = WORDS
    bold: bool = False
    colour: str = INK
    language: str = ""


Line = tuple[Piece, ...]


class Row(NamedTuple):
    """A row of a table: its cells, or one text over all columns ("wide", and "heading" above the rows after it).

    cites  the ids of the sources whose numbers stand in it.
    """

    cells: tuple[Line, ...]
    kind: str = "row"
    cites: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table: its header (none: ()), how wide each column would be in points, and its rows."""

    header: tuple[Line, ...]
    wanted: tuple[float, ...]
    rows: tuple[Row, ...]
    caption: str


@dataclass(frozen=True)
class Slide:
    """What one slide is to say, before it is laid out: it may need several.

    picture   a drawing of ROOM by BODY_HIGH as <svg>, or "": it then has no table.
    sources   ids of what it cites, in the order of their numbers.
    notes     paragraphs for the speaker, each with its language.
    """

    title: str
    grids: tuple[Grid, ...] = ()
    picture: str = ""
    question: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


# Measuring


def _high(line: Line, room: float) -> float:
    """How high the pieces of a line are in a room so wide, all as high as the highest of them."""
    size = max((piece.size for piece in line), default=WORDS)
    text = "".join(piece.text for piece in line)
    long = sum(text_metrics.elsewhere(piece.text, piece.size, bold=piece.bold) for piece in line)
    plain = text_metrics.width(text, size)
    share = long / plain if plain else 1
    return text_metrics.lines(text, size * share, room, spare=1.0) * size * text_metrics.LINE_HEIGHT


def _row_high(row: Row, widths: Sequence[float]) -> float:
    rooms = widths if row.kind == "row" else [sum(widths)]
    inside = (_high(cell, room - 2 * CELL_EDGE) for cell, room in zip(row.cells, rooms, strict=True))
    return max(inside) + 2 * CELL_ABOVE


def _scaled(grid: Grid, factor: float) -> Grid:
    """The same table in letters of another size."""

    def line(pieces: Line) -> Line:
        return tuple(piece._replace(size=piece.size * factor) for piece in pieces)

    rows = tuple(row._replace(cells=tuple(map(line, row.cells))) for row in grid.rows)
    wanted = tuple(wish * factor for wish in grid.wanted)
    return grid._replace(header=tuple(map(line, grid.header)), wanted=wanted, rows=rows)


def _header(grid: Grid) -> list[Row]:
    return [Row(grid.header)] if grid.header else []


def _widths(grid: Grid, width: float) -> list[float]:
    """The columns of a table so wide: each as wide as it asks for where there is room, the last one takes the rest.

    Where there is not, those that ask for little have it, and the others share what is left by what they ask for.
    """
    found, left, open_ = dict.fromkeys(range(len(grid.wanted)), 0.0), width, dict(enumerate(grid.wanted))
    while little := {place: wish for place, wish in open_.items() if wish <= left / len(open_)}:
        found |= little
        left -= sum(little.values())
        open_ = {place: wish for place, wish in open_.items() if place not in little}
    if open_:
        found |= {place: left * wish / sum(open_.values()) for place, wish in open_.items()}
    else:
        found[len(found) - 1] += left
    return list(found.values())


def _cut(
    grid: Grid, first: tuple[float, float], others: tuple[float, float], going_on: Callable[[str], str]
) -> list[Grid]:
    """A table in pieces: the first fits a room of width and height `first`, the others fit `others`.

    A heading stands with the row after it, and again above what goes on on the next slide.
    """
    pieces: list[list[Row]] = []
    heading: Row | None = None
    used, room = 0.0, 0.0
    widths: list[float] = []
    for place, row in enumerate(grid.rows):
        together = [row, *grid.rows[place + 1 : place + 2]] if row.kind == "heading" else [row]
        if not pieces or used + sum(_row_high(one, widths) for one in together) > room:
            width, room = others if pieces else first
            widths = _widths(grid, width)
            again = []
            if heading and row.kind != "heading":
                (piece,) = heading.cells[0]
                again = [heading._replace(cells=((piece._replace(text=going_on(piece.text)),),))]
            pieces.append(again)
            used = sum(_row_high(one, widths) for one in _header(grid) + again)
        pieces[-1].append(row)
        used += _row_high(row, widths)
        heading = row if row.kind == "heading" else heading
    return [grid._replace(rows=tuple(rows)) for rows in pieces]


# Writing


class Deck:
    """A file of slides that is written slide by slide, in one language."""

    def __init__(self, data: Dataset, t: Translations, title: str) -> None:
        self.data, self.t, self.title = data, t, title
        self.file = Presentation()
        _dress(self.file)
        pptx_fonts.embed(self.file)
        about = self.file.core_properties
        about.title, about.author, about.language = title, t("cite_author"), LANGUAGE_TAGS[t.language]
        about.comments = f"{t('foot_version', version=data.version, date=self._date())}. {t('foot_independent')}"
        self.cited: dict[str, None] = {}

    def _date(self) -> str:
        return dates.spoken(self.data.created, self.t.language)

    def _version(self) -> str:
        return self.t("foot_version", version=self.data.version, date=self._date())

    # What a deck is made of

    def open(self, description: str, more: Iterable[str] = (), address: str = "") -> None:
        """The first slide: what the slides are, of which data, made when."""
        t = self.t
        slide = self._new(self.title, top=150.0, high=110.0, size=TITLE + 6)
        made = dates.spoken(datetime.now(exports.THAILAND).date().isoformat(), t.language)
        lines = [(Piece(description, MESSAGE),)]
        lines += [(Piece(line, WORDS, colour=QUIET),) for line in more]
        lines += [(Piece(f"{t('export_address')} {address}", SMALL, colour=QUIET),)] if address else []
        self._text(slide, EDGE, 266.0, ROOM, 150.0, lines)
        signed = [
            descriptor.title(self.data.descriptor, t.language),
            f"{self._version()} · {t('slide_made', date=made)}",
            f"{t('foot_licence')} · {t('foot_sources')}",
            f"{t('foot_independent')} · {t('foot_made')}",
        ]
        self._text(slide, EDGE, 424.0, ROOM, 90.0, [(Piece(line, SMALL, colour=QUIET),) for line in signed])
        self._line(slide, EDGE, 140.0, 120.0, ACCENT, 4.0)
        self._text(slide, EDGE, 100.0, ROOM, 30.0, [(Piece(t("brand"), WORDS, colour=QUIET),)])

    def add(self, one: Slide) -> None:
        """What one slide is to say, on as many as its tables need: question and notes stand on the first."""
        self.cited |= dict.fromkeys(one.sources)
        bottom = FOOT_TOP - (QUESTION_HIGH + GAP if one.question else 0)
        pages = self._pages(one.grids, (ROOM, bottom - BODY_TOP))
        for number, page in enumerate(pages or [None]):
            title = one.title if len(pages) < 2 else self.t("slide_of", title=one.title, n=number + 1, all=len(pages))
            slide = self._new(title)
            if not number and one.question:
                self._question(slide, one.question)
            if one.picture:
                self._drawing(slide, one.picture)
            if page:
                self._table(slide, page, EDGE, BODY_TOP, ROOM)
            here = {source for row in page.rows for source in row.cites} if page else set()
            self._foot(slide, one.sources, here or set(one.sources))
            if not number:
                self._notes(slide, one)

    def _pages(self, grids: Sequence[Grid], first: tuple[float, float]) -> list[Grid]:
        """Tables in pieces, one for each slide; in somewhat smaller letters where that saves going on at all."""
        whole = (ROOM, FOOT_TOP - BODY_TOP)
        for factor in (*SMALLER, 1.0):
            pages: list[Grid] = []
            for grid in grids:
                pages += _cut(_scaled(grid, factor), whole if pages else first, whole, self._going_on)
            if len(pages) <= len(grids):
                break
        return pages

    def _going_on(self, heading: str) -> str:
        return self.t("slide_going_on", heading=heading)

    def saved(self) -> bytes:
        """The file, with every source that was cited in full on its last slides."""
        self._references()
        content = io.BytesIO()
        self.file.save(content)
        return content.getvalue()

    def _references(self) -> None:
        in_order = [source for source in self.data.sources["source_id"] if source in self.cited]
        if not in_order:
            return
        texts = self.data.sources.set_index("source_id")[f"reference_{self.t.language}"]
        rows = tuple(Row(((Piece(texts[source], REFERENCES_SIZE),),)) for source in in_order)
        room = (ROOM, FOOT_TOP - BODY_TOP)
        pieces = _cut(Grid((), (ROOM,), rows, self.t("sources")), room, room, self._going_on)
        for number, piece in enumerate(pieces, 1):
            title = self.t("sources")
            if len(pieces) > 1:
                title = self.t("slide_of", title=title, n=number, all=len(pieces))
            slide = self._new(title)
            self._table(slide, piece, EDGE, BODY_TOP, ROOM)
            self._foot(slide, (), ())

    # Pieces of a slide

    def _new(self, title: str, *, top: float = TITLE_TOP, high: float = TITLE_HIGH, size: float = TITLE) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[0])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Pt(EDGE), Pt(top), Pt(ROOM), Pt(high)
        while _high((Piece(title, size, bold=True),), ROOM) > high and size > WORDS:
            size -= 1
        self._fill(shape.text_frame, [(Piece(title, size, bold=True),)])
        return slide

    def _text(self, slide: Any, left: float, top: float, width: float, high: float, lines: Sequence[Line]) -> Any:
        box = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(high))
        self._fill(box.text_frame, lines)
        return box

    def _question(self, slide: Any, question: str) -> None:
        line = (Piece(question, MESSAGE, bold=True),)
        while _high(line, ROOM - 2 * GAP) > QUESTION_HIGH and line[0].size > SMALL:
            line = (line[0]._replace(size=line[0].size - 1),)
        box = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Pt(EDGE), Pt(FOOT_TOP - QUESTION_HIGH - 4), Pt(ROOM), Pt(QUESTION_HIGH)
        )
        box.name = self.t("slide_question")
        _paint(box, PANEL, "")
        self._fill(box.text_frame, [line], edge=GAP)
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _foot(self, slide: Any, sources: Sequence[str], here: Collection[str]) -> None:
        """The line below a slide: of its numbered sources those that are cited `here`, the version, a page number."""
        t = self.t
        named = [
            f"{number} {references.short(self.data, source, t.language)}"
            for number, source in enumerate(sources, 1)
            if source in here
        ]
        told = "; ".join(named)
        shown = len(named)
        while shown > 1 and text_metrics.lines(f"{t('sources')}: {told}", FINE, ROOM - 40) > 2:
            shown -= 1
            told = t("more_sources", named="; ".join(named[:shown]), n=len(named) - shown)
        lines = [(Piece(f"{t('sources')}: {told}", FINE, colour=QUIET),)] if named else []
        signed = f"{self._version()} · {t('foot_independent')}"
        lines.append((Piece(signed, FINE, colour=QUIET),))
        self._line(slide, EDGE, FOOT_TOP + 6, ROOM, RULE, 0.75)
        self._text(slide, EDGE, FOOT_TOP + 9, ROOM - 40, 3 * FINE * text_metrics.LINE_HEIGHT, lines).name = t("sources")
        number = self._text(slide, WIDE - EDGE - 36, FOOT_TOP + 9, 36, FINE * text_metrics.LINE_HEIGHT, [()])
        paragraph = number.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        field = etree.SubElement(
            paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
        )
        run = etree.SubElement(field, qn("a:rPr"))
        _letters(run, Piece("", FINE, colour=QUIET), LANGUAGE_TAGS[t.language])
        etree.SubElement(field, qn("a:t")).text = str(len(self.file.slides))

    def _notes(self, slide: Any, one: Slide) -> None:
        """What the speaker may say, and the sources of the slide in full."""
        t = self.t
        texts = self.data.sources.set_index("source_id")[f"reference_{t.language}"]
        told = list(one.notes) + [(f"{number} {texts[one]}", t.language) for number, one in enumerate(one.sources, 1)]
        if told:
            self._fill(
                slide.notes_slide.notes_text_frame, [(Piece(text, SMALL, language=tongue),) for text, tongue in told]
            )

    def _line(self, slide: Any, left: float, top: float, width: float, colour: str, thick: float) -> None:
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(left), Pt(top), Pt(left + width), Pt(top))
        _plain(line)
        line.line.color.rgb, line.line.width = _rgb(colour), Pt(thick)

    def _fill(self, frame: Any, lines: Sequence[Line], *, edge: float = 0.0, above: float = 0.0) -> None:
        """Put lines into a frame of text, each a paragraph."""
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Pt(edge)
        frame.margin_top = frame.margin_bottom = Pt(above)
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            for piece in line:
                own = piece.language or self.t.language
                for text, other in languages.pieces(piece.text, own):
                    run = paragraph.add_run()
                    run.text = text
                    _letters(run._r.get_or_add_rPr(), piece, LANGUAGE_TAGS[other or own])

    # Tables, drawings

    def _table(self, slide: Any, grid: Grid, left: float, top: float, width: float) -> None:
        rows = _header(grid) + list(grid.rows)
        widths = _widths(grid, width)
        highs = [_row_high(row, widths) for row in rows]
        frame = slide.shapes.add_table(len(rows), len(widths), Pt(left), Pt(top), Pt(width), Pt(sum(highs)))
        frame.name, table = grid.caption, frame.table
        frame._element.nvGraphicFramePr.cNvPr.set("descr", grid.caption)
        properties = table._tbl.tblPr
        properties.set("firstRow", str(int(bool(grid.header))))
        properties.set("bandRow", "0")
        properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
        for place, wide in enumerate(widths):
            table.columns[place].width = Pt(wide)
        for place, (row, high) in enumerate(zip(rows, highs, strict=True)):
            table.rows[place].height = Pt(high)
            if row.kind != "row" and len(widths) > 1:
                table.cell(place, 0).merge(table.cell(place, len(widths) - 1))
            for column in range(len(widths)):
                cell = table.cell(place, column)
                line = row.cells[column] if column < len(row.cells) else ()
                self._fill(cell.text_frame, [line])
                cell.margin_left = cell.margin_right = Pt(CELL_EDGE)
                cell.margin_top = cell.margin_bottom = Pt(CELL_ABOVE)
                heads = bool(grid.header) and not place
                if heads:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = _rgb(PANEL)
                _rule_below(cell, QUIET if heads else RULE)

    def _drawing(self, slide: Any, svg: str) -> None:
        """A drawing as a group of shapes."""
        drawing = vectors.read(svg)
        scale = min(ROOM / drawing.width, BODY_HIGH / drawing.height)

        def at(x: float, y: float) -> tuple[float, float]:
            return EDGE + (x - drawing.left) * scale, BODY_TOP + (y - drawing.top) * scale

        slide.shapes.turbo_add_enabled = True  # the extents of a group are reckoned once, the ids of shapes never again
        group = slide.shapes.add_group_shape([self._shape(slide.shapes, shape, at, scale) for shape in drawing.shapes])
        slide.shapes.turbo_add_enabled = False
        group.name = drawing.title
        group._element.nvGrpSpPr.cNvPr.set("descr", drawing.title)

    def _shape(
        self, shapes: Any, shape: vectors.Shape, at: Callable[[float, float], tuple[float, float]], scale: float
    ) -> Any:
        match shape:
            case vectors.Path():
                start = shape.contours[0][1][0]
                builder = shapes.build_freeform(*(Pt(one) for one in at(*start)))
                for number, (closed, points) in enumerate(shape.contours):
                    if number:
                        builder.move_to(*(Pt(one) for one in at(*points[0])))
                    builder.add_line_segments([tuple(Pt(one) for one in at(*point)) for point in points[1:]], closed)
                made = builder.convert_to_shape()
            case vectors.Oval() | vectors.Box():
                kind = MSO_SHAPE.OVAL
                if isinstance(shape, vectors.Box):
                    kind = MSO_SHAPE.ROUNDED_RECTANGLE if shape.radius else MSO_SHAPE.RECTANGLE
                x, y = at(shape.left, shape.top)
                made = shapes.add_shape(kind, Pt(x), Pt(y), Pt(shape.width * scale), Pt(shape.height * scale))
                if isinstance(shape, vectors.Box) and shape.radius:
                    made.adjustments[0] = 0.5
            case vectors.Words():
                return self._words(shapes, shape, at, scale)
        _paint(made, shape.style.fill, shape.style.stroke, shape.style.stroke_width * scale, dashed=shape.style.dashed)
        return made

    def _words(
        self, shapes: Any, words: vectors.Words, at: Callable[[float, float], tuple[float, float]], scale: float
    ) -> Any:
        """A line of words in a box in which it stays one line in another typeface, too."""
        size = max(words.size * scale, FINE - 1)
        piece = Piece(words.text, size, bold=words.bold, colour=words.style.fill or INK)
        wide = text_metrics.elsewhere(words.text, size, bold=words.bold) + 4
        x, y = at(words.x, words.y)
        left = {"start": x, "end": x - wide, "middle": x - wide / 2}[words.anchor]
        # A line stands about 1.05 of its size below the upper edge of its box.
        box = shapes.add_textbox(Pt(left), Pt(y - 1.05 * size), Pt(wide), Pt(size * text_metrics.LINE_HEIGHT))
        self._fill(box.text_frame, [(piece,)])
        alignments = {"start": PP_ALIGN.LEFT, "end": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}
        box.text_frame.paragraphs[0].alignment = alignments[words.anchor]
        return box


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]  # python-pptx has no types


def _plain(shape: Any) -> None:
    """Take away what python-pptx gives a shape: a shadow, and a typeface of its own."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


def _paint(shape: Any, fill: str, stroke: str, width: float = 1.0, *, dashed: bool = False) -> None:
    _plain(shape)
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(fill)
    else:
        shape.fill.background()
    if stroke:
        shape.line.color.rgb, shape.line.width = _rgb(stroke), Pt(width)
        shape.line.dash_style = MSO_LINE.DASH if dashed else None
    else:
        shape.line.fill.background()


def _letters(properties: Any, piece: Piece, language: str) -> None:
    """How a run looks and in which language it is: `properties` is its a:rPr."""
    properties.set("lang", language)
    properties.set("sz", str(round(piece.size * 100)))
    properties.set("b", str(int(piece.bold)))
    fill = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=piece.colour[1:])
    _typeface(properties)


def _typeface(properties: Any) -> None:
    """Name the typeface for Latin and for Thai; python-pptx names the one for Latin only."""
    for name in ("a:latin", "a:ea", "a:cs"):
        for one in properties.findall(qn(name)):
            properties.remove(one)
    for name in ("a:latin", "a:cs"):
        etree.SubElement(properties, qn(name), typeface=text_metrics.NAME)


def _rule_below(cell: Any, colour: str) -> None:
    line = etree.Element(qn("a:lnB"), w=str(Pt(0.75)))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=colour[1:])
    cell._tc.get_or_add_tcPr().insert(0, line)


def _dress(file: Any) -> None:
    """The project's look for the template of python-pptx: 16:9, paper, typeface, palette, one layout with a title."""
    file.slide_width, file.slide_height = Pt(WIDE), Pt(HIGH)
    master = file.slide_masters[0]
    theme = master.part.part_related_by(RELATION.THEME)
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
    for layout in list(file.slide_layouts):
        if layout.name != "Title Only":
            file.slide_layouts.remove(layout)
    for holder in (master, file.slide_layouts[0]):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx:
                shape._element.getparent().remove(shape._element)
            else:
                shape.left, shape.top, shape.width, shape.height = Pt(EDGE), Pt(TITLE_TOP), Pt(ROOM), Pt(TITLE_HIGH)
    for alignment in master._element.iter(qn("p:titleStyle")):
        for level in alignment:
            level.set("algn", "l")


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
