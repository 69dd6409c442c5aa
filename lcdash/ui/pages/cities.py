"""The city page: which city, the list of all where none is chosen, and its brief."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Literal

import pandas as pd
import streamlit as st

from lcdash.dataset.loading import Dataset
from lcdash.documents import brief, city_sheet, exports, html_document
from lcdash.evidence import cached_frames, filtering
from lcdash.html import markup
from lcdash.language.translations import Translations
from lcdash.ui.components.components import drawing
from lcdash.ui.shared import downloads, filters

# How wide a section's text is beside its drawing, how wide the drawing, and where it stands
BESIDE: dict[str, tuple[tuple[int, int], Literal["top", "center"]]] = {
    "brief-standing": ((4, 1), "center"),
    "brief-spaces": ((3, 2), "top"),
}


def choose(cities: pd.DataFrame, t: Translations) -> str | None:
    """The box that chooses a city, seeded from the link: where that names several, the first counts."""
    with st.columns([2, 3])[0]:
        return filters.selectbox("city", filtering.names(cities, t.language), t("choose_city"), t, first=True)


def everyone(data: Dataset, cities: pd.DataFrame, t: Translations) -> None:
    """All cities by their standing, each a link to its brief. A member that was also a pilot is a member."""
    left, groups = cities, []
    for status in data.labels("membership_status", t.language):
        held = data.memberships.loc[data.memberships["status"] == status, "city_id"]
        group, left = left[left["city_id"].isin(held)], left[~left["city_id"].isin(held)]
        # Streamlit's own link to the page one is on drops the query; a plain one opens in a new tab too.
        links = "".join(
            f"<li>{markup.link_to('cities', name, t, city=city)}</li>"
            for city, name in filtering.names(group, t.language).items()
        )
        groups += [f"<h2>{escape(t(f'group_{status}'))}</h2><ul>{links}</ul>"] if links else []
    st.html(f'<div class="brief everyone">{"".join(groups)}</div>')
    order = list(cached_frames.cities(data, t.language)["city_id"])
    file_name = exports.file_name(data, "sheets", "pdf", t.language)
    downloads.make_pdf(t("sheets_pdf"), lambda: city_sheet.document(data, order, t), file_name, t)


def show(data: Dataset, city_id: str, t: Translations) -> None:
    """The brief of a city, section by section, and what can be taken along."""
    parts = _sections(data, city_id, t)
    name = escape(data.names("cities", t.language)[city_id])
    st.html(f'<div class="brief"><p class="city">{name}</p>{html_document.contents(parts, t)}</div>')
    _offer(data, city_id, t)
    for part in parts:
        title = f'<h2 id="{part.id}">{escape(part.title)}</h2>'
        if not part.drawing:
            st.html(f'<div class="brief">{title}{part.html}</div>')
            continue
        widths, stands = BESIDE[part.id]
        text, picture = st.columns(widths, gap="medium", vertical_alignment=stands)
        with text:
            st.html(f'<div class="brief">{title}{part.html}</div>')
        with picture:
            drawing(part.drawing, f"{part.id}_drawing")


def _offer(data: Dataset, city_id: str, t: Translations) -> None:
    claims = data.evidence[data.evidence["city_id"] == city_id]
    with st.container(horizontal=True, gap="small", key="take_along"):
        st.download_button(
            t("print"),
            lambda: brief.document(data, city_id, t),
            file_name=exports.file_name(data, f"brief_{city_id}", "html", t.language),
            mime="text/html",
            type="primary",
            on_click="ignore",
        )
        sheet = exports.file_name(data, f"sheet_{city_id}", "pdf", t.language)
        downloads.make_pdf(t("sheet_pdf"), lambda: city_sheet.document(data, [city_id], t), sheet, t)
        file_name = exports.file_name(data, f"brief_{city_id}", "pdf", t.language)
        downloads.make_pdf(t("print_pdf"), lambda: brief.document(data, city_id, t), file_name, t)
        if len(claims):
            asked = {t("filter_city"): {city_id: data.names("cities", t.language)[city_id]}}
            downloads.offer(data, "evidence", claims, asked, t)


@cache
def _sections(data: Dataset, city_id: str, t: Translations) -> list[html_document.Section]:
    return brief.sections(data, city_id, t)
