"""The two frames side by side: facets of the factors at the left, UNESCO's items at the right, their links between.

A link is this project's reading: "direct" where both speak of the same, "partial" where they overlap. What a reader
chose stands out; nothing else is taken away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing.crosswalk_drawing import Crosswalk, CrosswalkGroup, CrosswalkLine, End
from lcdash.evidence import frameworks
from lcdash.language.translations import Translations

STRENGTHS = ("direct", "partial")


def picture(data: Dataset, factors: Collection[str], item: str, t: Translations) -> Crosswalk:
    """The picture with what the link asks for chosen: factors, an item (an item_id, "" for none), or both."""
    items = frameworks.items_compared(data.frameworks, data.crosswalk)
    links = tuple(
        CrosswalkLine(
            _left(row.factor_id, row.facet_id),
            row.item_id,
            row.strength,
            bool(factors and row.factor_id not in factors) or bool(item and row.item_id != item),
        )
        for row in records.each(data.crosswalk, records.CrosswalkLink)
    )
    return Crosswalk(
        _title(data, items, t),
        tuple(_factors(data, factors, links, t)),
        tuple(_items(items, item, links, t)),
        links,
        tuple((strength, data.labels("strength", t.language)[strength]) for strength in STRENGTHS),
    )


def _left(factor_id: str, facet_id: str) -> str:
    return facet_id or f"factor-{factor_id}"


def _factors(
    data: Dataset, choices: Collection[str], links: Sequence[CrosswalkLine], t: Translations
) -> list[CrosswalkGroup]:
    linked = {link.left for link in links}
    groups = []
    for factor in records.each(data.factors, records.Factor):
        factor_id = factor.factor_id
        asks = () if list(choices) == [factor_id] else (("factor", factor_id),)
        names = {
            row.facet_id: t.of(row, "name")
            for row in records.each(data.facets, records.Facet)
            if row.factor_id == factor_id
        }
        whole = _left(factor_id, "")
        names |= {whole: t("whole_factor")} if whole in linked else {}
        ends = [End(end_id, name, asks, factor_id in choices, end_id not in linked) for end_id, name in names.items()]
        head = End(factor_id, f"{factor.number} {t.of(factor, 'name')}", asks, factor_id in choices, alone=False)
        groups.append(CrosswalkGroup(head.name, head, tuple(ends)))
    return groups


def _items(items: pd.DataFrame, choice: str, links: Sequence[CrosswalkLine], t: Translations) -> list[CrosswalkGroup]:
    linked = {link.right for link in links}
    groups = []
    for framework, rows in items.groupby("framework", sort=False):
        ends = [
            End(
                row.item_id,
                f"{row.order} {t.of(row, 'name')}",
                () if row.item_id == choice else (("id", row.item_id),),
                row.item_id == choice,
                row.item_id not in linked,
            )
            for row in records.each(rows, records.FrameworkItem)
        ]
        groups.append(CrosswalkGroup(t(f"group_{framework}"), None, tuple(ends)))
    return groups


def _title(data: Dataset, items: pd.DataFrame, t: Translations) -> str:
    """How many of UNESCO's blocks and conditions a facet covers directly, and which none does."""
    compared = items[items["framework"].isin(frameworks.COMPARED)]
    direct = set(data.crosswalk.loc[data.crosswalk["strength"] == "direct", "item_id"])
    rest = compared[~compared["item_id"].isin(direct)]
    covered = t("picture_covered", n=len(compared) - len(rest), all=len(compared))
    if rest.empty:
        return covered
    names = "; ".join(rest[f"name_{t.language}"])
    return t("picture_title", covered=covered, names=names)
