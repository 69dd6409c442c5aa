"""A page run in this process, without a browser: what Python sends it, not what is drawn."""

import json
from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement, fromstring
from streamlit.testing.v1 import AppTest

from lcdash.settings import ROOT
from lcdash.ui.shared.page_shell import PATHS

SECONDS_TO_RUN = 60


def run(page_id: str = "overview", language: str = "en", **query: str | list[str]) -> AppTest:
    """Run a page as a link opens it, a list repeating its key.

    Raises  AssertionError where the page stops with an exception.
    """
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_TO_RUN)
    if page_id != "overview":
        app.switch_page(PATHS[page_id])
    for key, value in {"lang": language, **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def kept(app: AppTest, name: str) -> dict[str, Any]:
    """What the page has sent once for its scripts, under the name that one of them asks for."""
    sent = [one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name == "lcdash_shared_payload"]
    return next(one["value"] for one in map(json.loads, sent) if one["name"] == name)


def component(app: AppTest, name: str, key: str = "") -> dict[str, Any]:
    """What the component `lcdash_<name>` of the page is given to draw; of several, the one with this key."""
    shown = [one.proto for one in app.get("bidi_component") if one.proto.component_name == f"lcdash_{name}"]
    (found,) = [one for one in shown if key in one.id]
    return json.loads(found.json)


def offered(app: AppTest) -> list[str]:
    """What the buttons say by which the page gives files away, those of the citation at its foot aside."""
    return [one.proto.label for one in app.get("download_button") if "_cite_" not in one.proto.id]


def html(app: AppTest) -> str:
    """All HTML of the page, in its order."""
    return "\n".join(one.proto.body for one in app.get("html"))


def drawing(app: AppTest, key: str) -> str:
    """The still drawing that stands under a key, as SVG text."""
    drawn = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "lcdash_drawing"]
    return next(str(json.loads(one.json)["svg"]) for one in drawn if key in one.id)


def document(text: str) -> HtmlElement:
    """HTML as a tree."""
    return fromstring(f"<div>{text}</div>")


def use_of_the_map(**link: Sequence[str]) -> AppTest:
    """What the evidence map offers to do with what a link of it shows, in English."""

    def dialog(link: dict[str, list[str]]) -> None:
        from lcdash.dataset import loading
        from lcdash.language import translations
        from lcdash.ui.pages.factors import factors_page

        factors_page.use(loading.load(), link, translations.page("factors", "en"))

    app = AppTest.from_function(dialog, args=(link,), default_timeout=60)
    app.run()
    assert not app.exception, app.exception
    return app
