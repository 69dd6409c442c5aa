"""What a city's page shows beside its summary: where one learns there, and who works with it, in few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lcdash import site
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import places
from lcdash.language.translations import Translations

MOST = 5  # names of one kind; the rest is counted, and one click away
OWN_GROUP = {"lead": "lead", "funder": "fund", "signatory": "sign"}  # every other role works with the city
# How a role stands where there is no room for all of them: leading, funding, working with, signing.
GROUPS = ("lead", "fund", "work", "sign")


class NameLink(NamedTuple):
    """A name and where it leads; `whole`, the full name of which it is the short form."""

    text: str
    address: str
    whole: str = ""


class NameList(NamedTuple):
    """The first names of a kind, with how many more there are and where those stand."""

    title: str
    names: tuple[NameLink, ...]
    more: int
    address: str

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.names) + self.more


def group_of(role: str) -> str:
    """Which of GROUPS a role of the dataset belongs to."""
    return OWN_GROUP.get(role, "work")


def spaces(data: Dataset, city_id: str, t: Translations) -> NameList:
    """What the documents name as places of learning, buildings before their rooms, else in the order of the dataset."""
    own = places.named(data.spaces[data.spaces["city_id"] == city_id])
    own = own.iloc[(own["part_of"] != "").argsort(kind="stable")]
    names = [
        NameLink(t.of(row, "name"), site.address("spaces", t.language, city=city_id, id=row.space_id))
        for row in records.each(own, records.Space)
    ]
    return _first("page_spaces", names, site.address("spaces", t.language, city=city_id), t)


def partners(data: Dataset, city_id: str, t: Translations) -> Iterator[NameList]:
    """Who works with the city, by group of roles; who leads it stands among the facts."""
    short = dict(zip(data.partners["partner_id"], data.partners[f"short_{t.language}"], strict=True))
    whole_name = data.names("partners", t.language)
    own = data.partnerships[data.partnerships["city_id"] == city_id]
    groups = own["role"].map(group_of)
    whole = site.address("partners", t.language, city=city_id)
    for group in GROUPS[1:]:
        ids = list(dict.fromkeys(own.loc[groups == group, "partner_id"]))
        names = [
            NameLink(short[partner_id], site.address("partners", t.language, id=partner_id), whole_name[partner_id])
            for partner_id in ids
        ]
        if names:
            yield _first(f"page_{group}", names, whole, t)


def _first(title: str, names: list[NameLink], address: str, t: Translations) -> NameList:
    return NameList(t(title), tuple(names[:MOST]), max(len(names) - MOST, 0), address)
