"""A still map of the country for the back row: as high as its room, each name beside its mark and over no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element  # nosec B405

from shapely import Polygon

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import element, picture
from lcdash.drawing.svg import KM_PER_DEGREE, SQUEEZE

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT = 600.0  # of the drawing: what a scene shows is about four fifths of its height
LETTERS, MARK, EDGE, RING = 22.0, 7.0, 12.0, 4.0  # a letter is at least 18 pixels high on a window of 1024 by 768
LIFTS = (0, -0.55, 0.55, -1.0, 1.0, -1.6, 1.6, -2.2, 2.2)  # lines that a name stands below its mark
PASSES = 12
STRIPES = 0.22  # degrees from one stripe to the next
HOLLOW = {  # the corners of who is no member
    "pilot": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    "developing": ((-1.1, -0.9), (1.1, -0.9), (0, 1.1)),
}
LINES = 55.0  # how far lines reach beside the country

Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """A mark with its name.

    build  at which press of the key it comes; 0: it is there from the first.   host  the city the story is told in.
    form   of its mark, as on the map page: a "province" is a square, a "special_local_government" has six corners, who
           is no member is hollow ("pilot", "developing").
    other  the colour of another unit, where sources differ on it: both marks stand in a dashed ring.
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

    @property
    def reach(self) -> float:
        """How far its mark reaches to its left and right."""
        return 2 * MARK + RING if self.other else MARK


