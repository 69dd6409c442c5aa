"""Quoted columns: each that code asks a table of the dataset for is one that every dataset has.

mypy knows a table as a DataFrame and no more. This follows a table through the code, as far as its columns stay what
they are: `data.evidence`, a selection of its rows, a variable that holds one, a row of it, also one that a function
takes as `records.Evidence` or as the type of a computed row (`standings.UnitSize`). What is asked of such a
table by a name in quotes (`claims["kind"]`), of such a row by attribute (`row.kind`), or in the reader's language
(`f"name_{language}"`, `t.of(row, "name")`) has to stand in lcdash/dataset/tables_read.toml.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lcdash.dataset.check.pages import OTHER_DEMANDS, demands
from lcdash.settings import ROOT
from lint import typed_rows

# What a dataset is called where its tables are asked for: `data`, `self.data`, `at.data`, `loading.load()`.
DATASETS = {"data", "dataset"}
# Methods that give rows of the same table, and those whose arguments name columns.
SAME_COLUMNS = {
    "copy",
    "drop_duplicates",
    "head",
    "query",
    "sort_index",
    "sort_values",
    "tail",
    "nlargest",
    "nsmallest",
}
NAMING = {"drop_duplicates", "groupby", "set_index", "sort_values", "explode", "dropna", "nlargest", "nsmallest"}
# What a DataFrame itself has under the names of columns, and what a geographic one holds beside them.
BESIDE = {"geometry"}
LANGUAGES = ("th", "en")


class Thing(NamedTuple):
    """What an expression is: a table of the dataset, some of its rows, or one row."""

    table: str
    is_row: bool = False


class Finding(NamedTuple):
    """A column that no dataset has to have: where it is asked for, and of which table."""

    path: str
    line: int
    table: str
    column: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: no column {self.column!r} in the table {self.table!r}"


def columns() -> dict[str, set[str]]:
    """Table -> its columns, those that `check` demands of every dataset."""
    return {table: {*wanted, *BESIDE} for table, wanted in demands().items() if table not in OTHER_DEMANDS}


@cache
def row_types() -> dict[str, str]:
    """`records.Evidence` -> evidence, the table that it is a row of."""
    return {f"records.{typed_rows.row_name(table)}": table for table in columns()}


@cache
def computed_rows() -> dict[str, set[str]]:
    """Name of a NamedTuple of evidence/ or sources/ -> its fields; of a name that two classes have nothing is known."""
    paths = sorted((ROOT / "lcdash").rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    classes = [
        (path.parent.name, node) for path, tree in trees.items() for node in tree.body if isinstance(node, ast.ClassDef)
    ]
    counts = Counter(node.name for _, node in classes)
    return {
        node.name: {
            field.target.id
            for field in node.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        }
        for folder, node in classes
        if folder in ("evidence", "sources") and counts[node.name] == 1 and "NamedTuple" in map(ast.unparse, node.bases)
    }


def names(node: ast.expr) -> Iterator[str]:
    """The columns that an expression names: a text, a list of texts, a text that ends with the reader's language."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, (ast.List, ast.Tuple)):
        for one in node.elts:
            yield from names(one)
    elif isinstance(node, ast.JoinedStr) and len(node.values) == 2:
        stem, language = node.values
        start = str(stem.value) if isinstance(stem, ast.Constant) else ""
        if start.endswith("_") and isinstance(language, ast.FormattedValue):
            yield from (f"{start}{one}" for one in LANGUAGES)


