"""Spaces: the learning spaces the documents name, on a map and in a list."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import cached_frames, filtering
from lcdash.ui.pages import spaces as pages_spaces
from lcdash.ui.shared import downloads, filters, map_frame, page_shell, statements, url_state

t = page_shell.open_page("spaces")  # title, language, menu

data = loading.load()  # load
spaces = cached_frames.spaces(data)
cities = cached_frames.cities_with_spaces(data, t.language)
opened = url_state.one("id", cached_frames.space_ids(data))
named = cached_frames.named_spaces(data)

statements.lead(t("lead", n=len(cities)))
chosen = filters.choose(named, pages_spaces.wanted(data, cities, t), t)  # filter: here it does narrow
pages_spaces.for_everyone(named, chosen, t)
tiles = map_frame.choose_tiles(t)
page_shell.notices(t)
shown = spaces[filtering.matching(spaces, chosen.selection, chosen.words)]

with st.container(key="space_parts"):  # show
    chart, picture, table = st.columns([27, 50, 36])
with chart:
    pages_spaces.chart(data, shown, opened, tiles, t)
with picture:
    pages_spaces.kinds(data, shown, opened, t)
with table:
    pages_spaces.listing(data, cities, shown, spaces[spaces["space_id"] == opened], t)
downloads.offer(data, "spaces", shown, chosen, t, note=t("export_note_editors"))
downloads.picture(data, pages_spaces.picture(data, t), t)
page_shell.close_page(t)
