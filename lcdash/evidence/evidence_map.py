"""The evidence map: what the documents say of which matter in which city, and where they are silent.

One model for every medium: the component on the page, the still picture, slides, worksheet and print read it, so that
they cannot differ. It holds ids only; words come from the dataset and from the wording of whoever draws it.

Rows are the lines of the factors with their facets below, or the topics; columns are the whole country, the cities of
the study and the other members. A cell has four fixed places, MARKS. A mark says that something stands there, never how
much: how much is written about a city measures its authors' attention.

Source  states as defined in data/README.md, "Reading the matrix"; the form is that of evidence gap maps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import pandas as pd

from lcdash.dataset import citations, records

MARKS = ("direction", "asset", "practice", "limit")  # the four places of a cell: what a statement is, or that it limits
COUNTRY = "country"  # the column of what holds for the whole country: its limits alone
BASES = ("all", "study", "table")  # which documents silence is judged by: all that were read, the study, its table
UNPLACED = "unplaced"  # the row of statements without a topic, where topics are the rows
# A filter's key in a link -> the column of the statements it reads.
FILTERS = {
    "theme": "themes",
    "audience": "audience",
    "kind": "kind",
    "appraisal": "appraisal",
    "voice": "voice",
    "source": "sources",
    "factor": "factor_id",
    "factor_by": "factor_by",
    "stage": "stage",
    "scope": "scope",
    "differ": "differ",
}
PLANS = ("planned", "proposed")


@dataclass(frozen=True)
class MapRow:
    """A line of the map.

    kind    "factor", a factor's own line, which holds what fits none of its facets; "facet"; or "topic".
    judged  whether a city that says nothing here is silent: not where facets below say it more finely.
    number  that of its factor, as printed; "" for a topic.
    """

    row_id: str
    kind: Literal["factor", "facet", "topic"]
    factor_id: str
    judged: bool
    number: str = ""


@dataclass(frozen=True)
class MapColumn:
    """The whole country, a city of the study, another city, or a place as it tells of itself (self_check.py)."""

    column_id: str
    kind: Literal["country", "studied", "other", "own"]


@dataclass(frozen=True)
class CellMark:
    """One of the four places of a cell, taken: the ids of its statements in written order.

    favourable  the source judges well at least once.   planned  all it rests on is a plan or a proposal.
    """

    kind: str
    statements: tuple[str, ...]
    favourable: bool
    planned: bool


@dataclass(frozen=True)
class MapCell:
    """Where a row and a column meet.

    state  "reported"; "silent", studied and nothing found in the documents silence is judged by; "outside" the study;
           "open" where nothing stands and nothing is judged; of a place as it tells of itself, "none" and "unknown"
           as it says. Marks may stand in a cell of any state.
    """

    row_id: str
    column_id: str
    state: Literal["reported", "silent", "outside", "open", "none", "unknown"]
    marks: Mapping[str, CellMark] = field(default_factory=dict)

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of all its statements, in written order."""
        return tuple(evidence_id for mark in self.marks.values() for evidence_id in mark.statements)


