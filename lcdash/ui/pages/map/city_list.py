"""The list beside the map: the same cities as a table, each with a button that opens it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from lcdash import settings
from lcdash.content.marks import unit_words, unsure_units
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames
from lcdash.evidence.places import CityPlace
from lcdash.html.city_map import codes, pin
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.components.components import Payload, component, send_once, sent_by
from lcdash.ui.pages.map import city_map, city_panel
from lcdash.ui.shared import url_state

HERE = Path(__file__).parent

MARKS = settings.ROOT / "static/leaflet/marks.css"


def show(data: Dataset, by: str, city_ids: Collection[str], open_id: str | None, t: Translations) -> None:
    """Draw the list of all cities with a standing, by status, each with its mark of the map, coloured `by`.

    city_ids  the cities (ids) a filter shows; the others are dimmed.   open_id  the one whose panel is open.
    """
    table, cities = _table(data, by, t)
    send_once(table, "city_list")
    component("city_list", MARKS, folder=HERE)(
        key="city_list",
        data={
            "table": table.name,
            "open": open_id or "",
            "dimmed": sorted(cities.difference(city_ids)),
        },
        on_city_change=_open,
    )


@cache
def _table(data: Dataset, by: str, t: Translations) -> tuple[Payload, frozenset[str]]:
    """All that no choice but the colour's changes, written once, and the ids in it."""
    places = cached_frames.places(data, t.language)
    classes = city_map.kinds(data, places, by, t)
    groups = []
    for status, name in data.labels("membership_status", t.language).items():
        rows = [
            {
                "id": place.city_id,
                "pin": pin([classes[code] for code in codes(place, by)], place.form, disputed=place.disputed),
                "name": t.of(place, "name"),
                "unit": unit_words(data, place.units, False, t),
                "note": t("units_differ") if place.disputed else "; ".join(unsure_units(data, place.city_id, t)),
                "since": dates.year(place.since[:4], t.language) if place.since else "–",
            }
            for place in records.each(places[places["status"] == status], CityPlace)
        ]
        if rows:
            groups.append({"name": name, "rows": rows})
    table = {
        "language": t.language,
        "caption": t("list_caption"),
        "columns": [t("col_city"), t("col_unit"), t("col_since")],
        "groups": groups,
        "hidden": t("dimmed"),
    }
    return Payload.of(table), frozenset(places["city_id"])


def _open() -> None:
    city = str(sent_by("city_list", "city") or "")
    url_state.replace(city_panel.OWN, {"id": [city]} if city else {})
