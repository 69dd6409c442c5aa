"""What stands around the map and in it: the choice of colours, the legend, the map's frame."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from lcdash import dates, look, maps, settings
from lcdash.dataset import Dataset
from lcdash.markup import unit_words
from lcdash.ui import filters, link, map_frame
from lcdash.wording import Wording

HEIGHT = 600  # before the style sheet fits it to the window
STYLES = (settings.ROOT / "static/leaflet/marks.css", Path(__file__).with_name("city_map.css"))
# colour -> the shapes that its classes tell already
SHAPES_TOLD = {"unit": ("province", "special_local_government", "municipality"), "status": ("pilot", "developing")}


def dress() -> None:
    """Add what only this page needs to the look of all pages."""
    st.html("<style>" + "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES) + "</style>")


def choose_colour(say: Wording) -> str:
    """What the colour tells, one of maps.BY, chosen in a row of options."""
    by = link.one("by", maps.BY) or maps.BY[0]
    st.session_state[link.widget_key("by")] = by
    st.radio(
        say("by"),
        maps.BY,
        format_func=lambda one: say(f"by_{one}"),
        key=link.widget_key("by"),
        horizontal=True,
        on_change=link.from_widget,
        args=("by",),
    )
    return by


def choose_status(data: Dataset, drawn: pd.DataFrame, say: Wording) -> list[str]:
    """The cities (ids) whose status the reader asked for: all of them where nothing is asked."""
    labels = data.labels("membership_status", say.language)
    asked = link.many("status", labels)
    filters.multiselect("status", labels, say("filter_status"), say, asked)
    return list(drawn.loc[drawn["status"].isin(asked), "city_id"] if asked else drawn["city_id"])


def asked_status(data: Dataset, say: Wording) -> dict[str, dict[str, str]]:
    """The status asked for in words, for a download."""
    labels = data.labels("membership_status", say.language)
    asked = link.many("status", labels)
    return {say("filter_status"): {status: labels[status] for status in asked}} if asked else {}


def kinds(data: Dataset, drawn: pd.DataFrame, by: str, say: Wording) -> dict[str, maps.Kind]:
    """The classes of `by` in the reader's words."""
    if by == "year":
        years = sorted({since[:4] for since in drawn["since"] if since})
        words = {year: dates.spoken(year, say.language) for year in years} | {"": say("not_member")}
        return maps.kinds(drawn, by, words=words, letters={year: dates.year(year, say.language)[-2:] for year in years})
    codes = {"unit": "member_type", "status": "membership_status", "region": "region_nso"}[by]
    words = data.labels(codes, say.language)
    letters = {} if by == "status" else {code: say(f"letter_{code}") for code in words}
    return maps.kinds(drawn, by, words=words, letters=letters)


def legend(drawn: pd.DataFrame, classes: dict[str, maps.Kind], by: str, say: Wording) -> None:
    """The classes of the colour, then the shapes, each drawn as on the map and told in words."""
    plain = maps.Kind("", "", "", look.QUIET)
    # Units and statuses have shapes of their own; a year or a region is a square of its colour.
    usual = "municipality" if by in ("unit", "status") else "province"
    rows = [
        (maps.pin([kind], code if code in maps.FORMS else usual), kind.word)
        for code, kind in classes.items()
        if code  # the shapes below tell who is no member
    ]
    told = SHAPES_TOLD.get(by, ())
    seen = set(drawn["form"])
    rows += [(maps.pin([plain], form), say(f"form_{form}")) for form in maps.FORMS if form in seen and form not in told]
    differing = drawn.loc[drawn["disputed"], "units"]
    if len(differing):
        area = any("province" in units for units in differing)
        stripes = maps.pin([plain], "striped province") if area else ""
        rows.append((maps.pin([plain], "municipality", disputed=True) + stripes, say("form_disputed")))
    items = "".join(f"<li>{mark}<span>{escape(words)}</span></li>" for mark, words in rows)
    st.html(f'<ul class="legend map" aria-label="{escape(say("legend"))}">{items}</ul>')


def told(data: Dataset, drawn: pd.DataFrame, say: Wording) -> dict[str, list[str]]:
    """city_id -> its name, in whose name it stands, since when."""
    return {
        place.city_id: [
            say.of(place, "name"),
            unit_words(data, place.units, place.disputed, say),
            say(f"since_{place.status}", since=dates.spoken(place.since[:4], say.language)),
        ]
        for place in drawn.itertuples()
    }


def spoken(say: Wording) -> dict[str, str]:
    """What the map itself says: its language, its name, its buttons."""
    texts = {"title": "map_label", "zoom_in": "zoom_in", "zoom_out": "zoom_out"}
    return {"language": say.language} | {key: say(text) for key, text in texts.items()}


def show(
    data: Dataset,
    drawn: pd.DataFrame,
    classes: dict[str, maps.Kind],
    by: str,
    shown: list[str],
    opened: str | None,
    tiles: str,
    say: Wording,
) -> None:
    """Draw the map; choosing a city on it writes its id into the link."""
    group = maps.cities(
        drawn,
        map_frame.shapes(data),
        classes,
        by=by,
        told=told(data, drawn, say),
        chosen=opened or "",
        shown=shown,
        note=say("units_differ"),
        words=spoken(say),
    )
    with st.container(key="map_frame"):
        map_frame.show(
            data,
            maps.country(map_frame.provinces(data).name, tiles=tiles),
            group,
            key="map",
            height=HEIGHT,
            tiles=tiles,
            choose=lambda city_id: link.write("id", [city_id]),
            say=say,
        )
