"""The parts of the map page: its head with the layers, the map, and beside it one panel that scrolls by itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import topic_map
from lcdash.dataset.loading import Dataset
from lcdash.documents import members_map
from lcdash.documents.exports import Selection
from lcdash.evidence import cached_frames
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
    drawn = cached_frames.places(data, t.language)
    opened = city_map.chosen(list(drawn["city_id"]))
    asked = head(data, drawn, t)
    body(data, drawn, opened, asked, t)
    offer(data, asked, t)
    page_shell.foot(t)


class Asked(NamedTuple):
    """What the head of the page was asked for.

    by     what the colour of members tells.   shown  the cities (ids) a filter shows.
    tiles  the address of street tiles, or "".
    """

    layer: Layer
    by: str
    shown: list[str]
    tiles: str


def head(data: Dataset, drawn: pd.DataFrame, t: Translations) -> Asked:
    """Title, layers, and what can be chosen of the one that is shown."""
    with st.container(key="map_choices", horizontal=True, vertical_alignment="center"):
        st.title(t.title, anchor=False, width="content")
        layer = layers.choose(data, t)
        by, shown, tiles = city_map.by_link(), list(drawn["city_id"]), ""
        if layer.name == "members":
            with st.popover(t("choices")):
                by = city_map.choose_colour(t)
                shown = city_map.choose_status(data, drawn, t)
                tiles = map_frame.choose_tiles(t)
        else:
            tiles = map_frame.choose_tiles(t)
    return Asked(layer, by, shown, tiles)


def body(data: Dataset, drawn: pd.DataFrame, opened: str | None, asked: Asked, t: Translations) -> None:
    """The map, and beside it the chosen city, or what is on the map as a list."""
    with st.container(key="map_parts"):
        chart, side = st.columns(BESIDE_A_CITY if opened else WIDE, gap="small")
    space = url_state.one("space", set(data.spaces["space_id"])) or ""
    with chart:
        _map(data, opened, space, asked, t)
    with side, st.container(key="map_side"):
        if opened:
            with st.container(key="city_panel"):
                city_panel.show(data, opened, space, t, lambda: _on_topic(data, asked.layer.theme, opened, t))
        _beside(data, drawn, opened, asked, t)


def _on_topic(data: Dataset, theme: str, city: str, t: Translations) -> None:
    if theme:
        layers.on_topic(data, theme, t, city)


def _map(data: Dataset, opened: str | None, space: str, asked: Asked, t: Translations) -> None:
    """The marks that are asked for, of which those of this city and this space are open."""
    marks = _marks(data, asked.layer.theme, asked.by, tuple(asked.shown), asked.tiles, t)
    open_ = {"cityMarks": opened or "", "spaceMarks": space}
    city_map.show(data, marks, open_, asked.tiles, lambda chosen: layers.take(data, chosen), t)


@lru_cache(maxsize=60)
def _marks(data: Dataset, theme: str, by: str, shown: tuple[str, ...], tiles: str, t: Translations) -> str:
    """The members and the spaces together, so that the map turns from one to the other by itself; or a topic."""
    drawn = cached_frames.places(data, t.language)
    if theme:
        held = {"topic": layers.topic(data, drawn, theme, tiles, t)}
    else:
        classes = city_map.kinds(data, drawn, by, t)
        members = city_map.group(data, drawn, classes, by, shown, tiles, t)
        held = {"members": members, "spaces": layers.spaces(data, t)}
    return map_frame.written(folium_map.layers(held))


def _beside(data: Dataset, drawn: pd.DataFrame, opened: str | None, asked: Asked, t: Translations) -> None:
    """What the marks mean, and what is on the map as a list: folded where a city is open."""
    legend.show(_meanings(data, asked.layer.name, asked.by, t), t)
    if asked.layer.name == "members" and not opened:
        members = int(drawn["status"].eq("member").sum())
        statements.line(t("lead", n=members), "quiet small")
    place = st.expander(t("list_caption"), key="all_cities") if opened else st.container()
    with place, st.container(key="city_rows"):
        if asked.layer.name == "spaces":
            layers.list_of_spaces(data, t)
        elif asked.layer.theme and not opened:
            layers.on_topic(data, asked.layer.theme, t)
        else:
            city_list.show(data, asked.by, asked.shown, opened, t)


@cache
def _meanings(data: Dataset, layer: str, by: str, t: Translations) -> tuple[tuple[Markup, str], ...]:
    """What the marks of a layer mean, those of the members in the colours of `by`."""
    if layer == "spaces":
        return tuple(layers.meanings_of_spaces(data, t))
    if layer == "topic":
        return tuple(layers.meanings_of_topic(data, t))
    drawn = cached_frames.places(data, t.language)
    return tuple(city_map.meanings(data, drawn, city_map.kinds(data, drawn, by, t), by, t))


def offer(data: Dataset, asked: Asked, t: Translations) -> None:
    """The rows that are shown, as files."""
    if asked.layer.name == "spaces":
        downloads.offer(data, "spaces", cached_frames.spaces(data), None, t)
    elif asked.layer.theme:
        theme = asked.layer.theme
        named = {"theme": Selection(t("filter_theme"), {theme: data.names("themes", t.language)[theme]})}
        downloads.offer(data, "evidence", topic_map.rows(data, theme), named, t)
    else:
        # The cities of the table: `drawn` has the mark of a province in the middle of its area.
        cities = data.cities[data.cities["city_id"].isin(asked.shown)]
        downloads.offer(data, "cities", cities, city_map.asked_status(data, t), t)
        downloads.picture(data, members_map.picture(data, t.language), t)
