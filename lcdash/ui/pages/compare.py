"""Cities side by side: choosing them, the topics they share, and their statements facet by facet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import evidence_map_picture
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.evidence import cached_frames, comparing, filtering, matrix, standings
from lcdash.html import city_columns, markup
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.ui.shared import filters, page_shell, url_state

FEWEST, MOST = 2, 4
LIKENESS = {"unit": "units", "size": "sizes", "region": "region_nso"}  # key in the link -> column of the traits


def choose(data: Dataset, traits: pd.DataFrame, t: Translations) -> list[str]:
    """Draw the choice of cities and return up to MOST of them, in the order they were chosen.

    traits  one row per city in alphabetical order, as `standings.city_traits` gives it; choosing what cities are like
            only shortens the list.
    """
    names = filtering.names(traits, t.language)
    choices = _likenesses(data, t)
    selection = {key: url_state.many(key, choices[key]) for key in LIKENESS}
    alike = traits[filtering.matching(traits, {LIKENESS[key]: wanted for key, wanted in selection.items()})]
    asked = url_state.many("city", names)
    chosen, left = asked[:MOST], asked[MOST:]
    if left:
        url_state.write("city", chosen)
    members = set(cached_frames.member_standings(data)["city_id"])
    listed = {
        city: name if city in members else t("not_member", city=name)
        for city, name in names.items()
        if city in chosen or city in set(alike["city_id"])
    }
    pick, narrow = st.columns([3, 1], vertical_alignment="bottom")
    with pick:
        filters.multiselect("city", listed, t("choose_cities"), t, chosen)
    if left:
        page_shell.notice(t("too_many", left=joined([names[city] for city in left], t)))
    with narrow, st.popover(t("like_mine"), key="like_mine", width="stretch"):
        st.caption(t("like_mine_help", classes="; ".join(choices["size"].values())))
        if chosen:
            _like(traits[traits["city_id"] == chosen[0]].iloc[0], names[chosen[0]], choices, t)
        for column, key in zip(st.columns(len(LIKENESS)), LIKENESS, strict=True):
            with column:
                filters.multiselect(key, choices[key], t(f"filter_{key}"), t, selection[key])
    if any(selection.values()):
        _narrowed(alike, chosen, selection, choices, t)
    return chosen


def _likenesses(data: Dataset, t: Translations) -> dict[str, dict[str, str]]:
    return {
        "unit": data.labels("member_type", t.language),
        "size": {name: t(f"size_{name}") for name in standings.SIZE_CLASSES},
        "region": data.labels("region_nso", t.language),
    }


def _like(city: Any, name: str, choices: dict[str, dict[str, str]], t: Translations) -> None:
    """Buttons that ask for the kind of unit, the size or the region of one city."""
    st.html(f'<p class="count">{escape(t("like_city", city=name))}</p>')
    with st.container(horizontal=True, gap="small", key="like_buttons"):
        for key, column in LIKENESS.items():
            values = city[column] if isinstance(city[column], tuple) else (city[column],)
            words = " / ".join(choices[key][value] for value in values)
            if values:
                label = markup.literal(t(f"like_{key}", value=words))
                st.button(label, key=f"_like_{key}", on_click=url_state.write, args=(key, values))


def _narrowed(
    alike: pd.DataFrame,
    chosen: list[str],
    selection: dict[str, list[str]],
    choices: dict[str, dict[str, str]],
    t: Translations,
) -> None:
    """Chips of what narrows the list, and the cities left in it, each a button that puts it beside the others."""
    asked = [(key, value) for key, values in selection.items() for value in values]
    filters.chips(selection, choices, t)
    addable = alike[~alike["city_id"].isin(chosen)]
    if len(chosen) == MOST and not addable.empty:
        st.html(f'<p class="count" role="status">{escape(t("listed_full", most=MOST))}</p>')
        return
    if alike.empty:
        page_shell.notice(t("listed_none", asked=" + ".join(choices[key][value] for key, value in asked)))
    elif addable.empty:
        st.html(f'<p class="count" role="status">{escape(t("listed_all"))}</p>')
    else:
        st.html(f'<p class="count" role="status">{escape(t("listed"))}</p>')
        with st.container(horizontal=True, key="addable", gap="small"):
            for city, name in filtering.names(addable, t.language).items():
                label = markup.literal(f"+ {name}")
                st.button(label, key=f"_add_{city}", on_click=url_state.write, args=("city", [*chosen, city]))


def example(data: Dataset, t: Translations) -> list[str]:
    """The two cities that show what a comparison is, where none is chosen; says that they are an example."""
    cities = list(comparing.example(cached_frames.evidence_map(data, t.language)))
    names = data.names("cities", t.language)
    told = t("example", cities=joined([names[city] for city in cities], t)) if cities else t("choose_first")
    st.html(macro("compare", "note", told))
    return cities


def invite(city: str, t: Translations) -> None:
    """Say that `city`, a name, needs another beside it."""
    st.html(macro("compare", "note", t("choose_second", city=city)))


def joined(names: Sequence[str], t: Translations) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return t("and").join(filter(None, [", ".join(names[:-1]), names[-1]]))


def show(data: Dataset, cities: Sequence[str], t: Translations) -> None:
    """Draw the columns of `cities`, what they share, and all that is said of them by facet."""
    columns, rest = _drawn(data, tuple(cities), t)
    st.html(columns)
    st.html(rest)


@lru_cache(maxsize=200)  # of some thousand selections
def _drawn(data: Dataset, cities: tuple[str, ...], t: Translations) -> tuple[str, str]:
    beside = _Beside(data, cities, t)
    topics, table = (Markup(part) for part in (beside.topics(), beside.table()))  # noqa: S704 - escaped  # nosec B704
    return city_columns.columns(data, cities, t), macro("compare", "everything", t("everything"), topics, table)


def picture(data: Dataset, cities: Sequence[str], t: Translations) -> Picture:
    """Their columns of the evidence map as a file; its title says in how many facets each is spoken of."""
    mentioned = comparing.by_mention(cached_frames.evidence_map_of(data, tuple(cities)), cities)
    names = data.names("cities", t.language)
    told = t(
        "picture_title",
        cities=joined([names[city] for city in cities], t),
        n=len(mentioned["all"]),
        all=sum(len(rows) for rows in mentioned.values()),
    )
    still = evidence_map_picture.beside(data, cities, told, t.language)
    note = evidence_map_picture.note(data, t.language)
    return Picture(f"compare_{'-'.join(cities)}", told, still, note=note, width=760)


class _Beside:
    """The HTML of some cities side by side. Everything from the dataset is escaped here or in markup."""

    def __init__(self, data: Dataset, cities: tuple[str, ...], t: Translations) -> None:
        self.data, self.cities, self.t = data, cities, t
        standing = standings.own_standings(data.memberships)
        self.standing = standing.set_index("city_id")
        self.sizes = standings.unit_sizes(standing, data.figures)
        self.names = data.names("cities", t.language)
        self.themes = data.names("themes", t.language)
        self.claims = data.evidence[data.evidence["city_id"].isin(cities)]
        self.studied = set(data.cities.loc[data.cities["in_study"], "city_id"])
        self.matrix = matrix.evidence_matrix(
            self.claims, data.facets, data.cities.set_index("city_id").loc[list(cities)].reset_index()
        )
        self.relations = comparing.facet_relations(self.matrix, self.claims, cities)

    def named(self, cities: Iterable[str]) -> str:
        return joined([self.names[city] for city in cities], self.t)

    # topics

    def topics(self) -> str:
        """What lies how between the cities, over all factors."""
        comparable = self.studied.intersection(self.claims["city_id"])
        relations = comparing.theme_relations(self.claims, self.cities, comparable)
        return (
            f'<section class="answer"><h2>{escape(self.t("topics_title"))}</h2>{self.related(relations)}'
            f'<p class="quiet">{escape(self.t("topics_note"))}</p></section>'
        )

    def related(self, relations: pd.DataFrame, *, within_facet: bool = False) -> str:
        """The relations of themes as a list: limit here, shared, named for one, nothing to compare."""
        order = list(self.themes)
        rows = sorted(relations.itertuples(), key=lambda row: order.index(row.theme_id))
        items: dict[str, list[str]] = {}
        for row in rows:
            items.setdefault(self.heading(row, within_facet), []).append(self.topic(row, within_facet))
        ranks = {self.heading(row, within_facet): self.rank(row) for row in reversed(rows)}
        ranked = sorted(items, key=ranks.__getitem__)
        lines = "".join(f"<li>{heading} {'; '.join(items[heading])}</li>" for heading in ranked)
        return f'<ul class="relations">{lines}</ul>' if lines else escape(self.t("silent"))

    def naming(self, row: Any) -> tuple[str, ...]:
        return tuple(city for city in self.cities if any(city in getattr(row, mode) for mode in comparing.MODES))

    def rank(self, row: Any) -> tuple[int, int, int]:
        naming = self.naming(row)
        return comparing.RELATIONS.index(row.relation), -len(naming), self.cities.index(naming[0])

    def heading(self, row: Any, within_facet: bool) -> str:
        naming = self.naming(row)
        if row.relation == "limit_here":
            return markup.symbol("limit", f"{self.t('limit_here')}:")
        if row.relation == "shared":
            everywhere = "shared_both" if len(self.cities) == 2 else "shared_all"
            words = self.t(everywhere if len(naming) == len(self.cities) else "shared_some")
        else:
            key = "one_here" if within_facet and row.relation == "one" and row.elsewhere else row.relation
            words = self.t(key, city=self.names[naming[0]])
        return f"<b>{escape(words)}:</b>"

    def topic(self, row: Any, within_facet: bool) -> str:
        """A theme, and what has to be said of it: where it is a limit, only an aim or past, or named elsewhere.

        Within a facet the statements stand right below with their marks, so aims and the past are left to them.
        """
        there = set(row.exists)
        told = {"limit": row.limit}
        if row.relation == "limit_here":
            told["exists"] = [city for city in row.exists if city not in row.limit] or row.exists
        elif not within_facet:
            told |= {mode: [city for city in getattr(row, mode) if city not in there] for mode in ("aim", "past")}
        naming = self.naming(row)
        notes = [
            f"{self.t(f'mode_{mode}')}: {self.named(cities)}" if len(naming) > 1 else self.t(f"mode_{mode}")
            for mode, cities in told.items()
            if cities
        ]
        if row.relation == "shared" and len(naming) < len(self.cities):
            notes.insert(0, self.named(naming))
        if within_facet and row.elsewhere:
            notes.append(self.t("elsewhere", cities=self.named(row.elsewhere)))
        aside = f' <span class="quiet">({escape(" · ".join(notes))})</span>' if notes else ""
        return f"{escape(self.themes[row.theme_id])}{aside}"

    # the table

    def table(self) -> str:
        head = "".join(f'<th role="columnheader" scope="col">{escape(self.names[city])}</th>' for city in self.cities)
        caption = escape(self.t("caption", cities=self.named(self.cities)))
        note = f'<p class="quiet">{escape(self.t("table_note"))}</p>'
        side = f'<th role="columnheader" scope="col" class="aside">{escape(self.t("side"))}</th>'
        factors = "".join(self.factor(factor) for factor in self.data.factors.itertuples())
        # Roles are written out: a browser may forget that this is a table where a phone's style makes it blocks.
        return (
            f'{self.jump()}<table class="sides" role="table"><caption>{caption}{note}</caption>'
            f'<thead role="rowgroup"><tr role="row">{side}{head}</tr></thead>'
            f'<tbody role="rowgroup">{self.head_rows()}</tbody>{factors}</table>'
        )

    def jump(self) -> str:
        """Links to the factors: the table is long."""
        names = self.data.names("factors", self.t.language, "short")
        links = "".join(f'<li><a href="#sides-{one}">{escape(f"{one} {name}")}</a></li>' for one, name in names.items())
        return f'<nav aria-label="{escape(self.t("jump"))}"><ul class="jump">{links}</ul></nav>'

    def row(self, heading: str, cells: Iterable[str]) -> str:
        drawn = "".join(self.cell(city, cell) for city, cell in zip(self.cities, cells, strict=True))
        return f'<tr role="row"><th role="rowheader" scope="row">{escape(heading)}</th>{drawn}</tr>'

    def cell(self, city: str, content: str) -> str:
        return f'<td role="cell"><span class="who">{escape(self.names[city])}</span>{content}</td>'

    def head_rows(self) -> str:
        regions = self.data.labels("region_nso", self.t.language)
        region_of = dict(zip(self.data.cities["city_id"], self.data.cities["region_nso"], strict=True))
        study = self.data.labels("state", self.t.language)["not_studied"]
        rows = {
            "row_unit": [self.units(city) for city in self.cities],
            "row_since": [self.since(city) for city in self.cities],
            "row_size": [self.size(city) for city in self.cities],
            "row_region": [escape(regions[region_of[city]]) for city in self.cities],
            "row_study": [
                escape(self.t("in_study")) if city in self.studied else markup.symbol("not_studied", study)
                for city in self.cities
            ],
        }
        return "".join(self.row(self.t(key), cells) for key, cells in rows.items())

    def units(self, city: str) -> str:
        """Each unit a source names, with how sure that is; several where sources differ."""
        rows = self.data.memberships[
            (self.data.memberships["city_id"] == city)
            & (self.data.memberships["scheme"] == self.standing.at[city, "scheme"])
        ]
        lines = [
            f"<div>{escape(self.t.of(row, 'member_name'))} "
            f"{markup.confidence(self.data, row, self.t)}"
            f"{markup.citation(self.data, row.source, self.t)}</div>"
            for row in rows.itertuples()
        ]
        differs = markup.noted(self.t("disputed")) if rows["disputed"].any() else ""
        return "".join(lines) + differs

    def since(self, city: str) -> str:
        own = self.standing.loc[city]
        status = self.data.labels("membership_status", self.t.language)[own["status"]]
        key = "since" if own["status"] == "member" else "during"
        date = dates.spoken(own["since"], self.t.language)
        return escape(self.t(key, status=status, date=date) if date else status)

    def size(self, city: str) -> str:
        areas = self.data.labels("unit_of", self.t.language)
        lines = [
            "<div>"
            + escape(
                self.t(
                    "people",
                    n=f"{int(row.value):,}",
                    area=areas[row.unit_of] if self.t.language == "th" else areas[row.unit_of].lower(),
                    year=dates.spoken(str(int(row.year)), self.t.language),
                )
            )
            + f" {markup.noted(self.t(f'size_{row.size}'))}{markup.confidence(self.data, row, self.t)}"
            + f"{markup.citation(self.data, row.source, self.t)}</div>"
            for row in self.sizes[self.sizes["city_id"] == city].itertuples()
        ]
        return "".join(lines) or f'<span class="quiet">{escape(self.t("no_size"))}</span>'

    def factor(self, factor: Any) -> str:
        """The rows of one factor: what is said of the whole country, then its facets."""
        name = f"{factor.number} {self.t.of(factor, 'name')}"
        heading = (
            f'<tr role="row" class="factor" id="sides-{factor.factor_id}">'
            f'<th role="rowheader" scope="rowgroup" colspan="{len(self.cities) + 1}">{escape(name)}</th></tr>'
        )
        limits = matrix.country_limits(self.data.evidence, self.data.factors)
        limits = limits[limits["factor_id"] == factor.factor_id]
        country = ""
        if len(limits):
            note = f'<p class="quiet">{escape(self.t("country_note"))}</p>'
            country = (
                f'<tr role="row" class="country"><th role="rowheader" scope="row">{escape(self.t("country"))}</th>'
                f'<td role="cell" colspan="{len(self.cities)}">{self.told(limits)}{note}</td></tr>'
            )
        cells = self.matrix[self.matrix["factor_id"] == factor.factor_id]
        facets = "".join(
            self.facet(factor.factor_id, facet_id)
            for facet_id in sorted(dict.fromkeys(cells["facet_id"]), key=lambda one: one == "")
        )
        return f'<tbody role="rowgroup">{heading}{country}{facets}</tbody>'

    def facet(self, factor_id: str, facet_id: str) -> str:
        """A facet: how its topics lie between the cities, and under it every statement, city by city."""
        cells = self.matrix[(self.matrix["factor_id"] == factor_id) & (self.matrix["facet_id"] == facet_id)]
        by_city = {cell.city_id: cell for cell in cells.itertuples()}
        drawn = [self.statements(by_city.get(city), facet_id) for city in self.cities]
        if not facet_id:
            return self.row(self.t("printed_here"), drawn)
        relations = self.relations[
            (self.relations["factor_id"] == factor_id) & (self.relations["facet_id"] == facet_id)
        ]
        name = self.data.names("facets", self.t.language)[facet_id]
        return (
            f'<tr role="row" class="topics"><th role="rowheader" scope="row" rowspan="2">{escape(name)}</th>'
            f'<td role="cell" colspan="{len(self.cities)}">{self.related(relations, within_facet=True)}</td></tr>'
            f'<tr role="row">{"".join(map(self.cell, self.cities, drawn))}</tr>'
        )

    def statements(self, cell: Any, facet_id: str) -> str:
        states = self.data.labels("state", self.t.language)
        if cell is None or (not facet_id and not cell.evidence_ids):
            return f'<span class="quiet">{escape(self.t("none_printed"))}</span>'
        told = self.told(self.claims[self.claims["evidence_id"].isin(cell.evidence_ids)]) if cell.evidence_ids else ""
        if cell.state in ("nothing", "not_studied"):
            elsewhere = f" {self.t('from_elsewhere', n=len(cell.evidence_ids))}" if told else ""
            state = markup.symbol(cell.state, states[cell.state])
            return f'{state}<span class="quiet">{escape(elsewhere)}</span>{told}'
        return told

    def told(self, claims: pd.DataFrame) -> str:
        return markup.claim_list(
            self.data, claims, self.t, remark=lambda claim: markup.voiced(self.data, claim, self.t)
        )
