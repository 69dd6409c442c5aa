"""Factors: what each city reports under each factor, and where the documents are silent."""

import streamlit as st

from lcdash import dataset, derived
from lcdash.ui import downloads, filters, frame, link, matrix, statements

say = frame.open_page("factors")  # title, language, menu

data = dataset.load()  # load
others = link.one("others", ("1",)) == "1"
cities = derived.studied(data, say.language, others=others)
claims = derived.claims(data, others=others)
opened = link.one("cell", {f"{city}.{factor}" for city in cities["city_id"] for factor in data.factors["factor_id"]})

st.html(f'<p class="lead">{say("lead", n=int(data.cities["in_study"].sum()))}</p>')
statements.country_band(data, say)
chosen = filters.choose(claims, filters.of_evidence(data, cities, say.language), say)  # filter: it only dims
notes = st.container()

statements.legend(data, say)  # show
matrix.show(data, cities, claims, chosen, opened, say)
filters.toggle("others", say("others"))
if filters.toggle("picture", say("picture")):
    from lcdash.ui import theme_picture  # brings Plotly, so only when asked for

    theme_picture.show(data, cities, claims, chosen, say)
if filters.toggle("cards", say("cards_of_shown")):
    matrix.offer_cards(data, cities, chosen, say)
with notes:
    frame.notices(say)  # the toggles have read the link by now
downloads.offer(data, "evidence", claims[chosen.shown], chosen, say)
frame.close_page(say)
