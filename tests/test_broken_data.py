"""Broken data: the list of what to mend stands on the page, and nothing else does."""

import csv
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from lcdash import settings
from lcdash.dataset import checking, loading
from lcdash.language import translations
from tests.browsing import Visit
from tests.serving import Server

# Each fault, and the line that names it: file, row as a spreadsheet counts it, column, what was found, what is allowed.
FAULTS = {
    "an unknown city": ("memberships.csv", 3, "city_id", "atlantis"),
    "an impossible date": ("memberships.csv", 4, "since", "2024-02-31"),
    "a claim without a source": ("evidence.csv", 5, "source", ""),
}
EXPECTED = {
    "an unknown city": ("memberships.csv, row 3, column 'city_id': found 'atlantis', expected", "listed in cities.csv"),
    "an impossible date": ("memberships.csv, row 4, column 'since': found '2024-02-31', expected", "a day that exists"),
    "a claim without a source": ("evidence.csv, row 5, column 'source': found nothing, expected", ""),
    "a missing file": ("silences.csv: found no such file, expected one", ""),
}


def set_cell(path: Path, row: int, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tests' dataset with every fault of FAULTS and a file missing."""
    folder = shutil.copytree(settings.data_folder(), tmp_path_factory.mktemp("broken") / "data")
    for file, row, column, value in FAULTS.values():
        set_cell(folder / file, row, column, value)
    (folder / "silences.csv").unlink()
    return folder


def test_a_page_on_broken_data_shows_the_list_and_nothing_else(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], broken: Path
) -> None:
    visit = visit_as(server=start_server({"LCDASH_DATA": str(broken)}, ready_path="/_stcore/health"))
    for path, page_id, language in (("/factors", "factors", "en"), ("/", "overview", "th")):
        page = visit.open(path, language, cell="yala.3")
        lines = page.locator("code, pre").first.inner_text().splitlines()
        for name, (begins, holds) in EXPECTED.items():
            (line,) = [line for line in lines if line.startswith(begins)]
            assert holds in line, name
        # Nothing is half shown: no title, table, chart or download, no foot with a version of data that is not there.
        expect(page.get_by_role("alert")).to_contain_text(
            translations.page(page_id, language)("broken_title", n=len(lines))
        )
        for nothing in (
            "h1",
            "table",
            ".cell",
            "svg[role=img]",
            ".js-plotly-plot",
            ".lead",
            ".st-key-foot",
            "details:not(.menu-fold)",
        ):
            assert page.locator(nothing).count() == 0, nothing
        assert page.evaluate("document.documentElement.lang") == language


