"""A timeline as HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup

from lcdash import site
from lcdash.content.timeline import TimelineEntry
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations


class TimelineRow(NamedTuple):
    """An entry as it is drawn; `machine` is its date where HTML has a form for it, "" for an interval.

    anchor  what an address names it by behind its #.
    """

    anchor: str
    when: str
    machine: str
    kind: str
    words: str
    tail: Markup


def drawn(entries: list[TimelineEntry], t: Translations, tail: Callable[[TimelineEntry], Markup]) -> Markup:
    """The entries as an ordered list of dates and words. `tail` gives the HTML after the words: remarks and sources."""
    rows = [
        TimelineRow(
            site.anchor(entry.table, entry.row_id), *_time(entry.date, t.language), entry.kind, entry.words, tail(entry)
        )
        for entry in entries
    ]
    return macro("timeline", "drawn", rows)


def _time(edtf: str, language: str) -> tuple[str, str]:
    """A date in words, and its machine form."""
    start, _, end = edtf.partition("/")
    if not end:
        return dates.spoken(edtf, language), edtf
    if start[:7] == end[:7] and len(start) == len(end) == len("2023-11-04"):  # days of one month name it once
        return f"{int(start[8:])}–{dates.spoken(end, language)}", ""
    return dates.spoken(edtf, language), ""