class _Land:
    """The country in units of the drawing."""

    def __init__(self, provinces: gpd.GeoDataFrame) -> None:
        self.provinces = provinces
        self.west, south, east, self.north = provinces.total_bounds
        self.scale = (HEIGHT - 2 * EDGE) / (self.north - south)
        self.width = (east - self.west) * SQUEEZE * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * SQUEEZE * self.scale, 1), round(EDGE + (self.north - lat) * self.scale, 1)

    def drawn(self, filled: Mapping[str, str], striped: Mapping[str, str]) -> list[Element]:
        shapes = dict(
            zip(self.provinces["iso"], self.provinces.geometry.simplify_coverage(6 / KM_PER_DEGREE), strict=True)
        )
        areas = [
            element("path", d=self._path(shape), fill=filled.get(iso, theme.PANEL)) for iso, shape in shapes.items()
        ]
        return [
            *areas,
            *(one for iso, colour in striped.items() if iso in shapes for one in self._stripes(shapes[iso], colour)),
        ]

    def _stripes(self, shape: Any, colour: str) -> Iterator[Element]:
        """Slanting stripes over a province, its border dashed: sources differ on it."""
        west, south, east, north = shape.bounds
        high = north - south
        starts = [west - high + STRIPES * number for number in range(int((east - west + high) / STRIPES) + 1)]
        slants = [Polygon([(x, south), (x + STRIPES / 2, south), (x + STRIPES / 2 + high, north), (x + high, north)])
                  for x in starts]  # fmt: skip
        held = [part for part in (shape.intersection(slant) for slant in slants) if not part.is_empty]
        for part in held:
            yield element("path", d=self._path(part), fill=colour, stroke="none")
        yield element("path", d=self._path(shape), fill="none", stroke=colour, stroke_dasharray="4 3")

    def _path(self, shape: Any) -> str:
        rings = [part.exterior for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
        lines = ("L".join(f"{x:.0f} {y:.0f}" for x, y in (self.at(*point) for point in ring.coords)) for ring in rings)
        return "".join(f"M{line}Z" for line in lines)


def with_names(
    provinces: gpd.GeoDataFrame,
    places: Sequence[Place],
    *,
    title: str,
    filled: Mapping[str, str] | None = None,
    striped: Mapping[str, str] | None = None,
    letters: float = LETTERS,
) -> str:
    """The country with marks and their names.

    provinces  one row per province with iso and geometry (EPSG:4326).   filled  iso -> colour of a province.
    striped    iso -> colour of a province that sources differ on.
    title      what it shows: its name for a screen reader.   letters  the size of its names: larger beside a list.

    Returns  one <svg> element as text, everything from data escaped; lines simplified to about 6 km.
    """
    land = _Land(provinces)
    marks = {place.id: land.at(place.lon, place.lat) for place in places}
    names = _names(tuple(places), tuple(marks.values()), letters)
    left = min([0.0, *(name.box[0] for name in names.values())])
    right = max([land.width, *(name.box[2] for name in names.values())])
    drawn = [_city(place, marks[place.id], names[place.id]) for place in places]
    return _svg(
        (left - EDGE, 0, right - left + 2 * EDGE), land.drawn(filled or {}, striped or {}), drawn, title, letters
    )


class _Name(NamedTuple):
    """Where a name may stand: its anchor ("start", "end"), that point, its box, and how many lines off its mark."""

    anchor: str
    x: float
    y: float
    box: Box
    lift: float


@lru_cache(maxsize=64)  # by language, host and topic: a second of a slow processor each
def _names(places: tuple[Place, ...], points: tuple[tuple[float, float], ...], letters: float) -> dict[str, _Name]:
    """Each name beside its own mark, over no other name or mark, and nearer to its own than to any other.

    Several ways to begin are tried, and the best end is kept.
    """
    marks = dict(zip((place.id for place in places), points, strict=True))
    free = {place.id: list(_stands(place, *marks[place.id], letters)) for place in places}
    north_first = sorted(free, key=lambda place_id: marks[place_id][1])
    west_first = sorted(free, key=lambda place_id: marks[place_id][0])
    tried = [
        _settled({place_id: free[place_id] for place_id in order}, first, marks, letters)
        for order in (north_first, north_first[::-1], west_first, west_first[::-1])
        for first in (0, 1)
    ]
    return min(tried, key=lambda names: sum(_cost(one, own, names, marks, letters) for own, one in names.items()))


def _settled(
    free: Mapping[str, Sequence[_Name]], first: int, marks: Mapping[str, tuple[float, float]], letters: float
) -> dict[str, _Name]:
    """All names from their `first` places on, each moved in turn to where it is best, until none moves."""
    names = {place_id: stands[first] for place_id, stands in free.items()}
    for _ in range(PASSES):
        before = dict(names)
        for place_id, stands in free.items():
            costs = [_cost(one, place_id, names, marks, letters) for one in stands]
            names[place_id] = stands[costs.index(min(costs))]
        if names == before:
            break
    return names


def _stands(place: Place, x: float, y: float, letters: float) -> Iterator[_Name]:
    wide = text_metrics.width(place.label, letters, bold=place.host) * text_metrics.SPARE
    for lift in LIFTS:
        off = place.reach + 4 if abs(lift) < 1 else 0.0
        for anchor, start in (("start", x + off), ("end", x - off - wide)):
            middle = y + lift * letters
            box = (start, middle - letters * 0.66, start + wide, middle + letters * 0.62)
            at_x = start if anchor == "start" else start + wide
            yield _Name(anchor, at_x, middle + letters * 0.33, box, lift)


def _cost(
    name: _Name, own: str, names: Mapping[str, _Name], marks: Mapping[str, tuple[float, float]], letters: float
) -> float:
    """What speaks against a place for a name: what it lies over, another mark that is near, and the way."""
    others = [other.box for place_id, other in names.items() if place_id != own]
    boxes = [(x - MARK, y - MARK, x + MARK, y + MARK) for place_id, (x, y) in marks.items() if place_id != own]
    over = sum(_covered(name.box, box) for box in (*others, *boxes))
    way = _distance(name.box, marks[own])
    nearer = sum(_distance(name.box, at) < way + letters / 2 for place_id, at in marks.items() if place_id != own)
    outside = name.box[1] < 0 or name.box[3] > HEIGHT
    return 10 * over + 1000 * outside + 200 * nearer + 20 * abs(name.lift)


def _distance(box: Box, at: tuple[float, float]) -> float:
    """How far a point lies from a box."""
    aside = max(box[0] - at[0], 0.0, at[0] - box[2])
    above = max(box[1] - at[1], 0.0, at[1] - box[3])
    return float((aside**2 + above**2) ** 0.5)


def _covered(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _city(place: Place, at: tuple[float, float], name: _Name | None) -> Element:
    """A mark with its name, and a line between them where the name stands off."""
    x, y = at
    parts = []
    if name and abs(name.lift) > 1:
        end = name.box[0 if name.anchor == "start" else 2]
        line = f"M{x} {y}L{end:.1f} {(name.box[1] + name.box[3]) / 2:.1f}"
        parts.append(element("path", d=line, stroke=theme.QUIET, fill="none"))
    if place.host:
        parts.append(element("circle", cx=x, cy=y, r=MARK + 5, fill="none", stroke=theme.INK, stroke_width=2.5))
    parts += _mark(place, x, y)
    if name:
        placed = {"x": name.x, "y": name.y, "text_anchor": name.anchor, "font_weight": 700 if place.host else None}
        parts.append(element("text", place.label, **placed))
    return element("g", *parts, class_="city", data_city=place.id, data_build=place.build or None)


def _mark(place: Place, x: float, y: float) -> list[Element]:
    """The mark alone; of a city whose unit sources differ on, a province's and a municipality's in a dashed ring."""
    look = {"class_": "at", "stroke": theme.PAPER, "stroke_width": 1.5}
    if place.other:
        high = 2 * (MARK + RING)
        box = {"x": x - place.reach, "y": y - high / 2, "width": 2 * place.reach, "height": high, "rx": high / 2}
        edge = {"stroke": theme.INK, "stroke_width": 1.5, "stroke_dasharray": "4 3"}
        province = place._replace(other="", form="province")
        municipality = place._replace(other="", form="", colour=place.other)
        ring = element("rect", **box, fill=theme.PAPER, **edge)
        return [ring, *_mark(province, x - MARK, y), *_mark(municipality, x + MARK, y)]
    if place.form == "province":
        edge = {"x": x - MARK, "y": y - MARK, "width": 2 * MARK, "height": 2 * MARK, "rx": 2}
        return [element("rect", **look, **edge, fill=place.colour)]
    if place.form == "special_local_government":
        corners = ((-1.15, 0), (-0.6, -1), (0.6, -1), (1.15, 0), (0.6, 1), (-0.6, 1))
        path = "L".join(f"{x + MARK * right:.1f} {y + MARK * down:.1f}" for right, down in corners)
        return [element("path", **look, d=f"M{path}Z", fill=place.colour)]
    if place.form in HOLLOW:
        path = "L".join(f"{x + MARK * right:.1f} {y + MARK * down:.1f}" for right, down in HOLLOW[place.form])
        look |= {"stroke": place.colour, "stroke_width": 2.5}
        return [element("path", **look, d=f"M{path}Z", fill=theme.PAPER)]
    return [element("circle", **look, cx=x, cy=y, r=MARK, fill=place.colour)]


def with_lines(provinces: gpd.GeoDataFrame, left: Sequence[Place], right: Sequence[Place], *, title: str) -> str:
    """The country with a line from each mark to the row of its city, where the rows stand evenly at the left and right.

    Returns  one <svg> element as text without a word in it; it is as high as the rows.
    """
    land = _Land(provinces)
    drawn = [
        *_lines(land, left, -LINES),
        *_lines(land, right, land.width + LINES),
        *(_city(place, land.at(place.lon, place.lat), None) for place in (*left, *right)),
    ]
    return _svg((-LINES, 0, land.width + 2 * LINES), land.drawn({}, {}), drawn, title)


def _lines(land: _Land, places: Iterable[Place], edge: float) -> Iterator[Element]:
    rows = list(places)
    for number, place in enumerate(rows):
        x, y = land.at(place.lon, place.lat)
        row = HEIGHT * (number + 0.5) / len(rows)
        path = f"M{edge:.0f} {row:.0f}L{x} {y}"
        yield element("path", d=path, fill="none", stroke=theme.QUIET, stroke_width=1.5)


def _svg(
    box: tuple[float, float, float],
    land: Iterable[Element],
    marks: Iterable[Element],
    title: str,
    letters: float = LETTERS,
) -> str:
    x, y, width = map(round, box)
    return picture(
        element("g", *land, class_="land", stroke=theme.RULE, stroke_width=1),
        element("g", *marks, font_size=letters, fill=theme.INK),
        label=title,
        box=(x, y, width, HEIGHT),
        class_="country",
    )
