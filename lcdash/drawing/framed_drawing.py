"""A drawing in its frame: the sentence it shows above it, what its symbols mean and its sources below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lcdash.drawing import text_metrics, theme
from lcdash.drawing.shapes import DASHES, LINE, SMALL, TITLE, Box, Drawing, Ink, Pen
from lcdash.language import breaking

EDGE = 16.0  # of the paper around it
SPARE = 1.08  # times what words are wide here: room for another program's typeface


class LegendKey(NamedTuple):
    """One line of a legend: "dot", "ring", "diamond", "box", "line", "dashes" or a sign; colour, and meaning."""

    form: str
    colour: str
    words: str


def framed(
    drawing: Drawing,
    *,
    title: str,
    question: str = "",
    legend: Sequence[LegendKey] = (),
    foot: Sequence[str] = (),
    width: float,
    whole: Collection[str] = (),
) -> Drawing:
    """Put a drawing into its frame, where it leads nowhere.

    question  what a reader chose for it.   width  of the drawing in the frame.   whole  words that no line breaks.
    """
    frame = _Frame(width, whole)
    frame.write(title, TITLE, theme.INK, 700)
    if question:
        frame.write(question, SMALL, theme.QUIET)
    frame.put(drawing)
    for key in legend:
        frame.y += SMALL * LINE
        _key(frame.pen, key, frame.y)
        frame.pen.words(key.words, EDGE + 32, frame.y - 4, SMALL)
    frame.y += 4
    for line in foot:
        frame.write(line, SMALL, theme.QUIET)
    paper = Box(0, 0, width + 2 * EDGE, frame.y + EDGE, Ink(theme.PAPER))
    return Drawing(title, 0, 0, paper.width, paper.height, (paper, *frame.pen.shapes))


class _Frame:
    """What stands on the paper, written from the top down: the next line below `y`."""

    def __init__(self, width: float, whole: Collection[str]) -> None:
        self.width, self.whole, self.pen, self.y = width, whole, Pen(), EDGE

    def write(self, text: str, size: float, colour: str, weight: int = 400) -> None:
        """A text in as many lines as it needs."""

        def reach(line: str) -> float:
            return text_metrics.width(line, size) * SPARE

        for line in breaking.lines(text, self.width, reach, self.whole):
            self.y += size * LINE
            self.pen.words(line, EDGE, self.y - size * 0.4, size, colour, weight=weight)

    def put(self, drawing: Drawing) -> None:
        """A drawing as wide as the frame."""
        height = self.width * drawing.height / drawing.width
        self.pen.put(drawing, EDGE, self.y + 6, self.width, height)
        self.y += height + 12


def _key(pen: Pen, key: LegendKey, y: float) -> None:
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
