"""Crossings: two ways of coding against each other, over all statements or those of one city."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.exports import Selection
from lcdash.evidence import cached_frames, crossing, filtering
from lcdash.evidence.crossing import DIMENSIONS, NONE, Crossing
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import references
from lcdash.ui.shared import filters, url_state
from lcdash.ui.shared.downloads import offer
from lcdash.ui.shared.statements import lead, note

FIRST = ("theme", "appraisal")  # what is crossed until a reader chooses


def crossings(data: Dataset, t: Translations) -> None:
    """The choice of what is crossed, the table, the statements of the cell that is open, and both to take away."""
    lead(t("crossings_lead"))
    note(t("crossings_note"))
    rows, columns, city_id = _chosen(data, t)
    table = crossing.crossed(data, rows, columns, city_id)
    names = tuple(_names(data, dimension, t) for dimension in (rows, columns))
    row, column = url_state.one("a", table.rows), url_state.one("b", table.columns)
    where = {"city": city_id} if city_id else {}

    def opens(first: str, second: str) -> str:
        query = {"part": "crossings", **where, "row": rows, "col": columns, "a": first, "b": second}
        return address("data", t.language, **query)

    title = t("crossing_title", rows=t(f"filter_{rows}"), columns=t(f"filter_{columns}"))
    corner = f"{t(f'filter_{rows}')} / {t(f'filter_{columns}')}"
    if row and column:  # above the table, which may be taller than the screen
        _opened(data, table.at(row, column), (names[0][row], names[1][column]), t)
    st.html(macro("crossing", "table", table, names, title, corner, opens, (row, column)))
    sides_chosen = {
        key: Selection(t(f"filter_{name}"), {name: name}) for key, name in (("row", rows), ("col", columns))
    }
    if city_id:
        sides_chosen["city"] = Selection(t("filter_city"), {city_id: data.names("cities", t.language)[city_id]})
    _offer(data, table, names, sides_chosen, title, t)


def _chosen(data: Dataset, t: Translations) -> tuple[str, str, str]:
    """What is crossed with what, and the city or ""."""
    labels = {name: t(f"filter_{name}") for name in DIMENSIONS}
    places = st.columns(3)
    with places[0]:
        rows = filters.selectbox("row", labels, t("crossing_rows"), t, default=FIRST[0])
    with places[1]:
        columns = filters.selectbox("col", labels, t("crossing_columns"), t, default=FIRST[1])
    with places[2]:
        cities = filtering.names(cached_frames.cities(data, t.language), t.language)
        city_id = filters.selectbox("city", cities, t("crossing_city"), t) or ""
    return str(rows), str(columns), city_id


def _names(data: Dataset, dimension: str, t: Translations) -> Mapping[str, str]:
    """Value of a dimension -> what it is called in the reader's language."""
    if dimension == "source":
        names = {source_id: references.short(data, source_id, t.language) for source_id in data.sources["source_id"]}
    elif dimension == "factor":
        names = data.numbered_factors(t.language, "short")
    elif dimension in ("facet", "theme"):
        names = data.names(f"{dimension}s", t.language)
    else:
        names = data.labels(dimension, t.language)
    return {**names, NONE: t("crossing_none")}


def _opened(data: Dataset, ids: tuple[str, ...], names: tuple[str, str], t: Translations) -> None:
    """The statements of a cell under their cities, in the order of the cities' names."""
    own = data.evidence[data.evidence["evidence_id"].isin(ids)]
    cities = filtering.names(cached_frames.cities(data, t.language), t.language) | {"": t("country")}
    by_city = {name: own[own["city_id"] == city_id] for city_id, name in cities.items()}
    groups = {name: rows for name, rows in by_city.items() if len(rows)}
    sections = [
        (name, markup.claim_list(data, rows, t, remark=lambda claim: _remark(data, claim, t)))
        for name, rows in groups.items()
    ]
    head = t("crossing_opened", first=names[0], second=names[1], n=len(ids))
    st.html(macro("crossing", "opened", head, sections))


def _remark(data: Dataset, claim: records.Evidence, t: Translations) -> Markup:
    page = markup.link_to("evidence", t("own_page"), t, id=claim.evidence_id)
    return macro("crossing", "remark", markup.remarks(data, claim, t), page)


def _offer(
    data: Dataset,
    table: Crossing,
    names: tuple[Mapping[str, str], ...],
    choices: Mapping[str, Selection],
    title: str,
    t: Translations,
) -> None:
    long_rows = crossing.long(table)
    rows = long_rows.merge(data.evidence[["evidence_id", "city_id", "statement_th", "statement_en", "source"]])
    sides = {"row": t("crossing_rows"), "column": t("crossing_columns")}
    heads: dict[str, str] = {}
    for (name, head), labels in zip(sides.items(), names, strict=True):
        rows[f"{name}_label"] = rows[name].map(labels)
        heads |= {name: head, f"{name}_label": f"{head}: {t('export_label')}"}
    offer(data, "evidence", rows, choices, t, name="crossing", title=title, note=t("crossings_note"), heads=heads)
