"""Overview: where the members are, what the documents say of them and where they are silent, and ways in."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages import overview
from lcdash.ui.shared import page_shell

t = page_shell.open_page("overview", own_title=True)  # language, menu

data = loading.load()  # load

overview.heading(data, t)  # show
with st.container(key="overview", gap=None):
    where, whole, ways = st.columns([26, 45, 26], gap="medium")
with where:
    overview.small_map(data, t)
with whole:
    overview.whole(data, t)
with ways:
    overview.my_place(data, t)
    overview.ways_in(data, t)
    overview.by_year(data, t)
page_shell.notices(t)
overview.topics(data, t)

st.subheader(t("growth_title"), anchor=False)
overview.growth(data, t)
overview.network_timeline(data, t)
page_shell.close_page(t)
