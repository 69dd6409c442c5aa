"""What answers a limit and what only shares its topic, on small tables."""

from typing import Any

import pandas as pd

from lcdash.content import topic_and_people
from lcdash.content.learn_from import Question
from lcdash.dataset import loading
from lcdash.evidence import limit_answers
from lcdash.language import translations


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of evidence: what a row leaves out is that of an ordinary claim about technology in Yala."""
    ordinary = {
        "city_id": "yala",
        "factor_id": "6",
        "facet_id": "access",
        "scope": "city",
        "appraisal": "none",
        "themes": ("digital",),
    }
    return pd.DataFrame([{"evidence_id": f"e{number}", **ordinary, **row} for number, row in enumerate(rows, 1)])


LIMIT = {"appraisal": "limit"}
PHAYAO = {"city_id": "phayao"}
COUNTRY = {"city_id": "", "scope": "country"}


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["evidence_id"])


# Limits on a topic


def test_limits_on_a_topic_are_found_under_any_factor_those_of_the_country_last() -> None:
    evidence = claims(
        {**LIMIT, **COUNTRY, "factor_id": "2"},
        {**LIMIT, "factor_id": "2", "facet_id": "people", "themes": ("people", "digital")},
        LIMIT,
        {**LIMIT, "themes": ("equity",)},
        {},
    )
    assert ids(limit_answers.limits_on(evidence, ["digital"])) == ["e2", "e3", "e1"]


def test_without_a_topic_no_limit_is_on_it() -> None:
    assert limit_answers.limits_on(claims(LIMIT), []).empty


# The same limit elsewhere


def test_a_city_reports_the_same_limit_where_topic_and_facet_agree() -> None:
    evidence = claims(LIMIT, {**LIMIT, **PHAYAO}, {**LIMIT, "city_id": "tak", "factor_id": "2", "facet_id": "people"})
    alike = limit_answers.limits_alike(evidence.iloc[0], evidence)
    assert dict(zip(alike["city_id"], alike["same"], strict=True)) == {"phayao": True, "tak": False}


def test_a_limit_is_not_alike_to_others_of_its_own_city_or_of_the_country() -> None:
    evidence = claims(LIMIT, {**LIMIT, "factor_id": "2"}, {**LIMIT, **COUNTRY}, {**LIMIT, **PHAYAO, "themes": ("x",)})
    assert limit_answers.limits_alike(evidence.iloc[0], evidence).empty


def test_a_limit_of_the_country_is_alike_to_those_of_cities() -> None:
    evidence = claims({**LIMIT, **COUNTRY}, LIMIT, {**LIMIT, **COUNTRY})
    assert ids(limit_answers.limits_alike(evidence.iloc[0], evidence)) == ["e2"]


# What is related


ANSWERS = pd.DataFrame(
    [("e1", "course", "ก", "a"), ("e1", "e2", "ข", "b"), ("e9", "e2", "ค", "c"), ("e1", "framework", "ง", "d")],
    columns=["limit_id", "answer_id", "reason_th", "reason_en"],
)
PROGRAMMES = pd.DataFrame([("course", "phayao"), ("framework", "")], columns=["programme_id", "city_id"])


def test_what_was_chosen_for_a_limit_comes_with_its_reason_programmes_too() -> None:
    evidence = claims(LIMIT, PHAYAO)
    chosen = limit_answers.curated_answers("e1", ANSWERS, evidence, PROGRAMMES)
    assert chosen[["answer_id", "table", "city_id", "reason_en"]].values.tolist() == [
        ["course", "programmes", "phayao", "a"],
        ["e2", "evidence", "phayao", "b"],
        ["framework", "programmes", "", "d"],
    ]


def test_a_limit_nobody_answers_has_no_answers() -> None:
    assert limit_answers.curated_answers("e7", ANSWERS, claims({}), PROGRAMMES).empty


def test_claims_of_other_cities_share_a_topic_across_factors() -> None:
    evidence = claims(
        LIMIT,
        {},
        {**PHAYAO, "factor_id": "3", "themes": ("places", "digital")},
        {**PHAYAO, "themes": ("places",)},
        {**PHAYAO, **LIMIT},
        COUNTRY,
    )
    assert ids(limit_answers.claims_on_topic(evidence.iloc[0], evidence, [])) == ["e3"]


def test_what_was_chosen_with_a_reason_is_not_listed_again_without_one() -> None:
    evidence = claims(LIMIT, PHAYAO, PHAYAO)
    assert ids(limit_answers.claims_on_topic(evidence.iloc[0], evidence, ["e2"])) == ["e3"]


def test_for_a_limit_of_the_country_every_city_is_another_one() -> None:
    evidence = claims({**LIMIT, **COUNTRY}, {}, PHAYAO, COUNTRY)
    assert ids(limit_answers.claims_on_topic(evidence.iloc[0], evidence, [])) == ["e2", "e3"]


def test_a_limit_without_a_topic_is_answered_by_nothing_rather_than_by_everything() -> None:
    evidence = claims({**LIMIT, "themes": ()}, PHAYAO, {**PHAYAO, **LIMIT})
    assert limit_answers.claims_on_topic(evidence.iloc[0], evidence, []).empty
    assert limit_answers.limits_alike(evidence.iloc[0], evidence).empty


def test_a_topic_and_people_called_alike_say_how_they_differ_and_which_cities_the_other_adds() -> None:
    data = loading.load()
    for language in translations.LANGUAGES:
        t = translations.page("learn", language)
        twin = topic_and_people.of_question(data, Question(theme="older_people", words=("",)), t)
        assert twin is not None
        assert (twin.key, twin.value) == ("audience", "older_people")
        assert data.labels("audience", language)["older_people"] in twin.words
        assert data.names("cities", language)["kalasin"] in twin.link
    assert topic_and_people.of_question(data, Question(theme="local_wisdom", words=("",)), t) is None
