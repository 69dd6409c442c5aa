"""HTML made of the dataset's own words by the macros in `templates/`, for pages and printed exports alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

import pandas as pd
from markupsafe import Markup

from lcdash import site
from lcdash.content import marks
from lcdash.content.marks import Mark
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_name("style.css")
MAKE = Path(__file__).with_name("make.js")  # a script that makes elements, which others rest on
MARKS_STYLE = Path(__file__).with_name("marks.css")  # of marks where a page takes no drawing
DRAWN_MARKS_STYLE = Path(__file__).with_name("drawn_marks.css")  # of the drawn ones, also where STYLE is not wanted
WEB = ("http://", "https://")


def literal(text: str) -> str:
    """A text for Streamlit's Markdown (labels of buttons and links) that draws every mark in it as it stands.

    CommonMark takes a backslash before any ASCII punctuation; Streamlit's own directives (`:material/...:`) too.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def symbol(kind: str, word: str) -> Markup:
    """A symbol and its word, in the colour of its meaning."""
    return shown_mark(marks.mark(kind, word))


def shown_mark(mark: Mark) -> Markup:
    """A mark with its word."""
    return macro("mark", "shown", mark)


@cache
def citation(data: Dataset, source: str, t: Translations) -> Markup:
    """The citations of a `source` cell, folded until asked for."""
    return macro("source", "folded", references.full(data, source, t.language), t("source"), t.language)


class ListedStatement(NamedTuple):
    """A statement in a list: what stands before and after its words; `more` is the other language, or ""."""

    marks: tuple[Mark, ...]
    words: str
    notes: Markup
    more: str


def claim_list(
    data: Dataset,
    claims: pd.DataFrame,
    t: Translations,
    *,
    both: bool = False,
    cite: Callable[[str], Markup] | None = None,
    remark: Callable[[Any], Markup] | None = None,
) -> Markup:
    """Claims (rows of evidence) as a list: marks, words, remarks, sources on demand.

    both    adds the other language.
    cite    a `source` cell -> its HTML, where sources are not to fold (`NumberedNotes.cite`).
    remark  a claim -> the HTML after its words, where `remarks` is not wanted.
    """
    cite = cite or (lambda source: citation(data, source, t))
    remark = remark or (lambda claim: remarks(data, claim, t))
    rows = [
        ListedStatement(
            marks.marks(data, claim, t),
            t.of(claim, "statement"),
            _notes(remark(claim), cite(claim.source)),
            getattr(claim, f"statement_{t.other}") if both else "",
        )
        for claim in records.each(claims, records.Evidence)
    ]
    return macro("statement", "listed", rows, t.other)


@lru_cache(maxsize=4096)
def _notes(remark: Markup, citation: Markup) -> Markup:
    """What follows a statement: few remarks and passages, the same ones again and again."""
    return macro("statement", "notes", remark, citation)


def table(frame: pd.DataFrame, caption: str) -> Markup:
    """A small table: column names are headers, the first column heads its row; what is `Markup` is left as it is."""
    return macro("table", "table", list(frame.columns), list(frame.itertuples(index=False, name=None)), caption)


def link_to(page_id: str, text: str, t: Translations, **query: str | Sequence[str]) -> Markup:
    """A link to a page of the dashboard in the reader's language, in the state that is asked for."""
    return macro("text", "link", site.address(page_id, t.language, **query), text)


def to_the_web(address: str) -> Markup:
    """A web address as a link that opens beside the dashboard; any other (`javascript:`) as the text it is."""
    return macro("text", "outward", address, address.startswith(WEB))


@cache
def noted(text: str, target: str = "") -> Markup:
    """A quiet remark after a statement; with `target`, an id of the same text, it leads there."""
    return macro("mark", "noted", text, target)


def remarks(data: Dataset, claim: records.Evidence, t: Translations) -> Markup:
    """What has to be seen with a claim's words, as HTML."""
    return _noted(marks.known_remarks(data, claim, t))


@cache
def _noted(remarks: tuple[str, ...]) -> Markup:
    return Markup().join(map(noted, remarks))


def confidence(data: Dataset, row: Any, t: Translations) -> Markup:
    """The mark of a fact that is inferred or not verified; nothing where the source states it."""
    doubt = marks.doubt(data, row, t)
    return noted(doubt) if doubt else Markup()


class Notes(Protocol):
    """How one text cites: `cite` at a statement, `listed` at its end, once every statement has been written.

    folded  whether what few readers ask for may fold: paper opens nothing.
    """

    folded: bool

    def cite(self, source: str) -> Markup: ...
    def listed(self) -> Markup: ...


def reference(data: Dataset, source_id: str, t: Translations) -> Markup:
    """A source in full, as its readers write it, its address a link."""
    row = data.sources.set_index("source_id").loc[source_id]
    text, address = row[f"reference_{t.language}"], row["url"]
    if not address.startswith(WEB) or address not in text:
        return macro("source", "reference", text, "", "", "", t.language)
    before, after = text.split(address, 1)
    readable = unquote(address)  # Thai in an address is three times as long, and unreadable, in its percent form
    readable_address = readable if readable.isprintable() and not set(readable) & {" ", "\ufffd"} else address
    return macro("source", "reference", before, address, readable_address, after, t.language)


class FoldedNotes:
    """Citations for a page: folded at the statement, the sources in full at the end."""

    folded = True

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.written: dict[str, Markup] = {}  # a text cites some passages a dozen times

    def cite(self, source: str) -> Markup:
        if source not in self.written:
            self.written[source] = citation(self.data, source, self.t) if source else Markup()
        return self.written[source]

    def listed(self) -> Markup:
        source_ids = dict.fromkeys(source_id for source in self.written for source_id, _ in citations.parse(source))
        return macro("source", "references", [reference(self.data, source_id, self.t) for source_id in source_ids])


JOINER = "\u2060"  # keeps a note on the line of the word before it


class NumberedNotes:
    """Citations for print: numbers at the statement, in the order they come, and every source in full at the end.

    A source is 1, the places cited in it 1.1, 1.2 ...: numbers read alike in both languages.
    """

    folded = False

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.places: dict[str, list[str]] = {}

    def cite(self, source: str) -> Markup:
        numbers = [self._number(source_id, locator) for source_id, locator in citations.parse(source)]
        return macro("source", "note", numbers, JOINER) if numbers else Markup()

    def _number(self, source_id: str, locator: str) -> str:
        places = self.places.setdefault(source_id, [])
        number = str(list(self.places).index(source_id) + 1)
        if not locator:
            return number
        if locator not in places:
            places.append(locator)
        return f"{number}.{places.index(locator) + 1}"

    def listed(self) -> Markup:
        sources = [
            (
                reference(self.data, source_id, self.t),
                [references.place(self.data, source_id, locator, self.t.language) for locator in places],
            )
            for source_id, places in self.places.items()
        ]
        return macro("source", "notes", sources, self.t.language)


def voiced(data: Dataset, claim: records.Evidence, t: Translations) -> Markup:
    """The remarks of a claim, and who speaks where it is not the authors of a study."""
    if claim.voice == "study":
        return remarks(data, claim, t)
    voice = data.labels("voice", t.language)[claim.voice]
    return noted(f"{t('filter_voice')}: {voice}") + remarks(data, claim, t)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """A text as HTML with the pieces from start to end of each span marked; spans in order and apart."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return macro("text", "found", [*pieces, (text[at:], False)])
