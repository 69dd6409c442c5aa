"""What the marks of a map mean."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from lcdash.html.rendering import render
from lcdash.language.translations import Translations


def show(rows: Sequence[tuple[str, str]], t: Translations) -> None:
    """Marks, as HTML made of this project's own shapes and letters, each with its words; nothing if there are none."""
    if rows:
        marks = [(Markup(mark), words) for mark, words in rows]  # noqa: S704 - of shapes and letters  # nosec B704
        st.html(render("legend", rows=marks, t=t))
