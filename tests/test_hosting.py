"""Two copies behind a real nginx with the shipped configuration: every page, and what readers notice when one dies."""

import os
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lcdash import site
from lcdash.language import translations
from lcdash.settings import ROOT
from tests.browsing import Visit
from tests.serving import Server, free_port
from tests.test_security import handshake

SECONDS_TO_NOTICE = 5
SECONDS_TO_BE_BACK = 15

# Connected, and the page says nothing of a connection.
BACK = """() => document.querySelector("[data-testid=stApp]").dataset.testConnectionState === "CONNECTED"
  && document.querySelector("#lcdash-connection").hidden"""

# What nginx writes beside its configuration, in a folder of this test; the rest is as shipped.
AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/conf.d/*.conf;
}}
"""


def shipped(file: str) -> str:
    return (ROOT / "deploy/nginx" / file).read_text(encoding="utf-8")


class TownHall:
    """Copies of the dashboard behind nginx: `url` is what readers use."""

    def __init__(self, folder: Path, copies: list[Server]) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            pytest.fail("This test needs nginx (Debian: apt-get install nginx-light).", pytrace=False)
        self.copies = copies
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        ports = [copy.url.rpartition(":")[2] for copy in copies]
        upstream = shipped("copies.conf")
        for shipped_port, own in zip(("8501", "8502"), ports, strict=True):
            assert upstream.count(f":{shipped_port} ") == 1
            upstream = upstream.replace(f":{shipped_port} ", f":{own} ")
        (folder / "conf.d").mkdir()
        (folder / "conf.d/copies.conf").write_text(upstream)
        server = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", shipped("lcdash.conf"))
        (folder / "conf.d/lcdash.conf").write_text(server)
        around = folder / "nginx.conf"
        around.write_text(AROUND.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""))
        self._process = subprocess.Popen([program, "-c", around])
        while self.status("/readyz") == 0:
            assert self._process.poll() is None, "nginx ended"
            time.sleep(0.05)

    def status(self, path: str) -> int:
        """The status a reader nobody knows yet is answered with; 0 where there is no answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                answer.read()
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def get(self, path: str, **headers: str) -> tuple[dict[str, str], bytes]:
        asked = urllib.request.Request(self.url + path, headers=headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}, answer.read()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def town_hall(tmp_path: Path, start_server: Callable[..., Server]) -> Iterator[TownHall]:
    hall = TownHall(tmp_path, [start_server(), start_server()])
    yield hall
    hall.stop()


class Crowd:
    """Readers who open pages one after the other, each unknown to the proxy: when each began, and how it ended."""

    def __init__(self, hall: TownHall) -> None:
        self.loads: list[tuple[float, str, int]] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(hall, start)) for start in range(4)]
        for thread in self._threads:
            thread.start()

    def _read(self, hall: TownHall, start: int) -> None:
        paths = [f"{site.path_of(page)}?lang=en" for page in site.PAGES]
        paths += ["/_stcore/health", "/readyz", "/files/evidence.csv", "/app/static/fonts/thai.css"]
        turn = start * 3
        while not self._ended.wait(0.05):
            path = paths[turn % len(paths)]
            self.loads.append((time.monotonic(), path, hall.status(path)))
            turn += 1

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


def is_drawn(page: Page, page_id: str, language: str) -> None:
    """The page has come, by its title in the window; some say in their heading what there is to see instead."""
    expect(page).to_have_title(re.compile(re.escape(translations.page(page_id, language).title)))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()


@pytest.mark.slow
def test_every_page_opens_by_every_route_behind_the_proxy(town_hall: TownHall, visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(server=town_hall)
    page = visit.open("/", "en")  # by the base address
    for page_id in site.MENU:
        t = translations.page(page_id, "en")
        page.locator(".st-key-menu").get_by_role("link", name=t("menu"), exact=True).click()  # by the menu
        is_drawn(page, page_id, "en")
        visit.settle()
    for page_id in site.PAGES:  # by a link, each time as somebody nobody knows
        stranger = visit_as(server=town_hall)
        page = stranger.open(site.path_of(page_id), "th")
        is_drawn(page, page_id, "th")
        stranger.context.close()


@pytest.mark.slow
def test_the_proxy_packs_keeps_a_reader_with_a_copy_and_limits_what_is_sent(town_hall: TownHall) -> None:
    headers, _ = town_hall.get("/?lang=en", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    cookie = headers["set-cookie"]
    assert re.fullmatch(r"lcdash=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", cookie)
    again, _ = town_hall.get("/?lang=en", Cookie=cookie.partition(";")[0])
    assert again["set-cookie"] == cookie
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["server"] == "nginx"
    assert handshake(town_hall, town_hall.url) == 101
    assert handshake(town_hall, "https://evil.example") == 403, "the copies know which name the reader used"
    too_large = urllib.request.Request(f"{town_hall.url}/", data=b"x" * 7_000_000)
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(too_large, timeout=10)


@pytest.mark.slow
def test_when_a_copy_is_killed_new_readers_notice_nothing_and_open_pages_are_back_with_their_state(
    town_hall: TownHall, visit_as: Callable[..., Visit]
) -> None:
    visits, sockets = [], []
    for number in range(6):
        language = ("th", "en")[number % 2]
        visit = visit_as(server=town_hall)
        visit.open("/factors", language, kind="limit", city=["yala", "sukhothai"], cell="yala.2")
        visit.page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108  Playwright marks it
        visits.append((visit, visit.page.url, language))
    with Crowd(town_hall) as crowd:
        time.sleep(2)
        busiest = max(town_hall.copies, key=lambda copy: copy.log().count('"event": "page"'))
        busiest.kill()
        killed = time.monotonic()
        time.sleep(1)  # a browser takes a moment to notice
        for visit, address, language in visits:
            page = visit.page
            left = killed + SECONDS_TO_BE_BACK - time.monotonic()
            page.wait_for_function(BACK, timeout=max(left, 0.1) * 1000)
            visit.settle()
            assert page.url == address
            assert page.evaluate("document.documentElement.lang") == language
            expect(page.locator('[data-at="2|yala"]')).to_have_attribute("aria-selected", "true")
        assert time.monotonic() - killed < SECONDS_TO_BE_BACK
        assert len(sockets) >= len(visits) / 2, "those of the killed copy have moved"

        time.sleep(max(0, killed + SECONDS_TO_NOTICE - time.monotonic()))
        for page_id in site.PAGES:
            stranger = visit_as(server=town_hall)
            page = stranger.open(site.path_of(page_id), "th")
            is_drawn(page, page_id, "th")
            stranger.context.close()
    after = [load for load in crowd.loads if load[0] > killed + SECONDS_TO_NOTICE]
    assert len(after) > 20
    assert [load for load in after if load[2] != 200] == []

    for visit, _, language in visits:
        # The first thing a reader does counts, though the session behind the page is a new one.
        t = translations.page("factors", language)
        visit.page.get_by_role("button", name=t("switch_language"), exact=True).click()
        visit.settle()
        assert visit.page.evaluate("document.documentElement.lang") == t.other
        expect(visit.page.locator('[data-at="2|yala"]')).to_have_attribute("aria-selected", "true")
        visit.console_errors.clear()  # what the killed copy could not answer


@pytest.mark.slow
def test_when_no_copy_answers_a_sentence_says_so_in_both_languages(town_hall: TownHall) -> None:
    for copy in town_hall.copies:
        copy.kill()
    with pytest.raises(urllib.error.HTTPError) as raised:
        town_hall.get("/factors?lang=en")
    text = raised.value.read().decode()
    assert raised.value.code in (502, 503)
    assert raised.value.headers["content-type"] == "text/html; charset=utf-8"
    assert "หยุดให้บริการชั่วคราว" in text
    assert 'lang="en">The dashboard is not running at the moment' in text
