"""The dashboard's own components: each a script and, where it has a look of its own, a style sheet in this folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from lcdash.ui import link

HERE = Path(__file__).parent


@cache
def component(name: str, *sheets: Path, isolated: bool = True) -> st.components.v2.types.ComponentRenderer:
    """The component of `<name>.js` and `<name>.css`, made once per process; its script may call `make` (make.js).

    sheets    style sheets that it shares with others, before its own.
    isolated  False: it looks as style.css of the page says.
    """
    script = "".join((HERE / file).read_text(encoding="utf-8") for file in ("make.js", f"{name}.js"))
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in (*sheets, HERE / f"{name}.css") if sheet.exists())
    return st.components.v2.component(f"lcdash_{name}", js=script, css=css or None, isolate_styles=isolated)


class Kept(NamedTuple):
    """Something large that no choice changes, written once: `content` is what leaves, `name` what is asked for."""

    name: str
    content: bytes

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Kept:
        """`value` as JSON; its name follows from it, so that no script ever draws what an earlier run has left."""
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        name = hashlib.sha256(written.encode()).hexdigest()[:16]
        return cls(name, f'{{"name":"{name}","value":{written}}}'.encode())


def keep(kept: Kept, key: str) -> None:
    """Send it to the browser, where scripts find it by its name (`whenKept` of make.js, frame.js in a map).

    As an element of its own, that is the same at every run, it is sent once: the frontend keeps it.
    """
    component("keep")(key=f"keep_{key}", data=kept.content)


def drawing(svg: str, key: str) -> None:
    """A still drawing: `svg` is one <svg> element with every text from data escaped, shown as wide as its column."""
    component("drawing")(key=key, data={"svg": svg})


def choosable(html: str, key: str, opened: str | None = None) -> None:
    """Show `html`, made in Python and escaped; what a reader chooses in it goes into the link as `id`.

    opened  the data-id of the <details> that stands open.
    """

    def choose() -> None:
        link.write("id", [str(st.session_state[key].chosen or "")])

    data = {"html": html, "opened": opened or ""}
    component("choosable", isolated=False)(key=key, data=data, on_chosen_change=choose)
