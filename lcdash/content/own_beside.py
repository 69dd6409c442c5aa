"""A place beside the members, facet by facet, where the evidence map has no room: on a phone, beside a form.

A cell has the map's own four places, two above two. The place's own cell holds the marks of its answer, and its words.
"""

from __future__ import annotations

from typing import NamedTuple

from lcdash import site
from lcdash.content import evidence_map_picture
from lcdash.content.evidence_map_text import MapNames
from lcdash.content.own_city import OwnAnswer, OwnCity
from lcdash.dataset.loading import Dataset
from lcdash.drawing import text_metrics
from lcdash.evidence.evidence_map import MARKS, CellMark, EvidenceMap, MapCell
from lcdash.language.translations import Translations

LEVELS = 3  # of the names over the columns, each of which is narrower than its name


class FacetBeside(NamedTuple):
    """A facet: the place's answer, None where it gives none, and what the documents say of the members.

    word   of an answer that is no mark.
    cells  (name, marks) of each member, in the order of the map; without any mark the documents are silent.
    reporting, limited, silent   (name, address of what is said) of the members of which something, a limit, or
                                 nothing is reported.
    """

    name: str
    answer: OwnAnswer | None
    word: str
    cells: tuple[tuple[str, tuple[CellMark, ...]], ...]
    reporting: tuple[tuple[str, str], ...]
    limited: tuple[tuple[str, str], ...]
    silent: tuple[tuple[str, str], ...]


class Beside(NamedTuple):
    """The factors (number, name, facets), and the members over the row of marks.

    heads  (name, level from the top) of each member: in turn on LEVELS levels, so that every name has the room of as
           many columns; the longest stands on the topmost, where no line to another's column crosses it.
    legend what each sign means, as the map beside the form has it (evidence_map_picture.legend_with_own).
    """

    factors: tuple[tuple[str, str, tuple[FacetBeside, ...]], ...]
    heads: tuple[tuple[str, int], ...]
    legend: tuple[tuple[str, str], ...]


def beside(data: Dataset, chart: EvidenceMap, own: OwnCity, t: Translations) -> Beside:
    """The place's answers beside what the documents report of the cities of the study."""
    names = MapNames(data, Translations("evidence_map", t.language))
    answers = {answer.facet_id: answer for answer in own.answers}
    factors: list[tuple[str, str, tuple[FacetBeside, ...]]] = []
    for row in chart.rows:
        if row.kind == "factor":
            factors.append((row.number, names.rows[row.row_id], ()))
        elif row.kind == "facet":
            answer = answers.get(row.row_id)
            number, name, facets = factors.pop()
            factors.append((number, name, (*facets, _facet(chart, row.row_id, answer, names, t))))
    heads = _heads([names.columns[city] for city in chart.studied])
    return Beside(tuple(factors), heads, evidence_map_picture.legend_with_own(t))


def _heads(names: list[str]) -> tuple[tuple[str, int], ...]:
    widths = [text_metrics.width(name, 1) for name in names]
    longest = widths.index(max(widths)) if widths else 0
    return tuple((name, (place - longest) % LEVELS) for place, name in enumerate(names))


def _facet(chart: EvidenceMap, row_id: str, answer: OwnAnswer | None, names: MapNames, t: Translations) -> FacetBeside:
    cells = [chart.cells[row_id, city] for city in chart.studied]
    linked = {
        cell.column_id: (
            names.columns[cell.column_id],
            site.address("factors", t.language, cell=f"{cell.column_id}.{row_id}"),
        )
        for cell in cells
    }
    kinds = {cell.column_id: _kind(cell) for cell in cells}
    return FacetBeside(
        names.rows[row_id],
        answer,
        t(f"cell_{answer.state}") if answer and answer.state in ("none", "unknown") else "",
        tuple((linked[cell.column_id][0], _marks(cell)) for cell in cells),
        tuple(linked[city] for city, kind in kinds.items() if kind in ("found", "both")),
        tuple(linked[city] for city, kind in kinds.items() if kind in ("limit", "both")),
        tuple(linked[city] for city, kind in kinds.items() if kind == "silent"),
    )


def _marks(cell: MapCell) -> tuple[CellMark, ...]:
    return tuple(cell.marks[kind] for kind in MARKS if kind in cell.marks)


def _kind(cell: MapCell) -> str:
    """What the documents report in a cell of a facet, silence judged by all of them."""
    if cell.state == "silent":
        return "silent"
    kinds = set(cell.marks) - {"limit"}
    return "both" if kinds and "limit" in cell.marks else "found" if kinds else "limit"
