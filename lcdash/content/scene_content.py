"""What is read of a scene: the statements and tables behind its picture, for its details and the handout.

One function per view (scene_views.py): data in, Content out. Every text is in the reader's language and unescaped;
whoever draws it escapes it. Cities stand in the order of their names, so that no order ranks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from lcdash.content import city_ties
from lcdash.content import marks as content_marks
from lcdash.content.model import DRAWN, At, Choices, Content, Group, Statement, Table
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, filtering, limit_answers, matrix, standings
from lcdash.language import dates
from lcdash.language.translations import Translations

DIFFER = content_marks.UNIT_SIGNS[0]  # sources differ


def statement(data: Dataset, claim: records.Evidence, t: Translations, who: str = "") -> Statement:
    """A claim (a row of evidence)."""
    remarks = content_marks.known_remarks(data, claim, t)
    if claim.voice != "study":
        remarks = (f"{t('filter_voice')}: {data.labels('voice', t.language)[claim.voice]}", *remarks)
    marks = content_marks.marks(data, claim, t)
    return Statement(who, t.of(claim, "statement"), marks, " · ".join(remarks), claim.source)


def _differing(data: Dataset, group: Group, claims: pd.DataFrame, t: Translations) -> Group:
    """A group of claims: those on which sources differ bear a sign, and one line after them says on what."""
    disputed = claims["evidence_id"].map(lambda evidence_id: conflicts.is_disputed(data, "evidence", evidence_id))
    signed = claims.loc[disputed.astype(bool), "evidence_id"]
    topics = [
        t.of(row, "topic")
        for row in records.each(conflicts.touching(data, "evidence", tuple(signed)), records.Conflict)
    ]
    if signed.empty:
        return group
    rows = tuple(row._replace(remark=row.remark.replace(t("disputed"), DIFFER)) for row in group.rows)
    doubts = f"{DIFFER} {t('sources_differ_on', topics='; '.join(topics))}"
    return group._replace(rows=rows, note=f"{group.note} · {doubts}" if group.note else doubts)


def _limit(data: Dataset, claim: records.Evidence, t: Translations, who: str = "") -> Statement:
    """A limit under a heading that says so: its mark need not stand before each."""
    passage = statement(data, claim, t, who)
    return passage._replace(marks=passage.marks[1:])


def together(
    data: Dataset, claims: pd.DataFrame, t: Translations, writer: Callable[..., Statement] = statement
) -> tuple[Statement, ...]:
    """Claims of several cities in the order of their names; one that is said of two in the same words stands once."""
    names = filtering.names(filtering.by_name(data.cities, t.language), t.language)
    cities_of: dict[tuple[str, tuple[content_marks.Mark, ...], str], list[tuple[str, str]]] = {}
    for city_id, name in names.items():
        for claim in records.each(claims[claims["city_id"] == city_id], records.Evidence):
            passage = writer(data, claim, t, name)
            cities_of.setdefault((passage.words, passage.marks, passage.remark), []).append((name, passage.source))
    return tuple(
        Statement(
            ", ".join(name for name, _ in of), text, marks, remark, ";".join(dict.fromkeys(cell for _, cell in of))
        )
        for (text, marks, remark), of in cities_of.items()
    )


def _items(data: Dataset, framework: str, t: Translations, *, detail: bool = False) -> tuple[Statement, ...]:
    rows = data.frameworks[data.frameworks["framework"] == framework].sort_values("order")
    return tuple(
        Statement(f"{row.order}", t.of(row, "name"), remark=t.of(row, "detail") if detail else "", source=row.source)
        for row in records.each(rows, records.FrameworkItem)
    )


def unesco_frame(at: At) -> Content:
    """UNESCO's building blocks, then the conditions they rest on, each in the order of its document."""
    data, t = at.data, at.t
    labels = data.labels("framework", t.language)
    names = ("unesco_building_block", "unesco_condition")
    return Content(groups=tuple(Group(labels[name], _items(data, name, t)) for name in names))


