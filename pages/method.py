"""How this was made and checked: who made it, from what, how, who checked, what it must not be used for."""

from lcdash.dataset import loading
from lcdash.ui.pages import method
from lcdash.ui.shared import page_shell

t = page_shell.open_page("method")  # title, language, menu

data = loading.load()  # load
page_shell.notices(t)

method.show(data, t)  # show
page_shell.close_page(t)
