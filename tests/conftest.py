"""The dashboard and its reader, for every test."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner

from lcdash.dataset.check import descriptor_schema, table_schema
from lcdash.dataset.check.tables import Data, Table
from lcdash.documents import chromium
from lcdash.settings import ROOT
from tests import browsing
from tests.browsing import Visit, visiting
from tests.chromium import WITHOUT_WINDOWS
from tests.serving import Server

# Every page, in this process and on the servers it starts, shows the tests' own dataset (tests/dataset/README.md):
# a corrected row of data/ breaks the test of no page. Set before any test module reads its data.
os.environ["LCDASH_DATA"] = str(ROOT / "tests/dataset")
# Streamlit looks through every installed package at each run of a page without a browser: four fifths of its time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# The browser of the tests and of the servers that they start.
if lean := shutil.which(WITHOUT_WINDOWS):
    os.environ.setdefault("CHROMIUM", lean)

# Tests of these take half a minute each, where others take a second: begun last, one of them would be waited for.
LONGEST = {"test_small_datasets", "test_injections", "test_fuzz"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, and mark what drives a browser, so that `-m "not browser"` runs the rest in seconds.

    What a browser does in Thai and in English `make test` does in one of them, half of the tests in each, and
    `make test-all` in both; where the language is what matters, the test is marked `every_language`.
    """
    in_languages: dict[str, list[pytest.Function]] = defaultdict(list)
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            params = (
                dict(item.callspec.params) if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
            )
            if params.pop("language", None) and not item.get_closest_marker("every_language"):
                in_languages[f"{item.nodeid.partition('[')[0]}{params}"].append(item)
    for name, twins in in_languages.items():
        if not any(twin.get_closest_marker("slow") for twin in twins):
            kept = crc32(name.encode()) % len(twins)
            for twin in (*twins[:kept], *twins[kept + 1 :]):
                twin.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def looked_at_once() -> Iterator[None]:
    """What takes most of a check's time, a JSON Schema and frictionless, looks once at a descriptor and a table that
    are the same as in the case before."""
    known: dict[str, list[Any]] = {}
    breaches, faults = descriptor_schema.breaches, table_schema._faults

    def breaches_once(described: Any) -> list[Any]:
        key = repr(described)
        if key not in known:
            known[key] = list(breaches(described))
        return known[key]

    def faults_once(data: Data, table: Table, lookups: Callable[[], Any]) -> list[Any]:
        schema = table_schema._schema_for_frictionless(data, table)
        targets = [data.tables[one["reference"]["resource"] or table.name].values for one in schema["foreignKeys"]]
        key = repr((table.name, table.columns, table.values, schema, targets))
        if key not in known:
            known[key] = faults(data, table, lookups)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(descriptor_schema, "breaches", breaches_once)
        patch.setattr(table_schema, "_faults", faults_once)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard, started once. `server.url`, `.get(path)`, `.status(path)`, `.log()`."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def start_server() -> Iterator[Callable[..., Server]]:
    """Start a dashboard for this test only: `start_server({"LCDASH_DATA": ...}, ready_path="/_stcore/health")`."""
    with ExitStack() as started:

        def start(
            environment: dict[str, str] | None = None,
            ready_path: str = "/readyz",
            with_uvicorn: bool = True,
            app: str = "asgi:app",
            folder: Path = ROOT,
        ) -> Server:
            server = Server(environment, ready_path, with_uvicorn, folder, app)
            started.callback(server.stop)
            return server

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; fails with a sentence that says how to get one."""
    with sync_playwright() as playwright:
        try:
            browser = browsing.launch(playwright)
        except chromium.NoBrowserError as error:
            pytest.fail(str(error), pytrace=False)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def resting() -> dict[bool, list[Visit]]:
    """Visits that no test has just now: whether on a phone, and which."""
    return defaultdict(list)


@pytest.fixture
def visit_as(
    browser: Browser, resting: dict[bool, list[Visit]], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visit]]:
    """Start a visit: `visit_as(width=390)`, `visit_as(server=other_server)`, `visit_as(fresh=True)` with a browser that
    has never been here.

    At the test's end no visit may have asked another host for anything, or have logged an error; a test that provokes
    one empties `visit.outside_requests` or `visit.console_errors` itself.
    """
    visits: list[Visit] = []
    shared: list[Visit] = []
    with ExitStack() as open_visits:

        def start(
            width: int = browsing.LAPTOP, height: int | None = None, server: Server | None = None, fresh: bool = False
        ) -> Visit:
            base_url = (server or request.getfixturevalue("server")).url
            if server or fresh:
                visit = open_visits.enter_context(visiting(browser, base_url, width, height))
            elif rested := resting[browsing.is_phone(width)]:
                visit = rested.pop()
                visit.resize(width, height)
                shared.append(visit)
            else:
                visit = Visit(browser, base_url, width, height)
                shared.append(visit)
            visits.append(visit)
            return visit

        yield start
        outside = [visit.outside_requests.copy() for visit in visits]
        errors = [visit.console_errors.copy() for visit in visits]
        for visit in shared:
            visit.rest()
            resting[visit.phone].append(visit)
    assert outside == [[] for _ in visits]
    assert errors == [[] for _ in visits]


@pytest.fixture
def visit(visit_as: Callable[..., Visit]) -> Visit:
    """A visit at laptop width: `page = visit.open("/factors", "en", city=["yala", "phuket"])`, `visit.settle()`."""
    return visit_as()


@pytest.fixture
def open_page(visit_as: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open a page in one go: `visit = open_page("/map", "en", width=390, city="yala")`, then `visit.page`."""

    def open_page(
        path: str = "/",
        language: str = "th",
        width: int = browsing.LAPTOP,
        server: Server | None = None,
        **query: str | list[str],
    ) -> Visit:
        visit = visit_as(width=width, server=server)
        visit.open(path, language, **query)
        return visit

    return open_page
