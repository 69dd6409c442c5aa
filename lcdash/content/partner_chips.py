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
from lcdash.evidence.partners import PartnerRole
from lcdash.language.translations import Translations

NATIONAL, OUTSIDE = "national", "outside"  # the columns beside those of the cities of the study


class Chip(NamedTuple):
    """An organisation in a cell.

    group  the first of its roles there, in the order of GROUPS.   tooltip  its name, the city and all its roles.
    doubt  how sure it is, in words, where it is not certain.      dimmed  whether a filter hides it.
    """

    id: str
    short: str
    tooltip: str
    address: str
    group: str
    doubt: str
    dimmed: bool
    chosen: bool


class General(NamedTuple):
    """A statement that speaks of a sector in a city without naming an organisation: in words, and where it stands."""

    text: str
    address: str


class SectorCell(NamedTuple):
    """A sector in a city: `state` as in evidence.partners.sector_matrix, "" in a column that is no city.

    general  where no organisation is named, what speaks of the sector all the same.
    """

    column: str
    city: str
    state: str
    chips: tuple[Chip, ...]
    general: General | None = None


class SectorRow(NamedTuple):
    """A sector that is named anywhere."""

    id: str
    name: str
    cells: tuple[SectorCell, ...]


class Chips:
    """Writes the cells in one language.

    roles   one row per role of an organisation with its names and sector.
    shown   ids of the roles (partnership_id) a filter shows.   chosen  the organisation that is open.
    """

    def __init__(
        self, data: Dataset, roles: pd.DataFrame, partner_ids: Collection[str], open_id: str, t: Translations
    ) -> None:
        self.data, self.roles, self.shown, self.chosen, self.t = data, roles, frozenset(partner_ids), open_id, t
        self.cities = data.names("cities", t.language)
        self.studied = frozenset(data.cities.loc[data.cities["in_study"], "city_id"])
        self.words, self.doubts = data.labels("role", t.language), data.labels("confidence", t.language)

    def rows(self, cities: pd.DataFrame) -> list[SectorRow]:
        """A row for each sector of which an organisation is named; `cities` in the order of the columns."""
        labels = self.data.labels("sector", self.t.language)
        states = evidence_partners.sector_matrix(self.data.partnerships, self.data.partners, cities, list(labels))
        state = {
            (state.city_id, state.sector): state.state for state in records.each(states, evidence_partners.SectorState)
        }
        studied = list(cities.loc[cities["in_study"], "city_id"])
        columns = {"": NATIONAL} | {city: city for city in studied}
        by_city: dict[str, dict[str, list[PartnerRole]]] = defaultdict(lambda: defaultdict(list))
        for role in records.each(self.roles, PartnerRole):
            by_city[role.sector][columns.get(role.city_id, OUTSIDE)].append(role)
        general, chip_rows = self.general(), []
        for sector, name in labels.items():
            if sector not in by_city:
                continue
            cells = [SectorCell(NATIONAL, self.t("national"), "", self.chips(by_city[sector][NATIONAL]))]
            for city in studied:
                chips = self.chips(by_city[sector][city])
                spoken = None if chips else general.get((city, sector))
                cells.append(SectorCell(city, self.cities[city], state[city, sector], chips, spoken))
            cells.append(SectorCell(OUTSIDE, self.t("outside"), "", self.chips(by_city[sector][OUTSIDE])))
            chip_rows.append(SectorRow(sector, name, tuple(cells)))
        return chip_rows

    def general(self) -> dict[tuple[str, str], General]:
        """(city, sector) -> the first statement of the city on a topic of the sector, in the order of the dataset."""
        topics = {theme.theme_id: theme for theme in records.each(self.data.themes, records.Theme) if theme.sector}
        statements: dict[tuple[str, str], General] = {}
        for evidence in records.each(self.data.evidence, records.Evidence):
            for topic in (topics[theme] for theme in evidence.themes if theme in topics):
                if (evidence.city_id, topic.sector) in statements:
                    continue
                text = self.t("chips_general", topic=self.t.of(topic, "name"), statement=self.t.of(evidence, "short"))
                where = {"view": "topics", "cell": f"{evidence.city_id}.{topic.theme_id}"}
                statements[evidence.city_id, topic.sector] = General(
                    text, site.address("factors", self.t.language, **where)
                )
        return statements

    def absent(self) -> list[str]:
        """The sectors of which no organisation is named anywhere."""
        labels = self.data.labels("sector", self.t.language)
        return [name for sector, name in labels.items() if not (self.roles["sector"] == sector).any()]

    def chips(self, own: Sequence[PartnerRole]) -> tuple[Chip, ...]:
        """The organisations of these roles, each once: who leads first, then as the dataset has them."""
        chips = [self._chip(roles) for roles in _by(own, "partner_id").values()]
        return tuple(sorted(chips, key=lambda chip: GROUPS.index(chip.group)))

    def _chip(self, roles: Sequence[PartnerRole]) -> Chip:
        first_role = roles[0]
        groups = {group_of(role.role) for role in roles}
        texts = [
            " · ".join(filter(None, (self.cities.get(city, self.t("national")), ", ".join(self._words(there)))))
            for city, there in _by(roles, "city_id").items()
        ]
        return Chip(
            first_role.partner_id,
            self._short(first_role, roles),
            f"{self.t.of(first_role, 'name')}: {'; '.join(texts)}",
            site.address("partners", self.t.language, id=first_role.partner_id),
            next(group for group in GROUPS if group in groups),
            self.doubts[first_role.confidence] if first_role.confidence in UNSURE else "",
            not any(role.partnership_id in self.shown for role in roles),
            first_role.partner_id == self.chosen,
        )

    def _short(self, role: PartnerRole, roles: Sequence[PartnerRole]) -> str:
        """Its short form, without the name of the city at the head of the column."""
        short = str(self.t.of(role, "short"))
        cities = [city for city in _by(roles, "city_id") if city in self.studied]
        city = self.cities[cities[0]] if len(cities) == 1 else ""
        if not city or city not in short or short == city:
            return short
        rest = " ".join(short.replace(city, "").split()).removesuffix(" of")
        if len(rest.rstrip(".")) < 2:  # "ม." of "ม.หาดใหญ่" would be nobody's name
            return short
        return rest[:1].upper() + rest[1:]

    def _words(self, roles: Sequence[PartnerRole]) -> Sequence[str]:
        return list(dict.fromkeys(self.words[role.role] for role in roles))


def _by(roles: Sequence[PartnerRole], column: str) -> dict[str, list[Any]]:
    """Roles by what they have in a column, in their order."""
    groups: dict[str, list[Any]] = {}
    for role in roles:
        groups.setdefault(getattr(role, column), []).append(role)
    return groups
