"""Sheets for people who check: a sample of rows beside their places in the sources; their verdicts read back.

`python -m lcdash review` writes a workbook and a printable sheet, `--read` takes the filled workbook into
`human_check.csv`.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from lcdash.dataset import check, citations, descriptor, records
from lcdash.dataset.check.report import said
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document, spreadsheet
from lcdash.html.rendering import ready, render
from lcdash.language.translations import LANGUAGES, Translations
from lcdash.sources import references

FILE = "human_check.csv"
COLUMNS = ("table", "id", "reviewer", "date", "verdict", "note")
SHEET, ABOUT = "review", "about"
# Machine names at the end of a heading, by which a filled sheet is read back in either language.
MACHINE = re.compile(r"\[(\w+)\]\s*$")
READ_BACK = ("table", "id", "says", "verdict", "note")
SIGNED = {
    "reviewer": "the name of who checked",
    "date": "the day of the check as YYYY-MM-DD, of the Common Era",
}
NO_YEAR_YET = 2400  # a year from here on is of the Buddhist era
WIDTHS = (6, 14, 22, 60, 34, 44, 20, 30)
SHORT = ("short_th", "short_en")  # forms that are checked against the long ones, not the source


class ReviewError(Exception):
    """What is asked for, or what a filled sheet holds, cannot be used; `lines` says each fault in full."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


class CitedPassage(NamedTuple):
    """A place that a row cites: its source in short, where in it, the printed page, and the opening words."""

    source: str
    place: str
    page: str
    opens_with: str


@dataclass(frozen=True)
class DrawnRow:
    """A row to be checked: its texts in both languages, its codes in words, and its places."""

    table: str
    id: str
    says: tuple[str, ...]
    codes: tuple[str, ...]
    passages: tuple[CitedPassage, ...]


# Drawing


def tables(data: Dataset) -> list[str]:
    """The tables whose rows can be checked: those with one id, texts and a citation."""
    names = []
    for resource in data.descriptor["resources"]:
        schema = descriptor.schema(resource)
        fields = {field["name"] for field in schema["fields"]}
        if resource["format"] == "csv" and len(_key(schema)) == 1 and "source" in fields:
            names.append(resource["name"])
    return names


def draw(
    data: Dataset, among: Sequence[str], codes: Sequence[str], size: int, seed: int, t: Translations
) -> list[DrawnRow]:
    """A sample of rows, the same for the same dataset and seed, in the order of the tables.

    among  names of tables.   codes  "kind=practice": rows whose column holds the code; several of one column are
           alternatives, of different columns all must hold.
    Raises  ReviewError for a table or code that is not there, or where no row is left to draw from.
    """
    wanted = _wanted(data, among, codes)
    pool = []
    for table in among:
        frame = data.table(table)
        for row in frame.to_dict("records"):
            if all(set(values) & set(_held(row[column])) for column, values in wanted.items()):
                pool.append((table, row))
    if not pool:
        raise ReviewError([f"no row of {', '.join(among)} holds {' '.join(codes)}"])
    numbers = sorted(random.Random(seed).sample(range(len(pool)), min(size, len(pool))))  # noqa: S311  # nosec B311
    return [_drawn(data, *pool[number], t) for number in numbers]


def _wanted(data: Dataset, among: Sequence[str], codes: Sequence[str]) -> dict[str, list[str]]:
    possible = tables(data)
    allowed = ", ".join(possible)
    faults = [f"--table: found {said(name)}, expected one of {allowed}" for name in among if name not in possible]
    wanted: dict[str, list[str]] = {}
    for code in codes:
        column, sign, value = code.partition("=")
        if not sign:
            faults.append(f"--code: found {said(code)}, expected COLUMN=CODE, such as kind=practice")
            continue
        missing = [name for name in among if name in possible and column not in data.table(name)]
        faults += [f"--code: found {said(column)}, expected a column of {name}.csv" for name in missing]
        wanted.setdefault(column, []).append(value)
    if faults:
        raise ReviewError(faults)
    return wanted


