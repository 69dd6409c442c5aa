"""Cities side by side: choosing them, the topics they share, and their statements facet by facet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from lcdash.content import evidence_map_picture
from lcdash.content.topic_relations import joined
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.evidence import cached_frames, comparing, filtering, standings
from lcdash.html import city_columns, city_sides, markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.ui.shared import filters, page_shell, statements, url_state

FEWEST, MOST = 2, 4
LIKENESS = {"unit": "units", "size": "sizes", "region": "region_nso"}  # key in the link -> column of the traits


def choose(data: Dataset, traits: pd.DataFrame, t: Translations) -> list[str]:
    """Draw the choice of cities and return up to MOST of them, in the order they were chosen.

    traits  one row per city in alphabetical order, as `standings.city_traits` gives it; choosing what cities are like
            only shortens the list.
    """
    names = filtering.names(traits, t.language)
    choices = _likenesses(data, t)
    selection = {key: url_state.many(key, choices[key]) for key in LIKENESS}
    alike = traits[filtering.matching(traits, {LIKENESS[key]: wanted for key, wanted in selection.items()})]
    request = url_state.many("city", names)
    cities, left = request[:MOST], request[MOST:]
    if left:
        url_state.write("city", cities)
    members = set(cached_frames.member_standings(data)["city_id"])
    options = {
        city: name if city in members else t("not_member", city=name)
        for city, name in names.items()
        if city in cities or city in set(alike["city_id"])
    }
    pick, narrow = st.columns([4, 1], vertical_alignment="top")
    with pick:
        filters.pills("city", options, t("choose_cities"), cities)
    if left:
        page_shell.notice(t("too_many", left=joined([names[city] for city in left], t)))
    with narrow, st.popover(t("like_mine"), key="like_mine", width="stretch"):
        st.caption(t("like_mine_help", classes="; ".join(choices["size"].values())))
        if cities:
            _like(traits[traits["city_id"] == cities[0]].iloc[0], names[cities[0]], choices, t)
        for column, key in zip(st.columns(len(LIKENESS)), LIKENESS, strict=True):
            with column:
                filters.pills(key, choices[key], t(f"filter_{key}"), selection[key])
    if any(selection.values()):
        _narrowed(alike, cities, selection, choices, t)
    return cities


def _likenesses(data: Dataset, t: Translations) -> dict[str, dict[str, str]]:
    return {
        "unit": data.labels("member_type", t.language),
        "size": {name: t(f"size_{name}") for name in standings.SIZE_CLASSES},
        "region": data.labels("region_nso", t.language),
    }


def _like(city: Any, name: str, choices: dict[str, dict[str, str]], t: Translations) -> None:
    """Buttons that ask for the kind of unit, the size or the region of one city."""
    statements.line(t("like_city", city=name), "count")
    with st.container(horizontal=True, gap="small", key="like_buttons"):
        for key, column in LIKENESS.items():
            values = city[column] if isinstance(city[column], tuple) else (city[column],)
            text = " / ".join(choices[key][value] for value in values)
            if values:
                label = markup.literal(t(f"like_{key}", value=text))
                st.button(label, key=f"_like_{key}", on_click=url_state.write, args=(key, values))


def _narrowed(
    alike: pd.DataFrame,
    cities: list[str],
    selection: dict[str, list[str]],
    choices: dict[str, dict[str, str]],
    t: Translations,
) -> None:
    """Chips of what narrows the list, and the cities left in it, each a button that puts it beside the others."""
    wishes = [(key, value) for key, values in selection.items() for value in values]
    filters.chips(selection, choices, t)
    addable = alike[~alike["city_id"].isin(cities)]
    if len(cities) == MOST and not addable.empty:
        statements.line(t("listed_full", most=MOST), "count", "status")
        return
    if alike.empty:
        page_shell.notice(t("listed_none", asked=" + ".join(choices[key][value] for key, value in wishes)))
    elif addable.empty:
        statements.line(t("listed_all"), "count", "status")
    else:
        statements.line(t("listed"), "count", "status")
        with st.container(horizontal=True, key="addable", gap="small"):
            for city, name in filtering.names(addable, t.language).items():
                label = markup.literal(f"+ {name}")
                st.button(label, key=f"_add_{city}", on_click=url_state.write, args=("city", [*cities, city]))


def example(data: Dataset, t: Translations) -> list[str]:
    """The two cities that show what a comparison is, where none is chosen; says that they are an example."""
    cities = list(comparing.example(cached_frames.evidence_map(data, t.language)))
    names = data.names("cities", t.language)
    sentence = t("example", cities=joined([names[city] for city in cities], t)) if cities else t("choose_first")
    st.html(macro("compare", "note", sentence))
    return cities


def invite(city: str, t: Translations) -> None:
    """Say that `city`, a name, needs another beside it."""
    st.html(macro("compare", "note", t("choose_second", city=city)))


def show(data: Dataset, cities: Sequence[str], t: Translations) -> None:
    """Draw the columns of `cities`, what they share, and all that is said of them by facet."""
    columns, rest = _drawn(data, tuple(cities), t)
    st.html(columns)
    st.html(rest)


@lru_cache(maxsize=200)  # of some thousand selections
def _drawn(data: Dataset, cities: tuple[str, ...], t: Translations) -> tuple[str, str]:
    return city_columns.columns(data, cities, t), city_sides.everything(data, cities, t)


def picture(data: Dataset, cities: Sequence[str], t: Translations) -> Picture:
    """Their columns of the evidence map as a file; its title says in how many facets each is spoken of."""
    mentioned = comparing.by_mention(cached_frames.evidence_map_of(data, tuple(cities)), cities)
    names = data.names("cities", t.language)
    sentence = t(
        "picture_title",
        cities=joined([names[city] for city in cities], t),
        n=len(mentioned["all"]),
        all=sum(len(rows) for rows in mentioned.values()),
    )
    still = evidence_map_picture.beside(data, cities, sentence, t.language)
    note = evidence_map_picture.note(data, t.language)
    return Picture(f"compare_{'-'.join(cities)}", sentence, still, note=note, width=760)
