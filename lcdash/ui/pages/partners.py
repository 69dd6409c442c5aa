"""The parts of the partners page: who works with whom, in what role, by which source. Each draws only itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import theme
from lcdash.evidence import conflicts, filtering
from lcdash.evidence import partners as evidence_partners
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.markup import Html
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import references, source_coverage
from lcdash.ui.shared import downloads, filters, url_state
from lcdash.ui.shared.filters import Chosen, Filter
from lcdash.ui.shared.selectable_html import selectable

# The two-sided drawing, in units of the SVG: where names end and begin, its width, a line of text; the longest name.
LEFT, RIGHT, WIDTH, LINE, LONGEST = 170, 470, 1090, 24, 40


@cache
def conflict_notes(data: Dataset, table: str, row_id: str, t: Translations) -> str:
    """Where sources differ on this very row, folded until asked for."""
    return conflict_html.folded(data, conflicts.naming(data, table, row_id), t)


def all_roles(data: Dataset) -> pd.DataFrame:
    """One row per role of an organisation, with its names, sector and level; `also_th` holds its other names."""
    own = data.aliases[data.aliases["entity"] == "partner"]
    others = own.groupby("entity_id")["alias"].agg(" ".join)
    columns = [name for name in data.partners.columns if name not in ("source", "website")]
    roles = data.partnerships.merge(data.partners[columns], on="partner_id", how="left", validate="many_to_one")
    return roles.assign(also_th=roles["partner_id"].map(others).fillna(""))


def wanted(data: Dataset, cities: pd.DataFrame, t: Translations) -> list[Filter]:
    """The filters of roles."""
    return [
        Filter("city", "city_id", filtering.names(cities, t.language), counted=False),
        Filter("sector", "sector", data.labels("sector", t.language)),
        Filter("role", "role", data.labels("role", t.language)),
        Filter("scope", "scope", data.labels("partner_scope", t.language)),
    ]


def choose_organisation(data: Dataset, t: Translations) -> str | None:
    """The box that opens one organisation's own view; returns its id."""
    ordered = filtering.by_name(data.partners, t.language)
    names = {
        one.partner_id: " · ".join(filter(None, (t.of(one, "name"), t.of(one, "abbreviation"))))
        for one in ordered.itertuples()
    }
    with st.columns([3, 2])[0]:
        opened = filters.selectbox("id", names, t("choose_organisation"), t)
        if opened:
            st.button(t("see_all"), key="_see_all", on_click=url_state.clear, args=("id",))
    return opened


# Everybody


def several(data: Dataset, roles: pd.DataFrame, shown: pd.Series, t: Translations) -> None:
    """The organisations named in more than one city, and as what: those of which the filter shows a role, in full."""
    found = evidence_partners.in_several_cities(data.partnerships)
    found = found[found["partner_id"].isin(roles.loc[shown, "partner_id"])]
    st.subheader(t("several_title"), anchor=False)
    if found.empty:
        st.html(f'<p class="quiet">{escape(t("several_none"))}</p>')
        return
    partners = data.partners.set_index("partner_id", drop=False)
    cities, words = data.names("cities", t.language), data.labels("role", t.language)
    source = dict(zip(data.partnerships["partnership_id"], data.partnerships["source"], strict=True))
    rows = []
    ordered = filtering.by_name(partners.loc[found["partner_id"].unique()], t.language)
    for one in ordered.itertuples():
        items = ""
        for held, there in found[found["partner_id"] == one.partner_id].groupby("roles", sort=False):
            named = filtering.by_name(there.assign(**{f"name_{t.language}": there["city_id"].map(cities)}), t.language)
            cited = _joined(source[role] for ids in there["partnership_ids"] for role in ids)
            items += (
                f"<li><b>{escape(' · '.join(words[role] for role in held))}</b> "
                f"{escape(' · '.join(named[f'name_{t.language}']))} {markup.citation(data, cited, t)}</li>"
            )
        sector = data.labels("sector", t.language)[one.sector]
        rows.append((_link(data, one, t, abbreviated=True), sector, Html(f'<ul class="plain">{items}</ul>')))
    columns = [t("organisation"), t("filter_sector"), t("several_roles")]
    selectable(_table(rows, columns, t("several_caption")), "several")


