"""A topic and people that are called alike hold different statements: what to say where one of them is read."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from lcdash.content import learn_from
from lcdash.content.learn_from import Question
from lcdash.dataset.loading import Dataset
from lcdash.language.translations import Translations

OTHER = {"theme": "audience", "audience": "theme"}


class Twin(NamedTuple):
    """How the two differ, in words, and the way to the other: its key and value in a link, and what it is called."""

    words: str
    key: str
    value: str
    link: str


def twins(data: Dataset, t: Translations) -> dict[str, dict[str, Twin]]:
    """Of each key of a link the values that have a twin under the other: one id names both."""
    themes, people = data.names("themes", t.language), data.labels("audience", t.language)
    result: dict[str, dict[str, Twin]] = {key: {} for key in OTHER}
    for value in set(themes) & set(people):
        names = {"theme": themes[value], "audience": people[value]}
        for key, other in OTHER.items():
            difference = t(f"twin_{key}", theme=names["theme"], people=names["audience"])
            result[key][value] = Twin(difference, other, value, t(f"twin_to_{other}", name=names[other]))
    return result


def of_question(data: Dataset, question: Question, t: Translations) -> Twin | None:
    """The twin of what a page on whom to learn from was asked; its link names the cities that stand only there."""
    keys = [key for key in OTHER if getattr(question, key)]
    if question.limit or question.unit or len(keys) != 1:
        return None
    value = getattr(question, keys[0])
    twin = twins(data, t)[keys[0]].get(value)
    if not twin:
        return None
    other = replace(question, **{keys[0]: "", twin.key: value})
    here, there = (learn_from.answer(data, asked_question, t) for asked_question in (question, other))
    names_here, names_there = (
        [city.name for group in answer.groups for city in group.cities if city.reasons] for answer in (here, there)
    )
    more = [name for name in names_there if name not in names_here]
    return twin._replace(link=t("twin_more", link=twin.link, cities=", ".join(more))) if more else twin
