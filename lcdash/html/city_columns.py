"""Cities side by side, wide enough for words: what each is, then their columns of the evidence map.

The order is the same for every choice: in short where they differ (direction, limits, topics of one alone), facts, what
they share, then the facets in which the documents speak of each, in the order of the factors, then those in which
they speak of some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from lcdash.content import city_summary, marks, statements
from lcdash.content.evidence_map_text import MapNames
from lcdash.content.statements import Sign
from lcdash.content.topic_relations import RelatedTopic, Topics
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, comparing
from lcdash.evidence.evidence_map import MARKS, CellMark, EvidenceMap, MapCell
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
    """What stands in a cell: its lines and address; without marks the words for its state, and whether it is silent.

    in_one  its lines are names of topics, which stand one after another in one.
    """

    state: str
    silent: bool
    lines: tuple[Line, ...]
    link: str
    in_one: bool = False


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
    """Differences, facts, or the facets in which the documents speak of the same of the cities: each, some, none.

    differ  it says in few words where they differ.
    """

    title: str
    rows: tuple[Row, ...]
    differ: bool = False


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
    chart = cached_frames.evidence_map_of(data, tuple(cities))
    differ, shared = _topics(data, chart, cities, t)
    return _table(data, chart, cities, t, first=[differ, _facts(data, cities, t), *shared])


def beside(data: Dataset, chart: EvidenceMap, own: Own, cities: Sequence[str], t: Translations) -> Markup:
    """The same with a place of its own words first: `chart` holds its column (self_check.with_own)."""
    return _table(data, chart, (own.column_id, *cities), t, own)


FACTS = ("lead", "standing", "size")  # of those of a city's page


def _facts(data: Dataset, cities: Sequence[str], t: Translations) -> Group:
    """What each city is: who leads, the unit that is a member since when, its size."""
    page = Translations("cities", t.language)
    own = [city_summary.summary(data, city, page) for city in cities]
    rows = []
    for kind in FACTS:
        facts = [next((fact.lines for fact in summary.facts if fact.kind == kind), ()) for summary in own]
        rows.append(Row(t(f"row_{kind}"), tuple(_known(t, lines) for lines in facts)))
    return Group(t("group_facts"), tuple(rows))


def _topics(data: Dataset, chart: EvidenceMap, cities: Sequence[str], t: Translations) -> tuple[Group, list[Group]]:
    """Where they differ, in short: direction, limits, topics of one alone; then the topics of several."""
    map_t = Translations("evidence_map", t.language)
    claims = data.evidence[data.evidence["city_id"].isin(cities)]
    relations = Topics(data, claims, cities, t).over_all()
    alone = {relation.city: _topic_column(relation.topics) for relation in relations if relation.city}
    tags = data.cities.set_index("city_id")[f"tag_{t.language}"]

    def own(city: str) -> Column:
        if city in alone:
            return alone[city]
        return Column(t("none_alone") if city in chart.studied else map_t("outside"), False, (), "")

    limited, shared = (
        [Row(relation.words, (_topic_column(relation.topics),), across=True) for relation in lines]
        for lines in (
            [relation for relation in relations if relation.limit],
            [relation for relation in relations if not (relation.limit or relation.city)],
        )
    )
    differ = [
        Row(
            t("row_tag"),
            tuple(_known(t, [city_summary.SummaryLine(tags[city])] if tags[city] else []) for city in cities),
        ),
        Row(t("row_limits"), tuple(_limits(data, chart, city, map_t) for city in cities)),
        Row(t("row_alone"), tuple(own(city) for city in cities)),
        *limited,
    ]
    return (
        Group(t("group_differences"), tuple(differ), differ=True),
        [Group(t("group_shared"), tuple(shared))] if shared else [],
    )


def _topic_column(topics: Sequence[RelatedTopic]) -> Column:
    """Topics by their names, each with its notes."""
    lines = []
    for topic in topics:
        remarks = (f"({'; '.join(topic.notes)})",) if topic.notes else ()
        line = Line("", "", topic.name, topic.name, "", favourable=False, planned=False, more=False, remarks=remarks)
        lines.append(line)
    return Column("", False, tuple(lines), "", in_one=True)


def _limits(data: Dataset, chart: EvidenceMap, city: str, map_t: Translations) -> Column:
    """Every limit that the documents name of a city, in short; where they name none, that."""
    limits = chart.statements[(chart.statements["city_id"] == city) & (chart.statements["mark"] == "limit")]
    rows = {row.evidence_id: row for row in records.each(limits, records.Evidence)}
    lines = tuple(_line(data, CellMark("limit", (evidence_id,), False, False), rows, map_t) for evidence_id in rows)
    # Another question than the state of a cell: no limit in any of its cells, whatever else is said.
    studied = city in chart.studied
    return Column("" if lines else map_t("silent" if studied else "outside"), not lines and studied, lines, "")


def _known(t: Translations, facts: Sequence[city_summary.SummaryLine]) -> Column:
    """Facts as lines without a mark, with what is doubtful about them; none is told as what the sources leave out."""
    map_t = Translations("evidence_map", t.language)
    lines = []
    for fact in facts:
        doubts = {"differ": fact.differ, "uncertain": fact.unsure}
        meanings = {"differ": fact.differ, "uncertain": map_t("sign_key_uncertain")}
        signs = tuple(Sign(statements.SIGNS[name], meanings[name]) for name, stands in doubts.items() if stands)
        lines.append(Line("", "", fact.text, fact.text, "", favourable=False, planned=False, more=False, signs=signs))
    return Column("" if lines else t("fact_none"), False, tuple(lines), "")


def _table(
    data: Dataset,
    chart: EvidenceMap,
    cities: Sequence[str],
    t: Translations,
    own: Own | None = None,
    first: Sequence[Group] = (),
) -> Markup:
    map_t = Translations("evidence_map", t.language)
    names = MapNames(data, map_t)
    rows = {row.evidence_id: row for row in records.each(chart.statements, records.Evidence)}
    names.columns |= {own.column_id: own.name} if own else {}

    def column(row: str, city: str) -> Column:
        cell = chart.cells[row, city]
        return _own_column(cell, own, map_t, t) if own and city == own.column_id else _column(data, cell, rows, map_t)

    groups = list(first)
    for group, facet_ids in comparing.by_mention(chart, cities).items():
        facets = tuple(Row(names.rows[row], tuple(column(row, city) for city in cities)) for row in facet_ids)
        if facets:
            groups.append(Group(t(f"group_{group}"), facets))
    heads = [
        Named(names.columns[city], "" if own and city == own.column_id else address("cities", t.language, city=city))
        for city in cities
    ]
    lines = [line for group in groups for row in group.rows for cell in row.cells for line in cell.lines]
    signs = statements.sign_key({sign.symbol for line in lines for sign in line.signs}, map_t)
    return macro("compare", "columns", t, marks.key(map_t), heads, groups, signs, map_t("how_speaker"))


def _column(data: Dataset, cell: MapCell, rows: Mapping[str, Any], map_t: Translations) -> Column:
    lines = tuple(_line(data, cell.marks[kind], rows, map_t) for kind in MARKS if kind in cell.marks)
    state = map_t("silent" if cell.state == "silent" else "outside") if not lines else ""
    return Column(
        state, cell.state == "silent", lines, address("factors", map_t.language, cell=f"{cell.column_id}.{cell.row_id}")
    )


def _own_column(cell: MapCell, own: Own, map_t: Translations, t: Translations) -> Column:
    """What a place says of itself, its answer first; what it leaves open is not called silent."""
    lines = []
    if text := own.words.get((cell.row_id, "")):
        lines.append(Line("", "", text, text, "", favourable=False, planned=False, more=False))
    for kind, mark in cell.marks.items():
        text = own.words[cell.row_id, kind]
        lines.append(Line(kind, map_t(kind), text, text, "", favourable=False, planned=mark.planned, more=False))
    return Column(own.states.get(cell.row_id) or t("own_open"), False, tuple(lines), "")


def _line(data: Dataset, mark: CellMark, rows: Mapping[str, Any], map_t: Translations) -> Line:
    first = rows[mark.statements[0]]
    view = statements.view(data, first, map_t)
    return Line(
        mark.kind,
        map_t(mark.kind),
        view.first,
        view.words,
        view.address,
        mark.favourable,
        mark.planned,
        len(mark.statements) > 1,
        view.signs,
        view.remarks,
    )
