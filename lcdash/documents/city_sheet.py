"""A city on one A4 sheet, as HTML and PDF, by a rule that is printed on it: the same for every city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lcdash import settings, site
from lcdash.content import city_summary, statements
from lcdash.content.city_summary import (
    Summary,
    SummaryFacet,
    SummaryFactor,
    SummaryLine,
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
SIZE, LINE, HEIGHT = 9.2, 12.8, 794.0
VISION, VISION_LINE = 10.0, 14.2
NAME, WORDS, RIGHT, WHOLE = 104.0, 205.0, 186.0, 520.0
ANSWER_SIZE, ANSWER_LINE, ANSWER, BETWEEN = 11.0, 15.4, 415.0, 3.0  # the answers: letters, lines, width, room between
SMALL, SMALL_LINE = 8.4, 11.9
NOTE, NOTE_LINE, NOTES = 7.8, 10.7, 460.0
NAMED = 54.0  # of the name and the line above it
TOLD = 2  # lines that tell how many are left out, in the right column
HEADING, FILLED, RULE = 1.7, 1.4, 0.06  # of a heading, a line to fill in by hand, a rule between facets, in lines
BY_HAND_LINE = 19.9  # of one for a programme, in points
PURPOSES = (3, 2, 1)  # a programme's purpose stands where it takes no more lines, the most that leave room
PROGRAMMES, VISITS = 2, 3  # these many are told among the answers
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
    programmes = () if city.in_study or city.programmes else range(BY_HAND)
    return render(
        "city_sheet",
        t=t,
        heading=heading,
        city=city,
        cite=cite,
        kinds={kind: labels[kind] for kind in MARKS},
        by_hand=programmes,
        first=PROGRAMMES,
        key=_key(city, t),
        topics=city.topics(),
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

    The five answers stand first: who leads, since when, two programmes, every limit, three cities to visit. Programmes
    lose what is long of their purpose where facets need the room. Of the facets with most lines the last mark that is
    no limit gives way first, told as "+n". Tasks, further programmes and titles take what the right column has.
    `missing` says how many were left out.

    notes  the sources in words, which share the sheet.
    """
    city = _told_first(city)
    for purpose in PURPOSES:
        programmes = _programmes(city, purpose)
        room = _room(city, programmes[:PROGRAMMES], notes)
        factors = _shortened(city.factors, room - HEADING)
        if _height(factors) <= room - HEADING:
            break
    room -= _always(city)
    needs = _first(city.needs, room)
    room -= _taken(needs, city.needs)
    further = [line._replace(detail="") for line in programmes[PROGRAMMES:]]
    room -= HEADING * bool(further)
    others = _first(further, room)
    room -= _taken(others, further)
    all_titles = _once(city.titles)
    titles = _first(all_titles, room)
    programmes = (*programmes[:PROGRAMMES], *others)
    short = replace(city, factors=factors, programmes=programmes, needs=needs, titles=titles)
    missing = {name: len(getattr(city, name)) - len(getattr(short, name)) for name in ("needs",)}
    missing |= {"programmes": len(further) - len(others), "titles": len(all_titles) - len(titles)}
    return replace(short, missing=missing | {"visits": city.missing["visits"]})


def _told_first(city: Summary) -> Summary:
    """With the cities that stand among the answers, and of each what is told of it there."""
    visits = tuple(visit._replace(lines=visit.lines[:1]) for visit in city.visits[:VISITS])
    groups = tuple(
        (title, (peers[0], *(peer._replace(ask=None) for peer in peers[1:]))) for title, peers in city.groups
    )
    return replace(city, visits=visits, groups=groups, missing={"visits": len(city.visits) - len(visits)})


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


def _answers(city: Summary, programmes: Sequence[SummaryLine]) -> float:
    """How high the five answers are, in points."""
    facts = [fact for fact in city.facts if fact.kind in ("lead", "standing")]
    lead, since = (" / ".join(f"{line.text} 1,2 ≠" for line in fact.lines) for fact in facts)
    height = ANSWER_LINE * (_long(lead) + _long(since)) + SMALL_LINE * sum(
        any(x.differ for x in f.lines) for f in facts
    )
    height += ANSWER_LINE * sum(_long(_words(line)) for line in programmes)
    height += BY_HAND_LINE * BY_HAND if not programmes and not city.in_study else ANSWER_LINE * (not programmes)
    height += ANSWER_LINE * (_long(" ".join(f"▲ {line.text} 1 ≠" for line in city.limits)) if city.limits else 2)
    peers = [(visit.name, visit.ask, visit.lines[0].text) for visit in city.visits]
    peers += [
        (alike[0].name, alike[0].ask, f"{title}, {', '.join(peer.name for peer in alike)}")
        for title, alike in city.groups
    ]
    visits = sum(_visit_lines(f"{name} – {ask.text if ask else ''} ≠", text) for name, ask, text in peers)
    height += ANSWER_LINE * visits
    return height + SMALL_LINE * (city.missing["visits"] > 0) + 5 * BETWEEN


