"""The still map: what is drawn, and that nothing from data is ever markup."""

from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from lcdash.dataset import loading
from lcdash.documents import members_map
from lcdash.drawing import still_maps, svg_writer, text_metrics, theme
from lcdash.drawing.shapes import Circle, Path, Words

PROVINCES = gpd.GeoDataFrame(
    {"iso": ["TH-1", "TH-2", "TH-3"]},
    geometry=[
        box(100, 10, 101, 11),
        box(100, 11, 101, 12),
        MultiPolygon([box(101, 10, 102, 11), box(103, 10, 104, 11)]),
    ],
    crs="EPSG:4326",
)
NOBODY = pd.DataFrame(columns=["lon", "lat", "label", "colour"])
NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(points: pd.DataFrame = NOBODY, title: str = "แผนที่", **filled: str) -> ElementTree.Element:
    colours = {iso.replace("_", "-"): colour for iso, colour in filled.items()}
    made = still_maps.country(PROVINCES, points, filled=colours, title=title)
    return ElementTree.fromstring(svg_writer.svg(made))  # noqa: S314 - our own


def points(*rows: tuple[float, float, str]) -> pd.DataFrame:
    named = pd.DataFrame([(*row, theme.ACCENT) for row in rows], columns=["lon", "lat", "label", "colour"])
    return named.assign(sign="")


def test_every_province_is_drawn_once_with_all_its_parts() -> None:
    paths = [path.get("d", "") for path in drawn().iter(f"{NAMESPACE}path")]
    assert [path.count("Z") for path in paths] == [1, 1, 2]


def test_only_the_provinces_asked_for_are_filled() -> None:
    fills = [path.get("fill") for path in drawn(TH_2="#112233").iter(f"{NAMESPACE}path")]
    assert fills == [theme.PANEL, "#112233", theme.PANEL]


def test_a_city_on_whose_unit_sources_differ_bears_the_sign_on_a_still_map_too() -> None:
    named = points((100.2, 10.2, "a"), (103.8, 11.8, "b")).assign(sign=["≠", ""])
    assert [text.text for text in drawn(named).iter(f"{NAMESPACE}text")] == ["a ≠", "b"]


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = drawn(points((100.2, 10.2, "a"), (103.8, 11.8, "b"))).iter(f"{NAMESPACE}circle")
    assert float(south_west.get("cx", "")) < float(north_east.get("cx", ""))
    assert float(south_west.get("cy", "")) > float(north_east.get("cy", ""))


def test_every_mark_carries_its_name() -> None:
    names = [text.text for text in drawn(points((100.2, 10.2, "ยะลา"), (103, 11, "ภูเก็ต"))).iter(f"{NAMESPACE}text")]
    assert names == ["ยะลา", "ภูเก็ต"]


def test_a_name_gives_way_to_a_mark_at_its_right() -> None:
    left, right = drawn(points((100, 10.5, "ฉะเชิงเทรา"), (101, 10.5, "ระยอง"))).iter(f"{NAMESPACE}text")
    assert left.get("text-anchor") == "end"
    assert right.get("text-anchor") is None


@pytest.mark.parametrize("language", ["th", "en"])
def test_on_the_map_of_the_overview_no_name_lies_on_a_mark_another_name_or_a_filled_province(language: str) -> None:
    picture = members_map.drawing(loading.load(), language)
    marks = [box(one.x - 5.4, one.y - 5.4, one.x + 5.4, one.y + 5.4) for one in picture.shapes if type(one) is Circle]
    names = [_room(one) for one in picture.shapes if isinstance(one, Words)]
    filled = [
        Polygon(contour.points)
        for path in picture.shapes
        if isinstance(path, Path) and path.ink.fill != theme.PANEL
        for contour in path.contours
    ]
    assert len(names) == len(marks)
    for place, name in enumerate(names):
        assert not any(name.intersects(other) for other in (*marks, *names[:place]))
        assert sum(name.intersection(area).area for area in filled) < name.area / 20  # what a corner may touch


def _room(name: Words) -> Polygon:
    """The room that a name takes, without what stands above and below its letters."""
    wide = text_metrics.width(name.text, name.size)
    left = {"start": name.x, "middle": name.x - wide / 2, "end": name.x - wide}[name.anchor]
    return box(left, name.y - 10, left + wide, name.y + 2)


def test_what_comes_from_data_is_text_and_never_markup() -> None:
    trap = '"><script>alert(1)</script>&'
    root = drawn(points((100.2, 10.2, trap)), title=trap)
    assert root.get("aria-label") == trap
    assert [text.text for text in root.iter(f"{NAMESPACE}text")] == [trap]
    assert not list(root.iter(f"{NAMESPACE}script"))


def test_it_is_one_picture_with_a_name_for_a_screen_reader() -> None:
    root = drawn(title="ที่ตั้งของสมาชิก")
    assert (root.tag, root.get("role"), root.get("aria-label")) == (f"{NAMESPACE}svg", "img", "ที่ตั้งของสมาชิก")