def steps(at: At) -> Content:
    """UNESCO's steps for becoming a learning city, with what each asks for."""
    data, t = at.data, at.t
    title = data.labels("framework", t.language)["unesco_step"]
    return Content(groups=(Group(title, _items(data, "unesco_step", t, detail=True)),))


def growth(at: At) -> Content:
    """A row per year in which somebody joined: how many members there were by its end, and who was new."""
    data, t = at.data, at.t
    standing = standings.member_standings(data.memberships)
    by_name = filtering.by_name(standing.merge(data.cities, on="city_id"), t.language)
    of_year = by_name.groupby(by_name["since"].str[:4].astype(int))[f"name_{t.language}"].agg(", ".join)
    members = standings.members_by_year(standing).set_index("year")["members"]
    rows = [(dates.year(year, t.language), str(members[year]), names) for year, names in of_year.items()]
    frame = pd.DataFrame(rows, columns=[t("col_year"), t("col_members"), t("col_joined")], dtype=str)
    source = _cells(standings.of_network(data.memberships)["source"])
    return Content(tables=(Table(t("growth_title"), frame, source),))


def _cells(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells))


def members_map(at: At) -> Content:
    """A row per member: its name and in whose name it joined. The map itself is drawn by `stage`."""
    data, t = at.data, at.t
    members = standings.member_standings(data.memberships).merge(data.cities, on="city_id")
    members = filtering.by_name(members, t.language)
    caption = t("map_title", n=len(members))
    source = _cells(standings.of_network(data.memberships)["source"])
    units = [
        content_marks.unit_words(data, row.units, row.disputed, t)
        + "".join(f" ({unit})" for unit in content_marks.unsure_units(data, row.city_id, t))
        for row in records.each(members, standings.MemberCity)
    ]
    table = pd.DataFrame({t("filter_city"): members[f"name_{t.language}"], t("filter_unit"): units}, dtype=str)
    return Content(tables=(Table(caption, table, source),))


def factors(at: At) -> Content:
    """A row per factor: its number and name, and its facets. Source: the factors' own."""
    data, t = at.data, at.t
    facets = data.facets.groupby("factor_id", sort=False)[f"name_{t.language}"].agg(" · ".join)
    frame = pd.DataFrame(
        [
            (f"{row.number} {t.of(row, 'name')}", facets[row.factor_id])
            for row in records.each(data.factors, records.Factor)
        ],
        columns=[t("filter_factor"), t("col_facets")],
    )
    return Content(tables=(Table(t("factors_title"), frame, _cells(data.factors["source"])),))


def _of_cells(evidence: pd.DataFrame) -> pd.DataFrame:
    """The claims that a source holds in the cell of a city's row and a factor's column."""
    mask = [any(citations.is_cell(place) for _, place in citations.parse(cell)) for cell in evidence["source"]]
    return evidence[mask]


def own_ground(at: At) -> Content:
    """What the study's Table 2 says in the cells that are asked for, several cities with one statement together."""
    data, request, t = at.data, at.request, at.t
    columns = {"factor": "factor_id", "kind": "kind", "appraisal": "appraisal"}
    claims = _of_cells(data.evidence)
    statements = claims[filtering.matching(claims, {columns[key]: values for key, values in request.items()})]
    names = data.numbered_factors(t.language)
    title = " · ".join(names[factor] for factor in request.get("factor", ()))
    rows = together(data, statements, t)
    group = _differing(data, Group(title, rows, t("table2_note")), statements, t)
    return Content(groups=(group,)) if rows else Content()


