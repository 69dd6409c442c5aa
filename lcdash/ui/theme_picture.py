"""The picture of themes and cities on the factor page, with its table beside it."""

import pandas as pd
import streamlit as st

from lcdash import documents, figures, transforms
from lcdash.dataset import Dataset
from lcdash.pictures import Picture
from lcdash.ui import downloads, statements
from lcdash.ui.filters import Chosen
from lcdash.wording import Wording


def show(data: Dataset, cities: pd.DataFrame, claims: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
    """Draw which theme is named for which of `cities` in what the page shows of `claims`."""
    claims = claims[chosen.shown]
    presence = transforms.theme_presence(claims)
    if presence.empty:
        return  # the filters have said so
    themes = data.names("themes", say.language)
    names = transforms.names(cities, say.language)
    title = _sentence(presence, themes, names, say)
    figure = figures.theme_presence(
        presence, themes=themes, cities=names, title=title, named=say("picture_named"), limit=say("picture_limit")
    )
    st.plotly_chart(figure, theme=None, config=figures.STILL, key="theme_picture", alt=title)
    st.caption(say("picture_note"))
    sources = documents.in_order(data, claims["source"])
    asked = say("picture_filtered", asked=", ".join(chosen.asked)) if chosen.any else ""
    downloads.picture(data, Picture("topics", title, figure, sources, say("picture_note"), asked=asked), say)
    with st.expander(say("as_table")):
        marks = {
            (theme, city): say("picture_limit" if limit else "picture_named")
            for theme, city, limit in presence.itertuples(index=False)
        }
        drawn = [theme for theme in themes if theme in set(presence["theme_id"])]
        table = pd.DataFrame(
            [[themes[theme], *(marks.get((theme, city), "–") for city in names)] for theme in drawn],
            columns=[say("filter_theme"), *names.values()],
        )
        statements.plain_table(table, title)


def _sentence(presence: pd.DataFrame, themes: dict[str, str], cities: dict[str, str], say: Wording) -> str:
    """What the picture shows, computed: the cities of a single theme, or the themes named for every city."""
    named = list(dict.fromkeys(presence["theme_id"]))
    if len(named) == 1:
        held = set(presence["city_id"])
        return say(
            "picture_title",
            theme=themes[named[0]],
            cities=", ".join(name for city, name in cities.items() if city in held),
        )
    held = presence.groupby("theme_id", sort=False)["city_id"].nunique()
    everywhere = [themes[theme] for theme, number in held.items() if number == len(cities)]
    told = say("picture_everywhere", themes=", ".join(everywhere)) if everywhere else say("picture_nowhere_all")
    return say("picture_title_many", everywhere=told)
