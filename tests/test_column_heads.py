"""Names of narrow columns on two levels: whatever the names, none lies over another or on a line to one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.drawing import column_heads

COLUMN = 7.0


@given(st.lists(st.floats(1.0, 7.0), min_size=1, max_size=14))
def test_names_keep_off_each_other_and_off_the_lines_to_those_above(widths: list[float]) -> None:
    columns = [(place + 0.5) * COLUMN for place in range(len(widths))]
    heads = column_heads.laid(widths, columns, (-20.0, columns[-1] + COLUMN), 3.0, 0.5)
    boxes = [(at - wide * heads.size / 2, at + wide * heads.size / 2)
             for at, wide in zip(heads.middles, widths, strict=True)]  # fmt: skip
    for level in (True, False):
        row = [box for box, up in zip(boxes, heads.raised, strict=True) if up is level]
        assert all(after[0] - before[1] > 0.49 * heads.size for before, after in pairwise(row))
    for (left, right), column, raised in zip(boxes, columns, heads.raised, strict=True):
        assert left < column < right
        lines = [line for line, up in zip(columns, heads.raised, strict=True) if up]
        assert raised or not any(left - 0.29 * heads.size < line < right + 0.29 * heads.size for line in lines)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_heads_of_every_grid_of_a_story_are_read_from_the_back_row(language: str) -> None:
    """18 of the 768 pixels of a screen's height: 2.34 hundredths."""
    for scene in stories.story(loading.load(), "one_hour", language).scenes:
        if scene.stage.form == "grid":
            assert min(laid.size for laid in scene.stage.laid("Silent")) >= 2.34
