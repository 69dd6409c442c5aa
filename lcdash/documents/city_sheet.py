"""A city on one A4 sheet, as HTML and PDF, by a rule that is printed on it: the same for every city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from markupsafe import Markup

from lcdash import settings, site
from lcdash.content import city_summary
from lcdash.content.city_summary import Facet, Factor, Line, Peer, Summary
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import svg, text_metrics, theme
from lcdash.evidence.evidence_map import MARKS
from lcdash.html.rendering import render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_suffix(".css")
# The room of a sheet as city_sheet.css lays it out, in points: the size of its letters and the height of their lines,
# the widths of what stands in it, and the height that facts, columns and notes share.
SIZE, LINE, HEIGHT = 10.0, 14.2, 745.0
NAME, WORDS, LEFT, RIGHT, WHY, WHOLE = 92.0, 205.0, 318.0, 186.0, 130.0, 420.0
NOTE, NOTE_LINE, NOTES = 7.8, 10.7, 460.0
HEADING, FILLED, RULE = 1.6, 1.65, 0.06  # of a heading, a line to fill in by hand, a rule between facets, in lines
KEY = 1.7  # of the key of marks, which takes two small lines in English
PURPOSE = 2  # a programme's purpose stands where it takes no more lines than this
PROGRAMMES = 2  # these many stand on every sheet


def sheet(data: Dataset, city_id: str, t: Translations, heading: str = "h1") -> Markup:
    """The sheet of a city, as HTML that stands in `document`.

    heading  the element of its name: "p" where another heading is the first of the document.

    Raises  KeyError for a city that is not in the dataset.
    """
    whole = city_summary.summary(data, city_id, t)
    city = fitted(whole, " · ".join(references.short(data, source_id, t.language) for source_id in whole.sources()))
    numbers = {source_id: str(number) for number, source_id in enumerate(city.sources(), 1)}

    def cite(source: str) -> str:
        return ",".join(dict.fromkeys(numbers[source_id] for source_id, _ in citations.parse(source)))

    labels = data.labels("kind", t.language) | {"limit": data.labels("appraisal", t.language)["limit"]}
    return render(
        "city_sheet",
        t=t,
        heading=heading,
        city=city,
        cite=cite,
        kinds={kind: labels[kind] for kind in MARKS},
        locator=_locator(data, city, t),
        studied=int(data.cities["in_study"].sum()),
        sources=[references.short(data, source_id, t.language) for source_id in numbers],
        signed=t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language)),
        qr=_qr(city_id, t.language),
    )


def document(data: Dataset, city_ids: Sequence[str], t: Translations) -> str:
    """The sheets of these cities as one HTML file that needs nothing else, a page each."""
    names = data.names("cities", t.language)
    title = names[city_ids[0]] if len(city_ids) == 1 else t("sheet_all")
    return render(
        "printed_page",
        language=t.language,
        title=f"{title} · {t('sheet_title')}",
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=Markup(theme.css_variables() + html_document.fonts() + style()),  # noqa: S704 - our own files  # nosec B704
        body=Markup("").join(sheet(data, city_id, t) for city_id in city_ids),
    )


def fitted(city: Summary, notes: str) -> Summary:
    """The summary in the lines that a sheet has, by the same rule for every city.

    Of the facets with most lines the last mark that is no limit gives way first, told as "+n". Then programmes take
    what the left column has left, at least two; needs, cities to learn from and titles what the right one has.
    `missing` says how many were left out.

    notes  the sources in words, which share the sheet.
    """
    room = _room(city, notes)
    told = tuple(_short(line) for line in city.programmes)
    first = told[:PROGRAMMES]
    left = room - HEADING - KEY - HEADING * bool(told)
    factors = _shortened(city.factors, left - sum(_lines(_words(line), LEFT) for line in first) - 1)
    kept = _first(told, left - _height(factors), LEFT, least=PROGRAMMES)
    room -= _always(city)
    needs = _first(city.needs, room, RIGHT)
    room -= _taken(needs, city.needs)
    peers = _first_peers(city.peers, room)
    room -= sum(_lines(" · ".join(peer.why), WHY) for peer in peers) + (len(peers) < len(city.peers))
    titles = _first(city.titles, room, RIGHT)
    short = replace(city, factors=factors, programmes=kept, needs=needs, peers=peers, titles=titles)
    names = ("programmes", "needs", "peers", "titles")
    missing = {name: len(getattr(city, name)) - len(getattr(short, name)) for name in names}
    return replace(short, missing=missing)


def _always(city: Summary) -> float:
    """How many lines of the right column are taken whatever is cut: headings, limits, cities alike, silences."""
    headings = 1 + sum(map(bool, (city.peers, city.groups, city.needs, city.titles, city.silent)))
    limits = sum(_lines(line.text, RIGHT) for line in (*city.limits, *city.national))
    alike = sum(1 + sum(_lines(" · ".join(peer.why), WHY) for peer in peers) for _, peers in city.groups)
    silent = _lines(" · ".join(city.silent), RIGHT) + 1 if city.silent else 0.0
    by_hand = 0 if city.in_study else FILLED
    no_limit = 1 if city.in_study and not city.limits else 0
    return HEADING * headings + 1 + no_limit + limits + alike + silent + by_hand


def _taken(kept: Sequence[Line], whole: Sequence[Line]) -> float:
    """The lines of what is kept, and one more where the rest is told."""
    return sum(_lines(_words(line), RIGHT) for line in kept) + (len(kept) < len(whole))


def _room(city: Summary, notes: str) -> float:
    """How many lines a column has below what is told of the city and above the notes."""
    facts = sum(_lines(" / ".join(line.text for line in fact.lines), WHOLE - 60) for fact in city.facts)
    vision = _lines(city.vision.text, WHOLE) if city.vision else 0
    boxed = 0 if city.in_study else 3
    below = NOTE_LINE * (text_metrics.lines(notes, NOTE, NOTES) + 4)
    head = max((facts + vision) * LINE, 66.0)  # the small map stands beside it
    return (HEIGHT - head - below) / LINE - boxed


def _short(line: Line) -> Line:
    """A programme without a purpose that takes too many lines."""
    return line if _lines(_words(line), LEFT) <= PURPOSE else line._replace(detail="")


def _words(line: Line) -> str:
    return f"{line.text} {line.detail}".strip()


def _lines(text: str, width: float) -> float:
    return float(text_metrics.lines(text, SIZE, width))


def _first(lines: Sequence[Line], room: float, width: float, *, least: int = 1) -> tuple[Line, ...]:
    """The lines that fit into `room`, in their order; the first `least` in any case."""
    kept: list[Line] = []
    for line in lines:
        room -= _lines(_words(line), width)
        told = len(kept) + 1 < len(lines)  # a last line says how many are left out
        if len(kept) >= least and room < told:
            break
        kept.append(line)
    return tuple(kept)


def _first_peers(peers: Sequence[Peer], room: float) -> tuple[Peer, ...]:
    kept: list[Peer] = []
    for peer in peers:
        room -= _lines(" · ".join(peer.why), WHY)
        if kept and room < 1:
            break
        kept.append(peer)
    return tuple(kept)


def _shortened(factors: Sequence[Factor], room: float) -> tuple[Factor, ...]:
    found = [list(factor.facets) for factor in factors]
    while _height(_with(factors, found)) > room:
        longest = max((facet for facets in found for facet in facets), key=lambda facet: len(facet.lines))
        spare = [place for place, line in enumerate(longest.lines) if line.mark != "limit"]
        if len(longest.lines) == 1 or not spare:
            break
        lines = list(longest.lines)
        gone = lines.pop(spare[-1])
        kept = max(spare[-1] - 1, 0)
        lines[kept] = lines[kept]._replace(more=lines[kept].more + 1 + gone.more)
        for facets in found:
            if longest in facets:
                facets[facets.index(longest)] = longest._replace(lines=tuple(lines))
    return _with(factors, found)


def _with(factors: Sequence[Factor], facets: Sequence[Sequence[Facet]]) -> tuple[Factor, ...]:
    """The factors with these facets in place of their own."""
    return tuple(factor._replace(facets=tuple(own)) for factor, own in zip(factors, facets, strict=True))


def _height(factors: Sequence[Factor]) -> float:
    """How many lines factors take: one for each name, at least one for a facet."""
    facets = [facet for factor in factors for facet in factor.facets]
    return len(factors) + sum(map(_height_of, facets)) + RULE * (len(factors) + len(facets))


def _height_of(facet: Facet) -> float:
    said = sum(_lines(line.text, WORDS) for line in facet.lines)
    return max(said or (1.0 if facet.state == "silent" else FILLED), _lines(facet.name, NAME))


def style() -> str:
    """The style sheet of a sheet."""
    return STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)


def _locator(data: Dataset, city: Summary, t: Translations) -> Markup:
    row = data.cities.set_index("city_id").loc[city.city_id]
    drawn = svg.locator(
        data.provinces,
        lon=row["lon"],
        lat=row["lat"],
        iso=row["province_iso"],
        title=t("locator_title", city=city.name),
    )
    return Markup(drawn)  # noqa: S704 - escaped where it is drawn  # nosec B704


@cache
def _qr(city_id: str, language: str) -> Markup:
    """The city's own page as a QR code, where the operator has set an address; else nothing."""
    public = settings.public_address()
    if not public:
        return Markup("")
    import segno

    address = f"{public}/{site.address('cities', language, city=city_id)}"
    return Markup(segno.make(address, error="m", micro=False).svg_inline(omitsize=True))  # noqa: S704  # nosec B704
