"""Reading the files: what cannot be read is one line, and the other files are still looked at."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lcdash.dataset import descriptor
from lcdash.dataset.check.report import Problem, row_word, said
from lcdash.dataset.check.tables import Data, Table
from lcdash.dataset.descriptor import DESCRIPTOR


def read(folder: Path) -> tuple[Data, list[Problem]]:
    """What of a folder can be read, and a problem for each thing that cannot."""
    problems: list[Problem] = []
    data = Data(_read_descriptor(folder / DESCRIPTOR, problems), {})
    for resource in data.descriptor["resources"]:
        table = Table(resource["name"], resource["path"], descriptor.schema(resource))
        fill = _fill_from_geojson if row_word(table.file) == "feature" else _fill_from_csv
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
    found = None if text is None else _read_json(path.name, text, problems)
    if found is None:
        return none
    try:
        for resource in found["resources"]:
            fields = descriptor.schema(resource)["fields"]
            names = [resource["name"], resource["path"], *(known["name"] for known in fields)]
            if not all(isinstance(name, str) and name and name == Path(name).name for name in names):
                raise ValueError(names)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        allowed = "resources, each with a name, a path in the same folder and a schema of named fields"
        problems.append(Problem(path.name, None, None, "no list of tables that can be followed", allowed))
        return none
    return dict(found)


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
