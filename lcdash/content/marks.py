"""The marks that stand with a statement: what kind it is, how it is judged, what has to be known with it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing.theme import SYMBOLS
from lcdash.evidence import conflicts
from lcdash.evidence.evidence_map import MARKS, PLANS
from lcdash.language.translations import Translations
from lcdash.sources import references

UNSURE = ("inferred", "unverified")  # a confidence that shows wherever the fact does


class Mark(NamedTuple):
    """A symbol, its word, and the name of its colour in theme.py ("plain" for a word without a symbol).

    favourable, planned  as a mark of the evidence map is: underlined, dotted.
    """

    symbol: str
    word: str
    kind: str
    favourable: bool = False
    planned: bool = False


def mark(kind: str, word: str) -> Mark:
    """The mark of a kind of statement: its symbol, and the word that says the same to who does not see it."""
    return Mark(SYMBOLS[kind], word, kind)


def key(wording: Translations) -> tuple[Mark, ...]:
    """What the marks of a picture mean, with the looks they take; `wording` are those of the evidence map."""
    favourable = Mark("", wording("key_favourable"), "asset", favourable=True)
    planned = Mark("", wording("key_planned"), "direction", planned=True)
    return (*(mark(kind, wording(kind)) for kind in MARKS), favourable, planned)


def mood(data: Dataset, code: str, t: Translations) -> Mark:
    """How an assessment says that something is missing: a limit where it lacks or is unclear, else the bare word."""
    word = data.labels("mood", t.language)[code]
    return mark("limit", word) if code in ("lacks", "unclear") else Mark("", word, "plain")


def marks(data: Dataset, claim: records.Evidence, t: Translations) -> tuple[Mark, ...]:
    """What stands before a claim, a row of evidence: that it is a limit or else its kind, how the source judges, its
    stage, its scope."""
    return _marks(data, claim.kind, claim.appraisal, claim.stage, claim.scope, t)


@cache
def _marks(data: Dataset, kind: str, appraisal: str, stage: str, scope: str, t: Translations) -> tuple[Mark, ...]:
    kinds, appraisals = data.labels("kind", t.language), data.labels("appraisal", t.language)
    favourable = appraisal == "favourable"
    first = mark("limit", appraisals["limit"]) if appraisal == "limit" else mark(kind, kinds[kind])
    row = [first._replace(favourable=favourable, planned=stage in PLANS)]
    if favourable:
        row.append(Mark("", appraisals["favourable"], kind))
    if stage != "exists":
        row.append(Mark("", data.labels("stage", t.language)[stage], "plain"))
    if scope == "example":
        row.append(Mark("", t("named_as_example"), "plain"))
    return tuple(row)


def facts(data: Dataset, claim: records.Evidence, t: Translations) -> list[tuple[str, str, str | None]]:
    """What there is to know of a claim besides its words: term, fact, and its language where that is the other."""
    details: list[tuple[str, str, str | None]] = []
    if claim.printed_words_th:
        details.append((t("printed_words"), f"“{claim.printed_words_th}”", "th"))
    if claim.attribution == "corrected":
        details.append((t("corrected"), t("corrected_row"), None))
    details += [(t("source"), line, None) for line in references.full(data, claim.source, t.language)]
    details.append((t("filter_voice"), data.labels("voice", t.language)[claim.voice], None))
    themes, audiences = data.names("themes", t.language), data.labels("audience", t.language)
    details.append((t("filter_theme"), ", ".join(themes[theme] for theme in claim.themes), None))
    if claim.audience:
        details.append((t("filter_audience"), ", ".join(audiences[audience] for audience in claim.audience), None))
    if claim.factor_by == "project":
        details.append((t("filter_factor"), t("factor_by_project"), None))
    for conflict in records.each(conflicts.touching(data, "evidence", [claim.evidence_id]), records.Conflict):
        text = f"{t.of(conflict, 'topic')} · {t.of(conflict, 'handling')}"
        details.append((t("disputed"), text, None))
    return details


def unit_words(data: Dataset, units: tuple[str, ...], disputed: bool, t: Translations) -> str:
    """In whose name a city is a member: "จังหวัด", or "จังหวัด / เทศบาลเมือง (แหล่งข้อมูลระบุไม่ตรงกัน)"."""
    labels = data.labels("member_type", t.language)
    units_text = " / ".join(labels[unit] for unit in units)
    return f"{units_text} ({t('disputed')})" if disputed else units_text


def unsure_units(data: Dataset, city_id: str, t: Translations) -> tuple[str, ...]:
    """What is known of those of a city's units that no source states; each is named where there are several."""
    return _unsure(data, t).get(city_id, ())


@cache
def _unsure(data: Dataset, t: Translations) -> dict[str, tuple[str, ...]]:
    labels, certainty = data.labels("member_type", t.language), data.labels("confidence", t.language)
    standings = data.memberships["city_id"].value_counts()
    remarks: dict[str, tuple[str, ...]] = {}
    for row in records.each(data.memberships[data.memberships["confidence"].isin(UNSURE)], records.Membership):
        unit = f"{labels[row.member_type]}: " if standings[row.city_id] > 1 else ""
        remarks[row.city_id] = (*remarks.get(row.city_id, ()), f"{unit}{certainty[row.confidence]}")
    return remarks


def doubt(data: Dataset, row: Any, t: Translations) -> str:
    """That a fact is inferred or not verified, in words; "" where the source states it."""
    return data.labels("confidence", t.language)[row.confidence] if row.confidence in UNSURE else ""


UNIT_SIGNS = ("≠", "~")  # sources differ on the unit; no source states it


def unit_sign(data: Dataset, city_id: str, disputed: bool, t: Translations) -> str:
    """The sign of what is doubtful about the unit a city is a member as, the same on every map; "" where nothing is."""
    differs, unsure = UNIT_SIGNS
    return differs if disputed else unsure if unsure_units(data, city_id, t) else ""


def unit_signs(data: Dataset, members: pd.DataFrame, t: Translations) -> dict[str, str]:
    """The signs that stand at these cities -> what each means. `members` are rows with city_id and disputed."""
    units = zip(members["city_id"], members["disputed"], strict=True)
    signs = {unit_sign(data, city_id, disputed, t) for city_id, disputed in units}
    meanings = (t("disputed"), t("unit_unsure"))
    return {sign: meaning for sign, meaning in zip(UNIT_SIGNS, meanings, strict=True) if sign in signs}


def known_remarks(data: Dataset, claim: records.Evidence, t: Translations) -> tuple[str, ...]:
    """What has to be seen with a claim's words: that this project corrected or placed it, that sources differ on it."""
    remarks = (
        t("corrected") if claim.attribution == "corrected" else "",
        t("factor_by_project") if claim.factor_by == "project" else "",
        t("disputed") if conflicts.is_disputed(data, "evidence", claim.evidence_id) else "",
    )
    return tuple(remark for remark in remarks if remark)
