"""Whom to learn from: limits, what speaks to them, and statements on a topic.

Who composes of it: content/learn_from.py (the page), content/learn_start.py (its beginning), `_Peers` of
content/city_summary.py (whom a member could visit), `suggestions` of evidence/self_check.py (for a city's own answers).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from lcdash.evidence.filtering import matching

# Whom to learn from


class RelatedAnswer(NamedTuple):
    """A row of `curated_answers`: the row of `table` that this project relates to a limit, of a city, and why."""

    answer_id: str
    reason_th: str
    reason_en: str
    table: str
    city_id: str


def limits_on(evidence: pd.DataFrame, themes: Collection[str]) -> pd.DataFrame:
    """The limits that touch one of `themes`, under whatever factor: those of cities, then of the whole country."""
    touching = evidence[(evidence["appraisal"] == "limit") & _sharing(evidence, themes)]
    return touching.iloc[(touching["scope"] == "country").argsort(kind="stable")]


def limits_alike(limit: pd.Series, evidence: pd.DataFrame) -> pd.DataFrame:
    """The limits of other cities on a topic of `limit`, with `same`: whether it stands under the same facet as well."""
    others = limits_on(evidence, limit["themes"])
    others = others[(others["scope"] != "country") & (others["city_id"] != limit["city_id"])]
    same = (others["factor_id"] == limit["factor_id"]) & (others["facet_id"] == limit["facet_id"])
    return others.assign(same=same)


def curated_answers(
    limit_id: str, answers: pd.DataFrame, evidence: pd.DataFrame, programmes: pd.DataFrame
) -> pd.DataFrame:
    """What this project relates to a limit, with its reason; related, not a solution.

    Returns  one row per row of `answers` for this limit, in its order: answer_id, reason_th, reason_en, `table`
             ("evidence" or "programmes") and the city_id of what is related ("" where it is of the whole country).
    """
    own = answers[answers["limit_id"] == limit_id]
    places = {
        "evidence": dict(zip(evidence["evidence_id"], evidence["city_id"], strict=True)),
        "programmes": dict(zip(programmes["programme_id"], programmes["city_id"], strict=True)),
    }
    tables = [next(table for table, cities in places.items() if answer_id in cities) for answer_id in own["answer_id"]]
    cities = [places[table][answer_id] for table, answer_id in zip(tables, own["answer_id"], strict=True)]
    return own.drop(columns="limit_id").assign(table=tables, city_id=cities)


def claims_on_topic(limit: pd.Series, evidence: pd.DataFrame, curated: Collection[str]) -> pd.DataFrame:
    """Claims of other cities that share a topic with `limit`, across factors, and name no limit themselves.

    curated  ids that are shown already, with their reason.
    """
    elsewhere = ~evidence["city_id"].isin(("", limit["city_id"])) & ~evidence["evidence_id"].isin(list(curated))
    return evidence[_sharing(evidence, limit["themes"]) & elsewhere & (evidence["appraisal"] != "limit")]


def topics_of(evidence: pd.DataFrame, city_id: str) -> frozenset[str]:
    """The ids of the topics on which there is a statement of a city."""
    return frozenset(topic for topics in evidence.loc[evidence["city_id"] == city_id, "themes"] for topic in topics)


def _sharing(evidence: pd.DataFrame, themes: Collection[str]) -> pd.Series:
    """Which claims hold one of `themes`; without themes none does, whereas a filter that asks for nothing shows all."""
    return matching(evidence, {"themes": list(themes)}) & bool(themes)
