"""Cities side by side, wide enough for words: what each is, then their columns of the evidence map.

The order is the same for every choice: in short where they differ (direction, limits, topics of one alone), what they
share, facts, then the facets in which the documents speak of each, in the order of the factors, then those in which
they speak of some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from lcdash.content import city_summary, marks, statements
from lcdash.content.evidence_map_text import Names
from lcdash.content.statements import Sign
from lcdash.content.topic_relations import Topic, Topics
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


class Row(NamedTuple):
    """A facet or a fact, and what stands in it for each city; `across`: one cell for all of them."""

    name: str
    cells: tuple[Column, ...]
    across: bool = False


class Group(NamedTuple):
    """Differences, facts, or the facets in which the documents speak of the same of the cities: each, some, none."""

    title: str
    rows: tuple[Row, ...]


class Own(NamedTuple):
    """The column of a place that tells of itself: its id and name, its words by (row, mark), its answers by row.

    states  row -> what it answers, in words.   Under the mark "" stand its words where its answer is no mark.
    """

    column_id: str
    name: str
    words: Mapping[tuple[str, str], str]
    states: Mapping[str, str]


def columns(data: Dataset, cities: Sequence[str], t: Translations) -> Markup:
    """The table of `cities`, with the words of the comparison page."""
    drawn = cached_frames.evidence_map_of(data, tuple(cities))
    return _table(data, drawn, cities, t, first=[*_topics(data, drawn, cities, t), _facts(data, cities, t)])


def beside(data: Dataset, drawn: EvidenceMap, own: Own, cities: Sequence[str], t: Translations) -> Markup:
    """The same with a place of its own words first: `drawn` holds its column (self_check.with_own)."""
    return _table(data, drawn, (own.column_id, *cities), t, own)


FACTS = ("lead", "standing", "size")  # of those of a city's page


def _facts(data: Dataset, cities: Sequence[str], t: Translations) -> Group:
    """What each city is: who leads, the unit that is a member since when, its size."""
    page = Translations("cities", t.language)
    own = [city_summary.summary(data, city, page) for city in cities]
    rows = []
    for kind in FACTS:
        told = [next((fact.lines for fact in one.facts if fact.kind == kind), ()) for one in own]
        rows.append(Row(t(f"row_{kind}"), tuple(_known(t, lines) for lines in told)))
    return Group(t("group_facts"), tuple(rows))


def _topics(data: Dataset, drawn: EvidenceMap, cities: Sequence[str], t: Translations) -> list[Group]:
    """Where they differ, in short: direction, limits, topics of one alone; then the topics of several."""
    words = Translations("evidence_map", t.language)
    claims = data.evidence[data.evidence["city_id"].isin(cities)]
    relations = Topics(data, claims, cities, t).over_all()
    alone = {one.city: _topic_line(one.topics) for one in relations if one.city}
    tags = data.cities.set_index("city_id")[f"tag_{t.language}"]

    def own(city: str) -> Column:
        if city in alone:
            return Column("", False, (alone[city],), "")
        return Column(t("none_alone") if city in drawn.studied else words("outside"), False, (), "")

    limited, shared = (
        [Row(one.words, (Column("", False, (_topic_line(one.topics),), ""),), across=True) for one in held]
        for held in (
            [one for one in relations if one.limit],
            [one for one in relations if not (one.limit or one.city)],
        )
    )
    differ = [
        Row(t("row_tag"), tuple(_known(t, [city_summary.Line(tags[city])] if tags[city] else []) for city in cities)),
        Row(t("row_limits"), tuple(_limits(data, drawn, city, words) for city in cities)),
        Row(t("row_alone"), tuple(own(city) for city in cities)),
        *limited,
    ]
    return [
        Group(t("group_differences"), tuple(differ)),
        *([Group(t("group_shared"), tuple(shared))] if shared else []),
    ]


def _topic_line(topics: Sequence[Topic]) -> Line:
    told = " · ".join(f"{one.name} ({'; '.join(one.notes)})" if one.notes else one.name for one in topics)
    return Line("", "", told, told, "", favourable=False, planned=False, more=False)


def _limits(data: Dataset, drawn: EvidenceMap, city: str, words: Translations) -> Column:
    """Every limit that the documents name of a city, in short; where they name none, that."""
    held = drawn.statements[(drawn.statements["city_id"] == city) & (drawn.statements["mark"] == "limit")]
    rows = {row.evidence_id: row for row in held.itertuples()}
    lines = tuple(_line(data, Mark("limit", (one,), False, False), rows, words) for one in rows)
    # Another question than the state of a cell: no limit in any of its cells, whatever else is said.
    studied = city in drawn.studied
    return Column("" if lines else words("silent" if studied else "outside"), not lines and studied, lines, "")


def _known(t: Translations, held: Sequence[city_summary.Line]) -> Column:
    """Facts as lines without a mark, with what is doubtful about them; none is told as what the sources leave out."""
    words = Translations("evidence_map", t.language)
    lines = []
    for one in held:
        doubts = {"differ": one.differ, "uncertain": one.unsure}
        meanings = {"differ": one.differ, "uncertain": words("sign_key_uncertain")}
        signs = tuple(Sign(statements.SIGNS[name], meanings[name]) for name, stands in doubts.items() if stands)
        lines.append(Line("", "", one.text, one.text, "", favourable=False, planned=False, more=False, signs=signs))
    return Column("" if lines else t("fact_none"), False, tuple(lines), "")


def _table(
    data: Dataset,
    drawn: EvidenceMap,
    cities: Sequence[str],
    t: Translations,
    own: Own | None = None,
    first: Sequence[Group] = (),
) -> Markup:
    words = Translations("evidence_map", t.language)
    names = Names(data, words)
    rows = {row.evidence_id: row for row in drawn.statements.itertuples()}
    names.columns |= {own.column_id: own.name} if own else {}

    def column(row: str, city: str) -> Column:
        cell = drawn.cells[row, city]
        return _own_column(cell, own, words, t) if own and city == own.column_id else _column(data, cell, rows, words)

    groups = list(first)
    for group, held in comparing.by_mention(drawn, cities).items():
        facets = tuple(Row(names.rows[row], tuple(column(row, city) for city in cities)) for row in held)
        if facets:
            groups.append(Group(t(f"group_{group}"), facets))
    heads = [
        Named(names.columns[city], "" if own and city == own.column_id else address("cities", t.language, city=city))
        for city in cities
    ]
    lines = [line for group in groups for row in group.rows for cell in row.cells for line in cell.lines]
    signs = statements.sign_key({sign.symbol for line in lines for sign in line.signs}, words)
    return macro("compare", "columns", t, marks.key(words), heads, groups, signs, words("how_speaker"))


def _column(data: Dataset, cell: Cell, rows: Mapping[str, Any], words: Translations) -> Column:
    lines = tuple(_line(data, cell.marks[kind], rows, words) for kind in MARKS if kind in cell.marks)
    state = words("silent" if cell.state == "silent" else "outside") if not lines else ""
    return Column(
        state, cell.state == "silent", lines, address("factors", words.language, cell=f"{cell.column_id}.{cell.row_id}")
    )


def _own_column(cell: Cell, own: Own, words: Translations, t: Translations) -> Column:
    """What a place says of itself, its answer first; what it leaves open is not called silent."""
    lines = []
    if text := own.words.get((cell.row_id, "")):
        lines.append(Line("", "", text, text, "", favourable=False, planned=False, more=False))
    for kind, mark in cell.marks.items():
        text = own.words[cell.row_id, kind]
        lines.append(Line(kind, words(kind), text, text, "", favourable=False, planned=mark.planned, more=False))
    return Column(own.states.get(cell.row_id) or t("own_open"), False, tuple(lines), "")


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
