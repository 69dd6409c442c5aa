"""The present page: where a story is chosen, its scenes on the whole window, and the ready check."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from lcdash import (
    addresses,
    chromium,
    dates,
    derived,
    exports,
    figures,
    handout,
    languages,
    maps,
    markup,
    ready,
    room,
    scene_html,
    stories,
    views,
)
from lcdash.dataset import Dataset
from lcdash.stories import Scene, Story
from lcdash.ui import city_map, downloads, filters, frame, link, map_frame, statements
from lcdash.ui.components import component, drawing
from lcdash.wording import Wording

STYLE = Path(__file__).with_name("present_page.css")
LINKED = ("lang", "story", "host", "short", "scene", "theme")  # what the room is given of the link
OF_A_SCENE = ("theme", "qr")  # what is open in one scene and not in the next
CHART_FONT, CHART_TITLE = 24, 28  # pixels: what the back row reads, and years still stand apart at 1024 across
FEW_ROWS, MANY_ROWS = 10, 16  # more than these, beside a picture or alone, flow through two columns


class Asked(NamedTuple):
    """What the link asks for: a story, the member it is of or is told in, and whether in short."""

    story_id: str
    host: str
    short: bool

    @property
    def link(self) -> dict[str, str]:
        found = {"story": self.story_id, "host": self.host, "short": "1" if self.short else ""}
        return {key: value for key, value in found.items() if value}


def is_open() -> bool:
    """Whether the link opens a scene: it then has the whole window."""
    return bool(st.query_params.get("scene")) and not st.query_params.get("check")


def read(data: Dataset, say: Wording) -> Asked | None:
    """What the link asks for; None where a story about one city is asked for without its city."""
    ids = list(data.stories["story_id"])
    story_id = link.one("story", ids) or ids[0]
    host = link.one("host", stories.members(data, say.language)) or ""
    if _about(data, story_id) == "city" and not host:
        return None
    return Asked(story_id, host, link.one("short", ("1",)) == "1" and bool(_minutes_in_short(data, story_id)))


def _about(data: Dataset, story_id: str) -> str:
    return str(data.stories.set_index("story_id").loc[story_id, "about"])


def _minutes_in_short(data: Dataset, story_id: str) -> int:
    return int(data.scenes.loc[data.scenes["story_id"] == story_id, "short_minutes"].sum())


# Start


def start(data: Dataset, asked: Asked | None, say: Wording) -> None:
    """Choose a story, a city and the length; what can be taken along."""
    st.html(f'<p class="lead">{escape(say("lead"))}</p>')
    chosen = {one: _name(data, one, say) for one in data.stories["story_id"]}
    story_id = asked.story_id if asked else link.one("story", chosen) or next(iter(chosen))
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.session_state[link.widget_key("story")] = story_id
        st.radio(
            say("choose_story"),
            list(chosen),
            format_func=lambda one: chosen[one],
            key=link.widget_key("story"),
            on_change=link.from_widget,
            args=("story",),
        )
        of_city = _about(data, story_id) == "city"
        members = stories.members(data, say.language)
        filters.selectbox("host", members, say("choose_city" if of_city else "choose_host"), say)
        short = _minutes_in_short(data, story_id)
        if short:
            filters.toggle("short", say("short_cut", n=short))
        if asked:
            told = stories.story(data, asked.story_id, say.language, asked.host, asked.short)
            first = [told.scenes[0].scene_id]
            words = say("start", n=told.minutes)
            st.button(words, key="_start", type="primary", on_click=link.write, args=("scene", first))
        if asked and asked.host and not of_city:
            st.caption(say("host_note"))
        st.button(say("open_check"), key="_check", on_click=link.write, args=("check", ["1"]))
        if asked:
            _offer(data, told, say)
        _kit(data, say)
    with right:
        if asked:
            _list(told, asked, say)


def _offer(data: Dataset, told: Story, say: Wording) -> None:
    """The story to take along: one file for any browser, and the same on paper."""
    name = f"handout_{told.story_id}{'_short' if told.short else ''}{f'_{told.host}' if told.host else ''}"

    def made() -> str:
        return handout.document(data, told, say)

    st.subheader(say("take_along"), anchor=False)
    st.html(f'<p class="quiet">{escape(say("handout_note"))}</p>')
    with st.container(key="take_along", gap="small"):
        st.download_button(
            say("handout_html"),
            made,
            file_name=exports.file_name(data, name, "html", say.language),
            mime="text/html",
            on_click="ignore",
        )
        file_name = exports.file_name(data, name, "pdf", say.language)
        downloads.make(say("handout_pdf"), lambda: chromium.pdf(made()), file_name, downloads.PDF, say)
        downloads.story(data, told, say)


def _kit(data: Dataset, say: Wording) -> None:
    """What is printed for the tables of a room: the blank sheet, and cards of the cities that were studied."""
    st.subheader(say("kit_title"), anchor=False)
    st.html(f'<p class="quiet">{escape(say("kit_note"))}</p>')
    studied = list(data.cities.loc[data.cities["in_study"], "city_id"])
    with st.container(horizontal=True, key="kit", gap="small"):
        downloads.sheet(data, say)
        downloads.cards(data, studied, list(data.factors["factor_id"]), say, {})


def _name(data: Dataset, story_id: str, say: Wording) -> str:
    row = next(one for one in data.stories.itertuples() if one.story_id == story_id)
    return say("of_a_member") if row.about == "city" else say.of(row, "name")


def _list(told: Story, asked: Asked, say: Wording) -> None:
    rows = "".join(
        f"<li>{markup.link_to(say.page, scene.title, say, **asked.link, scene=scene.scene_id)} "
        f'<span class="quiet">{escape(say("minutes", n=scene.minutes))}</span> '
        f"{languages.html(scene.message, say.language)}</li>"
        for scene in told.scenes
    )
    st.html(f'<div class="present-list"><h2>{escape(say("scene_list"))}</h2><ol>{rows}</ol></div>')


# A scene


def show(data: Dataset, asked: Asked, say: Wording) -> None:
    """One scene of a story on the whole window."""
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
    told = stories.story(data, asked.story_id, say.language, asked.host, asked.short)
    by_id = {scene.scene_id: scene for scene in told.scenes}
    scene = by_id.get(link.one("scene", by_id) or "", told.scenes[0])
    st.html(
        f'<header class="scene-head"><h1>{languages.html(scene.title, say.language)}</h1>'
        f"<p>{languages.html(scene.message, say.language)}</p></header>"
    )
    content = _content(data, scene, say)
    with st.container(key="scene_view"):
        _view(data, scene, content, say)
    frame.notices(say)
    st.html(
        f'<p class="scene-ask"><b>{escape(say("question"))}</b>{languages.html(scene.question, say.language)}</p>'
        f'<p class="scene-source">{escape(say("source_line", named=scene.source))} · '
        f"{escape(say('foot_version', version=data.version, date=dates.spoken(data.created, say.language)))} · "
        f"{escape(say('foot_independent'))}</p>"
    )
    if link.one("notes", ("1",)):
        _notes(scene, say)
    _foot(told, scene, content, say)
    if link.one("qr", ("1",)):
        _qr(say)


def _content(data: Dataset, scene: Scene, say: Wording) -> views.Content:
    """What the scene shows; of topics the one that the room chose."""
    theme = link.one("theme", set(data.themes["theme_id"])) if scene.view == "topics" else None
    if not theme:
        return scene.content
    return views.content(data, scene.view, (("theme", (theme,)),), scene.host, say.language)


def _view(data: Dataset, scene: Scene, content: views.Content, say: Wording) -> None:
    if scene.view == "map":
        _map(data, scene, content, say)
    elif content.chart:
        live, beside = st.columns([3, 2], gap="medium")
        with live:
            st.plotly_chart(
                _large(content.chart.figure),
                theme=None,
                config=figures.STILL,
                alt=content.chart.caption,
                height="stretch",
            )
        with beside:
            _body(scene, content, say)
    elif content.picture:
        still, beside = st.columns([2, 3] if scene.view == "city_spaces" else [1, 3], gap="medium")
        with still:
            drawing(content.picture.svg, f"picture_{scene.scene_id}")
        with beside:
            _body(scene, content, say)
    else:
        _body(scene, content, say)


def _body(scene: Scene, content: views.Content, say: Wording) -> None:
    """Tables and statements; a link in them opens more of the scene."""
    key = f"body_{scene.scene_id}"

    def follow() -> None:
        for name, values in parse_qs(st.session_state[key].asked or "").items():
            link.write(name, values)

    data = {"html": scene_html.body(content, say), "form": _form(content)}
    component("scene_body", isolated=False)(key=key, data=data, on_asked_change=follow)


def _form(content: views.Content) -> str:
    """How the words of a scene stand, as a class of the style sheet; beside a chart or a picture in one column."""
    tables, groups = content.tables, content.groups
    rows = sum(len(group.rows) for group in groups)
    if content.picture or content.chart:
        return "packed" if rows > FEW_ROWS else "alone"
    if len(groups) == 1 or any(table.asks[0] for table in tables):
        return "one"
    if tables:
        return "alone"
    return "two" if len(groups) == 2 and rows <= MANY_ROWS else "packed"


def _large(figure: go.Figure) -> go.Figure:
    """The figure as the back row reads it; the one given is left as it is."""
    large = go.Figure(figure)
    large.update_layout(font={"size": CHART_FONT}, title={"font": {"size": CHART_TITLE}}, height=None)
    large.update_traces(textfont={"size": CHART_TITLE}, marker={"size": 12}, line={"width": 4})
    return large


def _map(data: Dataset, scene: Scene, content: views.Content, say: Wording) -> None:
    """The members on the map that moves, what its marks mean, and the table beside it."""
    words = Wording("map", say.language)
    drawn = derived.places(data, say.language)
    drawn = drawn[drawn["status"] == "member"]
    by = scene.asked.get("by", maps.BY)[0]
    classes = city_map.kinds(data, drawn, by, words)
    city_map.dress()
    city_map.legend(drawn, classes, by, words)
    group = maps.cities(
        drawn,
        map_frame.shapes(data),
        classes,
        by=by,
        told=city_map.told(data, drawn, words),
        note=words("units_differ"),
        words=city_map.spoken(words),
    )
    live, beside = st.columns(2, gap="medium")
    with live:
        map_frame.show(
            data,
            maps.country(map_frame.provinces(data).name),
            group,
            key="scene_map",
            height=440,
            tiles="",
            choose=lambda _: None,
            say=words,
        )
    with beside:
        _body(scene, content, say)


def _foot(told: Story, scene: Scene, content: views.Content, say: Wording) -> None:
    """Steps, language, notes, QR code, the way out."""
    ids = [one.scene_id for one in told.scenes]

    def step() -> None:
        to = st.session_state["stepper"].to
        if isinstance(to, int) and 0 <= to < len(ids):
            link.write("scene", [ids[to]])
            link.clear(*OF_A_SCENE)

    with st.container(key="scene_foot", horizontal=True, vertical_alignment="center", gap="small"):
        position = say("position", n=scene.position, all=len(ids))
        texts = {"previous": say("previous"), "next": say("next"), "position": position}
        component("stepper")(
            key="stepper", data={"at": scene.position - 1, "all": len(ids), "texts": texts}, on_to_change=step
        )
        st.button(
            say("switch_language"), key="_language", type="tertiary", on_click=link.write, args=("lang", [say.other])
        )
        for panel in ("notes", "qr"):
            shown = link.one(panel, ("1",)) == "1"
            args = (panel, [] if shown else ["1"])
            st.button(
                say(panel), key=f"_{panel}", type="secondary" if shown else "tertiary", on_click=link.write, args=args
            )
        if scene.view == "topics" and content is not scene.content:
            st.button(say("all_topics"), key="_topics", type="tertiary", on_click=link.clear, args=("theme",))
        query = {"lang": [say.language], **{key: list(values) for key, values in scene.asked.items()}}
        st.page_link(frame.PATHS[scene.page], label=say("open_page"), query_params=query)
        st.button(
            say("leave"), key="_leave", type="tertiary", on_click=link.clear, args=("scene", "notes", *OF_A_SCENE)
        )


def _notes(scene: Scene, say: Wording) -> None:
    """What the speaker may say, in both languages."""
    both = "".join(
        f'<p lang="{language}">{escape(scene.notes[language])}</p>' for language in (say.language, say.other)
    )
    st.html(f'<aside class="scene-notes"><h2>{escape(say("notes"))}</h2><div>{both}</div></aside>')


def _qr(say: Wording) -> None:
    """The address of this scene for the room, as a QR code and in letters; a sentence where there is none."""
    host = room.address(st.context.headers.get("Host", ""))
    kept = {key: st.query_params[key] for key in LINKED if key in st.query_params}
    address = f"{host}{addresses.path_of(say.page)}?{urlencode(kept)}"
    with st.container(key="scene_qr"):
        st.html(
            f'<p class="scene-qr"><b>{escape(say("qr_title"))}</b><br>{escape(address if host else say("qr_none"))}</p>'
        )
        if host:
            drawing(room.qr_code(address), "qr")


# Ready check


def check(data: Dataset, asked: Asked | None, say: Wording) -> None:
    """Whether the presenter can begin."""
    st.button(say("close_check"), key="_close_check", type="tertiary", on_click=link.clear, args=("check",))
    st.html(f'<p class="lead">{escape(say("check_lead"))}</p>')
    with st.spinner(say("check_title")):
        found = ready.checks(data, asked.host if asked else "", room.address(st.context.headers.get("Host", "")), say)
    marks = {True: ("✓", "check_ready", "ready"), False: ("△", "check_todo", "todo")}
    states = {
        ready_or_not: markup.Html(markup.shown_mark(markup.Mark(symbol, say(key), kind)))
        for ready_or_not, (symbol, key, kind) in marks.items()
    }
    rows = [(one.name, states[one.ready], one.words) for one in found]
    columns = [say("check_col"), say("check_state"), say("check_words")]
    statements.plain_table(pd.DataFrame(rows, columns=columns, dtype=object), say("check_title"))
