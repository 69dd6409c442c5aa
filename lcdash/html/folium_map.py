"""What every map shares: its scripts, the country, and folium kept from reading data as templates."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import folium
import shapely
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from folium.utilities import JsCode
from markupsafe import Markup

from lcdash import settings
from lcdash.dataset import records
from lcdash.drawing import theme
from lcdash.html.rendering import macro

if TYPE_CHECKING:
    import geopandas as gpd


def _dated(name: str) -> str:
    """The address of a file under static/, whose end changes with it: a browser that keeps an older one asks again."""
    content = (settings.ROOT / "static" / name).read_bytes()
    return f"{name}?{hashlib.sha256(content).hexdigest()[:8]}"


# As seen from a component's frame, whatever path the dashboard is served under.
SERVED = "../../app/static"
OURS = ("init", "frame", "marks", "spaces")
SCRIPTS = ("leaflet/leaflet.js", "leaflet/jquery.slim.min.js", *(_dated(f"leaflet/{name}.js") for name in OURS))
STYLES = ("leaflet/leaflet.css", "fonts/thai.css", _dated("leaflet/marks.css"), _dated("leaflet/spaces.css"))

# About one pixel at zoom 7: finer shapes only take longer.
COARSE = 0.01  # degrees
BOUNDS = [[5.6, 97.3], [20.5, 105.7]]  # of the country, south-west and north-east
SPARE = 1.5  # degrees beyond them that can still be seen: farther a map cannot be moved
COUNTRY_ZOOM = 9  # closer, the provinces' lines would be seen to be coarse
TOWN_ZOOM = 16  # closer than the provinces' lines were made for: there streets count, or how marks lie to each other


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
        def script(*values: Any) -> str:
            return re.sub(r"\{(?=[{%#])", r"\\u007b", str(template.module.script(*values)))  # type: ignore[attr-defined]

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

    def render(self, **values: Any) -> str:
        figure = self.get_root()
        assert isinstance(figure, Figure)  # noqa: S101 - what folium puts every map into  # nosec B101
        figure.script.add_child(_Text(self._template.module.script(self, values)), name=self.get_name())
        for child in self._children.values():
            child.render(**values)
        return ""


class _Layer(folium.GeoJson, _Script):
    """GeoJSON whose texts are never taken for a template."""

    _template = _Once(folium.GeoJson._template)


class _Call(_Script):
    """A line of JavaScript with the names of folium's own objects in it."""

    def __init__(self, line: str, **values: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "Call"
        self.values = values
        self._template = _template(line)


@cache
def _template(line: str) -> _Once:
    return _Once(Template(f"{{% macro script(this, kwargs) %}}{line}{{% endmacro %}}"))


def outlines(provinces: gpd.GeoDataFrame) -> dict[str, Any]:
    """The provinces as GeoJSON, as fine as a map of the country shows them; borders still meet.

    Properties of each: name_th, name_en, and `at`, latitude and longitude where a name has most room.
    """
    shapes = provinces.geometry.simplify_coverage(COARSE)
    features = json.loads(shapes.to_json(drop_id=True))["features"]
    for feature, row, shape in zip(features, records.each(provinces, records.Province), shapes, strict=True):
        middle = shapely.maximum_inscribed_circle(shape, tolerance=COARSE).coords[0]
        properties = {"name_th": row.name_th, "name_en": row.name_en, "at": [round(middle[1], 3), round(middle[0], 3)]}
        feature |= {"id": row.iso, "properties": properties, "geometry": _rounded(feature["geometry"])}
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    rounded: dict[str, Any] = json.loads(json.dumps(geometry), parse_float=lambda number: round(float(number), 3))
    return rounded


def country(provinces: str, *, tiles: str = "") -> folium.Map:
    """The map without marks: the same whatever is shown on it, so that it keeps its place when that is exchanged.

    provinces  the name under which the page has sent `outlines` to the browser: too much to send with every choice.
    tiles      the address template of street tiles, for a reader who asked for them; provinces are then lines only.
    """
    base = _Map(
        location=[13.2, 101.2],
        zoom_start=6,
        tiles=None,
        zoom_control="topright",  # where the country leaves room
        attribution_control=False,
        # JavaScript's names: folium's own min_zoom and max_zoom are those of tiles.
        minZoom=4,  # the whole country on a phone, above an open city
        maxZoom=TOWN_ZOOM,
        zoomSnap=0.1,
        max_bounds=True,
        min_lat=BOUNDS[0][0] - SPARE,
        max_lat=BOUNDS[1][0] + SPARE,
        min_lon=BOUNDS[0][1] - 2 * SPARE,
        max_lon=BOUNDS[1][1] + 2 * SPARE,
        maxBoundsViscosity=1,
        scrollWheelZoom=False,  # the wheel scrolls the page, which is longer than the map
    )
    figure = base.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - what folium puts every map into  # nosec B101
    figure.header.add_child(Element(macro("map_marks", "style", theme.css_variables())))
    if tiles:
        # No credit on the map: the page names the host below it.
        folium.TileLayer(tiles, attr=" ", max_zoom=TOWN_ZOOM, control=False).add_to(base)
    style = {"color": theme.RULE, "weight": 1, "fillColor": theme.PANEL, "fillOpacity": 0 if tiles else 1}
    below = (
        "mapProvinces.draw({{ this._parent.get_name() }}, {{ this.values.name|tojson }},"
        " {{ this.values.style|tojson }});"
    )
    base.add_child(_Call(below, name=provinces, style=style))
    base.add_child(_Call("mapView.start({{ this._parent.get_name() }});"))
    return base


class Marks:
    """A group of marks of one kind, which takes the place of the group before it on the same map.

    script  the name of the script's object that draws it: it has `mark`, called for each, and `follow`, for all.
    """

    def __init__(self, script: str) -> None:
        self.script = script
        self.group = folium.FeatureGroup(name=script)
        self._features: list[dict[str, Any]] = []
        self._icons: dict[str, dict[str, str]] = {}

    def add(self, mark_id: str, at: tuple[float, float], html: Markup, texts: Sequence[str], **more: Any) -> None:
        """A mark at longitude and latitude.

        html  what is drawn.   texts  its name and what else is told of it, each as plain text.
        more  what else the script reads of it; `className` is its class, "mark" where there is none.
        """
        self._icons[mark_id] = {"html": str(html), "className": more.pop("className", "mark")}
        point = {"type": "Point", "coordinates": [round(degrees, 6) for degrees in at]}
        self._features.append(feature(mark_id, point, texts, label=", ".join(texts), **more))

    def done(self, bounds: Sequence[Sequence[float]], nearest: int, labels: Mapping[str, str]) -> folium.FeatureGroup:
        """The group. `bounds` are what the map shows until it is moved; `nearest`, how near it may be looked at."""
        if self._features:
            _Layer(
                {"type": "FeatureCollection", "features": self._features},
                marker=folium.Marker(icon=folium.DivIcon(icon_size=(26, 26))),
                style_function=lambda mark: self._icons[mark["id"]],
                on_each_feature=JsCode(f"{self.script}.mark"),
                name="marks",
            ).add_to(self.group)
        follow = (
            f"{self.script}.follow({{{{ this._parent.get_name() }}}}, {{{{ this.values.bounds|tojson }}}},"
            " {{ this.values.nearest|tojson }}, {{ this.values.words|tojson }});"
        )
        self.group.add_child(_Call(follow, bounds=bounds, nearest=nearest, words=dict(labels)))
        return self.group


def layers(groups: Mapping[str, folium.FeatureGroup]) -> folium.FeatureGroup:
    """Groups of marks by name, all on one map, which shows the one that its page names (frame.js, `mapLayers`)."""
    whole = folium.FeatureGroup(name="layers")
    for group in groups.values():
        group.show = False
        whole.add_child(group)
    script = (
        "mapLayers.oneOf({{ this._parent.get_name() }}, { "
        "{% for name, group in this.values.groups.items() %}{{ name|tojson }}: {{ group.get_name() }}, {% endfor %} });"
    )
    whole.add_child(_Call(script, groups=groups))
    return whole


def feature(mark_id: str, geometry: Mapping[str, Any], texts: Sequence[str], **more: Any) -> dict[str, Any]:
    """GeoJSON of something on a map; its tooltip tells `texts`, the first words in bold."""
    name, *facts = texts
    # Leaflet takes a tooltip as HTML, and would run what is in it.
    tooltip = str(macro("map_marks", "tooltip", name, facts))
    return {
        "type": "Feature",
        "id": mark_id,
        "properties": {"id": mark_id, "tooltip": tooltip, **more},
        "geometry": geometry,
    }
