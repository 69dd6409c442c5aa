"""A place as it tells of itself, in words: its answers, whom it can learn from and why, UNESCO's building blocks.

Page, sheet and memo say the same. A text that the place has typed is told as its own; what members report carries its
source. Every text is in the reader's language and unescaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from lcdash import site
from lcdash.content import statements
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, filtering, self_check
from lcdash.evidence.self_check import PARTS, Entry, Reason, SelfCheck
from lcdash.language import breaking, dates
from lcdash.language.translations import Translations

MEMBERS_SHOWN = 2  # what two members report, beside each facet of the form
STEPS = 3  # next steps that are proposed
SHORT = 44  # characters of a need in few words
NEEDS_OF_A_STEP = 2  # that are named
BESIDE_AT_FIRST = 2  # cities of the study that a place is laid beside before others are chosen


class OwnAnswer(NamedTuple):
    """What a place says of one facet; `there` in words, `marks` as the evidence map draws them.

    how  by whom, for whom, since when, proof: label and text, where told.
    """

    facet_id: str
    name: str
    there: str
    state: str
    marks: tuple[tuple[str, bool], ...]
    statement: str
    lack: str
    how: tuple[tuple[str, str], ...]


class Contact(NamedTuple):
    """Whom to call in a member: who leads its work by which source, and its office's website; "" where not known."""

    lead: str
    source: str
    website: str


class OwnPeer(NamedTuple):
    """A member to learn from: what is reported of it and where; `reason` is this project's, where there is one.

    why   why it is named: that reason, else what it has in common with what is asked, as facet, topics or people.
    near  it is in the region of the place.
    """

    city_id: str
    name: str
    words: str
    reason: str
    why: str
    source: str
    href: str
    city_href: str
    contact: Contact
    near: bool


class OwnGap(NamedTuple):
    """What a place asks about: a facet or a need, what it says of it, and members with something there.

    short   its title in few words.
    untold  it is a need of which neither topics nor people are chosen: nobody can be named for it yet.
    near    (name, address) of members of the same region, where nothing is reported of any member.
    """

    title: str
    short: str
    words: str
    peers: tuple[OwnPeer, ...]
    topics: tuple[tuple[str, str], ...]
    untold: bool
    near: tuple[tuple[str, str], ...]


class OwnBlock(NamedTuple):
    """A building block with what the place says of the facets tied to it, each with whether only in part.

    has, lacks, open  (facet, what is said of it), each; `open`, what is not answered or not known.
    """

    name: str
    has: tuple[tuple[str, str], ...]
    lacks: tuple[tuple[str, str], ...]
    open: tuple[tuple[str, str], ...]


class OwnEntry(NamedTuple):
    """A partner, space or programme: its name, what kind, what is told of it; `how` as of an Answer."""

    name: str
    kind: str
    detail: str
    how: tuple[tuple[str, str], ...]


class SideBySide(NamedTuple):
    """A factor with its facets, and what several places say of each; None where one says nothing."""

    number: str
    name: str
    rows: tuple[tuple[str, tuple[OwnAnswer | None, ...]], ...]


