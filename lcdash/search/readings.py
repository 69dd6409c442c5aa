"""The ways to read a query: as it was typed, then without what says nothing, then by what is nearest to it."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search import folding
from lcdash.search.folding import compact, folded, is_thai
from lcdash.search.names import Names
from lcdash.search.queries import ASKING
from lcdash.search.texts import SHORT, Texts

PHRASE = 6  # of so many words at most is a synonym
MANY = 40  # so many words of a query are looked for apart, where nothing holds all


# Words that hold a question together and are found everywhere.
EMPTY = folded(
    "a an and are as at be between by do does for from has have how in is it of on or that the their there they this to"
    " what when where which who whose why with"
) | folded(
    "ของ ใน ที่ และ กับ มี คือ ไหน อะไร ใคร บ้าง การ ความ ยัง ยังมี เป็น ได้ ให้ จาก โดย กัน แบบ นี้ ว่า อย่าง ด้วย อยู่ เพื่อ ถึง"
    " เกี่ยวกับ เรื่อง บจก. บมจ."
)
# What kind of place a city is: said beside its name, it asks for nothing more.
PLACE = folded("city cities town province municipality nakhon mueang muang thesaban tessaban เมือง จังหวัด อำเภอ จ. อ.")
# What a municipality or a province's own administration is called by before or after the name of its province.
MUNICIPALITY = folded("เทศบาลนคร เทศบาลเมือง เทศบาลตำบล เทศบาล อบจ. ทน. ทม. citymunicipality townmunicipality pao")


class Term(NamedTuple):
    """A word of a query as it is looked for: each of `forms`, folded, will do."""

    typed: str
    forms: tuple[str, ...]
    read: str = ""  # what it was read as, where that is not what was typed
    alike: tuple[str, ...] = ()  # the other words of its concept, which will do as well

    @property
    def own(self) -> tuple[str, ...]:
        """Those of `forms` that are the word itself, not another of its concept."""
        alike = set(map(compact, self.alike))
        return tuple(form for form in self.forms if form not in alike)

    @property
    def asks(self) -> bool:
        """Whether it only asks, or says that something is a member: "is Lamphun a member"."""
        return self.forms[0] in ASKING


class Readings:
    """Reads queries over one dataset's names and texts."""

    def __init__(self, data: Dataset, names: Names, texts: Texts) -> None:
        self._names, self._texts = names, texts
        self._synonyms: dict[str, tuple[str, ...]] = {}
        for _, words in data.synonyms.groupby("concept", sort=False)["word"]:
            self._synonyms |= dict.fromkeys(map(compact, words), tuple(words))
        provinces = data.provinces.drop(columns="geometry").to_dict("records")
        self._provinces = {compact(row[f"name_{name}"]): row["iso"] for row in provinces for name in LANGUAGES}
        self._places = self._provinces.keys() | names.cities
        self.province = lru_cache(maxsize=1000)(self._province)

    def of(self, typed: Sequence[str]) -> Iterator[list[Term]]:
        """The ways to read the words of a query, the likeliest first; none where they say nothing."""
        as_typed = [term for word in self.phrases(typed, self._places) if (term := self._term(word)).forms]
        cities = self._names.cities
        empty = EMPTY | PLACE if any(not cities.isdisjoint(term.forms) for term in as_typed) else EMPTY
        telling = [term for term in as_typed if term.forms[0] not in empty] or as_typed
        if not telling:
            return
        whole = "".join(term.forms[0] for term in telling)
        if len(telling) > 1 and (same := self._names.same(whole)):
            yield [self._meant(" ".join(typed), same)]
        yield telling
        if self.elsewhere([whole]):
            return
        near = self._names.nearest(whole)
        near = near if near and self._keeps(telling, near[0]) else None
        by_name = [[self._meant(" ".join(typed), near, same=near[0] == whole)]] if near else []
        if (slip := self.slip(typed)) and self._keeps(telling, slip[0]):
            yield [self._meant(" ".join(typed), slip)]
        if not self._names.within(whole):
            yield from by_name
        for reading in itertools.product(*(self._options(term) for term in telling)):
            yield [term for terms in reading for term in terms]
        yield from by_name

    def bare(self, typed: Sequence[str]) -> list[str]:
        """The words of a query, Thai that nobody knows as one word in the runs between what only asks or joins."""
        return [bare for word in typed for bare in self._runs(word)]

    def _runs(self, word: str) -> list[str]:
        folded = compact(word)
        if not folded or not is_thai(folded[0]) or self.is_concept(folded) or self._texts.is_known((folded,)):
            return [word]
        pieces = ("" if compact(piece) in EMPTY | ASKING else piece for piece in self._texts.cut(word))
        return "\n".join(pieces).replace("\n\n", " ").replace("\n", "").split()

    def slip(self, typed: Sequence[str]) -> tuple[str, str] | None:
        """The name that the words are together but for a letter or two, folded and as it is written."""
        word = compact("".join(typed))
        return None if self.province(word) else self._names.slip(word)

    def known(self, typed: Sequence[str]) -> tuple[str, ...]:
        """Those of the words, and of what they are made of, that are found by themselves and say something."""
        pieces = {compact(piece): piece for word in typed for piece in (word, *self._texts.cut(word))}
        known = (w for folded, w in pieces.items() if len(folded) > 1 and self._texts.is_known(folding.forms(w)))
        return tuple(word for word in known if compact(word) not in EMPTY | PLACE)

    def apart(self, typed: Sequence[str]) -> list[Term]:
        """The words that say something, each as it is, in the pieces that are found, or as the nearest name or word."""
        terms: dict[tuple[str, ...], Term] = {}
        for word in self.phrases(typed, self._places)[:MANY]:
            term = self._term(word)
            whole = not term.forms or self.is_place(term) or self._texts.is_known(term.forms)
            for one in [term] if whole else self._cut(word) or self._nearest(term):
                terms.setdefault(one.forms, one)
        return [term for forms, term in terms.items() if forms and compact(term.typed) not in EMPTY | PLACE]

    def _cut(self, word: str) -> list[Term]:
        """The pieces of a word that say something, where one of them is found; none where none is."""
        telling = [piece for piece in map(self._piece, self._texts.cut(word)) if piece and len(piece.forms[0]) > 1]
        held = any(self._texts.is_known(one.forms) for one in telling)
        return telling if held else []

    def pieces(self, typed: Sequence[str]) -> list[Term]:
        """The words that say something, Thai cut by the dictionary though its pieces be found together somewhere."""
        terms: dict[tuple[str, ...], Term] = {}
        for word in self.phrases(typed, self._places)[:MANY]:
            term = self._term(word)
            thai = bool(term.forms) and is_thai(term.forms[0][0]) and not self.is_concept(term.forms[0])
            whole = not thai or term.forms[0] in self._places
            for one in [term] if whole else self._cut(word) or [term]:
                terms.setdefault(one.forms, one)
        return [term for forms, term in terms.items() if forms and compact(term.typed) not in EMPTY | PLACE | ASKING]

    def is_concept(self, word: str) -> bool:
        """Whether a folded word is one of those that stand for a concept."""
        return word in self._synonyms

    def _nearest(self, term: Term) -> list[Term]:
        """A word that nobody knows, by the name or word that it is near to; else as it is."""
        near = self._names.nearest(term.forms[0]) if term.forms else None
        return [self._meant(term.typed, near) if near else term]

    def is_place(self, term: Term) -> bool:
        """Whether a word names a city, a province or a municipality, one of the dataset or not."""
        kinds = (kind for kind in MUNICIPALITY if len(kind) > SHORT or "." in term.typed)
        named = any(term.forms[0].startswith(kind) and term.forms[0] != kind for kind in kinds)
        return named or bool(self.province(term.typed)) or not self._names.cities.isdisjoint(term.forms)

    def _keeps(self, terms: Sequence[Term], name: str) -> bool:
        """Whether a name that a query may be meant for leaves out no word of it, and no place that it names."""
        first, last = terms[0].forms[0], terms[-1].forms[0]
        whole = "".join(term.forms[0] for term in terms)
        left_out = len(terms) > 1 and (whole.removeprefix(first) == name or whole.removesuffix(last) == name)
        places = (term for term in terms if self.is_place(term))
        return not left_out and all(any(form in name for form in term.forms) for term in places)

    def _province(self, typed: str) -> str:
        """The province of that name, also with what kind of place it is before or after it; "" where it is none."""
        word = compact(typed)
        bare = [word, *(word.removeprefix(kind).removesuffix(kind) for kind in (*PLACE, *MUNICIPALITY))]
        named = [*bare, *(compact(other) for name in bare for other in self._synonyms.get(name, ()))]
        return next((self._provinces[name] for name in named if name in self._provinces), "")

    def elsewhere(self, typed: Sequence[str]) -> bool:
        """Whether the words are a province in which nothing of that name is known."""
        return bool(self.province("".join(typed))) and compact("".join(typed)) not in self._names.names

    def _forms_of(self, typed: str) -> tuple[str, ...]:
        """What a word is looked for as; the name of a city also without what kind of place it is."""
        forms = folding.forms(typed)
        bare = (forms[0].removeprefix(kind) for kind in PLACE if forms and forms[0].startswith(kind))
        return tuple(dict.fromkeys([*forms, *(name for name in bare if name in self._names.cities)]))

    def _term(self, typed: str) -> Term:
        """A word as it is looked for: as itself, and as the other words of its concept."""
        forms = self._forms_of(typed)
        concept = next((self._synonyms[form] for form in forms if form in self._synonyms), ())
        others = tuple(word for word in concept if compact(word) not in forms)
        return Term(typed, tuple(dict.fromkeys([*forms, *map(compact, others)])), alike=others)

    def phrases(self, typed: Sequence[str], also: Collection[str] = ()) -> list[str]:
        """The words of a query, each once, those that are one synonym or one of `also` together as one."""
        words, found = list(dict.fromkeys(typed)), []
        while words:
            together = ((number, compact("".join(words[:number]))) for number in range(PHRASE, 1, -1))
            number = next((number for number, one in together if one in self._synonyms or one in also), 1)
            found.append(" ".join(words[:number]))
            words = words[number:]
        return found

    def _options(self, term: Term) -> list[list[Term]]:
        """The ways to read one word: as it is where it is found anywhere, else by the nearest name, else in pieces."""
        known = self._texts.is_known
        if self.province(term.typed):
            return [[term]]
        options = [[term]] if known(term.forms) else []
        word = term.forms[0]
        near = None if options else self._names.nearest(word)
        by_name = [[self._meant(term.typed, near)]] if near else []
        pieces = self._texts.cut(term.typed)
        telling = self._pieces(pieces)
        # Of words that are known is no other word misspelt, but for a slip.
        compound = bool(near and telling and not self._names.is_slip(word, near[0]))
        if not compound and not self._names.within(word):
            options += by_name
        if telling:
            options.append(telling)
        for place in range(1, len(pieces)):
            sides = [self._side("".join(pieces[:place])), self._side("".join(pieces[place:]))]
            options += [[side for side in sides if side and side.forms]] if all(sides) else []
        return options or by_name or [[term]]

    def _pieces(self, pieces: Sequence[str]) -> list[Term]:
        """Those of the pieces of a word that say something; none where one of these is not found."""
        telling = [piece for piece in map(self._piece, pieces) if piece and piece.forms[0] not in EMPTY | PLACE]
        known = all(len(one.forms[0]) > 1 and self._texts.is_known(one.forms) for one in telling)
        return telling if len(pieces) > 1 and known else []

    def _piece(self, typed: str) -> Term | None:
        term = self._term(typed) if folding.forms(typed) else None
        return term if term and term.forms else None

    def _side(self, typed: str) -> Term | None:
        """A part of a word that nobody knows as a whole: itself, or the nearest name."""
        word = compact(typed)
        if word in EMPTY:
            return Term(typed, ())
        if len(word) >= SHORT and self._texts.is_known((word,)):
            return Term(typed, (word,))
        near = self._names.nearest(word)
        return self._meant(typed, near) if near and near[0] not in word else None

    def _meant(self, typed: str, near: tuple[str, str], *, same: bool = False) -> Term:
        """A word as it is looked for by the name or word that it is near to, folded and as it is written."""
        term = self._term(near[1])
        return Term(typed, tuple(dict.fromkeys([near[0], *term.forms])), "" if same else near[1], term.alike)
