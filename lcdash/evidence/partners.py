"""Organisations and what they do in which city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd


class SectorState(NamedTuple):
    """A row of `sector_matrix`: the organisations of a sector that the documents name for a city."""

    city_id: str
    sector: str
    state: str
    partner_ids: tuple[str, ...]


class PartnerRole(NamedTuple):
    """What an organisation is in a city: a row of partnerships with the names and the sector of the organisation."""

    partnership_id: str
    city_id: str
    partner_id: str
    role: str
    detail_th: str
    detail_en: str
    source: str
    name_th: str
    name_en: str
    short_th: str
    short_en: str
    abbreviation_th: str
    abbreviation_en: str
    sector: str
    confidence: str
    website: str = ""


class SharedPartner(NamedTuple):
    """A row of `in_several_cities`: the roles of an organisation in one of its cities."""

    partner_id: str
    city_id: str
    roles: tuple[str, ...]
    partnership_ids: tuple[str, ...]


class Spot(NamedTuple):
    """A row of `two_sides`: where a name or heading stands, `row` lines of text from the top."""

    side: str
    id: str
    row: float


# Partners


def sector_matrix(
    partnerships: pd.DataFrame, partners: pd.DataFrame, cities: pd.DataFrame, sectors: Sequence[str]
) -> pd.DataFrame:
    """Which organisations of which sector the documents name for which city.

    Returns  one row per (city_id, sector), in the orders given: `partner_ids`, a tuple in the order of `partners`;
             `state`, "reported" where there is one, else "nothing" in a city of the ten-city study and "not_studied" in
             another. Roles without a city (national ones) are in no row.
    """
    sector_of = dict(zip(partners["partner_id"], partners["sector"], strict=True))
    rank = {partner: place for place, partner in enumerate(partners["partner_id"])}
    partners_of: dict[tuple[str, str], set[str]] = {}
    for city_id, partner_id in zip(partnerships["city_id"], partnerships["partner_id"], strict=True):
        partners_of.setdefault((city_id, sector_of[partner_id]), set()).add(partner_id)
    rows = []
    for city_id, in_study in zip(cities["city_id"], cities["in_study"], strict=True):
        for sector in sectors:
            ids = tuple(sorted(partners_of.get((city_id, sector), ()), key=rank.__getitem__))
            rows.append((city_id, sector, "reported" if ids else "nothing" if in_study else "not_studied", ids))
    return pd.DataFrame(rows, columns=["city_id", "sector", "state", "partner_ids"])


def in_several_cities(partnerships: pd.DataFrame) -> pd.DataFrame:
    """The organisations the documents name in more than one city, with their roles there.

    Returns  one row per (partner_id, city_id), in the order of `partnerships` and together by organisation: `roles`,
             each once, and `partnership_ids`, tuples. A role without a city does not make a second city.
    """
    local = partnerships[partnerships["city_id"] != ""]
    cities = local.groupby("partner_id")["city_id"].nunique()
    return by_city(local[local["partner_id"].isin(cities.index[cities > 1])])


def by_city(partnerships: pd.DataFrame) -> pd.DataFrame:
    """What each organisation does in each city, a role without a city being that of the whole country, city_id "".

    Returns  the columns of `in_several_cities`.
    """
    rows = []
    for partner_id, own in partnerships.groupby("partner_id", sort=False):
        for city_id, there in own.groupby("city_id", sort=False):
            rows.append((partner_id, city_id, tuple(dict.fromkeys(there["role"])), tuple(there["partnership_id"])))
    return pd.DataFrame(rows, columns=["partner_id", "city_id", "roles", "partnership_ids"])


def two_sides(pairs: pd.DataFrame, left: Sequence[str], right: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Where the names of a two-sided drawing stand: `left` down one side, the groups of `right` down the other.

    pairs  one row per line to draw, with `left` and `right`; a name without a line is left out, as is an empty group.

    Returns  one row per name and per heading of a group: side ("left", "right", "heading"), id, and `row`, counted from
             the top in lines of text. The orders given are kept, so that the drawing is the same at every visit; the
             side with fewer rows is spread over the height of the other.
    """
    lines: list[tuple[str, str]] = []
    for group, ids in right.items():
        own = [("right", name) for name in ids if name in set(pairs["right"])]
        lines += [("heading", group), *own] if own else []
    starts = [name for name in left if name in set(pairs["left"])]
    height = max(len(lines), len(starts))
    rows = [("left", name, (place + 0.5) * height / len(starts) - 0.5) for place, name in enumerate(starts)]
    rows += [(side, name, (place + 0.5) * height / len(lines) - 0.5) for place, (side, name) in enumerate(lines)]
    return pd.DataFrame(rows, columns=["side", "id", "row"])
