"""Style sheets: what overrides everything says what it overrides.

A rule with `!important` has a comment with that word on its line or above its block (a reason for the whole block of
lines after it), or the sheet says at its head what all of its own are against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lcdash.settings import ROOT

FLAG, REASON = "!important", re.compile(r"/\*[^*]*!important:[^*]*\*/")
HEAD = 6  # lines of a sheet that speak for all of it
FOLDERS = ("lcdash", "static")
NOT_OURS = ("leaflet.css",)


def read(text: str, path: str) -> Iterator[str]:
    """A line for each rule that overrides everything without a reason beside it."""
    lines = text.splitlines()
    if REASON.search("\n".join(lines[:HEAD])):
        return
    reason_until = -1  # the last line of the block that a reason stands above
    for number, line in enumerate(lines):
        if REASON.search(line):
            reason_until = number + 1
            if number + 1 < len(lines) and lines[number + 1].startswith("@"):
                reason_until = next((n for n in range(number + 1, len(lines)) if lines[n] == "}"), len(lines))
        elif FLAG in line and number > reason_until:
            yield f"{path}:{number + 1}: {FLAG} without a reason beside it"


def without_a_reason() -> Iterator[str]:
    """The same for every sheet of the project."""
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.css")):
        if path.name not in NOT_OURS:
            yield from read(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
