"""datapackage.json: what it says of the dataset, of its tables and of their columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"
# What stands in the data folder beside the descriptor and the files that it lists.
DOCUMENTS = ("README.md", "CHANGES.md")


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a file of the folder, its links followed, lies in the folder."""
    return path.resolve().is_relative_to(folder.resolve())


def read(folder: Path) -> dict[str, Any]:
    """The descriptor of a data folder that `check` has passed."""
    return parsed((folder / DESCRIPTOR).read_bytes())


def parsed(content: bytes) -> dict[str, Any]:
    """The descriptor that a file holds."""
    described: dict[str, Any] = json.loads(content.decode("utf-8-sig"))
    return described


def schema(resource: dict[str, Any]) -> dict[str, Any]:
    """The Table Schema of a table, or that of the properties of a GeoJSON file: as such a file has none, it stands
    there under another name."""
    fields: dict[str, Any] = resource.get("schema") or resource["properties_schema"]
    return fields


def title(described: dict[str, Any], language: str) -> str:
    """What the dataset, a table or a column is called in `language`."""
    return str(described["title_th" if language == "th" else "title"])


def description(described: dict[str, Any], language: str) -> str:
    """What the descriptor says in `language` about the dataset, a table or a column, as plain text."""
    return str(described["description_th" if language == "th" else "description"])
