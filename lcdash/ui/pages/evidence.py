"""The parts of the page of one statement: words, sources, codes, differences, related statements, citation."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from lcdash.content import marks, statement_page
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, evidence_map
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.markup import link_to
from lcdash.html.rendering import in_language, macro
from lcdash.language.translations import Translations
from lcdash.search import search
from lcdash.site import address
from lcdash.sources import references
from lcdash.ui.shared import cite as shared_cite

PAGE = "statement_page"  # the template of this page's parts


def invite(t: Translations) -> None:
    """That the link names no statement, and where there are some."""
    ways = {t(f"to_{page}"): address(page, t.language) for page in ("search", "factors")}
    st.html(macro(PAGE, "invite", t("which"), ways))


class Claim:
    """One statement, drawn part by part in one language; `found_by` are the words of a search that led here."""

    def __init__(self, data: Dataset, evidence_id: str, t: Translations, found_by: str = "") -> None:
        self.data, self.t = data, t
        self.terms = search.index(data).search(found_by, t.language).terms if found_by else ()
        self.row = records.first(data.evidence[data.evidence["evidence_id"] == evidence_id], records.Evidence)
        self.factor = data.names("factors", t.language)[self.row.factor_id]
        self.number = data.factor_numbers[self.row.factor_id]
        self.place = data.names("cities", t.language).get(self.row.city_id, t("country"))
        where = t("cell_title", city=self.place, n=self.number, factor=self.factor)
        changed = t("corrected_row") if self.row.attribution == "corrected" else ""
        self.view = shared_cite.CitedView(
            t("cite_name", id=evidence_id, where=where), evidence_id, ((self.row.source, changed),)
        )
        shared_cite.name(self.view)

    def head(self) -> None:
        """Where it belongs, what it is, and its words in both languages."""
        row, t = self.row, self.t
        facet = self.data.names("facets", t.language).get(row.facet_id, "")
        text, other = (getattr(row, f"statement_{language}") for language in (t.language, t.other))
        parts = {
            "where": [
                self.place,
                t("in_cell", n=self.number, factor=self.factor),
                t("in_facet", facet=facet) if facet else t("no_facet"),
            ],
            "up": self._up(),
            "marks": marks.marks(self.data, row, t),
            "remarks": markup.remarks(self.data, row, t),
            "words": self._found(text) if self.terms else in_language(text, t.language),
            "id": row.evidence_id,
            "address": address("evidence", t.language, id=row.evidence_id),
            "report": t("report_mistake"),
            "own_words": t("own_words"),
            "in_other": self._found(other) if self.terms else other,
        }
        st.html(macro(PAGE, "head", parts, t.other))

    def _found(self, text: str) -> Markup:
        """Words with those marked for which a search led here."""
        return markup.marked(text, search.index(self.data).spans(text, self.terms))

    def _up(self) -> Markup:
        """The way to where this statement stands among others: its cell, else its city, else the country's limits."""
        city_id, t = self.row.city_id, self.t
        if not city_id:
            return link_to("factors", t("to_country"), t, column=evidence_map.COUNTRY)
        in_study = bool(self.data.cities.set_index("city_id").at[city_id, "in_study"])
        member = self.data.memberships.query("scheme == 'gnlc'")["city_id"].eq(city_id).any()
        if not (in_study or member):
            return link_to("cities", t("to_city"), t, city=city_id)
        more = {} if in_study else {"others": "1"}
        return link_to("factors", t("to_cell"), t, cell=f"{city_id}.{self.row.factor_id}", **more)

    def sources(self) -> None:
        """Each source with the places in it and its reference; the printed words; names printed otherwise."""
        t, data = self.t, self.data
        places: dict[str, list[str]] = {}
        for source_id, locator in citations.parse(self.row.source):
            places.setdefault(source_id, []).append(references.place(data, source_id, locator, t.language))
        rows = [
            {
                "short": references.short(data, source_id, t.language),
                "places": passages,
                "reference": markup.reference(data, source_id, t),
                "address": address("data", t.language, part="sources", id=source_id),
            }
            for source_id, passages in places.items()
        ]
        names = statement_page.printed_names(data, self.row, t)
        st.html(macro(PAGE, "sources", t, rows, self.row.printed_words_th, names))

    def codes(self) -> None:
        """Every code with what it means, and who assigned the factor."""
        rows = statement_page.codes(self.data, self.row, self.t)
        st.html(macro(PAGE, "codes", self.t, rows, self.row.evidence_id))

    def differences(self) -> None:
        """What this project corrected, and every disagreement that touches the statement, with each source's side."""
        t, corrected = self.t, self.row.attribution == "corrected"
        touching = conflicts.touching(self.data, "evidence", [self.row.evidence_id])
        conflicts_drawn = [
            macro("conflict", "full", conflict_html.of(self.data, conflict, t, link=t("to_conflict")))
            for conflict in records.each(touching, records.Conflict)
        ]
        if corrected or conflicts_drawn:
            st.html(macro(PAGE, "differences", t, corrected, conflicts_drawn))

    def related(self) -> None:
        """Statements of the same cell, what relates to a limit and back, and other cities on the same topics."""
        st.html(macro(PAGE, "related", self.t, statement_page.related(self.data, self.row, self.t)))

    def cite(self) -> None:
        """The original source as its readers write it, then the dataset; and both as files."""
        st.html(macro(PAGE, "cite", self.t, shared_cite.listed(self.data, self.view, self.t)))
        shared_cite.offer(self.data, self.view, "claim", self.t)
