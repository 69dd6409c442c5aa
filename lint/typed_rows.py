"""lcdash/dataset/records.py as it has to read: a NamedTuple a table, from the columns that `check` demands.

`python -m lint.typed_rows` writes it, after a change of lcdash/dataset/tables_read.toml.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lcdash.dataset.check.pages import OTHER_DEMANDS, demands
from lcdash.settings import ROOT

FILE = ROOT / "lcdash/dataset/records.py"
TYPES = {
    "text": "str",
    "date": "str",
    "citation": "str",
    "list": "tuple[str, ...]",
    "boolean": "bool",
    "number": "float",
}
# What one row is called where the name of its table, less its last "s", does not say it.
ROWS = {
    "aliases": "Alias",
    "cities": "City",
    "crosswalk": "CrosswalkLink",
    "frameworks": "FrameworkItem",
    "human_check": "HumanCheck",
    "network": "NetworkSize",
    "reading": "Passage",
    "retired": "RetiredId",
    "stories": "Story",
    "unbreakable": "UnbreakableWord",
}
# The shapes of tables that are files of GeoJSON: shapely's, which have no types.
GEOGRAPHIC = ("spaces", "provinces")
HEAD = '''"""Rows of the dataset with types: one class a table, the columns that every dataset must have.

Text is "" where nothing is known, a number NaN, a list the empty tuple. Written by `python -m lint.typed_rows`: change
tables_read.toml, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

import pandas as pd

Record = TypeVar("Record", bound=tuple[Any, ...])


def each(rows: pd.DataFrame, kind: type[Record]) -> Iterator[Record]:
    """Every row as a `kind`, in the order of `rows`, which may hold other columns too.

    Raises  KeyError naming a column of `kind` that `rows` does not have, unless the field has a default.
    """
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    defaults: dict[str, Any] = kind._field_defaults  # type: ignore[attr-defined]
    return map(
        kind,
        *(
            repeat(defaults[name]) if name in defaults and name not in rows.columns else rows[name].tolist()
            for name in fields
        ),
    )


def first(rows: pd.DataFrame, kind: type[Record]) -> Record:
    """The first row as a `kind`. Raises StopIteration where there is none."""
    return next(each(rows, kind))
'''


def row_name(table: str) -> str:
    """The class of a table's rows: "conflict_claims" is ConflictClaim."""
    return ROWS.get(table) or "".join(word.capitalize() for word in table.removesuffix("s").split("_"))


def row_type(demand: str) -> str:
    """The Python type of a column by its demand: a whole number that may be missing is a float, as NaN is one."""
    kind, *rest = demand.split()
    if kind == "integer":
        return "int" if "required" in rest else "float"
    return TYPES[kind]


def written() -> str:
    """The whole text of records.py."""
    parts = [HEAD]
    for table, columns in demands().items():
        if table not in OTHER_DEMANDS:
            fields = "".join(f"    {name}: {row_type(demand)}\n" for name, demand in columns.items())
            fields += "    geometry: Any\n" if table in GEOGRAPHIC else ""
            parts.append(f'\n\nclass {row_name(table)}(NamedTuple):\n    """A row of {table}."""\n\n{fields}')
    return "".join(parts)


def out_of_date() -> list[str]:
    """A line that says so where records.py is not what tables_read.toml makes of it."""
    if FILE.read_text(encoding="utf-8") == written():
        return []
    return ["lcdash/dataset/records.py does not follow tables_read.toml: run `python -m lint.typed_rows`"]


def untyped_in(text: str, path: str) -> Iterator[str]:
    """A line for each walk of a module through a table whose rows have no type; plain tuples of its columns may be."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        plain = any(keyword.arg == "name" for keyword in node.keywords)
        if node.func.attr == "iterrows" or (node.func.attr == "itertuples" and not plain):
            yield f"{path}:{node.lineno}: rows without a type; records.each gives them one"


def untyped() -> Iterator[str]:
    """A line for each walk through a table by which the package gets rows without a type."""
    for path in sorted((ROOT / "lcdash").rglob("*.py")):
        yield from untyped_in(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
