"""The still picture of the evidence map with its words: whole, for a file, a slide or a sheet, or small for a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from lcdash.content.evidence_map_text import MapNames, headline
from lcdash.dataset.loading import Dataset
from lcdash.drawing import evidence_map_drawing, text_metrics
from lcdash.drawing.evidence_map_drawing import MapWords
from lcdash.drawing.shapes import Drawing
from lcdash.evidence import cached_frames
from lcdash.evidence import evidence_map as maps
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import references


def title(data: Dataset, language: str, view: str = "facets") -> str:
    """What the picture shows, as a true sentence: where most is silent."""
    t = Translations("evidence_map", language)
    return headline(cached_frames.evidence_map(data, language, view), MapNames(data, t), t)


def whole(
    data: Dataset,
    language: str,
    *,
    view: str = "facets",
    basis: str = "all",
    matching: Collection[str] | None = None,
    column_ids: Sequence[str] = (),
) -> Drawing:
    """The whole picture.

    matching  ids of the statements that match a filter; None without one.
    column_ids  the columns, in their order; the country and the cities of the study without any.
    """
    t = Translations("evidence_map", language)
    chart = cached_frames.evidence_map(data, language, view, basis)
    names = MapNames(data, t)
    kinds = [(kind, t(kind)) for kind in maps.MARKS]
    keys_found = [] if matching is None else [("hit", t("matches")), ("hollow", t("matches_not"))]
    short = "" if matching is None else "_short"
    looks = [(look, t(f"key_{look}{short}")) for look in ("favourable", "planned")]
    keys = [*keys_found, *looks, ("silent", t("silent")), ("outside", t("outside"))]
    texts = MapWords(title(data, language, view), (*kinds, *keys))
    solid = None if matching is None else maps.solid(chart, matching)
    chart = chart if matching is None else maps.asked(chart, matching)
    columns = names.columns | {maps.COUNTRY: t("country_two")}
    return evidence_map_drawing.picture(chart, names.rows, columns, texts, solid=solid, column_ids=column_ids)


def beside(data: Dataset, cities: Sequence[str], title: str, language: str) -> Drawing:
    """The columns of some cities, members or not, in a drawing that is named `title`."""
    t = Translations("evidence_map", language)
    names = MapNames(data, t)
    keys = (("favourable", "key_favourable"), ("planned", "key_planned"), ("silent", "silent"), ("outside", "outside"))
    legend = (*((kind, t(kind)) for kind in maps.MARKS), *((key, t(name)) for key, name in keys))
    chart = cached_frames.evidence_map_of(data, tuple(cities))
    return evidence_map_drawing.picture(
        chart, names.rows, names.columns, MapWords(title, legend), column_ids=cities, form=WIDE
    )


def with_own(data: Dataset, chart: maps.EvidenceMap, own: str, t: Translations, *, alone: bool = False) -> Drawing:
    """The picture with the column of a place first, as it tells of itself, then the cities of the study.

    chart  the map with that column (self_check.with_own).   own  the name of the place.
    alone  it leaves as a file of its own; else each of its own cells leads to the form, others to the evidence map.
    """
    wording = Translations("evidence_map", t.language)
    names = MapNames(data, wording)
    states = {state: t(f"cell_{state}") for state in ("none", "unknown")}
    place = next(column.column_id for column in chart.columns if column.kind == "own")
    ways = {} if alone else _ways_of_members(data, t.language) | _ways_of_own(chart, place, names, t)
    texts = MapWords(t("picture_title", city=own), legend_with_own(t), ways, states)
    fits = text_metrics.width(own, evidence_map_drawing.WHOLE.letters, bold=True) <= LONGEST_HEAD
    return evidence_map_drawing.picture(
        chart,
        names.rows,
        names.columns | {place: own if fits else t("no_name")},
        texts,
        column_ids=(place, *chart.studied),
        form=evidence_map_drawing.WHOLE if alone else evidence_map_drawing.BESIDE_A_FORM,
    )


def legend_with_own(t: Translations) -> tuple[tuple[str, str], ...]:
    """Each sign of the map with a place's own column, once: what it is the key to, its words; t, of "your-city"."""
    wording = Translations("evidence_map", t.language)
    return (
        *((kind, wording(kind)) for kind in maps.MARKS),
        ("favourable", wording("key_favourable_short")),
        ("planned", wording("key_planned")),
        ("silent", wording("silent")),
        ("own", t("own_says")),
    )


