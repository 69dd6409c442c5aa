"""Report a mistake: a message with id, version and address in it, to whom the operator named; and the text to copy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import streamlit as st

from lcdash import settings
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.html import markup
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations
from lcdash.ui.components.components import component, sent_by
from lcdash.ui.shared import cite, public_address, url_state

MAIL = re.compile(r"[^@\s/]+@[^@\s/]+")
FILLED_IN = ("id", "version", "address", "subject", "text")
# What a link may open, and the tables whose rows it may be.
OPENS = ("id", "cell", "row", "column", "space", "theme", "factor", "city", "place")
NAMED = ("cities", "facets", "factors", "themes", "spaces", "partners")


def message(data: Dataset, t: Translations, statement_id: str = "") -> dict[str, str]:
    """What is said of what the page shows, or of one statement on it: `id`, `version`, `address`, `subject` (plain
    letters), `words` (the statement's own, "" of a page) and `text`, which holds them all.
    """
    statement_id = statement_id or _own_statement(data, t)
    about = _of_statement(data, statement_id, t) if statement_id else _of_page(data, t)
    host = public_address.address(public_address.bar()) or public_address.bar()
    about |= {"version": data.version, "address": f"{host}{url_state.local(t.page)}"}
    # Only plain letters: a mail program may break others in a subject.
    subject = f"lcdash {data.version} {about.pop('plain')}"
    quote_line = t("report_quote", words=about["words"]) if about["words"] else ""
    return {
        **about,
        "subject": unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode(),
        "text": t("report_text", page=t.title, quote=quote_line, **about),
    }


def _own_statement(data: Dataset, t: Translations) -> str:
    """The statement whose own page is open; "" on any other page."""
    ids = url_state.held("id")[-1:] if t.page == "evidence" else []
    return ids[0] if ids and ids[0] in _ids(data)["evidence"] else ""


def _of_statement(data: Dataset, statement_id: str, t: Translations) -> dict[str, str]:
    """Of a statement: `id`, `title`, its `words` as the reader has them, and what a subject says in `plain` letters."""
    row = data.evidence.set_index("evidence_id").loc[statement_id]
    city = data.names("cities", t.language).get(row["city_id"], t("slide_country"))
    factor = data.names("factors", t.language)[row["factor_id"]]
    title = t("cell_title", city=city, n=data.factor_numbers[row["factor_id"]], factor=factor)
    return {"id": statement_id, "title": title, "words": row[f"statement_{t.language}"], "plain": statement_id}


def _of_page(data: Dataset, t: Translations) -> dict[str, str]:
    """The same of a page: what it has named, and what its link has opened."""
    view = cite.named(t)
    open_id = _opened(data) if view.key == t.page else {}
    values = [value for key in OPENS for value in url_state.held(key)] if open_id else [view.key]
    names, plain = (
        ", ".join(data.names(table, language)[item] for item, table in open_id.items())
        for language in (t.language, "en")
    )
    return {
        "id": " ".join(values),
        "title": f"{view.title} – {names}" if names else view.title,
        "words": "",
        "plain": f"{view.key}{f': {plain}' if plain else ''}",
    }


def _opened(data: Dataset) -> dict[str, str]:
    """Row id -> its table, of what the link has opened on a page."""
    query = [part for key in OPENS for value in url_state.held(key) for part in re.split(r"[|.]", value)]
    ids = _ids(data) if query else {}
    return {item: table for item in query for table in reversed(NAMED) if item in ids.get(table, ())}


@cache
def _ids(data: Dataset) -> dict[str, frozenset[str]]:
    """The ids of each table whose rows may be named."""
    rows = {table: frozenset(data.names(table, "en")) for table in NAMED if table in data.tables}
    return rows | {"evidence": frozenset(data.evidence["evidence_id"])}


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
def way(t: Translations) -> None:
    """The way to report a mistake, which opens a dialog over what is read: of the page, or of a statement on it."""
    component("report_link")(key="report_link", data={"label": t("report_menu")}, on_asked_change=lambda: None)
    request = sent_by("report_link", "asked")
    if isinstance(request, Mapping):
        statement_id = str(request.get("statement", ""))
        st.dialog(t("report_mistake"), width="medium")(offer)(
            t, statement_id if statement_id in _ids(loading.load())["evidence"] else ""
        )


def offer(t: Translations, statement_id: str = "") -> None:
    """What there is to send, to whom, and the text to copy."""
    statement = message(loading.load(), t, statement_id)
    if not statement["words"]:
        st.html(macro("report", "line", t("report_which")))
    address = link(settings.report_address(), statement)
    if address:
        st.link_button(t("report_open"), address)
        st.html(macro("report", "line", t("report_to", to=recipient(settings.report_address()))))
    else:
        st.html(macro("report", "line", t("report_nobody")))
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
