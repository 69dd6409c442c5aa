"""What a place says of itself: its answers by facet, its needs, partners, spaces and programmes, beside the members.

Nothing of it is in the dataset and nothing of it is judged: no score, no total. What is not answered stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

import pandas as pd

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, limit_answers
from lcdash.evidence.evidence_map import CellMark, EvidenceMap, MapCell, MapColumn, mark_of
from lcdash.evidence.frameworks import COMPARED
from lcdash.language.translations import Translations

OWN = "own_place"  # the column of the place that fills it in
PARTS = ("place", "facets", "needs", "partners", "spaces", "programmes")
THERE = ("exists", "planned", "none", "unknown")
NO_MARK = ("none", "unknown")  # answers that are a state of their own, no mark
GAPS = ("none", "unknown", "planned")  # answers by which a place asks what others do, the first to be asked first
BLOCKS, STEPS = COMPARED[0], "unesco_step"
# How a step stands by what is told of its facets: something is lacking or not there yet; one is open or unknown, or the
# form asks for none; one is planned; all are there. What comes first is chosen first as a next step, after needs.
STEP_STATES = ("lacking", "unstated", "planned", "stated")


@dataclass(frozen=True)
class Entry:
    """One line of a place's own words: the place itself, an answer on a facet, a need, a partner, a space, a programme.

    there     one of THERE, of a facet; "" where it is not answered, which is no "don't know".
    lack      what is still lacking, of a facet.
    name      of the place, partner, space or programme.   province  ISO 3166-2, of the place.
    kind      code: of a statement (facet), a sector (partner), a kind of space or of programme; "" where not told.
    topics    ids of topics.   audience  codes.   by  who does it, or who filled it in (place).
    since     EDTF in CE, "" where not told.   proof  how one can see it.
    """

    part: str
    facet: str = ""
    there: str = ""
    name: str = ""
    province: str = ""
    statement: str = ""
    lack: str = ""
    kind: str = ""
    topics: tuple[str, ...] = ()
    by: str = ""
    audience: tuple[str, ...] = ()
    since: str = ""
    proof: str = ""


@dataclass(frozen=True)
class SelfCheck:
    """All that a place has told of itself, in the order of PARTS."""

    entries: tuple[Entry, ...] = field(default=())

    def of(self, part: str) -> tuple[Entry, ...]:
        """The entries of one part."""
        return tuple(entry for entry in self.entries if entry.part == part)

    @property
    def place(self) -> Entry:
        """The place; an empty entry where it is not named."""
        return next(iter(self.of("place")), Entry("place"))

    def side(self, facet_id: str) -> Entry | None:
        """What it says of a facet; None where it says nothing."""
        return next((entry for entry in self.of("facets") if entry.facet == facet_id), None)

    @property
    def has_answers(self) -> bool:
        """Whether it says more than its name."""
        return any(entry.part != "place" for entry in self.entries)


# The column in the evidence map


def marks(entry: Entry, *, direction: bool) -> dict[str, CellMark]:
    """The marks of an answer, in the order of the map: what there is or is planned, then what is lacking.

    That there is none yet is a gap and no limit, as a silence is none: a limit is only what the place says is lacking.

    direction  whether the facet is about where a city is heading: a statement that names no kind is taken for that.
    """
    of_kind = {}
    if entry.there in ("exists", "planned"):
        kind = entry.kind or ("direction" if direction else "asset")
        of_kind[kind] = CellMark(
            mark_of(kind, "none"), (entry.facet,), favourable=False, planned=entry.there == "planned"
        )
    if entry.lack:
        of_kind["limit"] = CellMark("limit", (entry.facet,), favourable=False, planned=False)
    return of_kind


def with_own(chart: EvidenceMap, check: SelfCheck, facets: pd.DataFrame) -> EvidenceMap:
    """The evidence map with the place's own column after all others.

    What it leaves unanswered is open, not silent; that there is none, or that nobody knows, is a state of its own.
    """
    directions = dict(zip(facets["facet_id"], facets["direction"], strict=True))
    cells = dict(chart.cells)
    for row in chart.rows:
        entry = check.side(row.row_id)
        own_marks = marks(entry, direction=bool(directions[row.row_id])) if entry else {}
        cells[row.row_id, OWN] = MapCell(row.row_id, OWN, _state(entry, own_marks), own_marks)
    return EvidenceMap(chart.rows, (*chart.columns, MapColumn(OWN, "own")), cells, chart.statements)


def _state(entry: Entry | None, own_marks: Mapping[str, CellMark]) -> Literal["reported", "open", "none", "unknown"]:
    if entry and entry.there == "none":
        return "none"
    if entry and entry.there == "unknown":
        return "unknown"
    return "reported" if own_marks else "open"


# Whom to learn from


class Reason(NamedTuple):
    """Why a member is named: a row of `table` ("evidence" or "programmes"), and this project's reason where curated."""

    city_id: str
    table: str
    row_id: str
    reason_th: str = ""
    reason_en: str = ""

    @property
    def curated(self) -> bool:
        """Whether this project related it to a limit, with its reason."""
        return bool(self.reason_th or self.reason_en)


