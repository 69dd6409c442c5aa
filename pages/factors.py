"""Factors: what each city reports under each factor, and where the documents are silent."""

from lcdash.dataset import loading
from lcdash.ui.pages.factors import factors_page
from lcdash.ui.shared import page_shell, url_state

t = page_shell.open_page("factors", own_title=True)  # language, menu

data = loading.load()  # load
if url_state.holds("view", "all"):  # filter, show
    factors_page.read_all(data, t.language)
else:
    factors_page.show(data, t)
page_shell.notices(t)
page_shell.close_page(t)
