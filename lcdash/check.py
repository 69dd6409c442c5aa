"""Whether a data folder holds to its own rules: `python -m lcdash check` prints what is found here.

What Table Schema can say of a column or a key stands in datapackage.json, and frictionless enforces it. The rules here
are what it cannot say: across tables, inside lists, about places and dates, between the two languages.
A rule takes the Data and yields one Problem per fault; RULES, at the end, lists them all.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lcdash import citations

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, what was found there and what is allowed.

    row     as a spreadsheet counts (header is row 1), or the number of the feature in a GeoJSON file; None: the file.
    column  None where no single column is at fault.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    allowed: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", {_row_word(self.file)} {self.row}"
        if self.column is not None:
            place += f", {'' if _row_word(self.file) == 'feature' else 'column '}{self.column!r}"
        line = f"{place}: found {self.found}, expected {self.allowed}"
        # Always one line, in which nothing is hidden, whatever stands in the data.
        return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)


@dataclass(frozen=True)
class Report:
    """What one look at a folder gave; `tables` and `rows` count what could be read."""

    problems: list[Problem]
    tables: int
    rows: int


class NotThereError(Exception):
    """A rule asked for a table or column that is missing, which the reading of the files reports once."""


class Row(dict[str, str]):
    """A row's cells as text, by column; "" is empty. `number` as in Problem; `geometry` is a feature's."""

    def __init__(self, cells: Iterable[tuple[str, str]], number: int, geometry: Any = None) -> None:
        super().__init__(cells)
        self.number = number
        self.geometry = geometry

    def __missing__(self, column: str) -> str:
        raise NotThereError(column)


@dataclass
class Table:
    """A file that could be read. `columns` are those of the descriptor that it has, in the order of the file."""

    name: str
    file: str
    schema: dict[str, Any]
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    # The cells as they stand in the file, for frictionless: a number in GeoJSON is still a number.
    values: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields: dict[str, dict[str, Any]] = {known["name"]: known for known in self.schema["fields"]}

    def problem(self, row: Row | None, column: str | None, found: str, allowed: str) -> Problem:
        return Problem(self.file, row.number if row is not None else None, column, found, allowed)

    def add(self, number: int, values: dict[str, Any], geometry: Any = None) -> None:
        cells = [values.get(column) for column in self.columns]
        self.values.append(cells)
        self.rows.append(Row(zip(self.columns, map(_as_text, cells), strict=True), number, geometry))

    def having(self, key: str) -> list[str]:
        """The columns for which the descriptor gives `key`: "cites", "edtf", "separator"."""
        return [column for column in self.columns if self.fields[column].get(key)]

    @property
    def key(self) -> str | None:
        """The column that holds a row's id, where one column does."""
        columns = _as_list(self.schema.get("primaryKey"))
        return columns[0] if len(columns) == 1 else None

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Its columns in two languages: ("name_th", "name_en"), ..."""
        for column in self.columns:
            if column.endswith("_th") and (english := column[:-2] + "en") in self.columns:
                yield column, english


@dataclass
class Data:
    """The tables of a folder that could be read, in the order of the descriptor."""

    descriptor: dict[str, Any]
    tables: dict[str, Table]

    def __getitem__(self, name: str) -> Table:
        if name not in self.tables:
            raise NotThereError(name)
        return self.tables[name]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    def described(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every field of the descriptor, with the name of its table."""
        for resource in self.descriptor["resources"]:
            schema = resource.get("schema") or resource["properties_schema"]
            yield from ((resource["name"], known) for known in schema["fields"])

    def cells(self) -> Iterator[tuple[Table, Row, str, str]]:
        """Every cell that is not empty."""
        return (
            (table, row, column, cell) for table in self for row in table.rows for column, cell in row.items() if cell
        )

    def cells_having(self, key: str) -> Iterator[tuple[Table, Row, str, str]]:
        """Every filled cell of the columns for which the descriptor gives `key`."""
        return (
            (table, row, column, row[column])
            for table in self
            for column in table.having(key)
            for row in table.rows
            if row[column]
        )

    def citations(self) -> Iterator[tuple[Table, Row, str, str]]:
        """Every citation as it is written, with the place it stands in."""
        for table, row, column, cell in self.cells_having("cites"):
            for piece in citations.pieces(cell):
                yield table, row, column, piece

    def by_id(self, name: str) -> dict[str, Row]:
        """The rows of a table that has an id."""
        key = self[name].key
        return {row[key]: row for row in self[name].rows} if key else {}

    @cached_property
    def ledger(self) -> dict[tuple[str, str], Row]:
        """(source_id, locator) -> the row of reading.csv."""
        return {(row["source_id"], row["locator"]): row for row in self["reading"].rows}

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """ISO code -> the shape of the province, where it has a usable one."""
        shapes = {row["iso"]: _shape(row.geometry) for row in self["provinces"].rows}
        return {iso: shape for iso, shape in shapes.items() if shape is not None}


def said(value: object) -> str:
    """A value as a message quotes it: marks that cannot be seen are spelled out, a long text is cut."""
    if value is None or value == "":
        return "nothing"
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:76]}...{text[-1]}"


