"""The panel of one city beside the map: in whose name it stands, who leads, what the documents say of it by factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import city_places
from lcdash.dataset.loading import Dataset
from lcdash.drawing import province_map
from lcdash.evidence.places import PLACED
from lcdash.html import markup
from lcdash.html.rendering import render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.shared import url_state
from lcdash.ui.shared.selectable_html import selectable

OWN = ("id", "city", "space")  # what the link holds of the city that is open
KEPT = 200  # of what is written of a city, how much is kept for the next reader
PROVINCE, LENS = (400, 150), 380  # the size of the two pictures, in their units


def show(data: Dataset, city_id: str, space: str, t: Translations, first: Callable[[], None]) -> None:
    """Draw the panel of a city, with a button that closes it and a link to its row in the table of factors.

    space  the place that was chosen in it, or "".   first  draws what stands right below the city's name.
    """
    city = data.cities.set_index("city_id").loc[city_id]
    name = city[f"name_{t.language}"]
    other = t.other
    province = data.provinces.set_index("iso").at[city["province_iso"], f"name_{t.language}"]
    where = " · ".join(dict.fromkeys((province, data.labels("region_nso", t.language)[city["region_nso"]])))
    st.button(t("close"), key="_close", type="tertiary", on_click=close)
    with st.container(key="city_head"):
        st.html(
            f'<div role="status"><h2>{escape(name)} <small lang="{other}">{escape(city[f"name_{other}"])}</small></h2>'
            f'<p class="quiet">{escape(where)}</p></div>'
        )
    first()
    with st.container(key="city_pictures"):
        selectable(_pictures(data, city_id, space, t), "city_places", take=lambda _: None)
    with st.container(key="city_words"):
        st.page_link(
            "pages/cities.py",
            label=markup.literal(t("city_page", city=name)),
            query_params={"lang": t.language, "city": city_id},
        )
        st.html(_standings(data, city_id, t))
        st.html(render("city_places_list", t=t, chosen=space, **city_places.places(data, city_id, t)._asdict()))
        st.html(_claims(data, city_id, bool(city["in_study"]), t))
        if link_to := _row_of_factors(data, city_id, bool(city["in_study"])):
            st.page_link(
                "pages/factors.py",
                label=markup.literal(t("all_facets", city=name)),
                query_params={"lang": t.language} | link_to,
            )
            st.html(f'<p class="quiet">{escape(t("country_note"))}</p>')


def close() -> None:
    """No city is open, as one step of the history."""
    url_state.replace(OWN, {})


@lru_cache(KEPT)
def _pictures(data: Dataset, city_id: str, chosen: str, t: Translations) -> Markup:
    """The city in its province, and its places in a lens."""
    city = next(data.cities[data.cities["city_id"] == city_id].itertuples())
    name = t.of(city, "name")
    found = city_places.places(data, city_id, t)
    placed = [(one.id, one.name, one.precision, one.called, one.lon, one.lat) for one in found.placed]
    drawn = province_map.province_map(
        data.provinces, city.province_iso, city.lon, city.lat, name=name, language=t.language, size=PROVINCE
    )
    around = province_map.lens(placed, city.lon, city.lat, size=LENS) if placed else None
    forms = {form: t(f"spot_{form}") for form in PLACED}
    return render(
        "city_places",
        t=t,
        city=name,
        map=drawn,
        lens=around,
        chosen=chosen,
        distance=_distance(t),
        forms=forms,
    )


def _distance(t: Translations) -> Callable[[int], str]:
    return lambda metres: t("lens_km", n=metres // 1000) if metres >= 1000 else t("lens_m", n=metres)


@lru_cache(KEPT)
def _standings(data: Dataset, city_id: str, t: Translations) -> str:
    """Its standings, and who leads."""
    return "".join(_standing(data, rows, t) for _, rows in _by_status(data.memberships, city_id)) + _leads(
        data, city_id, t
    )


def _by_status(memberships: pd.DataFrame, city_id: str) -> Any:
    return memberships[memberships["city_id"] == city_id].groupby("status", sort=False)


def _standing(data: Dataset, rows: pd.DataFrame, t: Translations) -> str:
    """One standing of a city: since when, and every unit that a source names, with that source."""
    first = rows.iloc[0]
    units = "".join(
        f"<li><b>{escape(t.of(row, 'member_name'))}</b> {markup.confidence(data, row, t)}"
        f"{markup.citation(data, row.source, t)}</li>"
        for row in rows.itertuples()
    )
    differ = f'<p class="quiet">{escape(t("units_differ_here"))}</p>' if rows["disputed"].any() else ""
    since = dates.spoken(first["since"], t.language)
    return f'<p class="term">{escape(t(first["status"], since=since))}</p><ul class="held">{units}</ul>{differ}'


def _leads(data: Dataset, city_id: str, t: Translations) -> str:
    """The organisations a source calls the lead, with that source."""
    roles = data.partnerships
    rows = roles[(roles["city_id"] == city_id) & (roles["role"] == "lead")].merge(
        data.partners.drop(columns="source"), on="partner_id"
    )
    leads = "".join(
        f"<li><b>{escape(t.of(row, 'name'))}</b> {markup.confidence(data, row, t)}"
        f"{markup.citation(data, row.source, t)}</li>"
        for row in rows.itertuples()
    )
    told = f'<ul class="held">{leads}</ul>' if leads else f'<p class="quiet">{escape(t("no_leads"))}</p>'
    return f'<p class="term">{escape(t("leads"))}</p>{told}'


@lru_cache(KEPT)
def _claims(data: Dataset, city_id: str, in_study: bool, t: Translations) -> str:
    """Every factor with what is said of the city under it, or that nothing is."""
    own = data.evidence[data.evidence["city_id"] == city_id]
    states = data.labels("state", t.language)
    parts = []
    for factor_id, name in data.names("factors", t.language, "short").items():
        claims = own[own["factor_id"] == factor_id]
        silent = "nothing" if in_study else "not_studied"
        told = markup.claim_list(data, claims, t) if len(claims) else f"<p>{markup.symbol(silent, states[silent])}</p>"
        parts.append(
            f'<h3><span class="factor">{escape(data.factor_numbers[factor_id])}</span> {escape(name)}</h3>{told}'
        )
    studied = "" if in_study else f'<p class="quiet">{escape(t("not_studied"))}</p>'
    reading = f'<p class="quiet">{escape(t("our_reading"))}</p>'
    body = Markup(f"{studied}{''.join(parts)}{reading}")  # noqa: S704 - escaped above  # nosec B704
    return str(render("folded", title=t("claims"), body=body))  # a text: Markup would escape what it is added to


def _row_of_factors(data: Dataset, city_id: str, in_study: bool) -> dict[str, str]:
    """What the link to the table of factors says to show this city there; empty where the table has no row for it."""
    if in_study:
        return {"city": city_id}
    standings = data.memberships[data.memberships["city_id"] == city_id]
    return {"city": city_id, "others": "1"} if standings["scheme"].eq("gnlc").any() else {}
