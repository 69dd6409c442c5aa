"""The city page: which city, the list of all where none is chosen, and its brief."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Literal

import pandas as pd
import streamlit as st

from lcdash import brief, chromium, exports, markup, printed, transforms
from lcdash.dataset import Dataset
from lcdash.ui import downloads, filters
from lcdash.ui.components import drawing
from lcdash.wording import Wording

# How wide a section's text is beside its drawing, how wide the drawing, and where it stands
BESIDE: dict[str, tuple[tuple[int, int], Literal["top", "center"]]] = {
    "brief-standing": ((4, 1), "center"),
    "brief-spaces": ((3, 2), "top"),
}


def choose(cities: pd.DataFrame, say: Wording) -> str | None:
    """The box that chooses a city, seeded from the link: where that names several, the first counts."""
    with st.columns([2, 3])[0]:
        return filters.selectbox("city", transforms.names(cities, say.language), say("choose_city"), say, first=True)


def everyone(data: Dataset, cities: pd.DataFrame, say: Wording) -> None:
    """All cities by their standing, each a link to its brief. A member that was also a pilot is a member."""
    left, groups = cities, []
    for status in data.labels("membership_status", say.language):
        held = data.memberships.loc[data.memberships["status"] == status, "city_id"]
        group, left = left[left["city_id"].isin(held)], left[~left["city_id"].isin(held)]
        # Streamlit's own link to the page one is on drops the query; a plain one opens in a new tab too.
        links = "".join(
            f"<li>{markup.link_to('cities', name, say, city=city)}</li>"
            for city, name in transforms.names(group, say.language).items()
        )
        groups += [f"<h2>{escape(say(f'group_{status}'))}</h2><ul>{links}</ul>"] if links else []
    st.html(f'<div class="brief everyone">{"".join(groups)}</div>')


def show(data: Dataset, city_id: str, say: Wording) -> None:
    """The brief of a city, section by section, and what can be taken along."""
    parts = _sections(data, city_id, say)
    name = escape(data.names("cities", say.language)[city_id])
    st.html(f'<div class="brief"><p class="city">{name}</p>{printed.contents(parts, say)}</div>')
    _offer(data, city_id, say)
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


def _offer(data: Dataset, city_id: str, say: Wording) -> None:
    claims = data.evidence[data.evidence["city_id"] == city_id]
    with st.container(horizontal=True, gap="small", key="take_along"):
        st.download_button(
            say("print"),
            lambda: brief.document(data, city_id, say),
            file_name=exports.file_name(data, f"brief_{city_id}", "html", say.language),
            mime="text/html",
            type="primary",
            on_click="ignore",
        )
        file_name = exports.file_name(data, f"brief_{city_id}", "pdf", say.language)
        downloads.make(
            say("print_pdf"), lambda: chromium.pdf(brief.document(data, city_id, say)), file_name, downloads.PDF, say
        )
        if len(claims):
            asked = {say("filter_city"): {city_id: data.names("cities", say.language)[city_id]}}
            downloads.offer(data, "evidence", claims, asked, say)


@cache
def _sections(data: Dataset, city_id: str, say: Wording) -> list[printed.Section]:
    return brief.sections(data, city_id, say)
