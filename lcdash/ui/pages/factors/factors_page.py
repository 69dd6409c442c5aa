"""The factors page: the evidence map, and what can be done with what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

from lcdash import site
from lcdash.content import evidence_map_picture, evidence_reading
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.evidence import cached_frames
from lcdash.evidence import evidence_map as maps
from lcdash.html import rendering
from lcdash.language.translations import Translations
from lcdash.ui.components import evidence_map
from lcdash.ui.components.components import sent_by
from lcdash.ui.shared import cite, downloads, statements


@st.fragment
def show(data: Dataset, t: Translations) -> None:
    """The map in a run of its own: a choice in it writes the link and draws nothing else of the page."""
    link = evidence_map.read_link(data, t.language)
    evidence_map.show(data, link, t)
    if sent_by("evidence_map", "use"):
        st.dialog(t("use_title"), width="medium")(use)(data, link, t)


def use(data: Dataset, link: Mapping[str, Sequence[str]], t: Translations) -> None:
    """Cite, download and make slides of the statements a reader looks at."""
    rows = evidence_map.listed_rows(data, link, t.language)
    choices = evidence_map.asked_in_words(data, link, t.language)
    statements.line(t("use_n", n=len(rows)), "")
    downloads.offer(data, "evidence", rows, choices, t)
    cities = [city for city in dict.fromkeys(rows["city_id"]) if city]
    downloads.cards(data, cities, list(dict.fromkeys(rows["factor_id"])), t, choices)
    _pictures(data, link, t)
    passages = rows.iloc[:0] if not choices else rows  # of the whole map the page is cited, not each of its passages
    changed = {"corrected": t("corrected_row")}
    sources = tuple((row.source, changed.get(row.attribution, "")) for row in records.each(passages, records.Evidence))
    key = "-".join(["factors", *(value for choice in choices.values() for value in choice.names)])[:60]
    names = " · ".join(name for choice in choices.values() for name in choice.names.values())
    view = cite.CitedView(" · ".join(filter(None, (t.title, names))), key, sources)
    st.html(cite.listed(data, view, t))
    cite.offer(data, view, "use", t)


def _pictures(data: Dataset, link: Mapping[str, Sequence[str]], t: Translations) -> None:
    """The picture as it stands, as SVG and as PNG."""
    view, basis = (link.get(key, [first])[-1] for key, first in (("view", "facets"), ("basis", "all")))
    selection, text, every = evidence_map.selection(link)
    chart = cached_frames.evidence_map(data, t.language, view, basis)
    matches = maps.matching(chart.statements, selection, text, every=every) if selection or text else None
    column_ids = [column.column_id for column in chart.columns] if link.get("others") else []

    choices = evidence_map.asked_in_words(data, link, t.language)
    picture = Picture(
        f"evidence_map_{view}",
        evidence_map_picture.title(data, t.language, view),
        evidence_map_picture.whole(data, t.language, view=view, basis=basis, matching=matches, column_ids=column_ids),
        note=evidence_map_picture.note(data, t.language, view, basis),
        question=" + ".join(name for choice in choices.values() for name in choice.names.values()),
    )
    downloads.picture(data, picture, t)


def read_all(data: Dataset, language: str) -> None:
    """Every statement of the map on one plain page, for print and for the browser's own search."""
    st.html(_reading(data, language))


@cache
def _reading(data: Dataset, language: str) -> str:
    wording = Translations("evidence_map", language)
    number = len(cached_frames.evidence_map(data, language).statements)
    return rendering.render(
        "evidence_reading",
        rows=evidence_reading.rows(data, wording),
        t=wording,
        number=number,
        back=site.address("factors", language),
    )
