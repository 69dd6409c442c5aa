"""What a scene draws for the back row: one picture with its labels; the words of the same view are in scene_content.py.

One function per view (scene_views.py): data in, a picture out. Texts are in the reader's language and unescaped.
`build` says at which press of the key a part comes. Nothing is ranked: cities stand by name, on a map where they lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pandas as pd

from lcdash.content import city_ties, evidence_map_picture, marks
from lcdash.content.model import DRAWN, At
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.drawing import column_heads, stage_map, steps_drawing, still_maps, text_metrics, ties_drawing
from lcdash.drawing.column_heads import Heads
from lcdash.drawing.shapes import EMPTY, Drawing
from lcdash.drawing.stage_map import Place
from lcdash.drawing.steps_drawing import TimeStep
from lcdash.drawing.theme import ACCENT, CHIP, UNIT_COLOURS
from lcdash.evidence import cached_frames, filtering, matrix, standings
from lcdash.evidence.evidence_map import COUNTRY
from lcdash.evidence.places import CityPlace
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.sources import references


class Key(NamedTuple):
    """What a mark means: `kind` a class of the style sheet, or `colour`; "choose": what a screen alone can do.

    form  the unit whose mark it is, which gives its shape (stage_map.Place.form).   letter  what stands in it.
    """

    kind: str
    words: str
    colour: str = ""
    build: int = 0
    form: str = ""
    letter: str = ""


class StageStatement(NamedTuple):
    """Whom a statement is of, its words, and its first source in words."""

    who: str
    words: str
    source: str = ""


def named(statements: Iterable[StageStatement]) -> tuple[str, ...]:
    """Of whom the statements are, each once, in their order."""
    return tuple(dict.fromkeys(statement.who for statement in statements if statement.who))


class Row(NamedTuple):
    """A row: its mark ("1", or a kind of mark), its words, what stands beside them.

    host  the row of the city the story is told in.   marks  kinds of marks that stand in it.   build  when it comes.
    """

    sign: str
    words: str
    beside: str = ""
    host: bool = False
    marks: tuple[str, ...] = ()
    build: int = 0


class Cell(NamedTuple):
    """A cell of a grid: `kind` is "limit", "silent", "lead", "named" or "", a point; `statements` stand behind it."""

    kind: str
    statements: tuple[StageStatement, ...] = ()
    build: int = 0


class Head(NamedTuple):
    """The head of a column: a city's, or with `country` that of the whole country."""

    words: str
    country: bool = False
    host: bool = False
    build: int = 0


class Line(NamedTuple):
    """A row of a grid; `number` at its end, "" for none; `strong`: a row the headline names."""

    sign: str
    words: str
    cells: tuple[Cell, ...]
    number: str = ""
    strong: bool = False
    build: int = 0


