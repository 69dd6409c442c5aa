"""What the marks of a map mean."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lcdash.html.rendering import ready, render
from lcdash.language.translations import Translations


def show(rows: Sequence[tuple[str, str]], t: Translations) -> None:
    """Marks, as HTML made of this project's own shapes and letters, each with its words; nothing if there are none."""
    if rows:
        marks = [(ready(mark), words) for mark, words in rows]
        st.html(render("legend", rows=marks, t=t))
