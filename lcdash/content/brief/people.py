"""Who works in a city and where: its organisations, programmes and learning spaces."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lcdash.content import marks
from lcdash.content.brief.city import BriefCity, without_stop
from lcdash.content.brief.model import BriefLine, Remark, Terms
from lcdash.content.model import DRAWN
from lcdash.dataset import records
from lcdash.drawing import still_maps
from lcdash.drawing.shapes import EMPTY, Drawing
from lcdash.evidence import filtering

# Organisations


def partners(city: BriefCity) -> Terms:
    """Who works with the city, by role."""
    rows = city.rows["partnerships"]
    if rows.empty:
        return Terms((), city.nothing("partners"))
    by_role = tuple(
        (label, _organisations(city, rows[rows["role"] == role])) for role, label in city.labels("role").items()
    )
    return Terms(by_role, star=city.star(_of(city, rows)))


def leads(city: BriefCity) -> Terms:
    """The organisations a source calls the lead, under no term."""
    rows = city.rows["partnerships"]
    rows = rows[rows["role"] == "lead"]
    return Terms((("", _organisations(city, rows)),), city.nothing("lead"), star=city.star(_of(city, rows)))


def _of(city: BriefCity, partnerships: pd.DataFrame) -> pd.DataFrame:
    return city.data.partners[city.data.partners["partner_id"].isin(partnerships["partner_id"])]


def _organisations(city: BriefCity, rows: pd.DataFrame) -> tuple[BriefLine, ...]:
    """The organisations of these partnerships, each with what the source says it does here."""
    partners = {partner.partner_id: partner for partner in records.each(_of(city, rows), records.Partner)}
    return tuple(_organisation(city, row, partners[row.partner_id]) for row in records.each(rows, records.Partnership))


def _organisation(city: BriefCity, row: records.Partnership, partner: records.Partner) -> BriefLine:
    doubt = marks.doubt(city.data, partner, city.t)
    remarks: tuple[Remark, ...] = (Remark(doubt),) if doubt else ()
    if ("partnerships", row.partnership_id) not in city.conflicts_of:
        remarks += city.differing("partners", row.partner_id)
    return city.line(
        row,
        "partnerships",
        row.partnership_id,
        **city.named(partner),
        short=city.t.of(partner, "abbreviation"),
        facts=(city.labels("sector")[partner.sector], without_stop(city.t.of(row, "detail"))),
        remarks=remarks,
    )


# Programmes


def programmes(city: BriefCity) -> Terms:
    """Programmes by the people they are for; one for several stands with each."""
    rows = city.data.programmes[city.data.programmes["programme_id"].isin(_programme_ids(city))]
    if rows.empty:
        return Terms((), city.nothing("programmes"))
    audiences = [*city.labels("audience").items(), ("", city.t("audience_unsaid"))]
    by_audience = tuple(
        (
            label,
            tuple(
                _programme(city, row)
                for row in records.each(rows, records.Programme)
                if audience in (row.audience or ("",))
            ),
        )
        for audience, label in audiences
    )
    return Terms(by_audience, star=city.star(rows))


def _programme_ids(city: BriefCity) -> list[str]:
    """Its own programmes, then those of the whole country in which one of its local organisations takes part."""
    organisations, everywhere = city.data.partners, city.data.programmes[city.data.programmes["city_id"] == ""]
    here = organisations["partner_id"].isin(city.rows["partnerships"]["partner_id"])
    local = set(organisations.loc[here & (organisations["scope"] == "local"), "partner_id"])
    joined = filtering.holding(everywhere, "partner_ids", *local)
    return [*city.rows["programmes"]["programme_id"], *joined["programme_id"]]


def _programme(city: BriefCity, row: records.Programme) -> BriefLine:
    names = city.data.names("partners", city.language)
    others = ", ".join(names[partner] for partner in row.partner_ids)
    facts = (
        city.labels("programme_kind")[row.kind],
        city.span(row),
        without_stop(city.t.of(row, "purpose")),
        city.t("with_whom", partners=others) if others else "",
    )
    remarks = () if row.city_id else (Remark(city.t("whole_country")),)
    return city.line(row, "programmes", row.programme_id, **city.named(row), facts=facts, remarks=remarks)


# Spaces


def spaces(city: BriefCity) -> Terms:
    """Every learning space under its kind, rooms under their building; its number where it is drawn."""
    rows = city.rows["spaces"]
    if rows.empty:
        return Terms((), city.nothing("spaces"))
    own, numbers = set(rows["space_id"]), _numbers(city)
    inside = {str(parent): group for parent, group in rows.groupby("part_of") if parent in own}
    top = [row for row in records.each(rows, records.Space) if row.part_of not in own]
    by_kind = tuple(
        (label, tuple(_space(city, row, inside, numbers) for row in top if row.kind == kind))
        for kind, label in city.labels("space_kind").items()
    )
    return Terms(by_kind, note=city.t("plan_note" if numbers else "plan_none"), star=city.star(rows))


def _space(
    city: BriefCity, row: records.Space, inside: Mapping[str, pd.DataFrame], numbers: Mapping[str, int]
) -> BriefLine:
    texts = [
        _whereabouts(city, row),
        "" if row.is_learning_space else city.t("not_called"),
        city.labels("added_by")["editors"] if row.added_by == "editors" else "",
    ]
    rooms = inside.get(row.space_id)
    within = (
        ()
        if rooms is None
        else tuple(_space(city, room, inside, numbers) for room in records.each(rooms, records.Space))
    )
    return city.line(
        row,
        "spaces",
        row.space_id,
        **city.named(row),
        facts=(without_stop(city.t.of(row, "purpose")), without_stop(city.audiences(row.audience))),
        remarks=tuple(Remark(word) for word in texts if word),
        number=numbers.get(row.space_id, 0),
        near=row.precision != "exact",
        within=within,
    )


def _whereabouts(city: BriefCity, row: records.Space) -> str:
    """How well the place of a space is known: on the map, somewhere in the city, within a building, online."""
    if row.mode != "physical":
        return city.labels("space_mode")[row.mode]
    if row.precision in ("", "city"):
        return city.t("inside" if row.part_of else "somewhere" if row.precision else "place_unknown")
    return city.labels("precision")[row.precision]


def _numbers(city: BriefCity) -> dict[str, int]:
    """space_id -> the number of its mark, in the order of the list below the drawing."""
    rows = city.rows["spaces"]
    points = rows[rows["precision"].isin(DRAWN) & rows.geometry.notna()]
    order = list(city.labels("space_kind"))
    in_order = points.sort_values("kind", key=lambda kinds: kinds.map(order.index), kind="stable")
    return {space_id: number for number, space_id in enumerate(in_order["space_id"], 1)}


def plan(city: BriefCity) -> Drawing:
    """Where its spaces are, as far as their points are known; EMPTY where none is."""
    numbers = _numbers(city)
    if not numbers:
        return EMPTY
    rows = city.rows["spaces"].set_index("space_id").loc[list(numbers)]
    points = pd.DataFrame(
        {
            "lon": rows.geometry.x,
            "lat": rows.geometry.y,
            "number": [str(number) for number in numbers.values()],
            "precise": rows["precision"] == "exact",
        }
    )
    return still_maps.plan(points, title=city.t("plan_title", city=city.name), scale=city.length)
