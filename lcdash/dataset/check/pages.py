"""What pages and documents take for granted: columns they read, codes they name, a descriptor fit to be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lcdash.dataset import descriptor, scenes
from lcdash.dataset.check.cells import HIDDEN, MARKUP
from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data, as_list
from lcdash.dataset.descriptor import DESCRIPTOR

DEMANDS = Path(__file__).parent.parent / "tables_read.toml"
OTHER_DEMANDS = ("rows", "codes_named", "codes_allowed")
# First word of a demand -> type of the column, and what else the descriptor says of it.
KINDS = {
    "text": ("string", ""),
    "list": ("string", "separator"),
    "date": ("string", "edtf"),
    "citation": ("string", "cites"),
    "integer": ("integer", ""),
    "number": ("number", ""),
    "boolean": ("boolean", ""),
}
TEXTS = ("title", "title_th", "description", "description_th")


@cache
def demands() -> dict[str, dict[str, Any]]:
    """Table -> column -> what tables_read.toml demands of it; its demands of rows and codes stand beside."""
    return tomllib.loads(DEMANDS.read_text(encoding="utf-8"))


def columns_that_pages_read(data: Data) -> Iterator[Problem]:
    """Each is in the descriptor, and described so that no row can hold what a page does not expect."""
    if not data.descriptor["resources"]:  # what is wrong with it is told already
        return
    resources = {resource["name"]: resource for resource in data.descriptor["resources"]}
    for table, columns in demands().items():
        if table in OTHER_DEMANDS:
            continue
        if table not in resources:
            yield Problem(DESCRIPTOR, None, f"resources[{table}]", "no such table", "one, as pages read it")
            continue
        schema = descriptor.schema(resources[table])
        fields = {field["name"]: field for field in schema["fields"]}
        place = _place(resources[table])
        key = sorted(column for column, demand in columns.items() if "key" in demand.split())
        if key and key != sorted(as_list(schema.get("primaryKey"))):
            finding = ", ".join(as_list(schema.get("primaryKey"))) or "nothing"
            yield Problem(
                DESCRIPTOR, None, f"{place}.primaryKey", finding, f"{', '.join(key)}, as pages look rows up by it"
            )
        for column, demand in columns.items():
            if column not in fields:
                yield Problem(DESCRIPTOR, None, f"{place}.fields", f"no column {column!r}", "one, as pages read it")
                continue
            for finding, allowed in _falls_short(demand, fields[column], schema, table):
                yield Problem(DESCRIPTOR, None, f"{place}.fields[{column}]", finding, f"{allowed}, as pages rely on it")


def _falls_short(demand: str, field: dict[str, Any], schema: dict[str, Any], table: str) -> Iterator[tuple[str, str]]:
    """What the descriptor says of a column and what it should say, for each word of the demand it does not meet."""
    description, _, target = demand.partition(" > ")
    kind, *rest = description.split()
    due, flag = KINDS[kind]
    constraints = field.get("constraints", {})
    if field["type"] != due:
        yield f"the type {field['type']}", f"the type {due}"
    if flag and not field.get(flag):
        yield f"no {flag}", "it"
    if kind == "text" and field.get("separator"):
        yield "a separator", "none"
    for word in ("required", "unique"):
        if word in rest and not constraints.get(word):
            yield f"no constraint {word}", "it"
    if "code" in rest and not (field.get("codes") and (field.get("item_enum") or constraints.get("enum"))):
        yield "no list of codes", "codes, with an enum or item_enum of them"
    if target and target not in {field.get("items_of"), *_targets(field["name"], schema, table)}:
        yield f"no key into {target}", "one"


def _targets(column: str, schema: dict[str, Any], table: str) -> Iterator[str]:
    for foreign in schema.get("foreignKeys", []):
        reference = foreign["reference"]
        for name, there in zip(foreign["fields"], reference["fields"], strict=False):
            if name == column:
                yield f"{reference['resource'] or table}.{there}"


def tables_without_a_row(data: Data) -> Iterator[Problem]:
    """Some tables may not be empty: pages give their newest row or their count in a sentence."""
    for name in demands()["rows"]["at_least_one"]:
        table = data.tables.get(name)
        if table is not None and not table.rows:
            yield table.problem(None, None, "no rows", "at least one, as pages speak of it")


def network_of_no_size(data: Data) -> Iterator[Problem]:
    """Some source says how many cities the network has."""
    table = data["network"]
    if table.rows and not any(row["cities"] for row in table.rows):
        yield table.problem(None, "cities", "no number of cities", "at least one, as pages speak of it")


def members_without_a_date(data: Data) -> Iterator[Problem]:
    """Pages say of the network since when it grew: somebody is a member, and each since a year."""
    table = data["memberships"]
    members = [row for row in table.rows if row["scheme"] == "gnlc"]
    dated = {row["city_id"] for row in members if row["since"]}
    if table.rows and not members:
        yield table.problem(None, "scheme", "no member of gnlc", "at least one, as pages speak of it")
    for row in members:
        if row["city_id"] not in dated:
            yield table.problem(row, "since", "nothing", "a date, as its scheme is gnlc")


def codes_that_pages_name(data: Data) -> Iterator[Problem]:
    """Words for each code that a page knows by itself, and no kind for which no page has a mark or a name."""
    codes = data["codes"]
    entries = {(row["list"], row["code"]) for row in codes.rows}
    for _, field in data.described():  # one that the descriptor allows is missed by another rule
        enum = field.get("item_enum") or field.get("constraints", {}).get("enum", [])
        entries |= {(field.get("codes", ""), code) for code in enum}
    for name, due in demands()["codes_named"].items():
        for code in due:
            if (name, code) not in entries:
                finding = f"no {said(code)} in the list {said(name)}"
                yield codes.problem(None, "code", finding, "one, as pages name it")
    allowed = demands()["codes_allowed"] | {"scene_view": list(scenes.VIEWS)}
    for row in codes.rows:
        if row["list"] in allowed and row["code"] not in allowed[row["list"]]:
            yield codes.problem(row, "code", said(row["code"]), f"one of {', '.join(allowed[row['list']])}")


def texts_of_the_descriptor(data: Data) -> Iterator[Problem]:
    """Titles and descriptions are words: nothing hidden, no HTML, no Markdown."""
    for place, entry in _entries(data.descriptor):
        for key in TEXTS:
            text = entry.get(key, "")
            if hidden := HIDDEN.search(text):
                finding = f"the character U+{ord(hidden[0]):04X} in {said(text)}"
                yield Problem(
                    DESCRIPTOR, None, place + key, finding, "no line breaks, control characters or marks without width"
                )
            elif match := MARKUP.search(text):
                yield Problem(
                    DESCRIPTOR,
                    None,
                    place + key,
                    f"{said(match[0])} in {said(text)}",
                    "plain text without HTML or Markdown",
                )


def _entries(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever has a title, with its place: the dataset, its tables, their columns, licences."""
    yield "", described
    for licence in described.get("licenses", []):
        yield f"licenses[{licence['name']}].", licence
    for resource in described["resources"]:
        yield f"resources[{resource['name']}].", resource
        for field in descriptor.schema(resource)["fields"]:
            yield f"{_place(resource)}.fields[{field['name']}].", field


def _place(resource: dict[str, Any]) -> str:
    return f"resources[{resource['name']}].{'schema' if resource.get('schema') else 'properties_schema'}"


def created_on_no_day(data: Data) -> Iterator[Problem]:
    """The version's date is a day of the calendar, as citations print it."""
    day = data.descriptor.get("created", "")[:10]
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        yield Problem(DESCRIPTOR, None, "created", said(day), "a day that exists")
