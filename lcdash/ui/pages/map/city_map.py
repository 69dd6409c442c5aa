"""What stands around the map and in it: the choice of colours, the legend, the map's frame."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from lcdash import settings
from lcdash.content.marks import unit_words
from lcdash.dataset.loading import Dataset
from lcdash.drawing import city_map, theme
from lcdash.evidence import places
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.shared import filters, map_frame, url_state

HEIGHT = 600  # before the style sheet fits it to the window
STYLES = (settings.ROOT / "static/leaflet/marks.css", Path(__file__).with_name("city_map.css"))
# colour -> the shapes that its classes tell already
SHAPES_TOLD = {"unit": ("province", "special_local_government", "municipality"), "status": ("pilot", "developing")}


def dress() -> None:
    """Add what only this page needs to the look of all pages."""
    st.html("<style>" + "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES) + "</style>")


def chosen(cities: list[str]) -> str | None:
    """The city that is open: by `id`, else the one a link from another page carries as `city`."""
    opened = url_state.one("id", cities)
    carried = [city for city in url_state.held("city") if city in cities]
    return opened or (carried[0] if len(carried) == 1 else None)


def choose_colour(t: Translations) -> str:
    """What the colour tells, one of maps.BY, chosen in a row of options."""
    by = url_state.one("by", city_map.BY) or city_map.BY[0]
    st.session_state[url_state.widget_key("by")] = by
    st.radio(
        t("by"),
        city_map.BY,
        format_func=lambda one: t(f"by_{one}"),
        key=url_state.widget_key("by"),
        horizontal=True,
        on_change=url_state.from_widget,
        args=("by",),
    )
    return by


def choose_status(data: Dataset, drawn: pd.DataFrame, t: Translations) -> list[str]:
    """The cities (ids) whose status the reader asked for: all of them where nothing is asked."""
    labels = data.labels("membership_status", t.language)
    asked = url_state.many("status", labels)
    filters.multiselect("status", labels, t("filter_status"), t, asked)
    return list(drawn.loc[drawn["status"].isin(asked), "city_id"] if asked else drawn["city_id"])


def asked_status(data: Dataset, t: Translations) -> dict[str, dict[str, str]]:
    """The status asked for in words, for a download."""
    labels = data.labels("membership_status", t.language)
    asked = url_state.many("status", labels)
    return {t("filter_status"): {status: labels[status] for status in asked}} if asked else {}


def kinds(data: Dataset, drawn: pd.DataFrame, by: str, t: Translations) -> dict[str, city_map.Kind]:
    """The classes of `by` in the reader's words."""
    if by == "year":
        years = sorted({since[:4] for since in drawn["since"] if since})
        words = {year: dates.spoken(year, t.language) for year in years} | {"": t("not_member")}
        return city_map.kinds(
            drawn, by, words=words, letters={year: dates.year(year, t.language)[-2:] for year in years}
        )
    codes = {"unit": "member_type", "status": "membership_status", "region": "region_nso"}[by]
    words = data.labels(codes, t.language)
    letters = {} if by == "status" else {code: t(f"letter_{code}") for code in words}
    return city_map.kinds(drawn, by, words=words, letters=letters)


def legend(drawn: pd.DataFrame, classes: dict[str, city_map.Kind], by: str, t: Translations) -> None:
    """The classes of the colour, then the shapes, each drawn as on the map and told in words."""
    plain = city_map.Kind("", "", "", theme.QUIET)
    # Units and statuses have shapes of their own; a year or a region is a square of its colour.
    usual = "municipality" if by in ("unit", "status") else "province"
    rows = [
        (city_map.pin([kind], code if code in places.FORMS else usual), kind.word)
        for code, kind in classes.items()
        if code  # the shapes below tell who is no member
    ]
    told = SHAPES_TOLD.get(by, ())
    seen = set(drawn["form"])
    rows += [
        (city_map.pin([plain], form), t(f"form_{form}")) for form in places.FORMS if form in seen and form not in told
    ]
    differing = drawn.loc[drawn["disputed"], "units"]
    if len(differing):
        area = any("province" in units for units in differing)
        stripes = city_map.pin([plain], "striped province") if area else ""
        rows.append((city_map.pin([plain], "municipality", disputed=True) + stripes, t("form_disputed")))
    items = "".join(f"<li>{mark}<span>{escape(words)}</span></li>" for mark, words in rows)
    st.html(f'<ul class="legend map" aria-label="{escape(t("legend"))}">{items}</ul>')


def told(data: Dataset, drawn: pd.DataFrame, t: Translations) -> dict[str, list[str]]:
    """city_id -> its name, in whose name it stands, since when."""
    return {
        place.city_id: [
            t.of(place, "name"),
            unit_words(data, place.units, place.disputed, t),
            t(f"since_{place.status}", since=dates.spoken(place.since[:4], t.language)),
        ]
        for place in drawn.itertuples()
    }


def spoken(t: Translations) -> dict[str, str]:
    """What the map itself says: its language, its name, its buttons."""
    texts = {"title": "map_label", "zoom_in": "zoom_in", "zoom_out": "zoom_out", "whole": "whole"}
    return {"language": t.language} | {key: t(text) for key, text in texts.items()}


def show(
    data: Dataset,
    drawn: pd.DataFrame,
    classes: dict[str, city_map.Kind],
    by: str,
    shown: list[str],
    opened: str | None,
    tiles: str,
    t: Translations,
) -> None:
    """Draw the map; choosing a city on it writes its id into the link."""
    group = city_map.cities(
        drawn,
        map_frame.shapes(data),
        classes,
        by=by,
        told=told(data, drawn, t),
        chosen=opened or "",
        shown=shown,
        note=t("units_differ"),
        words=spoken(t),
    )
    with st.container(key="map_frame"):
        map_frame.show(
            data,
            city_map.country(map_frame.provinces(data).name, tiles=tiles),
            group,
            key="map",
            height=HEIGHT,
            tiles=tiles,
            choose=lambda city_id: url_state.write("id", [city_id]),
            t=t,
        )
