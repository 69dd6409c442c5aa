"""One city in one view: what its page shows first and what its A4 sheet holds, as plain content.

The same rule for every city. Of each cell of the evidence map one line a mark, the first statement in written order;
what else stands there is told as "+n". Limits and silences are all there. Who has little room leaves lines out and says
so in `missing`. Every text is in the reader's language and unescaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from lcdash.content import statements
from lcdash.content.marks import UNSURE
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.dataset.records import Record
from lcdash.evidence import cached_frames, conflicts, evidence_map, filtering, limit_answers, standings
from lcdash.evidence.evidence_map import EvidenceMap, MapCell
from lcdash.evidence.matrix import country_limits
from lcdash.language import dates
from lcdash.language.translations import Translations


class SummaryLine(NamedTuple):
    """A statement, programme or need in few words.

    detail   what follows where there is room.   mark  one of evidence_map.MARKS, or "".
    favourable, planned  as the mark of its cell says.   source  its `source` cell.
    project  this project assigned its factor.   differ  on what sources differ, or "".   unsure  not verified.
    topics   the same in few words, one for each disagreement.
    more     how many statements of the same mark stand in the cell beside this one.
    """

    text: str
    detail: str = ""
    mark: str = ""
    favourable: bool = False
    planned: bool = False
    source: str = ""
    evidence_id: str = ""
    project: bool = False
    differ: str = ""
    unsure: bool = False
    topics: tuple[str, ...] = ()
    more: int = 0


class SummaryFacet(NamedTuple):
    """A facet, or with `other` what a source puts under the factor alone; `state`, `row_id` as of a MapCell."""

    name: str
    state: str
    lines: tuple[SummaryLine, ...]
    row_id: str
    other: bool = False


class SummaryFactor(NamedTuple):
    """A factor with its facets."""

    factor_id: str
    number: str
    name: str
    facets: tuple[SummaryFacet, ...]


class SummaryFact(NamedTuple):
    """A label and what is known, a line each; none where the documents do not say.

    kind  "standing", "lead", "size" or "web": the same fact of another city has the same.
    """

    kind: str
    label: str
    lines: tuple[SummaryLine, ...]


class SummaryPeer(NamedTuple):
    """A city to talk to, and why; `ask`, the organisation to ask there, None where the documents name none."""

    city_id: str
    name: str
    why: tuple[str, ...]
    ask: SummaryLine | None = None


class Visit(NamedTuple):
    """A city to visit: the organisation to ask there, what it has, and the limits to which that is related."""

    city_id: str
    name: str
    ask: SummaryLine | None
    lines: tuple[SummaryLine, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What is known of a city.

    place      province and region.   vision  its first description; None where the documents give none.
    limits     its own, in the order of the map.   national  those of the whole country.
    peers      whom to learn from: cities with something related to its limits, or without any to the country's.
    visits     the same as a way: each city once, the first of each limit before the others.
    groups     for a city outside the study: cities alike, by what they have in common.
    silent     names of the facets of which nothing was found.   missing  how many were left out for want of room.
    doubts     on what sources differ of the city as a whole: statements that may be its own stand at another city.
    """

    city_id: str
    name: str
    place: str
    in_study: bool
    vision: SummaryLine | None
    facts: tuple[SummaryFact, ...]
    factors: tuple[SummaryFactor, ...]
    limits: tuple[SummaryLine, ...]
    national: tuple[SummaryLine, ...]
    peers: tuple[SummaryPeer, ...]
    visits: tuple[Visit, ...]
    groups: tuple[tuple[str, tuple[SummaryPeer, ...]], ...]
    programmes: tuple[SummaryLine, ...]
    needs: tuple[SummaryLine, ...]
    titles: tuple[SummaryLine, ...]
    silent: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    missing: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[SummaryLine]:
        """Every line, in the order of reading."""
        yield from [self.vision] if self.vision else []
        for fact in self.facts:
            yield from fact.lines
        for factor in self.factors:
            for facet in factor.facets:
                yield from facet.lines
        for group in (self.limits, self.national, self.programmes, self.needs, self.titles):
            yield from group

    def lines_of_others(self) -> Iterator[SummaryLine]:
        """What is said of the cities to visit or to talk to."""
        for visit in self.visits:
            yield from visit.lines
            yield from [visit.ask] if visit.ask else []
        for _, peers in self.groups:
            yield from (peer.ask for peer in peers if peer.ask)

    def sources(self) -> tuple[str, ...]:
        """The ids of the sources it rests on, in the order in which they are first cited."""
        source_ids = (source_id for line in self.lines() for source_id, _ in citations.parse(line.source))
        return tuple(dict.fromkeys(source_ids))

    def topics(self) -> tuple[str, ...]:
        """On what sources differ of whatever it says, each disagreement once."""
        topics = (topic for line in (*self.lines(), *self.lines_of_others()) for topic in line.topics)
        return tuple(dict.fromkeys((*self.doubts, *topics)))


