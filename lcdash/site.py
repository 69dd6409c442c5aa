"""Which pages there are, in which order, and their addresses: a page, in a language, in a state, as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

OVERVIEW = "overview"
MENU = (
    OVERVIEW,
    "map",
    "factors",
    "cities",
    "spaces",
    "partners",
    "compare",
    "learn",
    "your-city",
    "frameworks",
    "data",
    "present",
)  # in the order of the menu
# All pages, with those one comes to from elsewhere: the id is the address, "overview" being "/".
PAGES = (*MENU, "search", "evidence", "method")


def path_of(page_id: str) -> str:
    """The path that opens a page: "/" for `overview`, "/map" for `map`."""
    return "/" if page_id == OVERVIEW else f"/{page_id}"


def address(page_id: str, language: str, **asked: str | Sequence[str]) -> str:
    """The address of a page as seen from any other, whatever path the dashboard is served under.

    `address("factors", "th", cell="yala.3")` -> "factors?lang=th&cell=yala.3"; several values repeat their key.
    """
    return f"{path_of(page_id)[1:] or './'}?{urlencode({'lang': language, **asked}, doseq=True)}"


def signs(language: str) -> str:
    """Where every sign and mark is explained."""
    return f"{address('method', language)}#signs"


def anchor(table: str, row_id: str) -> str:
    """What an address names a row by behind its #, where a page lists rows of a table: "events-tk_park_2005"."""
    return f"{table}-{row_id}"


def in_brief(language: str, city: str, section: str) -> str:
    """A section of a city's brief, opened."""
    return f"{address('cities', language, city=city)}#brief-{section}"


def of_event(event_id: str, cities: Sequence[str], language: str) -> str:
    """Where an event is shown: in the dates of the first of its cities, of none in those of the network."""
    page = address("cities", language, city=cities[0]) if cities else address(OVERVIEW, language)
    return f"{page}#{anchor('events', event_id)}"


def of_programme(programme: Any, language: str) -> str:
    """Where a programme (a row) is shown: in its city's brief, else with the first organisation that takes part."""
    if programme.city_id:
        return in_brief(language, programme.city_id, "programmes")
    if programme.partner_ids:
        return address("partners", language, id=programme.partner_ids[0])
    return address(OVERVIEW, language)
