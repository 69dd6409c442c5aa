"""The parts of the frameworks page: the six factors, UNESCO's frame, where the two meet, Kalasin as an example."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lcdash.content import crosswalk_picture, marks
from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.documents.pictures import Picture
from lcdash.drawing import crosswalk_svg, theme
from lcdash.drawing.crosswalk_svg import End
from lcdash.drawing.framed_svg import Key
from lcdash.evidence import conflicts, filtering, frameworks
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup
from lcdash.html.rendering import macro, render
from lcdash.language import dates, languages
from lcdash.language.translations import Translations
from lcdash.site import address
from lcdash.sources import source_coverage
from lcdash.ui.components.components import component
from lcdash.ui.shared import statements, url_state
from lcdash.ui.shared.downloads import offer, picture

HERE = Path(__file__).parent
# What is open on this page, as its link holds it.
KEYS = ("part", "factor", "id")
MEMBERS = "ecosystem_member"
MEANINGS = "meaning"
AWARD = "unesco_award"


class _Reader:
    """Turns what one part of the page holds into HTML, in one language."""

    def __init__(self, data: Dataset, part: str, t: Translations) -> None:
        self.data, self.part, self.t = data, part, t
        self.notes = markup.FoldedNotes(data, t)
        self.items = data.frameworks.set_index("item_id", drop=False)
        self.factors = data.names("factors", t.language)
        self.facets = data.names("facets", t.language)
        self.cities = data.names("cities", t.language)
        self.strengths = data.labels("strength", t.language)

    def show(self, pieces: Iterable[str]) -> None:
        """Draw the pieces of the part, and the sources they cite in full at the end."""
        key = f"frames_{self.part}"

        def follow() -> None:
            asked = parse_qs(st.session_state[key].asked or "")
            for name in KEYS if asked else ():
                url_state.write(name, asked.get(name, []))

        html = "".join(pieces)
        listed = self.notes.listed()
        if "<li" in listed:
            html += f'<details class="entry"><summary>{self.word("sources")}</summary>{listed}</details>'
        component("frameworks", folder=HERE, isolated=False)(key=key, data={"html": html}, on_asked_change=follow)

    def word(self, key: str, **values: object) -> str:
        return escape(self.t(key, **values))

    def text(self, row: Any, column: str) -> str:
        """What a row (of itertuples) says in the reader's language."""
        return languages.html(self.t.of(row, column), self.t.language)

    def ask(
        self,
        html: str,
        anchor: str = "",
        *,
        part: str = "",
        factor: Sequence[str] = (),
        item: str = "",
        opened: bool | None = None,
    ) -> str:
        """A link to another state of this page; `opened` where it opens and closes something."""
        asked = {"part": part or self.part, "factor": factor, **({"id": item} if item else {})}
        expanded = "" if opened is None else f' aria-expanded="{str(opened).lower()}"'
        named = f' id="{escape(anchor)}"' if anchor else ""
        href = escape(address(self.t.page, self.t.language, **asked))
        state = escape(urlencode(asked, doseq=True))
        return f'<a{named} href="{href}" data-link="{state}"{expanded}>{html}</a>'

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

    def strength(self, strength: str) -> str:
        return markup.shown_mark(marks.mark(strength, self.strengths[strength]))

    # Where sources differ

    def shared(self, table: str, row_ids: Collection[str]) -> pd.DataFrame:
        """The conflicts that touch every one of these rows: told once, above them."""
        touching = [set(conflicts.touching(self.data, table, [row_id])["conflict_id"]) for row_id in row_ids]
        ids = set.intersection(*touching) if touching else set()
        return self.data.conflicts[self.data.conflicts["conflict_id"].isin(ids)]

    def differing(self, rows: pd.DataFrame, told_already: pd.DataFrame | None = None) -> str:
        """Conflicts, folded, each with the way to what every source says of it."""
        if told_already is not None:
            rows = rows[~rows["conflict_id"].isin(told_already["conflict_id"])]
        return conflict_html.folded(self.data, rows, self.t, link=self.t("each_source"))

    # The crosswalk

    def reasons(self, links: pd.DataFrame, *, of: str) -> str:
        """Links of the crosswalk with their reasons; what stands above them ("factor" or "item") is not repeated."""
        rows = []
        for one in links.itertuples():
            side = self.side(one.factor_id, one.facet_id)
            if of == "factor" and one.facet_id:
                side = self.facets[one.facet_id]
            named = escape(side if of == "item" else f"{side} · {self.item(one.item_id)}")
            rows.append(f"<li>{self.strength(one.strength)}<b>{named}</b><br>{self.text(one, 'reason')}</li>")
        return f'<ul class="links">{"".join(rows)}</ul>'


