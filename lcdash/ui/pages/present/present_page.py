"""The present page: where a story is chosen, its scenes on the whole window, and the ready check."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lcdash import site
from lcdash.content import kit_sheets, stories
from lcdash.content.marks import Mark
from lcdash.content.stories import Scene, Story
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports, handout
from lcdash.evidence import cached_frames
from lcdash.html import markup, player_html, room_answer, unbroken
from lcdash.html.rendering import macro, render
from lcdash.language import translations
from lcdash.language.translations import Translations
from lcdash.serving import limits
from lcdash.ui.components.components import Payload, component, send_once, sent_by
from lcdash.ui.pages.present import preflight
from lcdash.ui.shared import downloads, filters, public_address, statements, url_state

HERE = Path(__file__).parent

KEY = "story_player"
ANSWER = "_room_answer"  # of a session: what answers the last question from the room
MOST_LETTERS = 80  # of a question
# Keys that are told before one begins.
KEYS = (("→", "key_next"), ("?", "keys"), ("Q", "from_room"), ("B", "key_blank"), ("N", "presenter"), ("Esc", "leave"))
PLAYER = tuple(str(path.with_suffix("")) for path in player_html.SCRIPTS)  # which the component's own rests on


class StoryRequest(NamedTuple):
    """What the link asks for: a story, the member it is of or is told in, and whether in short."""

    story_id: str
    host: str
    short: bool


def is_open() -> bool:
    """Whether the link opens a scene: it then has the whole window."""
    return bool(st.query_params.get("scene")) and not st.query_params.get("check")


def read(data: Dataset, t: Translations) -> StoryRequest | None:
    """What the link asks for; None where a story about one city is asked for without its city."""
    ids = list(data.stories["story_id"])
    story_id = url_state.one("story", ids) or ids[0]
    host = url_state.one("host", stories.members(data, t.language)) or ""
    if _about(data, story_id) == "city" and not host:
        return None
    return StoryRequest(
        story_id, host, url_state.one("short", ("1",)) == "1" and bool(_minutes_in_short(data, story_id))
    )


def _about(data: Dataset, story_id: str) -> str:
    return str(data.stories.set_index("story_id").loc[story_id, "about"])


def _minutes_in_short(data: Dataset, story_id: str) -> int:
    return int(data.scenes.loc[data.scenes["story_id"] == story_id, "short_minutes"].sum())


# Start


def start(data: Dataset, request: StoryRequest | None, t: Translations) -> None:
    """Choose a story, a city and the length; what can be taken along."""
    statements.lead(t("lead"))
    names = {story_id: _name(data, story_id, t) for story_id in data.stories["story_id"]}
    story_id = request.story_id if request else url_state.one("story", names) or next(iter(names))
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.session_state[url_state.widget_key("story")] = story_id
        st.radio(
            t("choose_story"),
            list(names),
            format_func=lambda story_id: names[story_id],
            key=url_state.widget_key("story"),
            on_change=url_state.from_widget,
            args=("story",),
        )
        of_city = _about(data, story_id) == "city"
        members = stories.members(data, t.language)
        filters.pill("host", members, t("choose_city" if of_city else "choose_host"))
        short = _minutes_in_short(data, story_id)
        if short:
            filters.toggle("short", t("short_cut", n=short))
        if request:
            story = stories.story(data, request.story_id, t.language, request.host, request.short)
            first = [story.scenes[0].scene_id]
            text = t("start", n=story.minutes)
            if left_at := url_state.one("left", [scene.scene_id for scene in story.scenes]):
                _go_on(next(scene for scene in story.scenes if scene.scene_id == left_at), t)
            st.button(text, key="_start", type="primary", on_click=_begin, args=(first,))
            st.html(macro("present", "keys", [(key, t(says)) for key, says in KEYS]))
        if request and request.host and not of_city:
            st.caption(t("host_note"))
        st.button(t("open_check"), key="_check", on_click=url_state.write, args=("check", ["1"]))
        if request:
            _offer(data, story, t)
    with right:
        if request:
            _list(story, t)
    _kit(data, t)


def _begin(scene: list[str]) -> None:
    url_state.replace(("scene", "left"), {"scene": scene})


def _go_on(scene: stories.Scene, t: Translations) -> None:
    """The way back to the scene that was left, which one key takes as well."""
    text = t("go_on", n=scene.position, scene=scene.headline)
    st.button(text, key="_go_on", type="primary", shortcut="Enter", on_click=_begin, args=([scene.scene_id],))


def _offer(data: Dataset, story: Story, t: Translations) -> None:
    """The story to take along: one file for any browser, and the same on paper."""
    name = f"handout_{story.story_id}{'_short' if story.short else ''}{f'_{story.host}' if story.host else ''}"

    def made() -> str:
        return handout.document(data, story, t)

    st.subheader(t("take_along"), anchor=False)
    statements.quiet(t("handout_note"))
    with st.container(key="take_along", gap="small"):
        st.download_button(
            t("handout_html"),
            made,
            file_name=exports.file_name(data, name, "html", t.language),
            mime="text/html",
            on_click="ignore",
        )
        file_name = exports.file_name(data, name, "pdf", t.language)
        downloads.make_pdf(t("handout_pdf"), made, file_name, t)
        _slides(data, story, t)


def _slides(data: Dataset, story: Story, t: Translations) -> None:
    """Slides of the story: which of its scenes, and which cities' own scenes after them."""
    scenes = {scene.scene_id: scene.headline for scene in story.scenes}
    members = stories.members(data, t.language)
    with st.expander(t("slides_choose")):
        guests = st.multiselect(
            t("slides_scenes"),
            list(scenes),
            list(scenes),
            format_func=scenes.__getitem__,
            placeholder=t("choose"),
            key=f"_slides_scenes_{story.story_id}_{story.host}_{t.language}",
        )
        cities = st.multiselect(
            t("slides_cities"),
            list(members),
            format_func=members.__getitem__,
            placeholder=t("choose"),
            key=f"_slides_cities_{t.language}",
        )
    downloads.story(data, story, guests, cities, t)


