"""The log: JSON lines that say what ran and what failed, and nothing about who reads."""

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lcdash import logs, settings
from lcdash.dataset import loading
from tests.browsing import Visit
from tests.serving import Server


def lines(server: Server) -> list[dict[str, object]]:
    """What the dashboard has logged, save what uvicorn says before the dashboard is asked to start."""
    return [json.loads(line) for line in server.log().splitlines() if not line.startswith("INFO:     ")]


def test_the_log_says_which_pages_ran_and_nothing_about_the_reader(
    server: Server, visit_as: Callable[..., Visit]
) -> None:
    visit = visit_as(fresh=True)
    before = len(lines(server))
    visit.open("/search", "en", q="zanzibar")
    visit.page.get_by_role("button", name="ไทย", exact=True).click()
    visit.settle()
    started, *_ = lines(server)
    assert started["event"] == "start"
    assert started["data"] == loading.load().version
    first, second = [line for line in lines(server)[before:] if line["event"] == "page"][-2:]
    assert (first["page"], first["run"], second["run"]) == ("search", 1, 2)
    assert first["session"] == second["session"]
    assert isinstance(first["ms"], int)
    assert set(first) == {"time", "level", "event", "session", "run", "page", "ms"}
    logged = json.dumps(lines(server))
    assert "zanzibar" not in logged
    assert "127.0.0.1" not in logged


def test_no_server_writes_the_address_of_who_asks_into_the_log() -> None:
    talking = """
import logging
from lcdash import logs
server = logging.getLogger("uvicorn.access")
server.setLevel(logging.INFO)
server.addHandler(logging.StreamHandler())
logs.install()
server.info('192.0.2.7:60990 - "GET /search?q=zanzibar HTTP/1.1" 200')
server.warning("too many open files")
"""
    told = subprocess.run(
        [sys.executable, "-c", talking], cwd=settings.ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    (line,) = told.stderr.splitlines()
    assert json.loads(line)["event"] == "too many open files"


def line_of(error: Exception) -> dict[str, str]:
    """The line that an error raised here is logged by."""
    try:
        raise error
    except type(error):
        record = logging.LogRecord("streamlit", logging.ERROR, __file__, 1, "Uncaught", (), sys.exc_info())
    text = logs.JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_an_error_is_logged_with_where_it_happened_but_not_with_what_a_reader_typed() -> None:
    told = line_of(KeyError("zanzibar"))
    assert told["error"] == "KeyError"
    assert "line_of" in told["traceback"]
    assert "zanzibar" not in json.dumps(told)
    assert "no space left" in line_of(OSError(28, "no space left"))["message"]


def test_what_others_fill_into_their_sentences_is_not_logged() -> None:
    """Streamlit writes a visitor's headers so."""
    record = logging.LogRecord("streamlit.web", logging.WARNING, __file__, 1, "Rejected: %s", ("evil.example",), None)
    line = logs.JsonLines().format(record)
    assert json.loads(line)["event"] == "Rejected: %s"
    assert "evil" not in line


@pytest.mark.slow
def test_a_page_that_fails_is_in_the_log_with_its_run_and_the_reader_sees_no_traceback(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], tmp_path: Path
) -> None:
    left_out = shutil.ignore_patterns(".*_cache", ".venv", ".git", "build", "tests", "bench")
    folder = shutil.copytree(settings.ROOT, tmp_path / "app", ignore=left_out)
    with (folder / "pages/map.py").open("a") as page:
        page.write('\nraise KeyError(st.query_params["city"])\n')
    server = start_server(folder=folder)
    visit = visit_as(server=server)
    visit.page.goto(f"{server.url}/map?lang=en&city=yala")
    expect(visit.page.get_by_test_id("stException")).to_be_visible()
    assert "KeyError" not in visit.page.inner_text("body")
    (failed,) = [line for line in lines(server) if line["level"] == "error"]
    assert (failed["error"], failed["page"], failed["run"]) == ("KeyError", "map", 1)
    assert "pages/map.py" in str(failed["traceback"])
    assert "yala" not in json.dumps(failed)
