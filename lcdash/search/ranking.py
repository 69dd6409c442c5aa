"""How well an entry fits a query, in which order what was found is listed, and which of its texts say why.

A sum over the words of the query, as in BM25 over fields: each counts by how rare it is among the entries, by the field
in which it stands (a name more than a running text, that more than the city an entry belongs to) and by whether it
stands there as it was typed, as another of its concept, or only inside a longer word. The sum is a share of what the
whole query could reach, so that readings of one query compare; to it comes what the words together say: the very name
of an entry, a part of it, a phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lcdash.search.folding import compact
from lcdash.search.readings import Term
from lcdash.search.search_entries import BEHIND, BESIDE, CALLED, DATES, FIELDS, KINDS, NAMES, Entry, Text
from lcdash.search.texts import Texts

TITLES = NAMES | {"publisher", "journal"}  # what an entry is called, and nothing else is
ARTICLE = "the"  # what a name may begin with, and a reader leaves out
WAYS = 200
SOME = 20  # so many that hold a part of the words are offered at most
# What a word counts by the rank of the field that holds it; by what it stands there as.
FIELD_WEIGHT = (1.0, 0.9, 0.6, 0.6, 0.5, 0.4)
ALIKE, INSIDE = 0.85, 0.8
RARER = 1.25  # by so much at most a word counts more where it stands itself, as it is rarer than its concept
LENGTH, USUAL = 0.1, 60  # what of its weight a word loses in a text of many more letters than this
# What comes to the sum: of an entry that bears the very name, or another of its concept; where the words stand together
# as they were typed, or as others; for the share that they are of a name, or a name of them.
NAMED, NAMED_ALIKE, TOGETHER, TOGETHER_ALIKE, SHARE = 1.0, 0.6, 0.25, 0.15, 0.2
CODED = 0.3  # what comes to a list of codes one of which is called so: more than running texts, less than statements
BEHIND_THE_DATA = 0.3  # the share that it takes off that an entry stands behind the data and does not bear the name
LEFT_OUT = 0.25  # the same of what the documents leave out, which answers nearly as what they say does
FIELD, MOST = 0.005, 6  # what comes for each field that speaks of it
ASIDE = "asked"  # the field that is no text of the entry's own
STEP = 0.02  # kinds whose best fit so alike come in the order of KINDS


@dataclass(frozen=True)
class Found:
    """An entry that matches, and why: the fewest of its texts that hold the words of the query that it holds."""

    entry: Entry
    reasons: tuple[Text, ...]


class Fit(NamedTuple):
    """How well an entry fits: its score, whether it holds every word, and for each that it holds the texts that do."""

    score: float
    whole: bool
    entry: Entry
    held: Sequence[Sequence[Text]]


class Whole(NamedTuple):
    """The words of a query written as one, folded: as they were typed, and with the others of their concepts too."""

    terms: Sequence[Term]
    asked: frozenset[str]
    alike: frozenset[str]


def whole(terms: Sequence[Term], typed: Sequence[str], slip: tuple[str, str] | None) -> Whole:
    """What an entry is called that bears the very name.

    terms  those that do not only ask.   slip  the name they are near.
    typed  the words as they were typed, with what holds them together: "mayor of Yala".
    """
    asked = together(term.own for term in terms) | {compact("".join(typed))} | ({slip[0]} if slip else set())
    return Whole(terms, frozenset(asked), frozenset(asked | together(term.forms for term in terms)))


def score(
    entry: Entry,
    terms: Sequence[Term],
    held: Mapping[int, Sequence[Text]],
    weights: Sequence[float],
    whole: Whole,
    texts: Texts,
    *,
    defining: bool = False,
) -> Fit:
    """How well an entry fits, 1 where it holds every word in its name.

    defining  whether a meaning is asked for, which what stands behind the data tells as well as the data.

    held  for each term that the entry holds, by its number, the texts that hold it.   weights  how rare each is.
    """
    every = all(number in held for number, term in enumerate(terms) if term in whole.terms)
    words = sum(weights[number] * _word(terms[number], found, texts) for number, found in held.items())
    written = [(text.field, texts.written(text.text).compact) for text in entry.texts if FIELDS[text.field] < BESIDE]
    dates = [number for number, found in held.items() if any(text.field in DATES for text in found)]
    named = _named(written, whole, dated=len(dates) == len(terms)) if every else 0.0
    share = max((_share(one, whole) for field, one in written if field in TITLES), default=0.0)
    behind = _behind(entry.kind) * (1 - share * share) if entry.kind in BEHIND and not (named or defining) else 0.0
    close = _close(written, whole) if len(terms) > 1 else 0.0
    fields = sum(len({text.field for text in found} - {ASIDE}) for found in held.values())
    score = (words / (sum(weights) or 1) + close) * (1 - behind) + named + SHARE * share + FIELD * min(fields, MOST)
    return Fit(score, every, entry, list(held.values()))


def _behind(kind: str) -> float:
    return LEFT_OUT if kind == "silence" else BEHIND_THE_DATA


def _named(written: Sequence[tuple[str, str]], whole: Whole, *, dated: bool) -> float:
    """What comes to an entry that is called so; `dated`: a date alone is asked for, which speaks as a name does."""
    names = {name for field, one in written if field in NAMES for name in (one, one.removeprefix(ARTICLE))}
    if dated or names & whole.asked:
        return NAMED
    called = {name for field, one in written if field in CALLED for name in (one, one.removeprefix(ARTICLE))}
    if names & whole.alike or whole.asked & called:
        return NAMED_ALIKE
    return CODED * max((_share(one, whole) for field, one in written if field == "coded"), default=0.0)


def _close(written: Sequence[tuple[str, str]], whole: Whole) -> float:
    """What comes to an entry in which the words stand together."""
    texts = "\n".join(one for _, one in written)  # there are many forms: each is looked for in all texts at once
    if any(form in texts for form in whole.asked):
        return TOGETHER
    return TOGETHER_ALIKE if any(form in texts for form in whole.alike) else 0.0


def _share(name: str, whole: Whole) -> float:
    """How much the words are of a name that holds them, or it is of them where they hold it, from 0 to 1."""
    held = (len(form) / len(name) for form in whole.alike if form in name)
    holding = (len(name) / len(form) for form in whole.asked if name in form)
    return max(itertools.chain(held, holding), default=0.0)


def literal(entry: Entry, typed: Sequence[str]) -> bool:
    """Whether a text of an entry is written as it was typed, with its tone marks."""
    words = [word.casefold() for word in typed]
    return any(FIELDS[t.field] < BESIDE and all(word in t.text.casefold() for word in words) for t in entry.texts)


def _word(term: Term, found: Sequence[Text], texts: Texts) -> float:
    """What a word counts in the texts that hold it: in the best of them."""
    alike = set(map(compact, term.alike))
    rarer = min(RARER, texts.rarity(term.own) / texts.rarity(term.forms)) if alike else 1
    best = 0.0
    for text in found:
        weight = FIELD_WEIGHT[FIELDS[text.field]]
        if weight <= best:
            continue
        compacted = texts.written(text.text).compact
        own = any(form in compacted for form in term.forms if form not in alike)
        standing = any(form in compacted and texts.is_word(text.text, form) for form in term.forms)
        weight *= 1 - LENGTH + LENGTH * min(1, USUAL / len(compacted))
        best = max(best, weight * (rarer if own else ALIKE) * (1 if standing else INSIDE))
    return best


def together(forms: Iterable[Sequence[str]]) -> set[str]:
    """The ways to write the words of a query as one, so many at most: synonyms of many words have millions."""
    return {"".join(one) for one in itertools.islice(itertools.product(*forms), WAYS)}


def stands(term: Term, found: Iterable[Text], texts: Texts) -> bool:
    """Whether a term stands in one of these texts as a word, not only inside a longer one."""
    return any(texts.is_word(text.text, form) for text in found for form in term.forms)


def in_kinds(fits: Iterable[Fit], language: str) -> tuple[Found, ...]:
    """What was found by kind, the better fit first; the kind of the best fit comes first."""
    by_kind: Mapping[str, list[Fit]] = {kind: [] for kind in KINDS}
    for one in sorted(fits, key=lambda fit: -round(fit.score, 6)):
        by_kind[one.entry.kind].append(one)
    groups = sorted(filter(None, by_kind.values()), key=lambda group: -round(group[0].score / STEP))
    return tuple(Found(one.entry, reasons(one.entry, one.held, language)) for group in groups for one in group)


def reasons(entry: Entry, held: Sequence[Sequence[Text]], language: str) -> tuple[Text, ...]:
    """The fewest texts that hold every word, those of better fields first, then those in the reader's language."""
    open_words = set(range(len(held)))
    told = []
    preferred = sorted(entry.texts, key=lambda text: (FIELDS[text.field], text.language not in (language, "")))
    for text in sorted(preferred, key=lambda text: -sum(text in texts for texts in held)):
        words = {word for word in open_words if text in held[word]}
        if words:
            told.append(text)
            open_words -= words
    return tuple(told)
