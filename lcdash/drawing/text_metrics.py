"""How wide text is in the dashboard's typeface, for what lays text out by itself: slides."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from lcdash import settings

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

NAME = "Sarabun"
FOLDER = settings.ROOT / "static" / "fonts"  # what draws text outside a browser looks for its letters here
FILES = {False: "Sarabun-Regular.ttf", True: "Sarabun-Bold.ttf"}  # bold -> file
MEASURED_AT = 100
LINE_HEIGHT = 1.35  # of a line, in sizes of its letters: marks stand above and below Thai letters
# Where the typeface is not installed, another stands in that may be wider.
SPARE = 1.06
# The same for slides, bold or not, which are opened on other computers: at the widest it is DejaVu Sans with Waree.
STAND_IN = {False: 1.2, True: 1.3}
RAGGED = 2.5  # how much of a line, in sizes of its letters, stays empty because the next word does not fit


@cache
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FOLDER / FILES[bold]), MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is in one line, in the unit of `size`. Marks above and below Thai letters take no room."""
    return float(_font(bold).getlength(text)) * size / MEASURED_AT


def elsewhere(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text may be in one line where the typeface is missing."""
    return width(text, size, bold=bold) * STAND_IN[bold]


def lines(text: str, size: float, room: float, *, bold: bool = False, spare: float = SPARE) -> int:
    """How many lines a text takes at most in `room`, which is in the unit of `size`. A text of nothing takes one.

    An estimate from above: where each program breaks Thai lines is its own affair.
    """
    long = width(text, size, bold=bold) * spare
    return 1 if long <= room else ceil(long / max(room - RAGGED * size, size))
