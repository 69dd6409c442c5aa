"""HTML from the templates beside this module: everything that comes from Python is escaped unless it is `Markup`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from lcdash import site
from lcdash.drawing import svg_writer
from lcdash.drawing.shapes import Drawing
from lcdash.language import languages

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """The templates; a name that nobody hands over is an error, not an empty place."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"in_language": in_language, "name_in": name_in, "shown": shown, "drawn": drawn}
    templates.globals["signs_address"] = site.signs
    return templates


@cache
def _template(name: str) -> Template:
    return environment().get_template(f"{name}.html")


def render(name: str, **values: object) -> Markup:
    """The template `templates/<name>.html` filled in.

    Raises  jinja2.UndefinedError where it names a value that is not among `values`.
    """
    html = _template(name).render(values)
    return Markup(html)  # noqa: S704  # nosec B704


def macro(name: str, called: str, *values: object, **keywords: object) -> Markup:
    """One macro of a template: `macro("conflict", "folded", ...)`."""
    html = getattr(_template(name).module, called)(*values, **keywords)
    return Markup(html)  # noqa: S704  # nosec B704


@cache
def shown(marks: tuple[object, ...]) -> Markup:
    """Marks (content.marks.Mark) with their words: few combinations, each shown a hundred times on a page."""
    return macro("mark", "row", marks)


def ready(text: str) -> Markup:
    """What stands in HTML as it is: a style or a script of ours, with what comes from data escaped in it."""
    return Markup(text)  # noqa: S704  # nosec B704


def drawn(drawing: Drawing) -> Markup:
    """A drawing as it stands in a page; nothing of an empty one."""
    return Markup(svg_writer.svg(drawing) if drawing else "")  # noqa: S704  # nosec B704


def in_language(text: str, language: str) -> Markup:
    """A text of the reader's `language` as HTML: what in it is in the other one stands in an element that says so."""
    return macro("text", "in_language", languages.pieces(text, language))


def name_in(text: str, language: str) -> Markup:
    """A name as HTML, marked as a whole where it is not in the reader's `language`."""
    own = languages.of(text)
    return macro("text", "in_language", [(text, own if own != language else None)])
