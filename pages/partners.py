"""Partners: who works with which city, in what role, and who works with several."""

from html import escape

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import filtering
from lcdash.ui.pages import partners
from lcdash.ui.shared import filters, page_shell

t = page_shell.open_page("partners")  # title, language, menu

data = loading.load()  # load
roles = partners.all_roles(data)
cities = filtering.by_name(data.cities, t.language)

st.html(f'<p class="lead">{escape(t("lead"))}</p>')
opened = partners.choose_organisation(data, t)
if opened:
    page_shell.notices(t)
    partners.organisation(data, opened, t)
else:
    chosen = filters.choose(roles, partners.wanted(data, cities, t), t)  # filter
    shown = roles[chosen.shown]
    notes = st.container()

    partners.several(data, roles, chosen.shown, t)  # show
    partners.sector_table(data, cities, roles, chosen, t)
    if filters.toggle("picture", t("picture")):
        partners.drawing(data, cities, shown, chosen, t)
    partners.leads(data, cities, shown, t)
    partners.national(data, shown, t)
    tied = partners.ties(data, chosen.selection["city_id"], t)
    with notes:
        page_shell.notices(t)  # the toggle has read the link by now
    partners.offer(data, shown, tied, chosen, t)
page_shell.close_page(t)
