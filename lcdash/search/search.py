"""Search over names and statements in both languages, forgiving what people mistype.

A text and a query are folded alike: case, tone marks and other signs above a letter, letters that sound the same,
vowels that look or sound near each other, Thai digits, Buddhist years. Every word of a query has to be found in one
entry. Where a query finds nothing as it was typed, it is read again: cut into words (Thai is written without spaces),
then by the nearest names there are ("Korn Kaen", "ฉเชิงเทรา"); `Answer.read` says how, so that no reader is answered
another question unawares. Names are searched as names: what only says that a firm is a company limited counts beside
its name and not by itself, so that a search for limits (จำกัด) finds limits.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search import folding, search_entries
from lcdash.search.folding import SIGNS, Written, compact, is_thai, roman_key
from lcdash.search.search_entries import BESIDE, FIELDS, KINDS, NAMES, Entry, Text

NEAREST = 0.8  # how alike two words have to be, as difflib measures it
READINGS = 40  # how many ways a query is read before it is given up
SHORT = 3  # a Thai word of so few letters counts only where a word of the text begins and ends
INSIDE = 5  # a Latin word of so many letters counts inside another one
BETWEEN = re.compile(r"\s+|(?<=[0-9๐-๙])[-–/](?=[0-9๐-๙])")
LATIN = re.compile(r"[A-Za-z]{4,}")
ERA = re.compile(
    r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี|\b(?:b\.?e|c\.?e|a\.?d)\b\.?|\byear\b)\s*(?=[0-9๐-๙]{4})", re.IGNORECASE
)


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(compact, words.split()))


# Words that hold a question together and are found everywhere.
EMPTY = _folded("a an and are at by for from how in is of on or the to what where which who with") | _folded(
    "ของ ใน ที่ และ กับ มี คือ ไหน อะไร ใคร บ้าง การ บจก. บมจ."
)
# What kind of place a city is: said beside its name, it asks for nothing more.
PLACE = _folded("city cities town province municipality เมือง จังหวัด อำเภอ จ. อ.")


class Term(NamedTuple):
    """A word of a query as it is looked for: each of `forms`, folded, will do."""

    typed: str
    forms: tuple[str, ...]
    read: str = ""  # what it was read as, where that is not what was typed


@dataclass(frozen=True)
class Found:
    """An entry that matches, and why: the fewest of its texts that hold every word of the query."""

    entry: Entry
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Answer:
    """What a query found: by kind in the order of KINDS, the better match first, else in the order of the dataset.

    terms  the words as they were looked for.
    read   (typed, read as) where a word was found only by another spelling.
    known  of a query that found nothing: those of its words that are found by themselves.
    province  of a query that found nothing: the province it names, by ISO 3166-2; "" where it names none.
    """

    found: tuple[Found, ...] = ()
    terms: tuple[Term, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    province: str = ""


# Searching


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(search_entries.entries(data))
        self._written = {text: Written(text) for entry in self.entries for _, _, text in entry.texts}
        self._words: dict[str, frozenset[int]] = {}
        self._near = lru_cache(maxsize=1000)(self._nearest)
        provinces = data.provinces.drop(columns="geometry").to_dict("records")
        self._provinces = {compact(row[f"name_{name}"]): row["iso"] for row in provinces for name in LANGUAGES}

    def search(self, query: str, language: str = LANGUAGES[0]) -> Answer:
        """What `query` finds, read as it was typed or, where that finds nothing, in the first way that does.

        language  that of the reader: the reasons are given in it where they can be.
        """
        from pythainlp.util import normalize

        typed = BETWEEN.split(ERA.sub("", normalize(query)).strip())
        for terms in itertools.islice(self._readings(typed), READINGS):
            found = self._find(terms, typed, language)
            if found:
                read = tuple((term.typed, term.read) for term in terms if term.read)
                return Answer(found, tuple(terms), read)
        pieces = {compact(piece): piece for word in typed for piece in (word, *self._cut(word))}
        known = (word for folded, word in pieces.items() if len(folded) > 1 and self._is_known(folding.forms(word)))
        told = tuple(word for word in known if compact(word) not in EMPTY | PLACE)
        return Answer(known=told, province=self._province("".join(typed)))

    def spans(self, text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
        """Where the words of a query stand in `text`, as start and end, in their order and apart from each other."""
        letters = [one for one in folding.letters(folding.without_legal_form(text)) if one[0] != " "]
        written = self._written.get(text) or Written(text)
        covered: set[int] = set()
        for start, end in (place for term in terms for form in term.forms for place in self._places(written, form)):
            last = letters[end - 1][1] + 1
            while last < len(text) and text[last] in SIGNS:
                last += 1
            covered.update(range(letters[start][1], last))
        starts = [place for place in sorted(covered) if place - 1 not in covered]
        return [(start, next(end for end in itertools.count(start) if end not in covered)) for start in starts]

    def _find(self, terms: Sequence[Term], typed: Sequence[str], language: str) -> tuple[Found, ...]:
        """The entries that hold every term, and at least one of them by itself."""
        whole = {"".join(forms) for forms in itertools.product(*(term.forms for term in terms))} if terms else set()
        literal = [word.casefold() for word in typed]
        ranked = []
        for order, entry in enumerate(self.entries if terms else ()):
            held = [[text for text in entry.texts if self._holds(text.text, term.forms)] for term in terms]
            if not all(held) or not self._by_itself(terms, held):
                continue
            own = [text for text in entry.texts if FIELDS[text.field] < BESIDE]
            written = [self._written[text.text].compact for text in own]
            as_typed = [all(word in text.text.casefold() for word in literal) for text in own]
            named = any(w in whole for w, text in zip(written, own, strict=True) if text.field in NAMES)
            rank = (
                not named,
                max(min(FIELDS[text.field] for text in texts) for texts in held),
                -sum(len({text.field for text in texts}) for texts in held),
                not any(one in compact for compact in written for one in whole),
                not any(as_typed),
                order,
            )
            ranked.append((rank, Found(entry, _reasons(entry, held, language))))
        short = any(is_thai(form[0]) and len(form) <= SHORT for term in terms for form in term.forms)
        if short and any(not rank[4] for rank, _ in ranked):  # with another tone mark so short a word is another word
            ranked = [one for one in ranked if not one[0][4]]
        by_kind: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for one in sorted(ranked, key=lambda one: one[0]):
            by_kind[one[1].entry.kind].append(one)
        # A kind in which something bears the very name comes before the others, one found in definitions only after.
        groups = sorted(filter(None, by_kind.values()), key=lambda group: group[0][0][:2])
        return tuple(found for group in groups for _, found in group)

    def _by_itself(self, terms: Sequence[Term], held: Sequence[Sequence[Text]]) -> bool:
        """Whether an entry is found by what it says itself: a word that only says "limited" needs more than a city."""
        own = [any(FIELDS[text.field] < BESIDE for text in texts) for texts in held]
        legal = any(all(text.field == "legal_form" for text in texts) for texts in held)
        telling = (not self._cities.isdisjoint(term.forms) for term, found in zip(terms, own, strict=True) if found)
        return any(own) and not (legal and all(telling))

    def _holds(self, text: str, forms: Iterable[str]) -> bool:
        written = self._written[text]
        return any(form in written.compact and any(True for _ in self._places(written, form)) for form in forms)

    def _places(self, written: Written, form: str) -> Iterator[tuple[int, int]]:
        """Where a folded word stands in a text as a word, or as a part of one that is long enough not to be chance."""
        start = written.compact.find(form) if form else -1
        while start >= 0:
            end = start + len(form)
            begins, ends = start in written.starts, end in self._ends(written)
            if is_thai(form[0]):
                counts = len(form) > SHORT or {start, end} <= self._cuts(written)
            elif any(place in written.starts for place in range(start + 1, end)):  # of several words: "khonkaen"
                counts = begins and ends
            elif form.isdecimal() or len(form) <= SHORT:
                plural = written.compact[end : end + 1] == "s" and end + 1 in self._ends(written)
                counts = begins and (ends or plural)
            else:
                counts = begins or len(form) >= INSIDE
            if counts:
                yield start, end
            start = written.compact.find(form, start + 1)

    @staticmethod
    def _ends(written: Written) -> frozenset[int]:
        return written.starts | {len(written.compact)}

    def _cuts(self, written: Written) -> frozenset[int]:
        """Where the words of a text begin and end, Thai cut by the dictionary."""
        if written.compact not in self._words:
            edges = sorted({*written.starts, len(written.compact)})
            cuts = set(edges)
            for start, end in itertools.pairwise(edges):
                cuts.update(itertools.accumulate(map(len, self._segments(written.compact[start:end])), initial=start))
            self._words[written.compact] = frozenset(cuts)
        return self._words[written.compact]

    def _is_known(self, forms: tuple[str, ...]) -> bool:
        return any(self._holds(text, forms) for text in self._written)

    # Reading what was mistyped

    def _readings(self, typed: Sequence[str]) -> Iterator[list[Term]]:
        """The ways to read a query: as typed, then without what says nothing, then by what is nearest to it."""
        as_typed = [Term(word, forms) for word in dict.fromkeys(typed) if (forms := self._forms_of(word))]
        empty = EMPTY | PLACE if any(not self._cities.isdisjoint(term.forms) for term in as_typed) else EMPTY
        telling = [term for term in as_typed if term.forms[0] not in empty] or as_typed
        if not telling:
            return
        yield telling
        whole = "".join(term.forms[0] for term in telling)
        if self._province(whole) and whole not in self._names:  # Ranong is no misspelt Rayong
            return
        near = self._near(whole)
        by_name = [[Term(" ".join(typed), (near[0],), "" if near[0] == whole else near[1])]] if near else []
        if not self._names_in(whole):
            yield from by_name
        for reading in itertools.product(*(self._options(term) for term in telling)):
            yield [term for terms in reading for term in terms]
        yield from by_name

    def _forms_of(self, typed: str) -> tuple[str, ...]:
        """What a word is looked for as; the name of a city also without what kind of place it is."""
        forms = folding.forms(typed)
        bare = (forms[0].removeprefix(kind) for kind in PLACE if forms and forms[0].startswith(kind))
        return tuple(dict.fromkeys([*forms, *(name for name in bare if name in self._cities)]))

    def _options(self, term: Term) -> list[list[Term]]:
        """The ways to read one word: as it is where it is found anywhere, else by the nearest name, else in pieces."""
        options = [[term]] if self._is_known(term.forms) else []
        word = term.forms[0]
        near = None if options else self._near(word)
        by_name = [[Term(term.typed, (near[0],), near[1])]] if near else []
        if not self._names_in(word):
            options += by_name
        pieces = self._cut(term.typed)
        telling = [piece for piece in map(self._piece, pieces) if piece and piece.forms[0] not in EMPTY | PLACE]
        if len(pieces) > 1 and telling and all(len(one.forms[0]) > 1 and self._is_known(one.forms) for one in telling):
            options.append(telling)
        for place in range(1, len(pieces)):
            sides = [self._side("".join(pieces[:place])), self._side("".join(pieces[place:]))]
            options += [[side for side in sides if side]] if all(sides) else []
        return options or by_name or [[term]]

    def _piece(self, typed: str) -> Term | None:
        forms = folding.forms(typed)
        return Term(typed, forms) if forms else None

    def _side(self, typed: str) -> Term | None:
        """A part of a word that nobody knows as a whole: itself, or the nearest name."""
        word = compact(typed)
        if len(word) >= SHORT and self._is_known((word,)):
            return Term(typed, (word,))
        near = self._near(word)
        return Term(typed, (near[0],), near[1]) if near else None

    def _nearest(self, word: str) -> tuple[str, str] | None:
        """The name nearest to a folded word, else the nearest word of any text: folded, and as it is written."""
        if len(word) < (SHORT + 1 if word.isascii() else SHORT) or any(letter.isdecimal() for letter in word):
            return None
        if word.isascii() and roman_key(word) in self._roman:
            return self._roman[roman_key(word)]
        for known in (self._names, self._latin_words if word.isascii() else self._thai_words):
            alike = get_close_matches(word, known, n=1, cutoff=NEAREST)
            if alike:
                return alike[0], known[alike[0]]
        return None

    def _province(self, typed: str) -> str:
        """The province of that name, also with what kind of place it is before or after it; "" where it is none."""
        word = compact(typed)
        bare = {word, *(word.removeprefix(kind).removesuffix(kind) for kind in PLACE)}
        return next((self._provinces[name] for name in bare if name in self._provinces), "")

    def _names_in(self, word: str) -> bool:
        """Whether a Thai word holds a name of a city: then it is rather two words than a misspelt one."""
        return not word.isascii() and any(name in word and name != word for name in self._cities)

    @cached_property
    def _cities(self) -> frozenset[str]:
        texts = (text for entry in self.entries if entry.kind == "city" for text in entry.texts)
        names = (self._written[text.text].compact for text in texts if text.field in ("name", "alias"))
        return frozenset(name for name in names if len(name) > SHORT)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Folded name -> name, of everything that has one."""
        texts = (text for entry in self.entries if entry.kind != "claim" for text in entry.texts)
        names: dict[str, str] = {}
        for text in texts:
            if text.field in NAMES:
                names.setdefault(self._written[text.text].compact, text.text)
        return names

    @cached_property
    def _roman(self) -> dict[str, tuple[str, str]]:
        """Key of a romanised name, or of a word of one -> the name or word, folded and as it is written."""
        keys: dict[str, tuple[str, str]] = {}
        for name, text in self._names.items():
            if name.isascii() and name.isalpha():
                keys.setdefault(roman_key(name), (name, text))
        for text in self._names.values():
            for word in LATIN.findall(text):
                keys.setdefault(roman_key(word.casefold()), (word.casefold(), word))
        return keys

    @cached_property
    def _latin_words(self) -> dict[str, str]:
        """Folded word -> word, of every Latin word of any text that is long enough to be told from others."""
        return {word.casefold(): word for text in self._written for word in LATIN.findall(text)}

    @cached_property
    def _thai_words(self) -> dict[str, str]:
        """Folded word -> word, of every Thai word of a name that is long enough to be told from others."""
        words = (word for text in self._names.values() if not text.isascii() for word in self._cut(text))
        return {folded: word for word in words if len(folded := compact(word)) > SHORT}

    @cached_property
    def _dictionary(self) -> Any:
        """The words of the Thai dictionary that stand in any text, folded, and the cities: what a query is cut into.

        The dictionary as it comes takes 70 MB for as long as the process lives.
        """
        from pythainlp.corpus import thai_words
        from pythainlp.util import Trie

        by_length: dict[int, set[str]] = {}
        for word in thai_words():
            folded = word.translate(folding.DICTIONARY)
            by_length.setdefault(len(folded), set()).add(folded)
        text = "\n".join(written.compact for written in self._written.values() if not written.compact.isascii())
        known = set(self._cities)
        for length, words in by_length.items():
            if length > 1:
                known |= words & {text[place : place + length] for place in range(len(text) - length + 1)}
        return Trie(known)

    def _segments(self, folded: str) -> list[str]:
        """A folded text without spaces in words; what is not Thai stays whole."""
        if folded.isascii():
            return [folded] if folded else []
        from pythainlp.tokenize.newmm import segment

        return segment(folded, self._dictionary)

    def _cut(self, text: str) -> list[str]:
        """A text in its words, as they are written."""
        letters = [place for letter, place in folding.letters(text) if letter != " "]
        starts = list(itertools.accumulate(map(len, self._segments(compact(text))), initial=0))
        places = [letters[start] for start in starts[:-1]] + [len(text)]
        return [text[start:end].strip() for start, end in itertools.pairwise(places)]


def _reasons(entry: Entry, held: Sequence[Sequence[Text]], language: str) -> tuple[Text, ...]:
    """The fewest texts that hold every word, those of better fields first, then those in the reader's language."""
    open_words = set(range(len(held)))
    reasons = []
    preferred = sorted(entry.texts, key=lambda text: (FIELDS[text.field], text.language not in (language, "")))
    for text in sorted(preferred, key=lambda text: -sum(text in texts for texts in held)):
        told = {word for word in open_words if text in held[word]}
        if told:
            reasons.append(text)
            open_words -= told
    return tuple(reasons)


@cache
def index(data: Dataset) -> Index:
    """The index of a dataset, made once per process."""
    return Index(data)