def leads(at: At) -> Content:
    """A row per member and body that leads there, with its sector; empty where no source names one."""
    data, t = at.data, at.t
    leads = data.partnerships[(data.partnerships["role"] == "lead") & (data.partnerships["city_id"] != "")]
    partners = data.partners.set_index("partner_id", drop=False)
    sectors = data.labels("sector", t.language)
    members = standings.member_standings(data.memberships)["city_id"]
    rows, cells = [], []
    for city in records.each(
        filtering.by_name(data.cities[data.cities["city_id"].isin(members)], t.language), records.City
    ):
        for lead in records.each(leads[leads["city_id"] == city.city_id], records.Partnership):
            partner = partners.loc[lead.partner_id]
            doubt = _doubt(data, partner, t, "partnerships", lead.partnership_id)
            name = partner[f"name_{t.language}"] + (f" ({doubt})" if doubt else "")
            rows.append((t.of(city, "name"), name, sectors[partner["sector"]]))
            cells.append(lead.source)
    frame = pd.DataFrame(rows, columns=[t("filter_city"), t("col_lead"), t("col_sector")])
    return Content(tables=(Table(t("leads_title"), frame, _cells(cells)),)) if rows else Content()


def ties(at: At) -> Content:
    """Who mentors whom, whose method is taken up where, who funds, by the kind of the tie; empty without a mentor."""
    tied, names = city_ties.ties(at.data, "", at.t), city_ties.texts(at.data, at.t)
    groups = []
    for kind, label in tied.kinds.items():
        of_kind = [line for line in tied.lines if line.kind == kind]
        rows = (
            Statement(f"{names[line.left]} → {names[line.right]}", at.t.of(line.row, "detail"), source=line.row.source)
            for line in of_kind
        )
        groups.append(Group(label, tuple(rows)))
    return Content(groups=tuple(groups)) if "mentoring" in tied.kinds else Content()


def limits(at: At) -> Content:
    """Limits of the cities studied, then of the whole country; with a host its own come first, then the country's."""
    data, host, t = at.data, at.host, at.t
    studied = data.cities.loc[data.cities["in_study"], "city_id"]
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & data.evidence["city_id"].isin(studied)]
    others = limits[limits["city_id"] != host]
    rows = together(data, others, t, _limit)
    cities = _differing(data, Group(t("limits_others" if host else "limits_cities"), rows), others, t)
    if not host:
        return Content(groups=(cities, _country(data, t)))
    return Content(groups=(_own(data, host, t), _country(data, t), cities))


def _country(data: Dataset, t: Translations) -> Group:
    claims = matrix.country_limits(data.evidence, data.factors)
    rows = tuple(_limit(data, claim, t) for claim in records.each(claims, records.Evidence))
    return _differing(data, Group(t("limits_country"), rows), claims, t)


def _own(data: Dataset, city_id: str, t: Translations) -> Group:
    """The limits named for a city; a sentence where none is named."""
    name = data.names("cities", t.language)[city_id]
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & (data.evidence["city_id"] == city_id)]
    studied = data.cities.set_index("city_id").loc[city_id, "in_study"]
    note = t("limits_none" if studied else "limits_not_studied", city=name) if limits.empty else ""
    statements = tuple(_limit(data, limit, t) for limit in records.each(limits, records.Evidence))
    return _differing(data, Group(t("limits_own", city=name), statements, note), limits, t)


def _related(data: Dataset, limit: records.Evidence, t: Translations) -> Iterable[Statement]:
    """What this project relates to a limit, of other cities, in the order of their names."""
    answers = limit_answers.curated_answers(limit.evidence_id, data.answers, data.evidence, data.programmes)
    names = filtering.names(filtering.by_name(data.cities, t.language), t.language)
    claims = {row.evidence_id: row for row in records.each(data.evidence, records.Evidence)}
    programmes = {row.programme_id: row for row in records.each(data.programmes, records.Programme)}
    for city_id, name in names.items():
        for row in records.each(
            answers[(answers["city_id"] == city_id) & (answers["city_id"] != limit.city_id)],
            limit_answers.RelatedAnswer,
        ):
            if row.table == "evidence":
                yield statement(data, claims[row.answer_id], t, name)
            else:
                programme = programmes[row.answer_id]
                yield Statement(name, t.of(programme, "name"), source=programme.source)


