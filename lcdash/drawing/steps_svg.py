"""A count that grows, as steps true to time: how far apart they stand is how much time lay between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme

WIDTH, HEIGHT = 620.0, 600.0
COUNT, YEAR = 52.0, 33.0  # letters of counts, of years
LEFT, RIGHT, TOP, BOTTOM = 50.0, 40.0, 80.0, 60.0
GAP = 8.0  # between two years on one level


class Step(NamedTuple):
    """`members` from `when` (in years) on; `words` for the year; `build`, at which press of the key it comes."""

    when: float
    members: int
    words: str
    build: int = 0


def in_years(day: str) -> float:
    """A date ("2019-07-17", or its beginning) in years."""
    year, month, of_month = [*map(int, day.split("-")), 1, 1][:3]
    return year + (date(year, month, of_month) - date(year, 1, 1)).days / 366


def svg(steps: Sequence[Step], *, title: str) -> str:
    """The steps in their order, each with its count above it and its year below the axis.

    Returns  one <svg> element as text, everything from data escaped.
    """
    first, last = steps[0].when, steps[-1].when
    most = max(step.members for step in steps)
    foot = HEIGHT - BOTTOM

    def at(when: float, count: float) -> tuple[float, float]:
        share = (when - first) / (last - first) if last > first else 0.0
        return round(LEFT + share * (WIDTH - LEFT - RIGHT - COUNT), 1), round(foot - (foot - TOP) * count / most, 1)

    drawn, ends = [], [-1e9, -1e9]
    for place, step in enumerate(steps):
        x, y = at(step.when, step.members)
        before = at(step.when, steps[place - 1].members)[1] if place else foot
        until = at(steps[place + 1].when, 0)[0] if place + 1 < len(steps) else WIDTH - RIGHT / 2
        wide = text_metrics.width(step.words, YEAR) * text_metrics.SPARE
        level = 0 if x - wide / 2 >= ends[0] + GAP else 1
        ends[level] = x + wide / 2
        build = f' data-build="{step.build}"' if step.build else ""
        drawn.append(
            f'<g class="step"{build}><path d="M{x} {foot}V{y}H{until}V{foot}Z" fill="{theme.OWN}"/>'
            f'<path d="M{x} {before}V{y}H{until}" fill="none" stroke="{theme.ACCENT}" stroke-width="5"/>'
            f'<text x="{x}" y="{y - 12}" font-size="{COUNT:g}" font-weight="700" fill="{theme.ACCENT}">'
            f'{step.members}</text><text x="{x}" y="{foot + YEAR * (1.2 + level * 1.1):.1f}" text-anchor="middle">'
            f"{escape(step.words)}</text></g>"
        )
    low = YEAR * 1.1 if ends[1] > 0 else 0.0
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT + low:.0f}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><path d="M{LEFT - 20} {foot}H{WIDTH}" fill="none" '
        f'stroke="{theme.QUIET}" stroke-width="2"/>'
        f'<g font-family="{theme.FONT}" font-size="{YEAR:g}" fill="{theme.INK}">{"".join(drawn)}</g></svg>'
    )
