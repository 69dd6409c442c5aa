"""Whom to learn from: the ways in (topic, people, kind of city, limit, my city), the picture, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash import site
from lcdash.content import evidence_map_picture, learn_from, learn_start, statements, topic_and_people
from lcdash.content.learn_from import ENTRIES, LearnAnswer, Question
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports, learn_sheet
from lcdash.documents.exports import Selection
from lcdash.documents.pictures import Picture
from lcdash.evidence import cached_frames, filtering
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.ui.shared import downloads, filters, url_state
from lcdash.ui.shared.selectable_html import selectable


class Choice(NamedTuple):
    """What the link asks for, and the same `selections` as a download has it."""

    question: Question
    selections: Mapping[str, Selection]


def heading(t: Translations) -> None:
    """Title and lead on two lines: the picture needs the rest of the screen."""
    st.html(macro("overview", "heading", t, t.title, t("lead")))


def choose(data: Dataset, t: Translations) -> Choice:
    """Draw the ways in, on one line, and return what the link asks for."""
    choices = _choices(data, t)
    values = {}
    with st.container(key="learn_ways", horizontal=True, gap="small", vertical_alignment="bottom"):
        for key, names in choices.items():
            with st.container(key=f"learn_{key}"):
                values[key] = filters.selectbox(key, names, t(f"ask_{key}"), t, with_label=False) or ""
        if any(values[key] for key in ENTRIES):
            st.button(t("start_over"), key="_clear", type="tertiary", on_click=url_state.replace, args=(ENTRIES, {}))
    labels = tuple(choices[key][value] for key in ENTRIES[:3] if (value := values[key]))
    named_all = {
        key: Selection(t(f"ask_{key}"), {value: choices[key][value]}) for key, value in values.items() if value
    }
    return Choice(Question(**values, words=labels), named_all)


@cache
def _choices(data: Dataset, t: Translations) -> dict[str, dict[str, str]]:
    """What can be chosen under each key: id -> name."""
    themes = filtering.by_name(data.themes, t.language)
    limits = [*learn_start.limits(data, pd.concat(learn_start.all_limits(data)), t)]
    return {
        "theme": filtering.names(themes, t.language),
        "audience": data.labels("audience", t.language),
        "limit": {
            limit.way.value: t("limit_choice", city=limit.place, factor=limit.factor, statement=limit.reason.view.first)
            for limit in limits
        },
        "unit": data.labels("member_type", t.language),
        "city": filtering.names(cached_frames.cities(data, t.language), t.language),
    }


def _take(link: str) -> None:
    """Callback of a way in: leave by one door and come in by another, in one step of history."""
    values = {key: [value] for key, value in parse_qsl(link) if key in ENTRIES}
    if values:
        url_state.replace(ENTRIES, values)


def show(data: Dataset, choice: Choice, t: Translations) -> None:
    """What the link asks for: where it leads, one's own city, or the picture of everything."""
    question = choice.question

    def way(key: str, value: str) -> str:
        own = {"city": question.city} if question.city else {}
        return site.address("learn", t.language, **{**own, key: value})

    answer = None
    if question.limit or question.words:
        answer = learn_from.answer(data, question, t)
        mine = data.names("cities", t.language).get(question.city, "")
        asked_of = bool(question.theme), bool(question.audience)
        twin = topic_and_people.of_question(data, question, t)
        html = macro("learn_from", "answer", t, answer, mine, way, *asked_of, twin)
    elif question.city:
        name = data.names("cities", t.language)[question.city]
        country = learn_start.limits(data, learn_start.all_limits(data)[1], t)
        html = macro("learn_from", "own_city", t, name, learn_start.city(data, question.city, t), country, way)
    else:
        html = _start(data, t)
    symbols = set(html.striptags()).intersection(statements.SIGNS.values())
    html += macro("statement", "sign_note", statements.sign_key(symbols, t), t)
    with st.container(key="learn_acts"):  # always there: what stands below it stays the same element
        if answer:
            _hand_on(data, question, answer, t)
    with st.container(key="learn"):
        selectable(str(html), "learn_body", take=_take)
    _offer(data, choice, answer, t)


@cache
def _start(data: Dataset, t: Translations) -> Markup:
    cities, country = (learn_start.limits(data, rows, t) for rows in learn_start.all_limits(data))

    def way(key: str, value: str) -> str:
        return site.address("learn", t.language, **{key: value})

    return macro("learn_from", "start", t, learn_start.picture(data, t), cities, country, way)


def _offer(data: Dataset, choice: Choice, answer: LearnAnswer | None, t: Translations) -> None:
    """What is shown as tables; of the picture, the picture."""
    if answer is None:
        if not choice.question.city:
            _picture(data, t)
        return
    with st.expander(t("downloads"), key="learn_tables"):
        downloads.offer(data, "evidence", answer.claims, choice.selections, t)
        for table, frame in (("programmes", answer.programmes), ("answers", answer.answers)):
            if len(frame):
                downloads.offer(data, table, frame, choice.selections, t, label=t(f"download_{table}"))


def _hand_on(data: Dataset, question: Question, answer: LearnAnswer, t: Translations) -> None:
    """One page of it as PDF."""
    name = "_".join(filter(None, ("learn", *(getattr(question, key) for key in (*ENTRIES, "city")))))
    file_name = exports.file_name(data, name, "pdf", t.language)
    downloads.make_pdf(t("hand_on"), lambda: learn_sheet.document(data, answer, t), file_name, t)


def _picture(data: Dataset, t: Translations) -> None:
    """The picture of topics by cities as a file."""
    title = evidence_map_picture.title(data, t.language, "topics")
    picture = evidence_map_picture.whole(data, t.language, view="topics")
    note = evidence_map_picture.note(data, t.language, "topics")
    downloads.picture(data, Picture("topics_by_city", title, picture, note=note), t)
