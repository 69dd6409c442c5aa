"""What the page of one statement says beside its words: how it is coded, what is printed otherwise, what is related."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.content.marks import Mark, marks
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering, limit_answers
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

# What tells how a statement is coded: its column, the name of that in the wording, the list of codes.
CODES = (
    ("kind", "filter_kind", "kind"),
    ("appraisal", "filter_appraisal", "appraisal"),
    ("voice", "filter_voice", "voice"),
    ("scope", "scope", "evidence_scope"),
    ("stage", "stage", "stage"),
    ("factor_by", "factor_by", "factor_by"),
    ("attribution", "attribution", "attribution"),
)
NAMED = (("spaces", "space"), ("partners", "partner"), ("programmes", "programme"))  # what a statement may name


class CodeMeaning(NamedTuple):
    """A code of a statement in words, and what it means; `links` are words that lead somewhere, instead of words."""

    term: str
    words: str
    meaning: str = ""
    links: Mapping[str, str] = {}


def codes(data: Dataset, row: records.Evidence, t: Translations) -> list[CodeMeaning]:
    """Every code of a statement (a row of evidence), its topics, audience and date."""
    meanings = data.codes.set_index(["list", "code"])[f"definition_{t.language}"]
    rows = [
        CodeMeaning(
            t(term), data.labels(codes, t.language)[getattr(row, column)], meanings[codes, getattr(row, column)]
        )
        for column, term, codes in CODES
    ]
    if row.appraisal == "limit":  # what a lack is in, not something that is there
        rows[0] = rows[0]._replace(words=t("limit_under", kind=rows[0].words), meaning="")
    names, audiences = data.names("themes", t.language), data.labels("audience", t.language)
    themes = {names[theme]: site.address("factors", t.language, theme=theme) for theme in row.themes}
    rows.append(CodeMeaning(t("filter_theme"), "", links=themes))
    if row.audience:
        rows.append(CodeMeaning(t("filter_audience"), " · ".join(audiences[code] for code in row.audience)))
    if row.as_of:
        rows.append(CodeMeaning(t("as_of"), dates.spoken(row.as_of, t.language)))
    return rows


# Names printed otherwise


class PrintedName(NamedTuple):
    """A name as a source prints it, with the name it is known by and the place."""

    name: str
    printed: str
    place: str


def printed_names(data: Dataset, row: records.Evidence, t: Translations) -> list[PrintedName]:
    """Names of what a statement is about as its sources print them, where that is not how they are written here."""
    rows = []
    for alias in records.each(_printed(data, row), records.Alias):
        frame = data.table({"city": "cities", "term": "themes"}.get(alias.entity, f"{alias.entity}s"))
        name = frame.loc[frame.iloc[:, _id_place(frame)] == alias.entity_id, f"name_{t.language}"].iloc[0]
        rows.append(PrintedName(name, alias.alias, "; ".join(references.full(data, alias.source, t.language))))
    return rows


def _printed(data: Dataset, row: records.Evidence) -> pd.DataFrame:
    """The aliases of its city, and of what it names, that a source prints: garbled, or in a passage it cites."""
    aliases = data.aliases
    concerned = {("city", row.city_id)}
    text = f"{row.statement_th}\n{row.statement_en}"
    for table, entity in NAMED:
        frame = data.table(table)
        own = frame if row.city_id == "" or "city_id" not in frame else frame[frame["city_id"] == row.city_id]
        ids = own.iloc[:, _id_place(own)]
        for entity_id, thai, english in zip(ids, own["name_th"], own["name_en"], strict=True):
            names = [thai, english, *aliases.loc[aliases["entity_id"] == entity_id, "alias"]]
            if any(_stands_in(name, text) for name in names):
                concerned.add((entity, entity_id))
    sources = set(citations.pieces(row.source))
    here = [bool(sources.intersection(citations.pieces(source))) for source in aliases["source"]]
    about = [pair in concerned for pair in zip(aliases["entity"], aliases["entity_id"], strict=True)]
    return aliases[pd.Series(about) & (pd.Series(here) | aliases["kind"].eq("ocr")) & aliases["source"].ne("")]


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text: a Latin one as a word, a Thai one that is long enough not to be chance."""
    return bool(re.search(rf"\b{re.escape(name)}\b", text)) if name.isascii() else len(name) > 3 and name in text


def _id_place(frame: pd.DataFrame) -> int:
    """Where the ids of a table stand: first, in a GeoDataFrame after the geometry."""
    return 1 if frame.columns[0] == "geometry" else 0


