"""Where cities and learning spaces are: what a map draws and a list tells of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from lcdash.dataset import records
from lcdash.evidence import standings

if TYPE_CHECKING:
    import geopandas as gpd

FORMS = ("province", "special_local_government", "municipality", "pilot", "developing")  # how a city is drawn


class CityPlace(NamedTuple):
    """A row of `places`: a city, its standing and `form`, one of FORMS, at the point where it is drawn."""

    city_id: str
    name_th: str
    name_en: str
    tag_th: str
    tag_en: str
    province_iso: str
    lat: float
    lon: float
    scheme: str
    status: str
    since: str
    disputed: bool
    units: tuple[str, ...]
    form: str
    region_nso: str
    topic: str = ""  # of a map of one topic: how it stands in the city


class SpacePoint(NamedTuple):
    """What a map has to know of a learning space; its geometry is shapely's point."""

    space_id: str
    city_id: str
    precision: str
    added_by: str
    is_learning_space: bool
    geometry: Any


class LocatedCity(NamedTuple):
    """A city and its point."""

    city_id: str
    lat: float
    lon: float


class SomewhereInCity(NamedTuple):
    """A row of `somewhere_in_city`: a city and the spaces of which no more is known than that they are in it."""

    city_id: str
    lat: float
    lon: float
    space_ids: tuple[str, ...]


class ListedSpace(NamedTuple):
    """A row of `listed_spaces`: a learning space, `place` (how well its point is known) and its shapely geometry.

    room  whether it stands under its building (`rooms_under_buildings`).
    """

    space_id: str
    city_id: str
    name_th: str
    name_en: str
    name_en_by: str
    kind: str
    mode: str
    is_learning_space: bool
    added_by: str
    purpose_th: str
    purpose_en: str
    audience: tuple[str, ...]
    part_of: str
    precision: str
    coordinate_source: str
    confidence: str
    source: str
    geometry: Any
    place: str
    room: bool = False


def places(cities: pd.DataFrame, memberships: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """What is drawn of each city that has a standing, as a member before any other.

    cities     one row per city_id with lat, lon, province_iso.   memberships  as in the dataset.
    provinces  one row per iso with geometry (EPSG:4326).

    Returns  the rows of `cities` in their order with scheme, status, since, disputed, `units` (tuple), and `form`, one
             of FORMS. Where sources differ between a province and a municipality the form is "municipality" and
             "province" is among `units`. A province's mark stands in the middle of its area; the city's own point
             would tell of a municipality.
    """
    members = cities.merge(standings.own_standings(memberships), on="city_id")
    rows = list(records.each(members, standings.MemberCity))
    forms = [_form(row.status, row.units) for row in rows]
    middles = provinces.set_index("iso").geometry.representative_point()
    points = [
        (middles[row.province_iso].y, middles[row.province_iso].x) if form == "province" else (row.lat, row.lon)
        for row, form in zip(rows, forms, strict=True)
    ]
    return members.assign(form=forms, lat=[lat for lat, _ in points], lon=[lon for _, lon in points])


def _form(status: str, units: tuple[str, ...]) -> str:
    if status != standings.MEMBER:
        return status
    return units[0] if units in (("province",), ("special_local_government",)) else "municipality"


# Learning spaces

PLACED = ("exact", "approximate", "street")  # of these a point is known that is the place's own


# Learning spaces


def named(spaces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The spaces that are counted, wherever a number of them is told: each that a document names, and each room of a
    building as one of its own. What the editors added is shown and not counted.

    spaces  rows of spaces with added_by.
    """
    return spaces[spaces["added_by"] == "source"]


def other_names(aliases: pd.DataFrame, entity: str) -> dict[str, str]:
    """Id -> the other names of a space, partner ..., in one text for a search; not there where it has none."""
    own = aliases[aliases["entity"] == entity]
    return dict(own.groupby("entity_id")["alias"].agg(" ".join))


def listed_spaces(spaces: pd.DataFrame, cities: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Spaces (one row per space_id, a GeoDataFrame or not) with what their list and its filters need besides.

    Returns  the same rows with `region_nso` of their city; `place`, the precision of the point, "unknown" for a
             physical place nobody has a point for, and "" for what has no place (online, mobile); `called`, "yes" where
             the source itself calls it a place of learning, else "no"; `also_th`, its other names, for the search.
    """
    regions = dict(zip(cities["city_id"], cities["region_nso"], strict=True))
    others = other_names(aliases, "space")
    placeless = np.where(spaces["mode"] == "physical", "unknown", "")
    return spaces.assign(
        region_nso=spaces["city_id"].map(regions),
        place=spaces["precision"].where(spaces["precision"] != "", pd.Series(placeless, index=spaces.index)),
        called=np.where(spaces["is_learning_space"], "yes", "no"),
        also_th=[others.get(space_id, "") for space_id in spaces["space_id"]],
    )


def rooms_under_buildings(spaces: pd.DataFrame) -> pd.DataFrame:
    """The same rows with each room right after its building, and `room`, True where the building is among the rows.

    A room whose building is not among them keeps its place in the order and stands by itself.
    """
    ids = set(spaces["space_id"])
    room = spaces["part_of"].isin(ids)
    above = {
        space_id: position
        for position, (space_id, inside) in enumerate(zip(spaces["space_id"], room, strict=True))
        if not inside
    }
    # A room inside a room stands under the building of both.
    parent = dict(zip(spaces["space_id"], spaces["part_of"], strict=True))
    places = []
    for position, space_id in enumerate(spaces["space_id"]):
        outer = space_id
        while outer not in above:
            outer = parent[outer]
        places.append((above[outer], outer != space_id, position))
    order = sorted(range(len(places)), key=places.__getitem__)
    return spaces.assign(room=room).iloc[order]


def somewhere_in_city(spaces: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """The spaces of which only the city is known (precision "city"), as one row per city in the order of `cities`.

    Returns  city_id, lat and lon of the city, `space_ids` (tuple). The point is the city's, never that of a space.
    """
    ids = spaces[spaces["precision"] == "city"].groupby("city_id")["space_id"].agg(tuple)
    rows = cities.loc[cities["city_id"].isin(ids.index), ["city_id", "lat", "lon"]]
    return rows.assign(space_ids=rows["city_id"].map(ids))
