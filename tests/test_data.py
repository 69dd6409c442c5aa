"""The shipped data: it holds to every rule of `check`, and to what the design says of the study itself.

What a curator may add (a city, a source, a claim) is not counted here: only what the printed study fixes.
"""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

from lcdash.__main__ import SHIPPED_DATA
from lcdash.dataset import check, citations

STUDY = "onec2026"
DOCUMENTS = {STUDY, "kalasin2021", "eef2021", "pmua2024", "up2023"}
FACTORS = set("123456")
DESCRIPTOR: dict[str, Any] = json.loads((SHIPPED_DATA / check.DESCRIPTOR).read_text(encoding="utf-8"))


def rows(table: str) -> list[dict[str, str]]:
    text = (SHIPPED_DATA / f"{table}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def fields() -> list[tuple[str, dict[str, Any]]]:
    """(table, field of the descriptor)."""
    return list(check.Data(DESCRIPTOR, {}).described())


def cells_of_table_2(claim: dict[str, str]) -> set[tuple[str, str]]:
    """The cells that a claim cites, as (city, factor)."""
    cited = [locator for source, locator in citations.parse(claim["source"]) if source == STUDY]
    places = [place for place in map(citations.locator_parts, cited) if place.get("table") == "2"]
    return {(place["row"], place["col"]) for place in places}


def studied() -> set[str]:
    return {city["city_id"] for city in rows("cities") if city["in_study"] == "true"}


def test_the_shipped_data_has_no_problem() -> None:
    assert [str(problem) for problem in check.problems(SHIPPED_DATA)] == []


def test_the_shipped_data_saved_by_excel_has_no_problem(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED_DATA, tmp_path / "data")
    for path in folder.glob("*.csv"):
        path.write_bytes(path.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode("utf-8-sig"))
    assert [str(problem) for problem in check.problems(folder)] == []


# The study


def test_the_study_is_of_ten_cities_and_six_factors() -> None:
    assert len(studied()) == 10
    assert {factor["factor_id"] for factor in rows("factors")} == FACTORS


def test_all_60_cells_of_table_2_are_read_and_gave_claims() -> None:
    cells = {(city, factor) for city in studied() for factor in FACTORS}
    read = {row["locator"] for row in rows("reading") if row["source_id"] == STUDY}
    assert {f"table=2 row={city} col={factor}" for city, factor in cells} <= read
    assert {cell for claim in rows("evidence") for cell in cells_of_table_2(claim)} == cells


def test_table_2_names_limits_in_five_cells_and_the_analysis_in_two_more() -> None:
    limits = [claim for claim in rows("evidence") if claim["appraisal"] == "limit"]
    in_table = {cell for claim in limits for cell in cells_of_table_2(claim)}
    examples = [claim for claim in limits if claim["scope"] == "example" and STUDY in claim["source"]]
    in_analysis = {(claim["city_id"], claim["factor_id"]) for claim in examples}
    assert in_table == {("chiang_rai", "2"), ("chiang_rai", "6"), ("sukhothai", "6"), ("hat_yai", "6"), ("yala", "6")}
    assert in_analysis == {("sukhothai", "2"), ("yala", "2")}


def test_five_of_ten_cities_say_nothing_on_technology_in_table_2() -> None:
    technology = [claim for claim in rows("evidence") if claim["facet_id"] == "environment_technology"]
    speaking = {city for claim in technology for city, _ in cells_of_table_2(claim)}
    assert speaking == {"phuket", "phayao", "hat_yai", "bangkok", "khon_kaen"}


def test_the_row_read_as_chiang_rai_and_no_other_says_it_was_corrected() -> None:
    for claim in rows("evidence"):
        of_that_row = "chiang_rai" in {city for city, _ in cells_of_table_2(claim)}
        assert claim["attribution"] == ("corrected" if of_that_row else "as_printed"), claim["evidence_id"]


def test_thirteen_cities_were_members_on_4_december_2025() -> None:
    joined = [row for row in rows("memberships") if row["scheme"] == "gnlc" and row["since"] <= "2025-12-04"]
    members = {row["city_id"] for row in joined}
    assert len(members) == 13
    assert studied() < members


# Coding and reading


def test_each_factor_has_two_or_three_facets_and_each_facet_has_claims() -> None:
    facets = {facet["facet_id"]: facet["factor_id"] for facet in rows("facets")}
    assert {list(facets.values()).count(factor) for factor in FACTORS} <= {2, 3}
    assert {claim["facet_id"] for claim in rows("evidence")} >= set(facets)


def test_there_are_15_to_25_themes_and_each_has_claims() -> None:
    themes = {theme["theme_id"] for theme in rows("themes")}
    assert 15 <= len(themes) <= 25
    assert {theme for claim in rows("evidence") for theme in claim["themes"].split(";")} == themes


def test_the_ledger_goes_through_each_of_the_five_documents() -> None:
    assert {row["source_id"] for row in rows("reading")} == DOCUMENTS


def test_every_statement_cites_a_listed_source() -> None:
    listed = {source["source_id"] for source in rows("sources")}
    for claim in rows("evidence"):
        cited = {source for source, _ in citations.parse(claim["source"])}
        assert cited, claim["evidence_id"]
        assert cited <= listed, claim["evidence_id"]


def test_nothing_is_scored_or_ranked() -> None:
    assert [name for _, field in fields() if re.search(r"score|rank|index|rating", name := field["name"])] == []


def test_persons_who_will_check_find_an_empty_list_with_the_columns_they_need() -> None:
    header = (SHIPPED_DATA / "human_check.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == "table,id,reviewer,date,verdict,note"


# The descriptor


def test_the_descriptor_names_and_explains_each_table_and_column_in_both_languages() -> None:
    described = [*DESCRIPTOR["resources"], *(field for _, field in fields())]
    for entry in described:
        assert entry["title"] and entry["description"], entry["name"]
        assert check.THAI.search(entry["title_th"]) and check.THAI.search(entry["description_th"]), entry["name"]
        assert not check.THAI.search(entry["title"] + entry["description"]), entry["name"]


def test_the_descriptor_points_only_to_tables_and_columns_that_it_lists() -> None:
    listed = {(table, field["name"]) for table, field in fields()}
    for resource in DESCRIPTOR["resources"]:
        for key in (resource.get("schema") or resource["properties_schema"]).get("foreignKeys", []):
            target = key["reference"]["resource"] or resource["name"]
            assert {(target, column) for column in key["reference"]["fields"]} <= listed
    assert {tuple(field["items_of"].split(".")) for _, field in fields() if "items_of" in field} <= listed
    assert {(table, column) for table, column in check.NAMED_ONCE if column} <= listed
    assert set(check.ALIAS_TABLES.values()) <= {table for table, _ in listed}


def test_the_descriptor_carries_a_version_of_three_numbers_and_its_date() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", DESCRIPTOR["version"])
    assert re.match(r"\d{4}-\d{2}-\d{2}", DESCRIPTOR["created"])
