"""Who works with which city, as short names in the cells of sectors by cities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import pandas as pd

from lcdash import site
from lcdash.content.city_page import GROUPS, group_of
from lcdash.content.marks import UNSURE
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import partners as evidence_partners
from lcdash.language.translations import Translations

NATIONAL, OUTSIDE = "national", "outside"  # the columns beside those of the cities of the study


class Chip(NamedTuple):
    """An organisation in a cell.

    group  the first of its roles there, in the order of GROUPS.   told  its name, the city and all its roles.
    doubt  how sure it is, in words, where it is not certain.      dimmed  whether a filter hides it.
    """

    id: str
    short: str
    told: str
    address: str
    group: str
    doubt: str
    dimmed: bool
    chosen: bool


class General(NamedTuple):
    """A statement that speaks of a sector in a city without naming an organisation: in words, and where it stands."""

    told: str
    address: str


class Cell(NamedTuple):
    """A sector in a city: `state` as in evidence.partners.sector_matrix, "" in a column that is no city.

    general  where no organisation is named, what speaks of the sector all the same.
    """

    column: str
    city: str
    state: str
    chips: tuple[Chip, ...]
    general: General | None = None


class Row(NamedTuple):
    """A sector that is named anywhere."""

    id: str
    name: str
    cells: tuple[Cell, ...]


class Chips:
    """Writes the cells in one language.

    roles   one row per role of an organisation with its names and sector.
    shown   ids of the roles (partnership_id) a filter shows.   chosen  the organisation that is open.
    """

    def __init__(
        self, data: Dataset, roles: pd.DataFrame, shown: Collection[str], chosen: str, t: Translations
    ) -> None:
        self.data, self.roles, self.shown, self.chosen, self.t = data, roles, frozenset(shown), chosen, t
        self.cities = data.names("cities", t.language)
        self.studied = frozenset(data.cities.loc[data.cities["in_study"], "city_id"])
        self.words, self.doubts = data.labels("role", t.language), data.labels("confidence", t.language)

    def rows(self, cities: pd.DataFrame) -> list[Row]:
        """A row for each sector of which an organisation is named; `cities` in the order of the columns."""
        labels = self.data.labels("sector", self.t.language)
        states = evidence_partners.sector_matrix(self.data.partnerships, self.data.partners, cities, list(labels))
        state = {(one.city_id, one.sector): one.state for one in states.itertuples()}
        studied = list(cities.loc[cities["in_study"], "city_id"])
        columns = {"": NATIONAL} | {city: city for city in studied}
        held: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for one in self.roles.itertuples():
            held[one.sector][columns.get(one.city_id, OUTSIDE)].append(one)
        general, found = self.general(), []
        for sector, name in labels.items():
            if sector not in held:
                continue
            cells = [Cell(NATIONAL, self.t("national"), "", self.chips(held[sector][NATIONAL]))]
            for city in studied:
                chips = self.chips(held[sector][city])
                spoken = None if chips else general.get((city, sector))
                cells.append(Cell(city, self.cities[city], state[city, sector], chips, spoken))
            cells.append(Cell(OUTSIDE, self.t("outside"), "", self.chips(held[sector][OUTSIDE])))
            found.append(Row(sector, name, tuple(cells)))
        return found

    def general(self) -> dict[tuple[str, str], General]:
        """(city, sector) -> the first statement of the city on a topic of the sector, in the order of the dataset."""
        topics = {one.theme_id: one for one in records.each(self.data.themes, records.Theme) if one.sector}
        found: dict[tuple[str, str], General] = {}
        for one in records.each(self.data.evidence, records.Evidence):
            for topic in (topics[theme] for theme in one.themes if theme in topics):
                if (one.city_id, topic.sector) in found:
                    continue
                told = self.t("chips_general", topic=self.t.of(topic, "name"), statement=self.t.of(one, "short"))
                where = {"view": "topics", "cell": f"{one.city_id}.{topic.theme_id}"}
                found[one.city_id, topic.sector] = General(told, site.address("factors", self.t.language, **where))
        return found

    def absent(self) -> list[str]:
        """The sectors of which no organisation is named anywhere."""
        labels = self.data.labels("sector", self.t.language)
        return [name for sector, name in labels.items() if not (self.roles["sector"] == sector).any()]

    def chips(self, own: Sequence[Any]) -> tuple[Chip, ...]:
        """The organisations of these roles, each once: who leads first, then as the dataset has them."""
        chips = [self._chip(held) for held in _by(own, "partner_id").values()]
        return tuple(sorted(chips, key=lambda chip: GROUPS.index(chip.group)))

    def _chip(self, held: Sequence[Any]) -> Chip:
        one = held[0]
        groups = {group_of(role.role) for role in held}
        told = [
            " · ".join(filter(None, (self.cities.get(city, self.t("national")), ", ".join(self._words(there)))))
            for city, there in _by(held, "city_id").items()
        ]
        return Chip(
            one.partner_id,
            self._short(one, held),
            f"{self.t.of(one, 'name')}: {'; '.join(told)}",
            site.address("partners", self.t.language, id=one.partner_id),
            next(group for group in GROUPS if group in groups),
            self.doubts[one.confidence] if one.confidence in UNSURE else "",
            not any(role.partnership_id in self.shown for role in held),
            one.partner_id == self.chosen,
        )

    def _short(self, one: Any, held: Sequence[Any]) -> str:
        """Its short form, without the name of the city at the head of the column."""
        short = str(self.t.of(one, "short"))
        cities = [city for city in _by(held, "city_id") if city in self.studied]
        city = self.cities[cities[0]] if len(cities) == 1 else ""
        if not city or city not in short or short == city:
            return short
        rest = " ".join(short.replace(city, "").split()).removesuffix(" of")
        if len(rest.rstrip(".")) < 2:  # "ม." of "ม.หาดใหญ่" would be nobody's name
            return short
        return rest[:1].upper() + rest[1:]

    def _words(self, held: Sequence[Any]) -> Sequence[str]:
        return list(dict.fromkeys(self.words[role.role] for role in held))


def _by(roles: Sequence[Any], column: str) -> dict[str, list[Any]]:
    """Roles by what they have in a column, in their order."""
    found: dict[str, list[Any]] = {}
    for one in roles:
        found.setdefault(getattr(one, column), []).append(one)
    return found
