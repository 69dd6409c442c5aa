"""Sheets of a spreadsheet: cells that are what they hold (numbers, dates, yes or no, addresses), ready to print."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lcdash.drawing import text_metrics

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
# What XML, and so XLSX, cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NARROWEST, WIDEST = 12, 60  # of a column, in letters
# In points: the letters of a sheet, one of them in the width of a column, a line (Thai is high), the highest row.
LETTERS, LETTER_WIDE, LINE_HIGH, HIGHEST = 11.0, 5.25, 17.0, 409.0
LONGEST_ADDRESS = 2000  # Excel opens none that is longer than 2079
SHEET_NAME = 31
Value = str | int | float | bool | date


def harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; everything else unchanged."""
    runs = isinstance(value, str) and value.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(value)
    return f"'{value}" if runs else value


def written(value: Any) -> str:
    """A cell as the files of the dataset write it.

    Lists are joined by ";", true and false are lower case, what nobody knows (None, NaN) is empty, and a whole number
    is one: pandas holds a column of years in which one is missing as 2015.0.
    """
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or value != value:  # NaN alone is not itself
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def typed(value: Any, kind: str) -> Value:
    """What a cell is on a sheet: numbers and truth stay what they are, a whole number is one, a list is text.

    kind  what the texts of its column are: "number" (an id that is one), "date", "address" or "". A date of which the
          day is not known stays a text: it is no day.
    """
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    text = written(value)
    if kind == "number" and text.isdecimal():
        return int(text)
    if kind == "date" and DAY.fullmatch(text):
        return date.fromisoformat(text)
    return text


def sheet_name(title: str, taken: Sequence[str] = ()) -> str:
    """What a sheet can be called: no sign that Excel refuses, 31 letters, no name twice."""
    name = re.sub(r"[\[\]:*?/\\']", " ", UNWRITABLE.sub("", title))[:SHEET_NAME].strip()
    number = 2
    while name in taken:
        name = f"{name[: SHEET_NAME - 4]} ({number})"
        number += 1
    return name


def put(sheet: Any, row: int, column: int, value: Value, **style: Any) -> None:
    """Write one cell; a text stays one whatever it begins with."""
    if value == "":
        return
    if isinstance(value, str):
        cell = sheet.cell(row, column, UNWRITABLE.sub("", value))
        # A text is one, whatever it begins with, and stays one when somebody edits it: Excel shows no apostrophe.
        cell.data_type = "s"
        cell.quotePrefix = harmless(value) != value
    else:
        cell = sheet.cell(row, column, value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    for name, look in style.items():
        setattr(cell, name, look)


def table(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]], kinds: Sequence[str]) -> None:
    """A table with its heads in bold, filters, the first row and column held in place, ready to print.

    rows   cells as the dataset holds them.   kinds  what those of each column are, as `typed` takes it.
    """
    from openpyxl.styles import Font

    for column, head in enumerate(heads, start=1):
        put(sheet, 1, column, head, font=Font(bold=True))
    texts_of: list[list[str]] = [[] for _ in heads]
    for place, row in enumerate(rows, start=2):
        for column, (value, kind) in enumerate(zip(row, kinds, strict=True), start=1):
            text = written(value)
            put(sheet, place, column, typed(value, kind))
            if kind == "address" and ADDRESS.fullmatch(text) and len(text) <= LONGEST_ADDRESS:
                sheet.cell(place, column).hyperlink = text
                sheet.cell(place, column).style = "Hyperlink"
            texts_of[column - 1].append(text)
    for column, (head, texts) in enumerate(zip(heads, texts_of, strict=True), start=1):
        widen(sheet, column, [*head.split(" "), *texts])
    sheet.freeze_panes = "B2"  # the titles, and the id of a row
    sheet.auto_filter.ref = sheet.dimensions
    finish(sheet)
    sheet.print_title_rows = "1:1"


def lines(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    """Lines of text: one text is a heading, two say what is what, three are a line of a list."""
    from openpyxl.styles import Font

    for row, line in enumerate(rows, start=1):
        for column, text in enumerate(line, start=1):
            put(sheet, row, column, text, font=Font(bold=len(line) == 1 or (len(line) == 2 and column == 1)))
    for column in range(1, 4):
        widen(sheet, column, [line[column - 1] for line in rows if len(line) >= max(column, 2)])
    finish(sheet)


def widen(sheet: Any, column: int, texts: Iterable[str]) -> None:
    """Make a column as wide as its longest text, between NARROWEST and WIDEST characters."""
    from openpyxl.utils import get_column_letter

    longest = max((len(text) for text in texts), default=0)
    sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, NARROWEST), WIDEST)


def finish(sheet: Any) -> None:
    """Wrap and align the cells, give each row its height, and set up the printed page: A4 across, as wide as it is."""
    from openpyxl.styles import Alignment

    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _heighten(sheet)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def _heighten(sheet: Any) -> None:
    """Make each row as high as the lines in it: LibreOffice shows a row that says nothing of its height as one line."""
    for cells in sheet.iter_rows():
        high = 1
        for cell in cells:
            if isinstance(cell.value, str):
                room = sheet.column_dimensions[cell.column_letter].width * LETTER_WIDE
                high = max(high, text_metrics.lines(cell.value, LETTERS, room, bold=bool(cell.font.b)))
        if high > 1:
            sheet.row_dimensions[cells[0].row].height = min(high * LINE_HIGH, HIGHEST)
