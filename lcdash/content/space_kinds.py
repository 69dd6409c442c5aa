"""Which kinds of learning spaces the documents name in which city: presence, never a count that compares cities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering
from lcdash.language.translations import Translations


class KindHead(NamedTuple):
    """A city at the head of its column: what it leads to."""

    id: str
    name: str
    address: str


class KindCell(NamedTuple):
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


class KindRow(NamedTuple):
    """A kind with a cell for each city, None where nothing is named."""

    id: str
    name: str
    address: str
    cells: tuple[KindCell | None, ...]


def heads(cities: pd.DataFrame, t: Translations) -> list[KindHead]:
    """The cities as heads of columns, in the order of `cities`."""
    names = filtering.names(cities, t.language)
    return [KindHead(city, name, site.address("spaces", t.language, city=city)) for city, name in names.items()]


def rows(
    data: Dataset,
    spaces: pd.DataFrame,
    cities: Sequence[str],
    space_ids: Collection[str],
    open_id: str,
    t: Translations,
) -> list[KindRow]:
    """A row for each kind that is named anywhere, in the order of the code list.

    spaces  all rows of spaces.   cities  ids in the order of the columns.   space_ids  ids of spaces a filter shows.
    open_id  the space that is open, or "".
    """
    cells: dict[str, dict[str, list[records.Space]]] = defaultdict(lambda: defaultdict(list))
    for space in records.each(spaces, records.Space):
        cells[space.kind][space.city_id].append(space)
    return [
        KindRow(
            kind,
            name,
            site.address("spaces", t.language, kind=kind),
            tuple(
                _cell(cells[kind][city], kind, city, space_ids, open_id, t) if city in cells[kind] else None
                for city in cities
            ),
        )
        for kind, name in data.labels("space_kind", t.language).items()
        if kind in cells
    ]


def _cell(
    own: Sequence[records.Space], kind: str, city: str, space_ids: Collection[str], open_id: str, t: Translations
) -> KindCell:
    form = "added"
    if any(space.added_by == "source" for space in own):
        form = "named" if any(space.is_learning_space for space in own) else "other"
    address = site.address("spaces", t.language, city=city, kind=kind)
    ids = [space.space_id for space in own]
    is_wanted = any(space in space_ids for space in ids)
    return KindCell(
        f"{city}|{kind}", ", ".join(t.of(space, "name") for space in own), address, form, is_wanted, open_id in ids
    )
