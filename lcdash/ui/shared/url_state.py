"""The state of a page is its link: the query string is the only store.

Each run seeds the widgets from it and a change writes ids back, both here. A repeated key is a filter
(`city=yala&city=phuket`), a single one what is open (`cell=yala.3`). A value that is not known is dropped and named in
a notice; keys that are not ours (`fbclid`) are left alone. (Streamlit's own `bind="query-params"` puts labels into the
link and loses them with the language.)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from lcdash import settings, site

REMEMBERED = "_remembered"  # of pages, by their ids: what their links take along
DROPPED = "_dropped"  # what this run found in the link and does not know, as (key, value)


def start() -> None:
    """Begin a run: nothing has been dropped yet."""
    st.session_state[DROPPED] = []


def many(key: str, ids: Collection[str]) -> list[str]:
    """The known values of a repeated key, each once, in the order of the link."""
    values = list(dict.fromkeys(st.query_params.get_all(key)))
    unknown = [(key, value) for value in values if value not in ids]
    if unknown:
        st.session_state[DROPPED] += unknown
        write(key, [value for value in values if value in ids])
    return [value for value in values if value in ids]


def one(key: str, ids: Collection[str]) -> str | None:
    """The known value of a key that stands once; the last wins where it is repeated."""
    values = many(key, ids)
    return values[-1] if values else None


def holds(key: str, value: str) -> bool:
    """Whether the link holds this very value under `key`; unlike `one` it judges no other."""
    return value in st.query_params.get_all(key)


def held(key: str) -> list[str]:
    """What the link holds under a key, known or not."""
    return list(st.query_params.get_all(key))


def text(key: str, longest: int = 80) -> str:
    """Free text of the link, cut to `longest` characters and without control characters."""
    raw = st.query_params.get(key, "")
    return "".join(character for character in raw if character.isprintable())[:longest]


def write(key: str, values: Iterable[str]) -> None:
    """Put `values` under `key` into the link; no values take the key out."""
    texts = [value for value in values if value]
    if texts:
        st.query_params[key] = texts
    elif key in st.query_params:
        del st.query_params[key]


def replace(own: Collection[str], values: Mapping[str, Sequence[str]]) -> None:
    """Put `values` in the place of all the keys of `own`, as one step of the browser's history."""
    others = {key: st.query_params.get_all(key) for key in st.query_params if key not in own}
    st.query_params.from_dict({**others, **{key: list(items) for key, items in values.items()}})


def widget_key(key: str) -> str:
    """The session key of the widget that shows `key`."""
    return f"_{key}"


def from_widget(key: str) -> None:
    """Callback of a widget: what it holds goes into the link."""
    value = st.session_state[widget_key(key)]
    if isinstance(value, bool):
        value = "1" if value else ""
    write(key, [value] if isinstance(value, str) else value or [])


def clear(*keys: str) -> None:
    """Take `keys` out of the link, as one step of the browser's history."""
    replace(keys, {})


def remember(page: str, values: Mapping[str, str]) -> None:
    """What the menu's link to a page takes along from now on, as long as this session lasts: where one was on it."""
    st.session_state[REMEMBERED] = {**st.session_state.get(REMEMBERED, {}), page: values}


def carried(language: str, *, cities: bool = True, page: str = "") -> dict[str, list[str]]:
    """What a menu link takes along to another page: the language, where one was on it, and the chosen cities.

    cities  False where they would filter there, and not only mark.
    """
    cities_chosen = st.query_params.get_all("city") if cities else []
    left = {key: [value] for key, value in st.session_state.get(REMEMBERED, {}).get(page, {}).items()}
    return {"lang": [language], **left, **({"city": cities_chosen} if cities_chosen else {})}


def with_value(key: str, value: str) -> str:
    """The link to this page as it is, with one more value under `key`."""
    return _query((key, value))


def public(page_id: str) -> str:
    """The public address of what is shown: "" where the operator set none, as then it leads nowhere from elsewhere."""
    host = settings.public_address()
    return f"{host}{site.path_of(page_id)}{_query()}" if host else ""


def local(page_id: str) -> str:
    """The address of what is shown as seen on this dashboard: "/spaces?lang=th&id=tk_park"."""
    return f"{site.path_of(page_id)}{_query()}"


def _query(*more: tuple[str, str]) -> str:
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    return f"?{urlencode([*pairs, *more])}" if pairs or more else ""
