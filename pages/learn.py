"""Learn from: whom to talk to about a topic, for a group of people, in a kind of city, or about a limit."""

import streamlit as st

from lcdash import dataset, transforms
from lcdash.ui import frame, learn_page

say = frame.open_page("learn")  # title, language, menu

data = dataset.load()  # load
standing = transforms.own_standings(data.memberships)
sizes = transforms.unit_sizes(standing, data.figures)
traits = transforms.by_name(transforms.city_traits(data.cities, standing, sizes), say.language)

st.html(f'<p class="lead">{say("lead")}</p>')
asked = learn_page.choose(data, traits, say)  # choose
frame.notices(say)

learn = learn_page.Learn(data, traits, standing, asked, say)  # show: the door the reader came in by
with st.container(key="learn", gap="xsmall"):
    if asked.limit:
        found = learn.limit()
    elif asked.words:
        found = learn.topic()
    elif asked.city:
        found = learn.city()
    else:
        found = learn.doors()
learn_page.offer(data, found, asked, say)
learn_page.arrive()
frame.close_page(say)
