"""The parts of the partners page: who works with whom, in what role, by which source. Each draws only itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from lcdash import dates, documents, languages, look, markup, references, transforms
from lcdash.addresses import address
from lcdash.dataset import Dataset
from lcdash.markup import Html
from lcdash.pictures import Picture
from lcdash.ui import downloads, filters, link
from lcdash.ui.components import choosable
from lcdash.ui.filters import Chosen, Filter
from lcdash.wording import Wording

# The two-sided drawing, in units of the SVG: where names end and begin, its width, a line of text; the longest name.
LEFT, RIGHT, WIDTH, LINE, LONGEST = 170, 470, 1090, 24, 40


@cache
def conflict_notes(data: Dataset, table: str, row_id: str, say: Wording) -> str:
    """Where sources differ on this very row, folded until asked for."""
    found = data.conflict_targets
    ids = found.loc[(found["table"] == table) & (found["row_id"] == row_id), "conflict_id"]
    told = "".join(
        f"<div><b>{escape(say.of(one, 'topic'))}</b> {escape(say.of(one, 'handling'))}</div>"
        for one in data.conflicts[data.conflicts["conflict_id"].isin(ids)].itertuples()
    )
    return f'<details class="cite"><summary>{escape(say("disputed"))}</summary>{told}</details>' if told else ""


def all_roles(data: Dataset) -> pd.DataFrame:
    """One row per role of an organisation, with its names, sector and level; `also_th` holds its other names."""
    own = data.aliases[data.aliases["entity"] == "partner"]
    others = own.groupby("entity_id")["alias"].agg(" ".join)
    columns = [name for name in data.partners.columns if name not in ("source", "website")]
    roles = data.partnerships.merge(data.partners[columns], on="partner_id", how="left", validate="many_to_one")
    return roles.assign(also_th=roles["partner_id"].map(others).fillna(""))


def wanted(data: Dataset, cities: pd.DataFrame, say: Wording) -> list[Filter]:
    """The filters of roles."""
    return [
        Filter("city", "city_id", transforms.names(cities, say.language), counted=False),
        Filter("sector", "sector", data.labels("sector", say.language)),
        Filter("role", "role", data.labels("role", say.language)),
        Filter("scope", "scope", data.labels("partner_scope", say.language)),
    ]


def choose_organisation(data: Dataset, say: Wording) -> str | None:
    """The box that opens one organisation's own view; returns its id."""
    ordered = transforms.by_name(data.partners, say.language)
    names = {
        one.partner_id: " · ".join(filter(None, (say.of(one, "name"), say.of(one, "abbreviation"))))
        for one in ordered.itertuples()
    }
    with st.columns([3, 2])[0]:
        opened = filters.selectbox("id", names, say("choose_organisation"), say)
        if opened:
            st.button(say("see_all"), key="_see_all", on_click=link.clear, args=("id",))
    return opened


# Everybody


def several(data: Dataset, roles: pd.DataFrame, shown: pd.Series, say: Wording) -> None:
    """The organisations named in more than one city, and as what: those of which the filter shows a role, in full."""
    found = transforms.in_several_cities(data.partnerships)
    found = found[found["partner_id"].isin(roles.loc[shown, "partner_id"])]
    st.subheader(say("several_title"), anchor=False)
    if found.empty:
        st.html(f'<p class="quiet">{escape(say("several_none"))}</p>')
        return
    partners = data.partners.set_index("partner_id", drop=False)
    cities, words = data.names("cities", say.language), data.labels("role", say.language)
    source = dict(zip(data.partnerships["partnership_id"], data.partnerships["source"], strict=True))
    rows = []
    ordered = transforms.by_name(partners.loc[found["partner_id"].unique()], say.language)
    for one in ordered.itertuples():
        items = ""
        for held, there in found[found["partner_id"] == one.partner_id].groupby("roles", sort=False):
            named = transforms.by_name(
                there.assign(**{f"name_{say.language}": there["city_id"].map(cities)}), say.language
            )
            cited = _joined(source[role] for ids in there["partnership_ids"] for role in ids)
            items += (
                f"<li><b>{escape(' · '.join(words[role] for role in held))}</b> "
                f"{escape(' · '.join(named[f'name_{say.language}']))} {markup.citation(data, cited, say)}</li>"
            )
        sector = data.labels("sector", say.language)[one.sector]
        rows.append((_link(data, one, say, abbreviated=True), sector, Html(f'<ul class="plain">{items}</ul>')))
    columns = [say("organisation"), say("filter_sector"), say("several_roles")]
    choosable(_table(rows, columns, say("several_caption")), "several")


