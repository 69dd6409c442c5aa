"""Spaces: the learning spaces the documents name, on a map and in a list."""

from html import escape

import streamlit as st

from lcdash import dataset, derived, transforms
from lcdash.ui import downloads, filters, frame, link, map_frame, space_page

say = frame.open_page("spaces")  # title, language, menu

data = dataset.load()  # load
spaces = derived.spaces(data)
cities = derived.cities_with_spaces(data, say.language)
opened = link.one("id", set(spaces["space_id"]))
named = spaces[spaces["added_by"] == "source"]  # what the editors added is shown, and counted nowhere

st.html(f'<p class="lead">{escape(say("lead", n=len(cities)))}</p>')
chosen = filters.choose(named, space_page.wanted(data, cities, say), say)  # filter: here it does narrow
space_page.for_everyone(named, chosen, say)
tiles = map_frame.choose_tiles(say)
frame.notices(say)
shown = spaces[transforms.matching(spaces, chosen.selection, chosen.words)]

with st.container(key="space_parts"):  # show
    chart, table = st.columns([5, 6], gap="large")
with chart:
    space_page.chart(data, shown, opened, tiles, say)
with table:
    space_page.listing(data, cities, shown, spaces[spaces["space_id"] == opened], say)
downloads.offer(data, "spaces", shown, chosen, say, note=say("export_note_editors"))
frame.close_page(say)
