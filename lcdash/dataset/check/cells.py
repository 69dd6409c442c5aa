"""Rules over one cell, in any table: the characters of a text, how a number and a date are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data
from lcdash.language.dates import BUDDHIST_OFFSET

# Control characters, soft hyphen, zero width, direction marks, variation selectors, private use, tags, the mark of a
# failed conversion, halves of a character, and what Unicode says is none (the last two of each plane).
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15))
    + "]"
)
# Also as East Asian keyboards write them: Excel takes both.
FORMULA = re.compile("[=+@＝＋－＠-]")
# What a browser, Markdown, Streamlit's own Markdown or a template would take for more than words. Single marks of
# emphasis (* _ #) are words of their own here and there: every page draws them as text.
MARKUP = re.compile(
    r"</?[a-z!?][^<>]*>?|&(#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);"  # HTML, XML
    r"|[\"'\s/]on[a-z]{3,}\s*=|(java|vb)script:|data:[a-z]+/|\{(?![a-z_]+\})|\$\{|\{\{"  # handlers, scripts, templates
    r"|\][(\[:]|[`\\]|~~~|\$[^$]*\$|:[a-z][a-z_+-]*(\[|:|/[a-z0-9_]+:)",  # links, pictures, code, formulas, icons
    re.IGNORECASE,
)
# A path that climbs, begins at a root or a home, or is an address of a file; as an address encodes them as well.
PATH_TRICK = re.compile(
    r"(\.|%2e){2}([/\\]|%2f|%5c)|(^|[/\\])\.\.($|\s)|^[/\\~]|(?<![a-z])[a-z]:[/\\]|file:/|%[01][0-9a-f]|%7f",
    re.IGNORECASE,
)
WEB_COLUMNS = ("url", "website")
# As many as a computer's number holds without rounding.
MOST_DIGITS = 15
YEAR = re.compile(r"-?\d+")
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def hidden_characters(data: Data) -> Iterator[Problem]:
    """What nobody sees changes how a text is read, compared or found."""
    for table, row, column, cell in data.cells():
        if hidden := HIDDEN.search(cell):
            finding = f"the character U+{ord(hidden[0]):04X} in {said(cell)}"
            yield table.problem(row, column, finding, "no line breaks, control characters or marks without width")


def spaces_at_an_end(data: Data) -> Iterator[Problem]:
    """Two ids or codes that differ by a blank look alike and do not match."""
    for table, row, column, cell in data.cells():
        # What is hidden there is another rule's.
        if cell != cell.strip() and not HIDDEN.search(cell):
            yield table.problem(row, column, said(cell), "no space before or after the text")


def formulas(data: Data) -> Iterator[Problem]:
    """A spreadsheet computes a cell that begins like this."""
    for table, row, column, cell in data.cells():
        is_number = table.fields[column].get("type") in ("integer", "number")
        if FORMULA.match(cell.strip()) and not is_number:
            yield table.problem(row, column, said(cell), "a text that does not begin with = + - @")


def markup(data: Data) -> Iterator[Problem]:
    """A text is drawn as it stands, on pages, slides and in spreadsheets: no medium may take it for more."""
    for table, row, column, cell in data.cells():
        if match := MARKUP.search(cell):
            finding = f"{said(match[0])} in {said(cell)}"
            yield table.problem(row, column, finding, "plain text without HTML or Markdown")


def path_tricks(data: Data) -> Iterator[Problem]:
    """No cell leads a program to a file of the computer it runs on."""
    for table, row, column, cell in data.cells():
        if PATH_TRICK.search(cell):
            yield table.problem(row, column, said(cell), "no path or address of a file")


def addresses_not_of_the_web(data: Data) -> Iterator[Problem]:
    """A link that readers are offered begins with http:// or https:// and names a host."""
    for table, row, column, cell in data.cells():
        if column in WEB_COLUMNS and not _is_web_address(cell):
            yield table.problem(row, column, said(cell), "an address that begins with http:// or https://")


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and "." in address.netloc and not re.search(r"[\s\"'<>\\]", text)


def loosely_written_numbers(data: Data) -> Iterator[Problem]:
    """frictionless takes `๑๒`, `1_000` and `NaN` for numbers; spreadsheets and pandas do not."""
    for table, row, column, cell in data.cells():
        kind = table.fields[column].get("type")
        if kind not in ("integer", "number"):
            continue
        if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
            if sum(map(str.isdigit, cell)) > MOST_DIGITS:
                yield table.problem(row, column, said(cell), f"at most {MOST_DIGITS} digits")
            continue
        try:
            int(cell) if kind == "integer" else float(cell)
        except ValueError:
            continue
        yield table.problem(row, column, said(cell), "a number written like 1250 or 12.5")


def impossible_dates(data: Data) -> Iterator[Problem]:
    """EDTF dates and columns named `year`. What is not written like a date is frictionless's to report."""
    dated = [*data.cells_having("edtf"), *(cell for cell in data.cells() if cell[2] == "year")]
    for table, row, column, cell in dated:
        form, parts = (YEAR if column == "year" else DATE), cell.split("/")
        if not all(form.fullmatch(part) for part in parts):
            continue
        # A year of any length: cut where no longer one can be right, as thousands of digits are no number to Python.
        years = [int(part[:9] if column == "year" else part[:4]) for part in parts]
        buddhist = [year for year in years if 2400 <= year < 2700]
        allowed = ""
        if not cell.isascii():
            allowed = "the digits 0 to 9"
        elif buddhist:
            allowed = f"a year in CE: {buddhist[0]} is {buddhist[0] - BUDDHIST_OFFSET}"
        elif not all(1900 <= year <= 2100 for year in years):
            allowed = "a year from 1900 to 2100"
        elif not all(map(is_possible, parts)):
            allowed = "a day that exists"
        elif not is_possible(cell):
            allowed = "the earlier date first"
        if allowed:
            yield table.problem(row, column, said(cell), allowed)


def is_possible(edtf: str) -> bool:
    """Whether an EDTF date or interval has days that exist, the earlier first."""
    try:
        days = [_first_and_last_day(part) for part in edtf.split("/")]
    except (OverflowError, TypeError, ValueError):
        return False
    return days[0][0] <= days[-1][1]


def _first_and_last_day(text: str) -> tuple[date, date]:
    """`2024-02` -> 1 and 29 February 2024. Raises ValueError, TypeError or OverflowError where there is no such day."""
    year, *rest = [int(part) for part in text.split("-")]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 1:
        first = date(year, rest[0], 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(year, *rest), date(year, *rest)
