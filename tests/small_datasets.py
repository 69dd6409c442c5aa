"""Small datasets that the check passes: the one in tests/bad_data/mini, changed in ways a curator may change a dataset.

A change is a function that takes a Folder; CHANGES lists them by name. Any of them may be made together.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lcdash.dataset import descriptor
from lcdash.dataset.check.pages import OTHER_DEMANDS, demands
from lcdash.dataset.descriptor import DESCRIPTOR

MINI = Path(__file__).parent / "bad_data/mini"
Rows = list[dict[str, Any]]

# No page needs a row of these.
MAY_BE_EMPTY = (
    "agreement", "aliases", "answers", "assessments", "city_links", "conflicts", "crosswalk", "descriptions",
    "designations", "events", "evidence", "figures", "frameworks", "human_check", "needs", "partners", "partnerships",
    "programmes", "retired", "search_words", "silences", "spaces", "speakers", "themes", "unbreakable",
)  # fmt: skip
# What pages speak of, and what a scene of a city is about.
SPOKEN_OF = {"memberships": {"since"}, "network": {"cities"}, "scenes": {"link"}}
# What a row of a table is listed by elsewhere, in columns for which the descriptor gives no key.
CODED_BY = {"factor_id": "factors", "facet_id": "facets", "themes": "themes"}  # of an agreement
BY_TABLE = {
    "aliases": ("entity", "entity_id"),
    "conflict_targets": ("table", "row_id"),
    "search_words": ("table", "row_id"),
}
ENTITIES = {"city": "cities", "partner": "partners", "space": "spaces", "programme": "programmes", "term": "themes"}


class Folder:
    """A dataset in memory: `tables` holds the rows of every file as text, a GeoJSON feature with its `geometry`."""

    def __init__(self) -> None:
        self.descriptor: dict[str, Any] = descriptor.read(MINI)
        self.tables = {resource["name"]: self._read(resource) for resource in self.descriptor["resources"]}

    def _read(self, resource: dict[str, Any]) -> Rows:
        text = (MINI / resource["path"]).read_text(encoding="utf-8")
        if resource["format"] == "csv":
            return list(csv.DictReader(text.splitlines()))
        features = json.loads(text)["features"]
        return [one["properties"] | {"geometry": one["geometry"]} for one in features]

    def fields(self, table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = descriptor.schema(self.resource(table))["fields"]
        return found

    def resource(self, table: str) -> dict[str, Any]:
        return next(one for one in self.descriptor["resources"] if one["name"] == table)

    def ids(self, table: str) -> set[str]:
        [key] = descriptor.schema(self.resource(table))["primaryKey"]
        return {row[key] for row in self.tables[table]}

    def settle(self) -> None:
        """Take away what points to rows that are gone, until nothing does."""
        before = -1
        while before != (before := sum(map(len, self.tables.values()))):
            for name in self.tables:
                self.tables[name] = [row for row in self.tables[name] if self._leads_somewhere(name, row)]
        self._tell_of_cities()
        self._read_again()

    def _leads_somewhere(self, table: str, row: dict[str, Any]) -> bool:
        """Whether each row that a row points to is there; its lists are shortened to what is."""
        for foreign in descriptor.schema(self.resource(table)).get("foreignKeys", []):
            target = foreign["reference"]["resource"] or table
            if row[foreign["fields"][0]] and row[foreign["fields"][0]] not in self.ids(target):
                return False
        for known in self.fields(table):
            target, _, _ = known.get("items_of", "").partition(".")
            if known.get("separator") and target:
                kept = [item for item in (row[known["name"]] or "").split(";") if item in self.ids(target)]
                if row[known["name"]] and not kept and known.get("constraints", {}).get("required"):
                    return False
                row[known["name"]] = ";".join(kept)
        if table == "answers" and row["answer_id"]:
            return row["answer_id"] in self.ids("evidence") | self.ids("programmes")
        if table == "agreement" and row["item"] in CODED_BY:
            return not row["code"] or row["code"] in self.ids(CODED_BY[row["item"]])
        if table == "human_check":
            return row["id"] in self.ids(row["table"])
        if table == "stories":
            return any(scene["story_id"] == row["story_id"] for scene in self.tables["scenes"])
        if table == "conflicts":
            due = ["conflict_claims", *(["conflict_targets"] if row["kind"] == "disagreement" else [])]
            return all(any(one["conflict_id"] == row["conflict_id"] for one in self.tables[of]) for of in due)
        if table in BY_TABLE:
            of, key = BY_TABLE[table]
            name = ENTITIES.get(row[of], row[of])
            if row.get("column") and row["column"] not in {known["name"] for known in self.fields(name)}:
                return False
            return not row[key] or name not in self.tables or row[key] in self.ids(name)
        return True

    def _tell_of_cities(self) -> None:
        """A scene that leads to what is gone leads to all of it; what became of a retired id is still there."""
        for scene in self.tables["scenes"]:
            key, _, value = scene["link"].partition("=")
            if key == "theme" and value not in self.ids("themes"):
                scene["link"] = ""
        for row in self.tables["retired"]:
            row["became"] = ";".join(one for one in row["became"].split(";") if one in self.ids(row["table"]))

    def _read_again(self) -> None:
        """The ledger of reading says what each passage now gives."""
        known = {str(row[next(iter(row))]) for rows in self.tables.values() for row in rows}
        for row in self.tables["reading"]:
            row["yields"] = ";".join(one for one in row["yields"].split(";") if one in known)
            if not row["yields"]:
                row |= {"nothing_because_th": "ไม่มีข้อมูลใหม่", "nothing_because_en": "Nothing new"}

    def write(self, place: Path) -> Path:
        """Write the dataset to a folder that is not there yet."""
        place.mkdir()
        (place / DESCRIPTOR).write_text(json.dumps(self.descriptor, ensure_ascii=False), encoding="utf-8")
        for resource in self.descriptor["resources"]:
            names = [known["name"] for known in self.fields(resource["name"])]
            rows = self.tables[resource["name"]]
            with (place / resource["path"]).open("w", encoding="utf-8", newline="") as file:
                if resource["format"] == "csv":
                    writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
                else:
                    json.dump({"type": "FeatureCollection", "features": [_feature(row, names) for row in rows]}, file)
        return place


def _feature(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {name: row[name] for name in names}, "geometry": row["geometry"]}


def emptied(*tables: str) -> Callable[[Folder], None]:
    def change(folder: Folder) -> None:
        for table in tables:
            folder.tables[table] = []

    return change


def one_city(folder: Folder) -> None:
    folder.tables["cities"] = folder.tables["cities"][:1]


def none_in_the_study(folder: Folder) -> None:
    for row in folder.tables["cities"]:
        row["in_study"] = "false"


def one_more(table: str, **cells: str) -> Callable[[Folder], None]:
    """A row like the first of its table, with other ids and names."""

    def change(folder: Folder) -> None:
        if folder.tables[table]:
            new = folder.tables[table][0] | cells
            folder.tables[table].append(new)
            for row in folder.tables["reading"] if "source" in new else []:
                if row["locator"] and row["locator"] in str(new["source"]):
                    row["yields"] += f";{next(iter(new.values()))}"

    return change


def named(thai: str, english: str) -> dict[str, str]:
    return {"name_th": thai, "name_en": english, "short_th": thai, "short_en": english}


def optional_columns_gone(folder: Folder) -> None:
    """No column is left that pages do not read, save in the ledger, which the check keeps."""
    read = {table: set(columns) for table, columns in demands().items() if table not in OTHER_DEMANDS}
    for resource in folder.descriptor["resources"]:
        name = resource["name"]
        if name in read and name != "reading":
            schema = descriptor.schema(resource)
            schema["fields"] = [known for known in schema["fields"] if known["name"] in read[name]]


def optional_cells_empty(folder: Folder) -> None:
    """Each cell that may be empty is, but for what other cells make necessary."""
    needed = {"short_minutes", "city_id", "opens_with", "yields", "nothing_because_th", "nothing_because_en", "page"}
    needed |= {"precision", "severity", "coordinate_source", "became", "row_id", "table", "entity_id", "partner_ids"}
    needed |= {"agreed", "code"}  # what a round of readers found, and of which code
    for name, rows in folder.tables.items():
        for known in folder.fields(name):
            if not known.get("constraints", {}).get("required") and known["name"] not in needed | SPOKEN_OF.get(
                name, set()
            ):
                for row in rows:
                    row[known["name"]] = "" if isinstance(row[known["name"]], str) else None


def other_ids(folder: Folder) -> None:
    """Every id of every table is another, wherever it stands; sorted, the new ones stand the other way round.

    Codes, and provinces by the standard's code, are no ids of rows. `old_ids` takes the new ids out of a text again.
    """
    new = {table: _new_ids(folder, table) for table in folder.tables if table not in KEPT}
    factors = new.pop("factors")
    anywhere = {old: one for ids in new.values() for old, one in ids.items()}
    for name, rows in folder.tables.items():
        if name in KEPT:
            continue
        coded = {known["name"] for known in folder.fields(name) if "codes" in known}
        for row in rows:
            of_factors = row.get("table") == "factors" or row.get("item") == "factor_id"
            for column, cell in row.items():
                if not isinstance(cell, str) or column in coded or IN_WORDS.search(column):
                    continue
                if column == "factor_id" or (of_factors and column in ("row_id", "became", "id", "code")):
                    row[column] = _replaced(cell, factors)
                    continue
                listed = OF_A_FACTOR.sub(lambda found: factors.get(found[0], found[0]), cell)
                row[column] = _replaced(listed if column in ("link", "yields") else cell, anywhere)


KEPT = ("codes", "provinces")
# Columns of words, addresses and names of columns, in which nothing is an id.
IN_WORDS = re.compile(r"_(th|en)$|^(url|website|doi|word|alias|opens_with|column|table|entity|geometry)$")
# Where a factor's id, which may be a number, stands in a scene's link or alone in a list.
OF_A_FACTOR = re.compile(r"(?<=\bfactor=)\w+|(?<![^;])\d+(?![^;])")


def _new_ids(folder: Folder, table: str) -> dict[str, str]:
    first = folder.fields(table)[0]["name"]
    keyed = descriptor.schema(folder.resource(table)).get("primaryKey") == [first]
    old = sorted({row[first] for row in folder.tables[table]}) if keyed or first == "concept" else []
    if table == "retired":
        old = sorted({row["row_id"] for row in folder.tables[table]})
    return {one: f"zq{len(old) - place:03}_{one}" for place, one in enumerate(old)}


def _replaced(text: str, ids: dict[str, str]) -> str:
    return re.sub(r"\w+", lambda found: ids.get(found[0], found[0]), text)


def old_ids(text: str) -> str:
    """A text with the ids that `other_ids` gave taken back."""
    return re.sub(r"zq\d{3}_", "", text)


CHANGES: dict[str, Callable[[Folder], None]] = {
    **{f"no {table}": emptied(table) for table in MAY_BE_EMPTY},
    "one city": one_city,
    "none in the study": none_in_the_study,
    "a factor more": one_more("factors", factor_id="9", number="9", **named("อีกปัจจัย", "Another factor")),
    "a facet more": one_more("facets", facet_id="one_more", **named("อีกด้าน", "Another facet")),
    "a topic more": one_more("themes", theme_id="one_more", **named("อีกประเด็น", "Another topic")),
    "optional columns gone": optional_columns_gone,
    "optional cells empty": optional_cells_empty,
    "other ids": other_ids,
}
EVERY_TABLE_EMPTY = frozenset(f"no {table}" for table in MAY_BE_EMPTY)


def write(place: Path, changes: frozenset[str]) -> Path:
    """Write the small dataset to a folder that is not there yet, changed so."""
    folder = Folder()
    for name, change in CHANGES.items():
        if name in changes:
            change(folder)
            folder.settle()
    return folder.write(place)


def plain(place: Path) -> Path:
    """The small dataset as it is."""
    return Path(shutil.copytree(MINI, place))


def first_ids(tables: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a link may open, where there is one: key and id."""
    for key, table in (("city", "cities"), ("host", "cities"), ("factor", "factors"), ("theme", "themes")):
        yield from ((key, str(one)) for one in tables[table].iloc[:1, 0])
