"""The factors page: the evidence map, and what can be done with what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import Translations
from lcdash.ui.components import evidence_map
from lcdash.ui.shared import cite, downloads


@st.fragment
def show(data: Dataset, t: Translations) -> None:
    """The map in a run of its own: a choice in it writes the link and draws nothing else of the page."""
    link = evidence_map.read_link(data, t.language)
    evidence_map.show(data, link, t)
    if st.session_state["evidence_map"].use:
        st.dialog(t("use_title"), width="medium")(_use)(data, link, t)


def _use(data: Dataset, link: Mapping[str, Sequence[str]], t: Translations) -> None:
    """Cite, download and make slides of the statements a reader looks at."""
    rows = evidence_map.listed_rows(data, link, t.language)
    asked = evidence_map.asked_in_words(data, link, t.language)
    st.html(f"<p>{t('use_n', n=len(rows))}</p>")
    downloads.offer(data, "evidence", rows, asked, t)
    cited = rows.iloc[:0] if not asked else rows  # of the whole map the page is cited, not each of its passages
    changed = {"corrected": t("corrected_row")}
    sources = tuple((row.source, changed.get(row.attribution, "")) for row in cited.itertuples())
    key = "-".join(["factors", *(value for held in asked.values() for value in held)])[:60]
    named = " · ".join(name for held in asked.values() for name in held.values())
    view = cite.View(" · ".join(filter(None, (t.title, named))), key, sources)
    st.html(cite.listed(data, view, t))
    cite.offer(data, view, "use", t)
