"""The factors beside UNESCO's building blocks: the crosswalk, and where one frame has no match in the other."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

# Frameworks

COMPARED = ("unesco_building_block", "unesco_condition")  # what of UNESCO's frame the facets are held against


def items_compared(frameworks: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The items of a crosswalk: all of the frames in COMPARED, linked or not, then whatever else a link leads to."""
    own = frameworks["framework"].isin(COMPARED)
    beside = frameworks["item_id"].isin(crosswalk["item_id"]) & ~own
    return pd.concat([frameworks[own], frameworks[beside]])


def crosswalk_matrix(crosswalk: pd.DataFrame, facets: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Facets down, items across, each cell the strength of their link.

    crosswalk  one row per link: factor_id, facet_id ("" where the factor is linked as a whole), item_id, strength.
    facets     one row per facet_id with its factor_id.   items  one row per item_id.

    Returns  one row per facet, in the order given, and after a factor's facets one with facet_id "" where a link is of
             the whole factor: factor_id, facet_id, and a column per item_id holding the strength, "" where none is.
    """
    strengths = dict(
        zip(
            zip(crosswalk["factor_id"], crosswalk["facet_id"], crosswalk["item_id"], strict=True),
            crosswalk["strength"],
            strict=True,
        )
    )
    whole = set(crosswalk.loc[crosswalk["facet_id"] == "", "factor_id"])
    rows = [
        [factor_id, facet_id, *(strengths.get((factor_id, facet_id, item_id), "") for item_id in items["item_id"])]
        for factor_id, own in facets.groupby("factor_id", sort=False)["facet_id"]
        for facet_id in [*own, *([""] if factor_id in whole else [])]
    ]
    return pd.DataFrame(rows, columns=["factor_id", "facet_id", *items["item_id"]])


class Gap(NamedTuple):
    """A row of `crosswalk_gaps`: an item or facet where the frames do not meet, and the sides linked to it."""

    gap: str
    id: str
    sides: tuple[tuple[str, str], ...]


def crosswalk_gaps(crosswalk: pd.DataFrame, facets: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Where two frames do not meet, as their crosswalk has it.

    items  as `items_compared` gives them, with `framework`.

    Returns  one row per gap, items first, in the orders given: `gap` ("partial", "unlinked", "outside" or
             "facet_unlinked"); `id`, of an item or facet; `sides`,
             the (factor_id, facet_id) linked with an item, a tuple of pairs.
             "partial"         an item of the frames in COMPARED that no link meets directly;
             "unlinked"        one that no link leads to;
             "outside"         an item that is linked but belongs to another frame;
             "facet_unlinked"  a facet that links to nothing.
    """
    rows: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    for item_id, framework in zip(items["item_id"], items["framework"], strict=True):
        links = crosswalk[crosswalk["item_id"] == item_id]
        gap = (
            "outside"
            if framework not in COMPARED
            else "unlinked"
            if links.empty
            else ""
            if links["strength"].eq("direct").any()
            else "partial"
        )
        if gap:
            rows.append((gap, item_id, tuple(zip(links["factor_id"], links["facet_id"], strict=True))))
    linked = set(crosswalk["facet_id"])
    rows += [("facet_unlinked", facet_id, ()) for facet_id in facets["facet_id"] if facet_id not in linked]
    return pd.DataFrame(rows, columns=["gap", "id", "sides"])