class Suggestion(NamedTuple):
    """A gap or a need of the place, and the members that have something there: the curated first."""

    entry: Entry
    reasons: tuple[Reason, ...]

    @property
    def cities(self) -> tuple[str, ...]:
        """The members named, each once."""
        return tuple(dict.fromkeys(reason.city_id for reason in self.reasons))


def is_gap(entry: Entry) -> bool:
    """Whether a place asks what others do here: a need, an answer that is not "exists", or something it lacks."""
    return entry.part == "needs" or (entry.part == "facets" and (entry.there in GAPS or bool(entry.lack)))


def suggestions(data: Dataset, check: SelfCheck) -> tuple[Suggestion, ...]:
    """For each need, then each gap: members with something there, each city once, none of them ranked.

    Of the gaps what is lacking comes first, then what is not known, then what is planned, as in the next steps.
    """
    facets = {facet: place for place, facet in enumerate(data.facets["facet_id"])}

    def order(gap: Entry) -> tuple[int, int]:
        state = 0 if gap.lack else GAPS.index(gap.there)
        return state, facets[gap.facet]

    gaps = sorted((gap for gap in check.of("facets") if is_gap(gap)), key=order)
    others = members(data, check)
    return tuple(Suggestion(entry, _reasons(data, entry, others)) for entry in (*check.of("needs"), *gaps))


def first_beside(chart: EvidenceMap, offers: Sequence[Suggestion], most: int) -> tuple[Entry | None, tuple[str, ...]]:
    """The cities of the study to be laid beside a place at first, and for which need or gap.

    Those that have something for the first of its needs, else of its gaps, for which any of them has: of a gap, what
    stands in the same facet. Without any, the first cities of the map, for nothing.
    """
    for entry, reasons in offers:
        cities = dict.fromkeys(reason.city_id for reason in reasons if reason.city_id in chart.studied)
        if entry.facet:
            cities = {city: None for city in cities if set(chart.cells[entry.facet, city].marks) - {"limit"}}
        if cities:
            return entry, tuple(cities)[:most]
    return None, chart.studied[:most]


def members(data: Dataset, check: SelfCheck) -> frozenset[str]:
    """The members, but for the place itself."""
    own = {check.place.name.casefold().strip()}
    same = data.cities[[thai.casefold() in own or english.casefold() in own for thai, english in _names(data)]][
        "city_id"
    ]
    return frozenset(cached_frames.member_standings(data)["city_id"]) - set(same)


def near(data: Dataset, check: SelfCheck) -> tuple[str, ...]:
    """The members in the region of the place, in the order of the dataset; none where its province is not told."""
    regions = dict(zip(data.provinces["iso"], data.provinces["region_nso"], strict=True))
    own = data.cities[data.cities["region_nso"] == regions.get(check.place.province, "-")]["city_id"]
    others = members(data, check)
    return tuple(city for city in own if city in others)


def _names(data: Dataset) -> Iterator[tuple[str, str]]:
    return zip(data.cities["name_th"], data.cities["name_en"], strict=True)


def _reasons(data: Dataset, entry: Entry, members: Collection[str]) -> tuple[Reason, ...]:
    reasons: dict[str, Reason] = {}
    for reason in (*_curated(data, entry), *_reporting(data, entry)):
        if reason.city_id in members:
            reasons.setdefault(reason.city_id, reason)
    return tuple(reasons.values())


def _curated(data: Dataset, entry: Entry) -> Iterator[Reason]:
    """What this project relates to the limits of this facet, or of these topics."""
    limits = data.evidence[data.evidence["appraisal"] == "limit"]
    touching = set(limit_answers.limits_on(data.evidence, entry.topics)["evidence_id"]) if entry.topics else set()
    if entry.facet:
        touching |= set(limits.loc[limits["facet_id"] == entry.facet, "evidence_id"])
    for limit in (evidence_id for evidence_id in limits["evidence_id"] if evidence_id in touching):
        related = limit_answers.curated_answers(limit, data.answers, data.evidence, data.programmes)
        for row in records.each(related, limit_answers.RelatedAnswer):
            yield Reason(row.city_id, row.table, row.answer_id, row.reason_th, row.reason_en)


