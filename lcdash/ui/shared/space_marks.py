"""The learning spaces as every page draws them on a map: their marks, what these are called and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from lcdash.content.marks import UNSURE
from lcdash.dataset.loading import Dataset
from lcdash.evidence import filtering, places
from lcdash.html import space_map
from lcdash.language.translations import Translations

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

MANY = 500  # more than these are drawn and listed by city: nobody reads so many, and no browser draws them at once


def drawn(shown: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The spaces that have marks of their own; none where they are too many."""
    return shown.iloc[:0] if len(shown) > MANY else shown


def group(data: Dataset, shown: gpd.GeoDataFrame, t: Translations, *, whole: str = "") -> folium.FeatureGroup:
    """The marks of these spaces, as far as a place is known; `t` are the words of the page of spaces.

    whole  the words of a button that leads back to the whole country, where a mark of several opens their city; "":
           the map shows only where these spaces are, and such a mark leads nearer.
    """
    cities = data.names("cities", t.language)
    own = drawn(shown)
    gathered = data.cities[data.cities["city_id"].isin(shown["city_id"]) & (len(shown) > MANY)]
    somewhere = places.somewhere_in_city(own, data.cities)
    words = {key: t(f"map_{key}") for key in ("title", "group", "zoom_in", "zoom_out", "whole", "km", "m")}
    return space_map.space_map(
        own,
        somewhere,
        gathered=gathered,
        told=_told(data, own, somewhere, t)
        | {f"city.{city_id}": [cities[city_id], t("several_here")] for city_id in gathered["city_id"]},
        cities=cities,
        words=words | {"language": t.language} | ({"whole": whole, "opens": "city"} if whole else {}),
        whole=bool(whole),
    )


def _told(data: Dataset, shown: pd.DataFrame, somewhere: pd.DataFrame, t: Translations) -> dict[str, list[str]]:
    """What the marks are called: space_id, or `somewhere.<city_id>`, -> its name and the rest, as plain text."""
    kinds, precisions = data.labels("space_kind", t.language), data.labels("precision", t.language)
    cities, confidences = data.names("cities", t.language), data.labels("confidence", t.language)
    names = filtering.names(shown, t.language)
    told = {
        one.space_id: [
            names[one.space_id],
            f"{cities[one.city_id]} · {kinds[one.kind]}",
            *([t("place_is", precision=precisions[one.precision])] if one.precision else []),
            *([confidences[one.confidence]] if one.confidence in UNSURE else []),
            *([t("added_by_editors")] if one.added_by == "editors" else []),
        ]
        for one in shown.itertuples()
    }
    for one in somewhere.itertuples():
        held = [names[space_id] for space_id in one.space_ids]
        told[f"somewhere.{one.city_id}"] = [t("somewhere", city=cities[one.city_id]), *held]
    return told


def meanings(shown: pd.DataFrame, t: Translations) -> list[tuple[Markup, str]]:
    """The marks that are on the map, as HTML, each with its words."""
    named = shown[shown["added_by"] == "source"]
    rows = [
        (space_map.spot(form), t(f"mark_{form}"))
        for form, precisions in (("exact", ["exact"]), ("approximate", ["approximate", "street"]), ("city", ["city"]))
        if (shown if form == "city" else named)["precision"].isin(precisions).any()
    ]
    if (~named["is_learning_space"].astype(bool) & named["precision"].isin(places.PLACED)).any():
        rows.append((space_map.spot("exact", called=False), t("called_no")))
    if ((shown["added_by"] == "editors") & shown["precision"].isin(places.PLACED)).any():
        rows.append((space_map.spot("exact", editors=True), t("mark_editors")))
    if shown["precision"].isin(places.PLACED).sum() > 1:
        rows.append((space_map.spot("group"), t("mark_group")))
    return rows
