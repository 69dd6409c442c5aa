"""Which kinds of learning spaces the documents name in which city: presence, never a count that compares cities."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.language.translations import Translations


class Head(NamedTuple):
    """A city at the head of its column: what it leads to."""

    id: str
    name: str
    address: str


class Cell(NamedTuple):
    """A kind in a city of which something is named.

    id     "<city>|<kind>".   label  the names of the spaces, for the pointer and a screen reader.
    form   "named" where a source calls one of them a place of learning, "other" where none does, "added" where only
           this project names it.   asked  whether the page shows it under its filters.
    """

    id: str
    label: str
    address: str
    form: str
    asked: bool
    open: bool


class Row(NamedTuple):
    """A kind with a cell for each city, None where nothing is named."""

    id: str
    name: str
    address: str
    cells: tuple[Cell | None, ...]


def heads(cities: pd.DataFrame, t: Translations) -> list[Head]:
    """The cities as heads of columns, in the order of `cities`."""
    names = filtering.names(cities, t.language)
    return [Head(city, name, site.address("spaces", t.language, city=city)) for city, name in names.items()]


def rows(
    data: Dataset, spaces: pd.DataFrame, cities: Sequence[str], shown: Collection[str], opened: str, t: Translations
) -> list[Row]:
    """A row for each kind that is named anywhere, in the order of the code list.

    spaces  all rows of spaces.   cities  ids in the order of the columns.   shown  ids of spaces a filter shows.
    opened  the space that is open, or "".
    """
    found = []
    for kind, name in data.labels("space_kind", t.language).items():
        own = spaces[spaces["kind"] == kind]
        if len(own):
            cells = tuple(_cell(own[own["city_id"] == city], kind, city, shown, opened, t) for city in cities)
            found.append(Row(kind, name, site.address("spaces", t.language, kind=kind), cells))
    return found


def _cell(own: pd.DataFrame, kind: str, city: str, shown: Collection[str], opened: str, t: Translations) -> Cell | None:
    if own.empty:
        return None
    form = "added"
    if (own["added_by"] == "source").any():
        form = "named" if own["is_learning_space"].any() else "other"
    address = site.address("spaces", t.language, city=city, kind=kind)
    names = ", ".join(own[f"name_{t.language}"])
    asked = bool(own["space_id"].isin(shown).any())
    return Cell(f"{city}|{kind}", names, address, form, asked, opened in set(own["space_id"]))
