"""What counts as shared between cities, what as a difference, and what cities can be alike in, on small tables."""

from typing import Any

import pandas as pd
import pytest

from lcdash.dataset import loading
from lcdash.evidence import comparing, standings
from lcdash.evidence.matrix import evidence_matrix

FACETS = pd.DataFrame([("people", "2"), ("technology", "3")], columns=["facet_id", "factor_id"])
CITIES = pd.DataFrame([("yala", True), ("phayao", True), ("tak", False)], columns=["city_id", "in_study"])


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of evidence: what a row leaves out is that of an ordinary claim about something in Yala."""
    ordinary = {
        "city_id": "yala",
        "factor_id": "3",
        "facet_id": "technology",
        "scope": "city",
        "kind": "asset",
        "appraisal": "none",
        "stage": "exists",
        "themes": ("digital",),
    }
    return pd.DataFrame([{"evidence_id": f"e{number}", **ordinary, **row} for number, row in enumerate(rows, 1)])


def relations(*rows: dict[str, Any], cities: tuple[str, ...] = ("yala", "phayao")) -> dict[str, str]:
    """Theme -> relation, over all facets of `cities`; every studied city with a claim is comparable."""
    evidence = claims(*rows)
    comparable = set(evidence["city_id"]) & {"yala", "phayao"}
    found = comparing.theme_relations(evidence, cities, comparable)
    return dict(zip(found["theme_id"], found["relation"], strict=True))


# As what a theme is named


@pytest.mark.parametrize(
    ("claim", "mode"),
    [
        ({}, "exists"),
        ({"kind": "practice", "appraisal": "favourable"}, "exists"),
        ({"kind": "direction"}, "aim"),
        ({"stage": "planned"}, "aim"),
        ({"stage": "proposed", "kind": "practice"}, "aim"),
        ({"stage": "past"}, "past"),
        ({"appraisal": "limit"}, "limit"),
        ({"appraisal": "limit", "stage": "past"}, "limit"),
    ],
)
def test_an_aim_a_plan_and_the_past_are_not_something_that_exists(claim: dict[str, Any], mode: str) -> None:
    assert comparing.claim_mode(*claims(claim)[["kind", "appraisal", "stage"]].iloc[0]) == mode


# Shared


def test_a_topic_named_for_two_cities_is_shared_however_often_it_is_named() -> None:
    assert relations({}, {}, {"city_id": "phayao"}) == {"digital": "shared"}


def test_a_topic_is_shared_also_as_an_aim_here_and_a_thing_there_and_says_which() -> None:
    found = comparing.theme_relations(
        claims({"kind": "direction"}, {"city_id": "phayao"}), ["yala", "phayao"], {"yala", "phayao"}
    ).iloc[0]
    assert found["relation"] == "shared"
    assert (found["aim"], found["exists"]) == (("yala",), ("phayao",))


def test_two_limits_on_one_topic_are_shared_not_opposed() -> None:
    assert relations({"appraisal": "limit"}, {"appraisal": "limit", "city_id": "phayao"}) == {"digital": "shared"}


def test_a_topic_of_two_out_of_three_cities_names_them_in_the_order_they_are_read() -> None:
    evidence = claims({"city_id": "phayao"}, {}, {"city_id": "tak", "themes": ("equity",)})
    found = comparing.theme_relations(evidence, ["yala", "tak", "phayao"], {"yala", "phayao"}).set_index("theme_id")
    assert found.at["digital", "exists"] == ("yala", "phayao")
    assert found.at["digital", "relation"] == "shared"


# A limit here, existing there


def test_a_limit_here_and_something_existing_there_are_told_as_such_from_either_side() -> None:
    limit = {"appraisal": "limit"}
    assert relations(limit, {"city_id": "phayao"}) == {"digital": "limit_here"}
    assert relations({}, {**limit, "city_id": "phayao"}) == {"digital": "limit_here"}


def test_a_plan_does_not_count_as_existing_where_another_city_names_a_limit() -> None:
    assert relations({"appraisal": "limit"}, {"city_id": "phayao", "stage": "planned"}) == {"digital": "shared"}
    assert relations({"appraisal": "limit"}, {"city_id": "phayao", "kind": "direction"}) == {"digital": "shared"}


def test_a_city_that_has_it_too_is_not_told_as_one_with_a_limit_only() -> None:
    limit, phayao = {"appraisal": "limit"}, {"city_id": "phayao"}
    assert relations({}, limit, phayao, {**limit, **phayao}) == {"digital": "shared"}
    assert relations({}, limit, phayao) == {"digital": "shared"}
    assert relations({}, limit, {**limit, **phayao}) == {"digital": "limit_here"}


def test_a_limit_beside_what_exists_in_the_same_city_opposes_nobody() -> None:
    both = ({}, {"appraisal": "limit"}, {"city_id": "phayao", "themes": ("equity",)})
    assert relations(*both) == {"digital": "one", "equity": "one"}


# One only, and silence


def test_a_topic_of_one_city_is_a_difference_only_where_the_other_was_studied_and_is_spoken_of() -> None:
    assert relations({}, {"city_id": "phayao", "themes": ("equity",)}) == {"digital": "one", "equity": "one"}


def test_silence_about_the_other_city_is_no_difference() -> None:
    assert relations({}) == {"digital": "alone"}


def test_a_city_that_was_not_studied_can_share_a_topic_but_its_silence_is_no_difference() -> None:
    cities = ("yala", "tak")
    assert relations({}, {"city_id": "tak"}, cities=cities) == {"digital": "shared"}
    assert relations({}, {"city_id": "tak", "themes": ("equity",)}, cities=cities) == {
        "digital": "alone",
        "equity": "one",
    }


def test_without_themes_there_is_nothing_to_relate() -> None:
    assert comparing.theme_relations(claims({"themes": ()}), ["yala", "phayao"], {"yala"}).empty
    assert comparing.theme_relations(claims({}).iloc[:0], ["yala", "phayao"], set()).empty


def by_facet(evidence: pd.DataFrame, *cities: str) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """(facet, theme) -> (relation, cities that name it elsewhere)."""
    matrix = evidence_matrix(evidence, FACETS, CITIES)
    found = comparing.facet_relations(matrix, evidence, cities)
    return {(row.facet_id, row.theme_id): (row.relation, row.elsewhere) for row in found.itertuples()}


def test_a_topic_the_other_city_names_under_another_facet_says_so() -> None:
    evidence = claims(
        {},
        {"city_id": "phayao", "themes": ("equity",)},
        {"city_id": "phayao", "factor_id": "2", "facet_id": "people"},
    )
    assert by_facet(evidence, "yala", "phayao") == {
        ("technology", "digital"): ("one", ("phayao",)),
        ("technology", "equity"): ("one", ()),
        ("people", "digital"): ("alone", ("yala",)),
    }


def test_a_facet_where_only_one_of_the_cities_is_spoken_of_compares_nothing() -> None:
    assert by_facet(claims({}), "yala", "phayao") == {("technology", "digital"): ("alone", ())}
    assert by_facet(claims({}), "yala", "tak") == {("technology", "digital"): ("alone", ())}


def test_what_fits_no_facet_and_what_is_said_of_the_country_are_not_compared() -> None:
    evidence = claims({"facet_id": ""}, {"facet_id": "", "city_id": "phayao"}, {"city_id": "", "scope": "country"})
    assert by_facet(evidence, "yala", "phayao") == {}


def test_cities_that_were_not_chosen_have_no_part_in_it() -> None:
    evidence = claims({}, {"city_id": "phayao"}, {"city_id": "tak", "themes": ("equity",)})
    assert by_facet(evidence, "yala", "tak") == {
        ("technology", "digital"): ("alone", ()),
        ("technology", "equity"): ("one", ()),
    }


# What cities can be alike in


@pytest.mark.parametrize(
    ("people", "name"),
    [
        (0, "under_50000"),
        (49_999, "under_50000"),
        (50_000, "from_50000"),
        (99_999, "from_50000"),
        (100_000, "from_100000"),
        (200_000, "from_200000"),
        (999_999, "from_200000"),
        (5_527_994, "from_1000000"),
    ],
)
def test_size_classes_are_fixed_and_meet_without_gap(people: int, name: str) -> None:
    assert standings.size_class(people) == name


STANDING = pd.DataFrame(
    [
        ("yala", "gnlc", ("city_municipality",)),
        ("phayao", "gnlc", ("province", "town_municipality")),
        ("hat_yai", "gnlc", ("city_municipality", "town_municipality")),
        ("tak", "gnlc", ("town_municipality",)),
    ],
    columns=["city_id", "scheme", "units"],
)
FIGURES = pd.DataFrame(
    [
        ("yala", "municipality", 61_000, "Registered population of Yala", 2020),
        ("yala", "municipality", 60_137, "Registered population of Yala", 2021),
        ("yala", "province", 542_314, "Registered population of Yala Province", 2021),
        ("yala", "municipality", 19.4, "Area of Yala", 2021),
        ("phayao", "province", 464_505, "Registered population of Phayao Province", 2021),
        ("phayao", "municipality", 16_143, "Registered population of Phayao Town", 2021),
        ("hat_yai", "municipality", 149_142, "Registered population of Hat Yai", 2021),
    ],
    columns=["city_id", "unit_of", "value", "what_en", "year"],
).assign(confidence="", source="dopa2021")


def test_a_city_is_as_large_as_the_unit_in_whose_name_it_is_a_member() -> None:
    sizes = standings.unit_sizes(STANDING, FIGURES)
    assert sizes[["city_id", "unit_of", "value", "size"]].values.tolist() == [
        ["yala", "municipality", 60_137, "from_50000"],
        ["phayao", "province", 464_505, "from_200000"],
        ["phayao", "municipality", 16_143, "under_50000"],
        ["hat_yai", "municipality", 149_142, "from_100000"],
    ]
    assert set(sizes["source"]) == {"dopa2021"}


def test_a_unit_nobody_counted_has_no_size_rather_than_none_at_all() -> None:
    assert standings.unit_sizes(STANDING[STANDING["city_id"] == "tak"], FIGURES).empty


def test_where_sources_differ_on_the_unit_a_city_is_alike_in_each_of_them() -> None:
    cities = pd.DataFrame({"city_id": ["phayao", "tak", "trang"], "region_nso": ["north", "north", "south"]})
    traits = standings.city_traits(cities, STANDING, standings.unit_sizes(STANDING, FIGURES)).set_index("city_id")
    assert traits.at["phayao", "units"] == ("province", "town_municipality")
    assert traits.at["phayao", "sizes"] == ("from_200000", "under_50000")
    assert traits.at["tak", "sizes"] == ()
    assert traits.at["trang", "units"] == ()


def test_a_city_stands_as_the_member_it_is_and_else_as_what_it_is_first() -> None:
    memberships = pd.DataFrame(
        [
            ("yala", "eef_pilot", "pilot", "2023", False, "city_municipality"),
            ("yala", "gnlc", "member", "2024", False, "city_municipality"),
            ("trang", "eef_pilot", "pilot", "2023", False, "city_municipality"),
        ],
        columns=["city_id", "scheme", "status", "since", "disputed", "member_type"],
    )
    own = standings.own_standings(memberships)
    assert dict(zip(own["city_id"], own["scheme"], strict=True)) == {"yala": "gnlc", "trang": "eef_pilot"}


def test_every_city_of_the_dataset_has_a_size_with_year_and_source() -> None:
    data = loading.load()
    standing = standings.own_standings(data.memberships)
    sizes = standings.unit_sizes(standing, data.figures)
    assert set(standing["city_id"]) == set(data.cities["city_id"])
    assert set(sizes["city_id"]) == set(data.cities["city_id"])
    assert sizes["year"].notna().all()
    assert (sizes["source"] != "").all()
