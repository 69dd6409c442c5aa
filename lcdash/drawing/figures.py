"""DataFrame in, Plotly figure out. Colours, symbols and typeface come from theme.py; no file or widget is read here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from lcdash.drawing.theme import ACCENT, FONT, INK, PAPER, RULE
from lcdash.language import dates

STILL = {
    "displaylogo": False,
    "showSendToCloud": False,
    "displayModeBar": False,
}  # how every chart is shown: no tool bar, no upload

TITLE_WIDTH = 48  # characters in a line of a title: what fits on a phone at the size of titles


def _titled(figure: go.Figure, title: str, *, height: int, lines_kept: int = 1) -> go.Figure:
    """The look every chart shares; the title says what there is to see, in lines that a phone holds.

    lines_kept  for how many lines of a title there is room at least: charts beside each other stand level.
    """
    lines = wrap(title, TITLE_WIDTH, break_long_words=False, break_on_hyphens=False)
    room = 24 * max(len(lines), lines_kept)
    at = {"x": 0, "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 24}}
    figure.update_layout(
        title={"text": "<br>".join(map(escape, lines)), **at, "font": {"size": 16}},
        font={"family": FONT, "color": INK, "size": 14},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        height=height + room,
        margin={"l": 10, "r": 10, "t": 46 + room, "b": 10},
        showlegend=False,
    )
    figure.update_xaxes(automargin=True, showgrid=False, zeroline=False)
    figure.update_yaxes(automargin=True, gridcolor=RULE, zeroline=False)
    return figure


def thai_members(years: pd.DataFrame, *, title: str, year_label: Callable[[int], str]) -> go.Figure:
    """Draw how many Thai members there were at the end of each year in which one joined, as labelled steps.

    years       one row per year (CE) with `members`.
    year_label  the year as the reader writes it.
    """
    figure = go.Figure(
        go.Scatter(
            x=years["year"],
            y=years["members"],
            mode="lines+markers+text",
            text=years["members"].astype(str),
            textposition="top center",
            line={"shape": "hv", "color": ACCENT, "width": 2},
            marker={"size": 8},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    return _years(_titled(figure, title, height=280, lines_kept=2), years["year"], years["members"], year_label)


def network_totals(
    stated: pd.DataFrame, *, labels: Sequence[str], title: str, year_label: Callable[[int], str]
) -> go.Figure:
    """Draw each total of member cities as one source states it on a date; unconnected, as no source counts a series.

    stated  one row per statement with date (EDTF) and cities.   labels  what stands at each point ("more than 229").
    """
    years = pd.Series([dates.decimal_year(date) for date in stated["date"]])
    ending = years.iloc[-1] - NEAR_YEARS  # what stands at the right edge has room at its left alone
    texts = _apart(years, stated["cities"], labels)
    sides = ["top left" if place % 2 or year > ending else "bottom right" for place, year in enumerate(years)]
    figure = go.Figure(
        go.Scatter(
            x=years,
            y=stated["cities"],
            mode="markers+text",
            text=texts,
            textposition=sides,
            cliponaxis=False,
            marker={"size": 9, "color": ACCENT},
            hoverinfo="skip",
        )
    )
    return _years(
        _titled(figure, title, height=280, lines_kept=2),
        pd.Series(range(int(years.min()), int(years.max()) + 1, 2)),
        stated["cities"],
        year_label,
    )


NEAR_YEARS, NEAR_SHARE = 0.5, 0.03  # points nearer than this, in time and of the highest number, have one label


def _apart(years: pd.Series, values: pd.Series, labels: Sequence[str]) -> list[str]:
    """The labels of points in order of time; where two points lie on each other, the first says what both say."""
    texts: list[str] = []
    for place, label in enumerate(labels):
        near = place and years.iloc[place] - years.iloc[place - 1] < NEAR_YEARS
        if near and abs(values.iloc[place] - values.iloc[place - 1]) < NEAR_SHARE * values.max():
            texts[-1] = f"{texts[-1]} / {label}"
            texts.append("")
        else:
            texts.append(label)
    return texts


def _years(figure: go.Figure, years: pd.Series, values: pd.Series, year_label: Callable[[int], str]) -> go.Figure:
    figure.update_xaxes(tickvals=list(years), ticktext=[year_label(int(year)) for year in years])
    figure.update_xaxes(showline=True, linecolor=RULE)
    figure.update_yaxes(rangemode="tozero", nticks=6, range=[0, float(values.max()) * 1.2])
    return figure
