"""Compare: two to four cities side by side, facet by facet, and the topics they share."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.documents.exports import Selection
from lcdash.evidence import filtering, standings
from lcdash.html.rendering import macro
from lcdash.ui.pages import compare
from lcdash.ui.shared import downloads, page_shell, statements

t = page_shell.open_page("compare", own_title=True)  # language, menu

data = loading.load()  # load
standing = standings.own_standings(data.memberships)
sizes = standings.unit_sizes(standing, data.figures)
traits = filtering.by_name(standings.city_traits(data.cities, standing, sizes), t.language)

st.html(macro("overview", "heading", t, t.title, t("lead")))
chosen = compare.choose(data, traits, t)  # choose: likeness only shortens the list
page_shell.notices(t)

names = data.names("cities", t.language)
if not chosen:
    chosen = compare.example(data, t)
elif len(chosen) < compare.FEWEST:
    compare.invite(names[chosen[0]], t)
if len(chosen) >= compare.FEWEST:  # show
    compare.show(data, chosen, t)
    statements.legend(data, t)
    order = {city: place for place, city in enumerate(chosen)}
    claims = data.evidence[data.evidence["city_id"].isin(chosen)]
    claims = claims.iloc[claims["city_id"].map(order).argsort(kind="stable")]
    asked = {"city": Selection(t("filter_city"), {city: names[city] for city in chosen})}
    downloads.offer(data, "evidence", claims, asked, t)
    downloads.picture(data, compare.picture(data, chosen, t), t)
page_shell.close_page(t)
