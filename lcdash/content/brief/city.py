"""The rows of one city, and what every section of its brief does with a row: its name, its facts, its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd

from lcdash.content import marks
from lcdash.content.brief.model import BriefLine, Remark
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.evidence.matrix import country_limits
from lcdash.language import dates
from lcdash.language.translations import Translations

GRAVITY = ("major", "minor")  # the severity of disagreements, the gravest first

# The tables whose rows are of one city, and so may be named by a conflict that touches it, with the column of their id
OF_A_CITY = {
    "cities": "city_id",
    "memberships": "membership_id",
    "descriptions": "description_id",
    "evidence": "evidence_id",
    "needs": "need_id",
    "spaces": "space_id",
    "partnerships": "partnership_id",
    "programmes": "programme_id",
    "designations": "designation_id",
    "events": "event_id",
    "figures": "figure_id",
    "city_links": "link_id",
    "assessments": "assessment_id",
}


def conflict_anchor(conflict_id: str) -> str:
    """The id of a disagreement in a brief."""
    return f"conflict-{conflict_id}"


class BriefCity:
    """A city of the dataset in one language. Raises KeyError for one that is not in it."""

    def __init__(self, data: Dataset, city_id: str, t: Translations) -> None:
        self.data, self.city_id, self.t = data, city_id, t
        self.language = t.language
        self.name = data.names("cities", t.language)[city_id]
        self.row = records.first(data.cities[data.cities["city_id"] == city_id], records.City)
        self.rows = {table: self._own(table) for table in OF_A_CITY}
        self.claims = self.rows["evidence"]

    def _own(self, table: str) -> pd.DataFrame:
        frame = self.data.table(table)
        if table == "events":
            return filtering.holding(frame, "city_ids", self.city_id)
        if table == "city_links":
            return frame[(frame["from_city_id"] == self.city_id) | (frame["to_city_id"] == self.city_id)]
        return frame[frame["city_id"] == self.city_id]

    @cached_property
    def limits(self) -> pd.DataFrame:
        """The statements that something is missing here."""
        return self.claims[self.claims["appraisal"] == "limit"]

    @cached_property
    def national(self) -> pd.DataFrame:
        """The limits of the whole country."""
        return country_limits(self.data.evidence, self.data.factors)

    @cached_property
    def studied(self) -> int:
        """How many cities the study covers."""
        return int(self.data.cities["in_study"].sum())

    # words

    def labels(self, codes: str) -> dict[str, str]:
        return self.data.labels(codes, self.language)

    def nothing(self, what: str) -> str:
        """The sentence of an empty section: what was looked for, and that silence is not absence."""
        why = "silent_studied" if self.row.in_study else "silent_not_studied"
        return f"{self.t(f'empty_{what}', city=self.name)} {self.t(why)}"

    def audiences(self, codes: Iterable[str]) -> str:
        labels = self.labels("audience")
        return ", ".join(labels[code] for code in codes)

    def span(self, row: Any) -> str:
        """Since when and until when, where the source says so."""
        since, until = (dates.spoken(date, self.language) for date in (row.since, row.until))
        parts = [self.t("since", date=since)] if since else []
        parts += [self.t("until", date=until)] if until else []
        return " ".join(parts)

    def length(self, metres: int) -> str:
        return self.t("metres", n=metres) if metres < 1000 else self.t("kilometres", n=metres // 1000)

    # lines

    def line(self, row: Any, table: str, row_id: str, **values: Any) -> BriefLine:
        """A row as a line, with the remarks of the row after those in `values`; facts that are "" are left out."""
        facts = tuple(fact for fact in values.pop("facts", ()) if fact)
        remarks = (*values.pop("remarks", ()), *self.remarks(row, table, row_id))
        return BriefLine(row.source, facts=facts, remarks=remarks, **values)

    def named(self, row: Any) -> dict[str, Any]:
        """The name of a row for a line; one of this project's translation bears a star, explained at the foot."""
        return {"name": self.t.of(row, "name"), "ours": self.language == "en" and row.name_en_by == "project"}

    def star(self, rows: pd.DataFrame) -> str:
        """What the star beside an English name means, where one of `rows` bears it."""
        ours = self.language == "en" and rows["name_en_by"].eq("project").any()
        return self.t("our_translation") if ours else ""

    # remarks

    def remarks(self, row: Any, table: str, row_id: str) -> tuple[Remark, ...]:
        """How sure a row is, and that sources differ on it."""
        sure = marks.doubt(self.data, row, self.t) if hasattr(row, "confidence") else ""
        return (*([Remark(sure)] if sure else []), *self.differing(table, row_id))

    def differing(self, table: str, row_id: str, corrected: bool = False) -> tuple[Remark, ...]:
        """That sources differ on a row, or that this project corrected it, with the gravest disagreement that names it.

        Of another city's row the conflict is told in that city's brief.
        """
        conflict_ids = self.conflicts_of.get((table, row_id))
        if not conflict_ids:
            return ()
        text = self.t("corrected" if corrected else "disputed")
        return (Remark(text, conflict_anchor(conflict_ids[0]) if conflict_ids[0] in self.touching else ""),)

    @cached_property
    def severity(self) -> dict[str, str]:
        return {row.conflict_id: row.severity for row in records.each(self.data.disagreements, records.Conflict)}

    @cached_property
    def conflicts_of(self) -> dict[tuple[str, str], list[str]]:
        """(table, row_id) -> the disagreements that name this row, the gravest first."""
        by_row: dict[tuple[str, str], list[str]] = {}
        for target in records.each(self.data.disputes, records.ConflictTarget):
            by_row.setdefault((target.table, target.row_id), []).append(target.conflict_id)
        return {
            row: sorted(ids, key=lambda conflict_id: GRAVITY.index(self.severity[conflict_id]))
            for row, ids in by_row.items()
        }

    @cached_property
    def touching(self) -> set[str]:
        """The disagreements that name a row of this city, one of its organisations, or all cities."""
        own = {(table, row_id) for table, rows in self.rows.items() for row_id in rows[OF_A_CITY[table]]}
        own |= {("partners", partner) for partner in self.rows["partnerships"]["partner_id"]}
        own |= {("cities", "")}
        return {conflict for row in own for conflict in self.conflicts_of.get(row, ())}

    @cached_property
    def differences(self) -> list[records.Conflict]:
        """The rows of disagreements.csv that touch the city, the gravest first."""
        rows = self.data.disagreements[self.data.disagreements["conflict_id"].isin(self.touching)]
        return sorted(records.each(rows, records.Conflict), key=lambda row: GRAVITY.index(row.severity))


def without_stop(text: str) -> str:
    """What follows a name or a fact in the same line, without the full stop of a sentence."""
    return re.sub(r"(?<=[a-z0-9)])(?<!Ltd)[.]$", "", text)  # a Thai abbreviation keeps its stop
