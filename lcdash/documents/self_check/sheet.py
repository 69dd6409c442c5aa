"""A place that tells of itself on one A4 sheet, for who leads it: what there is, whom to visit, next steps.

The sheet is cut by a rule: statements and lacks to so many lines as leave room for all facets, at least one
each; members to the room that is left at the right. Where a line is cut, Chromium ends it with three dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lcdash.content.evidence_map_text import Names
from lcdash.content.own_city import Answer, OwnCity, Peer
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import text_metrics, theme
from lcdash.evidence import cached_frames
from lcdash.evidence.evidence_map import MARKS
from lcdash.evidence.self_check import NO_MARK
from lcdash.html.rendering import ready, render
from lcdash.language import dates
from lcdash.language.translations import Translations

STYLE = Path(__file__).with_suffix(".css")
# In points, as sheet.css lays it out: the size of the letters, the widths of a facet's name, of what is said of it, and
# of the right column, of its numbered lines; then how many lines the columns have.
SIZE, NAME, SAID, RIGHT, NUMBERED = 10.0, 97.0, 198.0, 190.0, 177.0
LINES_AT_THE_LEFT, LINES_AT_THE_RIGHT = 26, 36  # at the left beside the members' marks
CLAMPS = ((3, 3), (2, 2), (2, 1), (1, 1))  # lines of what is said, of what is lacking: the first that fits is taken
LINES_OF_A_PEER, LINES_OF_A_LIST, NEEDS = 2, 2, 3  # of a peer at least
MOST_OF_A_PEER, SMALL = 6, 0.8  # SMALL: how high a line of small letters is, in lines


class Facet(NamedTuple):
    """A facet with its answer, or without: what is said and what is lacking; `word` of an answer that is no mark.

    members  the marks of each member of the study, kind and whether only planned, as its column of the map has them.
    """

    name: str
    answer: Answer | None
    word: str
    said: str
    lack: str
    members: tuple[tuple[tuple[str, bool], ...], ...]


def document(data: Dataset, city: OwnCity, t: Translations) -> str:
    """The sheet as one HTML file that needs nothing else."""
    labels = data.labels("kind", t.language) | {"limit": t("sheet_lacks")}
    needs = city.needs[:NEEDS]
    lists = tuple(_lists(city, t))
    texts = (*needs, *(f"{title} {text}" for title, text in lists))
    room = LINES_AT_THE_RIGHT - sum(min(_lines(text), LINES_OF_A_LIST) for text in texts)
    factors = [(number, name, _facets(data, number, answers, t)) for number, name, answers in city.factors]
    steps = sum(text_metrics.lines(text, SIZE, NUMBERED) for step in city.steps for text in (step.name, step.todo))
    names = " · ".join(name for name, _ in city.apart)
    apart = min(_lines(f"{t('steps_apart')} {names}"), 4) if names else 0
    peers, spare = _peers(city, room - steps - apart, t)
    body = render(
        "own_sheet",
        t=t,
        city=city,
        factors=factors,
        members=_member_names(data, t),
        clamps=_clamps([facet for _, _, facets in factors for facet in facets]),
        kinds={kind: labels[kind] for kind in MARKS},
        peers=peers,
        reason=_reason([text for _, _, text in peers], spare),
        peers_left=len({peer.city_id for peer, _ in city.peers} - {peer.city_id for peer, *_ in peers}),
        needs=needs,
        lists=lists,
        signed=t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language)),
    )
    return render(
        "printed_page",
        language=t.language,
        title=f"{city.name} · {t('sheet_of_own')}",
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=ready(theme.css_variables() + html_document.fonts() + _style()),
        body=body,
    )


def _style() -> str:
    return STYLE.read_text(encoding="utf-8").replace("FONT", theme.FONT)


def _member_names(data: Dataset, t: Translations) -> list[str]:
    """The members of the study as the heads of the map call them."""
    names = Names(data, Translations("evidence_map", t.language)).columns
    return [names[city] for city in cached_frames.evidence_map(data, t.language).studied]


def _facets(data: Dataset, number: str, answers: Sequence[Answer], t: Translations) -> list[Facet]:
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
            rows.append(Facet(names[facet_id], answer, word, answer.statement, answer.lack, members))
        else:
            rows.append(Facet(names[facet_id], None, "", "", "", members))
    return rows


def _clamps(facets: Sequence[Facet]) -> tuple[int, int]:
    """To how many lines a statement and a lack are cut, so that every facet has its place."""
    for said_lines, lack in CLAMPS:
        lines = sum(
            max(
                _clamped(facet.name, NAME, 2),
                _clamped(f"{facet.word} {facet.said}".strip(), SAID, said_lines) + _clamped(facet.lack, SAID, lack),
            )
            for facet in facets
        )
        if lines <= LINES_AT_THE_LEFT:
            break
    return said_lines, lack


def _clamped(text: str, room: float, most: int) -> int:
    return min(text_metrics.lines(text, SIZE, room), most) if text else 0


def _peers(city: OwnCity, room: float, t: Translations) -> tuple[list[tuple[Peer, tuple[str, ...], str]], float]:
    """Whom to visit, each member with the first it is named for, as far as the right column goes, the first in any
    case; and how many lines are left."""
    fitting: list[tuple[Peer, tuple[str, ...], str]] = []
    for peer, titles in city.peers:
        text = peer.reason or peer.words
        if peer.city_id in {fitted.city_id for fitted, _, _ in fitting}:
            continue
        contact = bool(peer.contact.website) + min(_lines(t("led_by", who=peer.contact.lead)), 2)
        taken = 1 + SMALL * (1 + contact) + min(_lines(" · ".join(titles)), 2) + min(_lines(text), LINES_OF_A_PEER)
        if fitting and room < taken:
            break
        room -= taken
        fitting.append((peer, titles, text))
    return fitting, room


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
