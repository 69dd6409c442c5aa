"""The evidence map as a component: all it holds is sent once; a choice is drawn at once, and Python writes the link in
one step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from lcdash import settings, site
from lcdash.content import evidence_map_text, marks, statements, topic_and_people
from lcdash.content.evidence_map_text import MapNames
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.exports import Selection
from lcdash.evidence import cached_frames, filtering, limit_answers
from lcdash.evidence import evidence_map as maps
from lcdash.evidence.evidence_map import EvidenceMap
from lcdash.html import rendering
from lcdash.language import translations
from lcdash.language.translations import Translations
from lcdash.sources import references
from lcdash.ui.components.components import Payload, component, send_once, sent_by
from lcdash.ui.shared import url_state

HERE = Path(__file__).parent
SCRIPTS = ("state", "marks", "grid", "panel", "pills", "phone")
VIEWS = ("facets", "topics")
PILLS = ("theme", "audience", "kind", "voice")  # filters with a pill of their own, in the order of their weight
SEVERAL = ("theme", "audience")  # of which a statement may hold several: any of them, or all
SINGLE = ("view", "order", "basis", "by", "others", "silent", "q", "cell", "row", "column")  # keys that stand once
KEYS = (*SINGLE, "city", "every", *maps.FILTERS)  # of the link that are the map's own
SHARED_WORDS = (  # what the script says, by the names it uses
    "caption", "rows", "one_cell", "key", "key_favourable", "key_planned", "favourable", "planned", "silent", "outside",
    "blank", "matches", "matches_not", "n_statements", "n_cities", "found_both", "found_cities", "found_country",
    "factor_n", "across_cities", "own_line", "key_favourable_short", "key_planned_short", "matches_not_short",
    "country_here", "country_n", "country_limits", "further", "further_n",
    "answers", "answers_note", "found_in", "silent_in", "not_reported", "silences_title",
    "most_silent", "outside_note", "blank_note", "what_it_shows", "how_to_read", "panel", "use", "print", "files",
    "read_all", "copy_link", "copied", "copy_failed", "close", "bigger", "smaller", "clear", "by_row", "by_column",
    "filters", "more", "limits", "silences", "silent_short", "words", "words_hint", "find", "remove", "any_of",
    "all_of", "or", "and", "your_city", "city_page", "cities", "all_cities", "reported", "limit_found",
    "silent_not_none", "see_list", "all_signs", "order", "basis", "more_cities", "show_others",
)  # fmt: skip


def show(data: Dataset, link: Mapping[str, Sequence[str]], t: Translations) -> None:
    """Draw the map as `link` asks (`read_link`); call it in a fragment: a choice runs no more than that.

    What a reader wants to use it for is in `sent_by("evidence_map", "use")` for the one run that it is asked in.
    """
    whole = payload(data, t.language)
    send_once(whole, "evidence_map")
    component("evidence_map", folder=HERE, before=SCRIPTS)(
        key="evidence_map",
        data={"map": whole.name, "link": {key: list(group) for key, group in link.items()}},
        on_link_change=_write,
        on_use_change=lambda: None,
    )


def _write() -> None:
    lines = sent_by("evidence_map", "link")
    if isinstance(lines, Mapping):
        values = {key: [str(item)[:200] for item in lines[key]] for key in KEYS if isinstance(lines.get(key), list)}
        url_state.replace(KEYS, {key: group for key, group in values.items() if group})


def read_link(data: Dataset, language: str) -> dict[str, list[str]]:
    """What the link asks of the map, each value looked up: key -> values; what is not known is noted and left out."""
    chart = {view: cached_frames.evidence_map(data, language, view) for view in VIEWS}
    cells = {f"{column}.{row}" for item in chart.values() for row, column in item.cells}
    columns = {column.column_id for item in chart.values() for column in item.columns}
    index: dict[str, Collection[str]] = {
        "view": VIEWS,
        "order": maps.ORDERS,
        "basis": maps.BASES,
        "by": ("row", "column"),
        "others": ("1",),
        "silent": ("1",),
        "cell": cells,
        "row": {row.row_id for item in chart.values() for row in item.rows},
        "column": columns,
        "city": set(data.cities["city_id"]),
        "every": SEVERAL,
        **{
            key: dict(choices)
            for key, _, choices in _filters(data, translations.Translations("evidence_map", language))
        },
    }
    result = {key: url_state.many(key, values) for key, values in index.items()}
    text = url_state.text("q")
    return {key: group for key, group in {**result, "q": [text] if text else []}.items() if group}


def selection(link: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], str, tuple[str, ...]]:
    """What a link filters by, as evidence_map.matching takes it: values by key, words, keys that ask for all."""
    choice = {key: list(link[key]) for key in maps.FILTERS if link.get(key)}
    return choice, "".join(link.get("q", ())[-1:]), tuple(link.get("every", ()))


@cache
def payload(data: Dataset, language: str) -> Payload:
    """All the script draws and says, in one language."""
    t = translations.Translations("evidence_map", language)
    names = MapNames(data, t)
    chart = {
        view: {basis: cached_frames.evidence_map(data, language, view, basis) for basis in maps.BASES} for view in VIEWS
    }
    whole = chart["facets"]["all"]
    number = {item: place for place, item in enumerate(whole.statements["evidence_id"])}
    group = maps.index(whole.statements)
    return Payload.of(
        {
            "language": language,
            "country": maps.COUNTRY,
            "columns": _columns(data, whole, names, t),
            "orders": _orders(data, language, whole),
            "others": len(whole.others),
            "views": {view: _view(data, bases, names, number, t) for view, bases in chart.items()},
            "statements": _statements(data, whole, t),
            "index": {
                key: {value: sorted(number[item] for item in ids) for value, ids in values.items()}
                for key, values in group.items()
            },
            "filters": [
                {"key": key, "label": label, "choices": choices, "pill": key in PILLS, "several": key in SEVERAL}
                for key, label, choices in _filters(data, t)
            ],
            "answers": _answers(data, whole, names, t),
            "twins": {
                key: {value: twin._asdict() for value, twin in group.items()}
                for key, group in topic_and_people.twins(data, t).items()
            },
            "signs": site.signs(language),
            "read_all": site.address("factors", language, view="all"),
            "address": f"{host}{site.path_of('factors')}" if (host := settings.public_address()) else "",
            "words": _words(data, chart, t),
        }
    )


def _words(data: Dataset, views: Mapping[str, Mapping[str, EvidenceMap]], t: Translations) -> dict[str, Any]:
    labels: dict[str, Any] = {key: t(key) for key in SHARED_WORDS}
    names = {
        view: {basis: t(f"basis_{basis}", n=picture.silences()) for basis, picture in bases.items()}
        for view, bases in views.items()
    }
    return labels | {
        "title": translations.page("factors", t.language).title,
        "kinds": {kind: t(kind) for kind in maps.MARKS},
        "asks": {kind: t(f"asks_{kind}") for kind in maps.MARKS},
        "views": {view: t(f"view_{view}") for view in VIEWS},
        "orders": {order: t(f"order_{order}") for order in maps.ORDERS},
        "ordered": {order: t(f"ordered_{order}") for order in maps.ORDERS},
        "bases": names,
        "silent_note": {basis: t(f"silent_note_{basis}") for basis in maps.BASES},
        "how": [t(f"how_{line}") for line in ("mark", "silent", "factor", "country", "signs", "speaker")],
        "choose": t("choose_what"),
        "sign_key": [list(sign) for sign in statements.sign_key(statements.SIGNS.values(), t)],
        "nothing_matches": t("nothing_found"),
        "under": t("under", basis="{basis}", version=data.version),
    }


def _columns(data: Dataset, chart: EvidenceMap, names: MapNames, t: Translations) -> dict[str, dict[str, Any]]:
    standing = cached_frames.member_standings(data).set_index("city_id")
    result = {}
    for column in chart.columns:
        city, note = column.column_id, ""
        if city in standing.index:
            units, disputed = standing.loc[city, ["units", "disputed"]]
            note = marks.unit_words(data, units, disputed, t)
        country = column.kind == "country"
        result[city] = {
            "id": city,
            "kind": column.kind,
            "name": t("country_two") if country else names.columns[city],
            "full": names.full_columns[city],
            "note": note,
            "href": "" if country else site.address("cities", t.language, city=city),
        }
    return result


def _orders(data: Dataset, language: str, chart: EvidenceMap) -> dict[str, list[str]]:
    cities = cached_frames.studied(data, language, others=True)
    regions, standing = list(data.labels("region_nso", language)), cached_frames.member_standings(data)
    selection = {column.column_id for column in chart.columns}
    return {
        order: [city for city in maps.ordered(cities, order, regions, standing)["city_id"] if city in selection]
        for order in maps.ORDERS
    }


def _view(
    data: Dataset, bases: Mapping[str, EvidenceMap], names: MapNames, number: Mapping[str, int], t: Translations
) -> dict[str, Any]:
    return {
        "rows": _rows(data, bases["all"], names, t),
        "cells": _cells(bases["all"], number),
        "silent": {
            basis: [f"{row}|{column}" for (row, column), cell in item.cells.items() if cell.state == "silent"]
            for basis, item in bases.items()
        },
        "sentences": {
            basis: [sentence._asdict() for sentence in evidence_map_text.sentences(picture, names, t)]
            for basis, picture in bases.items()
        },
    }


def _rows(data: Dataset, chart: EvidenceMap, names: MapNames, t: Translations) -> list[dict[str, Any]]:
    """The rows in their order, each with its names and its definition."""
    defined = {
        key: text
        for table in ("factors", "facets", "themes")
        for key, text in data.names(table, t.language, "definition").items()
    }
    return [
        {
            "id": row.row_id,
            "kind": row.kind,
            "factor": row.factor_id,
            "judged": row.judged,
            "number": row.number if row.kind == "factor" else "",
            "factor_number": row.number,
            "name": names.rows[row.row_id],
            "full": names.full_rows[row.row_id],
            "definition": defined.get(row.row_id, ""),
        }
        for row in chart.rows
    ]


def _cells(chart: EvidenceMap, number: Mapping[str, int]) -> dict[str, dict[str, dict[str, list[int]]]]:
    """The marks of each cell that has any: kind -> its statements by their `number`, which say how it looks."""
    return {
        f"{row}|{column}": {
            kind: {"ids": [number[statement] for statement in mark.statements]} for kind, mark in cell.marks.items()
        }
        for (row, column), cell in chart.cells.items()
        if cell.marks
    }


def _statements(data: Dataset, chart: EvidenceMap, t: Translations) -> list[dict[str, Any]]:
    rows = []
    for row in records.each(chart.statements, records.Evidence):
        view = statements.view(data, row, t)
        rows.append(
            {
                "id": view.evidence_id,
                "mark": view.mark,
                "favourable": row.appraisal == "favourable",
                "planned": row.stage in maps.PLANS,
                "first": view.first,
                "words": f"{row.statement_th} {row.statement_en}".casefold(),
                "html": str(rendering.macro("statement", "full", view)),
            }
        )
    return rows


def _answers(data: Dataset, chart: EvidenceMap, names: MapNames, t: Translations) -> dict[str, list[dict[str, str]]]:
    """What this project relates to each limit: where, in what words, and a link to it."""
    limits = chart.statements.loc[chart.statements["mark"] == "limit", "evidence_id"]
    labels = {
        "evidence": data.names("evidence", t.language, "statement"),
        "programmes": data.names("programmes", t.language),
    }
    programmes = {row.programme_id: row for row in records.each(data.programmes, records.Programme)}
    result = {}
    for limit in limits:
        rows = limit_answers.curated_answers(limit, data.answers, data.evidence, data.programmes)
        result[limit] = [
            {
                "city": names.columns.get(row.city_id or maps.COUNTRY, ""),
                "text": labels[row.table][row.answer_id],
                "href": site.address("evidence", t.language, id=row.answer_id)
                if row.table == "evidence"
                else site.of_programme(programmes[row.answer_id], t.language),
            }
            for row in records.each(rows, limit_answers.RelatedAnswer)
        ]
    return {limit: group for limit, group in result.items() if group}


def _filters(data: Dataset, t: Translations) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters that have something to choose: key, name, and the choices that occur, as pairs of value and name."""
    statements_shown = cached_frames.evidence_map(data, t.language).statements
    occurring = maps.index(statements_shown)
    factors = evidence_map_text.MapNames(data, t).rows
    rows: dict[str, Mapping[str, str]] = {
        "theme": filtering.names(filtering.by_name(data.themes, t.language), t.language),
        "audience": data.labels("audience", t.language),
        "kind": {kind: t(kind) for kind in maps.MARKS if kind != "limit"},
        "voice": data.labels("voice", t.language),
        "appraisal": data.labels("appraisal", t.language),
        "factor": {factor: f"{data.factor_numbers[factor]} {factors[factor]}" for factor in data.factors["factor_id"]},
        "stage": data.labels("stage", t.language),
        "scope": data.labels("evidence_scope", t.language),
        "factor_by": data.labels("factor_by", t.language),
        "differ": {"1": t("differ_yes")},
        "source": {
            source_id: references.short(data, source_id, t.language)
            for source_id in data.sources["source_id"]
            if source_id in occurring["source"]
        },
    }
    label = {"audience": "filter_audience_short", "kind": "filter_kind_short", "voice": "filter_voice_short"}
    results = []
    for key, names in rows.items():
        choices = [(value, name) for value, name in names.items() if value in occurring[key]]
        if choices:
            results.append((key, t(label.get(key, f"filter_{key}")), choices))
    return results