def test_the_list_has_one_line_per_problem_and_no_other(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LCDASH_DATA", str(broken))
    with pytest.raises(loading.DataError) as raised:
        loading.load.__wrapped__()
    lines = raised.value.lines
    assert len(lines) == len(set(lines))
    assert all(": found " in line and ", expected " in line for line in lines)
    for begins, _ in EXPECTED.values():
        assert [line for line in lines if line.startswith(begins)]


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_stops_the_dashboard_by_itself(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(settings.data_folder(), tmp_path / "data")
    file, row, column, value = FAULTS[fault]
    set_cell(folder / file, row, column, value)
    monkeypatch.setenv("LCDASH_DATA", str(folder))
    with pytest.raises(loading.DataError) as raised:
        loading.load.__wrapped__()
    assert any(line.startswith(EXPECTED[fault][0]) for line in raised.value.lines)


def test_the_shipped_data_is_loaded_whole() -> None:
    data = loading.load()
    assert {resource["name"] for resource in data.descriptor["resources"]} == {*data.tables, "spaces", "provinces"}


@pytest.mark.slow
def test_data_removed_or_damaged_while_running_changes_nothing_until_the_next_start(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], tmp_path: Path
) -> None:
    folder = shutil.copytree(settings.data_folder(), tmp_path / "data")
    environment = {"LCDASH_DATA": str(folder)}
    server = start_server(environment)
    shipped = (folder / "evidence.csv").read_text(encoding="utf-8")
    (folder / "evidence.csv").unlink()
    (folder / "spaces.geojson").write_text('{"type": "Feature', encoding="utf-8")
    (folder / "README.md").unlink()

    assert server.status("/readyz") == 200
    assert server.get("/files/evidence.csv")[1].splitlines() == shipped.splitlines()
    visit = visit_as(server=server)
    visit.open("/factors", "en", cell="yala.2")
    expect(visit.page.locator('[data-at="2|yala"]')).to_have_attribute("aria-selected", "true")
    page = visit.open("/spaces", "th")  # its places were never asked for before
    expect(page.get_by_role("heading", level=1)).to_have_text(translations.page("spaces", "th").title)
    page = visit.open("/data", "en", part="downloads")
    with page.expect_download() as given:
        page.get_by_role("button", name="README.md", exact=True).click()
    assert given.value.path().read_bytes() == (settings.data_folder() / "README.md").read_bytes()

    restarted = start_server(environment, ready_path="/_stcore/health")
    assert restarted.status("/readyz") == restarted.status("/files/evidence.csv") == 503
    # Mended, it serves without another start.
    shutil.copytree(settings.data_folder(), folder, dirs_exist_ok=True)
    assert restarted.status("/readyz") == 200


def answering(monkeypatch: pytest.MonkeyPatch, code: int, stdout: str, stderr: str = "") -> list[int]:
    """What the check of a folder is made to answer; the list grows with each time that it is asked."""
    checks: list[int] = []

    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        time.sleep(0.05)
        checks.append(1)
        return subprocess.CompletedProcess([], code, stdout, stderr)

    monkeypatch.setattr(checking.subprocess, "run", run)
    return checks


def test_a_check_that_breaks_off_shows_readers_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LCDASH_DATA", str(tmp_path))
    answering(monkeypatch, 1, "", 'Traceback (most recent call last):\n  File "/srv/lcdash/check.py", line 7')
    with pytest.raises(loading.DataError) as raised:
        loading.load.__wrapped__()
    assert raised.value.lines == ["datapackage.json: found data that stops the check, expected data that it can read"]
    assert "check broke off" in caplog.text  # which the operator reads, with the traceback


def test_a_list_of_problems_without_end_has_one_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LCDASH_DATA", str(tmp_path))
    report = {"problems": [{"message": f"line {number} {'x' * 9999}"} for number in range(7000)]}
    answering(monkeypatch, 1, json.dumps(report))
    monkeypatch.setattr(loading, "load", loading.load.__wrapped__)
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60).run()
    [listed] = app.code
    assert len(listed.value) < 60_000
    assert translations.page("overview", "th")("broken_title", n=7000) in app.error[0].value
    assert translations.page("overview", "th")("broken_more", n=6900) in app.markdown[-1].value


def test_many_readers_of_broken_data_at_once_are_answered_by_one_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LCDASH_DATA", str(tmp_path))
    checks = answering(monkeypatch, 1, '{"problems": [{"message": "a line"}]}')

    def read(_: int) -> list[str]:
        with pytest.raises(loading.DataError) as raised:
            loading.load.__wrapped__()
        return raised.value.lines

    with ThreadPoolExecutor(25) as readers:
        assert list(readers.map(read, range(25))) == [["a line"]] * 25
    assert len(checks) == 1


def test_a_folder_that_may_not_be_entered_has_a_state_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("LCDASH_DATA", str(tmp_path / "closed"))
    monkeypatch.setattr(Path, "iterdir", refuse)
    answering(monkeypatch, 1, '{"problems": [{"message": "may not be entered"}]}')
    with pytest.raises(loading.DataError) as raised:
        loading.load.__wrapped__()
    assert raised.value.lines == ["may not be entered"]


def test_broken_data_is_checked_once_and_again_when_a_file_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LCDASH_DATA", str(tmp_path))
    checks = answering(monkeypatch, 1, '{"problems": [{"message": "a line"}]}')
    for written in ("", "x"):
        (tmp_path / "cities.csv").write_text(written)
        for _ in range(3):
            with pytest.raises(loading.DataError) as raised:
                loading.load.__wrapped__()
            assert raised.value.lines == ["a line"]
    assert len(checks) == 2
