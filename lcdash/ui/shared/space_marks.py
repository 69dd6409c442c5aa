"""The learning spaces as every page draws them on a map: their marks, what these are called and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from lcdash.content.marks import UNSURE
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering, places
from lcdash.evidence.places import SomewhereInCity
from lcdash.html import space_map
from lcdash.language.translations import Translations

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

MANY = 500  # more than these are drawn and listed by city: nobody reads so many, and no browser draws them at once


def drawn(selection: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The spaces that have marks of their own; none where they are too many."""
    return selection.iloc[:0] if len(selection) > MANY else selection


def group(data: Dataset, selection: gpd.GeoDataFrame, t: Translations, *, whole: str = "") -> folium.FeatureGroup:
    """The marks of these spaces, as far as a place is known; `t` are the words of the page of spaces.

    whole  the words of a button that leads back to the whole country, where a mark of several opens their city; "":
           the map shows only where these spaces are, and such a mark leads nearer.
    """
    cities = data.names("cities", t.language)
    own = drawn(selection)
    gathered = data.cities[data.cities["city_id"].isin(selection["city_id"]) & (len(selection) > MANY)]
    somewhere = places.somewhere_in_city(own, data.cities)
    labels = {key: t(f"map_{key}") for key in ("title", "group", "zoom_in", "zoom_out", "whole", "km", "m")}
    return space_map.space_map(
        own,
        somewhere,
        gathered=gathered,
        texts=_told(data, own, somewhere, t)
        | {f"city.{city_id}": [cities[city_id], t("several_here")] for city_id in gathered["city_id"]},
        cities=cities,
        labels=labels | {"language": t.language} | ({"whole": whole, "opens": "city"} if whole else {}),
        whole=bool(whole),
    )


def _told(data: Dataset, selection: pd.DataFrame, somewhere: pd.DataFrame, t: Translations) -> dict[str, list[str]]:
    """What the marks are called: space_id, or `somewhere.<city_id>`, -> its name and the rest, as plain text."""
    kinds, precisions = data.labels("space_kind", t.language), data.labels("precision", t.language)
    cities, confidences = data.names("cities", t.language), data.labels("confidence", t.language)
    names = filtering.names(selection, t.language)
    texts = {
        row.space_id: [
            names[row.space_id],
            f"{cities[row.city_id]} · {kinds[row.kind]}",
            *([t("place_is", precision=precisions[row.precision])] if row.precision else []),
            *([confidences[row.confidence]] if row.confidence in UNSURE else []),
            *([t("added_by_editors")] if row.added_by == "editors" else []),
        ]
        for row in records.each(selection, records.Space)
    }
    for row in records.each(somewhere, SomewhereInCity):
        group = [names[space_id] for space_id in row.space_ids]
        texts[f"somewhere.{row.city_id}"] = [t("somewhere", city=cities[row.city_id]), *group]
    return texts


def meanings(selection: pd.DataFrame, t: Translations) -> list[tuple[Markup, str]]:
    """The marks that are on the map, as HTML, each with its words."""
    names = places.named(selection)
    rows = [
        (space_map.spot(form), t(f"mark_{form}"))
        for form, precisions in (("exact", ["exact"]), ("approximate", ["approximate", "street"]), ("city", ["city"]))
        if (selection if form == "city" else names)["precision"].isin(precisions).any()
    ]
    if (~names["is_learning_space"].astype(bool) & names["precision"].isin(places.PLACED)).any():
        rows.append((space_map.spot("exact", called=False), t("called_no")))
    if ((selection["added_by"] == "editors") & selection["precision"].isin(places.PLACED)).any():
        rows.append((space_map.spot("exact", editors=True), t("mark_editors")))
    if selection["precision"].isin(places.PLACED).sum() > 1:
        rows.append((space_map.spot("group") + space_map.spot(space_map.GROUP_NEAR), t("mark_group")))
    return rows
