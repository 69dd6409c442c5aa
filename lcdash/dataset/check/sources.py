"""Rules about what is cited: sources, the form of a citation, and the ledger of what was read (reading.csv)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from lcdash.dataset import citations
from lcdash.dataset.check.report import Problem, row_word, said
from lcdash.dataset.check.tables import Data, Row, Table, as_list


def _cited(data: Data) -> Iterator[tuple[Table, Row, str, str]]:
    """Every citation as it is written, with the place it stands in."""
    for table, row, column, cell in data.cells_having("cites"):
        for piece in citations.pieces(cell):
            yield table, row, column, piece


@lru_cache(maxsize=1)
def _ledger(data: Data) -> dict[tuple[str, str], Row]:
    """(source_id, locator) -> the row of reading.csv."""
    return {(row["source_id"], row["locator"]): row for row in data["reading"].rows}


def unknown_sources(data: Data) -> Iterator[Problem]:
    """Every citation names a row of sources.csv."""
    sources = data.by_id("sources")
    for table, row, column, piece in _cited(data):
        if piece.partition("[")[0] not in sources:
            yield table.problem(row, column, said(piece), "an id listed in sources.csv")


def malformed_citations(data: Data) -> Iterator[Problem]:
    """A citation is `id` or `id[locator]`, each once in a cell; citations.FORM says it in full."""
    sources = data.by_id("sources")
    for table, row, column, piece in _cited(data):
        if piece.partition("[")[0] in sources and not _parsed(piece):
            yield table.problem(row, column, said(piece), citations.FORM)
    for table, row, column, cell in data.cells_having("cites"):
        if any(times > 1 for times in Counter(citations.pieces(cell)).values()):
            yield table.problem(row, column, said(cell), "each citation once")


def passages_not_in_the_ledger(data: Data) -> Iterator[Problem]:
    """A locator is one that reading.csv lists, as far as the source was read passage by passage."""
    sources, read_sources = data.by_id("sources"), {source_id for source_id, _ in _ledger(data)}
    for table, row, column, piece in _cited(data):
        for source_id, locator in _parsed(piece):
            if locator and source_id in sources.keys() - read_sources:
                yield table.problem(row, column, said(piece), f"no locator: reading.csv has no passage of {source_id}")
            elif source_id in read_sources and (source_id, locator) not in _ledger(data):
                yield table.problem(row, column, said(piece), f"a locator that reading.csv lists for {source_id}")


def _parsed(piece: str) -> list[tuple[str, str]]:
    try:
        return citations.parse(piece)
    except citations.CitationError:
        return []


def sources_read_before_they_were_issued(data: Data) -> Iterator[Problem]:
    """Dates in EDTF stand in the order of time when they are sorted as text; what is no date is told elsewhere."""
    table = data["sources"]
    for row in table.rows:
        dated = row["issued"].isascii() and row["issued"][:4].isdigit()
        if dated and row["accessed"] and row["accessed"] < row["issued"]:
            allowed = f"a day not before it was issued, {row['issued']}"
            yield table.problem(row, "accessed", said(row["accessed"]), allowed)


def times_of_publication(data: Data) -> Iterator[Problem]:
    """A statement's time is what it speaks of; a month or day that is only its sources' own is when they came out.

    A year alone may well be both: a text of 2023 that tells of 2023.
    """
    table, sources = data["evidence"], data.by_id("sources")
    for row in table.rows:
        source_ids = [piece.partition("[")[0] for piece in citations.pieces(row["source"])]
        issued = [sources[source_id]["issued"] for source_id in source_ids if source_id in sources]
        if len(row["as_of"]) >= len("2026-03") and issued and all(day.startswith(row["as_of"]) for day in issued):
            allowed = "the time the statement speaks of, not when its source came out; nothing, where none is told"
            yield table.problem(row, "as_of", said(row["as_of"]), allowed)


def malformed_ledger_locators(data: Data) -> Iterator[Problem]:
    """A locator of reading.csv can be cited as it stands."""
    table = data["reading"]
    for row in table.rows:
        if row["locator"] and not _parsed(f"a[{row['locator']}]"):
            yield table.problem(row, "locator", said(row["locator"]), citations.LOCATOR_FORM)


def passages_without_an_outcome(data: Data) -> Iterator[Problem]:
    """A passage gave rows or nothing, and where nothing, it is said why."""
    table = data["reading"]
    for row in table.rows:
        reason = row["nothing_because_th"] or row["nothing_because_en"]
        if row["yields"] and reason:
            yield table.problem(row, "yields", "ids, and a reason for nothing", "one of the two")
        if not row["yields"] and not reason:
            yield table.problem(row, "yields", "nothing, and no reason for it", "one of the two")


def unknown_yields(data: Data) -> Iterator[Problem]:
    """Not asked while a table is missing: its rows may be the ones meant."""
    ids = {row_id for resource in data.descriptor["resources"] for row_id in data.by_id(resource["name"])}
    table = data["reading"]
    for row in table.rows:
        items = row["yields"].split(";") if row["yields"] else []
        for item, times in Counter(items).items():
            if item not in ids or times > 1:
                yield table.problem(row, "yields", said(item), "ids of rows in other tables, each once")


def rows_missing_in_the_ledger(data: Data) -> Iterator[Problem]:
    """Each row stands in the ledger under every passage that it cites."""
    for table, row, _, piece in _cited(data):
        ledger_id = _id_in_the_ledger(table, row)
        for citation in _parsed(piece):
            passage = _ledger(data).get(citation)
            if passage is not None and ledger_id and ledger_id not in passage["yields"].split(";"):
                cited_by = f"it, as {table.file}, {row_word(table.file)} {row.number} cites {piece}"
                yield data["reading"].problem(passage, "yields", f"no {said(ledger_id)}", cited_by)


def _id_in_the_ledger(table: Table, row: Row) -> str | None:
    """A row without an id of its own stands under the row that its first key points to."""
    column = table.key
    if column is None and "primaryKey" not in table.schema:
        column = next((as_list(key["fields"])[0] for key in table.schema.get("foreignKeys", [])), None)
    return row.get(column) if column else None


def cells_of_another_city_or_factor(data: Data) -> Iterator[Problem]:
    """Where the source itself assigns the factor by a cell of its table, the row agrees with that cell."""
    table = data["evidence"]
    numbers = {row["factor_id"]: row.get("number", "") for row in data["factors"].rows}
    for row in table.rows:
        if row["factor_by"] != "source" or not numbers.get(row["factor_id"]):
            continue
        for piece in citations.pieces(row["source"]):
            for _, locator in _parsed(piece):
                cell = citations.locator_parts(locator)
                due = {"row": row["city_id"], "col": numbers[row["factor_id"]]}
                if citations.is_cell(locator) and {key: cell[key] for key in due} != due:
                    allowed = f"row={due['row']} col={due['col']}, its city and factor"
                    yield table.problem(row, "source", said(piece), allowed)
