"""A still drawing (SVG text) in the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

CSS = "svg { width: 100%; max-height: 34rem; display: block; }"


@cache
def _component() -> st.components.v2.types.ComponentRenderer:
    script = Path(__file__).with_name("drawing.js").read_text(encoding="utf-8")
    return st.components.v2.component("lcdash_drawing", js=script, css=CSS)


def show(svg: str, key: str) -> None:
    """Draw `svg`, one <svg> element with every text from data escaped, as wide as its column."""
    _component()(key=key, data={"svg": svg})
