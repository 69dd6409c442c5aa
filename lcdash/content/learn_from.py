"""Whom to learn from, as content: which cities speak to a topic, people, a kind of city or a limit, the reason first.

Related in the documents, or by this project with its reason; nothing here says that one thing solves another. Cities
stand in the order of their names, the whole country last. Every text is in the reader's language and unescaped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from lcdash import site
from lcdash.content import marks, statements
from lcdash.content.statements import SIGNS, Sign, StatementView
from lcdash.dataset import records
from lcdash.dataset.loading import Dataset
from lcdash.evidence import cached_frames, conflicts, filtering, limit_answers, standings
from lcdash.language import dates
from lcdash.language.translations import Translations

ENTRIES = ("theme", "audience", "unit", "limit")  # the ways in, by their keys in a link
OPEN = 12  # statements and programmes that stand open in full
SHOWN = 2  # reasons of a city that stand open; the rest is read on demand


@dataclass(frozen=True)
class Question:
    """What the link asks for: ids, "" for none, and the same in words."""

    city: str = ""
    theme: str = ""
    audience: str = ""
    unit: str = ""
    limit: str = ""
    words: tuple[str, ...] = ()

    @property
    def of_claims(self) -> dict[str, list[str]]:
        """The selection of statements it stands for, as `filtering.matching` takes it."""
        wanted = {"themes": self.theme, "audience": self.audience}
        return {column: [value] for column, value in wanted.items() if value}

    @property
    def of_people(self) -> dict[str, list[str]]:
        """The selection of programmes and needs."""
        return {"audience": [self.audience]} if self.audience else {}


class LearnReason(NamedTuple):
    """What speaks for a city: a statement, programme or need as it is shown.

    label  what it is, where it is no statement, or what it has in common with the limit asked for.
    why    this project's reason for relating it.   limit  its id where it is a limit, which is a way in of its own.
    """

    view: StatementView
    label: str = ""
    why: str = ""
    limit: str = ""


class LearnCity(NamedTuple):
    """A city to talk to; `address` is "" for the whole country.

    aside   its standing, or that it is the city asked about.   note  what its reasons do not say.
    beside  the address that puts it beside the reader's own city.
    alike   only a limit or a need is said of it, as elsewhere: there is nothing to learn from it, but to talk about.
    """

    city_id: str
    name: str
    address: str
    aside: str
    reasons: tuple[LearnReason, ...]
    note: str = ""
    beside: str = ""
    alike: bool = False

    @property
    def first(self) -> tuple[LearnReason, ...]:
        """The reasons that stand open."""
        return self.reasons[:SHOWN]


class LearnGroup(NamedTuple):
    """Cities found in the same way, or what is said of none."""

    title: str
    cities: tuple[LearnCity, ...]
    note: str = ""


@dataclass(frozen=True)
class LearnAnswer:
    """What a question leads to.

    limits    limits on the topic, or the limit asked for.   lines  sentences about them.
    own       what is found in the reader's own city; None where no city is theirs.
    outside   how many of the statements are on cities outside the study.
    groups    the cities.   proposal  what the article proposes.
    claims, programmes, answers  the rows behind it, for files.
    """

    title: str
    limits: tuple[LearnReason, ...] = ()
    lines: tuple[str, ...] = ()
    own: LearnGroup | None = None
    groups: tuple[LearnGroup, ...] = ()
    proposal: LearnReason | None = None
    outside: int = 0
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    programmes: pd.DataFrame = field(default_factory=pd.DataFrame)
    answers: pd.DataFrame = field(default_factory=pd.DataFrame)

    def counted(self, t: Translations, of_people: bool) -> str:
        """How many statements it shows, of them on the whole country and on cities outside the study, and programmes.

        of_people  people were asked for: that there is no programme for them is an answer; else nobody asked.
        """
        country = int((self.claims["city_id"] == "").sum()) if len(self.claims) else 0
        lines = [t("found_claims", n=len(self.claims))]
        lines += [t("found_country", n=country)] if country else []
        lines += [t("found_programmes", n=len(self.programmes))] if len(self.programmes) or of_people else []
        lines += [t("found_order")] + ([t("found_outside", n=self.outside)] if self.outside else [])
        return " ".join(lines)

    @property
    def starred(self) -> bool:
        """Whether it names a programme whose English name is this project's: what the star says."""
        return bool(len(self.programmes)) and bool((self.programmes["name_en_by"] == "project").any())

    @property
    def is_short(self) -> bool:
        """Whether all of it can stand open, word by word."""
        return len(self.claims) + len(self.programmes) <= OPEN


