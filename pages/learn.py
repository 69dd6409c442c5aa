"""Learn from: whom to talk to about a topic, for a group of people, in a kind of city, or about a limit."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import filtering, standings
from lcdash.ui.pages.learn import Learn, arrive, choose, offer
from lcdash.ui.shared import page_shell

t = page_shell.open_page("learn")  # title, language, menu

data = loading.load()  # load
standing = standings.own_standings(data.memberships)
sizes = standings.unit_sizes(standing, data.figures)
traits = filtering.by_name(standings.city_traits(data.cities, standing, sizes), t.language)

st.html(f'<p class="lead">{t("lead")}</p>')
asked = choose(data, traits, t)  # choose
page_shell.notices(t)

learn = Learn(data, traits, standing, asked, t)  # show: the door the reader came in by
with st.container(key="learn", gap="xsmall"):
    if asked.limit:
        found = learn.limit()
    elif asked.words:
        found = learn.topic()
    elif asked.city:
        found = learn.city()
    else:
        found = learn.doors()
offer(data, found, asked, t)
arrive()
page_shell.close_page(t)
