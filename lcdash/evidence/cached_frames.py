"""What pages derive from the whole dataset, whatever a reader chooses: made once per process, by this cache alone.

The frames are shared by all readers, as the tables of the dataset are: copy before you change one.
"""

from __future__ import annotations

from functools import cache, lru_cache

import pandas as pd

from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, filtering, standings
from lcdash.evidence import evidence_map as maps
from lcdash.evidence.places import listed_spaces, named


@cache
def member_standings(data: Dataset) -> pd.DataFrame:
    """The standings of the members of UNESCO's network, as standings.member_standings gives them."""
    return standings.member_standings(data.memberships)


@cache
def cities(data: Dataset, language: str) -> pd.DataFrame:
    """All cities in the order of their names."""
    return filtering.by_name(data.cities, language)


@cache
def places(data: Dataset, language: str) -> pd.DataFrame:
    """What the map draws of each city that has a standing, as places.places gives it, in the order of their names."""
    from lcdash.evidence import (
        places as evidence_places,  # folium takes half a second that pages without a map do not pay
    )

    return filtering.by_name(evidence_places.places(data.cities, data.memberships, data.provinces), language)


@cache
def spaces(data: Dataset) -> pd.DataFrame:
    """The learning spaces as places.listed_spaces gives them."""
    return listed_spaces(data.spaces, data.cities, data.aliases)


@cache
def named_spaces(data: Dataset) -> pd.DataFrame:
    """Those of them that are counted, as places.named gives them."""
    return named(spaces(data))


@cache
def space_ids(data: Dataset) -> frozenset[str]:
    """The ids of all learning spaces."""
    return frozenset(data.spaces["space_id"])


@cache
def spaces_in_order(data: Dataset, language: str) -> pd.DataFrame:
    """The same in the order of their names; what the editors added comes last."""
    rows = filtering.by_name(spaces(data), language)
    return rows.iloc[(rows["added_by"] == "editors").argsort(kind="stable")]


@cache
def cities_with_spaces(data: Dataset, language: str) -> pd.DataFrame:
    """The cities that have a learning space, in the order of their names."""
    rows = cities(data, language)
    return rows[rows["city_id"].isin(spaces(data)["city_id"])]


@cache
def studied(data: Dataset, language: str, *, others: bool) -> pd.DataFrame:
    """The cities of the ten-city study in the order of their names; with `others`, all members besides."""
    rows = cities(data, language)
    members = member_standings(data)["city_id"]
    return rows[rows["in_study"] | (others & rows["city_id"].isin(members))]


@cache
def evidence_map(data: Dataset, language: str, rows: str = "facets", basis: str = "all") -> maps.EvidenceMap:
    """The evidence map of the study's cities and all other members, in the order of their names.

    rows   "facets", under their factors, or "topics", in the order of their names.
    basis  one of evidence_map.BASES: which documents silence is judged by.
    """
    cities = studied(data, language, others=True)
    column = "short" if f"short_{language}" in data.themes.columns else "name"
    lines = (
        maps.topic_rows(filtering.by_name(data.themes, language, column), data.evidence)
        if rows == "topics"
        else maps.facet_rows(data.factors, data.facets)
    )
    return maps.evidence_map(
        data.evidence,
        lines,
        cities,
        list(data.sources["source_id"]),
        judged_by=maps.judged_by(data.evidence, basis, maps.the_study(data.factors)),
        differing=conflicts.disputed_rows(data, "evidence"),
    )


@lru_cache(maxsize=200)
def evidence_map_of(data: Dataset, cities: tuple[str, ...]) -> maps.EvidenceMap:
    """The evidence map by facets of some cities, members or not."""
    own = data.cities[data.cities["city_id"].isin(cities)]
    rows = maps.facet_rows(data.factors, data.facets)
    return maps.evidence_map(data.evidence, rows, own, list(data.sources["source_id"]))


@cache
def unbroken(data: Dataset) -> tuple[str, ...]:
    """The Thai words that no line may break: those of unbreakable.csv and the names of cities, the longest first."""
    names = {*data.unbreakable["word"], *data.cities["name_th"]}
    return tuple(sorted(names, key=lambda word: (-len(word), word)))
