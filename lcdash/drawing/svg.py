"""Maps as SVG text, for places where nothing moves: the overview, printed briefs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from lcdash.drawing import theme

if TYPE_CHECKING:
    import geopandas as gpd

KM_PER_DEGREE = 111.2
SCALE = 40.0  # units of the drawing per degree of latitude
NAME, LINE = 90, 20  # about how wide and high a name is, in units of the drawing: a name gives way to a mark beside it
SQUEEZE = 0.973  # a degree of longitude against one of latitude at 13.3 degrees north, the middle of the country


def country(provinces: gpd.GeoDataFrame, points: pd.DataFrame, *, filled: Mapping[str, str], title: str) -> str:
    """Draw the provinces, some filled, and marks with names on them.

    provinces  one row per province with iso and geometry (EPSG:4326).
    points     one row per mark with lon, lat, label, colour, and sign, what is doubtful about it ("≠"), or ""; drawn in
               their order. With link, each leads there, and `words` say what it is.
    filled     iso -> colour of the provinces that are members themselves.
    title      what the picture shows: its name for a screen reader.

    Returns  one <svg> element as text, everything from data escaped. Lines are simplified to about 2 km: an overview,
             not a survey.
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
        shapes.append(f'<path d="{path}" fill="{filled.get(iso, theme.PANEL)}"/>')
    marks, names = [], []  # names stand above all marks, not only above their own
    places = [at(lon, lat) for lon, lat in zip(points["lon"], points["lat"], strict=True)]
    for point, (x, y) in zip(points.itertuples(), places, strict=True):
        crowded = any(0 < other_x - x < NAME and abs(other_y - y) < LINE for other_x, other_y in places)
        aside = f'x="{x - 8}" text-anchor="end"' if crowded else f'x="{x + 8}"'
        marks.append(
            f'<circle cx="{x}" cy="{y}" r="5" fill="{point.colour}" stroke="{theme.PAPER}" stroke-width="1.5"/>'
        )
        doubt = f" {escape(point.sign)}" if point.sign else ""
        name = f'<text {aside} y="{y + 5}">{escape(point.label)}{doubt}</text>'
        names.append(_leading(point, f'<circle cx="{x}" cy="{y}" r="9" fill="transparent" stroke="none"/>{name}', name))
    width, height = at(east, south)
    role = "group" if "link" in points else "img"
    return (
        f'<svg viewBox="-35 -5 {width + 90} {height + 10}" role="{role}" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f'<g stroke="{theme.RULE}" stroke-width=".7">{"".join(shapes)}</g>'
        f'<g font-family="{theme.FONT}" font-size="14" fill="{theme.INK}" stroke="{theme.PAPER}" stroke-width="3" '
        f'style="paint-order:stroke">{"".join([*marks, *names])}</g></svg>'
    )


def _leading(point: Any, linked: str, still: str) -> str:
    """A mark's name as a link where it leads somewhere."""
    if not getattr(point, "link", ""):
        return still
    return f'<a href="{escape(point.link)}" aria-label="{escape(point.words)}">{linked}</a>'


def locator(provinces: gpd.GeoDataFrame, *, lon: float, lat: float, iso: str, title: str) -> str:
    """Draw where in the country a city is: the outline of all `provinces`, its own one filled, a ring around the city.

    Returns  one <svg> element as text without a word in it, fit for a small picture; lines simplified to about 5 km.
    """
    west, south, east, north = provinces.total_bounds

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * SQUEEZE * SCALE, 1), round((north - lat) * SCALE, 1)

    def path(shape: Any) -> str:
        rings = [part.exterior for part in getattr(shape, "geoms", [shape])]
        lines = ("L".join(f"{x} {y}" for x, y in (at(*point) for point in ring.coords)) for ring in rings)
        return "".join(f"M{line}Z" for line in lines)

    coarse = 5 / KM_PER_DEGREE
    whole = path(provinces.geometry.union_all().simplify(coarse))
    own = "".join(path(shape.simplify(coarse / 2)) for shape in provinces.geometry[provinces["iso"] == iso])
    (x, y), (width, height) = at(lon, lat), at(east, south)
    ring = f'<circle cx="{x}" cy="{y}" r="17" fill="none"'
    return (
        # no taller than a phone shows beside a few lines of text
        f'<svg viewBox="-20 -20 {width + 40} {height + 40}" style="max-width:12rem" role="img" '
        f'aria-label="{escape(title)}" xmlns="{XMLNS}">'
        f'<path d="{whole}" fill="{theme.PANEL}" stroke="{theme.QUIET}" stroke-width="1.5"/>'
        f'<path d="{own}" fill="{theme.ACCENT}"/>'
        f'{ring} stroke="{theme.PAPER}" stroke-width="9"/>{ring} stroke="{theme.INK}" stroke-width="4"/></svg>'
    )