class _Reader(ast.NodeVisitor):
    """Reads one module; knows, function by function, which variables hold a table or a row of one."""

    def __init__(self, path: str, tables: Mapping[str, set[str]]) -> None:
        self.path, self.tables = path, tables
        self.known: dict[str, Thing | None] = {}
        self.findings: list[Finding] = []

    def row_of(self, kind: ast.expr | None) -> Thing | None:
        """A row of the type that an expression names: `records.Evidence`, `standings.UnitSize`."""
        if isinstance(kind, ast.BinOp):  # of several types: what all of them have
            sides = [row.table for side in (kind.left, kind.right) if (row := self.row_of(side))]
            if len(sides) < 2:
                return None
            both = " | ".join(sides)
            self.tables = {**self.tables, both: self.tables[sides[0]] & self.tables[sides[1]]}
            return Thing(both, True)
        name = ast.unparse(kind) if kind else ""
        table = row_types().get(name) or name.rpartition(".")[2]
        return Thing(table, True) if table in self.tables else None

    def thing(self, node: ast.expr) -> Thing | None:
        """What an expression is, where that can be said."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._selection(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return None

    def _attribute(self, node: ast.Attribute) -> Thing | None:
        of = node.value
        is_data = (isinstance(of, ast.Name) and of.id in DATASETS) or (
            isinstance(of, ast.Attribute) and of.attr in DATASETS
        )
        is_loaded = isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and of.func.attr == "load"
        if (is_data or is_loaded) and node.attr in self.tables:
            return Thing(node.attr)
        return None

    def _selection(self, node: ast.Subscript) -> Thing | None:
        """Rows of a table stay rows of it; a column, or a choice of columns, is followed no further."""
        of = node.value
        if isinstance(of, ast.Attribute) and of.attr in ("loc", "iloc"):
            whole = self.thing(of.value)
            one_row = isinstance(node.slice, ast.Constant)
            return (
                whole if whole and not whole.is_row and not isinstance(node.slice, ast.Tuple) and not one_row else None
            )
        whole = self.thing(of)
        if whole is None or whole.is_row or any(True for _ in names(node.slice)):
            return None
        is_mask = isinstance(node.slice, (ast.Compare, ast.BinOp, ast.UnaryOp, ast.Call))
        return whole if is_mask else None

    def _call(self, node: ast.Call) -> Thing | None:
        if isinstance(node.func, ast.Attribute):
            of = self.thing(node.func.value)
            if of and not of.is_row and node.func.attr in SAME_COLUMNS:
                return of
            if node.func.attr == "first" and self._is_records(node.func.value):
                return self.row_of(node.args[1])
        if isinstance(node.func, ast.Name) and node.func.id in ("next", "iter", "sorted", "list", "reversed"):
            rows = self.rows(node.args[0]) if node.args else None
            return rows if rows and node.func.id == "next" else None
        return None

    @staticmethod
    def _is_records(node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == "records"

    def rows(self, node: ast.expr) -> Thing | None:
        """The row that a walk through an expression gives: `records.each(claims, records.Evidence)`."""
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "each" and self._is_records(node.func.value):
            return self.row_of(node.args[1])
        if isinstance(node.func, ast.Name) and node.func.id in ("sorted", "list", "reversed"):
            return self.rows(node.args[0])
        return None

    def ask(self, node: ast.expr, table: str, wanted: Iterator[str]) -> None:
        """Note each column that the table does not have."""
        for name in wanted:
            if name not in self.tables[table]:
                self.findings.append(Finding(self.path, node.lineno, table, name))

    # Variables

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Inside a function a parameter called and typed as a table is that table, one typed as a row a row of it."""
        outside, self.known = self.known, dict(self.known)
        for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            typed = ast.unparse(one.annotation) if one.annotation else ""
            is_table = one.arg in self.tables and typed.endswith("DataFrame")
            self.known[one.arg] = Thing(one.arg) if is_table else self.row_of(one.annotation)
        self.generic_visit(node)
        self.known = outside

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """A parameter of a lambda hides the variable of its name."""
        outside, self.known = self.known, {**self.known, **{one.arg: None for one in node.args.args}}
        self.generic_visit(node)
        self.known = outside

    def visit_Assign(self, node: ast.Assign) -> None:
        """A variable is what was last assigned to it; of several at once, each by itself."""
        self.generic_visit(node)
        for target in node.targets:
            self._assign(target, node.value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.known[target.id] = self.thing(value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) else None
            for place, one in enumerate(target.elts):
                if values:
                    self._assign(one, values[place])
                elif isinstance(one, ast.Name):
                    self.known[one.id] = None
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.known[target.value.id] = None  # a column was added: what else it has is not known

    def visit_For(self, node: ast.For) -> None:
        """The variable of a loop is a row where rows are walked through."""
        self.visit(node.iter)
        self._loop(node.target, node.iter)
        for one in (*node.body, *node.orelse):
            self.visit(one)

    def _loop(self, target: ast.expr, walked: ast.expr) -> None:
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                self.known[one.id] = None
        if isinstance(target, ast.Name):
            self.known[target.id] = self.rows(walked)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        outside, self.known = self.known, dict(self.known)
        for one in node.generators:
            self.visit(one.iter)
            self._loop(one.target, one.iter)
            for condition in one.ifs:
                self.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self.known = outside

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension  # noqa: N815

    # What is asked

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """`claims["kind"]`, `claims[["kind", "stage"]]`, `claims.loc[rows, "kind"]`."""
        self.generic_visit(node)
        of = node.value
        if isinstance(of, ast.Attribute) and of.attr in ("loc", "at"):
            whole = self.thing(of.value)
            if whole and isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
                self.ask(node, whole.table, names(node.slice.elts[1]))
            return
        whole = self.thing(of)
        if whole and not whole.is_row and not isinstance(node.ctx, ast.Store):
            self.ask(node, whole.table, names(node.slice))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """`row.kind`: a row has its columns, its Index and what every tuple has."""
        self.generic_visit(node)
        of = self.thing(node.value)
        if of and of.is_row and node.attr != "Index" and not node.attr.startswith("_"):
            self.ask(node, of.table, iter((node.attr,)))

    def visit_Call(self, node: ast.Call) -> None:
        """`claims.sort_values("kind")`, `t.of(row, "name")`, `getattr(row, f"name_{language}")`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute):
            whole = self.thing(node.func.value)
            if whole and not whole.is_row and node.func.attr in NAMING and node.args:
                self.ask(node, whole.table, names(node.args[0]))
            if node.func.attr == "of" and len(node.args) == 2 and (row := self.thing(node.args[0])) and row.is_row:
                self.ask(node, row.table, (f"{name}_{one}" for name in names(node.args[1]) for one in LANGUAGES))
        elif isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) == 2:
            row = self.thing(node.args[0])
            if row and row.is_row:
                self.ask(node, row.table, names(node.args[1]))


def read(text: str, path: str) -> list[Finding]:
    """Every column that a module asks a table for and that the table does not have."""
    reader = _Reader(path, computed_rows() | columns())
    reader.visit(ast.parse(text))
    return reader.findings


def modules() -> list[Path]:
    """The modules that read a dataset. `dataset/check` reads rows of text, by rules of its own."""
    paths = sorted(
        {*(ROOT / "lcdash").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "asgi.py", ROOT / "app.py"}
    )
    return [path for path in paths if "check" not in path.relative_to(ROOT).parts]


def unknown() -> list[str]:
    """A line for each column that the project's modules ask for in vain."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in modules()}
    return [
        *(str(finding) for path, text in texts.items() for finding in read(text, path)),
        *made_by_nobody(texts),
    ]


def made_by_nobody(texts: Mapping[str, str]) -> Iterator[str]:
    """A line for each quoted column of a computed table that is no dataset's and that no module makes.

    Which columns a computed table has is followed by nothing here; that some line makes one of the name is all.
    """
    trees = {path: ast.parse(text) for path, text in texts.items()}
    known = set().union(*columns().values(), *(set(made(tree)) for tree in trees.values()))
    for path, tree in trees.items():
        if "import pandas as pd" not in texts[path]:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and isinstance(node.value, (ast.Name, ast.Attribute)):
                is_state = isinstance(node.value, ast.Attribute) and node.value.attr == "session_state"
                for name in () if is_state else names(node.slice):
                    if name not in known:
                        yield f"{path}:{node.lineno}: no table has a column {name!r}, and no line makes one"


def made(tree: ast.AST) -> Iterator[str]:
    """Names that a module gives to columns, keys, arguments and fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (name for key in node.keys if key for name in names(key))
        elif isinstance(node, ast.Call):
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)
            for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
                yield from names(value)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield from names(node.slice)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
