"""Data: what is in it, sources, codebook, where sources differ or are silent, and all of it to take away."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages.data import data_codebook, data_crossings, data_page
from lcdash.ui.shared import filters, page_shell

PARTS = {
    "about": data_page.about,
    "sources": data_page.sources,
    "codebook": data_codebook.codebook,
    "method": data_codebook.method,
    "crossings": data_crossings.crossings,
    "conflicts": data_codebook.conflicts,
    "silences": data_page.silences,
    "coverage": data_page.coverage,
    "join": data_page.join,
    "downloads": data_page.everything,
}

t = page_shell.open_page("data")  # title, language, menu

data = loading.load()  # load

part = filters.part(list(PARTS), t)  # choose
top = st.container()

PARTS[part](data, t)  # show: only the chosen part is computed
with top:
    page_shell.notices(t)  # the part has read the link by now
data_page.versions(data, t)
page_shell.close_page(t)