# What is related


class RelatedStatement(NamedTuple):
    """A statement or a programme in few words, with where it is shown, its city or "", and why it stands here."""

    marks: tuple[Mark, ...]
    words: str
    address: str
    city: str = ""
    reason: str = ""


class Related(NamedTuple):
    """What relates to a statement in one way; `note` says what must not be read into it, `links` leads further."""

    title: str
    note: str
    rows: list[RelatedStatement]
    links: Mapping[str, str] = {}


def related(data: Dataset, row: records.Evidence, t: Translations) -> list[Related]:
    """Statements of the same cell, what relates to a limit and back, and other cities on the same topics."""
    groups = (_same_cell(data, row, t), _answers(data, row, t), _answered(data, row, t), _shared(data, row, t))
    return [group for group in groups if group.rows]


def _linked(
    data: Dataset, claims: pd.DataFrame, t: Translations, reasons: Mapping[str, str] | None = None
) -> Iterator[RelatedStatement]:
    cities = data.names("cities", t.language)
    for claim in records.each(claims, records.Evidence):
        yield RelatedStatement(
            marks(data, claim, t),
            t.of(claim, "statement"),
            site.address("evidence", t.language, id=claim.evidence_id),
            cities.get(claim.city_id, t("country")),
            (reasons or {}).get(claim.evidence_id, ""),
        )


def _same_cell(data: Dataset, row: records.Evidence, t: Translations) -> Related:
    evidence = data.evidence
    same = (evidence["city_id"] == row.city_id) & (evidence["factor_id"] == row.factor_id)
    own = evidence[same & (evidence["evidence_id"] != row.evidence_id)]
    rows = [linked._replace(city="") for linked in _linked(data, own, t)]
    return Related(t("same_cell" if row.city_id else "same_country"), "", rows)


def _answers(data: Dataset, row: records.Evidence, t: Translations) -> Related:
    """What this project relates to the statement where that is a limit, statements before programmes."""
    answers = limit_answers.curated_answers(row.evidence_id, data.answers, data.evidence, data.programmes)
    reasons = dict(zip(answers["answer_id"], answers[f"reason_{t.language}"], strict=True))
    ids = {table: answers.loc[answers["table"] == table, "answer_id"] for table in ("evidence", "programmes")}
    claims = data.evidence.set_index("evidence_id", drop=False).loc[ids["evidence"]]
    programmes = data.programmes.set_index("programme_id", drop=False).loc[ids["programmes"]]
    kind = (Mark("", t("programme"), "plain"),)
    rest = [
        RelatedStatement(
            kind,
            t.of(programme, "name"),
            site.of_programme(programme, t.language),
            reason=reasons[programme.programme_id],
        )
        for programme in records.each(programmes, records.Programme)
    ]
    return Related(t("answers_title"), t("not_solution"), [*_linked(data, claims, t, reasons), *rest])


def _answered(data: Dataset, row: records.Evidence, t: Translations) -> Related:
    """The limits to which this project relates the statement."""
    own = data.answers[data.answers["answer_id"] == row.evidence_id]
    reasons = dict(zip(own["limit_id"], own[f"reason_{t.language}"], strict=True))
    limits = data.evidence[data.evidence["evidence_id"].isin(own["limit_id"])]
    return Related(t("answered_title"), t("not_solution"), list(_linked(data, limits, t, reasons)))


def _shared(data: Dataset, row: records.Evidence, t: Translations) -> Related:
    """One statement of each other city on one of the topics: that with most of them, in the order of names."""
    cities, themes = data.names("cities", t.language), set(row.themes)
    others = data.evidence[~data.evidence["city_id"].isin(("", row.city_id))]
    shared = others["themes"].map(lambda theme_ids: len(themes.intersection(theme_ids)))
    nearest = others.assign(shared=shared)[shared > 0].sort_values("shared", ascending=False, kind="stable")
    first = nearest.drop_duplicates("city_id")
    by_name = first.assign(**{f"name_{t.language}": first["city_id"].map(cities)})
    every = data.names("themes", t.language)
    links = {
        t("shared_all", theme=every[theme]): site.address("factors", t.language, theme=theme) for theme in row.themes
    }
    rows = list(_linked(data, filtering.by_name(by_name, t.language), t)) if len(first) else []
    return Related(t("shared_title"), t("shared_note"), rows, links)
