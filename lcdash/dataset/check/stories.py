"""Rules over the stories that are presented: their order and minutes, where a scene leads, what is filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lcdash.dataset import scenes
from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data, Row, Table

# What is not written like this is another rule's to tell.
MINUTES = re.compile("[0-9]{1,9}")


def _by_story(data: Data) -> dict[str, list[Row]]:
    scenes_of = defaultdict(list)
    for row in data["scenes"].rows:
        scenes_of[row["story_id"]].append(row)
    return scenes_of


def scenes_out_of_order(data: Data) -> Iterator[Problem]:
    """The scenes of a story are numbered from 1 on, and it has some."""
    table, stories = data["scenes"], data["stories"]
    scenes_of = _by_story(data)
    for story in stories.rows:
        if story["story_id"] not in scenes_of:
            yield stories.problem(story, "story_id", "no scene of it in scenes.csv", "at least one")
    for rows in scenes_of.values():
        free = {str(number) for number in range(1, len(rows) + 1)}
        for row in rows:
            if row["order"] not in free and row["order"]:
                allowed = f"each of 1 to {len(rows)} once, as its story has as many scenes"
                yield table.problem(row, "order", said(row["order"]), allowed)
            free.discard(row["order"])


def minutes_that_do_not_add_up(data: Data) -> Iterator[Problem]:
    """What a story says it lasts is what its scenes last, in full and in its short cut."""
    stories, scenes_of = data["stories"], _by_story(data)
    for story in stories.rows:
        for column in ("minutes", "short_minutes"):
            scene_minutes = [row[column] for row in scenes_of.get(story["story_id"], []) if row[column]]
            if not all(MINUTES.fullmatch(minutes) for minutes in (*scene_minutes, *filter(None, [story[column]]))):
                continue
            total = sum(map(int, scene_minutes))
            if total != int(story[column] or 0):
                yield stories.problem(story, column, said(story[column]), f"{total}, as its scenes last in scenes.csv")


def links_of_scenes_that_lead_nowhere(data: Data) -> Iterator[Problem]:
    """The link of a scene holds what its view knows, and ids that are there."""
    table, about = data["scenes"], _about(data)
    for row in table.rows:
        view = scenes.VIEWS.get(row["view"])
        if view is None:
            continue
        parameters = scenes.state(row["link"])
        if row["view"].startswith("city_") and "city" not in parameters:
            yield table.problem(row, "link", said(row["link"]), f"city=..., as its view is {row['view']}")
        for key, values in parameters.items():
            if key not in view.keys:
                expectation = f"one of {', '.join(view.keys)}" if view.keys else "nothing"
                yield table.problem(row, "link", said(key), f"{expectation}, as its view is {row['view']}")
                continue
            allowed, where = _listed(data, view.keys[key])
            for value in values:
                if value == scenes.CITY and about.get(row["story_id"]) == "city" and key == "city":
                    continue
                if value not in allowed:
                    yield table.problem(row, "link", said(f"{key}={value}"), where)


def _about(data: Data) -> dict[str, str]:
    return {row["story_id"]: row["about"] for row in data["stories"].rows}


def _listed(data: Data, values: str | tuple[str, ...]) -> tuple[set[str], str]:
    """The values that a key may have, and how that is said."""
    if isinstance(values, tuple):
        return set(values), f"one of {', '.join(values)}"
    name, _, column = values.partition(".")
    table = data[name]
    enum = table.fields.get(column, {}).get("constraints", {}).get("enum")
    if enum:
        return set(enum), f"one of {', '.join(enum)}"
    return {row[column] for row in table.rows}, f"an id listed in {table.file}"


def placeholders_that_nothing_fills(data: Data) -> Iterator[Problem]:
    """What a text holds in braces is known, and both languages hold the same."""
    about = _about(data)
    for table in (data["stories"], data["scenes"]):
        for row in table.rows:
            fillings = scenes.COMPUTED + (scenes.OF_A_CITY if about.get(row["story_id"]) == "city" else ())
            for thai, english in table.pairs:
                placeholders = [_held(row[column]) for column in (thai, english)]
                for column, names in zip((thai, english), placeholders, strict=True):
                    if names is None:
                        yield table.problem(row, column, said(row[column]), "a name in each pair of braces")
                    yield from _unknown(table, row, column, names or set(), fillings)
                if None not in placeholders and placeholders[0] != placeholders[1]:
                    yield table.problem(
                        row,
                        english,
                        _braced(placeholders[1] or set()),
                        f"{_braced(placeholders[0] or set())}, as in {thai}",
                    )


def _held(text: str) -> set[str] | None:
    try:
        return scenes.placeholders(text)
    except ValueError:
        return None


def _unknown(table: Table, row: Row, column: str, names: set[str], allowed: tuple[str, ...]) -> Iterator[Problem]:
    for name in sorted(names - set(allowed)):
        yield table.problem(row, column, _braced({name}), f"one of {', '.join(allowed)}")


def _braced(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"
