"""A place that tells of itself on one A4 sheet, for who leads it: what there is, whom to visit, next steps.

The sheet is cut by a rule: statements and lacks to so many lines as leave room for all facets, at least one
each; at the right, members as long as there is room, those of `OwnCity.peers` before any other that is named for a
gap, the rest by name and what for in a line each, then what is told of them in as many lines as are left.
Where a line is cut, Chromium ends it with three dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lcdash.content.evidence_map_text import MapNames
from lcdash.content.own_city import OwnAnswer, OwnCity, OwnPeer
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import text_metrics, theme
from lcdash.evidence import cached_frames
from lcdash.evidence.evidence_map import MARKS
from lcdash.evidence.self_check import NO_MARK
from lcdash.html import markup
from lcdash.html.rendering import ready, render
from lcdash.language import dates
from lcdash.language.translations import Translations

STYLE = Path(__file__).with_suffix(".css")
# In points, as sheet.css lays it out: the size of the letters, the widths of a facet's name, of what is said of it, and
# of the right column, of its numbered lines.
SIZE, NAME, SAID, RIGHT, NUMBERED = 10.0, 97.0, 198.0, 190.0, 177.0
LINE, SMALL_LINE, STRIP = 14.2, 11.4, 10.2  # how high a line is, one of small letters, the marks of the members
# How high the page is within its margins and strip; how wide; a line of its name, of what stands below, of its foot.
PAGE, WIDE = 770.0, 527.0
TITLE, STANCE, FOOT = (22.0, 29.7), (9.4, 13.4), (7.8, 10.7)
HEAD = 22.5  # of a part of a column, with the room above it
LEFT_HEADS, RIGHT_HEADS = 66.0, 28.0  # at the left, before the first factor; at the right, who submits it
CLAMPS = ((6, 6), (5, 5), (4, 4), (3, 3), (2, 2), (2, 1), (1, 1))  # lines of what is said, of what is lacking
LINES_OF_A_PEER, LINES_OF_A_NEED, LINES_OF_A_STEP, NEEDS = 2, 2, 3, 3  # of a peer at least; a list has one
BRIEF = 4  # lines that are kept for members by name alone, and one for how many more there are
MOST_OF_A_PEER, SMALL = 6, SMALL_LINE / LINE  # SMALL: how high a line of small letters is, in lines


class SheetFacet(NamedTuple):
    """A facet with its answer, or without: what is said and what is lacking; `word` of an answer that is no mark.

    members  the marks of each member of the study, kind and whether only planned, as its column of the map has them.
    """

    name: str
    answer: OwnAnswer | None
    word: str
    text: str
    lack: str
    members: tuple[tuple[tuple[str, bool], ...], ...]


def document(data: Dataset, city: OwnCity, t: Translations) -> str:
    """The sheet as one HTML file that needs nothing else."""
    labels = data.labels("kind", t.language) | {"limit": t("sheet_lacks")}
    needs, lists = city.needs[:NEEDS], tuple(_lists(city, t))
    factors = [(number, name, _facets(data, number, answers, t)) for number, name, answers in city.factors]
    foot = _foot(data, city, t)
    high = _high(city, foot, t)
    peers, brief, spare = _peers(city, _room(high, city, len(lists), t), t)
    strips = len(factors) * LINE + sum(len(facets) for _, _, facets in factors) * STRIP
    body = render(
        "own_sheet",
        t=t,
        city=city,
        factors=factors,
        members=_member_names(data, t),
        clamps=_clamps([facet for _, _, facets in factors for facet in facets], (high - LEFT_HEADS - strips) / LINE),
        kinds={kind: labels[kind] for kind in MARKS},
        peers=peers,
        reason=_reason([text for _, _, text in peers], spare),
        brief=brief,
        peers_left=len({peer.city_id for peer, _ in city.visits()}) - len(peers) - len(brief),
        needs=needs,
        lists=lists,
        foot=foot,
    )
    return render(
        "printed_page",
        language=t.language,
        title=f"{city.name} · {t.title}",
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=ready(theme.css_variables() + html_document.fonts() + _style()),
        body=body,
    )


def _foot(data: Dataset, city: OwnCity, t: Translations) -> list[str]:
    """What stands below both columns: members that have no marks, rules, sources, by whom."""
    names = " · ".join(name for name, _ in city.outside)
    outside = [f"{t('outside_members', n=len(city.outside))} {names}"] if names else []
    sources = t("sheet_sources_note", steps=city.steps[0].source if city.steps else "")
    signed = t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language))
    return [*outside, city.steps_rule, sources, signed]


def _high(city: OwnCity, foot: Sequence[str], t: Translations) -> float:
    """How high the columns are, in points."""
    title = " ".join(filter(None, (city.name, t("in_province", province=city.province))))
    texts = ((TITLE, title), (STANCE, t("own_stance", by=city.told_by or t("own_stance_city"))))
    lines = sum(text_metrics.lines(text, size, WIDE) * high for (size, high), text in texts)
    size, high = FOOT
    return PAGE - lines - sum(text_metrics.lines(text, size, WIDE) for text in foot) * high


def _room(high: float, city: OwnCity, lists: int, t: Translations) -> float:
    """How many lines members have at the right, beside needs, so many lists of a line, and steps."""
    steps = sum(
        text_metrics.lines(step.name, SIZE, NUMBERED)
        + min(text_metrics.lines(step.todo, SIZE, NUMBERED), LINES_OF_A_STEP)
        for step in city.steps
    )
    names = " · ".join(name for name, _ in city.apart)
    apart = min(_lines(t("sheet_apart", what=names)), 4) if names else 0
    heads = HEAD * (2 + bool(city.needs)) + RIGHT_HEADS + (5 if lists else 0)
    needs = sum(min(_lines(need), LINES_OF_A_NEED) for need in city.needs[:NEEDS])
    return (high - heads) / LINE - steps - apart - needs - lists


def _style() -> str:
    style = STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)
    return markup.DRAWN_MARKS_STYLE.read_text(encoding="utf-8") + style


def _member_names(data: Dataset, t: Translations) -> list[str]:
    """The members of the study as the heads of the map call them."""
    names = MapNames(data, Translations("evidence_map", t.language)).columns
    return [names[city] for city in cached_frames.evidence_map(data, t.language).studied]


def _facets(data: Dataset, number: str, answers: Sequence[OwnAnswer], t: Translations) -> list[SheetFacet]:
    """The facets of a factor, answered or not."""
    factor = next(factor_id for factor_id, own_number in data.factor_numbers.items() if str(own_number) == number)
    own = {answer.facet_id: answer for answer in answers}
    names = data.names("facets", t.language)
    chart = cached_frames.evidence_map(data, t.language)
    rows = []
    for facet_id in data.facets.loc[data.facets["factor_id"] == factor, "facet_id"]:
        answer = own.get(facet_id)
        cells = [chart.cells[facet_id, city].marks for city in chart.studied]
        members = tuple(tuple((kind, marks[kind].planned) for kind in MARKS if kind in marks) for marks in cells)
        if answer:
            word = answer.there if answer.state in NO_MARK or not answer.statement else ""
            rows.append(SheetFacet(names[facet_id], answer, word, answer.statement, answer.lack, members))
        else:
            rows.append(SheetFacet(names[facet_id], None, "", "", "", members))
    return rows


def _clamps(facets: Sequence[SheetFacet], room: float) -> tuple[int, int]:
    """To how many lines a statement and a lack are cut, so that every facet has its place."""
    for said_lines, lack in CLAMPS:
        lines = sum(
            max(
                _clamped(facet.name, NAME, 2),
                _clamped(f"{facet.word} {facet.text}".strip(), SAID, said_lines) + _clamped(facet.lack, SAID, lack),
            )
            for facet in facets
        )
        if lines <= room:
            break
    return said_lines, lack


def _clamped(text: str, room: float, most: int) -> int:
    return min(text_metrics.lines(text, SIZE, room), most) if text else 0


class Named(NamedTuple):
    """A member by name alone, and what for."""

    name: str
    titles: str


def _peers(
    city: OwnCity, room: float, t: Translations
) -> tuple[list[tuple[OwnPeer, tuple[str, ...], str]], list[Named], float]:
    """Whom to visit: members with the first they are named for, the first in any case, then others by name, as far as
    the right column goes; and how many lines are left."""
    visits: dict[str, tuple[OwnPeer, tuple[str, ...]]] = {}
    for peer, titles in (*city.peers, *city.visits()):
        visits.setdefault(peer.city_id, (peer, titles))
    fitting: list[tuple[OwnPeer, tuple[str, ...], str]] = []
    for peer, titles in visits.values():
        text = peer.why if peer.reason else peer.words
        contact = bool(peer.contact.website) + min(_lines(t("led_by", who=peer.contact.lead)), 2)
        taken = 1.2 + SMALL * (1 + contact) + min(_lines(" · ".join(titles)), 2) + min(_lines(text), LINES_OF_A_PEER)
        if fitting and room - taken < min(len(visits) - len(fitting) - 1, BRIEF):
            break
        room -= taken
        fitting.append((peer, titles, text))
    rest = [Named(peer.name, " · ".join(titles)) for peer, titles in list(visits.values())[len(fitting) :]]
    if len(rest) > room:
        rest = rest[: max(int(room) - 1, 0)]
        room -= 1
    return fitting, rest, room - len(rest)


def _reason(texts: Sequence[str], spare: float) -> int:
    """To how many lines the reasons are cut: as many as the lines that are left have room for."""
    fits = LINES_OF_A_PEER
    while (
        fits < MOST_OF_A_PEER and sum(max(min(_lines(text), fits + 1) - LINES_OF_A_PEER, 0) for text in texts) <= spare
    ):
        fits += 1
    return fits


def _lists(city: OwnCity, t: Translations) -> Iterator[tuple[str, str]]:
    """What a list is called, and the names in it, each once."""
    for part, entries in city.lists.items():
        if entries:
            yield t(f"part_{part}"), " · ".join(dict.fromkeys(entry.name for entry in entries))


def _lines(text: str) -> int:
    return text_metrics.lines(text, SIZE, RIGHT)
