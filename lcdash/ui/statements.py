"""Pieces of a page that are made of the dataset's own words: bands, legends, tables. All text is escaped here."""
from html import escape

import pandas as pd
import streamlit as st

from lcdash import look, references
from lcdash.dataset import Dataset
from lcdash.wording import Wording


def symbol(kind: str, word: str) -> str:
    """A symbol and its word as HTML, in the colour of its meaning."""
    return f'<span class="{kind}"><span class="symbol" aria-hidden="true">{look.SYMBOLS[kind]}</span>{escape(word)}</span>'


def citation(data: Dataset, source: str, say: Wording) -> str:
    """The citations of a `source` cell as HTML, folded until asked for."""
    lines = "".join(f"<div>{escape(line)}</div>" for line in references.full(data, source, say.language))
    return f'<details class="cite"><summary>{escape(say("source"))}</summary>{lines}</details>'


def legend(data: Dataset, say: Wording) -> None:
    """What each symbol means, as a list."""
    kinds, appraisals = data.labels("kind", say.language), data.labels("appraisal", say.language)
    states = data.labels("state", say.language)
    words = {**kinds, "favourable": appraisals["favourable"], "limit": appraisals["limit"],
             "nothing": states["nothing"], "not_studied": states["not_studied"]}
    marks = "".join(f"<li>{symbol(kind, word)}</li>" for kind, word in words.items())
    st.html(f'<ul class="legend" aria-label="{escape(say("legend"))}">{marks}</ul>')


def country_band(data: Dataset, claims: pd.DataFrame, say: Wording) -> None:
    """The limits named for the whole country, with their sources on demand."""
    rows = "".join(
        f"<li>{escape(statement)} {citation(data, source, say)}</li>"
        for statement, source in zip(claims[f"statement_{say.language}"], claims["source"], strict=True))
    mark = symbol("limit", say("band_title"))
    st.html(f'<section class="band"><h2>{mark}</h2><ul>{rows}</ul><p class="quiet">{escape(say("band_note"))}</p></section>')


def plain_table(frame: pd.DataFrame, caption: str) -> None:
    """A small table as real markup: column names are headers, the first column heads its row."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>' + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:]) + "</tr>"
        for row in frame.itertuples(index=False))
    st.html(f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="plain">'
            f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def unit_words(data: Dataset, units: tuple[str, ...], disputed: bool, say: Wording) -> str:
    """In whose name a city is a member: "จังหวัด", or "จังหวัด / เทศบาลเมือง (แหล่งข้อมูลระบุไม่ตรงกัน)"."""
    labels = data.labels("member_type", say.language)
    named = " / ".join(labels[unit] for unit in units)
    return f"{named} ({say('disputed')})" if disputed else named
