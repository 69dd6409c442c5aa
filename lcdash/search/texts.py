"""Every text of a dataset, folded once: which of them hold a word, where it stands, where Thai words begin and end."""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from lcdash.search import folding, thai_words
from lcdash.search.folding import SIGNS, Written, compact, is_thai

SHORT = 3  # a Thai word of so few letters counts only where a word of the text begins and ends
LATIN = re.compile(r"[^\W\d_\u0e00-\u0e7f]{2}")  # two letters of one word
INSIDE = 5  # a Latin word of so many letters counts inside another one


class Texts:
    """Texts in which words are looked for.

    texts  what is searched, each once.     own  those of them that make a word known.
    names  folded names and words of concepts that are words of their own, though no dictionary has them.
    """

    def __init__(self, texts: Iterable[str], own: Iterable[str], names: Iterable[str]) -> None:
        self._written = {text: Written(text) for text in texts}
        self._own, self._names = frozenset(own), frozenset(names)
        self._all = list(self._written.items())
        # One string of all, so that looking for a word is one run through it.
        self._joined = "\n".join(written.compact for _, written in self._all)
        lengths = (len(written.compact) + 1 for _, written in self._all)
        self._begins = list(itertools.accumulate(lengths, initial=0))[:-1]
        self._words: dict[str, frozenset[int]] = {}
        self.rarity = lru_cache(maxsize=2000)(self._rarity)
        self._holding = lru_cache(maxsize=2000)(lambda form: frozenset(self._those_with(form)))

    def written(self, text: str) -> Written:
        return self._written.get(text) or Written(text)

    def holding(self, forms: Iterable[str]) -> frozenset[str]:
        """The texts in which one of these folded words stands."""
        return frozenset().union(*map(self._holding, forms))

    def _rarity(self, forms: tuple[str, ...]) -> float:
        """How rare it is that one of these folded words stands in a text, more than 0."""
        return math.log((2 + len(self._all)) / (1 + len(self.holding(forms))))

    def is_known(self, forms: Iterable[str]) -> bool:
        """Whether one of these folded words stands in a text that makes it known."""
        return any(text in self._own for form in forms for text in self._those_with(form))

    def _those_with(self, form: str) -> Iterator[str]:
        at = self._joined.find(form) if form else -1
        while at >= 0:
            number = bisect_right(self._begins, at) - 1
            text, written = self._all[number]
            if any(True for _ in self.places(written, form)):
                yield text
            at = self._joined.find(form, self._begins[number] + len(written.compact))

    def places(self, written: Written, form: str) -> Iterator[tuple[int, int]]:
        """Where a folded word stands in a text as a word, or as a part of one that is long enough not to be chance."""
        start = written.compact.find(form) if form else -1
        while start >= 0:
            if self._counts(written, form, start, start + len(form)):
                yield start, start + len(form)
            start = written.compact.find(form, start + 1)

    def _counts(self, written: Written, form: str, start: int, end: int) -> bool:
        begins, ends = start in written.starts, end in _ends(written)
        if is_thai(form[0]):
            return len(form) > SHORT or {start, end} <= self._cuts(written)
        if any(place in written.starts for place in range(start + 1, end)):  # of several words: "khonkaen"
            return begins and ends
        if form.isdecimal() or len(form) <= SHORT:
            return begins and (ends or _plural(written, end))
        return begins or len(form) >= INSIDE

    def is_word(self, text: str, form: str) -> bool:
        """Whether a folded word stands in a text as a word, not only inside a longer one."""
        written = self.written(text)
        for start, end in self.places(written, form):
            if is_thai(form[0]) and {start, end} <= self._cuts(written):
                return True
            if not is_thai(form[0]) and start in written.starts and (_plural(written, end) or end in _ends(written)):
                return True
        return False

    def spans(self, text: str, forms: Iterable[str]) -> list[tuple[int, int]]:
        """Where folded words stand in `text`, as start and end, in their order and apart from each other.

        A Latin word is there as a whole ("learn" in "learning"), and inside another one only where none begins with it.
        """
        letters = [one for one in folding.letters(folding.without_legal_form(text)) if one[0] != " "]
        written = self.written(text)
        covered: set[int] = set()
        for start, end in (place for form in forms for place in self._shown(written, form)):
            first, last = letters[start][1], letters[end - 1][1] + 1
            while last < len(text) and (text[last] in SIGNS or LATIN.fullmatch(text[last - 1 : last + 1])):
                last += 1
            while first and LATIN.fullmatch(text[first - 1 : first + 1]):
                first -= 1
            covered.update(range(first, last))
        starts = [place for place in sorted(covered) if place - 1 not in covered]
        return [(start, next(end for end in itertools.count(start) if end not in covered)) for start in starts]

    def _shown(self, written: Written, form: str) -> list[tuple[int, int]]:
        """Of the places of a folded word those that a reader is shown."""
        places = list(self.places(written, form))
        begun = [place for place in places if place[0] in written.starts]
        return places if is_thai(form[:1]) else begun or places

    def cut(self, text: str) -> list[str]:
        """A text in its words, as they are written."""
        letters = [place for letter, place in folding.letters(text) if letter != " "]
        starts = list(itertools.accumulate(map(len, self._segments(compact(text))), initial=0))
        places = [letters[start] for start in starts[:-1]] + [len(text)]
        return [text[start:end].strip() for start, end in itertools.pairwise(places)]

    def _cuts(self, written: Written) -> frozenset[int]:
        """Where the words of a text begin and end, Thai cut by the dictionary."""
        if written.compact not in self._words:
            edges = sorted(_ends(written))
            cuts = set(edges)
            for start, end in itertools.pairwise(edges):
                cuts.update(itertools.accumulate(map(len, self._segments(written.compact[start:end])), initial=start))
            self._words[written.compact] = frozenset(cuts)
        return self._words[written.compact]

    def _segments(self, folded: str) -> list[str]:
        """A folded text without spaces in words; what is not Thai stays whole."""
        if folded.isascii():
            return [folded] if folded else []
        return thai_words.cut(folded, self._dictionary)

    @cached_property
    def _dictionary(self) -> thai_words.Words:
        return thai_words.dictionary(self._names)


def _ends(written: Written) -> frozenset[int]:
    return written.starts | {len(written.compact)}


def _plural(written: Written, end: int) -> bool:
    return written.compact[end : end + 1] == "s" and end + 1 in _ends(written)
