"""Still maps, for places where nothing moves: the overview, printed briefs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from lcdash.dataset import records
from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import (
    CLEAR,
    Box,
    Circle,
    Contour,
    Drawing,
    Group,
    Ink,
    Link,
    Path,
    Point,
    Shape,
    Words,
    line,
)

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.2
SCALE = 40.0  # units of the drawing per degree of latitude
SQUEEZE = 0.973  # a degree of longitude against one of latitude at 13.3 degrees north, the middle of the country


def country(provinces: gpd.GeoDataFrame, points: pd.DataFrame, *, filled: Mapping[str, str], title: str) -> Drawing:
    """Draw the provinces, some filled, and marks with names on them.

    provinces  one row per province with iso and geometry (EPSG:4326).
    points     one row per mark with lon, lat, label, colour, and sign, what is doubtful about it ("≠"), or ""; drawn in
               their order. With link, each leads there, and `words` say what it is.
    filled     iso -> colour of the provinces that are members themselves.
    title      what the picture shows: its name for a screen reader.

    Returns  a new drawing. Lines are simplified to about 2 km: an overview, not a survey.
    """
    land = _Land(provinces)
    outlines = dict(zip(provinces["iso"], provinces.geometry.simplify_coverage(2 / KM_PER_DEGREE), strict=True))
    shapes = [
        Path(land.contours(shape), Ink(filled.get(iso, theme.PANEL), theme.RULE, 0.7))
        for iso, shape in outlines.items()
    ]
    places = [land.at(lon, lat) for lon, lat in zip(points["lon"], points["lat"], strict=True)]
    texts = [f"{point.label} {point.sign}".strip() for point in records.each(points, MapPoint)]
    beside = _beside(texts, places, [land.drawn(shape) for iso, shape in outlines.items() if iso in filled])
    marks, names = [], list[Shape]()  # names stand above all marks, not only above their own
    for point, text, (x, y), spot in zip(records.each(points, MapPoint), texts, places, beside, strict=True):
        marks.append(Circle(x, y, MARK, Ink(point.colour, theme.PAPER, 0.8)))
        name = Words(text, spot.x, spot.y, LETTERS, anchor=spot.anchor, halo=theme.PAPER)
        names.append(_leading(point, Circle(x, y, 9, Ink(CLEAR)), name))
    width, height = land.at(land.east, land.south)
    return Drawing(title, -35, -5, width + 90, height + 10, (*shapes, *marks, *names))


class MapPoint(NamedTuple):
    """A row of the points of `country`: where a mark stands, its colour, its name and what is doubtful about it.

    link  the address that it leads to, in these `words`; none where it is "".
    """

    lon: float
    lat: float
    label: str
    colour: str
    sign: str = ""
    link: str = ""
    words: str = ""


LETTERS, MARK = 14.0, 5.4  # of names and marks on a map of the country


class _Spot(NamedTuple):
    """Where a name may stand: where its text begins, or ends, and the room that it takes (_Room)."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    room: _Room


_Room = tuple[float, float, float, float]  # left, top, right and bottom


def _beside(texts: Sequence[str], places: Sequence[Point], areas: Sequence[BaseGeometry]) -> list[_Spot]:
    """Where each name lies on no mark, no other name and, where it can, no filled area: the first such spot is best."""
    choices = [_spots(text, *place) for text, place in zip(texts, places, strict=True)]
    rooms = [np.array([spot.room for spot in spots]) for spots in choices]
    filled = [_covered(own, areas) for own in rooms]
    marks = [(x - MARK - 3, y - MARK - 3, x + MARK + 3, y + MARK + 3) for x, y in places]
    taken = np.array([*marks, *(own[0] for own in rooms)])  # all marks, then the room of each name
    numbers = [0] * len(choices)
    for _ in range(3):  # the next time each knows where all others stand
        for place, own in enumerate(rooms):
            over = _shared(own, taken)
            over[:, [place, len(rooms) + place]] = 0  # its own mark, and where it stands
            # rounded: of spots that are as good as each other the first is taken
            numbers[place] = int(np.round(10 * over.sum(axis=1) + filled[place], 6).argmin())
            taken[len(rooms) + place] = own[numbers[place]]
    return [spots[number] for spots, number in zip(choices, numbers, strict=True)]


