"""Learning spaces: what the list needs, rooms under buildings, and what may be drawn, on small tables."""

from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from lcdash.evidence import filtering, places
from lcdash.html import space_map

CITIES = pd.DataFrame(
    [("nan", "north", 18.8, 100.8), ("yala", "south", 6.5, 101.3)], columns=["city_id", "region_nso", "lat", "lon"]
)
ALIASES = pd.DataFrame(
    [("space", "s1", "U3A"), ("space", "s1", "ม.วัยที่สาม"), ("partner", "s2", "nobody's")],
    columns=["entity", "entity_id", "alias"],
)


def spaces(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of spaces: what a row leaves out is that of a place in Nan whose point nobody knows."""
    ordinary = {
        "city_id": "nan",
        "name_th": "หอสมุด",
        "name_en": "Library",
        "mode": "physical",
        "is_learning_space": True,
        "audience": (),
        "part_of": "",
        "precision": "",
    }
    return pd.DataFrame([{"space_id": f"s{number}", **ordinary, **row} for number, row in enumerate(rows, 1)])


def listed(*rows: dict[str, Any]) -> pd.DataFrame:
    return places.listed_spaces(spaces(*rows), CITIES, ALIASES)


def order(*rows: dict[str, Any]) -> list[tuple[str, bool]]:
    """The spaces in the order of the list, each with whether it is a room under its building."""
    found = places.rooms_under_buildings(spaces(*rows))
    return list(zip(found["space_id"], found["room"], strict=True))


def test_a_space_takes_the_region_of_its_city() -> None:
    assert list(listed({}, {"city_id": "yala"})["region_nso"]) == ["north", "south"]


def test_a_physical_place_without_a_point_is_one_nobody_has_placed_and_a_website_has_no_place() -> None:
    found = listed({"precision": "exact"}, {}, {"mode": "online"}, {"mode": "mobile"}, {"precision": "city"})
    assert list(found["place"]) == ["exact", "unknown", "", "", "city"]


def test_what_the_source_does_not_call_a_place_of_learning_can_be_told_apart() -> None:
    assert list(listed({}, {"is_learning_space": False})["called"]) == ["yes", "no"]


def test_other_names_of_a_space_are_found_by_the_search_and_those_of_something_else_are_not() -> None:
    found = listed({}, {})
    assert filtering.matching(found, {}, "u3a").tolist() == [True, False]
    assert not filtering.matching(found, {}, "nobody's").any()


def test_several_filters_have_to_hold_at_once() -> None:
    found = listed(
        {"audience": ("older_people",)},
        {"audience": ("older_people",), "city_id": "yala"},
        {"audience": ("all_ages",)},
    )
    asked = {"region_nso": ["north"], "audience": ["older_people"]}
    assert found.loc[filtering.matching(found, asked), "space_id"].tolist() == ["s1"]


def test_rooms_stand_right_after_their_building() -> None:
    assert order({}, {"part_of": "s4"}, {}, {}, {"part_of": "s4"}) == [
        ("s1", False),
        ("s3", False),
        ("s4", False),
        ("s2", True),
        ("s5", True),
    ]


def test_a_room_whose_building_is_not_shown_stands_by_itself() -> None:
    assert order({"part_of": "elsewhere"}, {}) == [("s1", False), ("s2", False)]


def test_a_room_in_a_room_stands_under_the_building_of_both() -> None:
    assert order({"part_of": "s2"}, {"part_of": "s3"}, {}) == [("s3", False), ("s1", True), ("s2", True)]


def test_no_spaces_have_no_order_and_no_place() -> None:
    nothing = spaces({}).iloc[:0]
    assert places.rooms_under_buildings(nothing).empty
    assert places.somewhere_in_city(nothing, CITIES).empty


def test_spaces_of_which_only_the_city_is_known_share_one_mark_at_their_city() -> None:
    found = places.somewhere_in_city(
        spaces({"precision": "city"}, {"precision": "exact"}, {}, {"precision": "city"}), CITIES
    )
    assert found.to_dict("records") == [{"city_id": "nan", "lat": 18.8, "lon": 100.8, "space_ids": ("s1", "s4")}]


# The map


def placed(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Spaces with a point where `at` gives one."""
    frame = listed(*({"added_by": "source", **{key: cell for key, cell in row.items() if key != "at"}} for row in rows))
    points = [Point(row["at"]) if "at" in row else None for row in rows]
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def told(*mark_ids: str) -> dict[str, list[str]]:
    return {mark_id: [f"name of {mark_id}", "a <fact>"] for mark_id in mark_ids}


WORDS = {"language": "en", "title": "Map", "group": "several", "zoom_in": "+", "zoom_out": "-", "km": "km", "m": "m"}
NAMES = {"nan": "Nan", "yala": "Yala"}


def drawn(found: gpd.GeoDataFrame, **more: Any) -> dict[str, dict[str, Any]]:
    """Mark -> its feature, as the map is given it."""
    somewhere = places.somewhere_in_city(found, CITIES)
    ids = [*found["space_id"], *(f"somewhere.{city}" for city in somewhere["city_id"])]
    group = space_map.space_map(found, somewhere, texts=told(*ids), cities=NAMES, labels=WORDS, **more)
    layers = [child for child in group._children.values() if isinstance(child, folium.GeoJson)]
    return {feature["id"]: feature for layer in layers for feature in layer.data["features"]}


def test_only_what_has_a_point_of_its_own_is_drawn_and_the_rest_of_a_city_once_at_the_city() -> None:
    marks = drawn(
        placed(
            {"precision": "exact", "at": (100.7, 18.7)},
            {"precision": "street", "at": (100.6, 18.6)},
            {},
            {"mode": "online"},
            {"precision": "city"},
            {"precision": "city", "at": (100.5, 18.5)},
        )
    )
    assert {mark: feature["geometry"]["coordinates"] for mark, feature in marks.items()} == {
        "s1": [100.7, 18.7],
        "s2": [100.6, 18.6],
        "somewhere.nan": [100.8, 18.8],
    }


def test_a_mark_is_named_for_a_screen_reader_and_what_comes_from_data_is_no_markup_in_its_tooltip() -> None:
    mark = drawn(placed({"precision": "exact", "at": (100.7, 18.7)}))["s1"]["properties"]
    assert mark["label"] == "name of s1, a <fact>"
    assert mark["tooltip"] == "<b>name of s1</b>a &lt;fact&gt;"
    assert mark["city"] == "Nan"


def test_a_map_of_nothing_shows_the_country() -> None:
    assert drawn(placed({})) == {}


def test_what_the_editors_added_has_another_shape() -> None:
    assert space_map.spot("exact", editors=True) != space_map.spot("exact")
