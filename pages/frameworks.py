"""Frameworks: the six factors, UNESCO's frame, where the two meet, and Kalasin as a worked example."""

import streamlit as st

from lcdash import dataset
from lcdash.ui import filters, frame, framework_page

PARTS = {
    "factors": framework_page.factors,
    "unesco": framework_page.unesco,
    "crosswalk": framework_page.crosswalk,
    "kalasin": framework_page.kalasin,
}

say = frame.open_page("frameworks")  # title, language, menu

data = dataset.load()  # load

part = filters.part(list(PARTS), say)  # choose
top = st.container()

PARTS[part](data, say)  # show: only the chosen part is computed
with top:
    frame.notices(say)  # the part has read the link by now
frame.close_page(say)
