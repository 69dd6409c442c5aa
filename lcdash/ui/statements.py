"""Pieces that several pages draw, made of the dataset's own words."""

from functools import cache
from html import escape

import pandas as pd
import streamlit as st

from lcdash import markup, transforms
from lcdash.dataset import Dataset
from lcdash.wording import Wording


def legend(data: Dataset, say: Wording) -> None:
    """What each symbol means, as a list."""
    st.html(_legend(data, say))


@cache
def _legend(data: Dataset, say: Wording) -> str:
    kinds, appraisals = data.labels("kind", say.language), data.labels("appraisal", say.language)
    states = data.labels("state", say.language)
    words = {
        **kinds,
        "favourable": appraisals["favourable"],
        "limit": appraisals["limit"],
        "nothing": states["nothing"],
        "not_studied": states["not_studied"],
    }
    marks = "".join(f"<li>{markup.symbol(kind, word)}</li>" for kind, word in words.items())
    return f'<ul class="legend" aria-label="{escape(say("legend"))}">{marks}</ul>'


def country_band(data: Dataset, say: Wording) -> None:
    """The limits named for the whole country, with their sources on demand."""
    st.html(_country_band(data, say))


@cache
def _country_band(data: Dataset, say: Wording) -> str:
    claims = transforms.country_limits(data.evidence)
    rows = "".join(
        f"<li>{escape(statement)} {markup.citation(data, source, say)}</li>"
        for statement, source in zip(claims[f"statement_{say.language}"], claims["source"], strict=True)
    )
    title, note = markup.symbol("limit", say("band_title")), escape(say("band_note"))
    return f'<section class="band"><h2>{title}</h2><ul>{rows}</ul><p class="quiet">{note}</p></section>'


def plain_table(frame: pd.DataFrame, caption: str) -> None:
    """A small table as real markup: column names are headers, the first column heads its row."""
    st.html(markup.table(frame, caption))
