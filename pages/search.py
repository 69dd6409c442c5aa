"""Search: what is found for the words of the link, by kind, and why; or what to try."""

from lcdash.dataset import loading
from lcdash.search import search, search_entries
from lcdash.ui.pages.search import invite, show
from lcdash.ui.shared import page_shell, url_state

t = page_shell.open_page("search")  # title, language, menu, search box

data = loading.load()  # load
words = url_state.text("q").strip()
kind = url_state.one("kind", search_entries.KINDS)
page_shell.notices(t)

if words:  # show
    answer = search.index(data).search(words, t.language)
    show(data, answer, words, kind, t)
else:
    invite(t)
page_shell.close_page(t)
