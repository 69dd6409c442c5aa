"""Rows of the dataset with types: one class a table, the columns that every dataset must have.

Text is "" where nothing is known, a number NaN, a list the empty tuple. Written by `python -m lint.typed_rows`: change
tables_read.toml, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

import pandas as pd

Record = TypeVar("Record", bound=tuple[Any, ...])


def each(rows: pd.DataFrame, kind: type[Record]) -> Iterator[Record]:
    """Every row as a `kind`, in the order of `rows`, which may hold other columns too.

    Raises  KeyError naming a column of `kind` that `rows` does not have, unless the field has a default.
    """
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    defaults: dict[str, Any] = kind._field_defaults  # type: ignore[attr-defined]
    return map(
        kind,
        *(
            repeat(defaults[name]) if name in defaults and name not in rows.columns else rows[name].tolist()
            for name in fields
        ),
    )


def first(rows: pd.DataFrame, kind: type[Record]) -> Record:
    """The first row as a `kind`. Raises StopIteration where there is none."""
    return next(each(rows, kind))


class Source(NamedTuple):
    """A row of sources."""

    source_id: str
    csl_type: str
    title_th: str
    title_en: str
    authors_th: str
    authors_en: str
    container_title_th: str
    container_title_en: str
    volume: str
    issue: str
    pages: str
    issued: str
    publisher_th: str
    publisher_en: str
    doi: str
    url: str
    accessed: str
    licence: str
    language: str
    voice: str
    reference_th: str
    reference_en: str
    note_th: str
    note_en: str


class Passage(NamedTuple):
    """A row of reading."""

    source_id: str
    locator: str
    page: str
    opens_with: str


class City(NamedTuple):
    """A row of cities."""

    city_id: str
    name_th: str
    name_en: str
    tag_th: str
    tag_en: str
    province_iso: str
    region_nso: str
    lat: float
    lon: float
    in_study: bool
    website: str
    source: str
    website_of_th: str
    website_of_en: str


class Membership(NamedTuple):
    """A row of memberships."""

    membership_id: str
    city_id: str
    scheme: str
    status: str
    since: str
    until: str
    member_name_th: str
    member_name_en: str
    member_type: str
    disputed: bool
    confidence: str
    source: str


class Description(NamedTuple):
    """A row of descriptions."""

    description_id: str
    city_id: str
    part: str
    text_th: str
    text_en: str
    source: str


class Factor(NamedTuple):
    """A row of factors."""

    factor_id: str
    number: int
    name_th: str
    name_en: str
    short_th: str
    short_en: str
    definition_th: str
    definition_en: str
    finding_th: str
    finding_en: str
    challenge_th: str
    challenge_en: str
    recommendation_th: str
    recommendation_en: str
    source: str


class Facet(NamedTuple):
    """A row of facets."""

    facet_id: str
    factor_id: str
    name_th: str
    name_en: str
    definition_th: str
    definition_en: str
    guide_th: str
    guide_en: str
    short_th: str
    short_en: str
    direction: bool


class Theme(NamedTuple):
    """A row of themes."""

    theme_id: str
    name_th: str
    name_en: str
    definition_th: str
    definition_en: str
    include_th: str
    include_en: str
    exclude_th: str
    exclude_en: str
    short_th: str
    short_en: str
    sector: str


class Evidence(NamedTuple):
    """A row of evidence."""

    evidence_id: str
    city_id: str
    factor_id: str
    factor_by: str
    facet_id: str
    scope: str
    kind: str
    appraisal: str
    stage: str
    voice: str
    statement_th: str
    statement_en: str
    printed_words_th: str
    attribution: str
    as_of: str
    audience: tuple[str, ...]
    themes: tuple[str, ...]
    source: str
    short_th: str
    short_en: str


class Answer(NamedTuple):
    """A row of answers."""

    limit_id: str
    answer_id: str
    reason_th: str
    reason_en: str


class Need(NamedTuple):
    """A row of needs."""

    need_id: str
    city_id: str
    need_th: str
    need_en: str
    audience: tuple[str, ...]
    source: str


class Silence(NamedTuple):
    """A row of silences."""

    silence_id: str
    topic_th: str
    topic_en: str
    scope: str
    note_th: str
    note_en: str


class Partner(NamedTuple):
    """A row of partners."""

    partner_id: str
    name_th: str
    name_en: str
    name_en_by: str
    abbreviation_th: str
    abbreviation_en: str
    sector: str
    scope: str
    website: str
    confidence: str
    source: str
    short_th: str
    short_en: str


class Partnership(NamedTuple):
    """A row of partnerships."""

    partnership_id: str
    city_id: str
    partner_id: str
    role: str
    detail_th: str
    detail_en: str
    source: str


class CityLink(NamedTuple):
    """A row of city_links."""

    link_id: str
    from_city_id: str
    to_city_id: str
    kind: str
    detail_th: str
    detail_en: str
    since: str
    source: str


class Programme(NamedTuple):
    """A row of programmes."""

    programme_id: str
    city_id: str
    name_th: str
    name_en: str
    name_en_by: str
    kind: str
    audience: tuple[str, ...]
    since: str
    until: str
    purpose_th: str
    purpose_en: str
    partner_ids: tuple[str, ...]
    source: str


class Designation(NamedTuple):
    """A row of designations."""

    designation_id: str
    city_id: str
    scheme: str
    title_th: str
    title_en: str
    field_th: str
    field_en: str
    year: float
    status: str
    confidence: str
    source: str


class Event(NamedTuple):
    """A row of events."""

    event_id: str
    date: str
    city_ids: tuple[str, ...]
    kind: str
    title_th: str
    title_en: str
    source: str


class Speaker(NamedTuple):
    """A row of speakers."""

    speaker_id: str
    name_th: str
    name_en: str
    partner_ids: tuple[str, ...]
    event_id: str
    source: str
    office_th: str
    office_en: str


class NetworkSize(NamedTuple):
    """A row of network."""

    date: str
    source_id: str
    cities: float
    countries: float
    qualifier: str
    confidence: str


class Figure(NamedTuple):
    """A row of figures."""

    figure_id: str
    city_id: str
    unit_of: str
    value: float
    qualifier: str
    unit_th: str
    unit_en: str
    what_th: str
    what_en: str
    year: float
    confidence: str
    source: str


class FrameworkItem(NamedTuple):
    """A row of frameworks."""

    item_id: str
    framework: str
    order: int
    name_th: str
    name_en: str
    short_th: str
    short_en: str
    detail_th: str
    detail_en: str
    facet_ids: tuple[str, ...]
    source: str


class CrosswalkLink(NamedTuple):
    """A row of crosswalk."""

    factor_id: str
    facet_id: str
    item_id: str
    strength: str
    reason_th: str
    reason_en: str


class Assessment(NamedTuple):
    """A row of assessments."""

    assessment_id: str
    city_id: str
    item_id: str
    exists_th: str
    exists_en: str
    missing_th: str
    missing_en: str
    mood: str
    as_of: str
    note_th: str
    note_en: str
    source: str


class Conflict(NamedTuple):
    """A row of conflicts."""

    conflict_id: str
    kind: str
    severity: str
    topic_th: str
    topic_en: str
    handling_th: str
    handling_en: str


class ConflictClaim(NamedTuple):
    """A row of conflict_claims."""

    conflict_id: str
    claim_th: str
    claim_en: str
    source: str


class ConflictTarget(NamedTuple):
    """A row of conflict_targets."""

    conflict_id: str
    table: str
    row_id: str
    column: str


class Alias(NamedTuple):
    """A row of aliases."""

    entity: str
    entity_id: str
    alias: str
    kind: str
    source: str


class Code(NamedTuple):
    """A row of codes."""

    list: str
    code: str
    name_th: str
    name_en: str
    definition_th: str
    definition_en: str


class Story(NamedTuple):
    """A row of stories."""

    story_id: str
    about: str
    name_th: str
    name_en: str
    short_name_th: str
    short_name_en: str
    description_th: str
    description_en: str
    minutes: int
    short_minutes: float


class Scene(NamedTuple):
    """A row of scenes."""

    scene_id: str
    story_id: str
    order: int
    minutes: int
    short_minutes: float
    view: str
    link: str
    title_th: str
    title_en: str
    message_th: str
    message_en: str
    question_th: str
    question_en: str
    note_th: str
    note_en: str
    short_note_th: str
    short_note_en: str


class Space(NamedTuple):
    """A row of spaces."""

    space_id: str
    city_id: str
    name_th: str
    name_en: str
    name_en_by: str
    kind: str
    mode: str
    is_learning_space: bool
    added_by: str
    purpose_th: str
    purpose_en: str
    audience: tuple[str, ...]
    part_of: str
    precision: str
    coordinate_source: str
    confidence: str
    source: str
    geometry: Any


class Province(NamedTuple):
    """A row of provinces."""

    iso: str
    name_th: str
    name_en: str
    region_nso: str
    geometry: Any


class Synonym(NamedTuple):
    """A row of synonyms."""

    concept: str
    word: str


class SearchWord(NamedTuple):
    """A row of search_words."""

    table: str
    row_id: str
    thai_words: tuple[str, ...]
    english_words: tuple[str, ...]


class UnbreakableWord(NamedTuple):
    """A row of unbreakable."""

    word: str
    note_th: str
    note_en: str


class Agreement(NamedTuple):
    """A row of agreement."""

    round: str
    part: str
    item: str
    code: str
    n: int
    agreed: float
    kappa: float


class HumanCheck(NamedTuple):
    """A row of human_check."""

    table: str
    id: str
    reviewer: str
    date: str
    verdict: str
    note: str


class RetiredId(NamedTuple):
    """A row of retired."""

    table: str
    row_id: str
    became: tuple[str, ...]
    date: str
    note_th: str
    note_en: str
