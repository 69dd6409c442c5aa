"""What the charts draw: their traces, not their pixels."""

import pandas as pd
import pytest

from lcdash.drawing import figures


def test_thai_members_are_steps_labelled_with_their_number() -> None:
    years = pd.DataFrame({"year": [2019, 2020, 2024], "members": [1, 4, 10]})
    figure = figures.thai_members(years, title="สมาชิก", year_label=lambda year: str(year + 543))
    (trace,) = figure.data
    assert (list(trace.x), list(trace.y), list(trace.text)) == ([2019, 2020, 2024], [1, 4, 10], ["1", "4", "10"])
    assert trace.line.shape == "hv"
    assert figure.layout.xaxis.ticktext == ("2562", "2563", "2567")
    assert figure.layout.yaxis.range[0] == 0, "no axis that begins half way up"


def test_network_totals_stand_where_their_date_is_with_what_the_source_says_and_unconnected() -> None:
    stated = pd.DataFrame(
        {"date": ["2016-08-23", "2019-09/2019-11", "2021", "2025-12-04"], "cities": [115, 170, 229, 425]}
    )
    labels = ["115", "170", "more than 229", "425"]
    figure = figures.network_totals(stated, labels=labels, title="The network", year_label=str)
    (trace,) = figure.data
    assert list(trace.x) == pytest.approx([2016.64, 2019.79, 2021.5, 2025.93], abs=0.01)
    assert list(trace.y) == [115, 170, 229, 425]
    assert list(trace.text) == labels
    assert "lines" not in trace.mode
    assert isinstance(trace.marker.size, int)
    assert figure.layout.xaxis.ticktext == ("2016", "2018", "2020", "2022", "2024")


@pytest.mark.parametrize("kind", ["thai_members", "network_totals"])
def test_every_chart_says_in_its_title_what_it_shows_and_leaves_its_table_as_it_was(kind: str) -> None:
    tables = {
        "thai_members": pd.DataFrame({"year": [2019], "members": [1]}),
        "network_totals": pd.DataFrame({"date": ["2016-08-23"], "cities": [115]}),
    }
    others = {
        "thai_members": {"year_label": str},
        "network_totals": {"labels": ["115"], "year_label": str},
    }
    before = tables[kind].copy()
    figure = getattr(figures, kind)(tables[kind], title="สิ่งที่เห็น", **others[kind])
    assert figure.layout.title.text == "สิ่งที่เห็น"
    assert "Sarabun" in figure.layout.font.family
    pd.testing.assert_frame_equal(tables[kind], before)


def test_no_chart_offers_to_send_its_data_away() -> None:
    assert figures.STILL["showSendToCloud"] is False
    assert figures.STILL["displayModeBar"] is False
