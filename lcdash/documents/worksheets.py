"""The workshop kit: what is printed for the tables of a room, groups of six for 20 minutes. One HTML file each.

A sheet of A3 holds the evidence map with a column to fill in. A card is a city under a factor, one for each, whatever
the documents say, so that no pile tells a rank. A guide, topic cards, blank cards and slips stand in a third file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from lcdash import settings, site
from lcdash.content import city_summary, kit_sheets
from lcdash.content.city_summary import SummaryFacet, SummaryLine
from lcdash.content.evidence_map_text import MapNames
from lcdash.content.kit_sheets import SLIPS_ON_A_PAGE, TOPICS_ON_A_PAGE
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import theme
from lcdash.evidence import cached_frames, evidence_map, filtering, matrix
from lcdash.evidence.self_check import THERE
from lcdash.html import markup
from lcdash.html.rendering import macro, ready, render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_suffix(".css")
ON_A_PAGE = 6  # cards, blank or not
# The parts of the plan: their minutes, what happens, with what.
PLAN = (
    ("0–2", "plan_1", "with_1"),
    ("2–6", "plan_2", "with_2"),
    ("6–13", "plan_3", "with_3"),
    ("13–17", "plan_4", "with_4"),
    ("17–20", "plan_5", "with_5"),
)
SMALLER = (6, 9)  # lines of a card, beyond which its letters are smaller
QUESTIONS = ("close_1", "close_2", "close_3", "close_4")


class Card(NamedTuple):
    """A city under a factor: its facets with their lines, its sources (id -> short name).

    silent  whether a facet without lines is a silence.   size  of its letters: 0 the largest, 2 the smallest.
    """

    city: str
    number: str
    factor: str
    facets: tuple[SummaryFacet, ...]
    silent: bool
    note: str
    sources: dict[str, str]
    size: int

    def numbers(self, line: SummaryLine) -> str:
        """The numbers of the sources of a line."""
        places = dict.fromkeys(source_id for source_id, _ in citations.parse(line.source))
        return ", ".join(str(list(self.sources).index(source_id) + 1) for source_id in places)


class TopicCard(NamedTuple):
    """A topic under the number and name it has on the screen, with the names of the cities documents name for it."""

    number: int
    name: str
    cities: tuple[str, ...]


def sheet(data: Dataset, language: str) -> str:
    """The evidence map of the cities of the study on A3, with the columns of the self-check to fill in beside it.

    Under each facet stands its guiding question.
    """
    t = Translations("kit", language)
    chart = cached_frames.evidence_map(data, language)
    names = MapNames(data, _marks(t))
    columns = (evidence_map.COUNTRY, *chart.studied)
    own = Translations("your-city", language)
    questions = data.names("facets", language, "guide")
    last = _address(language), _signed(data, t)
    body = macro("kit", "sheet", t, _marks(t), own, chart, names, columns, questions, THERE, *last)
    return _document(t("sheet_title"), body, language, paper="A3 landscape")


def guide(data: Dataset, language: str) -> str:
    """What a facilitator needs beside sheet and city cards: the guide, topic cards, blank cards and feedback slips."""
    t = Translations("kit", language)
    topics = _topics(data, language)
    pages = [topics[first : first + TOPICS_ON_A_PAGE] for first in range(0, len(topics), TOPICS_ON_A_PAGE)]
    factors = {
        data.factor_numbers[factor_id]: name for factor_id, name in data.names("factors", language, "short").items()
    }
    people = len(factors)  # one for each factor
    by_tables = [kit_sheets.needed(data, tables) for tables in range(1, kit_sheets.MOST_TABLES + 1)]
    needed = {what: [sheets[what] for sheets in by_tables] for what in by_tables[0]}
    page = Translations("your-city", language).title
    signed = _signed(data, t)
    parts = [
        macro("kit", "guide", t, _marks(t), PLAN, people, needed, QUESTIONS, page, _address(language), signed),
        *(macro("kit", "topics", t, _marks(t), page_of, signed) for page_of in pages),
        macro("kit", "blank", t, _marks(t), factors, ON_A_PAGE, signed),
        macro("kit", "slips", t, _marks(t), SLIPS_ON_A_PAGE, signed),
    ]
    return _document(t("guide_title"), Markup("").join(parts), language)


def cards(data: Dataset, cities: Iterable[str], factors: Iterable[str], language: str) -> str:
    """A card for each of some cities (city_id) and factors (factor_id), six to a page with lines to cut along."""
    t, city_ids, wanted = Translations("kit", language), set(cities), set(factors)
    rows = filtering.by_name(data.cities[data.cities["city_id"].isin(city_ids)], language)
    cards_made = [card for city_id in rows["city_id"] for card in _of_city(data, str(city_id), wanted, language)]
    pages = [cards_made[first : first + ON_A_PAGE] for first in range(0, len(cards_made), ON_A_PAGE)]
    signed = _signed(data, t)
    body = Markup("").join(macro("kit", "cards", t, _marks(t), page, signed) for page in pages)
    return _document(t("cards_title"), body, language)


def _of_city(data: Dataset, city_id: str, wanted: set[str], language: str) -> Iterable[Card]:
    """The cards of a city, factor by factor, by the same rule as its A4 sheet."""
    summary = city_summary.summary(data, city_id, Translations("cities", language))
    states = data.labels("state", language)
    for factor in summary.factors:
        if factor.factor_id not in wanted:
            continue
        facets = tuple(facet for facet in factor.facets if summary.in_study or facet.lines)
        lines = [line for facet in facets for line in facet.lines]
        source_ids = dict.fromkeys(source_id for line in lines for source_id, _ in citations.parse(line.source))
        sources = {source_id: references.short(data, source_id, language) for source_id in source_ids}
        note = "" if summary.in_study else states["not_studied"]
        size = sum(len(lines) + len(facets) > many for many in SMALLER)
        yield Card(summary.name, factor.number, factor.name, facets, summary.in_study, note, sources, size)


def _topics(data: Dataset, language: str) -> list[TopicCard]:
    presence = matrix.theme_presence(data.evidence)
    of_theme = {theme: set(rows["city_id"]) for theme, rows in presence.groupby("theme_id")}
    cities = filtering.names(filtering.by_name(data.cities, language), language)
    themes = filtering.names(filtering.by_name(data.themes, language, "short"), language, "short")
    return [
        TopicCard(number, name, tuple(city for city_id, city in cities.items() if city_id in of_theme.get(theme, ())))
        for number, (theme, name) in enumerate(themes.items(), 1)
    ]


def _marks(t: Translations) -> Translations:
    """The words of the marks."""
    return Translations("evidence_map", t.language)


def _address(language: str) -> str:
    """Where the self-check is, as others reach it; "" where the operator has named no address."""
    own = settings.public_address()
    return f"{own}{site.address('your-city', language)}" if own else ""


def _signed(data: Dataset, t: Translations) -> str:
    version = t("foot_version", version=data.version, date=dates.spoken(data.created, t.language))
    return f"{version} · {t('foot_independent')} · {t('foot_made')}"


def _document(title: str, body: Markup, language: str, paper: str = "A4") -> str:
    own = STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT).replace("PAPER", paper)
    style = markup.DRAWN_MARKS_STYLE.read_text(encoding="utf-8") + own
    return render(
        "printed_page",
        language=language,
        title=title,
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=ready(theme.css_variables() + html_document.fonts() + style),
        body=body,
    )
