"""What can be read where no live connection comes about: the handout of a story, a city's brief, and the list of both.

Some networks let pages through and hold back websockets, which every page of Streamlit needs.
"""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from lcdash.content import stories
from lcdash.dataset.loading import Dataset
from lcdash.documents import brief, handout, html_document
from lcdash.documents.html_document import DocumentSection
from lcdash.evidence import filtering
from lcdash.html.rendering import macro
from lcdash.language import translations
from lcdash.language.translations import Translations

BY_URL = "offline"


def known(data: Dataset, language: str, story_id: str, city_id: str) -> tuple[str, str]:
    """What of a link there is: a story about all members, else a city, each "" where nobody knows it."""
    if story_id in {story.story_id for story in _told(data, language)}:
        return story_id, ""
    return "", city_id if city_id in set(data.cities["city_id"]) else ""


def document(data: Dataset, language: str, story_id: str = "", city_id: str = "") -> bytes:
    """One HTML file that needs nothing else: the handout of a story, else the brief of a city, else a list of both.

    story_id, city_id  as `known` gives them back.
    """
    if story_id:
        story = stories.story(data, story_id, language)
        return handout.document(data, story, Translations("present", language)).encode()
    if city_id:
        return brief.document(data, city_id, translations.page("cities", language)).encode()
    t = Translations("present", language)  # whose handouts these are
    descriptions = {story.story_id: f"{story.name}: {story.description}" for story in _told(data, language)}
    cities = filtering.names(filtering.by_name(data.cities, language), language)
    parts = [
        DocumentSection("stories", t("offline_stories"), _links("story", descriptions, language)),
        DocumentSection("cities", t("offline_cities"), _links("city", cities, language)),
    ]
    other = f"{BY_URL}?{urlencode({'lang': t.other})}"
    lead = macro("offline", "lead", t("offline_lead"), other, t.other, t("switch_language"))
    return html_document.document(data, t("offline_title"), parts, t, lead=lead).encode()


def _told(data: Dataset, language: str) -> list[stories.Offered]:
    """The stories about all members; what is told of one city is in its brief."""
    return [story for story in stories.stories(data, language) if not story.host]


def _links(key: str, names: dict[str, str], language: str) -> Markup:
    addresses = (f"{BY_URL}?{urlencode({'lang': language, key: name})}" for name in names)
    return macro("offline", "links", list(zip(addresses, names.values(), strict=True)))