def _shared(rooms: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """The area that each of `rooms` (lines) shares with each of `others` (columns)."""
    first, second = rooms[:, None, :], others[None, :, :]
    sides = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    shared: NDArray[Any] = np.clip(sides, 0, None).prod(axis=2)
    return shared


def _covered(rooms: NDArray[Any], areas: Sequence[BaseGeometry]) -> NDArray[Any]:
    """How much of each of `rooms` these areas cover."""
    boxes = shapely.box(*rooms.T)
    return sum((shapely.area(shapely.intersection(boxes, area)) for area in areas), np.zeros(len(rooms)))


def _spots(text: str, x: float, y: float) -> list[_Spot]:
    """Where the name of a mark may stand, the best place first: beside it, a line higher or lower, above and below."""
    wide = text_metrics.width(text, LETTERS) * text_metrics.SPARE
    spots = []
    for down in (0, -7, 7):
        spots.append(_Spot(x + 8, y + 5 + down, "start", (x + 7, y - 8 + down, x + 8 + wide, y + 8 + down)))
        spots.append(_Spot(x - 8, y + 5 + down, "end", (x - 8 - wide, y - 8 + down, x - 7, y + 8 + down)))
    for down in (-16, 17):
        spots.append(_Spot(x, y + 5 + down, "middle", (x - wide / 2, y - 8 + down, x + wide / 2, y + 8 + down)))
    return spots


class _Land:
    """The country in units of the drawing."""

    def __init__(self, provinces: gpd.GeoDataFrame) -> None:
        self.west, self.south, self.east, self.north = provinces.total_bounds

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * SQUEEZE * SCALE, 1), round((self.north - lat) * SCALE, 1)

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in the drawing."""
        return shapely.transform(shape, lambda points: np.array([self.at(*point) for point in points]))

    def contours(self, shape: Any) -> tuple[Contour, ...]:
        """The outer borders of a shape."""
        rings = [part.exterior for part in getattr(shape, "geoms", [shape])]
        return tuple(Contour(tuple(self.at(*point) for point in ring.coords), closed=True) for ring in rings)


def _leading(point: MapPoint, around: Circle, name: Words) -> Shape:
    """A mark's name as a link where it leads somewhere, which its surroundings take part in."""
    if not point.link:
        return name
    return Group((around, name), Link(point.link, point.words))


def locator(provinces: gpd.GeoDataFrame, *, lon: float, lat: float, iso: str, title: str) -> Drawing:
    """Draw where in the country a city is: the outline of all `provinces`, its own one filled, a ring around the city.

    Returns  a new drawing without a word in it, fit for a small picture; lines simplified to about 5 km.
    """
    land = _Land(provinces)
    coarse = 5 / KM_PER_DEGREE
    whole = land.contours(provinces.geometry.union_all().simplify(coarse))
    own = [land.contours(shape.simplify(coarse / 2)) for shape in provinces.geometry[provinces["iso"] == iso]]
    (x, y), (width, height) = land.at(lon, lat), land.at(land.east, land.south)
    shapes: tuple[Shape, ...] = (
        Path(whole, Ink(theme.PANEL, theme.QUIET, 1.5)),
        *(Path(contours, Ink(theme.ACCENT)) for contours in own),
        Circle(x, y, 17, Ink("", theme.PAPER, 9)),
        Circle(x, y, 17, Ink("", theme.INK, 4)),
    )
    return Drawing(title, -20, -20, width + 40, height + 40, shapes, WIDEST)


WIDEST = "12rem"  # of a locator: no taller than a phone shows beside a few lines of text


PLAN_WIDTH, PLAN_HEIGHT, PLAN_EDGE, PLAN_MARK, PLAN_LETTERS = 640, 400, 46, 15, 16  # of a plan, in units of the drawing
LEAST_METRES = 800  # a plan never shows less than this across: a single place is no point in the void
LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)  # metres of a scale


