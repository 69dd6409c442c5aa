"""The order of the folders: data flow from the first to the last of them, and nothing imports against it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lcdash.settings import ROOT

# In the order of the data's way; a module may import what stands before its folder, and its own folder.
ORDER = (
    "settings",
    "logs",
    "site",
    "language",
    "dataset",
    "evidence",
    "sources",
    "search",
    "drawing",
    "content",
    "html",
    "documents",
    "serving",
    "ui/components",
    "ui/shared",
    "ui/pages",
)
MODULES = sorted(path for path in (ROOT / "lcdash").rglob("*.py") if path.name not in ("__init__.py", "__main__.py"))
PAGES = sorted(
    path
    for path in (ROOT / "lcdash/ui/pages").iterdir()
    if path.name not in ("__init__.py", "__pycache__") and (path.is_dir() or path.suffix == ".py")
)
# A path to a file of ours as texts name it, from the root or from a folder of lcdash/.
FOLDERS = "|".join(("lcdash", "static", "docs", "lint", "tests", *{one.split("/")[0] for one in ORDER}))
PATH = re.compile(rf"(?<![\w./*{{}}<>-])(?:{FOLDERS})/[\w/-]+\.(?:py|js|css|html|md|toml)\b")
SHEET = re.compile(r"(?<![\w./*-])[\w-]+\.css\b")
# What others wrote, and a test that plants files of its own.
NOT_OURS = ("static/leaflet/leaflet", "static/leaflet/jquery", "tests/dataset", "tests/bad_data", "tests/test_lint.py")


def room(path: str) -> str:
    """The entry of ORDER that a path below lcdash/ belongs to."""
    return max((one for one in ORDER if path == one or path.startswith((f"{one}/", f"{one}.py"))), key=len)


def imported(module: Path) -> Iterator[str]:
    """What a module imports of ours, as paths below lcdash/: `from lcdash.ui import pages` is "ui/pages"."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lcdash":
            for alias in node.names:
                name = f"{node.module}.{alias.name}".removeprefix("lcdash.").replace(".", "/")
                is_module = any((ROOT / "lcdash" / f"{name}{end}").exists() for end in (".py", "/__init__.py"))
                yield name if is_module else name.rpartition("/")[0]


def test_there_is_something_to_hold_in_order() -> None:
    assert len(MODULES) > 50
    assert len(PAGES) > 10


def test_nothing_imports_what_comes_after_it() -> None:
    against = {}
    for module in MODULES:
        path = module.relative_to(ROOT / "lcdash")
        own = room(str(path.with_suffix("")))
        if later := {name for name in imported(module) if ORDER.index(room(name)) > ORDER.index(own)}:
            against[str(path)] = later
    assert against == {}


def test_no_page_imports_another() -> None:
    against = {}
    for page in PAGES:
        modules = [page] if page.is_file() else sorted(page.rglob("*.py"))
        named = {name for module in modules for name in imported(module) if name.startswith("ui/pages/")}
        if others := {name for name in named if name.split("/")[2] != page.stem}:
            against[page.stem] = others
    assert against == {}


def test_what_prints_reads_nothing_that_the_screen_uses() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in MODULES if "ui" not in path.relative_to(ROOT / "lcdash").parts
    ]
    assert texts
    assert [text.splitlines()[0] for text in texts if "lcdash/ui" in text or '"ui"' in text] == []


def test_every_file_that_a_text_names_exists() -> None:
    paths = [
        path for folder in ("lcdash", "lint", "pages", "static", "tests", "docs") for path in (ROOT / folder).rglob("*")
    ]
    files = [str(path.relative_to(ROOT)) for path in paths if path.is_file()]
    ends = {file.split("/", at)[-1] for file in files for at in range(file.count("/") + 1)}
    named = set()
    for file in ["README.md", *files]:
        if file.endswith((".py", ".js", ".css", ".html", ".md")) and not file.startswith(NOT_OURS):
            text = (ROOT / file).read_text(encoding="utf-8")
            text = re.sub(r"(?m)^\| `lcdash/[^|]+\|", "", text)  # where a file was in the first edition
            named |= {(name, file) for name in [*PATH.findall(text), *SHEET.findall(text)]}
    assert len(named) > 100
    assert sorted(one for one in named if one[0] not in ends) == []
