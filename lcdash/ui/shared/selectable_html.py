"""HTML made in Python, in which a reader chooses an entry."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lcdash.ui.components.components import component
from lcdash.ui.shared import url_state

HERE = Path(__file__).parent


def selectable(html: str, key: str, opened: str | None = None) -> None:
    """Show `html`, made in Python and escaped; what a reader chooses in it goes into the link as `id`.

    opened  the data-id of the <details> that stands open.
    """

    def choose() -> None:
        url_state.write("id", [str(st.session_state[key].chosen or "")])

    data = {"html": html, "opened": opened or ""}
    component("selectable_html", folder=HERE, isolated=False)(key=key, data=data, on_chosen_change=choose)
