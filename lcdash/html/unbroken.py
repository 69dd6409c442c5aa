"""Thai words held together in a document that no script of the page reaches: what Chromium prints, a story."""

from __future__ import annotations

import re
from collections.abc import Collection

from lcdash.html.rendering import macro

# Where no word is text of the page: tags, and what browsers do not lay out as lines of HTML.
APART = re.compile(r"(<(style|script|svg|title|textarea)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE)


def held_together(document: str, unbreakable: Collection[str]) -> str:
    """A document in which an element of its own holds each of `unbreakable` (Thai, the longest first) together."""
    if not unbreakable:
        return document
    pattern = re.compile("|".join(map(re.escape, unbreakable)))
    parts, at = [], 0
    for tag in APART.finditer(document):
        parts += [_held(pattern, document[at : tag.start()]), tag[0]]
        at = tag.end()
    return "".join([*parts, _held(pattern, document[at:])])


def _held(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda word: str(macro("word", "whole", word[0])), text)
