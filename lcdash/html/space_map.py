"""The map of learning spaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import folium
import pandas as pd
from markupsafe import Markup

from lcdash.dataset import records
from lcdash.evidence.places import PLACED, LocatedCity, SpacePoint
from lcdash.html.folium_map import BOUNDS, TOWN_ZOOM, Marks
from lcdash.html.rendering import macro

if TYPE_CHECKING:
    import geopandas as gpd


GROUP_NEAR = "group approximate"  # of several that lie close together, of some the place is not exactly known


def spot(form: str, *, editors: bool = False, called: bool = True) -> Markup:
    """The mark of a learning space as HTML.

    form     one of PLACED, "city" (somewhere in this city), "group" (several that lie close together) or GROUP_NEAR.
    editors  whether the editors added it, so that no document names it.
    called   whether the document that names it calls it a place of learning.
    """
    return macro("map_marks", "spot", form, editors, called)


def space_map(
    spaces: gpd.GeoDataFrame,
    somewhere: pd.DataFrame,
    *,
    texts: Mapping[str, Sequence[str]],
    cities: Mapping[str, str],
    labels: Mapping[str, str],
    gathered: pd.DataFrame | None = None,
    whole: bool = False,
) -> folium.FeatureGroup:
    """The spaces as one layer of marks; those that lie close together share one until a reader comes nearer.

    spaces     one row per space_id with city_id, precision, added_by, is_learning_space and geometry
               (EPSG:4326). Drawn are only those of PLACED with a point: where only the city is known, no point stands
               for the space.
    somewhere  the spaces of which only the city is known, as places.somewhere_in_city gives them: a mark per city.
    texts      space_id, or `somewhere.<city_id>`, -> its name and what else is told of it, each as plain text.
    cities     city_id -> its name: what stands at a mark from afar.
    labels     language, title, zoom_in, zoom_out, km, m, and `group`, said of a mark that stands for several of one
               city; with `opens` such a mark is that city: it sends `city.<city_id>`.
    gathered   cities (city_id, lat, lon) with more spaces than can be drawn: one mark for all of a city, which `texts`
               names as `city.<city_id>`.
    whole      whether the map shows the whole country, not only where these are.
    """
    marks = Marks("spaceMarks")
    spots = list(_spots(spaces, somewhere, gathered))
    for mark in spots:
        _add(marks, mark, texts[mark.mark_id], cities[mark.city_id])
    several = {
        f"several{added}{near}": str(spot(form, editors=bool(added)))
        for added in ("", "_added")
        for near, form in (("", "group"), ("_near", GROUP_NEAR))
    }
    return marks.done(BOUNDS if whole or not spots else _around(spots), TOWN_ZOOM, {**labels, **several})


class _MapSpot(NamedTuple):
    """A mark on the map: of a space, of those somewhere in a city, or of all of a city."""

    mark_id: str
    city_id: str
    lon: float
    lat: float
    form: str
    editors: bool = False
    called: bool = True


def _add(marks: Marks, mark: _MapSpot, texts: Sequence[str], city: str) -> None:
    """A mark with what it tells of."""
    marks.add(
        mark.mark_id,
        (mark.lon, mark.lat),
        macro("map_marks", "labelled", spot(mark.form, editors=mark.editors, called=mark.called)),
        texts,
        className="space",
        name=texts[0],
        city=city,
        home=mark.city_id,
        editors=mark.editors,
        exact=mark.form == "exact",
    )


def _spots(spaces: gpd.GeoDataFrame, somewhere: pd.DataFrame, gathered: pd.DataFrame | None) -> Iterator[_MapSpot]:
    """The marks of these rows, as `space_map` takes them."""
    for row in records.each(spaces[spaces["precision"].isin(PLACED) & ~spaces.geometry.isna()], SpacePoint):
        point, editors = row.geometry, row.added_by == "editors"
        called = bool(row.is_learning_space) or editors
        yield _MapSpot(row.space_id, row.city_id, point.x, point.y, row.precision, editors, called)
    for city in records.each(somewhere, LocatedCity):
        yield _MapSpot(f"somewhere.{city.city_id}", city.city_id, city.lon, city.lat, "city")
    for city in records.each(gathered, LocatedCity) if gathered is not None else ():
        yield _MapSpot(f"city.{city.city_id}", city.city_id, city.lon, city.lat, GROUP_NEAR)


def _around(spots: Sequence[_MapSpot]) -> list[list[float]]:
    """The south-west and north-east corner of what is drawn."""
    latitudes, longitudes = [mark.lat for mark in spots], [mark.lon for mark in spots]
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]
