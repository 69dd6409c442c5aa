"""Map: where the members are, the learning spaces, a topic; and what is known of the city one chooses."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.ui.pages.map import city_map, map_page
from lcdash.ui.shared import page_shell

t = page_shell.open_page("map", own_title=True)  # language, menu
city_map.dress()

data = loading.load()  # load
drawn = cached_frames.places(data, t.language)
opened = city_map.chosen(list(drawn["city_id"]))

notes = st.container()
asked = map_page.head(data, drawn, t)  # filter: it only dims
map_page.body(data, drawn, opened, asked, t)  # show
with notes:
    page_shell.notices(t)  # the choices have read the link by now
map_page.offer(data, asked, t)
page_shell.close_page(t)
