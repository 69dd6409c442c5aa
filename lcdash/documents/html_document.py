"""Documents that are one HTML file and need nothing else: fonts inside, right on A4, on a phone and without a network.

The city brief and the handout of a story are made here, and chromium.py prints both to PDF.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from lcdash import settings
from lcdash.dataset.loading import Dataset
from lcdash.drawing import theme
from lcdash.html import markup
from lcdash.html.rendering import macro, ready
from lcdash.language import dates
from lcdash.language.translations import Translations

EMPTY = Markup()


class DocumentSection(NamedTuple):
    """A part of a document: its id (unique in it), its title, its HTML, and an SVG drawing that stands beside it."""

    id: str
    title: str
    html: Markup
    drawing: Markup = EMPTY


FACES = {"latin": "", "thai": "U+02D7, U+0303, U+0331, U+0E01-0E5B, U+200C-200D, U+25CC"}  # subset -> its characters
WEIGHTS = {"400": "400", "600": "500 900"}  # file -> the weights it serves: two keep the document small
NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
OWN_SCRIPTS = "; script-src 'unsafe-inline'; img-src data: blob:"  # what stands in the document itself may run
PRINTED = """
html { font-size: 16px; -webkit-text-size-adjust: 100%; }
body { font-family: FONT; line-height: 1.65; color: var(--ink); background: var(--paper); }
body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; overflow-wrap: break-word; }
.over { color: var(--quiet); margin: 0; }
footer { border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: .4rem; color: var(--quiet); }
@page { size: A4; margin: 15mm 15mm 17mm; }
@page { @bottom-left { content: FOOT; font: 7.5pt FONT; } }
@page { @bottom-right { content: counter(page) "/" counter(pages); font: 7.5pt FONT; } }
@media print {
  html { font-size: 9pt; }
  body { max-width: none; padding: 0; background: none; line-height: 1.5; }
  .contents { display: none; }
  h1, h2 { padding: .2rem 0 !important; margin: .5rem 0 0; }
  h3 { padding: .15rem 0 !important; margin: .2rem 0 0; }
  p { margin: .2rem 0; }
  h1, h2, h3, h4, thead, caption { break-after: avoid; break-inside: avoid; }
  li, tr, dt, dd > p, .said, .reference > p, .drawing, .terms > * { break-inside: avoid; }
  .scroll { overflow: visible; background: none !important; }
  a { color: inherit !important; text-decoration: none; }
  .number, aside, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def document(
    data: Dataset,
    title: str,
    parts: Sequence[DocumentSection],
    t: Translations,
    *,
    style: str = "",
    lead: Markup = EMPTY,
    cover: Markup = EMPTY,
    script: str = "",
) -> str:
    """One HTML file of `parts`, signed with version, licence and voice.

    style   CSS of this kind of document.   lead  HTML below its title.   cover  HTML of a page before it.
    script  what draws its charts. Style and script are trusted.
    """
    date = dates.spoken(data.created, t.language)
    signed = [
        t("foot_version", version=data.version, date=date),
        *(t(key) for key in ("foot_licence", "foot_sources", "foot_independent", "foot_made", "foot_places")),
    ]
    foot = f"{title} · {data.version} · {t('foot_independent')}"
    whole = macro(
        "document",
        "document",
        title,
        t,
        NOTHING_FROM_OUTSIDE + (OWN_SCRIPTS if script else ""),
        ready(_style(foot) + style),
        ready(script),
        cover,
        lead,
        contents(parts, t),
        Markup().join(map(_section, parts)),
        signed,
    )
    return str(whole)


def _section(part: DocumentSection) -> Markup:
    # a note never stands alone at the head of a line
    return macro("document", "section", part, ready(re.sub(f"\\s+{markup.JOINER}", markup.JOINER, part.html)))


def contents(parts: Iterable[DocumentSection], t: Translations) -> Markup:
    """The list of sections, each a link to its heading."""
    return macro("document", "contents", parts, t("contents"))


def _style(foot: str) -> str:
    in_css = json.dumps(foot, ensure_ascii=False).replace("<", "\\3c ")  # a string of CSS is quoted as one of JSON
    sheets = (markup.STYLE, markup.MARKS_STYLE, markup.DRAWN_MARKS_STYLE)
    shared = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return theme.css_variables() + fonts() + shared + PRINTED.replace("FOOT", in_css).replace("FONT", theme.FONT)


@cache
def fonts() -> str:
    """The typeface inside the document."""
    faces = []
    for subset, characters in FACES.items():
        for file, weights in WEIGHTS.items():
            font = (settings.ROOT / "static" / "fonts" / f"sarabun-{subset}-{file}-normal.woff2").read_bytes()
            where = f"url(data:font/woff2;base64,{base64.b64encode(font).decode()}) format('woff2')"
            within = f"unicode-range:{characters};" if characters else ""
            faces.append(f"@font-face{{font-family:Sarabun;font-weight:{weights};src:{where};{within}}}")
    return "".join(faces)
