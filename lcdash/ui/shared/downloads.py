"""Downloads of what a page shows: one way for all pages, in every format the rows allow."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lcdash import logs
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium, chromium_pipe, exports, pictures
from lcdash.documents.exports import Extract, Selections
from lcdash.documents.pictures import Picture
from lcdash.drawing.shapes import Drawing
from lcdash.evidence import cached_frames
from lcdash.html import markup, unbroken
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.serving import document_queue, left_pages
from lcdash.serving.document_queue import Order
from lcdash.ui.shared import url_state
from lcdash.ui.shared.filters import Chosen

if TYPE_CHECKING:
    from lcdash.content.stories import Story

# What makes cards and slides is imported where one is made: it takes a third of a second that no page has to pay.
PDF, PNG = "application/pdf", "image/png"
SECONDS_BETWEEN_LOOKS = 0.5
_MAKING = threading.Lock()
NOT_IN_A_CLASS = re.compile("[^0-9A-Za-z_-]")
READY = "_ready_"  # what the key of a button begins with whose file is there: saved.js looks for it
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(
    data: Dataset,
    table: str,
    frame: pd.DataFrame,
    query: Chosen | Selections | None,
    t: Translations,
    *,
    also: Sequence[str] = (),
    name: str = "",
    title: str = "",
    note: str = "",
    label: str = "",
    heads: Mapping[str, str] | None = None,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Buttons that give rows of a table as CSV and XLSX, as GeoJSON where they have places, statements also as slides.

    A file is made when somebody asks for it, not when the page is drawn.

    table  the table of the rows; `also` are tables whose columns stand beside it in `frame`.
    query  what the rows were chosen by: the filters of the page, or a selection by key; None: all there is.
    name   what the file is named by, and `title` what its first sheet says, where that is not the table.
    note   a sentence without which the rows would be misread; an XLSX says it beside them.
    label  what the buttons say before the format; "Download what is shown" where it is "".
    heads  column of `frame` that no table knows -> what it is called; others stay behind.
    """
    wanted = query.file_selections if isinstance(query, Chosen) else (query or {})
    extract = Extract(data, table, frame, t, wanted, also, name, title, note, url_state.public(t.page), heads or {})
    with st.container(horizontal=True, gap="small", key=f"download_{name or table}"):
        _offer_rows(extract, markup.literal(label) or t("download_shown"), width)
        if not name:
            _offer_more(extract, t)


def _offer_rows(extract: Extract, label: str, width: Literal["content", "stretch"]) -> None:
    """A button a format; none of them works where a choice leaves no row."""
    for form, (mime, content) in _makers(extract).items():
        st.download_button(
            f"{label} ({form})",
            content,
            file_name=extract.file_name(form.lower()),
            mime=mime,
            on_click="ignore",
            key=f"_download_{extract.name or extract.table}_{form.lower()}",
            disabled=extract.frame.empty and bool(extract.selections),
            width=width,
        )


