"""Charts and drawings as PNG pictures that stand alone: title, what symbols mean, sources and version are in them.

Drawn on this computer by its Chromium (chromium.py), with the dashboard's typeface inside and without a network.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium, exports, html_document
from lcdash.drawing import framed_drawing, svg_writer, theme
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.drawing.shapes import Drawing
from lcdash.evidence import cached_frames
from lcdash.html import markup, rendering
from lcdash.html.rendering import macro, ready
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

if TYPE_CHECKING:
    import plotly.graph_objects as go

WIDTH, EDGE = 1200, 36  # of a picture and of the paper around what is in it, in CSS pixels
WORDS = 700  # CSS pixels that title, legend and foot never fill: what is left below is cut off
SHARPNESS = 2  # a picture has twice as many pixels each way: sharp on a projector and in print

STYLE = f"""
html {{ font-size: 17px; }}
body {{ font-family: {theme.FONT}; line-height: 1.6; color: var(--ink); background: var(--paper); margin: 0; }}
body {{ box-sizing: border-box; width: {WIDTH}px; padding: {EDGE}px; }}
h1 {{ font-size: 1.6rem !important; padding: 0 !important; margin: 0 0 .8rem; }}
.over, .asked {{ color: var(--quiet); margin: 0; }}
.drawing {{ margin: .4rem 0; }} .drawing > svg {{ display: block; }}
.foot {{ border-top: 1px solid var(--rule); margin: .8rem 0 0; padding-top: .5rem; font-size: .82rem; }}
.foot p {{ margin: 0; }}
"""


@dataclass(frozen=True)
class Picture:
    """What a picture shows.

    name     what its file is named by.
    title    a sentence that says what there is to see.
    drawing  a chart, whose own title is left out, or a drawing.
    sources  ids of the sources behind it, `note` what has to be known to read it.
    legend   what its symbols mean, where it does not say so itself.
    question    what a reader chose for it, in words.
    width    how wide it is drawn, in CSS pixels; as wide as the paper unless told.
    """

    name: str
    title: str
    drawing: go.Figure | Drawing
    sources: Iterable[str] = ()
    note: str = ""
    legend: Sequence[LegendKey] = ()
    question: str = ""
    width: int = WIDTH - 2 * EDGE

    @property
    def height(self) -> float:
        """Of the drawing, in CSS pixels."""
        if not isinstance(self.drawing, Drawing):
            return float(self.drawing.layout.height)
        return self.width * self.drawing.height / self.drawing.width

    def file_name(self, data: Dataset, t: Translations, kind: str = "png") -> str:
        return exports.file_name(data, self.name, kind, t.language)


def png(data: Dataset, picture: Picture, t: Translations) -> bytes:
    """A picture in the reader's language, WIDTH wide and as high as it needs; raises what `drawn` does."""
    return drawn(document(data, picture, t), picture.height)


def drawn(html: str, height: float, take: Callable[..., bytes] = chromium.png) -> bytes:
    """What `document` wrote, as PNG; `height` is that of the drawing in it, in CSS pixels.

    take  what has Chromium draw it: chromium_pipe.png where no file may hold what is in it.

    Raises  chromium.NoBrowserError where this computer has no Chromium, chromium.PrintError where that made nothing, or
            something that is no picture.
    """
    image = take(html, width=WIDTH, height=ceil(height) + WORDS, sharpness=SHARPNESS)
    try:
        return _cropped(image)
    except (OSError, SyntaxError, ValueError) as error:  # by these the library tells of a damaged file
        raise chromium.PrintError(str(error)) from error


def _cropped(png: bytes) -> bytes:
    """A picture without the empty paper below what is drawn."""
    from PIL import Image, ImageChops  # like Plotly below, paid by those who ask for a picture

    image = Image.open(io.BytesIO(png)).convert("RGB")
    extent = ImageChops.difference(image, Image.new("RGB", image.size, theme.PAPER)).getbbox()
    bottom = extent[3] if extent else 0
    output = io.BytesIO()
    image.crop((0, 0, image.width, bottom + EDGE * SHARPNESS)).save(output, "PNG")
    return output.getvalue()


def document(data: Dataset, picture: Picture, t: Translations) -> str:
    """The picture as HTML; plotly.js comes from Plotly's own package on this computer."""
    style = theme.css_variables() + html_document.fonts() + markup.STYLE.read_text(encoding="utf-8") + STYLE
    whole = macro(
        "picture",
        "picture",
        t.language,
        t("brand"),
        picture,
        ready(style),
        rendering.drawn(picture.drawing) if isinstance(picture.drawing, Drawing) else Markup(),
        foot_lines(data, picture, t),
        Markup() if isinstance(picture.drawing, Drawing) else _chart(picture.drawing),
    )
    return str(whole)


def foot_lines(data: Dataset, picture: Picture, t: Translations) -> list[str]:
    """What stands below a picture: how to read it, sources, version, licence and maker."""
    sources = "; ".join(references.short(data, source, t.language) for source in picture.sources)
    version = t("foot_version", version=data.version, date=dates.spoken(data.created, t.language))
    lines = [
        picture.note,
        f"{t('sources')}: {sources}" if sources else "",
        f"{version} · {t('foot_licence')} · {t('foot_independent')} · {t('foot_made')}",
    ]
    return [line for line in lines if line]


def svg(data: Dataset, picture: Picture, t: Translations) -> str:
    """A drawing as an SVG file that stands alone: the same title, legend and foot are in it as text.

    Raises  TypeError for a chart, which is no drawing.
    """
    if not isinstance(picture.drawing, Drawing):
        raise TypeError("a chart is no drawing")
    framed = framed_drawing.framed(
        picture.drawing,
        title=picture.title,
        question=picture.question,
        legend=picture.legend,
        foot=foot_lines(data, picture, t),
        width=picture.width,
        whole=cached_frames.unbroken(data),
    )
    return svg_writer.svg(framed)


def _chart(figure: go.Figure) -> Markup:
    """What draws the chart once its letters are there."""
    import plotly
    import plotly.graph_objects as go

    bare = go.Figure(figure).update_layout(title=None)
    bare.update_layout(margin_t=10, height=figure.layout.height - figure.layout.margin.t + 10, font_size=16)
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return macro("picture", "chart", library.as_uri(), ready(bare.to_json().replace("<", "\\u003c")))
