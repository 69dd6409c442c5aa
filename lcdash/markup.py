"""HTML text made of the dataset's own words, for pages and for printed exports. Whatever comes from data is escaped here."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

import pandas as pd

from lcdash import look, references, transforms
from lcdash.dataset import Dataset
from lcdash.wording import LANGUAGES, Wording


class Mark(NamedTuple):
    """A symbol, its word, and the name of its colour in look.py ("plain" for a word without a symbol)."""

    symbol: str
    word: str
    kind: str


def mark(kind: str, word: str) -> Mark:
    return Mark(look.SYMBOLS[kind], word, kind)


def marks(data: Dataset, claim: Any, say: Wording) -> list[Mark]:
    """What stands before a claim (a row of evidence): its kind or that it is a limit, what the source judges, its stage, its scope."""
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
    """What there is to know of a claim besides its words: term, fact, and the fact's language where it is not the reader's."""
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
        told = f"{getattr(conflict, f'topic_{say.language}')} · {getattr(conflict, f'handling_{say.language}')}"
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
    lines = "".join(f"<div>{escape(line)}</div>" for line in references.full(data, source, say.language))
    return f'<details class="cite"><summary>{escape(say("source"))}</summary>{lines}</details>'


def claim_list(data: Dataset, claims: pd.DataFrame, say: Wording, *, both: bool = False) -> str:
    """Claims (rows of evidence) as a list: marks, words, sources on demand; `both` adds the other language."""
    other = next(name for name in LANGUAGES if name != say.language)
    rows = []
    for claim in claims.itertuples():
        rest = f'<p class="quiet" lang="{other}">{escape(getattr(claim, f"statement_{other}"))}</p>' if both else ""
        rows.append(
            f"<li>{''.join(map(shown_mark, marks(data, claim, say)))} {escape(getattr(claim, f'statement_{say.language}'))} "
            f"{citation(data, claim.source, say)}{rest}</li>"
        )
    return f'<ul class="claims">{"".join(rows)}</ul>'


def table(frame: pd.DataFrame, caption: str) -> str:
    """A small table as real markup: column names are headers, the first column heads its row."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
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