def sector_table(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
    """Cities down, sectors across, names in the cells; what the filter hides is dimmed, a missing sector says so."""
    labels = data.labels("sector", t.language)
    states = evidence_partners.sector_matrix(data.partnerships, data.partners, cities, list(labels))
    named = set(states.loc[states["state"] == "reported", "sector"])
    sectors = {sector: label for sector, label in labels.items() if sector in named}
    absent = [label for sector, label in labels.items() if sector not in named]
    cell = _Cell(data, roles, chosen, t)
    body = "".join(
        cell.row(str(city_id), rows[rows["sector"].isin(sectors)], sectors)
        for city_id, rows in states.groupby("city_id", sort=False)
    )
    head = "".join(f'<th scope="col" role="columnheader">{escape(label)}</th>' for label in sectors.values())
    caption = t("sectors_caption")
    # Roles are written out because a phone draws the rows as blocks, and a browser then takes the table for none.
    table = (
        f'<div class="headed scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="plain sectors" role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{escape(t("filter_city"))}</th>'
        f'{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )
    note = f'<p class="quiet">{escape(t("sectors_absent", sectors=", ".join(absent)))}</p>' if absent else ""
    st.subheader(t("sectors_title"), anchor=False)
    selectable(table + note, "sectors")


class _Cell:
    """Writes the cells of the table of sectors, in one language."""

    def __init__(self, data: Dataset, roles: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
        self.data, self.t, self.filtered = data, t, chosen.any
        self.partners = {one.partner_id: one for one in data.partners.itertuples()}
        self.cities, self.words = data.names("cities", t.language), data.labels("role", t.language)
        self.states = data.labels("state", t.language)
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
            why = f' <span class="why">{escape(self.t("dimmed"))}</span>' if dimmed else ""
            items.append(
                f"<li{' class=dimmed' if dimmed else ''}><span>{_link(self.data, self.partners[partner_id], self.t)} "
                f'<span class="quiet">{escape(told)}</span></span>{why}</li>'
            )
        return f'<ul class="plain">{"".join(items)}</ul>' if items else ""

    def _empty(self, state: str) -> str:
        return markup.symbol(state, self.states[state])


def drawing(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
    """Cities on the left, organisations by sector on the right, a line for each of `roles`, what the filter shows."""
    local = roles[roles["city_id"] != ""].rename(columns={"city_id": "left", "partner_id": "right"})
    if local.empty:
        return  # the filters have said so
    sectors = data.labels("sector", t.language)
    ordered = filtering.by_name(data.partners, t.language)
    groups = {sector: list(ordered.loc[ordered["sector"] == sector, "partner_id"]) for sector in sectors}
    lines = local.groupby(["left", "right"], sort=False)["role"].agg(tuple).reset_index()
    names, words = filtering.names(cities, t.language), data.labels("role", t.language)
    partners = {one.partner_id: one for one in data.partners.itertuples()}
    svg = two_sides(
        lines.assign(
            kind=[next((kind for kind in ("lead", "funder") if kind in held), "other") for held in lines["role"]],
            told=[
                f"{names[row.left]} – {t.of(partners[row.right], 'name')}: "
                + " · ".join(words[role] for role in dict.fromkeys(row.role))
                for row in lines.itertuples()
            ],
        ),
        evidence_partners.two_sides(lines, list(names), groups),
        left=lambda city_id: escape(names[city_id]),
        right=lambda partner_id: _link(data, partners[partner_id], t, drawn=True),
        heading=sectors,
        title=t("drawing_title"),
    )
    legend = _legend({"lead": words["lead"], "funder": words["funder"], "other": t("other_roles")})
    note = f'<p class="quiet">{escape(t("drawing_note"))}</p>'
    selectable(f"<h3>{escape(t('drawing_title'))}</h3>{legend}{svg}{note}", "drawing")
    sources = source_coverage.in_order(data, local["source"])
    asked = t("picture_filtered", asked=", ".join(chosen.asked)) if chosen.any else ""
    shown = Picture("cities_and_partners", t("drawing_title"), svg, sources, t("drawing_note"), legend, asked)
    downloads.picture(data, shown, t)


def leads(data: Dataset, cities: pd.DataFrame, roles: pd.DataFrame, t: Translations) -> None:
    """Who leads in each city, by which source, and where sources differ; `roles` is what the filter shows."""
    st.subheader(t("leads_title"), anchor=False)
    partners = {one.partner_id: one for one in data.partners.itertuples()}
    rows = []
    for city_id, name in filtering.names(cities, t.language).items():
        for one in roles[(roles["city_id"] == city_id) & (roles["role"] == "lead")].itertuples():
            told = (
                f"{escape(t.of(one, 'detail'))} {markup.citation(data, one.source, t)} "
                f"{conflict_notes(data, 'partnerships', one.partnership_id, t)}"
            )
            by = references.short(data, one.source.split("[")[0].split(";")[0], t.language)
            rows.append((name, _link(data, partners[one.partner_id], t), by, Html(told)))
    if not rows:
        st.html(f'<p class="quiet">{escape(t("leads_none"))}</p>')
        return
    columns = [t("filter_city"), t("lead_organisation"), t("according_to"), t("detail")]
    selectable(_table(rows, columns, t("leads_caption")), "leads")


def national(data: Dataset, roles: pd.DataFrame, t: Translations) -> None:
    """What the documents tell of roles that belong to no single city; `roles` is what the filter shows."""
    own = roles[roles["city_id"] == ""]
    if own.empty:
        return
    words = data.labels("role", t.language)
    rows = []
    for _, held in filtering.by_name(own, t.language).groupby("partner_id", sort=False):
        items = "".join(
            f"<li><b>{escape(words[one.role])}</b> {escape(t.of(one, 'detail'))} "
            f"{markup.citation(data, one.source, t)}</li>"
            for one in held.itertuples()
        )
        rows.append((_link(data, next(held.itertuples()), t), Html(f'<ul class="plain">{items}</ul>')))
    columns = [t("organisation"), t("national_roles")]
    st.subheader(t("national_title"), anchor=False)
    selectable(_table(rows, columns, t("national_caption")), "national")


def ties(data: Dataset, city_ids: Sequence[str], t: Translations) -> pd.DataFrame:
    """Ties from city to city as a drawing and a table, of `city_ids` where any is chosen; returns what it shows."""
    found = data.city_links
    if city_ids:
        found = found[found["from_city_id"].isin(city_ids) | found["to_city_id"].isin(city_ids)]
    st.subheader(t("ties_title"), anchor=False)
    if found.empty:
        st.html(f'<p class="quiet">{escape(t("ties_none"))}</p>')
        return found
    names, kinds = data.names("cities", t.language), data.labels("link_kind", t.language)
    ordered = filtering.by_name(data.cities, t.language)["city_id"]
    lines = found.rename(columns={"from_city_id": "left", "to_city_id": "right"})
    drawn = two_sides(
        lines.assign(told=[f"{names[row.left]} – {names[row.right]}: {kinds[row.kind]}" for row in lines.itertuples()]),
        evidence_partners.two_sides(lines, list(ordered), {"": list(ordered)}),
        left=lambda city_id: escape(names[city_id]),
        right=lambda city_id: escape(names[city_id]),
        heading={"": t("ties_to")},
        start=t("ties_from"),
        title=t("ties_caption"),
        width=RIGHT + 120,
    )
    used = {kind: word for kind, word in kinds.items() if kind in set(found["kind"])}
    rows = [
        (
            names[row.from_city_id],
            names[row.to_city_id],
            kinds[row.kind],
            dates.spoken(row.since, t.language) or t("not_told"),
            Html(
                f"{escape(t.of(row, 'detail'))} {markup.citation(data, row.source, t)} "
                f"{conflict_notes(data, 'city_links', row.link_id, t)}"
            ),
        )
        for row in found.itertuples()
    ]
    columns = [t("ties_from"), t("ties_to"), t("ties_kind"), t("ties_since"), t("detail")]
    left, right = st.columns(2, gap="large")
    with left:
        selectable(_legend(used) + drawn, "ties")
        told_by = source_coverage.in_order(data, found["source"])
        shown = Picture("city_ties", t("ties_caption"), drawn, told_by, legend=_legend(used), width=RIGHT + 120)
        downloads.picture(data, shown, t)
    with right:
        st.html(_table(rows, columns, t("ties_caption")))
    return found


def offer(data: Dataset, roles: pd.DataFrame, tied: pd.DataFrame, chosen: Chosen, t: Translations) -> None:
    """The roles that are shown, with their organisations, and the ties, as files."""
    downloads.offer(data, "partnerships", roles, chosen, t, also=["partners"], label=t("download_roles"))
    cities = {name: ids for name, ids in chosen.named.items() if name == t("filter_city")}
    downloads.offer(data, "city_links", tied, cities, t, label=t("download_ties"))


# One organisation


def organisation(data: Dataset, partner_id: str, t: Translations) -> None:
    """All that is known of one organisation: names, sector, its roles by city, its programmes, and who says so."""
    one = next(data.partners[data.partners["partner_id"] == partner_id].itertuples())
    other = t.other
    head = (
        f"<h2>{escape(t.of(one, 'name'))}</h2>"
        f'<p lang="{other}">{escape(getattr(one, f"name_{other}"))}</p>'
        f"<p>{markup.confidence(data, one, t)}{conflict_notes(data, 'partners', partner_id, t)}</p>"
    )
    terms = "".join(f"<dt>{escape(term)}</dt><dd>{fact}</dd>" for term, fact in _facts(data, one, t))
    st.html(f'<section class="record">{head}<dl class="facts">{terms}</dl></section>')
    own = data.partnerships[data.partnerships["partner_id"] == partner_id]
    st.html(f"<h3>{escape(t('roles_title'))}</h3>{_roles_by_city(data, own, t)}")
    speakers = filtering.holding(data.speakers, "partner_ids", partner_id)
    if len(speakers):
        st.html(f"<h3>{escape(t('speakers_title'))}</h3>{_speakers(data, speakers, t)}")
    programmes = filtering.holding(data.programmes, "partner_ids", partner_id)
    st.html(f"<h3>{escape(t('programmes_title'))}</h3>{_programmes(data, programmes, t)}")
    asked = {t("organisation"): {partner_id: t.of(one, "name")}}
    downloads.offer(data, "partnerships", own, asked, t, label=t("download_roles"))


def _facts(data: Dataset, one: Any, t: Translations) -> list[tuple[str, str]]:
    """Term and fact, the facts as HTML."""
    found = [
        (t("filter_sector"), escape(data.labels("sector", t.language)[one.sector])),
        (t("filter_scope"), escape(data.labels("partner_scope", t.language)[one.scope])),
        (t("english_name_by"), escape(data.labels("name_en_by", t.language)[one.name_en_by])),
    ]
    short = list(dict.fromkeys(filter(None, (one.abbreviation_th, one.abbreviation_en))))
    if short:
        found.insert(0, (t("abbreviation"), " · ".join(languages.name(name, t.language) for name in short)))
    own = data.aliases[(data.aliases["entity"] == "partner") & (data.aliases["entity_id"] == one.partner_id)]
    if len(own):
        found.append((t("also_written"), " · ".join(languages.name(alias, t.language) for alias in own["alias"])))
    if one.website:
        found.append((t("website"), markup.to_the_web(one.website)))
    lines = references.full(data, one.source, t.language)
    found.append((t("source"), "<br>".join(languages.html(line, t.language) for line in lines)))
    return found


def _roles_by_city(data: Dataset, own: pd.DataFrame, t: Translations) -> str:
    words, cities = data.labels("role", t.language), data.names("cities", t.language) | {"": t("national")}
    rows = [
        (
            cities[role.city_id],
            words[role.role],
            Html(
                f"{escape(t.of(role, 'detail'))} {markup.citation(data, role.source, t)} "
                f"{conflict_notes(data, 'partnerships', role.partnership_id, t)}"
            ),
        )
        for role in own.itertuples()
    ]
    if not rows:
        return f'<p class="quiet">{escape(t("roles_none"))}</p>'
    columns = [t("filter_city"), t("filter_role"), t("detail")]
    return _table(rows, columns, t("roles_caption"))


def _speakers(data: Dataset, own: pd.DataFrame, t: Translations) -> str:
    """Who speaks for the organisation in the documents, where, and who says so; an office without a name stands so."""
    events = dict(zip(data.events["event_id"], data.events[f"title_{t.language}"], strict=True))
    rows = [
        (
            t.of(one, "name"),
            t.of(one, "office"),
            events.get(one.event_id, ""),
            Html(markup.citation(data, one.source, t)),
        )
        for one in own.itertuples()
    ]
    return _table(rows, [t("speaker_name"), t("speaker_office"), t("speaker_event"), t("source")], t("speakers_title"))


def _programmes(data: Dataset, own: pd.DataFrame, t: Translations) -> str:
    kinds = data.labels("programme_kind", t.language)
    cities = data.names("cities", t.language) | {"": t("several_or_national")}
    rows = [
        (
            t.of(one, "name"),
            kinds[one.kind],
            cities[one.city_id],
            Html(f"{escape(t.of(one, 'purpose'))} {markup.citation(data, one.source, t)}"),
        )
        for one in own.itertuples()
    ]
    if not rows:
        return f'<p class="quiet">{escape(t("programmes_none"))}</p>'
    columns = [t("programme"), t("programme_kind"), t("filter_city"), t("detail")]
    return _table(rows, columns, t("programmes_caption"))


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
    names    where names stand, as partners.two_sides gives it.
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
        f'role="group" aria-label="{escape(title)}" font-family="{theme.FONT}" font-size="14">'
        f'<g fill="none" aria-hidden="true">{"".join(curves)}</g>'
        f'<g fill="{theme.INK}">{"".join(texts)}</g></svg></div>'
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


def _link(data: Dataset, one: Any, t: Translations, *, abbreviated: bool = False, drawn: bool = False) -> Html:
    """An organisation's name that opens its own view, with the mark of what is not certain about it.

    abbreviated  adds its usual short form.
    drawn        it stands in a drawing, where a long name gives way to the short form.
    """
    name, abbreviation = t.of(one, "name"), t.of(one, "abbreviation")
    # Marks above and below a letter take no room of their own.
    width = sum(unicodedata.category(character) != "Mn" for character in name)
    label = abbreviation if drawn and abbreviation and width > LONGEST else name
    more = f" ({escape(abbreviation)})" if abbreviated and abbreviation else ""
    href = escape(address("partners", t.language, id=one.partner_id))
    doubt = markup.confidence(data, one, t)
    if drawn and doubt:
        doubt = f'<tspan class="doubt">{escape(data.labels("confidence", t.language)[one.confidence])}</tspan>'
    return Html(f'<a href="{href}" data-id="{escape(one.partner_id)}">{escape(label)}</a>{more} {doubt}')


def _joined(sources: Any) -> str:
    """Several `source` cells as one, each citation once."""
    return ";".join(dict.fromkeys(";".join(sources).split(";")))
