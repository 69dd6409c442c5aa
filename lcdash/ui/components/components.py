"""The dashboard's own components: each a script and, where it has a look of its own, a style sheet in this folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from lcdash.html import markup

HERE = Path(__file__).parent


@cache
def component(
    name: str, *sheets: Path, folder: Path = HERE, isolated: bool = True, before: tuple[str, ...] = ()
) -> st.components.v2.types.ComponentRenderer:
    """The component of `<name>.js` and `<name>.css`, made once per process.

    Its script may call `make` (make.js) and `withPayload` (dom.js).

    folder    where its files lie: beside the code that shows it, or here where several pages do.
    sheets    style sheets that it shares with others, before its own.
    isolated  False: it looks as style.css of the page says.
    before    names of scripts in `folder` that its own rests on.
    """
    scripts = (markup.MAKE, HERE / "dom.js", *(folder / f"{item}.js" for item in (*before, name)))
    script = "".join(file.read_text(encoding="utf-8") for file in scripts)
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in (*sheets, folder / f"{name}.css") if sheet.exists())
    return st.components.v2.component(f"lcdash_{name}", js=script, css=css or None, isolate_styles=isolated)


def sent_by(key: str, name: str) -> Any:
    """What the component under `key` tells of by `name` in this run; None where it tells nothing."""
    return getattr(st.session_state.get(key), name, None)


class Payload(NamedTuple):
    """Something large that no choice changes, written once: `content` for the browser, `name` for its scripts."""

    name: str
    content: bytes

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Payload:
        """`value` as JSON; its name is a hash of it, so that no script ever draws the leftovers of an earlier run."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        return cls(name, f'{{"name":"{name}","value":{text}}}'.encode())


def send_once(payload: Payload, key: str) -> None:
    """Send it to the browser, where scripts read it by its name (`withPayload` of dom.js, frame.js in a map).

    As an element of its own, the same at every run, it is sent once: the frontend keeps it.
    """
    component("shared_payload", isolated=False)(key=f"payload_{key}", data=payload.content)


def drawing(svg: str, key: str, tallest: str = "") -> None:
    """A still drawing, as svg_writer.py writes it, shown as wide as its column.

    tallest  how high it may get, as a length of CSS.
    """
    component("drawing")(key=key, data={"svg": svg, "tallest": tallest})
