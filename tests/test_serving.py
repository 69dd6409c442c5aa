"""How the dashboard is started and what it answers before a page runs."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lcdash import settings, site
from lcdash.documents import chromium
from lcdash.language import translations
from lcdash.serving import html_shell
from tests.browsing import Visit
from tests.serving import Server

PAGES_AND_LANGUAGES = [(page, language) for page in site.PAGES for language in translations.LANGUAGES]


def made(target: str, folder: Path, *options: str, **variables: str) -> str:
    """What `make` prints for a target, in a folder laid out like the project's."""
    settings_of_ours = {"HOST", "PORT", "MAKEFLAGS", "MAKELEVEL"}
    return subprocess.run(
        ["make", "--no-print-directory", *options, target, *(f"{name}={value}" for name, value in variables.items())],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in settings_of_ours},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which `make run` and `make test` ran before, with a Python that only says what it was asked."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "constraints.txt"):
        shutil.copy(settings.ROOT / name, tmp_path)
        os.utime(tmp_path / name, (1_000, 1_000))
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "python $@"\n', encoding="utf-8")
    python.chmod(0o755)
    for stamp in (".installed", ".installed-dev"):
        (tmp_path / ".venv" / stamp).touch()
        os.utime(tmp_path / ".venv" / stamp, (2_000, 2_000))
    return tmp_path


def test_a_second_start_installs_nothing(installed: Path) -> None:
    assert "pip" not in made("run", installed)
    assert "pip" not in made("test", installed)


def test_a_changed_requirement_is_installed_once_at_the_next_start(installed: Path) -> None:
    os.utime(installed / "requirements.txt", (3_000, 3_000))
    assert "python -m pip install" in made("run", installed)
    assert "pip" not in made("run", installed)


def test_a_fresh_machine_gets_an_environment_first(installed: Path) -> None:
    shutil.rmtree(installed / ".venv")
    commands = made("run", installed, "--dry-run")
    assert -1 < commands.index("-m venv") < commands.index("pip install") < commands.index("uvicorn")