class Tellers:
    """Rows of the dataset as reasons, in one language; `t` holds the words of the page."""

    def __init__(self, data: Dataset, t: Translations) -> None:
        self.data, self.t = data, t
        self.words = Translations("evidence_map", t.language)
        self.kinds = data.labels("programme_kind", t.language)
        self.audiences = data.labels("audience", t.language)
        self.names: dict[str, str] = filtering.names(cached_frames.cities(data, t.language), t.language)

    def statement(self, row: records.Evidence, label: str = "", why: str = "") -> LearnReason:
        """A row of evidence."""
        limit = row.evidence_id if row.appraisal == "limit" else ""
        return LearnReason(statements.view(self.data, row, self.words), label, why, limit)

    def first_on(self, city_id: str, theme: str) -> LearnReason | None:
        """The first statement on a city that is of this topic."""
        own = self.data.evidence[self.data.evidence["city_id"] == city_id]
        return next((self.statement(row) for row in records.each(own, records.Evidence) if theme in row.themes), None)

    def statements(self, frame: pd.DataFrame, reasons: Mapping[str, str] | None = None) -> list[LearnReason]:
        """Rows of evidence, `reasons` by their ids."""
        return [
            self.statement(row, why=(reasons or {}).get(row.evidence_id, ""))
            for row in records.each(frame, records.Evidence)
        ]

    def programmes(self, frame: pd.DataFrame, reasons: Mapping[str, str] | None = None) -> list[LearnReason]:
        """Rows of programmes: name first, then purpose, for whom and since when."""
        programme_reasons = []
        for row in records.each(frame, records.Programme):
            name = self.t.of(row, "name")
            star = "*" if self.t.language == "en" and row.name_en_by == "project" else ""
            facts = [", ".join(self.audiences[code] for code in row.audience), dates.spoken(row.since, self.t.language)]
            text = f"{name}{star} · {self.t.of(row, 'purpose')}"
            where = site.of_programme(row, self.t.language)
            view = self._view((row.programme_id, "programmes", where), text, f"{name}{star}", row.source, facts)
            programme_reasons.append(LearnReason(view, self.kinds[row.kind], (reasons or {}).get(row.programme_id, "")))
        return programme_reasons

    def needs(self, frame: pd.DataFrame, label: str) -> list[LearnReason]:
        """What cities say they need, as reasons under `label`."""
        reasons = []
        for row in records.each(frame, records.Need):
            text = self.t.of(row, "need")
            where = site.address("cities", self.t.language, city=row.city_id)
            reasons.append(LearnReason(self._view((row.need_id, "needs", where), text, text, row.source), label))
        return reasons

    def assessments(self, frame: pd.DataFrame) -> list[LearnReason]:
        """Rows of assessments: what a study finds wanting, by UNESCO's item and how it says so."""
        items, moods = self.data.names("frameworks", self.t.language), self.data.labels("mood", self.t.language)
        reasons = []
        for row in records.each(frame, records.Assessment):
            text = self.t.of(row, "missing")
            where = site.address("frameworks", self.t.language, part=row.city_id)
            view = self._view((row.assessment_id, "assessments", where), text, text, row.source, [moods[row.mood]])
            reasons.append(LearnReason(view, items[row.item_id]))
        return reasons

    def proposal(self, factor_id: str) -> LearnReason:
        """What the article proposes for a factor."""
        row = records.first(self.data.factors[self.data.factors["factor_id"] == factor_id], records.Factor)
        text = self.t.of(row, "recommendation")
        where = site.address("frameworks", self.t.language, part="factors", factor=factor_id)
        stage = self.data.labels("stage", self.t.language)["proposed"]
        view = self._view((factor_id, "factors", where), text, text, row.source, [stage])
        return LearnReason(view, self.t("recommendation", n=row.number, name=self.t.of(row, "short")))

    def _view(
        self, row: tuple[str, str, str], text: str, first: str, source: str, remarks: Iterable[str] = ()
    ) -> StatementView:
        """What is no statement, shown as one; `row` is its id, its table and its address."""
        row_id, table, address = row
        differ = conflicts.is_disputed(self.data, table, row_id)
        signs = (Sign(SIGNS["differ"], self.words("sign_differ")),) if differ else ()
        notes = tuple(remark for remark in remarks if remark)
        where = statements.short_source(self.data, source, self.words)
        return StatementView(row_id, "", self.t.language, text, first, signs, notes, where, address)

    def factor(self, factor_id: str) -> str:
        """A factor by number and name, within a line."""
        name = self.data.names("factors", self.t.language, "short")[factor_id]
        return self.t("factor_n", n=self.data.factor_numbers[factor_id], name=name)

    def alphabet(self, cities: Iterable[str]) -> list[str]:
        """The names of cities in their order, the whole country last."""
        names = set(cities)
        return [name for city, name in self.names.items() if city in names] + [self.t("the_country")] * ("" in names)

    def joined(self, cities: Iterable[str]) -> str:
        """The same in a sentence: "a", "a and b"."""
        *names, last = self.alphabet(cities)
        return self.t("and").join(filter(None, [", ".join(names), last]))


