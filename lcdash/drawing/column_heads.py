"""The names of narrow columns on two levels: in letters as large as they can be, none near another or a line to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BESIDE, OFF_LINE, INSIDE = 0.5, 0.3, 0.5  # what is free between names, beside a line; how far a line ends in its name
STEP = 0.98  # from one size that is tried to the next


class Heads(NamedTuple):
    """How names stand: the size of their letters, which are on the upper level, and where the middle of each is.

    A name above has a line down to its column, which passes between the names below.
    """

    size: float
    raised: tuple[bool, ...]
    middles: tuple[float, ...]


def laid(widths: Sequence[float], columns: Sequence[float], edges: tuple[float, float], largest: float, least: float,
         first_raised: bool | None = None) -> Heads:  # fmt: skip
    """Lay the names of columns so that every second is raised.

    widths   of the names, in sizes of their letters.   columns  the middles of the columns, from left to right.
    edges    how far names may reach to the left and right, in the unit of `columns`, as are the sizes of letters:
    largest  what is tried first, and `least`, in which names are centred where nothing fits.
    first_raised  whether the first name stands above; without, what gives the larger letters.
    """
    orders = [first_raised] if first_raised is not None else [True, False]
    size = largest
    while size >= least:
        for order in orders:
            raised = tuple((place % 2 == 0) is order for place in range(len(columns)))
            middles = _middles(widths, columns, edges, size, raised)
            if middles is not None:
                return Heads(round(size, 3), raised, middles)
        size *= STEP
    return Heads(least, tuple((place % 2 == 0) is orders[0] for place in range(len(columns))), tuple(columns))


def _middles(
    widths: Sequence[float], columns: Sequence[float], edges: tuple[float, float], size: float, raised: Sequence[bool]
) -> tuple[float, ...] | None:
    """Where the names stand in letters of this size; None where they do not fit."""
    middles = [0.0] * len(columns)
    lines = [column for column, up in zip(columns, raised, strict=True) if up]
    for level in (True, False):
        places = [place for place, up in enumerate(raised) if up is level]
        spans = [_span(widths[place] * size, columns[place], edges, size, () if level else lines) for place in places]
        starts = _starts([widths[place] * size for place in places], spans, [columns[place] for place in places], size)
        if starts is None:
            return None
        for place, start in zip(places, starts, strict=True):
            middles[place] = start + widths[place] * size / 2
    return tuple(middles)


def _span(
    wide: float, column: float, edges: tuple[float, float], size: float, lines: Sequence[float]
) -> tuple[float, float]:
    """Between which places a name may begin: over its column, off the lines beside it, within the edges."""
    inside = min(INSIDE * size, wide / 2)
    before = [line + OFF_LINE * size for line in lines if line < column]
    after = [line - OFF_LINE * size - wide for line in lines if line > column]
    return max(edges[0], column - wide + inside, *before), min(edges[1] - wide, column - inside, *after)


def _starts(
    widths: Sequence[float], spans: Sequence[tuple[float, float]], columns: Sequence[float], size: float
) -> list[float] | None:
    """Where the names of a level begin: as near to the middle of their columns as the others let them."""
    firsts: list[float] = []
    free = float("-inf")
    for wide, (first, last) in zip(widths, spans, strict=True):
        firsts.append(max(first, free))
        if firsts[-1] > last:
            return None
        free = firsts[-1] + wide + BESIDE * size
    starts = [0.0] * len(firsts)
    free = float("inf")
    for place in reversed(range(len(firsts))):
        wide, last = widths[place], spans[place][1]
        wanted = min(columns[place] - wide / 2, last, free - BESIDE * size - wide)
        starts[place] = max(wanted, firsts[place])
        free = starts[place]
    return starts