class OwnStep(NamedTuple):
    """One of UNESCO's steps that the rule chooses, with what the place can begin with.

    todo  the reason in short: needs, then facets.   why  each need and facet it rests on, with what the place says.
    """

    name: str
    todo: str
    why: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class OwnCity:
    """All that is shown of a place.

    factors      number, name and the answers of each; facets without an answer are in `open` by name.
    lists        part -> what it lists; partners in the order of their sectors.
    steps_rule   by which rule the next steps were chosen.
    apart        facets it asks about that no step speaks of: name, and the building blocks they stand under, joined.
    first        what for, and which cities of the study, are laid beside it at first; "" where for nothing.
    outside      the members that are not in the study, so that no column shows them: name, address.
    """

    name: str
    province: str
    told_by: str
    told_on: str
    factors: tuple[tuple[str, str, tuple[OwnAnswer, ...]], ...]
    open: tuple[str, ...]
    gaps: tuple[OwnGap, ...]
    needs: tuple[str, ...]
    blocks: tuple[OwnBlock, ...]
    lists: dict[str, tuple[OwnEntry, ...]]
    steps: tuple[OwnStep, ...]
    steps_rule: str
    apart: tuple[tuple[str, str], ...]
    first: tuple[str, tuple[str, ...]]
    outside: tuple[tuple[str, str], ...]

    @property
    def answers(self) -> tuple[OwnAnswer, ...]:
        """Every answer, in the order of the facets."""
        return tuple(answer for _, _, answers in self.factors for answer in answers)

    @property
    def peers(self) -> tuple[tuple[OwnPeer, tuple[str, ...]], ...]:
        """Whom to visit, of each gap the first."""
        return self.visits(MEMBERS_SHOWN)

    def visits(self, most: int | None = None) -> tuple[tuple[OwnPeer, tuple[str, ...]], ...]:
        """Whom to visit: each thing said of a member once, with the gaps it is named for, city by city; those first
        that this project gives a reason for, then by how the gaps stand.

        most  members of each gap; None: all.
        """
        visits: dict[tuple[str, str, str], tuple[OwnPeer, list[str]]] = {}
        pairs = sorted(
            ((gap, peer) for gap in self.gaps for peer in gap.peers[:most]),
            key=lambda pair: not pair[1].reason,
        )
        for gap, peer in pairs:
            visits.setdefault((peer.city_id, peer.href, peer.reason), (peer, []))[1].append(gap.short)
        cities = list(dict.fromkeys(city for city, _, _ in visits))
        peers = sorted(visits.values(), key=lambda visit: cities.index(visit[0].city_id))
        return tuple((peer, tuple(dict.fromkeys(titles))) for peer, titles in peers)


def own_city(data: Dataset, check: SelfCheck, t: Translations) -> OwnCity:
    """What is shown of a place, from what it has filled in."""
    place = check.place
    provinces = dict(zip(data.provinces["iso"], data.provinces[f"name_{t.language}"], strict=True))
    factors = []
    for factor in records.each(data.factors, records.Factor):
        own = records.each(data.facets[data.facets["factor_id"] == factor.factor_id], records.Facet)
        answers = tuple(_answer(data, row, side, t) for row in own if (side := check.side(row.facet_id)))
        factors.append((str(factor.number), t.of(factor, "name"), answers))
    answered = {answer.facet_id for _, _, answers in factors for answer in answers}
    names = data.names("facets", t.language)
    near = self_check.near(data, check)
    suggestions = self_check.suggestions(data, check)
    gaps = tuple(_gap(data, suggestion, near, t) for suggestion in suggestions)
    chart = cached_frames.evidence_map(data, t.language)
    first_entry, beside = self_check.first_beside(chart, suggestions, BESIDE_AT_FIRST)
    return OwnCity(
        place.name or t("no_name"),
        provinces.get(place.province, ""),
        place.by,
        dates.spoken(place.since, t.language),
        tuple(factors),
        tuple(name for facet, name in names.items() if facet not in answered),
        gaps,
        tuple(entry.statement for entry in check.of("needs")),
        tuple(_block(data, block, t) for block in self_check.blocks(data, check)),
        {part: _listed(data, check, part, t) for part in PARTS[3:]},
        _steps(data, check, suggestions, t),
        t("steps_rule", n=STEPS, all=int((data.frameworks["framework"] == self_check.STEPS).sum())),
        _apart(data, check, names, t),
        (_short(_title(first_entry, names)) if first_entry else "", beside),
        outside(data, check, t),
    )


def outside(data: Dataset, check: SelfCheck, t: Translations) -> tuple[tuple[str, str], ...]:
    """The members that are not in the study, but for the place itself: name and address."""
    names, others = data.names("cities", t.language), self_check.members(data, check)
    city_ids = [city for city in cached_frames.evidence_map(data, t.language).others if city in others]
    return tuple((names[city], site.address("cities", t.language, city=city)) for city in city_ids)


