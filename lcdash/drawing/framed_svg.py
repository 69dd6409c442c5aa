"""A drawing in its frame: the sentence it shows above it, what its symbols mean and its sources below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import DASHES, LINE, SMALL, TITLE, Drawing, Ink, Pen
from lcdash.language import breaking

EDGE = 16.0  # of the paper around it


class Key(NamedTuple):
    """One line of a legend: "dot", "ring", "diamond", "box", "line", "dashes" or a sign; colour, and meaning."""

    form: str
    colour: str
    words: str


def framed(
    drawing: Drawing,
    *,
    title: str,
    asked: str = "",
    legend: Sequence[Key] = (),
    foot: Sequence[str] = (),
    width: float,
    whole: Collection[str] = (),
) -> Drawing:
    """Put a drawing into its frame, where it leads nowhere.

    asked  what a reader chose for it.   width  of the drawing in the frame.   whole  words that no line breaks.
    """
    frame = Pen()
    y = EDGE

    def write(text: str, size: float, colour: str, weight: int = 400) -> None:
        nonlocal y
        for line in breaking.lines(text, width, lambda words: text_metrics.width(words, size) * 1.08, whole):
            y += size * LINE
            frame.words(line, EDGE, y - size * 0.4, size, colour, weight=weight)

    write(title, TITLE, theme.INK, 700)
    if asked:
        write(asked, SMALL, theme.QUIET)
    y += 6
    height = width * drawing.height / drawing.width
    frame.put(drawing, EDGE, y, width, height)
    y += height + 6
    for key in legend:
        y += SMALL * LINE
        _key(frame, key, y)
        frame.words(key.words, EDGE + 32, y - 4, SMALL)
    y += 4
    for line in foot:
        write(line, SMALL, theme.QUIET)
    made = Pen()
    made.box(0, 0, width + 2 * EDGE, y + EDGE, theme.PAPER)
    made.shapes += frame.shapes
    return made.drawing(title, width + 2 * EDGE, y + EDGE)


def _key(pen: Pen, key: Key, y: float) -> None:
    if key.form in ("line", "dashes"):
        dashes = DASHES if key.form == "dashes" else ""
        pen.line(((EDGE, y - 8), (EDGE + 24, y - 8)), key.colour, 2.4, dashes)
    else:
        mark(pen, key.form, key.colour, EDGE + 12, y - 8)


def mark(pen: Pen, form: str, colour: str, x: float, y: float) -> None:
    """A mark of this form (Key), its middle at x and y; a sign as text where it is none of them."""
    if form == "dot":
        pen.circle(x, y, 5.5, Ink(colour))
    elif form == "ring":
        pen.circle(x, y, 4.7, Ink("", colour, 2.0))
    elif form == "diamond":
        pen.area(((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)), Ink(colour))
    elif form == "box":
        pen.box(x - 6, y - 6, 12, 12, colour)
    else:
        pen.words(form, x, y + 4, SMALL, colour, anchor="middle")
