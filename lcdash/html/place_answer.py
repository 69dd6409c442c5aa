"""The answer to a place: whether it is a member, which members are near it or like it, and how to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from lcdash.content import marks, subject_cities
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering, standings
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.search.place_names import Place
from lcdash.search.subject_names import Subject
from lcdash.site import OVERVIEW, address
from lcdash.sources import references

Links = list[tuple[str, str]]  # name, address
# How a place that is no member can start: the key of the words, the page, what its link holds.
OWN = "your-city"
STARTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("start_join", "data", {"part": "join"}),
    ("start_learn", "learn", {}),
)

# A kind of local government that has no other beside it in its province.
WHOLE_PROVINCE = "special_local_government"

# The key of a subject in a link -> the column of the statements it stands in; those that lead to cities to learn from.
COLUMNS = {"theme": "themes", "row": "facet_id", "audience": "audience"}
LEARNT = ("theme", "audience")


class OwnWay(NamedTuple):
    """The page on which a place looks at itself: its name, its address, and in a line what one has of it."""

    name: str
    link: str
    words: str


class AnswerLine(NamedTuple):
    """A sentence of an answer: what has to be seen with it, and its sources, folded under `summary`."""

    words: str
    language: str
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    summary: str = ""


def answer(data: Dataset, place: Place, language: str) -> Markup:
    """The answer to `place`, which `place_names.read` gives."""
    t = Translations("places", language)
    lines, cities = standing(data, place, t)
    groups = [(t("cities_here"), _links(cities, t))]
    members = not _joined(data).isdisjoint(cities)
    if not members:
        groups += _near_and_like(data, place, t)
    starts, others = ([] if members else _starts(t)), ""
    own = None if members else own_way(place, t.language)
    if members and not place.unit and _others(data, province := _province_of(data, place)):
        starts, own = _starts(t), own_way(Place("", province=province), t.language)
        others = t("others_here", province=data.provinces.set_index("iso").at[province, f"name_{t.language}"])
    provinces = _provinces(data, place.typed, t) if place.unit and not (place.city or place.province) else None
    return macro("place_answer", "answer", lines, groups, starts, t("how_to_start"), own, provinces, others)


def _province_of(data: Dataset, place: Place) -> str:
    """The province of a place, as ISO 3166-2; "" where it is not known."""
    return place.province or str(data.cities.set_index("city_id")["province_iso"].get(place.city, ""))


def _others(data: Dataset, province: str) -> bool:
    """Whether a province that is or holds a member has municipalities besides."""
    cities = data.cities.loc[data.cities["province_iso"] == province, "city_id"]
    units = data.memberships[data.memberships["status"].eq(standings.MEMBER) & data.memberships["city_id"].isin(cities)]
    return set(units["member_type"]) != {WHOLE_PROVINCE}


def of_subject(data: Dataset, typed: str, subjects: Sequence[Subject], language: str) -> Markup:
    """The answer to a word that names no place: statements on the subjects it may mean, a search for the rest."""
    t = Translations("places", language)
    distinct = _each_once(data, subjects)
    links = [
        (_name(data, subject, t), address("factors", language, **{subject.key: subject.subject_id}))
        for subject in distinct
    ]
    learn = [
        (_name(data, subject, t), address("learn", language, **{subject.key: subject.subject_id}))
        for subject in distinct
        if subject.key in LEARNT
    ]
    searches = [(t("search_all", words=typed), address("search", language, q=typed))]
    both = {"theme", "row"} <= {subject.key for subject in distinct}
    lines = [AnswerLine(t("facet_and_topic"), language)] if both else []
    groups = [(t("on_subject"), links), (t("learn_subject"), learn), (t("elsewhere"), searches)]
    if subjects:
        first = distinct[0]
        places = subject_cities.of_subject(data, COLUMNS[first.key], first.key, first.subject_id, language)
        return macro("place_answer", "subject", t, _name(data, first, t), places, lines, groups)
    lines = [AnswerLine(t("name_none", name=typed), language), AnswerLine(t("unknown"), language)]
    starts, own, provinces = _starts(t), own_way(Place(typed), language), _provinces(data, typed, t)
    return macro("place_answer", "answer", lines, groups, starts, t("how_to_start"), own, provinces)


def _each_once(data: Dataset, subjects: Sequence[Subject]) -> list[Subject]:
    """The subjects without those that hold the same statements as one before: two links would lead to one answer."""
    by_statements: dict[frozenset[str], Subject] = {}
    for subject in subjects:
        rows = filtering.matching(data.evidence, {COLUMNS[subject.key]: [subject.subject_id]})
        by_statements.setdefault(
            frozenset(data.evidence.loc[rows, "evidence_id"]) or frozenset([subject.subject_id]), subject
        )
    return list(by_statements.values())


def _name(data: Dataset, subject: Subject, t: Translations) -> str:
    """Its name and what it is: a facet and a topic may be called alike."""
    if subject.key == "audience":
        name = data.labels("audience", t.language)[subject.subject_id]
    else:
        name = data.names("themes" if subject.key == "theme" else "facets", t.language)[subject.subject_id]
    return f"{name} ({t(f'is_{subject.key}')})"


def standing(data: Dataset, place: Place, t: Translations) -> tuple[list[AnswerLine], dict[str, str]]:
    """What is recorded of a place itself, as sentences, and the cities that it is or holds: id -> name."""
    cities = filtering.by_name(data.cities, t.language).set_index("city_id")
    here = cities[(cities.index == place.city) | (cities["province_iso"] == place.province)]
    joined = _joined(data)
    names_by_id = dict(here[f"name_{t.language}"].items())
    lines = []
    if place.unit and not place.city:
        lines.append(AnswerLine(t("unit_none", unit=place.typed), t.language))
        names_by_id = {}
    lines += [line for city in here.index for line in _of_city(data, city, t)]
    province = place.province or (here["province_iso"].iloc[0] if len(here) else "")
    if province and not here.index.isin(joined).any():
        names = data.provinces.set_index("iso")[f"name_{t.language}"]
        lines.append(AnswerLine(t("province_none", province=names[province]), t.language))
    if not province:
        lines.append(AnswerLine(t("no_province"), t.language))
    return lines, names_by_id


def _of_city(data: Dataset, city_id: str, t: Translations) -> list[AnswerLine]:
    """Each standing of a city as a sentence with its sources."""
    lines = []
    rows = data.memberships[data.memberships["city_id"] == city_id]
    name, certainty = data.names("cities", t.language)[city_id], data.labels("confidence", t.language)
    for status, group in rows.groupby("status", sort=False):
        units = " / ".join(group[f"member_name_{t.language}"])
        since = dates.spoken(group["since"].iloc[0], t.language)
        also = status != standings.MEMBER and rows["status"].eq(standings.MEMBER).any()
        sources_cell = ";".join(dict.fromkeys(";".join(group["source"]).split(";")))
        unsure = tuple(
            f"{t.of(row, 'member_name')}: {certainty[row.confidence]}" if len(group) > 1 else certainty[row.confidence]
            for row in records.each(group, records.Membership)
            if row.confidence in marks.UNSURE
        )
        sentence = t(f"also_{status}" if also else status, city=name, unit=units, since=since)
        sources = tuple(references.full(data, sources_cell, t.language))
        lines.append(AnswerLine(sentence, t.language, unsure, sources, t("source")))
        if group["disputed"].any():
            lines.append(AnswerLine(t("units_differ", units=units), t.language))
    return lines


def _near_and_like(data: Dataset, place: Place, t: Translations) -> list[tuple[str, Links]]:
    """The members of its region, and those that are its kind of unit, each under what they have in common."""
    cities = filtering.by_name(data.cities, t.language)
    cities = cities[cities["city_id"].isin(_joined(data))].set_index("city_id")
    regions = data.provinces.set_index("iso")["region_nso"]
    groups = []
    province = _province_of(data, place)
    if province:
        region = regions[province]
        near = cities.loc[cities["region_nso"] == region, f"name_{t.language}"]
        label = t("same_region", region=data.labels("region_nso", t.language)[region])
        groups.append((label, _links(near.to_dict(), t)))
    if place.kind:
        units = data.memberships[data.memberships["member_type"] == place.kind]
        like = cities.loc[cities.index.isin(_joined(data) & set(units["city_id"])), f"name_{t.language}"]
        kind = data.labels("member_type", t.language)[place.kind]
        groups.append((t("same_kind", kind=kind), _links(like.to_dict(), t)))
    if not groups:
        groups.append((t("all_members"), _links(cities[f"name_{t.language}"].to_dict(), t)))
    return groups


def _joined(data: Dataset) -> set[str]:
    members: pd.Series = data.memberships.loc[data.memberships["status"] == standings.MEMBER, "city_id"]
    return set(members)


def _links(cities: dict[str, str], t: Translations) -> Links:
    return [(name, address("cities", t.language, city=city)) for city, name in cities.items()]


def _provinces(data: Dataset, typed: str, t: Translations) -> tuple[str, Links]:
    """What to choose the province of a name with, and each province with the address of the answer for the two."""
    names = filtering.by_name(data.provinces, t.language)[f"name_{t.language}"]
    links = [(name, address(OVERVIEW, t.language, place=t("in_province", name=typed, province=name))) for name in names]
    return t("which_province", name=typed), links


def _starts(t: Translations) -> Links:
    return [(t(key), address(page, t.language, **query)) for key, page, query in STARTS]


def own_way(place: Place | None, language: str) -> OwnWay:
    """The way to the page on which a place looks at itself.

    place  what the form there begins with: it goes behind the #, which a browser sends to no server.
    """
    own = Translations(OWN, language)
    fragment = f"#{urlencode({'name': place.typed, 'province': place.province})}" if place else ""
    return OwnWay(own.title, address(OWN, language) + fragment, own("lead"))
