"""Dates: CE in the data, as each reader writes them on screen."""

import pytest

from lcdash.language import dates


def test_a_year_is_buddhist_in_thai_and_common_era_in_english() -> None:
    assert dates.year(2024, "th") == "2567"
    assert dates.year("2024", "en") == "2024"
    assert dates.year(2024.0, "en") == "2024", "a column with gaps holds its years as decimals"


@pytest.mark.parametrize(
    ("edtf", "thai", "english"),
    [
        ("2024", "พ.ศ. 2567", "2024"),
        ("2024-02", "กุมภาพันธ์ 2567", "February 2024"),
        ("2024-02-14", "14 กุมภาพันธ์ 2567", "14 February 2024"),
        ("2019-07-01", "1 กรกฎาคม 2562", "1 July 2019"),
        ("2019-09/2019-11", "กันยายน 2562 ถึง พฤศจิกายน 2562", "September 2019 to November 2019"),
        (
            "2023-11-04/2023-11-06",
            "4 พฤศจิกายน 2566 ถึง 6 พฤศจิกายน 2566",
            "4 November 2023 to 6 November 2023",
        ),
        ("", "", ""),
    ],
)
def test_a_date_is_spoken_in_each_language_only_as_exactly_as_it_is_known(edtf: str, thai: str, english: str) -> None:
    assert dates.spoken(edtf, "th") == thai
    assert dates.spoken(edtf, "en") == english


def test_on_an_axis_a_date_stands_in_the_middle_of_what_it_names() -> None:
    assert dates.decimal_year("2021") == 2021.5
    assert dates.decimal_year("2021-01") == pytest.approx(2021 + 0.5 / 12)
    assert dates.decimal_year("2021-12-31") == pytest.approx(2022, abs=0.01)
    assert dates.decimal_year("2019-09/2019-11") == pytest.approx(dates.decimal_year("2019-10"))
    in_order = ["2019-01-01", "2019-01-31", "2019-02", "2019-02-28", "2019-03-01", "2019", "2019-12"]
    assert sorted(in_order, key=dates.decimal_year) == in_order


@pytest.mark.parametrize("nothing", ["", "soon"])
def test_what_is_no_date_has_no_place_on_an_axis(nothing: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        dates.decimal_year(nothing)
