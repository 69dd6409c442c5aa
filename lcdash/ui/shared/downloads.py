"""Downloads of what a page shows: one way for all pages, in every format the rows allow."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from html import escape
from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium, exports, pictures
from lcdash.documents.exports import Asked, Extract
from lcdash.documents.pictures import Picture
from lcdash.language.translations import Translations
from lcdash.ui.shared import url_state
from lcdash.ui.shared.filters import Chosen

if TYPE_CHECKING:
    from lcdash.content.stories import Story

# What makes cards and slides is imported where one is made: it takes a third of a second that no page has to pay.
PDF, PNG = "application/pdf", "image/png"
# What takes seconds is made beside the page, one file after the other: two cores hold one browser of the server's own.
_MAKERS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
SECONDS_BETWEEN_LOOKS = 0.5
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(
    data: Dataset,
    table: str,
    frame: pd.DataFrame,
    asked: Chosen | Asked | None,
    t: Translations,
    *,
    also: Sequence[str] = (),
    name: str = "",
    title: str = "",
    note: str = "",
    label: str = "",
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Buttons that give rows of a table as CSV and XLSX, as GeoJSON where they have places, statements also as slides.

    A file is made when somebody asks for it, not when the page is drawn.

    table  the table of the rows; `also` are tables whose columns stand beside it in `frame`.
    asked  what the rows were chosen by: the filters of the page, or name -> id -> name in words; None: all there is.
    name   what the file is named by, and `title` what its first sheet says, where that is not the table.
    note   a sentence without which the rows would be misread; an XLSX says it beside them.
    label  what the buttons say before the format; "Download what is shown" where it is "".
    """
    wanted = asked.named if isinstance(asked, Chosen) else (asked or {})
    extract = Extract(data, table, frame, t, wanted, also, name, title, note, url_state.public(t.page))
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "CSV": ("text/csv", lambda: exports.csv(extract.titled())),
        "XLSX": (XLSX, lambda: exports.xlsx(extract)),
    }
    if extract.has_places:
        makers["GeoJSON"] = ("application/geo+json", lambda: exports.geojson(extract))
    with st.container(horizontal=True, gap="small", key=f"download_{name or table}"):
        for form, (mime, content) in makers.items():
            st.download_button(
                f"{label or t('download_shown')} ({form})",
                content,
                file_name=extract.file_name(form.lower()),
                mime=mime,
                on_click="ignore",
                key=f"_download_{name or table}_{form.lower()}",
                disabled=frame.empty and bool(wanted),
                width=width,
            )
        if table == "evidence" and len(frame):

            def make_slides() -> bytes:
                from lcdash.documents.pptx import slides

                return slides.of_claims(extract)

            make(t("make_slides"), make_slides, extract.file_name("pptx"), PPTX, t)


@st.fragment
def make(label: str, make_file: Callable[[], bytes], file_name: str, mime: str, t: Translations) -> None:
    """A button that makes a file which takes seconds, tells how long it has taken, and then offers it.

    Only this piece of the page waits, and a reader who goes elsewhere meanwhile is not held back: whoever makes the
    file is not the one who draws the page. Where this computer has no Chromium, a sentence says so.

    label      what is made, with its format.   make_file  makes it; may raise what chromium.py raises.
    file_name  also what the piece is told apart by.
    """
    if not st.button(label, key=f"_make_{file_name}"):
        return
    told = st.empty()
    work = _MAKERS.submit(make_file)
    try:
        _tell(work, told, t)
        content = work.result()
    except chromium.NoBrowserError:
        told.html(f'<p class="notice" role="alert">{escape(t("make_no_chromium"))}</p>')
    except chromium.PrintError:
        told.html(f'<p class="notice" role="alert">{escape(t("make_failed"))}</p>')
    else:
        words = t("make_done", name=file_name)
        told.download_button(words, content, file_name, mime, on_click="ignore", type="primary")
    finally:
        work.cancel()  # a reader who has left gets no file that nobody has begun


def _tell(work: Future[bytes], told: DeltaGenerator, t: Translations) -> None:
    """Say how long it has taken until it is done; each time is one at which a reader may leave."""
    started = time.monotonic()
    while not work.done():
        seconds = int(time.monotonic() - started)
        told.html(f'<p class="quiet" role="status">{escape(t("making", seconds=seconds))}</p>')
        wait([work], SECONDS_BETWEEN_LOOKS)


def picture(data: Dataset, shown: Picture, t: Translations) -> None:
    """A button that makes a picture of a chart or a drawing."""
    label = t("make_picture")
    make(label, lambda: pictures.png(data, shown, t), shown.file_name(data, t), PNG, t)


def story(data: Dataset, told: Story, t: Translations) -> None:
    """A button that makes slides of a story."""

    def make_slides() -> bytes:
        from lcdash.documents.pptx import slides

        return slides.of_story(data, told)

    asked = [told.story_id, told.host, "short" if told.short else ""]
    name = exports.file_name(data, "_".join(filter(None, asked)), "pptx", t.language)
    make(t("make_slides"), make_slides, name, PPTX, t)


def paper(what: str, name: str, data: Dataset, make_document: Callable[[], str], t: Translations) -> None:
    """Buttons that give a document to print: as an HTML file for any browser, and as PDF.

    what  what it is, in words; `name`, what its file is named by.
    """
    st.download_button(
        f"{what} (HTML)",
        make_document,
        file_name=exports.file_name(data, name, "html", t.language),
        mime="text/html",
        on_click="ignore",
        key=f"_paper_{name}",
    )
    file_name = exports.file_name(data, name, "pdf", t.language)
    make(f"{what} (PDF)", lambda: chromium.pdf(make_document()), file_name, PDF, t)


def sheet(data: Dataset, t: Translations) -> None:
    """The blank sheet of the six factors."""

    def made() -> str:
        from lcdash.documents import worksheets

        return worksheets.sheet(data, t)

    paper(t("sheet_name"), "factor_sheet", data, made, t)


def cards(data: Dataset, cities: Sequence[str], factors: Sequence[str], t: Translations, asked: Asked) -> None:
    """Cards of the cells of some cities and factors; `asked` is what they were chosen by."""

    def made() -> str:
        from lcdash.documents import worksheets

        return worksheets.cards(data, cities, factors, t)

    paper(t("cards_name"), "_".join(filter(None, ("cell_cards", exports.slug(asked)))), data, made, t)
