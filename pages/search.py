"""Search: what is found for the words of the link, by kind, and why; or what to try."""

from lcdash import dataset, findable, search
from lcdash.ui import frame, link, search_page

say = frame.open_page("search")  # title, language, menu, search box

data = dataset.load()  # load
words = link.text("q").strip()
kind = link.one("kind", findable.KINDS)
frame.notices(say)

if words:  # show
    answer = search.index(data).search(words, say.language)
    search_page.show(data, answer, words, kind, say)
else:
    search_page.invite(say)
frame.close_page(say)
