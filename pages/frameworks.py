"""Frameworks: the six factors, UNESCO's frame, where the two meet, and Kalasin as a worked example."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages import frameworks
from lcdash.ui.shared import filters, page_shell

PARTS = {
    "factors": frameworks.factors,
    "unesco": frameworks.unesco,
    "crosswalk": frameworks.crosswalk,
    "kalasin": frameworks.kalasin,
}

t = page_shell.open_page("frameworks")  # title, language, menu

data = loading.load()  # load

part = filters.part(list(PARTS), t)  # choose
top = st.container()

PARTS[part](data, t)  # show: only the chosen part is computed
with top:
    page_shell.notices(t)  # the part has read the link by now
page_shell.close_page(t)
