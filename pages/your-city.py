"""Your city: any municipality or province looks at itself, facet by facet, beside the members."""

from lcdash.dataset import loading
from lcdash.ui.pages.your_city import your_city_page
from lcdash.ui.shared import page_shell, statements

t = page_shell.open_page("your-city")  # title, language, menu

statements.lead(t("lead"))
your_city_page.show(loading.load(), t)  # load, fill in, show
page_shell.notices(t)
page_shell.close_page(t)
