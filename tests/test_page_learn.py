"""The page of whom to learn from: every way in leads to cities with a reason or a source, or to a sentence."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from lcdash.dataset import loading
from lcdash.evidence import filtering, learning, matrix, standings
from lcdash.html.markup import literal
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.running import html as raw_html
from tests.running import offered, run


def html(app: AppTest) -> str:
    """All HTML of the page with its words as they are read."""
    return unescape(raw_html(app))


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def ordered(language: str) -> list[str]:
    """Every city_id in the alphabet of the language."""
    return list(filtering.by_name(loading.load().cities, language)["city_id"])


def cities_drawn(page: Page, language: str) -> list[list[str]]:
    """The city_ids of each list of cities on the page, in the order they stand ("" for the whole country)."""
    names = {name: city for city, name in loading.load().names("cities", language).items()}
    lists: list[list[str]] = [[]]
    for heading in page.locator(".st-key-learn").get_by_role("heading").all():
        if heading.evaluate("node => node.tagName") != "H4":
            lists.append([])
            continue
        whole = heading.inner_text()
        name = next((name for name in sorted(names, key=len, reverse=True) if whole.startswith(name)), "")
        lists[-1].append(names.get(name, ""))
    return [found for found in lists if found]


def limits_on_technology() -> pd.DataFrame:
    return learning.limits_on(loading.load().evidence, ["digital_technology"])


# Question 1: which cities report limited technology, under any factor, and who could they learn from?


@pytest.mark.parametrize(("language", "typed"), [("th", "เทคโนโลยีดิจิทัล"), ("en", "Digital technology")])
def test_which_cities_report_limited_technology_and_whom_they_could_learn_from_by_keyboard_alone(
    visit: Visit, language: str, typed: str
) -> None:
    data = loading.load()
    t = translations.page("learn", language)
    names = data.names("cities", language)
    page = visit.open("/learn", language)

    visit.tab_to(page.get_by_role("combobox", name=t("ask_theme")))
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": [language], "theme": ["digital_technology"]}

    # Which cities: every limit on the topic, whatever factor it stands under.
    limits = limits_on_technology()
    told = page.locator(".st-key-learn").inner_text()
    for limit in limits.itertuples():
        assert getattr(limit, f"statement_{language}") in told
    of_cities = limits[limits["scope"] != "country"]
    assert of_cities["factor_id"].nunique() > 1, "the question is about more than one factor"
    line = page.locator("p", has_text=t("limit_cities", cities="")).inner_text()
    assert [city for city in ordered(language) if names[city] in line] == [
        city for city in ordered(language) if city in set(of_cities["city_id"])
    ]

    # Whom to learn from: open one of them.
    limit = of_cities[of_cities["evidence_id"] == "yala_6_t2"].iloc[0]
    visit.tab_to(page.locator(".st-key-entry_yala_6_t2").get_by_role("button"))
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": [language], "limit": ["yala_6_t2"]}
    found = page.locator("#found")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()

    told = page.locator(".st-key-learn").inner_text()
    answers = data.answers[data.answers["limit_id"] == "yala_6_t2"]
    for reason in answers[f"reason_{language}"]:
        assert t("because", reason=reason) in told
    related = learning.claims_on_topic(limit, data.evidence, answers["answer_id"])
    for statement in related[f"statement_{language}"]:
        assert statement in told
    first = page.locator("section.of-city ul.claims > li").first
    assert first.locator("details.cite").count() == 1
    visit.tab_to(first.locator("summary"))
    page.keyboard.press("Enter")
    expect(first.locator("details.cite > div").first).to_be_visible()

    # Who reports it too stands with it, and the article's proposal closes it.
    for city in learning.limits_alike(limit, data.evidence)["city_id"]:
        assert names[city] in told
    assert t("also_same") in told
    recommendation = data.factors.set_index("factor_id").at[limit["factor_id"], f"recommendation_{language}"]
    assert recommendation in told

    curated, same_topic = cities_drawn(page, language)
    assert curated == [city for city in [*ordered(language), ""] if city in curated]
    assert same_topic == [city for city in ordered(language) if city in same_topic]
    assert "yala" not in same_topic, "other cities only"


def test_a_limit_shows_no_word_of_solving() -> None:
    text = re.sub(r"<[^>]*>", " ", html(run("learn", "en", limit="chiang_rai_6_t2")))
    said = translations.page("learn", "en")("lead")
    assert said in text
    assert not re.search(r"solv|answer to|best practice|model city", text.replace(said, ""), re.IGNORECASE)


def test_programmes_and_claims_chosen_for_a_limit_come_with_their_reason() -> None:
    data = loading.load()
    names = data.names("programmes", "en") | dict(
        zip(data.evidence["evidence_id"], data.evidence["statement_en"], strict=True)
    )
    for limit_id in limits_on_technology()["evidence_id"]:
        text = html(run("learn", "en", limit=limit_id))
        for answer in data.answers[data.answers["limit_id"] == limit_id].itertuples():
            assert names[answer.answer_id] in text, limit_id
            assert answer.reason_en in text, limit_id


# Every city finds a way in


def test_every_city_has_something_to_start_from() -> None:
    data = loading.load()
    t = translations.page("learn", "en")
    country = matrix.country_limits(data.evidence, data.factors)
    for city, name in data.names("cities", "en").items():
        app = run("learn", "en", city=city)
        text = html(app)
        keys = {str(button.key) for button in app.button}
        claims = data.evidence[data.evidence["city_id"] == city]
        own = claims[claims["appraisal"] == "limit"]
        limits = {f"_limit_{one}" for one in [*own["evidence_id"], *country["evidence_id"]]}
        assert {key for key in keys if key.startswith("_limit_")} == limits, city
        told = [t(f"city_limits_{why}", city=name) for why in ("none", "unstudied", "assessed")]
        assert sum(sentence in text for sentence in told) == int(own.empty), city
        for need in data.needs[data.needs["city_id"] == city].itertuples():
            assert need.need_en in text, city
            assert {f"_need_{need.need_id}_{people}" for people in need.audience} <= keys, city
        named = set(claims["themes"].explode()) or set(data.themes["theme_id"])
        assert {key for key in keys if key.startswith("_theme_")} == {f"_theme_{theme}" for theme in named}, city


def test_what_a_study_finds_wanting_in_kalasin_leads_to_other_cities() -> None:
    data = loading.load()
    app = run("learn", "en", city="kalasin")
    text = html(app)
    for assessment in data.assessments.itertuples():
        assert assessment.missing_en in text
    links = [link.proto for link in app.get("page_link")]
    assert {f"factor={factor}" for factor in ("1", "3", "6")} <= {
        part for link in links for part in link.query_string.split("&")
    }


def test_a_task_of_my_city_leads_to_those_who_work_for_the_same_people(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/learn", "en", city="phayao")
    page.locator(".st-key-entry_phayao_ageing").get_by_role("button").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": ["en"], "city": ["phayao"], "audience": ["older_people"]}
    (cities,) = cities_drawn(page, "en")
    serving = {
        city
        for table in (data.evidence, data.programmes, data.needs)
        for city in table.loc[filtering.matching(table, {"audience": ["older_people"]}), "city_id"]
        if city != "phayao"
    }
    assert cities == [city for city in [*ordered("en"), ""] if city in serving]
    told = page.locator(".st-key-learn").inner_text()
    for name in data.programmes.loc[filtering.matching(data.programmes, {"audience": ["older_people"]}), "name_en"]:
        assert name in told
    assert data.needs.set_index("need_id").at["phayao_ageing", "need_en"] in told, "my own task stays in view"


def test_my_city_stands_apart_from_those_to_learn_from_and_can_be_put_beside_them(visit: Visit) -> None:
    page = visit.open("/learn", "en", theme="digital_technology", city="phayao")
    t = translations.page("learn", "en")
    expect(page.get_by_role("heading", name=t("own_title", city="Phayao"))).to_be_visible()
    (cities,) = cities_drawn(page, "en")
    assert "phayao" not in cities
    page.get_by_role("link", name=t("beside", mine="Phayao", city="Khon Kaen")).click()
    visit.settle()
    assert urlsplit(page.url).path == "/compare"
    assert asked(page) == {"lang": ["en"], "city": ["phayao", "khon_kaen"]}


def test_a_city_whose_only_word_on_a_topic_is_a_limit_is_not_said_to_be_silent() -> None:
    text = html(run("learn", "en", theme="recognition_credit", city="chiang_rai"))
    assert translations.page("learn", "en")("own_none", city="Chiang Rai") not in text
    assert "The system for recognising skills is still limited" in text


# By kind of city, and together


def test_by_kind_of_city_every_city_of_that_kind_is_there_with_its_topics() -> None:
    data = loading.load()
    text = html(run("learn", "en", unit="town_municipality"))
    standing = standings.own_standings(data.memberships)
    names = data.names("cities", "en")
    ofkind = {
        names[city]
        for city, units in zip(standing["city_id"], standing["units"], strict=True)
        if "town_municipality" in units
    }
    drawn = re.findall(r"<h4>([^<]+) <span", text)
    assert drawn == sorted(ofkind)


def test_topic_people_and_kind_narrow_together() -> None:
    data = loading.load()
    text = html(run("learn", "en", theme="equity_access", audience="vulnerable", unit="city_municipality"))
    drawn = re.findall(r"<h4>([^<]+) <span", text)
    wanted = {"themes": ["equity_access"], "audience": ["vulnerable"]}
    claims = data.evidence[filtering.matching(data.evidence, wanted) & (data.evidence["appraisal"] != "limit")]
    standing = standings.own_standings(data.memberships).set_index("city_id")["units"]
    cities = {city for city in claims["city_id"] if city and "city_municipality" in standing[city]}
    assert {data.names("cities", "en")[city] for city in cities} <= set(drawn)
    for statement in claims.loc[claims["city_id"].isin(cities), "statement_en"]:
        assert statement in text


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_where_nobody_is_named_a_sentence_says_so(language: str) -> None:
    t = translations.page("learn", language)
    data = loading.load()
    theme, unit = "recognition_credit", "special_local_government"
    words = f"{data.names('themes', language)[theme]} + {data.labels('member_type', language)[unit]}"
    assert t("others_none", asked=words) in html(run("learn", language, theme=theme, unit=unit))
    nobody = html(run("learn", language, limit="chiang_rai_6_t2", audience="early_childhood"))
    assert t("nobody", asked=data.labels("audience", language)["early_childhood"]) in nobody
    recommendation = data.factors.set_index("factor_id").at["6", f"recommendation_{language}"]
    assert recommendation in nobody, "the article's proposal stays"


# The link


def test_nothing_asked_offers_every_topic_and_every_limit() -> None:
    data = loading.load()
    keys = {str(button.key) for button in run("learn").button}
    limits = data.evidence[data.evidence["appraisal"] == "limit"]
    assert {f"_theme_{theme}" for theme in data.themes["theme_id"]} <= keys
    assert {f"_limit_{limit}" for limit in limits["evidence_id"]} <= keys


def test_unknown_values_are_named_and_dropped_and_foreign_keys_left_alone(visit: Visit) -> None:
    page = visit.open("/learn", "en", theme=["nonsense"], limit="yala_5_n1", city="yala", fbclid="x")
    for named in ("theme = nonsense", "limit = yala_5_n1"):
        expect(page.get_by_role("alert")).to_contain_text(named)
    assert asked(page) == {"lang": ["en"], "city": ["yala"], "fbclid": ["x"]}


def test_back_returns_to_the_list_and_a_new_language_keeps_what_is_open(visit: Visit) -> None:
    page = visit.open("/learn", "en", city="yala")
    page.locator(".st-key-entry_yala_6_t2").get_by_role("button").click()
    visit.settle()
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "city": ["yala"], "limit": ["yala_6_t2"]}
    expect(page.locator("#found")).to_have_text(translations.page("learn", "th")("limit_title", city="ยะลา"))
    page.get_by_role("button", name=translations.page("learn", "th")("start_over")).click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "city": ["yala"]}
    page.go_back()
    visit.settle()
    assert asked(page)["limit"] == ["yala_6_t2"]


# How it is read


def test_no_number_stands_beside_a_city() -> None:
    for query in ({}, {"theme": "digital_technology"}, {"unit": "province"}, {"city": "yala"}):
        app = run("learn", "en", **query)
        headings = re.findall(r"<h4>(.*?)</h4>", html(app))
        lines = re.findall(r'<p class="quiet">(Related[^<]*)</p>', html(app))
        labels = [str(option) for box in app.selectbox if box.key in ("_city", "_unit") for option in box.options]
        assert not [text for text in [*headings, *lines, *labels] if re.search(r"\d", re.sub(r"<[^>]*>", "", text))]


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ({"limit": "sukhothai_2_a1"}, {"programmes", "answers"}),
        ({"audience": "older_people"}, {"programmes"}),
        ({"theme": "festivals_events"}, set()),
    ],
)
def test_downloads_are_of_the_statements_the_programmes_and_the_reasons_shown(
    query: dict[str, str], tables: set[str]
) -> None:
    t = translations.page("learn", "en")
    labels = offered(run("learn", "en", **query))
    assert any("CSV" in label for label in labels)
    special = {table: literal(t(f"download_{table}")) for table in ("programmes", "answers")}
    assert {table for table, words in special.items() if any(label.startswith(words) for label in labels)} == tables
    assert any(not label.startswith(tuple(special.values())) for label in labels), "the statements"


def test_it_fits_a_phone(open_page: Callable[..., Visit]) -> None:
    page = open_page("/learn", "th", width=PHONE, limit="chiang_rai_2_t2", city="yala").page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