# The six factors


def factors(data: Dataset, t: Translations) -> None:
    """The factors, and what must be known to read them; those in the link with all that the article says of them."""
    ids = list(data.factors["factor_id"])
    opened = url_state.many("factor", ids)
    members = data.frameworks[data.frameworks["framework"] == MEMBERS]
    marked = url_state.one("id", set(members["item_id"]))
    reader = _Reader(data, "factors", t)
    statements.lead(t("factors_lead"))

    def pieces() -> Iterator[str]:
        general = conflicts.touching(reader.data, "factors", ())
        every = reader.ask(reader.word("open_all"), "open-all", factor=ids)
        none = reader.ask(reader.word("close_all"), "close-all")
        yield f'<p class="quiet">{reader.word("factors_note")} {none if len(opened) == len(ids) else every}</p>'
        rows = "".join(_factor(reader, row, opened, general) for row in data.factors.itertuples())
        yield f'<div class="factor-list">{rows}</div>'
        # Unfolded, as each factor would be misread without them.
        yield f'<div class="plainly">{"".join(_plainly(reader, one) for one in general.itertuples())}</div>'
        yield _items(reader, MEMBERS, members, marked, reader.word("members_note"))

    reader.show(pieces())
    offer(data, "factors", data.factors, None, t, label=t("download_factors"))
    offer(data, "facets", data.facets, None, t, label=t("download_facets"))
    offer(
        data,
        "frameworks",
        members,
        {t("part"): {MEMBERS: data.labels("framework", t.language)[MEMBERS]}},
        t,
        label=t("download_members"),
    )


def _plainly(reader: _Reader, conflict: Any) -> str:
    """One conflict in full: what each place says, and what the dataset does about it."""
    told = conflict_html.of(reader.data, conflict, reader.t, cite=reader.notes.cite)
    return f'<section class="answer">{macro("conflict", "full", told, "h2")}</section>'


def _factor(reader: _Reader, factor: Any, opened: Sequence[str], told_already: pd.DataFrame) -> str:
    data, factor_id = reader.data, factor.factor_id
    is_open = factor_id in opened
    others = [one for one in opened if one != factor_id]
    facets = data.facets[data.facets["factor_id"] == factor_id]
    sides = "".join(
        f"<li><b>{reader.text(facet, 'name')}</b> {reader.text(facet, 'definition')}</li>"
        for facet in facets.itertuples()
    )
    told = {"definition": reader.text(factor, "definition"), "facets": f"<ul>{sides}</ul>"}
    if is_open:
        told |= {column: reader.text(factor, column) for column in ("finding", "challenge", "recommendation")}
        links = data.crosswalk[data.crosswalk["factor_id"] == factor_id]
        told["in_unesco"] = reader.reasons(links, of="factor") + reader.ask(
            reader.word("open_crosswalk"), f"crosswalk-{factor_id}", part="crosswalk", factor=[factor_id]
        )
    rows = "".join(f"<div><dt>{reader.word(f'of_{key}')}</dt><dd>{html}</dd></div>" for key, html in told.items())
    touching = pd.concat(
        [
            conflicts.touching(reader.data, "factors", [factor_id]),
            conflicts.touching(reader.data, "facets", facets["facet_id"]),
        ]
    )
    heading = reader.ask(
        f'<span class="symbol" aria-hidden="true">{"▾" if is_open else "▸"}</span>{escape(reader.factor(factor_id))}',
        f"factor-{factor_id}",
        factor=others if is_open else sorted([*others, factor_id]),
        opened=is_open,
    )
    return (
        f'<section class="item"{" data-opened" if is_open else ""}><h2>{heading}</h2><dl class="told">{rows}</dl>'
        f"<div>{reader.notes.cite(factor.source)} {reader.differing(touching.drop_duplicates(), told_already)}</div>"
        f"<p>{_open_cities(factor_id, reader)}</p></section>"
    )


