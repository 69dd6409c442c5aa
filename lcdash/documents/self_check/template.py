"""The form as files: a workbook with lists to choose from and filled examples, empty or filled in; the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents import spreadsheet
from lcdash.documents.self_check import columns
from lcdash.documents.self_check.columns import ALL, COLUMNS
from lcdash.evidence import self_check
from lcdash.evidence.self_check import PARTS, Entry, SelfCheck
from lcdash.language import dates
from lcdash.language.translations import Translations

EMPTY_LINES = 12  # of a part that is a list, ready to be filled in
MANY = 200  # rows for which a list to choose from is set


def xlsx(data: Dataset, check: SelfCheck, t: Translations) -> bytes:
    """The form of a place as a workbook: empty where `check` says nothing; with how to fill it in and the examples."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title, book.properties.creator = t("how_title"), t("cite_author")
    how = ("how_what", "how_lists", "how_dates", "how_examples", "how_not_scored", "how_private")
    questions = [
        (t.of(facet, "name"), t.of(facet, "guide"), t.of(facet, "definition"))
        for facet in records.each(data.facets, records.Facet)
    ]
    lines = [(t("how_title"),), *(("", t(line)) for line in how), (t("how_questions"),), *questions]
    spreadsheet.lines(book.active, lines)
    book.active.title = t("how_sheet")
    for part in PARTS:
        sheet = book.create_sheet(t(f"part_{part}"))
        _fill(sheet, data, part, _lines(data, check, part, t), t)
    for city_id in self_check.example_cities(data):
        _example(book, data, city_id, t)
    _lists(book, data, t)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_file(data: Dataset, check: SelfCheck, t: Translations) -> bytes:
    """The form with the answers so far as one table, for any program: UTF-8 with the mark by which Excel knows it."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow([columns.head(column, t.language) for column in ALL])
    for part in PARTS:
        for line in _lines(data, check, part, t):
            cells = dict(zip(COLUMNS[part], line, strict=True)) | {"part": t(f"part_{part}")}
            writer.writerow([spreadsheet.harmless(cells.get(column, "")) for column in ALL])
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def _lines(data: Dataset, check: SelfCheck, part: str, t: Translations) -> Iterator[list[str]]:
    """The lines of a part in words; of the facets one each, answered or not."""
    if part == "facets":
        entries: Sequence[Entry] = [
            check.side(facet_id) or Entry(part, facet_id) for facet_id in data.facets["facet_id"]
        ]
    else:
        entries = check.of(part) or (Entry(part),)
    for entry in entries:
        yield [_said(data, entry, column, t) for column in COLUMNS[part]]


def _said(data: Dataset, entry: Entry, column: str, t: Translations) -> str:
    value: Any = getattr(entry, column)
    if column == "since":
        return "" if not value else dates.spoken(value.split("/")[0], t.language)
    names = columns.labels(data, entry.part, column, t.language)
    if isinstance(value, tuple):
        return "; ".join(names[code] for code in value)
    return str(names.get(value, value) if names else value)


def _fill(sheet: Any, data: Dataset, part: str, lines: Iterator[list[str]], t: Translations) -> None:
    heads = [columns.head(column, t.language) for column in COLUMNS[part]]
    rows = list(lines)
    if part not in ("place", "facets"):
        rows += [[""] * len(heads)] * EMPTY_LINES
    spreadsheet.table(sheet, heads, rows, [""] * len(heads))
    _choices(sheet, data, part, t)


def _choices(sheet: Any, data: Dataset, part: str, t: Translations) -> None:
    """Lists to choose from, on the columns that hold one of a list; where several may stand, another is not refused."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, column in enumerate(COLUMNS[part], start=1):
        if columns.labels(data, part, column, t.language):
            letter, (first, last) = _list_at(data, part, column, t)
            where = f"'{t('lists_sheet')}'!${letter}${first}:${letter}${last}"
            rule = DataValidation(
                "list", formula1=where, allow_blank=True, showErrorMessage=column not in columns.SEVERAL
            )
            rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{MANY}")
            sheet.add_data_validation(rule)


def _all_lists(data: Dataset, t: Translations) -> dict[tuple[str, str], list[str]]:
    """(part, or "" where all parts share it; column) -> its labels."""
    lists: dict[tuple[str, str], list[str]] = {}
    for part in PARTS:
        for column in COLUMNS[part]:
            if names := columns.labels(data, part, column, t.language):
                lists.setdefault((part if column == "kind" else "", column), list(names.values()))
    return lists


def _list_at(data: Dataset, part: str, column: str, t: Translations) -> tuple[str, tuple[int, int]]:
    from openpyxl.utils import get_column_letter

    lists = _all_lists(data, t)
    key = (part if column == "kind" else "", column)
    return get_column_letter(list(lists).index(key) + 1), (2, len(lists[key]) + 1)


def _lists(book: Any, data: Dataset, t: Translations) -> None:
    sheet = book.create_sheet(t("lists_sheet"))
    for place, ((part, column), labels) in enumerate(_all_lists(data, t).items(), start=1):
        names = columns.head(column, t.language) + (f": {t(f'part_{part}')}" if part else "")
        for row, label in enumerate((names, *labels), start=1):
            spreadsheet.put(sheet, row, place, label)
        spreadsheet.widen(sheet, place, (names, *labels))
    spreadsheet.finish(sheet)


def _example(book: Any, data: Dataset, city_id: str, t: Translations) -> None:
    """A city as it would have filled the form in, all parts on one sheet, which no reader takes for answers."""
    check = self_check.example(data, city_id, t.language)
    title = spreadsheet.sheet_name(t("example_of", city=check.place.name), book.sheetnames)
    sheet = book.create_sheet(title)
    heads = [columns.head(column, t.language) for column in ALL]
    rows = []
    for part in PARTS:
        if check.of(part):
            for line in _lines(data, check, part, t):
                cells = dict(zip(COLUMNS[part], line, strict=True)) | {"part": t(f"part_{part}")}
                rows.append([cells.get(column, "") for column in ALL])
    rows.append([t("examples_note", version=data.version), *[""] * (len(ALL) - 1)])
    spreadsheet.table(sheet, heads, rows, [""] * len(heads))
