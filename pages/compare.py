"""Compare: two to four cities side by side, facet by facet, and the topics they share."""

import streamlit as st

from lcdash import dataset, transforms
from lcdash.ui import compare_page, downloads, frame, statements

say = frame.open_page("compare")  # title, language, menu

data = dataset.load()  # load
standing = transforms.own_standings(data.memberships)
sizes = transforms.unit_sizes(standing, data.figures)
traits = transforms.by_name(transforms.city_traits(data.cities, standing, sizes), say.language)

st.html(f'<p class="lead">{say("lead")}</p>')
chosen = compare_page.choose(data, traits, say)  # choose: likeness only shortens the list
frame.notices(say)

if len(chosen) < compare_page.FEWEST:  # show
    compare_page.invite(chosen, data.names("cities", say.language), say)
else:
    statements.legend(data, say)
    compare_page.show(data, chosen, say)
    order = {city: place for place, city in enumerate(chosen)}
    claims = data.evidence[data.evidence["city_id"].isin(chosen)]
    claims = claims.iloc[claims["city_id"].map(order).argsort(kind="stable")]
    names = data.names("cities", say.language)
    asked = {say("filter_city"): {city: names[city] for city in chosen}}
    downloads.offer(data, "evidence", claims, asked, say)
frame.close_page(say)
