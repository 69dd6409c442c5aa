"""The answer to a question from the room, for the back row: what the search of every page finds, with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lcdash.content import scene_views
from lcdash.content.found import Names
from lcdash.content.stage import Told
from lcdash.dataset.loading import Dataset
from lcdash.html import place_answer
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.search import place_names, search
from lcdash.search.ranking import Found
from lcdash.sources import references

SHOWN = 9  # answers a screen has room for


class Hit(NamedTuple):
    """What was found: its kind in words ("" for none), its name, and what is told of it."""

    kind: str
    title: str
    told: tuple[Told, ...]


def answer(data: Dataset, words: str, language: str) -> dict[str, str]:
    """What the player draws: the `words` asked for, a `headline`, and the answers as `html`."""
    t = Translations("search", language)
    found = search.index(data).search(words, language)
    place = place_names.read(data, words)
    hits = [*_of_place(data, place, t)] if place and not place.city and (place.unit or not found.found) else []
    hits += [_hit(data, one, t) for one in found.found[: SHOWN - len(hits)]]
    headline = t("nothing", words=words)
    if found.found:
        headline = t("partly", words=words) if found.partly else t("n_found", n=len(found.found), words=words)
        for typed, read in found.read:
            headline = t("read_as", typed=typed, read=read)
    elif hits:
        headline = hits[0].title
    html = macro("room_answer", "answers", hits, max(len(found.found) - SHOWN, 0), Translations("present", language))
    return {"words": words, "language": language, "headline": headline, "html": html}


def _of_place(data: Dataset, place: place_names.Place, t: Translations) -> Iterable[Hit]:
    """Whether a place is a member, as the search page says."""
    lines, _ = place_answer.standing(data, place, Translations("places", t.language))
    told = tuple(Told("", " · ".join((line.words, *line.notes)), "; ".join(line.sources)) for line in lines)
    if told:
        yield Hit("", told[0].words, told)


def _hit(data: Dataset, found: Found, t: Translations) -> Hit:
    """One entry: of a topic and a city what the scenes tell of it, of others its name with what was found in it."""
    names, entry = Names(data, t), found.entry
    row = names.row(entry)
    title = names.title(entry, row)
    kind = t(f"kind_{entry.kind}")
    if entry.kind == "theme":
        topics = scene_views.picture(data, "topics", (), "", t.language).topics
        told = next(topic.told for topic in topics if topic.id == entry.id)
    elif entry.kind == "city":
        told = _of_city(data, entry.id, t)
    else:
        beside = names.beside(entry, row)
        cell = str(row["source"]) if row is not None and "source" in row else ";".join(sorted(entry.cites))
        source = references.cited(data, cell, t.language)
        told = (Told(" · ".join(beside), title, source),)
        reasons = [one for one in found.reasons if one.text not in (title, *beside) and one.field != "legal_form"]
        told += tuple(Told(t(f"why_{one.field}"), one.text) for one in reasons)
        if entry.kind == "claim":
            title = f"{beside[0]}: {row[f'short_{t.language}'] or title}"
    return Hit(kind, title, told)


def _of_city(data: Dataset, city_id: str, t: Translations) -> tuple[Told, ...]:
    content = scene_views.content(data, "city_standing", (("city", (city_id,)),), "", t.language)
    rows = [
        Told(said.who or group.title, said.words, references.cited(data, said.source, t.language))
        for group in content.groups
        for said in group.rows
    ]
    return (*rows, *(Told("", group.note) for group in content.groups if group.note))
