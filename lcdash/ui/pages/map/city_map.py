"""The cities on the map: the choice of their colours, what their marks mean, the map's frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash import settings
from lcdash.content.marks import UNIT_SIGNS, unit_sign, unit_words, unsure_units
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.exports import Selection
from lcdash.drawing import theme
from lcdash.evidence import places
from lcdash.evidence.places import CityPlace
from lcdash.html import city_map, folium_map
from lcdash.html.rendering import macro, ready
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.shared import filters, map_frame, url_state

HEIGHT = 600  # before the style sheet fits it to the window
STYLES = (
    settings.ROOT / "static/leaflet/marks.css",
    settings.ROOT / "static/leaflet/spaces.css",
    Path(__file__).with_name("city_map.css"),
)
# colour -> the shapes that its classes tell already
SHAPES_TOLD = {"unit": ("province", "special_local_government", "municipality"), "status": ("pilot", "developing")}


def dress() -> None:
    """Add what only this page needs to the look of all pages."""
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES)
    st.html(macro("page_shell", "style", ready(sheets)))


def chosen(cities: list[str]) -> str | None:
    """The city that is open: by `id`, else the one a link from another page carries as `city`."""
    open_id = url_state.one("id", cities)
    carried = [city for city in url_state.held("city") if city in cities]
    return open_id or (carried[0] if len(carried) == 1 else None)


def by_link() -> str:
    """What the colour tells, one of city_map.BY, as the link has it."""
    return url_state.one("by", city_map.BY) or city_map.BY[0]


def choose_colour(t: Translations) -> str:
    """The same, chosen in a row of options."""
    by = by_link()
    st.session_state[url_state.widget_key("by")] = by
    st.radio(
        t("by"),
        city_map.BY,
        format_func=lambda item: t(f"by_{item}"),
        key=url_state.widget_key("by"),
        horizontal=True,
        on_change=url_state.from_widget,
        args=("by",),
    )
    return by


def choose_status(data: Dataset, places: pd.DataFrame, t: Translations) -> list[str]:
    """The cities (ids) whose status the reader asked for: all of them where nothing is asked."""
    labels = data.labels("membership_status", t.language)
    query = url_state.many("status", labels)
    filters.pills("status", labels, t("filter_status"), query)
    return list(places.loc[places["status"].isin(query), "city_id"] if query else places["city_id"])


def asked_status(data: Dataset, t: Translations) -> dict[str, Selection]:
    """The status asked for in words, for a download."""
    labels = data.labels("membership_status", t.language)
    query = url_state.many("status", labels)
    names = {status: labels[status] for status in query}
    return {"status": Selection(t("filter_status"), names)} if names else {}


def kinds(data: Dataset, places: pd.DataFrame, by: str, t: Translations) -> dict[str, city_map.Kind]:
    """The classes of `by` in the reader's words."""
    if by == "year":
        years = sorted({since[:4] for since in places["since"] if since})
        labels = {year: dates.spoken(year, t.language) for year in years} | {"": t("not_member")}
        return city_map.kinds(
            places, by, labels=labels, letters={year: dates.year(year, t.language)[-2:] for year in years}
        )
    codes = {"unit": "member_type", "status": "membership_status", "region": "region_nso"}[by]
    labels = data.labels(codes, t.language)
    letters = {} if by == "status" else {code: t(f"letter_{code}") for code in labels}
    return city_map.kinds(places, by, labels=labels, letters=letters)


def meanings(
    data: Dataset, points: pd.DataFrame, classes: dict[str, city_map.Kind], by: str, t: Translations
) -> list[tuple[Markup, str]]:
    """The classes of the colour, then the shapes, each drawn as on the map and told in words."""
    plain = city_map.Kind("", "", "", theme.QUIET)
    # Units and statuses have shapes of their own; a year or a region is a square of its colour.
    usual = "municipality" if by in ("unit", "status") else "province"
    rows = [
        (city_map.pin([kind], code if code in places.FORMS else usual), kind.word)
        for code, kind in classes.items()
        if code  # the shapes below tell who is no member
    ]
    class_forms = SHAPES_TOLD.get(by, ())
    forms = set(points["form"])
    rows += [
        (city_map.pin([plain], form), t(f"form_{form}"))
        for form in places.FORMS
        if form in forms and form not in class_forms
    ]
    unsure = UNIT_SIGNS[1]
    has_unsure = unsure in signs(data, points, t).values()
    return rows + doubts(points, t) + ([(macro("mark", "letter", unsure), t("unit_unsure"))] if has_unsure else [])


def doubts(places: pd.DataFrame, t: Translations) -> list[tuple[Markup, str]]:
    """What shows that sources differ on a unit, where they do."""
    differing = places.loc[places["disputed"], "units"]
    if differing.empty:
        return []
    plain = city_map.Kind("", "", "", theme.QUIET)
    area = any("province" in units for units in differing)
    stripes = city_map.pin([plain], "striped province") if area else Markup()
    return [(city_map.pin([plain], "municipality", disputed=True) + stripes, t("form_disputed"))]


def told(data: Dataset, places: pd.DataFrame, t: Translations) -> dict[str, list[str]]:
    """city_id -> its name, in whose name it stands, since when."""
    return {
        place.city_id: [
            t.of(place, "name"),
            unit_words(data, place.units, place.disputed, t),
            *unsure_units(data, place.city_id, t),
            t(f"since_{place.status}", since=dates.spoken(place.since[:4], t.language)),
        ]
        for place in records.each(places, CityPlace)
    }


def signs(data: Dataset, places: pd.DataFrame, t: Translations) -> dict[str, str]:
    """city_id -> the sign of a unit that no source states; where sources differ, the mark itself shows it."""
    return {row.city_id: unit_sign(data, row.city_id, False, t) for row in records.each(places, CityPlace)}


def spoken(t: Translations) -> dict[str, str]:
    """What the map itself says: its language, its name, its buttons."""
    texts = {"title": "map_label", "zoom_in": "zoom_in", "zoom_out": "zoom_out", "whole": "whole"}
    return {"language": t.language} | {key: t(text) for key, text in texts.items()}


def group(
    data: Dataset,
    places: pd.DataFrame,
    classes: dict[str, city_map.Kind],
    by: str,
    selection: Collection[str],
    tiles: str,
    t: Translations,
) -> folium.FeatureGroup:
    """The cities in the colours of `by`; what a filter does not show is dimmed."""
    return city_map.cities(
        places,
        map_frame.shapes(data),
        classes,
        by=by,
        texts=told(data, places, t),
        shown_ids=selection,
        note=t("units_differ"),
        signs=signs(data, places, t),
        labels=spoken(t),
        nearest=folium_map.TOWN_ZOOM if tiles else folium_map.COUNTRY_ZOOM,
    )


def show(
    data: Dataset, marks: str, open_id: Mapping[str, str], tiles: str, choose: Callable[[str], None], t: Translations
) -> None:
    """Draw the map with these marks; arguments as of `map_frame.show`."""
    with st.container(key="map_frame"):
        map_frame.show(data, marks, key="map", height=HEIGHT, tiles=tiles, choose=choose, t=t, open_id=open_id)
