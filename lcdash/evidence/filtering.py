"""Rows of a table that a reader asks for, and the order and names in which they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]  # True or False per row


def matching(frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], query: str = "") -> pd.Series:
    """Which rows a filter shows.

    selection  column -> the values asked for; a row matches a column if it holds one of them (a list column: if any of
               its items is one), and has to match every column that asks for something.
    query      free text in either language; every word of it has to stand somewhere in the row's text columns.

    Returns  True or False per row of `frame`, with its index.
    """
    return pd.Series(_all(frame, _matching_each(frame, selection, query).values()), index=frame.index)


def _matching_each(frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], query: str) -> dict[str, Mask]:
    """Which rows each column that asks for something lets through; under "" those that hold the words."""
    masks = {}
    for column, wanted in selection.items():
        if wanted:
            codes = frozenset(wanted)
            cells = _cells(frame, column)
            masks[column] = np.fromiter(
                (not codes.isdisjoint(own) for own in cells)
                if _lists(frame, column)
                else map(codes.__contains__, cells),
                dtype=bool,
                count=len(cells),
            )
    if query.strip():
        columns = [name for name in frame.columns if name.endswith(("_th", "_en"))]
        texts = [" ".join(row).casefold() for row in frame[columns].itertuples(index=False, name=None)]
        masks[""] = np.array([all(word in text for word in query.casefold().split()) for text in texts], dtype=bool)
    return masks


def _all(frame: pd.DataFrame, masks: Iterable[Mask]) -> Mask:
    whole = np.ones(len(frame), dtype=bool)
    for mask in masks:
        whole &= mask
    return whole


def _cells(frame: pd.DataFrame, column: str) -> list[Any]:
    """The cells of a column, a tuple of texts each in a list column, else a text."""
    cells: list[Any] = frame[column].to_numpy(dtype=object).tolist()
    return cells


def _lists(frame: pd.DataFrame, column: str) -> bool:
    """Whether the cells of a column are lists: asked once a column, as there are ten thousand spaces."""
    return len(frame) > 0 and isinstance(frame[column].iat[0], tuple)


def remaining(
    frame: pd.DataFrame, selection: Mapping[str, Sequence[str]], columns: Iterable[str], query: str = ""
) -> dict[str, Mapping[str, int]]:
    """For each of `columns` and each of its values: how many rows would be shown if it alone were chosen in that
    column, other filters unchanged."""
    each = _matching_each(frame, selection, query)
    counts: dict[str, Mapping[str, int]] = {}
    for column in columns:
        rest = _all(frame, (mask for name, mask in each.items() if name != column))
        cells = compress(_cells(frame, column), rest.tolist())
        codes = Counter(chain.from_iterable(cells) if _lists(frame, column) else cells)
        counts[column] = {code: n for code, n in codes.items() if code}
    return counts


def by_name(frame: pd.DataFrame, language: str, column: str = "name") -> pd.DataFrame:
    """The rows of `frame` in the order of their names, as a Thai dictionary has it or as the English alphabet."""
    names = frame[f"{column}_{language}"]
    if language == "th":
        from pythainlp.util import collate

        ordered = collate(list(names))
    else:
        ordered = sorted(names, key=str.casefold)
    rank = {name: place for place, name in enumerate(ordered)}
    return frame.iloc[names.map(rank).argsort(kind="stable")]


def names(frame: pd.DataFrame, language: str, column: str = "name") -> dict[str, str]:
    """Id -> name in `language`, in the order of `frame`, whose first column of ids is its own."""
    own = next(name for name in frame.columns if name.endswith("_id"))
    return dict(zip(frame[own], frame[f"{column}_{language}"], strict=True))


def holding(frame: pd.DataFrame, column: str, *items: str) -> pd.DataFrame:
    """The rows whose list in `column` holds one of `items`; none, with every column, of a table without rows."""
    return frame[frame[column].map(lambda own: not set(items).isdisjoint(own)).astype(bool)]
