"""Where to start looking for a city to learn from: the picture of topics by cities, every limit, or one's own city.

The picture is the evidence map with topics as rows: a mark says that something stands there, never how much.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.content import city_summary, marks
from lcdash.content.evidence_map_text import MapNames, headline
from lcdash.content.learn_from import LearnReason, Tellers
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, filtering, limit_answers, matrix
from lcdash.evidence.evidence_map import MARKS, UNPLACED, CellMark
from lcdash.language.translations import Translations


class Way(NamedTuple):
    """A way in: its words, and what of the link it sets."""

    words: str
    key: str
    value: str


class TopicHead(NamedTuple):
    """A city at the head of its column."""

    name: str
    address: str


class TopicCell(NamedTuple):
    """A topic in a city: a mark or None at each of the four places, none at all where the documents are silent."""

    city: str
    marks: tuple[CellMark | None, ...]
    label: str

    @property
    def silent(self) -> bool:
        """Whether nothing was found."""
        return not any(self.marks)


class TopicRow(NamedTuple):
    """A topic with a cell for each city of the study."""

    way: Way
    cells: tuple[TopicCell, ...]


class TopicPicture(NamedTuple):
    """Topics by cities; `title` is a sentence that is true of it."""

    title: str
    heads: tuple[TopicHead, ...]
    rows: tuple[TopicRow, ...]
    legend: tuple[marks.Mark, ...]


class CityTopic(NamedTuple):
    """A topic of a city as a way in, and why: what the documents say of it there; None where they do not."""

    way: Way
    why: LearnReason | None


class Neighbour(NamedTuple):
    """A city to talk to, and why."""

    name: str
    address: str
    why: str


class Alike(NamedTuple):
    """Whom the page of the city names to talk to, by what they have in common; the same reasons here."""

    title: str
    groups: tuple[tuple[str, tuple[Neighbour, ...]], ...]


class Limit(NamedTuple):
    """A limit as a way in: where it is named, under which factor, and the cities this project relates to it."""

    reason: LearnReason
    place: str
    factor: str
    related: str
    way: Way


class Task(NamedTuple):
    """Something a city has to attend to, with the ways to those who work for the same people.

    note  what stands in the place of a way.   links  words and addresses of other pages.
    """

    reason: LearnReason
    ways: tuple[Way, ...] = ()
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CityStart:
    """One's own city: its limits, what a study finds wanting in it, its needs and its topics; notes where none is."""

    title: str
    limits: tuple[Limit, ...]
    limits_note: str
    assessed: tuple[Task, ...]
    needs: tuple[Task, ...]
    needs_note: str
    topics: tuple[CityTopic, ...]
    topics_note: str
    alike: Alike


def picture(data: Dataset, t: Translations) -> TopicPicture:
    """The picture of topics by cities, in the order of their names."""
    wording = Translations("evidence_map", t.language)
    chart, names = cached_frames.evidence_map(data, t.language, "topics"), MapNames(data, wording)
    kinds = {kind: wording(kind) for kind in MARKS}
    rows = []
    for row in chart.rows:
        if row.row_id == UNPLACED:
            continue
        cells = []
        for city_id in chart.studied:
            cell_marks = chart.cells[row.row_id, city_id].marks
            label = ", ".join(kinds[kind] for kind in cell_marks) or wording("silent")
            cells.append(TopicCell(names.columns[city_id], tuple(cell_marks.get(kind) for kind in MARKS), label))
        rows.append(TopicRow(Way(names.full_rows[row.row_id], "theme", row.row_id), tuple(cells)))
    heads = tuple(
        TopicHead(names.columns[city], site.address("cities", t.language, city=city)) for city in chart.studied
    )
    return TopicPicture(headline(chart, names, wording), heads, tuple(rows), marks.key(wording))


