"""Partners: who works with which city, in what role, and which cities and funders are tied."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.ui.pages import partners
from lcdash.ui.shared import filters, page_shell, url_state

t = page_shell.open_page("partners", own_title=True)  # language, menu

data = loading.load()  # load
roles = partners.all_roles(data)
cities = cached_frames.cities(data, t.language)
part, choices = partners.head(t)
opened = url_state.one("id", set(data.partners["partner_id"])) or ""

if part == "ties":
    city = url_state.one("city", set(cities["city_id"]))
    page_shell.notices(t)
    partners.ties(data, opened or (f"city.{city}" if city else ""), t)
else:
    with choices:
        chosen = filters.choose(roles, partners.wanted(data, cities, t), t)  # filter
    page_shell.notices(t)
    shown = tuple(roles.loc[chosen.mask, "partnership_id"])
    picture, panel = st.columns([80, 20], gap="medium")  # show
    with picture:
        partners.chips(data, shown, opened, t)
    with panel, st.container(key="partner_panel"):
        if opened:
            partners.organisation(data, opened, t)
        else:
            partners.everybody(data, shown, t)
    partners.offer(data, roles[chosen.mask], chosen, t)
page_shell.close_page(t)
