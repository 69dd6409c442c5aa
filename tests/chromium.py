"""Where the browser of the tests is. `python -m tests.chromium` installs one where there is none.

In this order: the one that $CHROMIUM names, one on the PATH, one that Playwright brought; else Debian's package when
root, else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

HOW_TO_GET_ONE = (
    "The browser tests need Chromium and found none. Install one (Debian: apt-get install chromium; elsewhere: "
    "python -m playwright install chromium), or name one: CHROMIUM=/path/to/chrome make test"
)


class NoBrowserError(Exception):
    """No Chromium on this machine; the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_GET_ONE)


def find() -> str:
    """The path of a Chromium that starts; raises NoBrowserError."""
    for candidate in _candidates():
        if candidate and _starts(candidate):
            return candidate
    raise NoBrowserError


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield _from_playwright()


def _from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    # Ubuntu's /usr/bin/chromium-browser is a note to install a snap; only a browser prints a version. Chrome on Windows
    # prints nothing and opens a window instead.
    if sys.platform == "win32":
        return Path(path).exists()
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def install() -> None:
    """Fetch a Chromium: Debian's package when root, else (or where that brings none) Playwright's own."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's Chromium ...", flush=True)
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quietly, check=False)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "chromium"], env=quietly, stdout=subprocess.DEVNULL, check=False
        )
        try:
            find()
        except NoBrowserError:
            pass
        else:
            return
    print("Installing Playwright's Chromium ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    try:
        find()
    except NoBrowserError:
        install()
        try:
            find()
        except NoBrowserError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
