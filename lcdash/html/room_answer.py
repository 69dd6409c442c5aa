"""The answer to a question from the room, for the back row: what the search of every page finds, with its sources.

What the codebook, the coding manual and the pages say of themselves is no answer to a room, and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from lcdash.content import scene_views, stage
from lcdash.content.found import EntryNames
from lcdash.content.stage import StageStatement
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

SHOWN = 35  # answers, on four pages of a screen with the line that says how many more there are
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
    statements: tuple[StageStatement, ...]
    cities: tuple[str, ...] = ()
    fits: bool = False


def answer(data: Dataset, query: str, language: str) -> dict[str, str]:
    """What the player draws: the `query` asked for, a `headline`, and the answers as `html`."""
    t, own = Translations("search", language), Translations("present", language)
    result = search.index(data).search(query, language)
    answers = [hit for hit in result.found if hit.entry.kind not in OF_ITSELF]
    place = place_names.read(data, query)
    hits = [*_of_place(data, place, t)] if place and not place.city and (place.unit or not result.found) else []
    best = _for_the_room(answers)[: SHOWN - len(hits)]
    hits += [_hit(data, hit, t)._replace(fits=result.fits and hit is answers[0]) for hit in best]
    headline = own("room_of_itself", words=query) if result.found else t("nothing", words=query)
    if answers:
        headline = t("partly", words=query) if result.partly else t("n_found", n=len(answers), words=query)
        for typed, read in result.read:
            headline = t("read_as", typed=typed, read=read)
    elif hits:
        headline = hits[0].title
    html = macro("room_answer", "answers", hits, max(len(answers) - SHOWN, 0), own)
    return {"words": query, "language": language, "headline": headline, "html": html}


def _for_the_room(hits: Sequence[Found]) -> list[Found]:
    """The best first, then a few of each kind, first of those a room asks for; within a kind as they were found."""
    before: Counter[str] = Counter()
    ordered = []
    for number, hit in enumerate(hits):
        kind = hit.entry.kind
        few = SOURCES if kind == "source" else OF_A_KIND
        ordered.append(((number > 0, before[kind] >= few, kind not in FIRST, number), hit))
        before[kind] += 1
    return [hit for _, hit in sorted(ordered, key=lambda pair: pair[0])]


def _of_place(data: Dataset, place: place_names.Place, t: Translations) -> Iterable[Hit]:
    """Whether a place is a member, as the search page says."""
    lines, _ = place_answer.standing(data, place, Translations("places", t.language))
    answers = tuple(
        StageStatement("", " · ".join((line.words, *line.notes)), "; ".join(line.sources)) for line in lines
    )
    if answers:
        yield Hit("", answers[0].words, answers)


def _hit(data: Dataset, hit: Found, t: Translations) -> Hit:
    """One entry with what is told of it: of a topic, a factor, a city what documents say, each with its source."""
    names, entry = EntryNames(data, t), hit.entry
    row = names.row(entry)
    title, kind = names.title(entry, row), t(f"kind_{entry.kind}")
    if entry.kind in TOLD:
        facts = tuple(TOLD[entry.kind](data, entry, t))
        return Hit(kind, title, facts, stage.named(facts) if entry.kind in OF_CITIES else ())
    beside = names.beside(entry, row)
    sources = str(row["source"]) if row is not None and "source" in row else ";".join(sorted(entry.cites))
    about = [StageStatement(" · ".join(beside), title, references.cited(data, sources, t.language))]
    reasons = [text for text in hit.reasons if text.text not in (title, *beside) and text.field != "legal_form"]
    about += [StageStatement(t(f"why_{text.field}"), text.text) for text in reasons]
    if entry.kind == "claim":
        title = f"{beside[0]}: {row[f'short_{t.language}'] or title}"
    return Hit(kind, title, tuple(about))


def _of_city(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    content = scene_views.content(data, "city_standing", (("city", (entry.id,)),), "", t.language)
    for group in content.groups:
        for row in group.rows:
            yield StageStatement(row.who or group.title, row.words, references.cited(data, row.source, t.language))
    yield from (StageStatement("", group.note) for group in content.groups if group.note)


def _of_topic(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    topics = scene_views.picture(data, "topics", (), "", t.language).topics
    return next(topic.statements for topic in topics if topic.id == entry.id)


def _of_factor(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    """A factor or a facet: what it means, then its statements, those of the whole country before those of cities."""
    claims = data.evidence
    facet = data.facets[data.facets["facet_id"] == entry.id]
    means = (data.factors[data.factors["factor_id"] == entry.id] if facet.empty else facet).iloc[0]
    yield StageStatement(
        "", t.of(means, "definition"), references.cited(data, str(means.get("source", "")), t.language)
    )
    own = claims[claims["factor_id" if facet.empty else "facet_id"] == entry.id]
    names = {"": t("country")} | filtering.names(filtering.by_name(data.cities, t.language), t.language)
    for city, name in names.items():
        for row in records.each(own[own["city_id"] == city], records.Evidence):
            yield _said(data, name, row, "statement", t)


def _of_fact(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    """A fact of a table beside the statements; its id names table and row: "needs.chiang_mai_ageing"."""
    names, (table, _, row_id) = EntryNames(data, t), entry.id.partition(".")
    cell = data.tables[table].set_index(data.tables[table].columns[0]).loc[row_id, "source"]
    source = references.cited(data, cell, t.language)
    yield StageStatement(" · ".join(names.beside(entry, None)), names.title(entry, None), source)


def _of_silence(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    row = data.silences.set_index("silence_id").loc[entry.id]
    scope = data.labels("silence_scope", t.language)[row["scope"]]
    yield StageStatement(t("not_reported"), t.of(row, "note") or t.of(row, "topic"), scope)


def _of_conflict(data: Dataset, entry: Entry, t: Translations) -> Iterable[StageStatement]:
    """What each source says, then what this dataset does."""
    for row in records.each(
        data.conflict_claims[data.conflict_claims["conflict_id"] == entry.id], records.ConflictClaim
    ):
        yield _said(data, "", row, "claim", t)
    yield StageStatement(t("why_handling"), t.of(data.conflicts.set_index("conflict_id").loc[entry.id], "handling"))


def _said(data: Dataset, who: str, row: Any, column: str, t: Translations) -> StageStatement:
    return StageStatement(who, t.of(row, column), references.cited(data, row.source, t.language))


TOLD = {
    "city": _of_city,
    "theme": _of_topic,
    "factor": _of_factor,
    "fact": _of_fact,
    "silence": _of_silence,
    "conflict": _of_conflict,
}
