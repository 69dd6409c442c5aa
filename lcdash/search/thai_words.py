"""The words of the Thai dictionary, folded and packed in one string: what Thai, written without spaces, is cut into."""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from lcdash.language import breaking
from lcdash.search import folding

if TYPE_CHECKING:
    from pythainlp.util import Trie

HEAD = 2  # so many first letters lead to the words that have them
NONE = range(0)


class Words:
    """Words in their order, one after the other; as a tree of dictionaries they take 70 MB, in this way 3.

    It stands where pythainlp's `Trie` is asked for the words with which a text goes on.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(set(words))
        self._packed = "".join(ordered)
        self._begins = array("I", itertools.accumulate(map(len, ordered), initial=0))
        self._singles = frozenset(word for word in ordered if len(word) < HEAD)
        # The first letters -> the orders of the words that begin so.
        self._with_head: dict[str, range] = {}
        for head, group in itertools.groupby(range(len(ordered)), key=lambda order: ordered[order][:HEAD]):
            orders = list(group)
            self._with_head[head] = range(orders[0], orders[-1] + 1)

    def _word(self, order: int) -> str:
        return self._packed[self._begins[order] : self._begins[order + 1]]

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """The words with which `text` goes on from `start`, the shorter first."""
        head = text[start : start + HEAD]
        found = [head[:length] for length in range(1, HEAD) if head[:length] in self._singles]
        orders = self._with_head.get(head, NONE) if len(head) == HEAD else NONE
        at = 0
        for end in range(start + HEAD, len(text) + 1):
            beginning = text[start:end]
            at = bisect_left(orders, beginning, lo=at, key=self._word)
            word = self._word(orders[at]) if at < len(orders) else ""
            if word == beginning:
                found.append(word)
            elif not word.startswith(beginning):
                break
        return found


def cut(text: str, words: Words) -> list[str]:
    """A folded text without spaces in the fewest words of `words`; what none of them begins stays together."""
    from pythainlp.tokenize.newmm import segment

    return segment(text, cast("Trie", words))


def dictionary(names: Iterable[str]) -> Words:
    """Every word of the Thai dictionary, and `names`, which no dictionary has."""
    return Words(itertools.chain(names, (word.translate(folding.DICTIONARY) for word in breaking.dictionary())))
