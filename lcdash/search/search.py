"""Search over names and statements in both languages, forgiving what people mistype.

A text and a query are folded alike (`folding`): case, tone marks and other signs above a letter, letters that sound
the same, vowels that look or sound near each other, Thai digits, Buddhist years. Every word of a query has to be found
in one entry (`search_entries`); a word of synonyms.csv is looked for as the others of its concept too. Where a query
finds nothing as it was typed, it is asked without what only makes a question of it (`queries`), then read again
(`readings`): cut into words (Thai is written without spaces), then by the nearest names there are ("Korn Kaen",
"ฉเชิงเทรา"); `Answer.read` says how, so that no reader is answered another question unawares. Where what was typed
stands only inside longer words, `Answer.meant` says what else it may be. Names are searched as names: what only says
that a firm is a company limited counts beside its name and not by itself, so that a search for limits (จำกัด) finds
limits. Where nothing holds every word in any reading, what holds most of them is offered, and `Answer.partly` says so;
where a place is named, nothing of another place is. In which order what was found is listed: `ranking`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search import queries, ranking, search_entries
from lcdash.search.folding import compact, is_thai
from lcdash.search.names import Names, city_names, known_texts
from lcdash.search.queries import Asked
from lcdash.search.ranking import Found
from lcdash.search.readings import Readings, Term
from lcdash.search.search_entries import ABOUT, BEHIND, BESIDE, FIELDS, PERSONS, RUNNING, TOLD, Text
from lcdash.search.texts import SHORT, Texts

READINGS = 40  # how many ways a query is read before it is given up


@dataclass(frozen=True)
class Answer:
    """What a query found: by kind in the order of KINDS, the better match first, else in the order of the dataset.

    terms  the words as they were looked for.
    read   (typed, read as) where a word was found only by another spelling.
    known  of a query that found nothing: those of its words that are found by themselves.
    province  of a query that found nothing: the province it names, by ISO 3166-2; "" where it names none.
    meant  (typed, name) where a word stands only inside longer words, and a name is near to it.
    alike  (typed, the others of its concept that are found) where a word was looked for as others too.
    partly  whether nothing holds every word, and what was found holds most of them.
    """

    found: tuple[Found, ...] = ()
    terms: tuple[Term, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    province: str = ""
    meant: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    partly: bool = False


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(search_entries.entries(data))
        self._entries_with: dict[str, list[int]] = {}
        for order, entry in enumerate(self.entries):
            for text in dict.fromkeys(text.text for text in entry.texts):
                self._entries_with.setdefault(text, []).append(order)
        words = city_names(self.entries) | set(map(compact, data.synonyms["word"]))
        self._texts = Texts(self._entries_with, known_texts(self.entries), words)
        self._names = Names(self.entries, self._texts, data.synonyms["word"])
        self._readings = Readings(data, self._names, self._texts)

    def search(self, query: str, language: str = LANGUAGES[0]) -> Answer:
        """What `query` finds, read as it was typed or, where that finds nothing, in the first way that does.

        language  that of the reader: the reasons are given in it where they can be.
        """
        variants = sorted(queries.variants(query), key=self._readings.asks_more)
        told_of = None  # what is found only where texts behind the data speak of it, and no other reading finds more
        for number, (asked, terms) in enumerate(itertools.islice(self._read(variants), READINGS)):
            found = self._find(terms, asked, language)
            if found and not self._only_told_of(found, terms):
                return self._answer(found, terms)
            if found and not told_of and not (number >= len(variants) and any(term.read for term in terms)):
                told_of = self._answer(found, terms)
        bare = variants[-1].words
        if told_of:  # words scattered over the whole of how this was made are worth less than most of them in one place
            scattered = all(one.entry.kind == "page" and len(one.reasons) > 1 for one in told_of.found)
            return (self._partly(bare, language) if scattered else None) or told_of
        province = next(filter(None, (self._readings.province("".join(asked.words)) for asked in variants)), "")
        if province:
            return Answer(province=province)
        return self._partly(bare, language) or Answer(known=self._readings.known(bare))

    def spans(self, text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
        """Where the words of a query stand in `text`, as start and end, in their order and apart from each other."""
        return self._texts.spans(text, (form for term in terms for form in term.forms))

    def _read(self, variants: Sequence[Asked]) -> Iterator[tuple[Asked, list[Term]]]:
        """The ways to read a query, each with its words: every variant as it is, before any is read otherwise."""
        readings = [(asked, self._readings.of(asked.words)) for asked in variants]
        for asked, ways in readings:
            yield from ((asked, terms) for terms in itertools.islice(ways, 1))
        if any(self._readings.elsewhere(asked.words) for asked in variants):  # Ranong is no misspelt Rayong
            return
        for asked, ways in readings:
            yield from ((asked, terms) for terms in ways)

    def _answer(self, found: tuple[Found, ...], terms: Sequence[Term]) -> Answer:
        read = tuple((term.typed, term.read) for term in terms if term.read)
        told = {text.text for one in found for text in one.reasons}
        others = (
            (term, [word for word in term.alike if self._texts.holding([compact(word)]) & told]) for term in terms
        )
        alike = tuple((term.typed, tuple(words)) for term, words in others if words)
        return Answer(found, tuple(terms), read, meant=self._meant(terms, found), alike=alike)

    def _only_told_of(self, found: Sequence[Found], terms: Sequence[Term]) -> bool:
        """Whether they stand only in running texts, or apart, of what tells of the data, of misspelt names too."""
        holding = [self._texts.holding(term.forms) for term in terms]
        together = ranking.together(term.forms for term in terms)
        return all(
            one.entry.kind in BEHIND
            and (
                any(all(text.field in TOLD for text in one.entry.texts if text.text in held) for held in holding)
                or (
                    one.entry.kind in ABOUT
                    and not any(
                        form in self._texts.written(text.text).compact for text in one.entry.texts for form in together
                    )
                )
            )
            for one in found
        )

    def _find(self, terms: Sequence[Term], asked: Asked, language: str) -> tuple[Found, ...]:
        """The entries that hold every term, and at least one of them by itself."""
        ranked = []
        whole = ranking.whole(terms, asked.words, self._readings.slip(asked.words))
        holding = [self._texts.holding(term.forms) for term in terms]
        orders = [{order for text in texts for order in self._entries_with[text]} for texts in holding]
        for order in sorted(set.intersection(*orders)) if orders else ():
            entry = self.entries[order]
            held = [[text for text in entry.texts if text.text in texts] for texts in holding]
            if self._by_itself(terms, held):
                rank = ranking.rank(entry, terms, held, whole, self._texts, order)
                ranked.append((rank, Found(entry, ranking.reasons(entry, held, language))))
        short = any(is_thai(form[0]) and len(form) <= SHORT for term in terms for form in term.own)
        if short and any(not rank.otherwise for rank, _ in ranked):  # with another tone mark it is another word
            ranked = [one for one in ranked if not one[0].otherwise]
        if asked.person:
            persons = [one for one in ranked if any(text.field in PERSONS for text in one[1].reasons)]
            ranked = persons or ranked
        return ranking.in_kinds(ranked, whole)

    def _partly(self, typed: Sequence[str], language: str) -> Answer | None:
        """What holds most of the words, where nothing holds all; half of them, where each is found; else None.

        Where places are named, it holds one of them: no other place is offered in the stead of one that is not known.
        A word that is found nowhere may be such a place; beside a known one it counts for little, and what holds
        nothing but the known one is the city itself.
        """
        terms = self._readings.apart(typed)
        holding = [self._texts.holding(term.forms) for term in terms]
        orders = [{order for text in texts for order in self._entries_with[text]} for texts in holding]
        rarity = [math.log((1 + len(self.entries)) / (1 + len(held))) for held in orders]
        places = [held for term, held in zip(terms, orders, strict=True) if self._readings.is_place(term)]
        due = sum(weight for weight, held in zip(rarity, orders, strict=True) if held or not places)
        half = bool(places) or all(orders)
        ranked = []
        for order in set().union(*(places or orders)):
            entry = self.entries[order]
            words = [number for number, held in enumerate(orders) if order in held]
            held = [[text for text in entry.texts if text.text in holding[number]] for number in words]
            weight = sum(rarity[number] for number in words)
            enough = 2 * len(words) > len(terms) - half and 2 * weight >= due
            offered = entry.kind not in BEHIND or _is_named(held)
            if entry.kind == "city" or all(orders[number] in places for number in words):
                offered = entry.kind == "city" and bool(places)
            if enough and offered and self._by_itself([terms[number] for number in words], held):
                worst = max(min(FIELDS[text.field] for text in texts) for texts in held)
                ranked.append(
                    ((-len(words), -weight, worst, order), Found(entry, ranking.reasons(entry, held, language)))
                )
        found = ranking.in_part(ranked)
        return replace(self._answer(found, terms), meant=(), partly=True) if found else None

    def _meant(self, terms: Sequence[Term], found: Sequence[Found]) -> tuple[tuple[str, str], ...]:
        """(typed, name) of each term that stands in what was found only inside longer words, where a name is near."""
        told = []
        for term in terms:
            if term.read or any(ranking.stands(term, one.reasons, self._texts) for one in found):
                continue
            near = self._names.nearest(term.forms[0])
            if near and near[0] not in term.forms:
                told.append((term.typed, near[1]))
        return tuple(told)

    def _by_itself(self, terms: Sequence[Term], held: Sequence[Sequence[Text]]) -> bool:
        """Whether an entry is found by what it says itself: a word that only says "limited" needs more than a city."""
        own = [any(FIELDS[text.field] < BESIDE for text in texts) for texts in held]
        legal = any(all(text.field == "legal_form" for text in texts) for texts in held)
        cities = self._names.cities
        telling = (not cities.isdisjoint(term.forms) for term, found in zip(terms, own, strict=True) if found)
        return any(own) and not (legal and all(telling))


def _is_named(held: Sequence[Sequence[Text]]) -> bool:
    """Whether every word stands in what names an entry, not in its running texts."""
    return all(any(FIELDS[text.field] < RUNNING for text in texts) for texts in held)


@cache
def index(data: Dataset) -> Index:
    """The index of a dataset, made once per process."""
    return Index(data)
