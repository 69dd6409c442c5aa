"""Maps: GeoDataFrame and DataFrame in, folium objects out. Nothing here reads a file, a widget or a global.

A map has two parts. `country` never changes: provinces, zoom, Leaflet served by the dashboard itself. `cities` is the
feature group that is exchanged when a reader chooses a city, a colour or the language: the map keeps its place then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import escape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import folium
import pandas as pd
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from lcdash import look, transforms

if TYPE_CHECKING:
    import geopandas as gpd

BY = ("unit", "year", "status", "region")  # what the colour can tell
FORMS = ("province", "special_local_government", "municipality", "pilot", "developing")  # how a city is drawn

# As seen from a component's frame, whatever path the dashboard is served under. The end of a name changes with its
# file: a browser that has kept an older one asks again (tests/test_maps.py knows it).
SERVED = "../../app/static"
SCRIPTS = (
    "leaflet/leaflet.js",
    "leaflet/jquery.slim.min.js",
    "leaflet/init.js",
    "leaflet/frame.js?95016ca9",
    "leaflet/marks.js?3b5965a9",
)
STYLES = ("leaflet/leaflet.css", "fonts/thai.css", "leaflet/marks.css?ba8af5ea")

# About one pixel at zoom 7: finer shapes only take longer.
COARSE = 0.01  # degrees
BOUNDS = [[5.6, 97.3], [20.5, 105.7]]  # of the country, south-west and north-east
TOWN_ZOOM = 16  # closer than the provinces' lines were made for: there streets count, or how marks lie to each other


class Kind(NamedTuple):
    """A class of the legend: its code, its word, the letter that stands in its marks, and its colour."""

    code: str
    word: str
    letter: str
    colour: str


def places(cities: pd.DataFrame, memberships: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """What is drawn of each city that has a standing, as a member before any other.

    cities     one row per city_id with lat, lon, province_iso.   memberships  as in the dataset.
    provinces  one row per iso with geometry (EPSG:4326).

    Returns  the rows of `cities` in their order with scheme, status, since, disputed, `units` (tuple), and `form`, one
             of FORMS. Where sources differ between a province and a municipality the form is "municipality" and
             "province" is among `units`. A province's mark stands in the middle of its area; the city's own point
             would tell of a municipality.
    """
    found = cities.merge(transforms.own_standings(memberships), on="city_id")
    forms = [_form(row.status, row.units) for row in found.itertuples()]
    middles = provinces.set_index("iso").geometry.representative_point()
    points = [
        (middles[row.province_iso].y, middles[row.province_iso].x) if form == "province" else (row.lat, row.lon)
        for row, form in zip(found.itertuples(), forms, strict=True)
    ]
    return found.assign(form=forms, lat=[lat for lat, _ in points], lon=[lon for _, lon in points])


def _form(status: str, units: tuple[str, ...]) -> str:
    if status != "member":
        return status
    return units[0] if units in (("province",), ("special_local_government",)) else "municipality"


def codes(place: Any, by: str) -> tuple[str, ...]:
    """The classes a row of `places` belongs to: several where sources name several units; "" for no member's year."""
    if by == "unit":
        return tuple(place.units)
    if by == "year":
        return (place.since[:4] if place.status == "member" else "",)
    return (place.status if by == "status" else place.region_nso,)


def kinds(drawn: pd.DataFrame, by: str, *, words: Mapping[str, str], letters: Mapping[str, str]) -> dict[str, Kind]:
    """The classes that `drawn` (rows of `places`) needs, by code and in the order of `words`.

    words    code -> what the legend says.   letters  code -> one or two letters; a code without stands without.

    Raises  KeyError where a city has a code nobody has words for.
    """
    needed = {code for place in drawn.itertuples() for code in codes(place, by)}
    if missing := needed - set(words):
        raise KeyError(f"no words for {sorted(missing)} of {by}")
    colours = dict(look.UNIT_COLOURS) if by == "unit" else {"": look.QUIET}
    ordered = [code for code in words if code in needed]
    # More classes than colours come again from the first: their letters differ.
    for place, code in enumerate(code for code in ordered if code not in colours):
        colours[code] = look.CLASS_COLOURS[place % len(look.CLASS_COLOURS)]
    return {code: Kind(code, words[code], letters.get(code, ""), colours[code]) for code in ordered}