def _kit(data: Dataset, t: Translations) -> None:
    """What is printed for the tables of a room: guide, sheet to fill in, cards of the cities that were studied."""
    wording = Translations("kit", t.language)
    people = len(data.factors)
    st.subheader(wording("kit_title", n=people), anchor="kit")
    studied = list(data.cities.loc[data.cities["in_study"], "city_id"])
    tables = st.number_input(
        wording("kit_tables", n=people), 1, kit_sheets.MOST_TABLES, kit_sheets.TABLES, key="_kit_tables", width=260
    )
    sheets = {what.removeprefix("print_"): n for what, n in kit_sheets.needed(data, int(tables)).items()}
    with st.container(key="kit"):
        guide, sheet, cards = st.columns(3, gap="large")
        with guide:
            st.html(macro("present", "part_of_kit", wording("guide_note"), wording("guide_print", n=tables, **sheets)))
            downloads.guide(data, t)
        with sheet:
            st.html(macro("present", "part_of_kit", wording("sheet_note"), wording("sheet_print", n=tables, **sheets)))
            downloads.sheet(data, t)
        with cards:
            notes = wording("cards_note", n=people), wording("cards_print", n=tables, **sheets)
            st.html(macro("present", "part_of_kit", *notes))
            downloads.cards(data, studied, list(data.factors["factor_id"]), t, {})


def _name(data: Dataset, story_id: str, t: Translations) -> str:
    row = next(story for story in records.each(data.stories, records.Story) if story.story_id == story_id)
    return t("of_a_member") if row.about == "city" else t.of(row, "name")


def _list(story: Story, t: Translations) -> None:
    def way(scene: Scene) -> str:
        return site.address(t.page, t.language, **story.link, scene=scene.scene_id)

    st.html(render("scene_list", t=t, scenes=story.scenes, address=way))


# A scene