def _row_word(file: str) -> str:
    return "feature" if file.endswith(".geojson") else "row"


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# Reading the files: what cannot be read is one line, and the other files are still looked at.


def read(folder: Path) -> tuple[Data, list[Problem]]:
    """What of a folder can be read, and a problem for each thing that cannot."""
    problems: list[Problem] = []
    descriptor = _read_descriptor(folder / DESCRIPTOR, problems)
    data = Data(descriptor, {})
    for resource in descriptor["resources"]:
        table = Table(resource["name"], resource["path"], resource.get("schema") or resource["properties_schema"])
        fill = _fill_from_geojson if _row_word(table.file) == "feature" else _fill_from_csv
        text = _read_text(folder / table.file, problems)
        if text is not None and fill(table, text, problems):
            data.tables[table.name] = table
    return data, problems


def _read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file, without the mark (BOM) that Excel puts at its start."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        fault = "no such file", "one" if path.name == DESCRIPTOR else f"one, as {DESCRIPTOR} lists it"
    except OSError as error:
        fault = f"a file that cannot be read ({error.strerror})", "a readable file"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"bytes that are not UTF-8 in line {line}", "UTF-8 (in Excel: save as CSV UTF-8)"
    else:
        if text.strip():
            return text
        fault = "an empty file", "its contents"
    problems.append(Problem(path.name, None, None, *fault))
    return None


def _read_json(file: str, text: str, problems: list[Problem]) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number of JSON")

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(file, None, None, f"broken JSON ({error})", "a whole JSON file"))
        return None


def _read_descriptor(path: Path, problems: list[Problem]) -> dict[str, Any]:
    """The descriptor, or one without tables where their names, files or columns cannot be told."""
    none: dict[str, Any] = {"resources": []}
    text = _read_text(path, problems)
    descriptor = None if text is None else _read_json(path.name, text, problems)
    if descriptor is None:
        return none
    try:
        for resource in descriptor["resources"]:
            schema = resource.get("schema") or resource["properties_schema"]
            names = [resource["name"], resource["path"], *(known["name"] for known in schema["fields"])]
            if not all(isinstance(name, str) and name and name == Path(name).name for name in names):
                raise ValueError(names)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        allowed = "resources, each with a name, a path in the same folder and a schema of named fields"
        problems.append(Problem(path.name, None, None, "no list of tables that can be followed", allowed))
        return none
    return dict(descriptor)


def _fill_from_csv(table: Table, text: str, problems: list[Problem]) -> bool:
    """Take over the rows. False where there is no telling what is a cell.

    Header and length of rows are looked at here and not by frictionless, which knows columns by position: one column
    dropped would make each later one wrong, and a short row is reported once per missing cell.
    """
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        found, allowed = f"cells that cannot be told apart ({error})", "commas between them, quotation marks in pairs"
        problems.append(Problem(table.file, len(lines) + 1, None, found, allowed))
        return False
    header, *lines = lines
    table.columns = [name for name in dict.fromkeys(header) if name in table.fields]
    if not table.columns:
        allowed = f"the columns {', '.join(table.fields)}"
        problems.append(Problem(table.file, 1, None, said(",".join(header)), allowed))
        return False
    problems.extend(_wrong_header(table, header))
    for number, cells in enumerate(lines, start=2):
        if not any(cells):
            problems.append(Problem(table.file, number, None, "an empty row", "none"))
            continue
        if len(cells) != len(header):
            allowed = f"{len(header)}, as in the header"
            problems.append(Problem(table.file, number, None, f"{len(cells)} cells", allowed))
        # A row cut short is kept: others may point to the id it begins with.
        table.add(number, dict(zip(header, cells, strict=False)))
    return True


def _wrong_header(table: Table, header: list[str]) -> Iterator[Problem]:
    for name, times in Counter(header).items():
        if name not in table.fields:
            yield Problem(table.file, 1, name, "an unknown column", f"only columns that {DESCRIPTOR} lists")
        elif times > 1:
            yield Problem(table.file, 1, name, f"{times} columns of this name", "one")
    for name in table.fields:
        if name not in table.columns:
            yield Problem(table.file, 1, name, "no such column", f"one, as {DESCRIPTOR} lists it")
    in_order = [name for name in table.fields if name in table.columns]
    for name, due in zip(table.columns, in_order, strict=True):
        if name != due:
            yield Problem(table.file, 1, name, f"it before '{due}'", f"the order of {DESCRIPTOR}")
            break


def _fill_from_geojson(table: Table, text: str, problems: list[Problem]) -> bool:
    """Take over the features as rows: frictionless does not look inside GeoJSON, so it is given these."""
    collection = _read_json(table.file, text, problems)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        if collection is not None:
            problems.append(table.problem(None, None, "no list of features", "a GeoJSON FeatureCollection"))
        return False
    table.columns = list(table.fields)
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or "geometry" not in feature:
            problems.append(Problem(table.file, number, None, said(feature), "a Feature with properties and geometry"))
            continue
        for name in table.fields:
            if name not in properties:
                allowed = "it, null where nothing is known"
                problems.append(Problem(table.file, number, name, "no such property", allowed))
        for name in properties:
            if name not in table.fields:
                allowed = f"only properties that {DESCRIPTOR} lists"
                problems.append(Problem(table.file, number, name, "an unknown property", allowed))
        table.add(number, properties, feature["geometry"])
    return True


