"""A statement as it is shown: its words, the signs and remarks that belong to it, and where it is from."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lcdash import site
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, evidence_map
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

SIGNS = {"by_project": "†", "differ": "≠", "uncertain": "~"}


class Sign(NamedTuple):
    """One of SIGNS and what it means."""

    symbol: str
    meaning: str


@dataclass(frozen=True)
class StatementView:
    """What a statement shows, in the reader's `language`.

    first    its first words, where there is room for no more.
    remarks  that it is an example or a plan, and who speaks where that is not the authors of a study.
    source   where it is from, short, with the page; `address`, its own page, which says it in full.
    report   what the way to report a mistake in it is called.
    """

    evidence_id: str
    mark: str
    language: str
    words: str
    first: str
    signs: tuple[Sign, ...]
    remarks: tuple[str, ...]
    source: str
    address: str
    report: str = ""


def sign_key(symbols: Container[str], t: Translations) -> tuple[Sign, ...]:
    """What those of SIGNS that stand on a page mean, for the one line that explains them."""
    return tuple(Sign(symbol, t(f"sign_key_{name}")) for name, symbol in SIGNS.items() if symbol in symbols)


def differing(data: Dataset, table: str, row_id: str, t: Translations) -> str:
    """That sources differ on a row, on what, and what the dataset does about it."""
    passages = [
        f"{t.of(conflict, 'topic')} · {t.of(conflict, 'handling')}"
        for conflict in records.each(conflicts.naming(data, table, row_id), records.Conflict)
    ]
    return f"{t('disputed')}: {' / '.join(passages)}"


def signs(data: Dataset, statement: records.Evidence, t: Translations) -> tuple[Sign, ...]:
    """The signs of a statement: what a reader has to know beside its words, explained once in the legend."""
    conditions = {
        "by_project": statement.factor_by == "project",
        "differ": conflicts.is_disputed(data, "evidence", statement.evidence_id),
        "uncertain": statement.attribution == "corrected",
    }
    return tuple(
        Sign(
            SIGNS[name],
            differing(data, "evidence", statement.evidence_id, t) if name == "differ" else t(f"sign_{name}"),
        )
        for name, stands in conditions.items()
        if stands
    )


def remarks(data: Dataset, statement: records.Evidence, t: Translations) -> tuple[str, ...]:
    """What stands after the words of a statement, in words."""
    texts = []
    if statement.scope == "example":
        texts.append(t("named_as_example"))
    if statement.stage != "exists":
        texts.append(data.labels("stage", t.language)[statement.stage])
    if statement.voice != "study":
        texts.append(t("says", who=data.labels("voice", t.language)[statement.voice]))
    return tuple(texts)


@cache
def short_source(data: Dataset, cell: str, t: Translations) -> str:
    """Where a statement is from, in one line: each source once, the study by its kind and year, with the page."""
    study = evidence_map.the_study(data.factors)
    places: dict[str, dict[str, None]] = {}
    for source_id, locator in citations.parse(cell):
        where = references.short_place(data, source_id, locator, t.language)
        places.setdefault(source_id, {}).update(dict.fromkeys([where] if where else []))
    issued = dict(zip(data.sources["source_id"], data.sources["issued"], strict=True))
    names = {
        source_id: t("the_study", year=dates.year(issued[source_id][:4], t.language))
        if source_id == study and issued[source_id]
        else references.short(data, source_id, t.language)
        for source_id in places
    }
    return "; ".join(" ".join([names[source_id], ", ".join(pages)]).strip() for source_id, pages in places.items())


def view(data: Dataset, statement: records.Evidence, t: Translations) -> StatementView:
    """A row of the evidence as it is shown."""
    text = t.of(statement, "statement")
    first = getattr(statement, f"short_{t.language}", "") or text
    return StatementView(
        statement.evidence_id,
        evidence_map.mark_of(statement.kind, statement.appraisal),
        t.language,
        text,
        first,
        signs(data, statement, t),
        remarks(data, statement, t),
        short_source(data, statement.source, t),
        site.address("evidence", t.language, id=statement.evidence_id),
        t("report_one"),
    )
