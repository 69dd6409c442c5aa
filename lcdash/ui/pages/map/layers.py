"""What the map shows: its members, the learning spaces, or one topic; what its marks mean, what stands beside it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import folium
import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash import site
from lcdash.content import city_places, topic_map
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing import theme
from lcdash.evidence import cached_frames, filtering
from lcdash.evidence.evidence_map import MARKS
from lcdash.evidence.places import CityPlace
from lcdash.html import city_map as drawing
from lcdash.html import folium_map
from lcdash.html.rendering import macro, render
from lcdash.language.translations import Translations
from lcdash.ui.components.components import component, sent_by
from lcdash.ui.pages.map import city_map, city_panel
from lcdash.ui.shared import map_frame, space_marks, url_state
from lcdash.ui.shared.selectable_html import selectable

HERE = Path(__file__).parent
SWITCH = "layer_switch"
LAYERS = ("members", "spaces", "topic")
KEPT = 100  # of what is written of a topic, how much is kept for the next reader
OWN = ("layer", "theme", "space")  # what the link holds of them


class Layer(NamedTuple):
    """One of LAYERS; `theme` is the topic it shows, "" in the others."""

    name: str
    theme: str = ""


def choose(data: Dataset, t: Translations) -> Layer:
    """The switch between the layers, and the choice of a topic beside it; each act is one step of the history."""
    name = url_state.one("layer", LAYERS) or LAYERS[0]
    component("layer_switch", folder=HERE)(
        key=SWITCH,
        data={"label": t("layer"), "layers": [[layer, t(f"layer_{layer}")] for layer in LAYERS], "chosen": name},
        on_layer_change=_switch,
    )
    if name != "topic":
        return Layer(name)
    topics = filtering.names(filtering.by_name(data.themes, t.language), t.language)
    if not topics:
        return Layer(LAYERS[0])
    query = url_state.one("theme", topics) or next(iter(topics))
    st.session_state[url_state.widget_key("theme")] = query
    st.selectbox(
        t("filter_theme"),
        list(topics),
        format_func=topics.__getitem__,
        key=url_state.widget_key("theme"),
        placeholder=t("choose"),
        label_visibility="collapsed",
        on_change=url_state.from_widget,
        args=("theme",),
    )
    return Layer(name, query)


def _switch() -> None:
    name = sent_by(SWITCH, "layer")
    if name in LAYERS:
        url_state.replace(OWN, {} if name == LAYERS[0] else {"layer": [name]})


# Learning spaces


def spaces(data: Dataset, t: Translations) -> folium.FeatureGroup:
    """The learning spaces whose place is known."""
    wording = Translations("spaces", t.language)
    return space_marks.group(data, cached_frames.spaces(data), wording, whole=t("whole"))


def meanings_of_spaces(data: Dataset, t: Translations) -> list[tuple[Markup, str]]:
    """What the marks of the spaces mean."""
    return space_marks.meanings(space_marks.drawn(cached_frames.spaces(data)), Translations("spaces", t.language))


def take(data: Dataset, choice: str) -> None:
    """Open the city of what was chosen, and the space itself where it is one: "<city>|<space>", or the id of a mark."""
    city, _, space = choice.partition("|")
    if "|" not in choice and city not in set(data.cities["city_id"]):
        kind, _, city = choice.partition(".")
        if kind not in ("city", "somewhere"):
            homes = dict(zip(data.spaces["space_id"], data.spaces["city_id"], strict=True))
            space, city = choice, homes.get(choice, choice)  # one nobody knows is named where the link is read
    url_state.replace(city_panel.OWN, {"id": [city]} | ({"space": [space]} if space else {}))


def list_of_spaces(data: Dataset, t: Translations) -> None:
    """All spaces by city, each a way into its city."""
    selectable(_spaces_by_city(data, t), "spaces_by_city", take=lambda choice: take(data, choice))


@cache
def _spaces_by_city(data: Dataset, t: Translations) -> str:
    reachable = set(cached_frames.places(data, t.language)["city_id"])
    own = cached_frames.cities_with_spaces(data, t.language)
    few = len(data.spaces) <= space_marks.MANY
    entries = [
        (row.city_id, t.of(row, "name"), city_places.places(data, row.city_id, t) if few else None)
        for row in records.each(own, records.City)
    ]

    def address(city: str) -> str:
        return site.address("map", t.language, id=city, layer="spaces")

    return render("map_spaces", t=t, cities=entries, reachable=reachable, address=address)


# A topic


def topic(data: Dataset, places: pd.DataFrame, theme_id: str, tiles: str, t: Translations) -> folium.FeatureGroup:
    """The cities by what the documents say of a topic: presence and kinds, never how much."""
    statement = topic_map.said(data, theme_id, places["city_id"])
    text, kinds = data.labels("state", t.language), _kinds(data, t)
    texts = {
        row.city_id: [
            t.of(row, "name"),
            text[statement[row.city_id].state],
            *(kinds[mark] for mark in statement[row.city_id].marks),
        ]
        for row in records.each(places, CityPlace)
    }
    states = [statement[city].state for city in places["city_id"]]
    # A topic is none of units: every city has one shape, hatched where it lies outside the study.
    forms = ["striped municipality" if state == topic_map.OUTSIDE else "municipality" for state in states]
    return drawing.cities(
        places.assign(topic=states, form=forms, disputed=False, units=[()] * len(places)),
        map_frame.shapes(data),
        _classes(text),
        by="topic",
        texts=texts,
        below={
            city: Markup().join(macro("mark", "mark", mark) for mark in group.marks)
            for city, group in statement.items()
        },
        labels=city_map.spoken(t),
        nearest=folium_map.TOWN_ZOOM if tiles else folium_map.COUNTRY_ZOOM,
    )


def _classes(labels: dict[str, str]) -> dict[str, drawing.Kind]:
    looks = {
        topic_map.REPORTED: ("", theme.ACCENT),
        topic_map.SILENT: ("–", theme.HOLLOW),
        topic_map.OUTSIDE: ("", theme.HOLLOW),
    }
    return {state: drawing.Kind(state, labels[state], letter, colour) for state, (letter, colour) in looks.items()}


def _kinds(data: Dataset, t: Translations) -> dict[str, str]:
    return data.labels("kind", t.language) | {"limit": data.labels("appraisal", t.language)["limit"]}


def meanings_of_topic(data: Dataset, t: Translations) -> list[tuple[Markup, str]]:
    """What the marks of a topic mean: the states of cities, then the kinds of statements."""
    kinds, classes = _kinds(data, t), _classes(data.labels("state", t.language))
    rows = [
        (drawing.pin([item], "striped municipality" if state == topic_map.OUTSIDE else "municipality"), item.word)
        for state, item in classes.items()
    ]
    return rows + [(macro("mark", "shape", mark), kinds[mark]) for mark in MARKS]


def on_topic(data: Dataset, theme_id: str, t: Translations, city_id: str | None = None) -> None:
    """Every statement on the topic, by city; with `city_id` those of this city, or that there is none."""
    page = _statements(data, theme_id, city_id, t)
    selectable(page, "on_topic", take=lambda choice: url_state.replace(city_panel.OWN, {"id": [choice]}))


@lru_cache(KEPT)
def _statements(data: Dataset, theme_id: str, city_id: str | None, t: Translations) -> Markup:
    row = records.first(data.themes[data.themes["theme_id"] == theme_id], records.Theme)
    silent = []
    if city_id is None:
        names = filtering.names(cached_frames.studied(data, t.language, others=False), t.language)
        group = topic_map.said(data, theme_id, names)
        silent = [name for city, name in names.items() if group[city].state == topic_map.SILENT]
    return render(
        "map_topic",
        t=t,
        topic=t.of(row, "name"),
        definition="" if city_id else t.of(row, "definition"),
        sections=topic_map.sections(data, theme_id, t, city_id),
        silent=silent,
        linked=city_id is None,
        reachable=set() if city_id else set(cached_frames.places(data, t.language)["city_id"]),
    )