def _open_cities(factor_id: str, reader: _Reader) -> str:
    words = reader.t("open_cities", n=reader.data.factor_numbers[factor_id])
    return markup.link_to("factors", words, reader.t, factor=factor_id)


# UNESCO's frame


def unesco(data: Dataset, t: Translations) -> None:
    """What a learning city means, then benefits, blocks, conditions and steps; the one in the link with its facets."""
    frame = data.frameworks[data.frameworks["framework"].str.startswith("unesco")]
    meanings = data.frameworks[data.frameworks["framework"] == MEANINGS]
    opened = url_state.one("id", {*frame["item_id"], *meanings["item_id"]})
    reader = _Reader(data, "unesco", t)
    statements.lead(t("unesco_lead"))

    def pieces() -> Iterator[str]:
        general = reader.differing(conflicts.touching(reader.data, "frameworks", ()))
        yield f'<div class="quiet">{reader.word("about_all")} {general}</div>' if general else ""
        if len(meanings):
            yield _items(reader, MEANINGS, meanings, opened, reader.word("meanings_note"))
        for name, rows in frame.groupby("framework", sort=False):
            yield _items(reader, str(name), rows, opened, reader.word("award_note") if name == AWARD else "")

    reader.show(pieces())
    offer(data, "frameworks", frame, {t("part"): {"unesco": t("part_unesco")}}, t)


def _items(reader: _Reader, framework: str, rows: pd.DataFrame, opened: str | None, note: str = "") -> str:
    """The items of one frame in their order; where sources differ on all of them, that is told once, above."""
    shared = reader.shared("frameworks", rows["item_id"])
    general = conflicts.touching(reader.data, "frameworks", ())
    entries = "".join(
        _item(reader, row, row.item_id == opened, shared) for row in rows.sort_values("order").itertuples()
    )
    title = escape(reader.data.labels("framework", reader.t.language)[framework])
    above = f'<div class="quiet">{note} {reader.differing(shared, general)}</div>'
    named = "items" if rows[f"detail_{reader.t.language}"].any() else "items names"  # names alone need less room
    return f'<h2>{title}</h2>{above}<ol class="{named}">{entries}</ol>'


def _item(reader: _Reader, item: Any, is_open: bool, told_already: pd.DataFrame) -> str:
    data = reader.data
    links = data.crosswalk[data.crosswalk["item_id"] == item.item_id]
    assessed = item.item_id in set(data.assessments["item_id"])
    name = reader.text(item, "name")
    if len(links) or assessed:
        sign = f'<span class="symbol" aria-hidden="true">{"▾" if is_open else "▸"}</span>'
        asked = "" if is_open else item.item_id
        name = reader.ask(f"{sign}{name}", f"item-{item.item_id}", item=asked, opened=is_open)
    more = ""
    if is_open and len(links):
        more += f'<p class="quiet">{reader.word("links_note")}</p>{reader.reasons(links, of="item")}'
        more += f"<p>{reader.ask(reader.word('open_crosswalk'), part='crosswalk', item=item.item_id)}</p>"
    if is_open and assessed:
        examples = reader.data.assessments
        for city_id in examples.loc[examples["item_id"] == item.item_id, "city_id"]:
            words = reader.word("open_example", city=reader.cities[city_id])
            more += f"<p>{reader.ask(words, part=city_id, item=item.item_id)}</p>"
    touching = conflicts.touching(reader.data, "frameworks", [item.item_id])
    return (
        f"<li{' data-opened' if is_open else ''}><h3>{name}</h3><div>{reader.text(item, 'detail')} "
        f"{reader.notes.cite(item.source)} {reader.differing(touching, told_already)}</div>{more}</li>"
    )


# The crosswalk


