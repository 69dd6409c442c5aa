"""The parts of the search page: what was found, by kind, each with the reason; and what to try where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from lcdash import dates, languages, markup, search
from lcdash.addresses import OVERVIEW, address, of_programme
from lcdash.dataset import Dataset
from lcdash.findable import Text
from lcdash.markup import Html, link_to
from lcdash.search import Answer, Found, Term
from lcdash.ui import cite
from lcdash.wording import LANGUAGES, Wording

SHOWN = 5  # of each kind, until all of it is asked for
EXAMPLES = ("place", "topic", "limit", "year")


def _asking(words: str, say: Wording) -> str:
    return link_to("search", Html(languages.html(words, say.language)), say, q=words)


def invite(say: Wording) -> None:
    """What can be searched for, with examples: no words have been given."""
    examples = " · ".join(_asking(say(f"example_{name}"), say) for name in EXAMPLES)
    told = f'<p class="lead">{escape(say("lead"))}</p><p class="found">{escape(say("examples"))}: {examples}</p>'
    st.html(told + _browse(say))


def _browse(say: Wording) -> str:
    ways = {"browse_cities": "cities", "browse_topics": OVERVIEW, "browse_factors": "factors"}
    told = " · ".join(link_to(page, say(key), say) for key, page in ways.items())
    return f'<p class="found">{escape(say("nothing_browse"))}: {told}</p>'


def show(data: Dataset, answer: Answer, words: str, kind: str | None, say: Wording) -> None:
    """What was found, or a sentence with what to try.

    kind  the only kind shown, and then all of it; None for the first few of every kind.
    """
    cite.name(cite.View(f"{say.title} “{words}”", "search"))
    if not answer.found:
        _nothing(data, answer, words, say)
        return
    for typed, read in answer.read:
        told = languages.html(say("read_as", typed=typed, read=read), say.language)
        st.html(f'<p class="notice" role="status">{told}</p>')
    found = languages.html(say("n_found", n=len(answer.found), words=words), say.language)
    st.html(f'<p class="count" role="status">{found}</p>')
    reader = _Reader(data, answer.terms, say)
    if all(one.entry.kind != kind for one in answer.found):  # other words than those the link was made for
        kind = None
    parts = []
    for name, group in groupby(answer.found, key=lambda one: one.entry.kind):
        own = list(group)
        if kind in (None, name):
            parts.append(reader.group(name, own, own if kind else own[:SHOWN], words))
    if kind:
        parts.append(f"<p>{link_to('search', say('every_kind'), say, q=words)}</p>")
    st.html(f'<div class="found">{"".join(parts)}</div>')


def _nothing(data: Dataset, answer: Answer, words: str, say: Wording) -> None:
    known = " · ".join(_asking(word, say) for word in answer.known)
    place = ""
    if answer.province:
        name = data.provinces.set_index("iso").at[answer.province, f"name_{say.language}"]
        told = say("nothing_province", province=name)
        place = f"<p>{link_to(OVERVIEW, told, say, place=answer.province)}</p>"
    st.html(
        f'<div class="found"><p class="notice" role="status">'
        f"{languages.html(say('nothing', words=words), say.language)}</p>"
        + place
        + (f"<p>{escape(say('nothing_known'))}: {known}</p>" if known else "")
        + f"<p>{escape(say('nothing_try'))}</p></div>{_browse(say)}"
    )


class _Reader:
    """Writes what was found as links, in one language."""

    def __init__(self, data: Dataset, terms: Sequence[Term], say: Wording) -> None:
        self.data, self.terms, self.say = data, terms, say
        self.index = search.index(data)
        self.cities = data.names("cities", say.language)
        tables = {
            "city": data.cities,
            "theme": data.themes,
            "claim": data.evidence,
            "space": data.spaces.drop(columns="geometry"),
            "partner": data.partners,
            "programme": data.programmes,
            "event": data.events,
        }
        self.rows = {kind: table.set_index(table.columns[0], drop=False) for kind, table in tables.items()}

    def group(self, kind: str, found: Sequence[Found], shown: Sequence[Found], words: str) -> str:
        """One kind: a heading, what is shown of it, and the way to the rest."""
        rows = "".join(f"<li>{self.entry(one)}</li>" for one in shown)
        rest = ""
        if len(shown) < len(found):
            every = self.say("show_all", n=len(found))
            rest = f"<p>{link_to('search', every, self.say, q=words, kind=kind)}</p>"
        return f"<section><h2>{escape(self.say(f'kind_{kind}'))}</h2><ul>{rows}</ul>{rest}</section>"

    def entry(self, found: Found) -> str:
        kind = found.entry.kind
        row = self.rows[kind].loc[found.entry.id]
        column = {"claim": "statement", "event": "title"}.get(kind, "name")
        title = str(row[f"{column}_{self.say.language}"])
        beside = self.beside(kind, row)
        above = [self.say(f"why_{text.field}") for text in found.reasons if text.text == title]
        below = [text for text in found.reasons if text.text not in (title, *beside) and text.field != "legal_form"]
        why = f'<p class="why">{" · ".join(map(self.reason, below))}</p>' if below else ""
        told = [*map(self.marked, beside), *map(escape, above)]
        return (
            f'{self.before(kind, row)}<a href="{escape(self.target(kind, row))}">{self.marked(title)}</a> '
            f'<span class="quiet">{" · ".join(told)}</span>{why}'
        )

    def before(self, kind: str, row: Any) -> str:
        """What has to be seen before the words of a statement: what it is and that a source judges."""
        marks = markup.marks(self.data, row, self.say) if kind == "claim" else []
        return "".join(f"{markup.shown_mark(mark)} " for mark in marks)

    def beside(self, kind: str, row: Any) -> list[str]:
        """What tells an entry from others of a like name."""
        if kind == "claim":
            return [self.cities.get(row["city_id"], self.say("country")), self.say("factor", n=row["factor_id"])]
        if kind == "event":
            return [dates.spoken(row["date"], self.say.language), *(self.cities[city] for city in row["city_ids"])]
        if kind in ("space", "programme"):
            return [self.cities.get(row["city_id"], self.say("country"))]
        return [short] if kind == "partner" and (short := str(row[f"abbreviation_{self.say.language}"])) else []

    def target(self, kind: str, row: Any) -> str:
        """Where an entry is shown: its own page, else that of its city, of its organisation, or the overview."""
        language = self.say.language
        if kind == "programme":
            return of_programme(row, language)
        if kind == "event":
            cities = row["city_ids"]
            return address("cities", language, city=cities[0]) if cities else address(OVERVIEW, language)
        page, key = {
            "city": ("cities", "city"),
            "theme": ("factors", "theme"),
            "claim": ("evidence", "id"),
            "space": ("spaces", "id"),
            "partner": ("partners", "id"),
        }[kind]
        return address(page, language, **{key: row.iloc[0]})

    def reason(self, text: Text) -> str:
        """Why an entry was found: the field, and its words with those of the query marked."""
        language = text.language or languages.of(text.text)
        told = f' lang="{language}"' if language != self.say.language and language in LANGUAGES else ""
        return f"{escape(self.say(f'why_{text.field}'))}: <span{told}>{self.marked(text.text)}</span>"

    def marked(self, text: str) -> str:
        """A text as HTML with the words of the query marked."""
        parts, told = [], 0
        for start, end in self.index.spans(text, self.terms):
            parts.append(f"{escape(text[told:start])}<mark>{escape(text[start:end])}</mark>")
            told = end
        return "".join(parts) + escape(text[told:])
