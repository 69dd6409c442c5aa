"""Map: where the members are, the learning spaces, a topic; and what is known of the city one chooses."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages.map import city_map, map_page
from lcdash.ui.shared import page_shell, run_log, url_state

t = page_shell.open_page("map", own_title=True)  # language, menu
city_map.dress()

data = loading.load()  # load
notes = st.container()
map_page.show(data, url_state.held("city"), t)  # filter: it only dims; show
with notes:
    page_shell.notices(t)  # the choices have read the link by now
run_log.end()
