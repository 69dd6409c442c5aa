"""Which entries hold enough of the words of a query, read in one way, and what each word weighs among the entries."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from lcdash.search import ranking
from lcdash.search.folding import is_thai
from lcdash.search.queries import Asked
from lcdash.search.ranking import Fit
from lcdash.search.readings import Readings, Term
from lcdash.search.search_entries import BESIDE, FIELDS, PERSONS, Entry, Text
from lcdash.search.texts import SHORT, Texts

DUE, DUE_UNKNOWN = 0.4, 0.65  # of the weight of its words an entry has to hold; more of words that nothing holds
EVERYWHERE = 0.05  # what a word weighs that every entry holds
LONG, UNHELD = 6, 0.5  # a word held nowhere counts less, one that is shorter still less: it may be a piece of one
FILL = 5  # where fewer hold every word, those follow that hold most of them, so many in all
ASKED, NOWHERE = 0.1, 0.3  # what words that only ask, and words held nowhere beside a place, count of their weight


class Matches:
    """The entries of a dataset, each with the words of a query that it holds.

    cities  folded names of cities.
    """

    def __init__(self, entries: Sequence[Entry], texts: Texts, readings: Readings, cities: Collection[str]) -> None:
        self._entries, self._texts, self._readings, self._cities = entries, texts, readings, frozenset(cities)
        self._entries_with = _entries_with(entries)
        self.holders = lru_cache(maxsize=2000)(self._those_holding)

    def fits(self, terms: Sequence[Term], asked: Asked, share: float = 1) -> tuple[Fit, ...]:
        """The entries that hold every word or, where none does or they fit better, most of the weight of the words.

        share  how much of the weight that is else due is enough.
        """
        telling = [term for term in terms if not term.asks] or terms
        whole = ranking.whole(telling, asked.words, self._readings.slip(asked.words))
        holders = [self.holders(term.forms) for term in terms]
        weights = self.weights(terms, holders)
        fits = []
        for order, numbers in self._holding_enough(terms, holders, weights, share).items():
            held = {number: holders[number][order] for number in numbers}
            fit = ranking.score(self._entries[order], terms, held, weights, whole, self._texts, defining=asked.defining)
            fits.append(fit)
        return self._kept(fits, terms, asked)

    def _kept(self, fits: list[Fit], terms: Sequence[Term], asked: Asked) -> tuple[Fit, ...]:
        """Those of what fits that are listed."""
        if any(fit.whole for fit in fits):
            enough = max(fit.score for fit in fits if fit.whole)
            fits = sorted(fits, key=lambda fit: (not (fit.whole or fit.score > enough), -fit.score))
            kept = sum(fit.whole or fit.score > enough for fit in fits)
            fits = fits[: max(kept, 0 if asked.person or _is_dated(terms) else FILL)]
        else:
            fits = sorted(fits, key=lambda fit: -fit.score)[: ranking.SOME]
        short = any(is_thai(form[0]) and len(form) <= SHORT for term in terms for form in term.own)
        if short:  # with another tone mark it is another word
            fits = [fit for fit in fits if ranking.literal(fit.entry, asked.words)] or fits
        if asked.person:
            fits = [fit for fit in fits if any(text.field in PERSONS for held in fit.held for text in held)] or fits
        return tuple(fits)

    def weights(self, terms: Sequence[Term], holders: Sequence[Mapping[int, Sequence[Text]]]) -> list[float]:
        """How rare each word is among the entries; less of what only asks, or is held nowhere beside a place."""
        place = any(held and self._readings.is_place(term) for term, held in zip(terms, holders, strict=True))
        weights = []
        for term, held in zip(terms, holders, strict=True):
            rarity = math.log((1 + len(self._entries)) / (1 + len(held))) + EVERYWHERE
            if len(term.forms[0]) == 1:  # a letter tells nothing
                rarity *= NOWHERE
            elif not held:
                rarity *= UNHELD * min(1, len(term.forms[0]) / LONG)
            weights.append(rarity * (ASKED if term.asks else NOWHERE if place and not held else 1))
        return weights

    def _holding_enough(
        self,
        terms: Sequence[Term],
        holders: Sequence[Mapping[int, Sequence[Text]]],
        weights: Sequence[float],
        share: float,
    ) -> dict[int, list[int]]:
        """Entries by their order, with the numbers of the words they hold: most of their weight, and of a place named.

        What holds nothing but a place, where more is asked, is the place itself.
        """
        places = {number for number, term in enumerate(terms) if self._readings.is_place(term)}
        numbers: dict[int, list[int]] = {}
        for number, held in enumerate(holders):
            for order in held:
                numbers.setdefault(order, []).append(number)
        more = any(not term.asks for number, term in enumerate(terms) if number not in places)
        shares = (DUE if held else DUE_UNKNOWN for held in holders)
        due = share * sum(weight * one for weight, one in zip(weights, shares, strict=True))
        return {
            order: held
            for order, held in sorted(numbers.items())
            if sum(weights[number] for number in held) >= due
            and (not places or not places.isdisjoint(held))
            and (not more or not places.issuperset(held) or self._entries[order].kind == "city")
            and self._by_itself([terms[number] for number in held], [holders[number][order] for number in held])
        }

    def _by_itself(self, terms: Sequence[Term], held: Sequence[Sequence[Text]]) -> bool:
        """Whether an entry is found by what it says itself: a word that only says "limited" needs more than a city."""
        own = [any(FIELDS[text.field] < BESIDE for text in texts) for texts in held]
        legal = any(all(text.field == "legal_form" for text in texts) for texts in held)
        telling = (not self._cities.isdisjoint(term.forms) for term, found in zip(terms, own, strict=True) if found)
        return any(own) and not (legal and all(telling))

    def _those_holding(self, forms: tuple[str, ...]) -> Mapping[int, tuple[Text, ...]]:
        """The entries that hold one of these folded words, by their order, with the texts in which it stands."""
        texts = self._texts.holding(forms)
        orders = sorted({order for text in texts for order in self._entries_with[text]})
        return {order: tuple(text for text in self._entries[order].texts if text.text in texts) for order in orders}


def _is_dated(terms: Sequence[Term]) -> bool:
    """Whether a number is asked for, such as a year: another one is no answer."""
    return any(letter.isdecimal() for term in terms for letter in term.forms[0])


def _entries_with(entries: Sequence[Entry]) -> Mapping[str, Sequence[int]]:
    """Text -> the entries that hold it, by their order."""
    orders: dict[str, list[int]] = {}
    for order, entry in enumerate(entries):
        for text in dict.fromkeys(text.text for text in entry.texts):
            orders.setdefault(text, []).append(order)
    return orders
