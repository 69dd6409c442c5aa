"""The list beside the map: the same cities as a table, each with a button that opens it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import streamlit as st

from lcdash import dates, derived, maps, settings
from lcdash.dataset import Dataset
from lcdash.markup import unit_words
from lcdash.ui import city_map, link
from lcdash.ui.components import Kept, component, keep
from lcdash.wording import Wording

MARKS = settings.ROOT / "static/leaflet/marks.css"


def show(data: Dataset, by: str, shown: Collection[str], opened: str | None, say: Wording) -> None:
    """Draw the list of all cities with a standing, by status, each with its mark of the map, coloured `by`.

    shown  the cities (ids) a filter shows; the others are dimmed.   opened  the one whose panel is open.
    """
    table, cities = _table(data, by, say)
    keep(table, "city_list")
    component("city_list", MARKS)(
        key="city_list",
        data={
            "table": table.name,
            "open": opened or "",
            "dimmed": sorted(cities.difference(shown)),
        },
        on_city_change=_open,
    )


@cache
def _table(data: Dataset, by: str, say: Wording) -> tuple[Kept, frozenset[str]]:
    """All that no choice but the colour's changes, written once, and the ids in it."""
    drawn = derived.places(data, say.language)
    classes = city_map.kinds(data, drawn, by, say)
    groups = []
    for status, name in data.labels("membership_status", say.language).items():
        rows = [
            {
                "id": place.city_id,
                "pin": maps.pin([classes[code] for code in maps.codes(place, by)], place.form, disputed=place.disputed),
                "name": say.of(place, "name"),
                "unit": unit_words(data, place.units, False, say),
                "note": say("units_differ") if place.disputed else "",
                "since": dates.year(place.since[:4], say.language) if place.since else "–",
            }
            for place in drawn[drawn["status"] == status].itertuples()
        ]
        if rows:
            groups.append({"name": name, "rows": rows})
    table = {
        "language": say.language,
        "caption": say("list_caption"),
        "columns": [say("col_city"), say("col_unit"), say("col_since")],
        "groups": groups,
        "hidden": say("dimmed"),
    }
    return Kept.of(table), frozenset(drawn["city_id"])


def _open() -> None:
    link.write("id", [str(st.session_state["city_list"].city or "")])
