"""What the evidence map says in words: its names, and sentences computed from its cells that point at what they say."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.evidence import evidence_map as maps
from lcdash.evidence.evidence_map import EvidenceMap
from lcdash.language.translations import Translations

Target = Mapping[
    str, object
]  # what of the map a name shows: {"row": ...}, {"column": ...}, {"cell": ...}, {"filters": ...}


LIMITS: Target = {"filters": {"appraisal": ["limit"]}}  # with a cell: what is a limit there comes first


class SentencePiece(NamedTuple):
    """A part of a sentence: its words, what they show where they are a name in it, whether they weigh more; `mark`
    where another half begins with it: the mark it is about.
    """

    words: str
    target: Target | None = None
    strong: bool = False
    mark: str = ""


class Sentence(NamedTuple):
    """One thing the picture shows, with the mark it is about ("silent" for the dash)."""

    mark: str
    pieces: tuple[SentencePiece, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.words for piece in self.pieces)


class MapNames:
    """The names of rows and columns in one language, short where the dataset has a short form.

    `rows` and `columns` are for the picture and its sentences, `full_rows` and `full_columns` for headings.
    """

    def __init__(self, data: Dataset, t: Translations) -> None:
        country = {maps.COUNTRY: t("country")}
        untold = {maps.UNPLACED: t("no_topic")}
        tables = ("factors", "facets", "themes")
        self.rows = {key: name for table in tables for key, name in _short(data, table, t.language).items()} | untold
        full = {key: name for table in tables for key, name in data.names(table, t.language).items()}
        self.full_rows = full | untold
        self.numbers = data.factor_numbers
        self.columns = _short(data, "cities", t.language) | country
        self.full_columns = data.names("cities", t.language) | country


def _short(data: Dataset, table: str, language: str) -> dict[str, str]:
    column = "short" if f"short_{language}" in data.table(table).columns else "name"
    names = data.names(table, language)
    return {key: short or names[key] for key, short in data.names(table, language, column).items()}


def sentences(chart: EvidenceMap, names: MapNames, t: Translations) -> tuple[Sentence, ...]:
    """At most two: where most is silent and what limits are named, in one; then what one city alone has."""
    silences, limits = _silences(chart, names, t), _limits(chart, names, t)
    joint = [SentencePiece(t("said_and"))] if silences and limits else []
    parts = (Sentence("silent", (*silences, *joint, *limits)), _alone(chart, names, t))
    return tuple(item for item in parts if item.pieces)


def filled(template: str, **values: str | int | Sequence[SentencePiece]) -> list[SentencePiece]:
    """A text of the interface with its places filled by words or by pieces: "{n} of {rows}"."""
    pieces: list[SentencePiece] = []
    for text, name, _, _ in string.Formatter().parse(template):
        pieces += [SentencePiece(text)] if text else []
        value = values[name] if name else ()
        pieces += [SentencePiece(str(value))] if isinstance(value, str | int) else list(value)
    return pieces


def joined(items: Sequence[Sequence[SentencePiece]], t: Translations) -> list[SentencePiece]:
    """Several things in one phrase: "a", "a and b", "a, b and c"."""
    between = " " if t.language == "th" else ", "
    pieces: list[SentencePiece] = []
    for place, item in enumerate(items):
        if place:
            # Thai letters follow one another; figures and Latin letters stand apart.
            joint = f" {t('and')}" if item[0].words[:1] >= "ก" else f" {t('and')} "
            pieces.append(SentencePiece(between if place < len(items) - 1 else joint))
        pieces += item
    return pieces


def _lower(name: str, t: Translations) -> str:
    """A name in the middle of a sentence: in English without its capital."""
    return name[:1].lower() + name[1:] if t.language == "en" else name


def _row(row_id: str, names: MapNames, t: Translations) -> list[SentencePiece]:
    return [SentencePiece(_lower(names.rows[row_id], t), {"row": row_id})]


def headline(chart: EvidenceMap, names: MapNames, t: Translations) -> str:
    """A title that says what there is to see: where most cities are silent."""
    if not chart.studied:
        return t("picture_title", cities=0)
    silences = maps.most_silent(chart)
    if not silences:
        return t("said_silent_none")
    first = silences[0]
    rows = t("said_silent_next").join(_lower(names.rows[row], t) for row in first.rows)
    sentence = filled(t("said_silent_most"), n=first.cities, all=len(chart.studied), rows=rows)
    return "".join(piece.words for piece in sentence)


def _silences(chart: EvidenceMap, names: MapNames, t: Translations) -> list[SentencePiece]:
    """Every row that is silent in many cities, with its number: maps.OFTEN is the rule, and the sentence says it."""
    silent_rows = maps.most_silent(chart)
    if not silent_rows or not chart.studied:
        return [SentencePiece(t("said_silent_none"))] if chart.studied else []
    count = sum(len(silence.rows) for silence in silent_rows)
    least, cities = silent_rows[-1].cities, len(chart.studied)
    pieces = [SentencePiece(t("said_silent_n", rows=count, n=least, all=cities), strong=True)]
    groups = [
        filled(t("said_silent"), n=silence.cities, rows=joined([_row(row, names, t) for row in silence.rows], t))
        for silence in silent_rows
    ]
    for place, group in enumerate(groups):
        pieces += [SentencePiece(t("said_silent_next")), *group] if place else group
    return pieces


def _limits(chart: EvidenceMap, names: MapNames, t: Translations) -> list[SentencePiece]:
    """The rows under which limits of cities stand, each with those cities; and how many hold for the country."""
    limits = maps.city_limits(chart)
    cities = {city for column_ids in limits.values() for city in column_ids}
    pieces: list[SentencePiece] = []
    if not limits:
        pieces = [SentencePiece(t("said_limits_none"))] if chart.studied else []
    elif any(row.kind == "topic" for row in chart.rows):  # one limit has several topics: named by city
        pieces = [_limits_begin(len(cities), chart, t)]
        pieces += joined(
            [
                [SentencePiece(names.columns[column_id], {"column": column_id})]
                for column_id in chart.studied
                if column_id in cities
            ],
            t,
        )
    else:
        pieces = [_limits_begin(len(cities), chart, t)]
        for place, (row, column_ids) in enumerate(limits.items()):
            pieces += [SentencePiece(t("said_silent_next"))] if place else []
            pieces += _row_limits(row, column_ids, names, t)
    country = len(chart.in_column(maps.COUNTRY))
    if country:
        link = [SentencePiece(t("said_country_n", n=country), {"column": maps.COUNTRY})]
        pieces += filled(t("said_country"), link=link)
    return pieces


def _limits_begin(cities: int, chart: EvidenceMap, t: Translations) -> SentencePiece:
    return SentencePiece(t("said_limits", n=cities, all=len(chart.studied)), LIMITS, strong=True, mark="limit")


def _row_limits(row: str, cities: Sequence[str], names: MapNames, t: Translations) -> list[SentencePiece]:
    """A row and the cities with a limit there, each a way to its cell: "people (Sukhothai, Yala)"."""
    pieces: list[SentencePiece] = []
    for place, city in enumerate(cities):
        pieces += [SentencePiece(t("said_limits_next"))] if place else []
        pieces.append(SentencePiece(names.columns[city], {"cell": f"{city}.{row}", **LIMITS}))
    (subject,) = _row(row, names, t)
    limits_of_row = subject._replace(target={"row": row, **LIMITS})
    return filled(t("said_limits_row"), row=[limits_of_row], cities=pieces)


def _alone(chart: EvidenceMap, names: MapNames, t: Translations) -> Sentence:
    pieces = []
    for row_id, city, kind in maps.in_one_city(chart):
        text = t(
            "said_alone_practice" if kind else "said_alone_row",
            row=_lower(names.rows[row_id], t),
            city=names.columns[city],
        )
        pieces.append([SentencePiece(text, {"cell": f"{city}.{row_id}"})])
    return Sentence("practice", tuple(filled(t("said_alone"), rows=joined(pieces, t))) if pieces else ())
