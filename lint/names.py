"""Names of variables and parameters: nouns that say what is in them.

A participle (`told`, `found`) names what happened to a thing, `one` and `words` any thing at all. A field may be
called `words`, beside the name of what they belong to (`statement.words`), and a yes or no by a participle (`chosen`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from lcdash.settings import ROOT

FOLDERS = ("content", "dataset", "documents", "drawing", "evidence", "html", "language", "serving", "sources", "ui")
OF_WORDS = ("language",)  # folders in which `words` are words
VAGUE = frozenset(
    {"asked", "chosen", "cited", "drawn", "found", "given", "held", "kept", "known", "listed", "made", "marked"}
    | {"named", "one", "opened", "said", "seen", "shown", "told", "words", "written"}
)


def read(text: str, path: str, vague_names: Collection[str] = VAGUE) -> Iterator[str]:
    """A line for each variable, parameter and field of a module that is called by one of `vague_names`."""
    tree = ast.parse(text)
    fields = {
        id(line.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.AnnAssign)
        and {"bool", "words"} & {ast.unparse(line.annotation), ast.unparse(line.target)}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            name = node.id
        else:
            continue
        if name.strip("_") in vague_names:
            yield f"{path}:{node.lineno}: {name} is no noun that says what it holds"


def vague() -> Iterator[str]:
    """A line for each vague name in FOLDERS of the package."""
    for folder in FOLDERS:
        for path in sorted(Path(ROOT, "lcdash", folder).rglob("*.py")):
            names = VAGUE - {"words"} if folder in OF_WORDS else VAGUE
            yield from read(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)), names)
