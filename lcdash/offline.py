"""What can be read where no live connection comes about: a list of what there is, and a city's brief as one page.

Some networks let pages through and hold back websockets, which every page of Streamlit needs.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from lcdash import brief, look, transforms, wording
from lcdash.dataset import Dataset

BY_URL = "offline"


@lru_cache(maxsize=64)
def document(data: Dataset, language: str, city_id: str) -> str:
    """One HTML file that needs nothing else: the brief of a city, or the list of all where the city is not known."""
    if city_id in set(data.cities["city_id"]):
        return brief.document(data, city_id, wording.page("cities", language))
    say = wording.Wording("common", language)
    cities = transforms.names(transforms.by_name(data.cities, language), language)
    items = "".join(
        f'<li><a href="{BY_URL}?{escape(urlencode({"lang": language, "city": one}))}">{escape(name)}</a></li>'
        for one, name in cities.items()
    )
    other = f'<a href="{BY_URL}?lang={say.other}" lang="{say.other}">{escape(say("switch_language"))}</a>'
    title = escape(say("offline_title"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{look.css_variables()}body{{font:17px/1.7 {look.FONT};color:var(--ink);background:var(--paper);"
        "max-width:40rem;margin:0 auto;padding:1rem 1.2rem 3rem}a{color:inherit}</style>"
        '<link rel="stylesheet" href="app/static/fonts/thai.css"></head>'
        f"<body><p>{escape(say('brand'))} · {other}</p><h1>{escape(say('offline_title'))}</h1>"
        f"<p>{escape(say('offline_lead'))}</p><ul>{items}</ul></body></html>"
    )
