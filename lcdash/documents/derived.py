"""The tables for analysis as files with a descriptor of their own, which says that they are computed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports
from lcdash.evidence import wide
from lcdash.language.translations import LANGUAGES, Translations

DESCRIPTOR = "derived.datapackage.json"
# Table -> the tables of the dataset its columns point to; a wide table has a column per row of `of`.
WIDE = {"cities_facets": "facets", "cities_topics": "themes"}
LONG = {"evidence_topics": wide.topics, "evidence_sources": wide.sources, "evidence_audiences": wide.audiences}
# Column -> table of the dataset and column in it that it points to.
POINTS_TO = {
    "evidence_id": ("evidence", "evidence_id"),
    "city_id": ("cities", "city_id"),
    "theme_id": ("themes", "theme_id"),
    "source_id": ("sources", "source_id"),
}


@cache
def frames(data: Dataset) -> Mapping[str, pd.DataFrame]:
    """Name -> table, computed once per dataset."""
    rows: dict[str, wide.Rows] = {"cities_facets": "facets", "cities_topics": "topics"}
    return {name: wide.cities_by(data, of) for name, of in rows.items()} | {
        name: make(data) for name, make in LONG.items()
    }


@cache
def files(data: Dataset) -> Mapping[str, bytes]:
    """File name -> content: each table as CSV in UTF-8, and their descriptor."""
    tables = {}
    for resource in described(data)["resources"]:
        name = resource["name"]
        if name in frames(data):
            text = exports.as_written(frames(data)[name])
            tables[resource["path"]] = text.to_csv(index=False, lineterminator="\n").encode()
    descriptor_text = json.dumps(described(data), ensure_ascii=False, indent=1) + "\n"
    return {**tables, DESCRIPTOR: descriptor_text.encode()}


@cache
def described(data: Dataset) -> dict[str, Any]:
    """The descriptor: the computed tables, with the tables of the dataset that they point to, which lie beside them."""
    t = {language: Translations("analysis", language) for language in LANGUAGES}
    computed = [_resource(data, name, t) for name in frames(data)]
    pointed = {key["reference"]["resource"] for table in computed for key in table["schema"]["foreignKeys"]}
    beside = _closed(data, pointed)
    whole = data.descriptor
    return {
        "name": f"{whole['name']}-derived",
        "title": t["en"]("derived_title", title=whole["title"]),
        "title_th": t["th"]("derived_title", title=whole["title_th"]),
        "description": f"{t['en']('derived_note')} {t['en']('silence_note')}",
        "description_th": f"{t['th']('derived_note')} {t['th']('silence_note')}",
        "version": whole["version"],
        "created": whole["created"],
        "licenses": whole["licenses"],
        "derived_from": {"name": whole["name"], "version": whole["version"], "path": descriptor.DESCRIPTOR},
        "resources": [*computed, *(data.resource(name) for name in beside)],
    }


def _closed(data: Dataset, names: set[str]) -> list[str]:
    """These tables and those which they point to in turn, in the order of the dataset."""
    closed, due = set[str](), set(names)
    while due:
        name = due.pop()
        closed.add(name)
        keys = descriptor.schema(data.resource(name)).get("foreignKeys", [])
        due |= {key["reference"]["resource"] for key in keys if key["reference"]["resource"]} - closed
    return [resource["name"] for resource in data.descriptor["resources"] if resource["name"] in closed]


def _resource(data: Dataset, name: str, t: Mapping[str, Translations]) -> dict[str, Any]:
    frame = frames(data)[name]
    fields = [_field(data, name, column, t) for column in frame.columns]
    keys = ["city_id"] if name in WIDE else [c for c in frame.columns if c not in ("city_id", "page", "opens_with")]
    columns = [column for column in frame.columns if column in POINTS_TO]
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": t["en"](name),
        "title_th": t["th"](name),
        "description": t["en"](f"note_{name}"),
        "description_th": t["th"](f"note_{name}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": keys,
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": POINTS_TO[column][0], "fields": [POINTS_TO[column][1]]}}
                for column in columns
            ],
        },
    }


def _field(data: Dataset, table: str, column: str, t: Mapping[str, Translations]) -> dict[str, Any]:
    """What a column is: that of the dataset it is taken from, or the cell of a wide table."""
    if table in WIDE and column not in ("city_id", "in_study"):
        names = {language: data.names(WIDE[table], language)[column] for language in LANGUAGES}
        about = {language: t[language]("state_note", name=names[language]) for language in LANGUAGES}
        return {
            "name": column,
            "type": "string",
            "title": names["en"],
            "title_th": names["th"],
            "description": about["en"],
            "description_th": about["th"],
            "constraints": {"required": True, "enum": list(wide.STATES)},
        }
    origin = {"audience": "evidence", "locator": "reading", "page": "reading", "opens_with": "reading"}
    home = origin.get(column) or POINTS_TO.get(column, ("cities", ""))[0]
    described_field = next(field for field in exports.fields_of(data, home) if field["name"] == column)
    keys = ("name", "type", "title", "title_th", "description", "description_th", "codes")
    copy = {key: described_field[key] for key in keys if key in described_field}
    allowed = described_field.get("item_enum") or described_field.get("constraints", {}).get("enum")
    return copy | ({"constraints": {"enum": allowed}} if allowed else {})
