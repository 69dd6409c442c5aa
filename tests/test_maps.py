"""Maps: what is drawn as what, told in words and not by colour alone, with nothing from another host or from markup."""

import hashlib
import json
import re
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser

from lcdash import settings
from lcdash.content import scene_views
from lcdash.dataset import loading
from lcdash.drawing import svg_writer, theme
from lcdash.evidence import places as evidence_places
from lcdash.html import city_map, folium_map
from lcdash.language import translations
from lcdash.ui.pages.map import city_map as ui_city_map

WORDS = {"language": "en", "title": "Map", "zoom_in": "Zoom in", "zoom_out": "Zoom out"}
TOLD = {"unit": "member_type", "status": "membership_status", "region": "region_nso"}


@pytest.fixture(scope="module")
def drawn() -> pd.DataFrame:
    data = loading.load()
    return evidence_places.places(data.cities, data.memberships, data.provinces)


@pytest.fixture(scope="module")
def shapes() -> dict[str, Any]:
    return folium_map.outlines(loading.load().provinces)


def kinds(drawn: pd.DataFrame, by: str) -> dict[str, city_map.Kind]:
    if by == "year":
        words = {year: year for year in sorted({since[:4] for since in drawn["since"]} - {""})} | {"": "no member"}
    else:
        words = loading.load().labels(TOLD[by], "en")
    texts = translations.texts("map")
    letters = {code: texts.get(f"letter_{code}", {"th": code[-2:]})["th"] for code in words if by != "status"}
    return city_map.kinds(drawn, by, labels=words, letters=letters)


def told(drawn: pd.DataFrame) -> dict[str, list[str]]:
    return {place.city_id: [place.name_en, " / ".join(place.units), place.since] for place in drawn.itertuples()}


def group(drawn: pd.DataFrame, shapes: dict[str, Any], by: str = "unit", **more: Any) -> folium.FeatureGroup:
    values = {"texts": told(drawn), "labels": WORDS, "note": "sources differ", **more}
    return city_map.cities(drawn, shapes, kinds(drawn, by), by=by, **values)


def layer(group: folium.FeatureGroup, name: str) -> folium.GeoJson | None:
    found = [child for child in group._children.values() if getattr(child, "layer_name", "") == name]
    return found[0] if found else None


def styles(layer: folium.GeoJson) -> dict[str, dict[str, Any]]:
    return {feature["id"]: layer.style_function(feature) for feature in layer.data["features"]}


def page(shapes: dict[str, Any], group: folium.FeatureGroup, tiles: str = "") -> str:
    country = folium_map.country("provinces", tiles=tiles)
    group.add_to(country)
    return country.get_root().render()


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


# What is drawn as what


def test_a_province_is_filled_just_where_a_member_is_one(drawn: pd.DataFrame, shapes: dict[str, Any]) -> None:
    areas = layer(group(drawn, shapes), "areas")
    rows = loading.load().memberships
    members = rows[(rows["status"] == "member") & (rows["member_type"] == "province")]
    assert areas
    assert set(styles(areas)) == set(members["city_id"])
    assert all(style["fillColor"] != theme.PANEL for style in styles(areas).values())


def test_every_city_with_a_standing_has_one_mark_and_members_come_before_pilots(
    drawn: pd.DataFrame, shapes: dict[str, Any]
) -> None:
    marks = layer(group(drawn, shapes), "marks")
    assert marks
    assert [feature["id"] for feature in marks.data["features"]] == list(drawn["city_id"])
    assert set(drawn["city_id"]) == set(loading.load().memberships["city_id"])
    # Yala is a member and was a pilot area too.
    assert drawn.set_index("city_id").at["yala", "status"] == "member"


def test_a_member_a_pilot_and_who_is_on_the_way_have_shapes_of_their_own(drawn: pd.DataFrame) -> None:
    forms = drawn.groupby("status")["form"].agg(set).to_dict()
    assert forms["pilot"] == {"pilot"}
    assert forms["developing"] == {"developing"}
    assert forms["member"] <= {"province", "municipality", "special_local_government"}
    assert drawn.set_index("city_id").at["bangkok", "form"] == "special_local_government"


