"""Ready means ready: what every page needs is made or tried once before the first reader is let in."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from lcdash import site
from lcdash.dataset import loading
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


def prepare_meanwhile() -> Thread:
    """Begin to `prepare` while the check of the data still runs: once it has passed, all of it is there.

    What goes wrong in data that the check refuses is its to say: only where it passed is the thread waited for.
    """

    def prepare_unchecked() -> None:
        with suppress(Exception):
            if data := loading.unchecked():
                prepare(data)

    thread = Thread(target=prepare_unchecked, name="prepare", daemon=True)
    thread.start()
    return thread