def _title(entry: Entry, facets: Mapping[str, str]) -> str:
    return facets[entry.facet] if entry.facet else entry.statement


def _apart(data: Dataset, check: SelfCheck, names: Mapping[str, str], t: Translations) -> tuple[tuple[str, str], ...]:
    """The facets it has not, or in which it lacks something, that none of UNESCO's steps speaks of, each with the
    building blocks it stands under."""
    steps = data.frameworks[data.frameworks["framework"] == self_check.STEPS]
    covered = {facet for facets in steps["facet_ids"] for facet in facets}
    lacking = {entry.facet for entry in check.of("facets") if entry.there == "none" or entry.lack} - covered
    blocks = data.names("frameworks", t.language)
    under = {
        facet: ", ".join(blocks[item] for item, *tied in self_check.tied(data) if facet in {*tied[0], *tied[1]})
        for facet in lacking
    }
    return tuple((name, under[facet]) for facet, name in names.items() if facet in under)


def _answer(data: Dataset, facet: Any, side: Entry, t: Translations) -> OwnAnswer:
    marks = self_check.marks(side, direction=bool(facet.direction))
    return OwnAnswer(
        side.facet,
        t.of(facet, "name"),
        _there(side, t),
        side.there,
        tuple((mark.kind, mark.planned) for mark in marks.values()),
        side.statement,
        side.lack,
        _how(data, side, t),
    )


def _there(side: Entry, t: Translations) -> str:
    """An answer in a word; of a facet of which something is said but nothing answered, that."""
    return t(f"there_{side.there}") if side.there else t("own_open")


def _how(data: Dataset, entry: Entry, t: Translations) -> tuple[tuple[str, str], ...]:
    """By whom, for whom, since when, proof: label and text, where told."""
    people = data.labels("audience", t.language)
    texts = {
        "by": entry.by,
        "audience": ", ".join(people[code] for code in entry.audience),
        "since": dates.spoken(entry.since, t.language),
        "proof": entry.proof,
    }
    return tuple((t(f"col_{column}"), text) for column, text in texts.items() if text)


def _gap(data: Dataset, suggestion: self_check.Suggestion, near: Sequence[str], t: Translations) -> OwnGap:
    entry = suggestion.entry
    themes = data.names("themes", t.language)
    title = _title(entry, data.names("facets", t.language))
    text = _said(entry, t) if entry.facet else t("part_needs")
    topics = tuple((themes[topic], site.address("learn", t.language, theme=topic)) for topic in entry.topics)
    untold = entry.part == "needs" and not entry.topics and not entry.audience
    peers = tuple(_peer(data, entry, reason, near, t) for reason in suggestion.reasons)
    cities = data.names("cities", t.language)
    alike = [(cities[city], site.address("cities", t.language, city=city)) for city in near]
    return OwnGap(
        title,
        _short(title) if entry.part == "needs" else title,
        text,
        peers,
        topics,
        untold,
        () if peers or untold else tuple(alike),
    )


def _short(text: str) -> str:
    """The first pieces of a need, as many as SHORT has room for."""
    if len(text) <= SHORT:
        return text
    pieces = breaking.pieces(text[: 2 * SHORT])
    fitting = [word for place, word in enumerate(pieces, start=1) if len("".join(pieces[:place])) <= SHORT]
    return "".join(fitting).rstrip(" ,.;:(") + "…"


@cache
def contact(data: Dataset, city_id: str, language: str) -> Contact:
    """Who leads a member's work, by its sources, and where its office is on the web."""
    own = data.partnerships[(data.partnerships["city_id"] == city_id) & (data.partnerships["role"] == "lead")]
    names = data.names("partners", language)
    source = statements.short_source(data, ";".join(own["source"]), Translations("evidence_map", language))
    city = data.cities.set_index("city_id").loc[city_id]
    return Contact(", ".join(names[partner] for partner in own["partner_id"]), source, city["website"])