def test_it_is_reached_from_this_computer_only_unless_asked_otherwise(installed: Path) -> None:
    assert "uvicorn asgi:app --host 127.0.0.1 --port 8501" in made("run", installed)
    assert "uvicorn asgi:app --host 0.0.0.0 --port 9000" in made("run", installed, HOST="0.0.0.0", PORT="9000")  # noqa: S104
    config = tomllib.loads((settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"


def test_the_address_is_printed(installed: Path) -> None:
    assert "Dashboard: http://127.0.0.1:8501/" in made("run", installed)
    assert "Dashboard: http://localhost:9000/" in made("run", installed, HOST="0.0.0.0", PORT="9000")  # noqa: S104


def test_no_usage_statistics_are_sent(server: Server) -> None:
    config = tomllib.loads((settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    # The server tells the browser, and this is what it tells.
    _, text = server.get("/_stcore/host-config")
    assert not json.loads(text).get("metricsUrl")


def test_without_a_browser_what_needs_one_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chromium.find.cache_clear()
    monkeypatch.setattr(chromium, "_candidates", lambda: iter([None, "/nowhere/chromium", sys.executable]))
    with pytest.raises(chromium.NoBrowserError, match="apt-get install chromium"):
        chromium.find()
    assert not chromium.is_there()


def test_chromium_prints_a_document_in_thai_to_pdf() -> None:
    printed = chromium.pdf('<!doctype html><html lang="th"><meta charset="utf-8"><p>ที่ นั้น ปู่ น้ำ กี่ ญู</p></html>')
    assert printed.startswith(b"%PDF-")


def test_a_started_server_says_that_it_is_ready_and_with_which_data(server: Server) -> None:
    headers, text = server.get("/readyz")
    descriptor = json.loads((settings.data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    assert json.loads(text) == {"ready": True, "version": descriptor["version"]}
    assert headers["content-type"] == "application/json"


def test_a_server_without_data_starts_but_is_not_ready(start_server: Callable[..., Server], tmp_path: Path) -> None:
    server = start_server({"LCDASH_DATA": str(tmp_path)}, ready_path="/_stcore/health")
    assert server.status("/readyz") == 503


@pytest.mark.parametrize(
    "path", ["/", "/?lang=en", "/no-such-page", "/readyz", "/_stcore/health", "/app/static/fonts/thai.css"]
)
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    headers, _ = server.get(path)
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == "'self'"
    assert not re.search(r"https?:|wss?:|\*", headers["content-security-policy"]), "no host but this one"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["permissions-policy"].split(", "))
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.slow
def test_the_policy_names_the_tile_host_only_where_the_operator_set_one(start_server: Callable[..., Server]) -> None:
    server = start_server({"LCDASH_TILES": "https://{s}.tiles.example/{z}/{x}/{y}.png"})
    headers, _ = server.get("/")
    assert re.findall(r"[^ ;]*example[^ ;]*", headers["content-security-policy"]) == ["https://*.tiles.example"]


class Head(HTMLParser):
    """The language, title and meta tags of a page, as a chat program reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.title = ""
        self.meta: dict[str, str] = {}
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        self._in_title = tag == "title"
        if tag == "html":
            self.language = of["lang"]
        elif tag == "meta":
            self.meta[of.get("property") or of.get("name") or ""] = of.get("content") or ""

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@pytest.mark.parametrize(("page", "language"), PAGES_AND_LANGUAGES)
def test_a_pasted_link_shows_the_page_in_its_language(server: Server, page: str, language: str) -> None:
    headers, text = server.get(f"{site.path_of(page)}?fbclid=x&lang={language}")
    head, t = Head(text), translations.page(page, language)
    assert head.language == language
    assert head.title == head.meta["og:title"] == t.title
    assert head.meta["description"] == head.meta["og:description"] == t.description
    assert head.meta["og:locale"].startswith(language)
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "You need to enable JavaScript" not in text


@pytest.mark.parametrize("query", ["", "?lang=fr", "?lang="])
def test_a_link_without_a_language_we_speak_is_thai(server: Server, query: str) -> None:
    assert Head(server.get(f"/{query}")[1]).language == "th"


def test_what_a_title_says_is_never_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations.Translations, "title", r'A "<b>" & \1')
    template = '<html lang="en"><link href="./static/media/SourceSans.woff2"><title>x</title><noscript>y</noscript>'
    template += '<div id="root"></div>'
    text = html_shell.shell(template, "overview", "en")
    assert "<b>" not in text
    assert html.unescape(Head(text).meta["og:title"]) == r'A "<b>" & \1'


def test_a_shell_that_streamlit_changed_is_noticed() -> None:
    with pytest.raises(ValueError, match="html lang"):
        html_shell.shell("<html><title>x</title></html>", "overview", "th")


def test_every_page_has_words_and_every_worded_page_exists() -> None:
    files = {path.stem for path in (settings.ROOT / "pages").glob("*.py")}
    assert {site.OVERVIEW, *files} == set(site.PAGES)


def test_streamlit_draws_in_sarabun_and_keeps_the_language_of_the_link(visit: Visit) -> None:
    page = visit.open("/", "en")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.fonts.check('16px Sarabun', 'ก')")
    families = page.evaluate("getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).fontFamily")
    assert families.startswith("Sarabun")


def test_the_browser_of_the_tests_reaches_no_other_host_and_notes_the_attempt(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(fresh=True)
    for address in ("http://example.org/", "http://192.0.2.1/"):
        with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
            visit.page.goto(address)
    assert visit.outside_requests == ["http://example.org/", "http://192.0.2.1/"]
    visit.outside_requests.clear()


@pytest.mark.slow
def test_the_dashboard_runs_by_streamlit_run_as_well(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    server = start_server(ready_path="/_stcore/health", with_uvicorn=False)
    page = visit_as(server=server).open("/", "en")
    assert page.title().startswith(translations.page("overview", "en").title)