def sector_table(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
    """Cities down, sectors across, names in the cells; what the filter hides is dimmed, a missing sector says so."""
    labels = data.labels("sector", say.language)
    states = transforms.sector_matrix(data.partnerships, data.partners, cities, list(labels))
    named = set(states.loc[states["state"] == "reported", "sector"])
    sectors = {sector: label for sector, label in labels.items() if sector in named}
    absent = [label for sector, label in labels.items() if sector not in named]
    cell = _Cell(data, roles, chosen, say)
    body = "".join(
        cell.row(str(city_id), rows[rows["sector"].isin(sectors)], sectors)
        for city_id, rows in states.groupby("city_id", sort=False)
    )
    head = "".join(f'<th scope="col" role="columnheader">{escape(label)}</th>' for label in sectors.values())
    caption = say("sectors_caption")
    # Roles are written out because a phone draws the rows as blocks, and a browser then takes the table for none.
    table = (
        f'<div class="headed scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="plain sectors" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{escape(say("filter_city"))}</th>'
        f'{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )
    note = f'<p class="quiet">{escape(say("sectors_absent", sectors=", ".join(absent)))}</p>' if absent else ""
    st.subheader(say("sectors_title"), anchor=False)
    choosable(table + note, "sectors")


class _Cell:
    """Writes the cells of the table of sectors, in one language."""

    def __init__(self, data: Dataset, roles: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
        self.data, self.say, self.filtered = data, say, chosen.any
        self.partners = {one.partner_id: one for one in data.partners.itertuples()}
        self.cities, self.words = data.names("cities", say.language), data.labels("role", say.language)
        self.states = data.labels("state", say.language)
        shown = roles[chosen.shown]
        self.shown = set(zip(shown["city_id"], shown["partner_id"], strict=True))
        self.roles = {
            pair: tuple(dict.fromkeys(own["role"]))
            for pair, own in roles.groupby(["city_id", "partner_id"], sort=False)
        }

    def row(self, city_id: str, sides: pd.DataFrame, sectors: Mapping[str, str]) -> str:
        dimmed = self.filtered and not any(city == city_id for city, _ in self.shown)
        head = f'<th scope="row" role="rowheader">{escape(self.cities[city_id])}</th>'
        if (sides["state"] == "not_studied").all():
            cells = f'<td role="cell" colspan="{len(sectors)}">{self._empty("not_studied")}</td>'
        else:
            cells = "".join(
                f'<td role="cell"{"" if side.partner_ids else " class=empty"}>'
                f'<span class="of" aria-hidden="true">{escape(sectors[side.sector])}</span>'
                f"{self._names(city_id, side.partner_ids) or self._empty(side.state)}</td>"
                for side in sides.itertuples()
            )
        return f'<tr role="row"{" class=dimmed" if dimmed else ""}>{head}{cells}</tr>'

    def _names(self, city_id: str, partner_ids: Sequence[str]) -> str:
        items = []
        for partner_id in partner_ids:
            dimmed = self.filtered and (city_id, partner_id) not in self.shown
            told = " · ".join(self.words[role] for role in self.roles[city_id, partner_id])
            why = f' <span class="why">{escape(self.say("dimmed"))}</span>' if dimmed else ""
            items.append(
                f"<li{' class=dimmed' if dimmed else ''}><span>{_link(self.data, self.partners[partner_id], self.say)} "
                f'<span class="quiet">{escape(told)}</span></span>{why}</li>'
            )
        return f'<ul class="plain">{"".join(items)}</ul>' if items else ""

    def _empty(self, state: str) -> str:
        return markup.symbol(state, self.states[state])


def drawing(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
    """Cities on the left, organisations by sector on the right, a line for each of `roles`, what the filter shows."""
    local = roles[roles["city_id"] != ""].rename(columns={"city_id": "left", "partner_id": "right"})
    if local.empty:
        return  # the filters have said so
    sectors = data.labels("sector", say.language)
    ordered = transforms.by_name(data.partners, say.language)
    groups = {sector: list(ordered.loc[ordered["sector"] == sector, "partner_id"]) for sector in sectors}
    lines = local.groupby(["left", "right"], sort=False)["role"].agg(tuple).reset_index()
    names, words = transforms.names(cities, say.language), data.labels("role", say.language)
    partners = {one.partner_id: one for one in data.partners.itertuples()}
    svg = two_sides(
        lines.assign(
            kind=[next((kind for kind in ("lead", "funder") if kind in held), "other") for held in lines["role"]],
            told=[
                f"{names[row.left]} – {say.of(partners[row.right], 'name')}: "
                + " · ".join(words[role] for role in dict.fromkeys(row.role))
                for row in lines.itertuples()
            ],
        ),
        transforms.two_sides(lines, list(names), groups),
        left=lambda city_id: escape(names[city_id]),
        right=lambda partner_id: _link(data, partners[partner_id], say, drawn=True),
        heading=sectors,
        title=say("drawing_title"),
    )
    legend = _legend({"lead": words["lead"], "funder": words["funder"], "other": say("other_roles")})
    note = f'<p class="quiet">{escape(say("drawing_note"))}</p>'
    choosable(f"<h3>{escape(say('drawing_title'))}</h3>{legend}{svg}{note}", "drawing")
    sources = documents.in_order(data, local["source"])
    asked = say("picture_filtered", asked=", ".join(chosen.asked)) if chosen.any else ""
    shown = Picture("cities_and_partners", say("drawing_title"), svg, sources, say("drawing_note"), legend, asked)
    downloads.picture(data, shown, say)


def leads(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, say: Wording) -> None:
    """Who leads in each city, by which source, and where sources differ; `roles` is what the filter shows."""
    st.subheader(say("leads_title"), anchor=False)
    partners = {one.partner_id: one for one in data.partners.itertuples()}
    rows = []
    for city_id, name in transforms.names(cities, say.language).items():
        for one in roles[(roles["city_id"] == city_id) & (roles["role"] == "lead")].itertuples():
            told = (
                f"{escape(say.of(one, 'detail'))} {markup.citation(data, one.source, say)} "
                f"{conflict_notes(data, 'partnerships', one.partnership_id, say)}"
            )
            by = references.short(data, one.source.split("[")[0].split(";")[0], say.language)
            rows.append((name, _link(data, partners[one.partner_id], say), by, Html(told)))
    if not rows:
        st.html(f'<p class="quiet">{escape(say("leads_none"))}</p>')
        return
    columns = [say("filter_city"), say("lead_organisation"), say("according_to"), say("detail")]
    choosable(_table(rows, columns, say("leads_caption")), "leads")


def national(data: Dataset, roles: pd.DataFrame, say: Wording) -> None:
    """What the documents tell of roles that belong to no single city; `roles` is what the filter shows."""
    own = roles[roles["city_id"] == ""]
    if own.empty:
        return
    words = data.labels("role", say.language)
    rows = []
    for _, held in transforms.by_name(own, say.language).groupby("partner_id", sort=False):
        items = "".join(
            f"<li><b>{escape(words[one.role])}</b> {escape(say.of(one, 'detail'))} "
            f"{markup.citation(data, one.source, say)}</li>"
            for one in held.itertuples()
        )
        rows.append((_link(data, next(held.itertuples()), say), Html(f'<ul class="plain">{items}</ul>')))
    columns = [say("organisation"), say("national_roles")]
    st.subheader(say("national_title"), anchor=False)
    choosable(_table(rows, columns, say("national_caption")), "national")


def ties(data: Dataset, city_ids: Sequence[str], say: Wording) -> pd.DataFrame:
    """Ties from city to city as a drawing and a table, of `city_ids` where any is chosen; returns what it shows."""
    found = data.city_links
    if city_ids:
        found = found[found["from_city_id"].isin(city_ids) | found["to_city_id"].isin(city_ids)]
    st.subheader(say("ties_title"), anchor=False)
    if found.empty:
        st.html(f'<p class="quiet">{escape(say("ties_none"))}</p>')
        return found
    names, kinds = data.names("cities", say.language), data.labels("link_kind", say.language)
    ordered = transforms.by_name(data.cities, say.language)["city_id"]
    lines = found.rename(columns={"from_city_id": "left", "to_city_id": "right"})
    drawn = two_sides(
        lines.assign(told=[f"{names[row.left]} – {names[row.right]}: {kinds[row.kind]}" for row in lines.itertuples()]),
        transforms.two_sides(lines, list(ordered), {"": list(ordered)}),
        left=lambda city_id: escape(names[city_id]),
        right=lambda city_id: escape(names[city_id]),
        heading={"": say("ties_to")},
        start=say("ties_from"),
        title=say("ties_caption"),
        width=RIGHT + 120,
    )
    used = {kind: word for kind, word in kinds.items() if kind in set(found["kind"])}
    rows = [
        (
            names[row.from_city_id],
            names[row.to_city_id],
            kinds[row.kind],
            dates.spoken(row.since, say.language) or say("not_told"),
            Html(
                f"{escape(say.of(row, 'detail'))} {markup.citation(data, row.source, say)} "
                f"{conflict_notes(data, 'city_links', row.link_id, say)}"
            ),
        )
        for row in found.itertuples()
    ]
    columns = [say("ties_from"), say("ties_to"), say("ties_kind"), say("ties_since"), say("detail")]
    left, right = st.columns(2, gap="large")
    with left:
        choosable(_legend(used) + drawn, "ties")
        told_by = documents.in_order(data, found["source"])
        shown = Picture("city_ties", say("ties_caption"), drawn, told_by, legend=_legend(used), width=RIGHT + 120)
        downloads.picture(data, shown, say)
    with right:
        st.html(_table(rows, columns, say("ties_caption")))
    return found


def offer(data: Dataset, roles: pd.DataFrame, tied: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
    """The roles that are shown, with their organisations, and the ties, as files."""
    downloads.offer(data, "partnerships", roles, chosen, say, also=["partners"], label=say("download_roles"))
    cities = {name: ids for name, ids in chosen.named.items() if name == say("filter_city")}
    downloads.offer(data, "city_links", tied, cities, say, label=say("download_ties"))


# One organisation


def organisation(data: Dataset, partner_id: str, say: Wording) -> None:
    """All that is known of one organisation: names, sector, its roles by city, its programmes, and who says so."""
    one = next(data.partners[data.partners["partner_id"] == partner_id].itertuples())
    other = say.other
    head = (
        f"<h2>{escape(say.of(one, 'name'))}</h2>"
        f'<p lang="{other}">{escape(getattr(one, f"name_{other}"))}</p>'
        f"<p>{markup.confidence(data, one, say)}{conflict_notes(data, 'partners', partner_id, say)}</p>"
    )
    terms = "".join(f"<dt>{escape(term)}</dt><dd>{fact}</dd>" for term, fact in _facts(data, one, say))
    st.html(f'<section class="record">{head}<dl class="facts">{terms}</dl></section>')
    own = data.partnerships[data.partnerships["partner_id"] == partner_id]
    st.html(f"<h3>{escape(say('roles_title'))}</h3>{_roles_by_city(data, own, say)}")
    programmes = data.programmes[[partner_id in ids for ids in data.programmes["partner_ids"]]]
    st.html(f"<h3>{escape(say('programmes_title'))}</h3>{_programmes(data, programmes, say)}")
    asked = {say("organisation"): {partner_id: say.of(one, "name")}}
    downloads.offer(data, "partnerships", own, asked, say, label=say("download_roles"))


def _facts(data: Dataset, one: Any, say: Wording) -> list[tuple[str, str]]:
    """Term and fact, the facts as HTML."""
    found = [
        (say("filter_sector"), escape(data.labels("sector", say.language)[one.sector])),
        (say("filter_scope"), escape(data.labels("partner_scope", say.language)[one.scope])),
        (say("english_name_by"), escape(data.labels("name_en_by", say.language)[one.name_en_by])),
    ]
    short = list(dict.fromkeys(filter(None, (one.abbreviation_th, one.abbreviation_en))))
    if short:
        found.insert(0, (say("abbreviation"), " · ".join(languages.name(name, say.language) for name in short)))
    own = data.aliases[(data.aliases["entity"] == "partner") & (data.aliases["entity_id"] == one.partner_id)]
    if len(own):
        found.append((say("also_written"), " · ".join(languages.name(alias, say.language) for alias in own["alias"])))
    if one.website:
        found.append((say("website"), markup.to_the_web(one.website)))
    lines = references.full(data, one.source, say.language)
    found.append((say("source"), "<br>".join(languages.html(line, say.language) for line in lines)))
    return found


def _roles_by_city(data: Dataset, own: pd.DataFrame, say: Wording) -> str:
    words, cities = data.labels("role", say.language), data.names("cities", say.language) | {"": say("national")}
    rows = [
        (
            cities[role.city_id],
            words[role.role],
            Html(
                f"{escape(say.of(role, 'detail'))} {markup.citation(data, role.source, say)} "
                f"{conflict_notes(data, 'partnerships', role.partnership_id, say)}"
            ),
        )
        for role in own.itertuples()
    ]
    if not rows:
        return f'<p class="quiet">{escape(say("roles_none"))}</p>'
    columns = [say("filter_city"), say("filter_role"), say("detail")]
    return _table(rows, columns, say("roles_caption"))


def _programmes(data: Dataset, own: pd.DataFrame, say: Wording) -> str:
    kinds = data.labels("programme_kind", say.language)
    cities = data.names("cities", say.language) | {"": say("several_or_national")}
    rows = [
        (
            say.of(one, "name"),
            kinds[one.kind],
            cities[one.city_id],
            Html(f"{escape(say.of(one, 'purpose'))} {markup.citation(data, one.source, say)}"),
        )
        for one in own.itertuples()
    ]
    if not rows:
        return f'<p class="quiet">{escape(say("programmes_none"))}</p>'
    columns = [say("programme"), say("programme_kind"), say("filter_city"), say("detail")]
    return _table(rows, columns, say("programmes_caption"))


# Drawing


def two_sides(
    lines: pd.DataFrame,
    names: pd.DataFrame,
    *,
    left: Callable[[str], str],
    right: Callable[[str], str],
    heading: Mapping[str, str],
    title: str,
    start: str = "",
    width: int = WIDTH,
) -> str:
    """A two-sided drawing as one <svg> element: names down both sides, a curve for every line.

    lines    one row per line with left, right, kind (its class) and told (what it says, for the pointer).
    names    where names stand, as transforms.two_sides gives it.
    left     id -> its label as HTML, escaped; right likewise.   heading  id of a group -> its words.
    start    the words above the left side.   width  of the drawing, in the units that letters of 14 are measured in.
    title    the name of the drawing. What it shows stands in a table beside it: a screen reader hears no lines.
    """
    at = {(row.side, row.id): row.row * LINE + LINE for row in names.itertuples()}
    height = (names["row"].max() + 2) * LINE
    middle = (LEFT + RIGHT) / 2
    # Several lines between the same two run beside each other.
    beside = 5 * lines.groupby(["left", "right"]).cumcount()
    curves = []
    for line, aside in zip(lines.itertuples(), beside, strict=True):
        y, end = at["left", line.left] + aside, at["right", line.right] + aside
        curves.append(
            f'<path class="{escape(line.kind)}" d="M{LEFT + 10} {y:.1f}C{middle} {y:.1f} {middle} {end:.1f} '
            f'{RIGHT - 10} {end:.1f}"><title>{escape(line.told)}</title></path>'
        )
    texts = []
    if start:
        texts.append(f'<text class="heading" x="{LEFT}" y="{LINE + 5}" text-anchor="end">{escape(start)}</text>')
    for (side, name), y in at.items():
        if side == "left":
            texts.append(f'<text x="{LEFT}" y="{y + 5:.1f}" text-anchor="end">{left(name)}</text>')
        elif side == "right":
            texts.append(f'<text x="{RIGHT}" y="{y + 5:.1f}">{right(name)}</text>')
        else:
            texts.append(f'<text class="heading" x="{RIGHT}" y="{y + 5:.1f}">{escape(heading[name])}</text>')
    # Below 0.7 of its size its letters are too small: then it is pushed sideways.
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<svg class="sides" viewBox="0 0 {width} {height:.0f}" style="min-width:{width * 0.7:.0f}px" '
        f'role="group" aria-label="{escape(title)}" font-family="{look.FONT}" font-size="14">'
        f'<g fill="none" aria-hidden="true">{"".join(curves)}</g>'
        f'<g fill="{look.INK}">{"".join(texts)}</g></svg></div>'
    )


def _legend(kinds: Mapping[str, str]) -> str:
    """What the lines mean: a piece of each, and its word."""
    items = "".join(
        f'<li><svg class="sides" width="44" height="12" viewBox="0 0 44 12" aria-hidden="true">'
        f'<path class="{kind}" d="M2 6H42"/></svg> {escape(word)}</li>'
        for kind, word in kinds.items()
    )
    return f'<ul class="legend">{items}</ul>'


# Small pieces


def _table(rows: Sequence[tuple[str, ...]], columns: Sequence[str], caption: str) -> str:
    # dtype: a column of texts would forget which of them are HTML already
    return f'<div class="headed">{markup.table(pd.DataFrame(rows, columns=columns, dtype=object), caption)}</div>'


def _link(data: Dataset, one: Any, say: Wording, *, abbreviated: bool = False, drawn: bool = False) -> Html:
    """An organisation's name that opens its own view, with the mark of what is not certain about it.

    abbreviated  adds its usual short form.
    drawn        it stands in a drawing, where a long name gives way to the short form.
    """
    name, abbreviation = say.of(one, "name"), say.of(one, "abbreviation")
    # Marks above and below a letter take no room of their own.
    width = sum(unicodedata.category(character) != "Mn" for character in name)
    label = abbreviation if drawn and abbreviation and width > LONGEST else name
    more = f" ({escape(abbreviation)})" if abbreviated and abbreviation else ""
    href = escape(address("partners", say.language, id=one.partner_id))
    doubt = markup.confidence(data, one, say)
    if drawn and doubt:
        doubt = f'<tspan class="doubt">{escape(data.labels("confidence", say.language)[one.confidence])}</tspan>'
    return Html(f'<a href="{href}" data-id="{escape(one.partner_id)}">{escape(label)}</a>{more} {doubt}')


def _joined(sources: Any) -> str:
    """Several `source` cells as one, each citation once."""
    return ";".join(dict.fromkeys(";".join(sources).split(";")))
