"""What is computed from the crosswalk: on small hand-made tables, and what that comes to as shipped."""

import pandas as pd
import pytest

from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.evidence.frameworks import crosswalk_gaps, crosswalk_matrix, items_compared

FACETS = pd.DataFrame([("people", "2"), ("places", "3"), ("devices", "3")], columns=["facet_id", "factor_id"])
FRAMEWORKS = pd.DataFrame(
    [
        ("benefit", "unesco_benefit"),
        ("families", "unesco_building_block"),
        ("technology", "unesco_building_block"),
        ("workplace", "unesco_building_block"),
        ("resources", "unesco_condition"),
        ("monitoring", "unesco_step"),
    ],
    columns=["item_id", "framework"],
)
LINKS = [
    ("3", "devices", "technology", "direct"),
    ("3", "places", "technology", "partial"),
    ("3", "places", "families", "direct"),
    ("3", "places", "resources", "partial"),
    ("3", "devices", "resources", "partial"),
]
WHOLE = ("3", "", "monitoring", "partial")


def crosswalk(*links: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(links, columns=["factor_id", "facet_id", "item_id", "strength"])


def gaps(*links: tuple[str, str, str, str]) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    linked = crosswalk(*links)
    found = crosswalk_gaps(linked, FACETS, items_compared(FRAMEWORKS, linked))
    return list(found.itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.load()


def test_blocks_and_conditions_are_compared_whether_linked_or_not_and_another_item_only_where_it_is_linked() -> None:
    own = ["families", "technology", "workplace", "resources"]
    assert list(items_compared(FRAMEWORKS, crosswalk(*LINKS))["item_id"]) == own
    assert list(items_compared(FRAMEWORKS, crosswalk(*LINKS, WHOLE))["item_id"]) == [*own, "monitoring"]


def test_every_facet_has_a_row_and_every_item_a_column_holding_the_strength_of_their_link() -> None:
    linked = crosswalk(*LINKS)
    matrix = crosswalk_matrix(linked, FACETS, items_compared(FRAMEWORKS, linked))
    assert list(matrix.columns) == ["factor_id", "facet_id", "families", "technology", "workplace", "resources"]
    assert matrix.to_numpy().tolist() == [
        ["2", "people", "", "", "", ""],
        ["3", "places", "direct", "partial", "", "partial"],
        ["3", "devices", "", "direct", "", "partial"],
    ]


def test_a_link_of_a_whole_factor_stands_in_a_row_of_its_own_after_the_facets_of_that_factor() -> None:
    linked = crosswalk(("2", "", "workplace", "partial"), *LINKS)
    matrix = crosswalk_matrix(linked, FACETS, items_compared(FRAMEWORKS, linked))
    assert list(zip(matrix["factor_id"], matrix["facet_id"], strict=True)) == [
        ("2", "people"),
        ("2", ""),
        ("3", "places"),
        ("3", "devices"),
    ]
    assert matrix["workplace"].tolist() == ["", "partial", "", ""]


def test_an_item_that_nothing_meets_directly_is_a_gap_and_says_what_touches_it() -> None:
    assert ("partial", "resources", (("3", "places"), ("3", "devices"))) in gaps(*LINKS)
    assert "technology" not in [name for _, name, _ in gaps(*LINKS)], "one direct link is enough"


def test_an_item_without_any_link_is_a_gap_of_its_own_kind() -> None:
    assert ("unlinked", "workplace", ()) in gaps(*LINKS)
    assert ("partial", "workplace", (("2", "people"),)) in gaps(*LINKS, ("2", "people", "workplace", "partial"))
    assert "benefit" not in [name for _, name, _ in gaps(*LINKS)], "benefits are not held against the factors"


def test_what_is_linked_outside_the_frames_compared_is_said_to_be_outside_however_strong_the_link() -> None:
    assert ("outside", "monitoring", (("3", ""),)) in gaps(*LINKS, WHOLE)
    assert ("outside", "monitoring", (("3", ""),)) in gaps(*LINKS, ("3", "", "monitoring", "direct"))


def test_a_facet_that_links_to_nothing_is_a_gap_too() -> None:
    assert gaps(*LINKS)[-1] == ("facet_unlinked", "people", ())
    assert [gap for gap, _, _ in gaps(*LINKS, ("2", "people", "families", "partial"))] == ["unlinked", "partial"]


def test_gaps_are_of_the_kinds_that_are_known_and_items_come_before_facets() -> None:
    found = [gap for gap, _, _ in gaps(*LINKS, WHOLE)]
    assert set(found) == {"partial", "unlinked", "outside", "facet_unlinked"}
    assert found.index("facet_unlinked") == len(found) - 1


def test_the_tables_given_are_left_as_they_were() -> None:
    linked, facets, frameworks = crosswalk(*LINKS), FACETS.copy(), FRAMEWORKS.copy()
    items = items_compared(frameworks, linked)
    crosswalk_matrix(linked, facets, items)
    crosswalk_gaps(linked, facets, items)
    pd.testing.assert_frame_equal(linked, crosswalk(*LINKS))
    pd.testing.assert_frame_equal(facets, FACETS)
    pd.testing.assert_frame_equal(frameworks, FRAMEWORKS)


def test_workplace_and_resources_have_no_factor_and_monitoring_is_neither_block_nor_condition(data: Dataset) -> None:
    items = items_compared(data.frameworks, data.crosswalk)
    found = crosswalk_gaps(data.crosswalk, data.facets, items)
    names = {gap: list(rows["id"]) for gap, rows in found.groupby("gap", sort=False)}
    assert names["partial"] == ["block_3", "condition_3"]
    assert names["outside"] == ["step_5"]


def test_every_link_of_the_crosswalk_stands_in_its_matrix_once(data: Dataset) -> None:
    items = items_compared(data.frameworks, data.crosswalk)
    matrix = crosswalk_matrix(data.crosswalk, data.facets, items).drop(columns=["factor_id", "facet_id"])
    assert int((matrix != "").to_numpy().sum()) == len(data.crosswalk)
