"""The workshop kit: what is printed for the tables of a room. One HTML file each, which needs nothing else; A4.

The sheet is for writing on: the six factors with their facets, empty. A card is a cell of the matrix of cities and
factors, to be cut out and laid on the table: what the documents say there, or that they are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lcdash.content import scene_content
from lcdash.content.marks import Mark, mark
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import text_metrics, theme
from lcdash.evidence import filtering
from lcdash.evidence.matrix import evidence_matrix
from lcdash.html import markup
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_suffix(".css")
ON_A_PAGE = 6  # cards, as worksheets.css lays them out
# In points, as worksheets.css has them: the letters of a card, how wide and how high what stands in it may be.
LETTERS, CARD_WIDE, CARD_HIGH = 9.5, 240.0, 176.0
LINE = 1.5  # of a line, in sizes of its letters


def sheet(data: Dataset, t: Translations) -> str:
    """The six factors with their facets on one page of A4, with room to write; below, what a table will do next."""
    columns = "".join(f'<th scope="col">{escape(t(f"sheet_{name}"))}</th>' for name in ("have", "lack"))
    rows = []
    for factor in data.factors.itertuples():
        own = data.facets[data.facets["factor_id"] == factor.factor_id]
        for place, facet in enumerate(own.itertuples()):
            head = f'<th scope="rowgroup" rowspan="{len(own)}"><b>{factor.number}</b> {_text(factor, "name", t)}</th>'
            rows.append(
                f'<tr>{"" if place else head}<th scope="row">{_text(facet, "name", t)}</th><td></td><td></td></tr>'
            )
    lines = "".join(f"<p><b>{escape(t(f'sheet_{name}'))}</b><span></span></p>" for name in ("topic", "who", "follow"))
    fields = "".join(f"<p>{escape(t(f'sheet_{name}'))}<span></span></p>" for name in ("city", "group", "date"))
    table = (
        f'<table><thead><tr><th scope="col">{escape(t("filter_factor"))}</th>'
        f'<th scope="col">{escape(t("sheet_facet"))}</th>{columns}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )
    cited = references.short(data, citations.parse(data.factors["source"].iloc[0])[0][0], t.language)
    note = f"{t('sheet_note')} {t('source')}: {cited}"
    body = (
        f'<section class="page sheet"><h1>{escape(t("sheet_title"))}</h1><div class="fields">{fields}</div>{table}'
        f'<h2>{escape(t("sheet_next"))}</h2><div class="next">{lines}</div>'
        f"<footer>{escape(note)}<br>{escape(_signed(data, t))}</footer></section>"
    )
    return _document(t("sheet_title"), body, t)


def cards(data: Dataset, cities: Iterable[str], factors: Iterable[str], t: Translations) -> str:
    """A card for each cell of some cities (city_id) and factors (factor_id), six to a page with lines to cut along.

    A cell that says more than a card holds goes on on the next one.
    """
    wanted = set(cities)
    rows = filtering.by_name(data.cities[data.cities["city_id"].isin(wanted)], t.language)
    matrix = evidence_matrix(data.evidence, data.facets, rows)
    names = filtering.names(rows, t.language)
    made = []
    for (city_id, factor_id), cell in matrix[matrix["factor_id"].isin(list(factors))].groupby(
        ["city_id", "factor_id"], sort=False
    ):
        pieces = list(_filled(_lines(data, cell, t)))
        for number, lines in enumerate(pieces, 1):
            part = f" ({number}/{len(pieces)})" if len(pieces) > 1 else ""
            made.append(_card(data, names[city_id] + part, str(factor_id), lines, t))
    pages = "".join(
        f'<section class="page cards">{"".join(made[first : first + ON_A_PAGE])}</section>'
        for first in range(0, len(made), ON_A_PAGE)
    )
    return _document(t("cards_title"), pages, t)


class _Line(NamedTuple):
    """A paragraph of a card: its HTML and, after the numbers of the sources it cites, its remark; how high it is.

    heads  whether it is a heading of what follows.
    """

    html: str
    remark: str
    high: float
    sources: tuple[str, ...] = ()
    heads: bool = False


def _lines(data: Dataset, cell: pd.DataFrame, t: Translations) -> Iterator[_Line]:
    """What a card says: facet by facet the statements, or the word for their state."""
    facets, states = data.names("facets", t.language), data.labels("state", t.language)
    claims = data.evidence.set_index("evidence_id", drop=False)
    if (cell["state"] == "not_studied").all():
        told = [mark("not_studied", states["not_studied"])]
        if elsewhere := sum(map(len, cell["evidence_ids"])):
            told.append(Mark("", t("from_elsewhere", n=elsewhere), "plain"))
        yield _line("", told, "", ())
    for side in cell.itertuples():
        own = [claims.loc[evidence_id] for evidence_id in side.evidence_ids]
        if side.state == "not_studied" and not own:
            continue
        title = facets.get(side.facet_id) or t("slide_no_facet")
        yield _Line(f"<h3>{escape(title)}</h3>", "", _high(title, bold=True), heads=True)
        if not own:
            yield _line("", [mark("nothing", states["nothing"])], "", ())
        for claim in own:
            said = scene_content.statement(data, claim, t)
            cited = tuple(dict.fromkeys(source for source, _ in citations.parse(said.source)))
            yield _line(said.words, said.marks, said.remark, cited, t.language)


def _line(words: str, marks: Sequence[Mark], remark: str, cited: tuple[str, ...], language: str = "th") -> _Line:
    before = "".join(map(markup.shown_mark, marks))
    after = f" {markup.noted(remark)}" if remark else ""
    plain = "  ".join([*(f"{one.symbol} {one.word}" for one in marks), words, remark, "[1, 2]" if cited else ""])
    return _Line(f"<p>{before}{languages.html(words, language)}", f"{after}</p>", _high(plain), cited)


def _high(text: str, *, bold: bool = False) -> float:
    return text_metrics.lines(text, LETTERS, CARD_WIDE, bold=bold) * LETTERS * LINE + 2


def _filled(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines in pieces that fit a card; a heading stands with what it heads, and again where that goes on."""
    piece: list[_Line] = []
    heading: _Line | None = None
    for line in lines:
        if not line.heads and sum(one.high for one in piece) + line.high > CARD_HIGH and len(piece) > 1:
            left = [one for one in piece[-1:] if one.heads]
            yield piece[: len(piece) - len(left)]
            piece = [heading] if heading else []
        heading = line if line.heads else heading
        piece.append(line)
    yield piece


