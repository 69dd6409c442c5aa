"""The panel of one city beside the map: in whose name it stands, who leads, what the documents say of it by factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import streamlit as st
from markupsafe import Markup

from lcdash.content import city_places
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing import province_map
from lcdash.evidence import standings
from lcdash.evidence.partners import PartnerRole
from lcdash.html import markup
from lcdash.html.rendering import macro, render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.shared import statements, url_state
from lcdash.ui.shared.selectable_html import selectable

ADDED = "editors"  # how a lens draws what no document names, as the large map does
OWN = ("id", "city", "space")  # what the link holds of the city that is open
KEPT = 200  # of what is written of a city, how much is kept for the next reader
PROVINCE, LENS = (400, 150), 380  # the size of the two pictures, in their units
ALONE = (400, 380)  # of that of the province where no place can be drawn


def show(data: Dataset, city_id: str, space: str, t: Translations, first: Callable[[], None]) -> None:
    """Draw the panel of a city, with a button that closes it and a link to its row in the table of factors.

    space  the place that was chosen in it, or "".   first  draws what stands right below the city's name.
    """
    name, in_study = _name(data, city_id, t)
    st.button(t("close"), key="_close", type="tertiary", on_click=close)
    with st.container(key="city_head"):
        st.html(_head(data, city_id, t))
    first()
    with st.container(key="city_spaces"):
        st.html(_places(data, city_id, space, t))
    with st.container(key="city_pictures"):
        selectable(_pictures(data, city_id, space, t), "city_places", take=lambda _: None)
    with st.container(key="city_words"):
        st.page_link(
            "pages/cities.py",
            label=markup.literal(t("city_page", city=name)),
            query_params={"lang": t.language, "city": city_id},
        )
        st.html(_standings(data, city_id, t))
        st.html(_claims(data, city_id, in_study, t))
        if link_to := _row_of_factors(data, city_id, in_study):
            st.page_link(
                "pages/factors.py",
                label=markup.literal(t("all_facets", city=name)),
                query_params={"lang": t.language} | link_to,
            )
            statements.quiet(t("country_note"))


def close() -> None:
    """No city is open, as one step of the history."""
    url_state.replace(OWN, {})


@lru_cache(KEPT)
def _name(data: Dataset, city_id: str, t: Translations) -> tuple[str, bool]:
    """What it is called, and whether it is one of the study."""
    city = records.first(data.cities[data.cities["city_id"] == city_id], records.City)
    return t.of(city, "name"), city.in_study


@lru_cache(KEPT)
def _head(data: Dataset, city_id: str, t: Translations) -> Markup:
    """Its names, and where it lies."""
    city = records.first(data.cities[data.cities["city_id"] == city_id], records.City)
    province = data.provinces.set_index("iso").at[city.province_iso, f"name_{t.language}"]
    where = " · ".join(dict.fromkeys((province, data.labels("region_nso", t.language)[city.region_nso])))
    return macro("city_panel", "head", t.of(city, "name"), getattr(city, f"name_{t.other}"), t.other, where)


@lru_cache(KEPT)
def _places(data: Dataset, city_id: str, choice: str, t: Translations) -> Markup:
    """Its places as a list."""
    return render("city_places_list", t=t, chosen=choice, **city_places.places(data, city_id, t)._asdict())


@lru_cache(KEPT)
def _pictures(data: Dataset, city_id: str, choice: str, t: Translations) -> Markup:
    """The city in its province, and its places in a lens."""
    city = records.first(data.cities[data.cities["city_id"] == city_id], records.City)
    name = t.of(city, "name")
    result = city_places.places(data, city_id, t)
    placed = [
        (item.id, item.name, ADDED if item.added else item.precision, item.called, item.lon, item.lat)
        for item in result.placed
    ]
    picture = province_map.province_map(
        data.provinces,
        city.province_iso,
        city.lon,
        city.lat,
        name=name,
        language=t.language,
        size=PROVINCE if placed else ALONE,
    )
    around = province_map.lens(placed, city.lon, city.lat, size=LENS) if placed else None
    added = [ADDED] if any(item.added for item in result.placed) else []
    forms = {form: t(f"spot_{form}") for form in ("exact", "approximate", *added)}
    return render(
        "city_places",
        t=t,
        city=name,
        map=picture,
        lens=around,
        unplaced=bool(result.somewhere or result.unknown),
        chosen=choice,
        distance=_distance(t),
        forms=forms,
    )


def _distance(t: Translations) -> Callable[[int], str]:
    return lambda metres: t("lens_km", n=metres // 1000) if metres >= 1000 else t("lens_m", n=metres)


class PanelFact(NamedTuple):
    """A unit or an organisation of the city: its name, what is doubtful about it, its source."""

    name: str
    doubt: Markup
    citation: Markup
    detail: str = ""
    conflicts: str = ""


@lru_cache(KEPT)
def _standings(data: Dataset, city_id: str, t: Translations) -> Markup:
    """Its standings, since when and with every unit that a source names, and the organisations a source calls lead."""

    def held(row: Any, column: str) -> PanelFact:
        return PanelFact(t.of(row, column), markup.confidence(data, row, t), markup.citation(data, row.source, t))

    own = data.memberships[data.memberships["city_id"] == city_id]
    results = []
    for _, rows in own.groupby("status", sort=False):
        first = rows.iloc[0]
        title = t(first["status"], since=dates.spoken(first["since"], t.language))
        units = [held(row, "member_name") for row in records.each(rows, records.Membership)]
        results.append((title, units, "", t("units_differ_here") if rows["disputed"].any() else ""))
    roles = data.partnerships
    leading = roles[(roles["city_id"] == city_id) & (roles["role"] == "lead")].merge(
        data.partners.drop(columns="source"), on="partner_id"
    )
    leads = [held(row, "name") for row in records.each(leading, PartnerRole)]
    return macro("city_panel", "standings", [*results, (t("leads"), leads, t("no_leads"), "")])


@lru_cache(KEPT)
def _claims(data: Dataset, city_id: str, in_study: bool, t: Translations) -> Markup:
    """Every factor with what is said of the city under it, or that nothing is."""
    own = data.evidence[data.evidence["city_id"] == city_id]
    silent = "nothing" if in_study else "not_studied"
    state = markup.symbol(silent, data.labels("state", t.language)[silent])
    factors = []
    for factor_id, name in data.names("factors", t.language, "short").items():
        claims = own[own["factor_id"] == factor_id]
        number = data.factor_numbers[factor_id]
        factors.append((number, name, markup.claim_list(data, claims, t), "" if len(claims) else state))
    return render("folded", title=t("claims"), body=macro("city_panel", "statements", t, in_study, factors))


@lru_cache(KEPT)
def _row_of_factors(data: Dataset, city_id: str, in_study: bool) -> dict[str, str]:
    """What the link to the table of factors says to show this city there; empty where the table has no row for it."""
    if in_study:
        return {"city": city_id}
    own = standings.of_network(data.memberships[data.memberships["city_id"] == city_id])
    return {"city": city_id, "others": "1"} if len(own) else {}
