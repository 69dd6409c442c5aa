"""A place beside the members: a guided form at the left, and at the right what follows from it, at once.

Nothing that is typed is written anywhere: the tab holds it, and the session's own state while the page is open.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from lcdash.content import evidence_map_picture, own_beside, own_city
from lcdash.content.own_city import OwnCity
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.documents.self_check import memo, naming, rows, sheet, template
from lcdash.drawing import svg_writer
from lcdash.evidence import cached_frames, self_check
from lcdash.evidence.evidence_map import EvidenceMap
from lcdash.evidence.self_check import NO_MARK, OWN, SelfCheck
from lcdash.html import city_columns, markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.ui.components.components import drawing
from lcdash.ui.pages.your_city import form, workshop
from lcdash.ui.shared import downloads, statements

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BESIDE = 3  # members that the place is laid beside at most
BESIDE_KEY = "_your_city_beside"
AWARD_KEY = "_your_city_award"
OFFERED, CHOSEN = form.HELD[4:]
STATE = "_your_city_state"  # how often what is told has changed, and what it was last
PEERS = 3  # members shown in full for each gap


@st.fragment
def show(data: Dataset, t: Translations) -> None:
    """The form and what follows from it, in a run of its own: a word that is typed draws nothing else of the page."""
    left, right = st.columns([9, 13], gap="medium")
    with left, st.container(key="your_city_form_box", height=590, border=False):
        check = form.show(data, t)
    with right:
        st.html(macro("your_city", "back", t))
        # What comes and goes stands in a container that stays: Streamlit's page ends with an error where a run that
        # is overtaken by the next has left fewer elements than that one counts.
        with st.container(key="your_city_told"):
            if any(file := form.told(data, t)):
                st.html(macro("your_city", "told", t, *file))
        selection = _shown(data, check, t)
        picture, own = selection.picture, selection.own
        names = ("column", "steps", "learn", "compare", "blocks", "take", "tables")
        tabs = dict(zip(names, st.tabs([t(f"tab_{name}") for name in names]), strict=True))
        with tabs["column"]:
            _column(data, check, selection, t)
        with tabs["steps"]:
            steps = own.steps if check.has_answers else ()
            st.html(macro("your_city", "steps", t, steps, own.steps_rule, own.apart))
        with tabs["learn"]:
            _learn(own, t)
        with tabs["compare"], st.container(key="your_city_compare"):
            _compare(data, check, selection, t)
        with tabs["blocks"]:
            st.html(macro("your_city", "blocks", t, own.blocks))
        with tabs["take"]:
            _take(data, check, picture, own, t)
        with tabs["tables"]:
            workshop.show(data, t)


class OwnView(NamedTuple):
    """What follows from what a place tells: the map with its column as cells and as SVG, and the column in words."""

    picture: EvidenceMap
    own: OwnCity
    svg: str
    column: Markup


def _shown(data: Dataset, check: SelfCheck, t: Translations) -> OwnView:
    return _of(data, check, t) if check.entries else _of_nobody(data, t)


def _of(data: Dataset, check: SelfCheck, t: Translations) -> OwnView:
    chart = self_check.with_own(cached_frames.evidence_map(data, t.language), check, data.facets)
    lines = own_city.own_city(data, check, t)
    own = evidence_map_picture.with_own(data, chart, lines.name, t)
    wording = Translations("evidence_map", t.language)
    column = macro("your_city", "column", t, wording, lines.name, own_beside.beside(data, chart, lines, t))
    return OwnView(chart, lines, svg_writer.svg(own), column)


@cache
def _of_nobody(data: Dataset, t: Translations) -> OwnView:
    """What everybody sees who has told nothing yet: nothing else of this page is kept."""
    return _of(data, SelfCheck(), t)


def _column(data: Dataset, check: SelfCheck, selection: OwnView, t: Translations) -> None:
    with st.container(horizontal=True, key="your_city_examples", vertical_alignment="center"):
        if not check.has_answers:
            names = data.names("cities", t.language)
            statements.line(t("nothing_yet"), "quiet", width="content")
            for city in self_check.example_cities(data):
                example = self_check.example(data, city, t.language)
                label = markup.literal(names[city])
                st.button(label, type="tertiary", key=f"_your_city_{city}", on_click=form.put, args=(example,))
    drawing(selection.svg, "your_city_map", "31rem")
    st.html(selection.column)
    if selection.own.outside:
        st.html(macro("your_city", "outside", t, selection.own.outside))


def _learn(own: OwnCity, t: Translations) -> None:
    """Members to learn from; above them the way to the topics of a need that names none."""
    with st.container(key="your_city_untold", horizontal=True, vertical_alignment="center"):
        if untold := [gap.title for gap in own.gaps if gap.untold]:
            if more := untold[1:]:
                untold = [t("untold_more", first=untold[0], n=len(more))]
            st.html(macro("your_city", "untold", t, untold), width="content")
            st.button(t("to_topics"), key="_your_city_to_topics", on_click=form.show_topics)
    st.html(macro("your_city", "learn", t, own.gaps, PEERS))


def _compare(data: Dataset, check: SelfCheck, selection: OwnView, t: Translations) -> None:
    """The columns side by side, in words; at first with what own_city.OwnCity.first names."""
    members = own_city.members(data, t.language)
    need, first = selection.own.first
    # What it offers follows what is typed until the reader chooses: from then on it is the reader's own.
    if not st.session_state.get(CHOSEN):
        st.session_state[BESIDE_KEY] = list(first)
        st.session_state[OFFERED] = {*st.session_state.get(OFFERED, ()), first}
    city_ids = st.multiselect(
        t("choose_members"),
        list(members),
        format_func=members.__getitem__,
        max_selections=BESIDE,
        placeholder=t("choose_up_to"),
        key=BESIDE_KEY,
        on_change=_note_choice,
    )
    opening_line = t("opened_with", what=need) if need and tuple(city_ids) == first else ""
    if opening_line or selection.own.outside:
        st.html(macro("your_city", "beside_lines", t, opening_line, selection.own.outside))
    cities = tuple(city for city in members if city in city_ids)
    st.html(_beside(data, selection, cities, t) if check.entries else _beside_nobody(data, cities, t))


def _beside(data: Dataset, selection: OwnView, cities: tuple[str, ...], t: Translations) -> Markup:
    labels, states = {}, {}
    for answer in selection.own.answers:
        states[answer.facet_id] = answer.there
        if answer.state in NO_MARK:
            labels[answer.facet_id, ""] = answer.statement
        for kind, _ in answer.marks:
            labels[answer.facet_id, kind] = answer.lack if kind == "limit" else answer.statement
    own = city_columns.Own(OWN, selection.own.name, labels, states)
    return city_columns.beside(data, selection.picture, own, cities, t)


@lru_cache(maxsize=20)
def _beside_nobody(data: Dataset, cities: tuple[str, ...], t: Translations) -> Markup:
    """The same where nothing is told yet."""
    return _beside(data, _of_nobody(data, t), cities, t)


def _note_choice() -> None:
    """The members are the reader's own choice, unless they are what was offered a moment ago: a word that is typed
    while the offer changes brings the former one along."""
    if tuple(st.session_state[BESIDE_KEY]) not in st.session_state.get(OFFERED, ()):  # forgotten meanwhile
        st.session_state[CHOSEN] = True


def _take(data: Dataset, check: SelfCheck, chart: EvidenceMap, own: OwnCity, t: Translations) -> None:
    """Files of what was filled in, each made for this reader alone and kept nowhere."""
    start, state = naming.stem(check.place.name), _state(check)
    with st.container(key="your_city_take_papers"):
        if not check.has_answers:
            st.html(macro("line", "line", t("take_nothing"), "answer"))
        else:
            document = partial(sheet.document, data, own, t)
            what = f"{state}_of_sheet-{t.language}"
            with st.container(key="your_city_take_sheet"):
                name = f"{start}_sheet_{t.language}.pdf"
                downloads.make_pdf(t("take_sheet"), document, name, t, keep=False, state=what)
            with st.container(horizontal=True, gap="small", key="your_city_memo", vertical_alignment="center"):
                award = st.session_state.get(AWARD_KEY, True)
                letter = partial(memo.file, data, own, t, award=award)
                of_award = f"{state}{'a' if award else ''}"
                _save(t("take_memo"), letter, f"{start}_memo_{t.language}.docx", DOCX, of_award, "memo")
                st.checkbox(t("memo_with_award"), value=True, key=AWARD_KEY)
    with st.expander(t("take_rest"), key="your_city_take_rest"):
        _take_rest(data, check, chart, own.name, t)


def _take_rest(data: Dataset, check: SelfCheck, chart: EvidenceMap, own: str, t: Translations) -> None:
    """The files beside the papers: what was filled in, the blank form, and where there are answers the rest."""
    start, state = naming.stem(check.place.name), _state(check)
    blank = f"your_city_form_{t.language}"
    forms = (("take_data", f"{start}_form_{t.language}", check, state), ("take_blank", blank, SelfCheck(), "0"))
    for key, stem, entries, state_of_form in forms:
        with st.container(horizontal=True, gap="small", key=f"your_city_{key}"):
            book, table = (partial(make, data, entries, t) for make in (template.xlsx, template.csv_file))
            what = key.replace("_", "-")
            _save(f"{t(key)} (XLSX)", book, f"{stem}.xlsx", downloads.XLSX, state_of_form, f"{what}-xlsx")
            _save(f"{t(key)} (CSV)", table, f"{stem}.csv", "text/csv", state_of_form, f"{what}-csv")
    with st.container(key="your_city_take_more"):
        if check.has_answers:
            still = picture(data, chart, own, t, f"{start}_column")
            downloads.picture(data, still, t, keep=False, state=f"{state}_of_column-{t.language}")
            archive = partial(rows.archive, data, check, t)
            _save(t("take_rows"), archive, f"{start}_{t.language}.zip", "application/zip", state, "rows")


def _state(check: SelfCheck) -> str:
    """How often what is told has changed while the page was open: by it a file knows that it is older."""
    number, former = st.session_state.get(STATE, (0, None))
    if former != check:
        number += 1
        st.session_state[STATE] = (number, check)
    return str(number)


def picture(data: Dataset, chart: EvidenceMap, own: str, t: Translations, file_name: str) -> Picture:
    """The map with the place's own column, to leave as a file."""
    still = evidence_map_picture.with_own(data, chart, own, t, alone=True)
    note = f"{t('picture_foot', city=own)} · {evidence_map_picture.note(data, t.language)}"
    return Picture(file_name, t("picture_title", city=own), still, note=note)


def _save(label: str, make: Callable[[], bytes | str], name: str, mime: str, state: str, what: str) -> None:
    """A button that saves a file; `state` of what it holds, and `what` it is, as downloads.named has them."""
    key = f"_your_city{downloads.named(name, f'{state}_of_{what}')}"
    st.download_button(label, make, file_name=name, mime=mime, on_click="ignore", key=key)
