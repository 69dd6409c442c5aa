"""What changed between two versions of the dataset: `python -m lcdash diff OLD NEW` prints what is found here.

A version is a folder with its `datapackage.json`, or a zip of one. Rows are known by the primary key that the
descriptor gives; where a table has none, by all their cells. The order of rows and columns, quotation marks and line
ends are no content, and no difference.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from lcdash.dataset import check
from lcdash.dataset.check import Data, Row, Table
from lcdash.dataset.descriptor import DESCRIPTOR

GEOMETRY = "geometry"
LONGEST_GEOMETRY = 100
LARGEST = 100_000_000  # bytes of a version, unpacked: a zip of kilobytes can hold gigabytes
PLAIN = re.compile(r"[^\s='\"]+")
# The parts of the descriptor that are tables and columns, whose coming and going is told of the files themselves.
TOLD_OF_FILES = ("resources", "fields")


class UnreadableError(Exception):
    """A version that cannot be compared; `lines` says why, each in full."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Change:
    """One difference and where it is.

    row       the key of a row; None where a whole table or column came or went.
    column    None where a whole row or table did; in the descriptor the path to the value: "resources.events.title".
    old, new  what stands there; None on the side on which there is nothing of the kind, "" for an empty cell.
    remark    what else is known: of a table how many rows it has, of a retired row what became of it.
    """

    file: str
    row: str | None
    column: str | None
    old: str | None
    new: str | None
    remark: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", {'' if self.file == DESCRIPTOR else 'column '}{self.column}"
        remark = f" ({self.remark})" if self.remark else ""
        if self.old is None:
            # What a row or column holds stands in the file; a value of the descriptor is told.
            return f"{place}: added{f': {_shown(self)[1]}' if self.new else ''}{remark}"
        if self.new is None:
            return f"{place}: removed{f': {_shown(self)[0]}' if self.old else ''}{remark}"
        return "{}: {} -> {}".format(place, *_shown(self))


def _shown(change: Change) -> tuple[str, str]:
    """Old and new as a line shows them: in full, whatever cannot be seen spelled out; an outline only as its length."""
    longest = LONGEST_GEOMETRY if change.column == GEOMETRY else None

    def shown(text: str | None) -> str:
        if not text:
            return "nothing"
        if longest and len(text) > longest:
            return f"an outline of {len(text)} characters"
        return repr(text)

    return shown(change.old), shown(change.new)


