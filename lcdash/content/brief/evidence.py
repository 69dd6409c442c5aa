"""What the sources say of a city: by factor, held against UNESCO's blocks, and whom it can learn from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lcdash.content import marks
from lcdash.content.brief.city import BriefCity
from lcdash.content.brief.model import (
    Answers,
    BriefBlock,
    BriefFacet,
    BriefFactor,
    BriefLine,
    Elsewhere,
    Factors,
    Learn,
    SamePeople,
)
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.evidence.matrix import MatrixCell, evidence_matrix
from lcdash.language import dates


def factors(city: BriefCity) -> Factors:
    """Claims and limits by factor and facet, silences where they are, the country's limits beside them."""
    matrix = evidence_matrix(city.data.evidence, city.data.facets, city.rows["cities"])
    names = city.data.names("facets", city.language)
    rows = []
    for factor in records.each(city.data.factors, records.Factor):
        facets = tuple(
            BriefFacet(
                names.get(side.facet_id) or city.t("printed_here"),
                city.claims[city.claims["evidence_id"].isin(side.evidence_ids)],
            )
            for side in records.each(matrix[matrix["factor_id"] == factor.factor_id], MatrixCell)
        )
        national = city.national[city.national["factor_id"] == factor.factor_id]
        rows.append(BriefFactor(f"{factor.number} {city.t.of(factor, 'name')}", facets, national))
    silence = marks.mark("nothing", city.labels("state")["nothing"])
    return Factors(city.t("factors_note", n=city.studied), tuple(rows), silence)


def blocks(city: BriefCity) -> tuple[BriefBlock, ...]:
    """A city held against UNESCO's building blocks: what is there, and what the source says is still needed."""
    items = {item.item_id: item for item in records.each(city.data.frameworks, records.FrameworkItem)}
    return tuple(
        BriefBlock(
            f"{items[row.item_id].order} {city.t.of(items[row.item_id], 'name')}",
            city.t.of(row, "exists"),
            city.t("as_of", date=dates.spoken(row.as_of, city.language)) if row.as_of else "",
            city.remarks(row, "assessments", row.assessment_id),
            row.source,
            city.t.of(row, "note"),
            marks.mood(city.data, row.mood, city.t),
            city.t.of(row, "missing"),
        )
        for row in records.each(city.rows["assessments"], records.Assessment)
    )


def elsewhere(city: BriefCity) -> Elsewhere:
    """What other sources say of a city that was not studied, by factor, and what holds for the whole country."""
    names = city.data.numbered_factors(city.language)
    return Elsewhere(
        marks.mark("not_studied", city.labels("state")["not_studied"]),
        city.t("elsewhere_note", city=city.name, n=city.studied),
        tuple(BriefFacet(names[str(factor_id)], claims) for factor_id, claims in city.claims.groupby("factor_id")),
        city.nothing("claims"),
        city.national,
    )


def learn(city: BriefCity) -> Learn:
    """Whom to learn from and why: what the editors related to its limits, programmes for those it has to serve."""
    others = [side for side in filtering.by_name(city.data.cities, city.language)["city_id"] if side != city.city_id]
    own = [_answers(city, limit, [city.city_id, *others, ""]) for limit in records.each(city.limits, records.Evidence)]
    people = [_same_people(city, need, others) for need in records.each(city.rows["needs"], records.Need)]
    country = [] if own else [_answers(city, limit, others) for limit in records.each(city.national, records.Evidence)]
    return Learn(
        marks.mark("limit", city.labels("appraisal")["limit"]),
        tuple(side for side in own if side.lines),
        tuple(side for side in people if side.lines),
        "" if own else city.t("learn_none"),
        tuple(side for side in country if side.lines),
    )


def _answers(city: BriefCity, limit: records.Evidence, order: Sequence[str]) -> Answers:
    """A limit and what speaks to it, by city in this `order`; what is of no city in it is left out."""
    answering = _answering(city.data)
    answers = records.each(city.data.answers[city.data.answers["limit_id"] == limit.evidence_id], records.Answer)
    by_city = [(answering[row.answer_id][1].city_id, row) for row in answers]
    rows = [row for city_id in order for whose, row in by_city if whose == city_id]
    return Answers(city.t.of(limit, "statement"), tuple(_answer(city, row) for row in rows))


@cache
def _answering(data: Dataset) -> dict[str, tuple[str, records.Evidence | records.Programme]]:
    """Id of a claim or programme -> its table and row."""
    rows: dict[str, tuple[str, records.Evidence | records.Programme]]
    rows = {row.evidence_id: ("evidence", row) for row in records.each(data.evidence, records.Evidence)}
    return rows | {row.programme_id: ("programmes", row) for row in records.each(data.programmes, records.Programme)}


def _answer(city: BriefCity, row: records.Answer) -> BriefLine:
    table, answer = _answering(city.data)[row.answer_id]
    names = city.data.names("cities", city.language)
    return city.line(
        answer,
        table,
        row.answer_id,
        name=names[answer.city_id] if answer.city_id else city.t("whole_country"),
        own=city.t("this_city") if answer.city_id == city.city_id else "",
        facts=(city.t.of(answer, "statement" if table == "evidence" else "name"),),
        reason=city.t.of(row, "reason"),
    )


def _same_people(city: BriefCity, need: records.Need, others: Sequence[str]) -> SamePeople:
    """Other cities with programmes for all the people a need is about; a need of everyone singles nobody out."""
    people = [audience for audience in need.audience if audience != "all_ages"]
    rows = city.data.programmes
    rows = rows[~rows["city_id"].isin(["", city.city_id])]
    rows = rows[rows["audience"].map(set(people).issubset).astype(bool) & bool(people)]
    names = city.data.names("cities", city.language)
    lines = tuple(
        city.line(row, "programmes", row.programme_id, name=names[row.city_id], facts=(city.t.of(row, "name"),))
        for other in others
        for row in records.each(rows[rows["city_id"] == other], records.Programme)
    )
    return SamePeople(city.t.of(need, "need"), city.t("same_people", people=city.audiences(people)), lines)
