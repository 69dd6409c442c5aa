"""The parts of the frameworks page: the six factors, UNESCO's frame, where the two meet, Kalasin as an example."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

import pandas as pd
from markupsafe import Markup

from lcdash.content import crosswalk_picture, marks
from lcdash.dataset import citations, records
from lcdash.dataset.loading import Dataset
from lcdash.documents.exports import Selection
from lcdash.documents.pictures import Picture
from lcdash.drawing import crosswalk_drawing, theme
from lcdash.drawing.crosswalk_drawing import Crosswalk, End
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.evidence import conflicts, filtering, frameworks
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup, rendering
from lcdash.html.rendering import in_language, macro, render
from lcdash.language import dates
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import source_coverage
from lcdash.ui.components.components import component, sent_by
from lcdash.ui.shared import statements, url_state
from lcdash.ui.shared.downloads import offer, picture

HERE = Path(__file__).parent
# What is open on this page, as its link holds it.
KEYS = ("part", "factor", "id")
MEMBERS = "ecosystem_member"
MEANINGS = "meaning"
AWARD = "unesco_award"
FINDINGS = ("finding", "challenge", "recommendation")  # what the article says of a factor beyond what it is


class _FrameworkWriter:
    """Turns what one part of the page holds into HTML, in one language."""

    def __init__(self, data: Dataset, part: str, t: Translations) -> None:
        self.data, self.part, self.t = data, part, t
        self.notes = markup.FoldedNotes(data, t)
        self.items = data.frameworks.set_index("item_id", drop=False)
        self.factors = data.names("factors", t.language)
        self.facets = data.names("facets", t.language)
        self.cities = data.names("cities", t.language)
        self.strengths = data.labels("strength", t.language)

    def show(self, pieces: Iterable[Markup]) -> None:
        """Draw the pieces of the part, and the sources they cite in full at the end."""
        _show(self.written(pieces), self.part)

    def written(self, pieces: Iterable[Markup]) -> Markup:
        """The pieces and the sources they cite, as HTML."""
        text = list(pieces)
        sources = self.notes.listed() if any(self.notes.written) else ""
        return macro("frameworks", "part", text, self.t("sources"), sources)

    def ask(
        self,
        text: str,
        anchor: str = "",
        *,
        part: str = "",
        factor: Sequence[str] = (),
        item: str = "",
        expanded: bool | None = None,
    ) -> Markup:
        """A link to another state of this page; `expanded` where it opens and closes something."""
        state = {"part": part or self.part, "factor": factor, **({"id": item} if item else {})}
        href = address(self.t.page, self.t.language, **state)
        return macro("frameworks", "way", text, href, urlencode(state, doseq=True), anchor, expanded)

    # Names

    def factor(self, factor_id: str) -> str:
        return f"{self.data.factor_numbers[factor_id]} {self.factors[factor_id]}"

    def item(self, item_id: str) -> str:
        """An item as it is named away from its list, with what it is and its number."""
        row = self.items.loc[item_id]
        return self.t(f"item_{row['framework']}", n=row["order"], name=row[f"name_{self.t.language}"])

    def side(self, factor_id: str, facet_id: str) -> str:
        """A facet as it is named away from its factor; the factor, where it is linked as a whole."""
        if not facet_id:
            return self.t("whole_factor_n", n=self.data.factor_numbers[factor_id])
        return self.t("facet_of", facet=self.facets[facet_id], n=self.data.factor_numbers[factor_id])

    # Where sources differ

    def shared(self, table: str, row_ids: Collection[str]) -> pd.DataFrame:
        """The conflicts that touch every one of these rows: told once, above them."""
        touching = [set(conflicts.touching(self.data, table, [row_id])["conflict_id"]) for row_id in row_ids]
        ids = set.intersection(*touching) if touching else set()
        return self.data.conflicts[self.data.conflicts["conflict_id"].isin(ids)]

    def differing(self, rows: pd.DataFrame, told_already: pd.DataFrame | None = None) -> Markup:
        """Conflicts, folded, each with the way to what every source says of it."""
        if told_already is not None:
            rows = rows[~rows["conflict_id"].isin(told_already["conflict_id"])]
        return conflict_html.folded(self.data, rows, self.t, link=self.t("each_source"))

    # The crosswalk

    def reasons(self, links: pd.DataFrame, *, of: str) -> Markup:
        """Links of the crosswalk with their reasons; what stands above them ("factor" or "item") is not repeated."""
        rows = []
        for link in records.each(links, records.CrosswalkLink):
            side = self.side(link.factor_id, link.facet_id)
            if of == "factor" and link.facet_id:
                side = self.facets[link.facet_id]
            strength = marks.mark(link.strength, self.strengths[link.strength])
            name = side if of == "item" else f"{side} · {self.item(link.item_id)}"
            rows.append((strength, name, self.t.of(link, "reason")))
        return macro("frameworks", "reasons", rows, self.t.language)


def _show(html: Markup, part: str) -> None:
    """Draw a part, whose links change what is open on this page."""
    key = f"frames_{part}"

    def follow() -> None:
        query = parse_qs(str(sent_by(key, "asked") or ""))
        if query:
            url_state.replace(KEYS, {name: query[name] for name in KEYS if name in query})

    component("frameworks", folder=HERE, isolated=False)(key=key, data={"html": html}, on_asked_change=follow)


# The six factors


def factors(data: Dataset, t: Translations) -> None:
    """The factors, and what must be known to read them; those in the link with all that the article says of them."""
    ids = list(data.factors["factor_id"])
    open_ids = url_state.many("factor", ids)
    members = data.frameworks[data.frameworks["framework"] == MEMBERS]
    mark_id = url_state.one("id", set(members["item_id"]))
    reader = _FrameworkWriter(data, "factors", t)
    statements.lead(t("factors_lead"))

    def pieces() -> Iterator[Markup]:
        general = conflicts.touching(reader.data, "factors", ())
        every = (
            reader.ask(t("close_all"), "close-all")
            if len(open_ids) == len(ids)
            else reader.ask(t("open_all"), "open-all", factor=ids)
        )
        rows = [_factor(reader, row, open_ids, general) for row in records.each(data.factors, records.Factor)]
        plainly = [_plainly(reader, row) for row in records.each(general, records.Conflict)]
        yield macro("frameworks", "factors", t("factors_note"), every, rows, plainly)
        yield _items(reader, MEMBERS, members, mark_id, t("members_note"))

    reader.show(pieces())
    offer(data, "factors", data.factors, None, t, label=t("download_factors"))
    offer(data, "facets", data.facets, None, t, label=t("download_facets"))
    offer(
        data,
        "frameworks",
        members,
        {"part": Selection(t("part"), {MEMBERS: data.labels("framework", t.language)[MEMBERS]})},
        t,
        label=t("download_members"),
    )


def _plainly(reader: _FrameworkWriter, conflict: records.Conflict) -> Markup:
    """One conflict in full: what each place says, and what the dataset does about it."""
    return macro("conflict", "full", conflict_html.of(reader.data, conflict, reader.t, cite=reader.notes.cite), "h2")


def _factor(
    reader: _FrameworkWriter, factor: records.Factor, open_ids: Sequence[str], told_already: pd.DataFrame
) -> Markup:
    data, factor_id = reader.data, factor.factor_id
    is_open = factor_id in open_ids
    others = [other for other in open_ids if other != factor_id]
    facets = data.facets[data.facets["factor_id"] == factor_id]
    touching = pd.concat(
        [
            conflicts.touching(data, "factors", [factor_id]),
            conflicts.touching(data, "facets", facets["facet_id"]),
        ]
    )
    parts = {
        "opened": is_open,
        "heading": reader.ask(
            reader.factor(factor_id),
            f"factor-{factor_id}",
            factor=others if is_open else sorted([*others, factor_id]),
            expanded=is_open,
        ),
        "definition": reader.t.of(factor, "definition"),
        "facets": list(records.each(facets, records.Facet)),
        "more": [(key, reader.t.of(factor, key)) for key in FINDINGS if is_open],
        "citation": reader.notes.cite(factor.source),
        "conflicts": reader.differing(touching.drop_duplicates(), told_already),
        "cities": _open_cities(factor_id, reader),
    }
    if is_open:
        parts["reasons"] = reader.reasons(data.crosswalk[data.crosswalk["factor_id"] == factor_id], of="factor")
        parts["to_crosswalk"] = reader.ask(
            reader.t("open_crosswalk"), f"crosswalk-{factor_id}", part="crosswalk", factor=[factor_id]
        )
    return macro("frameworks", "factor", reader.t, parts)


def _open_cities(factor_id: str, reader: _FrameworkWriter) -> Markup:
    text = reader.t("open_cities", n=reader.data.factor_numbers[factor_id])
    return markup.link_to("factors", text, reader.t, factor=factor_id)


# UNESCO's frame


def unesco(data: Dataset, t: Translations) -> None:
    """What a learning city means, then benefits, blocks, conditions and steps; the one in the link with its facets."""
    frame = data.frameworks[data.frameworks["framework"].str.startswith("unesco")]
    meanings = data.frameworks[data.frameworks["framework"] == MEANINGS]
    open_id = url_state.one("id", {*frame["item_id"], *meanings["item_id"]})
    reader = _FrameworkWriter(data, "unesco", t)
    statements.lead(t("unesco_lead"))

    def pieces() -> Iterator[Markup]:
        general = reader.differing(conflicts.touching(reader.data, "frameworks", ()))
        if general:
            yield macro("frameworks", "general", t("about_all"), general)
        if len(meanings):
            yield _items(reader, MEANINGS, meanings, open_id, t("meanings_note"))
        for name, rows in frame.groupby("framework", sort=False):
            yield _items(reader, str(name), rows, open_id, t("award_note") if name == AWARD else "")

    reader.show(pieces())
    offer(data, "frameworks", frame, {"part": Selection(t("part"), {"unesco": t("part_unesco")})}, t)


def _items(reader: _FrameworkWriter, framework: str, rows: pd.DataFrame, open_id: str | None, note: str = "") -> Markup:
    """The items of one frame in their order; where sources differ on all of them, that is told once, above."""
    shared = reader.shared("frameworks", rows["item_id"])
    general = conflicts.touching(reader.data, "frameworks", ())
    entries = [
        _item(reader, row, row.item_id == open_id, shared)
        for row in records.each(rows.sort_values("order"), records.FrameworkItem)
    ]
    title = reader.data.labels("framework", reader.t.language)[framework]
    has_names = not rows[f"detail_{reader.t.language}"].any()
    return macro("frameworks", "items", title, note, reader.differing(shared, general), entries, has_names)


def _item(reader: _FrameworkWriter, item: records.FrameworkItem, is_open: bool, told_already: pd.DataFrame) -> Markup:
    data = reader.data
    links = data.crosswalk[data.crosswalk["item_id"] == item.item_id]
    examples = data.assessments.loc[data.assessments["item_id"] == item.item_id, "city_id"]
    name: str = in_language(reader.t.of(item, "name"), reader.t.language)
    if len(links) or len(examples):
        name = reader.ask(name, f"item-{item.item_id}", item="" if is_open else item.item_id, expanded=is_open)
    ways = [reader.ask(reader.t("open_crosswalk"), part="crosswalk", item=item.item_id)] if len(links) else []
    for city_id in examples:
        text = reader.t("open_example", city=reader.cities[city_id])
        ways.append(reader.ask(text, part=city_id, item=item.item_id))
    parts = {
        "opened": is_open,
        "name": name,
        "detail": reader.t.of(item, "detail"),
        "citation": reader.notes.cite(item.source),
        "conflicts": reader.differing(conflicts.touching(data, "frameworks", [item.item_id]), told_already),
        "reasons": reader.reasons(links, of="item") if is_open and len(links) else "",
        "ways": ways if is_open else [],
    }
    return macro("frameworks", "item", reader.t, parts)


# The crosswalk


class Met(NamedTuple):
    """Where the frames meet under what a reader asks for: as HTML, as rows that leave, as a file; and the asking."""

    html: Markup
    rows: pd.DataFrame
    picture: Picture
    selections: dict[str, Selection]


def crosswalk(data: Dataset, t: Translations) -> None:
    """Where the two frames meet, and where they do not: a picture, and the reasons of the links asked for."""
    items = set(frameworks.items_compared(data.frameworks, data.crosswalk)["item_id"])
    factors, item = url_state.many("factor", set(data.factors["factor_id"])), url_state.one("id", items)
    met = _met(data, tuple(factors), item or "", t)
    _show(met.html, "crosswalk")
    heads = {"side": t("facet"), "item": t("col_item"), "reading_by": t("col_reading")}
    offer(data, "crosswalk", met.rows, met.selections, t, note=t("crosswalk_ours"), heads=heads)
    picture(data, met.picture, t)


@lru_cache(maxsize=50)
def _met(data: Dataset, factors: tuple[str, ...], item: str, t: Translations) -> Met:
    """What is shown where these factors and this item ("" for none) are asked for."""
    items = frameworks.items_compared(data.frameworks, data.crosswalk)
    group = filtering.matching(data.crosswalk, {"factor_id": factors, "item_id": [item] if item else []})
    reader = _FrameworkWriter(data, "crosswalk", t)
    picture = crosswalk_picture.picture(data, factors, item, t)

    def ask(end: End) -> tuple[str, str]:
        query = {"part": "crosswalk", **{key: [value] for key, value in end.asks}}
        return address(t.page, t.language, **query), urlencode(query, doseq=True)

    selection = data.crosswalk[group] if factors or item else data.crosswalk[:0]
    html = render(
        "crosswalk",
        t=t,
        picture=rendering.drawn(crosswalk_drawing.picture(picture, ask=ask)),
        drawn=picture,
        asked=bool(factors or item),
        ask=ask,
        back=ask(End("", "", (), False, False)),
        reasons=[_reason(reader, row) for row in records.each(selection, records.CrosswalkLink)],
        resting=_resting(reader, selection),
        gaps=[
            _gap(reader, gap)
            for gap in records.each(frameworks.crosswalk_gaps(data.crosswalk, data.facets, items), frameworks.Gap)
        ],
        silences=address("data", t.language, part="silences"),
        strengths=list(records.each(data.codes[data.codes["list"] == "strength"], records.Code)),
        items=items,
        rows=_crosswalk_rows(reader, items),
    )
    query = {
        "factor": Selection(t("filter_factor"), {factor: reader.factor(factor) for factor in factors}),
        "id": Selection(t("col_item"), {item: reader.item(item)} if item else {}),
    }
    rows = _spelled(reader, data.crosswalk[group])
    query = {key: item for key, item in query.items() if item.names}
    return Met(reader.written([html]), rows, _picture(data, picture, items, t), query)


def _picture(data: Dataset, picture: Crosswalk, items: pd.DataFrame, t: Translations) -> Picture:
    """The crosswalk as a file, without links."""
    sources = source_coverage.in_order(data, pd.concat([data.factors["source"], items["source"]]))
    legend = [
        LegendKey("line" if strength == "direct" else "dashes", theme.ACCENT, word) for strength, word in picture.legend
    ]
    still = crosswalk_drawing.picture(picture)
    return Picture("crosswalk", picture.title, still, sources, t("crosswalk_ours"), legend)


def _reason(reader: _FrameworkWriter, link: records.CrosswalkLink) -> dict[str, str]:
    """A link of the crosswalk: both ends, how strong, and why."""
    return {
        "strength": link.strength,
        "word": reader.strengths[link.strength],
        "left": reader.side(link.factor_id, link.facet_id),
        "right": reader.item(link.item_id),
        "reason": reader.t.of(link, "reason"),
    }


def _resting(reader: _FrameworkWriter, links: pd.DataFrame) -> Markup | str:
    """What both ends of the links rest on, where sources differ on them, and the way to the cities."""
    if links.empty:
        return ""
    data = reader.data
    factor_ids = links["factor_id"].unique()
    own = data.factors[data.factors["factor_id"].isin(factor_ids)]
    items = data.frameworks[data.frameworks["item_id"].isin(links["item_id"])]
    facets = data.facets.loc[data.facets["factor_id"].isin(factor_ids), "facet_id"]
    sources = citations.build(
        dict.fromkeys(passage for cell in [*own["source"], *items["source"]] for passage in citations.parse(cell))
    )
    touching = pd.concat(
        [conflicts.touching(data, "factors", factor_ids), conflicts.touching(data, "facets", facets)]
    ).drop_duplicates()
    cities = [_open_cities(factor_id, reader) for factor_id in factor_ids]
    return macro("frameworks", "resting", reader.notes.cite(sources), reader.differing(touching), cities)


def _gap(reader: _FrameworkWriter, gap: frameworks.Gap) -> dict[str, object]:
    """Something in one frame that the other does not hold, or only in part."""
    data = reader.data
    factor_of = dict(zip(data.facets["facet_id"], data.facets["factor_id"], strict=True))
    of_facet = gap.gap == "facet_unlinked"
    name = reader.side(factor_of[gap.id], gap.id) if of_facet else reader.item(gap.id)
    links = data.crosswalk[data.crosswalk["item_id"] == gap.id]
    why = (
        [reader.t.of(link, "reason") for link in records.each(links, records.CrosswalkLink)]
        if gap.gap == "outside"
        else []
    )
    sides = ", ".join(reader.side(*side) for side in gap.sides)
    return {"name": name, "finding": reader.t(f"gap_{gap.gap}", sides=sides), "why": why}


def _crosswalk_rows(reader: _FrameworkWriter, items: pd.DataFrame) -> list[dict[str, object]]:
    """The crosswalk as a table: a row for each facet, the word of its link in each item's column."""
    matrix = frameworks.crosswalk_matrix(reader.data.crosswalk, reader.data.facets, items)
    return [
        {
            "factor": reader.factor(row["factor_id"]),
            "name": reader.facets[row["facet_id"]] if row["facet_id"] else reader.t("whole_factor"),
            "cells": [
                (row[item_id], reader.strengths.get(row[item_id], ""), reader.item(item_id))
                for item_id in items["item_id"]
            ],
        }
        for row in matrix.to_dict("records")
    ]


