"""A city's brief: all the dataset knows of one city, as sections for a page and as one printed document.

What it says is in content/brief; this writes it as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup

from lcdash.content import timeline
from lcdash.content.brief import city as brief_city
from lcdash.content.brief import evidence, people, standing
from lcdash.content.brief.city import BriefCity
from lcdash.content.brief.model import BriefFigure
from lcdash.content.timeline import TimelineEntry
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.documents import city_sheet, html_document
from lcdash.documents.html_document import DocumentSection
from lcdash.evidence import conflicts
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup, rendering, timeline_html
from lcdash.html.rendering import macro
from lcdash.language.translations import Translations


def sections(data: Dataset, city_id: str, t: Translations, notes: markup.Notes | None = None) -> list[DocumentSection]:
    """The brief of a city, section by section.

    notes  how it cites: folded at each statement unless told otherwise. Its list of sources is the last section.

    Raises  KeyError for a city that is not in the dataset.
    """
    city = BriefCity(data, city_id, t)
    drawings = {"standing": standing.locator, "spaces": people.plan}
    drawn_parts = {name: rendering.drawn(draw(city)) for name, draw in drawings.items()}
    return [
        DocumentSection(f"brief-{name}", t(f"part_{name}"), html, drawn_parts.get(name, Markup()))
        for name, html in _BriefWriter(city, notes or markup.FoldedNotes(data, t)).written()
    ]


class _BriefWriter:
    """Writes the sections of a city by the macros of brief.html, which ask it for what they cite and list."""

    def __init__(self, city: BriefCity, notes: markup.Notes) -> None:
        self.city, self.notes, self.t = city, notes, city.t

    def written(self) -> Iterator[tuple[str, Markup]]:
        """Every section as name and HTML, in reading order; the sources last, when all have been cited."""
        city = self.city
        values = {"glance": standing.glance, "standing": standing.standing}
        if city.row.in_study:
            values |= {"factors": evidence.factors}
        else:
            values |= {"blocks": evidence.blocks} if len(city.rows["assessments"]) else {}
            values |= {"elsewhere": evidence.elsewhere}
        values |= {"needs": standing.needs, "spaces": people.spaces, "partners": people.partners}
        values |= {"programmes": people.programmes, "figures": standing.figures}
        for name, value in values.items():
            yield name, self._section(name, value(city))
        yield "dates", macro("brief", "dates", self._dates(), city.nothing("dates"))
        yield "ties", self._section("ties", standing.ties(city))
        yield "learn", self._section("learn", evidence.learn(city))
        yield "differ", macro("brief", "differ", list(map(self._conflict, city.differences)), city.nothing("differ"))
        yield "sources", self.notes.listed()

    def _section(self, name: str, value: object) -> Markup:
        return macro("brief", MACROS.get(name, name), value, self)

    # what the macros ask for

    def cite(self, source: str) -> Markup:
        return self.notes.cite(source)

    def outward(self, address: str) -> Markup:
        return markup.to_the_web(address)

    def claims(self, rows: pd.DataFrame) -> Markup:
        return markup.claim_list(self.city.data, rows, self.t, cite=self.notes.cite, remark=self._remark)

    def _remark(self, claim: records.Evidence) -> Markup:
        """What has to be seen with a claim: as `markup.remarks`, its conflict a link within the brief."""
        placed = self.t("factor_by_project") if claim.factor_by == "project" else ""
        corrected = claim.attribution == "corrected"
        return macro("mark", "remarks", placed, self.city.differing("evidence", claim.evidence_id, corrected))

    def cells(self, rows: Sequence[BriefFigure]) -> list[tuple[str, ...]]:
        """Figures as the rows of a table, remarks and source in the last cell."""
        return [(*row.cells, macro("brief", "remarked", row, self)) for row in rows]

    # what other templates draw

    def _dates(self) -> Markup:
        entries = timeline.of_city(self.city.data, self.city.city_id, self.t)
        return timeline_html.drawn(entries, self.t, self._after) if entries else Markup()

    def _after(self, entry: TimelineEntry) -> Markup:
        """What stands after an entry of the timeline: that sources differ on it, and where it is from."""
        return macro("mark", "remarks", "", self.city.differing(entry.table, entry.row_id)) + self.cite(entry.source)

    def _conflict(self, row: records.Conflict) -> Markup:
        """A conflict: topic, handling, and what each source says; in print the last only where it is grave."""
        grave = row.severity == "major"
        full = grave or self.notes.folded
        sources = ";".join(dict.fromkeys(conflicts.claims(self.city.data, row.conflict_id)["source"]))
        return macro(
            "conflict",
            "in_brief",
            conflict_html.of(self.city.data, row, self.t, cite=self.notes.cite if full else _unsaid),
            self.t,
            brief_city.conflict_anchor(row.conflict_id),
            self.city.labels("severity")[row.severity],
            grave,
            self.notes.folded,
            Markup() if full else self.notes.cite(sources),
        )


def _unsaid(_: str) -> Markup:
    """The citation of what a source says where only the handling is printed."""
    return Markup()


# Sections that are drawn alike
MACROS = {"needs": "lines", "ties": "lines", "spaces": "terms", "partners": "terms", "programmes": "terms"}


# The printed document

PRINTED = """
.brief-spaces .drawing { max-width: 26rem; }
.brief-standing { display: grid; grid-template-columns: minmax(0, 1fr) 18%; gap: 0 1.2rem; }
.brief-standing h2, .brief-standing .terms { grid-column: 1; } .brief-standing .drawing { grid-column: 2; grid-row: 2; }
@media (max-width: 700px) { .brief-standing { display: block; } .brief-standing .drawing { width: 45%; } }
@media print {
  .brief-blocks .two { break-inside: avoid; }
  .brief-sources .reference { font-size: .88em; } .brief-sources { columns: 2; column-gap: 8mm; }
  .brief-sources h2 { column-span: all; }
  .brief-factors .two > div { display: block !important; } .brief-learn > p { break-after: avoid; }
}
"""


def document(data: Dataset, city_id: str, t: Translations) -> str:
    """The brief as one HTML file that needs nothing else: right on A4 and on a phone, its sources as numbered notes."""
    title = f"{t.title}: {data.names('cities', t.language)[city_id]}"
    parts = sections(data, city_id, t, markup.NumberedNotes(data, t))
    cover, style = city_sheet.sheet(data, city_id, t, "p"), PRINTED + city_sheet.style()
    return html_document.document(data, title, parts, t, style=style, cover=cover)
