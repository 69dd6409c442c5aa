"""Whom to learn from: the ways in (topic, people, kind of city, limit, my city) and what each of them leads to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from lcdash.content import marks
from lcdash.dataset.loading import Dataset
from lcdash.evidence import conflicts, filtering, learning, matrix
from lcdash.html import markup
from lcdash.language.translations import Translations
from lcdash.ui.shared import downloads, filters, url_state

ENTRIES = ("theme", "audience", "unit", "limit")
ARRIVED = "_arrived"  # what the last click opened, so that the run it starts can bring the reader there


@dataclass(frozen=True)
class Asked:
    """What the link asks for: ids or None, the same in words, and `named` by the question, as a download has it."""

    city: str | None
    theme: str | None
    audience: str | None
    unit: str | None
    limit: str | None
    words: tuple[str, ...]
    named: Mapping[str, Mapping[str, str]]

    @property
    def of_claims(self) -> dict[str, list[str]]:
        """The selection of claims it stands for, as `filtering.matching` takes it."""
        wanted = {"themes": self.theme, "audience": self.audience}
        return {column: [value] for column, value in wanted.items() if value}


@dataclass(frozen=True)
class Found:
    """What a view shows, and so what can be taken away: rows of evidence, of programmes and of answers."""

    claims: pd.DataFrame
    programmes: pd.DataFrame
    answers: pd.DataFrame


def choose(data: Dataset, traits: pd.DataFrame, t: Translations) -> Asked:
    """Draw the ways in and return what the link asks for.

    traits  one row per city in alphabetical order, with `units`.
    """
    names = filtering.names(traits, t.language)
    themes = filtering.by_name(data.themes, t.language)
    choices = {
        "theme": filtering.names(themes, t.language),
        "audience": data.labels("audience", t.language),
        "unit": data.labels("member_type", t.language),
        "city": names,
        "limit": _limit_choices(data, names, t),
    }
    chosen = {}
    for column, key in zip(st.columns(4), ("theme", "audience", "unit", "city"), strict=True):
        with column:
            chosen[key] = filters.selectbox(key, choices[key], t(f"ask_{key}"), t)
    chosen["limit"] = filters.selectbox("limit", choices["limit"], t("ask_limit"), t)
    if any(chosen[key] for key in ENTRIES):
        with st.container(key="start_over"):
            st.button(t("start_over"), key="_clear", type="tertiary", on_click=url_state.clear, args=ENTRIES)
    words = tuple(choices[key][value] for key in ENTRIES[:3] if (value := chosen[key]))
    named = {t(f"ask_{key}"): {value: choices[key][value]} for key, value in chosen.items() if value}
    return Asked(**chosen, words=words, named=named)


def _limit_choices(data: Dataset, names: Mapping[str, str], t: Translations) -> dict[str, str]:
    limits = data.evidence[data.evidence["appraisal"] == "limit"]
    order = [*names, ""]
    return {
        limit.evidence_id: t(
            "limit_choice",
            city=names.get(limit.city_id, t("country")),
            factor=data.factor_numbers[limit.factor_id],
            statement=t.of(limit, "statement"),
        )
        for limit in sorted(limits.itertuples(), key=lambda limit: order.index(limit.city_id))
    }


def _open(key: str, value: str) -> None:
    """Callback of an entry: leave by one door and come in by another."""
    url_state.clear(*ENTRIES)
    url_state.write(key, [value])
    st.session_state[ARRIVED] = f"{key}={value}"


def _opened(title: str) -> None:
    """The heading of what was opened."""
    st.html(f'<h2 id="found" tabindex="-1">{escape(title)}</h2>')


def arrive() -> None:
    """After a click on an entry, bring the reader to what it opened: the entry, and the focus on it, are gone.

    Call it last: only then does everything above stand where it will stay.
    """
    spot = st.empty()  # kept when there is nothing to do, so that what follows stays in its place
    if arrived := st.session_state.pop(ARRIVED, None):
        script = (
            "const found = document.getElementById('found');"
            "found?.focus({preventScroll: true}); found?.scrollIntoView();"
        )
        with spot:
            # Named for what was opened: the same script twice would not run again. Without a slash no name ends the
            # comment or the script.
            named = json.dumps(arrived).replace("/", "\\/")
            st.html(f"<script>/* {named} */ {{ {script} }}</script>", unsafe_allow_javascript=True)


class Learn:
    """Draws the views for one reader: `asked` for, from `traits` of cities in alphabetical order."""

    def __init__(
        self, data: Dataset, traits: pd.DataFrame, standing: pd.DataFrame, asked: Asked, t: Translations
    ) -> None:
        self.data, self.asked, self.t = data, asked, t
        self.traits = traits.set_index("city_id")
        self.standing = standing.set_index("city_id")
        self.names: dict[str, str] = self.traits[f"name_{t.language}"].to_dict()
        self.themes = data.names("themes", t.language)
        self.level = 3 if asked.limit or asked.words or asked.city else 2  # below the heading of what was opened
        limits = data.evidence["appraisal"] == "limit"
        self.limits, self.claims = data.evidence[limits], data.evidence[~limits]
        like = filtering.matching(traits, {"units": [asked.unit] if asked.unit else []})
        self.allowed = set(traits.loc[like, "city_id"])

    # the views

    def doors(self) -> Found:
        """Nothing asked yet: every topic and every limit as an entry."""
        self.heading("doors_themes")
        self.theme_entries(list(filtering.by_name(self.data.themes, self.t.language)["theme_id"]))
        self.heading("doors_limits")
        cities = self.limits[self.limits["scope"] != "country"]
        self.limit_entries(cities)
        self.quiet("doors_note")
        self.heading("of_country")
        country = matrix.country_limits(self.data.evidence, self.data.factors)
        self.limit_entries(country)
        return self.found(pd.concat([cities, country]))

    def city(self) -> Found:
        """My city: its limits, what it has to attend to, its topics and the country's limits, each an entry."""
        city = self.names[str(self.asked.city)]
        _opened(self.t("city_title", city=city))
        own = self.limits[self.limits["city_id"] == self.asked.city]
        assessments = self.data.assessments[self.data.assessments["city_id"] == self.asked.city]
        self.heading("city_limits", city=city)
        if own.empty:
            studied = self.traits.at[self.asked.city, "in_study"]
            assessed = "assessed" if len(assessments) else "unstudied"
            self.quiet("city_limits_none" if studied else f"city_limits_{assessed}", city=city)
        self.limit_entries(own)
        if len(assessments):
            self.heading("city_assessed", city=city)
            self.assessed(assessments)
        self.heading("city_needs", city=city)
        self.need_entries(city)
        self.heading("city_themes", city=city)
        named = set(self.data.evidence.loc[self.data.evidence["city_id"] == self.asked.city, "themes"].explode())
        self.quiet("city_themes_help" if named else "city_themes_none", city=city)
        everything = filtering.by_name(self.data.themes, self.t.language)["theme_id"]
        self.theme_entries([theme for theme in everything if theme in named or not named])
        self.heading("of_country")
        country = matrix.country_limits(self.data.evidence, self.data.factors)
        self.limit_entries(country)
        return self.found(pd.concat([own, country]))

    def topic(self) -> Found:
        """A topic, people, a kind of city or several of them: limits on it, then who is named for it."""
        data, asked = self.data, self.asked
        _opened(" · ".join(asked.words))
        counts = st.empty()
        limits = learning.limits_on(data.evidence, [asked.theme] if asked.theme else [])
        if asked.theme:
            self.heading("topic_limits")
            if limits.empty:
                self.quiet("topic_limits_none")
            else:
                cities = self.alphabet(limits["city_id"])
                self.line("limit_cities", cities=self.joined(cities, country=not cities))
            self.limit_entries(limits)
        claims = self.claims[filtering.matching(self.claims, asked.of_claims)]
        if not asked.of_claims:
            facets = data.facets
            claims = claims[claims["facet_id"].isin(facets.loc[facets["direction"], "facet_id"])]
        programmes = self.programmes_for(limits)
        needs = data.needs[filtering.matching(data.needs, self.of_people()) & bool(asked.audience)]
        own_claims, own_programmes, own_needs = self.of({asked.city}, claims, programmes, needs)
        if asked.city:
            self.heading("own_title", city=self.names[asked.city])
            own_limits = limits[limits["city_id"] == asked.city]
            own = [f"<div>{markup.noted(self.t('own_need'))}{self.need(need)}</div>" for need in own_needs.itertuples()]
            own += [self.told(own_limits), self.told(own_claims), self.run_by(own_programmes)]
            if any(own):
                st.html("".join(own))
            else:
                self.quiet("own_none", city=self.names[asked.city])
        self.heading("others_title")
        if asked.theme and not asked.audience:
            self.quiet("programmes_topicless")
        others = self.allowed - {asked.city} | ({""} if not asked.unit else set())
        claims, programmes, needs = self.of(others, claims, programmes, needs)
        also = limits[limits["city_id"].isin(others - {""})].assign(same=False)
        bare = set() if asked.of_claims else self.allowed - {asked.city}
        if claims.empty and programmes.empty and also.empty and needs.empty and not bare:
            self.say_so("others_none", asked=" + ".join(asked.words))
        self.sections(claims, programmes, limits=also, needs=needs, bare=bare)
        shown = self.found(pd.concat([limits, own_claims, claims]), pd.concat([own_programmes, programmes]))
        words = self.t("found", claims=len(shown.claims), programmes=len(shown.programmes))
        counts.html(f'<p class="count" role="status">{escape(words)}</p>')
        return shown

    def limit(self) -> Found:
        """A limit: what this project relates to it and why, who reports it too, then claims that share its topic."""
        data, asked, t = self.data, self.asked, self.t
        rows = data.evidence[data.evidence["evidence_id"] == asked.limit]
        limit = rows.iloc[0]
        city = limit["city_id"]
        _opened(t("limit_title", city=self.names[city]) if city else t("limit_country"))
        themes = ", ".join(self.themes[theme] for theme in limit["themes"])
        st.html(
            f'<div class="answer"><p>{escape(self.factor(limit["factor_id"]))}</p>{self.told(rows)}'
            f'<p class="quiet">{escape(t("limit_topics", themes=themes))}</p></div>'
        )
        alike = learning.limits_alike(limit, data.evidence)
        for key, group in (("same_cities", alike[alike["same"]]), ("other_limit_cities", alike[~alike["same"]])):
            if len(group):
                self.line(key, cities=self.joined(self.alphabet(group["city_id"])))
        country = learning.limits_on(data.evidence, limit["themes"])
        country = country[(country["scope"] == "country") & (country["evidence_id"] != asked.limit)]
        if len(country):
            self.heading("same_country")
            st.html(self.told(country))
        everyone = self.allowed | ({""} if not asked.unit else set())
        answers = learning.curated_answers(str(asked.limit), data.answers, data.evidence, data.programmes)
        answers = answers[answers["city_id"].isin(everyone)]
        related = data.evidence[data.evidence["evidence_id"].isin(answers["answer_id"])]
        related = related[filtering.matching(related, asked.of_claims)]
        programmes = data.programmes[data.programmes["programme_id"].isin(answers["answer_id"])]
        programmes = programmes[filtering.matching(programmes, self.of_people())]
        answers = answers[answers["answer_id"].isin([*related["evidence_id"], *programmes["programme_id"]])]
        claims = learning.claims_on_topic(limit, data.evidence, answers["answer_id"])
        claims = claims[filtering.matching(claims, asked.of_claims) & claims["city_id"].isin(self.allowed)]
        self.heading("curated_title")
        if answers.empty:
            nobody = claims.empty
            self.say_so("nobody" if nobody else "curated_none", asked=" + ".join(asked.words) or themes)
        reasons = dict(zip(answers["answer_id"], answers[f"reason_{t.language}"], strict=True))
        self.sections(related, programmes, reasons=reasons, own=city)
        also = alike[alike["city_id"].isin(self.allowed)]
        if len(claims) or len(also):
            self.heading("same_topic_title")
            self.sections(claims, programmes.iloc[:0], limits=also)
        self.recommendation(limit["factor_id"])
        return self.found(pd.concat([rows, country, related, also.drop(columns="same"), claims]), programmes, answers)

    # entries

    def theme_entries(self, themes: Sequence[str]) -> None:
        with st.container(horizontal=True, key="theme_entries", gap="small"):
            for theme in themes:
                st.button(
                    markup.literal(self.themes[theme]), key=f"_theme_{theme}", on_click=_open, args=("theme", theme)
                )

    def limit_entries(self, limits: pd.DataFrame) -> None:
        """Limits, each with its source, the cities related to it, and a button that opens it."""
        order = [*self.names, ""]
        for limit in sorted(limits.itertuples(), key=lambda limit: order.index(limit.city_id)):
            place = self.names.get(limit.city_id, self.t("country"))
            answers = learning.curated_answers(
                limit.evidence_id, self.data.answers, self.data.evidence, self.data.programmes
            )
            cities = self.joined(self.alphabet(answers["city_id"]), country=bool((answers["city_id"] == "").any()))
            line = self.t("related_cities", cities=cities) if cities else self.t("related_none")
            one = limits[limits["evidence_id"] == limit.evidence_id]
            with st.container(key=f"entry_{limit.evidence_id}", gap=None):
                st.html(
                    f'<div class="entry"><p><b>{escape(place)}</b> '
                    f'<span class="quiet">{escape(self.factor(limit.factor_id))}</span></p>{self.told(one)}'
                    f'<p class="quiet">{escape(line)}</p></div>'
                )
                st.button(
                    markup.literal(self.t("open_limit", city=place, factor=self.data.factor_numbers[limit.factor_id])),
                    key=f"_limit_{limit.evidence_id}",
                    type="tertiary",
                    on_click=_open,
                    args=("limit", limit.evidence_id),
                )

    def need_entries(self, city: str) -> None:
        """What my city has to attend to, each leading to those who work for the same people."""
        audiences = self.data.labels("audience", self.t.language)
        needs = self.data.needs[self.data.needs["city_id"] == self.asked.city]
        if needs.empty:
            self.quiet("city_needs_none", city=city)
        for need in needs.itertuples():
            unsaid = "" if need.audience else f'<p class="quiet">{escape(self.t("need_unsaid"))}</p>'
            with st.container(key=f"entry_{need.need_id}", gap=None):
                st.html(f'<div class="entry">{self.need(need)}{unsaid}</div>')
                for audience in need.audience:
                    st.button(
                        markup.literal(self.t("need_audience", audience=audiences[audience])),
                        key=f"_need_{need.need_id}_{audience}",
                        type="tertiary",
                        on_click=_open,
                        args=("audience", audience),
                    )

    def assessed(self, assessments: pd.DataFrame) -> None:
        """What a study finds wanting, each leading to other cities under the factors this project ties to it."""
        items = self.data.names("frameworks", self.t.language)
        moods = self.data.labels("mood", self.t.language)
        factors = self.data.names("factors", self.t.language, "short")
        crosswalk = self.data.crosswalk
        for row in assessments.itertuples():
            differs = conflicts.is_disputed(self.data, "assessments", row.assessment_id)
            with st.container(key=f"entry_{row.assessment_id}", gap=None):
                st.html(
                    f'<div class="entry"><b>{escape(items[row.item_id])}</b> {markup.noted(moods[row.mood])}'
                    f"{escape(self.t.of(row, 'missing'))} "
                    f"{markup.noted(self.t('disputed')) if differs else ''}"
                    f"{markup.citation(self.data, row.source, self.t)}</div>"
                )
                for factor in dict.fromkeys(crosswalk.loc[crosswalk["item_id"] == row.item_id, "factor_id"]):
                    st.page_link(
                        "pages/factors.py",
                        label=markup.literal(
                            self.t("see_factor", n=self.data.factor_numbers[factor], name=factors[factor])
                        ),
                        help=self.t("see_factor_help"),
                        query_params={"lang": self.t.language, "factor": factor},
                    )

    # what is found

    def of(self, cities: Iterable[str | None], *frames: pd.DataFrame) -> list[pd.DataFrame]:
        wanted = [city for city in cities if city is not None]
        return [frame[frame["city_id"].isin(wanted)] for frame in frames]

    def of_people(self) -> dict[str, list[str]]:
        return {"audience": [self.asked.audience]} if self.asked.audience else {}

    def programmes_for(self, limits: pd.DataFrame) -> pd.DataFrame:
        """The programmes for the people asked for and, of a topic, those this project related to a limit on it."""
        programmes = self.data.programmes
        if self.asked.theme:
            related = self.data.answers[self.data.answers["limit_id"].isin(limits["evidence_id"])]
            programmes = programmes[programmes["programme_id"].isin(related["answer_id"])]
        elif not self.asked.audience:
            return programmes.iloc[:0]
        return programmes[filtering.matching(programmes, self.of_people())]

    def found(
        self, claims: pd.DataFrame, programmes: pd.DataFrame | None = None, answers: pd.DataFrame | None = None
    ) -> Found:
        return Found(
            claims.drop_duplicates("evidence_id"),
            self.data.programmes.iloc[:0] if programmes is None else programmes,
            self.data.answers.iloc[:0] if answers is None else answers,
        )

    # pieces

    def sections(
        self,
        claims: pd.DataFrame,
        programmes: pd.DataFrame,
        *,
        limits: pd.DataFrame | None = None,
        needs: pd.DataFrame | None = None,
        reasons: Mapping[str, str] | None = None,
        bare: Iterable[str] = (),
        own: str = "",
    ) -> None:
        """City by city in alphabetical order, the whole country last: limits on this topic, tasks, claims, programmes.

        reasons  id -> why this project relates it.
        bare     cities to show whether or not there is anything of them.
        own      the city the limit is of, marked so.
        """
        limits = self.limits.iloc[:0].assign(same=False) if limits is None else limits
        needs = self.data.needs.iloc[:0] if needs is None else needs
        held = {city for frame in (claims, programmes, limits, needs) for city in frame["city_id"]} | set(bare)
        for city in [city for city in [*self.names, ""] if city in held]:
            own_claims, own_programmes, own_limits, own_needs = self.of({city}, claims, programmes, limits, needs)
            parts = [
                self.city_heading(city, is_own=bool(own) and city == own),
                *(self.reported(limit) for limit in own_limits.itertuples()),
                *(self.also_needed(need) for need in own_needs.itertuples()),
                self.told(own_claims, reasons),
                self.run_by(own_programmes, reasons),
            ]
            if len(own_limits) and own_claims.empty and own_programmes.empty:
                parts.append(f'<p class="quiet">{escape(self.t("only_limit"))}</p>')
            if city in set(bare):
                parts.append(self.topics_of(city))
            st.html(f'<section class="of-city">{"".join(parts)}</section>')
            mine = self.asked.city
            if mine and city and city != mine:
                st.page_link(
                    "pages/compare.py",
                    label=markup.literal(self.t("beside", mine=self.names[mine], city=self.names[city])),
                    query_params={"lang": self.t.language, "city": [mine, city]},
                )

    def city_heading(self, city: str, *, is_own: bool) -> str:
        if not city:
            return f"<h4>{escape(self.t('country'))}</h4>"
        own = self.standing.loc[city]
        words = self.t(
            "standing",
            status=self.data.labels("membership_status", self.t.language)[own["status"]],
            unit=marks.unit_words(self.data, own["units"], own["disputed"], self.t),
            region=self.data.labels("region_nso", self.t.language)[self.traits.at[city, "region_nso"]],
        )
        same = markup.noted(self.t("same_city")) if is_own else ""
        return f'<h4>{escape(self.names[city])} <span class="quiet">{escape(words)}</span> {same}</h4>'

    def reported(self, limit: Any) -> str:
        """A limit of the city on this topic, beside what else is told of it."""
        words = self.t("also_same" if limit.same else "also_limit")
        return (
            f"<div>{markup.symbol('limit', words)} {escape(self.t.of(limit, 'statement'))} "
            f"{markup.citation(self.data, limit.source, self.t)}</div>"
        )

    def also_needed(self, need: Any) -> str:
        return f"<div>{markup.noted(self.t('also_need'))}{self.need(need)}</div>"

    def need(self, need: Any) -> str:
        differs = conflicts.is_disputed(self.data, "needs", need.need_id)
        return (
            f"{escape(self.t.of(need, 'need'))} "
            f"{markup.noted(self.t('disputed')) if differs else ''}"
            f"{markup.citation(self.data, need.source, self.t)}"
        )

    def topics_of(self, city: str) -> str:
        held = set(self.data.evidence.loc[self.data.evidence["city_id"] == city, "themes"].explode())
        named = [name for theme, name in self.themes.items() if theme in held]
        words = self.t("unit_topics", themes=", ".join(named)) if named else self.t("unit_silent")
        return f'<p class="quiet">{escape(words)}</p>'

    def told(self, claims: pd.DataFrame, reasons: Mapping[str, str] | None = None) -> str:
        if claims.empty:
            return ""
        return markup.claim_list(
            self.data,
            claims,
            self.t,
            remark=self.remark("evidence_id", reasons),
        )

    def run_by(self, programmes: pd.DataFrame, reasons: Mapping[str, str] | None = None) -> str:
        if programmes.empty:
            return ""
        translated = self.t.language == "en" and programmes["name_en_by"].eq("project").any()
        star = f'<p class="quiet">{escape(self.t("star"))}</p>' if translated else ""
        listed = markup.programme_list(self.data, programmes, self.t, self.remark("programme_id", reasons))
        return listed + star

    def remark(self, key: str, reasons: Mapping[str, str] | None) -> Callable[[Any], str]:
        def remark(row: Any) -> str:
            why = (reasons or {}).get(getattr(row, key), "")
            reason = f'<span class="reason">{escape(self.t("because", reason=why))}</span>' if why else ""
            return (markup.voiced(self.data, row, self.t) if key == "evidence_id" else "") + reason

        return remark

    def recommendation(self, factor_id: str) -> None:
        factor = self.data.factors.set_index("factor_id").loc[factor_id]
        name = factor[f"short_{self.t.language}"]
        self.heading("recommendation", n=self.data.factor_numbers[factor_id], name=name)
        proposed = markup.noted(self.data.labels("stage", self.t.language)["proposed"])
        st.html(
            f"<div>{escape(factor[f'recommendation_{self.t.language}'])} {proposed}"
            f"{markup.citation(self.data, factor['source'], self.t)}</div>"
        )

    def factor(self, factor_id: str) -> str:
        name = self.data.names("factors", self.t.language, "short")[factor_id]
        return self.t("factor_n", n=self.data.factor_numbers[factor_id], name=name)

    def alphabet(self, cities: Iterable[str]) -> list[str]:
        named = set(cities)
        return [city for city in self.names if city in named]

    def joined(self, cities: Sequence[str], *, country: bool = False) -> str:
        names = [self.names[city] for city in cities] + [self.t("the_country")] * country
        return self.t("and").join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    def heading(self, key: str, **values: object) -> None:
        st.html(f"<h{self.level}>{escape(self.t(key, **values))}</h{self.level}>")

    def line(self, key: str, **values: object) -> None:
        st.html(f"<p>{escape(self.t(key, **values))}</p>")

    def quiet(self, key: str, **values: object) -> None:
        st.html(f'<p class="quiet">{escape(self.t(key, **values))}</p>')

    def say_so(self, key: str, **values: object) -> None:
        st.html(f'<p class="answer" role="status">{escape(self.t(key, **values))}</p>')


def offer(data: Dataset, found: Found, asked: Asked, t: Translations) -> None:
    """Downloads of what the view shows: statements, programmes, and what is related with its reason."""
    downloads.offer(data, "evidence", found.claims, asked.named, t)
    for table, frame in (("programmes", found.programmes), ("answers", found.answers)):
        if len(frame):
            downloads.offer(data, table, frame, asked.named, t, label=t(f"download_{table}"))
