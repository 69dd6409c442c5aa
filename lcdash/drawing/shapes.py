"""What every still picture is made of: shapes in the order they are drawn. Pages and files have it as SVG
(svg_writer.py), slides as shapes that can be edited (documents/pptx/drawing.py); no picture is either before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from lcdash.drawing import theme

SIZE, SMALL, TITLE = 14.0, 12.5, 21.0  # of letters
LINE = 1.5  # height of a line of words, in sizes of its letters
CLEAR = "transparent"  # the colour of what is not seen and takes part in a link
DASHES = "6 4"  # of the lines of pictures: a stroke and a gap

Point = tuple[float, float]


class Ink(NamedTuple):
    """How a shape is painted: colours as "#RRGGBB", "" for none, or CLEAR; lengths in units of the drawing.

    dashes  of its line, a stroke and a gap ("4 3"); "" for a whole line.
    """

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dashes: str = ""


class Contour(NamedTuple):
    """Straight lines from point to point."""

    points: tuple[Point, ...]
    closed: bool = False


class Path(NamedTuple):
    """Lines, or areas where its contours are closed."""

    contours: tuple[Contour, ...]
    ink: Ink
    name: str = ""  # by which style sheets know it


class Curve(NamedTuple):
    """A line that leaves `start` towards `first` and reaches `end` from `second` (a cubic Bézier curve)."""

    start: Point
    first: Point
    second: Point
    end: Point
    ink: Ink


class Circle(NamedTuple):
    """A circle about a point."""

    x: float
    y: float
    radius: float
    ink: Ink
    name: str = ""


class Box(NamedTuple):
    """A box whose corners are round by `radius`."""

    left: float
    top: float
    width: float
    height: float
    ink: Ink
    radius: float = 0.0
    name: str = ""


class Words(NamedTuple):
    """A line of text that begins, ends or is centred ("start", "end", "middle") at x and stands on y.

    weight  of its letters: 400 is plain.   halo  the colour around its letters, that other shapes do not meet them.
    """

    text: str
    x: float
    y: float
    size: float = SIZE
    colour: str = theme.INK
    anchor: str = "start"
    weight: int = 400
    halo: str = ""


class Link(NamedTuple):
    """Where shapes lead: `words` say where to, or what is there; `state` is what it sets in a page that takes it."""

    address: str
    words: str = ""
    state: str = ""
    id: str = ""


class Group(NamedTuple):
    """Shapes that belong together.

    link   where they lead.   marks  attributes by which scripts and style sheets know them.
    title   what a pointer that rests on them is told.
    scale  how much larger they are in the drawing around them, where their own (0, 0) lies at (right, down).
    """

    shapes: tuple[Shape, ...]
    link: Link | None = None
    marks: tuple[tuple[str, str], ...] = ()
    scale: float = 1.0
    right: float = 0.0
    down: float = 0.0
    title: str = ""


Shape = Path | Curve | Circle | Box | Words | Group


@dataclass(frozen=True, eq=False)
class Drawing:
    """A picture.

    label          what it shows: its name for a screen reader.
    left, top, width, height  the box it stands in.
    shapes         from the back to the front.
    widest         how wide a page shows it at most, as a length of CSS; "" as wide as there is room.
    """

    label: str
    left: float
    top: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    widest: str = ""

    def __bool__(self) -> bool:
        """Whether anything is drawn."""
        return bool(self.shapes)

    @property
    def leads(self) -> bool:
        """Whether something in it is a link."""
        return any(isinstance(shape, Group) and shape.link for shape in self.shapes)


EMPTY = Drawing("", 0.0, 0.0, 1.0, 1.0, ())


def line(points: Sequence[Point], colour: str, width: float = 1.0, dashes: str = "") -> Path:
    """A line through points."""
    return Path((Contour(tuple(points)),), Ink("", colour, width, dashes))


def area(points: Sequence[Point], ink: Ink, name: str = "") -> Path:
    """An area between points."""
    return Path((Contour(tuple(points), closed=True),), ink, name)


def build(number: int) -> tuple[tuple[str, str], ...]:
    """The mark of a group that comes at this press of the key; none where it is there from the start."""
    return (("data-build", str(number)),) if number else ()


def still(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Shapes that lead nowhere, without what only a pointer meets: for a file or a slide."""
    rest: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Group):
            rest.append(shape._replace(shapes=still(shape.shapes), link=None, marks=(), title=""))
        elif isinstance(shape, Words) or CLEAR not in shape.ink:
            rest.append(shape)
    return tuple(rest)


def within(drawing: Drawing, left: float, top: float, width: float, height: float) -> Group:
    """A drawing in a box of another one: as large as fits, its middle in the middle."""
    scale = min(width / drawing.width, height / drawing.height)
    right = left + (width - drawing.width * scale) / 2 - drawing.left * scale
    down = top + (height - drawing.height * scale) / 2 - drawing.top * scale
    return Group(drawing.shapes, scale=scale, right=right, down=down)


@dataclass
class Pen:
    """Draws shapes, one over the other."""

    shapes: list[Shape] = field(default_factory=list)

    def words(
        self,
        text: str,
        x: float,
        y: float,
        size: float = SIZE,
        colour: str = theme.INK,
        *,
        anchor: str = "start",
        weight: int = 400,
    ) -> None:
        """A line of words whose letters stand on `y`."""
        self.shapes.append(Words(text, x, y, size, colour, anchor, weight))

    def box(self, left: float, top: float, width: float, height: float, fill: str) -> None:
        """A box of one colour."""
        self.shapes.append(Box(left, top, width, height, Ink(fill)))

    def circle(self, x: float, y: float, radius: float, ink: Ink) -> None:
        """A circle about a point."""
        self.shapes.append(Circle(x, y, radius, ink))

    def line(self, points: Sequence[Point], colour: str, width: float = 1.0, dashes: str = "") -> None:
        """A line through points."""
        self.shapes.append(line(points, colour, width, dashes))

    def level(self, left: float, right: float, y: float, colour: str, width: float = 1.0) -> None:
        """A line from the left to the right."""
        self.line(((left, y), (right, y)), colour, width)

    def upright(self, x: float, top: float, bottom: float, colour: str) -> None:
        """A line from the top to the bottom."""
        self.line(((x, top), (x, bottom)), colour)

    def area(self, points: Sequence[Point], ink: Ink) -> None:
        """An area between points."""
        self.shapes.append(area(points, ink))

    def hatch(self, left: float, top: float, width: float, height: float) -> None:
        """Slanting lines over a box: outside the study."""
        contours, step = [], 7.0
        start = -height + step / 2
        while start < width:
            first, last, bottom = max(start, 0.0), min(start + height, width), top + height
            if last > first:
                ends = ((left + edge, bottom - edge + start) for edge in (first, last))
                contours.append(Contour(tuple(ends)))
            start += step
        self.shapes.append(Path(tuple(contours), Ink("", theme.HATCH)))

    @contextmanager
    def link(self, link: Link) -> Iterator[None]:
        """What is drawn meanwhile leads there."""
        start = len(self.shapes)
        yield
        self.shapes[start:] = [Group(tuple(self.shapes[start:]), link)]

    def put(self, drawing: Drawing, left: float, top: float, width: float, height: float) -> None:
        """A drawing whole in this box, its middle in the middle, as a still one."""
        group = within(drawing, left, top, width, height)
        self.shapes.append(group._replace(shapes=still(group.shapes)))

    def drawing(self, label: str, width: float, height: float) -> Drawing:
        """What was drawn, in a box of this size; `label` is its name for a screen reader."""
        return Drawing(label, 0.0, 0.0, width, height, tuple(self.shapes))
