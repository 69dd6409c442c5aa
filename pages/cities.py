"""Cities: one of them on one page; where none is chosen, the list of all."""

from lcdash.dataset import loading
from lcdash.evidence import filtering
from lcdash.ui.pages import cities
from lcdash.ui.shared import page_shell, url_state

t = page_shell.open_page("cities", own_title=True)  # language, menu

data = loading.load()  # load
named = filtering.by_name(data.cities, t.language)
city = next(iter(url_state.many("city", set(named["city_id"]))), None)  # filter

if city:  # show
    cities.show(data, named, city, t)
else:
    cities.everyone(data, named, t)
    cities.choose(named, t)
page_shell.notices(t)
page_shell.close_page(t)
