"""HTML text made of the dataset's own words, for pages and printed exports. What comes from data is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

import pandas as pd

from lcdash import site
from lcdash.content.marks import UNSURE, Mark, known_remarks, mark, marks
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts
from lcdash.evidence.evidence_map import MARKS
from lcdash.html.rendering import macro
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_name("style.css")
MARKS_STYLE = Path(__file__).with_name("marks.css")  # of the drawn marks, also where STYLE is not wanted
WEB = ("http://", "https://")


def literal(text: str) -> str:
    """A text for Streamlit's Markdown (labels of buttons and links) that draws every mark in it as it stands.

    CommonMark takes a backslash before any ASCII punctuation; Streamlit's own directives (`:material/...:`) too.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def symbol(kind: str, word: str) -> str:
    """A symbol and its word, in the colour of its meaning."""
    return shown_mark(mark(kind, word))


def shown_mark(one: Mark) -> str:
    sign = f'<span class="symbol" aria-hidden="true">{one.symbol}</span>' if one.symbol else ""
    if one.symbol and one.kind in MARKS:
        sign = _shape(one.kind, one.favourable, one.planned)
    return f'<span class="mark {one.kind}">{sign}{escape(one.word)}</span>'


@cache
def _shape(kind: str, favourable: bool, planned: bool) -> str:
    return macro("mark", "shape", kind, favourable, planned)


def citation(data: Dataset, source: str, t: Translations) -> str:
    """The citations of a `source` cell, folded until asked for."""
    lines = "".join(
        f"<div>{languages.html(line, t.language)}</div>" for line in references.full(data, source, t.language)
    )
    return f'<details class="cite"><summary>{escape(t("source"))}</summary>{lines}</details>'


def claim_list(
    data: Dataset,
    claims: pd.DataFrame,
    t: Translations,
    *,
    both: bool = False,
    cite: Callable[[str], str] | None = None,
    remark: Callable[[Any], str] | None = None,
) -> str:
    """Claims (rows of evidence) as a list: marks, words, remarks, sources on demand.

    both    adds the other language.
    cite    a `source` cell -> its HTML, where sources are not to fold (`NumberedNotes.cite`).
    remark  a claim -> the HTML after its words, where `remarks` is not wanted.
    """
    other = t.other
    cite = cite or (lambda source: citation(data, source, t))
    remark = remark or (lambda claim: remarks(data, claim, t))
    rows = []
    for claim in claims.itertuples():
        before, words = "".join(map(shown_mark, marks(data, claim, t))), t.of(claim, "statement")
        rest = f'<p class="quiet" lang="{other}">{escape(getattr(claim, f"statement_{other}"))}</p>' if both else ""
        rows.append(f"<li>{before} {escape(words)} {remark(claim)}{cite(claim.source)}{rest}</li>")
    return f'<ul class="claims">{"".join(rows)}</ul>'


def table(frame: pd.DataFrame, caption: str) -> str:
    """A small table as real markup: column names are headers, the first column heads its row; Html is left as it is."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>' + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="plain">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


class Html(str):
    """Text that is HTML already: what came from data in it has been escaped."""


def _cell(value: object) -> str:
    return value if isinstance(value, Html) else escape(str(value))


def link_to(page_id: str, words: str, t: Translations, **asked: str | Sequence[str]) -> Html:
    """A link to a page of the dashboard in the reader's language, in the state that is asked for."""
    return Html(f'<a href="{escape(site.address(page_id, t.language, **asked))}">{_cell(words)}</a>')


def to_the_web(address: str) -> Html:
    """A web address as a link that opens beside the dashboard; any other (`javascript:`) as the text it is."""
    words = escape(address)
    if not address.startswith(WEB):
        return Html(words)
    return Html(f'<a href="{words}" target="_blank" rel="noopener noreferrer">{words}</a>')


def noted(words: str, target: str = "") -> str:
    """A quiet remark after a statement; with `target`, an id of the same text, it leads there."""
    if target:
        return f'<a class="mark plain" href="#{escape(target)}">{escape(words)}</a> '
    return f'<span class="mark plain">{escape(words)}</span> '


def remarks(data: Dataset, claim: Any, t: Translations) -> str:
    """What has to be seen with a claim's words, as HTML."""
    return "".join(map(noted, known_remarks(data, claim, t)))


def confidence(data: Dataset, row: Any, t: Translations) -> str:
    """The mark of a fact that is inferred or not verified; nothing where the source states it."""
    if row.confidence not in UNSURE:
        return ""
    return noted(data.labels("confidence", t.language)[row.confidence])


class Notes(Protocol):
    """How one text cites: `cite` at a statement, `listed` at its end, once every statement has been written.

    folded  whether what few readers ask for may fold: paper opens nothing.
    """

    folded: bool

    def cite(self, source: str) -> str: ...
    def listed(self) -> str: ...