def summary(data: Dataset, city_id: str, t: Translations) -> Summary:
    """What is known of a city. Raises KeyError for one that is not in the dataset."""
    return _SummaryReader(data, city_id, t).summary()


class _SummaryReader:
    """Reads the tables for one city in one language."""

    def __init__(self, data: Dataset, city_id: str, t: Translations) -> None:
        self.data, self.city_id, self.t = data, city_id, t
        rows = data.cities.set_index("city_id", drop=False)
        self.city = records.first(rows.loc[[city_id]], records.City)
        self.map = self._map()
        self.statements = {row.evidence_id: row for row in records.each(data.evidence, records.Evidence)}

    def _map(self) -> EvidenceMap:
        data = self.data
        own = data.cities[data.cities["city_id"] == self.city_id]
        rows = evidence_map.facet_rows(data.factors, data.facets)
        evidence = data.evidence[data.evidence["city_id"].isin(("", self.city_id))]
        return evidence_map.evidence_map(evidence, rows, own, list(data.sources["source_id"]))

    def summary(self) -> Summary:
        national = [
            self.statement(row)
            for row in records.each(country_limits(self.data.evidence, self.data.factors), records.Evidence)
        ]
        factors = tuple(self.factors())
        limits = tuple(line for line in self.own_lines() if line.mark == "limit")
        peers = _Peers(self)
        visits = tuple(peers.visits([line.evidence_id for line in limits])) if self.city.in_study else ()
        return Summary(
            city_id=self.city_id,
            name=self.t.of(self.city, "name"),
            place=self.place(),
            in_study=bool(self.city.in_study),
            vision=next(self.described("vision"), None) or next(self.described("profile"), None),
            facts=tuple(self.facts()),
            factors=factors,
            limits=limits,
            national=tuple(national),
            peers=tuple(peers.peers(visits)),
            visits=visits,
            groups=() if self.city.in_study else tuple(peers.alike()),
            programmes=tuple(map(self.programme, self.own("programmes", records.Programme))),
            needs=tuple(
                SummaryLine(self.t.of(row, "need"), source=row.source) for row in self.own("needs", records.Need)
            ),
            titles=tuple(map(self.designation, self.own("designations", records.Designation))),
            silent=tuple(side.name for factor in factors for side in factor.facets if side.state == "silent"),
            doubts=self.topics("cities", self.city_id),
        )

    def own(self, table: str, kind: type[Record]) -> Iterator[Record]:
        frame = self.data.table(table)
        return records.each(frame[frame["city_id"] == self.city_id], kind)

    # who and where

    def place(self) -> str:
        provinces = self.data.provinces.set_index("iso")[f"name_{self.t.language}"]
        region = self.data.labels("region_nso", self.t.language)[self.city.region_nso]
        province = provinces[self.city.province_iso]
        return region if province == region else self.t("province_of", province=province, region=region)

    def described(self, part: str) -> Iterator[SummaryLine]:
        rows = (row for row in self.own("descriptions", records.Description) if row.part == part)
        return (self.sure(row, self.t.of(row, "text"), "descriptions") for row in rows)

    def facts(self) -> Iterator[SummaryFact]:
        """In whose name it is a member since when, who leads, how many people the unit has, its office on the web."""
        member = [
            self.standing(row) for row in self.own("memberships", records.Membership) if row.scheme == standings.NETWORK
        ]
        if member:
            yield SummaryFact("standing", self.t("sheet_member"), tuple(member))
        else:
            others = tuple(map(self.other_standing, self.own("memberships", records.Membership)))
            yield SummaryFact("standing", self.t("sheet_standing"), others)
        names = self.data.names("partners", self.t.language)
        leads = [row for row in self.own("partnerships", records.Partnership) if row.role == "lead"]
        led = tuple(self.sure(row, names[row.partner_id], "partnerships") for row in leads)
        yield SummaryFact("lead", self.t("sheet_lead"), led)
        yield SummaryFact("size", self.t("sheet_size"), tuple(self.sizes()))
        if self.city.website:
            yield SummaryFact("web", self.t("sheet_web"), (SummaryLine(self.city.website, source=self.city.source),))

    def standing(self, row: records.Membership) -> SummaryLine:
        text = self.t.of(row, "member_name")
        if row.since:
            text = f"{text} · {self.t('since', date=dates.spoken(row.since, self.t.language))}"
        return self.sure(row, text, "memberships")

    def other_standing(self, row: records.Membership) -> SummaryLine:
        """How a city stands that is no member: under which scheme, in whose name."""
        line = self.standing(row)
        return line._replace(text=f"{self.data.labels('membership_scheme', self.t.language)[row.scheme]}: {line.text}")

    def sure(self, row: Any, text: str, table: str) -> SummaryLine:
        """A fact as a line: whether it is sure, and whether sources differ on its row."""
        row_id = str(row[0])  # every table has its id first
        unsure = getattr(row, "confidence", "") in UNSURE
        line = SummaryLine(text, source=row.source, differ=self.differs(table, row_id), unsure=unsure)
        return line._replace(topics=self.topics(table, row_id))

    def topics(self, table: str, row_id: str) -> tuple[str, ...]:
        naming = conflicts.naming(self.data, table, row_id)
        return tuple(self.t.of(conflict, "topic") for conflict in records.each(naming, records.Conflict))

    def differs(self, table: str, row_id: str) -> str:
        disputed = conflicts.is_disputed(self.data, table, row_id)
        return statements.differing(self.data, table, row_id, self.t) if disputed else ""

    def sizes(self) -> Iterator[SummaryLine]:
        own = standings.own_standings(self.data.memberships)
        sizes = standings.unit_sizes(own[own["city_id"] == self.city_id], self.data.figures)
        areas = self.data.labels("unit_of", self.t.language)
        for row in records.each(sizes, standings.UnitSize):
            year = dates.year(int(row.year), self.t.language)
            text = self.t("sheet_people", n=f"{row.value:,.0f}", area=areas[row.unit_of].lower(), year=year)
            yield SummaryLine(text, source=row.source, unsure=row.confidence in UNSURE)

    def designation(self, row: records.Designation) -> SummaryLine:
        facts = [self.t.of(row, "title")]
        if row.status != "held":
            facts.append(self.data.labels("designation_status", self.t.language)[row.status])
        return self.sure(row, " · ".join(facts), "designations")

    # what the documents say

    def statement(self, row: records.Evidence) -> SummaryLine:
        """A statement (a row of evidence) in its short form."""
        return SummaryLine(
            self.t.of(row, "short"),
            mark=evidence_map.mark_of(row.kind, row.appraisal),
            favourable=row.appraisal == "favourable",
            planned=row.stage in evidence_map.PLANS,
            source=row.source,
            evidence_id=row.evidence_id,
            project=row.factor_by == "project",
            differ=self.differs("evidence", row.evidence_id),
            topics=self.topics("evidence", row.evidence_id),
        )

    def own_lines(self) -> Iterator[SummaryLine]:
        """Every statement of the city, in the order of the map."""
        return (self.statement(self.statements[evidence_id]) for evidence_id in self.map.in_column(self.city_id))

    def lines_of(self, cell: MapCell) -> tuple[SummaryLine, ...]:
        """The first statement of each mark, with how many more stand behind it; of limits, all."""
        lines = []
        for kind, mark in cell.marks.items():
            evidence_ids = mark.statements if kind == "limit" else mark.statements[:1]
            for evidence_id in evidence_ids:
                line = self.statement(self.statements[evidence_id])
                more = 0 if kind == "limit" else len(mark.statements) - 1
                lines.append(line._replace(favourable=mark.favourable, planned=mark.planned, more=more))
        return tuple(lines)

    def factors(self) -> Iterator[SummaryFactor]:
        names = {row.facet_id: self.t.of(row, "short") for row in records.each(self.data.facets, records.Facet)}
        for factor in records.each(self.data.factors, records.Factor):
            facets = []
            for row in self.map.rows:
                if row.factor_id != factor.factor_id or row.kind == "factor":
                    continue
                cell = self.map.cells[row.row_id, self.city_id]
                facets.append(SummaryFacet(names[row.row_id], cell.state, self.lines_of(cell), row.row_id))
            line = self.map.cells[factor.factor_id, self.city_id]
            if line.marks or not facets:
                facets.append(
                    SummaryFacet(self.t("sheet_other"), line.state, self.lines_of(line), line.row_id, other=True)
                )
            yield SummaryFactor(factor.factor_id, str(factor.number), self.t.of(factor, "short"), tuple(facets))

    def programme(self, row: records.Programme) -> SummaryLine:
        """Its name; `detail`, its purpose."""
        return self.sure(row, self.t.of(row, "name"), "programmes")._replace(detail=self.t.of(row, "purpose"))


