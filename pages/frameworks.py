"""Frameworks: where the factors and UNESCO's frame meet, each of the two, and the cities assessed by it as examples."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages import frameworks
from lcdash.ui.shared import filters, page_shell

PARTS = {
    "crosswalk": frameworks.crosswalk,
    "factors": frameworks.factors,
    "unesco": frameworks.unesco,
}

t = page_shell.open_page("frameworks")  # title, language, menu

data = loading.load()  # load

names = data.names("cities", t.language)
examples = {city_id: t("part_example", city=names[city_id]) for city_id in data.assessments["city_id"]}
part = filters.part([*PARTS, *examples], t, examples)  # choose
top = st.container()

if part in examples:  # show: only the chosen part is computed
    frameworks.example(data, part, t)
else:
    PARTS[part](data, t)
with top:
    page_shell.notices(t)  # the part has read the link by now
page_shell.close_page(t)
