"""The answer to a question from the room, for the back row: what the search of every page finds, with its sources.

What the codebook, the coding manual and the pages say of themselves is no answer to a room, and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from lcdash.content import scene_views, stage
from lcdash.content.found import Names
from lcdash.content.stage import Told
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.html import place_answer
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.search import place_names, search
from lcdash.search.ranking import Found
from lcdash.search.search_entries import Entry
from lcdash.sources import references

SHOWN = 9  # answers a screen has room for
OF_ITSELF = frozenset(("code", "method", "page"))  # kinds that tell of the dashboard, not of cities
FIRST = frozenset(("claim", "theme", "city", "source"))  # kinds a room asks for
OF_CITIES = frozenset(("theme", "factor"))  # kinds of which several cities are told
OF_A_KIND, SOURCES = 3, 1  # answers of a kind, of sources, before those of another


class Hit(NamedTuple):
    """What was found: its kind ("" for none), its name, what is told of it, and the names of those told of.

    fits  whether it is clearly the answer.
    """

    kind: str
    title: str
    told: tuple[Told, ...]
    named: tuple[str, ...] = ()
    fits: bool = False


def answer(data: Dataset, words: str, language: str) -> dict[str, str]:
    """What the player draws: the `words` asked for, a `headline`, and the answers as `html`."""
    t, own = Translations("search", language), Translations("present", language)
    found = search.index(data).search(words, language)
    answers = [one for one in found.found if one.entry.kind not in OF_ITSELF]
    place = place_names.read(data, words)
    hits = [*_of_place(data, place, t)] if place and not place.city and (place.unit or not found.found) else []
    listed = _for_the_room(answers)[: SHOWN - len(hits)]
    hits += [_hit(data, one, t)._replace(fits=found.fits and one is answers[0]) for one in listed]
    headline = own("room_of_itself", words=words) if found.found else t("nothing", words=words)
    if answers:
        headline = t("partly", words=words) if found.partly else t("n_found", n=len(answers), words=words)
        for typed, read in found.read:
            headline = t("read_as", typed=typed, read=read)
    elif hits:
        headline = hits[0].title
    html = macro("room_answer", "answers", hits, max(len(answers) - SHOWN, 0), own)
    return {"words": words, "language": language, "headline": headline, "html": html}


def _for_the_room(found: Sequence[Found]) -> list[Found]:
    """The best first, then a few of each kind, first of those a room asks for; within a kind as they were found."""
    before: Counter[str] = Counter()
    ordered = []
    for number, one in enumerate(found):
        kind = one.entry.kind
        few = SOURCES if kind == "source" else OF_A_KIND
        ordered.append(((number > 0, before[kind] >= few, kind not in FIRST, number), one))
        before[kind] += 1
    return [one for _, one in sorted(ordered, key=lambda pair: pair[0])]


def _of_place(data: Dataset, place: place_names.Place, t: Translations) -> Iterable[Hit]:
    """Whether a place is a member, as the search page says."""
    lines, _ = place_answer.standing(data, place, Translations("places", t.language))
    told = tuple(Told("", " · ".join((line.words, *line.notes)), "; ".join(line.sources)) for line in lines)
    if told:
        yield Hit("", told[0].words, told)


def _hit(data: Dataset, found: Found, t: Translations) -> Hit:
    """One entry with what is told of it: of a topic, a factor, a city what documents say, each with its source."""
    names, entry = Names(data, t), found.entry
    row = names.row(entry)
    title, kind = names.title(entry, row), t(f"kind_{entry.kind}")
    if entry.kind in TOLD:
        told = tuple(TOLD[entry.kind](data, entry, t))
        return Hit(kind, title, told, stage.named(told) if entry.kind in OF_CITIES else ())
    beside = names.beside(entry, row)
    cited = str(row["source"]) if row is not None and "source" in row else ";".join(sorted(entry.cites))
    about = [Told(" · ".join(beside), title, references.cited(data, cited, t.language))]
    reasons = [one for one in found.reasons if one.text not in (title, *beside) and one.field != "legal_form"]
    about += [Told(t(f"why_{one.field}"), one.text) for one in reasons]
    if entry.kind == "claim":
        title = f"{beside[0]}: {row[f'short_{t.language}'] or title}"
    return Hit(kind, title, tuple(about))


def _of_city(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    content = scene_views.content(data, "city_standing", (("city", (entry.id,)),), "", t.language)
    for group in content.groups:
        for said in group.rows:
            yield Told(said.who or group.title, said.words, references.cited(data, said.source, t.language))
    yield from (Told("", group.note) for group in content.groups if group.note)


def _of_topic(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    topics = scene_views.picture(data, "topics", (), "", t.language).topics
    return next(topic.told for topic in topics if topic.id == entry.id)


def _of_factor(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    """A factor or a facet: what it means, then its statements, those of the whole country before those of cities."""
    claims = data.evidence
    facet = data.facets[data.facets["facet_id"] == entry.id]
    means = (data.factors[data.factors["factor_id"] == entry.id] if facet.empty else facet).iloc[0]
    yield Told("", t.of(means, "definition"), references.cited(data, str(means.get("source", "")), t.language))
    own = claims[claims["factor_id" if facet.empty else "facet_id"] == entry.id]
    names = {"": t("country")} | filtering.names(filtering.by_name(data.cities, t.language), t.language)
    for city, name in names.items():
        for row in records.each(own[own["city_id"] == city], records.Evidence):
            yield _said(data, name, row, "statement", t)


def _of_fact(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    """A fact of a table beside the statements; its id names table and row: "needs.chiang_mai_ageing"."""
    names, (table, _, row_id) = Names(data, t), entry.id.partition(".")
    cited = data.tables[table].set_index(data.tables[table].columns[0]).loc[row_id, "source"]
    source = references.cited(data, cited, t.language)
    yield Told(" · ".join(names.beside(entry, None)), names.title(entry, None), source)


def _of_silence(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    row = data.silences.set_index("silence_id").loc[entry.id]
    scope = data.labels("silence_scope", t.language)[row["scope"]]
    yield Told(t("not_reported"), t.of(row, "note") or t.of(row, "topic"), scope)


def _of_conflict(data: Dataset, entry: Entry, t: Translations) -> Iterable[Told]:
    """What each source says, then what this dataset does."""
    for row in records.each(
        data.conflict_claims[data.conflict_claims["conflict_id"] == entry.id], records.ConflictClaim
    ):
        yield _said(data, "", row, "claim", t)
    yield Told(t("why_handling"), t.of(data.conflicts.set_index("conflict_id").loc[entry.id], "handling"))


def _said(data: Dataset, who: str, row: Any, column: str, t: Translations) -> Told:
    return Told(who, t.of(row, column), references.cited(data, row.source, t.language))


TOLD = {
    "city": _of_city,
    "theme": _of_topic,
    "factor": _of_factor,
    "fact": _of_fact,
    "silence": _of_silence,
    "conflict": _of_conflict,
}