@dataclass(frozen=True)
class EvidenceMap:
    """Rows, columns, and a cell for each pair of them.

    statements  one row per statement shown, in written order (the place in a cell, then the order of the sources, then
                that of the dataset): the columns of the evidence with `column_id`, `mark`, `sources` (ids, a tuple).
    """

    rows: tuple[MapRow, ...]
    columns: tuple[MapColumn, ...]
    cells: Mapping[tuple[str, str], MapCell]
    statements: pd.DataFrame

    @property
    def studied(self) -> tuple[str, ...]:
        """The cities of the study, in the order of the columns."""
        return tuple(column.column_id for column in self.columns if column.kind == "studied")

    @property
    def others(self) -> tuple[str, ...]:
        """The cities outside the study, in the order of the columns."""
        return tuple(column.column_id for column in self.columns if column.kind == "other")

    def silent(self, row_id: str) -> tuple[str, ...]:
        """The cities of the study that are silent in a row."""
        return tuple(city for city in self.studied if self.cells[row_id, city].state == "silent")

    def speaking(self, row_id: str, kind: str = "") -> tuple[str, ...]:
        """The cities of the study of which something is said in a row; with `kind`, of that mark."""
        cells = {city: self.cells[row_id, city] for city in self.studied}
        return tuple(city for city, cell in cells.items() if (kind in cell.marks if kind else cell.marks))

    def silences(self) -> int:
        """How many cells of the study are silent."""
        return sum(cell.state == "silent" for cell in self.cells.values())

    def in_row(self, row_id: str) -> tuple[str, ...]:
        """The ids of a row's statements, by column."""
        return tuple(
            evidence_id for column in self.columns for evidence_id in self.cells[row_id, column.column_id].statements
        )

    def in_column(self, column_id: str) -> tuple[str, ...]:
        """The ids of a column's statements, each once, by row."""
        evidence_ids = (
            evidence_id for row in self.rows for evidence_id in self.cells[row.row_id, column_id].statements
        )
        return tuple(dict.fromkeys(evidence_ids))

    def in_factor(self, factor_id: str, column_id: str) -> tuple[str, ...]:
        """The ids of all that stands under a factor in a column: on its own line, then facet by facet."""
        rows = (row for row in self.rows if row.factor_id == factor_id and row.kind != "topic")
        return tuple(evidence_id for row in rows for evidence_id in self.cells[row.row_id, column_id].statements)

    def country_limits(self, factor_id: str) -> tuple[str, ...]:
        """The ids of the limits named for the whole country under a factor: a silent city is not free of them."""
        return self.in_factor(factor_id, COUNTRY)


def mark_of(kind: str, appraisal: str) -> str:
    """Which of the four places a statement takes: a lack stands at its own, whatever it is a lack of."""
    return "limit" if appraisal == "limit" else kind


def evidence_map(
    evidence: pd.DataFrame,
    rows: Sequence[MapRow],
    cities: pd.DataFrame,
    sources: Sequence[str],
    *,
    judged_by: Collection[str] | None = None,
    differing: Collection[str] = (),
) -> EvidenceMap:
    """The map of these cities, from all the statements there are of them.

    evidence   one row per statement, as in the dataset.
    rows       as `facet_rows` or `topic_rows` gives them.
    cities     one row per city_id with in_study, in the order of the columns; other cities come after the studied.
    sources    the ids of all sources, in their order: that in which statements of one kind stand in a cell.
    judged_by  ids of the statements silence is judged by (`basis`); all where None.
    differing  ids of the statements on which sources differ.
    """
    columns = _columns(cities)
    statements = _statements(evidence, columns, sources, differing)
    map_rows = frozenset(row.row_id for row in rows)
    read = ["evidence_id", "mark", "appraisal", "stage"]
    in_cell: dict[tuple[str, str], list[_Read]] = {}
    for column_id, row_ids, *values in zip(
        statements["column_id"], _row_ids(statements, map_rows), *(statements[name] for name in read), strict=True
    ):
        for row_id in row_ids:
            in_cell.setdefault((row_id, column_id), []).append(_Read(*values))
    counted = frozenset(statements["evidence_id"] if judged_by is None else judged_by)
    cells = {
        (row.row_id, column.column_id): _cell(row, column, in_cell.get((row.row_id, column.column_id), []), counted)
        for row in rows
        for column in columns
    }
    return EvidenceMap(tuple(rows), columns, cells, statements)


def facet_rows(factors: pd.DataFrame, facets: pd.DataFrame) -> tuple[MapRow, ...]:
    """A line per factor with its facets below; silence is judged by facet, and on the line of a factor without any."""
    rows = []
    for factor_id, number in zip(factors["factor_id"], factors["number"], strict=True):
        own = facets.loc[facets["factor_id"] == factor_id, "facet_id"]
        rows.append(MapRow(factor_id, "factor", factor_id, judged=own.empty, number=str(number)))
        rows += [MapRow(facet_id, "facet", factor_id, judged=True, number=str(number)) for facet_id in own]
    return tuple(rows)


