"""One topic on the map: what the documents say of it in which city, by presence, and every statement in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lcdash import site
from lcdash.content import statements
from lcdash.content.statements import StatementView
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, evidence_map, filtering
from lcdash.language.translations import Translations

REPORTED, SILENT, OUTSIDE = "reported", "nothing", "not_studied"  # codes of the list `state`


class TopicState(NamedTuple):
    """What the documents say of the topic in a city: one of the states above, and which marks it has."""

    state: str
    marks: tuple[str, ...]


class TopicSection(NamedTuple):
    """The statements of a city on the topic; `id` and `address` are "" for those of the whole country."""

    id: str
    name: str
    address: str
    statements: tuple[StatementView, ...]


def said(data: Dataset, theme_id: str, cities: Iterable[str]) -> dict[str, TopicState]:
    """What is said of the topic in each of these cities. A city outside the study may have marks from other sources."""
    # "nothing" is what evidence_map.py calls silent; but there a city outside the study is never "reported".
    studied = set(data.cities.loc[data.cities["in_study"], "city_id"])
    marks_of: dict[str, set[str]] = defaultdict(set)
    for row in records.each(filtering.holding(data.evidence, "themes", theme_id), records.Evidence):
        marks_of[row.city_id].add(evidence_map.mark_of(row.kind, row.appraisal))
    by_city = {}
    for city in cities:
        marks = tuple(mark for mark in evidence_map.MARKS if mark in marks_of[city])
        by_city[city] = TopicState(REPORTED if marks else SILENT if city in studied else OUTSIDE, marks)
    return by_city


def sections(data: Dataset, theme_id: str, t: Translations, city_id: str | None = None) -> list[TopicSection]:
    """All statements on the topic by city, in the order of their names, then those of the whole country.

    city_id  of this city alone.
    """
    own, wording = filtering.holding(data.evidence, "themes", theme_id), Translations("evidence_map", t.language)
    names = {
        row.city_id: t.of(row, "name") for row in records.each(cached_frames.cities(data, t.language), records.City)
    }
    by_city: dict[str, list[StatementView]] = defaultdict(list)
    for row in records.each(own, records.Evidence):
        if city_id in (None, row.city_id):
            by_city[row.city_id].append(statements.view(data, row, wording))
    sections_found = []
    for city, name in {**names, "": t("whole")}.items():
        if city not in by_city:
            continue
        address = site.address("map", t.language, layer="topic", theme=theme_id, id=city) if city else ""
        own_statements = tuple(by_city[city])
        sections_found.append(TopicSection(city, name, address, own_statements))
    return sections_found