class Topic(NamedTuple):
    """A topic, the ids of the cities the documents name for it, and what they say."""

    id: str
    words: str
    cities: tuple[str, ...]
    statements: tuple[StageStatement, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cities it tells of, in its order."""
        return named(self.statements)


class Listed(NamedTuple):
    """A list under a heading; `room` how many rows a screen shows (0: all), `note` what stands where there is none."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""
    room: int = 0

    @property
    def visible(self) -> tuple[Row, ...]:
        """The rows that a screen shows."""
        return self.rows[: self.room] if self.room else self.rows

    @property
    def more(self) -> int:
        """How many rows a screen has no room for."""
        return len(self.rows) - len(self.visible)


class Part(NamedTuple):
    """A part of a headline; `build`: at which press it comes."""

    words: str
    build: int = 0


@dataclass(frozen=True)
class Stage:
    """One picture.

    form      the macro of templates/stage.html that draws it, from the parts below that it needs.
    headline  what stands at its head instead of the scene's message, each part with what it tells of; none for the
              message.
    """

    form: str
    headline: tuple[Part, ...] = ()
    drawing: Drawing = EMPTY
    chart: Drawing = EMPTY
    roof: str = ""
    rows: tuple[Row, ...] = ()
    beside: tuple[Row, ...] = ()
    heads: tuple[Head, ...] = ()
    lines: tuple[Line, ...] = ()
    topics: tuple[Topic, ...] = ()
    lists: tuple[Listed, ...] = ()
    keys: tuple[Key, ...] = field(default=())

    @property
    def brief(self) -> Stage:
        """The same for a short cut: without the keys that a press would add."""
        return replace(self, keys=tuple(key for key in self.keys if not key.build))

    @property
    def numbered(self) -> bool:
        """Whether a number stands at the end of its lines."""
        return any(line.number for line in self.lines)

    def laid(self, number: str) -> tuple[Heads, Heads]:
        """How its heads stand on two levels, in hundredths of the height of a screen of 4:3, and of 8:5.

        number  the head of the numbers at the end of its lines.
        """
        heads = [head.words for head in self.heads] + [number] * self.numbered
        widths = [text_metrics.width(head, 1, bold=True) for head in heads]
        signed = SIGN if any(line.sign for line in self.lines) else 0.5
        names = max((text_metrics.width(line.words, ROWS, bold=line.strong) for line in self.lines), default=0.0)
        names += signed * ROWS
        narrow, wide = ((room - names) / max(len(heads), 1) for room in ROOMS)
        first = _heads_laid(widths, narrow, names)
        return first, _heads_laid(widths, wide, names, first.raised[:1] == (True,))


FOR_THE_BACK_ROW = 2.2  # times the size on paper: of a plan's numbers
BESIDE_A_LIST = 33.0  # the size of names on a map that gives most of its width to a list
# In hundredths of a screen's height: the letters of rows, of heads as a rule and at least, the width of a grid at 4:3
# and at 8:5, what is free at the edge. A sign before a row's name is, with what is free behind, SIGN letters wide.
ROWS, HEADS, LEAST_HEADS, ROOMS, AT_EDGE, SIGN = 3.65, 2.8, 1.8, (127.3, 154.0), 2.5, 2.1
ROOM = 8  # rows that a list beside a picture has room for


def _short(data: Dataset, table: str, t: Translations) -> dict[str, str]:
    """Id -> short name, the name where there is none."""
    names = data.names(table, t.language)
    return {key: short or names[key] for key, short in data.names(table, t.language, "short").items()}


def _cities(at: At) -> dict[str, str]:
    """City id -> name of the cities of the study, in the order of their names."""
    studied = at.data.cities[at.data.cities["in_study"]]
    return filtering.names(filtering.by_name(studied, at.t.language), at.t.language)


def _members(at: At) -> pd.DataFrame:
    """One row per member with what is known of its city, by name."""
    standing = standings.member_standings(at.data.memberships)
    return filtering.by_name(standing.merge(at.data.cities, on="city_id"), at.t.language)


def _place(at: At, row: records.City | standings.MemberCity | CityPlace, colour: str, build: int = 0) -> Place:
    return Place(row.city_id, at.t.of(row, "name"), row.lon, row.lat, colour, build, row.city_id == at.host)


def _frame(at: At, framework: str) -> tuple[Row, ...]:
    rows = at.data.frameworks[at.data.frameworks["framework"] == framework].sort_values("order")
    return tuple(
        Row(str(row.order), at.t.of(row, "short") or at.t.of(row, "name"))
        for row in records.each(rows, records.FrameworkItem)
    )


def unesco_frame(at: At) -> Stage:
    """A house: UNESCO's building blocks as pillars, its conditions as what they stand on."""
    blocks, ground = _frame(at, "unesco_building_block"), _frame(at, "unesco_condition")
    return Stage("house", roof=at.t("stage_roof"), rows=blocks, beside=ground)


def steps(at: At) -> Stage:
    """UNESCO's steps in a row, above three empty boxes for what the room decides: topic, team, follow-up."""
    boxes = tuple(Row("", at.t(key)) for key in ("write_topic", "write_team", "write_follow"))
    return Stage("steps", rows=_frame(at, "unesco_step"), beside=boxes)


def growth(at: At) -> Stage:
    """The map that fills year by year beside the count; the first year is there from the start."""
    members = _members(at)
    since = members["since"].str[:4].astype(int)
    years = sorted(since.unique())
    build = {year: place for place, year in enumerate(years)}
    places = [_place(at, row, ACCENT, build[int(row.since[:4])]) for row in records.each(members, standings.MemberCity)]
    joined = members["since"].map(steps_drawing.in_years)
    steps = [
        TimeStep(when, int((joined <= when).sum()), dates.year(int(when), at.t.language), build[int(when)])
        for when in sorted(joined.unique())
    ]
    title = at.t("map_title", n=len(members))
    picture = stage_map.with_names(at.data.provinces, places, title=title)
    return Stage("growth", drawing=picture, chart=steps_drawing.picture(steps, title=at.t("growth_title")))


def members_map(at: At) -> Stage:
    """The members by the kind of unit that is one, over the whole height, in the marks of the map page.

    A doubt about the host's unit is told in the details, not shown to the room it sits in.
    """
    placed = cached_frames.places(at.data, at.t.language)
    members = placed[placed["status"] == standings.MEMBER]
    provinces = members[members["units"].map(lambda units: "province" in units)]
    colour = UNIT_COLOURS["province"]
    striped = {
        row.province_iso: colour
        for row in records.each(provinces, CityPlace)
        if row.disputed and row.city_id != at.host
    }
    filled = {iso: colour for iso in provinces["province_iso"] if iso not in striped}
    labels = at.data.labels("member_type", at.t.language)
    unit_ids = {unit for units in members["units"] for unit in units}
    letters = _letters_of_units(at)
    keys = [
        Key("colour", word, UNIT_COLOURS[unit], form=unit, letter=letters[unit])
        for unit, word in labels.items()
        if unit in unit_ids
    ]
    signs = marks.unit_signs(at.data, members[members["city_id"] != at.host], at.t)
    keys += [
        Key("differs" if striped and sign == marks.UNIT_SIGNS[0] else "", f"{sign} {meaning}")
        for sign, meaning in signs.items()
    ]
    title = at.t("map_title", n=len(members))
    places = [_by_unit(at, row) for row in records.each(members, CityPlace)]
    picture = stage_map.with_names(at.data.provinces, places, title=title, filled=filled, striped=striped)
    return Stage("map", drawing=picture, keys=tuple(keys))


def _by_unit(at: At, row: CityPlace) -> Place:
    """A member in the mark of its unit, with its letter; where sources differ, of both."""
    unit, *others = row.units
    letters = _letters_of_units(at)
    place = _place(at, row, UNIT_COLOURS[unit])._replace(form=unit, letter=letters[unit])
    if place.host:
        return place
    sign = marks.unit_sign(at.data, row.city_id, row.disputed, at.t)
    place = place._replace(label=f"{place.label} {sign}".rstrip())
    if not (row.disputed and others):
        return place
    return place._replace(other=UNIT_COLOURS[others[0]], other_letter=letters[others[0]])


def _letters_of_units(at: At) -> dict[str, str]:
    """Unit -> the letter that stands in its mark, as on the map page."""
    t = Translations("map", at.t.language)
    return {unit: t(f"letter_{unit}") for unit in UNIT_COLOURS}


def factors(at: At) -> Stage:
    """The factors as the numbers that stand for them in later scenes, with their facets."""
    names, facets = _short(at.data, "factors", at.t), _short(at.data, "facets", at.t)
    of = {factor: list(rows["facet_id"]) for factor, rows in at.data.facets.groupby("factor_id", sort=False)}
    rows = tuple(
        Row(at.data.factor_numbers[factor_id], name, " · ".join(facets[facet] for facet in of.get(factor_id, ())))
        for factor_id, name in names.items()
    )
    return Stage("factors", rows=rows)


def own_ground(at: At) -> Stage:
    """The cities of the study where they lie, each with its tag."""
    studied = at.data.cities[at.data.cities["in_study"]].sort_values("lon")
    half = (len(studied) + 1) // 2
    sides = [part.sort_values("lat", ascending=False) for part in (studied.iloc[:half], studied.iloc[half:])]
    places = [[_place(at, row, ACCENT) for row in records.each(side, records.City)] for side in sides]
    rows = [
        tuple(
            Row("", at.t.of(row, "name"), at.t.of(row, "tag"), host=row.city_id == at.host)
            for row in records.each(side, records.City)
        )
        for side in sides
    ]
    picture = stage_map.with_lines(at.data.provinces, places[0], places[1], title=at.t("stage_tags"))
    return Stage("tags", drawing=picture, rows=rows[0], beside=rows[1], keys=(_studied(at),))


def _heads(at: At, cities: Iterable[str], *before: Head) -> tuple[Head, ...]:
    """The heads of cities behind those that stand `before`."""
    names = at.data.names("cities", at.t.language)
    return (*before, *(Head(names[city], host=city == at.host) for city in cities))


def _studied(at: At) -> Key:
    """How many cities a picture shows: those of the study."""
    return Key("", at.t("stage_studied", n=int(at.data.cities["in_study"].sum())))


def _heads_laid(widths: list[float], column: float, names: float, first_raised: bool | None = None) -> Heads:
    """How heads of columns stand; each middle is told from that of its column."""
    columns = [(place + 0.5) * column for place in range(len(widths))]
    edges = -names, len(widths) * column + AT_EDGE
    laid = column_heads.laid(widths, columns, edges, HEADS, LEAST_HEADS, first_raised)
    offsets = (round(middle - at, 2) for middle, at in zip(laid.middles, columns, strict=True))
    return laid._replace(middles=tuple(offsets))


def leads(at: At) -> Stage:
    """Sectors by cities: where the documents name an organisation, and where it leads."""
    data, t = at.data, at.t
    cities = _cities(at)
    names = _short(data, "partners", t)
    sector = dict(zip(data.partners["partner_id"], data.partners["sector"], strict=True))
    lines = []
    for code, name in data.labels("sector", t.language).items():
        own = data.partnerships[data.partnerships["partner_id"].map(sector) == code]
        cells = tuple(_partners(own[own["city_id"] == city], names) for city in cities)
        if any(cell.kind for cell in cells):
            lines.append(Line("", name, cells))
    keys = (
        Key("lead", t("col_lead")),
        Key("named", t("stage_named")),
        Key("point", t("stage_not_named")),
        _studied(at),
    )
    return Stage("grid", heads=_heads(at, cities), lines=tuple(lines), keys=keys)


def ties(at: At) -> Stage:
    """Who mentors whom, a line for each from left to right; methods taken up and funders are told in the details."""
    sides = at.t("ties_mentor"), at.t("ties_mentored")
    tied = city_ties.ties(at.data, "", at.t, short=True, only="mentoring", heads=sides)
    names = [name._replace(chosen=name.id == f"city.{at.host}") for name in tied.names]
    ends = ((tied.left, "end"), (tied.right, "start"))
    heads = [ties_drawing.TieHead(side, *end) for side, end in zip(sides, ends, strict=True)]
    drawing = ties_drawing.picture(at.t("ties_title"), tied.lines, names, (tied.width, tied.height), heads=heads)
    mentors = [name.text for name in names if name.anchor == "end"]
    headline = (Part(at.t("ties_of_one", city=mentors[0], n=len(names) - 1)),) if len(mentors) == 1 else ()
    return Stage("ties", headline=headline, drawing=drawing)


def _partners(own: pd.DataFrame, names: dict[str, str]) -> Cell:
    partners_told = tuple(StageStatement("", names[partner_id]) for partner_id in dict.fromkeys(own["partner_id"]))
    return Cell(("lead" if own["role"].eq("lead").any() else "named") if partners_told else "", partners_told)


def limits(at: At) -> Stage:
    """The evidence map by factor with only its limits lit: the country's column, then the cities', the host's last."""
    data, t = at.data, at.t
    chart = cached_frames.evidence_map(data, t.language)
    short = dict(zip(data.evidence["evidence_id"], data.evidence[f"short_{t.language}"], strict=True))
    whole = data.names("evidence", t.language, "statement")
    limits = set(data.evidence.loc[data.evidence["appraisal"] == "limit", "evidence_id"])
    cells_of = dict(zip(data.evidence["evidence_id"], data.evidence["source"], strict=True))
    sources = {evidence_id: references.cited(data, cells_of[evidence_id], t.language) for evidence_id in limits}
    names = data.names("cities", t.language)
    columns = (COUNTRY, *chart.studied)
    build = {COUNTRY: 0} | {city: 2 if city == at.host else 1 for city in chart.studied}
    lines = []
    for factor, name in _short(data, "factors", t).items():
        cells = []
        for column in columns:
            evidence_ids = [evidence_id for evidence_id in chart.in_factor(factor, column) if evidence_id in limits]
            who = names.get(column, "")
            statements = tuple(
                StageStatement(who, short[evidence_id] or whole[evidence_id], sources[evidence_id])
                for evidence_id in evidence_ids
            )
            cells.append(Cell("limit" if evidence_ids else "", statements, build[column]))
        lines.append(Line(data.factor_numbers[factor], name, tuple(cells)))
    heads = _heads(at, chart.studied, Head(t("stage_country_head"), country=True))
    heads = tuple(head._replace(build=build[column]) for head, column in zip(heads, columns, strict=True))
    keys = (Key("limit", t("stage_limit")), Key("point", t("stage_not_named")), _studied(at))
    choose = Key("choose", t("stage_choose"))
    return Stage(
        "grid", headline=_limits_drawn(lines, chart.studied, at), heads=heads, lines=tuple(lines), keys=(*keys, choose)
    )


def _limits_drawn(lines: list[Line], cities: tuple[str, ...], at: At) -> tuple[Part, ...]:
    """What the grid of limits shows, press by press: of the country, of other cities, of the host."""
    country, *columns = zip(*(line.cells for line in lines), strict=True)
    limited = [city for city, cells in zip(cities, columns, strict=True) if any(cell.kind for cell in cells)]
    others = [city for city in limited if city != at.host]
    parts = [Part(at.t("limits_drawn", n=sum(bool(cell.kind) for cell in country)))]
    if others:
        among = "before_host" if at.host in limited else "others" if at.host in cities else "cities"
        parts.append(Part(at.t(f"limits_drawn_{among}", n=len(others)), 1))
    if at.host in limited:
        parts.append(Part(at.t("limits_drawn_host", city=at.data.names("cities", at.t.language)[at.host]), 2))
    return tuple(parts)


def silences(at: At) -> Stage:
    """The evidence map with only its silences lit, first where most cities are silent; rows of none are counted."""
    data, t = at.data, at.t
    chart = cached_frames.evidence_map(data, t.language)
    names = _short(data, "facets", t)
    every = {row.row_id: chart.silent(row.row_id) for row in chart.rows if row.kind == "facet"}
    silent = {row: cities for row, cities in every.items() if cities}
    most = max(map(len, silent.values()), default=0)
    factors = dict(zip(data.facets["facet_id"], data.facets["factor_id"], strict=True))
    first = {factors[row]: row for row in reversed(silent)}
    lines = []
    for row, cities in silent.items():
        strong = len(cities) == most
        cells = tuple(Cell("silent" if city in cities else "") for city in chart.studied)
        sign = data.factor_numbers[factors[row]] if first[factors[row]] == row else ""
        lines.append(Line(sign, names[row], cells, str(len(cities)), strong, build=0 if strong else 1))
    keys = [Key("silent", Translations("evidence_map", t.language)("silent_not_none")), Key("point", t("stage_found"))]
    if len(every) > len(silent):
        keys.append(Key("", t("stage_told_everywhere", n=len(every) - len(silent), all=len(chart.studied)), build=1))
    return Stage(
        "grid",
        headline=(Part(evidence_map_picture.title(data, t.language)),),
        heads=_heads(at, chart.studied),
        lines=tuple(lines),
        keys=tuple(keys),
    )


def topics(at: At) -> Stage:
    """Every topic; the one that is chosen lights its cities on the map and shows what is said of them."""
    data, t = at.data, at.t
    presence = matrix.theme_presence(data.evidence)
    of_theme = {theme: tuple(rows["city_id"]) for theme, rows in presence.groupby("theme_id")}
    city_ids = {city for cities in of_theme.values() for city in cities}
    rows = filtering.by_name(data.cities[data.cities["city_id"].isin(city_ids)], t.language)
    forms = _not_members(at)
    places = [
        _place(at, row, ACCENT)._replace(form=forms.get(row.city_id, "")) for row in records.each(rows, records.City)
    ]
    names = filtering.names(rows, t.language)
    statements = _by_topic(data, names, t)
    short = filtering.names(filtering.by_name(data.themes, t.language, "short"), t.language, "short")
    topics = tuple(
        Topic(theme, name, of_theme.get(theme, ()), tuple(statements.get(theme, ()))) for theme, name in short.items()
    )
    picture = stage_map.with_names(data.provinces, places, title=t("topics_title"), letters=BESIDE_A_LIST)
    keys = (*_membership(at, places), Key("choose", t("stage_choose_topic")))
    return Stage("topics", drawing=picture, topics=topics, keys=keys)


def _not_members(at: At) -> dict[str, str]:
    """City id -> the form of its mark (stage_map.HOLLOW), of cities that have a standing and are no members."""
    placed = cached_frames.places(at.data, at.t.language)
    return {row.city_id: row.form for row in records.each(placed[placed["status"] != standings.MEMBER], CityPlace)}


def _membership(at: At, places: Iterable[Place]) -> tuple[Key, ...]:
    """What the marks of a map say of membership, where some of its cities are no members."""
    labels, forms = at.data.labels("membership_status", at.t.language), {place.form for place in places}
    hollow = [form for form in stage_map.HOLLOW if form in forms]
    return (
        tuple(Key("colour", labels[form], ACCENT, form=form) for form in (standings.MEMBER, *hollow)) if hollow else ()
    )


def _by_topic(data: Dataset, names: dict[str, str], t: Translations) -> dict[str, list[StageStatement]]:
    """Topic -> what is said of it, city by city in the order of `names`."""
    by_theme: dict[str, list[StageStatement]] = {}
    place = {city: number for number, city in enumerate(names)}
    claims = [row for row in records.each(data.evidence, records.Evidence) if row.city_id in place]
    for row in sorted(claims, key=lambda claim: place[claim.city_id]):
        for theme in row.themes:
            statement = StageStatement(
                names[row.city_id], t.of(row, "statement"), references.cited(data, row.source, t.language)
            )
            by_theme.setdefault(theme, []).append(statement)
    return by_theme


# One city


def _city(at: At) -> Any:
    return next(row for row in records.each(at.data.cities, records.City) if row.city_id == at.request["city"][-1])


def city_standing(at: At) -> Stage:
    """Where the city lies, its tag, who leads and which other titles it holds; the headline says since when."""
    data, t = at.data, at.t
    city = _city(at)
    name = t.of(city, "name")
    place = Place(city.city_id, name, city.lon, city.lat, ACCENT, host=True)
    title = t("locator_title", city=name)
    filled = {city.province_iso: CHIP}
    picture = stage_map.with_names(data.provinces, [place], title=title, filled=filled, letters=BESIDE_A_LIST)
    own = standings.of_network(data.memberships[data.memberships["city_id"] == city.city_id])
    several = len(own[f"member_name_{t.language}"].unique()) > 1  # in whose name it is a member is told in the details
    since = t("stage_member_since", city=name, since=dates.spoken(min(own["since"]), t.language))
    headline = (Part(since),) if several else ()
    rows = (*_under(t("col_lead"), _leads(at, city)), *_under(t("other_title"), _titles(at, city)))
    return Stage("facts", headline=headline, drawing=picture, roof=t.of(city, "tag"), rows=rows)


def _under(title: str, texts: Iterable[str]) -> Iterable[Row]:
    """Texts as rows of which the first bears what all of them are."""
    for place, text in enumerate(dict.fromkeys(texts)):
        yield Row("", "" if place else title, text)


def _leads(at: At, city: Any) -> list[str]:
    """The names of those that lead in a city."""
    roles = at.data.partnerships[at.data.partnerships["city_id"] == city.city_id]
    names = at.data.names("partners", at.t.language)
    return [names[partner_id] for partner_id in roles.loc[roles["role"] == "lead", "partner_id"]]


def _titles(at: At, city: records.City) -> list[str]:
    """The other titles that a city holds, each once; what is planned or in doubt is told in the details."""
    titles = at.data.designations[at.data.designations["city_id"] == city.city_id]
    certain = titles[(titles["status"] == "held") & ~titles["confidence"].isin(marks.UNSURE)]
    once = certain.drop_duplicates("scheme")
    return [at.t.of(row, "title") for row in records.each(once, records.Designation)]


def city_factors(at: At) -> Stage:
    """By factor which marks stand there, and the first words: a limit's, else what the city does, has or aims at."""
    data, t = at.data, at.t
    own = data.evidence[data.evidence["city_id"] == _city(at).city_id]
    rows = []
    for factor, name in _short(data, "factors", t).items():
        rows_of_factor = own[own["factor_id"] == factor]
        kinds = tuple(kind for kind in ("direction", "asset", "practice") if rows_of_factor["kind"].eq(kind).any())
        limits = rows_of_factor[rows_of_factor["appraisal"] == "limit"]
        first = next(records.each(limits if len(limits) else rows_of_factor, records.Evidence), None)
        beside = (t.of(first, "short") or t.of(first, "statement")) if first else ""
        signs = (*kinds, "limit") if len(limits) else kinds
        rows.append(Row(data.factor_numbers[factor], name, beside, marks=signs))
    labels = data.labels("kind", t.language)
    keys = [Key(kind, labels[kind]) for kind in ("direction", "asset", "practice")]
    return Stage("column", rows=tuple(rows), keys=(*keys, Key("limit", t("stage_limit"))))


def city_spaces(at: At) -> Stage:
    """A city's places on its map and as a list, under the same numbers; those without a point close the list."""
    data, t = at.data, at.t
    city = _city(at)
    rows = data.spaces[data.spaces["city_id"] == city.city_id]
    placed = rows[rows["precision"].isin(DRAWN) & rows.geometry.notna()]
    numbers = {space: str(number) for number, space in enumerate(placed["space_id"], 1)}
    ordered = [
        *records.each(placed, records.Space),
        *records.each(rows[~rows["space_id"].isin(numbers)], records.Space),
    ]
    entries = tuple(Row(numbers.get(row.space_id, ""), t.of(row, "name")) for row in ordered)
    picture = EMPTY
    if numbers:
        points = pd.DataFrame({"lon": placed.geometry.x, "lat": placed.geometry.y, "number": list(numbers.values())})
        points["precise"] = placed["precision"].eq("exact").to_numpy()
        title = t("plan_title", city=t.of(city, "name"))
        picture = still_maps.plan(points, title=title, scale=lambda metres: _length(metres, t), size=FOR_THE_BACK_ROW)
    return Stage("spaces", drawing=picture, lists=(Listed("", entries, room=ROOM if numbers else 2 * ROOM),))


def _length(metres: int, t: Translations) -> str:
    return t("metres", n=metres) if metres < 1000 else t("kilometres", n=metres // 1000)


def city_partners(at: At) -> Stage:
    """Who leads, then the others by their role, by short names."""
    data, t = at.data, at.t
    own = data.partnerships[data.partnerships["city_id"] == _city(at).city_id]
    names = _short(data, "partners", t)
    lists = []
    for role, label in data.labels("role", t.language).items():
        ids = list(dict.fromkeys(own.loc[own["role"] == role, "partner_id"]))
        if ids:
            lists.append(Listed(label, tuple(Row("", names[partner_id]) for partner_id in ids), room=ROOM))
    return Stage("chips", lists=tuple(lists))


def city_limits(at: At) -> Stage:
    """The country's limits, then those named for the city."""
    data, t = at.data, at.t
    city = _city(at)
    name = t.of(city, "name")
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & (data.evidence["city_id"] == city.city_id)]
    country = matrix.country_limits(data.evidence, data.factors)
    note = t("limits_none" if city.in_study else "limits_not_studied", city=name) if limits.empty else ""
    lists = (
        Listed(t("stage_country"), _short_rows(country, t)),
        Listed(name, tuple(row._replace(build=1) for row in _short_rows(limits, t)), note),
    )
    return Stage("lists", lists=lists)


def _short_rows(claims: pd.DataFrame, t: Translations) -> tuple[Row, ...]:
    return tuple(
        Row("limit", t.of(row, "short") or t.of(row, "statement")) for row in records.each(claims, records.Evidence)
    )
