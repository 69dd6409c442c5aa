"""What a view says in words, without a medium: the page and the handout draw from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from lcdash.content.marks import Mark
from lcdash.dataset.loading import Dataset
from lcdash.language.translations import Translations

Choices = Mapping[str, tuple[str, ...]]
DRAWN = ("exact", "approximate", "street")  # of these a point is known that is the place's own


class At(NamedTuple):
    """What a view is made of and for: its state, and the member in whose city the story is told ("" for none)."""

    data: Dataset
    request: Choices
    host: str
    t: Translations


class Statement(NamedTuple):
    """A statement.

    who     the cities or the organisation it is of; "" where the heading above says it.
    marks   what stands before it: symbol, word and the name of its colour in theme.COLOURS ("plain" for none).
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
    rows: tuple[Statement, ...]
    note: str = ""


class Table(NamedTuple):
    """A table of text: column names are headers, the first column heads its row.

    source  the `source` cells of its rows.
    """

    caption: str
    frame: pd.DataFrame
    source: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """What is read of a scene: its tables and statements."""

    tables: tuple[Table, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.tables or self.groups)

    @property
    def cited(self) -> list[str]:
        """The `source` cells of all that is said, each once, in order."""
        cells = [*(cell for table in self.tables for cell in table.source)]
        cells += [row.source for group in self.groups for row in group.rows]
        return [cell for cell in dict.fromkeys(cells) if cell]
