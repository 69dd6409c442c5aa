"""Stories to present: the rows of stories.csv and scenes.csv with their numbers filled in, in one language.

A story about one city is a template: there is one for every member, made from its data. A story about all members may
be told in a host city: it then opens with that city, and tells its limits last, after those of the whole country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

from lcdash.content import model, scene_views
from lcdash.content.stage import Stage
from lcdash.dataset import records
from lcdash.dataset.citations import parse
from lcdash.dataset.loading import Dataset
from lcdash.dataset.scenes import CITY, VIEWS, state
from lcdash.evidence import filtering, matrix, places, standings
from lcdash.language import dates, translations
from lcdash.sources import references

SHOWN_SOURCES = 3  # in a source line; how many more there are is said


class Offered(NamedTuple):
    """A story that can be told: `story(data, story_id, language, host)` tells it.

    host           the member that a story about one city is of; "" for one about all members.
    minutes        in full, and in the short cut (0: it has none). Of one city, as long as its scenes with data last.
    """

    story_id: str
    host: str
    name: str
    description: str
    minutes: int
    short_minutes: int


@dataclass(frozen=True)
class Scene:
    """One screen of a story, its texts filled in.

    scene_id   its id in scenes.csv, unique within a story as told.
    position   its place in the story as told, from 1.
    view       one of scenes.VIEWS; `parameters`, the state of it, as key -> values.
    notes      what the speaker may say and do, by language: speakers often read the other one.
    short      whether it is told in a short cut.
    """

    data: Dataset = field(repr=False)
    language: str
    scene_id: str
    position: int
    minutes: int
    view: str
    parameters: Mapping[str, tuple[str, ...]]
    host: str
    title: str
    message: str
    question: str
    notes: Mapping[str, str]
    short: bool = False

    @property
    def page(self) -> str:
        """The page of the dashboard that shows the same, in the state `parameters`."""
        return VIEWS[self.view].page

    @cached_property
    def content(self) -> model.Content:
        """What is read of it: tables and statements with their sources. Shared: copy before changing it."""
        return scene_views.content(self.data, self.view, tuple(self.parameters.items()), self.host, self.language)

    @property
    def stage(self) -> Stage:
        """What is drawn for the back row, in a short cut without what only adds detail. Shared."""
        whole = scene_views.picture(self.data, self.view, tuple(self.parameters.items()), self.host, self.language)
        return whole.brief if self.short else whole

    @property
    def headline(self) -> str:
        """The one thing the scene says."""
        return "".join(part.words for part in self.stage.headline) or self.message

    @property
    def sources(self) -> list[str]:
        """The ids of the sources that what is shown cites, in that order."""
        return list(dict.fromkeys(source_id for cell in self.content.cited for source_id, _ in parse(cell)))

    @property
    def source(self) -> str:
        """The source line: the first sources by their short names, how many more there are; "" where none is cited."""
        return self._source(SHOWN_SOURCES)

    @property
    def first_source(self) -> str:
        """The same for the back row: the first source alone, and how many more there are."""
        return self._source(1)

    def _source(self, limit: int) -> str:
        return references.cited(self.data, ";".join(self.content.cited), self.language, limit)


@dataclass(frozen=True)
class Story:
    """A story as it is told. `scenes` are in order; `minutes` is how long those told last."""

    story_id: str
    language: str
    host: str
    short: bool
    name: str
    description: str
    scenes: tuple[Scene, ...]

    @property
    def minutes(self) -> int:
        return sum(scene.minutes for scene in self.scenes)

    @property
    def link(self) -> dict[str, str]:
        """What a link says of it: the story, the member it is of or is told in, and whether in short."""
        query = {"story": self.story_id, "host": self.host, "short": "1" if self.short else ""}
        return {key: value for key, value in query.items() if value}


def members(data: Dataset, language: str) -> dict[str, str]:
    """City id -> name of every member, in the order of their names: who may be the host."""
    joined = set(standings.member_standings(data.memberships)["city_id"])
    return filtering.names(filtering.by_name(data.cities[data.cities["city_id"].isin(joined)], language), language)


@cache
def stories(data: Dataset, language: str) -> tuple[Offered, ...]:
    """Every story that can be told: those about all members, then that of each member in the order of their names."""
    entries = []
    for row in records.each(
        data.stories.sort_values("about", key=lambda about: about == "city", kind="stable"), records.Story
    ):
        for host in members(data, language) if row.about == "city" else [""]:
            whole_story = story(data, row.story_id, language, host)
            has_short = data.scenes.loc[data.scenes["story_id"] == row.story_id, "short_minutes"].sum()
            entries.append(
                Offered(
                    row.story_id, host, whole_story.name, whole_story.description, whole_story.minutes, int(has_short)
                )
            )
    return tuple(entries)


@cache
def story(data: Dataset, story_id: str, language: str, host: str = "", short: bool = False) -> Story:
    """A story as it is told.

    host   a member (city_id). Of a story about one city its subject. One about all members opens with it (the first
           scene of the story about one city comes first, in minutes of the longest), and tells its limits last.
    short  the short cut: the same pictures in fewer words. A story that has none is told in full.

    Scenes of one city for which there are no data are left out.
    Raises  KeyError for a story or a member that is not in the dataset, and where a story about one city has no host.
    """
    row = next((entry for entry in records.each(data.stories, records.Story) if entry.story_id == story_id), None)
    if row is None or (host and host not in members(data, language)) or (row.about == "city" and not host):
        raise KeyError((story_id, host))
    short = short and bool(data.scenes.loc[data.scenes["story_id"] == story_id, "short_minutes"].notna().any())
    filled = {
        code: numbers(data, code) | (of_city(data, host, code) if host else {}) for code in translations.LANGUAGES
    }
    t = translations.Translations("present", language)
    scenes: list[Scene] = []
    for scene in _rows(data, row, host, short):
        minutes = int(scene.short_minutes if short and scene.story_id == story_id else scene.minutes)
        next_scene = _scene(data, scene, t, host, filled, (len(scenes) + 1, minutes))
        if short:
            next_scene = replace(next_scene, notes=_short_notes(scene, filled) or next_scene.notes)
        if not next_scene.content.empty:
            scenes.append(next_scene)
    if row.about == "network" and host:
        scenes = _with_opening(scenes, short)
    name, description = (_filled(t.of(row, text), filled[language]) for text in ("name", "description"))
    if short:
        scenes = [replace(scene, short=True) for scene in scenes]
        name = _filled(t.of(row, "short_name"), filled[language]) or name
    return Story(story_id, language, host, short, name, description, tuple(scenes))


def _scene(
    data: Dataset,
    row: records.Scene,
    t: translations.Translations,
    host: str,
    filled: Mapping[str, Mapping[str, str]],
    when: tuple[int, int],
) -> Scene:
    """A row of scenes with its texts `filled` in by language; `when` is its place in the story and its minutes."""
    request = {
        key: tuple(host if value == CITY else value for value in values) for key, values in state(row.link).items()
    }
    own_values = filled[t.language]
    return Scene(
        data=data,
        language=t.language,
        scene_id=row.scene_id,
        position=when[0],
        minutes=when[1],
        view=row.view,
        parameters=request,
        host=host,
        title=_filled(t.of(row, "title"), own_values),
        message=_filled(t.of(row, "message"), own_values),
        question=_filled(t.of(row, "question"), own_values),
        notes={other: _filled(getattr(row, f"note_{other}"), values) for other, values in filled.items()},
    )


def _short_notes(row: records.Scene, filled: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the speaker may say in the time of a short cut, by language; none where the note in full serves."""
    notes = {other: _filled(getattr(row, f"short_note_{other}"), values) for other, values in filled.items()}
    return notes if all(notes.values()) else {}


