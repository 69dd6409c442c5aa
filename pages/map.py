"""Map: where the members are, in whose name they are members, and what is known of the city one chooses."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.ui.pages.map import city_list, city_map, city_panel
from lcdash.ui.shared import downloads, map_frame, page_shell

t = page_shell.open_page("map")  # title, language, menu
city_map.dress()

data = loading.load()  # load
drawn = cached_frames.places(data, t.language)
opened = city_map.chosen(list(drawn["city_id"]))

notes = st.container()
with st.container(key="map_choices", horizontal=True, vertical_alignment="center"):
    with st.popover(t("choices")):  # filter: it only dims
        by = city_map.choose_colour(t)
        shown = city_map.choose_status(data, drawn, t)
        tiles = map_frame.choose_tiles(t)
    classes = city_map.kinds(data, drawn, by, t)  # show
    city_map.legend(drawn, classes, by, t)
with st.container(key="map_parts"):
    chart, table, panel = st.columns([10, 8, 10], gap="medium")
with chart:
    city_map.show(data, drawn, classes, by, shown, opened, tiles, t)
with table, st.container(key="city_rows"):
    city_list.show(data, by, shown, opened, t)
with panel.container(key="city_panel"):
    if opened:
        city_panel.show(data, opened, t)
    else:
        st.html(f'<p class="quiet">{t("lead", n=int(drawn["status"].eq("member").sum()))} {t("nothing_open")}</p>')
with notes:
    page_shell.notices(t)  # the choices have read the link by now
# The cities of the table: `drawn` has the mark of a province in the middle of its area.
cities = data.cities[data.cities["city_id"].isin(shown)]
downloads.offer(data, "cities", cities, city_map.asked_status(data, t), t)
page_shell.close_page(t)