def _held(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _key(schema: dict[str, Any]) -> list[str]:
    key = schema.get("primaryKey", [])
    return key if isinstance(key, list) else [key]


def _drawn(data: Dataset, table: str, row: dict[str, Any], t: Translations) -> DrawnRow:
    schema = descriptor.schema(data.resource(table))
    (key,) = _key(schema)
    says, codes = [], []
    for field in schema["fields"]:
        name, values = field["name"], [item for item in _held(row[field["name"]]) if item and item != "nan"]
        if name in (key, "source", *SHORT) or not values:
            continue
        title = descriptor.title(field, t.language)
        if name.endswith(tuple(f"_{language}" for language in LANGUAGES)):
            says.append(f"{title}: {' '.join(values)}")
        else:
            labels = _names(data, schema, field, t.language)
            codes.append(f"{title}: {', '.join(labels.get(value, value) for value in values)}")
    return DrawnRow(table, str(row[key]), tuple(says), tuple(codes), tuple(_passages(data, row["source"], t)))


def _names(data: Dataset, schema: dict[str, Any], field: dict[str, Any], language: str) -> dict[str, str]:
    """What the codes or ids of a column are called; {} where they are called nothing else."""
    if "codes" in field:
        return data.labels(field["codes"], language)
    pointed = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    table = pointed.get(field["name"]) or field.get("items_of", "").partition(".")[0]
    return data.names(table, language) if table and f"name_{language}" in data.table(table) else {}


def _passages(data: Dataset, cell: str, t: Translations) -> Iterator[CitedPassage]:
    for source_id, locator in citations.parse(cell):
        passage = data.reading[(data.reading["source_id"] == source_id) & (data.reading["locator"] == locator)]
        page, opens = (passage["page"].iloc[0], passage["opens_with"].iloc[0]) if len(passage) else ("", "")
        place = references.short_place(data, source_id, locator, t.language)
        yield CitedPassage(references.short(data, source_id, t.language), place, page, opens)


# Writing


def workbook(data: Dataset, sample: Sequence[DrawnRow], how: str, t: Translations) -> bytes:
    """The sample as XLSX: a sheet with a column for verdicts, and one that says who checks and what a verdict means.

    how  how the sample was drawn, as the command that draws it again.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    heads = ("n", "table", "id", "says", "codes", "place", "verdict", "note")
    _line(sheet, 1, [f"{t(f'review_{head}')} [{head}]" for head in heads], bold=True)
    for number, row in enumerate(sample, start=1):
        places = "\n".join(" · ".join(filter(None, _told(passage))) for passage in row.passages)
        cells = [str(number), row.table, row.id, "\n".join(row.says), "\n".join(row.codes), places, "", ""]
        _line(sheet, number + 1, cells)
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D2"
    verdicts = data.labels("verdict", t.language)
    choice = DataValidation(type="list", formula1=f'"{",".join(verdicts.values())}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"G2:G{len(sample) + 1}")
    about = book.create_sheet(ABOUT)
    for number, cells in enumerate(_about(data, how, t), start=1):
        _line(about, number, cells)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 34, 90
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _told(passage: CitedPassage) -> tuple[str, ...]:
    return passage.source, passage.place, f"“{passage.opens_with} …”" if passage.opens_with else ""


def _about(data: Dataset, how: str, t: Translations) -> Iterator[list[str]]:
    yield [f"{t('review_reviewer')} [reviewer]", ""]
    yield [f"{t('review_date')} [date]", ""]
    yield [t("export_version"), data.version]
    yield [t("review_drawn"), how]
    yield [t("review_task"), t("review_how")]
    definitions = data.codes[data.codes["list"] == "verdict"]
    for row in records.each(definitions, records.Code):
        yield [t.of(row, "name"), t.of(row, "definition")]


def _line(sheet: Any, number: int, cells: Sequence[str], *, bold: bool = False) -> None:
    from openpyxl.styles import Alignment, Font

    for column, text in enumerate(cells, start=1):
        cell = sheet.cell(number, column)
        cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=bold)
        if text:
            cell.value = spreadsheet.UNWRITABLE.sub("", text)
            cell.data_type = "s"  # whatever it begins with, it is no formula


def printable(data: Dataset, sample: Sequence[DrawnRow], how: str, t: Translations) -> str:
    """The sample for a reviewer as one HTML file that prints on A4, with a box to tick for each verdict."""
    verdicts = list(data.labels("verdict", t.language).values())
    fonts = ready(html_document.fonts())
    return render("review", t=t, rows=sample, verdicts=verdicts, version=data.version, how=how, fonts=fonts)


# Reading back


def verdicts(file: Path, data: Dataset, t: Translations) -> list[dict[str, str]]:
    """The verdicts of a filled workbook as rows of human_check.csv; a row without a verdict is not yet checked.

    Raises  ReviewError naming sheet, row and column of every fault.
    """
    sheet, about = _sheets(file)
    heads = {match[1]: place for place, head in enumerate(sheet[0]) if (match := MACHINE.search(head))}
    if missing := [name for name in READ_BACK if name not in heads]:
        where = f"{file.name}, sheet '{SHEET}', row 1, column"
        raise ReviewError([f"{where} '{name}': found nothing, expected a heading in [{name}]" for name in missing])
    faults: list[str] = []
    who = _signed(file, about, faults)
    rows = []
    for number, cells in enumerate(sheet[1:], start=2):
        cells_by_name = {name: cells[place] if place < len(cells) else "" for name, place in heads.items()}
        if cells_by_name["verdict"]:
            faults += [
                f"{file.name}, sheet '{SHEET}', row {number}, {fault}" for fault in _faults(data, cells_by_name, t)
            ]
            row = {name: cells_by_name[name] for name in ("table", "id", "note")}
            rows.append({**row, **who, "verdict": _verdict(data, cells_by_name["verdict"])})
    if not rows and not faults:
        faults.append(f"{file.name}, sheet '{SHEET}', column 'verdict': found nothing, expected at least one verdict")
    if faults:
        raise ReviewError(faults)
    return rows


def _sheets(file: Path) -> tuple[list[list[str]], list[list[str]]]:
    """The cells of both sheets as text."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(file, data_only=True)
    except Exception as error:  # openpyxl raises what zipfile, XML and its own parts raise
        line = f"{file.name}: found a file that cannot be read ({error}), expected a workbook (.xlsx)"
        raise ReviewError([line]) from error
    lost = [name for name in (SHEET, ABOUT) if name not in book.sheetnames]
    if lost:
        raise ReviewError([f"{file.name}: found no sheet '{name}', expected one, as review writes it" for name in lost])
    review, about = (
        [[_text(cell) for cell in row] for row in book[name].iter_rows(values_only=True)] for name in (SHEET, ABOUT)
    )
    return review or [[]], about


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()


def _signed(file: Path, about: list[list[str]], faults: list[str]) -> dict[str, str]:
    """Who checked, and when, of the second sheet."""
    signatures = {
        match[1]: (number, row[1] if len(row) > 1 else "")
        for number, row in enumerate(about, start=1)
        if row and (match := MACHINE.search(row[0]))
    }
    signer = {}
    for name, allowed in SIGNED.items():
        number, value = signatures.get(name, (len(about) + 1, ""))
        if not value or (name == "date" and not _is_day(value)):
            faults.append(
                f"{file.name}, sheet '{ABOUT}', row {number}, column B: found {said(value)}, expected {allowed}"
            )
        signer[name] = value
    return signer


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year < NO_YEAR_YET
    except ValueError:
        return False


def _faults(data: Dataset, entry: dict[str, str], t: Translations) -> Iterator[str]:
    """What is wrong with one filled row, each from its column on."""
    if not _verdict(data, entry["verdict"]):
        allowed = ", ".join(data.labels("verdict", t.language).values())
        yield f"column 'verdict': found {said(entry['verdict'])}, expected one of {allowed}"
    if entry["table"] not in tables(data):
        yield f"column 'table': found {said(entry['table'])}, expected one of {', '.join(tables(data))}"
        return
    frame = data.table(entry["table"])
    now = frame[frame.iloc[:, 0] == entry["id"]]
    if now.empty:
        yield f"column 'id': found {said(entry['id'])}, expected an id listed in {entry['table']}.csv"
    elif entry["says"] not in _now(data, entry["table"], now.iloc[0].to_dict()):
        yield "column 'says': found a text that is not that of the row, expected no change since the sheet was made"
    if spreadsheet.harmless(entry["note"]) != entry["note"]:
        yield f"column 'note': found {said(entry['note'])}, expected a note that begins with none of = + - @"


def _now(data: Dataset, table: str, row: dict[str, Any]) -> set[str]:
    """What a sheet in either language says of a row as it now stands."""
    return {"\n".join(_drawn(data, table, row, Translations("common", language)).says) for language in LANGUAGES}


def _verdict(data: Dataset, text: str) -> str:
    """The code of a verdict given as its code or its name in either language; "" for anything else."""
    codes = {code: code for code in data.labels("verdict", LANGUAGES[0])}
    codes |= {
        name.casefold(): code for language in LANGUAGES for code, name in data.labels("verdict", language).items()
    }
    return codes.get(text.casefold(), "")


def enter(folder: Path, rows: Sequence[dict[str, str]]) -> int:
    """Put verdicts into `human_check.csv`, in the place of an earlier one by the same person; how many it holds then.

    Raises  ReviewError where `check` would refuse the file, which then stays as it was.
    """
    file = folder / FILE
    before = file.read_bytes()
    entries = list(csv.DictReader(io.StringIO(before.decode("utf-8-sig"))))
    merged = {(row["table"], row["id"], row["reviewer"]): row for row in [*entries, *rows]}
    output = io.StringIO()
    writer = csv.DictWriter(output, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(merged.values())
    file.write_text(output.getvalue(), encoding="utf-8", newline="")
    refused = [str(problem) for problem in check.problems(folder) if problem.file == FILE]
    if refused:
        file.write_bytes(before)
        raise ReviewError(refused)
    return len(merged)
