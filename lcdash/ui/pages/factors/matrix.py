"""The factor matrix as a component: what each cell shows, and the statements of the cell that is open."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from lcdash.content import marks as content_marks
from lcdash.dataset.loading import Dataset
from lcdash.evidence import matrix, standings
from lcdash.language import languages
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import source_coverage
from lcdash.ui.components.components import Kept, component, keep
from lcdash.ui.shared import cite, downloads, url_state
from lcdash.ui.shared.filters import Chosen

HERE = Path(__file__).parent


def show(
    data: Dataset,
    cities: pd.DataFrame,
    evidence: pd.DataFrame,
    chosen: Chosen,
    opened: str | None,
    t: Translations,
) -> None:
    """Draw the matrix of `cities`; what the filter hides is dimmed, the chosen cell (`yala.3`) opens under its city.

    evidence  the claims of these cities; `chosen.shown` says which of them the filter shows.
    """
    reader = _reader(data, tuple(cities["city_id"]), t)
    shown = set(evidence.loc[chosen.shown, "evidence_id"]) if chosen.any else None
    keep(reader.table, "matrix")
    component("matrix", folder=HERE)(
        key="matrix",
        data={
            "table": reader.table.name,
            "open": opened or "",
            "detail": reader.detail(opened, shown) if opened else None,
            "dimmed": [] if shown is None else reader.without(shown),
        },
        on_cell_change=_open,
    )


def _open() -> None:
    url_state.write("cell", [str(st.session_state["matrix"].cell or "")])


@cache
def _reader(data: Dataset, cities: tuple[str, ...], t: Translations) -> _Reader:
    """What is drawn of these cities (ids, in their order), made once."""
    return _Reader(data, cities, t)


class _Reader:
    """Turns the claims of some cities into what the component draws, in one language."""

    def __init__(self, data: Dataset, cities: tuple[str, ...], t: Translations) -> None:
        self.data, self.t = data, t
        evidence = data.evidence[data.evidence["city_id"].isin(cities)]
        rows = data.cities.set_index("city_id", drop=False).loc[list(cities)]
        self.matrix = matrix.evidence_matrix(evidence, data.facets, rows)
        self.claims = {claim.evidence_id: claim for claim in evidence.itertuples()}
        self.cities = data.names("cities", t.language)
        self.facet_names = data.names("facets", t.language) | {"": t("printed_here")}
        self.states = data.labels("state", t.language)
        # A city (its id) or a side of a cell that is not empty ("yala.3.0") -> the claims it rests on.
        self.rest_on: dict[str, frozenset[str]] = {}
        self.table = Kept.of(self._table())

    def without(self, shown: Collection[str]) -> list[str]:
        """Which cities and sides of cells rest on no claim of `shown`."""
        return [one for one, claims in self.rest_on.items() if claims.isdisjoint(shown)]

    def _table(self) -> dict[str, Any]:
        """All that no choice changes: the rows with what each cell says, the headings, the words."""
        standing = standings.member_standings(self.data.memberships).set_index("city_id")
        rows = []
        for city_id, group in self.matrix.groupby("city_id", sort=False):
            units, disputed = standing.loc[city_id, ["units", "disputed"]]
            self.rest_on[str(city_id)] = frozenset(claim for ids in group["evidence_ids"] for claim in ids)
            rows.append(
                {
                    "id": city_id,
                    "name": self.cities[str(city_id)],
                    "note": self.t("member_as", unit=content_marks.unit_words(self.data, units, disputed, self.t)),
                    "unsure": content_marks.unsure_units(self.data, str(city_id), self.t),
                    "cells": [
                        self.cell(f"{city_id}.{factor_id}", sides)
                        for factor_id, sides in group.groupby("factor_id", sort=False)
                    ],
                }
            )
        numbers, names = self.data.factors["factor_id"], self.data.factors[f"short_{self.t.language}"]
        words = {key: self.t(key) for key in ("dimmed", "close", "city", "claim_page", "cell_sources")}
        return {
            "language": self.t.language,
            "caption": self.t("caption"),
            "rows": rows,
            "columns": [{"number": number, "name": name} for number, name in zip(numbers, names, strict=True)],
            "words": words | {"cite": self.t("cell_cite", button=self.t("cite_this"))},
        }

    def cell(self, cell_id: str, sides: pd.DataFrame) -> dict[str, Any]:
        state = sides["state"].iloc[0]
        if state == "not_studied":
            known = [claim for ids in sides["evidence_ids"] for claim in ids]
            side = {
                "name": "",
                "marks": [],
                "empty": content_marks.mark("not_studied", self.states["not_studied"])._asdict(),
                "texts": [self.t("from_elsewhere", n=len(known))] if known else [],
            }
            return {"id": cell_id, "facets": [side]}
        for place, ids in enumerate(sides["evidence_ids"]):
            if ids:
                self.rest_on[f"{cell_id}.{place}"] = frozenset(ids)
        return {"id": cell_id, "facets": [self._side(side) for side in sides.itertuples()]}

    def _side(self, side: Any) -> dict[str, Any]:
        claims = [self.claims[claim_id] for claim_id in side.evidence_ids]
        empty = None if claims else content_marks.mark("nothing", self.states["nothing"])._asdict()
        marks = {(mark["symbol"], mark["word"]): mark for claim in claims for mark in self.marks(claim, brief=True)}
        told = [claim for place, claim in enumerate(claims) if place == 0 or claim.appraisal == "limit"]
        return {
            "name": self.facet_names[side.facet_id],
            "empty": empty,
            "marks": list(marks.values()),
            "texts": [self.t.of(claim, "statement") for claim in told],
        }

    def detail(self, cell_id: str, shown: Collection[str] | None) -> dict[str, Any]:
        """The statements of a cell; those that are not among `shown` are dimmed, none if it is None."""
        city_id, factor_id = cell_id.split(".")
        sides = self.matrix[(self.matrix["city_id"] == city_id) & (self.matrix["factor_id"] == factor_id)]
        factor = self.data.names("factors", self.t.language)[factor_id]
        facets = [
            {
                "name": self.facet_names[side.facet_id],
                "note": self.states[side.state] if side.state in ("nothing", "not_studied") else "",
                "claims": [self.claim(self.claims[claim_id], shown) for claim_id in side.evidence_ids],
            }
            for side in sides.itertuples()
        ]
        claims = [self.claims[claim_id] for ids in sides["evidence_ids"] for claim_id in ids]
        changed = {True: self.t("corrected_row"), False: ""}
        title = self.t("cell_title", city=self.cities[city_id], n=factor_id, factor=factor)
        sources = tuple((claim.source, changed[claim.attribution == "corrected"]) for claim in claims)
        cite.name(cite.View(title, cell_id, sources))
        cited = source_coverage.sources_of(*(claim.source for claim in claims))
        references = self.data.sources.set_index("source_id")[f"reference_{self.t.language}"]
        return {
            "title": f"{self.cities[city_id]} · {factor_id} {factor}",
            "lead": self.t("our_reading"),
            "facets": facets,
            "references": [languages.pieces(references[source_id], self.t.language) for source_id in cited],
        }

    def claim(self, claim: Any, shown: Collection[str] | None) -> dict[str, Any]:
        other = self.t.other
        return {
            "marks": self.marks(claim),
            "text": self.t.of(claim, "statement"),
            "facts": [
                (term, [(fact, language)] if language else languages.pieces(fact, self.t.language))
                for term, fact, language in content_marks.facts(self.data, claim, self.t)
            ],
            "other_language": other,
            "other_text": getattr(claim, f"statement_{other}"),
            "address": address("evidence", self.t.language, id=claim.evidence_id),
            "dimmed": shown is not None and claim.evidence_id not in shown,
        }

    def marks(self, claim: Any, *, brief: bool = False) -> list[dict[str, str]]:
        """The marks of a claim; `brief` leaves out that it is named as an example, which the open cell tells."""
        example = self.t("named_as_example") if brief else ""
        return [one._asdict() for one in content_marks.marks(self.data, claim, self.t) if one.word != example]


def offer_cards(data: Dataset, cities: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
    """The cells of the cities and factors that are asked for as cards to print; all that the page has where none is."""
    columns = {"city_id": list(cities["city_id"]), "factor_id": list(data.factors["factor_id"])}
    wanted = {name: chosen.selection.get(name) or every for name, every in columns.items()}
    asked = {name: dict.fromkeys(chosen.selection.get(name, []), "") for name in columns}
    st.caption(t("kit_note"))
    with st.container(horizontal=True, gap="small"):
        downloads.cards(data, wanted["city_id"], wanted["factor_id"], t, asked)
        downloads.sheet(data, t)