def _peer(data: Dataset, entry: Entry, reason: Reason, near: Sequence[str], t: Translations) -> OwnPeer:
    rows = data.evidence if reason.table == "evidence" else data.programmes
    key = f"{reason.table.removesuffix('s')}_id"
    row = rows[rows[key] == reason.row_id].iloc[0]
    claim = reason.table == "evidence"
    text = row[f"statement_{t.language}"] if claim else row[f"name_{t.language}"]
    own_reason = reason.reason_th if t.language == "th" else reason.reason_en
    return OwnPeer(
        reason.city_id,
        data.names("cities", t.language)[reason.city_id],
        str(text),
        own_reason,
        t("because", reason=own_reason) if own_reason else _shared(data, entry, row, t),
        statements.short_source(data, row["source"], Translations("evidence_map", t.language)),
        site.address("evidence", t.language, id=reason.row_id) if claim else site.of_programme(row, t.language),
        site.address("cities", t.language, city=reason.city_id),
        contact(data, reason.city_id, t.language),
        reason.city_id in near,
    )


def _shared(data: Dataset, entry: Entry, row: pd.Series, t: Translations) -> str:
    """What a statement has in common with what is asked: its facet, topics, or people where no topics are."""
    topics, people = data.names("themes", t.language), data.labels("audience", t.language)
    texts = {
        "facet": data.names("facets", t.language)[entry.facet] if entry.facet else "",
        "topics": ", ".join(topics[code] for code in entry.topics if code in row["themes"]),
        "people": ", ".join(people[code] for code in entry.audience if code in row["audience"]),
    }
    return t("alike", what=" · ".join(f"{t(f'alike_{key}')} {text}" for key, text in texts.items() if text))


def _block(data: Dataset, block: self_check.Block, t: Translations) -> OwnBlock:
    facets = data.names("facets", t.language)
    names = {side.facet: t("block_partly", facet=facets[side.facet]) for side in block.partial}
    sides = [(names.get(side.facet, facets[side.facet]), side) for side in (*block.direct, *block.partial)]
    has = ((name, side.statement or _there(side, t)) for name, side in sides if side.there in ("exists", "planned"))
    lacks = (
        (name, _said(side, t) if side.there == "none" else side.lack)
        for name, side in sides
        if side.lack or side.there == "none"
    )
    unknown = ((name, _there(side, t)) for name, side in sides if side.there in ("", "unknown") and not side.lack)
    name = data.names("frameworks", t.language)[block.item_id] if block.item_id else t("block_none")
    return OwnBlock(name, tuple(has), tuple(lacks), tuple(unknown))


def _listed(data: Dataset, check: SelfCheck, part: str, t: Translations) -> tuple[OwnEntry, ...]:
    codes = {"partners": "sector", "spaces": "space_kind", "programmes": "programme_kind"}
    kinds = data.labels(codes[part], t.language)
    order = list(kinds)
    entries = sorted(check.of(part), key=lambda item: order.index(item.kind) if item.kind in order else len(order))
    return tuple(
        OwnEntry(entry.name, kinds.get(entry.kind, ""), entry.statement, _how(data, entry, t)) for entry in entries
    )


def _steps(
    data: Dataset, check: SelfCheck, suggestions: Sequence[self_check.Suggestion], t: Translations
) -> tuple[OwnStep, ...]:
    """The next steps that the rule of self_check.next_steps chooses: an agenda, not an order of merit."""
    rows = {row.item_id: row for row in records.each(data.frameworks, records.FrameworkItem)}
    wording = Translations("evidence_map", t.language)
    return tuple(
        OwnStep(
            t.of(rows[step.item_id], "name"),
            _begin(data, step, t),
            (
                *((t("part_needs"), need) for need in step.needs),
                *(_why(data, check, facet, t) for facet in step.facets),
            ),
            statements.short_source(data, rows[step.item_id].source, wording),
        )
        for step in self_check.next_steps(data, check, suggestions, STEPS)
    )