def crosswalk(data: Dataset, t: Translations) -> None:
    """Where the two frames meet, and where they do not: a picture, and the reasons of the links asked for."""
    items = frameworks.items_compared(data.frameworks, data.crosswalk)
    factors, item = url_state.many("factor", set(data.factors["factor_id"])), url_state.one("id", set(items["item_id"]))
    held = filtering.matching(data.crosswalk, {"factor_id": factors, "item_id": [item] if item else []})
    reader = _Reader(data, "crosswalk", t)
    drawn = crosswalk_picture.picture(data, factors, item or "", t)

    def ask(end: End) -> tuple[str, str]:
        asked = {"part": "crosswalk", **{key: [value] for key, value in end.asks}}
        return address(t.page, t.language, **asked), urlencode(asked, doseq=True)

    shown = data.crosswalk[held] if factors or item else data.crosswalk[:0]
    html = render(
        "crosswalk",
        t=t,
        picture=Markup(crosswalk_svg.svg(drawn, ask=ask)),  # noqa: S704 - escaped where it is drawn  # nosec B704
        drawn=drawn,
        asked=bool(factors or item),
        back=ask(End("", "", (), False, False)),
        reasons=[_reason(reader, one) for one in shown.itertuples()],
        resting=Markup(_resting(reader, shown)),  # noqa: S704 - HTML already  # nosec B704
        gaps=[_gap(reader, gap) for gap in frameworks.crosswalk_gaps(data.crosswalk, data.facets, items).itertuples()],
        silences=address("data", t.language, part="silences"),
        strengths=data.codes[data.codes["list"] == "strength"],
        items=items,
        rows=_crosswalk_rows(reader, items),
    )
    reader.show([html])
    asked = {
        t("filter_factor"): {one: reader.factor(one) for one in factors},
        t("col_item"): {item: reader.item(item)} if item else {},
    }
    rows = _spelled(reader, data.crosswalk[held])
    offer(data, "crosswalk", rows, {name: ids for name, ids in asked.items() if ids}, t, note=t("crosswalk_ours"))
    cited = pd.concat([data.factors["source"], items["source"]])
    still = crosswalk_svg.svg(crosswalk_picture.picture(data, factors, item or "", t))
    legend = [Key("line" if strength == "direct" else "dashes", theme.ACCENT, word) for strength, word in drawn.legend]
    sources = source_coverage.in_order(data, cited)
    picture(data, Picture("crosswalk", drawn.title, still, sources, t("crosswalk_ours"), legend), t)


def _reason(reader: _Reader, link: Any) -> dict[str, str]:
    """A link of the crosswalk: both ends, how strong, and why."""
    return {
        "strength": link.strength,
        "word": reader.strengths[link.strength],
        "left": reader.side(link.factor_id, link.facet_id),
        "right": reader.item(link.item_id),
        "reason": reader.t.of(link, "reason"),
    }


def _resting(reader: _Reader, links: pd.DataFrame) -> str:
    """What both ends of the links rest on, where sources differ on them, and the way to the cities."""
    data = reader.data
    chosen = links["factor_id"].unique()
    own = data.factors[data.factors["factor_id"].isin(chosen)]
    items = data.frameworks[data.frameworks["item_id"].isin(links["item_id"])]
    facets = data.facets.loc[data.facets["factor_id"].isin(chosen), "facet_id"]
    cited = citations.build(
        dict.fromkeys(one for cell in [*own["source"], *items["source"]] for one in citations.parse(cell))
    )
    touching = pd.concat(
        [conflicts.touching(data, "factors", chosen), conflicts.touching(data, "facets", facets)]
    ).drop_duplicates()
    cities = " · ".join(_open_cities(factor_id, reader) for factor_id in chosen)
    return f"{reader.notes.cite(cited)} {reader.differing(touching)} {cities}" if len(links) else ""


def _gap(reader: _Reader, gap: Any) -> dict[str, object]:
    """Something in one frame that the other does not hold, or only in part."""
    data = reader.data
    factor_of = dict(zip(data.facets["facet_id"], data.facets["factor_id"], strict=True))
    of_facet = gap.gap == "facet_unlinked"
    name = reader.side(factor_of[gap.id], gap.id) if of_facet else reader.item(gap.id)
    links = data.crosswalk[data.crosswalk["item_id"] == gap.id]
    why = [reader.t.of(one, "reason") for one in links.itertuples()] if gap.gap == "outside" else []
    sides = ", ".join(reader.side(*side) for side in gap.sides)
    return {"name": name, "told": reader.t(f"gap_{gap.gap}", sides=sides), "why": why}


