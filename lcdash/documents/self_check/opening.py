"""A file that somebody brings, opened within bounds: its sheets as rows of plain values, or a clear no.

Nothing is unpacked to a disk, run or followed. A workbook is looked through as the ZIP that it is before openpyxl sees
it: what is too large, locked, a program, or points elsewhere is refused by name.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

Value = str | int | float | bool | date | datetime | time | timedelta | None

FILE_BYTES = 600_000
UNPACKED_BYTES = 8_000_000  # of all parts of a workbook together
PARTS_OF_A_BOOK = 200
ELEMENTS = 300_000  # of the XML of a workbook
ELEMENTS_BESIDE = 20_000  # of a part of it that holds neither cells nor their texts
ATTRIBUTE = 300  # characters in the styles; the format of a number has 255
SHEETS, ROWS, COLUMNS = 20, 600, 40  # of a sheet; what lies beyond is told
CELL = 2_000  # characters; a longer one is no answer
CHARACTERS = FILE_BYTES  # of all cells: a workbook, where one text may stand in every cell, says no more than a CSV
LEAST = 10  # characters that a cell counts for beside its text
TITLE = 31  # characters of a sheet, as Excel has it
NAMED = 3  # cells that a refusal names

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
NO_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
)
ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
DELIMITERS = (",", ";", "\t")


class RefusedError(Exception):
    """The file is not read at all: `reason` is a key of the wording `refused_...`, `values` fill it in."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of values, each text in one line (`line`).

    notes  what there is to tell of it, as (key of the wording `told_...`, values).
    """

    title: str
    rows: list[list[Value]]
    notes: tuple[tuple[str, dict[str, object]], ...] = ()


def line(text: str, most: int = CELL) -> str:
    """A text as one line of at most so many characters: no control signs, no invisible ones, one blank between words.

    It is cut first: to bring the signs above a letter into order takes the square of their number.
    """
    plain = " ".join(unicodedata.normalize("NFC", text[:most]).split())
    if plain.isprintable():
        return plain
    letters = (
        " " if letter.isspace() else letter
        for letter in plain
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join("".join(letters).split())


def opened(content: bytes) -> list[Sheet]:
    """The sheets of a workbook (XLSX), or the one table of a text file (CSV).

    Raises  RefusedError where the file is not read.
    """
    if len(content) > FILE_BYTES:
        raise RefusedError("too_large", most=FILE_BYTES // 1000)
    if not content.strip(b"\x00 \t\r\n"):
        raise RefusedError("empty")
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise RefusedError("encrypted" if locked else "old_office")
    if content.startswith(ZIP) or zipfile.is_zipfile(io.BytesIO(content)):
        return _workbook(content)
    if content.startswith(NO_TABLES):
        raise RefusedError("no_table_file")
    return [_text(content)]


# Workbooks


def _workbook(content: bytes) -> list[Sheet]:
    _looked_through(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = list(_sheets(book))
        book.close()
    except RefusedError:
        raise
    except Exception as error:  # whatever a damaged workbook makes openpyxl raise, of which it promises nothing
        raise RefusedError("damaged") from error
    return sheets


def _looked_through(content: bytes) -> None:
    """Refuse what no form of ours holds, without unpacking more than UNPACKED_BYTES."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_OF_A_BOOK or sum(part.file_size for part in parts) > UNPACKED_BYTES:
                raise RefusedError("bomb")
            if any(part.flag_bits & 1 for part in parts):
                raise RefusedError("encrypted")
            names = [part.filename.replace("\\", "/").casefold() for part in parts]
            _refuse_by_name(names)
            left, elements = UNPACKED_BYTES, ELEMENTS
            for part in parts:
                content = _looked_at(packed, part, left)
                left -= len(content)
                elements -= _elements(part.filename.casefold(), content, elements)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise RefusedError("damaged") from error


def _refuse_by_name(names: list[str]) -> None:
    if len(set(names)) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise RefusedError("damaged")
    if any("vbaproject" in name or "macrosheets/" in name or "activex" in name for name in names):
        raise RefusedError("macros")
    if any("externallink" in name or name.endswith(("connections.xml", "querytable1.xml")) for name in names):
        raise RefusedError("external")
    if any("embeddings/" in name or "oleobject" in name for name in names):
        raise RefusedError("embedded")
    if "xl/workbook.xml" not in names:
        raise RefusedError("no_workbook")


