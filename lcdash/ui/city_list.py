"""The list beside the map: the same cities as a table, each with a button that opens it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from lcdash import dates, maps, settings
from lcdash.dataset import Dataset
from lcdash.markup import unit_words
from lcdash.ui import link
from lcdash.ui.components import component
from lcdash.wording import Wording

MARKS = settings.ROOT / "static/leaflet/marks.css"


def show(
    data: Dataset,
    drawn: pd.DataFrame,
    classes: Mapping[str, maps.Kind],
    by: str,
    shown: Collection[str],
    opened: str | None,
    say: Wording,
) -> None:
    """Draw the list of `drawn` (rows of maps.places), by status, each with its mark of the map."""
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
                "dimmed": place.city_id not in shown,
            }
            for place in drawn[drawn["status"] == status].itertuples()
        ]
        if rows:
            groups.append({"name": name, "rows": rows})
    component("city_list", MARKS)(
        key="city_list",
        data={
            "language": say.language,
            "caption": say("list_caption"),
            "columns": [say("col_city"), say("col_unit"), say("col_since")],
            "groups": groups,
            "open": opened or "",
            "hidden": say("dimmed"),
        },
        on_city_change=_open,
    )


def _open() -> None:
    link.write("id", [str(st.session_state["city_list"].city or "")])
