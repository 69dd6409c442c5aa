"""The Chromium (or Chrome) of this computer: prints documents to PDF, draws pictures of charts, runs the browser tests.

None is needed to serve the dashboard; what needs one says so where there is none. Looked for in this order: the one
that $CHROMIUM names, one on the PATH, one that Playwright brought.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS_TO_PRINT = 60
LONGEST_DOCUMENT = 40_000_000  # bytes of HTML; a handout has five million

# What keeps it from asking anybody for anything, and lets it start in a container, where there is no sandbox.
QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


HOW_TO_GET_ONE = (
    "This needs Chromium and found none. Install one (Debian: apt-get install chromium; elsewhere: "
    "python -m playwright install chromium), or name one: CHROMIUM=/path/to/chrome"
)


class NoBrowserError(Exception):
    """No Chromium on this computer; the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_GET_ONE)


class PrintError(Exception):
    """Chromium was there and made no file; the message holds what it said."""


@cache
def find() -> str:
    """The path of a Chromium that starts; raises NoBrowserError."""
    for candidate in _candidates():
        if candidate and _starts(candidate):
            return candidate
    raise NoBrowserError


def is_there() -> bool:
    """Whether this computer has one."""
    try:
        find()
    except NoBrowserError:
        return False
    return True


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    yield _from_playwright()


def _from_playwright() -> str | None:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:  # only the tests bring it along
        return None
    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    # Ubuntu's /usr/bin/chromium-browser is a note to install a snap; only a browser prints a version. Chrome on Windows
    # prints nothing and opens a window instead.
    if sys.platform == "win32":
        return Path(path).exists()
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)  # noqa: S603  # nosec B603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"Chrom" in answer.stdout


def pdf(document: str) -> bytes:
    """An HTML document that needs nothing else, printed by the rules of its own style sheet (@page).

    Raises  NoBrowserError where this computer has no Chromium, PrintError where it brought no PDF within
            SECONDS_TO_PRINT.
    """
    return _made(document, "printed.pdf", "--print-to-pdf", "--no-pdf-header-footer")


def png(document: str, *, width: int, height: int, sharpness: int = 2) -> bytes:
    """An HTML document as it stands in a window of `width` by `height`, each of its pixels as `sharpness` by as many.

    Raises  as `pdf`.
    """
    window = f"--window-size={width},{height}"
    return _made(
        document, "seen.png", "--screenshot", window, f"--force-device-scale-factor={sharpness}", "--hide-scrollbars"
    )


def _made(document: str, file: str, output: str, *more: str) -> bytes:
    """What Chromium makes of a document: `output` is the option that takes the path of the file."""
    browser = find()
    content = document.encode(errors="replace")  # half a character of another alphabet can't be written
    if len(content) > LONGEST_DOCUMENT:
        raise PrintError(f"a document of {len(content)} bytes; at most {LONGEST_DOCUMENT}")
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            page, target = Path(folder, "document.html"), Path(folder, file)
            page.write_bytes(content)
            command = [browser, *QUIETLY, f"--user-data-dir={folder}/profile", f"{output}={target}", *more]
            # Its clock is its own: it is done once scripts and fonts have had this much of it.
            log = _run([*command, "--virtual-time-budget=10000", page.as_uri()], Path(folder, "said.txt"))
            if not target.exists() or not target.stat().st_size:
                raise PrintError(log)
            return target.read_bytes()
    except OSError as error:  # no room in the folder for what is passing, for one
        raise PrintError(str(error)) from error


def _run(command: list[str], output: Path) -> str:
    """Run Chromium to its end and return the last of what it said, in whatever encoding that was.

    Raises  PrintError where it takes longer than SECONDS_TO_PRINT. None of its children is left in any case.
    """
    # To a file: the end of a pipe would be waited for as long as any child of a hanging Chromium holds it.
    with output.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # nosec B603
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            process.wait(SECONDS_TO_PRINT)
        except subprocess.TimeoutExpired as error:
            raise PrintError(str(error)) from error
        finally:
            end(process)
    return output.read_bytes()[-2000:].decode(errors="replace")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
