"""Ready means ready: what every page needs is made or tried once before the first reader is let in."""

from __future__ import annotations

from lcdash import site
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.language import translations
from lcdash.search import search
from lcdash.serving import html_shell

# A word of neither language: what finds nothing has looked for its neighbours, and so made all that a search makes.
UNKNOWN = ("ฎฐฑฒณฬ", "qxzkvw")


def prepare(data: Dataset) -> None:
    """Make the shells of all pages, the order of Thai names and the search index.

    Raises  whatever a page would meet: a shell of Streamlit that is not known, a dictionary that cannot be read.
    """
    for language in translations.LANGUAGES:
        for page_id in site.PAGES:
            html_shell.of_page(page_id, language)
        filtering.by_name(data.cities, language)
        for word in UNKNOWN:
            search.index(data).search(word, language)