def pin(held: Sequence[Kind], form: str, *, disputed: bool = False) -> str:
    """The mark of a city as HTML: a shape for its form, a colour and a letter for each class it belongs to."""
    halves = "".join(
        f'<i style="--c:{kind.colour};--t:{look.text_on(kind.colour)}">{escape(kind.letter)}</i>' for kind in held
    )
    dispute = " disputed" if disputed else ""
    return f'<span class="pin {form}{dispute}" style="--c:{held[0].colour}" aria-hidden="true">{halves}</span>'


class _Map(folium.Map):
    """A folium map that asks no other host for its scripts."""

    default_js = [(name, f"{SERVED}/{name}") for name in SCRIPTS]  # noqa: RUF012 - as folium declares it
    default_css = [(name, f"{SERVED}/{name}") for name in STYLES]  # noqa: RUF012


class _Once:
    """A template of folium whose script is rendered once.

    branca takes what a template has made for a template again: `{{ ... }}` in a name of the data would be run, by the
    server. Two such braces stand side by side in no script but within a text, where JavaScript reads `\\u007b` alike.
    """

    def __init__(self, template: Template) -> None:
        def script(*given: Any) -> str:
            return re.sub(r"\{(?=[{%#])", r"\\u007b", str(template.module.script(*given)))  # type: ignore[attr-defined]

        self.module = SimpleNamespace(script=script)


class _Text(Element):
    """What a template has made. branca's own Element would read it as a template again: half the time of a map."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        return self.text


class _Script(MacroElement):
    """What has a script, rendered once, and neither header nor HTML of its own."""

    _template: _Once

    def render(self, **given: Any) -> str:
        figure = self.get_root()
        assert isinstance(figure, Figure)  # noqa: S101 - what folium puts every map into  # nosec B101
        figure.script.add_child(_Text(self._template.module.script(self, given)), name=self.get_name())
        for child in self._children.values():
            child.render(**given)
        return ""


class _Layer(folium.GeoJson, _Script):
    """GeoJSON whose texts are never taken for a template."""

    _template = _Once(folium.GeoJson._template)


class _Call(_Script):
    """A line of JavaScript with the names of folium's own objects in it."""

    def __init__(self, line: str, **values: Any) -> None:
        super().__init__()
        self._name = "Call"
        self.values = values
        self._template = _template(line)


@cache
def _template(line: str) -> _Once:
    return _Once(Template(f"{{% macro script(this, kwargs) %}}{line}{{% endmacro %}}"))


def outlines(provinces: gpd.GeoDataFrame) -> dict[str, Any]:
    """The provinces as GeoJSON, as fine as a map of the country shows them; borders still meet."""
    shapes = provinces.geometry.simplify_coverage(COARSE)
    features = json.loads(shapes.to_json(drop_id=True))["features"]
    for feature, iso in zip(features, provinces["iso"], strict=True):
        feature |= {"id": iso, "properties": {}, "geometry": _rounded(feature["geometry"])}
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(geometry), parse_float=lambda number: round(float(number), 3))


def country(provinces: str, *, tiles: str = "") -> folium.Map:
    """The map without cities.

    provinces  the name under which the page has sent `outlines` to the browser: too much to send with every choice.
    tiles      the address template of street tiles, for a reader who asked for them; provinces are then lines only.
    """
    start = "cityMarks.start({{ this._parent.get_name() }}, {{ this.values.bounds|tojson }});"
    nearest = TOWN_ZOOM if tiles else 9
    return _country(_Map, provinces, tiles, _Call(start, bounds=BOUNDS), nearest=nearest, snap=0.1)


def _country(kind: type[_Map], provinces: str, tiles: str, start: _Call, *, nearest: int, snap: float) -> folium.Map:
    """The country on an empty ground or on street tiles; `start` is called once it is there."""
    drawn = kind(
        location=[13.2, 101.2],
        zoom_start=6,
        tiles=None,
        zoom_control="topright",  # where the country leaves room
        attribution_control=False,
        # JavaScript's names: folium's own min_zoom and max_zoom are those of tiles.
        minZoom=5,
        maxZoom=nearest,
        zoomSnap=snap,
        scrollWheelZoom=False,  # the wheel scrolls the page, which is longer than the map
    )
    figure = drawn.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - what folium puts every map into  # nosec B101
    figure.header.add_child(Element(f"<style>{look.css_variables()}</style>"))
    if tiles:
        # No credit on the map: the page names the host below it.
        folium.TileLayer(tiles, attr=" ", max_zoom=TOWN_ZOOM, control=False).add_to(drawn)
    style = {"color": look.RULE, "weight": 1, "fillColor": look.PANEL, "fillOpacity": 0 if tiles else 1}
    below = (
        "mapFrame.provinces({{ this._parent.get_name() }}, {{ this.values.name|tojson }},"
        " {{ this.values.style|tojson }});"
    )
    drawn.add_child(_Call(below, name=provinces, style=style))
    drawn.add_child(start)
    return drawn


