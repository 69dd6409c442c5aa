"""What `python -m lcdash check` says of a data folder, asked in a child process: it can run while pages are imported.

Imports no pandas, so that a start begins with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread

from lcdash import logs, settings
from lcdash.dataset.descriptor import DESCRIPTOR

# A check that has not ended by then has met what it was not made for.
SECONDS_TO_CHECK = 300
_ONE_AT_A_TIME = Lock()

Stamp = tuple[tuple[str, int, int], ...]


def begin() -> None:
    """Begin to look for problems of the folder that is served; who asks for them later waits for this check."""

    def look() -> None:
        folder = settings.data_folder()
        with suppress(Exception):  # whoever asks looks anew, and tells
            problems(folder, stamp(folder))

    Thread(target=look, name="check", daemon=True).start()


def problems(folder: Path, state: Stamp) -> tuple[str, ...]:
    """The problems of one state of a folder, a line each; none where it holds to its rules."""
    with _ONE_AT_A_TIME:  # whoever comes meanwhile waits for its answer instead of asking again
        return _found(folder, state)


def stamp(folder: Path) -> Stamp:
    """What tells one state of a folder from another: name, size and time of change of each file."""
    states = []
    # What may not be entered, or a link to nothing, has no state: the check says why it cannot be read.
    with suppress(OSError):
        for file in sorted(folder.iterdir()):
            with suppress(OSError):
                about = file.stat()
                states.append((file.name, about.st_size, about.st_mtime_ns))
    return tuple(states)


def _messages(report: str) -> list[str]:
    """The message of each problem in what `check --json` prints; none where it broke off before it could."""
    try:
        return [problem["message"] for problem in json.loads(report)["problems"]]
    except ValueError:
        return []


@lru_cache(maxsize=1)
def _found(folder: Path, _state: Stamp) -> tuple[str, ...]:
    """The problems of a folder, looked for once for each state of its files: on broken data every visit asks.

    The check runs in a child process, so that what it imports leaves no memory behind.
    """
    command = [sys.executable, "-m", "lcdash", "check", "--json", str(folder)]
    try:
        checked = subprocess.run(  # noqa: S603 - our own interpreter and module  # nosec B603
            command,
            cwd=settings.ROOT,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=SECONDS_TO_CHECK,
        )
    except subprocess.TimeoutExpired:
        return (f"{DESCRIPTOR}: found data that the check has not read in {SECONDS_TO_CHECK} s, expected less of it",)
    if not checked.returncode:
        return ()
    if messages := _messages(checked.stdout):
        return tuple(messages)
    # Where it broke off is for the operator: a traceback names paths of the server, and readers see these lines.
    logs.LOG.error("check broke off", extra={"told": {"stderr": checked.stderr[-4000:]}})
    return (f"{DESCRIPTOR}: found data that stops the check, expected data that it can read",)
