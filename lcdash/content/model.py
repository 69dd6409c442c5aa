"""What a view says, without a medium: page, handout and slides draw from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from lcdash.content.marks import Mark

if TYPE_CHECKING:
    import plotly.graph_objects as go


Asked = Mapping[str, tuple[str, ...]]
DRAWN = ("exact", "approximate", "street")  # of these a point is known that is the place's own


class Said(NamedTuple):
    """A statement.

    who     the cities or the organisation it is of; "" where the heading above says it.
    marks   what stands before it: symbol, word and the name of its colour in look.COLOURS ("plain" for none).
    remark  what has to be seen with it: that sources differ, who speaks, that this project corrected it; "" for none.
    source  its `source` cell.
    """

    who: str
    words: str
    marks: tuple[Mark, ...] = ()
    remark: str = ""
    source: str = ""


class Group(NamedTuple):
    """Statements under a heading ("" for none); `note` stands in their place or after them."""

    title: str
    rows: tuple[Said, ...]
    note: str = ""


class Table(NamedTuple):
    """A table of text: column names are headers, the first column heads its row.

    source  the `source` cells of its rows.
    """

    caption: str
    frame: pd.DataFrame
    source: tuple[str, ...]


class Chart(NamedTuple):
    """A Plotly figure that bears its own title (`caption`), with the table of the same values."""

    caption: str
    figure: go.Figure
    frame: pd.DataFrame
    source: tuple[str, ...]


class Picture(NamedTuple):
    """A map that stands still: one <svg> element as text. `legend` is colour and word of each class."""

    caption: str
    svg: str
    source: tuple[str, ...]
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Content:
    """What a scene shows: at most one picture or chart, and the tables and statements beside or below it."""

    picture: Picture | None = None
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.picture or self.chart or self.tables or self.groups)

    @property
    def cited(self) -> list[str]:
        """The `source` cells of all that is shown, each once, in order."""
        drawn = [part.source for part in (self.picture, self.chart, *self.tables) if part]
        said = [row.source for group in self.groups for row in group.rows]
        return list(dict.fromkeys(cell for cells in [*drawn, said] for cell in cells if cell))
