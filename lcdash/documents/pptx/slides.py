"""Slides (PPTX): of a story, with the pictures of its scenes, or of a page's selection. deck.py makes the file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from lcdash.content import model, scene_content, stories
from lcdash.content.stories import Scene, Story
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports, stage_drawing
from lcdash.documents.pptx.deck import Deck
from lcdash.documents.pptx.layout import CELL_EDGE, ROOM, SMALL, WORDS, Grid, Line, Slide, SlideRow, TextRun
from lcdash.drawing import text_metrics
from lcdash.drawing.theme import ACCENT, COLOURS, QUIET, SYMBOLS
from lcdash.evidence import cached_frames, filtering, matrix
from lcdash.language.translations import Translations

NARROW = 0.3 * ROOM  # of the column that says whom a statement is of, at most


def of_story(data: Dataset, story: Story, scenes: Collection[str] | None = None, cities: Sequence[str] = ()) -> bytes:
    """A story as slides: one for each scene with its picture; more only where its lists are too long for one.

    scenes  ids of those that are told; None for all.
    cities  members whose own scenes follow.
    """
    t = Translations("present", story.language)
    sequence = [scene for scene in story.scenes if scenes is None or scene.scene_id in scenes]
    for city in cities:
        sequence += stories.of_member(data, city, story.language).scenes
    whole = sequence == list(story.scenes)  # the name of a story says how long it takes
    deck = Deck(data, t, story.name if whole else t("slides_chosen"))
    deck.open(story.description, [t("slide_minutes", n=sum(scene.minutes for scene in sequence))])
    for scene in sequence:
        for slide in _of_scene(scene, cached_frames.unbroken(data), t):
            deck.add(slide)
    return deck.saved()


def _of_scene(scene: Scene, whole: Collection[str], t: Translations) -> Iterator[Slide]:
    """The slides of a scene; what the speaker may say stands with the first, in the language of the slides first."""
    pictures = stage_drawing.drawn(scene.stage, scene.headline, t, whole)
    spoken = [(t("slide_minutes", n=scene.minutes), t.language)]
    spoken += [(scene.notes[language], language) for language in (t.language, t.other)]
    for number, picture in enumerate(pictures, 1):
        title = scene.headline
        if len(pictures) > 1:
            title = t("slide_of", title=title, n=number, all=len(pictures))
        notes = tuple(spoken) if number == 1 else ()
        yield Slide(title, picture=picture, question=scene.question, sources=tuple(scene.sources), notes=notes)


def of_claims(extract: exports.Extract) -> bytes:
    """Statements a reader chose on a page, factor by factor; what they were chosen by stands on the first slide.

    extract  rows of evidence.
    """
    data, t = extract.data, extract.t
    deck = Deck(data, t, extract.title or t.title)
    filters = [f"{choice.label}: {', '.join(choice.names.values())}" for choice in extract.selections.values()]
    filters = filters or [f"{t('export_filters')}: {t('export_no_filter')}"]
    deck.open(t.description, [*filters, t("slide_silence"), t("our_reading")], extract.address)
    deck.add(_of_topics(data, extract.frame, t))
    names = data.numbered_factors(t.language)
    facets = data.names("facets", t.language)
    for factor, claims in extract.frame.groupby("factor_id"):
        own = [facet_id for facet_id in data.facets["facet_id"] if facet_id in set(claims["facet_id"])] + [""]
        groups = tuple(
            model.Group(facets.get(facet, t("slide_no_facet")), _by_city(data, rows, t))
            for facet in own
            if len(rows := claims[claims["facet_id"] == facet])
        )
        deck.add(_of_groups(groups, names[str(factor)]))
    return deck.saved()


def _of_topics(data: Dataset, claims: pd.DataFrame, t: Translations) -> Slide:
    """Which topic the claims name for which cities; those for which it is named only as a limit bear its sign."""
    wording = Translations("factors", t.language)
    presence = records.each(matrix.theme_presence(claims), matrix.ThemePresence)
    limits = {(row.theme_id, row.city_id): row.limit for row in presence}
    cities = filtering.names(filtering.by_name(data.cities, t.language), t.language)
    rows = []
    for theme, name in data.names("themes", t.language).items():
        names = [
            TextRun(f"{SYMBOLS['limit']}\u00a0{city_name}", colour=COLOURS["limit"]) if limit else TextRun(city_name)
            for city, city_name in cities.items()
            if (limit := limits.get((theme, city))) is not None
        ]
        between = [TextRun(", ")] * len(names)
        if names:
            pieces = tuple(piece for pair in zip(names, between, strict=True) for piece in pair)[:-1]
            rows.append(SlideRow(((TextRun(name, bold=True),), pieces)))
    text = f"{SYMBOLS['limit']} {wording('picture_limit')} · {t('slide_topics_note')}"
    rows.append(SlideRow(((TextRun(text, SMALL, colour=QUIET),),), "wide"))
    header = ((TextRun(t("filter_theme"), bold=True),), (TextRun(t("filter_city"), bold=True),))
    wanted = (_wanted(list(data.names("themes", t.language).values())), ROOM)
    sources = tuple(dict.fromkeys(source_id for cell in claims["source"] for source_id, _ in citations.parse(cell)))
    return Slide(t("slide_topics"), grids=(Grid(header, wanted, tuple(rows), t("slide_topics")),), sources=sources)


def _by_city(data: Dataset, claims: pd.DataFrame, t: Translations) -> tuple[model.Statement, ...]:
    """Claims of cities in the order of their names, then those of the whole country."""
    of_country = records.each(claims[claims["city_id"] == ""], records.Evidence)
    country = (scene_content.statement(data, claim, t, t("slide_country")) for claim in of_country)
    return (*scene_content.together(data, claims, t), *country)


# From statements to tables


def _wanted(texts: Sequence[str]) -> float:
    """How wide a column is in which each of `texts` stands on one line."""
    return max(text_metrics.elsewhere(text, WORDS, bold=True) for text in texts) + 2 * CELL_EDGE + 2


def _of_groups(groups: Sequence[model.Group], title: str) -> Slide:
    """Statements as a table of whom they are of and what they say, with the numbers of their sources."""
    source_ids = (source_id for group in groups for row in group.rows for source_id, _ in citations.parse(row.source))
    sources = tuple(dict.fromkeys(source_ids))
    whose = [row.who for group in groups for row in group.rows if row.who]
    rows: list[SlideRow] = []
    for group in groups:
        if group.title:
            rows.append(SlideRow(((TextRun(group.title, bold=True, colour=ACCENT),),), "heading"))
        for passage in group.rows:
            pieces = tuple(_words(passage, sources))
            cites = tuple(dict.fromkeys(source_id for source_id, _ in citations.parse(passage.source)))
            who: tuple[Line, ...] = ((TextRun(passage.who, bold=True),),) if passage.who else ()
            rows.append(SlideRow((*who, pieces), "row" if who else "wide", cites))
        if group.note:
            rows.append(SlideRow(((TextRun(group.note, SMALL, colour=QUIET),),), "wide"))
    wanted = (min(_wanted(whose), NARROW), ROOM) if whose else (ROOM,)
    caption = " · ".join(group.title for group in groups if group.title)
    return Slide(title, grids=(Grid((), wanted, tuple(rows), caption),), sources=sources)


def _words(passage: model.Statement, sources: Sequence[str]) -> Iterator[TextRun]:
    for mark in passage.marks:
        colour = COLOURS.get(mark.kind, QUIET)
        yield TextRun(f"{mark.symbol} {mark.word}  ".lstrip(), SMALL, bold=bool(mark.symbol), colour=colour)
    yield TextRun(passage.words)
    if passage.remark:
        yield TextRun(f"  {passage.remark}", SMALL, colour=QUIET)
    numbers = [
        sources.index(source_id) + 1
        for source_id in dict.fromkeys(source_id for source_id, _ in citations.parse(passage.source))
    ]
    if numbers:
        yield TextRun(f"\u00a0[{', '.join(map(str, numbers))}]", SMALL, colour=QUIET)
