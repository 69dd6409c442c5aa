"""The parts of the spaces page: filters, the map, the list with its details, downloads. Each draws only itself."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from lcdash import derived, languages, maps, markup, references, settings, transforms
from lcdash.dataset import Dataset
from lcdash.ui import link, map_frame
from lcdash.ui.components import choosable
from lcdash.ui.filters import Chosen, Filter
from lcdash.wording import Wording

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT = 520  # of the map
MANY = 500  # more than these are drawn and listed by city: nobody reads so many, and no browser draws them at once
UNKNOWN = "unknown"  # the `place` of what is somewhere, but nobody knows where
EVERYONE = "all_ages"  # the audience of what is for everybody

# Filters


def wanted(data: Dataset, cities: pd.DataFrame, say: Wording) -> list[Filter]:
    """The filters of spaces; the frame they filter comes from transforms.listed_spaces."""
    regions = {
        code: name
        for code, name in data.labels("region_nso", say.language).items()
        if code in set(cities["region_nso"])
    }
    named = transforms.names(cities, say.language)
    return [
        Filter("city", "city_id", named, counted=False),
        Filter("region", "region_nso", regions, counted=False),
        Filter("kind", "kind", data.labels("space_kind", say.language)),
        Filter("audience", "audience", data.labels("audience", say.language)),
        Filter("mode", "mode", data.labels("space_mode", say.language)),
        Filter("precision", "place", data.labels("precision", say.language) | {UNKNOWN: say("place_unknown")}),
        Filter("called", "called", {"yes": say("called_yes"), "no": say("called_no")}),
    ]


def for_everyone(spaces: pd.DataFrame, chosen: Chosen, say: Wording) -> None:
    """Where an audience is asked for: that some spaces are for all ages, and a button that shows them too."""
    audiences = chosen.selection["audience"]
    if not audiences or EVERYONE in audiences:
        return
    shown = transforms.matching(spaces, chosen.selection | {"audience": [EVERYONE]}, chosen.words) & ~chosen.shown
    if shown.any():
        with st.container(horizontal=True, vertical_alignment="center", key="for_everyone"):
            st.html(f'<p class="quiet">{escape(say("for_everyone", n=int(shown.sum())))}</p>', width="content")
            st.button(say("show_everyone"), on_click=link.write, args=("audience", [*audiences, EVERYONE]))


# The map


def chart(data: Dataset, shown: gpd.GeoDataFrame, opened: str | None, tiles: str, say: Wording) -> None:
    """The spaces that are shown, as far as a place is known; choosing one writes its id into the link."""
    cities = data.names("cities", say.language)
    many = len(shown) > MANY
    gathered = data.cities[data.cities["city_id"].isin(shown["city_id"]) & many]
    drawn = shown.iloc[:0] if many else shown
    somewhere = transforms.somewhere_in_city(drawn, data.cities)
    group = maps.space_map(
        drawn,
        somewhere,
        gathered=gathered,
        told=_told(data, drawn, somewhere, say)
        | {f"city.{city_id}": [cities[city_id], say("several_here")] for city_id in gathered["city_id"]},
        cities=cities,
        words={key: say(f"map_{key}") for key in ("title", "group", "zoom_in", "zoom_out", "km", "m")}
        | {"language": say.language},
        chosen=opened or "",
    )
    st.subheader(say("map_heading"), anchor=False)
    with st.container(key="space_map"):
        map_frame.show(
            data,
            maps.space_country(map_frame.provinces(data).name, tiles=tiles),
            group,
            key="spaces_map",
            height=HEIGHT,
            tiles=tiles,
            choose=_choose_on_map,
            say=say,
        )
    _legend(drawn, say)
    named = shown[shown["added_by"] == "source"]
    unplaced, placeless = int((named["place"] == UNKNOWN).sum()), int((named["place"] == "").sum())
    lines = [say(f"only_listed_{key}", n=n) for key, n in (("unknown", unplaced), ("placeless", placeless)) if n]
    if lines:
        st.html(f'<p class="quiet">{"<br>".join(map(escape, lines))}</p>')


def _choose_on_map(space_id: str) -> None:
    if space_id.startswith("city."):
        link.write("city", [space_id.removeprefix("city.")])
    elif not space_id.startswith("somewhere."):
        link.write("id", [space_id])
    else:  # a mark for all spaces of a city that are somewhere in it: the list then shows these
        link.write("city", [space_id.removeprefix("somewhere.")])
        link.write("precision", ["city"])


def _told(data: Dataset, shown: pd.DataFrame, somewhere: pd.DataFrame, say: Wording) -> dict[str, list[str]]:
    """What the marks are called: space_id, or `somewhere.<city_id>`, -> its name and the rest, as plain text."""
    kinds, precisions = data.labels("space_kind", say.language), data.labels("precision", say.language)
    cities, confidences = data.names("cities", say.language), data.labels("confidence", say.language)
    names = transforms.names(shown, say.language)
    told = {
        one.space_id: [
            names[one.space_id],
            f"{cities[one.city_id]} · {kinds[one.kind]}",
            *([say("place_is", precision=precisions[one.precision])] if one.precision else []),
            *([confidences[one.confidence]] if one.confidence in markup.UNSURE else []),
            *([say("added_by_editors")] if one.added_by == "editors" else []),
        ]
        for one in shown.itertuples()
    }
    for one in somewhere.itertuples():
        held = [names[space_id] for space_id in one.space_ids]
        told[f"somewhere.{one.city_id}"] = [say("somewhere", city=cities[one.city_id]), *held]
    return told


def _legend(shown: pd.DataFrame, say: Wording) -> None:
    """The marks that are on the map, each with its words."""
    st.html(settings.ROOT / "static/leaflet/spaces.css")
    named = shown[shown["added_by"] == "source"]
    rows = [
        (maps.spot(form), say(f"mark_{form}"))
        for form, precisions in (("exact", ["exact"]), ("approximate", ["approximate", "street"]), ("city", ["city"]))
        if (shown if form == "city" else named)["precision"].isin(precisions).any()
    ]
    if ((shown["added_by"] == "editors") & shown["precision"].isin(maps.PLACED)).any():
        rows.append((maps.spot("exact", editors=True), say("mark_editors")))
    if shown["precision"].isin(maps.PLACED).sum() > 1:
        rows.append((maps.spot("group"), say("mark_group")))
    items = "".join(f"<li>{mark} {escape(words)}</li>" for mark, words in rows)
    if items:
        st.html(f'<ul class="legend" aria-label="{escape(say("legend"))}">{items}</ul>')


# The list


def listing(data: Dataset, cities: pd.DataFrame, shown: pd.DataFrame, opened: pd.DataFrame, say: Wording) -> None:
    """The spaces that are shown, by city, rooms under their building; each opens its details.

    opened  the row of the space that is open, or none. Where the filter does not show it, it stands first and says so.
    """
    reader = _reader(data, say)
    sections = ""
    many = len(shown) > MANY
    for row in opened[~opened["space_id"].isin(shown["space_id"]) | many].itertuples():
        note = "" if many else f'<p class="quiet">{escape(say("open_not_shown"))}</p>'
        sections += f'<section>{note}<ul class="places"><li>{reader.entry(row.space_id)}</li></ul></section>'
    names = transforms.names(cities, say.language)
    if many:
        held, here = set(shown["city_id"]), link.with_value("city", "")
        items = "".join(
            f'<li><a href="{escape(here + city_id)}">{escape(city)}</a></li>'
            for city_id, city in names.items()
            if city_id in held
        )
        sections += f'<section><p>{escape(say("too_many", n=MANY))}</p><ul class="places">{items}</ul></section>'
    else:
        order = derived.spaces_in_order(data, say.language)
        by_city: dict[str, str] = {}
        for row in transforms.rooms_under_buildings(order[order.index.isin(shown.index)]).itertuples():
            item = f"<li{' class=room' if row.room else ''}>{reader.entry(row.space_id)}</li>"
            by_city[row.city_id] = by_city.get(row.city_id, "") + item
        for city_id, city in names.items():
            if city_id in by_city:
                sections += f'<section><h3>{escape(city)}</h3><ul class="places">{by_city[city_id]}</ul></section>'
    st.subheader(say("list_heading"), anchor=False)
    choosable(sections, "spaces_list", next(iter(opened["space_id"]), ""))


@cache
def _reader(data: Dataset, say: Wording) -> _Reader:
    return _Reader(data, derived.spaces(data), say)


class _Reader:
    """Writes the entries of spaces as HTML, in one language, each once."""

    def __init__(self, data: Dataset, rows: pd.DataFrame, say: Wording) -> None:
        self.data, self.rows, self.say = data, rows, say
        self.other = say.other
        self.names = transforms.names(rows, say.language)
        self.row_of = {one.space_id: one for one in rows.itertuples()}
        self.written: dict[str, str] = {}

    def entry(self, space_id: str) -> str:
        """The entry of a space, written when it is first asked for."""
        if space_id not in self.written:
            self.written[space_id] = self.write(self.row_of[space_id])
        return self.written[space_id]

    def write(self, one: Any) -> str:
        """What stands in the list, and the details below it."""
        terms = "".join(f"<dt>{escape(term)}</dt><dd>{fact}</dd>" for term, fact in self.facts(one))
        purpose = self.say.of(one, "purpose") or self.say("no_purpose")
        itself = markup.link_to("spaces", self.say("link_to_this"), self.say, id=one.space_id)
        form = one.precision if one.precision in (*maps.PLACED, "city") else "none"
        return (
            f'<details data-id="{escape(one.space_id)}"><summary>{maps.spot(form, editors=one.added_by == "editors")} '
            f"<b>{escape(self.names[one.space_id])}</b> {self.marks(one)}"
            f'<span class="quiet">{escape(" · ".join(self.about(one)))}</span></summary>'
            f'<div class="record"><p>{escape(purpose)}</p><dl class="facts">{terms}</dl>'
            f"<p>{itself}</p></div></details>"
        )

    def about(self, one: Any) -> list[str]:
        """What the list says of it in a line: kind, how it is reached, for whom, and what is known of the place."""
        audiences = self._labels("audience")
        told = [self._labels("space_kind")[one.kind], *(audiences[audience] for audience in one.audience)]
        if one.mode != "physical":
            told.insert(1, self._labels("space_mode")[one.mode])
        if one.place in (UNKNOWN, "city"):
            told.append(self.say(f"listed_{one.place}"))
        return told

    def marks(self, one: Any) -> str:
        """What has to be seen before the details: who added it, what the source does not call it, how sure it is."""
        words = []
        if one.added_by == "editors":
            words.append(self.say("added_by_editors"))
        elif not one.is_learning_space:
            words.append(self.say("called_no"))
        disputed = markup.is_disputed(self.data, "spaces", one.space_id)
        words += [self.say("disputed")] if disputed else []
        return "".join(map(markup.noted, words)) + markup.confidence(self.data, one, self.say)

    def facts(self, one: Any) -> list[tuple[str, str]]:
        """Term and fact, the facts as HTML."""
        say, data = self.say, self.data
        own = data.aliases[(data.aliases["entity"] == "space") & (data.aliases["entity_id"] == one.space_id)]
        rooms = [self.names[room] for room in self.rows.loc[self.rows["part_of"] == one.space_id, "space_id"]]
        audiences = self._labels("audience")
        found = [
            (say("other_name"), languages.name(getattr(one, f"name_{self.other}"), say.language)),
            (say("english_name_by"), escape(self._labels("name_en_by")[one.name_en_by])),
            (say("also_written"), " · ".join(languages.name(alias, say.language) for alias in own["alias"])),
            (say("filter_kind"), escape(self._labels("space_kind")[one.kind])),
            (say("filter_mode"), escape(self._labels("space_mode")[one.mode])),
            (say("filter_audience"), escape(", ".join(audiences[name] for name in one.audience) or say("not_told"))),
            (say("part_of"), escape(self.names.get(one.part_of, ""))),
            (say("rooms"), escape(" · ".join(rooms))),
            (say("filter_precision"), self.place(one)),
            (say("added_by"), escape(self.defined("added_by", one.added_by))),
        ]
        if one.added_by == "source":
            found.append((say("filter_called"), escape(say("called_yes" if one.is_learning_space else "called_no"))))
        if one.confidence in markup.UNSURE:
            found.append((say("confidence"), escape(self.defined("confidence", one.confidence))))
        if one.source:
            lines = references.full(data, one.source, say.language)
            found.append((say("source"), "<br>".join(languages.html(line, say.language) for line in lines)))
        found.append((say("disputed"), self.conflicts(one)))
        return [(term, fact) for term, fact in found if fact]

    def place(self, one: Any) -> str:
        """The precision in words, the point where there is one, and where it comes from."""
        if one.mode != "physical" and not one.precision:
            return escape(self.say("placeless"))
        if not one.precision:
            return escape(self.say("place_unknown"))
        told = self.defined("precision", one.precision)
        if one.precision in maps.PLACED and one.geometry is not None:
            told += f" ({one.geometry.y:.5f}, {one.geometry.x:.5f})"
        if one.coordinate_source:
            named = (
                references.short(self.data, source, self.say.language) for source in one.coordinate_source.split(";")
            )
            told += f" · {self.say('point_from', source=', '.join(named))}"
        return languages.html(told, self.say.language)

    def defined(self, codes: str, code: str) -> str:
        """A code's name and what it means."""
        rows = self.data.codes[(self.data.codes["list"] == codes) & (self.data.codes["code"] == code)]
        name, meaning = rows[[f"name_{self.say.language}", f"definition_{self.say.language}"]].iloc[0]
        return f"{name}: {meaning}"

    def conflicts(self, one: Any) -> str:
        found = transforms.conflicts_touching(self.data.conflicts, self.data.conflict_targets, "spaces", [one.space_id])
        return "<br>".join(
            f"<b>{escape(self.say.of(conflict, 'topic'))}</b> {escape(self.say.of(conflict, 'handling'))}"
            for conflict in found.itertuples()
        )

    def _labels(self, codes: str) -> dict[str, str]:
        return self.data.labels(codes, self.say.language)