def _card(data: Dataset, city: str, factor_id: str, lines: Sequence[_Line], t: Translations) -> str:
    factor = data.names("factors", t.language, "short")[factor_id]
    sources = list(dict.fromkeys(source for line in lines for source in line.sources))
    told = []
    for line in lines:
        numbers = ", ".join(str(sources.index(source) + 1) for source in line.sources)
        note = f"{markup.JOINER}<sup>[{numbers}]</sup>" if numbers else ""
        told.append(f"{line.html}{note}{line.remark}")
    cited = "; ".join(f"{n} {references.short(data, source, t.language)}" for n, source in enumerate(sources, 1))
    foot = f"{escape(t('source'))}: {escape(cited)}<br>" if cited else ""
    number = escape(data.factor_numbers[factor_id])
    return (
        f'<article><h2>{escape(city)}</h2><p class="factor"><b>{number}</b> {escape(factor)}</p>'
        f"<div>{''.join(told)}</div><footer>{foot}{escape(_signed(data, t))}</footer></article>"
    )


def _text(row: object, column: str, t: Translations) -> str:
    return languages.html(t.of(row, column), t.language)


def _signed(data: Dataset, t: Translations) -> str:
    version = t("foot_version", version=data.version, date=dates.spoken(data.created, t.language))
    return f"{version} · {t('foot_independent')} · {t('foot_made')}"


def _document(title: str, body: str, t: Translations) -> str:
    style = STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)
    style += markup.MARKS_STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{t.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{html_document.NOTHING_FROM_OUTSIDE}">'
        f"<style>{theme.css_variables()}{html_document.fonts()}{style}</style></head><body>{body}</body></html>"
    )