class _Peers:
    """Whom the city of `reader` can talk to."""

    def __init__(self, reader: _SummaryReader) -> None:
        self.reader, self.data, self.city, self.t = reader, reader.data, reader.city, reader.t
        self.names = filtering.names(cached_frames.cities(self.data, self.t.language), self.t.language)
        self.partners = self.data.names("partners", self.t.language)

    def visits(self, own_limits: Sequence[str]) -> Iterator[Visit]:
        """The cities with something related to its limits, else to the country's, by the editors' choice."""
        limits = own_limits or list(country_limits(self.data.evidence, self.data.factors)["evidence_id"])
        related = {limit: list(self.related(limit)) for limit in limits}
        firsts = [rows[0].city_id for rows in related.values() if rows]
        for city_id in dict.fromkeys([*firsts, *(row.city_id for rows in related.values() for row in rows)]):
            titles: dict[str, None] = {}
            answers: dict[str, limit_answers.RelatedAnswer] = {}
            for limit, rows in related.items():
                for row in rows:
                    if row.city_id == city_id:
                        titles[self.t.of(self.reader.statements[limit], "short")] = None
                        answers.setdefault(row.answer_id, row)
            lines = {line.text: line for line in map(self.line, answers.values())}
            first = next(iter(answers.values()))
            yield Visit(city_id, self.names[city_id], self.ask(city_id, first), tuple(lines.values()), tuple(titles))

    def related(self, limit: str) -> Iterator[limit_answers.RelatedAnswer]:
        rows = limit_answers.curated_answers(limit, self.data.answers, self.data.evidence, self.data.programmes)
        for row in records.each(rows, limit_answers.RelatedAnswer):
            if row.city_id in self.names and row.city_id != self.city.city_id:
                yield row

    @cached_property
    def programmes(self) -> dict[str, records.Programme]:
        return {row.programme_id: row for row in records.each(self.data.programmes, records.Programme)}

    def line(self, row: limit_answers.RelatedAnswer) -> SummaryLine:
        if row.answer_id in self.programmes:
            return self.reader.programme(self.programmes[row.answer_id])
        return self.reader.statement(self.reader.statements[row.answer_id])

    def ask(self, city_id: str, answer: limit_answers.RelatedAnswer | None = None) -> SummaryLine | None:
        """Who runs the programme that is the answer, else who leads in the city, else in whose name it is a member."""
        programme = self.programmes.get(answer.answer_id) if answer else None
        if programme and programme.partner_ids:
            return SummaryLine(self.partners[programme.partner_ids[0]])
        partnerships, memberships = self.data.partnerships, self.data.memberships
        leads = partnerships[(partnerships["city_id"] == city_id) & (partnerships["role"] == "lead")]
        for lead in records.each(leads, records.Partnership):
            return self.reader.sure(lead, self.partners[lead.partner_id], "partnerships")
        for unit in records.each(memberships[memberships["city_id"] == city_id], records.Membership):
            return self.reader.sure(unit, self.t.of(unit, "member_name"), "memberships")
        return None

    def peers(self, visits: Sequence[Visit]) -> Iterator[SummaryPeer]:
        """The cities of `visits` in the order of all cities, with everything related."""
        reasons = {visit.city_id: tuple(line.text for line in visit.lines) for visit in visits}
        for city_id, name in self.names.items():
            if city_id in reasons:
                yield SummaryPeer(city_id, name, reasons[city_id])

    def alike(self) -> Iterator[tuple[str, tuple[SummaryPeer, ...]]]:
        """For a city nobody studied: members of the same kind of unit, of the same region, of the same round."""
        data, t = self.data, self.t
        own = standings.own_standings(data.memberships).set_index("city_id")
        members = cached_frames.cities(data, t.language)
        members = members[members["city_id"].isin(cached_frames.member_standings(data)["city_id"])]
        members = members[members["city_id"] != self.city.city_id]
        here = own.loc[self.city.city_id] if self.city.city_id in own.index else None
        tests = {"sheet_same_region": members["region_nso"] == self.city.region_nso}
        if here is not None:
            units = [bool(set(own.loc[city, "units"]) & set(here["units"])) for city in members["city_id"]]
            since = [own.loc[city, "since"] == here["since"] for city in members["city_id"]]
            tests = {"sheet_same_unit": pd.Series(units, index=members.index, dtype=bool), **tests}
            tests["sheet_same_round"] = pd.Series(since, index=members.index, dtype=bool)
        earlier: set[str] = set()
        for key, alike in tests.items():
            rows = [row for row in records.each(members[alike], records.City) if row.city_id not in earlier]
            earlier |= {row.city_id for row in rows}
            if rows:
                yield t(key), tuple(map(self.peer, rows))

    def peer(self, row: records.City) -> SummaryPeer:
        return SummaryPeer(row.city_id, self.t.of(row, "name"), self.tag(row), self.ask(row.city_id))

    def tag(self, row: records.City) -> tuple[str, ...]:
        text = self.t.of(row, "tag")
        return (text,) if text else ()
