"""What is computed from the tables, on tables small enough to be read at a glance."""

import inspect
from typing import Any

import pandas as pd
import pytest

from lcdash.evidence import filtering, standings
from lcdash.evidence.matrix import country_limits, evidence_matrix, theme_presence

FACETS = pd.DataFrame(
    [("places", "3"), ("technology", "3"), ("access", "6")],
    columns=["facet_id", "factor_id"],
)
CITIES = pd.DataFrame([("yala", True), ("phuket", True), ("tak", False)], columns=["city_id", "in_study"])


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of evidence: what a row leaves out is that of an ordinary claim about Yala's places."""
    ordinary = {
        "city_id": "yala",
        "factor_id": "3",
        "facet_id": "places",
        "scope": "city",
        "kind": "asset",
        "appraisal": "none",
        "statement_th": "มีห้องสมุด",
        "statement_en": "Has a library",
        "themes": ("centres",),
    }
    return pd.DataFrame([{"evidence_id": f"e{number}", **ordinary, **row} for number, row in enumerate(rows, 1)])


def states(evidence: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """(city, factor, facet) -> state."""
    matrix = evidence_matrix(evidence, FACETS, CITIES)
    return {(row.city_id, row.factor_id, row.facet_id): row.state for row in matrix.itertuples()}


# The matrix


def test_every_facet_of_every_city_has_a_state_in_the_order_of_the_tables() -> None:
    matrix = evidence_matrix(claims({}), FACETS, CITIES)
    assert list(zip(matrix["city_id"], matrix["facet_id"], strict=True)) == [
        (city, facet) for city in ("yala", "phuket", "tak") for facet in ("places", "technology", "access")
    ]
    assert set(matrix["state"]) <= {"reported", "limit", "nothing", "not_studied"}


def test_a_facet_with_a_claim_is_reported_and_one_without_is_not() -> None:
    found = states(claims({}))
    assert found["yala", "3", "places"] == "reported"
    assert found["yala", "3", "technology"] == "nothing"
    assert found["phuket", "3", "places"] == "nothing"


def test_one_limit_among_several_claims_makes_the_facet_one_with_a_limit() -> None:
    found = states(claims({}, {"appraisal": "limit"}, {"appraisal": "favourable"}, {"facet_id": "technology"}))
    assert found["yala", "3", "places"] == "limit"
    assert found["yala", "3", "technology"] == "reported"


def test_a_city_that_was_not_studied_is_marked_so_rather_than_left_blank() -> None:
    found = states(claims({}))
    assert {state for (city, *_), state in found.items() if city == "tak"} == {"not_studied"}


def test_a_city_outside_the_study_stays_so_whatever_other_sources_say_of_it() -> None:
    evidence = claims({"city_id": "tak", "factor_by": "project"}, {"city_id": "tak", "appraisal": "limit"})
    matrix = evidence_matrix(evidence, FACETS, CITIES).set_index(["city_id", "facet_id"])
    assert matrix.loc[("tak", "places"), "state"] == "not_studied"
    assert matrix.loc[("tak", "places"), "evidence_ids"] == ("e1", "e2"), "what they say is kept"


def test_a_claim_that_fits_no_facet_gets_a_row_of_its_own_in_its_cell() -> None:
    matrix = evidence_matrix(claims({"facet_id": ""}, {"appraisal": "limit", "facet_id": ""}), FACETS, CITIES)
    own = matrix[matrix["facet_id"] == ""]
    assert own[["city_id", "factor_id", "state", "evidence_ids"]].values.tolist() == [
        ["yala", "3", "limit", ("e1", "e2")]
    ]
    assert states(claims({"facet_id": ""}))["yala", "3", "places"] == "nothing"


def test_what_is_said_of_the_whole_country_fills_no_cell() -> None:
    assert set(states(claims({"scope": "country", "city_id": ""})).values()) == {"nothing", "not_studied"}


def test_every_claim_about_a_city_stands_in_exactly_one_cell() -> None:
    evidence = claims({}, {"facet_id": ""}, {"city_id": "phuket", "factor_id": "6", "facet_id": "access"}, {})
    matrix = evidence_matrix(evidence, FACETS, CITIES)
    assert sorted(claim for ids in matrix["evidence_ids"] for claim in ids) == ["e1", "e2", "e3", "e4"]


def test_a_state_cannot_depend_on_a_filter() -> None:
    evidence = claims({}, {"appraisal": "limit"})
    before = evidence.copy()
    assert list(inspect.signature(evidence_matrix).parameters) == ["evidence", "facets", "cities"]
    shown = filtering.matching(evidence, {"appraisal": ["favourable"]})
    assert not shown.any()
    pd.testing.assert_frame_equal(evidence, before)
    assert states(evidence)["yala", "3", "places"] == "limit"


# Filters

TEXTS = claims(
    {"kind": "asset", "themes": ("centres", "equity")},
    {
        "kind": "practice",
        "statement_th": "ใช้แอป Smart City",
        "statement_en": "Uses an APP of its own",
        "themes": ("digital",),
    },
    {"kind": "direction", "city_id": "phuket", "statement_th": "เมืองสร้างสรรค์", "statement_en": "A creative city [1]"},
)


def shown(selection: dict[str, list[str]], words: str = "") -> list[str]:
    return list(TEXTS.loc[filtering.matching(TEXTS, selection, words), "evidence_id"])


def test_without_a_filter_everything_is_shown() -> None:
    assert shown({}) == shown({"kind": [], "themes": []}, "  ") == ["e1", "e2", "e3"]


def test_values_of_one_filter_widen_and_several_filters_narrow() -> None:
    assert shown({"kind": ["asset", "practice"]}) == ["e1", "e2"]
    assert shown({"kind": ["asset", "practice"], "city_id": ["yala"], "themes": ["digital"]}) == ["e2"]
    assert shown({"kind": ["asset"], "city_id": ["phuket"]}) == []


def test_a_list_matches_by_any_of_its_items_and_by_whole_items_only() -> None:
    assert shown({"themes": ["equity", "digital"]}) == ["e1", "e2"]
    assert shown({"themes": ["centre"]}) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ห้องสมุด", ["e1"]),
        ("library", ["e1"]),
        ("app", ["e2"]),
        ("SMART แอป", ["e2"]),
        ("smart library", []),
        ("[1]", ["e3"]),
        ("(", []),
        ("has", ["e1"]),
    ],
)
def test_words_are_found_in_both_languages_in_any_case_and_all_of_them(words: str, found: list[str]) -> None:
    assert shown({}, words) == found


