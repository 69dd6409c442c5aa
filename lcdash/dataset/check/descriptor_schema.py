"""What datapackage.json must say before a table is read, by a JSON Schema, told in our words and with its place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcdash.dataset import descriptor
from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.descriptor import DESCRIPTOR

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMA = Path(__file__).parent.parent / "datapackage.schema.json"


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker  # an import that the rest of the project does without

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(["regex"]))


def breaches(described: Any) -> Iterator[Problem]:
    """One problem for each place of the descriptor that is not as datapackage.schema.json demands.

    `column` of a problem is the place: `resources[cities].schema.fields[lat].title`.
    """
    errors = list(_validator().iter_errors(described))
    for error in errors:
        path = list(error.absolute_path)
        if error.validator in ("required", "dependentRequired"):
            for name in _missing(error):
                yield _problem(described, [*path, name], "nothing", _allowed_of(error, name))
        elif error.validator == "additionalProperties":
            for name in sorted(set(error.instance) - set(error.schema["properties"])):
                yield _problem(described, [*path, name], "an unknown key", error.schema["description"])
        else:
            yield _problem(described, path, said(error.instance), _allowed(error))
    if not errors:
        yield from _said_twice(described)
        yield from _leading_nowhere(described)


def _missing(error: ValidationError) -> Iterator[str]:
    due = error.validator_value
    if error.validator == "dependentRequired":
        due = [name for key, names in due.items() if key in error.instance for name in names]
    yield from (name for name in due if name not in error.instance)


def _allowed_of(error: ValidationError, name: str) -> str:
    """What is expected of a key that is missing, as the schema describes it where it says so right there."""
    part = error.schema.get("properties", {}).get(name, {})
    definition = part.get("$ref", "").rpartition("/")[2]
    part = _validator().schema["$defs"].get(definition, part)
    if "enum" in part:
        return f"one of {', '.join(map(_written, part['enum']))}"
    return str(part.get("description", "it"))


def _allowed(error: ValidationError) -> str:
    if error.validator == "enum":
        return f"one of {', '.join(map(_written, error.validator_value))}"
    if error.validator == "const":
        return _written(error.validator_value)
    return str(error.schema.get("description", error.message))


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _said_twice(described: dict[str, Any]) -> Iterator[Problem]:
    """Names that stand for two tables, files or columns: JSON Schema cannot compare them."""
    for key in ("name", "path"):
        yield from _twins(described, ["resources"], described["resources"], key)
    for number, resource in enumerate(described["resources"]):
        path = ["resources", number, _schema_key(resource), "fields"]
        yield from _twins(described, path, descriptor.schema(resource)["fields"], "name")


def _twins(described: dict[str, Any], path: list[Any], parts: list[dict[str, Any]], key: str) -> Iterator[Problem]:
    for name, times in Counter(part[key] for part in parts).items():
        if times > 1:
            yield _problem(described, path, f"{times} times the {key} {said(name)}", "each once")


def _leading_nowhere(described: dict[str, Any]) -> Iterator[Problem]:
    """Keys of columns that are not there: rules and pages that look a row up would find none."""
    columns = {
        (resource["name"], field["name"])
        for resource in described["resources"]
        for field in descriptor.schema(resource)["fields"]
    }
    for number, resource in enumerate(described["resources"]):
        for path, table, column in _columns_used(resource):
            if (table, column) not in columns:
                place = ["resources", number, _schema_key(resource), *path]
                yield _problem(described, place, said(f"{table}.{column}"), "a column of a table that is listed")


def _columns_used(resource: dict[str, Any]) -> Iterator[tuple[list[Any], str, str]]:
    """Each column that a key names: where in the schema, its table and its name."""
    schema, name = descriptor.schema(resource), resource["name"]
    yield from ((["primaryKey"], name, column) for column in schema.get("primaryKey", []))
    for at, foreign in enumerate(schema.get("foreignKeys", [])):
        reference = foreign["reference"]
        yield from ((["foreignKeys", at, "fields"], name, column) for column in foreign["fields"])
        target = reference["resource"] or name
        yield from ((["foreignKeys", at, "reference"], target, column) for column in reference["fields"])
    for at, field in enumerate(schema["fields"]):
        if "items_of" in field:
            table, _, column = field["items_of"].partition(".")
            yield ["fields", at, "items_of"], table, column


def _schema_key(resource: dict[str, Any]) -> str:
    return "schema" if resource.get("schema") else "properties_schema"


def _get(part: Any, key: str) -> Any:
    return part.get(key) if isinstance(part, dict) else None


def _problem(described: Any, path: list[Any], finding: str, allowed: str) -> Problem:
    return Problem(DESCRIPTOR, None, _place(described, path) or None, finding, allowed)


def _place(described: Any, path: list[Any]) -> str:
    """`resources[cities].schema.fields[lat].title`: a part of a list by its name where it has one, else from 0 on."""
    place, part = "", described
    for key in path:
        if isinstance(key, int):
            part = part[key]
            name = _get(part, "name")
            place += f"[{name if isinstance(name, str) and name.isidentifier() else key}]"
        else:
            part = _get(part, key)
            place += f".{key}" if place else str(key)
    return place