def test_the_mark_of_a_province_stands_inside_it_and_no_municipality_is_moved(drawn: pd.DataFrame) -> None:
    data = loading.load()
    shapes = data.provinces.set_index("iso").geometry
    cities = data.cities.set_index("city_id")
    for place in drawn.itertuples():
        if place.form == "province":
            point = gpd.points_from_xy([place.lon], [place.lat])[0]
            assert shapes[place.province_iso].contains(point), place.city_id
        else:
            assert (place.lat, place.lon) == (cities.at[place.city_id, "lat"], cities.at[place.city_id, "lon"])


def test_a_disputed_unit_is_dashed_striped_and_told_with_every_unit(
    drawn: pd.DataFrame, shapes: dict[str, Any]
) -> None:
    made = group(drawn, shapes)
    areas, marks = layer(made, "areas"), layer(made, "marks")
    assert areas
    assert marks
    for place in drawn.itertuples():
        html = styles(marks)[place.city_id]["html"]
        assert ("disputed" in html) == place.disputed
        assert ("sources differ" in html) == place.disputed
        assert html.count("<i ") == len(place.units)
        if place.city_id in styles(areas):
            assert styles(areas)[place.city_id]["fillColor"].startswith("url(#stripes-") == place.disputed
            assert bool(styles(areas)[place.city_id]["dashArray"]) == place.disputed


def test_the_map_that_moves_and_the_still_one_of_slides_and_paper_show_the_same_doubts(
    drawn: pd.DataFrame, shapes: dict[str, Any]
) -> None:
    data, t = loading.load(), translations.page("map", "en")
    members = drawn[drawn["status"] == "member"]
    marks = layer(group(members, shapes, signs=ui_city_map.signs(data, members, t)), "marks")
    assert marks
    live = {
        place.name_en: "≠" if " disputed" in html else "~" if "> ~<" in html else ""
        for place in members.itertuples()
        for html in [styles(marks)[place.city_id]["html"]]
    }
    picture = scene_views.picture(data, "map", (), "", "en")
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", svg_writer.svg(picture.drawing))
    names = [text for text in texts if len(text) > 1]  # single letters stand in the marks
    still = {name.rstrip(" ≠~"): name[-1] if name[-1] in "≠~" else "" for name in names}
    assert live == still
    assert set(live.values()) == {"", "≠", "~"}
    assert all(sign in " ".join(key.words for key in picture.keys) for sign in "≠~")


# The legend


@pytest.mark.parametrize("by", city_map.BY)
def test_the_legend_has_just_the_classes_that_are_drawn_in_colours_and_letters_of_their_own(
    drawn: pd.DataFrame, by: str
) -> None:
    classes = kinds(drawn, by)
    used = [code for place in drawn.itertuples() for code in city_map.codes(place, by)]
    assert set(classes) == set(used)
    assert len({kind.colour for kind in classes.values()}) == len(classes)
    if by != "status":  # which a shape tells
        assert len({kind.letter for kind in classes.values()}) == len(classes)


def test_a_city_without_a_word_for_its_class_is_an_error_rather_than_a_mark_nobody_explains(
    drawn: pd.DataFrame,
) -> None:
    with pytest.raises(KeyError, match="pilot"):
        city_map.kinds(drawn, "status", labels={"member": "Member", "developing": "On the way"}, letters={})


def test_more_classes_than_colours_keep_their_letters() -> None:
    years = [str(year) for year in range(2019, 2027)]
    places = frame(status=["member"] * 8, since=years, units=[("province",)] * 8, region_nso=["north"] * 8)
    classes = city_map.kinds(
        places, "year", labels=dict(zip(years, years, strict=True)), letters={y: y[-2:] for y in years}
    )
    assert [kind.letter for kind in classes.values()] == [year[-2:] for year in years]


# What a filter and a choice change


def test_a_filter_dims_and_takes_nothing_away(drawn: pd.DataFrame, shapes: dict[str, Any]) -> None:
    marks = layer(group(drawn, shapes, shown_ids=["yala"]), "marks")
    assert marks
    dimmed = {city for city, style in styles(marks).items() if "dimmed" in style["className"]}
    assert dimmed == set(drawn["city_id"]) - {"yala"}


def test_a_map_without_a_province_that_is_a_member_is_drawn(drawn: pd.DataFrame, shapes: dict[str, Any]) -> None:
    assert "cityMarks.mark" in page(shapes, group(drawn[drawn["form"] == "pilot"], shapes))


