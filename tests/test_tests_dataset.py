"""Tests run on a dataset of their own, frozen: a corrected row of data/ breaks the test of no page."""

import re
from pathlib import Path

import pytest

from lcdash import settings, site
from lcdash.__main__ import SHIPPED_DATA
from lcdash.dataset import check, loading
from lcdash.language.translations import LANGUAGES
from tests.running import html, run

TESTS = Path(__file__).parent
# What they say is said of the shipped dataset: facts of the study, tables and columns, ids in code, scenes.
ABOUT_THE_SHIPPED_DATA = {
    "test_data.py", "test_analysis.py", "test_review.py",
    "test_check.py", "test_diff.py", "test_ids.py", "test_wording.py", Path(__file__).name,
}  # fmt: skip


def columns(folder: Path) -> set[tuple[str, str]]:
    data, _ = check.read(folder)
    return {(table, field["name"]) for table, field in data.described()}


def test_the_dataset_of_the_tests_has_no_problem() -> None:
    assert [str(problem) for problem in check.problems(TESTS / "dataset")] == []


def test_the_dataset_of_the_tests_has_the_tables_and_columns_of_the_shipped_one() -> None:
    assert columns(TESTS / "dataset") == columns(SHIPPED_DATA)


def test_a_corrected_row_of_the_shipped_data_changes_nothing_under_the_tests() -> None:
    assert settings.data_folder() == loading.load().folder == TESTS / "dataset"
    modules = {path.name: path.read_text(encoding="utf-8") for path in TESTS.glob("*.py")}
    assert len(modules) > 60
    shipped = re.compile(r"SHIPPED_DATA|ROOT / \"data[\"/]")
    assert {name for name, text in modules.items() if shipped.search(text)} <= ABOUT_THE_SHIPPED_DATA


def test_every_page_opens_on_the_shipped_data(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = loading.read(SHIPPED_DATA)
    monkeypatch.setattr(loading, "load", lambda: shipped)
    for number, page_id in enumerate(site.PAGES):
        app = run(page_id, LANGUAGES[number % 2])
        assert shipped.version in html(app), page_id
