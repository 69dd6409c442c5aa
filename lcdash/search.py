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
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from lcdash import dates
from lcdash.dataset import Dataset
from lcdash.wording import LANGUAGES

KINDS = ("city", "theme", "claim", "space", "partner", "programme", "event")  # in the order they are listed
# Where a word may be found, the better place the smaller number; in a field of the last rank never by itself.
FIELDS = {
    "name": 0,
    "statement": 0,
    "alias": 1,
    "printed": 1,
    "abbreviation": 1,
    "former": 1,
    "member": 1,
    "date": 1,
    "quoted": 1,
    "purpose": 2,
    "words": 2,
    "appraisal": 0,
    "theme": 3,
    "audience": 3,
    "kind": 3,
    "province": 3,
    "region": 3,
    "city": 4,
    "legal_form": 4,
    "as_of": 4,
}
BESIDE = 4
NEAREST = 0.8  # how alike two words have to be, as difflib measures it
READINGS = 40  # how many ways a query is read before it is given up
SHORT = 3  # a Thai word of so few letters counts only where a word of the text begins and ends
INSIDE = 5  # a Latin word of so many letters counts inside another one

# What is left out: tone marks, signs for short and silent letters, what nobody sees.
SIGNS = frozenset("็่้๊๋์๎ฺ\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Letters of one sound, and vowels easily taken for one another, as the one that stands for them.
SAME = str.maketrans("ีึืูใณศษสฎฏฑฒธฐภฬญฆฌฅฃ๐๑๒๓๔๕๖๗๘๙", "ิิิุไนสสสดตทททถพลยคชคข0123456789")
REPEATED = frozenset("ะัาำิุ")
DICTIONARY = SAME | dict.fromkeys(map(ord, SIGNS))  # enough for words that are spelt as they should be
BETWEEN = re.compile(r"\s+|(?<=[0-9๐-๙])[-–/](?=[0-9๐-๙])")
LATIN = re.compile(r"[A-Za-z]{4,}")
BUDDHIST = re.compile(r"(?<![0-9])2[456][0-9]{2}(?![0-9])")
ERA = re.compile(
    r"(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี|\b(?:b\.?e|c\.?e|a\.?d)\b\.?|\byear\b)\s*(?=[0-9๐-๙]{4})", re.IGNORECASE
)
# What says that a firm is a company limited, in its name wherever that stands.
LEGAL_FORM = re.compile(
    r"(?<=บริษัท)(?P<name>.{1,60}?)(?P<form>จำกัด(?:\s*\(มหาชน\))?)|(?<=\bco)(?P<dots>[.,\s]*)(?P<short>ltd|limited)\b"
    r"|(?<=\bcompany)(?P<space>\s)(?P<long>limited)\b",
    re.IGNORECASE,
)


class Text(NamedTuple):
    """A text that can be found: one of FIELDS, its language ("" where it belongs to none), its words."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """What can be found: one of KINDS, its id, its texts in the order in which they are shown as a reason."""

    kind: str
    id: str
    texts: tuple[Text, ...]


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
    """

    found: tuple[Found, ...] = ()
    terms: tuple[Term, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()


# Folding


def fold(text: str) -> str:
    """A text without what a typist may get wrong, its words separated by one space; folding twice changes nothing."""
    return "".join(letter for letter, _ in _letters(text))


@cache
def _plain(character: str) -> str:
    """What one character is folded to: letters, "" for what is left out, " " for what separates words."""
    if character in SIGNS:
        return ""
    if "\u0e00" <= character <= "\u0e7f":
        return " " if character in "ฯ฿๏๚๛" else character.translate(SAME)
    kept = ""
    for plain in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        if plain.isalnum() and not _is_thai(plain):
            kept += plain
        elif unicodedata.category(plain) not in ("Mn", "Cf"):
            kept += " "
    return kept


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"


def _letters(text: str) -> list[tuple[str, int]]:
    """The letters of a folded text, each with its place in `text`."""
    out: list[tuple[str, int]] = []
    nikhahit = False  # which with า makes ำ, however the tone mark was typed between them
    for place, character in enumerate(text):
        if character == "ํ":
            nikhahit = True
            continue
        for letter in _plain(character):
            before = out[-1][0] if out else " "
            if letter == " " == before or (letter in REPEATED and letter == before and not nikhahit):
                continue
            if letter == before == "เ":
                out[-1] = ("แ", out[-1][1])
                continue
            if " " not in (letter, before) and _is_thai(letter) != _is_thai(before):
                out.append((" ", place))
            out.append(("ำ" if letter == "า" and nikhahit else letter, place))
            nikhahit = False
    while out and out[-1][0] == " ":
        out.pop()
    for year in BUDDHIST.finditer("".join(letter for letter, _ in out)):
        for place, digit in enumerate(str(int(year.group()) - 543), year.start()):
            out[place] = (digit, out[place][1])
    return out


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(_compact, words.split()))


# Words that hold a question together and are found everywhere.
EMPTY = _folded("a an and are at by for from how in is of on or the to what where which who with") | _folded(
    "ของ ใน ที่ และ กับ มี คือ ไหน อะไร ใคร บ้าง การ บจก. บมจ."
)
# What kind of place a city is: said beside its name, it asks for nothing more.
PLACE = _folded("city cities town province municipality เมือง จังหวัด อำเภอ จ. อ.")


def _without_legal_form(text: str) -> str:
    """A text with blanks where it says that a firm is a company limited: that it is limited is no limit."""

    def blank(found: re.Match[str]) -> str:
        before = found["name"] or found["dots"] or found["space"] or ""
        return before + " " * (len(found.group()) - len(before))

    return LEGAL_FORM.sub(blank, text)


class _Written:
    """A folded text without its spaces, and where its words begin."""

    __slots__ = ("compact", "starts")

    def __init__(self, text: str) -> None:
        starts, parts, length = set(), fold(_without_legal_form(text)).split(" "), 0
        for part in parts:
            starts.add(length)
            length += len(part)
        self.compact, self.starts = "".join(parts), frozenset(starts)


# Romanised Thai is written in many ways; a key is what they have in common.
ROMAN = (
    (re.compile(r"kh|g|q"), "k"), (re.compile(r"ph|bh"), "p"), (re.compile(r"th|dh|d"), "t"),
    (re.compile(r"ch|sh|j"), "c"), (re.compile(r"v"), "w"), (re.compile(r"r(?![aeiouy])"), ""),
    (re.compile(r"oe|eo|eu|ue|ae|ea"), "e"), (re.compile(r"ou|oo|u"), "u"), (re.compile(r"ee|y|ie"), "i"),
    (re.compile(r"aw|au|ow"), "ao"), (re.compile(r"h(?![aeiou])"), ""), (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ia"), "i"),
)  # fmt: skip


def roman_key(word: str) -> str:
    """What romanised spellings of one Thai name have in common: "korn" and "khon" are both "kon"."""
    for pattern, letter in ROMAN:
        word = pattern.sub(letter, word)
    return word


def _forms(typed: str) -> tuple[str, ...]:
    """What a word of a query is looked for as: itself, and an English word in its other number too."""
    word = _compact(typed)
    if not re.fullmatch(r"[a-z]{4,}", word):
        return (word,) if word else ()
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith("ss"):
        return word, word[:-1]
    return (word, f"{word[:-1]}ies") if word.endswith("y") else (word,)


# Searching


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(_entries(data))
        self._written = {text: _Written(text) for entry in self.entries for _, _, text in entry.texts}
        self._words: dict[str, frozenset[int]] = {}
        self._near = lru_cache(maxsize=1000)(self._nearest)

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
        pieces = {_compact(piece): piece for word in typed for piece in (word, *self._cut(word))}
        known = (word for folded, word in pieces.items() if len(folded) > 1 and self._is_known(_forms(word)))
        return Answer(known=tuple(word for word in known if _compact(word) not in EMPTY | PLACE))

    def spans(self, text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
        """Where the words of a query stand in `text`, as start and end, in their order and apart from each other."""
        letters = [one for one in _letters(_without_legal_form(text)) if one[0] != " "]
        written = self._written.get(text) or _Written(text)
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
            named = any(w in whole for w, text in zip(written, own, strict=True) if FIELDS[text.field] < 2)
            rank = (
                not named,
                max(min(FIELDS[text.field] for text in texts) for texts in held),
                -sum(len({text.field for text in texts}) for texts in held),
                not any(one in compact for compact in written for one in whole),
                not any(as_typed),
                order,
            )
            ranked.append((rank, Found(entry, _reasons(entry, held, language))))
        short = any(_is_thai(form[0]) and len(form) <= SHORT for term in terms for form in term.forms)
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

    def _places(self, written: _Written, form: str) -> Iterator[tuple[int, int]]:
        """Where a folded word stands in a text as a word, or as a part of one that is long enough not to be chance."""
        start = written.compact.find(form) if form else -1
        while start >= 0:
            end = start + len(form)
            begins, ends = start in written.starts, end in self._ends(written)
            if _is_thai(form[0]):
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
    def _ends(written: _Written) -> frozenset[int]:
        return written.starts | {len(written.compact)}

    def _cuts(self, written: _Written) -> frozenset[int]:
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
        near = self._near(whole)
        by_name = [[Term(" ".join(typed), (near[0],), "" if near[0] == whole else near[1])]] if near else []
        if not self._names_in(whole):
            yield from by_name
        for reading in itertools.product(*(self._options(term) for term in telling)):
            yield [term for terms in reading for term in terms]
        yield from by_name

    def _forms_of(self, typed: str) -> tuple[str, ...]:
        """What a word is looked for as; the name of a city also without what kind of place it is."""
        forms = _forms(typed)
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
        telling = [piece for piece in map(self._piece, pieces) if piece and piece.forms[0] not in EMPTY]
        if len(pieces) > 1 and telling and all(len(one.forms[0]) > 1 and self._is_known(one.forms) for one in telling):
            options.append(telling)
        for place in range(1, len(pieces)):
            sides = [self._side("".join(pieces[:place])), self._side("".join(pieces[place:]))]
            options += [[side for side in sides if side]] if all(sides) else []
        return options or by_name or [[term]]

    def _piece(self, typed: str) -> Term | None:
        forms = _forms(typed)
        return Term(typed, forms) if forms else None

    def _side(self, typed: str) -> Term | None:
        """A part of a word that nobody knows as a whole: itself, or the nearest name."""
        word = _compact(typed)
        if len(word) >= SHORT and self._is_known((word,)):
            return Term(typed, (word,))
        near = self._near(word)
        return Term(typed, (near[0],), near[1]) if near else None

    def _nearest(self, word: str) -> tuple[str, str] | None:
        """The name nearest to a folded word, else the nearest word of any text: folded, and as it is written."""
        if len(word) < SHORT or any(character.isdecimal() for character in word):
            return None
        if word.isascii() and roman_key(word) in self._roman:
            return self._roman[roman_key(word)]
        for known in (self._names, self._latin_words if word.isascii() else self._thai_words):
            alike = get_close_matches(word, known, n=1, cutoff=NEAREST)
            if alike:
                return alike[0], known[alike[0]]
        return None

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
            if FIELDS[text.field] < 2:
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
        return {folded: word for word in words if len(folded := _compact(word)) > SHORT}

    @cached_property
    def _dictionary(self) -> Any:
        """The words of the Thai dictionary that stand in any text, folded, and the cities: what a query is cut into.

        The dictionary as it comes takes 70 MB for as long as the process lives.
        """
        from pythainlp.corpus import thai_words
        from pythainlp.util import Trie

        by_length: dict[int, set[str]] = {}
        for word in thai_words():
            folded = word.translate(DICTIONARY)
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
        letters = [place for letter, place in _letters(text) if letter != " "]
        starts = list(itertools.accumulate(map(len, self._segments(_compact(text))), initial=0))
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


# What is searched


@dataclass
class _Writer:
    """Writes the entries of a dataset, table by table."""

    data: Dataset
    cities: dict[str, list[Text]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.aliases: dict[tuple[str, str], list[Text]] = {}
        for row in self.data.aliases.itertuples():
            # An alias with a source is how that source prints the name; the others are how people write it.
            kind = "printed" if row.kind == "ocr" or (row.kind == "spelling" and row.source) else str(row.kind)
            text = Text("alias" if kind == "spelling" else kind, "", str(row.alias))
            self.aliases.setdefault((str(row.entity), str(row.entity_id)), []).append(text)
        for row in self.data.cities.to_dict("records"):
            names = [*self.both("city", row, "name"), *self.aliases.get(("city", row["city_id"]), [])]
            self.cities[row["city_id"]] = [Text("city", text.language, text.text) for text in names]

    def both(self, field_name: str, row: Any, column: str) -> list[Text]:
        """A pair of columns as texts."""
        return [Text(field_name, language, row[f"{column}_{language}"]) for language in LANGUAGES]

    def labels(self, field_name: str, codes: str, values: Iterable[str]) -> list[Text]:
        """What codes mean, as texts."""
        return [
            Text(field_name, language, self.data.labels(codes, language)[value])
            for value in values
            if value
            for language in LANGUAGES
        ]

    def dated(self, *edtf: str) -> list[Text]:
        return [Text("date", language, dates.spoken(one, language)) for one in edtf if one for language in LANGUAGES]

    def of_cities(self, ids: Iterable[str]) -> list[Text]:
        return [text for city in ids if city for text in self.cities[city]]

    def entry(self, kind: str, row: Any, key: str, texts: Iterable[Text], alias_of: str = "") -> Entry:
        names = [text for text in texts if text.text]
        own = [text for text in names if FIELDS[text.field] < 1]
        rest = [text for text in names if FIELDS[text.field] >= 1]
        also = self.aliases.get((alias_of or kind, row[key]), [])
        return Entry(kind, row[key], tuple(dict.fromkeys([*own, *also, *rest])))


def _legal_form(name: str) -> str:
    """What `_without_legal_form` takes out of a name: "จำกัด", "Ltd"; "" where it is no firm."""
    found = LEGAL_FORM.search(name)
    return next(filter(None, (found["form"], found["short"], found["long"])), "") if found else ""


def _entries(data: Dataset) -> Iterator[Entry]:
    write = _Writer(data)
    members = data.memberships.groupby("city_id", sort=False)
    standings = {str(city_id): rows.to_dict("records") for city_id, rows in members}
    provinces = {row["iso"]: row for row in data.provinces.drop(columns="geometry").to_dict("records")}
    for row in data.cities.to_dict("records"):
        own = standings.get(row["city_id"], [])
        yield write.entry("city", row, "city_id", [
            *write.both("name", row, "name"),
            *(text for standing in own for text in write.both("member", standing, "member_name")),
            *(text for standing in own for text in write.dated(standing["since"])),
            *write.both("province", provinces[row["province_iso"]], "name"),
            *write.labels("region", "region_nso", [row["region_nso"]]),
        ])  # fmt: skip
    for row in data.themes.to_dict("records"):
        pairs = (("name", "name"), ("words", "definition"), ("words", "include"))
        texts = [text for name, column in pairs for text in write.both(name, row, column)]
        yield write.entry("theme", row, "theme_id", texts, alias_of="term")
    themes = {row["theme_id"]: row for row in data.themes.to_dict("records")}
    for row in data.evidence.to_dict("records"):
        judged = [row["appraisal"]] if row["appraisal"] != "none" else []
        yield write.entry("claim", row, "evidence_id", [
            *write.both("statement", row, "statement"),
            Text("quoted", "th", row["printed_words_th"]),
            *write.labels("appraisal", "appraisal", judged),
            *(text for theme in row["themes"] for text in write.both("theme", themes[theme], "name")),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
            *(Text("as_of", text.language, text.text) for text in write.dated(row["as_of"])),
        ])  # fmt: skip
    for row in data.spaces.drop(columns="geometry").to_dict("records"):
        yield write.entry("space", row, "space_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.labels("kind", "space_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip
    works = data.partnerships.groupby("partner_id")["city_id"].unique()
    for row in data.partners.to_dict("records"):
        names = write.both("name", row, "name")
        yield write.entry("partner", row, "partner_id", [
            *names,
            *(Text("legal_form", one.language, _legal_form(one.text)) for one in names),
            *write.both("abbreviation", row, "abbreviation"),
            *write.labels("kind", "sector", [row["sector"]]),
            *write.of_cities(works.get(row["partner_id"], [])),
        ])  # fmt: skip
    for row in data.programmes.to_dict("records"):
        yield write.entry("programme", row, "programme_id", [
            *write.both("name", row, "name"),
            *write.both("purpose", row, "purpose"),
            *write.dated(row["since"], row["until"]),
            *write.labels("kind", "programme_kind", [row["kind"]]),
            *write.labels("audience", "audience", row["audience"]),
            *write.of_cities([row["city_id"]]),
        ])  # fmt: skip
    for row in data.events.to_dict("records"):
        yield write.entry("event", row, "event_id", [
            *write.both("name", row, "title"),
            *write.dated(row["date"]),
            *write.labels("kind", "event_kind", [row["kind"]]),
            *write.of_cities(row["city_ids"]),
        ])  # fmt: skip
