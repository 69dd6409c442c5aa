"""Slides (PPTX) of a story or of a page's selection. What they say comes from scene_content.py; deck.py lays it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from lcdash.content import model, scene_content
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports
from lcdash.documents.pptx.deck import CELL_EDGE, ROOM, SMALL, WORDS, Deck, Grid, Line, Piece, Row, Slide
from lcdash.drawing import text_metrics
from lcdash.drawing.theme import ACCENT, COLOURS, QUIET, SYMBOLS
from lcdash.evidence import filtering, matrix
from lcdash.language.translations import Translations

if TYPE_CHECKING:
    from lcdash.content.stories import Story

NARROW = 0.3 * ROOM  # of the column that says whom a statement is of, at most


def of_story(data: Dataset, story: Story) -> bytes:
    """A story as slides: one or more for each scene, the speaker's notes in both languages below."""
    t = Translations("present", story.language)
    deck = Deck(data, t, story.name)
    deck.open(story.description, [t("slide_minutes", n=story.minutes)])
    for scene in story.scenes:
        spoken = [(t("slide_minutes", n=scene.minutes), t.language)]
        spoken += [(scene.notes[language], language) for language in (t.language, t.other)]
        slide = _of_content(scene.content, scene.title)
        deck.add(replace(slide, message=scene.message, question=scene.question, notes=tuple(spoken)))
    return deck.saved()


def of_claims(extract: exports.Extract) -> bytes:
    """Statements a reader chose on a page, factor by factor; what they were chosen by stands on the first slide.

    extract  rows of evidence.
    """
    data, t = extract.data, extract.t
    deck = Deck(data, t, extract.title or t.title)
    asked = [f"{name}: {', '.join(chosen.values())}" for name, chosen in extract.asked.items()]
    asked = asked or [f"{t('export_filters')}: {t('export_no_filter')}"]
    deck.open(t.description, [*asked, t("slide_silence"), t("our_reading")], extract.address)
    deck.add(_of_topics(data, extract.frame, t))
    names = data.numbered_factors(t.language)
    facets = data.names("facets", t.language)
    for factor, claims in extract.frame.groupby("factor_id"):
        own = [one for one in data.facets["facet_id"] if one in set(claims["facet_id"])] + [""]
        groups = tuple(
            model.Group(facets.get(facet, t("slide_no_facet")), _by_city(data, rows, t))
            for facet in own
            if len(rows := claims[claims["facet_id"] == facet])
        )
        deck.add(_of_content(model.Content(groups=groups), names[str(factor)]))
    return deck.saved()


def _of_topics(data: Dataset, claims: pd.DataFrame, t: Translations) -> Slide:
    """Which topic the claims name for which cities; those for which it is named only as a limit bear its sign."""
    words = Translations("factors", t.language)
    held = {(theme, city): limit for theme, city, limit in matrix.theme_presence(claims).itertuples(index=False)}
    cities = filtering.names(filtering.by_name(data.cities, t.language), t.language)
    rows = []
    for theme, name in data.names("themes", t.language).items():
        named = [
            Piece(f"{SYMBOLS['limit']}\u00a0{city_name}", colour=COLOURS["limit"]) if limit else Piece(city_name)
            for city, city_name in cities.items()
            if (limit := held.get((theme, city))) is not None
        ]
        between = [Piece(", ")] * len(named)
        if named:
            pieces = tuple(piece for pair in zip(named, between, strict=True) for piece in pair)[:-1]
            rows.append(Row(((Piece(name, bold=True),), pieces)))
    told = f"{SYMBOLS['limit']} {words('picture_limit')} · {t('slide_topics_note')}"
    rows.append(Row(((Piece(told, SMALL, colour=QUIET),),), "wide"))
    header = ((Piece(t("filter_theme"), bold=True),), (Piece(t("filter_city"), bold=True),))
    wanted = (_wanted(list(data.names("themes", t.language).values())), ROOM)
    sources = tuple(dict.fromkeys(one for cell in claims["source"] for one, _ in citations.parse(cell)))
    return Slide(t("slide_topics"), grids=(Grid(header, wanted, tuple(rows), t("slide_topics")),), sources=sources)


def _by_city(data: Dataset, claims: pd.DataFrame, t: Translations) -> tuple[model.Said, ...]:
    """Claims of cities in the order of their names, then those of the whole country."""
    of_country = claims[claims["city_id"] == ""].itertuples()
    country = (scene_content.statement(data, claim, t, t("slide_country")) for claim in of_country)
    return (*scene_content.together(data, claims, t), *country)


# From content to tables


def _of_content(content: model.Content, title: str) -> Slide:
    sources = tuple(dict.fromkeys(one for cell in content.cited for one, _ in citations.parse(cell)))
    grids = tuple(_of_table(table) for table in content.tables)
    if content.groups:
        grids += (_of_groups(content.groups, sources),)
    return Slide(title, grids=grids, chart=content.chart, picture=content.picture, sources=sources)


def _of_table(table: model.Table) -> Grid:
    """A table with columns as wide as what is in them asks for."""
    texts = [[str(name), *map(str, table.frame[name])] for name in table.frame.columns]
    wanted = tuple(_wanted(column) for column in texts)
    rows = tuple(
        Row(tuple((Piece(str(cell), bold=not place),) for place, cell in enumerate(row)))
        for row in table.frame.itertuples(index=False)
    )
    header = tuple((Piece(str(name), bold=True),) for name in table.frame.columns)
    return Grid(header, wanted, rows, table.caption)


def _wanted(texts: Sequence[str]) -> float:
    """How wide a column is in which each of `texts` stands on one line."""
    longest = max(text_metrics.width(text, WORDS, bold=True) for text in texts)
    return longest * text_metrics.SPARE + 2 * CELL_EDGE + 2


def _of_groups(groups: Sequence[model.Group], sources: Sequence[str]) -> Grid:
    """Statements as a table of whom they are of and what they say, with the numbers of their sources."""
    whose = [row.who for group in groups for row in group.rows if row.who]
    rows: list[Row] = []
    for group in groups:
        if group.title:
            rows.append(Row(((Piece(group.title, bold=True, colour=ACCENT),),), "heading"))
        for said in group.rows:
            words = tuple(_words(said, sources))
            cites = tuple(dict.fromkeys(one for one, _ in citations.parse(said.source)))
            who: tuple[Line, ...] = ((Piece(said.who, bold=True),),) if said.who else ()
            rows.append(Row((*who, words), "row" if who else "wide", cites))
        if group.note:
            rows.append(Row(((Piece(group.note, SMALL, colour=QUIET),),), "wide"))
    wanted = (min(_wanted(whose), NARROW), ROOM) if whose else (ROOM,)
    return Grid((), wanted, tuple(rows), " · ".join(group.title for group in groups if group.title))


def _words(said: model.Said, sources: Sequence[str]) -> Iterator[Piece]:
    for mark in said.marks:
        colour = COLOURS.get(mark.kind, QUIET)
        yield Piece(f"{mark.symbol} {mark.word}  ".lstrip(), SMALL, bold=bool(mark.symbol), colour=colour)
    yield Piece(said.words)
    if said.remark:
        yield Piece(f"  {said.remark}", SMALL, colour=QUIET)
    numbers = [sources.index(one) + 1 for one in dict.fromkeys(one for one, _ in citations.parse(said.source))]
    if numbers:
        yield Piece(f"\u00a0[{', '.join(map(str, numbers))}]", SMALL, colour=QUIET)
