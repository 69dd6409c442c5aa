"""The parts of the partners page: who works with whom, in what role, by which source. Each draws only itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lcdash.content import city_ties, partner_chips
from lcdash.content.city_page import GROUPS
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.exports import Selection
from lcdash.documents.pictures import Picture
from lcdash.drawing import table_drawing, ties_drawing
from lcdash.drawing.shapes import Drawing
from lcdash.drawing.ties_drawing import TieHead
from lcdash.evidence import cached_frames, conflicts, filtering, places
from lcdash.evidence import partners as evidence_partners
from lcdash.evidence.partners import PartnerRole
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.rendering import macro, name_in, render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import references, source_coverage
from lcdash.ui.shared import downloads, filters, statements, url_state
from lcdash.ui.shared.filters import Chosen, Filter
from lcdash.ui.shared.selectable_html import selectable

PARTS = ("sectors", "ties")
KEPT = 50  # of what is written of the roles that a filter shows, how much is kept for the next reader


@cache
def conflict_notes(data: Dataset, table: str, row_id: str, t: Translations) -> Markup:
    """Where sources differ on this very row, folded until asked for."""
    return conflict_html.folded(data, conflicts.naming(data, table, row_id), t)


@cache
def all_roles(data: Dataset) -> pd.DataFrame:
    """One row per role of an organisation, with its names, sector and level; `also_th` holds its other names."""
    others = places.other_names(data.aliases, "partner")
    columns = [name for name in data.partners.columns if name not in ("source", "website")]
    roles = data.partnerships.merge(data.partners[columns], on="partner_id", how="left", validate="many_to_one")
    return roles.assign(also_th=[others.get(partner_id, "") for partner_id in roles["partner_id"]])


def wanted(data: Dataset, cities: pd.DataFrame, t: Translations) -> list[Filter]:
    """The filters of roles."""
    return [
        Filter("city", "city_id", filtering.names(cities, t.language), counted=False),
        Filter("sector", "sector", data.labels("sector", t.language)),
        Filter("role", "role", data.labels("role", t.language)),
        Filter("scope", "scope", data.labels("partner_scope", t.language)),
    ]


# The picture


def head(t: Translations) -> tuple[str, DeltaGenerator]:
    """Title, and which of PARTS is shown; returns it, and where the filters stand between them."""
    with st.container(key="partners_top"):
        title, choices, parts = st.columns([8, 15, 9], vertical_alignment="top")
    with title:
        st.title(t.title, anchor=False)
    with parts:
        return filters.part(PARTS, t), choices


def chips(data: Dataset, selection: tuple[str, ...], open_id: str, t: Translations) -> None:
    """Sectors by cities; a filter only dims: `selection` are the ids of the roles that it shows."""
    selectable(_chips(data, selection, open_id, t), "sectors")


@lru_cache(KEPT)
def _chips(data: Dataset, selection: tuple[str, ...], open_id: str, t: Translations) -> Markup:
    text = partner_chips.Chips(data, all_roles(data), set(selection), open_id, t)
    groups = {group: t(f"group_{group}") for group in GROUPS}
    rows = text.rows(cached_frames.cities(data, t.language))
    return render("partner_chips", t=t, rows=rows, groups=groups, absent=text.absent())


def ties(data: Dataset, choice: str, t: Translations) -> None:
    """Ties from city to city and from funders to cities, the chosen one in focus; beside them what is said of each."""
    picture, close = (city_ties.ties(data, choice, t, short=short) for short in (False, True))
    wide, narrow = (_ties_drawn(item, t("ties_caption"), t, leads=True) for item in (picture, close))
    kinds = ties_drawing.legend(picture.kinds)
    left, right = st.columns([58, 40], gap="medium")
    with left:
        selectable(render("ties_sizes", keys=kinds, wide=wide, narrow=narrow), "ties_drawing", take=_focus)
        told_by = source_coverage.in_order(data, pd.Series([line.row.source for line in picture.lines]))
        title = t("ties_picture", n=len(picture.lines))
        still = _ties_drawn(picture, title, t)
        downloads.picture(data, Picture("city_ties", title, still, told_by, legend=kinds, width=int(picture.width)), t)
    with right, st.container(key="partner_panel"):
        lines = [_tie(data, line, t) for line in picture.lines if not line.faded]
        names = any(name.chosen for name in picture.names)
        back = address("partners", t.language, part="ties") if names else ""
        if choice and not names:
            name = city_ties.texts(data, t)[choice]
            statements.line(t("ties_none", name=name), "notice")
        selectable(render("tie_list", t=t, title=t("ties_title"), lines=lines, back=back), "tie_list", take=_focus)


def _ties_drawn(ties: city_ties.Ties, title: str, t: Translations, *, leads: bool = False) -> Drawing:
    heads = (TieHead(t("ties_from"), ties.left, "end"), TieHead(t("ties_to"), ties.right, "start"))
    return ties_drawing.picture(title, ties.lines, ties.names, (ties.width, ties.height), heads=heads, leads=leads)


def _tie(data: Dataset, line: city_ties.Tie, t: Translations) -> dict[str, object]:
    return {
        "sentence": line.sentence,
        "since": dates.spoken(getattr(line.row, "since", ""), t.language),
        "detail": t.of(line.row, "detail"),
        "citation": markup.citation(data, line.row.source, t),
        "conflicts": conflict_notes(data, line.table, line.row[1], t),
    }


def _focus(choice: str) -> None:
    """Put a city or an organisation into focus; nothing lets go of it."""
    city = choice.removeprefix("city.") if choice.startswith("city.") else ""
    query = {"city": [city], "id": [] if city else [choice]}
    url_state.replace(("city", "id"), {key: group for key, group in query.items() if any(group)})


# The panel


def everybody(data: Dataset, selection: tuple[str, ...], t: Translations) -> None:
    """What is answered where no organisation is open: who works in several cities, who leads by which source.

    selection  the ids of the roles that the filter shows: where it hides any, those that match stand here instead.
    """
    filtered = len(selection) < len(data.partnerships)
    if filtered:
        st.subheader(t("matching_title"), anchor=False)
        _told(_organisations(data, selection, t), "matching", t("matching_none"))
    else:
        st.subheader(t("several_title"), anchor=False)
        _told(_organisations(data, None, t), "several", t("several_none"))
    with st.expander(t("leads_title")):
        _told(_leads(data, selection, t), "leads", t("leads_none"))
    if not filtered:
        with st.expander(t("national_title")):
            if lines := _national(data, selection, t):
                selectable(lines, "national")


def _told(table: Markup, key: str, nothing: str) -> None:
    if table:
        selectable(table, key)
    else:
        statements.quiet(nothing)


@lru_cache(KEPT)
def _organisations(data: Dataset, selection: tuple[str, ...] | None, t: Translations) -> Markup:
    """The organisations of these roles, and what they do in which city; with None those in more than one."""
    roles = data.partnerships
    if selection is None:
        result = evidence_partners.in_several_cities(roles)
    else:
        result = evidence_partners.by_city(roles[roles["partnership_id"].isin(selection)])
    if result.empty:
        return Markup()
    partners = data.partners.set_index("partner_id", drop=False)
    cities, text = data.names("cities", t.language) | {"": t("national")}, data.labels("role", t.language)
    source = dict(zip(data.partnerships["partnership_id"], data.partnerships["source"], strict=True))
    rows = []
    ordered = filtering.by_name(partners.loc[result["partner_id"].unique()], t.language)
    for row in records.each(ordered, records.Partner):
        items = []
        for group, there in result[result["partner_id"] == row.partner_id].groupby("roles", sort=False):
            by_name = filtering.by_name(
                there.assign(**{f"name_{t.language}": there["city_id"].map(cities)}), t.language
            )
            sources = _joined(source[role] for ids in there["partnership_ids"] for role in ids)
            names = " · ".join(by_name[f"name_{t.language}"])
            items.append(_held(data, " · ".join(text[role] for role in group), names, sources, t))
        sector = data.labels("sector", t.language)[row.sector]
        rows.append((_link(data, row, t, abbreviated=True), sector, macro("held", "list", items, "plain")))
    columns = [t("organisation"), t("filter_sector"), t("several_roles")]
    return _table(rows, columns, t("several_caption" if selection is None else "matching_title"))


@lru_cache(KEPT)
def _leads(data: Dataset, selection: tuple[str, ...], t: Translations) -> Markup:
    """Who leads in each city, by which source, and where sources differ."""
    partners = {partner.partner_id: partner for partner in records.each(data.partners, records.Partner)}
    rows = []
    roles = all_roles(data)
    leading = roles[(roles["role"] == "lead") & roles["partnership_id"].isin(selection)]
    for city_id, name in filtering.names(cached_frames.cities(data, t.language), t.language).items():
        for row in records.each(leading[leading["city_id"] == city_id], PartnerRole):
            notes = conflict_notes(data, "partnerships", row.partnership_id, t)
            lines = macro("held", "words", t.of(row, "detail"), "", markup.citation(data, row.source, t), notes)
            by = references.short(data, row.source.split("[")[0].split(";")[0], t.language)
            rows.append((name, _link(data, partners[row.partner_id], t), by, lines))
    if not rows:
        return Markup()
    columns = [t("filter_city"), t("lead_organisation"), t("according_to"), t("detail")]
    return _table(rows, columns, t("leads_caption"))


@lru_cache(KEPT)
def _national(data: Dataset, selection: tuple[str, ...], t: Translations) -> Markup:
    """What the documents tell of roles that belong to no single city."""
    roles = all_roles(data)
    own = roles[(roles["city_id"] == "") & roles["partnership_id"].isin(selection)]
    if own.empty:
        return Markup()
    labels = data.labels("role", t.language)
    rows = []
    for _, group in filtering.by_name(own, t.language).groupby("partner_id", sort=False):
        items = [
            _held(data, labels[row.role], t.of(row, "detail"), row.source, t)
            for row in records.each(group, PartnerRole)
        ]
        rows.append((_link(data, next(records.each(group, PartnerRole)), t), macro("held", "list", items, "plain")))
    columns = [t("organisation"), t("national_roles")]
    return _table(rows, columns, t("national_caption"))


def offer(data: Dataset, roles: pd.DataFrame, choice: Chosen, t: Translations) -> None:
    """The roles that are shown, with their organisations, and the ties, as files."""
    downloads.offer(data, "partnerships", roles, choice, t, also=["partners"], label=t("download_roles"))
    downloads.offer(data, "city_links", data.city_links, {}, t, label=t("download_ties"))
    downloads.picture(data, _picture_of_all(data, t), t)


@cache
def _picture_of_all(data: Dataset, t: Translations) -> Picture:
    return picture(data, cached_frames.cities(data, t.language), all_roles(data), t)


def picture(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, t: Translations) -> Picture:
    """Sectors by cities with the organisations' short names, as a file."""
    chips_of = partner_chips.Chips(data, roles, set(roles["partnership_id"]), "", t).rows(cities)
    rows = [
        table_drawing.TableRow(
            row.name,
            tuple(table_drawing.TableCell(names=_names(cell, t), silent=bool(cell.state)) for cell in row.cells),
        )
        for row in chips_of
    ]
    heads = [cell.city for cell in chips_of[0].cells] if chips_of else []
    title = t("picture_title", n=roles["partner_id"].nunique(), sectors=len(rows))
    places = table_drawing.picture(title, heads, rows, whole=cached_frames.unbroken(data))
    return Picture(
        "partners_by_sector", title, places, source_coverage.in_order(data, roles["source"]), t("picture_note")
    )


