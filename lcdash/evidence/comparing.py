"""Cities beside each other: in which way each speaks of a topic or a facet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from lcdash.evidence.evidence_map import EvidenceMap

RELATIONS = ("limit_here", "shared", "one", "alone")
MODES = ("exists", "aim", "past", "limit")


class ThemeRelation(NamedTuple):
    """A row of `theme_relations`: how a theme lies between cities, and the cities that name it in each mode.

    elsewhere  cities that name it in another facet; none where facets are not looked at.
    """

    theme_id: str
    relation: str
    exists: tuple[str, ...]
    aim: tuple[str, ...]
    past: tuple[str, ...]
    limit: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


def claim_mode(kind: str, appraisal: str, stage: str) -> str:
    """As what a claim names its themes, one of MODES: a limit, something past, an aim or plan, or what exists."""
    if appraisal == "limit":
        return "limit"
    if stage == "past":
        return "past"
    return "exists" if stage == "exists" and kind != "direction" else "aim"


def theme_relations(claims: pd.DataFrame, cities: Sequence[str], comparable: Collection[str]) -> pd.DataFrame:
    """How the themes of some claims lie between the cities compared.

    claims      the claims of these cities, of one facet or of all.
    cities      two or more city_id, in the order they are read.
    comparable  those of them that were studied and of which the documents speak here. The silence of any other city
                tells nothing: it never makes a difference.

    Returns  one row per theme_id, in the order they are named, with one tuple of cities per mode in MODES, and
             `relation`, one of RELATIONS:
             "limit_here"  a limit in one city that has nothing in place itself, something in place or done in another;
             "shared"      named for two cities or more, however;
             "one"         named for one city, and another comparable city could have been named;
             "alone"       named for one city, and nothing to compare it with; and `elsewhere`, for `facet_relations`.
    """
    codes = zip(claims["kind"], claims["appraisal"], claims["stage"], strict=True)
    by_theme = claims.assign(mode=[claim_mode(*of_claim) for of_claim in codes]).explode("themes")
    rows = []
    for theme_id, group in by_theme[by_theme["themes"].notna()].groupby("themes", sort=False):
        cities_of = {
            mode: tuple(city for city in cities if ((group["city_id"] == city) & (group["mode"] == mode)).any())
            for mode in MODES
        }
        naming = {city for names in cities_of.values() for city in names}
        limited, existing = set(cities_of["limit"]), set(cities_of["exists"])
        if existing and limited - existing:
            relation = "limit_here"
        elif len(naming) > 1:
            relation = "shared"
        else:
            relation = "one" if set(comparable) - naming else "alone"
        rows.append({"theme_id": theme_id, "relation": relation, **cities_of, "elsewhere": ()})
    return pd.DataFrame(rows, columns=[*ThemeRelation._fields])


def facet_relations(matrix: pd.DataFrame, evidence: pd.DataFrame, cities: Sequence[str]) -> pd.DataFrame:
    """`theme_relations` within each facet, for the cells of `cities` in an evidence matrix.

    Returns  factor_id, facet_id and the columns of `theme_relations`, and `elsewhere`: the cities that name the theme,
             but under another facet, so that nobody takes that for a difference. What fits no facet is not compared:
             two such claims need not be about the same matter.
    """
    claims = evidence[evidence["city_id"].isin(cities)]
    anywhere = claims.explode("themes").groupby("themes")["city_id"].agg(set).to_dict()
    cells = matrix[matrix["city_id"].isin(cities) & (matrix["facet_id"] != "")]
    frames = []
    for (factor_id, facet_id), sides in cells.groupby(["factor_id", "facet_id"], sort=False):
        speaking = sides.loc[sides["state"].isin(("reported", "limit")), "city_id"]
        here = claims[(claims["factor_id"] == factor_id) & (claims["facet_id"] == facet_id)]
        relations = theme_relations(here, cities, list(speaking))
        elsewhere = [
            tuple(
                city
                for city in cities
                if city in anywhere[theme]
                and not here.loc[here["city_id"] == city, "themes"]
                .map(lambda themes, theme_id=theme: theme_id in themes)
                .any()
            )
            for theme in relations["theme_id"]
        ]
        frames.append(relations.assign(factor_id=factor_id, facet_id=facet_id, elsewhere=elsewhere))
    columns = ["factor_id", "facet_id", "theme_id", "relation", *MODES, "elsewhere"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


# What the evidence map's columns of cities are laid beside each other by

GROUPS = ("all", "some", "none")
ABSENT = ("none", "unknown")  # states of a place that tells of itself: a limit named beside it makes it no presence


def by_mention(chart: EvidenceMap, cities: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The facets by whom of `cities` the documents speak of there, each group in the order of the map.

    "all"  something stands there for each: whether they differ is in the words, not in the marks;
    "some"  for one of them or more nothing does, which is no difference;     "none"  for none does anything.

    Returns  each of GROUPS -> row ids. No facet counts for more than another.
    """
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for row in chart.rows:
        if row.kind != "facet":
            continue
        cells = [chart.cells[row.row_id, city] for city in cities]
        number = sum(bool(cell.marks) and cell.state not in ABSENT for cell in cells)
        groups["all" if number == len(cities) else "some" if number else "none"].append(row.row_id)
    return {group: tuple(rows) for group, rows in groups.items()}


def example(chart: EvidenceMap) -> tuple[str, ...]:
    """Two cities of the study to show what a comparison is: the first pair of which most facets speak for both."""
    pairs = combinations(sorted(chart.studied), 2)  # the same in every language
    return max(pairs, key=lambda pair: len(by_mention(chart, pair)["all"]), default=())
