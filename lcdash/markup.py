"""HTML text made of the dataset's own words, for pages and printed exports. What comes from data is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

import pandas as pd

from lcdash import addresses, citations, dates, languages, look, references, transforms
from lcdash.dataset import Dataset
from lcdash.wording import Wording

WEB = ("http://", "https://")
UNSURE = ("inferred", "unverified")  # a confidence that shows wherever the fact does


def literal(text: str) -> str:
    """A text for Streamlit's Markdown (labels of buttons and links) that draws every mark in it as it stands.

    CommonMark takes a backslash before any ASCII punctuation; Streamlit's own directives (`:material/...:`) too.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


class Mark(NamedTuple):
    """A symbol, its word, and the name of its colour in look.py ("plain" for a word without a symbol)."""

    symbol: str
    word: str
    kind: str


def mark(kind: str, word: str) -> Mark:
    return Mark(look.SYMBOLS[kind], word, kind)


def mood(data: Dataset, code: str, say: Wording) -> Mark:
    """How an assessment says that something is missing: a limit where it lacks or is unclear, else the bare word."""
    word = data.labels("mood", say.language)[code]
    return mark("limit", word) if code in ("lacks", "unclear") else Mark("", word, "plain")


def marks(data: Dataset, claim: Any, say: Wording) -> list[Mark]:
    """What stands before a claim, a row of evidence: that it is a limit or else its kind, how the source judges, its
    stage, its scope."""
    kinds, appraisals = data.labels("kind", say.language), data.labels("appraisal", say.language)
    if claim.appraisal == "limit":
        found = [mark("limit", appraisals["limit"])]
    else:
        found = [mark(claim.kind, kinds[claim.kind])]
    if claim.appraisal == "favourable":
        found.append(mark("favourable", appraisals["favourable"])._replace(kind=claim.kind))
    if claim.stage != "exists":
        found.append(Mark("", data.labels("stage", say.language)[claim.stage], "plain"))
    if claim.scope == "example":
        found.append(Mark("", say("named_as_example"), "plain"))
    return found


def facts(data: Dataset, claim: Any, say: Wording) -> list[tuple[str, str, str | None]]:
    """What there is to know of a claim besides its words: term, fact, and its language where that is the other."""
    known: list[tuple[str, str, str | None]] = []
    if claim.printed_words_th:
        known.append((say("printed_words"), claim.printed_words_th, "th"))
    if claim.attribution == "corrected":
        known.append((say("corrected"), say("corrected_row"), None))
    known += [(say("source"), line, None) for line in references.full(data, claim.source, say.language)]
    known.append((say("filter_voice"), data.labels("voice", say.language)[claim.voice], None))
    themes, audiences = data.names("themes", say.language), data.labels("audience", say.language)
    known.append((say("filter_theme"), ", ".join(themes[theme] for theme in claim.themes), None))
    if claim.audience:
        known.append((say("filter_audience"), ", ".join(audiences[audience] for audience in claim.audience), None))
    if claim.factor_by == "project":
        known.append((say("filter_factor"), say("factor_by_project"), None))
    for conflict in transforms.conflicts_touching(
        data.conflicts, data.conflict_targets, "evidence", [claim.evidence_id]
    ).itertuples():
        told = f"{say.of(conflict, 'topic')} · {say.of(conflict, 'handling')}"
        known.append((say("disputed"), told, None))
    return known


def symbol(kind: str, word: str) -> str:
    """A symbol and its word, in the colour of its meaning."""
    return shown_mark(mark(kind, word))


def shown_mark(one: Mark) -> str:
    sign = f'<span class="symbol" aria-hidden="true">{one.symbol}</span>' if one.symbol else ""
    return f'<span class="mark {one.kind}">{sign}{escape(one.word)}</span>'


def citation(data: Dataset, source: str, say: Wording) -> str:
    """The citations of a `source` cell, folded until asked for."""
    lines = "".join(
        f"<div>{languages.html(line, say.language)}</div>" for line in references.full(data, source, say.language)
    )
    return f'<details class="cite"><summary>{escape(say("source"))}</summary>{lines}</details>'


