"""The content of a scene as HTML, for the page and the handout."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from lcdash.content import model
from lcdash.dataset import citations
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations

Cite = Callable[[str], Markup]


def body(content: model.Content, t: Translations, cite: Cite | None = None, heading: str = "h2") -> Markup:
    """Its tables and statements; charts and pictures are drawn by whoever shows them.

    cite     a `source` cell -> the HTML of a note after each statement; without, the source line has to do.
    heading  the element of the headings of groups.
    """
    tables = [(table(entry.frame, entry.caption), _source(entry)) for entry in content.tables]
    return macro("scene", "body", tables, content.groups, t.language, cite, heading)


def table(frame: pd.DataFrame, caption: str) -> Markup:
    """A table of text with its caption."""
    return markup.table(frame.astype(object), caption)


def _source(table: model.Table) -> str:
    """The passages that the rows of a table share, each once, as one `source` cell."""
    pieces = dict.fromkeys(piece for cell in table.source for piece in citations.pieces(cell))
    return citations.SEPARATOR.join(pieces)
