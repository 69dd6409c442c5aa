"""What a city's brief says, without a medium: each section as values, its statements with the `source` cells they cite.

Nothing here compares cities by a count: each section says what the sources say of this city, and where they are silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from lcdash.content.marks import Mark


class Remark(NamedTuple):
    """A quiet remark after a statement; `target` is the id of the disagreement in this brief it leads to, or ""."""

    words: str
    target: str = ""


@dataclass(frozen=True)
class BriefLine:
    """A row of the dataset in a list.

    name     in bold; `ours` where it is this project's translation, `short` what stands in brackets after it.
    words    instead of a name.
    facts    what is told after it, each after a dot.
    remarks  what has to be seen with it; `own` is said right after the name.
    source   its `source` cell.
    reason   why it stands here.
    number   of its mark in the drawing, 0 for none; `near` where the mark is near the place, not at it.
    within   what lies in it.
    """

    source: str
    name: str = ""
    ours: bool = False
    short: str = ""
    words: str = ""
    facts: tuple[str, ...] = ()
    own: str = ""
    remarks: tuple[Remark, ...] = ()
    reason: str = ""
    number: int = 0
    near: bool = False
    within: tuple[BriefLine, ...] = ()


class Terms(NamedTuple):
    """Lines under their terms, a term without any left out.

    nothing  the sentence in their place where there is no row at all.
    note     what is said before them.   star  what the star at a name means, "" where none bears one.
    """

    terms: tuple[tuple[str, tuple[BriefLine, ...]], ...]
    nothing: str = ""
    note: str = ""
    star: str = ""


class Lines(NamedTuple):
    """A list, or the sentence in its place."""

    lines: tuple[BriefLine, ...]
    nothing: str


class About(NamedTuple):
    """A part of what a city says it is about."""

    part: str
    text: str
    remarks: tuple[Remark, ...]
    source: str


class Glance(NamedTuple):
    """The first thing read. `limits` are rows of evidence; `outside` says that the study does not cover the city."""

    lead: str
    about: tuple[About, ...]
    no_vision: str
    outside: str
    limits: pd.DataFrame
    limits_words: str


class BriefStanding(NamedTuple):
    """In whose name it is a member, who leads, its other titles, where it is, its office on the web ("" for none)."""

    units: tuple[BriefLine, ...]
    lead: str
    leads: Terms
    titles: Lines
    place: str
    website: str
    website_of: str


class BriefFacet(NamedTuple):
    """A facet, or "printed here" where the study names none, with the rows of evidence in it."""

    name: str
    claims: pd.DataFrame


class BriefFactor(NamedTuple):
    """A factor; `national` are the limits of the whole country in it."""

    name: str
    facets: tuple[BriefFacet, ...]
    national: pd.DataFrame


class Factors(NamedTuple):
    """What the study says of a city; `silence` is the mark of a facet of which it says nothing."""

    note: str
    factors: tuple[BriefFactor, ...]
    silence: Mark


class BriefBlock(NamedTuple):
    """A building block of UNESCO's: what is there, as of when, and what the source says is missing, in which mood."""

    name: str
    exists: str
    as_of: str
    remarks: tuple[Remark, ...]
    source: str
    note: str
    mood: Mark
    missing: str


class Elsewhere(NamedTuple):
    """What other sources say of a city that was not studied."""

    mark: Mark
    note: str
    factors: tuple[BriefFacet, ...]
    nothing: str
    national: pd.DataFrame


class Answers(NamedTuple):
    """A limit, and what speaks to it elsewhere."""

    limit: str
    lines: tuple[BriefLine, ...]


class SamePeople(NamedTuple):
    """A need, and the programmes of other cities for all the people it is about."""

    need: str
    why: str
    lines: tuple[BriefLine, ...]


class Learn(NamedTuple):
    """Whom to learn from and why; `none` says that no limit is named, and `national` stands in their place."""

    mark: Mark
    limits: tuple[Answers, ...]
    needs: tuple[SamePeople, ...]
    none: str
    national: tuple[Answers, ...]


class BriefFigure(NamedTuple):
    """A number in words: what it counts, how much of which unit, of which place, in which year."""

    cells: tuple[str, ...]
    remarks: tuple[Remark, ...]
    source: str


class Figures(NamedTuple):
    """A table of numbers, or the sentence in its place."""

    heads: tuple[str, ...]
    rows: tuple[BriefFigure, ...]
    caption: str
    nothing: str
