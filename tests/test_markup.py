"""HTML comes from the templates: no string of Python holds a tag, and nothing is escaped by hand."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lcdash.html import rendering
from lcdash.settings import ROOT

TAG = re.compile(r"</?[a-zA-Z][\w-]*(\s[^<>]*)?/?>|<[a-z]+\s+[\w-]+=|&[a-z]+;|</[a-z]")
FOLDERS = sorted(path.name for path in (ROOT / "lcdash").iterdir() if path.is_dir() and path.name != "__pycache__")
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

PLOTLY = "lcdash/drawing/figures.py"
# File -> why what looks like a tag in it is none that a page is made of.
NO_PAGE = {
    PLOTLY: "Plotly's labels have a language of their own, in which <br> and <extra> mean something",
    "lcdash/serving/streamlit_page.py": "what is looked for in the page that Streamlit ships, to be replaced",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tags(path: Path) -> Iterator[ast.AST]:
    """The texts of a module that hold a tag, without its docstrings. A group of a pattern has a name, `(?P<name>`."""
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        held = node.value if isinstance(node, ast.Constant) and id(node) not in described else None
        if isinstance(held, str) and TAG.search(held.replace("(?P<", "(")):
            yield node


def escapes(path: Path) -> Iterator[ast.Call]:
    """Where text is made HTML by hand; `re.escape` makes it a pattern."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "escape":
            owner = getattr(node.func, "value", None)
            if not (isinstance(owner, ast.Name) and owner.id == "re"):
                yield node


def places(path: Path) -> list[str]:
    """What of a module is no work of a template, as file:line."""
    name = str(path.relative_to(ROOT))
    written = [] if name in NO_PAGE else list(tags(path))
    by_hand = [] if name == PLOTLY else list(escapes(path))
    return [f"{name}:{getattr(node, 'lineno', 0)}" for node in (*written, *by_hand)]


@pytest.mark.parametrize("folder", [*FOLDERS, "."])
def test_no_python_holds_a_tag_or_escapes_by_hand(folder: str) -> None:
    modules = sorted((ROOT / "lcdash" / folder).rglob("*.py"))
    if folder == ".":
        modules = [*(ROOT / "lcdash").glob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py", ROOT / "asgi.py"]
    assert modules
    assert [place for path in modules for place in places(path)] == []


@pytest.mark.parametrize("name", NO_PAGE)
def test_no_exception_stands_in_vain(name: str) -> None:
    assert list(tags(ROOT / name))


def test_a_tag_and_an_escape_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "page.py"
    lines = '"""A <b>docstring</b>."""', 'x = f"<b>{escape(y)}</b>"', 'z = re.escape(r"(?P<year>y)")'
    module.write_text("\n".join(lines), encoding="utf-8")
    assert len(list(tags(module))) == 2
    assert len(list(escapes(module))) == 1


@pytest.mark.parametrize(
    ("drawer", "drawing"),
    [
        ("statement.html", r"\bmark\((line|one\.view)\.mark\b|marks\|shown"),
        ("conflict.html", r"\bclaim\.text\b|\bhandling\|"),
    ],
)
def test_a_statement_and_a_conflict_are_drawn_in_one_template_each(drawer: str, drawing: str) -> None:
    templates = {path.name: path.read_text(encoding="utf-8") for path in rendering.TEMPLATES.glob("*.html")}
    assert re.search(drawing, templates.pop(drawer))
    assert [name for name, text in templates.items() if re.search(drawing, text)] == []