def cities(
    drawn: pd.DataFrame,
    shapes: Mapping[str, Any],
    classes: Mapping[str, Kind],
    *,
    by: str,
    told: Mapping[str, Sequence[str]],
    words: Mapping[str, str],
    chosen: str = "",
    shown: Collection[str] | None = None,
    note: str = "",
) -> folium.FeatureGroup:
    """The cities: provinces that are members filled, and a mark for every city, in the order of `drawn`.

    drawn    rows of `places`.   shapes  as `outlines` gives them.   classes  as `kinds` gives them for `by`.
    told     city_id -> its name and what else is told of it, each as plain text: the name stands at the mark, the whole
             in its tooltip and in the name a screen reader says.
    words    language, title, zoom_in, zoom_out: what the frame, the map and its buttons are called.
    chosen   the city whose panel is open.   shown  the cities a filter shows, the others are dimmed; all if None.
    note     what stands under the name of a city on whose unit sources differ.
    """
    group = folium.FeatureGroup(name="cities")
    visible = set(drawn["city_id"]) if shown is None else set(shown)
    areas, styles = [], {}
    by_iso = {shape["id"]: shape["geometry"] for shape in shapes["features"]}
    for place in drawn.itertuples():
        if place.status == "member" and "province" in place.units:
            kind = classes["province"] if by == "unit" else classes[codes(place, by)[0]]
            areas.append(_feature(place, by_iso[place.province_iso], told, hatch=kind.colour if place.disputed else ""))
            styles[place.city_id] = _area_style(kind.colour, place.disputed, place.city_id in visible)
    if areas:
        _Layer(
            {"type": "FeatureCollection", "features": areas},
            style_function=lambda feature: styles[feature["id"]],
            on_each_feature=JsCode("cityMarks.area"),
            name="areas",
        ).add_to(group)

    marks, icons = [], {}
    for place in drawn.itertuples():
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
        marks.append(_feature(place, point, told, label=", ".join(told[place.city_id]), chosen=place.city_id == chosen))
        html = pin([classes[code] for code in codes(place, by)], place.form, disputed=place.disputed)
        small = f"<small>{escape(note)}</small>" if place.disputed and note else ""
        name = f'<span class="name">{escape(told[place.city_id][0])}{small}</span>'
        icons[place.city_id] = {
            "html": f'<span class="place">{html}{name}</span>',
            "className": "city" if place.city_id in visible else "city dimmed",
        }
    _Layer(
        {"type": "FeatureCollection", "features": marks},
        marker=folium.Marker(icon=folium.DivIcon(icon_size=(26, 26))),
        style_function=lambda feature: icons[feature["id"]],
        on_each_feature=JsCode("cityMarks.mark"),
        name="marks",
    ).add_to(group)
    follow = (
        "cityMarks.follow({{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }},"
        " {{ this.values.words|tojson }});"
    )
    group.add_child(_Call(follow, words=dict(words)))
    return group


def _feature(place: Any, geometry: Mapping[str, Any], told: Mapping[str, Sequence[str]], **more: Any) -> dict[str, Any]:
    name, *facts = told[place.city_id]
    # Leaflet takes a tooltip as HTML, and would run what is in it.
    tooltip = f"<b>{escape(name)}</b>" + "<br>".join(map(escape, facts))
    properties = {"id": place.city_id, "tooltip": tooltip, **more}
    return {"type": "Feature", "id": place.city_id, "properties": properties, "geometry": geometry}


def _area_style(colour: str, disputed: bool, visible: bool) -> dict[str, Any]:
    return {
        "color": colour if disputed else look.PAPER,
        "weight": 1.5,
        "dashArray": "5 4" if disputed else "",
        "fillColor": f"url(#stripes-{colour[1:]})" if disputed else colour,
        "fillOpacity": 0.85 if visible else 0.25,
    }


# Learning spaces

PLACED = ("exact", "approximate", "street")  # of these a point is known that is the place's own
# Named as SCRIPTS and STYLES are (tests/test_spaces.py knows it).
SPACE_SCRIPT = "leaflet/spaces.js?57ce3427"
SPACE_STYLE = "leaflet/spaces.css?cb900891"


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