def of_member(data: Dataset, city_id: str, language: str) -> Story:
    """The story about one member. Raises KeyError where the city is none."""
    story_id = data.stories.loc[data.stories["about"] == "city", "story_id"].iloc[0]
    return story(data, story_id, language, city_id)


def _with_opening(scenes: list[Scene], short: bool) -> list[Scene]:
    """The opening of the host takes its minutes from the longest scene, so that the story lasts what it says."""
    opening, *rest = scenes
    minutes = 1 if short else opening.minutes
    longest = max(rest, key=lambda scene: scene.minutes)
    cut = {opening.scene_id: minutes, longest.scene_id: longest.minutes - minutes}
    return [replace(scene, minutes=cut.get(scene.scene_id, scene.minutes)) for scene in scenes]


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled. Not by `str.format`: what nobody checked could ask that for more."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: values.get(match[1], match[0]), text)


def _rows(data: Dataset, row: Any, host: str, short: bool) -> Iterator[Any]:
    """The rows of scenes.csv that a story tells, in order; before those about all members the opening of the host."""
    in_order = data.scenes.sort_values(["story_id", "order"], kind="stable")
    if row.about == "network" and host:
        of_cities = data.stories.loc[data.stories["about"] == "city", "story_id"]
        yield from records.each(in_order[in_order["story_id"].isin(of_cities)].head(1), records.Scene)
    for scene in records.each(in_order[in_order["story_id"] == row.story_id], records.Scene):
        if not short or scene.short_minutes > 0:  # NaN, where the short cut leaves it out, is not
            yield scene


