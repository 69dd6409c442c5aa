"""Partners: who works with which city, in what role, and who works with several."""

from html import escape

import streamlit as st

from lcdash import dataset, transforms
from lcdash.ui import filters, frame, partner_page

say = frame.open_page("partners")  # title, language, menu

data = dataset.load()  # load
roles = partner_page.all_roles(data)
cities = transforms.by_name(data.cities, say.language)

st.html(f'<p class="lead">{escape(say("lead"))}</p>')
opened = partner_page.choose_organisation(data, say)
if opened:
    frame.notices(say)
    partner_page.organisation(data, opened, say)
else:
    chosen = filters.choose(roles, partner_page.wanted(data, cities, say), say)  # filter
    shown = roles[chosen.shown]
    notes = st.container()

    partner_page.several(data, roles, chosen.shown, say)  # show
    partner_page.sector_table(data, cities, roles, chosen, say)
    if filters.toggle("picture", say("picture")):
        partner_page.drawing(data, cities, shown, chosen, say)
    partner_page.leads(data, cities, shown, say)
    partner_page.national(data, shown, say)
    tied = partner_page.ties(data, chosen.selection["city_id"], say)
    with notes:
        frame.notices(say)  # the toggle has read the link by now
    partner_page.offer(data, shown, tied, chosen, say)
frame.close_page(say)
