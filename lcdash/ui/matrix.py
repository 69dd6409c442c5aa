"""The factor matrix as a component: what each cell shows, and the statements of the cell that is open."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lcdash import documents, languages, markup, transforms
from lcdash.addresses import address
from lcdash.dataset import Dataset
from lcdash.ui import cite, link
from lcdash.ui.components import component
from lcdash.ui.filters import Chosen
from lcdash.wording import Wording


def show(
    data: Dataset,
    cities: pd.DataFrame,
    evidence: pd.DataFrame,
    chosen: Chosen,
    standing: pd.DataFrame,
    opened: str | None,
    say: Wording,
) -> None:
    """Draw the matrix of `cities`; what the filter hides is dimmed, the chosen cell (`yala.3`) opens under its city.

    evidence  the claims of these cities; `chosen.shown` says which of them the filter shows.
    standing  one row per city_id, as transforms.standings gives it.
    """
    states = transforms.evidence_matrix(evidence, data.facets, cities)
    reader = _Reader(data, evidence, chosen, say)
    standing = standing.set_index("city_id")
    rows = []
    for city_id, group in states.groupby("city_id", sort=False):
        unit = markup.unit_words(data, standing.at[city_id, "units"], standing.at[city_id, "disputed"], say)
        rows.append(
            {
                "name": reader.cities[str(city_id)],
                "note": say("member_as", unit=unit),
                "unsure": markup.unsure_units(data, str(city_id), say),
                "cells": [
                    reader.cell(f"{city_id}.{factor_id}", sides)
                    for factor_id, sides in group.groupby("factor_id", sort=False)
                ],
                "dimmed": chosen.any
                and not reader.shown.intersection(claim for ids in group["evidence_ids"] for claim in ids),
            }
        )
    numbers, names = data.factors["factor_id"], data.factors[f"short_{say.language}"]
    component("matrix")(
        key="matrix",
        data={
            "language": say.language,
            "caption": say("caption"),
            "rows": rows,
            "open": opened or "",
            "columns": [{"number": number, "name": name} for number, name in zip(numbers, names, strict=True)],
            "detail": reader.detail(opened, states) if opened else None,
            "words": {key: say(key) for key in ("dimmed", "close", "city", "claim_page", "cell_sources")}
            | {"cite": say("cell_cite", button=say("cite_this"))},
        },
        on_cell_change=_open,
    )


def _open() -> None:
    link.write("cell", [str(st.session_state["matrix"].cell or "")])


class _Reader:
    """Turns claims into what the component draws, in one language."""

    def __init__(self, data: Dataset, evidence: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
        self.data, self.filtered, self.say = data, chosen.any, say
        self.claims = {claim.evidence_id: claim for claim in evidence.itertuples()}
        self.shown = set(evidence.loc[chosen.shown, "evidence_id"])
        self.cities = data.names("cities", say.language)
        self.facet_names = data.names("facets", say.language) | {"": say("printed_here")}
        self.states = data.labels("state", say.language)

    def cell(self, cell_id: str, sides: pd.DataFrame) -> dict[str, Any]:
        state = sides["state"].iloc[0]
        if state == "not_studied":
            known = [claim for ids in sides["evidence_ids"] for claim in ids]
            side = {
                "name": "",
                "marks": [],
                "empty": markup.mark("not_studied", self.states["not_studied"])._asdict(),
                "texts": [self.say("from_elsewhere", n=len(known))] if known else [],
                "dimmed": False,
            }
            return {"id": cell_id, "facets": [side]}
        return {"id": cell_id, "facets": [self._side(side) for side in sides.itertuples()]}

    def _side(self, side: Any) -> dict[str, Any]:
        claims = [self.claims[claim_id] for claim_id in side.evidence_ids]
        empty = None if claims else markup.mark("nothing", self.states["nothing"])._asdict()
        marks = {(mark["symbol"], mark["word"]): mark for claim in claims for mark in self.marks(claim, brief=True)}
        told = [claim for place, claim in enumerate(claims) if place == 0 or claim.appraisal == "limit"]
        return {
            "name": self.facet_names[side.facet_id],
            "empty": empty,
            "marks": list(marks.values()),
            "texts": [self.say.of(claim, "statement") for claim in told],
            "dimmed": self.filtered and bool(claims) and not self.shown.intersection(side.evidence_ids),
        }

    def detail(self, cell_id: str, matrix: pd.DataFrame) -> dict[str, Any]:
        city_id, factor_id = cell_id.split(".")
        sides = matrix[(matrix["city_id"] == city_id) & (matrix["factor_id"] == factor_id)]
        factor = self.data.names("factors", self.say.language)[factor_id]
        facets = [
            {
                "name": self.facet_names[side.facet_id],
                "note": self.states[side.state] if side.state in ("nothing", "not_studied") else "",
                "claims": [self.claim(self.claims[claim_id]) for claim_id in side.evidence_ids],
            }
            for side in sides.itertuples()
        ]
        claims = [self.claims[claim_id] for ids in sides["evidence_ids"] for claim_id in ids]
        changed = {True: self.say("corrected_row"), False: ""}
        title = self.say("cell_title", city=self.cities[city_id], n=factor_id, factor=factor)
        sources = tuple((claim.source, changed[claim.attribution == "corrected"]) for claim in claims)
        cite.name(cite.View(title, cell_id, sources))
        cited = documents.sources_of(*(claim.source for claim in claims))
        references = self.data.sources.set_index("source_id")[f"reference_{self.say.language}"]
        return {
            "title": f"{self.cities[city_id]} · {factor_id} {factor}",
            "lead": self.say("our_reading"),
            "facets": facets,
            "references": [languages.pieces(references[source_id], self.say.language) for source_id in cited],
        }

    def claim(self, claim: Any) -> dict[str, Any]:
        other = self.say.other
        return {
            "marks": self.marks(claim),
            "text": self.say.of(claim, "statement"),
            "facts": [
                (term, [(fact, language)] if language else languages.pieces(fact, self.say.language))
                for term, fact, language in markup.facts(self.data, claim, self.say)
            ],
            "other_language": other,
            "other_text": getattr(claim, f"statement_{other}"),
            "address": address("evidence", self.say.language, id=claim.evidence_id),
            "dimmed": self.filtered and claim.evidence_id not in self.shown,
        }

    def marks(self, claim: Any, *, brief: bool = False) -> list[dict[str, str]]:
        """The marks of a claim; `brief` leaves out that it is named as an example, which the open cell tells."""
        example = self.say("named_as_example") if brief else ""
        return [one._asdict() for one in markup.marks(self.data, claim, self.say) if one.word != example]