# What Table Schema says, enforced by frictionless.


def breaches_of_table_schema(data: Data) -> Iterator[Problem]:
    """Types, required and unique values, lists of codes, patterns, primary and foreign keys."""
    # Imports that the rest of the project does without.
    from frictionless import Dialect, FrictionlessException, Package, Schema
    from frictionless.resources import TableResource

    def resource(name: str, lines: list[list[Any]], schema: dict[str, Any]) -> TableResource:
        # Told that there is a header, it does not go looking for a likelier one.
        return TableResource(name=name, data=lines, schema=Schema.from_descriptor(schema), dialect=Dialect(header=True))

    # What foreign keys are looked up in: no more columns than that, as the whole schema is copied for each key.
    pointed_to = Package()
    for name, columns in _columns_pointed_to(data).items():
        lines = [columns, *([row[column] for column in columns] for row in data[name].rows)]
        fields = [{"name": column, "type": "string"} for column in columns]
        pointed_to.add_resource(resource(name, lines, {"fields": fields}))
    for table in data:
        try:
            given = resource(table.name, [table.columns, *table.values], _schema_for_frictionless(data, table))
        except FrictionlessException as error:
            found = f"a schema of '{table.name}' that frictionless refuses ({error})"
            yield Problem(DESCRIPTOR, None, None, found, "what Table Schema allows")
            continue
        given.package = pointed_to
        # Not `validate()`, whose report stops at a number of errors.
        with given:
            for row in given.row_stream:
                for fault in row.errors:
                    yield _in_our_words(data, table, fault)


def _schema_for_frictionless(data: Data, table: Table) -> dict[str, Any]:
    """The descriptor's schema for the columns that are there."""
    key = _as_list(table.schema.get("primaryKey"))
    return {
        **table.schema,
        "fields": [table.fields[column] for column in table.columns],
        "primaryKey": key if set(key) <= set(table.columns) else [],
        "foreignKeys": [foreign for foreign, _ in _foreign_keys(data, table)],
    }


def _foreign_keys(data: Data, table: Table) -> Iterator[tuple[dict[str, Any], Table]]:
    """The keys that can be followed, each with the table it points to.

    Not those into tables or columns that are missing: for one of them, frictionless would not look at the table at all.
    """
    for foreign in table.schema.get("foreignKeys", []):
        target = data.tables.get(foreign["reference"]["resource"] or table.name)
        columns = {*_as_list(foreign["fields"])} <= {*table.columns}
        if target and columns and {*_as_list(foreign["reference"]["fields"])} <= {*target.columns}:
            yield foreign, target


def _columns_pointed_to(data: Data) -> dict[str, list[str]]:
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    for table in data:
        for foreign, target in _foreign_keys(data, table):
            columns[target.name].update(dict.fromkeys(_as_list(foreign["reference"]["fields"])))
    return {name: list(found) for name, found in columns.items()}


TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
# How a pattern of the descriptor reads to a person; one that is not here is shown as it is.
PATTERNS = {
    "^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "lower-case letters and digits joined by _, such as khon_kaen",
    r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$": (
        "a date such as 2019, 2024-02, 2024-02-14 or 2023-11-04/2023-11-06"
    ),
}


def _in_our_words(data: Data, table: Table, error: Any) -> Problem:
    """One error of frictionless. It counts the rows that it was given, we count those of the file."""
    position = error.row_number - 2
    row = table.rows[position]
    if error.type in ("unique-error", "primary-key"):
        columns = [error.field_name] if error.type == "unique-error" else _as_list(table.schema["primaryKey"])
        first = re.search(r"in the row at position (\d+)", error.note)
        if first is None:
            return table.problem(row, columns[0], "nothing", "a value")
        twin = f"{_row_word(table.file)} {table.rows[int(first[1]) - 2].number}"
        found = f"{', '.join(said(row[column]) for column in columns)}, also in {twin}"
        return table.problem(row, ", ".join(columns), found, "each once")
    if error.type == "foreign-key":
        columns = list(error.field_names)
        target = data.tables[error.reference_name or table.name].file
        found = ", ".join(said(row[column]) for column in columns)
        return table.problem(row, ", ".join(columns), found, f"an id listed in {target}")
    column = getattr(error, "field_name", None)
    if not column:
        return table.problem(row, None, f"what frictionless calls {error.type}", "a sound row")
    if error.type == "type-error":
        kind = table.fields[column]["type"]
        value = table.values[position][table.columns.index(column)]
        return table.problem(row, column, said(value), TYPES.get(kind, kind))
    constraint = re.search(r'constraint "(\w+)"', error.note)
    name = constraint[1] if constraint else ""
    limit = table.fields[column]["constraints"].get(name)
    allowed = {
        "required": "a value",
        "enum": f"one of {', '.join(map(str, _as_list(limit)))}",
        "pattern": PATTERNS.get(limit, f"the form {limit}") if name == "pattern" else "",
        "minLength": f"at least {limit} characters",
        "maxLength": f"at most {limit} characters",
        "minimum": f"{limit} or more",
        "maximum": f"{limit} or less",
    }
    return table.problem(row, column, said(row[column]), allowed.get(name, f"what the descriptor says: {error.note}"))


