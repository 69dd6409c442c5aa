"""Cite this: what a reader looks at as a reference, in their language, and as files for reference managers.

A page that shows one thing (a statement, a cell) names it by `name`; its foot then cites that, with its sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st
from markupsafe import Markup

from lcdash.dataset import citations, descriptor
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import citing, references
from lcdash.ui.shared import url_state

_VIEW = "_cited"  # what this run's page has named
FORMATS = (
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", citing.csl_json),
    ("BibTeX", "bib", "application/x-bibtex", citing.bibtex),
    ("RIS", "ris", "application/x-research-info-systems", citing.ris),
)


class CitedView(NamedTuple):
    """What is cited: its title in the reader's language, an id for its files, and what it rests on.

    sources  (`source` cell, what this project changed in what it cites or "") for each statement shown.
    """

    title: str
    key: str
    sources: tuple[tuple[str, str], ...] = ()


def start() -> None:
    """Begin a run: the page has named nothing yet."""
    st.session_state[_VIEW] = None


def name(view: CitedView) -> None:
    """Say what the page shows, for the citation at its foot."""
    st.session_state[_VIEW] = view


def named(t: Translations) -> CitedView:
    """What the page shows: what it has named, else the page itself."""
    view: CitedView | None = st.session_state.get(_VIEW)
    return view or CitedView(t.title, t.page)


def _passages(data: Dataset, view: CitedView, t: Translations) -> dict[str, str]:
    """source_id -> where in it, and what this project changed there, each once."""
    places_by_source: dict[str, dict[str, None]] = {}
    for cell, changed in view.sources:
        passages = citations.parse(cell)
        rows = [passage for passage in passages if "row" in citations.locator_parts(passage[1])] or passages
        for source_id, locator in passages:
            place = references.place(data, source_id, locator, t.language)
            # What is changed is under which city a row of a table is printed; other passages stand as they are.
            text = f"{place} ({changed})" if changed and (source_id, locator) in rows else place
            places_by_source.setdefault(source_id, {}).update(dict.fromkeys([text] if text else []))
    return {source_id: "; ".join(places) for source_id, places in places_by_source.items()}


def reference(data: Dataset, view: CitedView, t: Translations) -> str:
    """The dataset's own reference, in the reader's language, for what is shown: with its address where there is one."""
    whole = descriptor.title(data.descriptor, t.language)
    title = whole if view.title == whole else t("cite_view", view=view.title, title=whole)
    text = t(
        "cite_text",
        year=dates.year(data.created[:4], t.language),
        version=data.version,
        date=dates.spoken(data.created, t.language),
        title=title,
    )
    return f"{text} {url_state.public(t.page)}".strip()


def listed(data: Dataset, view: CitedView, t: Translations) -> Markup:
    """As HTML: each source as its readers write it, with the places cited, then the dataset."""
    rows = [(markup.reference(data, source_id, t), places) for source_id, places in _passages(data, view, t).items()]
    return macro("source", "cited", rows, reference(data, view, t), t.language)


def items(data: Dataset, view: CitedView, t: Translations) -> list[dict[str, Any]]:
    """The sources of a view with the places cited, then the dataset, as CSL-JSON items."""
    rows = data.sources.set_index("source_id", drop=False)
    sources = [
        citing.of_source(rows.loc[source_id].to_dict(), t.language, note=places)
        for source_id, places in _passages(data, view, t).items()
    ]
    own = citing.of_dataset(
        data,
        t.language,
        t("cite_author"),
        title=view.title,
        key=view.key,
        address=url_state.public(t.page),
        note=t("foot_made"),
    )
    return [*sources, own]


def offer(data: Dataset, view: CitedView, where: str, t: Translations) -> None:
    """A button per format; `where` tells those of one page apart."""
    what = f"citation_{re.sub('[^a-z0-9]+', '_', view.key)}"
    with st.container(horizontal=True, gap="small", key=f"cite_{where}"):
        for label, extension, mime, write in FORMATS:
            st.download_button(
                label,
                partial(_written, data, view, t, write),
                file_name=exports.file_name(data, what, extension, t.language),
                mime=mime,
                key=f"_cite_{where}_{extension}",
                on_click="ignore",
            )


def _written(data: Dataset, view: CitedView, t: Translations, write: Callable[[list[dict[str, Any]]], str]) -> str:
    return write(items(data, view, t))


def popover(data: Dataset, t: Translations) -> None:
    """The citation of what the page shows, folded at its foot."""
    view = named(t)
    with st.popover(t("cite_this"), type="tertiary"):
        if view.sources:
            st.html(listed(data, view, t))
        else:
            st.write(markup.literal(reference(data, view, t)))
        st.caption(markup.literal(t("foot_made")))
        offer(data, view, "foot", t)