def silences(at: At) -> Content:
    """What the documents are silent on, by how far the silence goes; the first row cites all that was read."""
    data, t = at.data, at.t
    labels = data.labels("silence_scope", t.language)
    groups = []
    for scope, label in labels.items():
        rows = data.silences[data.silences["scope"] == scope]
        groups.append(
            Group(label, tuple(Statement("", t.of(row, "topic")) for row in records.each(rows, records.Silence)))
        )
    read = _cells(data.reading["source_id"])
    groups[-1] = groups[-1]._replace(note=t("silences_note"))
    first = groups[0].rows[0]._replace(source=";".join(read))  # what was read and does not say it
    groups[0] = groups[0]._replace(rows=(first, *groups[0].rows[1:]))
    return Content(groups=tuple(groups))


def topics(at: At) -> Content:
    """Every topic with the cities the documents name for it, or the statements on the one that is asked for."""
    data, request, t = at.data, at.request, at.t
    themes = filtering.names(filtering.by_name(data.themes, t.language), t.language)
    if request.get("theme"):
        theme = request["theme"][-1]
        claims = filtering.holding(data.evidence, "themes", theme)
        return Content(groups=(_differing(data, Group(themes[theme], together(data, claims, t)), claims, t),))
    names = filtering.names(filtering.by_name(data.cities, t.language), t.language)
    presence = matrix.theme_presence(data.evidence)
    of_theme = {theme: set(rows["city_id"]) for theme, rows in presence.groupby("theme_id")}
    rows = [
        (name, ", ".join(city for city_id, city in names.items() if city_id in of_theme.get(theme, ())))
        for theme, name in themes.items()
    ]
    frame = pd.DataFrame(rows, columns=[t("filter_theme"), t("col_cities")])
    cells = data.evidence.loc[data.evidence["city_id"] != "", "source"]
    sources = _cells(source_id for cell in cells for source_id, _ in citations.parse(cell))  # whole: they are hundreds
    return Content(tables=(Table(t("topics_title"), frame, sources),))


# One city


def _city(request: Choices) -> str:
    return request["city"][-1]


def city_standing(at: At) -> Content:
    """Who a city is: its membership, leads and titles, then each part of its description."""
    data, request, t = at.data, at.request, at.t
    city_id = _city(request)
    city = data.cities.set_index("city_id", drop=False).loc[city_id]
    groups = []
    for part, label in data.labels("description_part", t.language).items():
        own = data.descriptions[(data.descriptions["city_id"] == city_id) & (data.descriptions["part"] == part)]
        rows = tuple(
            Statement("", t.of(row, "text"), source=row.source) for row in records.each(own, records.Description)
        )
        groups += [Group(label, rows)] if rows else []
    own = standings.of_network(data.memberships[data.memberships["city_id"] == city_id])
    leads = data.partnerships[(data.partnerships["city_id"] == city_id) & (data.partnerships["role"] == "lead")]
    partners = data.partners.set_index("partner_id", drop=False)
    titles = data.designations[data.designations["city_id"] == city_id]
    status = data.labels("designation_status", t.language)
    facts = []
    for row in records.each(own, records.Membership):
        doubt = _doubt(data, row, t, "memberships", row.membership_id)
        facts.append(Statement(t("filter_unit"), t.of(row, "member_name"), remark=doubt, source=row.source))
    for lead in records.each(leads, records.Partnership):
        partner = partners.loc[lead.partner_id]
        doubt = _doubt(data, partner, t, "partnerships", lead.partnership_id)
        facts.append(Statement(t("col_lead"), t.of(partner, "name"), remark=doubt, source=lead.source))
    for title in records.each(titles, records.Designation):
        remark = _doubt(data, title, t, "designations", title.designation_id)
        planned = "" if title.status == "held" else f" ({status[title.status]})"
        facts.append(Statement(t("other_title"), t.of(title, "title") + planned, remark=remark, source=title.source))
    note = "" if city["in_study"] else t("not_in_study")
    return Content(groups=(Group(t("standing_title"), tuple(facts), note), *groups))