def _names(cell: partner_chips.SectorCell, t: Translations) -> tuple[str, ...]:
    return (t("chips_general_short"),) if cell.general else tuple(map(_named, cell.chips))


def _named(chip: partner_chips.Chip) -> str:
    """An organisation in a picture: its short name, with the sign of what is not certain."""
    return f"{chip.short}\u00a0~" if chip.doubt else chip.short


# One organisation


def organisation(data: Dataset, partner_id: str, t: Translations) -> None:
    """All that is known of one organisation: names, sector, its roles by city, its programmes, and who says so."""
    item = next(records.each(data.partners[data.partners["partner_id"] == partner_id], records.Partner))
    own = data.partnerships[data.partnerships["partner_id"] == partner_id]
    panel = render(
        "partner_panel",
        t=t,
        short=t.of(item, "short"),
        full_name=t.of(item, "name"),
        other_name=getattr(item, f"name_{t.other}"),
        doubt=markup.confidence(data, item, t),
        conflicts=conflict_notes(data, "partners", partner_id, t),
        back=address("partners", t.language),
        roles=_roles(data, own, t),
        speakers=_speakers(data, filtering.holding(data.speakers, "partner_ids", partner_id), t),
        programmes=_programmes(data, filtering.holding(data.programmes, "partner_ids", partner_id), t),
        facts=_facts(data, item, t),
    )
    selectable(panel, "organisation")
    query = {"id": Selection(t("organisation"), {partner_id: t.of(item, "name")})}
    downloads.offer(data, "partnerships", own, query, t, name="organisation", label=t("download_organisation"))