def _crosswalk_rows(reader: _Reader, items: pd.DataFrame) -> list[dict[str, object]]:
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
        for _, row in matrix.iterrows()
    ]


def _spelled(reader: _Reader, links: pd.DataFrame) -> pd.DataFrame:
    """The rows of the crosswalk as they leave the page: with the names of both ends, and whose reading it is."""
    t = reader.t
    return links.assign(
        **{
            f"{t('facet')} [side]": [
                reader.side(*ids) for ids in zip(links["factor_id"], links["facet_id"], strict=True)
            ],
            f"{t('col_item')} [item]": [reader.item(item_id) for item_id in links["item_id"]],
            f"{t('col_reading')} [reading_by]": t("by_project"),
        }
    )


# A worked example


def example(data: Dataset, city_id: str, t: Translations) -> None:
    """A city held against UNESCO's building blocks: what there is, what is still needed, in the words of the source."""
    assessed = data.assessments[data.assessments["city_id"] == city_id]
    marked = url_state.one("id", set(assessed["item_id"]))
    reader = _Reader(data, city_id, t)
    statements.lead(t("example_lead"))
    statements.note(t("example_theirs"))

    def pieces() -> Iterator[str]:
        yield _example_standing(reader, assessed)
        yield _example_table(reader, assessed, marked)
        yield f"<p>{markup.link_to('cities', t('open_city', city=reader.cities[city_id]), t, city=city_id)}</p>"

    reader.show(pieces())
    offer(data, "assessments", assessed, None, t, note=t("example_theirs"))


def _example_standing(reader: _Reader, assessed: pd.DataFrame) -> str:
    """In whose name the city stands and that it is no member, as the source has it, and when the source is from."""
    data, language = reader.data, reader.t.language
    standing = data.memberships[data.memberships["city_id"].isin(assessed["city_id"])]
    status = data.codes[data.codes["list"] == "membership_status"].set_index("code")
    told = "".join(
        f"<div><b>{reader.text(one, 'member_name')}</b> · {escape(status.at[one.status, f'name_{language}'])} "
        f"({escape(status.at[one.status, f'definition_{language}'])}) {reader.notes.cite(one.source)} "
        f"{reader.differing(conflicts.touching(reader.data, 'memberships', [one.membership_id]))}</div>"
        for one in standing.itertuples()
    )
    cited = {source_id for cell in assessed["source"] for source_id, _ in citations.parse(cell)}
    touching = conflicts.touching(reader.data, "sources", cited)
    return f"{told}<div>{reader.word('example_date')} {reader.differing(touching)}</div>"


def _example_table(reader: _Reader, assessed: pd.DataFrame, marked: str | None) -> str:
    heads = [reader.word(key) for key in ("col_block", "col_exists", "col_missing", "col_note")]
    rows = ""
    for row in assessed.itertuples():
        mood = marks.mood(reader.data, row.mood, reader.t)
        as_of = reader.word("as_of", date=dates.spoken(row.as_of, reader.t.language)) if row.as_of else ""
        cells = [
            f"{reader.text(row, 'exists')} {as_of}",
            f"{markup.shown_mark(mood)}<br>{reader.text(row, 'missing')}",
            f"{reader.text(row, 'note')} {reader.notes.cite(row.source)} "
            f"{reader.differing(conflicts.touching(reader.data, 'assessments', [row.assessment_id]))}",
        ]
        block = reader.ask(escape(reader.item(row.item_id)), f"block-{row.item_id}", part="unesco", item=row.item_id)
        told = "".join(
            f'<td><span class="of">{head}</span>{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True)
        )
        opened = ' class="open" data-opened' if row.item_id == marked else ""
        rows += f'<tr{opened}><th scope="row">{block}</th>{told}</tr>'
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<div class="across"><table class="cross example"><caption>{reader.word("example_caption")}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