def _begin(data: Dataset, step: self_check.Step, t: Translations) -> str:
    """What to begin with, in short: its needs, then what is lacking; where there is no need, its facets."""
    names = data.names("facets", t.language)
    facets = " · ".join(names[facet] for facet in step.facets)
    if step.needs:
        first = " · ".join(map(_short, step.needs[:NEEDS_OF_A_STEP]))
        left = len(step.needs) - NEEDS_OF_A_STEP
        needs = t("step_needs", what=t("untold_more", first=first, n=left) if left > 0 else first)
        return f"{needs} {t('step_needs_lacking', what=facets)}" if step.state == "lacking" else needs
    return t(f"step_{step.state}", what=facets) if step.facets else t("step_unasked")


def _why(data: Dataset, check: SelfCheck, facet: str, t: Translations) -> tuple[str, str]:
    """A facet that a step rests on, and what the place says of it."""
    side = check.side(facet)
    return data.names("facets", t.language)[facet], _said(side, t) if side else t("own_open")


def _said(entry: Entry, t: Translations) -> str:
    """What a place says of a facet: its answer in a word, then its own words, then what is lacking."""
    lack = f"{t('sheet_lacks')}: {entry.lack}" if entry.lack else ""
    return " · ".join(filter(None, (_there(entry, t), entry.statement, lack)))


# Several places side by side, as the tables of a workshop fill them in


def side_by_side(data: Dataset, checks: Sequence[SelfCheck], t: Translations) -> tuple[SideBySide, ...]:
    """Factor by factor what each place answers."""
    factors = []
    for factor in records.each(data.factors, records.Factor):
        rows = []
        for facet in records.each(data.facets[data.facets["factor_id"] == factor.factor_id], records.Facet):
            sides = (check.side(facet.facet_id) for check in checks)
            rows.append((t.of(facet, "name"), tuple(_answer(data, facet, side, t) if side else None for side in sides)))
        factors.append(SideBySide(str(factor.number), t.of(factor, "name"), tuple(rows)))
    return tuple(factors)


def table_names(checks: Sequence[SelfCheck], t: Translations) -> tuple[str, ...]:
    """What the columns are called: each by its place, numbered where it has no name or one that another has."""
    names = [check.place.name for check in checks]
    return tuple(
        name if name and names.count(name) == 1 else " ".join(filter(None, (name, t("table_n", n=place))))
        for place, name in enumerate(names, start=1)
    )


# What stands beside the form


@cache
def reported(data: Dataset, language: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Facet -> what two members of the study report there (city, words, address); over all facets each city in turn."""
    chart = cached_frames.evidence_map(data, language)
    names = data.names("cities", language)
    rows = {row.evidence_id: row for row in records.each(chart.statements, records.Evidence)}
    counts = dict.fromkeys(chart.studied, 0)
    examples = {}
    for facet in data.facets["facet_id"]:
        speaking = [city for city in chart.studied if set(chart.cells[facet, city].marks) - {"limit"}]
        city_ids = sorted(speaking, key=lambda city: counts[city])[:MEMBERS_SHOWN]
        of_facet = []
        for city in city_ids:
            counts[city] += 1
            marks = chart.cells[facet, city].marks
            first = next(marks[kind] for kind in ("practice", "asset", "direction") if kind in marks).statements[0]
            text = getattr(rows[first], f"statement_{language}")
            of_facet.append((names[city], text, site.address("evidence", language, id=first)))
        examples[facet] = tuple(of_facet)
    return examples


def members(data: Dataset, language: str) -> dict[str, str]:
    """The members that the place can be laid beside: city -> name, in the order of their names."""
    cities = filtering.by_name(cached_frames.studied(data, language, others=False), language)
    return filtering.names(cities, language)
