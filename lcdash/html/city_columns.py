"""The columns of some cities of the evidence map side by side, wide enough for words, differences first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from lcdash.content import statements
from lcdash.content.evidence_map_text import Names
from lcdash.content.statements import Sign
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, comparing
from lcdash.evidence.evidence_map import MARKS, Cell, EvidenceMap, Mark
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.site import address


class Line(NamedTuple):
    """One mark of a cell: its first statement in short and in full, whether more stand there, what has to be known."""

    kind: str
    label: str
    words: str
    whole: str
    link: str
    favourable: bool
    planned: bool
    more: bool
    signs: tuple[Sign, ...] = ()
    remarks: tuple[str, ...] = ()


class Column(NamedTuple):
    """What stands in a cell: its lines and address; without marks the words for its state, and whether it is silent."""

    state: str
    silent: bool
    lines: tuple[Line, ...]
    link: str


class Named(NamedTuple):
    """A city at the head of its column."""

    name: str
    link: str


class Facet(NamedTuple):
    """A row: the facet, and what stands in it for each city."""

    name: str
    cells: tuple[Column, ...]


class Group(NamedTuple):
    """Facets that have in common how the cities lie to each other in them."""

    title: str
    rows: tuple[Facet, ...]


class Own(NamedTuple):
    """The column of a place that tells of itself: its id and name, and its words by (row, mark)."""

    column_id: str
    name: str
    words: Mapping[tuple[str, str], str]


def columns(data: Dataset, cities: Sequence[str], t: Translations) -> Markup:
    """The table of `cities`, with the words of the comparison page."""
    return _table(data, cached_frames.evidence_map_of(data, tuple(cities)), cities, t)


def beside(data: Dataset, drawn: EvidenceMap, own: Own, cities: Sequence[str], t: Translations) -> Markup:
    """The same with a place of its own words first: `drawn` holds its column (self_check.with_own)."""
    return _table(data, drawn, (own.column_id, *cities), t, own)


def _table(data: Dataset, drawn: EvidenceMap, cities: Sequence[str], t: Translations, own: Own | None = None) -> Markup:
    words = Translations("evidence_map", t.language)
    names = Names(data, words)
    rows = {row.evidence_id: row for row in drawn.statements.itertuples()}
    told = own.words if own else {}
    names.columns |= {own.column_id: own.name} if own else {}

    def column(row: str, city: str) -> Column:
        cell = drawn.cells[row, city]
        return _own_column(cell, told, words, t) if own and city == own.column_id else _column(data, cell, rows, words)

    groups = []
    for group, alike in comparing.by_difference(drawn, cities).items():
        facets = tuple(Facet(names.rows[row], tuple(column(row, city) for city in cities)) for row in alike)
        if facets:
            groups.append(Group(t(f"group_{group}"), facets))
    heads = [
        Named(names.columns[city], "" if own and city == own.column_id else address("cities", t.language, city=city))
        for city in cities
    ]
    kinds = [(kind, words(kind)) for kind in MARKS]
    return macro("compare", "columns", t, kinds, heads, groups, words("how_signs"))


def _column(data: Dataset, cell: Cell, rows: Mapping[str, Any], words: Translations) -> Column:
    lines = tuple(_line(data, cell.marks[kind], rows, words) for kind in MARKS if kind in cell.marks)
    state = words("silent" if cell.state == "silent" else "outside") if not lines else ""
    return Column(
        state, cell.state == "silent", lines, address("factors", words.language, cell=f"{cell.column_id}.{cell.row_id}")
    )


def _own_column(cell: Cell, told: Mapping[tuple[str, str], str], words: Translations, t: Translations) -> Column:
    """What a place says of itself; what it leaves open is not called silent."""
    lines = []
    for kind, mark in cell.marks.items():
        text = told[cell.row_id, kind]
        lines.append(Line(kind, words(kind), text, text, "", favourable=False, planned=mark.planned, more=False))
    return Column("" if lines else t("own_open"), False, tuple(lines), "")


def _line(data: Dataset, mark: Mark, rows: Mapping[str, Any], words: Translations) -> Line:
    first = rows[mark.statements[0]]
    one = statements.view(data, first, words)
    return Line(
        mark.kind,
        words(mark.kind),
        one.first,
        one.words,
        one.address,
        mark.favourable,
        mark.planned,
        len(mark.statements) > 1,
        one.signs,
        one.remarks,
    )