def numbers(data: Dataset, language: str) -> dict[str, str]:
    """The values of scenes.COMPUTED, as a reader of `language` writes them."""
    standing = standings.member_standings(data.memberships)
    years = standings.members_by_year(standing)
    studied = data.cities.loc[data.cities["in_study"], "city_id"]
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & data.evidence["city_id"].isin(studied)]
    frame = data.frameworks["framework"].value_counts()
    partners = data.partnerships[data.partnerships["city_id"].isin(studied)].merge(data.partners, on="partner_id")
    values: dict[str, object] = {
        "n_members": len(standing),
        "n_studied": len(studied),
        "n_first": years["members"].iloc[0],
        "first_year": dates.year(years["year"].iloc[0], language),
        "latest_year": dates.year(years["year"].iloc[-1], language),
        "latest_date": dates.spoken(standing["since"].max(), language),
        "n_factors": len(data.factors),
        "n_blocks": frame.get("unesco_building_block", 0),
        "n_conditions": frame.get("unesco_condition", 0),
        "n_steps": frame.get("unesco_step", 0),
        "n_themes": len(data.themes),
        "n_silences": len(data.silences),
        "n_limit_cells": len(limits[["city_id", "factor_id"]].drop_duplicates()),
        "n_limit_cities": limits["city_id"].nunique(),
        "n_shared_cities": int((partners.groupby("city_id")["sector"].nunique() > 1).sum()),
        "n_mentored": data.city_links.loc[data.city_links["kind"] == "mentoring", "to_city_id"].nunique(),
        "n_country_limits": len(matrix.country_limits(data.evidence, data.factors)),
    }
    return {name: str(value) for name, value in values.items()}


def of_city(data: Dataset, city_id: str, language: str) -> dict[str, str]:
    """The values of scenes.OF_A_CITY for a member."""
    rows = standings.of_network(data.memberships[data.memberships["city_id"] == city_id])
    return {
        "city": data.names("cities", language)[city_id],
        "unit": " / ".join(rows[f"member_name_{language}"]),
        "since": dates.spoken(min(rows["since"]), language),
        # what the editors added is out of every count
        "n_spaces": str(len(places.named(data.spaces[data.spaces["city_id"] == city_id]))),
        "n_partners": str(data.partnerships.loc[data.partnerships["city_id"] == city_id, "partner_id"].nunique()),
    }
