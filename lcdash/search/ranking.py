"""How well an entry fits a query, in which order what was found is listed, and which of its texts say why."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lcdash.search.folding import compact
from lcdash.search.readings import Term
from lcdash.search.search_entries import BEHIND, BESIDE, CALLED, DATES, FIELDS, KINDS, NAMES, RUNNING, Entry, Text
from lcdash.search.texts import Texts

WAYS = 200
SOME = 20  # so many that hold a part of the words are offered at most


@dataclass(frozen=True)
class Found:
    """An entry that matches, and why: the fewest of its texts that hold every word of the query."""

    entry: Entry
    reasons: tuple[Text, ...]


class Rank(NamedTuple):
    """How well an entry fits a query, the better the smaller, from what counts most to what counts least.

    unnamed   0 it bears the very name, 1 another of the same concept or is of that very kind, 2 neither.
    uncoded   it is no list with a code called so.
    alike     a word stands in it only as another of its concept.
    field     the worst field that is needed for a word.
    apart     0 its words stand together as they were typed, 1 as others of their concepts, 2 not.
    inside    a word stands only inside a longer one.
    fields    how many fields speak of it, less than none.   otherwise  it is not written as it was typed.
    unlike    how much of the name in which it stands is something else, from 0 to 1.
    order     that of the dataset.
    """

    unnamed: int
    uncoded: bool
    alike: bool
    field: int
    apart: int
    inside: bool
    fields: int
    otherwise: bool
    unlike: float
    order: int


class Whole(NamedTuple):
    """The words of a query written as one, folded: as they were typed, and with the others of their concepts too."""

    typed: Sequence[str]
    asked: frozenset[str]
    alike: frozenset[str]


def whole(terms: Sequence[Term], typed: Sequence[str], slip: tuple[str, str] | None) -> Whole:
    """What an entry is called that bears the very name.

    typed  the words as they were typed, with what holds them together: "mayor of Yala".   slip  the name they are near.
    """
    asked = together(term.own for term in terms) | {compact("".join(typed))} | ({slip[0]} if slip else set())
    return Whole(typed, frozenset(asked), frozenset(asked | together(term.forms for term in terms)))


def rank(
    entry: Entry, terms: Sequence[Term], held: Sequence[Sequence[Text]], whole: Whole, texts: Texts, order: int
) -> Rank:
    """How well an entry fits.

    held  for each term the texts of the entry that hold it.
    """
    own = [text for text in entry.texts if FIELDS[text.field] < BESIDE]
    written = [texts.written(text.text).compact for text in own]
    year = any(one.isdecimal() for one in whole.asked)  # of a year alone its dates speak as a name does
    dated = year and any(text.field in DATES for found in held for text in found)
    names = {w for w, text in zip(written, own, strict=True) if text.field in NAMES}
    standing = [one for one in written if any(form in one for form in whole.alike)]
    literal = [word.casefold() for word in whole.typed]
    length = max(map(len, whole.alike))
    called = {texts.written(text.text).compact for text in entry.texts if text.field in CALLED}
    field = max(min(FIELDS[text.field] for text in found) for found in held)
    near = names & whole.alike or called & whole.asked or (entry.kind == "page" and _named(terms, names))
    codes = [w for w, text in zip(written, own, strict=True) if text.field == "coded"]
    return Rank(
        unnamed=0 if dated or names & whole.asked else 1 if near else 2,
        uncoded=not any(form in code for form in whole.alike for code in codes),
        alike=not all(
            texts.holding(term.own) & {text.text for text in found} for term, found in zip(terms, held, strict=True)
        ),
        field=field,
        apart=0 if any(form in one for form in whole.asked for one in standing) else 1 if standing else 2,
        inside=not all(stands(term, found, texts) for term, found in zip(terms, held, strict=True)),
        fields=-sum(len({text.field for text in found}) for found in held),
        otherwise=all(any(word not in text.text.casefold() for word in literal) for text in own),
        unlike=1 - max((min(1.0, length / len(one)) for one in standing), default=0.0),
        order=order,
    )


def _named(terms: Sequence[Term], names: Iterable[str]) -> bool:
    """Whether the words are most of a name, in whichever order."""
    held = {
        name: [max((len(form) for form in term.forms if form in name), default=0) for term in terms] for name in names
    }
    return any(all(lengths) and sum(lengths) > len(name) / 2 for name, lengths in held.items())


def together(forms: Iterable[Sequence[str]]) -> set[str]:
    """The ways to write the words of a query as one, so many at most: synonyms of many words have millions."""
    return {"".join(one) for one in itertools.islice(itertools.product(*forms), WAYS)}


def stands(term: Term, found: Iterable[Text], texts: Texts) -> bool:
    """Whether a term stands in one of these texts as a word, not only inside a longer one."""
    return any(texts.is_word(text.text, form) for text in found for form in term.forms)


def in_kinds(ranked: Iterable[tuple[Rank, Found]], whole: Whole) -> tuple[Found, ...]:
    """What was found by kind, the better fit first.

    A kind in which something bears the very name comes before the others, then those in which the words stand together,
    and as words; one found in definitions only comes after; what stands behind the data (BEHIND) comes after what the
    data say, unless it bears the very name. A code called so comes before data that only speak of it in running texts,
    and sources of that name before statements that are all taken from them.
    """
    by_kind: Mapping[str, list[tuple[Rank, Found]]] = {kind: [] for kind in KINDS}
    for one in sorted(ranked, key=lambda one: one[0]):
        by_kind[one[1].entry.kind].append(one)
    told = all(group[0][0].field >= RUNNING for kind, group in by_kind.items() if group and kind not in BEHIND)

    def place(group: Sequence[tuple[Rank, Found]]) -> tuple[int, bool, bool, int, bool, int]:
        best, found = group[0]
        coded = told and not best.uncoded
        behind = found.entry.kind in BEHIND and best.unnamed == 2 and not coded
        return min(best.unnamed, 1) if coded else best.unnamed, behind, best.alike, best.apart, best.inside, best.field

    groups = sorted(filter(None, by_kind.values()), key=place)
    if _only_cited(by_kind["claim"], by_kind["source"], whole):
        groups.remove(by_kind["source"])
        groups.insert(groups.index(by_kind["claim"]), by_kind["source"])
    return tuple(found for group in groups for _, found in group)


def _only_cited(claims: Sequence[tuple[Rank, Found]], sources: Sequence[tuple[Rank, Found]], whole: Whole) -> bool:
    """Whether every statement found is from a source whose title or publisher is, for the most part, the words."""
    length = max(map(len, whole.asked))
    named = {
        found.entry.id
        for _, found in sources
        if len(found.reasons) == 1
        and (text := found.reasons[0]).field in ("name", "publisher")
        and len(compact(text.text)) < 2 * length
    }
    return bool(claims) and all(found.entry.cites & named for _, found in claims)


def in_part(ranked: Iterable[tuple[tuple[int, float, int, int], Found]]) -> tuple[Found, ...]:
    """What holds a part of the words, the first SOME by their rank: by kind, that of the first before the others."""
    by_kind: dict[str, list[Found]] = {}
    for _, found in sorted(ranked, key=lambda one: one[0])[:SOME]:
        by_kind.setdefault(found.entry.kind, []).append(found)
    return tuple(itertools.chain.from_iterable(by_kind.values()))


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
