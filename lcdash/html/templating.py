"""Templates: HTML is written in `templates/`, every value escaped; Python hands over values and gets Markup back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The one environment: autoescape on, and an undefined name is an error, not a blank."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> Markup:
    """A template of `templates/` with its values."""
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 - escaped by the environment


@cache
def _macro(template: str, name: str) -> Any:
    return getattr(environment().get_template(template).module, name)


def macro(template: str, name: str, *values: Any) -> Markup:
    """What one macro of a template makes of its values."""
    return Markup(_macro(template, name)(*values))  # noqa: S704 - escaped by the environment
