"""HTML made in Python, in which a reader chooses an entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lcdash.ui.components.components import component, sent_by
from lcdash.ui.shared import url_state

HERE = Path(__file__).parent


def selectable(html: str, key: str, open_id: str | None = None, *, take: Callable[[str], None] | None = None) -> None:
    """Show `html`, made in Python and escaped; what a reader chooses in it goes into the link as `id`.

    open_id  the `data-id` of the entry that stands open.
    take    what is called with the chosen data-id instead.
    """

    def choose() -> None:
        value = str(sent_by(key, "chosen") or "")
        if take:
            take(value)
        else:
            url_state.write("id", [value])

    data = {"html": html, "opened": open_id or ""}
    component("selectable_html", folder=HERE, isolated=False)(key=key, data=data, on_chosen_change=choose)