def _facts(data: Dataset, item: records.Partner, t: Translations) -> list[tuple[str, str]]:
    """Term and fact, as text or as HTML."""
    rows = [
        (t("filter_sector"), data.labels("sector", t.language)[item.sector]),
        (t("filter_scope"), data.labels("partner_scope", t.language)[item.scope]),
        (t("english_name_by"), data.labels("name_en_by", t.language)[item.name_en_by]),
    ]
    short = list(dict.fromkeys(filter(None, (item.abbreviation_th, item.abbreviation_en))))
    if short:
        rows.insert(0, (t("abbreviation"), _names_in(short, t)))
    own = data.aliases[(data.aliases["entity"] == "partner") & (data.aliases["entity_id"] == item.partner_id)]
    if len(own):
        rows.append((t("also_written"), _names_in(own["alias"], t)))
    if item.website:
        rows.append((t("website"), markup.to_the_web(item.website)))
    lines = references.full(data, item.source, t.language)
    return [*rows, (t("source"), macro("line", "under", lines, t.language))]


def _names_in(names: Iterable[str], t: Translations) -> Markup:
    """Names, each marked where it is in the other language."""
    return Markup(" · ").join(name_in(name, t.language) for name in names)


def _roles(data: Dataset, own: pd.DataFrame, t: Translations) -> list[tuple[str, list[dict[str, object]]]]:
    """By role, what it does in which city."""
    cities = data.names("cities", t.language) | {"": t("national")}
    rows = []
    for role, word in data.labels("role", t.language).items():
        lines: list[dict[str, object]] = [
            {
                "city": cities[row.city_id],
                "detail": t.of(row, "detail"),
                "citation": markup.citation(data, row.source, t),
                "conflicts": conflict_notes(data, "partnerships", row.partnership_id, t),
            }
            for row in records.each(own[own["role"] == role], records.Partnership)
        ]
        rows += [(word, lines)] if lines else []
    return rows


