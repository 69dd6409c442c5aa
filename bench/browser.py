"""Fresh visits by a real browser, behind a proxy as a host would set one up."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browsing import Visit, visiting
from tests.serving import free_port

# What has to be seen before a page counts as loaded: its heading, and its picture.
SEEN = {
    "/": ('[data-testid="stMarkdownContainer"]:has-text("x")',),
    "/factors": ("h1", "table.map"),
    "/map": ("h1", ".st-key-map_frame iframe"),
}
# The longest time between two pictures, in milliseconds, from one call to the other.
FRAMES_BEGIN = """() => {
  window.longest = 0;
  let last = performance.now();
  const next = (now) => {
    window.longest = Math.max(window.longest, now - last);
    last = now;
    window.again = requestAnimationFrame(next);
  };
  window.again = requestAnimationFrame(next);
}"""
PLACE = "() => map_div._getMapPanePos().x"
NEARER = 2  # steps of the zoom before the map is dragged
FRAMES_END = "() => { cancelAnimationFrame(window.again); return window.longest; }"


class Load(NamedTuple):
    """One fresh visit: seconds until the heading and the picture are seen, and megabytes on the wire."""

    seconds: float
    megabytes: float


class Proxy:
    """nginx in front of one server. `sent` counts the bytes it has put on the wire."""

    def __init__(self, folder: Path, behind: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / f"{port}.log"
        server = f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {behind}; }} }}"
        template = Template(Path(__file__).with_name("nginx.conf").read_text(encoding="utf-8"))
        config = folder / f"{port}.conf"
        config.write_text(template.substitute(log=self._log, pid=folder / f"{port}.pid", servers=server))
        self._process = subprocess.Popen(["nginx", "-c", config])
        while not self._log.exists():
            time.sleep(0.05)

    def sent(self) -> int:
        """Bytes of all answers that have ended, headers and websockets included."""
        return sum(map(int, self._log.read_text(encoding="utf-8").split()))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@contextmanager
def proxied(folder: Path, behind: str) -> Iterator[Proxy]:
    """A proxy that is stopped at the end."""
    proxy = Proxy(folder, behind)
    try:
        yield proxy
    finally:
        proxy.stop()


def load(browser: Browser, proxy: Proxy, path: str) -> Load:
    """Open a page with an empty cache."""
    before = proxy.sent()
    with visiting(browser, proxy.url) as visit:
        started = time.perf_counter()
        visit.page.goto(proxy.url + path, wait_until="commit")
        for selector in SEEN[urlsplit(path).path]:
            visit.page.locator(selector).first.wait_for()
        seconds = time.perf_counter() - started
        visit.settle()
    time.sleep(0.3)  # the websocket's end reaches the log a moment later
    return Load(seconds, (proxy.sent() - before) / 1e6)


def pan(visit: Visit, frame: str) -> float:
    """Drag the map within `frame` (a selector) to and fro; the longest time between two pictures, in milliseconds.

    Raises  AssertionError where the map has not followed.
    """
    page = visit.page
    inner = page.frame_locator(f"{frame} iframe")
    ground = inner.locator(".leaflet-container")
    ground.scroll_into_view_if_needed()
    for _ in range(NEARER):  # the whole country fills its frame: nearer, there is somewhere to drag it to
        inner.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)
    box = ground.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.15, box["y"] + box["height"] * 0.8
    within = ground.element_handle().owner_frame()
    within.evaluate(FRAMES_BEGIN)
    page.mouse.move(x, y)
    before = within.evaluate(PLACE)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(x + 6 * step, y - 4 * step)
    moved = within.evaluate(PLACE) - before
    page.mouse.up()
    assert moved > 60, f"the map did not follow: {moved} pixels"
    page.wait_for_timeout(300)
    longest = float(within.evaluate(FRAMES_END))
    inner.locator(".leaflet-bar.whole button").click()
    page.wait_for_timeout(400)
    return longest
