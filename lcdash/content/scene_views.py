"""The registry of scenes: for each view of scenes.VIEWS its picture for the back row and the words behind it.

Whoever shows a scene asks here: the player, the slides and the handout have the same picture from the same model.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from lcdash.content import scene_content as words
from lcdash.content import stage as pictures
from lcdash.content.model import At, Content
from lcdash.content.stage import Stage
from lcdash.dataset.loading import Dataset
from lcdash.language.translations import Translations

State = tuple[tuple[str, tuple[str, ...]], ...]  # of a view: (key, values)


class View(NamedTuple):
    """How a scene is drawn, and what is read of it."""

    picture: Callable[[At], Stage]
    words: Callable[[At], Content]


VIEWS = {
    "unesco_frame": View(pictures.unesco_frame, words.unesco_frame),
    "growth": View(pictures.growth, words.growth),
    "map": View(pictures.members_map, words.members_map),
    "factors": View(pictures.factors, words.factors),
    "table2": View(pictures.own_ground, words.own_ground),
    "leads": View(pictures.leads, words.leads),
    "ties": View(pictures.ties, words.ties),
    "limits": View(pictures.limits, words.limits),
    "silences": View(pictures.silences, words.silences),
    "topics": View(pictures.topics, words.topics),
    "steps": View(pictures.steps, words.steps),
    "city_standing": View(pictures.city_standing, words.city_standing),
    "city_factors": View(pictures.city_factors, words.city_factors),
    "city_spaces": View(pictures.city_spaces, words.city_spaces),
    "city_partners": View(pictures.city_partners, words.city_partners),
    "city_limits": View(pictures.city_limits, words.city_limits),
}


@cache
def picture(data: Dataset, view: str, state: State, host: str, language: str) -> Stage:
    """What `view` draws in the state `state`.

    host  the member in whose city the story is told; "" for none.

    Raises  KeyError for a view nobody wrote.
    """
    return VIEWS[view].picture(At(data, dict(state), host, Translations("present", language)))


@cache
def content(data: Dataset, view: str, state: State, host: str, language: str) -> Content:
    """What is read of `view` in the state `state`; empty where there are no data for it. The rest as of `picture`."""
    return VIEWS[view].words(At(data, dict(state), host, Translations("present", language)))
