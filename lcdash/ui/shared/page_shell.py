"""The frame of every page: title, language, menu and look at the top; link, citation, version and credits below."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from lcdash import settings, site
from lcdash.dataset import descriptor, loading, records
from lcdash.drawing import theme
from lcdash.evidence import cached_frames
from lcdash.html import markup
from lcdash.html.rendering import macro, ready, render
from lcdash.language import dates, translations
from lcdash.serving import streamlit_page
from lcdash.ui.components.components import component, sent_by
from lcdash.ui.shared import cite, report, run_log, url_state

HERE = Path(__file__).parent
# Each rests on those before it.
SCRIPTS = ("words", "ways", "signs", "saved", "whole_words", "translated", "start")
_SEARCH_BOX = "search_box"
PATHS = {page: "app.py" if page == "overview" else f"pages/{page}.py" for page in site.PAGES}

# What a page's own sheet shares with the map in its frame.
MORE_SHEETS = {"spaces": (settings.ROOT / "static/leaflet/spaces.css",)}

# Pages to which the menu takes no cities along: there they would be what is shown, not what is marked.
ITS_OWN_CITIES = ("spaces", "partners", "compare", "learn")


@cache
def _style(page_id: str) -> Markup:
    """The sheets of every page and its own, in one piece: a dialog takes the place of a second that stands alone."""
    files = (markup.STYLE, markup.MARKS_STYLE, markup.DRAWN_MARKS_STYLE, HERE / "page_shell.css", HERE / "touch.css")
    own = (HERE.parent / "pages" / f"{page_id}.css", *MORE_SHEETS.get(page_id, ()))
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in (*files, *own) if sheet.exists())
    return macro("page_shell", "style", ready(theme.css_variables() + sheets))


@cache
def _script() -> str:
    return "".join((HERE / "page_scripts" / f"{part}.js").read_text(encoding="utf-8") for part in SCRIPTS)


@cache
def _unbroken() -> list[str]:
    """The Thai words that no line of a page may break; none where the data cannot be read."""
    try:
        text = cached_frames.unbroken(loading.load())
    except loading.DataError:
        return []
    return [re.escape(word).replace("/", r"\/") for word in text if not re.search(r"[<>&\s]", word)]


def _drawn_by_streamlit(t: translations.Translations) -> dict[str, str]:
    """What Streamlit says to a screen reader in English -> the same in the reader's language."""
    texts = translations.texts("common")
    return {texts[f"streamlit_{name}"]["en"]: t(f"streamlit_{name}") for name in streamlit_page.SAID}


def open_page(page_id: str, *, whole_window: bool = False, own_title: bool = False) -> translations.Translations:
    """Draw the top of a page and return its words; stops with the whole list of problems where the data is broken.

    whole_window  the page has the window to itself: no menu, no title, no search.
    own_title     what the page shows first bears its title.
    """
    url_state.start()
    cite.start()
    run_log.start(page_id)
    language = url_state.one("lang", translations.LANGUAGES) or translations.LANGUAGES[0]
    t = translations.page(page_id, language)
    st.set_page_config(page_title=f"{t.title} · {t('brand')}", layout="wide", initial_sidebar_state="collapsed")
    _dress(t)
    if not whole_window:
        _menu(t)
    try:
        loading.load()
    except loading.DataError as problems:
        _stop(problems, t)
    if whole_window or own_title:
        return t
    with st.container(key="page_top", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="page_title"):
            st.title(t.title, anchor=False)
        if page_id == "search":
            with st.container(key="search"):
                _search(t)
    return t


def _dress(t: translations.Translations) -> None:
    """The look of the page, and the script of its frame with the words it says."""
    st.html(_style(t.page))
    # Streamlit's page says lang="en" once it runs, whatever asgi.py served; a screen reader would read Thai as English.
    language_of_page = f"document.documentElement.lang={json.dumps(t.language)}"
    texts = {
        "skip": t("skip"),
        "menu": t("menu_label"),
        "saved": t("download_saved"),
        "savedAs": t("download_saved_as"),
        "kept": t("download_kept"),
        "changed": t("download_changed"),
        "failure": t("make_failed"),
        "drawn": _drawn_by_streamlit(t),
        "whole": _unbroken(),
    }
    script = ready(f"{language_of_page};{_script()}")
    st.html(macro("page_shell", "script", script, json.dumps(texts, ensure_ascii=False)), unsafe_allow_javascript=True)


