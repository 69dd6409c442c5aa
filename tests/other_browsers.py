"""The same reader in three browsers: Chromium by Playwright, Firefox and WebKit (what Safari is built on) by the way of
speaking WebDriver that each brings along. `with_tab("firefox", folder, chromium)` gives a Tab.

On Debian: apt-get install chromium-headless-shell firefox-esr webkit2gtk-driver xvfb. Playwright itself drives only
builds of its own of the other two, which no package brings.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, Download
from websockets.sync.client import connect

from tests.browsing import AWAITED, IDLE
from tests.serving import free_port

SECONDS = 60
HOW = {
    "firefox": "apt-get install firefox-esr",
    "webkit": "apt-get install webkit2gtk-driver xvfb",
}
NAMES = ("chromium", *HOW)
KEYS = {
    "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Enter": "\ue007",
    "Escape": "\ue00c", "Tab": "\ue004", "Home": "\ue011", "End": "\ue010", "PageDown": "\ue00f",
}  # fmt: skip
NOBODY = "127.0.0.1:9"  # a proxy where nobody listens: no other host is reached

# What stands first under a selector, wherever: in components' own trees and in frames of this site.
FIND = """const find = (wanted, root = document) => {
  const own = root.querySelector(wanted);
  if (own) return own;
  for (const one of root.querySelectorAll("*")) {
    const inner = one.shadowRoot ?? (one.tagName === "IFRAME" ? one.contentDocument : null);
    const found = inner && find(wanted, inner);
    if (found) return found;
  }
  return null;
};"""
SHOW = f"""(wanted) => {{ {FIND}
  const found = find(wanted);
  found?.scrollIntoView({{ block: "nearest", inline: "nearest", behavior: "instant" }});
  return Boolean(found?.getBoundingClientRect().height);
}}"""
# Its middle, in pixels of the window.
MIDDLE = f"""(wanted) => {{ {FIND}
  const found = find(wanted);
  let {{ left, top, width, height }} = found.getBoundingClientRect();
  for (let frame = found.ownerDocument.defaultView.frameElement; frame;
       frame = frame.ownerDocument.defaultView.frameElement) {{
    const outer = frame.getBoundingClientRect();
    [left, top] = [left + outer.left, top + outer.top];
  }}
  return [left + width / 2, top + height / 2];
}}"""
TEXT = f"(wanted) => {{ {FIND} return find(wanted)?.textContent ?? null; }}"
ATTRIBUTE = f"([wanted, name]) => {{ {FIND} return find(wanted)?.getAttribute(name) ?? null; }}"
FAILED = """() => document.querySelector('[data-testid="stException"]')?.textContent ?? ''"""
OUTSIDE = """() => performance.getEntriesByType("resource").map((one) => new URL(one.name))
  .filter((one) => one.protocol.startsWith("http") && one.host !== location.host).map(String)"""


class MissingError(Exception):
    """A browser that is not here; the message says how to get it."""


class Tab(ABC):
    """One window of a browser. Points are in pixels of the window, its upper left corner being 0, 0."""

    downloads: Path

    @abstractmethod
    def open(self, address: str) -> None: ...

    @abstractmethod
    def evaluate(self, function: str, argument: Any = None) -> Any:
        """What a function of JavaScript says, called with one argument."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size, or the smallest that this browser knows."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None: ...

    @abstractmethod
    def press(self, key: str) -> None: ...

    @abstractmethod
    def swipe(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Draw one finger over the glass; by (0, 0) it taps."""

    @abstractmethod
    def screenshot(self, path: Path) -> None: ...

    def wait(self, function: str, argument: Any = None, why: str = "") -> Any:
        """Wait until a function says something that is true."""
        until = time.monotonic() + SECONDS
        while not (said := self.evaluate(function, argument)):
            assert time.monotonic() < until, f"{why or function} {argument or ''}: not within {SECONDS} s"
            time.sleep(0.1)
        return said

    def settle(self) -> None:
        """Wait until the page has been still."""
        self.wait(f"() => {{ {AWAITED}; return true; }}")
        quiet = 0
        while quiet < 2:
            time.sleep(0.1)
            self.wait(IDLE, why="the page is still")
            quiet += 1
        failed = self.evaluate(FAILED)
        assert not failed, failed

    def middle(self, selector: str) -> tuple[float, float]:
        """The point of the first element of a selector, in whatever tree it stands, once it is there and still."""
        self.wait(SHOW, selector, "is there")
        before: list[float] = []
        while (now := self.evaluate(MIDDLE, selector)) != before:
            before = now
            time.sleep(0.3)
        return now[0], now[1]

    def click(self, selector: str) -> None:
        """Click it by mouse."""
        self.click_at(*self.middle(selector))

    def tap(self, selector: str) -> None:
        """Touch it with a finger."""
        self.swipe(self.middle(selector), (0, 0))

    def arrived(self) -> list[str]:
        """The names of the files that were downloaded whole."""
        return [one.name for one in self.downloads.iterdir() if one.suffix in {".csv", ".xlsx", ".zip"}]

    def text(self, selector: str) -> str:
        return str(self.evaluate(TEXT, selector) or "")

    def attribute(self, selector: str, name: str) -> str | None:
        said = self.evaluate(ATTRIBUTE, [selector, name])
        return None if said is None else str(said)

    def address(self) -> str:
        return str(self.evaluate("() => location.href"))


class ChromiumTab(Tab):
    """By Playwright, as all other tests have it."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport={"width": 1366, "height": 768}, has_touch=True)
        self._context.set_default_timeout(SECONDS * 1000)
        self._page = self._context.new_page()
        self._downloaded: list[Download] = []
        self._page.on("download", lambda one: self._downloaded.append(one))  # noqa: PLW0108  Playwright marks it
        self._touch = self._context.new_cdp_session(self._page)

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, function: str, argument: Any = None) -> Any:
        return self._page.evaluate(function, argument)

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def click_at(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def swipe(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        steps = 8 if any(by) else 0
        for step in range(steps + 1):
            at = [{"x": start[0] + by[0] * step / max(steps, 1), "y": start[1] + by[1] * step / max(steps, 1)}]
            kind = "touchMove" if step else "touchStart"
            self._touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
            time.sleep(0.02)
        self._touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def screenshot(self, path: Path) -> None:
        self._page.screenshot(path=path)

    def arrived(self) -> list[str]:
        self._page.wait_for_timeout(100)  # Playwright tells of them meanwhile
        return [one.suggested_filename for one in self._downloaded if one.path().stat().st_size]

    def close(self) -> None:
        self._context.close()


class WebDriverTab(Tab):
    """What Firefox and WebKit share: the commands of WebDriver, whose way there each has its own."""

    @abstractmethod
    def _ask(self, command: str, **parameters: Any) -> Any:
        """Have a command of WebDriver done ("Navigate", "ExecuteScript", ...), and give its answer."""

    def open(self, address: str) -> None:
        self._ask("Navigate", url=address)

    def evaluate(self, function: str, argument: Any = None) -> Any:
        return self._ask("ExecuteScript", script=f"return ({function})(arguments[0])", args=[argument])

    def resize(self, width: int, height: int) -> None:
        frame = self.evaluate("() => [outerWidth - innerWidth, outerHeight - innerHeight]")
        self._ask("SetWindowRect", width=width + frame[0], height=height + frame[1])

    def _point(self, kind: str, *points: tuple[float, float]) -> None:
        moves = [{"type": "pointerMove", "duration": 20, "x": round(x), "y": round(y)} for x, y in points]
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        source = {"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions}
        self._ask("PerformActions", actions=[source])

    def click_at(self, x: float, y: float) -> None:
        self._point("mouse", (x, y))

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        actions = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self._ask("PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def swipe(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        steps = 8 if any(by) else 0
        way = [(start[0] + by[0] * step / 8, start[1] + by[1] * step / 8) for step in range(steps + 1)]
        self._point("touch", *way)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("TakeScreenshot", full=False)))


class FirefoxTab(WebDriverTab):
    """By Marionette, its own way of speaking WebDriver; the size of a phone by BiDi, as its window gets no narrower."""

    def __init__(self, folder: Path) -> None:
        program = _program("firefox", "firefox-esr", "firefox")
        self.downloads = folder / "downloads"
        profile = folder / "profile"
        for made in (self.downloads, profile):
            made.mkdir()
        port, far = free_port(), free_port()
        host, _, nobody = NOBODY.partition(":")
        settings = {
            "marionette.port": port,
            "network.proxy.type": 1,
            **{f"network.proxy.{kind}": host for kind in ("http", "ssl")},
            **{f"network.proxy.{kind}_port": int(nobody) for kind in ("http", "ssl")},
            "network.proxy.no_proxies_on": "127.0.0.1, localhost",
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "browser.download.folderList": 2,
            "browser.download.dir": str(self.downloads),
            "dom.w3c_touch_events.enabled": 1,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
        (profile / "user.js").write_text("".join(lines))
        started = [program, "--headless", "--marionette", f"--remote-debugging-port={far}", "--no-remote"]
        with ExitStack() as opened:
            process = opened.enter_context(_running([*started, "--profile", str(profile), "about:blank"], folder))
            self._socket = opened.enter_context(_reached(port, process))
            self._answers = self._socket.makefile("rb")
            self._number = 0
            self._read()
            session = self._ask("NewSession", webSocketUrl=True)["capabilities"]
            self._far = opened.enter_context(connect(session["webSocketUrl"], proxy=None, max_size=None))
            tree = self._ask_far("browsingContext.getTree")
            self._context = tree["contexts"][0]["context"]
            self._open = opened.pop_all()

    def _read(self) -> Any:
        length = b""
        while (one := self._answers.read(1)) != b":":
            assert one, "Firefox ended"
            length += one
        return json.loads(self._answers.read(int(length)))

    def _ask(self, command: str, **parameters: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, f"WebDriver:{command}", parameters])
        self._socket.sendall(f"{len(message)}:{message}".encode())
        _, _, error, answer = self._read()
        assert not error, error
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def _ask_far(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        self._far.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._far.recv(SECONDS))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._ask_far("browsingContext.setViewport", context=self._context, viewport=size)

    def close(self) -> None:
        self._open.close()


class WebKitTab(WebDriverTab):
    """By the driver that WebKitGTK brings, on a screen that nobody sees."""

    COMMANDS: ClassVar = {
        "Navigate": "url",
        "ExecuteScript": "execute/sync",
        "SetWindowRect": "window/rect",
        "PerformActions": "actions",
    }

    def __init__(self, folder: Path) -> None:
        driver, screen = _program("webkit", "WebKitWebDriver"), _program("webkit", "xvfb-run")
        windows = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
        if not windows:
            raise MissingError(_how("webkit", "MiniBrowser"))
        self.downloads = folder / "Downloads"
        self.downloads.mkdir()
        (folder / ".config").mkdir()
        (folder / ".config/user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        command = [screen, "-a", "-s", "-screen 0 1600x1200x24", driver, f"--port={port}"]
        own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config")}
        options = {"binary": str(windows[-1]), "args": ["--automation"]}
        proxy = {"proxyType": "manual", "httpProxy": NOBODY, "sslProxy": NOBODY, "noProxy": ["127.0.0.1"]}
        wanted = {"webkitgtk:browserOptions": options, "proxy": proxy}
        with ExitStack() as opened:
            _reached(port, opened.enter_context(_running(command, folder, **own))).close()
            session = self._request("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
            self._session = f"/session/{session['sessionId']}"
            opened.callback(self._request, "DELETE", self._session)
            self._open = opened.pop_all()

    def _request(self, method: str, path: str, content: Any = None) -> Any:
        asked = urllib.request.Request(
            self._url + path,
            data=None if content is None else json.dumps(content).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(asked, timeout=2 * SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    def _ask(self, command: str, **parameters: Any) -> Any:
        if command == "TakeScreenshot":  # which takes what is in view
            return self._request("GET", f"{self._session}/screenshot")
        return self._request("POST", f"{self._session}/{self.COMMANDS[command]}", parameters)

    def close(self) -> None:
        self._open.close()


def _how(browser: str, program: str) -> str:
    return f"No {program} for the tests in {browser}. On Debian and Ubuntu: {HOW[browser]}"


def _program(browser: str, *names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise MissingError(_how(browser, names[0]))
    return found


@contextmanager
def _running(command: list[str], folder: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A browser with all that it starts, ended with this, also where it was started in vain."""
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, env={**os.environ, **environment}, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _reached(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    until = time.monotonic() + SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=2 * SECONDS)
        except OSError:
            assert process.poll() is None, f"{process.args} ended"
            assert time.monotonic() < until, f"{process.args} says nothing"
            time.sleep(0.1)


@contextmanager
def with_tab(name: str, folder: Path, chromium: Browser) -> Iterator[Tab]:
    """A tab of one of NAMES, ended at the end; `folder` is empty and its own.

    Raises  MissingError where that browser is not on this computer.
    """
    tab: ChromiumTab | FirefoxTab | WebKitTab
    own = {"firefox": FirefoxTab, "webkit": WebKitTab}
    tab = own[name](folder) if name in own else ChromiumTab(chromium)
    try:
        yield tab
    finally:
        tab.close()
