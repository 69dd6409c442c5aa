"""Overview: who the members are, whether a place is among them, who works on which topic."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import filtering, standings
from lcdash.html import markup
from lcdash.ui.pages import overview
from lcdash.ui.shared import page_shell

t = page_shell.open_page("overview")  # title, language, menu

data = loading.load()  # load
standing = standings.member_standings(data.memberships)
themes = filtering.by_name(data.themes, t.language)

left, right = st.columns([3, 2], gap="large")  # show
with left:
    overview.introduction(data, standing, t)
    overview.by_year(data, standing, t)
    st.page_link("pages/map.py", label=t("open_map"), query_params={"lang": t.language})
    st.subheader(t("place_title"), anchor=False)
    overview.my_place(data, t)
with right:
    overview.small_map(data, t)
page_shell.notices(t)

st.subheader(t("ways_title"), anchor=False)
ways = {
    "policy": ("pages/map.py", {}),
    "research": ("pages/factors.py", {}),
    "present": ("pages/present.py", {}),
}
for column, (way, (page, query)) in zip(st.columns(3), ways.items(), strict=True):
    with column.container(border=True):
        st.markdown(f"**{t(f'way_{way}')}**  \n{t(f'way_{way}_text')}")
        st.page_link(page, label=t(f"way_{way}_go"), query_params={"lang": t.language} | query)

st.subheader(t("topics_title"), anchor=False)
with st.container(horizontal=True, key="topics", gap="small"):
    for theme, name in filtering.names(themes, t.language).items():
        st.page_link("pages/factors.py", label=markup.literal(name), query_params={"lang": t.language, "theme": theme})

st.subheader(t("growth_title"), anchor=False)
overview.growth(data, standing, t)
overview.network_timeline(data, t)
page_shell.close_page(t)
