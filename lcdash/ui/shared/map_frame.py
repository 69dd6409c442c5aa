"""What the maps of the dashboard share in a page: their provinces, street tiles on request, the click that chooses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

import folium
import streamlit as st
import streamlit_folium

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
    """The shapes of the provinces as they are sent to the browser, once for all maps."""
    return Payload.of(shapes(data))


def choose_tiles(t: Translations) -> str:
    """The address of street tiles where the operator set one and the reader turned them on, else ""."""
    host = _tile_host()
    return settings.tiles() if host and filters.toggle("tiles", t("tiles", host=host)) else ""


def _tile_host() -> str:
    """The host of the operator's street tiles as a name to read, "" where none is set."""
    return (urlsplit(settings.tiles()).hostname or "").replace("{s}.", "")


@lru_cache(maxsize=8)
def _country(provinces_name: str, tiles: str) -> dict[str, Any]:
    """What st_folium tells its frame of the country, whatever is shown on it: to write it anew takes a millisecond."""
    picture = folium_map.country(provinces_name, tiles=tiles)
    picture.render()  # type: ignore[no-untyped-call]  # branca has no types
    html, header = streamlit_folium._get_html(picture), streamlit_folium._get_header(picture)
    script = streamlit_folium._get_map_string(picture)
    links = {f"{kind}_links": [link for _, link in getattr(picture, f"default_{kind}")] for kind in ("css", "js")}
    return {"html": html, "header": header, "script": script, "id": "map_div", **links}


def written(marks: folium.FeatureGroup) -> str:
    """The script that puts `marks` on the country. It takes longer to write than all else of a page: keep it."""
    country = folium_map.country("")
    country.render()  # type: ignore[no-untyped-call]  # branca has no types
    script: str = streamlit_folium._get_feature_group_string(marks, map=country)
    return script


# What st_folium's own component is given whatever is drawn. What was clicked comes back, and nothing that changes when
# the map moves: a run per choice, none for looking round.
FRAME: dict[str, Any] = {
    "width": None,
    "returned_objects": ["last_active_drawing"],
    "default": {"last_active_drawing": None},
    "zoom": None,
    "center": None,
    "return_on_hover": False,
    "layer_control": None,
    "pixelated": False,
    "wrap_longitude": False,
}


def show(
    data: Dataset,
    marks: str,
    *,
    key: str,
    height: int,
    choose: Callable[[str], None],
    t: Translations,
    tiles: str = "",
    open_id: Mapping[str, str],
) -> None:
    """Draw on the country what the script `marks` (`written`) puts there.

    choose  called with the id of what a reader clicks.
    open_id  script of a kind of marks -> the id of the one whose details are open, or "".
    """
    country = _country(provinces(data).name, tiles)
    frame = f"{key}_{streamlit_folium.generate_js_hash(country['script'])[:8]}"  # another country needs another frame

    send_once(provinces(data), "provinces")
    # What st_folium itself calls once it has written both scripts, which are kept here.
    streamlit_folium._component_func(
        **country,
        feature_group=f"mapChoice.open({json.dumps(open_id)});\n{marks}",
        key=frame,
        height=height,
        **FRAME,
        # Called when a click arrives, and only then: what st_folium returns is sticky, and read in a run, an old click
        # would undo a later choice in the list.
        on_change=partial(_clicked, frame, choose),
    )
    if tiles:
        st.caption(t("tiles_credit", host=_tile_host()))


def _clicked(frame: str, choose: Callable[[str], None]) -> None:
    """Hand over the id of the mark that was clicked in the frame of this key."""
    sent = st.session_state.get(frame)
    layer = sent.get("last_active_drawing") if isinstance(sent, Mapping) else None
    if isinstance(layer, Mapping) and "id" in layer:
        choose(str(layer["id"]))
