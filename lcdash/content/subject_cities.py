"""What the documents say of one subject (a topic, a facet, a group of people): in which cities, by a statement each."""

from __future__ import annotations

from typing import NamedTuple

from lcdash import site
from lcdash.content import statements
from lcdash.content.statements import StatementView
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, evidence_map, filtering
from lcdash.language.translations import Translations


class NamedCity(NamedTuple):
    """A city with statements on the subject: the kinds of marks they have, the first of them, how many more.

    address  where all of them stand, those on the subject first.
    """

    name: str
    address: str
    marks: tuple[str, ...]
    first: StatementView
    more: int


class SubjectCities(NamedTuple):
    """The cities with statements on a subject, in the order of their names; those of the study that have none.

    country  how many statements on the subject hold for the whole country.
    """

    entries: tuple[NamedCity, ...]
    silent: tuple[str, ...]
    country: int


def of_subject(data: Dataset, column: str, key: str, subject_id: str, language: str) -> SubjectCities:
    """What stands on a subject: a value of `column` of the evidence, which the key `key` of a link asks for."""
    rows = data.evidence[filtering.matching(data.evidence, {column: [subject_id]})]
    wording = Translations("evidence_map", language)
    entries, silent = [], []
    for city in records.each(cached_frames.cities(data, language), records.City):
        own = list(records.each(rows[rows["city_id"] == city.city_id], records.Evidence))
        name = wording.of(city, "name")
        if own:
            kinds = {evidence_map.mark_of(row.kind, row.appraisal) for row in own}
            marks = tuple(mark for mark in evidence_map.MARKS if mark in kinds)
            address = site.address("factors", language, column=city.city_id, **{key: subject_id})
            entries.append(NamedCity(name, address, marks, statements.view(data, own[0], wording), len(own) - 1))
        elif city.in_study:
            silent.append(name)
    return SubjectCities(tuple(entries), tuple(silent), int(rows["city_id"].eq("").sum()))
