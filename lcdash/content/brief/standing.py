"""What a city is: at a glance, in whose name it is a member, what is counted in it, what it lacks and needs."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lcdash.content.brief.city import BriefCity, without_stop
from lcdash.content.brief.model import About, BriefFigure, BriefLine, BriefStanding, Figures, Glance, Lines
from lcdash.content.brief.people import leads
from lcdash.dataset import records
from lcdash.drawing import still_maps
from lcdash.drawing.shapes import Drawing
from lcdash.evidence import standings
from lcdash.language import dates


def glance(city: BriefCity) -> Glance:
    """What the city is about and what it lacks: the first thing read."""
    parts = city.labels("description_part")
    about = tuple(
        About(
            parts[row.part],
            city.t.of(row, "text"),
            city.remarks(row, "descriptions", row.description_id),
            row.source,
        )
        for row in records.each(city.rows["descriptions"], records.Description)
    )
    studied = city.row.in_study
    text = city.t("limits_named") if len(city.limits) else city.t("limits_none") if studied else ""
    return Glance(
        " ".join(_standings(city)),
        about,
        city.nothing("vision"),
        "" if studied else city.t("not_in_study", n=city.studied),
        city.limits,
        text,
    )


def _standings(city: BriefCity) -> Iterator[str]:
    rows = city.rows["memberships"]
    member = rows["status"].eq(standings.MEMBER).any()
    for status, group in rows.groupby("status", sort=False):
        units = " / ".join(group[f"member_name_{city.language}"])
        since = dates.spoken(min(group["since"]), city.language)
        key = f"is_{status}" if status == standings.MEMBER or not member else f"also_{status}"
        yield city.t(key, city=city.name, unit=units, since=since)
        if group["disputed"].any():
            yield city.t("units_differ")


def standing(city: BriefCity) -> BriefStanding:
    """In whose name it is a member, who leads by which source, since when, and which other titles it holds."""
    schemes = city.labels("membership_scheme")
    units = tuple(
        city.line(
            row,
            "memberships",
            row.membership_id,
            name=city.t.of(row, "member_name"),
            facts=(schemes[row.scheme], city.span(row)),
        )
        for row in records.each(city.rows["memberships"], records.Membership)
    )
    titles = tuple(_title(city, row) for row in records.each(city.rows["designations"], records.Designation))
    return BriefStanding(
        units,
        city.labels("role")["lead"],
        leads(city),
        Lines(titles, city.nothing("titles")),
        _place(city),
        city.row.website,
        city.t.of(city.row, "website_of"),
    )


def _title(city: BriefCity, row: records.Designation) -> BriefLine:
    planned = "" if row.status == "held" else city.labels("designation_status")[row.status]
    year = "" if pd.isna(row.year) else dates.spoken(str(int(row.year)), city.language)
    facts = (city.t.of(row, "field"), planned, year)
    return city.line(row, "designations", row.designation_id, name=city.t.of(row, "title"), facts=facts)


def _place(city: BriefCity) -> str:
    provinces = city.data.provinces.set_index("iso")[f"name_{city.language}"]
    region = city.labels("region_nso")[city.row.region_nso]
    province = provinces[city.row.province_iso]
    return region if province == region else city.t("province_of", province=province, region=region)


def locator(city: BriefCity) -> Drawing:
    """Where in the country the city is."""
    return still_maps.locator(
        city.data.provinces,
        lon=city.row.lon,
        lat=city.row.lat,
        iso=city.row.province_iso,
        title=city.t("locator_title", city=city.name),
    )


def needs(city: BriefCity) -> Lines:
    """What a source says the city needs, and for whom."""
    lines = tuple(
        city.line(row, "needs", row.need_id, words=city.t.of(row, "need"), facts=(city.audiences(row.audience),))
        for row in records.each(city.rows["needs"], records.Need)
    )
    return Lines(lines, city.nothing("needs"))


def figures(city: BriefCity) -> Figures:
    """Numbers, each with the unit it counts and the unit of government or place it is of."""
    of_what = city.labels("unit_of")
    rows = tuple(
        BriefFigure(
            (
                city.t.of(row, "what"),
                f"{_amount(city, row)} {city.t.of(row, 'unit')}",
                of_what[row.unit_of],
                "" if pd.isna(row.year) else dates.year(int(row.year), city.language),
            ),
            city.remarks(row, "figures", row.figure_id),
            row.source,
        )
        for row in records.each(city.rows["figures"], records.Figure)
    )
    heads = tuple(city.t(key) for key in ("col_what", "col_value", "col_of", "col_year", "source"))
    return Figures(heads, rows, city.t("figures_caption", city=city.name), city.nothing("figures"))


def _amount(city: BriefCity, row: records.Figure) -> str:
    number = f"{row.value:,.0f}" if float(row.value).is_integer() else f"{row.value:,.2f}"
    return city.t(f"value_{row.qualifier}", n=number)


def ties(city: BriefCity) -> Lines:
    """Its ties with other cities, from whom to whom."""
    names, kinds = city.data.names("cities", city.language), city.labels("link_kind")
    lines = tuple(
        city.line(
            row,
            "city_links",
            row.link_id,
            name=f"{names[row.from_city_id]} → {names[row.to_city_id]}",
            facts=(
                kinds[row.kind],
                without_stop(city.t.of(row, "detail")),
                without_stop(dates.spoken(row.since, city.language)),
            ),
        )
        for row in records.each(city.rows["city_links"], records.CityLink)
    )
    return Lines(lines, city.nothing("ties"))
