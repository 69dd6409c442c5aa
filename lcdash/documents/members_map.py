"""The still map of the members: on the overview, and as a file wherever they are drawn."""

from __future__ import annotations

from functools import cache

import pandas as pd

from lcdash.content import marks
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import still_maps, theme
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.drawing.shapes import Drawing
from lcdash.evidence import standings
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import source_coverage

MAP_WIDTH = 640  # in CSS pixels: twice as high


@cache
def picture(data: Dataset, language: str) -> Picture:
    """The map of the members, with what its signs mean and its sources."""
    t = Translations("overview", language)
    members = _members(data)
    filled = _filled(members)
    joined = data.memberships[data.memberships["city_id"].isin(members["city_id"])]
    sources = source_coverage.in_order(data, joined["source"])
    province = data.labels("member_type", t.language)["province"]
    labels = {theme.ACCENT: province, theme.FAINT: f"{province} ({t('disputed')})"}
    keys = [LegendKey("dot", theme.ACCENT, t("map_point"))]
    keys += [LegendKey("box", colour, word) for colour, word in labels.items() if colour in filled.values()]
    keys += [LegendKey(sign, theme.INK, word) for sign, word in marks.unit_signs(data, members, t).items()]
    title = t("map_title", n=len(members))
    return Picture("members_map", title, drawing(data, language), sources, t("foot_places"), keys, width=MAP_WIDTH)


@cache
def drawing(data: Dataset, language: str, *, leads: bool = False) -> Drawing:
    """The map alone.

    leads  each member is a link to its page: on a page, not in a file.
    """
    t = Translations("overview", language)
    members = _members(data)
    doubts = [
        marks.unit_sign(data, city_id, disputed, t)
        for city_id, disputed in zip(members["city_id"], members["disputed"], strict=True)
    ]
    points = members.assign(label=members[f"name_{t.language}"], colour=theme.ACCENT, sign=doubts)
    if leads:
        points_told = zip(points["label"], points["units"], points["disputed"], points["since"], strict=True)
        points["link"] = [address("cities", language, city=city) for city in points["city_id"]]
        points["words"] = [
            f"{name} · {marks.unit_words(data, units, disputed, t)} · {dates.spoken(since, language)}"
            for name, units, disputed, since in points_told
        ]
    return still_maps.country(data.provinces, points, filled=_filled(members), title=t("map_title", n=len(members)))


def _members(data: Dataset) -> pd.DataFrame:
    return standings.member_standings(data.memberships).merge(data.cities, on="city_id")


def _filled(members: pd.DataFrame) -> dict[str, str]:
    """The colour of each province that is a member itself, by its ISO code."""
    provinces = members[members["units"].map(lambda units: "province" in units)]
    return {
        iso: theme.FAINT if disputed else theme.ACCENT
        for iso, disputed in zip(provinces["province_iso"], provinces["disputed"], strict=True)
    }
