"""Report a mistake: a message with id, version and address in it, to whom the operator named; and the text to copy."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import streamlit as st

from lcdash import settings
from lcdash.dataset.loading import Dataset
from lcdash.html import markup
from lcdash.language.translations import Translations
from lcdash.ui.shared import cite, url_state

MAIL = re.compile(r"[^@\s/]+@[^@\s/]+")
FILLED_IN = ("id", "version", "address", "subject", "text")


def message(data: Dataset, t: Translations) -> dict[str, str]:
    """What is said of what the page shows: `id`, `version`, `address`, `subject` (plain letters) and `text`."""
    view = cite.named(t)
    here = url_state.public(t.page) or url_state.local(t.page)
    known = {"id": view.key, "version": data.version, "address": here}
    # No words: a mail program may break letters beyond ASCII in a subject.
    subject = f"lcdash {data.version} {view.key}"
    return {**known, "subject": subject, "text": t("report_text", title=view.title, **known)}


def link(to: str, said: dict[str, str]) -> str:
    """The address that opens a message with `said` in it; "" where `to` is neither a mail nor a web address.

    to  `LCDASH_REPORT_ADDRESS`: a mail address with or without "mailto:", or a web address, in which {id} and the like
        are filled in; one that names none of them gets id, version and address as parameters.
    """
    if MAIL.fullmatch(to):
        to = f"mailto:{to}"
    if to.startswith("mailto:"):
        mail, _, query = to.partition("?")
        # Lines of a mail end in both, RFC 6068.
        asked = {"subject": said["subject"], "body": said["text"].replace("\n", "\r\n")} | dict(parse_qsl(query))
        return f"{mail}?{urlencode(asked, quote_via=quote)}"
    if not to.startswith(markup.WEB):
        return ""
    filled = to
    for name in FILLED_IN:
        filled = filled.replace(f"{{{name}}}", quote(said[name], safe=""))
    if filled != to:
        return filled
    parts = urlsplit(to)
    given = [*parse_qsl(parts.query), *((name, said[name]) for name in ("id", "version", "address"))]
    return urlunsplit(parts._replace(query=urlencode(given, quote_via=quote)))


def popover(data: Dataset, t: Translations, where: str = "foot") -> None:
    """The way to report a mistake in what the page shows, folded; `where` tells those of one page apart."""
    said = message(data, t)
    address = link(settings.report_address(), said)
    with st.popover(t("report_mistake"), type="tertiary", key=f"_report_{where}"):
        if address:
            st.link_button(t("report_open"), address)
        else:
            st.write(markup.literal(t("report_nobody")))
        st.caption(markup.literal(t("report_copy")))
        st.code(said["text"], language=None, wrap_lines=True)
