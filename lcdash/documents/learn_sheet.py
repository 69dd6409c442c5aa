"""Whom to learn from, on one A4 page to hand on: the question, the cities with the reason first, sources, version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lcdash import settings
from lcdash.content.learn_from import LearnAnswer, LearnCity, LearnGroup, LearnReason
from lcdash.dataset.loading import Dataset
from lcdash.documents import city_sheet, html_document
from lcdash.drawing import text_metrics, theme
from lcdash.html.rendering import ready, render
from lcdash.language import dates
from lcdash.language.translations import Translations

STYLE = Path(__file__).with_suffix(".css")
# The room of the page as the style sheets lay it out, in points.
SIZE, LINE, HEIGHT, WIDTH = 10.0, 14.2, 640.0, 405.0
HEADING = 2.2  # of a group, in lines
MOST = 6  # reasons of a city, where there is room


def document(data: Dataset, answer: LearnAnswer, t: Translations) -> str:
    """The page as one HTML file that needs nothing else."""
    short, left_out = fitted(answer)
    style = theme.css_variables() + html_document.fonts() + city_sheet.style() + STYLE.read_text(encoding="utf-8")
    body = render(
        "learn_sheet",
        t=t,
        found=short,
        left_out=left_out,
        signed=t("sheet_signed", version=data.version, date=dates.spoken(data.created, t.language)),
        address=settings.public_address(),
    )
    return render(
        "printed_page",
        language=t.language,
        title=f"{t.title} · {answer.title}",
        policy=html_document.NOTHING_FROM_OUTSIDE,
        style=ready(style),
        body=body,
    )


def fitted(answer: LearnAnswer) -> tuple[LearnAnswer, int]:
    """The answer in the lines of the page, and how many reasons were left out: each city has the same number at most.

    Where one reason for each is still too much, the last cities give way.
    """
    groups = [*([answer.own] if answer.own else []), *answer.groups]
    room = HEIGHT / LINE - _height_of_head(answer)
    most = next((n for n in range(MOST, 0, -1) if _height(groups, n) <= room), 1)
    fitting: list[LearnGroup] = []
    for group in groups:
        cities = []
        for city in group.cities:
            room -= _city_height(city, most)
            if room >= HEADING:
                cities.append(replace_reasons(city, most))
        fitting.append(group._replace(cities=tuple(cities)))
        room -= HEADING
    number = sum(len(city.reasons) for group in fitting for city in group.cities)
    every = sum(len(city.reasons) for group in groups for city in group.cities)
    return replace(answer, own=None, groups=tuple(fitting)), every - number


def replace_reasons(city: LearnCity, most: int) -> LearnCity:
    """The city with its first reasons."""
    return city._replace(reasons=city.reasons[:most])


def _height_of_head(answer: LearnAnswer) -> float:
    proposal = _lines(answer.proposal.view.words, WIDTH + 100) + HEADING if answer.proposal else 0
    limits = sum(_reason_height(limit, WIDTH + 100) for limit in answer.limits[:1])
    return proposal + limits + sum(_lines(line, WIDTH + 100) for line in answer.lines)


def _height(groups: Sequence[LearnGroup], most: int) -> float:
    cities = sum(_city_height(city, most) for group in groups for city in group.cities)
    return cities + sum(HEADING + bool(group.note) * 2 for group in groups)


def _city_height(city: LearnCity, most: int) -> float:
    height = sum(_reason_height(reason, WIDTH) for reason in city.reasons[:most])
    return max(height + (_lines(city.note, WIDTH) if city.note else 0), 1.0) + 0.3


def _reason_height(reason: LearnReason, room: float) -> float:
    text = " ".join([reason.label, reason.view.first, *reason.view.remarks, reason.view.source])
    return _lines(text, room) + (_lines(reason.why, room) if reason.why else 0)


def _lines(text: str, room: float) -> float:
    return float(text_metrics.lines(text, SIZE, room))
