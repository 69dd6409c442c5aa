"""Map: where the members are, in whose name they are members, and what is known of the city one chooses."""

import streamlit as st

from lcdash import dataset, derived
from lcdash.ui import city_list, city_map, city_panel, downloads, frame, link, map_frame

say = frame.open_page("map")  # title, language, menu
city_map.dress()

data = dataset.load()  # load
drawn = derived.places(data, say.language)
opened = link.one("id", list(drawn["city_id"]))

st.html(f'<p class="lead">{say("lead", n=int(drawn["status"].eq("member").sum()))}</p>')
notes = st.container()
with st.container(key="map_parts"):
    chart, side = st.columns([5, 8], gap="medium")
with side:
    with st.container(key="map_choices", horizontal=True):  # filter: it only dims
        by = city_map.choose_colour(say)
        shown = city_map.choose_status(data, drawn, say)
        tiles = map_frame.choose_tiles(say)
    classes = city_map.kinds(data, drawn, by, say)  # show
    city_map.legend(drawn, classes, by, say)
    table, panel = st.columns([9, 10], gap="medium")
with chart:
    city_map.show(data, drawn, classes, by, shown, opened, tiles, say)
with table:
    city_list.show(data, by, shown, opened, say)
with panel.container(key="city_panel"):
    if opened:
        city_panel.show(data, opened, say)
    else:
        st.html(f'<p class="quiet">{say("nothing_open")}</p>')
with notes:
    frame.notices(say)  # the choices have read the link by now
# The cities of the table: `drawn` has the mark of a province in the middle of its area.
cities = data.cities[data.cities["city_id"].isin(shown)]
downloads.offer(data, "cities", cities, city_map.asked_status(data, say), say)
frame.close_page(say)
