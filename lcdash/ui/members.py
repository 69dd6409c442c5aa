"""The overview's answers: who the members are, whether a place is among them, how the network has grown."""

from html import escape

import pandas as pd
import streamlit as st

from lcdash import dates, figures, look, markup, references, svg, transforms
from lcdash.dataset import Dataset
from lcdash.ui import drawing, filters, statements
from lcdash.wording import Wording


def introduction(data: Dataset, standing: pd.DataFrame, say: Wording) -> None:
    """What this is and is not, who says it and as of when; every number computed."""
    read = list(data.reading["source_id"].unique())
    latest = dates.spoken(standing["since"].max(), say.language)
    lines = (
        say("what"),
        say("who", article=references.short(data, read[0], say.language), n=len(read) - 1),
        say("silent", topics=", ".join(data.silences[f"topic_{say.language}"][:3])),
    )
    st.html(
        f'<p class="lead">{escape(say("lead", n=len(standing), studied=int(data.cities["in_study"].sum()), date=latest))}</p>'
        f'<p class="quiet">{"<br>".join(map(escape, lines))}</p>'
    )


def by_year(data: Dataset, standing: pd.DataFrame, say: Wording) -> None:
    """The members under the year they joined, each a link to what it reports, with the unit in whose name it is a member."""
    named = transforms.by_name(standing.merge(data.cities, on="city_id"), say.language)
    years = "".join(
        f'<li><span class="year">{dates.year(year, say.language)}</span><ul>'
        + "".join(
            f"<li><b>{escape(getattr(row, f'name_{say.language}'))}</b> "
            f'<span class="quiet">{escape(markup.unit_words(data, row.units, row.disputed, say))}</span></li>'
            for row in rows.itertuples()
        )
        + "</ul></li>"
        for year, rows in named.groupby(named["since"].str[:4])
    )
    st.html(f'<h2>{escape(say("members_title", n=len(standing)))}</h2><ol class="years">{years}</ol>')


def small_map(data: Dataset, standing: pd.DataFrame, say: Wording) -> None:
    """A still picture of where they are; the map page has the one that moves."""
    members = standing.merge(data.cities, on="city_id")
    members["colour"] = look.ACCENT
    provinces = members[members["units"].map(lambda units: "province" in units)]
    filled = {
        iso: look.FAINT if disputed else look.ACCENT
        for iso, disputed in zip(provinces["province_iso"], provinces["disputed"], strict=True)
    }
    drawing.show(_drawn(data, members, filled, say), "small_map")


@st.cache_data(show_spinner=False, hash_funcs={Dataset: lambda data: data.version, Wording: lambda say: say.language})
def _drawn(data: Dataset, members: pd.DataFrame, filled: dict[str, str], say: Wording) -> str:
    points = members.assign(label=members[f"name_{say.language}"])
    return svg.country(data.provinces, points, filled=filled, title=say("map_title", n=len(members)))


