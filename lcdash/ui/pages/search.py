"""The parts of the search page: what was found, by kind, each with the reason; and what to try where nothing was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import streamlit as st
from markupsafe import Markup

from lcdash.content import marks as content_marks
from lcdash.content.found import EntryNames
from lcdash.dataset.loading import Dataset
from lcdash.html import markup, place_answer
from lcdash.html.markup import link_to
from lcdash.html.rendering import in_language, macro
from lcdash.language import languages
from lcdash.language.translations import Translations
from lcdash.search import place_names, search
from lcdash.search.ranking import Found
from lcdash.search.readings import Term
from lcdash.search.search import Answer
from lcdash.search.search_entries import Entry, Text
from lcdash.site import OVERVIEW, address, in_brief, of_event, of_programme
from lcdash.ui.shared import cite

PAGE = "search_page"  # the template of this page's parts
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
# The section of a city's brief that tells the facts of a table.
SECTIONS = {
    "needs": "needs",
    "designations": "standing",
    "figures": "figures",
    "city_links": "ties",
    "descriptions": "glance",
    "partnerships": "partners",
}
MEMBERS = "ecosystem_member"  # the only frame that stands beside the factors, not in UNESCO's part of its page
EXAMPLES = ("place", "topic", "limit", "year")


def _asking(texts: Iterable[str], t: Translations) -> dict[str, str]:
    """Words -> the search for them."""
    return {in_language(word, t.language): address("search", t.language, q=word) for word in texts}


def invite(t: Translations) -> None:
    """What can be searched for, with examples: no words have been given."""
    examples = _asking((t(f"example_{name}") for name in EXAMPLES), t)
    st.html(macro(PAGE, "invite", t("lead"), t("examples"), examples, _browse(t)))


def _browse(t: Translations) -> Markup:
    ways = {"browse_cities": "cities", "browse_topics": OVERVIEW, "browse_factors": "factors"}
    links = {t(key): address(page, t.language) for key, page in ways.items()}
    return macro(PAGE, "browse", t("nothing_browse"), links)


def show(data: Dataset, answer: Answer, text: str, kind: str | None, t: Translations) -> None:
    """What was found, or a sentence with what to try.

    kind  the only kind shown, and then all of it; None for the first few of every kind.
    """
    cite.name(cite.CitedView(f"{t.title} “{text}”", "search"))
    place = place_names.read(data, text)
    if place and not place.city and (place.unit or not answer.found):
        st.html(place_answer.answer(data, place, t.language))
        if not answer.found:
            return
    if not answer.found:
        examples = _asking(answer.known, t)
        st.html(macro(PAGE, "nothing", t, t("nothing", words=text), examples, _browse(t)))
        return
    _as_read(answer, text, t)
    reader = Reader(data, answer.terms, text, t)
    if all(hit.entry.kind != kind for hit in answer.found):  # other words than those the link was made for
        kind = None
    groups = [
        reader.group(name, list(group), whole=bool(kind))
        for name, group in groupby(answer.found, key=lambda hit: hit.entry.kind)
        if kind in (None, name)
    ]
    every = link_to("search", t("every_kind"), t, q=text) if kind else ""
    st.html(macro(PAGE, "found", groups, every))


def _as_read(answer: Answer, text: str, t: Translations) -> None:
    """How the words were read, which others may have been meant, and how much was found for them."""
    for typed, read in answer.read:
        st.html(macro(PAGE, "told", t("read_as", typed=typed, read=read), t.language, "notice", "status"))
    for typed, near in answer.meant:
        sentence = t("meant", typed=typed)
        st.html(macro(PAGE, "told", sentence, t.language, "notice", "status", _asking([near], t)))
    for typed, others in answer.alike:
        sentence = t("alike", typed=typed, others=", ".join(f"“{word}”" for word in others))
        st.html(macro(PAGE, "told", sentence, t.language, "quiet"))
    sentence = t("partly", words=text) if answer.partly else t("n_found", n=len(answer.found), words=text)
    st.html(macro(PAGE, "told", sentence, t.language, "count", "status"))


class Reader:
    """Writes what was found as links, in one language."""

    def __init__(self, data: Dataset, terms: Sequence[Term], text: str, t: Translations) -> None:
        self.data, self.terms, self.words, self.t = data, terms, text, t
        self.index = search.index(data)
        self.names = EntryNames(data, t)

    def group(self, kind: str, hits: Sequence[Found], *, whole: bool) -> tuple[str, list[Markup], str]:
        """One kind: a heading, what is shown of it (the first few, or the whole), and the way to the rest."""
        visible = hits if whole else hits[:SHOWN]
        every = self.t("show_all", n=len(hits))
        rest = link_to("search", every, self.t, q=self.words, kind=kind) if len(visible) < len(hits) else ""
        return self.t(f"kind_{kind}"), [self.entry(hit) for hit in visible], rest

    def entry(self, hit: Found) -> Markup:
        """Something found; before the words of a statement stands what it is and that a source judges."""
        row = self.names.row(hit.entry)
        title = self.names.title(hit.entry, row)
        beside = self.names.beside(hit.entry, row)
        above = [self.t(f"why_{text.field}") for text in hit.reasons if text.text == title]
        below = [text for text in hit.reasons if text.text not in (title, *beside) and text.field != "legal_form"]
        return macro(
            "statement",
            "hit",
            content_marks.marks(self.data, row, self.t) if hit.entry.kind == "claim" else (),
            self.target(hit.entry, row),
            self.named(title),
            [*map(self.marked, beside), *above],
            list(map(self.reason, below)),
        )

    def target(self, entry: Entry, row: Any) -> str:
        """Where an entry is shown: its own page, else that of its city, of its organisation, or the overview."""
        language = self.t.language
        if entry.kind == "programme":
            return of_programme(row, language)
        if entry.kind == "event":
            return of_event(entry.id, row["city_ids"], language)
        if entry.kind == "fact":
            section = SECTIONS[entry.id.partition(".")[0]]
            return in_brief(language, entry.cities[0], section) if entry.cities else address(OVERVIEW, language)
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

    def reason(self, text: Text) -> Markup:
        """Why an entry was found: the field, and its words with those of the query marked."""
        language = text.language or languages.mostly(text.text)
        pieces = [(self.marked(piece), other) for piece, other in languages.pieces(text.text, language)]
        return macro(
            PAGE, "reason", self.t(f"why_{text.field}"), pieces, language if language != self.t.language else ""
        )

    def named(self, text: str) -> Markup:
        """A name with the words of the query marked, in its own language."""
        own = languages.of(text)
        return macro("text", "in_language", [(self.marked(text), own if own != self.t.language else None)])

    def marked(self, text: str) -> Markup:
        """A text as HTML with the words of the query marked."""
        return markup.marked(text, self.index.spans(text, self.terms))
