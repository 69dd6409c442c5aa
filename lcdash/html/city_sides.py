"""Cities side by side in full: every statement, facet by facet, and how the topics lie between them there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from lcdash.content.topic_relations import Relation, Topics, joined
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import comparing, matrix, standings
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations


class SideFact(NamedTuple):
    """A fact of a city with its doubt and its source."""

    words: str
    remarks: Markup
    citation: Markup


class SideFacet(NamedTuple):
    """A facet, how its topics lie (None where they are not compared), and what stands in it for each city."""

    name: str
    relations: list[Relation] | None
    cells: list[Markup]


class SideFactor(NamedTuple):
    """A factor with what is said of it for the whole country, and its facets."""

    id: str
    name: str
    country: Markup
    facets: list[SideFacet]


def everything(data: Dataset, cities: Sequence[str], t: Translations) -> Markup:
    """Every statement about `cities`, folded."""
    claims = data.evidence[data.evidence["city_id"].isin(cities)]
    section = Statements(data, claims, cities, t).drawn(Topics(data, claims, cities, t))
    return macro("compare", "everything", t("everything"), section)


class Statements:
    """The table of `claims`, all statements about some cities: facts of each city, then facet by facet."""

    def __init__(self, data: Dataset, claims: pd.DataFrame, cities: Sequence[str], t: Translations) -> None:
        self.data, self.claims, self.cities, self.t = data, claims, cities, t
        standing = standings.own_standings(data.memberships)
        self.standing = standing.set_index("city_id")
        self.sizes = standings.unit_sizes(standing, data.figures)
        self.matrix = matrix.evidence_matrix(
            claims, data.facets, data.cities.set_index("city_id").loc[list(cities)].reset_index()
        )

    @cached_property
    def relations(self) -> pd.DataFrame:
        """How the topics lie within each facet."""
        return comparing.facet_relations(self.matrix, self.claims, self.cities)

    def drawn(self, topics: Topics) -> Markup:
        """The whole table; `topics` says how they lie within a facet."""
        t, data = self.t, self.data
        names = [topics.names[city] for city in self.cities]
        factors = [self._factor(factor, topics) for factor in records.each(data.factors, records.Factor)]
        caption = t("caption", cities=joined(names, t))
        jump = data.names("factors", t.language, "short")
        return macro("sides", "table", t, caption, names, jump, self._facts(), factors)

    # Facts

    def _facts(self) -> list[tuple[str, list[Markup | str]]]:
        regions = self.data.labels("region_nso", self.t.language)
        cities = self.data.cities.set_index("city_id")
        not_studied = markup.symbol("not_studied", self.data.labels("state", self.t.language)["not_studied"])
        facts: dict[str, Callable[[str], Any]] = {
            "row_unit": self._units,
            "row_since": self._since,
            "row_size": self._size,
            "row_region": lambda city: regions[cities.at[city, "region_nso"]],
            "row_study": lambda city: self.t("in_study") if cities.at[city, "in_study"] else not_studied,
        }
        return [(self.t(key), [fact(city) for city in self.cities]) for key, fact in facts.items()]

    def _fact(self, text: str, row: Any, remark: str = "") -> SideFact:
        doubt = Markup().join((remark, markup.confidence(self.data, row, self.t)))
        return SideFact(text, doubt, markup.citation(self.data, row.source, self.t))

    def _units(self, city: str) -> Markup:
        """Each unit a source names, with how sure that is; several where sources differ."""
        memberships, scheme = self.data.memberships, self.standing.at[city, "scheme"]
        rows = memberships[(memberships["city_id"] == city) & (memberships["scheme"] == scheme)]
        lines = [self._fact(self.t.of(row, "member_name"), row) for row in records.each(rows, records.Membership)]
        differs = markup.noted(self.t("disputed")) if rows["disputed"].any() else ""
        return macro("sides", "facts", lines, differs)

    def _since(self, city: str) -> str:
        own = self.standing.loc[city]
        status = self.data.labels("membership_status", self.t.language)[own["status"]]
        key = "since" if own["status"] == standings.MEMBER else "during"
        date = dates.spoken(own["since"], self.t.language)
        return self.t(key, status=status, date=date) if date else status

    def _size(self, city: str) -> Markup:
        areas = self.data.labels("unit_of", self.t.language)
        lines = []
        for row in records.each(self.sizes[self.sizes["city_id"] == city], standings.UnitSize):
            area = areas[row.unit_of] if self.t.language == "th" else areas[row.unit_of].lower()
            year = dates.spoken(str(int(row.year)), self.t.language)
            text = self.t("people", n=f"{int(row.value):,}", area=area, year=year)
            lines.append(self._fact(text, row, markup.noted(self.t(f"size_{row.size}"))))
        return macro("sides", "facts", lines) if lines else macro("sides", "quiet", self.t("no_size"))

    # Factors

    def _factor(self, factor: records.Factor, topics: Topics) -> SideFactor:
        """What is said of the whole country, then the facets, last what fits none."""
        limits = matrix.country_limits(self.data.evidence, self.data.factors)
        limits = limits[limits["factor_id"] == factor.factor_id]
        cells = self.matrix[self.matrix["factor_id"] == factor.factor_id]
        return SideFactor(
            factor.factor_id,
            f"{factor.number} {self.t.of(factor, 'name')}",
            self._told(limits) if len(limits) else Markup(),
            [
                self._facet(cells[cells["facet_id"] == facet_id], factor.factor_id, facet_id, topics)
                for facet_id in sorted(dict.fromkeys(cells["facet_id"]), key=lambda facet_id: facet_id == "")
            ],
        )

    def _facet(self, cells: pd.DataFrame, factor_id: str, facet_id: str, topics: Topics) -> SideFacet:
        by_city = {cell.city_id: cell for cell in records.each(cells, matrix.MatrixCell)}
        sides = [self._cell(by_city.get(city), facet_id) for city in self.cities]
        if not facet_id:
            return SideFacet(self.t("printed_here"), None, sides)
        relations = self.relations[
            (self.relations["factor_id"] == factor_id) & (self.relations["facet_id"] == facet_id)
        ]
        name = self.data.names("facets", self.t.language)[facet_id]
        return SideFacet(name, topics.related(relations, within_facet=True), sides)

    def _cell(self, cell: matrix.MatrixCell | None, facet_id: str) -> Markup:
        """What is said of a city in a facet, or that nothing is."""
        if cell is None or (not facet_id and not cell.evidence_ids):
            return macro("sides", "quiet", self.t("none_printed"))
        claims = self.claims[self.claims["evidence_id"].isin(cell.evidence_ids)]
        statements = self._told(claims) if cell.evidence_ids else Markup()
        if cell.state not in ("nothing", "not_studied"):
            return statements
        state = markup.symbol(cell.state, self.data.labels("state", self.t.language)[cell.state])
        elsewhere = f" {self.t('from_elsewhere', n=len(cell.evidence_ids))}" if statements else ""
        return macro("sides", "stated", state, elsewhere, statements)

    def _told(self, claims: pd.DataFrame) -> Markup:
        return markup.claim_list(
            self.data, claims, self.t, remark=lambda claim: markup.voiced(self.data, claim, self.t)
        )
