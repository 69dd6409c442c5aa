"""What has a name, and which name or word is nearest to a misspelt one."""

from __future__ import annotations

import heapq
import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from lcdash.search.folding import compact, roman_key, thai_key
from lcdash.search.search_entries import BEHIND, KINDS, KNOWN, NAMES, PERSONS, Entry
from lcdash.search.texts import SHORT, Texts

LIKELY = 12  # so many words that share pairs of letters with a misspelt one are compared with it
NAMED = 0.03  # by so much a word of a text has to be more alike than a name
NEAREST = 0.8  # how alike two words have to be, as difflib measures it
SLIP, LONG = 0.9, 8  # how alike they are where one is the other, mistyped, and how long they have to be
LATIN = re.compile(r"[A-Za-z]{4,}")
BETWEEN_NAMES = re.compile(r"[\s,;]+")


class Names:
    """The names of a dataset's entries, and words that stand for a concept (`words`), folded.

    cities  folded names of cities: a Thai word that holds one is rather two words than a misspelt one.
    """

    def __init__(self, entries: Iterable[Entry], texts: Texts, words: Iterable[str]) -> None:
        self._entries, self._texts = tuple(entries), texts
        self._alike = {compact(word): word for word in words}
        self.cities = city_names(self._entries)
        self.nearest = lru_cache(maxsize=1000)(self._nearest)

    def within(self, word: str) -> bool:
        """Whether a Thai word holds a name of a city or a person, and more."""
        names = (name in word and name != word for name in (*self.cities, *self._persons))
        return not word.isascii() and any(names)

    def slip(self, word: str) -> tuple[str, str] | None:
        """The name that a long word is but for a letter or two, and of the same cities; None where it is none."""
        near = self.nearest(word) if len(word) >= LONG and word not in self.names else None
        if not near or not self.is_slip(word, near[0]):
            return None
        return near if all(city in near[0] for city in self.cities if city in word) else None

    def is_slip(self, word: str, name: str) -> bool:
        """Whether a folded word is a name but for a letter or two."""
        return SequenceMatcher(None, word, name).ratio() >= SLIP

    def same(self, word: str) -> tuple[str, str] | None:
        """The name that is a folded word, or sounds as it in Latin letters: folded, and as it is written."""
        if word in self.names:
            return word, self.names[word]
        return self._roman.get(roman_key(word)) if word.isascii() else None

    def _nearest(self, word: str) -> tuple[str, str] | None:
        """The name nearest to a folded word, else the nearest word of any text: folded, and as it is written."""
        if len(word) < (SHORT + 1 if word.isascii() else SHORT) or any(letter.isdecimal() for letter in word):
            return None
        if word.isascii() and roman_key(word) in self._roman:
            return self._roman[roman_key(word)]
        if thai_key(word) in self._sounds:
            return self._sounds[thai_key(word)]
        alike = max(((self._like(word, other), other) for other in self._near_to(word)), default=(0.0, ""))
        return (alike[1], self._vocabulary[alike[1]]) if alike[0] >= NEAREST else None

    def _like(self, word: str, other: str) -> float:
        """How alike two words are; names and words of concepts rather than any word of a text."""
        ratio = SequenceMatcher(None, word, other).ratio()
        return ratio + NAMED if ratio >= NEAREST and (other in self.names or other in self._alike) else ratio

    def _near_to(self, word: str) -> Iterable[str]:
        """The words that have most pairs of letters in common with this one, of about its length."""
        counted = Counter(other for pair in _pairs(word) for other in self._with_pair.get(pair, ()))
        length = len(word)
        about = {
            other: 2 * n / (length + len(other) + 2) for other, n in counted.items() if abs(len(other) - length) < 6
        }
        return heapq.nlargest(LIKELY, about, key=lambda other: about[other])

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """Folded name or word -> as it is written: names, persons, words of concepts, then any word of a text."""
        words = self._thai_words | self._latin_words
        return words | self._alike | self._persons | self.names

    @cached_property
    def _with_pair(self) -> dict[str, list[str]]:
        """Two letters -> the words in which they stand next to each other."""
        pairs: dict[str, list[str]] = {}
        for word in self._vocabulary:
            for pair in _pairs(word):
                pairs.setdefault(pair, []).append(word)
        return pairs

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded name -> name, of everything that has one."""
        apart = BEHIND | {"claim", "fact"}
        texts = (text for entry in self._entries if entry.kind not in apart for text in entry.texts)
        names: dict[str, str] = {}
        for text in texts:
            if text.field in NAMES:
                names.setdefault(self._texts.written(text.text).compact, text.text)
        return names

    @cached_property
    def _persons(self) -> dict[str, str]:
        """Folded name -> name, of those who speak or write: in full, and each part long enough to be told from words.

        Authors are written "family, given; family, given": each is also known as "given family".
        """
        names: dict[str, str] = {}
        for text in (text for entry in self._entries for text in entry.texts if text.field in PERSONS):
            for person in text.text.split(";") if text.field == "author" else [text.text]:
                parts = BETWEEN_NAMES.split(person.strip())
                long = (part for part in parts if len(compact(part)) > SHORT + (not part.isascii()))
                for name in (" ".join(parts), " ".join(reversed(parts)), *long):
                    names.setdefault(compact(name), name)
        return {name: text for name, text in names.items() if name}

    @cached_property
    def _roman(self) -> dict[str, tuple[str, str]]:
        """Key of a romanised name, or of a word of one -> the name or word, folded and as it is written."""
        keys: dict[str, tuple[str, str]] = {}
        for name, text in self.names.items():
            if name.isascii() and name.isalpha():
                keys.setdefault(roman_key(name), (name, text))
        for name, text in self._persons.items():
            if name.isascii():
                keys.setdefault(roman_key(name), (name, text))
        for text in self.names.values():
            for word in LATIN.findall(text):
                keys.setdefault(roman_key(word.casefold()), (word.casefold(), word))
        return keys

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, str]]:
        """Key of a Thai name -> the name, folded and as it is written."""
        return {thai_key(name): (name, text) for name, text in self.names.items() if not name.isascii()}

    @cached_property
    def _latin_words(self) -> dict[str, str]:
        """Folded word -> word, of every Latin word of any text that is long enough to be told from others."""
        texts = dict.fromkeys(own_texts(self._entries, frozenset(KINDS) - BEHIND))
        return {word.casefold(): word for text in texts for word in LATIN.findall(text)}

    @cached_property
    def _thai_words(self) -> dict[str, str]:
        """Folded word -> word, of every Thai word of a name that is long enough to be told from others."""
        words = (word for text in self.names.values() if not text.isascii() for word in self._texts.cut(text))
        return {folded: word.strip("( ") for word in words if len(folded := compact(word)) > SHORT}


def _pairs(word: str) -> set[str]:
    """The pairs of letters of a word, its beginning and end told too."""
    return set(map("".join, itertools.pairwise(f"^{word}$")))


def city_names(entries: Iterable[Entry]) -> frozenset[str]:
    """The names of cities, folded, that are long enough to be told from other words."""
    texts = (text for entry in entries if entry.kind == "city" for text in entry.texts)
    names = (compact(text.text) for text in texts if text.field in ("name", "alias"))
    return frozenset(name for name in names if len(name) > SHORT)


def own_texts(entries: Iterable[Entry], kinds: Container[str]) -> Iterable[str]:
    """The texts of entries of these kinds."""
    return (text.text for entry in entries if entry.kind in kinds for text in entry.texts)


def known_texts(entries: Iterable[Entry]) -> Iterable[str]:
    """What makes a word known: the texts of what tells of no misspellings, and what the codebook calls its own."""
    for entry in entries:
        for text in entry.texts:
            if text.field == "asked":  # may be misspelt on purpose
                continue
            if entry.kind in KNOWN or (entry.kind in ("code", "method") and text.field in ("name", "coded")):
                yield text.text
