"""The frame of every page: title, language, menu and look at the top; link, citation, version and credits below."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from lcdash import dataset, dates, descriptor, look, settings, wording
from lcdash.ui import cite, link, runs
from lcdash.ui.components import component

HERE = Path(__file__).parent
_SEARCH_BOX = "search_box"
PATHS = {page: "app.py" if page == "overview" else f"pages/{page}.py" for page in wording.PAGES}


@cache
def _style() -> str:
    return f"<style>{look.css_variables()}{(HERE / 'style.css').read_text(encoding='utf-8')}</style>"


@cache
def _script() -> str:
    return (HERE / "frame.js").read_text(encoding="utf-8")


def _drawn_by_streamlit(say: wording.Wording) -> dict[str, str]:
    """What Streamlit says to a screen reader in English -> the same in the reader's language."""
    names = ("open", "clear_all", "clear_value", "selected", "main_menu", "dismiss", "close", "copy")
    return {wording.texts("common")[f"streamlit_{name}"]["en"]: say(f"streamlit_{name}") for name in names}


def open_page(page_id: str, *, whole_window: bool = False) -> wording.Wording:
    """Draw the top of a page and return its words; stops with the whole list of problems where the data is broken.

    whole_window  the page has the window to itself: no menu, no title, no search.
    """
    link.start()
    cite.start()
    runs.start(page_id)
    language = link.one("lang", wording.LANGUAGES) or wording.LANGUAGES[0]
    say = wording.page(page_id, language)
    st.set_page_config(page_title=f"{say.title} · {say('brand')}", layout="wide", initial_sidebar_state="collapsed")
    st.html(_style())
    # Streamlit's page says lang="en" once it runs, whatever asgi.py served; a screen reader would read Thai as English.
    language_of_page = f"document.documentElement.lang={json.dumps(language)}"
    words = json.dumps({"skip": say("skip"), "menu": say("menu_label"), "drawn": _drawn_by_streamlit(say)})
    script = f"{language_of_page};window.lcdashWords={words};{_script()}"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    if not whole_window:
        _menu(say)
    try:
        dataset.load()
    except dataset.DataError as problems:
        st.error(f"**{say('broken_title', n=len(problems.lines))}**\n\n{say('broken_help')}")
        st.code("\n".join(problems.lines), language=None, wrap_lines=True)
        st.stop()
    if whole_window:
        return say
    with st.container(key="page_top", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="page_title"):
            st.title(say.title, anchor=False)
        with st.container(key="search"):
            _search(say)
    return say


def _menu(say: wording.Wording) -> None:
    with st.container(key="masthead", horizontal=True, vertical_alignment="center", gap="small", wrap=True):
        with st.container(key="menu", horizontal=True, gap="small", wrap=False):
            for page in wording.MENU:
                label = wording.page(page, say.language)("menu")
                st.page_link(PATHS[page], label=label, query_params=link.carried(say.language))
        other = say.other
        st.button(say("switch_language"), key="_language", type="tertiary", on_click=link.write, args=("lang", [other]))


def _search(say: wording.Wording) -> None:
    """The search box: what is asked opens the search page, whose link then holds it."""
    here = say.page == "search"
    component(_SEARCH_BOX)(
        key=_SEARCH_BOX,
        data={
            "language": say.language,
            "words": link.text("q") if here else "",
            "texts": {key: say(f"search_{key}") for key in ("label", "hint", "go")},
        },
        on_asked_change=_ask if here else lambda: None,
    )
    asked = st.session_state[_SEARCH_BOX].asked
    if asked and not here:
        st.switch_page(PATHS["search"], query_params={"lang": say.language, "q": str(asked)})


def _ask() -> None:
    link.write("q", [str(st.session_state[_SEARCH_BOX].asked or "")])
    link.clear("kind")


def notices(say: wording.Wording) -> None:
    """Name what the link asked for and the dataset does not know. Call it after the filters have read the link.

    Of an id that an earlier version had, say what became of it.
    """
    unknown = []
    for key, value in st.session_state.get(link.DROPPED, []):
        told = _retired(key, value, say)
        if told:
            st.html(f'<p class="notice" role="alert">{told}</p>')
        else:
            unknown.append(f"{key} = {value[:40]}")
    if unknown:
        notice(say("dropped", values=", ".join(unknown)))


def _retired(key: str, value: str, say: wording.Wording) -> str:
    """What became of a retired id, as HTML with a link to what took its place; "" for an id nobody ever knew."""
    data = dataset.load()
    if "retired" not in data.tables:  # a dataset made before there were any
        return ""
    told = []
    for row in data.retired[data.retired["row_id"] == value].itertuples():
        title = descriptor.title(data.resource(row.table), say.language)
        note = say.of(row, "note")
        date = dates.spoken(row.date, say.language)
        words = escape(say("retired", id=value, table=title, date=date, note=note))
        links = ", ".join(
            f'<a href="{escape(link.with_value(key, became))}"><code>{escape(became)}</code></a>'
            for became in row.became
        )
        told.append(f"{words} {escape(say('retired_became'))} {links}" if links else words)
    return " ".join(told)


def notice(text: str) -> None:
    """Tell the reader something about what they asked for. As plain text: it may hold words that came with a link."""
    st.html(f'<p class="notice" role="alert">{escape(text)}</p>')


def close_page(say: wording.Wording) -> None:
    """Draw the foot of a page: copy link, cite, report a mistake; version, licence, voice and credits."""
    data = dataset.load()
    date = dates.spoken(data.created, say.language)
    with st.container(key="foot"):
        with st.container(horizontal=True, key="foot_actions"):
            component("copy_link")(
                key="copy_link",
                data={
                    "label": say("copy_link"),
                    "done": say("copied"),
                    "failed": say("copy_failed"),
                    "address": link.public(say.page),
                },
            )
            cite.popover(data, say)
            if settings.report_address():
                st.link_button(say("report_mistake"), settings.report_address(), type="tertiary")
        st.html(
            '<p class="foot">'
            + " · ".join(
                (
                    say("foot_version", version=data.version, date=date),
                    say("foot_licence"),
                    say("foot_sources"),
                    say("foot_independent"),
                    say("foot_places"),
                )
            )
            + "</p>"
        )
    runs.end()