def test_a_choice_leaves_the_map_itself_as_it_was_so_that_it_keeps_its_place(
    drawn: pd.DataFrame, shapes: dict[str, Any]
) -> None:
    from streamlit_folium import _get_map_string

    assert _get_map_string(folium_map.country("provinces")) == _get_map_string(folium_map.country("provinces"))


# Nothing from outside, nothing run


@pytest.mark.parametrize("by", city_map.BY)
def test_no_address_of_another_host_is_in_the_map(drawn: pd.DataFrame, shapes: dict[str, Any], by: str) -> None:
    country = folium_map.country("provinces")
    group(drawn, shapes, by).add_to(country)
    links = [address for one in (country.default_js, country.default_css) for _, address in one]
    assert all(address.startswith(folium_map.SERVED) for address in links)
    # An XML namespace names, it does not fetch.
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]+", country.get_root().render()) == []


def test_street_tiles_are_there_only_when_asked_for(drawn: pd.DataFrame, shapes: dict[str, Any]) -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    assert address in page(shapes, group(drawn, shapes), tiles=address)
    assert "L.tileLayer" not in page(shapes, group(drawn, shapes))


def test_markup_in_a_name_comes_out_as_text(drawn: pd.DataFrame, shapes: dict[str, Any]) -> None:
    bad = "<img src=x onerror=alert(1)>\"'"
    names = {place.city_id: [bad, bad, bad] for place in drawn.itertuples()}
    made = group(drawn, shapes, texts=names, note=bad)
    for one in ("areas", "marks"):
        found = layer(made, one)
        assert found
        for feature in found.data["features"]:
            assert "<img" not in feature["properties"]["tooltip"]
            assert "&lt;img" in feature["properties"]["tooltip"]
    marks = layer(made, "marks")
    assert marks
    assert not any("<img" in style["html"] for style in styles(marks).values())
    assert "<img" not in city_map.pin([city_map.Kind("", "", bad, theme.QUIET)], "pilot")
    assert "<img" not in page(shapes, made)


def test_shapes_are_small_valid_and_all_there(shapes: dict[str, Any]) -> None:
    provinces = loading.load().provinces
    assert [feature["id"] for feature in shapes["features"]] == list(provinces["iso"])
    assert len(json.dumps(shapes)) < 200_000, "the map is sent anew with every choice"
    assert gpd.GeoDataFrame.from_features(shapes["features"]).is_valid.all()


@pytest.mark.parametrize("name", [*folium_map.SCRIPTS, *folium_map.STYLES])
def test_what_the_map_links_to_is_served_and_named_by_what_is_in_it(name: str) -> None:
    path, _, stated = name.partition("?")
    content = (settings.ROOT / "static" / path).read_bytes()
    if stated:
        assert stated == hashlib.sha256(content).hexdigest()[:8], "folium_map.py tells it after the name"


BOXES = """() => {
  const map = { latLngToLayerPoint: ([x, y]) => L.point(x, y) };
  const square = [[[0, 0], [100, 0], [100, 100], [0, 100]]];
  const within = (...box) => mapBoxes.liesWithin(map, square, mapBoxes.of(...box));
  const spots = mapBoxes.apart([L.point(5, 5), L.point(5, 5), L.point(90, 5)], () => 20, 1);
  const [one, other, apart] = [0, 8, 12].map((left) => mapBoxes.of(left, 0, 10, 10));
  return {
    within: [within(10, 10, 20, 20), within(90, 10, 20, 20), within(200, 10, 20, 20)],
    apart: [spots[0].distanceTo(spots[1]), spots[2].x],
    overlap: [mapBoxes.overlap(one, other), mapBoxes.overlap(one, other, 3), mapBoxes.overlap(one, apart, -4)],
  };
}"""


def test_names_lie_within_lines_and_marks_on_one_spot_are_pushed_as_far_apart_as_is_due(browser: Browser) -> None:
    page = browser.new_page()
    for name in ("leaflet", "frame"):
        page.add_script_tag(path=settings.ROOT / f"static/leaflet/{name}.js")
    found = page.evaluate(BOXES)
    page.close()
    assert found == {"within": [True, False, False], "apart": [20, 90], "overlap": [True, False, True]}
