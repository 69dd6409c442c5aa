"""The places of a city for the map page: what is known of where each is, and links outward by its coordinates."""

from __future__ import annotations

from typing import NamedTuple

from lcdash import site
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence.places import PLACED, ListedSpace, named
from lcdash.language.translations import Translations

OSM = "https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=17/{lat:.5f}/{lon:.5f}"
GOOGLE = "https://www.google.com/maps/search/?api=1&query={lat:.5f},{lon:.5f}"


class SpacePlace(NamedTuple):
    """A learning space; `osm` and `google` are "" where no point of its own is known.

    called  whether a document calls it a place of learning.   added  whether the editors added it.
    """

    id: str
    name: str
    address: str
    precision: str
    called: bool
    added: bool
    lon: float
    lat: float
    osm: str = ""
    google: str = ""


class Places(NamedTuple):
    """By what is known of where they are: with a point, in the city as a source says, unknown, without a place.

    size  how many of them are counted.   added  how many the editors added.
    """

    placed: tuple[SpacePlace, ...]
    somewhere: tuple[SpacePlace, ...]
    unknown: tuple[SpacePlace, ...]
    placeless: tuple[SpacePlace, ...]
    size: int
    added: int


def places(data: Dataset, city_id: str, t: Translations) -> Places:
    """The places of a city in the order of the dataset; a link outward is a link and asks nobody for anything."""
    own = data.spaces[data.spaces["city_id"] == city_id]
    rows, count = [(row, _place(row, t)) for row in records.each(own, records.Space)], len(named(own))
    return Places(
        tuple(place for _, place in rows if place.osm),
        tuple(place for row, place in rows if not place.osm and row.mode == "physical" and row.precision),
        tuple(place for row, place in rows if not place.osm and row.mode == "physical" and not row.precision),
        tuple(place for row, place in rows if not place.osm and row.mode != "physical"),
        count,
        len(own) - count,
    )


def outward(row: records.Space | ListedSpace) -> tuple[str, str]:
    """Where a row of spaces is on OpenStreetMap and on Google Maps; "" and "" where no point of its own is known."""
    if row.precision not in PLACED or row.geometry is None:
        return "", ""
    at = {"lon": row.geometry.x, "lat": row.geometry.y}
    return OSM.format(**at), GOOGLE.format(**at)


def _place(row: records.Space, t: Translations) -> SpacePlace:
    address = site.address("spaces", t.language, city=row.city_id, id=row.space_id)
    links = outward(row)
    at = {"lon": row.geometry.x, "lat": row.geometry.y} if links[0] else {"lon": 0.0, "lat": 0.0}
    added = row.added_by == "editors"
    called = bool(row.is_learning_space) and not added
    return SpacePlace(
        row.space_id, t.of(row, "name"), address, row.precision, called, added, at["lon"], at["lat"], *links
    )
