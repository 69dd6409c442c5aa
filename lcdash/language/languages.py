"""Where a text changes to the other language: marked so, that a screen reader reads each in its own voice."""

from __future__ import annotations

import re

THAI = re.compile(r"[\u0e01-\u0e5b]")

# In an English text, Thai letters and what stands between them; in a Thai text, English words in quotation marks: names
# stand there as their owners write them.
OTHER = {
    "en": ("th", re.compile(r"([\u0e01-\u0e5b](?:[^A-Za-z“”]*[\u0e01-\u0e5b])?)")),
    "th": ("en", re.compile(r"(“[^”\u0e01-\u0e5b]*[A-Za-z][^”\u0e01-\u0e5b]*”)")),
}


def pieces(text: str, language: str) -> list[tuple[str, str | None]]:
    """A text of the reader's `language` in pieces, each with its language where that is the other one."""
    other, pattern = OTHER[language]
    cut = [(piece, other if place % 2 else None) for place, piece in enumerate(pattern.split(text))]
    return [piece for piece in cut if piece[0]]


def of(text: str) -> str:
    """The language of a text that is in one as a whole, such as a name."""
    return "th" if THAI.search(text) else "en"


def mostly(text: str) -> str:
    """The language of a running text that quotes the other one: that of most of its letters."""
    return "th" if 2 * len(THAI.findall(text)) > len(re.findall(r"[^\W\d_]", text)) else "en"