def topic_rows(themes: pd.DataFrame, evidence: pd.DataFrame) -> tuple[MapRow, ...]:
    """A line per topic, in the order given, and one for statements without a topic where there are any."""
    rows = [MapRow(theme_id, "topic", "", judged=True) for theme_id in themes["theme_id"]]
    untold = [MapRow(UNPLACED, "topic", "", judged=False)] if any(not topics for topics in evidence["themes"]) else []
    return (*rows, *untold)


def _columns(cities: pd.DataFrame) -> tuple[MapColumn, ...]:
    pairs = list(zip(cities["city_id"], cities["in_study"], strict=True))
    studied = [MapColumn(city, "studied") for city, in_study in pairs if in_study]
    return (
        MapColumn(COUNTRY, "country"),
        *studied,
        *(MapColumn(city, "other") for city, in_study in pairs if not in_study),
    )


def _statements(
    evidence: pd.DataFrame, columns: Sequence[MapColumn], sources: Sequence[str], differing: Collection[str]
) -> pd.DataFrame:
    """The statements of these columns, in written order."""
    whole = evidence["scope"] == "country"
    of_cities = evidence["city_id"].isin([column.column_id for column in columns]) & ~whole
    own = evidence[of_cities | (whole & (evidence["appraisal"] == "limit"))]
    rank = {source: place for place, source in enumerate(sources)}
    source_ids = [tuple(dict.fromkeys(source for source, _ in citations.parse(cell))) for cell in own["source"]]
    marks = [mark_of(*pair) for pair in zip(own["kind"], own["appraisal"], strict=True)]
    own = own.assign(
        column_id=own["city_id"].where(own["scope"] != "country", COUNTRY),
        mark=pd.Series(marks, index=own.index, dtype=object),
        sources=pd.Series(source_ids, index=own.index, dtype=object),
        differ=["1" if evidence_id in differing else "" for evidence_id in own["evidence_id"]],
    )
    first = [min((rank.get(source, len(rank)) for source in ids), default=len(rank)) for ids in source_ids]
    order = sorted(range(len(own)), key=lambda place: (MARKS.index(marks[place]), first[place]))
    return own.iloc[order]


