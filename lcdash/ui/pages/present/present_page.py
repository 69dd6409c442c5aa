"""The present page: where a story is chosen, its scenes on the whole window, and the ready check."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from lcdash import site
from lcdash.content import model, scene_content, stories
from lcdash.content.marks import Mark
from lcdash.content.stories import Scene, Story
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports, handout
from lcdash.drawing import figures
from lcdash.drawing.city_map import BY, cities
from lcdash.evidence import cached_frames
from lcdash.html import markup, scene_html
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.ui.components.components import component, drawing
from lcdash.ui.pages.map import city_map
from lcdash.ui.pages.present import preflight, public_address
from lcdash.ui.shared import downloads, filters, legend, map_frame, page_shell, statements, url_state

HERE = Path(__file__).parent

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


def read(data: Dataset, t: Translations) -> Asked | None:
    """What the link asks for; None where a story about one city is asked for without its city."""
    ids = list(data.stories["story_id"])
    story_id = url_state.one("story", ids) or ids[0]
    host = url_state.one("host", stories.members(data, t.language)) or ""
    if _about(data, story_id) == "city" and not host:
        return None
    return Asked(story_id, host, url_state.one("short", ("1",)) == "1" and bool(_minutes_in_short(data, story_id)))


def _about(data: Dataset, story_id: str) -> str:
    return str(data.stories.set_index("story_id").loc[story_id, "about"])


def _minutes_in_short(data: Dataset, story_id: str) -> int:
    return int(data.scenes.loc[data.scenes["story_id"] == story_id, "short_minutes"].sum())


# Start


def start(data: Dataset, asked: Asked | None, t: Translations) -> None:
    """Choose a story, a city and the length; what can be taken along."""
    st.html(f'<p class="lead">{escape(t("lead"))}</p>')
    chosen = {one: _name(data, one, t) for one in data.stories["story_id"]}
    story_id = asked.story_id if asked else url_state.one("story", chosen) or next(iter(chosen))
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.session_state[url_state.widget_key("story")] = story_id
        st.radio(
            t("choose_story"),
            list(chosen),
            format_func=lambda one: chosen[one],
            key=url_state.widget_key("story"),
            on_change=url_state.from_widget,
            args=("story",),
        )
        of_city = _about(data, story_id) == "city"
        members = stories.members(data, t.language)
        filters.selectbox("host", members, t("choose_city" if of_city else "choose_host"), t)
        short = _minutes_in_short(data, story_id)
        if short:
            filters.toggle("short", t("short_cut", n=short))
        if asked:
            told = stories.story(data, asked.story_id, t.language, asked.host, asked.short)
            first = [told.scenes[0].scene_id]
            words = t("start", n=told.minutes)
            st.button(words, key="_start", type="primary", on_click=url_state.write, args=("scene", first))
        if asked and asked.host and not of_city:
            st.caption(t("host_note"))
        st.button(t("open_check"), key="_check", on_click=url_state.write, args=("check", ["1"]))
        if asked:
            _offer(data, told, t)
        _kit(data, t)
    with right:
        if asked:
            _list(told, asked, t)


def _offer(data: Dataset, told: Story, t: Translations) -> None:
    """The story to take along: one file for any browser, and the same on paper."""
    name = f"handout_{told.story_id}{'_short' if told.short else ''}{f'_{told.host}' if told.host else ''}"

    def made() -> str:
        return handout.document(data, told, t)

    st.subheader(t("take_along"), anchor=False)
    st.html(f'<p class="quiet">{escape(t("handout_note"))}</p>')
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
        downloads.story(data, told, t)


def _kit(data: Dataset, t: Translations) -> None:
    """What is printed for the tables of a room: the blank sheet, and cards of the cities that were studied."""
    st.subheader(t("kit_title"), anchor=False)
    st.html(f'<p class="quiet">{escape(t("kit_note"))}</p>')
    studied = list(data.cities.loc[data.cities["in_study"], "city_id"])
    with st.container(horizontal=True, key="kit", gap="small"):
        downloads.sheet(data, t)
        downloads.cards(data, studied, list(data.factors["factor_id"]), t, {})


def _name(data: Dataset, story_id: str, t: Translations) -> str:
    row = next(one for one in data.stories.itertuples() if one.story_id == story_id)
    return t("of_a_member") if row.about == "city" else t.of(row, "name")


def _list(told: Story, asked: Asked, t: Translations) -> None:
    rows = "".join(
        f"<li>{markup.link_to(t.page, scene.title, t, **asked.link, scene=scene.scene_id)} "
        f'<span class="quiet">{escape(t("minutes", n=scene.minutes))}</span> '
        f"{languages.html(scene.message, t.language)}</li>"
        for scene in told.scenes
    )
    st.html(f'<div class="present-list"><h2>{escape(t("scene_list"))}</h2><ol>{rows}</ol></div>')


# A scene


def show(data: Dataset, asked: Asked, t: Translations) -> None:
    """One scene of a story on the whole window."""
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
    told = stories.story(data, asked.story_id, t.language, asked.host, asked.short)
    by_id = {scene.scene_id: scene for scene in told.scenes}
    scene = by_id.get(url_state.one("scene", by_id) or "", told.scenes[0])
    st.html(
        f'<header class="scene-head"><h1>{languages.html(scene.title, t.language)}</h1>'
        f"<p>{languages.html(scene.message, t.language)}</p></header>"
    )
    content = _content(data, scene, t)
    with st.container(key="scene_view"):
        _view(data, scene, content, t)
    page_shell.notices(t)
    st.html(
        f'<p class="scene-ask"><b>{escape(t("question"))}</b>{languages.html(scene.question, t.language)}</p>'
        f'<p class="scene-source">{escape(t("source_line", named=scene.source))} · '
        f"{escape(t('foot_version', version=data.version, date=dates.spoken(data.created, t.language)))} · "
        f"{escape(t('foot_independent'))}</p>"
    )
    if url_state.one("notes", ("1",)):
        _notes(scene, t)
    _foot(told, scene, content, t)
    if url_state.one("qr", ("1",)):
        _qr(t)


def _content(data: Dataset, scene: Scene, t: Translations) -> model.Content:
    """What the scene shows; of topics the one that the room chose."""
    theme = url_state.one("theme", set(data.themes["theme_id"])) if scene.view == "topics" else None
    if not theme:
        return scene.content
    return scene_content.content(data, scene.view, (("theme", (theme,)),), scene.host, t.language)


def _view(data: Dataset, scene: Scene, content: model.Content, t: Translations) -> None:
    if scene.view == "map":
        _map(data, scene, content, t)
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
            _body(scene, content, t)
    elif content.picture:
        still, beside = st.columns([2, 3] if scene.view == "city_spaces" else [1, 3], gap="medium")
        with still:
            drawing(content.picture.svg, f"picture_{scene.scene_id}")
        with beside:
            _body(scene, content, t)
    else:
        _body(scene, content, t)


def _body(scene: Scene, content: model.Content, t: Translations) -> None:
    """Tables and statements; a link in them opens more of the scene."""
    key = f"body_{scene.scene_id}"

    def follow() -> None:
        for name, values in parse_qs(st.session_state[key].asked or "").items():
            url_state.write(name, values)

    data = {"html": scene_html.body(content, t), "form": _form(content)}
    component("scene_body", folder=HERE, isolated=False)(key=key, data=data, on_asked_change=follow)


def _form(content: model.Content) -> str:
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


def _map(data: Dataset, scene: Scene, content: model.Content, t: Translations) -> None:
    """The members on the map that moves, what its marks mean, and the table beside it."""
    words = Translations("map", t.language)
    drawn = cached_frames.places(data, t.language)
    drawn = drawn[drawn["status"] == "member"]
    by = scene.asked.get("by", BY)[0]
    classes = city_map.kinds(data, drawn, by, words)
    city_map.dress()
    legend.show(city_map.meanings(data, drawn, classes, by, words), words)
    group = cities(
        drawn,
        map_frame.shapes(data),
        classes,
        by=by,
        told=city_map.told(data, drawn, words),
        note=words("units_differ"),
        signs=city_map.signs(data, drawn, words),
        words=city_map.spoken(words),
    )
    live, beside = st.columns(2, gap="medium")
    with live:
        map_frame.show(
            data,
            group,
            key="scene_map",
            height=440,
            choose=lambda _: None,
            t=words,
        )
    with beside:
        _body(scene, content, t)


def _foot(told: Story, scene: Scene, content: model.Content, t: Translations) -> None:
    """Steps, language, notes, QR code, the way out."""
    ids = [one.scene_id for one in told.scenes]

    def step() -> None:
        to = st.session_state["stepper"].to
        if isinstance(to, int) and 0 <= to < len(ids):
            url_state.write("scene", [ids[to]])
            url_state.clear(*OF_A_SCENE)

    with st.container(key="scene_foot", horizontal=True, vertical_alignment="center", gap="small"):
        position = t("position", n=scene.position, all=len(ids))
        texts = {"previous": t("previous"), "next": t("next"), "position": position}
        component("stepper", folder=HERE)(
            key="stepper", data={"at": scene.position - 1, "all": len(ids), "texts": texts}, on_to_change=step
        )
        st.button(
            t("switch_language"),
            key="_language",
            type="tertiary",
            on_click=url_state.write,
            args=("lang", [t.other]),
        )
        for panel in ("notes", "qr"):
            shown = url_state.one(panel, ("1",)) == "1"
            args = (panel, [] if shown else ["1"])
            st.button(
                t(panel),
                key=f"_{panel}",
                type="secondary" if shown else "tertiary",
                on_click=url_state.write,
                args=args,
            )
        if scene.view == "topics" and content is not scene.content:
            st.button(t("all_topics"), key="_topics", type="tertiary", on_click=url_state.clear, args=("theme",))
        query = {"lang": [t.language], **{key: list(values) for key, values in scene.asked.items()}}
        st.page_link(page_shell.PATHS[scene.page], label=t("open_page"), query_params=query)
        st.button(
            t("leave"), key="_leave", type="tertiary", on_click=url_state.clear, args=("scene", "notes", *OF_A_SCENE)
        )


def _notes(scene: Scene, t: Translations) -> None:
    """What the speaker may say, in both languages."""
    both = "".join(f'<p lang="{language}">{escape(scene.notes[language])}</p>' for language in (t.language, t.other))
    st.html(f'<aside class="scene-notes"><h2>{escape(t("notes"))}</h2><div>{both}</div></aside>')


def _qr(t: Translations) -> None:
    """The address of this scene for the room, as a QR code and in letters; a sentence where there is none."""
    host = public_address.address(st.context.headers.get("Host", ""))
    kept = {key: st.query_params[key] for key in LINKED if key in st.query_params}
    address = f"{host}{site.path_of(t.page)}?{urlencode(kept)}"
    with st.container(key="scene_qr"):
        st.html(
            f'<p class="scene-qr"><b>{escape(t("qr_title"))}</b><br>{escape(address if host else t("qr_none"))}</p>'
        )
        if host:
            drawing(public_address.qr_code(address), "qr")


# Ready check


def check(data: Dataset, asked: Asked | None, t: Translations) -> None:
    """Whether the presenter can begin."""
    st.button(t("close_check"), key="_close_check", type="tertiary", on_click=url_state.clear, args=("check",))
    st.html(f'<p class="lead">{escape(t("check_lead"))}</p>')
    with st.spinner(t("check_title")):
        found = preflight.checks(
            data, asked.host if asked else "", public_address.address(st.context.headers.get("Host", "")), t
        )
    marks = {True: ("✓", "check_ready", "ready"), False: ("△", "check_todo", "todo")}
    states = {
        ready_or_not: markup.Html(markup.shown_mark(Mark(symbol, t(key), kind)))
        for ready_or_not, (symbol, key, kind) in marks.items()
    }
    rows = [(one.name, states[one.ready], one.words) for one in found]
    columns = [t("check_col"), t("check_state"), t("check_words")]
    statements.plain_table(pd.DataFrame(rows, columns=columns, dtype=object), t("check_title"))
