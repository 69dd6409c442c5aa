"""Data: sources, codebook, where sources differ or are silent, and all of it to take away."""

import streamlit as st

from lcdash import dataset
from lcdash.ui import data_codebook, data_page, filters, frame

PARTS = {
    "sources": data_page.sources,
    "codebook": data_codebook.codebook,
    "conflicts": data_codebook.conflicts,
    "silences": data_page.silences,
    "coverage": data_page.coverage,
    "join": data_page.join,
    "downloads": data_page.downloads,
}

say = frame.open_page("data")  # title, language, menu

data = dataset.load()  # load

part = filters.part(list(PARTS), say)  # choose
top = st.container()

PARTS[part](data, say)  # show: only the chosen part is computed
with top:
    frame.notices(say)  # the part has read the link by now
data_page.versions(data, say)
frame.close_page(say)
