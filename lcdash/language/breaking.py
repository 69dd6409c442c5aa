"""Where a line of words may end: between words, in Thai too, and never inside a word that has to stay whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pythainlp.util import Trie

THAI = re.compile(r"([\u0e01-\u0e5b][\u0e01-\u0e5b’]*)")


def pieces(text: str, whole: Collection[str] = ()) -> list[str]:
    """A text in pieces that belong on one line, each with the space after it; joined they are the text again.

    whole  words that are never broken, however a dictionary would part them.
    """
    found: list[str] = []
    for run in re.findall(r"[^ \n]+[ \n]*", text):
        words = [piece for part in THAI.split(run) if part for piece in _words(part, frozenset(whole))]
        found += _attached(words)
    return found


def _words(part: str, whole: frozenset[str]) -> list[str]:
    if not THAI.fullmatch(part):
        return [part]
    from pythainlp.tokenize.newmm import segment

    return list(segment(part, custom_dict=_known(whole)))


def _attached(words: list[str]) -> list[str]:
    """What is no word, such as a closing bracket, goes with the word before it; an opening one with that after it."""
    found: list[str] = []
    for word in words:
        if found and (found[-1][-1:] in "(“‘" or not re.match(r"[\w(“‘]", word)):
            found[-1] += word
        else:
            found.append(word)
    return found


@cache
def _known(whole: frozenset[str]) -> Trie:
    from pythainlp.corpus import thai_words
    from pythainlp.util import Trie

    return Trie(thai_words() | whole)


def lines(text: str, room: float, width: Callable[[str], float], whole: Collection[str] = ()) -> list[str]:
    """A text in lines, each at most `room` wide as `width` measures it, unless one piece alone is wider."""
    found: list[str] = []
    for piece in pieces(text, whole):
        if found and width(f"{found[-1]}{piece}".rstrip()) <= room:
            found[-1] += piece
        else:
            found.append(piece)
    return [line.rstrip() for line in found]
