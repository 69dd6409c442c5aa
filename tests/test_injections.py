"""Strings that do harm (injections.py): refused in the dataset, and text wherever they come from all the same."""

import csv
import json
import shutil
from pathlib import Path

from lcdash import check, descriptor
from tests.injections import STRINGS
from tests.test_check import MINI


def with_each_string_in_each_column(folder: Path) -> dict[tuple[str, int, str], str]:
    """Add a row per string to each table, the string in every column; returns where each stands.

    A text in Thai has a Thai letter after it, so that it is not refused for its language alone.
    """
    placed = {}
    for resource in descriptor.read(folder)["resources"]:
        path = folder / resource["path"]
        names = [field["name"] for field in descriptor.schema(resource)["fields"]]
        rows = [{name: text + (" ก" if name.endswith("_th") else "") for name in names} for text in STRINGS]
        if path.suffix == ".geojson":
            collection = json.loads(path.read_text(encoding="utf-8"))
            first = len(collection["features"]) + 1
            collection["features"] += [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
            path.write_text(json.dumps(collection), encoding="utf-8")
        else:
            with path.open(encoding="utf-8", newline="") as file:
                first = len(list(csv.reader(file))) + 1
            with path.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, quoting=csv.QUOTE_ALL).writerows([row[name] for name in names] for row in rows)
        placed |= {
            (path.name, number, name): row[name] for number, row in enumerate(rows, start=first) for name in names
        }
    return placed


def test_every_string_is_refused_in_every_column_of_every_table(tmp_path: Path) -> None:
    folder = shutil.copytree(MINI, tmp_path / "data")
    placed = with_each_string_in_each_column(folder)
    refused = {(problem.file, problem.row, problem.column) for problem in check.problems(folder)}
    assert {place: text for place, text in placed.items() if place not in refused} == {}