def plan(points: pd.DataFrame, *, title: str, scale: Callable[[int], str], size: float = 1.0) -> Drawing:
    """Draw places of one city by their number, true to distance, with a scale: no base map is fine enough for streets.

    points  one row per place with lon, lat, number (text) and precise (True: the point is at the place itself; False:
            near it, drawn hollow with a broken line). Marks that would cover each other become one with all numbers.
    title   what the picture shows: its name for a screen reader.
    scale   a length in metres -> its words ("500 ม.").
    size    of marks and letters: 1 for paper, more for the back row.

    Returns  a new drawing; north is up.
    Raises   ValueError where there is no point.
    """
    if points.empty:
        raise ValueError("a plan needs a point")
    at, per_metre = _to_scale(points, PLAN_EDGE * size)
    groups = _together(at, 2 * PLAN_MARK * size)
    marks = [part for group in groups for part in _numbered(points, at, group, size)]
    length = max(metres for metres in LENGTHS if metres * per_metre < PLAN_WIDTH / 3)
    bar, foot = round(length * per_metre, 1), PLAN_HEIGHT - 16
    north = PLAN_WIDTH - 24
    shapes: tuple[Shape, ...] = (
        Box(1, 1, PLAN_WIDTH - 2, PLAN_HEIGHT - 2, Ink(theme.PAPER, theme.RULE, 2)),
        line(((north, 44), (north, 16)), theme.QUIET, 2),
        line(((north - 7, 27), (north, 16), (north + 7, 27)), theme.QUIET, 2),
        line(((16, foot - 6), (16, foot), (16 + bar, foot), (16 + bar, foot - 6)), theme.QUIET, 2),
        Words(scale(length), bar + 26, foot, PLAN_LETTERS * size),
        *marks,
    )
    return Drawing(title, 0, 0, PLAN_WIDTH, PLAN_HEIGHT, shapes)


def _to_scale(points: pd.DataFrame, edge: float) -> tuple[list[tuple[float, float]], float]:
    """Where the points lie in a plan with an empty `edge`, and how long a metre is in it."""
    metre = KM_PER_DEGREE * 1000
    xs, ys = points["lon"] * math.cos(math.radians(points["lat"].mean())) * metre, -points["lat"] * metre
    wide, high = max(xs.max() - xs.min(), LEAST_METRES), max(ys.max() - ys.min(), LEAST_METRES / 2)
    per_metre = min((PLAN_WIDTH - 2 * edge) / wide, (PLAN_HEIGHT - 2 * edge) / high)
    left, top = (xs.max() + xs.min()) / 2, (ys.max() + ys.min()) / 2
    at = list(zip(PLAN_WIDTH / 2 + (xs - left) * per_metre, PLAN_HEIGHT / 2 + (ys - top) * per_metre, strict=True))
    return at, per_metre


def _together(at: list[tuple[float, float]], near: float) -> list[list[int]]:
    """The places whose marks would cover each other, each by its position in `at`."""
    groups: list[list[int]] = []
    for place, here in enumerate(at):
        near_groups = [group for group in groups if any(math.dist(here, at[other]) < near for other in group)]
        groups = [group for group in groups if group not in near_groups] + [
            [*(position for group in near_groups for position in group), place]
        ]
    return [sorted(group) for group in sorted(groups)]


def _numbered(points: pd.DataFrame, at: list[Point], group: list[int], size: float) -> tuple[Box, Words]:
    """One mark for the places in `group`, with their numbers; filled only where every one of them is precise."""
    text = ", ".join(points["number"].iloc[place] for place in group)
    mark = PLAN_MARK * size
    width = max(2 * mark, (9 * len(text) + 12) * size)
    x, y = (sum(at[place][axis] for place in group) / len(group) for axis in (0, 1))
    x = min(max(x, width / 2 + 4), PLAN_WIDTH - width / 2 - 4)  # a long mark at the edge stays inside
    precise = points["precise"].iloc[group].all()
    fill, ink = (theme.ACCENT, theme.PAPER) if precise else (theme.PAPER, theme.INK)
    edge = Ink(fill, theme.ACCENT, 2, "" if precise else "4 3")
    return (
        Box(x - width / 2, y - mark, width, 2 * mark, edge, mark),
        Words(text, x, y + 5.5 * size, PLAN_LETTERS * size, ink, "middle", 600),
    )