def _spelled(reader: _FrameworkWriter, links: pd.DataFrame) -> pd.DataFrame:
    """The rows of the crosswalk as they leave the page: with the names of both ends, and whose reading it is."""
    sides = zip(links["factor_id"], links["facet_id"], strict=True)
    return links.assign(
        side=[reader.side(*ids) for ids in sides],
        item=[reader.item(item_id) for item_id in links["item_id"]],
        reading_by=reader.t("by_project"),
    )


# A worked example


def example(data: Dataset, city_id: str, t: Translations) -> None:
    """A city held against UNESCO's building blocks: what there is, what is still needed, in the words of the source."""
    assessed = data.assessments[data.assessments["city_id"] == city_id]
    mark_id = url_state.one("id", set(assessed["item_id"]))
    reader = _FrameworkWriter(data, city_id, t)
    statements.lead(t("example_lead"))
    statements.note(t("example_theirs"))

    reader.show([_example_standing(reader, assessed), _example_table(reader, assessed, mark_id)])
    offer(data, "assessments", assessed, None, t, note=t("example_theirs"))


def _example_standing(reader: _FrameworkWriter, assessed: pd.DataFrame) -> Markup:
    """In whose name the city stands and that it is no member, as the source has it, and when the source is from."""
    data, language = reader.data, reader.t.language
    standing = data.memberships[data.memberships["city_id"].isin(assessed["city_id"])]
    status = data.codes[data.codes["list"] == "membership_status"].set_index("code")
    rows = [
        {
            "name": reader.t.of(row, "member_name"),
            "status": status.at[row.status, f"name_{language}"],
            "meaning": status.at[row.status, f"definition_{language}"],
            "citation": reader.notes.cite(row.source),
            "conflicts": reader.differing(conflicts.touching(data, "memberships", [row.membership_id])),
        }
        for row in records.each(standing, records.Membership)
    ]
    source_ids = {source_id for cell in assessed["source"] for source_id, _ in citations.parse(cell)}
    touching = reader.differing(conflicts.touching(data, "sources", source_ids))
    return macro("frameworks", "standing", language, rows, reader.t("example_date"), touching)


def _example_table(reader: _FrameworkWriter, assessed: pd.DataFrame, mark_id: str | None) -> Markup:
    t = reader.t
    rows = [
        {
            "opened": row.item_id == mark_id,
            "block": reader.ask(reader.item(row.item_id), f"block-{row.item_id}", part="unesco", item=row.item_id),
            "exists": t.of(row, "exists"),
            "as_of": t("as_of", date=dates.spoken(row.as_of, t.language)) if row.as_of else "",
            "mood": marks.mood(reader.data, row.mood, t),
            "missing": t.of(row, "missing"),
            "note": t.of(row, "note"),
            "citation": reader.notes.cite(row.source),
            "conflicts": reader.differing(conflicts.touching(reader.data, "assessments", [row.assessment_id])),
        }
        for row in records.each(assessed, records.Assessment)
    ]
    city = markup.link_to("cities", t("open_city", city=reader.cities[reader.part]), t, city=reader.part)
    return macro("frameworks", "example", t, rows, city)
