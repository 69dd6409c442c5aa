"""The city page: one screen of what is known of a city, its brief in closed sections, and the list of all cities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash import site
from lcdash.content import city_page, city_summary, statements
from lcdash.content.city_page import NameLink
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents import brief, city_sheet, exports
from lcdash.documents.exports import Selection
from lcdash.drawing import province_map
from lcdash.evidence import cached_frames, filtering
from lcdash.evidence.evidence_map import MARKS
from lcdash.html.rendering import render
from lcdash.language.translations import Translations
from lcdash.ui.shared import downloads, filters
from lcdash.ui.shared.selectable_html import selectable

PROGRAMMES = 3  # that are named; the rest is counted
MAP_SIZE = (290, 152)


def choose(cities: pd.DataFrame, t: Translations) -> str | None:
    """The box that chooses a city, seeded from the link: where that names several, the first counts."""
    return filters.selectbox(
        "city", filtering.names(cities, t.language), t("choose_city"), t, first=True, with_label=False
    )


def everyone(data: Dataset, cities: pd.DataFrame, t: Translations) -> None:
    """All cities by their standing, each a link to its page, and one sheet for each of them."""
    st.html(render("city_list", t=t, groups=list(_groups(data, cities, t))))
    order = list(cached_frames.cities(data, t.language)["city_id"])
    file_name = exports.file_name(data, "sheets", "pdf", t.language)
    downloads.make_pdf(t("sheets_pdf"), lambda: city_sheet.document(data, order, t), file_name, t)


def _groups(data: Dataset, cities: pd.DataFrame, t: Translations) -> Iterator[tuple[str, list[NameLink]]]:
    """The cities by standing; a member that was also a pilot is a member."""
    left = cities
    for status in data.labels("membership_status", t.language):
        city_ids = data.memberships.loc[data.memberships["status"] == status, "city_id"]
        group, left = left[left["city_id"].isin(city_ids)], left[~left["city_id"].isin(city_ids)]
        if len(group):
            yield (
                t(f"group_{status}"),
                [
                    NameLink(name, site.address("cities", t.language, city=city))
                    for city, name in filtering.names(group, t.language).items()
                ],
            )


def show(data: Dataset, cities: pd.DataFrame, city_id: str, t: Translations) -> None:
    """One city: its first screen, then its brief, closed; what can be taken along stands at its head."""
    with st.container(key="city_top", horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(key="city_name"):
            st.html(render("city_head", t=t, city=_summary(data, city_id, t)))
        with st.container(key="city_acts", horizontal=True, gap="small", horizontal_alignment="right"):
            _offer(data, cities, city_id, t)
            choose(cities, t)
    selectable(body(data, city_id, t), "city_body")


def _signs(summary: city_summary.Summary, t: Translations) -> tuple[statements.Sign, ...]:
    """What the signs mean that stand in the first screen of a city's page."""
    facts = [line for fact in summary.facts for line in fact.lines]
    lines = [line for factor in summary.factors for facet in factor.facets for line in facet.lines]
    symbols = {
        symbol
        for line in (*facts, *lines, *summary.limits, *summary.programmes[:PROGRAMMES])
        for name, symbol in statements.SIGNS.items()
        if {"by_project": line.project, "differ": line.differ, "uncertain": line.unsure}[name]
    }
    return statements.sign_key(symbols, t)


def _offer(data: Dataset, cities: pd.DataFrame, city_id: str, t: Translations) -> None:
    sheet = exports.file_name(data, f"sheet_{city_id}", "pdf", t.language)
    downloads.make_pdf(t("sheet_pdf"), lambda: city_sheet.document(data, [city_id], t), sheet, t)
    others = {city: name for city, name in filtering.names(cities, t.language).items() if city != city_id}
    with st.popover(t("page_compare")):
        links = [
            NameLink(name, site.address("compare", t.language, city=[city_id, city])) for city, name in others.items()
        ]
        st.html(render("links", links=links))
    with st.popover(t("page_take")):
        _whole(data, city_id, t)


def _whole(data: Dataset, city_id: str, t: Translations) -> None:
    """The brief as a document, and the city's statements as a table."""
    st.download_button(
        t("print"),
        lambda: brief.document(data, city_id, t),
        file_name=exports.file_name(data, f"brief_{city_id}", "html", t.language),
        mime="text/html",
        on_click="ignore",
    )
    file_name = exports.file_name(data, f"brief_{city_id}", "pdf", t.language)
    downloads.make_pdf(t("print_pdf"), lambda: brief.document(data, city_id, t), file_name, t)
    claims = data.evidence[data.evidence["city_id"] == city_id]
    if len(claims):
        selections = {"city": Selection(t("filter_city"), {city_id: data.names("cities", t.language)[city_id]})}
        downloads.offer(data, "evidence", claims, selections, t)


@cache
def _summary(data: Dataset, city_id: str, t: Translations) -> city_summary.Summary:
    return city_summary.summary(data, city_id, t)


@cache
def body(data: Dataset, city_id: str, t: Translations) -> Markup:
    """Everything below the head: the columns of the first screen, and the closed sections."""
    labels = data.labels("kind", t.language) | {"limit": data.labels("appraisal", t.language)["limit"]}
    city = records.first(data.cities[data.cities["city_id"] == city_id], records.City)
    own = t.of(city, "name")
    picture = province_map.province_map(
        data.provinces, city.province_iso, city.lon, city.lat, name=own, language=t.language, size=MAP_SIZE
    )
    return render(
        "city_page",
        t=t,
        city=_summary(data, city_id, t),
        map=picture,
        spaces=city_page.spaces(data, city_id, t),
        partners=list(city_page.partners(data, city_id, t)),
        programmes=PROGRAMMES,
        signs_held=_signs(_summary(data, city_id, t), t),
        checked=t(f"checked_by_{'none' if data.human_check.empty else 'some'}"),
        kinds={kind: labels[kind] for kind in MARKS},
        address=partial(_address, language=t.language),
        parts=brief.sections(data, city_id, t),
    )


def _address(page_id: str, *, language: str, **state: str) -> str:
    return site.address(page_id, language, **state)
