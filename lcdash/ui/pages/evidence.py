"""The parts of the page of one statement: words, sources, codes, differences, related statements, citation."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from lcdash.content import marks as content_marks
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, filtering, learning
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.markup import link_to
from lcdash.html.rendering import macro
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.search import search
from lcdash.site import of_programme
from lcdash.sources import references
from lcdash.ui.shared import cite as shared_cite

# What tells how a claim is coded: its column, the name of that in the wording, the list of codes.
CODES = (
    ("kind", "filter_kind", "kind"),
    ("appraisal", "filter_appraisal", "appraisal"),
    ("voice", "filter_voice", "voice"),
    ("scope", "scope", "evidence_scope"),
    ("stage", "stage", "stage"),
    ("factor_by", "factor_by", "factor_by"),
    ("attribution", "attribution", "attribution"),
)
NAMED = (("spaces", "space"), ("partners", "partner"), ("programmes", "programme"))  # what a statement may name


def invite(t: Translations) -> None:
    """That the link names no statement, and where there are some."""
    ways = " · ".join(link_to(page, t(f"to_{page}"), t) for page in ("search", "factors"))
    st.html(f'<p class="lead">{escape(t("which"))}</p><p class="found">{ways}</p>')


class Claim:
    """One statement, drawn part by part in one language; `found_by` are the words of a search that led here."""

    def __init__(self, data: Dataset, evidence_id: str, t: Translations, found_by: str = "") -> None:
        self.data, self.t = data, t
        self.terms = search.index(data).search(found_by, t.language).terms if found_by else ()
        self.other = t.other
        self.row: Any = next(data.evidence[data.evidence["evidence_id"] == evidence_id].itertuples())
        self.cities = data.names("cities", t.language)
        self.factors = data.names("factors", t.language)
        self.number = data.factor_numbers[self.row.factor_id]
        self.place = self.cities.get(self.row.city_id, t("country"))
        where = t("cell_title", city=self.place, n=self.number, factor=self.factors[self.row.factor_id])
        changed = t("corrected_row") if self.row.attribution == "corrected" else ""
        self.view = shared_cite.View(
            t("cite_name", id=evidence_id, where=where), evidence_id, ((self.row.source, changed),)
        )
        shared_cite.name(self.view)

    # The statement

    def head(self) -> None:
        """Where it belongs, what it is, and its words in both languages."""
        row, t = self.row, self.t
        facet = self.data.names("facets", t.language).get(row.facet_id, "")
        told = [
            self.place,
            t("in_cell", n=self.number, factor=self.factors[row.factor_id]),
            t("in_facet", facet=facet) if facet else t("no_facet"),
        ]
        marks = " ".join(map(markup.shown_mark, content_marks.marks(self.data, row, t)))
        words, other = (getattr(row, f"statement_{language}") for language in (t.language, self.other))
        shown = self._marked(words) if self.terms else languages.html(words, t.language)
        st.html(
            f'<div class="claim_page"><p class="quiet">{escape(" · ".join(told))} · {self._up()}</p>'
            f'<p class="marks">{marks} {markup.remarks(self.data, row, t)}</p>'
            f'<p class="statement">{shown}</p>'
            f'<p class="quiet" lang="{self.other}">{self._marked(other)}</p></div>'
        )

    def _marked(self, words: str) -> str:
        """Words as HTML, with those marked for which a search led here."""
        return markup.marked(words, search.index(self.data).spans(words, self.terms)) if self.terms else escape(words)

    def _up(self) -> str:
        """The way to where this statement stands among others: its cell, else its city, else the country's limits."""
        city_id, t = self.row.city_id, self.t
        if not city_id:
            return link_to("factors", t("to_band"), t)
        in_study = bool(self.data.cities.set_index("city_id").at[city_id, "in_study"])
        member = self.data.memberships.query("scheme == 'gnlc'")["city_id"].eq(city_id).any()
        if not (in_study or member):
            return link_to("cities", t("to_city"), t, city=city_id)
        more = {} if in_study else {"others": "1"}
        return link_to("factors", t("to_cell"), t, cell=f"{city_id}.{self.row.factor_id}", **more)

    # Where it comes from

    def sources(self) -> None:
        """Each source with the places in it and its reference; the printed words; names printed otherwise."""
        t = self.t
        places: dict[str, list[str]] = {}
        for source_id, locator in citations.parse(self.row.source):
            place = references.place(self.data, source_id, locator, t.language)
            places.setdefault(source_id, []).append(f"<div>{languages.html(place, t.language)}</div>" if place else "")
        rows = [
            f"<li><b>{escape(references.short(self.data, source_id, t.language))}</b>{''.join(found)}"
            f'<div class="quiet">{markup.reference(self.data, source_id, t)} '
            f"{link_to('data', t('about_source'), t, part='sources', id=source_id)}</div></li>"
            for source_id, found in places.items()
        ]
        quoted = (
            f'<blockquote lang="th">{escape(self.row.printed_words_th)}</blockquote>'
            if self.row.printed_words_th
            else f'<p class="quiet">{escape(t("printed_none"))}</p>'
        )
        st.html(
            f'<section class="claim_page"><h2>{escape(t("sources_title"))}</h2>'
            f'<p class="quiet">{escape(t("find_by"))}</p><ul class="passages">{"".join(rows)}</ul>'
            f"<h3>{escape(t('printed_title'))}</h3>{quoted}{self._aliases()}</section>"
        )

    def _aliases(self) -> str:
        """Names of what the statement is about as its sources print them, where that is not how they are written."""
        rows = []
        for alias in self._printed().itertuples():
            table = {"city": "cities", "term": "themes"}.get(alias.entity, f"{alias.entity}s")
            frame = getattr(self.data, table)
            name = frame.loc[frame.iloc[:, _id_place(frame)] == alias.entity_id, f"name_{self.t.language}"].iloc[0]
            place = "; ".join(references.full(self.data, alias.source, self.t.language))
            rows.append(
                f"<li>{escape(self.t('alias', name=name))} “{languages.name(alias.alias, self.t.language)}” "
                f'<span class="quiet">{languages.html(place, self.t.language)}</span></li>'
            )
        title = f"<h3>{escape(self.t('aliases_title'))}</h3>"
        return f'{title}<ul class="passages">{"".join(rows)}</ul>' if rows else ""

    def _printed(self) -> pd.DataFrame:
        """The aliases of its city, and of what it names, that a source prints: garbled, or in a passage it cites."""
        aliases, row = self.data.aliases, self.row
        concerned = {("city", row.city_id)}
        words = f"{row.statement_th}\n{row.statement_en}"
        for table, entity in NAMED:
            frame = getattr(self.data, table)
            own = frame if row.city_id == "" or "city_id" not in frame else frame[frame["city_id"] == row.city_id]
            ids = own.iloc[:, _id_place(own)]
            for entity_id, thai, english in zip(ids, own["name_th"], own["name_en"], strict=True):
                names = [thai, english, *aliases.loc[aliases["entity_id"] == entity_id, "alias"]]
                if any(_stands_in(name, words) for name in names):
                    concerned.add((entity, entity_id))
        cited = set(citations.pieces(row.source))
        here = [bool(cited.intersection(citations.pieces(source))) for source in aliases["source"]]
        about = [pair in concerned for pair in zip(aliases["entity"], aliases["entity_id"], strict=True)]
        return aliases[pd.Series(about) & (pd.Series(here) | aliases["kind"].eq("ocr")) & aliases["source"].ne("")]

    # How it is read

    def codes(self) -> None:
        """Every code with what it means, and who assigned the factor."""
        t, row = self.t, self.row
        meanings = self.data.codes.set_index(["list", "code"])[f"definition_{t.language}"]
        rows = [
            (
                t(term),
                escape(self.data.labels(codes, t.language)[getattr(row, column)]),
                meanings[codes, getattr(row, column)],
            )
            for column, term, codes in CODES
        ]
        names = self.data.names("themes", t.language)
        themes = [link_to("factors", names[theme], t, theme=theme) for theme in row.themes]
        rows.append((t("filter_theme"), " · ".join(themes), ""))
        if row.audience:
            audiences = self.data.labels("audience", t.language)
            rows.append((t("filter_audience"), escape(" · ".join(audiences[one] for one in row.audience)), ""))
        if row.as_of:
            rows.append((t("as_of"), escape(dates.spoken(row.as_of, t.language)), ""))
        rows.append((t("statement_id"), f"<code>{escape(row.evidence_id)}</code>", ""))
        terms = "".join(
            f"<div><dt>{escape(term)}</dt><dd>{told}"
            + (f'<br><span class="quiet">{escape(meaning)}</span>' if meaning else "")
            + "</dd></div>"
            for term, told, meaning in rows
        )
        st.html(
            f'<section class="claim_page"><h2>{escape(t("coded_title"))}</h2>'
            f'<p class="quiet">{escape(t("our_reading"))}</p><dl class="codes">{terms}</dl></section>'
        )

    def differences(self) -> None:
        """What this project corrected, and every disagreement that touches the statement, with each source's side."""
        t = self.t
        parts = []
        if self.row.attribution == "corrected":
            parts.append(f'<p class="notice">{escape(t("corrected"))}: {escape(t("corrected_row"))}</p>')
        for conflict in conflicts.touching(self.data, "evidence", [self.row.evidence_id]).itertuples():
            parts.append(macro("conflict", "full", conflict_html.of(self.data, conflict, t, link=t("to_conflict"))))
        if parts:
            title = f"<h2>{escape(t('differ_title'))}</h2>"
            st.html(f'<section class="claim_page">{title}{"".join(parts)}</section>')

    # What is related

    def related(self) -> None:
        """Statements of the same cell, what relates to a limit and back, and other cities on the same topics."""
        parts = [*self._same_cell(), *self._answers(), *self._answered(), *self._shared()]
        told = "".join(parts) or f'<p class="quiet">{escape(self.t("nothing_related"))}</p>'
        title = f"<h2>{escape(self.t('related_title'))}</h2>"
        st.html(f'<section class="claim_page related">{title}{told}</section>')

    def _listed(self, claims: pd.DataFrame, *, with_city: bool = True, reasons: dict[str, str] | None = None) -> str:
        rows = []
        for claim in claims.itertuples():
            city = f"<b>{escape(self.cities.get(claim.city_id, self.t('country')))}</b> " if with_city else ""
            reason = (reasons or {}).get(str(claim.evidence_id), "")
            rows.append(
                f"<li>{city}{' '.join(map(markup.shown_mark, content_marks.marks(self.data, claim, self.t)))} "
                f"{link_to('evidence', self.t.of(claim, 'statement'), self.t, id=claim.evidence_id)}"
                + (f' <span class="reason">{escape(reason)}</span>' if reason else "")
                + "</li>"
            )
        return f'<ul class="claims">{"".join(rows)}</ul>'

    def _same_cell(self) -> list[str]:
        evidence, row = self.data.evidence, self.row
        same = (evidence["city_id"] == row.city_id) & (evidence["factor_id"] == row.factor_id)
        own = evidence[same & (evidence["evidence_id"] != row.evidence_id)]
        title = self.t("same_cell" if row.city_id else "same_country")
        return [f"<h3>{escape(title)}</h3>{self._listed(own, with_city=False)}"] if len(own) else []

    def _answers(self) -> list[str]:
        data, t = self.data, self.t
        found = learning.curated_answers(self.row.evidence_id, data.answers, data.evidence, data.programmes)
        if found.empty:
            return []
        reasons = dict(zip(found["answer_id"], found[f"reason_{t.language}"], strict=True))
        claims = data.evidence.set_index("evidence_id", drop=False).loc[
            found.loc[found["table"] == "evidence", "answer_id"]
        ]
        programmes = data.programmes.set_index("programme_id").loc[
            found.loc[found["table"] == "programmes", "answer_id"]
        ]
        rest = "".join(
            f'<li><span class="mark plain">{escape(t("programme"))}</span> '
            f'<a href="{escape(of_programme(one, t.language))}">{escape(self.t.of(one, "name"))}</a> '
            f'<span class="reason">{escape(reasons[str(one.Index)])}</span></li>'
            for one in programmes.itertuples()
        )
        more = f'<ul class="claims">{rest}</ul>' if rest else ""
        return [
            f'<h3>{escape(t("answers_title"))}</h3><p class="quiet">{escape(t("not_solution"))}</p>'
            f"{self._listed(claims, reasons=reasons)}{more}"
        ]

    def _answered(self) -> list[str]:
        data, t = self.data, self.t
        own = data.answers[data.answers["answer_id"] == self.row.evidence_id]
        if own.empty:
            return []
        reasons = dict(zip(own["limit_id"], own[f"reason_{t.language}"], strict=True))
        limits = data.evidence[data.evidence["evidence_id"].isin(own["limit_id"])]
        return [
            f'<h3>{escape(t("answered_title"))}</h3><p class="quiet">{escape(t("not_solution"))}</p>'
            f"{self._listed(limits, reasons=reasons)}"
        ]

    def _shared(self) -> list[str]:
        """One statement of each other city on one of the topics: that with most of them, in the order of names."""
        data, t, themes = self.data, self.t, set(self.row.themes)
        others = data.evidence[~data.evidence["city_id"].isin(("", self.row.city_id))]
        shared = others["themes"].map(lambda held: len(themes.intersection(held)))
        nearest = others.assign(shared=shared)[shared > 0].sort_values("shared", ascending=False, kind="stable")
        first = nearest.drop_duplicates("city_id")
        if first.empty:
            return []
        names = first.assign(**{f"name_{t.language}": first["city_id"].map(self.cities)})
        every = data.names("themes", t.language)
        links = " · ".join(
            link_to("factors", t("shared_all", theme=every[theme]), t, theme=theme) for theme in self.row.themes
        )
        return [
            f'<h3>{escape(t("shared_title"))}</h3><p class="quiet">{escape(t("shared_note"))}</p>'
            f"{self._listed(filtering.by_name(names, t.language))}<p>{links}</p>"
        ]

    # How to cite it

    def cite(self) -> None:
        """The original source as its readers write it, then the dataset; and both as files."""
        t = self.t
        st.html(
            f'<section class="claim_page"><h2>{escape(t("cite_title"))}</h2>'
            f'<p class="quiet">{escape(t("cite_note"))}</p>{shared_cite.listed(self.data, self.view, t)}</section>'
        )
        shared_cite.offer(self.data, self.view, "claim", t)


def _stands_in(name: str, words: str) -> bool:
    """Whether a name stands in a text: a Latin one as a word, a Thai one that is long enough not to be chance."""
    return bool(re.search(rf"\b{re.escape(name)}\b", words)) if name.isascii() else len(name) > 3 and name in words


def _id_place(frame: pd.DataFrame) -> int:
    """Where the ids of a table stand: first, in a GeoDataFrame after the geometry."""
    return 1 if frame.columns[0] == "geometry" else 0
