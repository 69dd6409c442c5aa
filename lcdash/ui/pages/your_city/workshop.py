"""A workshop: the files of its tables opened together, side by side, to be talked about and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from lcdash.content import own_city
from lcdash.dataset.loading import Dataset
from lcdash.documents.self_check import opening, tables_sheet
from lcdash.evidence.self_check import SelfCheck
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.serving import limits
from lcdash.ui.components.components import component, sent_by
from lcdash.ui.pages.your_city import form
from lcdash.ui.shared import downloads, statements

HERE = Path(__file__).parent
KEY = "your_city_workshop"
TABLES, REFUSED = form.HELD[2:4]
MOST = 6  # tables of a room
NAME = 80  # characters of the name of a file


def show(data: Dataset, t: Translations) -> None:
    """The button that opens the files, and what they say beside each other."""
    statements.quiet(t("tables_note", most=MOST))
    labels = {"open": t("tables_open"), "too_many": t("tables_too_many", most=MOST), "too_large": t("too_large")}
    component("workshop", folder=HERE)(
        key=KEY,
        data={"words": labels, "most": MOST, "bytes": limits.YOUR_CITY_BYTES},
        on_files_change=lambda: _open(data),
    )
    refused: list[tuple[str, opening.RefusedError]] = st.session_state.get(REFUSED, [])
    with st.container(key="your_city_tables_told"):
        if refused:
            lines = tuple(f"{name}: {t(f'refused_{refusal.reason}', **refusal.values)}" for name, refusal in refused)
            st.html(macro("your_city", "told", t, "", lines, (), t("tables_refused")))
    checks: Sequence[SelfCheck] = st.session_state.get(TABLES, ())
    with st.container(key="your_city_tables"):
        if checks:
            names = own_city.table_names(checks, t)
            document = partial(tables_sheet.document, data, checks, t)
            with st.container(horizontal=True, gap="small"):
                downloads.make_pdf(t("tables_print"), document, f"your_city_tables_{t.language}.pdf", t, keep=False)
                st.button(t("tables_close"), key="_your_city_tables_close", on_click=_close)
            st.html(macro("your_city", "tables", t, names, own_city.side_by_side(data, checks, t)))


def _close() -> None:
    """The tables' files are held no longer."""
    for key in (TABLES, REFUSED):
        st.session_state.pop(key, None)
    downloads.take_away()


def _open(data: Dataset) -> None:
    sent = sent_by(KEY, "files")
    files = sent if isinstance(sent, Sequence) and not isinstance(sent, str) else ()
    checks, refused = [], []
    for file in files[:MOST]:
        if isinstance(file, Mapping):
            try:
                checks.append(form.read(data, str(file.get("content", ""))).check)
            except opening.RefusedError as error:
                refused.append((opening.line(str(file.get("name", "")), NAME), error))
    st.session_state[TABLES], st.session_state[REFUSED] = tuple(checks), refused
