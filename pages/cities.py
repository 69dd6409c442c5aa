"""Cities: the brief of one city, to read and to print; where none is chosen, the list of all."""

from html import escape

import streamlit as st

from lcdash.dataset import loading
from lcdash.evidence import filtering
from lcdash.ui.pages.cities import choose, everyone, show
from lcdash.ui.shared import page_shell

t = page_shell.open_page("cities")  # title, language, menu

data = loading.load()  # load
cities = filtering.by_name(data.cities, t.language)

st.html(f'<p class="lead">{escape(t("lead"))}</p>')
city = choose(cities, t)  # filter
page_shell.notices(t)

if city:  # show
    show(data, city, t)
else:
    everyone(data, cities, t)
page_shell.close_page(t)
