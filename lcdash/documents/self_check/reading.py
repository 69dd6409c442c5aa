"""What a place has filled in, read from a file or from the form of the page: what can be read is, the rest is named.

A problem names sheet, row and column as a spreadsheet counts them, what was found and what is allowed; all of them at
once. Nothing is guessed: a word that is in no list is told, not taken for the nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.documents.self_check import columns, dates, opening
from lcdash.documents.self_check.columns import ALL, COLUMNS, NEEDED, SEVERAL
from lcdash.documents.self_check.opening import Sheet, Value
from lcdash.evidence.self_check import PARTS, Entry, SelfCheck
from lcdash.language.translations import Translations
from lcdash.search import place_names

HEADS_WITHIN = 30  # rows in which the heads of a table are looked for
PROBLEMS = 100  # that are told; of more there is only a number
FOUND = 60  # characters of what was found
STROKES = frozenset("-–—")  # with which an empty cell is filled


class ReadingProblem(NamedTuple):
    """What could not be read: `reason` is a key of the wording `problem_...`, `values` fill it in."""

    sheet: str
    row: int
    column: str
    cell: str
    reason: str
    values: Mapping[str, object]
    part: str = ""


class Note(NamedTuple):
    """Something to know of what was read: a key of the wording `told_...` and what fills it in."""

    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """What was read, what was not, and what there is to know about it."""

    check: SelfCheck
    problems: tuple[ReadingProblem, ...] = ()
    notes: tuple[Note, ...] = ()


class UnreadLine(NamedTuple):
    """A line of a table before it is understood; `place` is where it stands, for a problem."""

    part: str
    cells: Mapping[str, Value]
    sheet: str
    row: int


def read(data: Dataset, content: bytes) -> Reading:
    """What a file says.

    Raises  opening.RefusedError where nothing of it is read.
    """
    lines: list[UnreadLine] = []
    notes: list[Note] = []
    found_table = False
    for sheet in opening.opened(content):
        notes += [Note(*note) for note in sheet.notes]
        if columns.is_passed_over(sheet.title):
            continue
        table = _table(data, sheet)
        if table is None:
            if any(_plain(value) for row in sheet.rows for value in row):
                notes.append(Note("sheet", {"sheet": sheet.title}))
            continue
        found_table = True
        lines += table.lines
        notes += table.notes
    if not found_table:
        raise opening.RefusedError("no_table")
    return understood(data, lines, notes)


class _Table(NamedTuple):
    lines: list[UnreadLine]
    notes: list[Note]


def _table(data: Dataset, sheet: Sheet) -> _Table | None:
    """The lines of a sheet; None where it has no heads that are known."""
    parts = columns.allowed(data, "", "part")
    titled = parts.get(columns.folded(sheet.title), "")
    names = [
        [columns.heads().get(columns.folded(_plain(value)), "") for value in row] for row in sheet.rows[:HEADS_WITHIN]
    ]
    number = next((place for place, heading in enumerate(names) if len({*heading} - {""}) >= 2), -1)
    if number < 0:
        return None
    heading = names[number]
    part = titled or ("facets" if "facet" in heading and "part" not in heading else "")
    if not part and "part" not in heading:
        return None
    lines = []
    for place, row in enumerate(sheet.rows[number + 1 :], start=number + 2):
        cells: dict[str, Value] = {}
        for column, value in zip(heading, row, strict=False):
            if column and not cells.get(column):
                cells[column] = value
        if any(_plain(value) for column, value in cells.items() if column not in ("part", "facet")):
            lines.append(UnreadLine(part or _plain(cells.get("part")), cells, sheet.title, place))
    unknown = [_plain(value) for value, column in zip(sheet.rows[number], heading, strict=False) if not column]
    extra = [head[:FOUND] for head in unknown if head]
    notes = [Note("columns", {"sheet": sheet.title, "columns": ", ".join(extra[:6])})] if extra else []
    return _Table(lines, notes)


def from_form(data: Dataset, sent: object) -> Reading:
    """What the form of the page has sent: a list of entries, field by field; whatever is no such thing is left out."""
    lines = []
    rows: Sequence[Any] = sent if isinstance(sent, list) else ()
    for row in rows[: len(PARTS) * columns.ENTRIES_OF_A_PART]:
        if isinstance(row, dict):
            cells = {key: _sent(row[key]) for key in ALL if key in row}
            lines.append(UnreadLine(_sent(row.get("part")), cells, "", 0))
    return understood(data, lines, ())


def _sent(value: object) -> str:
    texts = value if isinstance(value, list) else [value]
    return opening.line("; ".join(text[: columns.LONGEST + 1] for text in texts[:40] if isinstance(text, str)))


def understood(data: Dataset, lines: Iterable[UnreadLine], notes: Sequence[Note]) -> Reading:
    """The lines as entries, in the order of the parts and, of facets, in that of the dataset."""
    entries: list[Entry] = []
    problems = _Problems()
    for line in lines:
        part = columns.allowed(data, "", "part").get(columns.folded(line.part))
        if part is None:
            problems.add(ReadingProblem(line.sheet, line.row, "part", line.part[:FOUND], "list", {"part": ""}))
            continue
        entry = _entry(data, line._replace(part=part), problems)
        if entry and _has_room(entry, entries, line, problems):
            entries.append(entry)
    order = {facet: place for place, facet in enumerate(data.facets["facet_id"])}
    entries.sort(key=lambda entry: (PARTS.index(entry.part), order.get(entry.facet, 0)))
    more = [Note("more_problems", {"n": problems.more})] if problems.more else []
    return Reading(SelfCheck(tuple(entries)), tuple(problems.told), (*notes, *more))


class _Problems:
    """The problems that are told, and of how many more nothing but their number is kept."""

    def __init__(self) -> None:
        self.told: list[ReadingProblem] = []
        self.more = 0

    def add(self, problem: ReadingProblem) -> None:
        """Note one that was met."""
        if len(self.told) < PROBLEMS:
            self.told.append(problem)
        else:
            self.more += 1


def _has_room(entry: Entry, entries: Sequence[Entry], line: UnreadLine, problems: _Problems) -> bool:
    same = [other for other in entries if other.part == entry.part]
    twice = entry.part == "place" or any(other.facet == entry.facet for other in same if entry.facet)
    if same and twice:
        problems.add(ReadingProblem(line.sheet, line.row, NEEDED[entry.part], "", "twice", {}, entry.part))
        return False
    if len(same) >= columns.ENTRIES_OF_A_PART:
        most = {"most": columns.ENTRIES_OF_A_PART}
        problems.add(ReadingProblem(line.sheet, line.row, NEEDED[entry.part], "", "too_many", most, entry.part))
        return False
    return True


def _entry(data: Dataset, line: UnreadLine, problems: _Problems) -> Entry | None:
    """One line as an entry; None where what makes it one is missing or not known."""
    content: dict[str, Any] = {}
    for column in COLUMNS[line.part]:
        value = line.cells.get(column)
        read_value, reason, values = _cell(data, line.part, column, value)
        if reason:
            problems.add(ReadingProblem(line.sheet, line.row, column, _plain(value)[:FOUND], reason, values, line.part))
        content[column] = read_value
    needed = NEEDED[line.part]
    if not content[needed]:
        if not _plain(line.cells.get(needed)):
            problems.add(ReadingProblem(line.sheet, line.row, needed, "", "missing", {}, line.part))
        return None
    _without_empty_words(data, line.part, content)
    if not content[needed]:
        return None
    if line.part == "facets":
        content["there"] = content["there"] or ("exists" if content["statement"] else "")
        if not any(content[column] for column in COLUMNS["facets"][1:]):
            return None
    return Entry(line.part, **content)


def _without_empty_words(data: Dataset, part: str, values: dict[str, Any]) -> None:
    """Take "none", "-" or "don't know", written where something is to be told, for the answer that it is.

    Nothing is lacking, or there is no need, no partner ...; of a facet it is the answer where none is chosen.
    """
    names = ("statement", "lack") if part == "facets" else (NEEDED[part],) if part != "place" else ()
    for column in names:
        text = values[column]
        stroke = bool(text) and set(text) <= STROKES
        meant = "none" if stroke else columns.allowed(data, "facets", "there").get(columns.folded(text), "")
        if meant not in ("none", "unknown"):
            continue
        answer = part == "facets" and column == "statement"
        if answer and values["there"] not in ("", meant):  # another answer is chosen, which stands
            values[column] = "" if stroke else text
            continue
        values[column] = ""
        if answer:
            values["there"] = meant


Cell = tuple[Any, str, dict[str, object]]


def _cell(data: Dataset, part: str, column: str, value: Value) -> Cell:
    """What a cell says, and where it cannot be read the reason and what fills in its words."""
    several = column in SEVERAL
    if column == "since":
        when = dates.read(value if value is not None else "")
        return (when or "", "" if when is not None else "date", {})
    text = _plain(value)
    codes_by_text = columns.allowed(data, part, column)
    if not codes_by_text and not several:
        most = columns.LONGEST_NAME if column in ("name", "by") else columns.LONGEST
        return (text, "", {}) if len(text) <= most else ("", "long", {"most": most})
    if not several:
        code = _of_list(codes_by_text, text, column)
        return (code, "", {}) if code or not text else ("", "list", {"part": part})
    parts = _split(codes_by_text, text)
    codes = tuple(
        dict.fromkeys(codes_by_text[columns.folded(part)] for part in parts if columns.folded(part) in codes_by_text)
    )
    unknown = [part for part in parts if columns.folded(part) not in codes_by_text]
    return (codes, "list" if unknown else "", {"part": part, "unknown": "; ".join(unknown)[:FOUND]} if unknown else {})


def _of_list(codes_by_text: Mapping[str, str], text: str, column: str) -> str:
    plain = columns.folded(text)
    if column == "province":
        plain = re.sub(r"^(จังหวัด|จ(?=.{3}))|province$", "", plain) if plain not in codes_by_text else plain
    return codes_by_text.get(plain, "")


def _split(codes_by_text: Mapping[str, str], text: str) -> list[str]:
    """The values of a cell that may hold several; a comma parts them too, where it is not in a value itself."""
    parts: list[str] = []
    for piece in re.split(r"[;\n|]", text):
        whole = columns.folded(piece) in codes_by_text
        parts += [piece] if whole else piece.split(",")
    return [part.strip() for part in parts if part.strip()]


def _plain(value: Value) -> str:
    """A cell as text: what it holds as text is one line already (`opening.line`)."""
    if value is None:
        return ""
    if isinstance(value, float) and value == value and abs(value) < 10**15 and value == int(value):
        value = int(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


def records(check: SelfCheck) -> Iterator[dict[str, Any]]:
    """The entries as the form of the page takes them: each field that holds something."""
    for entry in check.entries:
        values = {column: getattr(entry, column) for column in COLUMNS[entry.part]}
        yield {"part": entry.part} | {
            column: list(value) if isinstance(value, tuple) else value for column, value in values.items() if value
        }


def said(data: Dataset, problem: ReadingProblem, t: Translations) -> str:
    """A problem in words: where, what was found, what is allowed."""
    where = t("problem_where", sheet=problem.sheet, row=problem.row, column=columns.head(problem.column, t.language))
    values = dict(problem.values)
    key = f"problem_{problem.reason}"
    if problem.reason == "list":
        part = "" if problem.column == "part" else problem.part
        values["allowed"] = ", ".join(columns.labels(data, part, problem.column, t.language).values())
        key = "problem_list_unknown" if "unknown" in values else "problem_list"
        if problem.column == "province":
            near = place_names.province_of(data, problem.cell)
            values["near"] = columns.labels(data, part, "province", t.language).get(near, "")
            key = "problem_province_near" if near else "problem_province"
    allowed = t(key, **values)
    if not problem.cell or problem.reason in ("long", "twice"):
        return t("problem_nothing", where=where, allowed=allowed)
    return t("problem_found", where=where, found=problem.cell, allowed=allowed)
