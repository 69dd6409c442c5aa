"""How the topics lie between cities that stand side by side, in words: limit here, shared, named for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from lcdash.content.marks import Mark, mark
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import comparing
from lcdash.language.translations import Translations


class RelatedTopic(NamedTuple):
    """A topic, and what has to be said of it between these cities."""

    name: str
    notes: tuple[str, ...]


class Relation(NamedTuple):
    """The topics that lie alike between the cities, in what words.

    limit  one of them is limited in it.   city  the one city that they are named for, "" where they are for several.
    """

    words: str
    limit: Mark | None
    topics: tuple[RelatedTopic, ...]
    city: str = ""


def joined(names: Sequence[str], t: Translations) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return t("and").join(filter(None, [", ".join(names[:-1]), names[-1]]))


class Topics:
    """How the topics of `claims`, all statements about some cities, lie between the cities."""

    def __init__(self, data: Dataset, claims: pd.DataFrame, cities: Sequence[str], t: Translations) -> None:
        self.data, self.claims, self.cities, self.t = data, claims, cities, t
        self.names = data.names("cities", t.language)
        self.themes = data.names("themes", t.language)

    def over_all(self) -> list[Relation]:
        """How the topics of the cities relate over all factors together."""
        studied = set(self.data.cities.loc[self.data.cities["in_study"], "city_id"])
        comparable = studied.intersection(self.claims["city_id"])
        return self.related(comparing.theme_relations(self.claims, self.cities, comparable))

    def related(self, relations: pd.DataFrame, *, within_facet: bool = False) -> list[Relation]:
        """The relations of themes as lines: limit here, shared, named for one, nothing to compare."""
        order = list(self.themes)
        rows = sorted(records.each(relations, comparing.ThemeRelation), key=lambda row: order.index(row.theme_id))
        topics: dict[str, list[RelatedTopic]] = {}
        for row in rows:
            topics.setdefault(self._heading(row, within_facet), []).append(self._topic(row, within_facet))
        firsts = {self._heading(row, within_facet): row for row in reversed(rows)}
        return [
            Relation(
                heading, self._limit(firsts[heading], heading), tuple(topics[heading]), self._alone(firsts[heading])
            )
            for heading in sorted(topics, key=lambda heading: self._rank(firsts[heading]))
        ]

    def _limit(self, row: comparing.ThemeRelation, text: str) -> Mark | None:
        return mark("limit", f"{text}:") if row.relation == "limit_here" else None

    def _alone(self, row: comparing.ThemeRelation) -> str:
        return self._naming(row)[0] if row.relation in ("one", "alone") else ""

    def _named(self, cities: Iterable[str]) -> str:
        return joined([self.names[city] for city in cities], self.t)

    def _naming(self, row: comparing.ThemeRelation) -> tuple[str, ...]:
        return tuple(city for city in self.cities if any(city in getattr(row, mode) for mode in comparing.MODES))

    def _rank(self, row: comparing.ThemeRelation) -> tuple[int, int, int]:
        naming = self._naming(row)
        return comparing.RELATIONS.index(row.relation), -len(naming), self.cities.index(naming[0])

    def _heading(self, row: comparing.ThemeRelation, within_facet: bool) -> str:
        naming = self._naming(row)
        if row.relation == "limit_here":
            return self.t("limit_here")
        if row.relation == "shared":
            everywhere = "shared_both" if len(self.cities) == 2 else "shared_all"
            return self.t(everywhere if len(naming) == len(self.cities) else "shared_some")
        key = "one_here" if within_facet and row.relation == "one" and row.elsewhere else row.relation
        return self.t(key, city=self.names[naming[0]])

    def _topic(self, row: comparing.ThemeRelation, within_facet: bool) -> RelatedTopic:
        """A theme, and what has to be said of it: where it is a limit, only an aim or past, or named elsewhere.

        Within a facet the statements stand right below with their marks, so aims and the past are left to them.
        """
        there = set(row.exists)
        modes: dict[str, Sequence[str]] = {
            "limit": [city for city in row.limit if city not in there],
            "limit_too": [city for city in row.limit if city in there],
        }
        if row.relation == "limit_here":
            modes["exists"] = row.exists
        elif not within_facet:
            modes |= {mode: [city for city in getattr(row, mode) if city not in there] for mode in ("aim", "past")}
        naming = self._naming(row)
        notes = [
            f"{self.t(f'mode_{mode}')}: {self._named(cities)}" if len(naming) > 1 else self.t(f"mode_{mode}")
            for mode, cities in modes.items()
            if cities
        ]
        if row.relation == "shared" and len(naming) < len(self.cities):
            notes.insert(0, self._named(naming))
        if within_facet and row.elsewhere:
            notes.append(self.t("elsewhere", cities=self._named(row.elsewhere)))
        return RelatedTopic(self.themes[row.theme_id], tuple(notes))
