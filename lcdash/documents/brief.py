"""A city's brief: all the dataset knows of one city, as sections for a page and as one printed document.

Nothing here compares cities by a count: each section says what the sources say of this city, and where they are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd
from markupsafe import Markup

from lcdash.content import marks as content_marks
from lcdash.content import timeline
from lcdash.dataset.loading import Dataset
from lcdash.documents import city_sheet, html_document
from lcdash.documents.html_document import Section
from lcdash.drawing import svg
from lcdash.evidence import conflicts, filtering
from lcdash.evidence.matrix import country_limits, evidence_matrix
from lcdash.html import conflicts as conflict_html
from lcdash.html import markup, timeline_html
from lcdash.html.rendering import macro
from lcdash.language import dates, languages
from lcdash.language.translations import Translations


def sections(data: Dataset, city_id: str, t: Translations, notes: markup.Notes | None = None) -> list[Section]:
    """The brief of a city, section by section.

    notes  how it cites: folded at each statement unless told otherwise. Its list of sources is the last section.

    Raises  KeyError for a city that is not in the dataset.
    """
    brief = _Brief(data, city_id, t, notes or markup.FoldedNotes(data, t))
    drawings = {"standing": brief.locator, "spaces": brief.plan}
    return [
        Section(f"brief-{name}", t(f"part_{name}"), html, drawings[name]() if name in drawings else "")
        for name, html in brief.written()
    ]


class _Brief:
    """Writes the sections of one city in one language."""

    def __init__(self, data: Dataset, city_id: str, t: Translations, notes: markup.Notes) -> None:
        self.data, self.city_id, self.t, self.notes = data, city_id, t, notes
        self.language = t.language
        self.name = data.names("cities", t.language)[city_id]
        self.city: Any = next(data.cities[data.cities["city_id"] == city_id].itertuples())
        self.rows = {table: self._own(table) for table in OF_A_CITY}
        self.claims = self.rows["evidence"]

    def _own(self, table: str) -> pd.DataFrame:
        frame = self.data.table(table)
        if table == "events":
            return filtering.holding(frame, "city_ids", self.city_id)
        if table == "city_links":
            return frame[(frame["from_city_id"] == self.city_id) | (frame["to_city_id"] == self.city_id)]
        return frame[frame["city_id"] == self.city_id]

    def written(self) -> Iterator[tuple[str, str]]:
        """Every section as name and HTML, in reading order; the sources last, when all have been cited."""
        studied = [("factors", self.factors)]
        others = [("blocks", self.blocks)] * bool(len(self.rows["assessments"])) + [("elsewhere", self.elsewhere)]
        writers = [
            ("glance", self.glance),
            ("standing", self.standing),
            *(studied if self.city.in_study else others),
            ("needs", self.needs),
            ("spaces", self.spaces),
            ("partners", self.partners),
            ("programmes", self.programmes),
            ("figures", self.figures),
            ("dates", self.happened),
            ("ties", self.ties),
            ("learn", self.learn),
            ("differ", self.differ),
            ("sources", self.notes.listed),
        ]
        for name, write in writers:
            yield name, write()

    # pieces

    def text(self, row: Any, column: str) -> str:
        """What a column says in the reader's language, words of the other language marked as such."""
        return languages.html(self.t.of(row, column), self.language)

    def after(self, text: str) -> str:
        """What follows a name or a fact in the same line, without the full stop of a sentence."""
        # a Thai abbreviation keeps its stop
        words = re.sub(r"(?<=[a-z0-9)])(?<!Ltd)[.]$", "", text)
        return f" · {languages.html(words, self.language)}" if text else ""

    def labels(self, codes: str) -> dict[str, str]:
        return self.data.labels(codes, self.language)

    def named(self, row: Any) -> str:
        """A name in bold; an English one that is this project's translation bears a star, explained at the foot."""
        star = '<span class="ours">*</span>' if self.language == "en" and row.name_en_by == "project" else ""
        return f"<b>{self.text(row, 'name')}</b>{star}"

    def tail(self, row: Any, table: str, row_id: str) -> str:
        """What follows a statement: how sure it is, that sources differ on it, where it comes from."""
        sure = markup.confidence(self.data, row, self.t) if hasattr(row, "confidence") else ""
        return f"{sure}{self.differs(table, row_id)}{self.notes.cite(row.source)}"

    def differs(self, table: str, row_id: str, corrected: bool = False) -> str:
        """A link from a row to the gravest disagreement that names it, or that this project corrected the row.

        Of another city's row, which learn() may show, the conflict is told in that city's brief.
        """
        found = self.conflicts_of.get((table, row_id))
        if not found:
            return ""
        words = self.t("corrected" if corrected else "disputed")
        return markup.noted(words, _conflict_anchor(found[0]) if found[0] in self.touching else "")

    def remark(self, claim: Any) -> str:
        """What has to be seen with a claim: as `markup.remarks`, its conflict a link within the brief."""
        placed = f'<abbr title="{escape(self.t("factor_by_project"))}">†</abbr> '
        placed = placed if claim.factor_by == "project" else ""
        return f"{placed}{self.differs('evidence', claim.evidence_id, claim.attribution == 'corrected')}"

    def claim_list(self, claims: pd.DataFrame) -> str:
        return markup.claim_list(self.data, claims, self.t, cite=self.notes.cite, remark=self.remark)

    def nothing(self, what: str) -> str:
        """The sentence of an empty section: what was looked for, and that silence is not absence."""
        why = "silent_studied" if self.city.in_study else "silent_not_studied"
        return f'<p class="silent">{escape(self.t(f"empty_{what}", city=self.name))} {escape(self.t(why))}</p>'

    def audiences(self, codes: Iterable[str]) -> str:
        labels = self.labels("audience")
        return ", ".join(labels[code] for code in codes)

    @cached_property
    def severity(self) -> dict[str, str]:
        return dict(self.data.disagreements[["conflict_id", "severity"]].itertuples(index=False, name=None))

    @cached_property
    def conflicts_of(self) -> dict[tuple[str, str], list[str]]:
        """(table, row_id) -> the disagreements that name this row, the gravest first."""
        found: dict[tuple[str, str], list[str]] = {}
        targets = self.data.disputes
        for conflict_id, table, row_id in targets[["conflict_id", "table", "row_id"]].itertuples(index=False):
            found.setdefault((table, row_id), []).append(conflict_id)
        return {row: sorted(ids, key=lambda one: GRAVITY.index(self.severity[one])) for row, ids in found.items()}

    @cached_property
    def touching(self) -> set[str]:
        """The disagreements that name a row of this city, one of its organisations, or all cities."""
        own = {(table, row_id) for table, rows in self.rows.items() for row_id in rows[OF_A_CITY[table]]}
        own |= {("partners", partner) for partner in self.rows["partnerships"]["partner_id"]}
        own |= {("cities", "")}
        return {conflict for row in own for conflict in self.conflicts_of.get(row, ())}

    # sections

    def glance(self) -> str:
        """What the city is about and what it lacks: the first thing read."""
        lead = " ".join(self.standing_sentences())
        parts = self.labels("description_part")
        about = "".join(
            f'<div class="said"><b>{escape(parts[row.part])}</b> {self.text(row, "text")} '
            f"{self.tail(row, 'descriptions', row.description_id)}</div>"
            for row in self.rows["descriptions"].itertuples()
        )
        limits = self.claims[self.claims["appraisal"] == "limit"]
        outside = f'<p class="silent">{escape(self.t("not_in_study", n=self.studied))}</p>'
        lacks = "" if self.city.in_study else outside
        if len(limits):
            lacks += f"<p>{escape(self.t('limits_named'))}</p>{self.claim_list(limits)}"
        elif self.city.in_study:
            lacks = f'<p class="silent">{escape(self.t("limits_none"))}</p>'
        return f'<p class="lead">{escape(lead)}</p>{about or self.nothing("vision")}{lacks}'

    @cached_property
    def studied(self) -> int:
        return int(self.data.cities["in_study"].sum())

    def standing_sentences(self) -> Iterator[str]:
        rows = self.rows["memberships"]
        member = rows["status"].eq("member").any()
        for status, group in rows.groupby("status", sort=False):
            units = " / ".join(group[f"member_name_{self.language}"])
            since = dates.spoken(min(group["since"]), self.language)
            key = f"is_{status}" if status == "member" or not member else f"also_{status}"
            yield self.t(key, city=self.name, unit=units, since=since)
            if group["disputed"].any():
                yield self.t("units_differ")

    def standing(self) -> str:
        """In whose name it is a member, who leads by which source, since when, and which other titles it holds."""
        schemes, roles = self.labels("membership_scheme"), self.labels("role")
        units = [
            f"<b>{self.text(row, 'member_name')}</b> · {escape(schemes[row.scheme])}{self.span(row)} "
            f"{self.tail(row, 'memberships', row.membership_id)}"
            for row in self.rows["memberships"].itertuples()
        ]
        leads = self.rows["partnerships"][self.rows["partnerships"]["role"] == "lead"]
        titles = [
            f"<b>{self.text(row, 'title')}</b>{' · ' if self.text(row, 'field') else ''}{self.text(row, 'field')}"
            f"{self.held(row)} {self.tail(row, 'designations', row.designation_id)}"
            for row in self.rows["designations"].itertuples()
        ]
        facts = {
            self.t("in_whose_name"): _bullets(units),
            roles["lead"]: self.organisations(leads) + self.starred(self.partners_of(leads)) or self.nothing("lead"),
            self.t("other_titles"): _bullets(titles) or self.nothing("titles"),
            self.t("where"): f"<p>{escape(self.place())}</p>",
            self.t("website"): self.website(),
        }
        return _terms(facts)

    def website(self) -> str:
        """The office on the web, whose it is, and that the address may have moved."""
        if not self.city.website:
            return f'<p class="quiet">{escape(self.t("website_unknown"))}</p>'
        whose = f"<p>{self.text(self.city, 'website_of')} · {markup.to_the_web(self.city.website)}</p>"
        return f'{whose}<p class="quiet">{escape(self.t("website_note"))}</p>'

    def span(self, row: Any) -> str:
        """Since when and until when, where the source says so."""
        since, until = (dates.spoken(date, self.language) for date in (row.since, row.until))
        words = [self.t("since", date=since)] if since else []
        words += [self.t("until", date=until)] if until else []
        return f" · {escape(' '.join(words))}" if words else ""

    def held(self, row: Any) -> str:
        year = "" if pd.isna(row.year) else f" · {dates.spoken(str(int(row.year)), self.language)}"
        planned = "" if row.status == "held" else f" · {self.labels('designation_status')[row.status]}"
        return escape(planned + year)

    def place(self) -> str:
        provinces = self.data.provinces.set_index("iso")[f"name_{self.language}"]
        region = self.labels("region_nso")[self.city.region_nso]
        province = provinces[self.city.province_iso]
        return region if province == region else self.t("province_of", province=province, region=region)

    def factors(self) -> str:
        """Claims and limits by factor and facet, silences where they are, the country's limits beside them."""
        matrix = evidence_matrix(self.data.evidence, self.data.facets, self.rows["cities"])
        facets = self.data.names("facets", self.language)
        national = self.national
        parts = []
        for factor in self.data.factors.itertuples():
            sides = []
            for side in matrix[matrix["factor_id"] == factor.factor_id].itertuples():
                claims = self.claims[self.claims["evidence_id"].isin(side.evidence_ids)]
                said = self.claim_list(claims) if len(claims) else f"<p>{self.silence()}</p>"
                title = facets.get(side.facet_id) or self.t("printed_here")
                sides.append(f"<h4>{escape(title)}</h4>{said}")
            beside = self.beside(national[national["factor_id"] == factor.factor_id])
            parts.append(_two(f"{factor.number} {self.text(factor, 'name')}", "".join(sides), beside))
        return f'<p class="quiet">{escape(self.t("factors_note", n=self.studied))}</p>{"".join(parts)}'

    def silence(self) -> str:
        return markup.symbol("nothing", self.labels("state")["nothing"])

    @cached_property
    def national(self) -> pd.DataFrame:
        return country_limits(self.data.evidence, self.data.factors)

    def beside(self, claims: pd.DataFrame) -> str:
        """Limits of the whole country, marked as such; nothing where none is named."""
        if claims.empty:
            return ""
        return f"<h4>{escape(self.t('national'))}</h4>{self.claim_list(claims)}"

    def blocks(self) -> str:
        """A city held against UNESCO's building blocks: what is there, and what the source says is still needed."""
        items = self.data.frameworks.set_index("item_id")
        parts = []
        for row in self.rows["assessments"].itertuples():
            item = items.loc[row.item_id]
            as_of = f" {self.t('as_of', date=dates.spoken(row.as_of, self.language))}" if row.as_of else ""
            tail = self.tail(row, "assessments", row.assessment_id)
            exists = f'<div class="said">{self.text(row, "exists")}{escape(as_of)} {tail}</div>'
            there = f"<h4>{escape(self.t('exists'))}</h4>{exists}"
            there += f'<p class="quiet">{self.text(row, "note")}</p>' if self.text(row, "note") else ""
            mood = markup.shown_mark(content_marks.mood(self.data, row.mood, self.t))
            needed = f"<h4>{mood}</h4><p>{self.text(row, 'missing')}</p>"
            parts.append(_two(f"{item['order']} {escape(item[f'name_{self.language}'])}", there, needed))
        return f'<p class="quiet">{escape(self.t("blocks_note"))}</p>{"".join(parts)}'

    def elsewhere(self) -> str:
        """What other sources say of a city that was not studied, by factor, and what holds for the whole country."""
        names = self.data.numbered_factors(self.language)
        lead = f'<p class="silent">{markup.symbol("not_studied", self.labels("state")["not_studied"])} '
        lead += f"{escape(self.t('elsewhere_note', city=self.name, n=self.studied))}</p>"
        known = "".join(
            f"<h3>{escape(names[factor_id])}</h3>{self.claim_list(claims)}"
            for factor_id, claims in self.claims.groupby("factor_id")
        )
        band = f"<h3>{escape(self.t('national'))}</h3>{self.claim_list(self.national)}"
        return f"{lead}{known or self.nothing('claims')}{band}"

    def needs(self) -> str:
        rows = [
            f"{self.text(row, 'need')}{self.after(self.audiences(row.audience))} {self.tail(row, 'needs', row.need_id)}"
            for row in self.rows["needs"].itertuples()
        ]
        return _bullets(rows) or self.nothing("needs")

    def spaces(self) -> str:
        """Every learning space under its kind, rooms under their building; its number where it is drawn."""
        rows = self.rows["spaces"]
        if rows.empty:
            return self.nothing("spaces")
        own = set(rows["space_id"])
        inside = {parent: group for parent, group in rows.groupby("part_of") if parent in own}
        top = [row for row in rows.itertuples() if row.part_of not in own]
        by_kind = {
            label: _bullets(self.space(row, inside) for row in top if row.kind == kind)
            for kind, label in self.labels("space_kind").items()
        }
        note = "plan_note" if self.numbers else "plan_none"
        return f'<p class="quiet">{escape(self.t(note))}</p>{_terms(by_kind)}{self.starred(rows)}'

    def space(self, row: Any, inside: dict[str, pd.DataFrame]) -> str:
        number = self.numbers.get(row.space_id)
        sort = "number" if row.precision == "exact" else "number about"
        drawn = f'<span class="{sort}">{number}</span> ' if number else ""
        called = "" if row.is_learning_space else markup.noted(self.t("not_called"))
        added = markup.noted(self.labels("added_by")["editors"]) if row.added_by == "editors" else ""
        what = f"{self.after(self.t.of(row, 'purpose'))}{self.after(self.audiences(row.audience))}"
        rooms = inside.get(row.space_id)
        within = "" if rooms is None else _bullets(self.space(room, inside) for room in rooms.itertuples())
        return (
            f"{drawn}{self.named(row)}{what} {markup.noted(self.whereabouts(row))}{called}{added}"
            f"{self.tail(row, 'spaces', row.space_id)}{within}"
        )

    def whereabouts(self, row: Any) -> str:
        """How well the place of a space is known: on the map, somewhere in the city, within a building, online."""
        if row.mode != "physical":
            return self.labels("space_mode")[row.mode]
        if row.precision in ("", "city"):
            return self.t("inside" if row.part_of else "somewhere" if row.precision else "place_unknown")
        return self.labels("precision")[row.precision]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """space_id -> the number of its mark, in the order of the list below the drawing."""
        rows = self.rows["spaces"]
        drawn = rows[rows["precision"].isin(["exact", "approximate", "street"]) & rows.geometry.notna()]
        order = list(self.labels("space_kind"))
        listed = drawn.sort_values("kind", key=lambda kinds: kinds.map(order.index), kind="stable")
        return {space_id: number for number, space_id in enumerate(listed["space_id"], 1)}

    def locator(self) -> str:
        """Where in the country the city is."""
        return svg.locator(
            self.data.provinces,
            lon=self.city.lon,
            lat=self.city.lat,
            iso=self.city.province_iso,
            title=self.t("locator_title", city=self.name),
        )

    def plan(self) -> str:
        """Where its spaces are, as far as their points are known; nothing where none is."""
        if not self.numbers:
            return ""
        rows = self.rows["spaces"].set_index("space_id").loc[list(self.numbers)]
        points = pd.DataFrame(
            {
                "lon": rows.geometry.x,
                "lat": rows.geometry.y,
                "number": [str(number) for number in self.numbers.values()],
                "precise": rows["precision"] == "exact",
            }
        )
        title = self.t("plan_title", city=self.name)
        return svg.plan(points, title=title, scale=self.length)

    def length(self, metres: int) -> str:
        return self.t("metres", n=metres) if metres < 1000 else self.t("kilometres", n=metres // 1000)

    def partners(self) -> str:
        """Who works with the city, by role."""
        rows = self.rows["partnerships"]
        if rows.empty:
            return self.nothing("partners")
        by_role = {label: self.organisations(rows[rows["role"] == role]) for role, label in self.labels("role").items()}
        return _terms(by_role) + self.starred(self.partners_of(rows))

    def partners_of(self, partnerships: pd.DataFrame) -> pd.DataFrame:
        return self.data.partners[self.data.partners["partner_id"].isin(partnerships["partner_id"])]

    def organisations(self, rows: pd.DataFrame) -> str:
        """The organisations of these partnerships, each with what the source says it does here."""
        partners = self.data.partners.set_index("partner_id", drop=False)
        sectors = self.labels("sector")
        listed = []
        for row in rows.itertuples():
            partner = partners.loc[row.partner_id]
            short = partner[f"abbreviation_{self.language}"]
            told = self.conflicts_of.get(("partnerships", row.partnership_id))
            marks = markup.confidence(self.data, partner, self.t)
            marks += "" if told else self.differs("partners", row.partner_id)
            listed.append(
                f"{self.named(partner)}{f' ({escape(short)})' if short else ''} · {escape(sectors[partner['sector']])}"
                f"{self.after(self.t.of(row, 'detail'))} {marks}"
                f"{self.tail(row, 'partnerships', row.partnership_id)}"
            )
        return _bullets(listed)

    def programmes(self) -> str:
        """Programmes by the people they are for; one for several stands with each."""
        rows = self.data.programmes[self.data.programmes["programme_id"].isin(self.programme_ids())]
        if rows.empty:
            return self.nothing("programmes")
        by_audience = {
            label: _bullets(self.programme(row) for row in rows.itertuples() if audience in (row.audience or ("",)))
            for audience, label in [*self.labels("audience").items(), ("", self.t("audience_unsaid"))]
        }
        return _terms(by_audience) + self.starred(rows)

    def programme_ids(self) -> list[str]:
        """Its own programmes, then those of the whole country in which one of its local organisations takes part."""
        partners, everywhere = self.data.partners, self.data.programmes[self.data.programmes["city_id"] == ""]
        here = partners["partner_id"].isin(self.rows["partnerships"]["partner_id"])
        local = set(partners.loc[here & (partners["scope"] == "local"), "partner_id"])
        joined = filtering.holding(everywhere, "partner_ids", *local)
        return [*self.rows["programmes"]["programme_id"], *joined["programme_id"]]

    def programme(self, row: Any) -> str:
        kind = self.labels("programme_kind")[row.kind]
        names = self.data.names("partners", self.language)
        partners = ", ".join(names[partner] for partner in row.partner_ids)
        with_whom = f" · {escape(self.t('with_whom', partners=partners))}" if partners else ""
        national = "" if row.city_id else markup.noted(self.t("whole_country"))
        return (
            f"{self.named(row)} · {escape(kind)}{self.span(row)}{self.after(self.t.of(row, 'purpose'))}"
            f"{with_whom} {national}{self.tail(row, 'programmes', row.programme_id)}"
        )

    def starred(self, rows: pd.DataFrame) -> str:
        """What the star beside an English name means, where there is one."""
        if self.language != "en" or not rows["name_en_by"].eq("project").any():
            return ""
        return f'<p class="quiet">* {escape(self.t("our_translation"))}</p>'

    def figures(self) -> str:
        """Numbers, each with the unit it counts and the unit of government or place it is of."""
        rows = self.rows["figures"]
        if rows.empty:
            return self.nothing("figures")
        of_what = self.labels("unit_of")
        cells = [
            (
                self.t.of(row, "what"),
                f"{self.amount(row)} {self.t.of(row, 'unit')}",
                of_what[row.unit_of],
                "" if pd.isna(row.year) else dates.year(row.year, self.language),
                markup.Html(self.tail(row, "figures", row.figure_id)),
            )
            for row in rows.itertuples()
        ]
        heads = [self.t(key) for key in ("col_what", "col_value", "col_of", "col_year", "source")]
        # as objects: a column of text would forget which of it is HTML
        table = pd.DataFrame(cells, columns=heads, dtype=object)
        return markup.table(table, self.t("figures_caption", city=self.name))

    def amount(self, row: Any) -> str:
        number = f"{row.value:,.0f}" if float(row.value).is_integer() else f"{row.value:,.2f}"
        return self.t(f"value_{row.qualifier}", n=number)

    def happened(self) -> str:
        entries = timeline.of_city(self.data, self.city_id, self.t)
        if not entries:
            return self.nothing("dates")
        return timeline_html.drawn(entries, self.t, lambda one: self.tail(one, one.table, one.row_id))

    def ties(self) -> str:
        names, kinds = self.data.names("cities", self.language), self.labels("link_kind")
        rows = [
            f"<b>{escape(names[row.from_city_id])} → {escape(names[row.to_city_id])}</b> · {escape(kinds[row.kind])}"
            f"{self.after(self.t.of(row, 'detail'))}"
            f"{self.after(dates.spoken(row.since, self.language))} {self.tail(row, 'city_links', row.link_id)}"
            for row in self.rows["city_links"].itertuples()
        ]
        return _bullets(rows) or self.nothing("ties")

    def learn(self) -> str:
        """Whom to learn from and why: what the editors related to its limits, programmes for those it has to serve."""
        note = f'<p class="quiet">{escape(self.t("learn_note"))}</p>'
        limits = self.claims[self.claims["appraisal"] == "limit"]
        parts = [self.answers(limit) for limit in limits.itertuples()]
        parts += [self.same_people(need) for need in self.rows["needs"].itertuples()]
        if limits.empty:
            parts.append(f'<p class="silent">{escape(self.t("learn_none"))}</p>')
            parts += [self.answers(limit, whose=self.alphabet) for limit in self.national.itertuples()]
        return note + "".join(parts)

    def answers(self, limit: Any, whose: list[str] | None = None) -> str:
        """A limit and what speaks to it, by city: its own, others in the order of the alphabet, the whole country.

        whose  only what is of these cities.
        """
        order = whose or [self.city_id, *self.alphabet, ""]
        chosen = self.data.answers[self.data.answers["limit_id"] == limit.evidence_id].itertuples()
        ranked = [(self.answering[row.answer_id][1].city_id, row) for row in chosen]
        rows = [row for city in order for answering, row in ranked if answering == city]
        if not rows:
            return ""
        heading = f"{markup.symbol('limit', self.labels('appraisal')['limit'])}{self.text(limit, 'statement')}"
        return f"<h3>{heading}</h3>{_bullets(map(self.answer, rows))}"

    @cached_property
    def alphabet(self) -> list[str]:
        return [city for city in filtering.by_name(self.data.cities, self.language)["city_id"] if city != self.city_id]

    @cached_property
    def answering(self) -> dict[str, tuple[str, Any]]:
        """Id of a claim or programme -> its table and row."""
        claims, programmes = self.data.evidence, self.data.programmes
        found = {row.evidence_id: ("evidence", row) for row in claims.itertuples()}
        return found | {row.programme_id: ("programmes", row) for row in programmes.itertuples()}

    def answer(self, row: Any) -> str:
        table, told = self.answering[row.answer_id]
        names = self.data.names("cities", self.language)
        who = names[told.city_id] if told.city_id else self.t("whole_country")
        own = markup.noted(self.t("this_city")) if told.city_id == self.city_id else ""
        what = self.text(told, "statement" if table == "evidence" else "name")
        return (
            f"<b>{escape(who)}</b> {own}· {what} {self.tail(told, table, row.answer_id)}"
            f'<span class="reason">{escape(self.t("because"))} {self.text(row, "reason")}</span>'
        )

    def same_people(self, need: Any) -> str:
        """Other cities with programmes for all the people a need is about; a need of everyone singles nobody out."""
        people = [audience for audience in need.audience if audience != "all_ages"]
        programmes = self.data.programmes
        elsewhere = programmes[~programmes["city_id"].isin(["", self.city_id])]
        rows = elsewhere[elsewhere["audience"].map(set(people).issubset).astype(bool)]
        if rows.empty or not people:
            return ""
        names = self.data.names("cities", self.language)
        listed = [
            f"<b>{escape(names[row.city_id])}</b> · {self.text(row, 'name')} "
            f"{self.tail(row, 'programmes', row.programme_id)}"
            for city in self.alphabet
            for row in rows[rows["city_id"] == city].itertuples()
        ]
        why = f'<p class="quiet">{escape(self.t("same_people", people=self.audiences(people)))}</p>'
        return f"<h3>{escape(self.t('need'))} {self.text(need, 'need')}</h3>{why}{_bullets(listed)}"

    def differ(self) -> str:
        """Where sources differ on a row of this city: what each source says; the handling."""
        rows = self.data.disagreements[self.data.disagreements["conflict_id"].isin(self.touching)]
        if rows.empty:
            return self.nothing("differ")
        gravest_first = sorted(rows.itertuples(), key=lambda row: GRAVITY.index(row.severity))
        return f'<div class="terms">{"".join(map(self.conflict, gravest_first))}</div>'

    def conflict(self, row: Any) -> str:
        """A conflict: topic, handling, and what each source says; in print the last only where it is grave."""
        grave = row.severity == "major"
        full = grave or self.notes.folded
        sources = ";".join(dict.fromkeys(conflicts.claims(self.data, row.conflict_id)["source"]))
        return macro(
            "conflict",
            "in_brief",
            conflict_html.of(self.data, row, self.t, cite=self.notes.cite if full else str),
            self.t,
            _conflict_anchor(row.conflict_id),
            self.labels("severity")[row.severity],
            grave,
            self.notes.folded,
            Markup("" if full else self.notes.cite(sources)),  # noqa: S704  # nosec B704
        )


GRAVITY = ("major", "minor")  # the severity of disagreements, the gravest first

# The tables whose rows are of one city, and so may be named by a conflict that touches it, with the column of their id
OF_A_CITY = {
    "cities": "city_id",
    "memberships": "membership_id",
    "descriptions": "description_id",
    "evidence": "evidence_id",
    "needs": "need_id",
    "spaces": "space_id",
    "partnerships": "partnership_id",
    "programmes": "programme_id",
    "designations": "designation_id",
    "events": "event_id",
    "figures": "figure_id",
    "city_links": "link_id",
    "assessments": "assessment_id",
}


def _conflict_anchor(conflict_id: str) -> str:
    return f"conflict-{conflict_id}"


def _bullets(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="facts">{rows}</ul>' if rows else ""


def _terms(facts: dict[str, str]) -> str:
    """Terms with their HTML; a term without any is left out."""
    rows = "".join(f"<div><dt>{escape(term)}</dt><dd>{html}</dd></div>" for term, html in facts.items() if html)
    return f'<dl class="terms">{rows}</dl>'


def _folded(title: str, html: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _two(title: str, left: str, right: str) -> str:
    """A titled part with a main column and, where there is something, one beside it. All three are HTML."""
    beside = f"<aside>{right}</aside>" if right else ""
    return f'<section class="two"><h3>{title}</h3><div><div>{left}</div>{beside}</div></section>'


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