class Finder:
    """Finds what a question leads to. `question` has a topic, people, a kind of city, or a limit."""

    def __init__(self, data: Dataset, question: Question, t: Translations) -> None:
        self.data, self.question, self.t = data, question, t
        self.tell = Tellers(data, t)
        self.standing = standings.own_standings(data.memberships).set_index("city_id")
        limits = data.evidence["appraisal"] == "limit"
        self.limits, self.claims = data.evidence[limits], data.evidence[~limits]
        units = self.standing["units"]
        like = [city for city in self.tell.names if not question.unit or question.unit in units.get(city, ())]
        self.allowed = frozenset(like)
        self.everyone = self.allowed | (frozenset() if question.unit else {""})

    def topic(self) -> LearnAnswer:
        """A topic, people, a kind of city or several of them."""
        data, question, t = self.data, self.question, self.t
        limits = limit_answers.limits_on(data.evidence, [question.theme] if question.theme else [])
        claims = self.claims[filtering.matching(self.claims, question.of_claims)]
        if not question.of_claims:
            facets = data.facets
            claims = claims[claims["facet_id"].isin(facets.loc[facets["direction"], "facet_id"])]
        programmes = self._programmes_for(limits)
        needs = data.needs[filtering.matching(data.needs, question.of_people) & bool(question.audience)]
        others = self.everyone - {question.city or "-"}
        also = limits[limits["city_id"].isin(others - {""})].assign(same=False)
        frames = [frame[frame["city_id"].isin(others)] for frame in (claims, programmes, needs)]
        bare = frozenset() if question.of_claims else self.allowed - {question.city}
        cities = self._cities(*frames, limits=also, bare=bare)
        note = t("programmes_topicless") if question.theme and not question.audience and len(programmes) else ""
        nothing = t("others_none", asked=" + ".join(question.words))
        own = (
            [frame[frame["city_id"] == question.city] for frame in (claims, programmes, needs)] if question.city else []
        )
        evidence = _once(limits, *own[:1], frames[0])
        studied = data.cities.loc[data.cities["in_study"], "city_id"]
        return LearnAnswer(
            " · ".join(question.words),
            limits=tuple(self.tell.statements(limits)),
            lines=tuple(self._limit_lines(limits)) if question.theme else (),
            outside=int((~evidence["city_id"].isin(["", *studied])).sum()) if question.theme else 0,
            own=self._own(limits, *own) if own else None,
            groups=_apart(cities, t("others_title"), t, note, nothing),
            claims=evidence,
            programmes=pd.concat([*own[1:2], frames[1]]),
            answers=data.answers.iloc[:0],
        )

    def limit(self) -> LearnAnswer:
        """A limit: what this project relates to it and why, who reports it too, then what shares its topic."""
        data, question, t = self.data, self.question, self.t
        rows = data.evidence[data.evidence["evidence_id"] == question.limit]
        limit = rows.iloc[0]
        alike = limit_answers.limits_alike(limit, data.evidence)
        country = limit_answers.limits_on(data.evidence, limit["themes"])
        country = country[(country["scope"] == "country") & (country["evidence_id"] != question.limit)]
        related, programmes, answers = self._curated()
        claims = limit_answers.claims_on_topic(limit, data.evidence, answers["answer_id"])
        claims = claims[filtering.matching(claims, question.of_claims) & claims["city_id"].isin(self.allowed)]
        also = alike[alike["city_id"].isin(self.allowed)]
        reasons = dict(zip(answers["answer_id"], answers[f"reason_{t.language}"], strict=True))
        curated = self._cities(related, programmes, data.needs.iloc[:0], reasons=reasons, own=limit["city_id"])
        same = self._cities(claims, programmes.iloc[:0], data.needs.iloc[:0], limits=also)
        themes = ", ".join(data.names("themes", t.language)[theme] for theme in limit["themes"])
        nothing = t("nobody" if not same else "curated_none", asked=" + ".join(question.words) or themes)
        groups = [LearnGroup(t("curated_title"), curated, "" if curated else nothing)]
        groups += _apart(same, t("same_topic_title"), t) if same else []
        return LearnAnswer(
            t("limit_title", city=self.tell.names[limit["city_id"]]) if limit["city_id"] else t("limit_country"),
            limits=(self.tell.statement(records.first(rows, records.Evidence), self.tell.factor(limit["factor_id"])),),
            lines=(t("limit_topics", themes=themes), *self._alike_lines(alike)),
            own=LearnGroup(t("same_country"), (self._country(country),)) if len(country) else None,
            groups=tuple(groups),
            proposal=self.tell.proposal(limit["factor_id"]),
            claims=_once(rows, country, related, also.drop(columns="same"), claims),
            programmes=programmes,
            answers=answers,
        )

    def _curated(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """What this project relates to the limit: statements, programmes, and the rows that say why."""
        data, question = self.data, self.question
        answers = limit_answers.curated_answers(question.limit, data.answers, data.evidence, data.programmes)
        answers = answers[answers["city_id"].isin(self.everyone)]
        related = data.evidence[data.evidence["evidence_id"].isin(answers["answer_id"])]
        related = related[filtering.matching(related, question.of_claims)]
        programmes = data.programmes[data.programmes["programme_id"].isin(answers["answer_id"])]
        programmes = programmes[filtering.matching(programmes, question.of_people)]
        answers = answers[answers["answer_id"].isin([*related["evidence_id"], *programmes["programme_id"]])]
        return related, programmes, answers

    def _programmes_for(self, limits: pd.DataFrame) -> pd.DataFrame:
        """The programmes for the people asked for and, of a topic, those this project related to a limit on it."""
        programmes = self.data.programmes
        if self.question.theme:
            related = self.data.answers[self.data.answers["limit_id"].isin(limits["evidence_id"])]
            programmes = programmes[programmes["programme_id"].isin(related["answer_id"])]
        elif not self.question.audience:
            return programmes.iloc[:0]
        return programmes[filtering.matching(programmes, self.question.of_people)]

    def _limit_lines(self, limits: pd.DataFrame) -> Iterable[str]:
        """Which cities report a limit on the topic."""
        if limits.empty:
            yield self.t("topic_limits_none")
            return
        cities = {city for city in limits["city_id"] if city} or {""}
        yield self.t("limit_cities", cities=self.tell.joined(cities))

    def _alike_lines(self, alike: pd.DataFrame) -> Iterable[str]:
        for key, group in (("same_cities", alike[alike["same"]]), ("other_limit_cities", alike[~alike["same"]])):
            if len(group):
                yield self.t(key, cities=self.tell.joined(group["city_id"]))

    def _country(self, limits: pd.DataFrame) -> LearnCity:
        return LearnCity("", self.t("country"), "", "", tuple(self.tell.statements(limits)))

    def _own(
        self, limits: pd.DataFrame, claims: pd.DataFrame, programmes: pd.DataFrame, needs: pd.DataFrame
    ) -> LearnGroup:
        """What is found in the reader's own city."""
        city, tell = self.question.city, self.tell
        reasons = [
            *tell.needs(needs, self.t("own_need")),
            *tell.statements(limits[limits["city_id"] == city]),
            *tell.statements(claims),
            *tell.programmes(programmes),
        ]
        note = "" if reasons else self.t("own_none", city=tell.names[city])
        return LearnGroup(self.t("own_title", city=tell.names[city]), (self._city(city, reasons),), note)

    def _cities(
        self,
        claims: pd.DataFrame,
        programmes: pd.DataFrame,
        needs: pd.DataFrame,
        *,
        limits: pd.DataFrame | None = None,
        reasons: Mapping[str, str] | None = None,
        bare: Collection[str] = (),
        own: str = "",
    ) -> tuple[LearnCity, ...]:
        """City by city: what is related with its reason, what is said, programmes, tasks, limits on the topic too.

        reasons  id -> why this project relates it.   bare  cities to show whether or not there is anything of them.
        own      the city the limit is of, marked so.
        """
        limits = self.limits.iloc[:0].assign(same=False) if limits is None else limits
        city_ids = {city for frame in (claims, programmes, limits, needs) for city in frame["city_id"]} | set(bare)
        cities_found = []
        for city in [city for city in [*self.tell.names, ""] if city in city_ids]:
            statements, run, lacks, asks = (
                frame[frame["city_id"] == city] for frame in (claims, programmes, limits, needs)
            )
            of_city = [*self.tell.statements(statements, reasons), *self.tell.programmes(run, reasons)]
            of_city += self.tell.needs(asks, self.t("also_need"))
            of_city += [
                self.tell.statement(row, self.t("also_same" if same else "also_limit"))
                for row, same in zip(records.each(lacks, records.Evidence), lacks["same"], strict=True)
            ]
            of_city.sort(key=lambda reason: not reason.why)  # what has a reason comes first
            alike = statements.empty and run.empty and bool(len(lacks) or len(asks))
            note = self._topics_of(city) if city in bare else ""
            cities_found.append(self._city(city, of_city, note, same=bool(own) and city == own)._replace(alike=alike))
        return tuple(cities_found)

    def _city(self, city: str, reasons: Iterable[LearnReason], note: str = "", *, same: bool = False) -> LearnCity:
        if not city:
            return LearnCity("", self.t("country"), "", "", tuple(reasons), note)
        own = self.standing.loc[city]
        unit = marks.unit_words(self.data, own["units"], own["disputed"], self.t)
        mine = self.question.city
        beside = site.address("compare", self.t.language, city=[mine, city]) if mine and city != mine else ""
        address = site.address("cities", self.t.language, city=city)
        aside = f"{self.t('same_city')} {unit}" if same else unit
        return LearnCity(city, self.tell.names[city], address, aside, tuple(reasons), note, beside)

    def _topics_of(self, city: str) -> str:
        theme_ids = limit_answers.topics_of(self.data.evidence, city)
        themes = self.data.names("themes", self.t.language)
        names = [name for theme, name in themes.items() if theme in theme_ids]
        return self.t("unit_topics", themes=", ".join(names)) if names else self.t("unit_silent")


def _apart(
    cities: Iterable[LearnCity], title: str, t: Translations, note: str = "", nothing: str = ""
) -> tuple[LearnGroup, ...]:
    """The cities to learn from under `title`, then under a heading of their own those of which only a limit or a need
    is said as well. Where there are none to learn from, it says so: `nothing` where there is no other either."""
    entries = tuple(cities)
    alike = tuple(city for city in entries if city.alike)
    others = tuple(city for city in entries if not city.alike)
    if not others:
        note = t("only_limit") if alike else nothing
    return (LearnGroup(title, others, note), *([LearnGroup(t("alike_title"), alike)] if alike else []))


def _once(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames).drop_duplicates("evidence_id")


def answer(data: Dataset, question: Question, t: Translations) -> LearnAnswer:
    """What a question leads to: a limit's relations where it names one, else those of its topic, people or unit."""
    finder = Finder(data, question, t)
    return finder.limit() if question.limit else finder.topic()
