"""Maps as SVG text, for places where nothing moves: the overview, printed briefs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from lcdash import look

if TYPE_CHECKING:
    import geopandas as gpd

KM_PER_DEGREE = 111.2
SCALE = 40.0  # units of the drawing per degree of latitude
NAME, LINE = 90, 20  # about how wide and high a name is, in units of the drawing: a name gives way to a mark beside it
SQUEEZE = 0.973  # a degree of longitude against one of latitude at 13.3 degrees north, the middle of the country


def country(provinces: gpd.GeoDataFrame, points: pd.DataFrame, *, filled: Mapping[str, str], title: str) -> str:
    """Draw the provinces, some filled, and marks with names on them.

    provinces  one row per province with iso and geometry (EPSG:4326).
    points     one row per mark with lon, lat, label and colour; drawn in their order.
    filled     iso -> colour of the provinces that are members themselves.
    title      what the picture shows: its name for a screen reader.

    Returns  one <svg> element as text, everything from data escaped. Lines are simplified to about 2 km: an overview, not a survey.
    """
    west, south, east, north = provinces.total_bounds

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * SQUEEZE * SCALE, 1), round((north - lat) * SCALE, 1)

    shapes = []
    for iso, shape in zip(provinces["iso"], provinces.geometry.simplify_coverage(2 / KM_PER_DEGREE), strict=True):
        rings = [ring for part in getattr(shape, "geoms", [shape]) for ring in [part.exterior]]
        path = "".join(
            "M" + "L".join(f"{x} {y}" for x, y in (at(*point) for point in ring.coords)) + "Z" for ring in rings
        )
        shapes.append(f'<path d="{path}" fill="{filled.get(iso, look.PANEL)}"/>')
    marks = []
    places = [at(lon, lat) for lon, lat in zip(points["lon"], points["lat"], strict=True)]
    for point, (x, y) in zip(points.itertuples(), places, strict=True):
        crowded = any(0 < other_x - x < NAME and abs(other_y - y) < LINE for other_x, other_y in places)
        aside = f'x="{x - 8}" text-anchor="end"' if crowded else f'x="{x + 8}"'
        marks.append(
            f'<circle cx="{x}" cy="{y}" r="5" fill="{point.colour}" stroke="{look.PAPER}" stroke-width="1.5"/>'
            f'<text {aside} y="{y + 5}">{escape(point.label)}</text>'
        )
    width, height = at(east, south)
    return (
        f'<svg viewBox="-35 -5 {width + 90} {height + 10}" role="img" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
        f'<g stroke="{look.RULE}" stroke-width=".7">{"".join(shapes)}</g>'
        f'<g font-family="{look.FONT}" font-size="14" fill="{look.INK}" paint-order="stroke" stroke="{look.PAPER}" stroke-width="3" '
        f'style="paint-order:stroke">{"".join(marks)}</g></svg>'
    )