def _makers(extract: Extract) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Format -> MIME type, and what makes the file."""
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "CSV": ("text/csv", lambda: exports.csv(extract.titled())),
        "XLSX": (XLSX, lambda: exports.xlsx(extract)),
    }
    if extract.has_places:
        makers["GeoJSON"] = ("application/geo+json", lambda: exports.geojson(extract))
    return makers


def _slides(extract: Extract) -> bytes:
    from lcdash.documents.pptx import slides

    return slides.of_claims(extract)


def _offer_more(extract: Extract, t: Translations) -> None:
    """What is given beside the rows of a table: with those it leaves out, statements as slides."""
    if extract.missing:
        _offer_whole(exports.with_the_rest(extract), t)
    if extract.table == "evidence" and len(extract.frame):
        make(t("make_slides"), lambda: _slides(extract), extract.file_name("pptx"), PPTX, t)


def _offer_whole(extract: Extract, t: Translations) -> None:
    """A button that gives the statements with those of the whole country and of cities outside the study."""
    st.download_button(
        f"{t('download_whole')} (XLSX)",
        lambda: exports.xlsx(extract),
        file_name=extract.file_name("xlsx"),
        mime=XLSX,
        on_click="ignore",
        key="_download_whole_xlsx",
    )


def make(label: str, make_file: Callable[[], bytes], file_name: str, mime: str, t: Translations) -> None:
    """A button that makes a file without Chromium: slides have a line of their own.

    label      what is made, with its format.
    file_name  also what the piece of the page is told apart by.
    """

    def order(session: str) -> Order:
        return document_queue.SLIDES.ask(session, uuid.uuid4().hex, make_file, keep=False)

    _make(label, order, file_name, mime, t)


def make_pdf(
    label: str,
    make_document: Callable[[], str],
    file_name: str,
    t: Translations,
    *,
    keep: bool = True,
    state: str = "",
) -> None:
    """A button that prints an HTML document to PDF.

    keep   False where the document holds what only this reader may know: nobody else gets the file, none stays, and
           nothing of it is written on the way.
    state  of a document that follows what is typed, as of `named`.
    """

    def order(session: str) -> Order:
        with _MAKING:  # what several ask for at once is computed once, and kept by whatever computes it
            html = unbroken.held_together(make_document(), cached_frames.unbroken(loading.load()))
        key = document_queue.key_of("pdf", html)
        prints = chromium.pdf if keep else chromium_pipe.pdf
        return document_queue.CHROMIUM.ask(session, key, lambda: prints(html), keep=keep)

    _make(label, order, file_name, PDF, t, state)


def picture(
    data: Dataset,
    selection: Picture,
    t: Translations,
    what: str = "",
    *,
    keep: bool = True,
    state: str = "",
) -> None:
    """Buttons that make a picture of a chart or a drawing: as PNG, and of a drawing as SVG to edit.

    what  which picture, in few words, on a page that has several.   keep, state  as of `make_pdf`.
    """

    def order(session: str) -> Order:
        html = pictures.document(data, selection, t)
        key = document_queue.key_of("png", html)
        take = chromium.png if keep else chromium_pipe.png
        return document_queue.CHROMIUM.ask(
            session, key, lambda: pictures.drawn(html, selection.height, take), keep=keep
        )

    with st.container(horizontal=True, gap="small", key=f"picture_{selection.name}"):
        label = t("make_picture_of", what=what) if what else t("make_picture")
        _make(label, order, selection.file_name(data, t), PNG, t, state)
        if isinstance(selection.drawing, Drawing):
            st.download_button(
                t("make_picture_svg"),
                lambda: pictures.svg(data, selection, t),
                file_name=selection.file_name(data, t, "svg"),
                mime="image/svg+xml",
                on_click="ignore",
                key=f"_picture{named(selection.file_name(data, t, 'svg'), state and f'{state}-svg')}",
            )


@st.fragment
def _make(
    label: str, order: Callable[[str], Order], file_name: str, mime: str, t: Translations, state: str = ""
) -> None:
    """A button that orders a file which takes seconds, tells how long it has taken, and saves it when it is there.

    In its place then stands a button that saves it again; saved.js presses it the first time, and says of this as
    of every download that the file has gone to the browser.

    Only this piece of the page waits, and a reader who goes elsewhere meanwhile is not held back: whoever makes the
    file is not the one who draws the page. What goes wrong is told in a sentence.

    order  puts the wish of a session into a line; may raise what making the file raises.
    """
    lines = st.empty()  # one place for all of it: what stands below does not move
    if not lines.button(label, key=f"_make_{named(file_name, state) if state else file_name}"):
        return
    wish = None
    try:
        wish = order(_session())
        _tell(wish, lines, t)
        content = wish.content()
    except Exception as error:
        lines.html(macro("line", "line", t(_reason(error)), "notice", "alert"))
    else:
        key = f"{READY}{uuid.uuid4().hex}{named(file_name, state)}"
        lines.download_button(f"{label} · {t('make_again')}", content, file_name, mime, on_click="ignore", key=key)
    finally:
        if wish:
            wish.leave()


def named(file_name: str, state: str = "") -> str:
    """What the key of a button ends with that saves this file, for the line that says so: saved.js reads it.

    state  of a file that follows what is typed: which state of it the file would hold, then what the file is, as
           "7_of_memo-th"; the button then says that it was saved, or has changed since.
    """
    # Streamlit's classes hold no dot and no letter but Latin ones
    latin = NOT_IN_A_CLASS.sub(lambda letter: f"-x{ord(letter[0]):x}-", file_name.replace(".", "--"))
    return f"{f'_at_{state}' if state else ''}_save_{latin}"


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def take_away() -> None:
    """Serve no longer what was made for this reader alone and has not been ordered anew."""
    left_pages.take_files_away(_session())


def _reason(error: Exception) -> str:
    """The key of the sentence that says why there is no file."""
    if isinstance(error, chromium.NoBrowserError):
        return "make_no_chromium"
    if isinstance(error, document_queue.FullError):
        return "make_full"
    logs.LOG.error("file not made", exc_info=error)
    return "make_failed"


def _tell(wish: Order, delta_generator: DeltaGenerator, t: Translations) -> None:
    """Say how long it has taken, or who comes first, until it is done; each time is one at which a reader may leave."""
    started = time.monotonic()
    while not wish.is_done(SECONDS_BETWEEN_LOOKS):
        if Runtime.exists() and not Runtime.instance().is_active_session(_session()):
            st.stop()  # whoever has closed the page waits for nothing
        before = wish.files_before()
        seconds = int(time.monotonic() - started)
        text = t("making_later", n=before) if before else t("making", seconds=seconds)
        delta_generator.html(macro("line", "line", text, "quiet", "status"))


def story(data: Dataset, story_of: Story, scenes: Sequence[str], cities: Sequence[str], t: Translations) -> None:
    """A button that makes slides of some scenes of a story, then of some members; of the whole story where none are."""
    choices = [scene.scene_id for scene in story_of.scenes if scene.scene_id in scenes]
    part = len(choices) < len(story_of.scenes) if choices or cities else False

    def make_slides() -> bytes:
        from lcdash.documents.pptx import slides

        return slides.of_story(data, story_of, choices if part else None, cities)

    query = [story_of.story_id, story_of.host, "short" if story_of.short else "", "chosen" if part else "", *cities]
    name = exports.file_name(data, "_".join(filter(None, query)), "pptx", t.language)
    make(t("make_slides"), make_slides, name, PPTX, t)


def paper(what: str, name: str, data: Dataset, make_document: Callable[[], str], t: Translations) -> None:
    """Buttons that give a document to print: as an HTML file for any browser, and as PDF.

    what  what it is, in words; `name`, what its file is named by.
    """
    with st.container(horizontal=True, gap="small", key=f"paper_{name}"):
        st.download_button(
            f"{what} (HTML)",
            make_document,
            file_name=exports.file_name(data, name, "html", t.language),
            mime="text/html",
            on_click="ignore",
            key=f"_paper_{name}",
        )
        file_name = exports.file_name(data, name, "pdf", t.language)
        make_pdf(f"{what} (PDF)", make_document, file_name, t)


def guide(data: Dataset, t: Translations) -> None:
    """The guide of the workshop kit with topic cards, blank cards and slips."""

    def made() -> str:
        from lcdash.documents import worksheets

        return worksheets.guide(data, t.language)

    paper(Translations("kit", t.language)("guide_name"), "workshop_guide", data, made, t)


def sheet(data: Dataset, t: Translations) -> None:
    """The sheet of the workshop kit to fill in."""

    def made() -> str:
        from lcdash.documents import worksheets

        return worksheets.sheet(data, t.language)

    paper(Translations("kit", t.language)("sheet_name"), "evidence_map_sheet", data, made, t)


def cards(data: Dataset, cities: Sequence[str], factors: Sequence[str], t: Translations, request: Selections) -> None:
    """Cards of some cities and factors; `request` is what they were chosen by."""

    def made() -> str:
        from lcdash.documents import worksheets

        return worksheets.cards(data, cities, factors, t.language)

    name = "_".join(filter(None, ("city_cards", exports.slug(request))))
    paper(Translations("kit", t.language)("cards_name"), name, data, made, t)