# Text: what a cell may hold.

# Control characters, soft hyphen, zero width, direction marks, private use and the mark of a failed conversion.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\ufffd]")
MARKUP = re.compile(r"</?[a-z!][^<>]*>?|&(#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);|\]\(|`|javascript:", re.IGNORECASE)
PATH_TRICK = re.compile(r"\.\.[/\\]")
WEB_COLUMNS = ("url", "website")


def hidden_characters(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        if hidden := HIDDEN.search(cell):
            found = f"the character U+{ord(hidden[0]):04X} in {said(cell)}"
            yield table.problem(row, column, found, "no line breaks, control characters or marks without width")


def spaces_at_an_end(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        # What is hidden there is another rule's.
        if cell != cell.strip() and not HIDDEN.search(cell):
            yield table.problem(row, column, said(cell), "no space before or after the text")


def formulas(data: Data) -> Iterator[Problem]:
    """A spreadsheet computes a cell that begins like this."""
    for table, row, column, cell in data.cells():
        is_number = table.fields[column].get("type") in ("integer", "number")
        if cell.strip().startswith(("=", "+", "-", "@")) and not is_number:
            yield table.problem(row, column, said(cell), "a text that does not begin with = + - @")


def markup(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        if marked := MARKUP.search(cell):
            found = f"{said(marked[0])} in {said(cell)}"
            yield table.problem(row, column, found, "plain text without HTML or Markdown")


def path_tricks(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        if PATH_TRICK.search(cell):
            yield table.problem(row, column, said(cell), "no path that climbs out of its folder")


def addresses_not_of_the_web(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        if column in WEB_COLUMNS and not _is_web_address(cell):
            yield table.problem(row, column, said(cell), "an address that begins with http:// or https://")


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and "." in address.netloc and not re.search(r"[\s\"'<>\\]", text)


# Two languages.

THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# A name may be Latin in both languages; everything else is prose.
NAMES = ("name", "member_name", "title", "container_title", "authors", "publisher", "reference", "abbreviation")
# An abbreviation often exists in one language only.
ONE_IS_ENOUGH = ("abbreviation",)
# Names of others, in which a digit need not be in both languages: RYT9.
UNCOUNTED = ("authors", "publisher", "reference", "container_title", "abbreviation")
# Small numbers as words: a number that one language has in digits may stand like this in the other.
_ENGLISH = r"""one|first|once|single two|second|twice|both three|third four(th)? five|fifth six(th)? seven(th)?
    eighth? nine|ninth ten(th)? eleven(th)? twelve|twelfth
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"""
_THAI = """หนึ่ง|แรก|เดียว สอง|คู่ สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ
    สิบเอ็ด สิบสอง สิบสาม สิบสี่ สิบห้า สิบหก สิบเจ็ด สิบแปด สิบเก้า ยี่สิบ"""
NUMBER_WORDS = {
    str(number): re.compile(rf"\b({english})\b|{thai}", re.IGNORECASE)
    for number, (english, thai) in enumerate(zip(_ENGLISH.split(), _THAI.split(), strict=True), start=1)
}


def one_language_missing(data: Data) -> Iterator[Problem]:
    for table, row, thai, english in _pairs(data):
        if bool(row[thai]) != bool(row[english]) and thai[:-3] not in ONE_IS_ENOUGH:
            filled, empty = (thai, english) if row[thai] else (english, thai)
            yield table.problem(row, empty, "nothing", f"a text, as {filled} has one")


def wrong_script(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells():
        stem, language = column[:-3], column[-3:]
        if language == "_en" and THAI.search(cell):
            yield table.problem(row, column, said(cell), "no Thai letters")
        if language == "_th" and stem not in NAMES and not THAI.search(cell) and any(map(str.isalpha, cell)):
            yield table.problem(row, column, said(cell), "Thai letters")


def different_numbers(data: Data) -> Iterator[Problem]:
    for table, row, thai, english in _pairs(data):
        in_thai, in_english = _numbers(row[thai]), _numbers(row[english])
        only_thai = [n for n in (in_thai - in_english).elements() if not _has_word(row[english], n)]
        only_english = [n for n in (in_english - in_thai).elements() if not _has_word(row[thai], n)]
        if row[thai] and row[english] and (only_thai or only_english) and thai[:-3] not in UNCOUNTED:
            found, allowed = (", ".join(numbers.elements()) or "none" for numbers in (in_english, in_thai))
            yield table.problem(row, english, f"the numbers {found}", f"{allowed}, as in {thai} (years in CE)")


def _pairs(data: Data) -> Iterator[tuple[Table, Row, str, str]]:
    return ((table, row, *pair) for table in data for pair in table.pairs for row in table.rows)


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, as often as they stand there: 2,567 and ๒๕๖๗ -> 2024, read as a Buddhist year.

    A count between 2400 and 2699 is shifted as well, in both languages alike, so it still compares equal.
    """
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text.translate(THAI_DIGITS))
    return Counter(_in_ce(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", plain))


def _in_ce(number: str) -> str:
    return str(int(number) - 543) if re.fullmatch("2[4-6][0-9]{2}", number) else number


def _has_word(text: str, number: str) -> bool:
    return number in NUMBER_WORDS and NUMBER_WORDS[number].search(text) is not None


# Numbers and dates.


YEAR = re.compile(r"\d{1,4}")
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def loosely_written_numbers(data: Data) -> Iterator[Problem]:
    """frictionless takes `๑๒`, `1_000` and `NaN` for numbers; spreadsheets and pandas do not."""
    for table, row, column, cell in data.cells():
        kind = table.fields[column].get("type")
        if kind in ("integer", "number") and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
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
        years = [int(part[:4]) for part in parts]
        buddhist = [year for year in years if 2400 <= year < 2700]
        allowed = ""
        if not cell.isascii():
            allowed = "the digits 0 to 9"
        elif buddhist:
            allowed = f"a year in CE: {buddhist[0]} is {buddhist[0] - 543}"
        elif not all(1900 <= year <= 2100 for year in years):
            allowed = "a year from 1900 to 2100"
        elif not all(map(_is_possible, parts)):
            allowed = "a day that exists"
        elif not _is_possible(cell):
            allowed = "the earlier date first"
        if allowed:
            yield table.problem(row, column, said(cell), allowed)


def ends_before_beginnings(data: Data) -> Iterator[Problem]:
    for table in data:
        if {"since", "until"} <= set(table.columns):
            for row in table.rows:
                interval = f"{row['since']}/{row['until']}"
                if _is_possible(row["since"]) and _is_possible(row["until"]) and not _is_possible(interval):
                    yield table.problem(row, "until", said(row["until"]), f"nothing before {row['since']}, its since")


def _is_possible(edtf: str) -> bool:
    try:
        days = [_first_and_last_day(part) for part in edtf.split("/")]
    except (TypeError, ValueError):
        return False
    return days[0][0] <= days[-1][1]


def _first_and_last_day(written: str) -> tuple[date, date]:
    """`2024-02` -> 1 and 29 February 2024. Raises ValueError or TypeError where there is no such day."""
    year, *rest = [int(part) for part in written.split("-")]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 1:
        first = date(year, rest[0], 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date(year, *rest), date(year, *rest)


# Lists and codes.


def bad_list_items(data: Data) -> Iterator[Problem]:
    for table, row, column, cell in data.cells_having("separator"):
        known = table.fields[column]
        items = cell.split(known["separator"])
        allowed, of = known.get("item_enum"), ""
        if "items_of" in known:
            target, _, key = known["items_of"].partition(".")
            if target in data.tables and key in data.tables[target].columns:
                allowed, of = {other[key] for other in data.tables[target].rows}, data.tables[target].file
        for item, times in Counter(items).items():
            if not item or times > 1:
                yield table.problem(row, column, said(cell), "each item once, none empty")
            elif allowed is not None and item not in allowed:
                yield table.problem(
                    row, column, said(item), f"an id listed in {of}" if of else f"one of {', '.join(allowed)}"
                )


def codes_unlike_the_descriptor(data: Data) -> Iterator[Problem]:
    """A reader finds in codes.csv exactly the codes that the descriptor allows, and those used for display."""
    codes = data["codes"]
    listed = {(row["list"], row["code"]) for row in codes.rows}
    enums: dict[str, list[list[str]]] = defaultdict(list)
    for table, known in data.described():
        if name := known.get("codes"):
            enum = known.get("item_enum") or known.get("constraints", {}).get("enum", [])
            enums[name].append(enum)
            for code in enum:
                if (name, code) not in listed:
                    allowed = f"each that {DESCRIPTOR} allows in {table}.{known['name']}"
                    yield codes.problem(None, "code", f"no {said(code)} in the list {said(name)}", allowed)
    display = data.descriptor.get("display_codes", [])
    for row in codes.rows:
        if row["list"] not in enums and row["list"] not in display:
            yield codes.problem(row, "list", said(row["list"]), f"a list that {DESCRIPTOR} names")
        for enum in enums.get(row["list"], []):
            if row["code"] not in enum:
                yield codes.problem(row, "code", said(row["code"]), f"one of {', '.join(enum)}")


# Sources and the reading ledger.


def unknown_sources(data: Data) -> Iterator[Problem]:
    known = data.by_id("sources")
    for table, row, column, piece in data.citations():
        if piece.partition("[")[0] not in known:
            yield table.problem(row, column, said(piece), "an id listed in sources.csv")


def malformed_citations(data: Data) -> Iterator[Problem]:
    known = data.by_id("sources")
    for table, row, column, piece in data.citations():
        if piece.partition("[")[0] in known and not _parsed(piece):
            yield table.problem(row, column, said(piece), citations.FORM)
    for table, row, column, cell in data.cells_having("cites"):
        if any(times > 1 for times in Counter(citations.pieces(cell)).values()):
            yield table.problem(row, column, said(cell), "each citation once")


def passages_not_in_the_ledger(data: Data) -> Iterator[Problem]:
    known, read_sources = data.by_id("sources"), {source_id for source_id, _ in data.ledger}
    for table, row, column, piece in data.citations():
        for source_id, locator in _parsed(piece):
            if locator and source_id in known.keys() - read_sources:
                yield table.problem(row, column, said(piece), f"no locator: reading.csv has no passage of {source_id}")
            elif source_id in read_sources and (source_id, locator) not in data.ledger:
                yield table.problem(row, column, said(piece), f"a locator that reading.csv lists for {source_id}")


def _parsed(piece: str) -> list[tuple[str, str]]:
    try:
        return citations.parse(piece)
    except citations.CitationError:
        return []


def malformed_ledger_locators(data: Data) -> Iterator[Problem]:
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
    for table, row, _, piece in data.citations():
        given = _id_in_the_ledger(table, row)
        for citation in _parsed(piece):
            passage = data.ledger.get(citation)
            if passage is not None and given and given not in passage["yields"].split(";"):
                cited_by = f"it, as {table.file}, {_row_word(table.file)} {row.number} cites {piece}"
                yield data["reading"].problem(passage, "yields", f"no {said(given)}", cited_by)


def _id_in_the_ledger(table: Table, row: Row) -> str | None:
    """A row without an id of its own stands under the row that its first key points to."""
    column = table.key
    if column is None and "primaryKey" not in table.schema:
        column = next((_as_list(key["fields"])[0] for key in table.schema.get("foreignKeys", [])), None)
    return row.get(column) if column else None


# Places.


def unusable_shapes(data: Data) -> Iterator[Problem]:
    table = data["provinces"]
    for row in table.rows:
        if row["iso"] not in data.shapes:
            yield table.problem(row, "geometry", said(row.geometry), "a valid Polygon or MultiPolygon")


def _shape(geometry: Any) -> BaseGeometry | None:
    import shapely
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        drawn = shape(geometry)
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError, ShapelyError):
        return None
    usable = drawn.geom_type in ("Polygon", "MultiPolygon") and not drawn.is_empty and drawn.is_valid
    shapely.prepare(drawn)
    return drawn if usable else None


def points_unlike_their_precision(data: Data) -> Iterator[Problem]:
    """A space has a point of its own, or none; a municipal office standing in for it is none."""
    table = data["spaces"]
    for row in table.rows:
        precision = row["precision"]
        if precision in ("", "city") and row.geometry is not None:
            allowed = f"null, as its precision is {said(precision)}"
            yield table.problem(row, "geometry", said(row.geometry), allowed)
        elif precision not in ("", "city") and _point(row.geometry) is None:
            allowed = f"a Point of longitude and latitude, as its precision is {said(precision)}"
            yield table.problem(row, "geometry", said(row.geometry), allowed)


def too_many_decimals(data: Data) -> Iterator[Problem]:
    table = data["spaces"]
    for row in table.rows:
        point = _point(row.geometry)
        if point and any(round(number, 6) != number for number in point):
            yield table.problem(row, "coordinates", said(point), "at most six decimals")


def spaces_outside_their_province(data: Data) -> Iterator[Problem]:
    table, cities = data["spaces"], data.by_id("cities")
    for row in table.rows:
        city, point = cities.get(row["city_id"]), _point(row.geometry)
        province = city["province_iso"] if city else ""
        if point and not _inside(data, province, *point):
            swapped = _inside(data, province, *reversed(point)) or (point[0] <= 90 < point[1])
            allowed = f"{'longitude first' if swapped else 'a point'}, inside {province}"
            yield table.problem(row, "coordinates", said(point), allowed.replace("a point, inside", "a point inside"))


def cities_in_no_province(data: Data) -> Iterator[Problem]:
    """Not a foreign key of the descriptor: frictionless refuses a package with a key into GeoJSON."""
    table, provinces = data["cities"], data.by_id("provinces")
    for row in table.rows:
        if row["province_iso"] and row["province_iso"] not in provinces:
            yield table.problem(row, "province_iso", said(row["province_iso"]), "an id listed in provinces.geojson")


def cities_outside_their_province(data: Data) -> Iterator[Problem]:
    table = data["cities"]
    for row in table.rows:
        point = _point({"type": "Point", "coordinates": [_number(row["lon"]), _number(row["lat"])]})
        if point and not _inside(data, row["province_iso"], *point):
            yield table.problem(row, "lat, lon", f"{row['lat']}, {row['lon']}", f"a point inside {row['province_iso']}")


def _point(geometry: Any) -> list[float] | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    point = geometry.get("coordinates")
    if not isinstance(point, list) or len(point) != 2:
        return None
    usable = all(isinstance(n, int | float) and not isinstance(n, bool) and -180 <= n <= 180 for n in point)
    return point if usable else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _inside(data: Data, province: str, lon: float, lat: float) -> bool:
    """Whether the point lies in the province; True where there is no telling, which other rules report."""
    from shapely import Point

    shape = data.shapes.get(province)
    return shape is None or bool(shape.covers(Point(lon, lat)))


# Each table's own.

LONGEST_QUOTATION = 39
ALIAS_TABLES = {"city": "cities", "partner": "partners", "space": "spaces", "programme": "programmes", "term": "themes"}
# Table, and the column within whose values a name stands once.
NAMED_ONCE = (("spaces", "city_id"), ("programmes", "city_id"), ("partners", None))


def names_given_twice(data: Data) -> Iterator[Problem]:
    for name, group in NAMED_ONCE:
        table = data.tables.get(name)
        if table is None or (group and group not in table.columns):
            continue
        for column in ("name_th", "name_en"):
            first: dict[tuple[str, str], Row] = {}
            for row in table.rows if column in table.columns else []:
                twin = first.setdefault((row[group] if group else "", row[column].casefold()), row)
                if twin is not row and row[column]:
                    found = f"{said(row[column])}, also in {_row_word(table.file)} {twin.number}"
                    yield table.problem(row, column, found, "each name once in a city" if group else "each name once")


def cities_unlike_their_scope(data: Data) -> Iterator[Problem]:
    table = data["evidence"]
    for row in table.rows:
        if row["scope"] == "country" and row["city_id"]:
            yield table.problem(row, "city_id", said(row["city_id"]), "nothing, as its scope is country")
        if row["scope"] != "country" and not row["city_id"]:
            yield table.problem(row, "city_id", "nothing", f"a city, as its scope is {row['scope']}")


def facets_of_another_factor(data: Data) -> Iterator[Problem]:
    facets = data.by_id("facets")
    for table in data:
        if {"factor_id", "facet_id"} <= set(table.columns):
            for row in table.rows:
                facet = facets.get(row["facet_id"])
                if facet is not None and facet["factor_id"] != row["factor_id"]:
                    yield table.problem(row, "facet_id", said(row["facet_id"]), f"a facet of factor {row['factor_id']}")


def cells_of_another_city_or_factor(data: Data) -> Iterator[Problem]:
    """Where the source itself assigns the factor by a cell of Table 2, the row agrees with that cell."""
    table = data["evidence"]
    for row in table.rows:
        if row["factor_by"] != "source":
            continue
        for piece in citations.pieces(row["source"]):
            for _, locator in _parsed(piece):
                cell = citations.locator_parts(locator)
                due = {"table": "2", "row": row["city_id"], "col": row["factor_id"]}
                if cell.get("table") == "2" and cell != due:
                    allowed = f"row={due['row']} col={due['col']}, its city and factor"
                    yield table.problem(row, "source", said(piece), allowed)


def favour_not_of_the_study(data: Data) -> Iterator[Problem]:
    table = data["evidence"]
    for row in table.rows:
        if row["appraisal"] == "favourable" and row["voice"] != "study":
            yield table.problem(row, "appraisal", "'favourable'", f"none or limit, as its voice is {row['voice']}")


def long_quotations(data: Data) -> Iterator[Problem]:
    table = data["evidence"]
    for row in table.rows:
        if (length := len(row["printed_words_th"])) > LONGEST_QUOTATION:
            yield table.problem(row, "printed_words_th", f"{length} characters", f"at most {LONGEST_QUOTATION}")


def answers_to_what_is_no_limit(data: Data) -> Iterator[Problem]:
    table, evidence = data["answers"], data.by_id("evidence")
    for row in table.rows:
        limit = evidence.get(row["limit_id"])
        if limit is not None and limit["appraisal"] != "limit":
            allowed = "the id of a statement whose appraisal is limit"
            yield table.problem(row, "limit_id", said(row["limit_id"]), allowed)


def answers_that_are_not_there(data: Data) -> Iterator[Problem]:
    table = data["answers"]
    known = data.by_id("evidence").keys() | data.by_id("programmes").keys()
    for row in table.rows:
        if row["answer_id"] and row["answer_id"] not in known:
            allowed = "an id listed in evidence.csv or programmes.csv"
            yield table.problem(row, "answer_id", said(row["answer_id"]), allowed)


def parts_of_a_space_elsewhere(data: Data) -> Iterator[Problem]:
    table, spaces = data["spaces"], data.by_id("spaces")
    for row in table.rows:
        whole = spaces.get(row["part_of"])
        if whole is not None and whole["city_id"] != row["city_id"]:
            yield table.problem(row, "part_of", said(row["part_of"]), f"a space in {row['city_id']}")


def spaces_within_themselves(data: Data) -> Iterator[Problem]:
    table, spaces = data["spaces"], data.by_id("spaces")
    for row in table.rows:
        above, seen = spaces.get(row["part_of"]), set()
        while above is not None and above["space_id"] not in seen:
            seen.add(above["space_id"])
            above = spaces.get(above["part_of"])
        if row["space_id"] in seen:
            yield table.problem(row, "part_of", said(row["part_of"]), "a space that is not part of this one")


def conflict_targets_that_are_not_there(data: Data) -> Iterator[Problem]:
    table = data["conflict_targets"]
    names = {resource["name"] for resource in data.descriptor["resources"]}
    for row in table.rows:
        target = data.tables.get(row["table"])
        if row["table"] not in names:
            yield table.problem(row, "table", said(row["table"]), f"a table that {DESCRIPTOR} lists")
        if target is None:
            continue
        if row["row_id"] and target.key in target.columns and row["row_id"] not in data.by_id(target.name):
            yield table.problem(row, "row_id", said(row["row_id"]), f"an id listed in {target.file}")
        if row["column"] and row["column"] not in target.fields:
            yield table.problem(row, "column", said(row["column"]), f"a column of {target.file}")


def retired_ids_still_in_use(data: Data) -> Iterator[Problem]:
    """A retired id stands in retired.csv and no longer in its table, where what it became is."""
    table = data["retired"]
    names = {resource["name"] for resource in data.descriptor["resources"]}
    for row in table.rows:
        target = data.tables.get(row["table"])
        if row["table"] and row["table"] not in names:
            yield table.problem(row, "table", said(row["table"]), f"a table that {DESCRIPTOR} lists")
        if target is None or target.key not in target.columns:
            continue
        known = data.by_id(target.name)
        if row["row_id"] in known:
            yield table.problem(row, "row_id", said(row["row_id"]), f"an id that {target.file} no longer has")
        for item in filter(None, row["became"].split(";")):
            if item not in known:
                yield table.problem(row, "became", said(item), f"an id listed in {target.file}")


def conflicts_with_one_side(data: Data) -> Iterator[Problem]:
    claims = Counter(row["conflict_id"] for row in data["conflict_claims"].rows)
    table = data["conflicts"]
    for row in table.rows:
        count = claims[row["conflict_id"]]
        due = 1 if row["severity"] == "misprint" else 2
        if count < due:
            allowed = f"at least {due}, as its severity is {row['severity']}"
            yield table.problem(row, "conflict_id", f"{count} of its claims in conflict_claims.csv", allowed)


def aliases_of_nothing(data: Data) -> Iterator[Problem]:
    table = data["aliases"]
    for row in table.rows:
        target = data.tables.get(ALIAS_TABLES.get(row["entity"], ""))
        if target is not None and row["entity_id"] and row["entity_id"] not in data.by_id(target.name):
            yield table.problem(row, "entity_id", said(row["entity_id"]), f"an id listed in {target.file}")


def disputes_not_marked(data: Data) -> Iterator[Problem]:
    """A city that sources call by different kinds of unit is marked so in each row, and only such a city."""
    table = data["memberships"]
    kinds = defaultdict(set)
    for row in table.rows:
        kinds[row["city_id"], row["scheme"]].add(row["member_type"])
    for row in table.rows:
        of_this = kinds[row["city_id"], row["scheme"]]
        disputed = "true" if len(of_this) > 1 else "false"
        if row["disputed"].lower() in {"true", "false"} - {disputed}:
            allowed = f"{disputed}, as its rows name the member_type {', '.join(sorted(of_this))}"
            yield table.problem(row, "disputed", said(row["disputed"]), allowed)


RULES = (
    breaches_of_table_schema,
    hidden_characters,
    spaces_at_an_end,
    formulas,
    markup,
    path_tricks,
    addresses_not_of_the_web,
    one_language_missing,
    wrong_script,
    different_numbers,
    loosely_written_numbers,
    impossible_dates,
    ends_before_beginnings,
    bad_list_items,
    codes_unlike_the_descriptor,
    unknown_sources,
    malformed_citations,
    passages_not_in_the_ledger,
    malformed_ledger_locators,
    passages_without_an_outcome,
    unknown_yields,
    rows_missing_in_the_ledger,
    unusable_shapes,
    points_unlike_their_precision,
    too_many_decimals,
    spaces_outside_their_province,
    cities_in_no_province,
    cities_outside_their_province,
    names_given_twice,
    cities_unlike_their_scope,
    facets_of_another_factor,
    cells_of_another_city_or_factor,
    favour_not_of_the_study,
    long_quotations,
    answers_to_what_is_no_limit,
    answers_that_are_not_there,
    parts_of_a_space_elsewhere,
    spaces_within_themselves,
    conflict_targets_that_are_not_there,
    retired_ids_still_in_use,
    conflicts_with_one_side,
    aliases_of_nothing,
    disputes_not_marked,
)


def examine(folder: Path) -> Report:
    """Every problem of the data folder, in the order of its files, and how much was read."""
    data, found = read(folder)
    # Of a row that is cut short, or a property that is not there, nothing more can be said.
    in_doubt = {(problem.file, problem.row, problem.column) for problem in found if problem.row}
    for rule in RULES:
        try:
            found.extend(
                problem
                for problem in rule(data)
                if not {(problem.file, problem.row, column) for column in (None, problem.column)} & in_doubt
            )
        except NotThereError:
            continue
    order = {DESCRIPTOR: -1} | {table.file: number for number, table in enumerate(data)}
    found = sorted(dict.fromkeys(found), key=lambda problem: (order.get(problem.file, -1), problem.row or 0))
    return Report(found, len(data.tables), sum(len(table.rows) for table in data))


def problems(folder: Path) -> list[Problem]:
    """Every problem of the data folder."""
    return examine(folder).problems
