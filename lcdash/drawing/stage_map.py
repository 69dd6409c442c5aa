"""A still map of the country for the back row: as high as its room, each name beside its mark and over no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shapely import Polygon

from lcdash.drawing import shapes, text_metrics, theme
from lcdash.drawing.shapes import Box, Circle, Contour, Drawing, Group, Ink, Path, Shape, Words
from lcdash.drawing.still_maps import KM_PER_DEGREE, SQUEEZE

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT = 600.0  # of the drawing: what a scene shows is about four fifths of its height
# Letters, of which one is at least 18 pixels high on a window of 1024 by 768; half of a mark, and of one with a letter;
# what is free above and below, at the sides, around two marks in a ring, and to the circle around the mark of a host.
LETTERS, MARK, LETTERED, EDGE, SIDE, RING, AROUND = 22.0, 7.0, 10.5, 12.0, 2.0, 4.0, 5.0
BESIDE = 0.25  # of the height of a name's letters, that it stands off its mark
LIFTS = (0, -0.55, 0.55, -1.0, 1.0, -1.6, 1.6, -2.2, 2.2)  # lines that a name stands below its mark
PASSES = 12
STRIPES = 0.22  # degrees from one stripe to the next
HOLLOW = {  # the corners of who is no member
    "pilot": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    "developing": ((-1.1, -0.9), (1.1, -0.9), (0, 1.1)),
}
LINES = 55.0  # how far lines reach beside the country

Edges = tuple[float, float, float, float]  # of a name: left, top, right, bottom


class Place(NamedTuple):
    """A mark with its name.

    build  at which press of the key it comes; 0: it is there from the first.   host  the city the story is told in.
    form   of its mark, as on the map page: a "province" is a square, a "special_local_government" has six corners, who
           is no member is hollow ("pilot", "developing").
    other  the colour of another unit, where sources differ on it: both marks stand in a dashed ring.
    letter, other_letter  what stands in its marks, which are larger then; "" for nothing.
    """

    id: str
    label: str
    lon: float
    lat: float
    colour: str
    build: int = 0
    host: bool = False
    form: str = ""
    other: str = ""
    letter: str = ""
    other_letter: str = ""

    @property
    def radius(self) -> float:
        """Half of how wide and high one mark of it is."""
        return LETTERED if self.letter else MARK

    @property
    def reach(self) -> float:
        """How far its mark reaches to its left and right, with the circle around a host's."""
        return (2 * self.radius + RING if self.other else self.radius) + (AROUND if self.host else 0.0)


