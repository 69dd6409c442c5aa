"""The form of a place, as a component: what it offers is sent once; what is typed comes back field by field."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from lcdash.content import own_city
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.self_check import columns, opening, reading
from lcdash.documents.self_check.reading import Reading
from lcdash.evidence.self_check import SelfCheck
from lcdash.language.translations import Translations
from lcdash.search import place_names
from lcdash.serving import limits
from lcdash.ui.components.components import Payload, component, send_once, sent_by
from lcdash.ui.shared import downloads

HERE = Path(__file__).parent
KEY = "your_city_form"
# Of a session: what was put into the form last, what there is to tell of it, the files of a workshop's tables; the
# members that were offered to be laid beside it, and that the reader has chosen others.
HELD = (
    *("_your_city_loaded", "_your_city_told", "_your_city_tables", "_your_city_tables_refused"),
    *("_your_city_offered", "_your_city_chosen"),
)
LOADED, TOLD = HELD[:2]
GO = "_your_city_go"  # for one run: that the form is to show the topics of a need
WORDS = (
    "choose_any", "remove", "its_source", "members_say", "help", "more", "since_hint", "open_file", "too_large",
    "keep", "forget", "forget_sure", "place_name", "place_hint", "place_by", "besides", "private", "how_private",
    "below", "progress", "col_there", "col_kind", "col_topics", "col_by", "col_audience", "col_since",
    "col_proof", "col_statement", "col_lack", "col_name", "col_province", "part_needs", "part_partners",
    "part_spaces", "part_programmes", "add_needs", "add_partners", "add_spaces", "add_programmes", "say_needs",
    "say_partners", "say_spaces", "say_programmes", "help_needs", "help_partners", "help_spaces",
    "help_programmes",
)  # fmt: skip


def show(data: Dataset, t: Translations) -> SelfCheck:
    """Draw the form and return what it holds."""
    payload = content(data, t.language)
    send_once(payload, KEY)
    loaded, records = st.session_state.get(LOADED, ("", []))
    go = st.session_state.pop(GO, "")
    component("form", folder=HERE)(
        key=KEY,
        data={"content": payload.name, "loaded": loaded, "records": records, "near": _near(data, t), "go": go},
        on_check_change=lambda: None,
        on_file_change=lambda: _open_file(data),
        on_forget_change=forget,
    )
    return reading.from_form(data, _plain(sent_by(KEY, "check"))).check


def _plain(sent: object) -> list[Any]:
    """What the component has sent as lists and dictionaries; Streamlit hands over mappings of its own."""
    rows = sent if isinstance(sent, Sequence) and not isinstance(sent, str) else ()
    return [dict(row) for row in rows if isinstance(row, Mapping)]


def _near(data: Dataset, t: Translations) -> dict[str, str]:
    """The province to offer for a name without one: its code, what is asked, and the name where it was mistyped."""
    record = st.session_state.get(KEY)
    typed: dict[str, Any] = next(
        (row for row in _plain(record.check if record else None) if row.get("part") == "place"), {}
    )
    name = str(typed.get("name", ""))[: columns.LONGEST_NAME]
    province = "" if typed.get("province") or not name.strip() else place_names.province_of(data, name)
    if not province:
        return {}
    label = columns.labels(data, "place", "province", t.language)[province]
    right = "" if place_names.read(data, name) else label
    return {"province": province, "says": t("near_province", province=label), "name": right}


def show_topics() -> None:
    """Have the form open the topics of the first need that names none."""
    st.session_state[GO] = secrets.token_hex(4)


def put(check: SelfCheck, notes: Reading | None = None) -> None:
    """Have the form hold these entries in place of its own, and tell what there is to know of how they were read."""
    st.session_state[LOADED] = (secrets.token_hex(4), list(reading.records(check)))
    st.session_state[TOLD] = notes


def forget() -> None:
    """Nothing of what was typed is held any longer, and no file that was made of it."""
    for key in HELD:
        st.session_state.pop(key, None)
    downloads.take_away()


def _open_file(data: Dataset) -> None:
    sent = sent_by(KEY, "file")
    if isinstance(sent, str):
        try:
            reading = read(data, sent)
        except opening.RefusedError as refused:
            st.session_state[TOLD] = refused
        else:
            put(reading.check, reading)


def read(data: Dataset, sent: str) -> Reading:
    """What a file says that a browser has sent in base64.

    Raises  opening.RefusedError where nothing of it is read.
    """
    if len(sent) > limits.YOUR_CITY_BYTES * 4 // 3 + 4:
        raise opening.RefusedError("too_large", most=limits.YOUR_CITY_BYTES // 1000)
    try:
        content = base64.b64decode(sent, validate=True)
    except ValueError as error:  # no base64, or letters that are none of ASCII
        raise opening.RefusedError("damaged") from error
    return reading.read(data, content)


def told(data: Dataset, t: Translations) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What there is to know of the file that was opened last: why it was refused, what was not read, what else."""
    last_reading = st.session_state.get(TOLD)
    if isinstance(last_reading, opening.RefusedError):
        return t(f"refused_{last_reading.reason}", **last_reading.values), (), ()
    if not isinstance(last_reading, Reading):
        return "", (), ()
    problems = tuple(reading.said(data, problem, t) for problem in last_reading.problems)
    notes = tuple(t(f"told_{note.reason}", **note.values) for note in last_reading.notes)
    return "", problems, notes if problems or notes else (t("told_whole"),)


@cache
def content(data: Dataset, language: str) -> Payload:
    """All that the form offers and says, in one language; nothing that anybody has typed."""
    t = Translations("your-city", language)
    reported = own_city.reported(data, language)
    factors = [
        {
            "number": str(factor.number),
            "name": t.of(factor, "short"),  # as the map beside the form has it
            "facets": [
                {
                    "id": facet.facet_id,
                    "name": t.of(facet, "name"),
                    "definition": t.of(facet, "definition"),
                    "question": t("ask_group", question=t.of(facet, "guide")),
                    "reported": reported[facet.facet_id],
                }
                for facet in records.each(data.facets[data.facets["factor_id"] == factor.factor_id], records.Facet)
            ],
        }
        for factor in records.each(data.factors, records.Factor)
    ]
    return Payload.of(
        {
            "words": {key: t(key) for key in WORDS},
            "factors": factors,
            "lists": _lists(data, language),
            "most": columns.ENTRIES_OF_A_PART,
            "bytes": limits.YOUR_CITY_BYTES,
        }
    )


def _lists(data: Dataset, language: str) -> dict[str, list[tuple[str, str]]]:
    shared = {column: columns.labels(data, "facets", column, language) for column in ("there", "topics", "audience")}
    kinds = {part: columns.labels(data, part, "kind", language) for part in columns.KINDS if part != "facets"}
    rest = {"province": columns.labels(data, "place", "province", language)}
    rest["kind"] = columns.labels(data, "facets", "kind", language)
    return {name: list(options.items()) for name, options in (shared | kinds | rest).items()}