def test_a_filter_of_a_table_without_rows_shows_nothing_and_does_not_fail() -> None:
    assert filtering.matching(TEXTS.iloc[:0], {"kind": ["asset"]}, "library").empty


def test_the_rows_shown_carry_the_index_of_the_table() -> None:
    moved = TEXTS.set_index(pd.Index([7, 3, 5]))
    assert filtering.matching(moved, {"kind": ["practice"]}, "smart").to_dict() == {7: False, 3: True, 5: False}


def test_a_count_beside_a_value_says_how_many_would_remain_if_it_were_chosen() -> None:
    selection = {"kind": ["asset"], "city_id": ["yala"], "themes": []}
    for column in ("kind", "city_id", "themes"):
        counted = filtering.remaining(TEXTS, selection, [column])[column]
        values = TEXTS[column].explode().unique()
        chosen = {value: len(shown({**selection, column: [value]})) for value in values}
        assert {value: counted.get(value, 0) for value in values} == chosen
    assert filtering.remaining(TEXTS, selection, ["kind"])["kind"] == {"asset": 1, "practice": 1}
    assert filtering.remaining(TEXTS, {}, ["kind"], "city")["kind"] == {"practice": 1, "direction": 1}


def test_what_is_not_known_is_not_counted_as_a_value() -> None:
    assert filtering.remaining(claims({"city_id": ""}, {"themes": ()}), {}, ["city_id"])["city_id"] == {"yala": 1}
    assert filtering.remaining(claims({"themes": ()}, {}), {}, ["themes"])["themes"] == {"centres": 1}


# Themes, limits, members


def test_a_theme_is_present_once_however_often_it_is_named() -> None:
    evidence = claims({}, {}, {"city_id": "phuket"}, {"themes": ("centres", "digital")})
    presence = theme_presence(evidence)
    assert presence.values.tolist() == [
        ["centres", "yala", False],
        ["centres", "phuket", False],
        ["digital", "yala", False],
    ]


