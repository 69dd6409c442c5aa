"""A disagreement between sources as HTML: the one renderer that pages and printed documents share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations


class Side(NamedTuple):
    """What one source says of a conflict, and the citation of the place."""

    text: str
    citation: Markup


class ConflictView(NamedTuple):
    """A conflict in the reader's language."""

    topic: str
    handling: str
    language: str
    claims: tuple[Side, ...]
    more: Markup


def of(
    data: Dataset,
    conflict: records.Conflict,
    t: Translations,
    *,
    cite: Callable[[str], Markup] | None = None,
    link: str = "",
) -> ConflictView:
    """A row of conflicts.csv as its templates want it.

    cite  how a source is cited; folded where it is not given.
    link  the words of the link to the conflict on the Data page; no link where it is "".
    """
    citation = cite or (lambda source: markup.citation(data, source, t))
    sides = tuple(
        Side(t.of(claim, "claim"), citation(claim.source))
        for claim in records.each(conflicts.claims(data, conflict.conflict_id), records.ConflictClaim)
    )
    more = markup.link_to("data", link, t, part="conflicts", id=str(conflict.conflict_id)) if link else Markup()
    texts = t.of(conflict, "topic"), t.of(conflict, "handling")
    return ConflictView(*texts, t.language, sides, more)


def folded(data: Dataset, rows: pd.DataFrame, t: Translations, *, link: str = "") -> Markup:
    """Conflicts behind the words that sources differ; nothing where there are none."""
    items = [of(data, row, t, link=link) for row in records.each(rows, records.Conflict)]
    return macro("conflict", "folded", items, t("disputed"))
