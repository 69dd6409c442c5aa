"""Rules about places: shapes that can be drawn, points that are where they say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def unusable_shapes(data: Data) -> Iterator[Problem]:
    """Maps draw every province: each has a valid Polygon or MultiPolygon."""
    table = data["provinces"]
    for row in table.rows:
        if row["iso"] not in _shapes(data):
            yield table.problem(
                row, "geometry", said(row.geometry), "a valid Polygon or MultiPolygon of longitudes and latitudes"
            )


@lru_cache(maxsize=1)
def _shapes(data: Data) -> dict[str, BaseGeometry]:
    """ISO code -> the shape of the province, where it has a usable one."""
    shapes = {row["iso"]: _shape(row.geometry) for row in data["provinces"].rows}
    return {iso: shape for iso, shape in shapes.items() if shape is not None}


def _shape(geometry: Any) -> BaseGeometry | None:
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        polygon = shape(geometry)
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError, ShapelyError):
        return None
    drawable = polygon.geom_type in ("Polygon", "MultiPolygon") and not (polygon.is_empty or polygon.has_z)
    if not drawable or not polygon.is_valid:
        return None
    west, south, east, north = polygon.bounds
    shapely.prepare(polygon)
    return polygon if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None


def points_unlike_their_precision(data: Data) -> Iterator[Problem]:
    """A space has a point of its own, or none; a municipal office standing in for it is none."""
    table = data["spaces"]
    for row in table.rows:
        precision = row["precision"]
        if precision in ("", "city") and row.geometry is not None:
            allowed = f"null, as its precision is {said(precision)}"
            yield table.problem(row, "geometry", said(row.geometry), allowed)
        elif precision not in ("", "city") and _point(row.geometry) is None:
            allowed = f"a Point of longitude and latitude, as its precision is {said(precision)}"
            yield table.problem(row, "geometry", said(row.geometry), allowed)


def too_many_decimals(data: Data) -> Iterator[Problem]:
    """Decimals beyond what a source can know pretend to a precision that is not there."""
    table = data["spaces"]
    for row in table.rows:
        point = _point(row.geometry)
        if point and any(round(number, 6) != number for number in point):
            yield table.problem(row, "coordinates", said(point), "at most six decimals")


def spaces_outside_their_province(data: Data) -> Iterator[Problem]:
    """A space lies in the province of its city: latitude and longitude changed over do not."""
    table, cities = data["spaces"], data.by_id("cities")
    for row in table.rows:
        city, point = cities.get(row["city_id"]), _point(row.geometry)
        province = city["province_iso"] if city else ""
        if point and not _inside(data, province, *point):
            swapped = _inside(data, province, *reversed(point)) or (point[0] <= 90 < point[1])
            allowed = f"{'longitude first' if swapped else 'a point'}, inside {province}"
            yield table.problem(row, "coordinates", said(point), allowed.replace("a point, inside", "a point inside"))


def cities_in_no_province(data: Data) -> Iterator[Problem]:
    """Not a foreign key of the descriptor: frictionless refuses a package with a key into GeoJSON."""
    table, provinces = data["cities"], data.by_id("provinces")
    for row in table.rows:
        if row["province_iso"] and row["province_iso"] not in provinces:
            yield table.problem(row, "province_iso", said(row["province_iso"]), "an id listed in provinces.geojson")


def cities_outside_their_province(data: Data) -> Iterator[Problem]:
    """A city's point lies in the province that its row names."""
    table = data["cities"]
    for row in table.rows:
        point = _point({"type": "Point", "coordinates": [_number(row["lon"]), _number(row["lat"])]})
        if point and not _inside(data, row["province_iso"], *point):
            yield table.problem(row, "lat, lon", f"{row['lat']}, {row['lon']}", f"a point inside {row['province_iso']}")


def _point(geometry: Any) -> list[float] | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    point = geometry.get("coordinates")
    if not isinstance(point, list) or len(point) != 2:
        return None
    usable = all(isinstance(n, int | float) and not isinstance(n, bool) and -180 <= n <= 180 for n in point)
    return point if usable else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _inside(data: Data, province: str, lon: float, lat: float) -> bool:
    """Whether the point lies in the province; True where there is no telling, which other rules report."""
    from shapely import Point

    shape = _shapes(data).get(province)
    return shape is None or bool(shape.covers(Point(lon, lat)))
