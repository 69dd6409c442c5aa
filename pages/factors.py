"""Factors: what each city reports under each factor, and where the documents are silent."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.ui.pages.factors import matrix
from lcdash.ui.shared import downloads, filters, page_shell, statements, url_state

t = page_shell.open_page("factors")  # title, language, menu

data = loading.load()  # load
others = url_state.one("others", ("1",)) == "1"
cities = cached_frames.studied(data, t.language, others=others)
claims = cached_frames.claims(data, others=others)
opened = url_state.one(
    "cell", {f"{city}.{factor}" for city in cities["city_id"] for factor in data.factors["factor_id"]}
)

st.html(f'<p class="lead">{t("lead", n=int(data.cities["in_study"].sum()))}</p>')
statements.country_band(data, t)
chosen = filters.choose(claims, filters.of_evidence(data, cities, t.language), t)  # filter: it only dims
notes = st.container()

statements.legend(data, t)  # show
matrix.show(data, cities, claims, chosen, opened, t)
filters.toggle("others", t("others"))
if filters.toggle("picture", t("picture")):
    from lcdash.ui.pages.factors import theme_picture  # brings Plotly, so only when asked for

    theme_picture.show(data, cities, claims, chosen, t)
if filters.toggle("cards", t("cards_of_shown")):
    matrix.offer_cards(data, cities, chosen, t)
with notes:
    page_shell.notices(t)  # the toggles have read the link by now
downloads.offer(data, "evidence", claims[chosen.shown], chosen, t)
page_shell.close_page(t)
