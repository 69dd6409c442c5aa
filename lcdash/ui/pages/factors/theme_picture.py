"""The picture of themes and cities on the factor page, with its table beside it."""

import pandas as pd
import streamlit as st

from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import figures
from lcdash.evidence import filtering, matrix
from lcdash.language.translations import Translations
from lcdash.sources import source_coverage
from lcdash.ui.shared import downloads, statements
from lcdash.ui.shared.filters import Chosen


def show(data: Dataset, cities: pd.DataFrame, claims: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
    """Draw which theme is named for which of `cities` in what the page shows of `claims`."""
    claims = claims[chosen.shown]
    presence = matrix.theme_presence(claims)
    if presence.empty:
        return  # the filters have said so
    themes = data.names("themes", t.language)
    names = filtering.names(cities, t.language)
    title = _sentence(presence, themes, names, t)
    figure = figures.theme_presence(
        presence, themes=themes, cities=names, title=title, named=t("picture_named"), limit=t("picture_limit")
    )
    st.plotly_chart(figure, theme=None, config=figures.STILL, key="theme_picture", alt=title)
    st.caption(t("picture_note"))
    sources = source_coverage.in_order(data, claims["source"])
    asked = t("picture_filtered", asked=", ".join(chosen.asked)) if chosen.any else ""
    downloads.picture(data, Picture("topics", title, figure, sources, t("picture_note"), asked=asked), t)
    with st.expander(t("as_table")):
        marks = {
            (theme, city): t("picture_limit" if limit else "picture_named")
            for theme, city, limit in presence.itertuples(index=False)
        }
        drawn = [theme for theme in themes if theme in set(presence["theme_id"])]
        table = pd.DataFrame(
            [[themes[theme], *(marks.get((theme, city), "–") for city in names)] for theme in drawn],
            columns=[t("filter_theme"), *names.values()],
        )
        statements.plain_table(table, title)


def _sentence(presence: pd.DataFrame, themes: dict[str, str], cities: dict[str, str], t: Translations) -> str:
    """What the picture shows, computed: the cities of a single theme, or the themes named for every city."""
    named = list(dict.fromkeys(presence["theme_id"]))
    if len(named) == 1:
        held = set(presence["city_id"])
        return t(
            "picture_title",
            theme=themes[named[0]],
            cities=", ".join(name for city, name in cities.items() if city in held),
        )
    held = presence.groupby("theme_id", sort=False)["city_id"].nunique()
    everywhere = [themes[theme] for theme, number in held.items() if number == len(cities)]
    told = t("picture_everywhere", themes=", ".join(everywhere)) if everywhere else t("picture_nowhere_all")
    return t("picture_title_many", everywhere=told)
