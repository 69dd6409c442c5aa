"""A dataset that no check would pass: a string of injections.py before every free text of the tests' own."""

import csv
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lcdash import settings
from lcdash.dataset import descriptor
from lcdash.dataset.descriptor import DESCRIPTOR
from tests.injections import RUN, STRINGS

# Said in the descriptor of a column whose text is not free: it is looked up, cited or listed.
NOT_FREE = {"codes", "edtf", "cites", "separator"}
LOOKED_UP = {"link", "province_iso", "table", "row_id", "column"}
ADDRESSES = {"url", "website", "doi"}


def write(folder: Path) -> Path:
    """Write the dataset to `folder`, which is not there yet; each string stands in many places."""
    shutil.copytree(settings.data_folder(), folder)
    strings = itertools.cycle(STRINGS)
    described = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in described["resources"]:
        free = set(_free(descriptor.schema(resource)))

        def poison(name: str, text: str | None, free: set[str] = free) -> str | None:
            if not text or name not in free:
                return text
            return f"javascript:{RUN}//{text}" if name in ADDRESSES else f"{next(strings)} {text}"

        path = folder / resource["path"]
        (_poison_geojson if path.suffix == ".geojson" else _poison_csv)(path, poison)
    for entry in (
        described,
        *described["resources"],
        *(field for one in described["resources"] for field in _fields(one)),
    ):
        for key in ("title", "title_th", "description", "description_th"):
            if key in entry:
                entry[key] = f"{next(strings)} {entry[key]}"
    (folder / DESCRIPTOR).write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    return folder


def _fields(resource: dict[str, Any]) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = descriptor.schema(resource)["fields"]
    return fields


def _free(schema: dict[str, Any]) -> Iterator[str]:
    keys = {*_as_list(schema.get("primaryKey", [])), *LOOKED_UP}
    for foreign in schema.get("foreignKeys", []):
        keys |= set(_as_list(foreign["fields"]))
    for field in schema["fields"]:
        of_a_form = NOT_FREE & field.keys() or {"enum", "pattern"} & field.get("constraints", {}).keys()
        if field["type"] == "string" and field["name"] not in keys and not of_a_form:
            yield field["name"]


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _poison_csv(path: Path, poison: Callable[[str, str | None], str | None]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([header, *([poison(*cell) for cell in zip(header, row, strict=True)] for row in rows)])


def _poison_geojson(path: Path, poison: Callable[[str, str | None], str | None]) -> None:
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        own = feature["properties"]
        own |= {name: poison(name, text) for name, text in own.items() if isinstance(text, str)}
    path.write_text(json.dumps(collection), encoding="utf-8")
