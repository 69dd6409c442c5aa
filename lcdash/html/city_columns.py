"""The columns of some cities of the evidence map side by side, wide enough for words, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from lcdash.content.evidence_map_text import Names
from lcdash.dataset.loading import Dataset
from lcdash.evidence import comparing
from lcdash.evidence import evidence_map as maps
from lcdash.evidence.evidence_map import MARKS, Cell, Mark
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.site import address


class Line(NamedTuple):
    """One mark of a cell: its first statement in short and in full, and whether there are more."""

    kind: str
    label: str
    words: str
    whole: str
    link: str
    favourable: bool
    planned: bool
    more: bool


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


def columns(data: Dataset, cities: Sequence[str], t: Translations) -> Markup:
    """The table of `cities`, with the words of the comparison page."""
    rows = maps.facet_rows(data.factors, data.facets)
    own = data.cities[data.cities["city_id"].isin(cities)]
    drawn = maps.evidence_map(data.evidence, rows, own, list(data.sources["source_id"]))
    words = Translations("evidence_map", t.language)
    names = Names(data, words)
    statements = {row.evidence_id: row for row in drawn.statements.itertuples()}
    groups = []
    for group, alike in comparing.by_difference(drawn, cities).items():
        facets = tuple(
            Facet(names.rows[row], tuple(_column(drawn.cells[row, city], statements, words) for city in cities))
            for row in alike
        )
        if facets:
            groups.append(Group(t(f"group_{group}"), facets))
    heads = [Named(names.columns[city], address("cities", t.language, city=city)) for city in cities]
    return macro("compare", "columns", t, [(kind, words(kind)) for kind in MARKS], heads, groups)


def _column(cell: Cell, statements: dict[str, Any], words: Translations) -> Column:
    lines = tuple(_line(cell.marks[kind], statements, words) for kind in MARKS if kind in cell.marks)
    state = words("silent" if cell.state == "silent" else "outside") if not lines else ""
    return Column(
        state, cell.state == "silent", lines, address("factors", words.language, cell=f"{cell.column_id}.{cell.row_id}")
    )


def _line(mark: Mark, statements: dict[str, Any], words: Translations) -> Line:
    first = statements[mark.statements[0]]
    whole = words.of(first, "statement")
    link = address("evidence", words.language, id=first.evidence_id)
    short = words.of(first, "short") or whole
    more = len(mark.statements) > 1
    return Line(mark.kind, words(mark.kind), short, whole, link, mark.favourable, mark.planned, more)