def claim_list(
    data: Dataset,
    claims: pd.DataFrame,
    say: Wording,
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
    other = say.other
    cite = cite or (lambda source: citation(data, source, say))
    remark = remark or (lambda claim: remarks(data, claim, say))
    rows = []
    for claim in claims.itertuples():
        before, words = "".join(map(shown_mark, marks(data, claim, say))), say.of(claim, "statement")
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


def unit_words(data: Dataset, units: tuple[str, ...], disputed: bool, say: Wording) -> str:
    """In whose name a city is a member: "จังหวัด", or "จังหวัด / เทศบาลเมือง (แหล่งข้อมูลระบุไม่ตรงกัน)"."""
    labels = data.labels("member_type", say.language)
    named = " / ".join(labels[unit] for unit in units)
    return f"{named} ({say('disputed')})" if disputed else named


def unsure_units(data: Dataset, city_id: str, say: Wording) -> list[str]:
    """Of the units in whose name a city is a member, those that no source states, with what is known of each."""
    labels, certainty = data.labels("member_type", say.language), data.labels("confidence", say.language)
    own = data.memberships[(data.memberships["city_id"] == city_id) & data.memberships["confidence"].isin(UNSURE)]
    return [f"{labels[row.member_type]}: {certainty[row.confidence]}" for row in own.itertuples()]


class Html(str):
    """Text that is HTML already: what came from data in it has been escaped."""


def _cell(value: object) -> str:
    return value if isinstance(value, Html) else escape(str(value))


def link_to(page_id: str, words: str, say: Wording, **asked: str | Sequence[str]) -> Html:
    """A link to a page of the dashboard in the reader's language, in the state that is asked for."""
    return Html(f'<a href="{escape(addresses.address(page_id, say.language, **asked))}">{_cell(words)}</a>')


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


def remarks(data: Dataset, claim: Any, say: Wording) -> str:
    """What has to be seen with a claim's words, as HTML."""
    return "".join(map(noted, known_remarks(data, claim, say)))


def known_remarks(data: Dataset, claim: Any, say: Wording) -> list[str]:
    """What has to be seen with a claim's words: that this project corrected or placed it, that sources differ on it."""
    known = [
        say("corrected") if claim.attribution == "corrected" else "",
        say("factor_by_project") if claim.factor_by == "project" else "",
        say("disputed") if is_disputed(data, "evidence", claim.evidence_id) else "",
    ]
    return [words for words in known if words]


def is_disputed(data: Dataset, table: str, row_id: str) -> bool:
    """Whether a conflict names this very row."""
    targets = data.conflict_targets
    return bool(((targets["table"] == table) & (targets["row_id"] == row_id)).any())


def confidence(data: Dataset, row: Any, say: Wording) -> str:
    """The mark of a fact that is inferred or not verified; nothing where the source states it."""
    if row.confidence not in UNSURE:
        return ""
    return noted(data.labels("confidence", say.language)[row.confidence])


class Notes(Protocol):
    """How one text cites: `cite` at a statement, `listed` at its end, once every statement has been written.

    folded  whether what few readers ask for may fold: paper opens nothing.
    """

    folded: bool

    def cite(self, source: str) -> str: ...
    def listed(self) -> str: ...


def reference(data: Dataset, source_id: str, say: Wording) -> str:
    """A source in full, as its readers write it, its address a link."""
    row = data.sources.set_index("source_id").loc[source_id]
    words, address = row[f"reference_{say.language}"], row["url"]
    if not address.startswith(WEB) or address not in words:
        return languages.html(words, say.language)
    before, after = (languages.html(part, say.language) for part in words.split(address, 1))
    readable = unquote(address)  # Thai in an address is three times as long, and unreadable, in its percent form
    shown = readable if readable.isprintable() and not set(readable) & {" ", "\ufffd"} else address
    return f'{before}<a href="{escape(address)}">{languages.html(shown, say.language)}</a>{after}'


class FoldedNotes:
    """Citations for a page: folded at the statement, the sources in full at the end."""

    folded = True

    def __init__(self, data: Dataset, say: Wording) -> None:
        self.data, self.say = data, say
        self.written: dict[str, str] = {}  # a text cites some passages a dozen times

    def cite(self, source: str) -> str:
        if source not in self.written:
            self.written[source] = citation(self.data, source, self.say) if source else ""
        return self.written[source]

    def listed(self) -> str:
        cited = dict.fromkeys(source_id for source in self.written for source_id, _ in citations.parse(source))
        rows = "".join(f"<li>{reference(self.data, source_id, self.say)}</li>" for source_id in cited)
        return f'<ul class="references">{rows}</ul>'


JOINER = "\u2060"  # keeps a note on the line of the word before it


class NumberedNotes:
    """Citations for print: numbers at the statement, in the order they come, and every source in full at the end.

    A source is 1, the places cited in it 1.1, 1.2 ...: numbers read alike in both languages.
    """

    folded = False

    def __init__(self, data: Dataset, say: Wording) -> None:
        self.data, self.say = data, say
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
            f"{reference(self.data, source_id, self.say)}</p>{self._places(number, source_id, places)}</section>"
            for number, (source_id, places) in enumerate(self.places.items(), 1)
        )

    def _places(self, number: int, source_id: str, places: list[str]) -> str:
        language = self.say.language
        told = (references.place(self.data, source_id, locator, language) for locator in places)
        rows = "".join(
            f'<li id="note-{number}.{place}"><b>{number}.{place}</b> {languages.html(words, language)}</li>'
            for place, words in enumerate(told, 1)
        )
        return f"<ul>{rows}</ul>" if rows else ""


def voiced(data: Dataset, claim: Any, say: Wording) -> str:
    """The remarks of a claim, and who speaks where it is not the authors of a study."""
    if claim.voice == "study":
        return remarks(data, claim, say)
    voice = data.labels("voice", say.language)[claim.voice]
    return noted(f"{say('filter_voice')}: {voice}") + remarks(data, claim, say)


def programme_list(data: Dataset, programmes: pd.DataFrame, say: Wording, remark: Callable[[Any], str]) -> str:
    """Programmes as a list: what kind, name, purpose, for whom and since when; `remark` as in `claim_list`.

    An English name that is this project's translation bears a star, which the caller explains.
    """
    kinds, audiences = data.labels("programme_kind", say.language), data.labels("audience", say.language)
    rows = []
    for row in programmes.itertuples():
        name, purpose = say.of(row, "name"), say.of(row, "purpose")
        star = '<span class="ours">*</span>' if say.language == "en" and row.name_en_by == "project" else ""
        known = [", ".join(audiences[one] for one in row.audience), dates.spoken(row.since, say.language)]
        known.append(say("disputed") if is_disputed(data, "programmes", row.programme_id) else "")
        rows.append(
            f'<li><span class="mark plain">{escape(kinds[row.kind])}</span> <b>{escape(name)}</b>{star} '
            f"{escape(purpose)} {''.join(noted(one) for one in known if one)}"
            f"{remark(row)}{citation(data, row.source, say)}</li>"
        )
    return f'<ul class="claims">{"".join(rows)}</ul>'
