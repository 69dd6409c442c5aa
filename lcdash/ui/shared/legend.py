"""What the marks of a map mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st
from markupsafe import Markup

from lcdash.html.rendering import render
from lcdash.language.translations import Translations


def show(rows: Sequence[tuple[Markup, str]], t: Translations) -> None:
    """Marks, as HTML made of this project's own shapes and letters, each with its words; nothing if there are none."""
    if rows:
        st.html(_drawn(tuple(rows), t))


@lru_cache(maxsize=100)
def _drawn(rows: tuple[tuple[Markup, str], ...], t: Translations) -> Markup:
    return render("legend", rows=rows, t=t)
