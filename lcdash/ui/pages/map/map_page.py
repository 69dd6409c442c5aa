"""The parts of the map page: its head with the layers, the map, and beside it one panel that scrolls by itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.dataset.loading import Dataset
from lcdash.documents import members_map
from lcdash.documents.exports import Selection
from lcdash.evidence import cached_frames, filtering, standings
from lcdash.html import folium_map
from lcdash.language.translations import Translations
from lcdash.ui.pages.map import city_list, city_map, city_panel, layers
from lcdash.ui.pages.map.layers import Layer
from lcdash.ui.shared import downloads, legend, map_frame, page_shell, statements, url_state

WIDE, BESIDE_A_CITY = (62, 38), (36, 64)  # the map and its panel; a city brings pictures of its own


@st.fragment
def show(data: Dataset, carried: list[str], t: Translations) -> None:
    """The page below its menu, in a run of its own: what is chosen here draws nothing else of the page.

    carried  the cities of the link that the menu takes along: where a choice lets them go, all is drawn anew.
    """
    if url_state.held("city") != carried:
        st.rerun()
    places = cached_frames.places(data, t.language)
    open_id = city_map.chosen(list(places["city_id"]))
    query = head(data, places, t)
    body(data, places, open_id, query, t)
    offer(data, query, t)
    page_shell.foot(t)


class MapRequest(NamedTuple):
    """What the head of the page was asked for.

    by     what the colour of members tells.   city_ids  the cities (ids) a filter shows.
    tiles  the address of street tiles, or "".
    """

    layer: Layer
    by: str
    city_ids: list[str]
    tiles: str


def head(data: Dataset, places: pd.DataFrame, t: Translations) -> MapRequest:
    """Title, layers, and what can be chosen of the one that is shown."""
    with st.container(key="map_choices", horizontal=True, vertical_alignment="center"):
        st.title(t.title, anchor=False, width="content")
        layer = layers.choose(data, t)
        by, selection, tiles = city_map.by_link(), list(places["city_id"]), ""
        if layer.name == "members":
            with st.popover(t("choices")):
                by = city_map.choose_colour(t)
                selection = city_map.choose_status(data, places, t)
                tiles = map_frame.choose_tiles(t)
        else:
            tiles = map_frame.choose_tiles(t)
    return MapRequest(layer, by, selection, tiles)


def body(data: Dataset, places: pd.DataFrame, open_id: str | None, request: MapRequest, t: Translations) -> None:
    """The map, and beside it the chosen city, or what is on the map as a list."""
    with st.container(key="map_parts"):
        chart, side = st.columns(BESIDE_A_CITY if open_id else WIDE, gap="small")
    space = url_state.one("space", set(data.spaces["space_id"])) or ""
    with chart:
        _map(data, open_id, space, request, t)
    with side, st.container(key="map_side"):
        if open_id:
            with st.container(key="city_panel"):
                city_panel.show(data, open_id, space, t, lambda: _on_topic(data, request.layer.theme, open_id, t))
        _beside(data, places, open_id, request, t)


def _on_topic(data: Dataset, theme: str, city: str, t: Translations) -> None:
    if theme:
        layers.on_topic(data, theme, t, city)


def _map(data: Dataset, open_id: str | None, space: str, request: MapRequest, t: Translations) -> None:
    """The marks that are asked for, of which those of this city and this space are open."""
    marks = _marks(data, request.layer.theme, request.by, tuple(request.city_ids), request.tiles, t)
    open_ = {"cityMarks": open_id or "", "spaceMarks": space}
    city_map.show(data, marks, open_, request.tiles, lambda choice: layers.take(data, choice), t)


@lru_cache(maxsize=60)
def _marks(data: Dataset, theme: str, by: str, selection: tuple[str, ...], tiles: str, t: Translations) -> str:
    """The members and the spaces together, so that the map turns from one to the other by itself; or a topic."""
    places = cached_frames.places(data, t.language)
    if theme:
        groups = {"topic": layers.topic(data, places, theme, tiles, t)}
    else:
        classes = city_map.kinds(data, places, by, t)
        members = city_map.group(data, places, classes, by, selection, tiles, t)
        groups = {"members": members, "spaces": layers.spaces(data, t)}
    return map_frame.written(folium_map.layers(groups))


def _beside(data: Dataset, places: pd.DataFrame, open_id: str | None, request: MapRequest, t: Translations) -> None:
    """What the marks mean, and what is on the map as a list: folded where a city is open."""
    legend.show(_meanings(data, request.layer.name, request.by, t), t)
    if request.layer.name == "members" and not open_id:
        members = int(places["status"].eq(standings.MEMBER).sum())
        statements.line(t("lead", n=members), "quiet small")
    place = st.expander(t("list_caption"), key="all_cities") if open_id else st.container()
    with place, st.container(key="city_rows"):
        if request.layer.name == "spaces":
            layers.list_of_spaces(data, t)
        elif request.layer.theme and not open_id:
            layers.on_topic(data, request.layer.theme, t)
        else:
            city_list.show(data, request.by, request.city_ids, open_id, t)


@cache
def _meanings(data: Dataset, layer: str, by: str, t: Translations) -> tuple[tuple[Markup, str], ...]:
    """What the marks of a layer mean, those of the members in the colours of `by`."""
    if layer == "spaces":
        return tuple(layers.meanings_of_spaces(data, t))
    if layer == "topic":
        return tuple(layers.meanings_of_topic(data, t))
    places = cached_frames.places(data, t.language)
    return tuple(city_map.meanings(data, places, city_map.kinds(data, places, by, t), by, t))


def offer(data: Dataset, request: MapRequest, t: Translations) -> None:
    """The rows that are shown, as files."""
    if request.layer.name == "spaces":
        downloads.offer(data, "spaces", cached_frames.spaces(data), None, t)
    elif request.layer.theme:
        theme = request.layer.theme
        names = {"theme": Selection(t("filter_theme"), {theme: data.names("themes", t.language)[theme]})}
        downloads.offer(data, "evidence", filtering.holding(data.evidence, "themes", theme), names, t)
    else:
        # The cities of the table: `drawn` has the mark of a province in the middle of its area.
        cities = data.cities[data.cities["city_id"].isin(request.city_ids)]
        downloads.offer(data, "cities", cities, city_map.asked_status(data, t), t)
        downloads.picture(data, members_map.picture(data, t.language), t)
