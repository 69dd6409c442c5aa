"""Filters: each is seeded from the link and writes ids back into it. They dim what does not match, nothing is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from lcdash.documents.exports import Selection
from lcdash.evidence import filtering
from lcdash.html import markup
from lcdash.language.translations import Translations
from lcdash.ui.shared import statements, url_state
from lcdash.ui.shared.page_shell import notice

# What the link holds for one part of a page and would be unknown in the next.
OF_ONE_PART = ("id", "severity", "q", "row", "col", "a", "b")


@dataclass(frozen=True)
class Filter:
    """One filter: its key in the link, the column it reads, its choices (id -> name), whether counts stand beside them.

    Counts never stand beside cities or what groups them: how much is written about a city says nothing about the city.
    """

    key: str
    column: str
    choices: Mapping[str, str]
    counted: bool = True


@dataclass(frozen=True)
class Chosen:
    """What a reader asked for: `mask` is True or False per row of the frame, `names` the chosen names in words.

    `file_selections` holds the same for a file that leaves.
    """

    mask: pd.Series
    selection: dict[str, list[str]]
    words: str
    names: list[str] = field(default_factory=list)
    file_selections: dict[str, Selection] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether a filter is set at all."""
        return bool(self.names)


def choose(frame: pd.DataFrame, wanted: Sequence[Filter], t: Translations) -> Chosen:
    """Draw the filters for `frame` (one row per claim) with chips for what is set, and return what they show."""
    selection = {wish.column: url_state.many(wish.key, wish.choices) for wish in wanted}
    text = url_state.text("q")
    names = [wish.choices[value] for wish in wanted for value in selection[wish.column]]
    counts = filtering.remaining(frame, selection, [wish.column for wish in wanted if wish.counted], text)
    with st.expander(t("filters"), key="filters"):
        st.caption(t("filters_help"))
        columns = st.columns(3)
        for number, wish in enumerate(wanted):
            with columns[number % 3]:
                labels = _labels(wish, counts.get(wish.column, {}))
                multiselect(wish.key, labels, t(f"filter_{wish.key}"), t, selection[wish.column])
        with columns[len(wanted) % 3]:
            text_box("q", t("search_words"), t("search_words_hint"))
    names_by_key = {
        wish.key: Selection(t(f"filter_{wish.key}"), {value: wish.choices[value] for value in selection[wish.column]})
        for wish in wanted
        if selection[wish.column]
    }
    choice = Chosen(
        filtering.matching(frame, selection, text),
        selection,
        text,
        names + ([f"“{text}”"] if text else []),
        names_by_key | ({"q": Selection(t("search_words"), {text: f"“{text}”"})} if text else {}),
    )
    if choice.any:
        values = {wish.key: selection[wish.column] for wish in wanted}
        chips(values, {wish.key: wish.choices for wish in wanted}, t, text)
    total, n = len(frame), int(choice.mask.sum())
    sentence = t("n_of_all", n=n, all=total) if choice.any else t("all_shown", all=total)
    statements.line(sentence, "count", "status")
    if choice.any and not choice.mask.any():
        notice(t("nothing_matches", asked=" + ".join(choice.names)))
    return choice


def _labels(wish: Filter, counts: Mapping[str, int]) -> dict[str, str]:
    if not wish.counted:
        return dict(wish.choices)
    return {value: f"{name} ({counts.get(value, 0)})" for value, name in wish.choices.items()}


def multiselect(key: str, labels: Mapping[str, str], label: str, t: Translations, choices: list[str]) -> None:
    """A choice of several ids, `choices` being what the link holds under `key`."""
    st.session_state[url_state.widget_key(key)] = choices
    st.multiselect(
        label,
        list(labels),
        format_func=lambda value: labels[value],
        key=url_state.widget_key(key),
        placeholder=t("choose"),
        select_all=False,
        on_change=url_state.from_widget,
        args=(key,),
    )


def pills(key: str, labels: Mapping[str, str], label: str, choices: list[str]) -> None:
    """The same where there is room for every choice: each is one press, in the order in which they are pressed."""
    st.session_state[url_state.widget_key(key)] = choices
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        wrap=True,
        format_func=lambda value: markup.literal(labels[value]),
        key=url_state.widget_key(key),
        on_change=url_state.from_widget,
        args=(key,),
    )


