"""Which subject a word means: a topic, a facet or a group of people, by its name, short name or other spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search.folding import compact

SHORTEST = 3  # letters; shorter words stand in too many names


class Subject(NamedTuple):
    """What a word may mean: "theme", "row" (a facet) or "audience", the keys of a link to the factors page; its id."""

    key: str
    subject_id: str


def read(data: Dataset, typed: str) -> tuple[Subject, ...]:
    """The subjects whose names are or hold what was typed, those named just so first; none for a word too short."""
    asked = compact(typed)
    if len(asked) < SHORTEST:
        return ()
    held = [(asked != name, subject) for subject, name in _named(data) if asked in name]
    return tuple(dict.fromkeys(subject for _, subject in sorted(held, key=lambda one: one[0])))


def _named(data: Dataset) -> Iterator[tuple[Subject, str]]:
    """Every subject beside each of its names, folded."""
    spelt = data.aliases
    for language in LANGUAGES:
        for key, table in (("theme", "themes"), ("row", "facets")):
            for column in ("name", "short"):
                for subject_id, name in data.names(table, language, column).items():
                    yield Subject(key, subject_id), compact(name)
        for code, name in data.labels("audience", language).items():
            yield Subject("audience", code), compact(name)
    themes = spelt[spelt["entity_id"].isin(data.themes["theme_id"])]
    for subject_id, alias in zip(themes["entity_id"], themes["alias"], strict=True):
        yield Subject("theme", subject_id), compact(alias)
