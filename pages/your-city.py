"""Your city: any municipality or province looks at itself, facet by facet, beside the members."""

import streamlit as st

from lcdash.dataset import loading
from lcdash.ui.pages.your_city import your_city_page
from lcdash.ui.shared import page_shell

t = page_shell.open_page("your-city")  # title, language, menu

st.html(f'<p class="lead">{t("lead")}</p>')
your_city_page.show(loading.load(), t)  # load, fill in, show
page_shell.notices(t)
page_shell.close_page(t)
