"""A city on one A4 sheet, as HTML and PDF, by a rule that is printed on it: the same for every city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from markupsafe import Markup

from lcdash import settings, site
from lcdash.content import city_summary
from lcdash.content.city_summary import (
    Summary,
    SummaryFacet,
    SummaryFact,
    SummaryFactor,
    SummaryLine,
    SummaryPeer,
    Visit,
)
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import still_maps, text_metrics, theme
from lcdash.evidence.evidence_map import MARKS
from lcdash.html import markup, rendering
from lcdash.html.rendering import ready, render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references

STYLE = Path(__file__).with_suffix(".css")
# The room of a sheet as city_sheet.css lays it out, in points: the size of its letters and the height of their lines,
# the widths of what stands in it, and the height that the head, the answers, the columns and the notes share.
SIZE, LINE, HEIGHT = 10.0, 14.2, 796.0
NAME, WORDS, LEFT, RIGHT, FACT, WHOLE = 104.0, 205.0, 330.0, 186.0, 345.0, 470.0
SMALL, SMALL_LINE = 8.4, 11.9
NOTE, NOTE_LINE, NOTES = 7.8, 10.7, 460.0
NATIONAL = 520.0  # the limits of the country stand across the sheet
NAMED, LOCATOR = 39.0, 80.0  # of the name; of the small map that stands beside the head
TOLD = 2  # lines that tell how many are left out, in the right column
HEADING, FILLED, RULE = 1.6, 1.4, 0.06  # of a heading, a line to fill in by hand, a rule between facets, in lines
KEY = 1.7  # of the key of marks, which takes two small lines in English
GAP = 0.5  # between programmes and facets
PURPOSES = (3, 2, 1)  # a programme's purpose stands where it takes no more lines, the most that leave room
PROGRAMMES = 2  # these many stand on every sheet
BY_HAND = 2  # lines to fill in for programmes nobody studied


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
        by_hand=BY_HAND,
        locator=_locator(data, city, t),
        studied=int(data.cities["in_study"].sum()),
        cities=len(data.cities),
        sources=[references.short(data, source_id, t.language) for source_id in numbers],
        signed=t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language)),
        checked=t(f"checked_by_{'none' if data.human_check.empty else 'some'}"),
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
        style=ready(theme.css_variables() + html_document.fonts() + style()),
        body=Markup("").join(sheet(data, city_id, t) for city_id in city_ids),
    )


def fitted(city: Summary, notes: str) -> Summary:
    """The summary in the lines that a sheet has, by the same rule for every city.

    First stand who leads since when, at least two programmes, the limits and the first limit that other cities answer.
    Of the facets with most lines the last mark that is no limit gives way first, told as "+n". Programmes take what
    the left column has left; tasks, further limits that cities answer and titles what the right one has. `missing`
    says how many were left out.

    notes  the sources in words, which share the sheet.
    """
    room = _room(city, notes)
    left = room - 2 * HEADING - KEY - GAP
    for purpose in PURPOSES:
        programmes = _programmes(city, purpose)
        first = (
            sum(_lines(_words(line), LEFT) for line in programmes[:PROGRAMMES]) + 1 if programmes else FILLED * BY_HAND
        )
        factors = _shortened(city.factors, left - first)
        if _height(factors) <= left - first:
            break
    fitting = _first(programmes, left - _height(factors), LEFT, least=PROGRAMMES)
    room -= _always(city)
    needs = _first(city.needs, room, RIGHT)
    room -= _taken(needs, city.needs)
    visits = (*city.visits[:1], *_first_visits(city.visits[1:], room))
    room -= sum(map(_height_of_visit, visits[1:])) + TOLD * (len(visits) < len(city.visits))
    all_titles = _once(city.titles)
    titles = _first(all_titles, room, RIGHT)
    short = replace(city, factors=factors, programmes=fitting, needs=needs, visits=visits, titles=titles)
    missing = {name: len(getattr(city, name)) - len(getattr(short, name)) for name in ("needs", "visits")}
    missing |= {"programmes": len(programmes) - len(fitting), "titles": len(all_titles) - len(titles)}
    return replace(short, missing=missing)


def _programmes(city: Summary, purpose: int) -> tuple[SummaryLine, ...]:
    """Each programme once, those with a purpose first; one that takes too many lines stands without."""
    lines = [_short(line, purpose) for line in _once(city.programmes)]
    return tuple(sorted(lines, key=lambda line: not line.detail))


def _once(lines: Sequence[SummaryLine]) -> tuple[SummaryLine, ...]:
    """Lines of the same words as one, with the sources of each."""
    by_text: dict[str, SummaryLine] = {}
    for line in lines:
        before = by_text.get(line.text)
        sources = filter(None, (before.source, line.source)) if before else ()
        by_text[line.text] = before._replace(source=citations.SEPARATOR.join(sources)) if before else line
    return tuple(by_text.values())


def _facts(city: Summary) -> float:
    """How many lines of the head take who leads and who is a member since when, with what sources differ on."""
    facts = [fact for fact in city.facts if fact.kind in ("lead", "standing")]
    return sum(_lines(f"{' / '.join(line.text for line in fact.lines)} {_topic(fact)}", FACT) for fact in facts)


def _topic(fact: SummaryFact) -> str:
    return " ".join(dict.fromkeys(line.topic for line in fact.lines if line.topic))


def _always(city: Summary) -> float:
    """How many lines of the right column are taken whatever is cut: headings, limits, whom to visit, silences."""
    headings = 2 + sum(map(bool, (city.needs, city.titles, city.silent)))
    limits = sum(_lines(line.text, RIGHT - 24) for line in city.limits) or 3
    visit = sum(map(_height_of_visit, city.visits[:1])) + (0 if city.limits and not city.groups else 2)
    alike = sum(1 + _height_of_peers(peers) for _, peers in city.groups)
    silent = _lines(" · ".join(city.silent), RIGHT) + 1 if city.silent else 0.0
    by_hand = 0 if city.in_study else FILLED
    return HEADING * headings + limits + visit + alike + silent + by_hand


def _taken(part: Sequence[SummaryLine], whole: Sequence[SummaryLine]) -> float:
    """The lines of what is kept, and of what tells the rest."""
    return sum(_lines(_words(line), RIGHT) for line in part) + TOLD * (len(part) < len(whole))


def _room(city: Summary, notes: str) -> float:
    """How many lines there are below what is told of the city and above the notes."""
    size_text = " · ".join(line.text for fact in city.facts if fact.kind in ("size", "web") for line in fact.lines)
    head = NAMED + _facts(city) * LINE + text_metrics.lines(size_text, 9.0, WHOLE) * 12.8
    head += _lines(city.vision.text, WHOLE - 15) * LINE + 3 if city.vision else 0.0
    if city.vision and city.vision.topic:
        noted = f"{city.vision.topic}: {city.vision.handling}"
        head += SMALL_LINE * text_metrics.lines(noted, SMALL, WHOLE - 15) + 4
    boxed = 0 if city.in_study else 3
    national = text_metrics.lines(" · ".join(line.text for line in city.national), SMALL, NATIONAL) + 1
    below = NOTE_LINE * (text_metrics.lines(notes, NOTE, NOTES) + 5) + SMALL_LINE * national
    return (HEIGHT - max(head, LOCATOR) - below) / LINE - boxed


def _short(line: SummaryLine, purpose: int) -> SummaryLine:
    """A programme without a purpose that takes too many lines."""
    return line if _lines(_words(line), LEFT) <= purpose else line._replace(detail="")


def _small(text: str, width: float = RIGHT) -> float:
    """How many lines of the sheet a text in small letters takes."""
    return text_metrics.lines(text, SMALL, width) * SMALL_LINE / LINE


def _height_of_visit(visit: Visit) -> float:
    """The first city that answers limits, these limits, and the other cities smaller."""
    first, *others = visit.peers
    text = f"{first.name}: {' · '.join(first.why)} (limit: {' · '.join(visit.limits)})"
    return _lines(text, RIGHT) + _height_of_peers(others)


def _height_of_peers(peers: Sequence[SummaryPeer]) -> float:
    return _small(" · ".join(f"{peer.name}: {' · '.join(peer.why)}" for peer in peers)) if peers else 0.0


def _words(line: SummaryLine) -> str:
    return f"{line.text} – {line.detail}" if line.detail else line.text


def _lines(text: str, width: float) -> float:
    return float(text_metrics.lines(text, SIZE, width))


def _first(lines: Sequence[SummaryLine], room: float, width: float, *, least: int = 1) -> tuple[SummaryLine, ...]:
    """The lines that fit into `room`, in their order; the first `least` in any case."""
    fitting: list[SummaryLine] = []
    for line in lines:
        room -= _lines(_words(line), width)
        has_rest = len(fitting) + 1 < len(lines)  # a last line says how many are left out
        if len(fitting) >= least and room < has_rest:
            break
        fitting.append(line)
    return tuple(fitting)


def _first_visits(visits: Sequence[Visit], room: float) -> tuple[Visit, ...]:
    fitting: list[Visit] = []
    for visit in visits:
        room -= _height_of_visit(visit)
        if room < TOLD * (len(fitting) + 1 < len(visits)):
            break
        fitting.append(visit)
    return tuple(fitting)


def _shortened(factors: Sequence[SummaryFactor], room: float) -> tuple[SummaryFactor, ...]:
    facets_left = [list(factor.facets) for factor in factors]
    while _height(_with(factors, facets_left)) > room:
        longest = max((facet for facets in facets_left for facet in facets), key=lambda facet: len(facet.lines))
        spare = [place for place, line in enumerate(longest.lines) if line.mark != "limit"]
        if len(longest.lines) == 1 or not spare:
            break
        lines = list(longest.lines)
        gone = lines.pop(spare[-1])
        last = max(spare[-1] - 1, 0)
        lines[last] = lines[last]._replace(more=lines[last].more + 1 + gone.more)
        for facets in facets_left:
            if longest in facets:
                facets[facets.index(longest)] = longest._replace(lines=tuple(lines))
    return _with(factors, facets_left)


def _with(factors: Sequence[SummaryFactor], facets: Sequence[Sequence[SummaryFacet]]) -> tuple[SummaryFactor, ...]:
    """The factors with these facets in place of their own."""
    return tuple(factor._replace(facets=tuple(own)) for factor, own in zip(factors, facets, strict=True))


def _height(factors: Sequence[SummaryFactor]) -> float:
    """How many lines factors take: one for each name, at least one for a facet."""
    facets = [facet for factor in factors for facet in factor.facets]
    return len(factors) + sum(map(_height_of, facets)) + RULE * (len(factors) + len(facets))


def _height_of(facet: SummaryFacet) -> float:
    height = sum(_lines(line.text, WORDS) for line in facet.lines)
    return max(height or (1.0 if facet.state == "silent" else FILLED), _lines(facet.name, NAME))


def style() -> str:
    """The style sheet of a sheet."""
    style = STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)
    return markup.DRAWN_MARKS_STYLE.read_text(encoding="utf-8") + style


def _locator(data: Dataset, city: Summary, t: Translations) -> Markup:
    row = data.cities.set_index("city_id").loc[city.city_id]
    picture = still_maps.locator(
        data.provinces,
        lon=row["lon"],
        lat=row["lat"],
        iso=row["province_iso"],
        title=t("locator_title", city=city.name),
    )
    return rendering.drawn(picture)


@cache
def _qr(city_id: str, language: str) -> Markup:
    """The city's own page as a QR code, where the operator has set an address; else nothing."""
    public = settings.public_address()
    if not public:
        return Markup("")
    import segno

    address = f"{public}/{site.address('cities', language, city=city_id)}"
    return ready(segno.make(address, error="m", micro=False).svg_inline(omitsize=True))
