"""Overview: who the members are, whether a place is among them, who works on which topic."""

import streamlit as st

from lcdash import dataset, markup, transforms
from lcdash.ui import frame, members

say = frame.open_page("overview")  # title, language, menu

data = dataset.load()  # load
standing = transforms.member_standings(data.memberships)
themes = transforms.by_name(data.themes, say.language)

left, right = st.columns([3, 2], gap="large")  # show
with left:
    members.introduction(data, standing, say)
    members.by_year(data, standing, say)
    st.page_link("pages/map.py", label=say("open_map"), query_params={"lang": say.language})
    st.subheader(say("place_title"), anchor=False)
    members.my_place(data, say)
with right:
    members.small_map(data, say)
frame.notices(say)

st.subheader(say("ways_title"), anchor=False)
ways = {
    "policy": ("pages/map.py", {}),
    "research": ("pages/factors.py", {}),
    "present": ("pages/present.py", {}),
}
for column, (way, (page, query)) in zip(st.columns(3), ways.items(), strict=True):
    with column.container(border=True):
        st.markdown(f"**{say(f'way_{way}')}**  \n{say(f'way_{way}_text')}")
        st.page_link(page, label=say(f"way_{way}_go"), query_params={"lang": say.language} | query)

st.subheader(say("topics_title"), anchor=False)
with st.container(horizontal=True, key="topics", gap="small"):
    for theme, name in transforms.names(themes, say.language).items():
        st.page_link(
            "pages/factors.py", label=markup.literal(name), query_params={"lang": say.language, "theme": theme}
        )

st.subheader(say("growth_title"), anchor=False)
members.growth(data, standing, say)
members.network_timeline(data, say)
frame.close_page(say)
