"""Pieces that several pages draw, made of the dataset's own words."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Literal

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content.marks import Mark
from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.drawing.theme import SYMBOLS
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.ui.shared import url_state


def legend(data: Dataset, t: Translations) -> None:
    """What each mark means, as a list."""
    st.html(_legend(data, t))


@cache
def _legend(data: Dataset, t: Translations) -> Markup:
    states, appraisals = data.labels("state", t.language), data.labels("appraisal", t.language)
    kinds = data.labels("kind", t.language) | {"limit": appraisals["limit"]}
    marks = [Mark(SYMBOLS[kind], word, kind) for kind, word in kinds.items()]
    marks.append(Mark(SYMBOLS["asset"], appraisals["favourable"], "asset", favourable=True))
    planned = Translations("evidence_map", t.language)("key_planned")  # as the key of the comparison above says it
    marks.append(Mark(SYMBOLS["direction"], planned, "direction", planned=True))
    marks += [Mark(SYMBOLS[state], states[state], state) for state in ("nothing", "not_studied")]
    return macro("signs", "legend", marks, t)


def plain_table(frame: pd.DataFrame, caption: str) -> None:
    """A small table as real markup: column names are headers, the first column heads its row."""
    st.html(markup.table(frame, caption))


def only_one(ids: Collection[str], t: Translations) -> str | None:
    """The entry that the link asks for by `id`, with the way back to all of them; None where it asks for none."""
    open_id = url_state.one("id", ids)
    if open_id:
        st.button(t("see_all"), key="_see_all", type="tertiary", on_click=url_state.clear, args=("id",))
    return open_id


def line(text: str, kind: str, role: str = "", width: Literal["stretch", "content"] = "stretch") -> None:
    """A line by which a page speaks to its reader: `kind` is its class, `role` how it is read out."""
    st.html(macro("line", "line", text, kind, role), width=width)


def lead(text: str) -> None:
    """What a page or a part of it is for."""
    line(text, "lead")


def quiet(text: str) -> None:
    """A remark beside what a page shows."""
    line(text, "quiet")


def note(text: str) -> None:
    """A sentence without which what follows would be misread."""
    line(text, "answer", "note")


def entry(part: str, entry_id: str, summary: str, body: Markup, t: Translations, *, expanded: bool) -> Markup:
    """One folded entry of a part of the data page, with an address of its own."""
    link = address("data", t.language, part=part, id=entry_id)
    return macro("entry", "entry", summary, body, link, t("link_to_this"), expanded)


def linked(text: str, url: str) -> Markup:
    """A text with `url` as a link, in the text or after it."""
    if not url:
        return Markup().join((text,))
    before, after = text.split(url, 1) if url in text else (f"{text} ", "")
    return Markup().join((before, markup.to_the_web(url), after))


def table_titles(data: Dataset, t: Translations) -> dict[str, str]:
    """Table -> its title in the reader's language."""
    return {resource["name"]: descriptor.title(resource, t.language) for resource in data.descriptor["resources"]}
