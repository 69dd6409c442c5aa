"""Factors: what each city reports under each factor, and where the documents are silent."""

from lcdash.dataset import loading
from lcdash.ui.pages.factors import factors_page
from lcdash.ui.shared import page_shell

t = page_shell.open_page("factors", own_title=True)  # language, menu

data = loading.load()  # load
factors_page.show(data, t)  # filter, show
page_shell.notices(t)
page_shell.close_page(t)