def show(data: Dataset, request: StoryRequest, t: Translations) -> None:
    """A story on the whole window. All of it goes to the browser before the first scene is shown."""
    story = stories.story(data, request.story_id, t.language, request.host, request.short)
    by_id = {scene.scene_id: scene for scene in story.scenes}
    at = url_state.one("scene", by_id) or story.scenes[0].scene_id
    host = public_address.address(public_address.bar())
    with _MAKING:  # a room that opens the same scene at once has it made once
        payload = _payload(data, *request, host)
    send_once(payload, "story")

    def follow() -> None:
        moved = _sent("moved")
        scene, language = str(moved.get("scene")), moved.get("language")
        if scene in by_id and language in translations.LANGUAGES:
            url_state.replace(("scene", "lang"), {"lang": [language], "scene": [scene]})
            url_state.remember(t.page, story.link | {"left": scene})

    def leave() -> None:
        left = str(sent_by(KEY, "left"))
        left = left if left in by_id else at
        url_state.replace(("scene",), {"left": [left]})
        url_state.remember(t.page, story.link | {"left": left})

    def find() -> None:
        message = _sent("asked")
        text, language = str(message.get("words", ""))[:MOST_LETTERS], message.get("language")
        if text and language in translations.LANGUAGES:
            st.session_state[ANSWER] = room_answer.answer(data, text, language) | {"id": secrets.token_hex(4)}

    component("story_player", player_html.STYLE, folder=HERE, isolated=False, before=PLAYER)(
        key=KEY,
        data={"payload": payload.name, "at": at, "language": t.language, "answer": st.session_state.get(ANSWER)},
        on_moved_change=follow,
        on_left_change=leave,
        on_asked_change=find,
    )


def _sent(name: str) -> Mapping[str, Any]:
    """What the player has sent, as far as it is what the player sends."""
    sent = sent_by(KEY, name)
    return sent if isinstance(sent, Mapping) else {}


_MAKING = threading.Lock()


@lru_cache(limits.STORIES_KEPT)  # the address is what a visitor says
def _payload(data: Dataset, story_id: str, host: str, short: bool, address: str) -> Payload:
    """A story for the player, the same whichever language is shown: a room that turns to the other one goes on with it.

    address  with one that others reach it holds the QR code of each scene; "" for none.
    """
    story = stories.story(data, story_id, translations.LANGUAGES[0], host, short)
    codes = {}
    for code in translations.LANGUAGES if address else ():
        for scene in stories.story(data, story_id, code, host, short).scenes:
            query = urlencode({"lang": code, **story.link, "scene": scene.scene_id})
            codes[code, scene.scene_id] = public_address.qr_code(f"{address}{site.path_of('present')}?{query}")
    html = unbroken.held_together(str(player_html.player(data, story, codes)), cached_frames.unbroken(data))
    return Payload.of({"html": html})


# Ready check


def check(data: Dataset, request: StoryRequest | None, t: Translations) -> None:
    """Whether the presenter can begin."""
    st.button(t("close_check"), key="_close_check", type="tertiary", on_click=url_state.clear, args=("check",))
    statements.lead(t("check_lead"))
    with st.spinner(t("check_title")):
        checks = preflight.checks(data, public_address.address(public_address.bar()), t)
        room_checks = preflight.told(data, request.host if request else "", t)
    to_do = sum(not check_row.ready for check_row in (*checks, *room_checks))
    statements.note(t("check_all_to_do", n=to_do) if to_do else t("check_all_ready"))
    _checked(checks, t("check_title"), t)
    title = t("check_stories", n=len(room_checks))
    with st.expander(title, expanded=not all(check_row.ready for check_row in room_checks)):
        _checked(room_checks, title, t)


def _checked(checks: list[preflight.Check], title: str, t: Translations) -> None:
    marks = {True: ("✓", "check_ready", "ready"), False: ("–", "check_todo", "todo")}
    states = {
        ready_or_not: markup.shown_mark(Mark(symbol, t(key), kind))
        for ready_or_not, (symbol, key, kind) in marks.items()
    }
    rows = [(row.name, states[row.ready], row.words) for row in checks]
    columns = [t("check_col"), t("check_state"), t("check_words")]
    statements.plain_table(pd.DataFrame(rows, columns=columns, dtype=object), title)