def listed_rows(data: Dataset, link: Mapping[str, Sequence[str]], language: str) -> pd.DataFrame:
    """The statements that a reader looks at: those that match, of what is open if anything is."""
    chart = cached_frames.evidence_map(data, language, (link.get("view") or ["facets"])[-1])
    choice, text, every = selection(link)
    ids = set(maps.matching(chart.statements, choice, text, every=every))
    if link.get("cell"):
        column, _, row = link["cell"][-1].partition(".")
        line = next((item for item in chart.rows if item.row_id == row), None)
        if line:
            group = chart.in_factor(row, column) if line.kind == "factor" else chart.cells[row, column].statements
            ids = set(group)
    elif link.get("row"):
        ids &= set(chart.in_row(link["row"][-1])) if any(row.row_id == link["row"][-1] for row in chart.rows) else ids
    elif link.get("column"):
        ids &= set(chart.in_column(link["column"][-1]))
    return data.evidence[data.evidence["evidence_id"].isin(ids)]


def asked_in_words(data: Dataset, link: Mapping[str, Sequence[str]], language: str) -> dict[str, Selection]:
    """What the rows were chosen by, for a file that leaves."""
    t = translations.Translations("evidence_map", language)
    names = MapNames(data, t)
    result = {}
    for key, label, choices in _filters(data, t):
        groups = {value: name for value, name in choices if value in link.get(key, ())}
        if groups:
            result[key] = Selection(label, groups)
    if link.get("q"):
        result["q"] = Selection(t("words"), {link["q"][-1]: f"“{link['q'][-1]}”"})
    open_id = next((key for key in ("cell", "row", "column") if link.get(key)), "")
    if open_id:
        value = link[open_id][-1]
        column, _, row = value.partition(".") if open_id == "cell" else (value, "", value)
        labels = [names.full_columns.get(column, ""), names.full_rows.get(row, "")]
        result[open_id] = Selection(t("panel"), {value: " · ".join(filter(None, labels))})
    return result