def _looked_at(packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """What a part really holds, whatever it says of itself."""
    with packed.open(part) as stream:
        chunk = stream.read(left + 1)
    if len(chunk) > left:
        raise RefusedError("bomb")
    if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
        plain = chunk.replace(b"\x00", b"")  # UTF-16 hides nothing
        if ENTITY.search(plain):
            raise RefusedError("entities")
        if b"macroEnabled" in plain:
            raise RefusedError("macros")
    return chunk


def _elements(name: str, content: bytes, left: int) -> int:
    """How many elements a part has: openpyxl takes seconds for many styles, and far more for one long format."""
    if not name.endswith((".xml", ".rels")):
        return 0
    styles, cells = name.endswith("styles.xml"), "worksheets/" in name or name.endswith("sharedstrings.xml")
    most = left if cells else min(left, ELEMENTS_BESIDE)
    count = 0

    def element(_name: str, attributes: Sequence[str]) -> None:
        nonlocal count
        count += 1
        if count > most or (styles and any(len(attribute) > ATTRIBUTE for attribute in attributes)):
            raise RefusedError("bomb")

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = element
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise RefusedError("damaged") from error
    return count


def _sheets(book: object) -> Iterator[Sheet]:
    tabs = book.worksheets  # type: ignore[attr-defined]
    if len(tabs) > SHEETS:
        raise RefusedError("sheets", most=SHEETS)
    formulas: list[str] = []
    left = CHARACTERS
    for tab in tabs:
        title = line(tab.title, TITLE)
        rows, notes = [], []
        for number, cells in enumerate(tab.iter_rows(max_row=2 * ROWS, max_col=COLUMNS), start=1):
            if number > ROWS:
                if any(cell.value not in (None, "") for cell in cells):
                    notes.append(("rows", {"sheet": title, "most": ROWS}))
                    break
                continue
            cells_here = [f"{title}!{cell.coordinate}" for cell in cells if cell.data_type == "f"]
            formulas += cells_here[: NAMED + 1 - len(formulas)]
            rows.append([_cell(cell.value) for cell in cells])
            left -= sum(LEAST + (len(cell) if isinstance(cell, str) else 0) for cell in rows[-1] if cell is not None)
            if left < 0:
                raise RefusedError("bomb")
        yield Sheet(title, rows, tuple(notes))
    if formulas:
        more = "" if len(formulas) <= NAMED else " ..."
        raise RefusedError("formulas", cells=", ".join(formulas[:NAMED]) + more)


def _cell(value: object) -> Value:
    if isinstance(value, str):
        return line(value)
    return value if isinstance(value, int | float | bool | date | datetime | time | timedelta) else None


# Text files


def _text(content: bytes) -> Sheet:
    text, encoding = decoded(content)
    notes: list[tuple[str, dict[str, object]]] = []
    if encoding != "UTF-8":
        notes.append(("encoding", {"encoding": encoding}))
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= ROWS:
                notes.append(("rows", {"sheet": "CSV", "most": ROWS}))
                break
            rows.append([line(cell) for cell in row[:COLUMNS]])
    except csv.Error as error:
        raise RefusedError("damaged") from error
    if delimiter not in first:
        raise RefusedError("no_table")
    return Sheet("CSV", rows, tuple(notes))


def decoded(content: bytes) -> tuple[str, str]:
    """A text and the encoding it was in: UTF-8 or UTF-16 with its mark, UTF-8, else what Thai Windows writes (CP874).

    Raises  RefusedError where it is none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = (("utf-16", "UTF-16"),)
    elif b"\x00" in content:
        raise RefusedError("no_table_file")
    else:
        tries = (("utf-8-sig", "UTF-8"), ("cp874", "CP874"))  # type: ignore[assignment]
    for codec, name in tries:
        try:
            text = content.decode(codec)
        except UnicodeError:
            continue
        controls = sum(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t\x0b\x0c\x1a" for letter in text)
        if not controls:
            return text, name
    raise RefusedError("no_table_file")
