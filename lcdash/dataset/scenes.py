"""What a scene of a story may ask for: its view, the state of the view, and the words that are filled in.

`check` reads this, and so do `stories` and `views`: nothing here needs the dataset or a library.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import NamedTuple
from urllib.parse import parse_qs

CITY = "{city}"  # in a link: the city that the story is about


class View(NamedTuple):
    """What a scene shows: the page of the dashboard where the same is seen, and what its link may hold.

    keys  key of the link -> where its values are listed: "table.column", or the values themselves.
    """

    page: str
    keys: Mapping[str, str | tuple[str, ...]]


_CITY = {"city": "cities.city_id"}
VIEWS = {
    "unesco_frame": View("frameworks", {"part": ("unesco",)}),
    "growth": View("overview", {}),
    "map": View("map", {"by": ("unit", "year", "status", "region")}),
    "factors": View("frameworks", {"part": ("factors",)}),
    "table2": View(
        "factors", {"factor": "factors.factor_id", "kind": "evidence.kind", "appraisal": "evidence.appraisal"}
    ),
    "leads": View("partners", {}),
    "ties": View("partners", {"part": ("ties",)}),
    "limits": View("factors", {"appraisal": ("limit",)}),
    "silences": View("data", {"part": ("silences",)}),
    "topics": View("learn", {"theme": "themes.theme_id"}),
    "steps": View("frameworks", {"part": ("unesco",)}),
    "city_standing": View("cities", _CITY),
    "city_factors": View("factors", _CITY),
    "city_spaces": View("spaces", _CITY),
    "city_partners": View("partners", _CITY),
    "city_limits": View("learn", _CITY),
}

# What a text of a story may hold in braces: numbers and dates of the whole dataset, and what is known of one city.
COMPUTED = (
    "n_members", "n_studied", "n_first", "first_year", "latest_year", "latest_date", "n_factors", "n_blocks",
    "n_conditions", "n_steps", "n_themes", "n_silences", "n_limit_cells", "n_limit_cities", "n_country_limits",
    "n_shared_cities", "n_mentored",
)  # fmt: skip
OF_A_CITY = ("city", "unit", "since", "n_spaces", "n_partners")


def placeholders(text: str) -> set[str]:
    """What stands in braces in a text: "{n_members} cities" -> {"n_members"}.

    Raises  ValueError where a brace stands alone or holds more than a name.
    """
    names = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or form or conversion:
                raise ValueError(text)
            names.add(name)
    return names


def state(link: str) -> dict[str, tuple[str, ...]]:
    """The link of a scene as key -> values: "factor=1&kind=direction" -> {"factor": ("1",), "kind": ("direction",)}."""
    return {key: tuple(values) for key, values in parse_qs(link, keep_blank_values=True).items()}
