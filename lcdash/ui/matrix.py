"""The factor matrix as a component: what each cell shows, and the statements of the cell that is open."""
from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from lcdash import look, references, transforms
from lcdash.dataset import Dataset
from lcdash.ui import link, statements
from lcdash.ui.filters import Chosen
from lcdash.wording import LANGUAGES, Wording

HERE = Path(__file__).parent


@cache
def _component() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component("lcdash_matrix", js=(HERE / "matrix.js").read_text(encoding="utf-8"),
                                      css=(HERE / "matrix.css").read_text(encoding="utf-8"))


def show(data: Dataset, cities: pd.DataFrame, evidence: pd.DataFrame, chosen: Chosen, standing: pd.DataFrame,
         opened: str | None, say: Wording) -> None:
    """Draw the matrix of `cities`; what the filter hides is dimmed, and the chosen cell (`yala.3`) opens under its city.

    evidence  the claims of these cities; `chosen.shown` says which of them the filter shows.
    standing  one row per city_id, as transforms.standings gives it.
    """
    states = transforms.evidence_matrix(evidence, data.facets, cities)
    reader = _Reader(data, evidence, chosen, say)
    standing = standing.set_index("city_id")
    rows = []
    for city_id, group in states.groupby("city_id", sort=False):
        unit = statements.unit_words(data, standing.at[city_id, "units"], standing.at[city_id, "disputed"], say)
        rows.append({
            "name": reader.cities[str(city_id)], "note": say("member_as", unit=unit),
            "cells": [reader.cell(f"{city_id}.{factor_id}", sides) for factor_id, sides in group.groupby("factor_id", sort=False)],
            "dimmed": chosen.any and not reader.shown.intersection(claim for ids in group["evidence_ids"] for claim in ids)})
    numbers, names = data.factors["factor_id"], data.factors[f"short_{say.language}"]
    _component()(
        key="matrix",
        data={"language": say.language, "caption": say("caption"), "rows": rows, "open": opened or "",
              "columns": [{"number": number, "name": name} for number, name in zip(numbers, names, strict=True)],
              "detail": reader.detail(opened, states) if opened else None,
              "words": {key: say(key) for key in ("dimmed", "close", "city")}},
        on_cell_change=_open,
    )


def _open() -> None:
    link.write("cell", [str(st.session_state["matrix"].cell or "")])


class _Reader:
    """Turns claims into what the component draws, in one language."""

    def __init__(self, data: Dataset, evidence: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
        self.data, self.claims, self.filtered, self.say = data, evidence.set_index("evidence_id"), chosen.any, say
        self.shown = set(evidence.loc[chosen.shown, "evidence_id"])
        self.cities = data.names("cities", say.language)
        self.facet_names = data.names("facets", say.language) | {"": say("printed_here")}
        self.words = {name: data.labels(name, say.language) for name in
                      ("kind", "appraisal", "state", "stage", "voice", "audience")}
        self.themes = data.names("themes", say.language)

    def cell(self, cell_id: str, sides: pd.DataFrame) -> dict[str, Any]:
        state = sides["state"].iloc[0]
        if state == "not_studied":
            known = [claim for ids in sides["evidence_ids"] for claim in ids]
            side = {"name": "", "marks": [], "empty": self._mark("not_studied", self.words["state"]["not_studied"]),
                    "texts": [self.say("from_elsewhere", n=len(known))] if known else [], "dimmed": False}
            return {"id": cell_id, "facets": [side]}
        return {"id": cell_id, "facets": [self._side(side) for side in sides.itertuples()]}

    def _side(self, side: Any) -> dict[str, Any]:
        group = self.claims.loc[list(side.evidence_ids)]
        empty = self._mark("nothing", self.words["state"]["nothing"]) if group.empty else None
        marks = {(mark["symbol"], mark["word"]): mark for claim in group.itertuples() for mark in self.marks(claim, short=True)}
        first = group[(group["appraisal"] == "limit") | (group.index == group.index[0])] if len(group) else group
        return {"name": self.facet_names[side.facet_id], "empty": empty, "marks": list(marks.values()),
                "texts": list(first[f"statement_{self.say.language}"]),
                "dimmed": self.filtered and len(group) > 0 and not self.shown.intersection(side.evidence_ids)}

    def _mark(self, kind: str, word: str) -> dict[str, str]:
        return {"symbol": look.SYMBOLS[kind], "word": word, "kind": kind}

    def marks(self, claim: Any, *, short: bool = False) -> list[dict[str, str]]:
        """Symbol and word of a claim's kind, of what the source judges, and of its stage where it does not exist yet."""
        kinds = [self._mark(claim.kind, self.words["kind"][claim.kind])]
        if claim.appraisal == "limit":
            kinds = [self._mark("limit", self.words["appraisal"]["limit"])]
        elif claim.appraisal == "favourable":
            favourable = self._mark("favourable", self.words["appraisal"]["favourable"])
            kinds.append(favourable | {"kind": claim.kind})
        if claim.stage != "exists":
            kinds.append({"symbol": "", "word": self.words["stage"][claim.stage], "kind": "plain"})
        if claim.scope == "example" and not short:
            kinds.append({"symbol": "", "word": self.say("named_as_example"), "kind": "plain"})
        return kinds

    def detail(self, cell_id: str, matrix: pd.DataFrame) -> dict[str, Any]:
        city_id, factor_id = cell_id.split(".")
        sides = matrix[(matrix["city_id"] == city_id) & (matrix["factor_id"] == factor_id)]
        factor = self.data.names("factors", self.say.language)[factor_id]
        facets = [{"name": self.facet_names[side.facet_id],
                   "note": self.words["state"][side.state] if side.state in ("nothing", "not_studied") else "",
                   "claims": [self.claim(claim) for claim in self.claims.loc[list(side.evidence_ids)].itertuples()]}
                  for side in sides.itertuples()]
        return {"title": f"{self.cities[city_id]} · {factor_id} {factor}", "lead": self.say("our_reading"), "facets": facets}

    def claim(self, claim: Any) -> dict[str, Any]:
        language, say = self.say.language, self.say
        other = next(name for name in LANGUAGES if name != language)
        facts = []
        if claim.printed_words_th:
            facts.append((say("printed_words"), claim.printed_words_th, "th"))
        if claim.attribution == "corrected":
            facts.append((say("corrected"), say("corrected_row"), None))
        facts += [(say("source"), line, None) for line in references.full(self.data, claim.source, language)]
        facts.append((say("filter_voice"), self.words["voice"][claim.voice], None))
        facts.append((say("filter_theme"), ", ".join(self.themes[theme] for theme in claim.themes), None))
        if claim.audience:
            facts.append((say("filter_audience"), ", ".join(self.words["audience"][one] for one in claim.audience), None))
        if claim.factor_by == "project":
            facts.append((say("filter_factor"), say("factor_by_project"), None))
        return {"marks": self.marks(claim), "text": getattr(claim, f"statement_{language}"), "facts": facts,
                "other_text": getattr(claim, f"statement_{other}"), "other_language": other,
                "dimmed": self.filtered and claim.Index not in self.shown}
