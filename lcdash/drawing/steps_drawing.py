"""A count that grows, as steps true to time: how far apart they stand is how much time lay between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import Drawing, Group, Ink, Shape, Words, area, build, line

WIDTH, HEIGHT = 620.0, 600.0
COUNT, YEAR = 52.0, 31.0  # letters of counts, of years
LEFT, RIGHT, TOP, BOTTOM = 50.0, 16.0, 80.0, 60.0
GAP = 8.0  # between two years on one level


class TimeStep(NamedTuple):
    """`members` from `when` (in years) on; `words` for the year; `build`, at which press of the key it comes."""

    when: float
    members: int
    words: str
    build: int = 0


def in_years(day: str) -> float:
    """A date ("2019-07-17", or its beginning) in years."""
    year, month, of_month = [*map(int, day.split("-")), 1, 1][:3]
    return year + (date(year, month, of_month) - date(year, 1, 1)).days / 366


def picture(steps: Sequence[TimeStep], *, title: str) -> Drawing:
    """The steps in their order, each with its count above it and its year below the axis."""
    first, last = steps[0].when, steps[-1].when
    most = max(step.members for step in steps)
    foot = HEIGHT - BOTTOM

    def at(when: float, count: float) -> tuple[float, float]:
        share = (when - first) / (last - first) if last > first else 0.0
        return round(LEFT + share * (WIDTH - LEFT - RIGHT - COUNT), 1), round(foot - (foot - TOP) * count / most, 1)

    shapes: list[Shape] = [line(((LEFT - 20, foot), (WIDTH, foot)), theme.QUIET, 2)]
    ends = [-1e9, -1e9]
    for place, step in enumerate(steps):
        x, y = at(step.when, step.members)
        before = at(step.when, steps[place - 1].members)[1] if place else foot
        until = at(steps[place + 1].when, 0)[0] if place + 1 < len(steps) else WIDTH - RIGHT / 2
        wide = text_metrics.width(step.words, YEAR) * text_metrics.SPARE
        level = 0 if x - wide / 2 >= ends[0] + GAP else 1
        ends[level] = x + wide / 2
        parts = (
            area(((x, foot), (x, y), (until, y), (until, foot)), Ink(theme.OWN)),
            line(((x, before), (x, y), (until, y)), theme.ACCENT, 5),
            Words(str(step.members), x, y - 12, COUNT, theme.ACCENT, weight=700),
            Words(step.words, x, foot + YEAR * (1.2 + level * 1.1), YEAR, anchor="middle"),
        )
        shapes.append(Group(parts, marks=(("class", "step"), *build(step.build))))
    low = YEAR * 1.1 if ends[1] > 0 else 0.0
    return Drawing(title, 0, 0, WIDTH, round(HEIGHT + low), tuple(shapes))
