"""The tables of a workshop side by side, to print: A4 across, as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lcdash.content import own_city
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import theme
from lcdash.evidence.self_check import SelfCheck
from lcdash.html.rendering import macro, ready, render
from lcdash.language.translations import Translations

STYLE = Path(__file__).with_suffix(".css")


def document(data: Dataset, checks: Sequence[SelfCheck], t: Translations) -> str:
    """What these places say, facet by facet, as one HTML file that needs nothing else."""
    names = own_city.table_names(checks, t)
    style = STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)
    return render(
        "printed_page",
        language=t.language,
        title=t("tables_caption"),
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=ready(theme.css_variables() + html_document.fonts() + style),
        body=macro("your_city", "tables", t, names, own_city.side_by_side(data, checks, t)),
    )
