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
    """What a reader asked for: `shown` is True or False per row of the frame, `asked` the chosen names in words.

    `named` holds the same for a file that leaves.
    """

    shown: pd.Series
    selection: dict[str, list[str]]
    words: str
    asked: list[str] = field(default_factory=list)
    named: dict[str, Selection] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether a filter is set at all."""
        return bool(self.asked)


def choose(frame: pd.DataFrame, wanted: Sequence[Filter], t: Translations) -> Chosen:
    """Draw the filters for `frame` (one row per claim) with chips for what is set, and return what they show."""
    selection = {one.column: url_state.many(one.key, one.choices) for one in wanted}
    words = url_state.text("q")
    names = [one.choices[value] for one in wanted for value in selection[one.column]]
    counts = filtering.remaining(frame, selection, [one.column for one in wanted if one.counted], words)
    with st.expander(t("filters"), key="filters"):
        st.caption(t("filters_help"))
        columns = st.columns(3)
        for number, one in enumerate(wanted):
            with columns[number % 3]:
                labels = _labels(one, counts.get(one.column, {}))
                multiselect(one.key, labels, t(f"filter_{one.key}"), t, selection[one.column])
        with columns[len(wanted) % 3]:
            text_box("q", t("search_words"), t("search_words_hint"))
    named = {
        one.key: Selection(t(f"filter_{one.key}"), {value: one.choices[value] for value in selection[one.column]})
        for one in wanted
        if selection[one.column]
    }
    chosen = Chosen(
        filtering.matching(frame, selection, words),
        selection,
        words,
        names + ([f"“{words}”"] if words else []),
        named | ({"q": Selection(t("search_words"), {words: f"“{words}”"})} if words else {}),
    )
    if chosen.any:
        held = {one.key: selection[one.column] for one in wanted}
        chips(held, {one.key: one.choices for one in wanted}, t, words)
    total, n = len(frame), int(chosen.shown.sum())
    told = t("n_of_all", n=n, all=total) if chosen.any else t("all_shown", all=total)
    statements.line(told, "count", "status")
    if chosen.any and not chosen.shown.any():
        notice(t("nothing_matches", asked=" + ".join(chosen.asked)))
    return chosen


def _labels(one: Filter, counts: Mapping[str, int]) -> dict[str, str]:
    if not one.counted:
        return dict(one.choices)
    return {value: f"{name} ({counts.get(value, 0)})" for value, name in one.choices.items()}


def multiselect(key: str, labels: Mapping[str, str], label: str, t: Translations, chosen: list[str]) -> None:
    """A choice of several ids, `chosen` being what the link holds under `key`."""
    st.session_state[url_state.widget_key(key)] = chosen
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


def selectbox(
    key: str,
    labels: Mapping[str, str],
    label: str,
    t: Translations,
    *,
    first: bool = False,
    named: bool = True,
    default: str | None = None,
) -> str | None:
    """A choice of one id or none, seeded from the link; returns the id; of several the last, `first` the first.

    named    whether its label stands above it, or in it as long as nothing is chosen.
    default  what is chosen as long as the link says nothing; None for nothing.
    """
    chosen = next(iter(url_state.many(key, labels)), None) if first else url_state.one(key, labels)
    chosen = chosen or default
    st.session_state[url_state.widget_key(key)] = chosen
    st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=lambda value: labels[value],
        key=url_state.widget_key(key),
        placeholder=t("choose") if named else label,
        label_visibility="visible" if named else "collapsed",
        on_change=url_state.from_widget,
        args=(key,),
    )
    return chosen


def part(parts: Sequence[str], t: Translations, named: Mapping[str, str] | None = None) -> str:
    """The choice of one part of a page, which stands in the link as `part`: the first where the link asks for none.

    named  the names of parts that stand for rows of the data; the wording names all others.
    """
    names = {name: (named or {}).get(name) or t(f"part_{name}") for name in parts}
    chosen = url_state.one("part", parts) or parts[0]
    st.session_state[url_state.widget_key("part")] = chosen
    st.segmented_control(
        t("part"),
        parts,
        format_func=names.__getitem__,
        key=url_state.widget_key("part"),
        required=True,
        label_visibility="collapsed",
        on_change=_open_part,
    )
    return chosen


def _open_part() -> None:
    url_state.replace(("part", *OF_ONE_PART), {"part": [st.session_state[url_state.widget_key("part")]]})


def toggle(key: str, label: str) -> bool:
    """A yes or no that stands in the link as `key=1`."""
    chosen = url_state.one(key, ("1",)) == "1"
    st.session_state[url_state.widget_key(key)] = chosen
    st.toggle(label, key=url_state.widget_key(key), on_change=url_state.from_widget, args=(key,))
    return chosen


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
    chosen: Mapping[str, Sequence[str]], choices: Mapping[str, Mapping[str, str]], t: Translations, words: str = ""
) -> None:
    """What is set, each with a button that takes it out, and one that takes out all.

    chosen  key in the link -> the ids it holds.   choices  key -> id -> name.   words  free text under `q`.
    """
    with st.container(horizontal=True, key="chips", gap="small"):
        for key, values in chosen.items():
            for value in values:
                rest = [other for other in values if other != value]
                _chip(choices[key][value], f"{key}_{value}", (key, rest), t)
        if words:
            _chip(f"“{words}”", "q", ("q", []), t)
        st.button(t("clear_all"), key="_clear", type="tertiary", on_click=url_state.clear, args=(*chosen, "q"))


def _chip(label: str, name: str, written: tuple[str, Sequence[str]], t: Translations) -> None:
    st.button(
        f"{markup.literal(label)} ✕",
        key=f"_chip_{name}",
        help=t("remove_filter"),
        on_click=url_state.write,
        args=written,
    )
