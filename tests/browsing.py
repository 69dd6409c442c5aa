"""A reader's visit in a real Chromium that can reach nothing but the dashboard."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, Request, ViewportSize, expect

from lcdash.documents import chromium
from lcdash.serving.html_shell import DEFAULT_LANGUAGE

LAPTOP = 1366
PHONE = 390
HEIGHTS = {LAPTOP: 768, PHONE: 844}
# A page under load on two cores; a page that needs longer is broken.
SECONDS_TO_DRAW = 30
SECONDS_TO_LAY_OUT = 10
expect.set_options(timeout=SECONDS_TO_DRAW * 1000)

T = TypeVar("T")

# Streamlit asks for these two below a page's path, then at the right address. Nothing in the page can prevent it.
PROBES = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

AWAITED = Path(__file__).with_name("awaited.js").read_text(encoding="utf-8")
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app !== null
    && window.allIsRun()
    && app.dataset.testConnectionState === "CONNECTED"
    && app.dataset.testScriptState === "notRunning"
    && document.querySelector(
      '[data-testid="stAppSkeleton"], [data-testid="stSkeleton"], [data-stale="true"]'
    ) === null;
}"""


# What a reader does who chooses another page in the menu: Streamlit draws it without loading itself once more.
WALK = """address => {
  history.pushState({}, "", address);
  document.body.tabIndex = -1; // the Tab key begins at the top, as on a page that was loaded
  document.body.focus();
  document.body.removeAttribute("tabindex");
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  dispatchEvent(new PopStateEvent("popstate", {state: {}}));
}"""
# What was typed, and when a story began.
FORGET = "() => { try { sessionStorage.clear(); localStorage.clear(); } catch { /* a tab that has been nowhere */ } }"
# A map of Leaflet in its frame: how near it is and where.
VIEW = "() => [map_div.getZoom(), map_div.getCenter().lat.toFixed(3), map_div.getCenter().lng.toFixed(3)]"
# Nothing of it moves, by itself or after a finger.
MAP_AT_REST = """async () => {
  for (let drawn = 0; drawn < 2; drawn += 1) await new Promise(requestAnimationFrame);
  return map_div.getZoom && !(map_div._animatingZoom || map_div._panAnim?._inProgress || map_div._flyToFrame)
    && !document.querySelector(".leaflet-zoom-anim, .leaflet-drag-target");
}"""
# What these pages keep for a session is gone only with it.
LOADED_ANEW = {"/your-city", "/present"}


def is_phone(width: int) -> bool:
    """Whether a window so wide is that of a phone, with a finger in place of a mouse."""
    return width < 700


