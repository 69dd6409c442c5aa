"""Which kinds of learning spaces the documents name in which city: presence, never a count that compares cities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

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
    name_of = f"name_{t.language}"
    held: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for one in spaces[["space_id", "city_id", "kind", "added_by", "is_learning_space", name_of]].itertuples():
        held[one.kind][one.city_id].append(one)
    return [
        Row(
            kind,
            name,
            site.address("spaces", t.language, kind=kind),
            tuple(
                _cell(held[kind][city], kind, city, shown, opened, t) if city in held[kind] else None for city in cities
            ),
        )
        for kind, name in data.labels("space_kind", t.language).items()
        if kind in held
    ]


def _cell(own: Sequence[Any], kind: str, city: str, shown: Collection[str], opened: str, t: Translations) -> Cell:
    form = "added"
    if any(one.added_by == "source" for one in own):
        form = "named" if any(one.is_learning_space for one in own) else "other"
    address = site.address("spaces", t.language, city=city, kind=kind)
    ids = [one.space_id for one in own]
    asked = any(one in shown for one in ids)
    return Cell(f"{city}|{kind}", ", ".join(t.of(one, "name") for one in own), address, form, asked, opened in ids)
