"""Search over names and statements in both languages, forgiving what people mistype.

A text and a query are folded alike: case, tone marks and other signs above a letter, letters that sound the same,
vowels that look or sound near each other, Thai digits, Buddhist years. Every word of a query has to be found in one
entry; a word of synonyms.csv is looked for as the others of its concept too. Where a query finds nothing as it was
typed, it is read again: cut into words (Thai is written without spaces), then by the nearest names there are ("Korn
Kaen", "ฉเชิงเทรา"); `Answer.read` says how, so that no reader is answered another question unawares. Where what was
typed stands only inside longer words, `Answer.meant` says what else it may be. Names are searched as names: what only
says that a firm is a company limited counts beside its name and not by itself, so that a search for limits (จำกัด)
finds limits.
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
from lcdash.search.search_entries import BEHIND, BESIDE, DATES, FIELDS, KINDS, NAMES, Entry, Text

NEAREST = 0.8  # how alike two words have to be, as difflib measures it
READINGS = 40  # how many ways a query is read before it is given up
SHORT = 3  # a Thai word of so few letters counts only where a word of the text begins and ends
INSIDE = 5  # a Latin word of so many letters counts inside another one
BETWEEN = re.compile(r"\s+|(?<=[0-9๐-๙])[-–/](?=[0-9๐-๙])")
LATIN = re.compile(r"[A-Za-z]{4,}")
# What says of a number that it is a year; one of two digits is of this century, in the era that is said.
BUDDHIST_ERA, COMMON_ERA = r"พ\.?\s?ศ\.?|\bb\.?e\b\.?", r"ค\.?\s?ศ\.?|\b(?:c\.?e|a\.?d)\b\.?|\byear\b"
ERA = re.compile(
    rf"(?:(?P<be>{BUDDHIST_ERA})|(?P<ce>{COMMON_ERA})|ปี(?:\s*พ\.?\s?ศ\.?)?)\s*"
    r"(?P<year>[0-9๐-๙]{4}|[0-9๐-๙]{2})(?![0-9๐-๙])",
    re.IGNORECASE,
)
OLDEST = 40  # of the years of two digits after ปี, from which they are Buddhist: ปี 62 is 2562, ปี 19 is 2019
PHRASE = 3  # of so many words at most is a synonym


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(compact, words.split()))


# Words that hold a question together and are found everywhere.
EMPTY = _folded("a an and are at by for from how in is of on or the to what where which who with") | _folded(
    "ของ ใน ที่ และ กับ มี คือ ไหน อะไร ใคร บ้าง การ บจก. บมจ."
)
# What kind of place a city is: said beside its name, it asks for nothing more.
PLACE = _folded("city cities town province municipality เมือง จังหวัด อำเภอ จ. อ.")
# What a municipality or a province's own administration is called by before or after the name of its province.
MUNICIPALITY = _folded("เทศบาลนคร เทศบาลเมือง เทศบาลตำบล เทศบาล อบจ. ทน. ทม. citymunicipality townmunicipality pao")


class Term(NamedTuple):
    """A word of a query as it is looked for: each of `forms`, folded, will do."""

    typed: str
    forms: tuple[str, ...]
    read: str = ""  # what it was read as, where that is not what was typed
    alike: tuple[str, ...] = ()  # the other words of its concept, which will do as well


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
    meant  (typed, name) where a word stands only inside longer words, and a name is near to it.
    alike  (typed, the others of its concept) where a word was looked for as others too.
    """

    found: tuple[Found, ...] = ()
    terms: tuple[Term, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    province: str = ""
    meant: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Rank(NamedTuple):
    """How well an entry fits a query, the better the smaller, from what counts most to what counts least.

    unnamed   it does not bear the very name.      field     the worst field that is needed for a word.
    apart     its words do not stand together.     inside    a word stands only inside a longer one.
    fields    how many fields speak of it, less than none.   otherwise  it is not written as it was typed.
    unlike    how much of the name in which it stands is something else, from 0 to 1.
    order     that of the dataset.
    """

    unnamed: bool
    field: int
    apart: bool
    inside: bool
    fields: int
    otherwise: bool
    unlike: float
    order: int


# Searching


def _year(found: re.Match[str]) -> str:
    """A year without what says that it is one: "ปี 62" is "2562", "ค.ศ. 19" is "2019"."""
    year = str(int(found["year"]))
    if len(found["year"]) == 4:
        return f" {year} "
    buddhist = found["be"] or "พ" in found.group() or (not found["ce"] and int(year) >= OLDEST)
    return f" {'25' if buddhist else '20'}{int(year):02d} "


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(search_entries.entries(data))
        self._written = {text: Written(text) for entry in self.entries for _, _, text in entry.texts}
        # What a misspelt word may be meant for: no text about the data, which tells of misspellings too.
        said = (text for entry in self.entries if entry.kind not in BEHIND for _, _, text in entry.texts)
        self._own = dict.fromkeys(said)
        self._words: dict[str, frozenset[int]] = {}
        self._near = lru_cache(maxsize=1000)(self._nearest)
        provinces = data.provinces.drop(columns="geometry").to_dict("records")
        self._synonyms: dict[str, tuple[str, ...]] = {}
        for _, words in data.synonyms.groupby("concept", sort=False)["word"]:
            self._synonyms |= dict.fromkeys(map(compact, words), tuple(words))
        self._provinces = {compact(row[f"name_{name}"]): row["iso"] for row in provinces for name in LANGUAGES}

    def search(self, query: str, language: str = LANGUAGES[0]) -> Answer:
        """What `query` finds, read as it was typed or, where that finds nothing, in the first way that does.

        language  that of the reader: the reasons are given in it where they can be.
        """
        from pythainlp.util import normalize

        typed = BETWEEN.split(ERA.sub(_year, normalize(query)).strip())
        told_of = None  # what is found only where texts behind the data speak of it, and no other reading finds more
        for number, terms in enumerate(itertools.islice(self._readings(typed), READINGS)):
            found = self._find(terms, typed, language)
            if found and not self._only_told_of(found, terms):
                return self._answer(found, terms)
            if found and not number:
                told_of = self._answer(found, terms)
        if told_of:
            return told_of
        pieces = {compact(piece): piece for word in typed for piece in (word, *self._cut(word))}
        known = (word for folded, word in pieces.items() if len(folded) > 1 and self._is_known(folding.forms(word)))
        told = tuple(word for word in known if compact(word) not in EMPTY | PLACE)
        province = self._province("".join(typed))
        return Answer(known=() if province else told, province=province)

    def _answer(self, found: tuple[Found, ...], terms: Sequence[Term]) -> Answer:
        read = tuple((term.typed, term.read) for term in terms if term.read)
        alike = tuple((term.typed, term.alike) for term in terms if term.alike)
        return Answer(found, tuple(terms), read, meant=self._meant(terms, found), alike=alike)

    def _only_told_of(self, found: Sequence[Found], terms: Sequence[Term]) -> bool:
        """Whether the words stand only within running texts behind the data: a misspelt name may be told of there."""
        return all(
            one.entry.kind in BEHIND
            and any(
                all(FIELDS[text.field] > 1 for text in one.entry.texts if self._holds(text.text, term.forms))
                for term in terms
            )
            for one in found
        )

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
        ranked = []
        for order, entry in enumerate(self.entries if terms else ()):
            held = [[text for text in entry.texts if self._holds(text.text, term.forms)] for term in terms]
            if all(held) and self._by_itself(terms, held):
                rank = self._rank(entry, terms, held, typed, order)
                ranked.append((rank, Found(entry, _reasons(entry, held, language))))
        short = any(is_thai(form[0]) and len(form) <= SHORT for term in terms for form in term.forms)
        if short and any(not rank.otherwise for rank, _ in ranked):  # with another tone mark it is another word
            ranked = [one for one in ranked if not one[0].otherwise]
        return _in_kinds(ranked)

    def _rank(
        self, entry: Entry, terms: Sequence[Term], held: Sequence[Sequence[Text]], typed: Sequence[str], order: int
    ) -> Rank:
        """How well an entry fits.

        held  for each term the texts of the entry that hold it.
        """
        whole = {"".join(forms) for forms in itertools.product(*(term.forms for term in terms))}
        whole.add(compact("".join(typed)))  # with what holds it together: "mayor of Yala"
        own = [text for text in entry.texts if FIELDS[text.field] < BESIDE]
        written = [self._written[text.text].compact for text in own]
        year = any(one.isdecimal() for one in whole)  # of a year alone its dates speak as a name does
        together = [one for one in written if any(form in one for form in whole)]
        literal = [word.casefold() for word in typed]
        length = max(map(len, whole))
        return Rank(
            unnamed=all(w not in whole for w, text in zip(written, own, strict=True) if text.field in NAMES)
            and not (year and any(text.field in DATES for texts in held for text in texts)),
            field=max(min(FIELDS[text.field] for text in texts) for texts in held),
            apart=not together,
            inside=not all(self._stands(term, texts) for term, texts in zip(terms, held, strict=True)),
            fields=-sum(len({text.field for text in texts}) for texts in held),
            otherwise=all(any(word not in text.text.casefold() for word in literal) for text in own),
            unlike=1 - max((min(1.0, length / len(one)) for one in together), default=0.0),
            order=order,
        )

    def _stands(self, term: Term, texts: Iterable[Text]) -> bool:
        """Whether a term stands in one of these texts as a word, not only inside a longer one."""
        return any(self._is_word(self._written[text.text], form) for text in texts for form in term.forms)

    def _is_word(self, written: Written, form: str) -> bool:
        for start, end in self._places(written, form):
            if is_thai(form[0]) and {start, end} <= self._cuts(written):
                return True
            plural = written.compact[end : end + 1] == "s" and end + 1 in self._ends(written)
            if not is_thai(form[0]) and start in written.starts and (plural or end in self._ends(written)):
                return True
        return False

    def _meant(self, terms: Sequence[Term], found: Sequence[Found]) -> tuple[tuple[str, str], ...]:
        """(typed, name) of each term that stands in what was found only inside longer words, where a name is near."""
        told = []
        for term in terms:
            near = self._near(term.forms[0])
            if term.read or not near or near[0] in term.forms:
                continue
            if not any(self._stands(term, one.reasons) for one in found):
                told.append((term.typed, near[1]))
        return tuple(told)

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
        return any(self._holds(text, forms) for text in self._own)

    # Reading what was mistyped

    def _readings(self, typed: Sequence[str]) -> Iterator[list[Term]]:
        """The ways to read a query: as typed, then without what says nothing, then by what is nearest to it."""
        as_typed = [term for word in self._phrases(typed) if (term := self._term(word)).forms]
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

    def _term(self, typed: str) -> Term:
        """A word as it is looked for: as itself, and as the other words of its concept."""
        forms = self._forms_of(typed)
        concept = next((self._synonyms[form] for form in forms if form in self._synonyms), ())
        others = tuple(word for word in concept if compact(word) not in forms)
        return Term(typed, tuple(dict.fromkeys([*forms, *map(compact, others)])), alike=others)

    def _phrases(self, typed: Sequence[str]) -> list[str]:
        """The words of a query, each once, those that are one synonym together as one: "senior citizens"."""
        words, found = list(dict.fromkeys(typed)), []
        while words:
            several = (number for number in range(PHRASE, 1, -1) if compact("".join(words[:number])) in self._synonyms)
            number = next(several, 1)
            found.append(" ".join(words[:number]))
            words = words[number:]
        return found

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
        term = self._term(typed) if folding.forms(typed) else None
        return term if term and term.forms else None

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
        bare = [word, *(word.removeprefix(kind).removesuffix(kind) for kind in (*PLACE, *MUNICIPALITY))]
        named = [*bare, *(compact(other) for name in bare for other in self._synonyms.get(name, ()))]
        return next((self._provinces[name] for name in named if name in self._provinces), "")

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
        apart = BEHIND | {"claim"}
        texts = (text for entry in self.entries if entry.kind not in apart for text in entry.texts)
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
        return {word.casefold(): word for text in self._own for word in LATIN.findall(text)}

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


def _in_kinds(ranked: Iterable[tuple[Rank, Found]]) -> tuple[Found, ...]:
    """What was found by kind, the better fit first.

    A kind in which something bears the very name comes before the others, then those in which the words stand together;
    one found in definitions only comes after; what
    stands behind the data (BEHIND) comes after what the data say, unless it bears the very name.
    """
    by_kind: dict[str, list[tuple[Rank, Found]]] = {kind: [] for kind in KINDS}
    for one in sorted(ranked, key=lambda one: one[0]):
        by_kind[one[1].entry.kind].append(one)

    def place(group: Sequence[tuple[Rank, Found]]) -> tuple[bool, bool, bool, int]:
        rank, found = group[0]
        return rank.unnamed, rank.unnamed and found.entry.kind in BEHIND, rank.apart, rank.field

    groups = sorted(filter(None, by_kind.values()), key=place)
    return tuple(found for group in groups for _, found in group)


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
