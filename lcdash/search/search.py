"""Search over names and statements in both languages, forgiving what people mistype.

A text and a query are folded alike (`folding`): case, tone marks and other signs above a letter, letters that sound
the same, vowels that look or sound near each other, Thai digits, Buddhist years. A query may be read in several ways
(`readings`): as it was typed, cut into words (Thai is written without spaces), by the nearest names there are ("Korn
Kaen", "ฉเชิงเทรา"). In each of them every entry (`search_entries`) is scored by how many and how rare the words are
that it holds, and where (`ranking`); the reading that something fits best is the answer. `Answer.read` says how it
differs from what was typed, so that no reader is answered another question unawares; `Answer.partly`, that nothing
holds every word. Where what was typed is found too, or only inside longer words, `Answer.meant` says what else it may
be. Where a place is named, nothing of another place is offered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search import queries, ranking, search_entries
from lcdash.search.city_questions import CityQuestions, Standing, standing
from lcdash.search.folding import compact
from lcdash.search.matches import Matches
from lcdash.search.names import Names, city_names, known_texts
from lcdash.search.queries import ASKING, Asked
from lcdash.search.ranking import Fit, Found
from lcdash.search.readings import EMPTY, Readings, Term
from lcdash.search.search_entries import Text
from lcdash.search.texts import Texts

READINGS = 24  # how many ways a query is read at most
HALF = 0.5  # of the weight of what a question is about, which its subject holds
LEAST = 0.2  # the score of what holds only some of the words, below which it is no answer
EVEN = 0.05  # by so much another reading has to be better than one that is nearer to what was typed
FEW, SEVERAL = 0.6, 3  # the share of what is due where nothing holds that, of so many words at least
ENOUGH = 1.3  # a score that no other reading has to be compared with
FILL = 5  # where fewer entries are found, others are offered that hold most of the words
UNFAITHFUL = 0.3  # what a reading loses where every word of it is read as another


@dataclass(frozen=True)
class Answer:
    """What a query found: by kind in the order of KINDS, the better match first, else in the order of the dataset.

    terms  the words as they were looked for.
    read   (typed, read as) where a word was found only by another spelling.
    known  of a query that found nothing: those of its words that are found by themselves.
    province  of a query that found nothing: the province it names, by ISO 3166-2; "" where it names none.
    meant  (typed, name) where a word stands only inside longer words, or what is named so fits better.
    alike  (typed, the others of its concept that are found) where a word was looked for as others too.
    partly  whether nothing holds every word, and what was found holds most of them.
    fits  whether the first of what was found is the subject that a question about cities clearly asks for.
    """

    found: tuple[Found, ...] = ()
    terms: tuple[Term, ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    province: str = ""
    meant: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    partly: bool = False
    fits: bool = False


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(search_entries.entries(data))
        entry_texts = dict.fromkeys(text.text for entry in self.entries for text in entry.texts)
        words = city_names(self.entries) | set(map(compact, data.synonyms["word"])) | ASKING | EMPTY
        self._texts = Texts(entry_texts, known_texts(self.entries), words)
        self._names = Names(self.entries, self._texts, data.synonyms["word"])
        self._readings = Readings(data, self._names, self._texts)
        self._questions = CityQuestions(data, self.entries, self._texts, self._readings)
        self._matches = Matches(self.entries, self._texts, self._readings, self._names.cities)

    def search(self, query: str, language: str = LANGUAGES[0]) -> Answer:
        """What `query` finds; of a question about cities, what it is about, its subject before all else.

        language  that of the reader: the reasons are given in it where they can be.
        """
        words = self._questions.words(query)
        answer = self._search(" ".join(words) if words else query, language)
        if not words:
            return answer
        if not answer.found:
            answer = self._search(query, language)
        subject, fits = self._subject(query, words)
        if not subject or (answer.found and not answer.partly and not fits):
            return answer
        first = (subject.entry.kind, subject.entry.id)
        others = [one for one in answer.found if (one.entry.kind, one.entry.id) != first]
        others.sort(key=lambda one: one.entry.kind != first[0])
        told = Found(subject.entry, ranking.reasons(subject.entry, subject.held, language))
        return replace(
            answer, found=(told, *others), known=(), province="", partly=not fits and answer.partly, fits=fits
        )

    def _subject(self, query: str, words: Sequence[str]) -> tuple[Fit | None, bool]:
        """The topic or facet that a question about cities is most about, if any; whether it is clearly so."""
        terms = self._readings.apart(words)
        holders = [self._matches.holders(term.forms) for term in terms]
        weights, whole = self._matches.weights(terms, holders), ranking.whole(terms, words, None)
        saying = [self._questions.saying(term, held) for term, held in zip(terms, holders, strict=True)]
        named = self._questions.named(query, words)
        due = HALF * sum(weights)
        fits: list[tuple[Standing, Fit]] = []
        for order in self._questions.orders:
            held = {number: told[order] for number, told in enumerate(saying) if order in told}
            if order == named or (held and sum(weights[number] for number in held) >= due):
                fit = ranking.score(self.entries[order], terms, held, weights, whole, self._texts)
                fits.append((standing(fit, named=order == named), fit))
        if not fits:
            return None, False
        best, fit = max(fits, key=lambda one: (one[0], one[1].score))
        return fit, best.whole and (best.by_name or not self._unsaid(holders))

    def _unsaid(self, holders: Sequence[Mapping[int, Sequence[Text]]]) -> bool:
        """Whether the name of what the documents leave out holds every word."""
        every = set.intersection(*(set(held) for held in holders))
        silences = (order for order in every if self.entries[order].kind == "silence")
        return any(all(any(text.field == "name" for text in held[order]) for held in holders) for order in silences)

    def _search(self, query: str, language: str) -> Answer:
        """What `query` finds in the reading of it that something fits best."""
        variants = queries.variants(query)
        bare = self._readings.bare(variants[-1].words)
        if bare and all(bare != other.words for other in variants):
            variants.append(variants[-1]._replace(words=bare))
        best: tuple[float, tuple[Fit, ...], list[Term]] = (0.0, (), [])
        typed: tuple[tuple[Fit, ...], list[Term]] = ((), [])  # what holds every word as it was typed
        read = set()
        for asked, terms in itertools.islice(self._read(variants), READINGS):
            forms = tuple(term.forms for term in terms)
            if not forms or forms in read:
                continue
            read.add(forms)
            fits = self._matches.fits(terms, asked)
            whole = any(fit.whole for fit in fits)
            top = max((fit.score for fit in fits), default=0.0) * self._faith(terms) ** (1 if whole else 3)
            if top > max(best[0] + EVEN, 0 if whole else LEAST):
                best = (top, fits, terms)
            if whole and not typed[0] and not any(term.read for term in terms):
                typed = (fits, terms)
            if top > ENOUGH and whole:
                break
        if best[1]:
            fits, terms = self._filled(*best[1:], variants)
            return self._answer(fits, terms, *typed, language)
        if few := self._few(variants):
            return self._answer(*few, (), (), language)
        named = ("".join(word for word in asked.words if compact(word) not in ASKING) for asked in variants)
        province = next(filter(None, map(self._readings.province, named)), "")
        return Answer(province=province) if province else Answer(known=self._readings.known(variants[-1].words))

    def _filled(
        self, fits: tuple[Fit, ...], terms: list[Term], variants: Sequence[Asked]
    ) -> tuple[tuple[Fit, ...], list[Term]]:
        """Where little was found, also what holds most of the pieces that the words are made of."""
        asked = variants[-1]
        person = any(one.person for one in variants)
        pieces = self._readings.pieces(asked.words) if len(fits) < FILL and not person else []
        if not pieces or {term.forms for term in pieces} == {term.forms for term in terms}:
            return fits, terms
        known = {(fit.entry.kind, fit.entry.id) for fit in fits}
        more = [one for one in self._matches.fits(pieces, asked) if (one.entry.kind, one.entry.id) not in known]
        more.sort(key=lambda fit: -fit.score)
        if more := more[: FILL - len(fits)]:
            fits, terms = (*fits, *more), [*terms, *pieces]
        return fits, terms

    def spans(self, text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
        """Where the words of a query stand in `text`, as start and end, in their order and apart from each other."""
        return self._texts.spans(text, (form for term in terms for form in term.forms))

    def _read(self, variants: Sequence[Asked]) -> Iterator[tuple[Asked, list[Term]]]:
        """The ways to read a query, each with its words: every variant as it is, before any is read otherwise."""
        readings = [(asked, self._readings.of(asked.words)) for asked in variants]
        for asked, ways in readings:
            yield from ((asked, terms) for terms in itertools.islice(ways, 1) if terms)
        if any(self._readings.elsewhere(asked.words) for asked in variants):  # Ranong is no misspelt Rayong
            return
        if apart := self._readings.apart(variants[-1].words):
            yield variants[-1], apart
        for asked, ways in readings:
            yield from ((asked, terms) for terms in ways)

    def _answer(
        self, fits: Sequence[Fit], terms: Sequence[Term], as_typed: Sequence[Fit], typed: Sequence[Term], language: str
    ) -> Answer:
        """The answer of the best reading; where that is another than what was typed and also found, of both."""
        read = tuple((term.typed, term.read) for term in terms if term.read)
        partly = not any(fit.whole for fit in fits)
        both = bool(read and as_typed)
        if both:
            known = {(fit.entry.kind, fit.entry.id) for fit in fits}
            fits = [*fits, *(fit for fit in as_typed if (fit.entry.kind, fit.entry.id) not in known)]
            terms = [*terms, *typed]
        found = ranking.in_kinds(fits, language)
        told = {text.text for one in found for text in one.reasons}
        others = (
            (term, [word for word in term.alike if self._texts.holding([compact(word)]) & told]) for term in terms
        )
        alike = tuple((term.typed, tuple(words)) for term, words in others if words)
        meant = read if both else () if partly else self._meant(terms, found)
        return Answer(found, tuple(terms), () if both else read, meant=meant, alike=alike, partly=partly)

    def _few(self, variants: Sequence[Asked]) -> tuple[tuple[Fit, ...], list[Term]] | None:
        """What holds some of the words of a query of several, where nothing holds most; None where nothing does."""
        asked = variants[-1]
        terms = self._readings.apart(asked.words)
        if len([term for term in terms if not term.asks]) < SEVERAL or self._readings.elsewhere(asked.words):
            return None
        fits = self._matches.fits(terms, asked, FEW)
        return (fits, terms) if fits else None

    def _faith(self, terms: Sequence[Term]) -> float:
        """How near a reading is to what was typed, from 0 to 1."""
        return 1 - UNFAITHFUL * sum(bool(term.read) for term in terms) / len(terms)

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


@cache
def index(data: Dataset) -> Index:
    """The index of a dataset, made once per process."""
    return Index(data)