def pill(key: str, labels: Mapping[str, str], label: str) -> None:
    """A choice of one id or none where there is room for every choice: one press chooses, one more takes it back."""
    st.session_state[url_state.widget_key(key)] = url_state.one(key, labels)
    st.pills(
        label,
        list(labels),
        wrap=True,
        format_func=lambda value: markup.literal(labels[value]),
        key=url_state.widget_key(key),
        on_change=url_state.from_widget,
        args=(key,),
    )


def selectbox(
    key: str,
    labels: Mapping[str, str],
    label: str,
    t: Translations,
    *,
    first: bool = False,
    with_label: bool = True,
    default: str | None = None,
) -> str | None:
    """A choice of one id or none, seeded from the link; returns the id; of several the last, `first` the first.

    with_label  whether its label stands above it, or in it as long as nothing is chosen.
    default  what is chosen as long as the link says nothing; None for nothing.
    """
    current = next(iter(url_state.many(key, labels)), None) if first else url_state.one(key, labels)
    current = current or default
    st.session_state[url_state.widget_key(key)] = current
    st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda value: labels[value],
        key=url_state.widget_key(key),
        placeholder=t("choose") if with_label else label,
        label_visibility="visible" if with_label else "collapsed",
        on_change=url_state.from_widget,
        args=(key,),
    )
    return current


def part(parts: Sequence[str], t: Translations, titles: Mapping[str, str] | None = None) -> str:
    """The choice of one part of a page, which stands in the link as `part`: the first where the link asks for none.

    titles  the names of parts that stand for rows of the data; the wording names all others.
    """
    names = {name: (titles or {}).get(name) or t(f"part_{name}") for name in parts}
    value = url_state.one("part", parts) or parts[0]
    st.session_state[url_state.widget_key("part")] = value
    st.segmented_control(
        t("part"),
        parts,
        format_func=names.__getitem__,
        key=url_state.widget_key("part"),
        required=True,
        label_visibility="collapsed",
        on_change=_open_part,
    )
    return value


def _open_part() -> None:
    url_state.replace(("part", *OF_ONE_PART), {"part": [st.session_state[url_state.widget_key("part")]]})


def toggle(key: str, label: str) -> bool:
    """A yes or no that stands in the link as `key=1`."""
    value = url_state.one(key, ("1",)) == "1"
    st.session_state[url_state.widget_key(key)] = value
    st.toggle(label, key=url_state.widget_key(key), on_change=url_state.from_widget, args=(key,))
    return value


def text_box(key: str, label: str, hint: str) -> None:
    """Free text that stands in the link under `key`."""
    st.session_state[url_state.widget_key(key)] = url_state.text(key)
    st.text_input(
        label,
        key=url_state.widget_key(key),
        placeholder=hint,
        on_change=url_state.from_widget,
        args=(key,),
        max_chars=80,
    )


def chips(
    values_by_key: Mapping[str, Sequence[str]],
    choices: Mapping[str, Mapping[str, str]],
    t: Translations,
    text: str = "",
) -> None:
    """What is set, each with a button that takes it out, and one that takes out all.

    values_by_key  key in the link -> the ids it holds.   choices  key -> id -> name.   text  free text under `q`.
    """
    with st.container(horizontal=True, key="chips", gap="small"):
        for key, values in values_by_key.items():
            for value in values:
                rest = [other for other in values if other != value]
                _chip(choices[key][value], f"{key}_{value}", (key, rest), t)
        if text:
            _chip(f"“{text}”", "q", ("q", []), t)
        st.button(t("clear_all"), key="_clear", type="tertiary", on_click=url_state.clear, args=(*values_by_key, "q"))


def _chip(label: str, name: str, state: tuple[str, Sequence[str]], t: Translations) -> None:
    st.button(
        f"{markup.literal(label)} ✕",
        key=f"_chip_{name}",
        help=t("remove_filter"),
        on_click=url_state.write,
        args=state,
    )
