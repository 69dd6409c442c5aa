"""Report a mistake: a message with id, version and address in it, to whom the operator named; and the text to copy."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import streamlit as st

from lcdash import settings
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.ui.components.components import component
from lcdash.ui.shared import cite, public_address, url_state

MAIL = re.compile(r"[^@\s/]+@[^@\s/]+")
FILLED_IN = ("id", "version", "address", "subject", "text")
# What a link may open, and the tables whose rows it may be.
OPENS = ("id", "cell", "row", "column", "space", "theme", "factor", "city", "place")
NAMED = ("cities", "facets", "factors", "themes", "spaces", "partners")


def message(data: Dataset, t: Translations) -> dict[str, str]:
    """What is said of what the page shows: `id`, `version`, `address`, `subject` (plain letters) and `text`."""
    view = cite.named(t)
    open_id = _opened(data) if view.key == t.page else {}
    host = public_address.address(public_address.bar()) or public_address.bar()
    mask = [value for key in OPENS for value in url_state.held(key)] if open_id else [view.key]
    index = {
        "id": " ".join(mask),
        "version": data.version,
        "address": f"{host}{url_state.local(t.page)}",
    }
    names = ", ".join(data.names(table, t.language)[item] for item, table in open_id.items())
    # Only plain letters: a mail program may break others in a subject.
    plain = ", ".join(data.names(table, "en")[item] for item, table in open_id.items())
    subject = f"lcdash {data.version} {view.key}{f': {plain}' if plain else ''}"
    title = f"{view.title} – {names}" if names else view.title
    return {
        **index,
        "subject": unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode(),
        "text": t("report_text", title=title, **index),
    }


def _opened(data: Dataset) -> dict[str, str]:
    """Row id -> its table, of what the link has opened on a page."""
    query = [part for key in OPENS for value in url_state.held(key) for part in re.split(r"[|.]", value)]
    ids = _ids(data) if query else {}
    return {item: table for item in query for table in reversed(ids) if item in ids[table]}


@cache
def _ids(data: Dataset) -> dict[str, frozenset[str]]:
    """The ids of each table whose rows may be named."""
    return {table: frozenset(data.names(table, "en")) for table in NAMED if table in data.tables}


def link(to: str, statement: dict[str, str]) -> str:
    """The address that opens a message with `statement` in it; "" where `to` is neither a mail nor a web address.

    to  `LCDASH_REPORT_ADDRESS`: a mail address with or without "mailto:", or a web address, in which {id} and the like
        are filled in; one that names none of them gets id, version and address as parameters.
    """
    if MAIL.fullmatch(to):
        to = f"mailto:{to}"
    if to.startswith("mailto:"):
        mail, _, query = to.partition("?")
        # Lines of a mail end in both, RFC 6068.
        request = {"subject": statement["subject"], "body": statement["text"].replace("\n", "\r\n")} | dict(
            parse_qsl(query)
        )
        return f"{mail}?{urlencode(request, quote_via=quote)}"
    if not to.startswith(markup.WEB):
        return ""
    filled = to
    for name in FILLED_IN:
        filled = filled.replace(f"{{{name}}}", quote(statement[name], safe=""))
    if filled != to:
        return filled
    parts = urlsplit(to)
    value = [*parse_qsl(parts.query), *((name, statement[name]) for name in ("id", "version", "address"))]
    return urlunsplit(parts._replace(query=urlencode(value, quote_via=quote)))


def recipient(to: str) -> str:
    """Who gets the report, in words: the mail address of `LCDASH_REPORT_ADDRESS`, or the host of its web address."""
    mail = to.removeprefix("mailto:").partition("?")[0]
    return mail if MAIL.fullmatch(mail) else urlsplit(to).hostname or to


@st.fragment
def popover(t: Translations) -> None:
    """The way to report a mistake in what the page shows, folded; opened it says what the link by then holds."""
    with st.popover(t("report_mistake"), type="tertiary", key="_report", on_change="rerun"):
        statement = message(loading.load(), t)
        address = link(settings.report_address(), statement)
        if address:
            st.link_button(t("report_open"), address)
            st.html(macro("report", "recipient", t, recipient(settings.report_address())))
        else:
            st.html(macro("report", "nobody", t))
        st.html(macro("report", "text", statement["text"]))
        component("copy_text")(
            key="_report_copy",
            data={
                "label": t("report_copy"),
                "done": t("copied"),
                "failed": t("copy_selected"),
                "touched": t("copy_touched"),
                "text": statement["text"],
                "shown": ".report-text",
                "look": "framed",
            },
        )
        if not address:
            st.html(macro("report", "operator", t))
