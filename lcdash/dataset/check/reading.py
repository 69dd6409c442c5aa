"""Reading the files: what cannot be read is one line, and the other files are still looked at."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lcdash.dataset import descriptor
from lcdash.dataset.check import descriptor_schema
from lcdash.dataset.check.report import Problem, row_word, said
from lcdash.dataset.check.tables import Data, Table
from lcdash.dataset.descriptor import DESCRIPTOR

LARGEST_FILE = 32 * 1024**2
NO_FILE = "no ordinary file", "a file that can be read"


def read(folder: Path | zipfile.Path) -> tuple[Data, list[Problem]]:
    """What of a folder can be read, and a problem for each thing that cannot."""
    problems: list[Problem] = []
    data = Data(_read_descriptor(folder, problems), {})
    for resource in data.descriptor["resources"]:
        table = Table(resource["name"], resource["path"], descriptor.schema(resource))
        fill = _fill_from_geojson if row_word(table.file) == "feature" else _fill_from_csv
        text = _read_text(folder, table.file, problems)
        if text is not None and fill(table, text, problems):
            data.tables[table.name] = table
    for name in descriptor.DOCUMENTS:
        if _is_listed(folder / name):
            data.documents[name] = _read_text(folder, name, problems) or ""
    problems.extend(Problem(name, None, None, *NO_FILE) for name in _pipes(folder))
    return data, problems


def _pipes(folder: Path | zipfile.Path) -> Iterator[str]:
    """What lies in a folder and is neither file nor folder, listed or not: whoever copies it waits for it."""
    if not isinstance(folder, Path):  # in a zip there are none
        return
    with contextlib.suppress(OSError):  # no folder, which has been told
        for path in sorted(folder.iterdir()):
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)):
                yield path.name


def _read_text(folder: Path | zipfile.Path, name: str, problems: list[Problem]) -> str | None:
    """The text of a file, without the mark (BOM) that Excel puts at its start."""
    content = b""
    try:
        if fault := _no_file_of_its_own(folder, name):
            problems.append(Problem(name, None, None, *fault))
            return None
        content = (folder / name).read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        fault = "no such file", "one" if name == DESCRIPTOR else f"one, as {DESCRIPTOR} lists it"
    except OSError as error:
        fault = f"a file that cannot be read ({error.strerror})", "a readable file"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"bytes that are not UTF-8 in line {line}", "UTF-8 (in Excel: save as CSV UTF-8)"
    else:
        if text.strip():
            return text
        fault = "an empty file", "its contents"
    problems.append(Problem(name, None, None, *fault))
    return None


def _is_listed(path: Path | zipfile.Path) -> bool:
    """Whether something of this name is there, a link that leads nowhere included."""
    return os.path.lexists(path) if isinstance(path, Path) else path.exists()


def _no_file_of_its_own(folder: Path | zipfile.Path, name: str) -> tuple[str, str] | None:
    """Why a file is not to be opened: a pipe would be waited for, a link may show what is no part of the dataset."""
    path = folder / name
    if not isinstance(folder, Path) or not isinstance(
        path, Path
    ):  # in a zip there are neither, and its size is known before it is unpacked
        return None
    about = path.stat()
    if not descriptor.is_inside(path, folder):
        return "a link that leads out of the folder", "a file of the folder itself"
    if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):  # a folder says so when it is opened
        return NO_FILE
    if about.st_size > LARGEST_FILE:
        return f"a file of {about.st_size // 1024**2} MB", f"at most {LARGEST_FILE // 1024**2} MB"
    return None


def _read_json(file: str, text: str, problems: list[Problem]) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number of JSON")

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(file, None, None, f"broken JSON ({error})", "a whole JSON file"))
        return None


def _read_descriptor(folder: Path | zipfile.Path, problems: list[Problem]) -> dict[str, Any]:
    """The descriptor, or one without tables where it breaks its schema: what the tables hold cannot then be told."""
    none: dict[str, Any] = {"resources": []}
    text = _read_text(folder, DESCRIPTOR, problems)
    if text is None:
        return none
    before = len(problems)
    content = _read_json(DESCRIPTOR, text, problems)
    if len(problems) == before:
        problems.extend(descriptor_schema.breaches(content))
    return none if len(problems) > before else dict(content)


def _fill_from_csv(table: Table, text: str, problems: list[Problem]) -> bool:
    """Take over the rows. False where there is no telling what is a cell.

    Header and length of rows are looked at here and not by frictionless, which knows columns by position: one column
    dropped would make each later one wrong, and a short row is reported once per missing cell.
    """
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        finding, allowed = f"cells that cannot be told apart ({error})", "commas between them, quotation marks in pairs"
        problems.append(Problem(table.file, len(lines) + 1, None, finding, allowed))
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