class _Land:
    """The country in units of the drawing."""

    def __init__(self, provinces: gpd.GeoDataFrame) -> None:
        self.provinces = provinces
        self.west, south, east, self.north = provinces.total_bounds
        self.scale = (HEIGHT - 2 * EDGE) / (self.north - south)
        self.width = (east - self.west) * SQUEEZE * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * SQUEEZE * self.scale, 1), round(EDGE + (self.north - lat) * self.scale, 1)

    def drawn(self, filled: Mapping[str, str], striped: Mapping[str, str]) -> list[Shape]:
        outlines = dict(
            zip(self.provinces["iso"], self.provinces.geometry.simplify_coverage(6 / KM_PER_DEGREE), strict=True)
        )
        areas = [
            Path(self._contours(shape), Ink(filled.get(iso, theme.PANEL), theme.RULE))
            for iso, shape in outlines.items()
        ]
        striped = {iso: colour for iso, colour in striped.items() if iso in outlines}
        return [*areas, *(stripe for iso, colour in striped.items() for stripe in self._stripes(outlines[iso], colour))]

    def _stripes(self, shape: Any, colour: str) -> Iterator[Shape]:
        """Slanting stripes over a province, its border dashed: sources differ on it."""
        west, south, east, north = shape.bounds
        high = north - south
        starts = [west - high + STRIPES * number for number in range(int((east - west + high) / STRIPES) + 1)]
        slants = [Polygon([(x, south), (x + STRIPES / 2, south), (x + STRIPES / 2 + high, north), (x + high, north)])
                  for x in starts]  # fmt: skip
        parts = [part for part in (shape.intersection(slant) for slant in slants) if not part.is_empty]
        for part in parts:
            yield Path(self._contours(part), Ink(colour))
        yield Path(self._contours(shape), Ink("", colour, dashes="4 3"))

    def _contours(self, shape: Any) -> tuple[Contour, ...]:
        """The outer borders of a shape, to whole units of the drawing."""
        rings = [part.exterior for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
        points = ((tuple(map(round, self.at(*point))) for point in ring.coords) for ring in rings)
        return tuple(Contour(tuple((float(x), float(y)) for x, y in ring), closed=True) for ring in points)


def with_names(
    provinces: gpd.GeoDataFrame,
    places: Sequence[Place],
    *,
    title: str,
    filled: Mapping[str, str] | None = None,
    striped: Mapping[str, str] | None = None,
    letters: float = LETTERS,
) -> Drawing:
    """The country with marks and their names.

    provinces  one row per province with iso and geometry (EPSG:4326).   filled  iso -> colour of a province.
    striped    iso -> colour of a province that sources differ on.
    title      what it shows: its name for a screen reader.   letters  the size of its names: larger beside a list.

    Returns  a new drawing; lines simplified to about 6 km.
    """
    land = _Land(provinces)
    marks = {place.id: MarkCircle(*land.at(place.lon, place.lat), place.radius) for place in places}
    names = _names(tuple(places), tuple(marks.values()), letters)
    left = min([0.0, *(name.box[0] for name in names.values())])
    right = max([land.width, *(name.box[2] for name in names.values())])
    shapes_drawn = [
        *land.drawn(filled or {}, striped or {}),
        *(_city(place, marks[place.id][:2], names[place.id], letters) for place in places),
    ]
    return Drawing(title, round(left - SIDE), 0, round(right - left + 2 * SIDE), HEIGHT, tuple(shapes_drawn))


class MarkCircle(NamedTuple):
    """Where a mark stands, and half of how wide it is."""

    x: float
    y: float
    radius: float


class _Name(NamedTuple):
    """Where a name may stand: its anchor ("start", "end"), that point, its box, and how many lines off its mark."""

    anchor: str
    x: float
    y: float
    box: Edges
    lift: float


@lru_cache(maxsize=64)  # by language, host and topic: a second of a slow processor each
def _names(places: tuple[Place, ...], points: tuple[MarkCircle, ...], letters: float) -> dict[str, _Name]:
    """Each name beside its own mark, over no other name or mark, and nearer to its own than to any other.

    Several ways to begin are tried, and the best end is kept.
    """
    marks = dict(zip((place.id for place in places), points, strict=True))
    free = {place.id: list(_stands(place, marks[place.id], letters)) for place in places}
    north_first = sorted(free, key=lambda place_id: marks[place_id][1])
    west_first = sorted(free, key=lambda place_id: marks[place_id][0])
    tried = [
        _settled({place_id: free[place_id] for place_id in order}, first, marks, letters)
        for order in (north_first, north_first[::-1], west_first, west_first[::-1])
        for first in (0, 1)
    ]
    return min(tried, key=lambda names: sum(_cost(name, own, names, marks, letters) for own, name in names.items()))


def _settled(
    free: Mapping[str, Sequence[_Name]], first: int, marks: Mapping[str, MarkCircle], letters: float
) -> dict[str, _Name]:
    """All names from their `first` places on, each moved in turn to where it is best, until none moves."""
    names = {place_id: stands[first] for place_id, stands in free.items()}
    for _ in range(PASSES):
        before = dict(names)
        for place_id, stands in free.items():
            costs = [_cost(name, place_id, names, marks, letters) for name in stands]
            names[place_id] = stands[costs.index(min(costs))]
        if names == before:
            break
    return names


def _stands(place: Place, at: MarkCircle, letters: float) -> Iterator[_Name]:
    x, y = at.x, at.y
    wide = text_metrics.width(place.label, letters, bold=place.host) * text_metrics.SPARE
    for lift in LIFTS:
        off = place.reach + BESIDE * letters if abs(lift) < 1 else 0.0
        for anchor, start in (("start", x + off), ("end", x - off - wide)):
            middle = y + lift * letters
            box = (start, middle - letters * 0.66, start + wide, middle + letters * 0.62)
            at_x = start if anchor == "start" else start + wide
            yield _Name(anchor, at_x, middle + letters * 0.33, box, lift)


def _cost(name: _Name, own: str, names: Mapping[str, _Name], marks: Mapping[str, MarkCircle], letters: float) -> float:
    """What speaks against a place for a name: what it lies over, another mark that is near, and the way."""
    others = [other.box for place_id, other in names.items() if place_id != own]
    boxes = [(x - r, y - r, x + r, y + r) for place_id, (x, y, r) in marks.items() if place_id != own]
    over = sum(_covered(name.box, box) for box in (*others, *boxes))
    way = _distance(name.box, marks[own])
    nearer = sum(_distance(name.box, at) < way + letters / 2 for place_id, at in marks.items() if place_id != own)
    outside = name.box[1] < 0 or name.box[3] > HEIGHT
    return 10 * over + 1000 * outside + 200 * nearer + 20 * abs(name.lift)


def _distance(box: Edges, at: MarkCircle) -> float:
    """How far the middle of a mark lies from a box."""
    aside = max(box[0] - at[0], 0.0, at[0] - box[2])
    above = max(box[1] - at[1], 0.0, at[1] - box[3])
    return float((aside**2 + above**2) ** 0.5)


def _covered(box: Edges, other: Edges) -> float:
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _city(place: Place, at: tuple[float, float], name: _Name | None = None, letters: float = LETTERS) -> Group:
    """A mark with its name, and a line between them where the name stands off."""
    x, y = at
    parts: list[Shape] = []
    if name and abs(name.lift) > 1:
        end = name.box[0 if name.anchor == "start" else 2]
        parts.append(shapes.line(((x, y), (end, (name.box[1] + name.box[3]) / 2)), theme.QUIET))
    if place.host:
        parts.append(Circle(x, y, place.radius + AROUND, Ink("", theme.INK, 2.5)))
    parts += _mark(place, x, y)
    if name:
        weight = 700 if place.host else 400
        parts.append(Words(place.label, name.x, name.y, letters, anchor=name.anchor, weight=weight))
    attributes = (("class", "city"), ("data-city", place.id), *shapes.build(place.build))
    return Group(tuple(parts), marks=attributes)


def _mark(place: Place, x: float, y: float) -> list[Shape]:
    """The mark alone; of a city whose unit sources differ on, a province's and a municipality's in a dashed ring."""
    radius = place.radius
    if place.other:
        high = 2 * (radius + RING)
        edge = Ink(theme.PAPER, theme.INK, 1.5, "4 3")
        province = place._replace(other="", form="province")
        municipality = place._replace(other="", form="", colour=place.other, letter=place.other_letter)
        ring = Box(x - place.reach, y - high / 2, 2 * place.reach, high, edge, high / 2)
        return [ring, *_mark(province, x - radius, y), *_mark(municipality, x + radius, y)]
    return [_shape(place, x, y), *([_letter(place, x, y)] if place.letter else [])]


def _shape(place: Place, x: float, y: float) -> Shape:
    radius, look = place.radius, Ink(place.colour, theme.PAPER, 1.5)
    if place.form == "province":
        return Box(x - radius, y - radius, 2 * radius, 2 * radius, look, 2, "at")
    if place.form == "special_local_government":
        corners = ((-1.15, 0), (-0.6, -1), (0.6, -1), (1.15, 0), (0.6, 1), (-0.6, 1))
        return shapes.area(_corners(corners, x, y, radius), look, "at")
    if place.form in HOLLOW:
        return shapes.area(_corners(HOLLOW[place.form], x, y, radius), Ink(theme.PAPER, place.colour, 2.5), "at")
    return Circle(x, y, radius, look, "at")


def _letter(place: Place, x: float, y: float) -> Shape:
    size = 1.8 * place.radius
    letter = Words(place.letter, x, y + size * 0.34, size, theme.text_on(place.colour), "middle", 700)
    return Group((letter,), marks=(("class", "letter"),))


def _corners(corners: Iterable[shapes.Point], x: float, y: float, radius: float) -> list[shapes.Point]:
    return [(x + radius * right, y + radius * down) for right, down in corners]


def with_lines(provinces: gpd.GeoDataFrame, left: Sequence[Place], right: Sequence[Place], *, title: str) -> Drawing:
    """The country with a line from each mark to the row of its city, where the rows stand evenly at the left and right.

    Returns  a new drawing without a word in it; it is as high as the rows.
    """
    land = _Land(provinces)
    shapes_drawn = [
        *land.drawn({}, {}),
        *_lines(land, left, -LINES),
        *_lines(land, right, land.width + LINES),
        *(_city(place, land.at(place.lon, place.lat)) for place in (*left, *right)),
    ]
    return Drawing(title, -LINES, 0, round(land.width + 2 * LINES), HEIGHT, tuple(shapes_drawn))


def _lines(land: _Land, places: Iterable[Place], edge: float) -> Iterator[Shape]:
    rows = list(places)
    for number, place in enumerate(rows):
        x, y = land.at(place.lon, place.lat)
        row = HEIGHT * (number + 0.5) / len(rows)
        yield shapes.line(((round(edge), round(row)), (x, y)), theme.QUIET, 1.5)