def _stop(problems: loading.DataError, t: translations.Translations) -> None:
    """Say what is wrong with the data, line by line, and end the run."""
    st.error(f"**{t('broken_title', n=problems.count)}**\n\n{t('broken_help')}")
    st.code("\n".join(problems.lines), language=None, wrap_lines=True)
    if problems.count > len(problems.lines):
        st.write(t("broken_more", n=problems.count - len(problems.lines)))
    st.stop()


def _menu(t: translations.Translations) -> None:
    with st.container(key="masthead", horizontal=True, vertical_alignment="center", gap="small", wrap=True):
        with st.container(key="menu_fold", width="content"):  # where the names do not fit, it opens and closes them
            st.html(macro("page_shell", "fold", t("menu_short")))
        with st.container(key="menu", horizontal=True, gap="small", wrap=False):
            for page in site.MENU:
                label = translations.page(page, t.language)("menu")
                marks = page == t.page or page not in ITS_OWN_CITIES
                st.page_link(
                    PATHS[page], label=label, query_params=url_state.carried(t.language, cities=marks, page=page)
                )
        with st.container(key="to_report", width="content"):
            report.way(t)
        with st.container(key="to_search", width="content"):
            st.page_link(PATHS["search"], label=t("search_go"), query_params=url_state.carried(t.language))
        other = t.other
        st.button(
            t("switch_language"), key="_language", type="tertiary", on_click=url_state.write, args=("lang", [other])
        )


def _search(t: translations.Translations) -> None:
    """The box of the search page, to which a link at the head of every page leads; its link holds what is asked."""
    query = url_state.text("q")
    component(_SEARCH_BOX)(
        key=_SEARCH_BOX,
        data={
            "language": t.language,
            "words": query,
            "waits": not query,
            "texts": {key: t(f"search_{key}") for key in ("label", "hint", "go")},
        },
        on_asked_change=_ask,
    )


def _ask() -> None:
    text = str(sent_by(_SEARCH_BOX, "asked") or "")
    url_state.replace(("q", "kind"), {"q": [text]} if text else {})


def notices(t: translations.Translations) -> None:
    """Name what the link asked for and the dataset does not know. Call it after the filters have read the link.

    Of an id that an earlier version had, say what became of it.
    """
    unknown = []
    for key, value in st.session_state.get(url_state.DROPPED, []):
        became = _retired(key, value, t)
        if became:
            st.html(macro("page_shell", "retired", became, t("retired_became")))
        else:
            unknown.append(f"{key} = {value[:40]}")
    if unknown:
        notice(t("dropped", values=", ".join(unknown)))


def _retired(key: str, value: str, t: translations.Translations) -> list[tuple[str, dict[str, str]]]:
    """What became of a retired id, in words, with the ids that took its place and links to them."""
    data = loading.load()
    if "retired" not in data.tables:  # a dataset made before there were any
        return []
    rows = []
    for row in records.each(data.retired[data.retired["row_id"] == value], records.RetiredId):
        title = descriptor.title(data.resource(row.table), t.language)
        date = dates.spoken(row.date, t.language)
        text = t("retired", id=value, table=title, date=date, note=t.of(row, "note"))
        rows.append((text, {became: url_state.with_value(key, became) for became in row.became}))
    return rows


def notice(text: str) -> None:
    """Tell the reader something about what they asked for. As plain text: it may hold words that came with a link."""
    st.html(macro("line", "line", text, "notice", "alert"))


def close_page(t: translations.Translations) -> None:
    """Draw the foot of a page, and end its run."""
    foot(t)
    run_log.end()


def foot(t: translations.Translations) -> None:
    """Copy link, cite, report a mistake; version, licence, voice and credits."""
    data = loading.load()
    date = dates.spoken(data.created, t.language)
    with st.container(key="foot"):
        with st.container(horizontal=True, key="foot_actions"):
            component("copy_text")(
                key="copy_link",
                data={
                    "label": t("copy_link"),
                    "done": t("copied"),
                    "failed": t("copy_failed"),
                    "text": url_state.public(t.page),
                },
            )
            cite.popover(data, t)
            st.html(macro("report", "way", t))
        st.html(
            render(
                "foot",
                method=site.address("method", t.language),
                maker=t("foot_maker"),
                method_title=t("foot_method"),
                lines=(
                    t("foot_version", version=data.version, date=date),
                    t("foot_licence"),
                    t("foot_sources"),
                    t("foot_independent"),
                    t("foot_places"),
                ),
            )
        )
