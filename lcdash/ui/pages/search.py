"""The parts of the search page: what was found, by kind, each with the reason; and what to try where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from lcdash.content import marks as content_marks
from lcdash.content.found import Names
from lcdash.dataset.loading import Dataset
from lcdash.html import markup, place_answer
from lcdash.html.markup import Html, link_to
from lcdash.language import languages
from lcdash.language.translations import Translations
from lcdash.search import place_names, search
from lcdash.search.ranking import Found
from lcdash.search.readings import Term
from lcdash.search.search import Answer
from lcdash.search.search_entries import Entry, Text
from lcdash.site import OVERVIEW, address, of_programme
from lcdash.ui.shared import cite

SHOWN = 5  # of each kind, until all of it is asked for
# Where a row is shown by itself: the page, and the key in its link.
PLACES = {
    "city": ("cities", "city"),
    "theme": ("factors", "theme"),
    "claim": ("evidence", "id"),
    "space": ("spaces", "id"),
    "partner": ("partners", "id"),
}
# The part of the data page on which what stands behind the data is shown.
PARTS = {"silence": "silences", "source": "sources", "conflict": "conflicts", "code": "codebook", "method": "method"}
MEMBERS = "ecosystem_member"  # the only frame that stands beside the factors, not in UNESCO's part of its page
EXAMPLES = ("place", "topic", "limit", "year")


def _asking(words: str, t: Translations) -> str:
    return link_to("search", Html(languages.html(words, t.language)), t, q=words)


def invite(t: Translations) -> None:
    """What can be searched for, with examples: no words have been given."""
    examples = " · ".join(_asking(t(f"example_{name}"), t) for name in EXAMPLES)
    told = f'<p class="lead">{escape(t("lead"))}</p><p class="found">{escape(t("examples"))}: {examples}</p>'
    st.html(told + _browse(t))


def _browse(t: Translations) -> str:
    ways = {"browse_cities": "cities", "browse_topics": OVERVIEW, "browse_factors": "factors"}
    told = " · ".join(link_to(page, t(key), t) for key, page in ways.items())
    return f'<p class="found">{escape(t("nothing_browse"))}: {told}</p>'


def show(data: Dataset, answer: Answer, words: str, kind: str | None, t: Translations) -> None:
    """What was found, or a sentence with what to try.

    kind  the only kind shown, and then all of it; None for the first few of every kind.
    """
    cite.name(cite.View(f"{t.title} “{words}”", "search"))
    place = place_names.read(data, words)
    if place and not place.city and (place.unit or not answer.found):
        st.html(place_answer.answer(data, place, t.language))
        if not answer.found:
            return
    if not answer.found:
        _nothing(answer, words, t)
        return
    for typed, read in answer.read:
        told = languages.html(t("read_as", typed=typed, read=read), t.language)
        st.html(f'<p class="notice" role="status">{told}</p>')
    for typed, near in answer.meant:
        told = languages.html(t("meant", typed=typed), t.language)
        st.html(f'<p class="notice" role="status">{told} {_asking(near, t)}</p>')
    for typed, others in answer.alike:
        told = languages.html(t("alike", typed=typed, others=", ".join(f"“{word}”" for word in others)), t.language)
        st.html(f'<p class="quiet">{told}</p>')
    told = t("partly", words=words) if answer.partly else t("n_found", n=len(answer.found), words=words)
    found = languages.html(told, t.language)
    st.html(f'<p class="count" role="status">{found}</p>')
    reader = Reader(data, answer.terms, words, t)
    if all(one.entry.kind != kind for one in answer.found):  # other words than those the link was made for
        kind = None
    parts = []
    for name, group in groupby(answer.found, key=lambda one: one.entry.kind):
        own = list(group)
        if kind in (None, name):
            parts.append(reader.group(name, own, own if kind else own[:SHOWN], words))
    if kind:
        parts.append(f"<p>{link_to('search', t('every_kind'), t, q=words)}</p>")
    st.html(f'<div class="found">{"".join(parts)}</div>')


def _nothing(answer: Answer, words: str, t: Translations) -> None:
    known = " · ".join(_asking(word, t) for word in answer.known)
    st.html(
        f'<div class="found"><p class="notice" role="status">'
        f"{languages.html(t('nothing', words=words), t.language)}</p>"
        + (f"<p>{escape(t('nothing_known'))}: {known}</p>" if known else "")
        + f"<p>{escape(t('nothing_try'))}</p></div>{_browse(t)}"
    )


class Reader:
    """Writes what was found as links, in one language."""

    def __init__(self, data: Dataset, terms: Sequence[Term], words: str, t: Translations) -> None:
        self.data, self.terms, self.words, self.t = data, terms, words, t
        self.index = search.index(data)
        self.names = Names(data, t)

    def group(self, kind: str, found: Sequence[Found], shown: Sequence[Found], words: str) -> str:
        """One kind: a heading, what is shown of it, and the way to the rest."""
        rows = "".join(f"<li>{self.entry(one)}</li>" for one in shown)
        rest = ""
        if len(shown) < len(found):
            every = self.t("show_all", n=len(found))
            rest = f"<p>{link_to('search', every, self.t, q=words, kind=kind)}</p>"
        return f"<section><h2>{escape(self.t(f'kind_{kind}'))}</h2><ul>{rows}</ul>{rest}</section>"

    def entry(self, found: Found) -> str:
        kind = found.entry.kind
        row = self.names.row(found.entry)
        title = self.names.title(found.entry, row)
        beside = self.names.beside(found.entry, row)
        above = [self.t(f"why_{text.field}") for text in found.reasons if text.text == title]
        below = [text for text in found.reasons if text.text not in (title, *beside) and text.field != "legal_form"]
        why = f'<p class="why">{" · ".join(map(self.reason, below))}</p>' if below else ""
        told = [*map(self.marked, beside), *map(escape, above)]
        return (
            f'{self.before(kind, row)}<a href="{escape(self.target(found.entry, row))}">{self.named(title)}</a> '
            f'<span class="quiet">{" · ".join(told)}</span>{why}'
        )

    def before(self, kind: str, row: Any) -> str:
        """What has to be seen before the words of a statement: what it is and that a source judges."""
        marks = content_marks.marks(self.data, row, self.t) if kind == "claim" else []
        return "".join(f"{markup.shown_mark(mark)} " for mark in marks)

    def target(self, entry: Entry, row: Any) -> str:
        """Where an entry is shown: its own page, else that of its city, of its organisation, or the overview."""
        language = self.t.language
        if entry.kind == "programme":
            return of_programme(row, language)
        if entry.kind in ("event", "fact"):
            cities = entry.cities if row is None else row["city_ids"]
            return address("cities", language, city=cities[0]) if cities else address(OVERVIEW, language)
        if entry.kind == "factor":
            facets = self.data.facets.set_index("facet_id")["factor_id"]
            return address("factors", language, factor=str(facets.get(entry.id, entry.id)))
        if entry.kind == "framework":
            part = "factors" if row["framework"] == MEMBERS else "unesco"
            return address("frameworks", language, part=part, id=entry.id)
        if entry.kind == "page":
            return address(entry.id, language)
        if entry.kind in PARTS:
            return address("data", language, part=PARTS[entry.kind], id=entry.id)
        page, key = PLACES[entry.kind]
        more = {"q": self.words} if entry.kind == "claim" else {}
        return address(page, language, **{key: entry.id}, **more)

    def reason(self, text: Text) -> str:
        """Why an entry was found: the field, and its words with those of the query marked."""
        language = text.language or languages.mostly(text.text)
        told = "".join(
            f'<span lang="{other}">{self.marked(piece)}</span>' if other else self.marked(piece)
            for piece, other in languages.pieces(text.text, language)
        )
        said = f' lang="{language}"' if language != self.t.language else ""
        return f"{escape(self.t(f'why_{text.field}'))}: <span{said}>{told}</span>"

    def named(self, text: str) -> str:
        """A name with the words of the query marked, in its own language."""
        own = languages.of(text)
        return f'<span lang="{own}">{self.marked(text)}</span>' if own != self.t.language else self.marked(text)

    def marked(self, text: str) -> str:
        """A text as HTML with the words of the query marked."""
        return markup.marked(text, self.index.spans(text, self.terms))