def limits(data: Dataset, rows: pd.DataFrame, t: Translations) -> tuple[Limit, ...]:
    """Limits as ways in, by city in the order of names, those of the whole country last."""
    tell = Tellers(data, t)
    order = [*tell.names, ""]
    limit_rows = []
    for row in sorted(records.each(rows, records.Evidence), key=lambda row: order.index(row.city_id)):
        related = limit_answers.curated_answers(row.evidence_id, data.answers, data.evidence, data.programmes)
        cities = tell.joined(related["city_id"]) if len(related) else ""
        place = tell.names.get(row.city_id, t("country"))
        number = data.factor_numbers[row.factor_id]
        way = Way(t("open_limit", city=place, factor=number), "limit", row.evidence_id)
        line = t("related_cities", cities=cities) if cities else t("related_none")
        limit_rows.append(Limit(tell.statement(row), place, tell.factor(row.factor_id), line, way))
    return tuple(limit_rows)


def all_limits(data: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The limits of cities, and those of the whole country."""
    every = data.evidence[data.evidence["appraisal"] == "limit"]
    return every[every["scope"] != "country"], matrix.country_limits(data.evidence, data.factors)


def city(data: Dataset, city_id: str, t: Translations) -> CityStart:
    """What one's own city can start from."""
    tell = Tellers(data, t)
    name = tell.names[city_id]
    of_city, _ = all_limits(data)
    own = of_city[of_city["city_id"] == city_id]
    assessments = data.assessments[data.assessments["city_id"] == city_id]
    studied = bool(data.cities.set_index("city_id").at[city_id, "in_study"])
    why = "none" if studied else "assessed" if len(assessments) else "unstudied"
    theme_ids = limit_answers.topics_of(data.evidence, city_id)
    themes = filtering.names(filtering.by_name(data.themes, t.language), t.language)
    needs = tuple(_needs(data.needs[data.needs["city_id"] == city_id], tell))
    return CityStart(
        t("city_title", city=name),
        limits(data, own, t),
        t(f"city_limits_{why}", city=name) if own.empty else "",
        tuple(_assessed(data, assessments, tell)),
        needs,
        "" if needs else t("city_needs_none", city=name),
        tuple(
            CityTopic(Way(name, "theme", theme), tell.first_on(city_id, theme))
            for theme, name in themes.items()
            if theme in theme_ids or not theme_ids
        ),
        t("city_themes_help" if theme_ids else "city_themes_none", city=name),
        _alike(data, city_id, t),
    )


def _alike(data: Dataset, city_id: str, t: Translations) -> Alike:
    wording = Translations("cities", t.language)
    summary = city_summary.summary(data, city_id, wording)
    groups = summary.groups or (("", summary.peers),)

    def head(peer: city_summary.SummaryPeer) -> Neighbour:
        return Neighbour(peer.name, site.address("cities", t.language, city=peer.city_id), " · ".join(peer.why[:2]))

    title = wording("sheet_alike" if summary.groups else "sheet_peers")
    return Alike(title, tuple((name, tuple(map(head, peers))) for name, peers in groups if peers))


def _needs(needs: pd.DataFrame, tell: Tellers) -> Iterable[Task]:
    for row, reason in zip(records.each(needs, records.Need), tell.needs(needs, ""), strict=True):
        ways = [
            Way(tell.t("need_audience", audience=tell.audiences[people]), "audience", people) for people in row.audience
        ]
        yield Task(reason, tuple(ways), "" if ways else tell.t("need_unsaid"))


def _assessed(data: Dataset, assessments: pd.DataFrame, tell: Tellers) -> Iterable[Task]:
    """What a study finds wanting, with links to other cities under the factors this project ties to it."""
    factors = data.names("factors", tell.t.language, "short")
    for row, reason in zip(records.each(assessments, records.Assessment), tell.assessments(assessments), strict=True):
        tied = dict.fromkeys(data.crosswalk.loc[data.crosswalk["item_id"] == row.item_id, "factor_id"])
        links = [
            (
                tell.t("see_factor", n=data.factor_numbers[factor], name=factors[factor]),
                site.address("factors", tell.t.language, row=factor),
            )
            for factor in tied
        ]
        yield Task(reason, links=tuple(links))
