"""The map of learning spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
from folium.utilities import JsCode

from lcdash.drawing.folium_map import BOUNDS, SERVED, TOWN_ZOOM, _Call, _country, _Layer, _Map
from lcdash.evidence.places import PLACED

if TYPE_CHECKING:
    import geopandas as gpd


# Named as SCRIPTS and STYLES are (tests/test_spaces.py knows it).
SPACE_SCRIPT = "leaflet/spaces.js?3c905be1"
SPACE_STYLE = "leaflet/spaces.css?0d4c8978"


def spot(form: str, *, editors: bool = False) -> str:
    """The mark of a learning space as HTML.

    form     one of PLACED, "city" (somewhere in this city), "group" (several that lie close together).
    editors  whether the editors added it, so that no document names it.
    """
    added = " editors" if editors else ""
    return f'<span class="spot {form}{added}" aria-hidden="true"></span>'


class _SpaceMap(_Map):
    """The same with the marks of spaces."""

    default_js = [*_Map.default_js, ("spaces", f"{SERVED}/{SPACE_SCRIPT}")]  # noqa: RUF012
    default_css = [*_Map.default_css, ("spaces", f"{SERVED}/{SPACE_STYLE}")]  # noqa: RUF012


def space_country(provinces: str, *, tiles: str = "") -> folium.Map:
    """The map without spaces, on which one can go as near as a town. `provinces` and `tiles` as for `country`."""
    start = _Call("spaceMarks.start({{ this._parent.get_name() }});")
    return _country(_SpaceMap, provinces, tiles, start, nearest=TOWN_ZOOM, snap=0.25)


def space_map(
    spaces: gpd.GeoDataFrame,
    somewhere: pd.DataFrame,
    *,
    told: Mapping[str, Sequence[str]],
    cities: Mapping[str, str],
    words: Mapping[str, str],
    chosen: str = "",
    gathered: pd.DataFrame | None = None,
) -> folium.FeatureGroup:
    """The spaces as one layer of marks; those that lie close together share one until a reader comes nearer.

    spaces     one row per space_id with city_id, precision, added_by and geometry (EPSG:4326). Drawn are only those
               of PLACED with a point: where only the city is known, no point stands for the space.
    somewhere  the spaces of which only the city is known, as transforms.somewhere_in_city gives them: a mark per city.
    told       space_id, or `somewhere.<city_id>`, -> its name and what else is told of it, each as plain text.
    cities     city_id -> its name: what stands at a mark from afar.
    words      language, title, zoom_in, zoom_out, km, m, and `group`, said of a mark that stands for several.
    chosen     the space whose details are open.
    gathered   cities (city_id, lat, lon) with more spaces than can be drawn: one mark for all of a city, which `told`
               names as `city.<city_id>`.
    """
    marks: list[dict[str, Any]] = []
    icons: dict[str, dict[str, Any]] = {}

    def add(mark_id: str, city_id: str, lon: float, lat: float, form: str, *, editors: bool = False) -> None:
        name, *facts = told[mark_id]
        properties = {
            "id": mark_id,
            # Leaflet takes a tooltip as HTML, and would run what is in it.
            "tooltip": f"<b>{escape(name)}</b>" + "<br>".join(map(escape, facts)),
            "label": ", ".join(told[mark_id]),
            "name": name,
            "city": cities[city_id],
            "editors": editors,
            "chosen": mark_id == chosen,
        }
        point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
        marks.append({"type": "Feature", "id": mark_id, "properties": properties, "geometry": point})
        html = f'{spot(form, editors=editors)}<span class="label" aria-hidden="true"></span>'
        icons[mark_id] = {"html": html, "className": "space"}

    placed = spaces[spaces["precision"].isin(PLACED) & ~spaces.geometry.isna()]
    for one in placed.itertuples():
        editors = one.added_by == "editors"
        add(one.space_id, one.city_id, one.geometry.x, one.geometry.y, one.precision, editors=editors)
    for one in somewhere.itertuples():
        add(f"somewhere.{one.city_id}", one.city_id, one.lon, one.lat, "city")
    if gathered is not None:
        for one in gathered.itertuples():
            add(f"city.{one.city_id}", one.city_id, one.lon, one.lat, "group")

    group = folium.FeatureGroup(name="spaces")
    if marks:
        _Layer(
            {"type": "FeatureCollection", "features": marks},
            marker=folium.Marker(icon=folium.DivIcon(icon_size=(26, 26))),
            style_function=lambda feature: icons[feature["id"]],
            on_each_feature=JsCode("spaceMarks.mark"),
            name="marks",
        ).add_to(group)
    points = [mark["geometry"]["coordinates"] for mark in marks]
    bounds = BOUNDS
    if points:
        longitudes, latitudes = zip(*points, strict=True)
        bounds = [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]
    follow = (
        "spaceMarks.follow({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }},"
        " {{ this.values.bounds|tojson }}, {{ this.values.words|tojson }});"
    )
    several = {"several": spot("group"), "several_added": spot("group", editors=True)}
    group.add_child(_Call(follow, bounds=bounds, words={**words, **several}))
    return group