def _speakers(data: Dataset, own: pd.DataFrame, t: Translations) -> list[dict[str, object]]:
    """Who speaks for the organisation in the documents, where, and who says so; an office without a name stands so."""
    events = dict(zip(data.events["event_id"], data.events[f"title_{t.language}"], strict=True))
    return [
        {
            "name": t.of(row, "name"),
            "office": t.of(row, "office"),
            "event": events.get(row.event_id, ""),
            "citation": markup.citation(data, row.source, t),
        }
        for row in records.each(own, records.Speaker)
    ]


def _programmes(data: Dataset, own: pd.DataFrame, t: Translations) -> list[dict[str, object]]:
    kinds = data.labels("programme_kind", t.language)
    cities = data.names("cities", t.language) | {"": t("several_or_national")}
    return [
        {
            "name": t.of(row, "name"),
            "kind": kinds[row.kind],
            "city": cities[row.city_id],
            "purpose": t.of(row, "purpose"),
            "citation": markup.citation(data, row.source, t),
        }
        for row in records.each(own, records.Programme)
    ]


# Small pieces


def _held(data: Dataset, name: str, detail: str, source: str, t: Translations) -> dict[str, str]:
    """A role with what is said of it and its source."""
    return {"name": name, "detail": detail, "doubt": "", "citation": markup.citation(data, source, t), "conflicts": ""}


def _table(rows: Sequence[tuple[str, ...]], columns: Sequence[str], caption: str) -> Markup:
    return macro("partners", "headed", macro("table", "table", columns, rows, caption))


def _link(data: Dataset, item: records.Partner | PartnerRole, t: Translations, *, abbreviated: bool = False) -> Markup:
    """An organisation's name that opens its panel, with the mark of what is not certain about it.

    abbreviated  adds its usual short form.
    """
    href, abbreviation = address("partners", t.language, id=item.partner_id), t.of(item, "abbreviation")
    doubt = markup.confidence(data, item, t)
    return macro(
        "partners", "named", href, item.partner_id, t.of(item, "name"), abbreviation if abbreviated else "", doubt
    )


def _joined(sources: Any) -> str:
    """Several `source` cells as one, each citation once."""
    return ";".join(dict.fromkeys(";".join(sources).split(";")))
