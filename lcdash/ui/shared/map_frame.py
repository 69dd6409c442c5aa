"""What the maps of the dashboard share in a page: their provinces, street tiles on request, the click that chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import folium
import streamlit as st
from streamlit_folium import st_folium

from lcdash import settings
from lcdash.dataset.loading import Dataset
from lcdash.html import folium_map
from lcdash.language.translations import Translations
from lcdash.ui.components.components import Payload, send_once
from lcdash.ui.shared import filters


@cache
def shapes(data: Dataset) -> dict[str, Any]:
    """The provinces as the maps draw them; read only."""
    return folium_map.outlines(data.provinces)


@cache
def provinces(data: Dataset) -> Payload:
    """The same as it is sent to the browser."""
    return Payload.of(shapes(data))


def choose_tiles(t: Translations) -> str:
    """The address of street tiles where the operator set one and the reader turned them on, else ""."""
    host = _tile_host()
    return settings.tiles() if host and filters.toggle("tiles", t("tiles", host=host)) else ""


def _tile_host() -> str:
    """The host of the operator's street tiles as a name to read, "" where none is set."""
    return (urlsplit(settings.tiles()).hostname or "").replace("{s}.", "")


def show(
    data: Dataset,
    marks: folium.FeatureGroup,
    *,
    key: str,
    height: int,
    choose: Callable[[str], None],
    t: Translations,
    tiles: str = "",
) -> None:
    """Draw `marks` on the country; `choose` is called with the id of what a reader clicks."""

    def clicked() -> None:
        # Called when a click arrives, and only then. (What st_folium returns is sticky: read in a run, an old click
        # would undo a later choice in the list.)
        sent = st.session_state.get(key)
        layer = sent.get("last_active_drawing") if isinstance(sent, Mapping) else None
        if isinstance(layer, Mapping) and "id" in layer:
            choose(str(layer["id"]))

    send_once(provinces(data), "provinces")
    st_folium(
        folium_map.country(provinces(data).name, tiles=tiles),
        key=key,
        height=height,
        use_container_width=True,
        # What was clicked, and nothing that changes when the map moves: a run per choice, none for looking round.
        returned_objects=["last_active_drawing"],
        feature_group_to_add=marks,
        on_change=clicked,
        render=False,  # as a page of its own, which nobody sees: a third of the time
    )
    if tiles:
        st.caption(t("tiles_credit", host=_tile_host()))
