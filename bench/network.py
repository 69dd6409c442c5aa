"""A dataset the size of UNESCO's whole network, made up: `python -m bench.network FOLDER` writes one `check` passes.

The shipped dataset stays what it is; invented cities, all members and outside the study, and invented spaces join it.
They lie in Thailand's provinces, as the map draws no other country.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

from shapely.geometry import Point, Polygon, shape

from lcdash.settings import ROOT

CITIES = 425
SPACES = 10_000
CITED = "geonames"  # a source of which no passage has been read, so that no ledger lists what it yields


def letters(number: int) -> tuple[str, str]:
    """A name for `number` in Thai and in English letters: a figure in only one language would be a mistake."""
    thai = latin = ""
    for place in (number // 8000, number // 400 % 20, number // 20 % 20, number % 20):
        thai += "กขคงจชซดตถทนบปผพมยรล"[place]
        latin += "kqgwcjzdtxnbphfmyrlv"[place]
    return thai, latin


def point_in(province: Any, chance: random.Random) -> tuple[float, float]:
    """A longitude and a latitude within a province."""
    west, south, east, north = province.bounds
    while True:
        lon, lat = round(chance.uniform(west, east), 5), round(chance.uniform(south, north), 5)
        if province.contains(Point(lon, lat).buffer(0.01)):
            return lon, lat


def make(folder: Path, *, cities: int = CITIES, spaces: int = SPACES) -> None:
    """Write a dataset of that many cities and spaces into `folder`, which must not exist."""
    shutil.copytree(ROOT / "data", folder)
    chance = random.Random(7)  # noqa: S311 - the same at each visit, and no secret
    provinces = json.loads((folder / "provinces.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [(one["properties"], shape(one["geometry"])) for one in provinces]
    areas = [
        (of, land if isinstance(land, Polygon) else max(land.geoms, key=lambda part: part.area)) for of, land in shapes
    ]
    with (folder / "cities.csv").open(encoding="utf-8", newline="") as file:
        already = sum(1 for _ in csv.DictReader(file))
    towns, standings = [], []
    for number in range(cities - already):
        of, land = areas[number % len(areas)]
        lon, lat = point_in(land, chance)
        thai, latin = letters(number)
        city = {
            "city_id": f"town_{latin}_{number}", "name_th": f"เมือง{thai}", "name_en": f"Town {latin.title()}",
            "province_iso": of["iso"], "region_nso": of["region_nso"], "lat": lat, "lon": lon, "in_study": "false",
            "source": CITED,
        }  # fmt: skip
        towns.append(city)
        standings.append({
            "membership_id": f"{city['city_id']}_gnlc", "city_id": city["city_id"], "scheme": "gnlc",
            "status": "member", "since": f"{2015 + number % 10}", "member_name_th": f"เทศบาลเมือง{thai}",
            "member_name_en": f"Town of {latin.title()}",
            "member_type": "province" if number % 40 == 0 else "town_municipality",
            "disputed": "false", "source": CITED,
        })  # fmt: skip
    append(folder / "cities.csv", towns)
    append(folder / "memberships.csv", standings)
    lands = {of["iso"]: land for of, land in areas}
    add_spaces(folder / "spaces.geojson", spaces, towns, lands, chance)


def append(path: Path, rows: list[dict[str, Any]]) -> None:
    """Add rows at the end of a table; columns they do not name stay empty."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)


def add_spaces(
    path: Path, total: int, cities: list[dict[str, Any]], lands: dict[str, Any], chance: random.Random
) -> None:
    """Fill the spaces up to `total`, near the cities, most of them at a point of their own."""
    known = json.loads(path.read_text(encoding="utf-8"))
    pattern = known["features"][0]["properties"]
    kinds = sorted({one["properties"]["kind"] for one in known["features"] if one["properties"]["mode"] == "physical"})
    for number in range(total - len(known["features"])):
        city = cities[number % len(cities)]
        thai, latin = letters(number)
        while True:
            lon, lat = (round(city[name] + chance.gauss(0, 0.05), 6) for name in ("lon", "lat"))
            if lands[city["province_iso"]].contains(Point(lon, lat)):
                break
        properties = dict.fromkeys(pattern) | {
            "space_id": f"space_{number}", "city_id": city["city_id"], "name_th": f"แหล่งเรียนรู้ {thai} {city['name_th']}",
            "name_en": f"Learning space {latin.title()}, {city['name_en']}", "name_en_by": "project",
            "kind": kinds[number % len(kinds)], "mode": "physical", "is_learning_space": number % 3 > 0,
            "added_by": "source", "purpose_th": "สถานที่เรียนรู้ที่สมมุติขึ้น", "purpose_en": "An invented place of learning.",
            "precision": "approximate", "coordinate_source": CITED, "source": CITED,
        }  # fmt: skip
        point = {"type": "Point", "coordinates": [lon, lat]}
        known["features"].append({"type": "Feature", "properties": properties, "geometry": point})
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in known["features"])
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
