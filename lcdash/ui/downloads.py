"""Downloads of what a page shows: one way for all pages, in every format the rows allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from lcdash import exports
from lcdash.dataset import Dataset
from lcdash.exports import Asked, Extract
from lcdash.ui import link
from lcdash.ui.filters import Chosen
from lcdash.wording import Wording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(
    data: Dataset,
    table: str,
    frame: pd.DataFrame,
    asked: Chosen | Asked | None,
    say: Wording,
    *,
    also: Sequence[str] = (),
    name: str = "",
    title: str = "",
    note: str = "",
    label: str = "",
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Buttons that give rows of a table as CSV and XLSX, and as GeoJSON where they have places.

    A file is made when somebody asks for it, not when the page is drawn.

    table  the table of the rows; `also` are tables whose columns stand beside it in `frame`.
    asked  what the rows were chosen by: the filters of the page, or name -> id -> name in words; None: all there is.
    name   what the file is named by, and `title` what its first sheet says, where that is not the table.
    note   a sentence without which the rows would be misread; an XLSX says it beside them.
    label  what the buttons say before the format; "Download what is shown" where it is "".
    """
    wanted = asked.named if isinstance(asked, Chosen) else (asked or {})
    extract = Extract(data, table, frame, say, wanted, also, name, title, note, link.public(say.page))
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "CSV": ("text/csv", lambda: exports.csv(extract.titled())),
        "XLSX": (XLSX, lambda: exports.xlsx(extract)),
    }
    if extract.has_places:
        makers["GeoJSON"] = ("application/geo+json", lambda: exports.geojson(extract))
    with st.container(horizontal=True, gap="small", key=f"download_{name or table}"):
        for form, (mime, make) in makers.items():
            st.download_button(
                f"{label or say('download_shown')} ({form})",
                make,
                file_name=extract.file_name(form.lower()),
                mime=mime,
                on_click="ignore",
                key=f"_download_{name or table}_{form.lower()}",
                disabled=frame.empty and bool(wanted),
                width=width,
            )