def read(place: Path) -> Data:
    """The tables of a folder or zip.

    Raises  UnreadableError where something of it cannot be read: nothing can be said of what may be missing.
    """
    try:
        data, problems = check.read(_folder(place))
    except (OSError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise UnreadableError([f"{place}: cannot be read ({error})"]) from None
    if problems:
        raise UnreadableError([f"{place}: {problem}" for problem in problems])
    return data


def _folder(place: Path) -> Path:
    """The folder of a version; in a zip, the one of its descriptor, which may lie below others."""
    if not place.exists():
        raise UnreadableError([f"{place}: no such folder or file"])
    if place.is_dir():
        return place
    if not zipfile.is_zipfile(place):
        raise UnreadableError([f"{place}: neither a folder nor a zip"])
    with zipfile.ZipFile(place) as archive:
        folders = [PurePosixPath(name) for name in archive.namelist() if PurePosixPath(name).name == DESCRIPTOR]
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > LARGEST:
        raise UnreadableError([f"{place}: found {unpacked:,} bytes unpacked, expected at most {LARGEST:,}"])
    if not folders:
        raise UnreadableError([f"{place}: no {DESCRIPTOR} in this zip"])
    inside = min(folders, key=lambda path: len(path.parts)).parent
    # zipfile.Path answers to all that check.read asks of a folder.
    return cast(Path, zipfile.Path(place, "" if inside == PurePosixPath(".") else f"{inside}/"))


def changes(old: Data, new: Data) -> Iterator[Change]:
    """Every difference, table by table in the order of `new`: columns, then rows; the descriptor first."""
    yield from _in_descriptor("", old.descriptor, new.descriptor)
    for name, table in new.tables.items():
        if name in old.tables:
            yield from _in_table(old.tables[name], table, _retired(new, name))
        else:
            yield Change(table.file, None, None, None, "", _counted(table))
    for name, table in old.tables.items():
        if name not in new.tables:
            yield Change(table.file, None, None, "", None, _counted(table))


def _counted(table: Table) -> str:
    return f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"


def _in_descriptor(path: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if _named(old) and _named(new):
        old, new = ({item["name"]: item for item in items} for items in (old, new))
    if not isinstance(old, dict) or not isinstance(new, dict):
        yield Change(DESCRIPTOR, None, path, _as_text(old), _as_text(new))
        return
    for key in dict.fromkeys([*new, *old]):
        below = f"{path}.{key}" if path else key
        if key in old and key in new:
            yield from _in_descriptor(below, old[key], new[key])
        elif path.rpartition(".")[2] not in TOLD_OF_FILES:
            before, after = (_as_text(side[key]) if key in side else None for side in (old, new))
            yield Change(DESCRIPTOR, None, below, before, after)


def _named(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and isinstance(item.get("name"), str) for item in value
    )


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _in_table(old: Table, new: Table, retired: dict[str, str]) -> Iterator[Change]:
    before, after = _columns(old), _columns(new)
    yield from (Change(new.file, None, column, "", None) for column in before if column not in after)
    yield from (Change(new.file, None, column, None, "") for column in after if column not in before)
    shared = [column for column in after if column in before]
    keys = (_key(new), _key(old))
    key = next((columns for columns in keys if columns and set(columns) <= set(shared)), None)
    if key is None:
        yield from _in_rows_without_key(old, new, shared)
        return
    rows, others = _by_key(old, key), _by_key(new, key)
    for row_key, row in others.items():
        if row_key not in rows:
            yield Change(new.file, row_key, None, None, "")
            continue
        for column in shared:
            cells = _cell(rows[row_key], column), _cell(row, column)
            if cells[0] != cells[1]:
                yield Change(new.file, row_key, column, *cells)
    for row_key in rows:
        if row_key not in others:
            yield Change(new.file, row_key, None, "", None, retired.get(row_key, ""))


def _in_rows_without_key(old: Table, new: Table, columns: list[str]) -> Iterator[Change]:
    rows, others = (Counter(_spelled(row, columns) for row in table.rows) for table in (old, new))
    yield from (Change(new.file, row, None, None, "") for row in (others - rows).elements())
    yield from (Change(new.file, row, None, "", None) for row in (rows - others).elements())


def _columns(table: Table) -> list[str]:
    return [*table.columns, *([GEOMETRY] if table.file.endswith(".geojson") else [])]


def _cell(row: Row, column: str) -> str:
    if column == GEOMETRY:
        return "" if row.geometry is None else json.dumps(row.geometry)
    return row[column]


def _key(table: Table) -> list[str]:
    key = table.schema.get("primaryKey") or []
    return key if isinstance(key, list) else [key]


def _by_key(table: Table, key: list[str]) -> dict[str, Row]:
    by_key: dict[str, Row] = {}
    for row in table.rows:
        row_id = row[key[0]] if len(key) == 1 else _spelled(row, key)
        if row_id in by_key:
            raise UnreadableError([f"{table.file}: two rows {row_id}, which nothing tells apart"])
        by_key[row_id] = row
    return by_key


def _spelled(row: Row, columns: list[str]) -> str:
    """Cells as a line names a row by them: `limit_id=yala_3_t1 answer_id=tk_park`, quoted where they are no ids."""
    cells = ((column, _cell(row, column)) for column in columns)
    return " ".join(f"{name}={cell if PLAIN.fullmatch(cell) else repr(cell)}" for name, cell in cells)


def _retired(data: Data, table: str) -> dict[str, str]:
    """Id -> what became of it, for the retired ids of a table."""
    rows = data.tables["retired"].rows if "retired" in data.tables else []
    return {
        row["row_id"]: f"retired {row['date']}, "
        + (f"became {row['became'].replace(';', ', ')}" if row["became"] else "nothing took its place")
        + f": {row['note_en']}"
        for row in rows
        if row["table"] == table
    }
