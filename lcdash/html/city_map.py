"""Maps: GeoDataFrame and DataFrame in, folium objects out. Nothing here reads a file, a widget or a global.

A map has two parts. `folium_map.country` never changes: provinces, zoom, Leaflet served by the dashboard itself.
`cities` is the feature group that is exchanged when a reader chooses a city, a colour or the language: the map keeps
its place then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import folium
import pandas as pd
from folium.utilities import JsCode
from markupsafe import Markup

from lcdash.dataset import records
from lcdash.drawing import theme
from lcdash.evidence import standings
from lcdash.evidence.places import CityPlace
from lcdash.html.folium_map import BOUNDS, COUNTRY_ZOOM, Marks, _Layer, feature
from lcdash.html.rendering import macro

BY = ("unit", "year", "status", "region")  # what the colour can tell


class Kind(NamedTuple):
    """A class of the legend: its code, its word, the letter that stands in its marks, and its colour."""

    code: str
    word: str
    letter: str
    colour: str


class Classed(NamedTuple):
    """What the class of a city comes from: the fields of a CityPlace that `codes` reads."""

    status: str
    since: str
    units: tuple[str, ...]
    region_nso: str
    topic: str = ""


def codes(place: CityPlace | Classed, by: str) -> tuple[str, ...]:
    """The classes a row of `places` belongs to: several where sources name several units; "" for no member's year."""
    if by == "unit":
        return tuple(place.units)
    if by == "year":
        return (place.since[:4] if place.status == standings.MEMBER else "",)
    if by == "topic":
        return (place.topic,)
    return (place.status if by == "status" else place.region_nso,)


def kinds(places: pd.DataFrame, by: str, *, labels: Mapping[str, str], letters: Mapping[str, str]) -> dict[str, Kind]:
    """The classes that `places` (rows of evidence.places) needs, by code and in the order of `labels`.

    labels   code -> what the legend says.   letters  code -> one or two letters; a code without stands without.

    Raises  KeyError where a city has a code nobody has words for.
    """
    needed = {code for place in records.each(places, Classed) for code in codes(place, by)}
    if missing := needed - set(labels):
        raise KeyError(f"no words for {sorted(missing)} of {by}")
    colours = dict(theme.UNIT_COLOURS) if by == "unit" else {"": theme.QUIET}
    ordered = [code for code in labels if code in needed]
    # More classes than colours come again from the first: their letters differ.
    for place, code in enumerate(code for code in ordered if code not in colours):
        colours[code] = theme.CLASS_COLOURS[place % len(theme.CLASS_COLOURS)]
    return {code: Kind(code, labels[code], letters.get(code, ""), colours[code]) for code in ordered}


def pin(classes: Sequence[Kind], form: str, *, disputed: bool = False) -> Markup:
    """The mark of a city as HTML: a shape for its form, a colour and a letter for each class it belongs to."""
    halves = [(kind.colour, theme.text_on(kind.colour), kind.letter) for kind in classes]
    return macro("map_marks", "pin", halves, form, disputed)


def cities(
    places: pd.DataFrame,
    shapes: Mapping[str, Any],
    classes: Mapping[str, Kind],
    *,
    by: str,
    texts: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    shown_ids: Collection[str] | None = None,
    note: str = "",
    signs: Mapping[str, str] | None = None,
    below: Mapping[str, Markup] | None = None,
    nearest: int = COUNTRY_ZOOM,
) -> folium.FeatureGroup:
    """The cities: provinces that are members filled, and a mark for every city, in the order of `places`.

    places   rows of evidence.places.   shapes  as `outlines` gives them.   classes  as `kinds` gives them for `by`.
    texts    city_id -> its name and what else is told of it, each as plain text: the name stands at the mark, the whole
             in its tooltip and in the name a screen reader says.
    labels   language, title, zoom_in, zoom_out: what the frame, the map and its buttons are called.
    shown_ids  the cities a filter shows, the others are dimmed; all if None.
    note     what stands under the name of a city on whose unit sources differ.
    signs    city_id -> the sign of what is doubtful about its unit, after its name.
    below    city_id -> drawn marks, as HTML of shapes alone, that stand under its name.
    nearest  how near one may look.
    """
    marks = Marks("cityMarks")
    visible = set(places["city_id"]) if shown_ids is None else set(shown_ids)
    _areas(places, shapes, classes, by, texts, visible, marks)
    for place in records.each(places, CityPlace):
        own = pin([classes[code] for code in codes(place, by)], place.form, disputed=place.disputed)
        sign, under = ((marks_by_city or {}).get(place.city_id, "") for marks_by_city in (signs, below))
        tooltip, doubt = texts[place.city_id], note if place.disputed else ""
        html = macro("map_marks", "place", own, tooltip[0], sign, doubt, under)
        look = "city" if place.city_id in visible else "city dimmed"
        marks.add(place.city_id, (place.lon, place.lat), html, tooltip, className=look)
    return marks.done(BOUNDS, nearest, labels)


def _areas(
    places: pd.DataFrame,
    shapes: Mapping[str, Any],
    classes: Mapping[str, Kind],
    by: str,
    texts: Mapping[str, Sequence[str]],
    visible: Collection[str],
    marks: Marks,
) -> None:
    """The provinces that are members, below the marks: arguments as of `cities`."""
    areas, styles = [], {}
    by_iso = {shape["id"]: shape["geometry"] for shape in shapes["features"]}
    for place in records.each(places, CityPlace):
        if place.status == standings.MEMBER and "province" in place.units:
            kind = classes["province"] if by == "unit" else classes[codes(place, by)[0]]
            hatch = kind.colour if place.disputed else ""
            areas.append(feature(place.city_id, by_iso[place.province_iso], texts[place.city_id], hatch=hatch))
            styles[place.city_id] = _area_style(kind.colour, place.disputed, place.city_id in visible)
    if areas:
        _Layer(
            {"type": "FeatureCollection", "features": areas},
            style_function=lambda area: styles[area["id"]],
            on_each_feature=JsCode("cityMarks.area"),
            name="areas",
        ).add_to(marks.group)


def _area_style(colour: str, disputed: bool, visible: bool) -> dict[str, Any]:
    return {
        "color": colour if disputed else theme.PAPER,
        "weight": 1.5,
        "dashArray": "5 4" if disputed else "",
        "fillColor": f"url(#stripes-{colour[1:]})" if disputed else colour,
        "fillOpacity": 0.85 if visible else 0.25,
    }
