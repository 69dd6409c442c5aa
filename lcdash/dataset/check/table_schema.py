"""What Table Schema says of columns and keys, enforced by frictionless and told in our words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from lcdash.dataset.check.report import LISTED, Problem, row_word, said
from lcdash.dataset.check.tables import Data, Table, as_list
from lcdash.dataset.descriptor import DESCRIPTOR

if TYPE_CHECKING:
    from frictionless import Package
    from frictionless.resources import TableResource

TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
# How a pattern of the descriptor reads to a person; one that is not here is shown as it is.
PATTERNS = {
    "^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "lower-case letters and digits joined by _, such as khon_kaen",
    r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$": (
        "a date such as 2019, 2024-02, 2024-02-14 or 2023-11-04/2023-11-06"
    ),
    r"^.*[^.]$": "no full stop at the end",
    r"^\S+( \S+){2,4}$": "three to five words",
    "^[ก-๛’]+$": "one word in Thai letters",
}


def breaches_of_table_schema(data: Data) -> Iterator[Problem]:
    """Types, required and unique values, lists of codes, patterns, primary and foreign keys."""
    from frictionless import FrictionlessException  # imports that the rest of the project does without

    lookups = cache(lambda: _lookups(data))
    for table in data:
        try:
            faults = _faults(data, table, lookups)
        except FrictionlessException as error:
            finding = f"a schema of '{table.name}' that frictionless refuses ({error})"
            yield Problem(DESCRIPTOR, None, None, finding, "what Table Schema allows")
            continue
        for fault in faults:
            yield _in_our_words(data, table, fault)
        if len(faults) > LISTED:
            finding = f"{LISTED} faults in the first {faults[-1].row_number - 1} rows"
            yield Problem(table.file, None, None, finding, "none: what frictionless finds in later rows is not listed")


def _faults(data: Data, table: Table, lookups: Callable[[], Package]) -> list[Any]:
    """What frictionless finds in the rows of a table, given what its foreign keys are looked up in.

    It takes a millisecond for a fault: past LISTED it goes no further than the row.

    Raises  FrictionlessException for a schema that it refuses.
    """
    resource = _resource(table.name, [table.columns, *table.values], _schema_for_frictionless(data, table))
    resource.package = lookups()
    # Not `validate()`, whose report stops at a number of errors.
    errors: list[Any] = []
    with resource:
        for row in resource.row_stream:
            errors += row.errors
            if len(errors) > LISTED:
                break
    return errors


def _lookups(data: Data) -> Package:
    """What foreign keys are looked up in: no more columns than that, as the whole schema is copied for each key."""
    from frictionless import Package

    package = Package()
    for name, columns in _columns_pointed_to(data).items():
        lines = [columns, *([row[column] for column in columns] for row in data[name].rows)]
        fields = [{"name": column, "type": "string"} for column in columns]
        package.add_resource(_resource(name, lines, {"fields": fields}))
    return package


def _resource(name: str, lines: list[list[Any]], schema: dict[str, Any]) -> TableResource:
    from frictionless import Dialect, Schema
    from frictionless.resources import TableResource

    # Told that there is a header, it does not go looking for a likelier one.
    return TableResource(name=name, data=lines, schema=Schema.from_descriptor(schema), dialect=Dialect(header=True))


def _schema_for_frictionless(data: Data, table: Table) -> dict[str, Any]:
    """The descriptor's schema for the columns that are there."""
    key = as_list(table.schema.get("primaryKey"))
    return {
        **table.schema,
        "fields": [table.fields[column] for column in table.columns],
        "primaryKey": key if set(key) <= set(table.columns) else [],
        "foreignKeys": [foreign for foreign, _ in _foreign_keys(data, table)],
    }


def _foreign_keys(data: Data, table: Table) -> Iterator[tuple[dict[str, Any], Table]]:
    """The keys that can be followed, each with the table it points to.

    Not those into tables or columns that are missing: for one of them, frictionless would not look at the table at all.
    """
    for foreign in table.schema.get("foreignKeys", []):
        target = data.tables.get(foreign["reference"]["resource"] or table.name)
        columns = {*as_list(foreign["fields"])} <= {*table.columns}
        if target and columns and {*as_list(foreign["reference"]["fields"])} <= {*target.columns}:
            yield foreign, target


def _columns_pointed_to(data: Data) -> dict[str, list[str]]:
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    for table in data:
        for foreign, target in _foreign_keys(data, table):
            columns[target.name].update(dict.fromkeys(as_list(foreign["reference"]["fields"])))
    return {name: list(names) for name, names in columns.items()}


def _in_our_words(data: Data, table: Table, error: Any) -> Problem:
    """One error of frictionless. It counts the rows that it was given, we count those of the file."""
    position = error.row_number - 2
    row = table.rows[position]
    if error.type in ("unique-error", "primary-key"):
        columns = [error.field_name] if error.type == "unique-error" else as_list(table.schema["primaryKey"])
        first = re.search(r"in the row at position (\d+)", error.note)
        if first is None:
            return table.problem(row, columns[0], "nothing", "a value")
        twin = f"{row_word(table.file)} {table.rows[int(first[1]) - 2].number}"
        finding = f"{', '.join(said(row[column]) for column in columns)}, also in {twin}"
        return table.problem(row, ", ".join(columns), finding, "each once")
    if error.type == "foreign-key":
        columns = list(error.field_names)
        target = data.tables[error.reference_name or table.name].file
        finding = ", ".join(said(row[column]) for column in columns)
        return table.problem(row, ", ".join(columns), finding, f"an id listed in {target}")
    column = getattr(error, "field_name", None)
    if not column:
        return table.problem(row, None, f"what frictionless calls {error.type}", "a sound row")
    if error.type == "type-error":
        kind = table.fields[column]["type"]
        value = table.values[position][table.columns.index(column)]
        return table.problem(row, column, said(value), TYPES.get(kind, kind))
    constraint = re.search(r'constraint "(\w+)"', error.note)
    name = constraint[1] if constraint else ""
    limit = table.fields[column]["constraints"].get(name)
    allowed = {
        "required": "a value",
        "enum": f"one of {', '.join(map(str, as_list(limit)))}",
        "pattern": PATTERNS.get(limit, f"the form {limit}") if name == "pattern" else "",
        "minLength": f"at least {limit} characters",
        "maxLength": f"at most {limit} characters",
        "minimum": f"{limit} or more",
        "maximum": f"{limit} or less",
    }
    return table.problem(row, column, said(row[column]), allowed.get(name, f"what the descriptor says: {error.note}"))