def test_a_theme_named_only_as_a_limit_is_told_apart() -> None:
    evidence = claims(
        {"themes": ("digital", "equity"), "appraisal": "limit"},
        {"themes": ("equity",)},
        {"city_id": "phuket", "themes": ("equity",), "appraisal": "limit"},
        {"city_id": "", "scope": "country", "themes": ("digital",)},
    )
    presence = theme_presence(evidence).set_index(["theme_id", "city_id"])["limit"]
    assert presence.to_dict() == {("digital", "yala"): True, ("equity", "yala"): False, ("equity", "phuket"): True}


def test_claims_without_a_theme_are_present_nowhere() -> None:
    assert theme_presence(claims({"themes": ()})).empty
    assert theme_presence(claims({}).iloc[:0]).empty


def test_limits_of_the_country_stand_in_the_order_of_factors_and_only_they() -> None:
    evidence = claims(
        {"scope": "country", "appraisal": "limit", "factor_id": "6"},
        {"scope": "country", "appraisal": "none", "factor_id": "1"},
        {"scope": "city", "appraisal": "limit", "factor_id": "1"},
        {"scope": "country", "appraisal": "limit", "factor_id": "3"},
        {"scope": "country", "appraisal": "limit", "factor_id": "6"},
    )
    factors = pd.DataFrame({"factor_id": ["6", "1", "3"]})  # in the order of their file, whatever their ids
    assert list(country_limits(evidence, factors)["evidence_id"]) == ["e1", "e5", "e4"]


MEMBERSHIPS = pd.DataFrame(
    [
        ("yala", "gnlc", "member", "2024-02-14", False, "city_municipality"),
        ("phayao", "gnlc", "member", "", True, "province"),
        ("phayao", "gnlc", "member", "2022-09-02", True, "town_municipality"),
        ("phayao", "gnlc", "member", "2022", False, "province"),
        ("yala", "eef_pilot", "pilot", "2023", False, "city_municipality"),
        ("kalasin", "developing", "developing", "", False, "town_municipality"),
    ],
    columns=["city_id", "scheme", "status", "since", "disputed", "member_type"],
)


def test_a_standing_gathers_what_all_sources_say_of_it() -> None:
    standing = standings.standings(MEMBERSHIPS)
    assert standing.values.tolist() == [
        ["yala", "gnlc", "member", "2024-02-14", False, ("city_municipality",)],
        ["phayao", "gnlc", "member", "2022", True, ("province", "town_municipality")],
        ["yala", "eef_pilot", "pilot", "2023", False, ("city_municipality",)],
        ["kalasin", "developing", "developing", "", False, ("town_municipality",)],
    ]


def test_members_add_up_year_by_year() -> None:
    since = pd.DataFrame({"since": ["2020-09-23", "2019-07-17", "2024-02", "2020", "2024-02-14"]})
    years = standings.members_by_year(since)
    assert years.to_dict("list") == {"year": [2019, 2020, 2024], "members": [1, 3, 5]}


def test_thai_names_stand_as_in_a_thai_dictionary() -> None:
    names = ["แม่ฮ่องสอน", "เชียงใหม่", "ยะลา", "ขอนแก่น", "โคราช", "เชียงราย", "ไชยา", "กาฬสินธุ์", "กรุงเทพมหานคร"]
    ordered = filtering.by_name(pd.DataFrame({"name_th": names}), "th")
    assert list(ordered["name_th"]) == [
        "กรุงเทพมหานคร",
        "กาฬสินธุ์",
        "ขอนแก่น",
        "โคราช",
        "เชียงราย",
        "เชียงใหม่",
        "ไชยา",
        "แม่ฮ่องสอน",
        "ยะลา",
    ]


def test_english_names_stand_in_the_alphabet_whatever_their_case() -> None:
    frame = pd.DataFrame({"name_en": ["yala", "Tak", "Phuket", "eef", "Phuket"], "place": range(5)})
    ordered = filtering.by_name(frame, "en")
    assert list(ordered["name_en"]) == ["eef", "Phuket", "Phuket", "Tak", "yala"]
    assert list(ordered["place"]) == [3, 2, 4, 1, 0], "equal names keep their order"
    assert list(frame["place"]) == list(range(5))
