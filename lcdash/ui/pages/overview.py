"""The overview's answers: who the members are, whether a place is among them, how the network has grown."""

from functools import cache
from html import escape

import pandas as pd
import streamlit as st

from lcdash.content import marks, timeline
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import figures, svg, theme
from lcdash.evidence import conflicts, filtering, standings
from lcdash.html import markup, timeline_html
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references, source_coverage
from lcdash.ui.components.components import drawing
from lcdash.ui.shared import downloads, filters, statements

MAP_WIDTH = 640  # of the map in a picture, in CSS pixels: twice as high


def introduction(data: Dataset, standing: pd.DataFrame, t: Translations) -> None:
    """What this is and is not, who says it and as of when; every number computed."""
    read = list(data.reading["source_id"].unique())
    latest = dates.spoken(standing["since"].max(), t.language)
    lead = t("lead", n=len(standing), studied=int(data.cities["in_study"].sum()), date=latest)
    lines = (
        t("what"),
        t("who", article=references.short(data, read[0], t.language), n=len(read) - 1),
        t("silent", topics=", ".join(data.silences[f"topic_{t.language}"][:3])),
    )
    st.html(f'<p class="lead">{escape(lead)}</p><p class="quiet">{"<br>".join(map(escape, lines))}</p>')


def by_year(data: Dataset, standing: pd.DataFrame, t: Translations) -> None:
    """The members under the year they joined, each a link to its brief, with the unit in whose name it is a member."""
    named = filtering.by_name(standing.merge(data.cities, on="city_id"), t.language)
    years = "".join(
        f'<li><span class="year">{dates.year(year, t.language)}</span><ul>'
        + "".join(
            f"<li><b>{markup.link_to('cities', t.of(row, 'name'), t, city=row.city_id)}</b> "
            f'<span class="quiet">{escape(marks.unit_words(data, row.units, row.disputed, t))}</span> '
            f"{''.join(map(markup.noted, marks.unsure_units(data, row.city_id, t)))}</li>"
            for row in rows.itertuples()
        )
        + "</ul></li>"
        for year, rows in named.groupby(named["since"].str[:4])
    )
    st.html(f'<h2>{escape(t("members_title", n=len(standing)))}</h2><ol class="years">{years}</ol>')


def small_map(data: Dataset, t: Translations) -> None:
    """A still picture of where they are; the map page has the one that moves."""
    shown = _small_map(data, t)
    drawing(str(shown.drawing), "small_map")
    st.html(shown.legend)
    downloads.picture(data, shown, t)


@cache
def _small_map(data: Dataset, t: Translations) -> Picture:
    members = standings.member_standings(data.memberships).merge(data.cities, on="city_id")
    provinces = members[members["units"].map(lambda units: "province" in units)]
    filled = {
        iso: theme.FAINT if disputed else theme.ACCENT
        for iso, disputed in zip(provinces["province_iso"], provinces["disputed"], strict=True)
    }
    points = members.assign(label=members[f"name_{t.language}"], colour=theme.ACCENT)
    title = t("map_title", n=len(members))
    drawn = svg.country(data.provinces, points, filled=filled, title=title)
    joined = data.memberships[data.memberships["city_id"].isin(members["city_id"])]
    sources = source_coverage.in_order(data, joined["source"])
    province = data.labels("member_type", t.language)["province"]
    words = {theme.ACCENT: province, theme.FAINT: f"{province} ({t('disputed')})"}
    keys = [("●", theme.ACCENT, t("map_point"))]
    keys += [("■", colour, word) for colour, word in words.items() if colour in filled.values()]
    items = (
        f'<li><span style="color:{colour}" aria-hidden="true">{sign}</span> {escape(word)}</li>'
        for sign, colour, word in keys
    )
    legend = f'<ul class="legend">{"".join(items)}</ul>'
    return Picture("members_map", title, drawn, sources, t("foot_places"), legend, width=MAP_WIDTH)


