"""DataFrame in, DataFrame out: what the pages compute from the dataset. No file, widget or global is read here."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd


class MatrixCell(NamedTuple):
    """A row of `evidence_matrix`: a facet of a factor in a city."""

    city_id: str
    factor_id: str
    facet_id: str
    state: str
    evidence_ids: tuple[str, ...]


def evidence_matrix(evidence: pd.DataFrame, facets: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """The state of every facet of every factor in every city, from all the evidence there is.

    evidence  one row per claim.   facets  one row per facet_id with its factor_id.
    cities    one row per city_id with in_study.

    Returns  one row per (city_id, factor_id, facet_id), cities and facets in their own order, with `state`:
             "not_studied" for every facet of a city outside the study, whatever other sources say of
             it; else "limit" where at least one claim is a limit, "reported" where there are claims, "nothing" where
             there are none; and `evidence_ids`, a tuple. A row with facet_id "" is added where a claim is printed that
             fits no facet.
    Source   states as defined in data/README.md, "Reading the matrix".
    """
    # The states of the codebook, which know "limit" and no filter; "nothing" is what evidence_map.py calls silent.
    claims = evidence[evidence["scope"] != "country"]
    grouped = dict(iter(claims.groupby(["city_id", "factor_id", "facet_id"], sort=False)))
    sides = list(zip(facets["factor_id"], facets["facet_id"], strict=True))
    rows = []
    for city_id, in_study in zip(cities["city_id"], cities["in_study"], strict=True):
        for factor_id in dict.fromkeys(factor for factor, _ in sides):
            own = [facet for factor, facet in sides if factor == factor_id]
            for facet_id in own + ([""] if (city_id, factor_id, "") in grouped else []):
                group = grouped.get((city_id, factor_id, facet_id), claims.iloc[:0])
                state = (
                    "not_studied"
                    if not in_study
                    else "nothing"
                    if group.empty
                    else "limit"
                    if group["appraisal"].eq("limit").any()
                    else "reported"
                )
                rows.append((city_id, factor_id, facet_id, state, tuple(group["evidence_id"])))
    return pd.DataFrame(rows, columns=["city_id", "factor_id", "facet_id", "state", "evidence_ids"])


def country_limits(evidence: pd.DataFrame, factors: pd.DataFrame) -> pd.DataFrame:
    """The limits named for the whole country, in the order of `factors`."""
    order = {factor: place for place, factor in enumerate(factors["factor_id"])}
    limits = evidence[(evidence["scope"] == "country") & (evidence["appraisal"] == "limit")]
    return limits.sort_values("factor_id", key=lambda ids: ids.map(order), kind="stable")


class ThemePresence(NamedTuple):
    """A row of `theme_presence`."""

    theme_id: str
    city_id: str
    limit: bool


def theme_presence(evidence: pd.DataFrame) -> pd.DataFrame:
    """Which theme is named for which city: one row per (theme_id, city_id), `limit` True where only a limit is named.

    Presence only: how often a city is named says how much was written about it, not what it does.
    """
    by_theme = evidence[evidence["city_id"] != ""].explode("themes").rename(columns={"themes": "theme_id"})
    presence = (
        by_theme.assign(limit=by_theme["appraisal"] == "limit")
        .groupby(["theme_id", "city_id"], sort=False)["limit"]
        .all()
    )
    return presence.reset_index()
