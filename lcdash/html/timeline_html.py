"""A timeline as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from lcdash.content.timeline import Entry
from lcdash.language import dates
from lcdash.language.translations import Translations


def drawn(entries: list[Entry], t: Translations, tail: Callable[[Entry], str]) -> str:
    """The entries as an ordered list of dates and words. `tail` gives the HTML after the words: remarks and sources."""
    rows = "".join(
        f'<li><span class="when">{_time(one.date, t.language)}</span>'
        f'<div><span class="quiet">{escape(one.kind)}</span> {escape(one.words)} {tail(one)}</div></li>'
        for one in entries
    )
    return f'<ol class="timeline">{rows}</ol>'


def _time(edtf: str, language: str) -> str:
    """A date in words, with its machine form where HTML knows one: HTML has none for an interval."""
    start, _, end = edtf.partition("/")
    if not end:
        return f'<time datetime="{escape(edtf)}">{escape(dates.spoken(edtf, language))}</time>'
    if start[:7] == end[:7] and len(start) == len(end) == len("2023-11-04"):  # days of one month name it once
        return escape(f"{int(start[8:])}–{dates.spoken(end, language)}")
    return escape(dates.spoken(edtf, language))