def _reporting(data: Dataset, entry: Entry) -> Iterator[Reason]:
    """What members report in this facet, or on these topics or people: what is done before what there is."""
    own = data.evidence[(data.evidence["appraisal"] != "limit") & (data.evidence["stage"] == "exists")]
    if entry.facet:
        own = own[own["facet_id"] == entry.facet]
        shared = own["themes"].map(lambda codes: bool(set(codes) & set(entry.topics)))
    else:
        shared = own["themes"].map(lambda codes: bool(set(codes) & set(entry.topics)))
        people = own["audience"].map(lambda codes: bool(set(codes) & set(entry.audience)))
        own = own[shared | (people if not entry.topics else shared)]
        shared = shared[own.index]
    order = sorted(own.index, key=lambda label: (not shared[label], own.at[label, "kind"] != "practice"))
    for row in records.each(own.loc[order], records.Evidence):
        yield Reason(row.city_id, "evidence", row.evidence_id)


# UNESCO's building blocks, by the published crosswalk


class Block(NamedTuple):
    """A building block, and what the place says of the facets this project ties to it: directly, or in part.

    item_id  "" for the facets that are tied to none. A facet of which nothing is said has an answer that is open.
    """

    item_id: str
    direct: tuple[Entry, ...]
    partial: tuple[Entry, ...]


def blocks(data: Dataset, check: SelfCheck) -> tuple[Block, ...]:
    """Every building block with all its facets, answered or not, in UNESCO's order; then the facets tied to none."""

    def sides(facets: Sequence[str]) -> tuple[Entry, ...]:
        return tuple(check.side(facet) or Entry("facets", facet) for facet in facets)

    items = tied(data)
    under = {facet for _, direct, partial in items for facet in (*direct, *partial)}
    untied = [facet for facet in data.facets["facet_id"] if facet not in under]
    return (*(Block(item, sides(direct), sides(partial)) for item, direct, partial in items),
            Block("", sides(untied), ()))  # fmt: skip