def _row_ids(statements: pd.DataFrame, map_rows: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """The rows each statement stands in: of its topics, or the one of its facet, else of its factor."""
    topics = UNPLACED in map_rows or not map_rows & set(statements["factor_id"])
    for facet_id, factor_id, themes in zip(
        statements["facet_id"], statements["factor_id"], statements["themes"], strict=True
    ):
        if topics:
            yield themes or (UNPLACED,)
        else:
            yield (facet_id if facet_id in map_rows else factor_id,)


class _Read(NamedTuple):
    """What a cell has to know of a statement."""

    evidence_id: str
    mark: str
    appraisal: str
    stage: str


def _look(statements: Sequence[_Read]) -> tuple[bool, bool]:
    """Whether one of these statements is judged well, and whether all of them are plans."""
    return any(statement.appraisal == "favourable" for statement in statements), all(
        statement.stage in PLANS for statement in statements
    )


def _cell(row: MapRow, column: MapColumn, own: Sequence[_Read], counted: frozenset[str]) -> MapCell:
    """The cell of these statements. Here it is decided what is silent: whoever draws or counts goes by the `state`."""
    marks = {}
    for kind in MARKS:
        of_kind = [statement for statement in own if statement.mark == kind]
        if of_kind:
            marks[kind] = CellMark(kind, tuple(statement.evidence_id for statement in of_kind), *_look(of_kind))
    state: Literal["reported", "silent", "outside", "open"] = "reported"
    if column.kind == "other":
        state = "outside"
    elif column.kind == "studied" and row.judged and counted.isdisjoint(statement.evidence_id for statement in own):
        state = "silent"
    elif not marks:
        state = "open"
    return MapCell(row.row_id, column.column_id, state, marks)


# Which documents silence is judged by


def the_study(factors: pd.DataFrame) -> str:
    """The source that defines the factors, cited by every one of them: the study the map rests on; "" without one."""
    source_ids = [{source for source, _ in citations.parse(cell)} for cell in factors["source"]]
    shared = set.intersection(*source_ids) if source_ids else set()
    first = [source for source, _ in citations.parse(factors["source"].iloc[0])] if shared else []
    return next((source for source in first if source in shared), "")


def judged_by(evidence: pd.DataFrame, basis: str, study: str) -> frozenset[str]:
    """The ids of the statements that rest on these documents: "all", the "study" alone, or a "table" of it alone."""
    if basis == "all":
        return frozenset(evidence["evidence_id"])
    ids = []
    for evidence_id, cell in zip(evidence["evidence_id"], evidence["source"], strict=True):
        own = [locator for source, locator in citations.parse(cell) if source == study]
        if basis == "table":
            own = [locator for locator in own if "table" in citations.locator_parts(locator)]
        if own:
            ids.append(evidence_id)
    return frozenset(ids)


# Filters: a look at the map, which changes no state of it


Index = Mapping[str, Mapping[str, frozenset[str]]]  # key of a filter -> value -> ids of the statements that hold it


def index(statements: pd.DataFrame, filters: Mapping[str, str] = FILTERS) -> Index:
    """For each filter and each value that occurs, which statements hold it.

    filters  key in a link -> column of `statements`, of text or of tuples.
    """
    indexes: dict[str, dict[str, frozenset[str]]] = {}
    for key, column in filters.items():
        of_code: dict[str, set[str]] = {}
        for evidence_id, cell in zip(statements["evidence_id"], statements[column], strict=True):
            for value in cell if isinstance(cell, tuple) else (cell,):
                if value:
                    of_code.setdefault(value, set()).add(evidence_id)
        indexes[key] = {value: frozenset(ids) for value, ids in of_code.items()}
    return indexes


def matching(
    statements: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    query: str = "",
    *,
    every: Collection[str] = (),
) -> frozenset[str]:
    """The ids of the statements a filter asks for; all where it asks for nothing.

    selection  key of FILTERS -> the values asked for: a statement holds one of them, under every key that asks.
    query      free text in either language: every word of it stands somewhere in the statement's texts.
    every      keys under which a statement has to hold all the values (topic and topic), not one of them.
    """
    by_code = index(statements, {key: FILTERS[key] for key in selection})
    ids = frozenset(statements["evidence_id"])
    for key, values in selection.items():
        sets = [by_code[key].get(value, frozenset()) for value in values]
        if sets:
            ids &= frozenset.intersection(*sets) if key in every else frozenset.union(*sets)
    pieces = query.casefold().split()
    if pieces:
        texts = zip(statements["evidence_id"], statements["statement_th"], statements["statement_en"], strict=True)
        ids &= {
            evidence_id for evidence_id, *both in texts if all(word in " ".join(both).casefold() for word in pieces)
        }
    return ids


def solid(chart: EvidenceMap, matching_ids: Collection[str]) -> frozenset[tuple[str, str, str]]:
    """The marks, as (row, column, kind), that rest on a statement of `matching_ids`: all others are drawn hollow."""
    return frozenset(
        (row_id, column_id, mark.kind)
        for (row_id, column_id), cell in chart.cells.items()
        for mark in cell.marks.values()
        if not frozenset(mark.statements).isdisjoint(matching_ids)
    )


def asked(chart: EvidenceMap, matching_ids: Collection[str]) -> EvidenceMap:
    """The map whose marks look as their statements of `matching_ids` make them; one without any is no strength."""
    rows = chart.statements[chart.statements["evidence_id"].isin(matching_ids)]
    read = {row.evidence_id: row for row in records.each(rows, _Read)}

    def narrowed(mark: CellMark) -> CellMark:
        statements = [read[evidence_id] for evidence_id in mark.statements if evidence_id in read]
        favourable, planned = _look(statements) if statements else (False, mark.planned)
        return replace(mark, favourable=favourable, planned=planned)

    cells = {
        place: replace(cell, marks={kind: narrowed(mark) for kind, mark in cell.marks.items()})
        for place, cell in chart.cells.items()
    }
    return replace(chart, cells=cells)


class StatementList(NamedTuple):
    """A group of statements as a panel lists them: under a city or under a row."""

    group: str
    statements: tuple[str, ...]


def listed(
    chart: EvidenceMap, ids: Collection[str], by: Literal["column", "row"] = "column"
) -> tuple[StatementList, ...]:
    """Exactly the statements of `ids`, grouped by city or by row, groups and statements in the order of the map."""
    if by == "column":
        groups = [(column.column_id, chart.in_column(column.column_id)) for column in chart.columns]
    else:
        groups = [(row.row_id, chart.in_row(row.row_id)) for row in chart.rows]
    wanted = frozenset(ids)
    lists = [
        StatementList(group, tuple(evidence_id for evidence_id in evidence_ids if evidence_id in wanted))
        for group, evidence_ids in groups
    ]
    return tuple(evidence_id for evidence_id in lists if evidence_id.statements)


# What the picture shows, computed


class SharedSilence(NamedTuple):
    """So many cities of the study are silent in these rows."""

    cities: int
    rows: tuple[str, ...]


OFTEN = (7, 10)  # silent in so many of so many cities of the study, a row is named among the silent ones


def most_silent(chart: EvidenceMap) -> tuple[SharedSilence, ...]:
    """Every row in which at least seven in ten cities of the study are silent, those with the same number together, the
    highest first; where no row is so silent, those in which most cities are."""
    rows: dict[int, list[str]] = {}
    for row in chart.rows:
        number = len(chart.silent(row.row_id))
        if number:
            rows.setdefault(number, []).append(row.row_id)
    numbers = sorted(rows, reverse=True)
    often = [number for number in numbers if number * OFTEN[1] >= len(chart.studied) * OFTEN[0]]
    return tuple(SharedSilence(number, tuple(rows[number])) for number in often or numbers[:1])


def city_limits(chart: EvidenceMap) -> dict[str, tuple[str, ...]]:
    """Each row under which a city of the study has a limit, in the order of the map -> those cities."""
    limits = {
        row.row_id: tuple(city for city in chart.studied if "limit" in chart.cells[row.row_id, city].marks)
        for row in chart.rows
    }
    return {row: cities for row, cities in limits.items() if cities}


class Alone(NamedTuple):
    """One city alone of the study: of which something is said in a row, or with `kind` of that mark."""

    row_id: str
    city_id: str
    kind: str


def in_one_city(chart: EvidenceMap) -> tuple[Alone, ...]:
    """The rows in which one city alone speaks, then those where one alone has something it does, while others lack it.

    Only rows in which at least half of the study is silent: elsewhere it says little that one city stands alone.
    """
    alone, practice = [], []
    for row in chart.rows:
        if not row.judged or 2 * len(chart.silent(row.row_id)) < len(chart.studied) or len(chart.studied) < 2:
            continue
        speaking, doing = chart.speaking(row.row_id), chart.speaking(row.row_id, "practice")
        if len(speaking) == 1:
            alone.append(Alone(row.row_id, speaking[0], ""))
        elif len(doing) == 1:
            practice.append(Alone(row.row_id, doing[0], "practice"))
    return (*alone, *practice)


# Columns in order

ORDERS = ("name", "region", "unit", "year")


def ordered(cities: pd.DataFrame, by: str, regions: Sequence[str], standing: pd.DataFrame) -> pd.DataFrame:
    """The cities in one of ORDERS, those of one group in the order given (that of their names); never a rank.

    regions   codes of region_nso in their order.
    standing  one row per city_id with `since` and `units` (a tuple), as `member_standings` gives it.
    """
    if by == "name":
        return cities
    own = standing.set_index("city_id")
    keys: dict[str, Sequence[object]] = {
        "region": [regions.index(region) if region in regions else len(regions) for region in cities["region_nso"]],
        "unit": [own["units"].get(city, ())[:1] for city in cities["city_id"]],
        "year": [str(own["since"].get(city, ""))[:4] or "9999" for city in cities["city_id"]],
    }
    key = keys[by]
    order = sorted(range(len(cities)), key=lambda place: key[place])  # type: ignore[arg-type,return-value]
    return cities.iloc[order]