def reference(data: Dataset, source_id: str, t: Translations) -> str:
    """A source in full, as its readers write it, its address a link."""
    row = data.sources.set_index("source_id").loc[source_id]
    words, address = row[f"reference_{t.language}"], row["url"]
    if not address.startswith(WEB) or address not in words:
        return languages.html(words, t.language)
    before, after = (languages.html(part, t.language) for part in words.split(address, 1))
    readable = unquote(address)  # Thai in an address is three times as long, and unreadable, in its percent form
    shown = readable if readable.isprintable() and not set(readable) & {" ", "\ufffd"} else address
    return f'{before}<a href="{escape(address)}">{languages.html(shown, t.language)}</a>{after}'


class FoldedNotes:
    """Citations for a page: folded at the statement, the sources in full at the end."""

    folded = True

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.written: dict[str, str] = {}  # a text cites some passages a dozen times

    def cite(self, source: str) -> str:
        if source not in self.written:
            self.written[source] = citation(self.data, source, self.t) if source else ""
        return self.written[source]

    def listed(self) -> str:
        cited = dict.fromkeys(source_id for source in self.written for source_id, _ in citations.parse(source))
        rows = "".join(f"<li>{reference(self.data, source_id, self.t)}</li>" for source_id in cited)
        return f'<ul class="references">{rows}</ul>'


JOINER = "\u2060"  # keeps a note on the line of the word before it


class NumberedNotes:
    """Citations for print: numbers at the statement, in the order they come, and every source in full at the end.

    A source is 1, the places cited in it 1.1, 1.2 ...: numbers read alike in both languages.
    """

    folded = False

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.places: dict[str, list[str]] = {}

    def cite(self, source: str) -> str:
        numbers = [self._number(source_id, locator) for source_id, locator in citations.parse(source)]
        links = ", ".join(f'<a href="#note-{number}">{number}</a>' for number in numbers)
        return f'{JOINER}<sup class="note">[{links}]</sup>' if numbers else ""

    def _number(self, source_id: str, locator: str) -> str:
        places = self.places.setdefault(source_id, [])
        number = str(list(self.places).index(source_id) + 1)
        if not locator:
            return number
        if locator not in places:
            places.append(locator)
        return f"{number}.{places.index(locator) + 1}"

    def listed(self) -> str:
        return "".join(
            f'<section class="reference"><p id="note-{number}"><b>{number}</b> '
            f"{reference(self.data, source_id, self.t)}</p>{self._places(number, source_id, places)}</section>"
            for number, (source_id, places) in enumerate(self.places.items(), 1)
        )

    def _places(self, number: int, source_id: str, places: list[str]) -> str:
        language = self.t.language
        told = (references.place(self.data, source_id, locator, language) for locator in places)
        rows = "".join(
            f'<li id="note-{number}.{place}"><b>{number}.{place}</b> {languages.html(words, language)}</li>'
            for place, words in enumerate(told, 1)
        )
        return f"<ul>{rows}</ul>" if rows else ""


def voiced(data: Dataset, claim: Any, t: Translations) -> str:
    """The remarks of a claim, and who speaks where it is not the authors of a study."""
    if claim.voice == "study":
        return remarks(data, claim, t)
    voice = data.labels("voice", t.language)[claim.voice]
    return noted(f"{t('filter_voice')}: {voice}") + remarks(data, claim, t)


def programme_list(data: Dataset, programmes: pd.DataFrame, t: Translations, remark: Callable[[Any], str]) -> str:
    """Programmes as a list: what kind, name, purpose, for whom and since when; `remark` as in `claim_list`.

    An English name that is this project's translation bears a star, which the caller explains.
    """
    kinds, audiences = data.labels("programme_kind", t.language), data.labels("audience", t.language)
    rows = []
    for row in programmes.itertuples():
        name, purpose = t.of(row, "name"), t.of(row, "purpose")
        star = '<span class="ours">*</span>' if t.language == "en" and row.name_en_by == "project" else ""
        known = [", ".join(audiences[one] for one in row.audience), dates.spoken(row.since, t.language)]
        known.append(t("disputed") if conflicts.is_disputed(data, "programmes", row.programme_id) else "")
        rows.append(
            f'<li><span class="mark plain">{escape(kinds[row.kind])}</span> <b>{escape(name)}</b>{star} '
            f"{escape(purpose)} {''.join(noted(one) for one in known if one)}"
            f"{remark(row)}{citation(data, row.source, t)}</li>"
        )
    return f'<ul class="claims">{"".join(rows)}</ul>'


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text as HTML with the pieces from start to end of each span marked; spans in order and apart."""
    parts, told = [], 0
    for start, end in spans:
        parts.append(f"{escape(text[told:start])}<mark>{escape(text[start:end])}</mark>")
        told = end
    return "".join(parts) + escape(text[told:])