def my_place(data: Dataset, say: Wording) -> None:
    """The box "is my province or municipality here": an answer for each of the 77 provinces and every named city."""
    provinces = dict(zip(data.provinces["iso"], data.provinces[f"name_{say.language}"], strict=True))
    cities = transforms.by_name(data.cities, say.language).set_index("city_id")
    apart = {
        city: f"{name} ({provinces[iso]})"
        for city, name, iso in zip(cities.index, cities[f"name_{say.language}"], cities["province_iso"], strict=True)
        if name != provinces[iso]
    }
    order = transforms.by_name(
        pd.DataFrame({"id": [*provinces, *apart], f"name_{say.language}": [*provinces.values(), *apart.values()]}),
        say.language,
    )
    chosen = filters.selectbox(
        "place", dict(zip(order["id"], order[f"name_{say.language}"], strict=True)), say("place_label"), say
    )
    if not chosen:
        return
    here = cities[(cities.index == chosen) | (cities["province_iso"] == chosen)]
    iso = chosen if chosen in provinces else here["province_iso"].iloc[0]
    lines = [line for city in here.index for line in _standing(data, city, say)]
    members = data.memberships.loc[data.memberships["status"] == "member", "city_id"]
    if not here.index.isin(members).any():
        region = data.provinces.set_index("iso")["region_nso"][iso]
        same = cities[(cities["region_nso"] == region) & cities.index.isin(members)]
        lines.append(
            escape(
                say(
                    "place_none",
                    province=provinces[iso],
                    region=data.labels("region_nso", say.language)[region],
                    members=", ".join(same[f"name_{say.language}"]),
                )
            )
        )
        lines.append(escape(say("place_next")))
    st.html('<div class="answer" role="status">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>")
    for city in here.index[here.index.isin(members)]:
        st.page_link(
            "pages/factors.py",
            label=say("see_city", city=cities.at[city, f"name_{say.language}"]),
            query_params={"lang": say.language, "city": city},
        )


def _standing(data: Dataset, city_id: str, say: Wording) -> list[str]:
    """Each standing of a city as a sentence of HTML with its sources."""
    lines = []
    rows = data.memberships[data.memberships["city_id"] == city_id]
    name = data.names("cities", say.language)[city_id]
    for status, group in rows.groupby("status", sort=False):
        units = " / ".join(group[f"member_name_{say.language}"])
        since = dates.spoken(group["since"].iloc[0], say.language)
        other = "also_" if status != "member" and rows["status"].eq("member").any() else ""
        sentence = say(f"place_{other}{status}", city=name, unit=units, since=since)
        sources = markup.citation(data, ";".join(dict.fromkeys(";".join(group["source"]).split(";"))), say)
        lines.append(f"{escape(sentence)} {sources}")
        if group["disputed"].any():
            lines.append(escape(say("place_disputed", units=units)))
    return lines


def growth(data: Dataset, standing: pd.DataFrame, say: Wording) -> None:
    """Two small charts, Thai members and the network, each with its table."""
    years = transforms.members_by_year(standing)
    first, last = years.iloc[0], years.iloc[-1]
    thai = say(
        "growth_thai",
        first=first["members"],
        from_year=dates.year(first["year"], say.language),
        last=last["members"],
        to_year=dates.year(last["year"], say.language),
    )
    stated = data.network[data.network["cities"].notna()].sort_values("date", kind="stable")
    newest = stated.iloc[-1]
    labels = [
        str(int(n)) if q == "exact" else say(q, n=int(n))
        for n, q in zip(stated["cities"], stated["qualifier"], strict=True)
    ]
    whole = say("growth_all", last=labels[-1], date=dates.spoken(newest["date"], say.language))
    left, right = st.columns(2)
    with left:
        st.plotly_chart(
            figures.thai_members(years, title=thai, year_label=lambda y: dates.year(y, say.language)),
            theme=None,
            config=figures.STILL,
            key="thai",
            alt=thai,
        )
        with st.expander(say("as_table")):
            table = years.assign(year=[dates.year(year, say.language) for year in years["year"]])
            statements.plain_table(table.rename(columns={"year": say("col_year"), "members": say("col_members")}), thai)
    with right:
        st.plotly_chart(
            figures.network_totals(
                stated, labels=labels, title=whole, year_label=lambda y: dates.year(y, say.language)
            ),
            theme=None,
            config=figures.STILL,
            key="network",
            alt=whole,
        )
        with st.expander(say("as_table")):
            table = pd.DataFrame(
                {
                    say("col_date"): [dates.spoken(date, say.language) for date in stated["date"]],
                    say("col_cities"): labels,
                    say("col_countries"): ["" if pd.isna(n) else str(int(n)) for n in stated["countries"]],
                    say("source"): [references.short(data, source, say.language) for source in stated["source_id"]],
                }
            )
            statements.plain_table(table, whole)
    st.caption(say("growth_note"))