def size_of(width: int, height: int | None = None) -> ViewportSize:
    """A window so wide, as high as such windows are where nothing else is said."""
    return {"width": width, "height": height or HEIGHTS.get(width, 768)}


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a way out: every host but this computer fails, whoever asks, workers included."""
    return playwright.chromium.launch(
        executable_path=chromium.find(),
        # Tests run as root in containers, where the sandbox can't start; the browser sees nothing but this dashboard.
        chromium_sandbox=False,
        args=[
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            # Without these, Chromium itself looks up its makers' hosts.
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--no-first-run",
            "--disable-gpu",
        ],
    )


class Visit:
    """One reader; with an empty cache and no cookies until `rest` lets another test go on in the same tab.

    page              Playwright's page, for everything not offered here.
    outside_requests  addresses of other hosts that anything in the visit asked for (none of them was reached).
    console_errors    errors and uncaught exceptions of the browser's console, save Streamlit's two known probes.
    """

    def __init__(self, browser: Browser, base_url: str, width: int = LAPTOP, height: int | None = None) -> None:
        self.phone = is_phone(width)
        self.base_url = base_url
        self.outside_requests: list[str] = []
        self.console_errors: list[str] = []
        self.size = size_of(width, height)
        self.context = browser.new_context(
            viewport=self.size,
            is_mobile=self.phone,
            has_touch=self.phone,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(SECONDS_TO_DRAW * 1000)
        self.context.add_init_script(AWAITED)
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.console_errors.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != urlsplit(self.base_url).netloc:
            self.outside_requests.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(urlsplit(message.location.get("url", "")).path):
            self.console_errors.append(message.text)

    def open(self, path: str = "/", language: str = DEFAULT_LANGUAGE, **query: str | list[str]) -> Page:
        """Open a page in a language and wait until it is drawn.

        path   "/", "/map", ...; may carry its own query string.
        query  what else the link says; a list repeats its key.

        Raises  AssertionError with the message on screen where the page stopped with an exception.
        """
        separator = "&" if "?" in path else "?"
        address = f"{self.base_url}{path}{separator}{urlencode({'lang': language, **query}, doseq=True)}"
        if self._can_walk_to(address):
            self.page.evaluate(WALK, address)
        else:
            self.page.goto(address)
        self.settle()
        return self.page

    def _can_walk_to(self, address: str) -> bool:
        """Whether this tab shows another page of the dashboard, whole and connected."""
        here, there = urlsplit(self.page.url), urlsplit(address)
        return (
            here.netloc == there.netloc
            and here.path != there.path
            and not {here.path, there.path} & LOADED_ANEW
            and bool(self.page.evaluate(IDLE))
        )

    def settle(self) -> None:
        """Wait until the page has been still: call it after a click or a key, before looking.

        Raises  AssertionError with the message on screen where the page stopped with an exception.
        """
        # What a reader does reaches the server a moment later: only two quiet looks in a row mean that it is over.
        quiet = 0
        while quiet < 2:
            self.page.wait_for_timeout(100)
            quiet = quiet + 1 if self.page.evaluate(IDLE) else 0
            if not quiet:
                self.page.wait_for_function(IDLE)
        failures = self.page.locator('[data-testid="stException"]')
        assert not failures.count(), f"{self.page.url} stopped: {failures.first.inner_text()}"

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Do what the page tells the server of a moment later, as a choice on a map; wait until it is drawn."""
        asked = self.page.evaluate("window.runsAsked")
        yield
        self.page.wait_for_function("asked => window.runsAsked > asked", arg=asked)
        self.settle()

    def map_at_rest(self) -> None:
        """Wait until the map of the page stands still, as after a button of its own, which tells the server nothing."""
        (frame,) = [frame for frame in self.page.frames if "streamlit_folium" in frame.url]
        seen: list[Any] = [None, None]
        while seen[-1] != seen[-2] or not seen[-1]:
            self.page.wait_for_timeout(50)
            seen.append(frame.evaluate(MAP_AT_REST) and frame.evaluate(VIEW))

    def comes_to(self, wanted: T, look: Callable[[], T]) -> T:
        """What `look` says once that is what is wanted; what it says at last where that never comes.

        For what the browser does by itself after a page is still: lay it out in another window, move a map.
        """
        until = time.monotonic() + SECONDS_TO_LAY_OUT
        while (seen := look()) != wanted and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        return seen

    def resize(self, width: int, height: int | None = None) -> None:
        """Make the window another, of the same sort of device."""
        self.size = size_of(width, height)
        self.page.set_viewport_size(self.size)

    def rest(self) -> None:
        """Forget what a test did, for the next one: a tab that is there goes to another page in a third of the time
        that a new one takes to open it. The cache stays."""
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.set_viewport_size(self.size)
        self.page.emulate_media(media="null", forced_colors="none")
        self.page.mouse.move(0, 0)
        self.page.evaluate(FORGET)
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.outside_requests.clear()
        self.console_errors.clear()

    def tab_to(self, target: Locator) -> None:
        """Go to `target` with the Tab key alone, from wherever the focus is and round the page if need be."""
        for _ in range(300):
            if target.evaluate("one => one.matches(':focus')"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not reach {target}")


@contextmanager
def visiting(browser: Browser, base_url: str, width: int = LAPTOP, height: int | None = None) -> Iterator[Visit]:
    """A visit that is closed at the end."""
    visit = Visit(browser, base_url, width, height)
    try:
        yield visit
    finally:
        visit.context.close()
