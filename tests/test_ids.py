"""No row of the data is known to the code by its id: a row may be renamed, split or retired, and no page fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lcdash import site
from lcdash.__main__ import SHIPPED_DATA
from lcdash.dataset import loading
from lcdash.language import translations
from lcdash.settings import ROOT

DATA = loading.read(SHIPPED_DATA)
FRAMES = {**DATA.tables, "spaces": DATA.spaces, "provinces": DATA.provinces}
WORD = re.compile(r"(?<![\w.{-])[a-z][a-z0-9_]*(?![\w.-])")


def ids() -> set[str]:
    """The ids of all tables whose first column is one. A factor's is its number, which tells nothing in code."""
    named = {frame.columns[0] for frame in FRAMES.values() if len(frame) and frame.iloc[:, 0].is_unique}
    found = {str(row) for frame in FRAMES.values() if frame.columns[0] in named for row in frame.iloc[:, 0]}
    return {row for row in found if not row.isdecimal()}


def also_something_else() -> set[str]:
    """What an id may be called by chance: a code, a table, a column, a page or a text of the interface."""
    columns = {column for frame in FRAMES.values() for column in frame.columns}
    texts = {key for path in translations.FOLDER.glob("*.toml") for key in translations.texts(path.stem)}
    return {*DATA.codes["code"], *DATA.codes["list"], *FRAMES, *columns, *texts, *site.PAGES}


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string of a module but its docstrings, which may give examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_no_row_of_the_data_is_known_to_the_code_by_its_id() -> None:
    unknown = ids() - also_something_else()
    assert len(unknown) > 500
    paths = [ROOT / "app.py", ROOT / "asgi.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "lcdash").rglob("*.py")]
    assert len(paths) > 100
    found = {
        (f"{path.relative_to(ROOT)}:{line}", word)
        for path in paths
        for line, text in strings(path)
        # One word, or the value of a key in an address or a citation; a sentence is about nothing by its id.
        for word in (WORD.findall(text) if " " not in text.strip() or "=" in text else [text])
        if word in unknown
    }
    assert found == set()


def test_no_script_knows_a_row_by_its_id() -> None:
    unknown = ids() - also_something_else()
    paths = [*(ROOT / "lcdash").rglob("*.js"), *(ROOT / "lcdash").rglob("*.html"), *(ROOT / "lcdash").rglob("*.css")]
    assert len(paths) > 20
    found = {
        (str(path.relative_to(ROOT)), word)
        for path in paths
        for word in re.findall(r"""["'#=]([a-z][a-z0-9_]*)["'\s]""", path.read_text(encoding="utf-8"))
        if word in unknown
    }
    assert found == set()
