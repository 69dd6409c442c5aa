"""Who is a member of what, since when and in whose name; the size of the unit that is the member."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

NETWORK = "gnlc"  # the membership_scheme of UNESCO's network; a city may stand in others beside it
MEMBER = "member"  # the membership_status of those in it: a pilot, or a city in development, is no member


class Standing(NamedTuple):
    """A row of `standings`: how a city stands in a scheme. `units` are member_type, several where sources differ."""

    city_id: str
    scheme: str
    status: str
    since: str
    disputed: bool
    units: tuple[str, ...]


class MemberCity(NamedTuple):
    """A row of cities with its standing."""

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


class UnitSize(NamedTuple):
    """A row of `unit_sizes`: the registered people of a unit, in a year CE; `size` is one of SIZE_CLASSES."""

    city_id: str
    unit_of: str
    value: float
    year: float
    confidence: str
    source: str
    size: str


def of_network(memberships: pd.DataFrame) -> pd.DataFrame:
    """The rows by which a city is in UNESCO's network: several of a city where sources name several units."""
    return memberships[memberships["scheme"] == NETWORK]


def standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """One row per city and scheme with its standing: status, `since`, whether its unit is disputed, and `units`.

    Units are a tuple of member_type. Where sources name several for one city all are kept, in the order of the table.
    """
    columns = (memberships[name] for name in ("city_id", "scheme", "status", "since", "disputed", "member_type"))
    by_city: dict[tuple[str, str], list[tuple[str, str, bool, str]]] = {}
    for city_id, scheme, *standing in zip(*columns, strict=True):
        by_city.setdefault((city_id, scheme), []).append(tuple(standing))
    rows = []
    for (city_id, scheme), of_city in by_city.items():
        statuses, dates, disputes, units = zip(*of_city, strict=True)
        since = min(filter(None, dates), default="")
        rows.append((city_id, scheme, statuses[0], since, any(disputes), tuple(dict.fromkeys(units))))
    return pd.DataFrame(rows, columns=["city_id", "scheme", "status", "since", "disputed", "units"])


def member_standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """The standings of the members of UNESCO's network alone, as `standings` gives them."""
    return standings(of_network(memberships))


def members_by_year(standing: pd.DataFrame) -> pd.DataFrame:
    """How many of these cities were members at the end of each year in which one joined: `year` (CE), `members`."""
    joined = standing["since"].str[:4].astype(int).value_counts().sort_index()
    return joined.cumsum().rename_axis("year").reset_index(name="members")


# Cities side by side

AREA_OF_UNIT = {
    "province": "province",
    "city_municipality": "municipality",
    "town_municipality": "municipality",
    "special_local_government": "special_local_government",
}  # member_type -> the unit_of of the figures that count its people
SIZE_CLASSES = {
    "under_50000": 0,
    "from_50000": 50_000,
    "from_100000": 100_000,
    "from_200000": 200_000,
    "from_1000000": 1_000_000,
}  # size class -> the fewest people in it


def size_class(people: float) -> str:
    """The class of SIZE_CLASSES that `people` falls into."""
    return max((name for name, fewest in SIZE_CLASSES.items() if people >= fewest), key=SIZE_CLASSES.__getitem__)


def own_standings(memberships: pd.DataFrame) -> pd.DataFrame:
    """One row per city, as `standings` gives it: that of a member, and of a city that is none the first it has."""
    rows = standings(memberships)
    return rows.iloc[(rows["scheme"] != NETWORK).argsort(kind="stable")].drop_duplicates("city_id")


def unit_sizes(standing: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """How many people are registered in the unit in whose name a city stands.

    standing  one row per city_id with `units`, as `own_standings` gives it; where sources differ on the unit there is
              one size for each area they name.
    figures   the registered population is told by its words: `what_en` begins with "Registered population".

    Returns  city_id, unit_of, value, year, confidence, source, and `size`, one of SIZE_CLASSES; of several years the
             newest. A unit nobody counts has no row.
    """
    counted = figures[figures["what_en"].str.startswith("Registered population")].sort_values("year", kind="stable")
    newest = counted.drop_duplicates(["city_id", "unit_of"], keep="last").set_index(["city_id", "unit_of"])
    areas = [
        (city_id, area)
        for city_id, units in zip(standing["city_id"], standing["units"], strict=True)
        for area in dict.fromkeys(AREA_OF_UNIT[unit] for unit in units)
        if (city_id, area) in newest.index
    ]
    sizes_of = newest.loc[pd.MultiIndex.from_tuples(areas, names=["city_id", "unit_of"])] if areas else newest.iloc[:0]
    sizes = sizes_of[["value", "year", "confidence", "source"]].reset_index()
    return sizes.assign(size=[size_class(people) for people in sizes["value"]])


def city_traits(cities: pd.DataFrame, standing: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """What cities can be alike in: `cities` with `units` and `sizes`, tuples, and region_nso. No measure, no order."""
    units = dict(zip(standing["city_id"], standing["units"], strict=True))
    classes = sizes.groupby("city_id")["size"].agg(lambda values: tuple(dict.fromkeys(values))).to_dict()
    return cities.assign(
        units=[units.get(city, ()) for city in cities["city_id"]],
        sizes=[classes.get(city, ()) for city in cities["city_id"]],
    )