XMLNS = "http://www.w3.org/2000/svg"
PLAN_WIDTH, PLAN_HEIGHT, PLAN_EDGE, PLAN_MARK = 640, 400, 46, 15  # of a plan, in units of the drawing
LEAST_METRES = 800  # a plan never shows less than this across: a single place is no point in the void
LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)  # metres of a scale


def plan(points: pd.DataFrame, *, title: str, scale: Callable[[int], str], size: float = 1.0) -> str:
    """Draw places of one city by their number, true to distance, with a scale: no base map is fine enough for streets.

    points  one row per place with lon, lat, number (text) and precise (True: the point is at the place itself; False:
            near it, drawn hollow with a broken line). Marks that would cover each other become one with all numbers.
    title   what the picture shows: its name for a screen reader.
    scale   a length in metres -> its words ("500 ม.").
    size    of marks and letters: 1 for paper, more for the back row.

    Returns  one <svg> element as text, everything from data escaped; north is up.
    Raises   ValueError where there is no point.
    """
    if points.empty:
        raise ValueError("a plan needs a point")
    metre = KM_PER_DEGREE * 1000
    xs, ys = points["lon"] * math.cos(math.radians(points["lat"].mean())) * metre, -points["lat"] * metre
    wide, high = max(xs.max() - xs.min(), LEAST_METRES), max(ys.max() - ys.min(), LEAST_METRES / 2)
    edge = PLAN_EDGE * size
    per_metre = min((PLAN_WIDTH - 2 * edge) / wide, (PLAN_HEIGHT - 2 * edge) / high)
    left, top = (xs.max() + xs.min()) / 2, (ys.max() + ys.min()) / 2
    at = list(zip(PLAN_WIDTH / 2 + (xs - left) * per_metre, PLAN_HEIGHT / 2 + (ys - top) * per_metre, strict=True))
    groups: list[list[int]] = []
    for place, here in enumerate(at):
        near = [group for group in groups if any(math.dist(here, at[other]) < 2 * PLAN_MARK * size for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), place]]
    marks = "".join(_numbered(points, at, sorted(group), size) for group in sorted(groups))
    length = max(metres for metres in LENGTHS if metres * per_metre < PLAN_WIDTH / 3)
    bar, foot = round(length * per_metre, 1), PLAN_HEIGHT - 16
    line = f'fill="none" stroke="{theme.QUIET}" stroke-width="2"'
    return (
        f'<svg viewBox="0 0 {PLAN_WIDTH} {PLAN_HEIGHT}" role="img" aria-label="{escape(title)}" xmlns="{XMLNS}">'
        f'<rect x="1" y="1" width="{PLAN_WIDTH - 2}" height="{PLAN_HEIGHT - 2}" fill="{theme.PAPER}" '
        f'stroke="{theme.RULE}" stroke-width="2"/><path d="M{PLAN_WIDTH - 24} 44V16l-7 11m7-11l7 11" {line}/>'
        f'<path d="M16 {foot - 6}v6h{bar}v-6" {line}/>'
        f'<g font-family="{theme.FONT}" font-size="{16 * size:g}" fill="{theme.INK}">'
        f'<text x="{bar + 26}" y="{foot}">{escape(scale(length))}</text>{marks}</g></svg>'
    )


def _numbered(points: pd.DataFrame, at: list[tuple[float, float]], group: list[int], size: float) -> str:
    """One mark for the places in `group`, with their numbers; filled only where every one of them is precise."""
    words = ", ".join(points["number"].iloc[place] for place in group)
    mark = PLAN_MARK * size
    width = max(2 * mark, (9 * len(words) + 12) * size)
    x, y = (sum(at[place][axis] for place in group) / len(group) for axis in (0, 1))
    x = min(max(x, width / 2 + 4), PLAN_WIDTH - width / 2 - 4)  # a long mark at the edge stays inside
    fill, ink, dashes = theme.PAPER, theme.INK, ' stroke-dasharray="4 3"'
    if points["precise"].iloc[group].all():
        fill, ink, dashes = theme.ACCENT, theme.PAPER, ""
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - mark:.1f}" width="{width:g}" height="{2 * mark:g}" '
        f'rx="{mark:g}" fill="{fill}" stroke="{theme.ACCENT}" stroke-width="2"{dashes}/>'
        f'<text x="{x:.1f}" y="{y + 5.5 * size:.1f}" text-anchor="middle" font-weight="600" fill="{ink}">'
        f"{escape(words)}</text>"
    )
