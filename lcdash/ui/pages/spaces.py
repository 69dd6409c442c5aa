"""The parts of the spaces page: filters, the map, the list with its details, downloads. Each draws only itself."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import city_places, space_kinds
from lcdash.content.marks import UNSURE
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import table_drawing, theme
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.evidence import cached_frames, conflicts, filtering, places
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup, space_map
from lcdash.html.rendering import macro, name_in, render
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import references, source_coverage
from lcdash.ui.shared import legend, map_frame, space_marks, statements, url_state
from lcdash.ui.shared.filters import Chosen, Filter
from lcdash.ui.shared.selectable_html import selectable

if TYPE_CHECKING:
    import geopandas as gpd

HEIGHT = 440  # of the map, before the style sheet fits it to the window
COLUMNS = 40  # so many cities stand beside each other in a table: more nobody reads, and they weigh megabytes
KEPT = 20  # of what is written of the spaces that a filter shows, how much is kept for the next reader
UNKNOWN = "unknown"  # the `place` of what is somewhere, but nobody knows where
EVERYONE = "all_ages"  # the audience of what is for everybody

# Filters


def wanted(data: Dataset, cities: pd.DataFrame, t: Translations) -> list[Filter]:
    """The filters of spaces; the frame they filter comes from places.listed_spaces."""
    regions = {
        code: name for code, name in data.labels("region_nso", t.language).items() if code in set(cities["region_nso"])
    }
    names = filtering.names(cities, t.language)
    return [
        Filter("city", "city_id", names, counted=False),
        Filter("region", "region_nso", regions, counted=False),
        Filter("kind", "kind", data.labels("space_kind", t.language)),
        Filter("audience", "audience", data.labels("audience", t.language)),
        Filter("mode", "mode", data.labels("space_mode", t.language)),
        Filter("precision", "place", data.labels("precision", t.language) | {UNKNOWN: t("place_unknown")}),
        Filter("called", "called", {"yes": t("called_yes"), "no": t("called_no")}),
    ]


def for_everyone(spaces: pd.DataFrame, choice: Chosen, t: Translations) -> None:
    """Where an audience is asked for: that some spaces are for all ages, and a button that shows them too."""
    audiences = choice.selection["audience"]
    if not audiences or EVERYONE in audiences:
        return
    selection = filtering.matching(spaces, choice.selection | {"audience": [EVERYONE]}, choice.words) & ~choice.mask
    if selection.any():
        with st.container(horizontal=True, vertical_alignment="center", key="for_everyone"):
            statements.line(t("for_everyone", n=int(selection.sum())), "quiet", width="content")
            st.button(t("show_everyone"), on_click=url_state.write, args=("audience", [*audiences, EVERYONE]))


# The map


def chart(data: Dataset, selection: gpd.GeoDataFrame, open_id: str | None, tiles: str, t: Translations) -> None:
    """The spaces that are shown, as far as a place is known; choosing one writes its id into the link."""
    ids = _ids(selection)
    st.subheader(t("map_heading"), anchor=False)
    with st.container(key="space_map"):
        map_frame.show(
            data,
            _marks(data, ids, t),
            open_id={"spaceMarks": open_id or ""},
            key="spaces_map",
            height=HEIGHT,
            tiles=tiles,
            choose=_choose_on_map,
            t=t,
        )
    legend.show(_meanings(data, ids, t), t)
    counted = selection.loc[selection["added_by"] == "source", "place"].value_counts()
    unplaced, placeless = (int(counted.get(place, 0)) for place in (UNKNOWN, ""))
    lines = [t(f"only_listed_{key}", n=n) for key, n in (("unknown", unplaced), ("placeless", placeless)) if n]
    if lines:
        st.html(macro("line", "quiet", lines))


def _ids(selection: pd.DataFrame) -> tuple[str, ...]:
    """The ids of these spaces: by them is kept what is written of a selection."""
    return tuple(selection["space_id"].tolist())


def _rows(data: Dataset, ids: tuple[str, ...]) -> gpd.GeoDataFrame:
    """The spaces with these ids."""
    spaces = cached_frames.spaces(data)
    return spaces[spaces["space_id"].isin(ids)]


@lru_cache(KEPT)
def _marks(data: Dataset, selection: tuple[str, ...], t: Translations) -> str:
    """The marks of these spaces as the map draws them."""
    return map_frame.written(space_marks.group(data, _rows(data, selection), t))


@lru_cache(KEPT)
def _meanings(data: Dataset, selection: tuple[str, ...], t: Translations) -> tuple[tuple[Markup, str], ...]:
    """What the marks of these spaces mean."""
    return tuple(space_marks.meanings(space_marks.drawn(_rows(data, selection)), t))


def _choose_on_map(space_id: str) -> None:
    if space_id.startswith("city."):
        url_state.write("city", [space_id.removeprefix("city.")])
    elif not space_id.startswith("somewhere."):
        url_state.write("id", [space_id])
    else:  # a mark for all spaces of a city that are somewhere in it: the list then shows these
        query = {"city": [space_id.removeprefix("somewhere.")], "precision": ["city"]}
        url_state.replace((*query,), query)


# Kinds by cities


def kinds(data: Dataset, selection: pd.DataFrame, open_id: str | None, t: Translations) -> None:
    """Which kinds are named in which city; choosing a mark, a kind or a city asks map and list for it.

    open_id  the space that is open: the mark it is under is framed.
    """
    with st.container(key="space_kinds"):
        selectable(_kinds(data, _ids(selection), open_id or "", t), "kinds_picture", take=_choose_kind)


@lru_cache(KEPT)
def _kinds(data: Dataset, selection: tuple[str, ...], open_id: str, t: Translations) -> Markup:
    every, cities = cached_frames.spaces(data), cached_frames.cities_with_spaces(data, t.language)
    query = set(selection) if len(selection) < len(every) else set()
    if len(cities) > COLUMNS:
        cities = cities[cities["city_id"].isin(_rows(data, selection)["city_id"])]
        cities = cities if len(cities) <= COLUMNS else cities.iloc[:0]
    rows = space_kinds.rows(data, every, list(cities["city_id"]), query, open_id, t)
    return render("space_kinds", t=t, cities=space_kinds.heads(cities, t), rows=rows)


@cache
def picture(data: Dataset, t: Translations) -> Picture:
    """The kinds by cities as a picture to download: a mark where a kind is named in a city."""
    every, cities = cached_frames.spaces(data), cached_frames.cities_with_spaces(data, t.language)
    lines = space_kinds.rows(data, every, list(cities["city_id"]), set(), "", t)
    forms = {"named": "dot", "other": "ring", "added": "diamond"}
    rows = [
        table_drawing.TableRow(
            row.name, tuple(table_drawing.TableCell(forms[cell.form] if cell else "") for cell in row.cells)
        )
        for row in lines
    ]
    title = t("picture_title", kinds=len(rows), cities=len(cities))
    drawing = table_drawing.picture(title, [head.name for head in space_kinds.heads(cities, t)], rows)
    labels = {"dot": t("kinds_named"), "ring": t("called_no"), "diamond": t("added_by_editors")}
    legend = [LegendKey(form, theme.ACCENT, lines) for form, lines in labels.items()]
    sources = source_coverage.in_order(data, every["source"])
    return Picture("space_kinds", title, drawing, sources, t("kinds_absent"), legend)


def _choose_kind(choice: str) -> None:
    """The filters of what was chosen; what is chosen again is let go."""
    city, _, kind = choice.partition("|")
    query = {key: [value] for key, value in (("city", city), ("kind", kind)) if value}
    again = all(url_state.held(key) == query.get(key, []) for key in ("city", "kind"))
    url_state.replace(("city", "kind", "id"), {} if again else query)


# The list


def listing(data: Dataset, cities: pd.DataFrame, selection: pd.DataFrame, rows: pd.DataFrame, t: Translations) -> None:
    """The spaces that are shown, by city, rooms under their building; each opens its details.

    rows    the row of the space that is open, or none. Where the filter does not show it, it stands first and says so.
    """
    reader = _reader(data, t)
    many = len(selection) > space_marks.MANY
    apart = rows[~rows["space_id"].isin(selection["space_id"]) | many]
    sections = [
        macro("space_list", "section", [(reader.entry(space_id), False)], note="" if many else t("open_not_shown"))
        for space_id in apart["space_id"]
    ]
    names = filtering.names(cities, t.language)
    sections.extend([_cities(names, selection, t)] if many else _by_city(data, _ids(selection), t))
    st.subheader(t("list_heading"), anchor=False)
    with st.container(key="space_list"):
        selectable(Markup().join(sections), "spaces_list", next(iter(rows["space_id"]), ""))


def _cities(names: dict[str, str], selection: pd.DataFrame, t: Translations) -> Markup:
    """The cities to choose from, where there are too many spaces to list."""
    group, here = set(selection["city_id"]), url_state.with_value("city", "")
    links = {name: here + city_id for city_id, name in names.items() if city_id in group}
    return macro("space_list", "cities", t("too_many", n=space_marks.MANY), links)


@lru_cache(KEPT)
def _by_city(data: Dataset, selection: tuple[str, ...], t: Translations) -> tuple[Markup, ...]:
    """The entries of the spaces that are shown, a section for each city."""
    names = filtering.names(cached_frames.cities_with_spaces(data, t.language), t.language)
    reader, order = _reader(data, t), cached_frames.spaces_in_order(data, t.language)
    entries: dict[str, list[tuple[Markup, bool]]] = {}
    for row in records.each(places.rooms_under_buildings(order[order["space_id"].isin(selection)]), places.ListedSpace):
        entries.setdefault(row.city_id, []).append((reader.entry(row.space_id), row.room))
    return tuple(
        macro("space_list", "section", entries[city_id], city) for city_id, city in names.items() if city_id in entries
    )


@cache
def _reader(data: Dataset, t: Translations) -> _SpaceWriter:
    return _SpaceWriter(data, cached_frames.spaces(data), t)


class _SpaceWriter:
    """Writes the entries of spaces as HTML, in one language, each once."""

    def __init__(self, data: Dataset, rows: pd.DataFrame, t: Translations) -> None:
        self.data, self.rows, self.t = data, rows, t
        self.other = t.other
        self.names = filtering.names(rows, t.language)
        self.row_of = {row.space_id: row for row in records.each(rows, places.ListedSpace)}
        self.written: dict[str, Markup] = {}

    def entry(self, space_id: str) -> Markup:
        """The entry of a space, written when it is first asked for."""
        if space_id not in self.written:
            self.written[space_id] = self.write(self.row_of[space_id])
        return self.written[space_id]

    def write(self, item: places.ListedSpace) -> Markup:
        """What stands in the list, and the details below it."""
        form = item.precision if item.precision in (*places.PLACED, "city") else "none"
        spot = space_map.spot(form, editors=item.added_by == "editors", called=bool(item.is_learning_space))
        entry = {
            "id": item.space_id,
            "spot": spot,
            "name": self.names[item.space_id],
            "marks": self.marks(item),
            "about": self.about(item),
            "purpose": self.t.of(item, "purpose") or self.t("no_purpose"),
            "facts": self.facts(item),
            "address": address("spaces", self.t.language, id=item.space_id),
        }
        return macro("space_list", "entry", self.t, entry)

    def about(self, item: places.ListedSpace) -> list[str]:
        """What the list says of it in a line: kind, how it is reached, for whom, and what is known of the place."""
        audiences = self._labels("audience")
        lines = [self._labels("space_kind")[item.kind], *(audiences[audience] for audience in item.audience)]
        if item.mode != "physical":
            lines.insert(1, self._labels("space_mode")[item.mode])
        if item.place == UNKNOWN and item.part_of:
            lines.append(f"{self.t('part_of')} {self.names[item.part_of]}")
        elif item.place in (UNKNOWN, "city"):
            lines.append(self.t(f"listed_{item.place}"))
        return lines

    def marks(self, item: places.ListedSpace) -> Markup:
        """What has to be seen before the details: who added it, what the source does not call it, how sure it is."""
        texts = []
        if item.added_by == "editors":
            texts.append(self.t("added_by_editors"))
        elif not item.is_learning_space:
            texts.append(self.t("called_no"))
        disputed = conflicts.is_disputed(self.data, "spaces", item.space_id)
        texts += [self.t("disputed")] if disputed else []
        return Markup().join(map(markup.noted, texts)) + markup.confidence(self.data, item, self.t)

    def facts(self, item: places.ListedSpace) -> list[tuple[str, str]]:
        """Term and fact, as text or as HTML."""
        t = self.t
        rooms = [self.names[room] for room in self.rows.loc[self.rows["part_of"] == item.space_id, "space_id"]]
        audiences = self._labels("audience")
        rows = [
            (t("other_name"), name_in(getattr(item, f"name_{self.other}"), t.language)),
            (t("english_name_by"), self._labels("name_en_by")[item.name_en_by]),
            (t("also_written"), self.aliases(item)),
            (t("filter_kind"), self._labels("space_kind")[item.kind]),
            (t("filter_mode"), self._labels("space_mode")[item.mode]),
            (t("filter_audience"), ", ".join(audiences[name] for name in item.audience) or t("not_told")),
            (t("part_of"), self.names.get(item.part_of, "")),
            (t("rooms"), " · ".join(rooms)),
            (t("filter_precision"), self.place(item)),
            (t("added_by"), self.defined("added_by", item.added_by)),
            *self.origin(item),
            (t("disputed"), self.conflicts(item)),
        ]
        return [(term, fact) for term, fact in rows if fact]

    def aliases(self, item: places.ListedSpace) -> Markup:
        """The other names under which sources print it."""
        aliases = self.data.aliases
        own = aliases[(aliases["entity"] == "space") & (aliases["entity_id"] == item.space_id)]
        return Markup(" · ").join(name_in(alias, self.t.language) for alias in own["alias"])

    def origin(self, item: places.ListedSpace) -> list[tuple[str, str]]:
        """Whether a source calls it a learning space, how sure that is, and which source."""
        t, result = self.t, []
        if item.added_by == "source":
            result.append((t("filter_called"), t("called_yes" if item.is_learning_space else "called_no")))
        if item.confidence in UNSURE:
            result.append((t("confidence"), self.defined("confidence", item.confidence)))
        if item.source:
            lines = references.full(self.data, item.source, t.language)
            result.append((t("source"), macro("line", "under", lines, t.language)))
        return result

    def place(self, item: places.ListedSpace) -> str:
        """The precision in words, the point where there is one, and where it comes from."""
        if not item.precision:
            return self.t("place_unknown" if item.mode == "physical" else "placeless")
        text, links = self.defined("precision", item.precision), Markup()
        if item.precision in places.PLACED and item.geometry is not None:
            text += f" ({item.geometry.y:.5f}, {item.geometry.x:.5f})"
            links = macro("outward", "links", self.names[item.space_id], *city_places.outward(item))
        if item.coordinate_source:
            names = (
                references.short(self.data, source, self.t.language) for source in item.coordinate_source.split(";")
            )
            text += f" · {self.t('point_from', source=', '.join(names))}"
        return macro("space_list", "place", text, links, self.t.language)

    def defined(self, codes: str, code: str) -> str:
        """A code's name and what it means."""
        rows = self.data.codes[(self.data.codes["list"] == codes) & (self.data.codes["code"] == code)]
        name, meaning = rows[[f"name_{self.t.language}", f"definition_{self.t.language}"]].iloc[0]
        return f"{name}: {meaning}"

    def conflicts(self, item: places.ListedSpace) -> Markup:
        """Where sources differ on it, in a line each."""
        result = conflicts.naming(self.data, "spaces", item.space_id)
        return macro(
            "conflict",
            "lines",
            [conflict_html.of(self.data, row, self.t) for row in records.each(result, records.Conflict)],
        )

    def _labels(self, codes: str) -> dict[str, str]:
        return self.data.labels(codes, self.t.language)
