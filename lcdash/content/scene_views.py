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


class SceneView(NamedTuple):
    """How a scene is drawn, and what is read of it."""

    picture: Callable[[At], Stage]
    words: Callable[[At], Content]


VIEWS = {
    "unesco_frame": SceneView(pictures.unesco_frame, words.unesco_frame),
    "growth": SceneView(pictures.growth, words.growth),
    "map": SceneView(pictures.members_map, words.members_map),
    "factors": SceneView(pictures.factors, words.factors),
    "table2": SceneView(pictures.own_ground, words.own_ground),
    "leads": SceneView(pictures.leads, words.leads),
    "ties": SceneView(pictures.ties, words.ties),
    "limits": SceneView(pictures.limits, words.limits),
    "silences": SceneView(pictures.silences, words.silences),
    "topics": SceneView(pictures.topics, words.topics),
    "steps": SceneView(pictures.steps, words.steps),
    "city_standing": SceneView(pictures.city_standing, words.city_standing),
    "city_factors": SceneView(pictures.city_factors, words.city_factors),
    "city_spaces": SceneView(pictures.city_spaces, words.city_spaces),
    "city_partners": SceneView(pictures.city_partners, words.city_partners),
    "city_limits": SceneView(pictures.city_limits, words.city_limits),
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
