"""The content of a scene as HTML, for the page and the handout. What comes from data is escaped here."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from lcdash.content import model
from lcdash.dataset import citations
from lcdash.html import markup
from lcdash.language import languages
from lcdash.language.translations import Translations

Cite = Callable[[str], str]


def body(content: model.Content, t: Translations, cite: Cite | None = None, heading: str = "h2") -> str:
    """Its tables and statements; charts and pictures are drawn by whoever shows them.

    cite     a `source` cell -> the HTML of a note after each statement; without, the source line has to do.
    heading  the element of the headings of groups.
    """
    tables = "".join(_cited(one, cite) for one in content.tables)
    return tables + "".join(_group(one, t, cite, heading) for one in content.groups)


def _group(one: model.Group, t: Translations, cite: Cite | None, heading: str) -> str:
    title = f"<{heading}>{languages.html(one.title, t.language)}</{heading}>" if one.title else ""
    rows = "".join(_said(row, t, cite) for row in one.rows)
    listed = f"<ul>{rows}</ul>" if rows else ""
    note = f'<p class="quiet">{languages.html(one.note, t.language)}</p>' if one.note else ""
    return f'<section class="group">{title}{listed}{note}</section>'


def _said(row: model.Said, t: Translations, cite: Cite | None) -> str:
    who = f"<b>{languages.html(row.who, t.language)}</b> " if row.who else ""
    marks = "".join(map(markup.shown_mark, row.marks))
    remark = f' <span class="remark">{languages.html(row.remark, t.language)}</span>' if row.remark else ""
    note = cite(row.source) if cite and row.source else ""
    return f"<li>{who}{marks}{languages.html(row.words, t.language)}{remark}{note}</li>"


def table(frame: pd.DataFrame, caption: str) -> str:
    """A table of text with its caption."""
    return markup.table(frame.astype(object), caption)


def _cited(one: model.Table, cite: Cite | None) -> str:
    pieces = dict.fromkeys(piece for cell in one.source for piece in citations.pieces(cell))  # rows share passages
    note = f'<p class="quiet">{cite(citations.SEPARATOR.join(pieces))}</p>' if cite and pieces else ""
    return table(one.frame, one.caption) + note
