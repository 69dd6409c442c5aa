"""A file of slides (PPTX): what it begins and ends with, what stands on each slide, and its sources.

Where things stand and how much room they take is in layout.py; writing.py puts them there.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports
from lcdash.documents.pptx import drawing, pptx_fonts, pptx_theme, writing
from lcdash.documents.pptx.layout import (
    BODY_TOP,
    EDGE,
    FINE,
    FOOT_TOP,
    GAP,
    MESSAGE,
    QUESTION_HIGH,
    REFERENCES_SIZE,
    ROOM,
    SMALL,
    TITLE,
    TITLE_HIGH,
    TITLE_TOP,
    WIDE,
    WORDS,
    Grid,
    Slide,
    SlideRow,
    TextRun,
    cut,
    high,
    pages,
)
from lcdash.drawing import text_metrics
from lcdash.drawing.theme import ACCENT, PANEL, QUIET, RULE
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references


class Deck:
    """A file of slides that is written slide by slide, in one language."""

    def __init__(self, data: Dataset, t: Translations, title: str) -> None:
        self.data, self.t, self.title = data, t, title
        self.file = Presentation()
        pptx_theme.dress(self.file)
        pptx_fonts.embed(self.file)
        about = self.file.core_properties
        about.title, about.author, about.language = title, t("cite_author"), writing.LANGUAGE_TAGS[t.language]
        about.comments = f"{self._version()}. {t('foot_independent')}"
        self.cited: dict[str, None] = {}

    def _version(self) -> str:
        return self.t("foot_version", version=self.data.version, date=dates.spoken(self.data.created, self.t.language))

    # What a deck is made of

    def open(self, description: str, more: Iterable[str] = (), address: str = "") -> None:
        """The first slide: what the slides are, of which data, made when."""
        t = self.t
        slide = self._new(self.title, top=150.0, room=110.0, size=TITLE + 6)
        date = dates.spoken(datetime.now(exports.THAILAND).date().isoformat(), t.language)
        lines = [(TextRun(description, MESSAGE),)]
        lines += [(TextRun(line, WORDS, colour=QUIET),) for line in more]
        lines += [(TextRun(f"{t('export_address')} {address}", SMALL, colour=QUIET),)] if address else []
        writing.text(slide, (EDGE, 266.0, ROOM, 150.0), lines, t.language)
        signed = [
            descriptor.title(self.data.descriptor, t.language),
            f"{self._version()} · {t('slide_made', date=date)}",
            f"{t('foot_licence')} · {t('foot_sources')}",
            f"{t('foot_independent')} · {t('foot_made')}",
        ]
        small = [(TextRun(line, SMALL, colour=QUIET),) for line in signed]
        writing.text(slide, (EDGE, 424.0, ROOM, 90.0), small, t.language)
        writing.line(slide, EDGE, 140.0, 120.0, ACCENT, 4.0)
        writing.text(slide, (EDGE, 100.0, ROOM, 30.0), [(TextRun(t("brand"), WORDS, colour=QUIET),)], t.language)

    def add(self, content: Slide) -> None:
        """What one slide is to say, on as many as its tables need: question and notes stand on the first."""
        self.cited |= dict.fromkeys(content.sources)
        bottom = FOOT_TOP - (QUESTION_HIGH + GAP if content.question else 0)
        tables = pages(content.grids, (ROOM, bottom - BODY_TOP), self._going_on)
        for number, grid in enumerate(tables or [None], 1):
            slide = self._new(self._numbered(content.title, number, len(tables)))
            if number == 1 and content.question:
                self._question(slide, content.question)
            if content.picture:
                drawing.write(slide, content.picture, self.t.language)
            if grid:
                writing.table(slide, grid, self.t.language)
            here = {source for row in grid.rows for source in row.cites} if grid else set()
            self._foot(slide, content.sources, here or set(content.sources))
            if number == 1:
                self._notes(slide, content)

    def _numbered(self, title: str, number: int, whole: int) -> str:
        return title if whole < 2 else self.t("slide_of", title=title, n=number, all=whole)

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
        rows = tuple(SlideRow(((TextRun(texts[source], REFERENCES_SIZE),),)) for source in in_order)
        room = (ROOM, FOOT_TOP - BODY_TOP)
        pieces = cut(Grid((), (ROOM,), rows, self.t("sources")), room, room, self._going_on)
        for number, piece in enumerate(pieces, 1):
            slide = self._new(self._numbered(self.t("sources"), number, len(pieces)))
            writing.table(slide, piece, self.t.language)
            self._foot(slide, (), ())

    # Pieces of a slide

    def _new(self, title: str, *, top: float = TITLE_TOP, room: float = TITLE_HIGH, size: float = TITLE) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[0])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Pt(EDGE), Pt(top), Pt(ROOM), Pt(room)
        while high((TextRun(title, size, bold=True),), ROOM) > room and size > WORDS:
            size -= 1
        writing.fill(shape.text_frame, [(TextRun(title, size, bold=True),)], self.t.language)
        return slide

    def _question(self, slide: Any, question: str) -> None:
        line = (TextRun(question, MESSAGE, bold=True),)
        while high(line, ROOM - 2 * GAP) > QUESTION_HIGH and line[0].size > SMALL:
            line = (line[0]._replace(size=line[0].size - 1),)
        place = (EDGE, FOOT_TOP - QUESTION_HIGH - 4, ROOM, QUESTION_HIGH)
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, place))
        box.name = self.t("slide_question")
        writing.paint(box, PANEL, "")
        writing.fill(box.text_frame, [line], self.t.language, edge=GAP)
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _foot(self, slide: Any, sources: Sequence[str], here: Collection[str]) -> None:
        """The line below a slide: of its numbered sources those that are cited `here`, the version, a page number."""
        t = self.t
        line = self._named(sources, here)
        lines = [(TextRun(f"{t('sources')}: {line}", FINE, colour=QUIET),)] if line else []
        lines.append((TextRun(f"{self._version()} · {t('foot_independent')}", FINE, colour=QUIET),))
        writing.line(slide, EDGE, FOOT_TOP + 6, ROOM, RULE, 0.75)
        box = (EDGE, FOOT_TOP + 9, ROOM - 40, 3 * FINE * text_metrics.LINE_HEIGHT)
        writing.text(slide, box, lines, t.language).name = t("sources")
        corner = (WIDE - EDGE - 36, FOOT_TOP + 9, 36, FINE * text_metrics.LINE_HEIGHT)
        paragraph = writing.text(slide, corner, [()], t.language).text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        field = etree.SubElement(
            paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
        )
        writing.letters(etree.SubElement(field, qn("a:rPr")), TextRun("", FINE, colour=QUIET), t.language)
        etree.SubElement(field, qn("a:t")).text = str(len(self.file.slides))

    def _named(self, sources: Sequence[str], here: Collection[str]) -> str:
        """The sources cited here by their numbers, as many as two lines hold."""
        names = [
            f"{number} {references.short(self.data, source, self.t.language)}"
            for number, source in enumerate(sources, 1)
            if source in here
        ]
        text, count = "; ".join(names), len(names)
        while count > 1 and text_metrics.lines(f"{self.t('sources')}: {text}", FINE, ROOM - 40) > 2:
            count -= 1
            text = self.t("more_sources", named="; ".join(names[:count]), n=len(names) - count)
        return text

    def _notes(self, slide: Any, content: Slide) -> None:
        """What the speaker may say, and the sources of the slide in full."""
        language = self.t.language
        texts = self.data.sources.set_index("source_id")[f"reference_{language}"]
        paragraphs = list(content.notes) + [
            (f"{number} {texts[source_id]}", language) for number, source_id in enumerate(content.sources, 1)
        ]
        if paragraphs:
            lines = [(TextRun(text, SMALL, language=own),) for text, own in paragraphs]
            writing.fill(slide.notes_slide.notes_text_frame, lines, language)
