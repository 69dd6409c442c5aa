"""Partners: who works with whom, on small tables."""

import pandas as pd

from lcdash.evidence import partners

PARTNERS = pd.DataFrame(
    [("fund", "public_agency"), ("town", "local_government"), ("college", "university"), ("ministry", "government")],
    columns=["partner_id", "sector"],
)
CITIES = pd.DataFrame([("yala", True), ("tak", False)], columns=["city_id", "in_study"])
SECTORS = ["local_government", "university", "public_agency", "school"]


def roles(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of (city, organisation, role)."""
    frame = pd.DataFrame(rows, columns=["city_id", "partner_id", "role"])
    return frame.assign(partnership_id=[f"r{number}" for number in range(1, len(frame) + 1)])


def states(*rows: tuple[str, str, str]) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """(city, sector) -> its state and its organisations."""
    matrix = partners.sector_matrix(roles(*rows), PARTNERS, CITIES, SECTORS)
    return {(row.city_id, row.sector): (row.state, row.partner_ids) for row in matrix.itertuples()}


def joins(*rows: tuple[str, str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    found = partners.in_several_cities(roles(*rows))
    return list(zip(found["partner_id"], found["city_id"], found["roles"], strict=True))


# City and sector


def test_every_city_has_a_state_for_every_sector_in_the_orders_given() -> None:
    assert list(states(("yala", "town", "lead"))) == [(city, sector) for city in ("yala", "tak") for sector in SECTORS]


def test_an_organisation_stands_once_under_its_sector_whatever_its_roles() -> None:
    found = states(("yala", "town", "lead"), ("yala", "town", "grantee"), ("yala", "college", "partner"))
    assert found["yala", "local_government"] == ("reported", ("town",))
    assert found["yala", "university"] == ("reported", ("college",))


def test_a_sector_nobody_names_is_silence_in_a_studied_city_and_not_studied_in_another() -> None:
    found = states(("yala", "town", "lead"), ("tak", "town", "grantee"))
    assert found["yala", "school"] == ("nothing", ())
    assert found["tak", "school"] == ("not_studied", ())
    assert found["tak", "local_government"] == ("reported", ("town",)), "what other sources say is shown"


def test_a_national_role_is_in_no_city() -> None:
    assert {state for state, _ in states(("", "ministry", "organiser")).values()} == {"nothing", "not_studied"}


# Organisations in several cities


def test_an_organisation_in_two_cities_is_told_with_its_roles_in_each() -> None:
    assert joins(
        ("yala", "fund", "funder"), ("yala", "town", "lead"), ("tak", "fund", "partner"), ("tak", "fund", "funder")
    ) == [("fund", "yala", ("funder",)), ("fund", "tak", ("partner", "funder"))]


def test_two_roles_in_one_city_are_not_two_cities() -> None:
    assert joins(("yala", "fund", "funder"), ("yala", "fund", "partner")) == []


def test_a_national_role_does_not_make_a_second_city() -> None:
    assert joins(("yala", "fund", "funder"), ("", "fund", "organiser")) == []


# The two-sided drawing


def drawn(*pairs: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["left", "right"])
    return partners.two_sides(frame, ["a", "b", "c"], {"one": ["x", "y"], "two": ["z"]})


def test_names_keep_the_order_given_and_only_those_with_a_line_stand_there() -> None:
    nodes = drawn(("c", "z"), ("a", "y"))
    assert nodes.loc[nodes["side"] == "left", "id"].tolist() == ["a", "c"]
    assert nodes.loc[nodes["side"] != "left", ["side", "id"]].values.tolist() == [
        ["heading", "one"],
        ["right", "y"],
        ["heading", "two"],
        ["right", "z"],
    ]


def test_the_drawing_is_the_same_whatever_the_order_of_its_rows() -> None:
    pairs = [("c", "z"), ("a", "y"), ("a", "z")]
    pd.testing.assert_frame_equal(drawn(*pairs), drawn(*pairs[::-1]))


def test_both_sides_fill_the_same_height_and_no_two_names_share_a_line() -> None:
    nodes = drawn(("a", "x"), ("b", "x"), ("c", "z"))
    for side in (nodes["side"] == "left", nodes["side"] != "left"):
        places = nodes.loc[side, "row"]
        assert places.diff().dropna().ge(1).all()
        assert places.between(0, 3).all()


def test_nothing_to_draw_gives_no_names() -> None:
    assert drawn().empty