@cache
def _ways_of_members(data: Dataset, language: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Where the cells and names of the members lead; the same for every place."""
    t = Translations("evidence_map", language)
    return _ways(cached_frames.evidence_map(data, language), MapNames(data, t), t)


def _ways_of_own(
    chart: maps.EvidenceMap, place: str, names: MapNames, t: Translations
) -> dict[tuple[str, str], tuple[str, str]]:
    """Where the cells of a place's own column lead: to the facet in the form (form.js)."""
    rows = [row.row_id for row in chart.rows if row.kind == "facet"]
    return {(row, place): (f"#part-{row}", t("own_leads", facet=names.full_rows[row])) for row in rows}


@cache
def small(data: Dataset, language: str, *, leads: bool = False) -> Drawing:
    """The small picture: a square where something is said, a triangle where a limit is named, a dash for a silence.

    leads  each cell and each name is a link to the evidence map with what it is: on a page, not in a file.
    """
    t = Translations("evidence_map", language)
    chart = cached_frames.evidence_map(data, language)
    names = MapNames(data, t)
    legend = (("found", t("reported")), ("limit", t("limit_found")), ("silent", t("silent_not_none")))
    texts = MapWords(title(data, language), legend, _ways(chart, names, t) if leads else {})
    return evidence_map_drawing.picture(chart, names.rows, names.columns, texts, form=evidence_map_drawing.SMALL_FORM)


def _ways(chart: maps.EvidenceMap, names: MapNames, t: Translations) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each cell and each name of the small picture leads, and what is said there in few words."""
    short = dict(zip(chart.statements["evidence_id"], chart.statements[f"short_{t.language}"], strict=True))
    rows = [row.row_id for row in chart.rows]
    ways = {(row, ""): (address("factors", t.language, row=row), names.full_rows[row]) for row in rows}
    for city in chart.studied:
        ways["", city] = address("factors", t.language, column=city), names.full_columns[city]
        for row in rows:
            marks = chart.cells[row, city].marks
            first = [f"{t(kind)}: {short[marks[kind].statements[0]]}" for kind in maps.MARKS if kind in marks]
            text = f"{names.columns[city]}, {names.rows[row]}. {' · '.join(first) or t('silent')}"
            ways[row, city] = address("factors", t.language, cell=f"{city}.{row}"), text
    return ways


def sources(data: Dataset, language: str) -> tuple[str, ...]:
    """The ids of the sources behind the marks, in the order of the dataset."""
    source_ids = {
        source_id for cell in cached_frames.evidence_map(data, language).statements["sources"] for source_id in cell
    }
    return tuple(source_id for source_id in data.sources["source_id"] if source_id in source_ids)


def note(data: Dataset, language: str, view: str = "facets", basis: str = "all") -> str:
    """What has to be known to read it: the first sources and how many more, and how silence is judged."""
    t = Translations("evidence_map", language)
    source_ids = sources(data, language)
    names = "; ".join(references.short(data, source_id, language) for source_id in source_ids[:NAMED])
    more = t("more_sources", named=names, n=len(source_ids) - NAMED) if len(source_ids) > NAMED else names
    chart = cached_frames.evidence_map(data, language, view, basis)
    judged = t(f"basis_{basis}", n=chart.silences())
    return f"{t('sources')}: {more} · {t('under', basis=judged, version=data.version)}"


WIDE = evidence_map_drawing.Form(cell=160.0)  # of a few cities beside each other
LONGEST_HEAD = 220.0  # of the first column: a longer name stands in the title alone
NAMED = 4  # sources that a picture names; the rest it counts
