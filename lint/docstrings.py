"""Docstrings: each public function and class of a module has one that says something its name does not.

What is raised on purpose is said too, after "Raises". The pattern is that of `lcdash.drawing.figures`: what a row is,
units and permitted values, what comes back, what is raised, where a method comes from, as they apply.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lcdash.settings import ROOT

FEWEST = 4  # words of a docstring
# Words that say nothing by themselves.
SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "the", "to"}


def says_nothing_new(name: str, docstring: str) -> bool:
    """Whether a docstring has none but small words that the name has not: "Open the page." of open_page."""
    stems = {word.casefold()[:4] for word in re.findall(r"[A-Z]?[a-z]+|\d+", name)}
    words = {word.casefold() for word in re.findall(r"\w+", docstring)} - SMALL
    return all(word[:4] in stems for word in words)


def raises(node: ast.AST) -> bool:
    """Whether a function itself raises a new error that it does not also catch."""
    caught = {
        id(inner)
        for block in ast.walk(node)
        if isinstance(block, ast.Try) and block.handlers
        for statement in block.body
        for inner in ast.walk(statement)
    }
    return any(isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call) and id(one) not in caught
               for one in _own(node))  # fmt: skip


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield from _own(child)


def too_short(tree: ast.Module) -> Iterator[ast.AST]:
    """The modules, classes and functions, public or not, whose docstring has fewer than FEWEST words: "The memo."."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            docstring = ast.get_docstring(node)
            if docstring is not None and len(docstring.split()) < FEWEST:
                yield node


def read(text: str, path: str) -> Iterator[str]:
    """A line for each public function or class of a module whose docstring is missing or falls short."""
    tree = ast.parse(text)
    if not ast.get_docstring(tree) and tree.body:
        yield f"{path}:1: the module has no docstring"
    for short in too_short(tree):
        yield f"{path}:{getattr(short, 'lineno', 1)}: a docstring of fewer than {FEWEST} words explains nothing"
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        docstring = ast.get_docstring(node) or ""
        if not docstring:
            yield f"{path}:{node.lineno}: {node.name} has no docstring"
        elif says_nothing_new(node.name, docstring):
            yield f"{path}:{node.lineno}: the docstring of {node.name} says no more than its name"
        if not isinstance(node, ast.ClassDef) and raises(node) and "aise" not in docstring:
            yield f"{path}:{node.lineno}: the docstring of {node.name} does not say what it raises"


def falling_short() -> Iterator[str]:
    """The same for every module of lcdash/ and lint/."""
    for path in sorted({*(ROOT / "lcdash").rglob("*.py"), *(ROOT / "lint").rglob("*.py")}):
        yield from read(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