@cache
def tied(data: Dataset) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Each building block with the facets tied to it directly, and in part."""
    items = data.frameworks[data.frameworks["framework"] == BLOCKS].sort_values("order")
    ties = data.crosswalk[data.crosswalk["facet_id"] != ""].groupby(["item_id", "strength"], sort=False)["facet_id"]
    facets_of = ties.agg(tuple).to_dict()
    return tuple(
        (item, facets_of.get((item, "direct"), ()), facets_of.get((item, "partial"), ())) for item in items["item_id"]
    )


# UNESCO's steps


class Step(NamedTuple):
    """A step, how it stands (one of STEP_STATES) and the facets for which it does; none where the form asks none.

    needs  the needs of the place that lead to it, in its own words.
    """

    item_id: str
    state: str
    facets: tuple[str, ...]
    needs: tuple[str, ...] = ()


def next_steps(data: Dataset, check: SelfCheck, offers: Sequence[Suggestion], most: int) -> tuple[Step, ...]:
    """`most` of UNESCO's steps: those to which a need leads, then those of the first of STEP_STATES before the next.

    A need leads to the steps of the facets in which the members named for it (`offers`, of `suggestions`) report
    something; where none is named or no step has such a facet, to the first step, the plan. Alike, in UNESCO's order.
    """
    rows = data.frameworks[data.frameworks["framework"] == STEPS].sort_values("order")
    facets_of_steps = {row.item_id: row.facet_ids for row in records.each(rows, records.FrameworkItem)}
    facets = dict(zip(data.evidence["evidence_id"], data.evidence["facet_id"], strict=True))
    needs: dict[str, list[str]] = {item: [] for item in facets_of_steps}
    for entry, reasons in offers:
        if entry.part == "needs":
            reported = {facets.get(reason.row_id, "") for reason in reasons}
            items = [item for item, facet_ids in facets_of_steps.items() if reported & set(facet_ids)]
            for item in items or list(facets_of_steps)[:1]:
                needs[item].append(entry.statement)
    steps = [_step(check, item, ids)._replace(needs=tuple(needs[item])) for item, ids in facets_of_steps.items()]
    return tuple(sorted(steps, key=lambda step: (not step.needs, STEP_STATES.index(step.state)))[:most])


def _step(check: SelfCheck, item_id: str, facets: Sequence[str]) -> Step:
    sides = {facet: check.side(facet) or Entry("facets", facet) for facet in facets}
    facets_by_state = {
        "lacking": [facet for facet, side in sides.items() if side.there == "none" or side.lack],
        "unstated": [facet for facet, side in sides.items() if side.there in ("", "unknown")],
        "planned": [facet for facet, side in sides.items() if side.there == "planned"],
        "stated": list(sides),
    }
    state = next((candidate for candidate in STEP_STATES if facets_by_state[candidate]), "unstated")
    return Step(item_id, state, tuple(facets_by_state[state]))


# Cities of the dataset as a place would have filled it in


@cache
def example_cities(data: Dataset) -> tuple[str, ...]:
    """The two filled examples: the city held against most building blocks, and of the study's cities with limits and
    needs of its own the one spoken of in most facets."""
    assessed = data.assessments["city_id"].value_counts()
    limited = set(data.evidence.loc[data.evidence["appraisal"] == "limit", "city_id"]) & set(data.needs["city_id"])
    studied = data.cities.loc[data.cities["in_study"], "city_id"]
    spoken = data.evidence[data.evidence["city_id"].isin(limited & set(studied))].groupby("city_id")["facet_id"]
    cities = [frame.idxmax() for frame in (assessed, spoken.nunique()) if len(frame)]
    return tuple(dict.fromkeys(map(str, cities)))


@cache
def example(data: Dataset, city_id: str, language: str) -> SelfCheck:
    """A city as if it had filled in what the dataset says of it: its statements, its assessment, its needs ..."""
    city = data.cities.set_index("city_id").loc[city_id]
    by = Translations("your-city", language)("example_by")
    place = Entry("place", name=city[f"name_{language}"], province=city["province_iso"], by=by)
    own = data.evidence[(data.evidence["city_id"] == city_id) & (data.evidence["scope"] != "country")]
    sides = {facet: _told(own[own["facet_id"] == facet], facet, language) for facet in data.facets["facet_id"]}
    free = list(sides)
    for row in records.each(data.assessments[data.assessments["city_id"] == city_id], records.Assessment):
        facet = _facet_of(data.crosswalk, row.item_id, free)
        if not facet:  # tied to no facet: the form has no place for it
            continue
        free = [other for other in free if other != facet]
        exists, missing = (str(getattr(row, f"{name}_{language}")) for name in ("exists", "missing"))
        lack = " / ".join(filter(None, (missing, sides[facet].lack)))
        sides[facet] = Entry("facets", facet, "exists", statement=exists, lack=lack, topics=sides[facet].topics)
    answered = (side for side in sides.values() if side.there)
    return SelfCheck((place, *answered, *_listed(data, city_id, language)))


def _facet_of(crosswalk: pd.DataFrame, item_id: str, free: Sequence[str]) -> str:
    """The facet that stands for a building block, one tied to it directly before one in part; "" where none is."""
    linked = crosswalk[(crosswalk["item_id"] == item_id) & (crosswalk["facet_id"] != "")]
    order = linked.iloc[(linked["strength"] != "direct").argsort(kind="stable")]["facet_id"]
    return next((facet for facet in order if facet in free), next(iter(order), ""))


def _told(rows: pd.DataFrame, facet: str, language: str) -> Entry:
    """What statements of one facet come to as an answer: the first of what there is, and every limit as a lack."""
    limits = rows[rows["appraisal"] == "limit"]
    rest = rows[rows["appraisal"] != "limit"]
    lack = " / ".join(limits[f"statement_{language}"])
    topics = tuple(dict.fromkeys(topic for codes in rows["themes"] for topic in codes))[:3]
    if rest.empty:
        return Entry("facets", facet, "none" if lack else "", lack=lack, topics=topics)
    first = rest.iloc[0]
    there = "exists" if first["stage"] in ("exists", "past") else "planned"
    statement = first[f"statement_{language}"]
    people = tuple(first["audience"])
    return Entry("facets", facet, there, "", "", statement, lack, first["kind"], topics, audience=people)


def _listed(data: Dataset, city_id: str, language: str) -> Iterator[Entry]:
    for need in records.each(data.needs[data.needs["city_id"] == city_id], records.Need):
        yield Entry("needs", statement=getattr(need, f"need_{language}"), audience=need.audience)
    partners = data.partners.set_index("partner_id")
    for share in records.each(data.partnerships[data.partnerships["city_id"] == city_id], records.Partnership):
        partner = partners.loc[share.partner_id]
        detail = getattr(share, f"detail_{language}")
        yield Entry("partners", name=partner[f"name_{language}"], statement=detail, kind=partner["sector"])
    for space in records.each(data.spaces[data.spaces["city_id"] == city_id], records.Space):
        yield Entry("spaces", name=getattr(space, f"name_{language}"), kind=space.kind)
    for row in records.each(data.programmes[data.programmes["city_id"] == city_id], records.Programme):
        name, purpose = getattr(row, f"name_{language}"), getattr(row, f"purpose_{language}")
        yield Entry("programmes", name=name, statement=purpose, kind=row.kind, audience=row.audience, since=row.since)
