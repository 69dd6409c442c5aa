"""Where a line of words may end: between words, in Thai too, and never inside a word that has to stay whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib import resources
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pythainlp.util import Trie

NO_WORD = "\ufffc"  # stands in no text
THAI = re.compile(r"([\u0e01-\u0e5b][\u0e01-\u0e5b’]*)")


def pieces(text: str, whole: Collection[str] = ()) -> list[str]:
    """A text in pieces that belong on one line, each with the space after it; joined they are the text again.

    whole  words that are never broken, however a dictionary would part them.
    """
    parts: list[str] = []
    for run in re.findall(r"[^ \n]+[ \n]*", text):
        words = [piece for part in THAI.split(run) if part for piece in _words(part, frozenset(whole))]
        parts += _attached(words)
    return parts


def _words(part: str, whole: frozenset[str]) -> list[str]:
    if not THAI.fullmatch(part):
        return [part]
    from pythainlp.tokenize.newmm import segment

    return list(segment(part, custom_dict=_known(part, whole)))


def _attached(words: list[str]) -> list[str]:
    """What is no word, such as a closing bracket, goes with the word before it; an opening one with that after it."""
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1][-1:] in "(“‘" or not re.match(r"[\w(“‘]", word)):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _known(part: str, whole: frozenset[str]) -> Trie:
    """The words of a dictionary, and of `whole`, that stand in a part of a text.

    All of the dictionary as a tree takes 70 MB for as long as the process lives; for an empty tree `segment` makes it.
    """
    from pythainlp.util import Trie

    dictionary_hashes, longest = _hashes()
    ends = range(1, len(part) + 1)
    places = list({part[start:end] for end in ends for start in range(max(0, end - longest), end)})
    hashes = np.array(list(map(hash, places)))
    nearest = np.searchsorted(dictionary_hashes, hashes).clip(max=len(dictionary_hashes) - 1)
    matches = dictionary_hashes[nearest] == hashes
    return Trie(set(compress(places, matches)) | {word for word in whole if word in part} | {NO_WORD})


def dictionary() -> Iterator[str]:
    """The words of the Thai dictionary, one after the other: `pythainlp.corpus.thai_words` would hold all 60,000."""
    with resources.files("pythainlp.corpus").joinpath("words_th.txt").open(encoding="utf-8-sig") as file:
        yield from filter(None, map(str.strip, file))


@cache
def _hashes() -> tuple[NDArray[np.int64], int]:
    """The hashes of these words in their order, a tenth of what words take, and how long the longest is."""
    sizes = {hash(word): len(word) for word in dictionary()}
    return np.array(sorted(sizes)), max(sizes.values())


def lines(text: str, room: float, width: Callable[[str], float], whole: Collection[str] = ()) -> list[str]:
    """A text in lines, each at most `room` wide as `width` measures it, unless one piece alone is wider."""
    broken: list[str] = []
    for piece in pieces(text, whole):
        if broken and width(f"{broken[-1]}{piece}".rstrip()) <= room:
            broken[-1] += piece
        else:
            broken.append(piece)
    return [line.rstrip() for line in broken]
