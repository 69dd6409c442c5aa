"""Which place a name means: a city of the dataset, a province, or a local government that the dataset does not list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES
from lcdash.search.folding import joined

# What a kind of local government is called before (in Thai) or after (in English) its own name; longer names first.
# Where members of that kind are told apart, the code of `member_type`; "" where the dataset has no such code.
KINDS = (
    ("เทศบาลนคร", "city_municipality"),
    ("เทศบาลเมือง", "town_municipality"),
    ("เทศบาลตำบล", ""),
    ("เทศบาล", ""),
    ("องค์การบริหารส่วนจังหวัด", ""),
    ("องค์การบริหารส่วนตำบล", ""),
    ("อบจ", ""),
    ("อบต", ""),
    ("ทน.", "city_municipality"),
    ("ทม.", "town_municipality"),
    ("ทต.", ""),
    ("subdistrict administrative organization", ""),
    ("subdistrict municipality", ""),
    ("provincial administrative organization", ""),
    ("city municipality", "city_municipality"),
    ("town municipality", "town_municipality"),
    ("municipality", ""),
)
PROVINCE = ("จังหวัด", "จ.", "province")


@dataclass(frozen=True)
class Place:
    """What a name means, as far as the dataset can tell.

    typed     the name as it was given.       city  id of the city, "" where it is none of the dataset's.
    province  ISO 3166-2, "" where the name holds none.
    kind      the code of `member_type` that it belongs to, "" where it has none or says none.
    unit      whether it names a local government, of whichever kind.
    """

    typed: str
    city: str = ""
    province: str = ""
    kind: str = ""
    unit: bool = False


def read(data: Dataset, typed: str) -> Place | None:
    """The place that `typed` means: an id, a name of a province or city, or the full name of a local government.

    Returns  None where it is neither a known place nor says what kind of local government it is.
    """
    typed = " ".join(typed.split())
    provinces, cities, members = _known(data)
    if typed in provinces.values():
        return Place(typed, province=typed)
    if typed in cities.values():
        return Place(typed, city=typed)
    whole = joined(typed)
    if whole in members:
        return Place(typed, city=members[whole], unit=True)
    named, kind, unit = _without_kind(typed)
    rest = joined(named)
    if not unit and rest in cities and rest not in provinces:
        return Place(typed, city=cities[rest])
    province = next((provinces[one] for one in _parts(named) if one in provinces), "")
    return Place(typed, "", province, kind, unit) if province or unit else None


NEAREST = 0.75  # how alike a name and a province's have to be, as difflib measures it


def province_of(data: Dataset, typed: str) -> str:
    """The province that a name holds, of which a city of the dataset is, or whose own name is nearest to it.

    What says a kind of local government and no province has a name of its own, that is near to none by chance only.

    Returns  its ISO 3166-2 code, "" where there is none.
    """
    place = read(data, typed)
    if place and place.city:
        return str(data.cities.set_index("city_id").at[place.city, "province_iso"])
    if place:
        return place.province
    provinces = _known(data)[0]
    near = get_close_matches(joined(typed.removeprefix(PROVINCE[0])), provinces, n=1, cutoff=NEAREST)
    return provinces[near[0]] if near else ""


def _without_kind(typed: str) -> tuple[str, str, bool]:
    """A name without the kind of local government it says, the code of that kind, and whether it says one."""
    lower = typed.casefold()
    for words, kind in KINDS:
        before, found, after = lower.partition(words)
        first, last = not before and not words.isascii(), words.isascii() and after.strip()[:1] in ("", ",", "(")
        named = f"{typed[: len(before)]} {typed[len(before) + len(words) :]}".strip(" .,")
        if found and named and (first or last):
            return named, kind, True
    return typed, "", False


def _parts(named: str) -> Iterator[str]:
    """What of a name may be that of a province, folded: all of it, what follows "จังหวัด", runs of its words."""
    yield joined(named)
    lower = named.casefold()
    for words in PROVINCE:
        before, found, after = lower.partition(words)
        if found:
            yield joined(after)
            yield joined(before.rpartition(",")[2])
    said = named.replace(",", " ").split()
    for length in range(len(said) - 1, 0, -1):
        for start in range(len(said) - length, -1, -1):  # the province is said last
            yield joined(" ".join(said[start : start + length]))


@cache
def _known(data: Dataset) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Folded name -> id: of provinces, of cities with their other spellings, of cities by the unit that is listed."""
    provinces: dict[str, str] = {}
    cities: dict[str, str] = {}
    members: dict[str, str] = {}
    for language in LANGUAGES:
        provinces |= dict(zip(map(joined, data.provinces[f"name_{language}"]), data.provinces["iso"], strict=True))
        cities |= dict(zip(map(joined, data.cities[f"name_{language}"]), data.cities["city_id"], strict=True))
        units = data.memberships[f"member_name_{language}"]
        members |= dict(zip(map(joined, units), data.memberships["city_id"], strict=True))
    spelt = data.aliases[data.aliases["entity"] == "city"]
    spellings = dict(zip(map(joined, spelt["alias"]), spelt["entity_id"], strict=True))
    isos = dict(zip(data.cities["city_id"], data.cities["province_iso"], strict=True))
    same = {isos[city] for name, city in cities.items() if name in provinces}
    provinces |= {name: isos[city] for name, city in spellings.items() if isos[city] in same and name not in provinces}
    return provinces, spellings | cities, members
