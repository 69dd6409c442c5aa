"""A province at its real shape with its neighbours, and the places of a town in a lens, as numbers for a template.

The shapes of provinces show neither streets nor towns: what lies within a town is drawn by its distance and direction
from one point, on an empty ground. Lengths are in units of the picture, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely import box
from shapely.geometry import Point
from shapely.prepared import prep

from lcdash.drawing import text_metrics

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

At = Callable[[float, float], tuple[float, float]]  # degrees -> the picture

KM_PER_DEGREE = 111.2
LENGTHS = (5, 10, 20, 50, 100)  # kilometres of a scale
MARGIN = 1.25  # how much wider than its province a picture is at least
NAME_SIZE = 13.0  # of a province's name
GRID = 12  # how finely room for a name is looked for
LENS_NAME = 12.0  # of the name of a place in a lens


class Label(NamedTuple):
    """Words at a place: where their middle is."""

    text: str
    x: float
    y: float


class ProvinceMap(NamedTuple):
    """What is drawn of a province.

    others, own    paths of the neighbours that are in the picture, and of the province itself.
    names          of the neighbours that have room for theirs.
    title          where the province's own name has room; None where it has not.
    x, y           the city's mark.   beside  on which side of it its name stands: "start" or "end", an SVG text-anchor.
    scale, metres  a length in units of the picture, and what it is.
    """

    width: float
    height: float
    others: tuple[str, ...]
    own: str
    names: tuple[Label, ...]
    title: Label | None
    x: float
    y: float
    beside: str
    scale: float
    metres: int


def province_map(
    provinces: gpd.GeoDataFrame, iso: str, lon: float, lat: float, *, name: str, language: str, size: Sequence[float]
) -> ProvinceMap:
    """The province `iso`, whole, with a city at `lon`, `lat`.

    provinces  one row per iso with name_th, name_en and geometry (EPSG:4326).
    name       the city's; no other name lies on it.   size  width and height of the picture.

    Raises  IndexError where there is no such province.
    """
    width, height = size
    shape = provinces.geometry[provinces["iso"] == iso].iloc[0]
    at, unit, frame = _fitted(shape.union(Point(lon, lat)), width, height)
    fine = provinces.geometry.simplify_coverage(1.2 / unit)
    visible = fine.intersects(frame) & (provinces["iso"] != iso)
    x, y = at(lon, lat)
    beside = "start" if x < width / 2 else "end"
    wide = text_metrics.width(name, 17, bold=True) + 14
    taken = [box(x - 12, y - 14, x + wide, y + 14) if beside == "start" else box(x - wide, y - 14, x + 12, y + 14)]
    picture = box(4, 4, width - 4, height - 4)
    around = zip(provinces.loc[visible, f"name_{language}"], fine[visible], strict=True)
    labels = [_label(label, _drawn(other, at).buffer(0).intersection(picture), taken) for label, other in around]
    own = fine[provinces["iso"] == iso].iloc[0]
    own_name = provinces.loc[provinces["iso"] == iso, f"name_{language}"].iloc[0]
    title = _label(own_name, _drawn(own, at), taken)
    length = max((km for km in LENGTHS if km / KM_PER_DEGREE * unit < width / 4), default=LENGTHS[0])
    return ProvinceMap(
        width,
        height,
        tuple(_path(other, at) for other in fine[visible]),
        _path(own, at),
        tuple(label for label in labels if label),
        title,
        x,
        y,
        beside,
        round(length / KM_PER_DEGREE * unit, 1),
        length * 1000,
    )


def _fitted(shape: BaseGeometry, width: float, height: float) -> tuple[At, float, BaseGeometry]:
    """How degrees lie in a picture that a shape fills, how long one of latitude is in it, and what it shows of them."""
    west, south, east, north = shape.bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    unit = min(width / ((east - west) * squeeze), height / (north - south)) / MARGIN
    middle = (west + east) / 2, (south + north) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return round(width / 2 + (x - middle[0]) * squeeze * unit, 1), round(height / 2 - (y - middle[1]) * unit, 1)

    half = width / squeeze / unit / 2, height / unit / 2
    return at, unit, box(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])


def _drawn(shape: BaseGeometry, at: At) -> BaseGeometry:
    """The shape in the picture."""
    return shapely.transform(shape, lambda points: np.array([at(*point) for point in points]))


def _path(shape: BaseGeometry, at: At) -> str:
    rings = [part.exterior for part in getattr(shape, "geoms", [shape])]
    return "".join("M" + "L".join(f"{x} {y}" for x, y in (at(*point) for point in ring.coords)) + "Z" for ring in rings)


def _label(text: str, shape: BaseGeometry, taken: Sequence[BaseGeometry]) -> Label | None:
    """A name within `shape`, as near to its middle as it has room there; None where it has none."""
    if shape.is_empty:
        return None
    half = text_metrics.width(text, NAME_SIZE) / 2 + 5
    west, north, east, south = shape.bounds
    middle, inside = shape.representative_point(), prep(shape)
    columns = range(int(west + half), int(east - half) + 1, GRID)
    spots = [Point(x, y) for x in columns for y in range(int(north) + 10, int(south) - 9, GRID)]
    for spot in [middle, *sorted(spots, key=middle.distance)]:
        room = box(spot.x - half, spot.y - 10, spot.x + half, spot.y + 10)
        if inside.contains(room) and not any(other.intersects(room) for other in taken):
            return Label(text, round(spot.x, 1), round(spot.y, 1))
    return None


class LensSpot(NamedTuple):
    """A place in a lens. `form` is its precision, `side` the text-anchor of its name; "" where that has no room."""

    id: str
    name: str
    form: str
    called: bool
    x: float
    y: float
    label_x: float
    label_y: float
    side: str


class Ring(NamedTuple):
    """A distance from the middle of a lens: its radius in the picture, and where its words stand."""

    radius: float
    metres: int
    x: float
    y: float


class Lens(NamedTuple):
    """Places around a point, true to distance and direction.

    size  width and height of the picture.   radius  of what is seen of it, in its middle, in its units.
    x, y  the point of the city.   rings  distances from the middle of the picture.
    """

    size: float
    radius: float
    x: float
    y: float
    rings: tuple[Ring, ...]
    spots: tuple[LensSpot, ...]


RING_WORDS = 38  # how wide the words of a distance are at most
TOWARDS = math.radians(135)  # in which direction distances are told, where there is room
TURNS = (0, 0.4, -0.4, 0.7, -0.7, 1.0, -1.0)  # from the direction in which a distance is told, radians
RING_METRES = (250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


def lens(places: Sequence[tuple[str, str, str, bool, float, float]], lon: float, lat: float, *, size: float) -> Lens:
    """Places and `lon`, `lat`, the point of their city, as large as they have room, two rings around their middle.

    places  (id, name, precision, whether a source calls it a place of learning, lon, lat), the nearest drawn last.
    size    width and height of the picture.
    """
    metre = KM_PER_DEGREE * 1000
    squeeze = math.cos(math.radians(lat))
    away = [((x - lon) * squeeze * metre, (lat - y) * metre) for *_, x, y in places]
    around = shapely.MultiPoint([(0, 0), *away])
    middle = shapely.minimum_bounding_circle(around).centroid
    reach = max(shapely.minimum_bounding_radius(around) * 1.2, RING_METRES[0] * 1.2)
    radius = size / 2 - 6
    unit = radius / reach

    def at(x: float, y: float) -> tuple[float, float]:
        return round(size / 2 + (x - middle.x) * unit, 1), round(size / 2 + (y - middle.y) * unit, 1)

    spots_at = [at(*point) for point in away]
    taken = [box(x - 8, y - 8, x + 8, y + 8) for x, y in (*spots_at, at(0, 0))]
    distances = [metres for metres in RING_METRES if metres <= 0.9 * reach][-2:]
    rings = tuple(_ring(metres, unit, taken, size) for metres in distances)
    spots = []
    for (place_id, name, form, called, *_), (x, y) in zip(places, spots_at, strict=True):
        label_x, label_y, side = _beside(name, x, y, taken, size, bold=called)
        spots.append(LensSpot(place_id, name, form, called, x, y, label_x, label_y, side))
    return Lens(size, radius, *at(0, 0), rings, tuple(spots))


def _ring(metres: int, unit: float, taken: list[BaseGeometry], size: float) -> Ring:
    """A distance, its words as near to the direction TOWARDS as they lie on nothing."""
    lens = Point(size / 2, size / 2).buffer(size / 2 - 8)
    radius = round(metres * unit, 1)
    turned = [(math.cos(TOWARDS + turn), math.sin(TOWARDS + turn)) for turn in TURNS]
    spots = [(round(size / 2 + radius * x, 1), round(size / 2 + radius * y, 1)) for x, y in turned]
    rooms = [box(x - RING_WORDS, y - 11, x, y + 3) for x, y in spots]
    free = (number for number, room in enumerate(rooms) if lens.contains(room) and not any(map(room.intersects, taken)))
    best = next(free, 0)
    taken.append(rooms[best])
    return Ring(radius, metres, *spots[best])


def _beside(
    name: str, x: float, y: float, taken: list[BaseGeometry], size: float, *, bold: bool
) -> tuple[float, float, str]:
    """Where a name has room beside its mark: where its text begins or ends; no side where it would lie on another.

    Within the lens where it can, else across its edge.
    """
    wide = text_metrics.width(name, LENS_NAME, bold=bold) * text_metrics.SPARE
    lens, frame = Point(size / 2, size / 2).buffer(size / 2 - 8), box(2, 0, size - 2, size)
    free = []
    for left, across, side in ((x + 11, x + 11, "start"), (x - 11 - wide, x - 11, "end"), (x - wide / 2, x, "middle")):
        for down in (0, -17, 17) if side == "middle" else (0, -9, 9):
            room = box(left, y + down - 8, left + wide, y + down + 8)
            own = side == "middle" and down == 0
            if frame.contains(room) and not own and not any(other.intersects(room) for other in taken):
                free.append((room, across, down, side))
    if not free:
        return x, y, ""
    room, across, down, side = next((spot for spot in free if lens.contains(spot[0])), free[0])
    taken.append(room)
    return round(across, 1), round(y + down + 4, 1), side
