"""Cities: the brief of one city, to read and to print; where none is chosen, the list of all."""

from html import escape

import streamlit as st

from lcdash import dataset, transforms
from lcdash.ui import city_page, frame

say = frame.open_page("cities")  # title, language, menu

data = dataset.load()  # load
cities = transforms.by_name(data.cities, say.language)

st.html(f'<p class="lead">{escape(say("lead"))}</p>')
city = city_page.choose(cities, say)  # filter
frame.notices(say)

if city:  # show
    city_page.show(data, city, say)
else:
    city_page.everyone(data, cities, say)
frame.close_page(say)
