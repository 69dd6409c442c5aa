"""DataFrame in, Plotly figure out. Colours, symbols and typeface come from look.py; nothing here reads a file or a widget."""
from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from lcdash import look


def _titled(figure: go.Figure, title: str, *, height: int) -> go.Figure:
    """The look every chart shares; the title says what there is to see."""
    figure.update_layout(
        title={"text": title, "x": 0, "xanchor": "left", "font": {"size": 16}}, font={"family": look.FONT, "color": look.INK, "size": 14},
        paper_bgcolor=look.PAPER, plot_bgcolor=look.PAPER, height=height, margin={"l": 10, "r": 10, "t": 70, "b": 10}, showlegend=False,
    )
    figure.update_xaxes(automargin=True, showgrid=False, zeroline=False)
    figure.update_yaxes(automargin=True, gridcolor=look.RULE, zeroline=False)
    return figure


def theme_presence(presence: pd.DataFrame, *, themes: Mapping[str, str], cities: Mapping[str, str], title: str,
                   named: str, limit: str) -> go.Figure:
    """Draw themes down and cities across, one mark where the documents name a theme for a city.

    presence  one row per (theme_id, city_id) with `limit`, as transforms.theme_presence gives it.
    themes    theme_id -> label, in the order from top to bottom.   cities  city_id -> label, from left to right.
    named     what a filled mark means, `limit` what an open triangle means (named only as a limit): the words of the hover.

    Returns  a new figure of two traces, one per mark; presence only, so no mark is larger than another.
    """
    figure = go.Figure()
    for flag, symbol, colour, words in ((False, "circle", look.ACCENT, named), (True, "triangle-up-open", look.COLOURS["limit"], limit)):
        rows = presence[presence["limit"] == flag]
        figure.add_scatter(
            x=[cities[city] for city in rows["city_id"]], y=[themes[theme] for theme in rows["theme_id"]], mode="markers", name=words,
            marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2}}, hovertemplate="%{y}<br>%{x}<br>" + words + "<extra></extra>",
        )
    drawn = [label for theme, label in themes.items() if theme in set(presence["theme_id"])]
    figure = _titled(figure, title, height=150 + 30 * len(drawn))
    figure.update_xaxes(categoryorder="array", categoryarray=list(cities.values()), side="top", range=[-0.5, len(cities) - 0.5])
    figure.update_yaxes(categoryorder="array", categoryarray=drawn[::-1])
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.02, "x": 0})
    return figure
