"""Learn from: whom to talk to about a topic, for a group of people, in a kind of city, or about a limit."""

from lcdash.dataset import loading
from lcdash.ui.pages.learn import choose, heading, show
from lcdash.ui.shared import page_shell

t = page_shell.open_page("learn", own_title=True)  # language, menu

data = loading.load()  # load
heading(t)
choice = choose(data, t)  # choose
page_shell.notices(t)

show(data, choice, t)  # show: the door the reader came in by
page_shell.close_page(t)