def _doubt(data: Dataset, row: Any, t: Translations, table: str, row_id: str) -> str:
    """That `row` (with a confidence) is inferred or not verified, that sources differ on a row; "" for neither."""
    unsure = [data.labels("confidence", t.language)[row.confidence]] if row.confidence in content_marks.UNSURE else []
    differ = [t("disputed")] if conflicts.is_disputed(data, table, row_id) else []
    return " · ".join(unsure + differ)


def city_factors(at: At) -> Content:
    """What Table 2 says of a city, by factor; of one that was not studied, what other sources say."""
    data, request, t = at.data, at.request, at.t
    city_id = _city(request)
    own = data.evidence[data.evidence["city_id"] == city_id]
    studied = data.cities.set_index("city_id").loc[city_id, "in_study"]
    claims = _of_cells(own) if studied else own
    names = data.numbered_factors(t.language, "short")
    groups = [
        _differing(
            data,
            Group(names[factor], tuple(statement(data, claim, t) for claim in records.each(rows, records.Evidence))),
            rows,
            t,
        )
        for factor, rows in claims.groupby("factor_id")
    ]
    if groups and not studied:
        note = " · ".join(filter(None, (t("not_in_study"), groups[-1].note)))
        groups[-1] = groups[-1]._replace(note=note)
    return Content(groups=tuple(groups))


def city_spaces(at: At) -> Content:
    """A city's places by kind, numbered as on its map; one that is not on the map has no number."""
    data, request, t = at.data, at.request, at.t
    city_id = _city(request)
    rows = data.spaces[data.spaces["city_id"] == city_id]
    kinds = data.labels("space_kind", t.language)
    placed = rows[rows["precision"].isin(DRAWN) & rows.geometry.notna()]
    numbers = {space: str(number) for number, space in enumerate(placed["space_id"], 1)}
    groups = [
        Group(
            label,
            tuple(
                Statement(
                    numbers.get(row.space_id, ""), t.of(row, "name"), remark=_added(data, row, t), source=row.source
                )
                for row in records.each(of_kind, records.Space)
            ),
        )
        for kind, label in kinds.items()
        if len(of_kind := rows[rows["kind"] == kind])
    ]
    return Content(groups=tuple(groups))


def _added(data: Dataset, row: records.Space, t: Translations) -> str:
    return data.labels("added_by", t.language)["editors"] if row.added_by == "editors" else ""


def city_partners(at: At) -> Content:
    """A city's partners by their role, with what is doubtful about each."""
    data, request, t = at.data, at.request, at.t
    own = data.partnerships[data.partnerships["city_id"] == _city(request)]
    partners = data.partners.set_index("partner_id", drop=False)

    def said(row: records.Partnership) -> Statement:
        partner = partners.loc[row.partner_id]
        doubt = _doubt(data, partner, t, "partnerships", row.partnership_id)
        return Statement("", t.of(partner, "name"), remark=doubt, source=row.source)

    groups = [
        Group(label, tuple(said(row) for row in records.each(of_role, records.Partnership)))
        for role, label in data.labels("role", t.language).items()
        if len(of_role := own[own["role"] == role])
    ]
    return Content(groups=tuple(groups))


def city_limits(at: At) -> Content:
    """The limits of the whole country, those named for a city, and what is related to them elsewhere."""
    data, request, t = at.data, at.request, at.t
    city_id = _city(request)
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & (data.evidence["city_id"] == city_id)]
    passages = {
        passage.words: passage
        for limit in records.each(limits, records.Evidence)
        for passage in _related(data, limit, t)
    }
    related = (Group(t("related"), tuple(passages.values()), t("related_note")),) if passages else ()
    return Content(groups=(_country(data, t), _own(data, city_id, t), *related))