def my_place(data: Dataset, t: Translations) -> None:
    """The box "is my province or municipality here": an answer for each of the 77 provinces and every named city."""
    chosen = filters.selectbox("place", places(data, t), t("place_label"), t)
    if not chosen:
        return
    lines, members = answer(data, chosen, t)
    st.html('<div class="answer" role="status">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>")
    for city, name in members.items():
        st.page_link(
            "pages/factors.py",
            label=markup.literal(t("see_city", city=name)),
            query_params={"lang": t.language, "city": city},
        )


def places(data: Dataset, t: Translations) -> dict[str, str]:
    """Id -> name of every province, and of every named city that has another name than its province, in their order."""
    provinces = dict(zip(data.provinces["iso"], data.provinces[f"name_{t.language}"], strict=True))
    cities = zip(data.cities["city_id"], data.cities[f"name_{t.language}"], data.cities["province_iso"], strict=True)
    apart = {city: f"{name} ({provinces[iso]})" for city, name, iso in cities if name != provinces[iso]}
    named = pd.DataFrame([*provinces.items(), *apart.items()], columns=["id", f"name_{t.language}"])
    return dict(filtering.by_name(named, t.language).itertuples(index=False, name=None))


def answer(data: Dataset, place: str, t: Translations) -> tuple[list[str], dict[str, str]]:
    """Whether `place`, one of `places`, is a member: sentences of HTML, and the members there (id -> name)."""
    provinces = data.provinces.set_index("iso")
    cities = filtering.by_name(data.cities, t.language).set_index("city_id")
    names = cities[f"name_{t.language}"]
    here = cities[(cities.index == place) | (cities["province_iso"] == place)]
    lines = [line for city in here.index for line in _standing(data, city, t)]
    joined = cities.index.isin(data.memberships.loc[data.memberships["status"] == "member", "city_id"])
    members = {city: names[city] for city in cities.index[joined & cities.index.isin(here.index)]}
    if not members:
        province = provinces.loc[place if place in provinces.index else here["province_iso"].iloc[0]]
        same = names[joined & (cities["region_nso"] == province["region_nso"])]
        region = data.labels("region_nso", t.language)[province["region_nso"]]
        told = t("place_none", province=province[f"name_{t.language}"], region=region, members=", ".join(same))
        lines += [escape(told), escape(t("place_next"))]
    return lines, members


def _standing(data: Dataset, city_id: str, t: Translations) -> list[str]:
    """Each standing of a city as a sentence of HTML with its sources."""
    lines = []
    rows = data.memberships[data.memberships["city_id"] == city_id]
    name, certainty = data.names("cities", t.language)[city_id], data.labels("confidence", t.language)
    for status, group in rows.groupby("status", sort=False):
        units = " / ".join(group[f"member_name_{t.language}"])
        since = dates.spoken(group["since"].iloc[0], t.language)
        other = "also_" if status != "member" and rows["status"].eq("member").any() else ""
        sentence = t(f"place_{other}{status}", city=name, unit=units, since=since)
        sources = markup.citation(data, ";".join(dict.fromkeys(";".join(group["source"]).split(";"))), t)
        unsure = "".join(
            markup.noted(f"{t.of(row, 'member_name')}: {certainty[row.confidence]}")
            for row in group.itertuples()
            if row.confidence in marks.UNSURE
        )
        lines.append(f"{escape(sentence)} {unsure}{sources}")
        if group["disputed"].any():
            lines.append(escape(t("place_disputed", units=units)))
    return lines


def growth(data: Dataset, standing: pd.DataFrame, t: Translations) -> None:
    """Two small charts, Thai members and the network, each with its table."""
    years = standings.members_by_year(standing)
    first, last = years.iloc[0], years.iloc[-1]
    thai = t(
        "growth_thai",
        first=first["members"],
        from_year=dates.year(first["year"], t.language),
        last=last["members"],
        to_year=dates.year(last["year"], t.language),
    )
    stated = data.network[data.network["cities"].notna()].sort_values("date", kind="stable")
    newest = stated.iloc[-1]
    labels = [
        str(int(n)) if q == "exact" else t(q, n=int(n))
        for n, q in zip(stated["cities"], stated["qualifier"], strict=True)
    ]
    whole = t("growth_all", last=labels[-1], date=dates.spoken(newest["date"], t.language))
    ours = figures.thai_members(years, title=thai, year_label=lambda y: dates.year(y, t.language))
    all_of_it = figures.network_totals(
        stated, labels=labels, title=whole, year_label=lambda y: dates.year(y, t.language)
    )
    joined = data.memberships[data.memberships["city_id"].isin(standing["city_id"])]
    left, right = st.columns(2)
    with left:
        st.plotly_chart(ours, theme=None, config=figures.STILL, key="thai", alt=thai)
        told_by = source_coverage.in_order(data, joined["source"])
        downloads.picture(data, Picture("thai_members", thai, ours, told_by), t)
        with st.expander(t("as_table")):
            table = years.assign(year=[dates.year(year, t.language) for year in years["year"]])
            statements.plain_table(table.rename(columns={"year": t("col_year"), "members": t("col_members")}), thai)
    with right:
        st.plotly_chart(all_of_it, theme=None, config=figures.STILL, key="network", alt=whole)
        told_by = source_coverage.in_order(data, stated["source_id"])
        downloads.picture(data, Picture("network", whole, all_of_it, told_by, t("growth_note")), t)
        with st.expander(t("as_table")):
            table = pd.DataFrame(
                {
                    t("col_date"): [dates.spoken(date, t.language) for date in stated["date"]],
                    t("col_cities"): labels,
                    t("col_countries"): ["" if pd.isna(n) else str(int(n)) for n in stated["countries"]],
                    t("source"): [references.short(data, source, t.language) for source in stated["source_id"]],
                }
            )
            statements.plain_table(table, whole)
    st.caption(t("growth_note"))


def network_timeline(data: Dataset, t: Translations) -> None:
    """Who joined when and what concerns no single city, by date, folded: each city's brief has its own."""
    words = Translations("cities", t.language)

    def tail(one: timeline.Entry) -> str:
        differs = markup.noted(t("disputed")) if conflicts.is_disputed(data, one.table, one.row_id) else ""
        return differs + markup.citation(data, one.source, t)

    with st.expander(words("network_timeline")):
        st.html(f'<div class="brief">{timeline_html.drawn(timeline.of_network(data, t), t, tail)}</div>')
