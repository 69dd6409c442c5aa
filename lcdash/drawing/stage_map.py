"""A still map of the country for the back row: as high as its room, each name beside its mark and over no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.svg import KM_PER_DEGREE, SQUEEZE

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT = 600.0  # of the drawing: what a scene shows is about four fifths of its height
LETTERS, MARK, EDGE = 22.0, 7.0, 12.0  # a letter is at least 18 pixels high on a window of 1024 by 768
LINES = 55.0  # how far lines reach beside the country

Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """A mark with its name.

    build  at which press of the key it comes; 0: it is there from the first.   host  the city the story is told in.
    """

    id: str
    label: str
    lon: float
    lat: float
    colour: str
    build: int = 0
    host: bool = False


class _Land:
    """The country in units of the drawing."""

    def __init__(self, provinces: gpd.GeoDataFrame) -> None:
        self.provinces = provinces
        self.west, south, east, self.north = provinces.total_bounds
        self.scale = (HEIGHT - 2 * EDGE) / (self.north - south)
        self.width = (east - self.west) * SQUEEZE * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * SQUEEZE * self.scale, 1), round(EDGE + (self.north - lat) * self.scale, 1)

    def drawn(self, filled: Mapping[str, str]) -> str:
        shapes = self.provinces.geometry.simplify_coverage(6 / KM_PER_DEGREE)
        return "".join(
            f'<path d="{self._path(shape)}" fill="{filled.get(iso, theme.PANEL)}"/>'
            for iso, shape in zip(self.provinces["iso"], shapes, strict=True)
        )

    def _path(self, shape: object) -> str:
        rings = [part.exterior for part in getattr(shape, "geoms", [shape])]
        lines = ("L".join(f"{x:.0f} {y:.0f}" for x, y in (self.at(*point) for point in ring.coords)) for ring in rings)
        return "".join(f"M{line}Z" for line in lines)


def with_names(
    provinces: gpd.GeoDataFrame,
    places: Sequence[Place],
    *,
    title: str,
    filled: Mapping[str, str] | None = None,
    letters: float = LETTERS,
) -> str:
    """The country with marks and their names.

    provinces  one row per province with iso and geometry (EPSG:4326).   filled  iso -> colour of a province.
    title      what it shows: its name for a screen reader.   letters  the size of its names: larger beside a list.

    Returns  one <svg> element as text, everything from data escaped; lines simplified to about 6 km.
    """
    land = _Land(provinces)
    marks = {place.id: land.at(place.lon, place.lat) for place in places}
    taken: list[Box] = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in marks.values()]
    drawn, left, right = [], 0.0, land.width
    for place in sorted(places, key=lambda one: marks[one.id][1]):
        x, y = marks[place.id]
        wide = text_metrics.width(place.label, letters, bold=place.host) * text_metrics.SPARE
        anchor, at_x, at_y, box = _free(x, y, wide, letters, taken)
        taken.append(box)
        left, right = min(left, box[0]), max(right, box[2])
        drawn.append(_city(place, (x, y), f'x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}"'))
    return _svg((left - EDGE, 0, right - left + 2 * EDGE), land.drawn(filled or {}), "".join(drawn), title, letters)


def _free(x: float, y: float, wide: float, letters: float, taken: Sequence[Box]) -> tuple[str, float, float, Box]:
    """Where a name stands: beside its mark where there is room, else a little higher or lower."""
    best = None
    for lift in (0, -0.55, 0.55, -1.0, 1.0, -1.6, 1.6, -2.2, 2.2):
        for anchor, start in (("start", x + MARK + 4), ("end", x - MARK - 4 - wide)):
            middle = y + lift * letters
            box = (start, middle - letters * 0.66, start + wide, middle + letters * 0.62)
            over = sum(_covered(box, other) for other in taken)
            found = (over, anchor, start if anchor == "start" else start + wide, middle + letters * 0.33, box)
            best = found if best is None or over < best[0] else best
            if not over:
                return found[1:]
    return best[1:] if best else ("start", x, y, (x, y, x, y))


def _covered(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _city(place: Place, at: tuple[float, float], name: str) -> str:
    x, y = at
    host = ' font-weight="700"' if place.host else ""
    build = f' data-build="{place.build}"' if place.build else ""
    text = f"<text {name}{host}>{escape(place.label)}</text>" if name else ""
    ring = f'<circle cx="{x}" cy="{y}" r="{MARK + 5}" fill="none" stroke="{theme.INK}" stroke-width="2.5"/>'
    return (
        f'<g class="city" data-city="{escape(place.id)}"{build}>{ring if place.host else ""}'
        f'<circle class="at" cx="{x}" cy="{y}" r="{MARK}" fill="{place.colour}" stroke="{theme.PAPER}" '
        f'stroke-width="1.5"/>{text}</g>'
    )


def with_lines(provinces: gpd.GeoDataFrame, left: Sequence[Place], right: Sequence[Place], *, title: str) -> str:
    """The country with a line from each mark to the row of its city, where the rows stand evenly at the left and right.

    Returns  one <svg> element as text without a word in it; it is as high as the rows.
    """
    land = _Land(provinces)
    drawn = [
        *_lines(land, left, -LINES),
        *_lines(land, right, land.width + LINES),
        *(_city(place, land.at(place.lon, place.lat), "") for place in (*left, *right)),
    ]
    return _svg((-LINES, 0, land.width + 2 * LINES), land.drawn({}), "".join(drawn), title)


def _lines(land: _Land, places: Iterable[Place], edge: float) -> Iterator[str]:
    rows = list(places)
    for number, place in enumerate(rows):
        x, y = land.at(place.lon, place.lat)
        row = HEIGHT * (number + 0.5) / len(rows)
        yield f'<path d="M{edge:.0f} {row:.0f}L{x} {y}" fill="none" stroke="{theme.QUIET}" stroke-width="1.5"/>'


def _svg(box: tuple[float, float, float], land: str, marks: str, title: str, letters: float = LETTERS) -> str:
    x, y, width = box
    return (
        f'<svg class="country" viewBox="{x:.0f} {y:.0f} {width:.0f} {HEIGHT:.0f}" role="img" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
        f'<g class="land" stroke="{theme.RULE}" stroke-width="1">{land}</g>'
        f'<g font-family="{theme.FONT}" font-size="{letters:.0f}" fill="{theme.INK}">{marks}</g></svg>'
    )
