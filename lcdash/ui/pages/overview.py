"""The overview's answers: who the members are, whether a place is among them, how the network has grown."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import evidence_map_picture, evidence_map_text, marks, timeline
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents import members_map
from lcdash.documents.pictures import Picture
from lcdash.drawing import figures, svg_writer
from lcdash.evidence import cached_frames, conflicts, filtering, standings
from lcdash.html import markup, place_answer, timeline_html
from lcdash.html.rendering import macro
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.search import place_names, subject_names
from lcdash.search.place_names import Place
from lcdash.site import address
from lcdash.sources import references, source_coverage
from lcdash.ui.components.components import drawing
from lcdash.ui.shared import downloads, filters, url_state

# For whom, and where they start: the key of the words, the page, what its link holds.
WAYS: dict[str, tuple[tuple[str, str, dict[str, str]], ...]] = {
    "policy": (("sheet", "cities", {}), ("learn", "learn", {}), ("lack", "factors", {"silent": "1"})),
    "town": (),  # place_answer.own_way, with the place that was asked for
    "research": (("evidence", "factors", {}), ("data", "data", {})),
    "present": (("story", "present", {}), ("kit", "present", {})),
}
PARTS = {"kit": "#kit"}  # of a way in: the part of its page


class SentencePart(NamedTuple):
    """Words of a sentence, the address they lead to and the mark of a half that they begin, each "" for none."""

    words: str
    link: str
    strong: bool
    mark: str


class Member(NamedTuple):
    """A member under the year it joined: its name, its page, and what sources differ on ("" for nothing)."""

    name: str
    link: str
    differ: str


def heading(data: Dataset, t: Translations) -> None:
    """What there is to see, as of when, and what this is not; every number computed."""
    st.html(_heading(data, t))


@cache
def _heading(data: Dataset, t: Translations) -> Markup:
    standing = cached_frames.member_standings(data)
    latest = dates.spoken(standing["since"].max(), t.language)
    created = dates.spoken(data.created, t.language)
    article = references.short(data, str(data.reading["source_id"].iloc[0]), t.language)
    line = t("line", date=latest, checked=created, article=article)
    checked = (t(f"checked_by_{'none' if data.human_check.empty else 'some'}"), address("method", t.language))
    return macro("overview", "heading", t, t("headline", n=len(standing)), line, checked)


def whole(data: Dataset, t: Translations) -> None:
    """The evidence map in small: a mark a cell, each a way in, and what it says in sentences."""
    chart = cached_frames.evidence_map(data, t.language)
    link = markup.link_to("factors", t("open_whole"), t)
    title = t("whole_title", cities=len(chart.studied), facets=len(data.facets))
    st.html(macro("overview", "section_head", title, link))
    drawing(_whole_svg(data, t.language), "small_evidence_map", "25.5rem")
    st.html(_sentences(data, t))


@cache
def _sentences(data: Dataset, t: Translations) -> Markup:
    picture, text = cached_frames.evidence_map(data, t.language), Translations("evidence_map", t.language)
    names = evidence_map_text.MapNames(data, text)
    lines = [_linked(sentence.pieces, t) for sentence in evidence_map_text.sentences(picture, names, text)]
    return macro("overview", "sentences", lines)


def _linked(pieces: Sequence[evidence_map_text.SentencePiece], t: Translations) -> list[SentencePart]:
    """The pieces of a sentence with the addresses at which the factors page shows what they name."""
    return [SentencePart(piece.words, _address(piece.target, t), piece.strong, piece.mark) for piece in pieces]


def _address(target: evidence_map_text.Target | None, t: Translations) -> str:
    if not target:
        return ""
    selection = {key: str(value) for key, value in target.items() if key != "filters"}
    filters = cast(Mapping[str, Sequence[str]], target.get("filters", {}))
    return address("factors", t.language, **selection, **filters)


def ways_in(data: Dataset, t: Translations) -> None:
    """Where each kind of reader starts; a town, with the place that was asked for."""
    own = place_answer.own_way(_place_asked_for(data), t.language)
    groups = [
        (
            t(f"way_{reader}"),
            [(t(f"way_{key}"), address(page, t.language, **query) + PARTS.get(key, "")) for key, page, query in links],
        )
        for reader, links in WAYS.items()
    ]
    st.html(macro("overview", "ways", groups, own))


def _place_asked_for(data: Dataset) -> Place | None:
    """What stands in the box for a place, where it is no subject instead."""
    query = url_state.text("place")
    return place_names.read(data, query) or (Place(query) if query and not subject_names.read(data, query) else None)


def by_year(data: Dataset, t: Translations) -> None:
    """The members under the year they joined, each a link to its page."""
    st.html(_years(data, t))


@cache
def _years(data: Dataset, t: Translations) -> Markup:
    standing = cached_frames.member_standings(data)
    by_name = filtering.by_name(standing.merge(data.cities, on="city_id"), t.language)
    rows = [
        (
            dates.year(year, t.language),
            [
                Member(
                    t.of(row, "name"),
                    address("cities", t.language, city=row.city_id),
                    marks.unit_words(data, row.units, row.disputed, t) if row.disputed else "",
                )
                for row in records.each(members, standings.MemberCity)
            ],
        )
        for year, members in by_name.groupby(by_name["since"].str[:4])
    ]
    return macro("overview", "years", t("years_title"), rows)


def topics(data: Dataset, t: Translations) -> None:
    """Every topic, a link to the cities that can be learnt from."""
    st.html(_topics(data, t))


@cache
def _topics(data: Dataset, t: Translations) -> Markup:
    names = filtering.names(filtering.by_name(data.themes, t.language, "short"), t.language, "short")
    links = [(name, address("learn", t.language, theme=theme)) for theme, name in names.items()]
    return macro("overview", "topics", t("topics_title"), links)


@cache
def _whole_svg(data: Dataset, language: str) -> str:
    return svg_writer.svg(evidence_map_picture.small(data, language, leads=True))


@cache
def _members_svg(data: Dataset, language: str) -> str:
    return svg_writer.svg(members_map.drawing(data, language, leads=True))


def small_map(data: Dataset, t: Translations) -> None:
    """A picture of where they are, each a link to its page; the map page has the one that moves."""
    selection = members_map.picture(data, t.language)
    link = markup.link_to("map", t("open_map"), t)
    title = t("members_title", n=len(cached_frames.member_standings(data)))
    st.html(macro("overview", "section_head", title, link))
    drawing(_members_svg(data, t.language), "small_map", "28rem")
    st.html(macro("picture_key", "legend", selection.legend, t))


def my_place(data: Dataset, t: Translations) -> None:
    """The box for a province, a municipality or a topic, and the answer to whatever is typed, or an id in the link."""
    query = url_state.text("place")
    filters.text_box("place", t("place_label"), t("place_hint"))
    if query:
        st.html(_answer(data, query, t))


def _answer(data: Dataset, query: str, t: Translations) -> Markup:
    """What is known of a place, else of the subjects that the words may mean."""
    place = place_names.read(data, query)
    if place:
        return place_answer.answer(data, place, t.language)
    return place_answer.of_subject(data, query, subject_names.read(data, query), t.language)


def growth(data: Dataset, t: Translations) -> None:
    """Two small charts, Thai members and the network, each with its table."""
    left, right = st.columns(2)
    with left:
        _chart(data, _thai_members(data, t), t)
    with right:
        _chart(data, _network_totals(data, t), t)
    st.caption(t("growth_note"))
    downloads.picture(data, members_map.picture(data, t.language), t, t("map_picture"))


class Chart(NamedTuple):
    """A chart: what it is in few words, its key on the page, itself as a file, and as a table."""

    words: str
    key: str
    picture: Picture
    table: Markup


def _chart(data: Dataset, selection: Chart, t: Translations) -> None:
    title = selection.picture.title
    st.plotly_chart(selection.picture.drawing, theme=None, config=figures.STILL, key=selection.key, alt=title)
    downloads.picture(data, selection.picture, t, selection.words)
    with st.expander(t("as_table")):
        st.html(selection.table)


@cache
def _thai_members(data: Dataset, t: Translations) -> Chart:
    """How many Thai members there were at the end of each year in which one joined, with its table."""
    standing = cached_frames.member_standings(data)
    years = standings.members_by_year(standing)
    first, last = years.iloc[0], years.iloc[-1]
    title = t(
        "growth_thai",
        first=first["members"],
        from_year=dates.year(first["year"], t.language),
        last=last["members"],
        to_year=dates.year(last["year"], t.language),
    )
    chart = figures.thai_members(years, title=title, year_label=lambda y: dates.year(y, t.language))
    joined = data.memberships[data.memberships["city_id"].isin(standing["city_id"])]
    sources = source_coverage.in_order(data, joined["source"])
    table = years.assign(year=[dates.year(year, t.language) for year in years["year"]])
    table = table.rename(columns={"year": t("col_year"), "members": t("col_members")})
    picture = Picture("thai_members", title, chart, sources)
    return Chart(t("growth_thai_picture"), "thai", picture, markup.table(table, title))


@cache
def _network_totals(data: Dataset, t: Translations) -> Chart:
    """The cities of the whole network wherever a source states them."""
    stated = data.network[data.network["cities"].notna()].sort_values("date", kind="stable")
    labels = [
        str(int(n)) if q == "exact" else t(q, n=int(n))
        for n, q in zip(stated["cities"], stated["qualifier"], strict=True)
    ]
    title = t("growth_all", last=labels[-1], date=dates.spoken(stated.iloc[-1]["date"], t.language))
    chart = figures.network_totals(stated, labels=labels, title=title, year_label=lambda y: dates.year(y, t.language))
    sources = source_coverage.in_order(data, stated["source_id"])
    table = pd.DataFrame(
        {
            t("col_date"): [dates.spoken(date, t.language) for date in stated["date"]],
            t("col_cities"): labels,
            t("col_countries"): ["" if pd.isna(n) else str(int(n)) for n in stated["countries"]],
            t("source"): [references.short(data, source, t.language) for source in stated["source_id"]],
        }
    )
    picture = Picture("network", title, chart, sources, t("growth_note"))
    return Chart(t("growth_all_picture"), "network", picture, markup.table(table, title))


def network_timeline(data: Dataset, t: Translations) -> None:
    """Who joined when and what concerns no single city, by date, folded: each city's brief has its own."""
    with st.expander(Translations("cities", t.language)("network_timeline")):
        st.html(_timeline(data, t))


@cache
def _timeline(data: Dataset, t: Translations) -> Markup:
    def tail(entry: timeline.TimelineEntry) -> Markup:
        differs = markup.noted(t("disputed")) if conflicts.is_disputed(data, entry.table, entry.row_id) else Markup()
        return differs + markup.citation(data, entry.source, t)

    return macro("overview", "timeline", timeline_html.drawn(timeline.of_network(data, t), t, tail))