def _long(text: str) -> int:
    return text_metrics.lines(text, ANSWER_SIZE, ANSWER, bold=True)


def _visit_lines(name: str, reason: str) -> int:
    """How many lines a city to visit takes: its name and whom to ask, and what it has in small letters."""
    small = reason[: len(reason) - int(len(reason) * (1 - SMALL / ANSWER_SIZE))]
    return _long(f"{name} {small}")


def _always(city: Summary) -> float:
    """How many lines of the right column are taken whatever is cut: headings, silences, who filled it in."""
    headings = sum(map(bool, (city.needs, city.titles, city.silent)))
    silent = _lines(" · ".join(city.silent), RIGHT) + 1 if city.silent else 0.0
    by_hand = 0 if city.in_study else FILLED
    doubts = text_metrics.lines(" · ".join(city.topics()), SMALL, RIGHT) + 2 if city.topics() else 0
    return HEADING * headings + silent + by_hand + doubts * SMALL_LINE / LINE


def _taken(part: Sequence[SummaryLine], whole: Sequence[SummaryLine]) -> float:
    """The lines of what is kept, and of what tells the rest."""
    return sum(_lines(_words(line), RIGHT) for line in part) + TOLD * (len(part) < len(whole))


def _room(city: Summary, programmes: Sequence[SummaryLine], notes: str) -> float:
    """How many lines there are below the answers and above the notes."""
    size_text = " · ".join(line.text for fact in city.facts if fact.kind in ("size", "web") for line in fact.lines)
    head = NAMED + _answers(city, programmes) + text_metrics.lines(size_text, 9.0, WHOLE) * 12.8
    head += text_metrics.lines(city.vision.text, VISION, WHOLE - 15) * VISION_LINE + 3 if city.vision else 0.0
    head += 0 if city.in_study else 3 * VISION_LINE
    national = text_metrics.lines(" · ".join(line.text for line in city.national), SMALL, WHOLE) + 1
    key = 3  # lines that the signs take at most
    below = NOTE_LINE * (text_metrics.lines(notes, NOTE, NOTES) + 5) + SMALL_LINE * (national + key)
    return (HEIGHT - head - below) / LINE


def _key(city: Summary, t: Translations) -> dict[str, Any]:
    """The signs that stand on the sheet: kinds of marks in their order, of all, strengths, plans; written ones."""
    lines = [line for factor in city.factors for facet in factor.facets for line in facet.lines]
    all_lines = [*city.lines(), *city.lines_of_others()]
    signs = {
        "†": any(line.project for line in all_lines),
        "≠": any(line.differ for line in all_lines) or bool(city.doubts),
        "~": any(line.unsure for line in all_lines),
    }

    def kinds(lines_with_mark: Iterable[SummaryLine]) -> list[str]:
        marks = {line.mark for line in lines_with_mark}
        return [kind for kind in MARKS if kind in marks]

    return {
        "kinds": kinds(lines),
        "favourable": kinds(line for line in lines if line.favourable),
        "planned": kinds(line for line in lines if line.planned),
        "more": any(line.more for line in lines),
        "form": any(facet.state == "outside" and not facet.lines for factor in city.factors for facet in factor.facets),
        "signs": statements.sign_key([sign for sign, stands in signs.items() if stands], t),
    }


def _short(line: SummaryLine, purpose: int) -> SummaryLine:
    """A programme without a purpose that takes too many lines."""
    return line if _long(_words(line)) <= purpose else line._replace(detail="")


def _words(line: SummaryLine) -> str:
    return f"{line.text} – {line.detail}" if line.detail else line.text


def _lines(text: str, width: float) -> float:
    return float(text_metrics.lines(text, SIZE, width))


def _first(lines: Sequence[SummaryLine], room: float) -> tuple[SummaryLine, ...]:
    """The lines that fit into `room`, in their order; the first in any case."""
    fitting: list[SummaryLine] = []
    for line in lines:
        room -= _lines(_words(line), RIGHT)
        has_rest = len(fitting) + 1 < len(lines)  # a last line says how many are left out
        if fitting and room < has_rest:
            break
        fitting.append(line)
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
