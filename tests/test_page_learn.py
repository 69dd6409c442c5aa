"""The page of whom to learn from: every way in leads to cities with a reason or a source, or to a sentence."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.content import learn_from
from lcdash.content.learn_from import Question
from lcdash.dataset import loading
from lcdash.documents import learn_sheet
from lcdash.evidence import cached_frames, filtering, limit_answers, matrix, standings
from lcdash.html.markup import literal
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.running import component, document, offered, run


def html(app: AppTest) -> str:
    """What the page shows below its ways in, as it is read."""
    return unescape(component(app, "selectable_html", "learn_body")["html"])


def shown(**query: str) -> HtmlElement:
    """The same as a tree, in English."""
    return document(component(run("learn", "en", **query), "selectable_html", "learn_body")["html"])


def cities_of(tree: HtmlElement) -> list[list[str]]:
    """The city_ids of each list of cities, in the order they stand ("" for the whole country)."""
    return [
        [city.get("data-city") for city in one.xpath("./section")]
        for one in tree.xpath("//div[@class='cities']")
        if len(one)
    ]


def ways(tree: HtmlElement, key: str) -> set[str]:
    """The values that links of the page set under a key."""
    return {one.removeprefix(f"{key}=") for one in tree.xpath("//a/@data-id") if one.startswith(f"{key}=")}


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def ordered(language: str) -> list[str]:
    """Every city_id in the alphabet of the language."""
    return list(filtering.by_name(loading.load().cities, language)["city_id"])


def limits_on_technology() -> pd.DataFrame:
    return limit_answers.limits_on(loading.load().evidence, ["digital_technology"])


# The first screen


@pytest.mark.every_language
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_first_screen_is_the_evidence_map_by_topics_with_every_topic_a_way_in(language: str) -> None:
    data = loading.load()
    tree = document(component(run("learn", language), "selectable_html", "learn_body")["html"])
    assert ways(tree, "theme") == set(data.themes["theme_id"])
    key = tree.xpath("//p[contains(@class, 'learn-key')]")[0]
    assert key.xpath(".//*[contains(@class, 'favourable')]")
    assert key.xpath(".//*[contains(@class, 'planned')]")
    assert key.xpath(".//a/@href") == [site.signs(language)]
    drawn = cached_frames.evidence_map(data, language, "topics")
    heads = [one.text_content() for one in tree.xpath("//table[@class='learn']/thead//a")]
    assert len(heads) == len(drawn.studied)
    kinds = ("direction", "asset", "practice", "limit")
    for row in tree.xpath("//table[@class='learn']/tbody/tr"):
        theme = row.xpath("./th/a/@data-id")[0].removeprefix("theme=")
        for city, cell in zip(drawn.studied, row.xpath("./td"), strict=True):
            marks = drawn.cells[theme, city].marks
            places = [one.xpath(".//span/span/@class") for one in cell.xpath("./i")]
            assert (cell.get("class") == "silent") == (not marks), (theme, city)
            if marks:
                assert [bool(one) for one in places] == [kind in marks for kind in kinds], (theme, city)
    assert not re.search(r"\d", "".join(tree.xpath("//table[@class='learn']/tbody//text()"))), "presence, no counts"


def test_every_limit_is_a_way_in_too() -> None:
    data = loading.load()
    limits = data.evidence[data.evidence["appraisal"] == "limit"]
    assert ways(shown(), "limit") == set(limits["evidence_id"])


# Question 1: which cities report limited technology, under any factor, and who could they learn from?


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_which_cities_report_limited_technology_and_whom_they_could_learn_from_by_keyboard_alone(
    visit: Visit, language: str
) -> None:
    data = loading.load()
    t = translations.page("learn", language)
    names = data.names("cities", language)
    page = visit.open("/learn", language)
    body = page.locator(".st-key-learn")
    expect(body.locator("table.learn")).to_be_in_viewport(ratio=0.98)

    visit.tab_to(body.locator('a[data-id="theme=digital_technology"]'))
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": [language], "theme": ["digital_technology"]}
    found = page.locator("#found")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()

    # Which cities: every limit on the topic, whatever factor it stands under.
    limits = limits_on_technology()
    of_cities = limits[limits["scope"] != "country"]
    assert of_cities["factor_id"].nunique() > 1, "the question is about more than one factor"
    line = page.locator("p", has_text=t("limit_cities", cities="")).inner_text()
    assert [city for city in ordered(language) if names[city] in line] == [
        city for city in ordered(language) if city in set(of_cities["city_id"])
    ]

    # Whom to learn from: open one of them.
    limit = of_cities[of_cities["evidence_id"] == "yala_6_t2"].iloc[0]
    body.locator(".all-limits > summary").press("Enter")
    for statement in limits[f"short_{language}"]:
        assert statement in body.inner_text()
    body.locator('.all-limits a[data-id="limit=yala_6_t2"]').press("Enter")
    visit.settle()
    assert asked(page) == {"lang": [language], "limit": ["yala_6_t2"]}
    told = body.inner_text()
    for reason in data.answers.loc[data.answers["limit_id"] == "yala_6_t2", f"reason_{language}"]:
        assert t("because", reason=reason) in told, "the reason stands open"
    everything = body.text_content() or ""
    related = limit_answers.claims_on_topic(
        limit, data.evidence, data.answers.loc[data.answers["limit_id"] == "yala_6_t2", "answer_id"]
    )
    for statement in related[f"statement_{language}"]:
        assert statement in everything
    for city in limit_answers.limits_alike(limit, data.evidence)["city_id"]:
        assert names[city] in told, "who reports it too"
    recommendation = data.factors.set_index("factor_id").at[limit["factor_id"], f"recommendation_{language}"]
    assert recommendation in told, "the article's proposal closes it"
    page.go_back()
    visit.settle()
    assert asked(page) == {"lang": [language], "theme": ["digital_technology"]}, "one act, one step of history"


def test_the_names_of_cities_lead_to_their_pages_and_every_reason_to_its_own() -> None:
    tree = shown(limit="yala_6_t2")
    for city in tree.xpath("//section[@data-city!='']"):
        assert city.xpath("./h4/a[1]/@href") == [f"cities?lang=en&city={city.get('data-city')}"]
        assert city.xpath("./ul[@class='reasons']/li//a/@href"), "what it is named for"
        assert city.xpath("./details//a[@class='from']/@href"), "the source"


def test_the_cities_related_to_a_limit_come_first_in_their_order_then_those_of_the_same_topic() -> None:
    _, curated, same_topic, alike = cities_of(shown(limit="yala_6_t2"))
    assert curated == [city for city in [*ordered("en"), ""] if city in curated]
    for group in (same_topic, alike):
        assert group == [city for city in ordered("en") if city in group]
        assert "yala" not in group, "other cities only"


@pytest.mark.parametrize(
    "query", [{"limit": "yala_6_t2"}, {"theme": "digital_technology"}, {"audience": "older_people"}]
)
def test_a_city_of_which_only_a_limit_or_a_need_is_said_stands_apart_from_those_to_learn_from(
    query: dict[str, str],
) -> None:
    data, t = loading.load(), translations.page("learn", "en")
    lacks = {*data.evidence.loc[data.evidence["appraisal"] == "limit", "evidence_id"], *data.needs["need_id"]}
    found = learn_from.answer(data, Question(**query, words=("x",)), t)
    told = {
        group.title: [{one.view.evidence_id for one in city.reasons} <= lacks for city in group.cities]
        for group in found.groups
    }
    apart = told.pop(t("alike_title"), [])
    assert apart or query != {"limit": "yala_6_t2"}, "a case where some stand apart"
    assert all(apart)
    assert not any(one for group in told.values() for one in group)


def test_a_limit_shows_no_word_of_solving() -> None:
    text = re.sub(r"<[^>]*>", " ", html(run("learn", "en", limit="chiang_rai_6_t2")))
    assert not re.search(r"solv|answer to|best practice|model city", text, re.IGNORECASE)


def test_programmes_and_claims_chosen_for_a_limit_come_with_their_reason() -> None:
    data = loading.load()
    t = translations.page("learn", "en")
    names = data.names("programmes", "en") | dict(
        zip(data.evidence["evidence_id"], data.evidence["statement_en"], strict=True)
    )
    for limit_id in limits_on_technology()["evidence_id"]:
        found = learn_from.answer(data, Question(limit=limit_id), t)
        told = {one.view.evidence_id: one for group in found.groups for city in group.cities for one in city.reasons}
        for answer in data.answers[data.answers["limit_id"] == limit_id].itertuples():
            assert told[answer.answer_id].view.words.startswith(names[answer.answer_id]), limit_id
            assert told[answer.answer_id].why == answer.reason_en, limit_id
        for group in found.groups:
            for city in group.cities:
                whys = [bool(one.why) for one in city.reasons]
                assert whys == sorted(whys, reverse=True), "what has a reason comes first"


# Every city finds a way in


def test_every_city_has_something_to_start_from() -> None:
    data = loading.load()
    t = translations.page("learn", "en")
    country = matrix.country_limits(data.evidence, data.factors)
    for city, name in data.names("cities", "en").items():
        tree = shown(city=city)
        text = tree.text_content()
        claims = data.evidence[data.evidence["city_id"] == city]
        own = claims[claims["appraisal"] == "limit"]
        assert ways(tree, "limit") == {*own["evidence_id"], *country["evidence_id"]}, city
        told = [t(f"city_limits_{why}", city=name) for why in ("none", "unstudied", "assessed")]
        assert sum(sentence in text for sentence in told) == int(own.empty), city
        needs = data.needs[data.needs["city_id"] == city]
        for need in needs.itertuples():
            assert need.need_en in text, city
        assert ways(tree, "audience") == set().union(*needs["audience"]), city
        assert ways(tree, "theme") == (set(claims["themes"].explode()) or set(data.themes["theme_id"])), city


def test_what_a_study_finds_wanting_in_kalasin_leads_to_other_cities() -> None:
    data = loading.load()
    tree = shown(city="kalasin")
    for assessment in data.assessments.itertuples():
        assert assessment.missing_en in tree.text_content()
    assert {f"factors?lang=en&row={factor}" for factor in ("1", "3", "6")} <= set(tree.xpath("//a/@href"))


def test_a_task_of_my_city_leads_to_those_who_work_for_the_same_people(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/learn", "en", city="phayao")
    page.locator('.st-key-learn a[data-id="audience=older_people"]').first.click()
    visit.settle()
    assert asked(page) == {"lang": ["en"], "city": ["phayao"], "audience": ["older_people"]}
    lists = page.locator(".st-key-learn .cities").evaluate_all(
        "lists => lists.slice(1).map(list => [...list.querySelectorAll('section')].map(one => one.dataset.city))"
    )
    serving = {
        city
        for table in (data.evidence, data.programmes, data.needs)
        for city in table.loc[filtering.matching(table, {"audience": ["older_people"]}), "city_id"]
        if city != "phayao"
    }
    assert {city for cities in lists for city in cities} == serving
    for cities in lists:
        assert cities == [city for city in [*ordered("en"), ""] if city in cities]
    told = page.locator(".st-key-learn").text_content() or ""
    for name in data.programmes.loc[filtering.matching(data.programmes, {"audience": ["older_people"]}), "name_en"]:
        assert name in told
    assert data.needs.set_index("need_id").at["phayao_ageing", "need_en"] in told, "my own task stays in view"


def test_my_city_stands_apart_from_those_to_learn_from_and_can_be_put_beside_them() -> None:
    tree = shown(theme="digital_technology", city="phayao")
    own, *others = cities_of(tree)
    assert own == ["phayao"]
    assert all("phayao" not in group for group in others)
    (beside,) = tree.xpath("//section[@data-city='khon_kaen']/h4/a[@class='beside-link']/@href")
    assert beside == "compare?lang=en&city=phayao&city=khon_kaen"


def test_a_city_whose_only_word_on_a_topic_is_a_limit_is_not_said_to_be_silent() -> None:
    text = html(run("learn", "en", theme="recognition_credit", city="chiang_rai"))
    assert translations.page("learn", "en")("own_none", city="Chiang Rai") not in text
    assert "The system for recognising skills is still limited" in text


# By kind of city, and together


def test_by_kind_of_city_every_city_of_that_kind_is_there_with_its_topics() -> None:
    (found,) = cities_of(shown(unit="town_municipality"))
    standing = standings.own_standings(loading.load().memberships)
    ofkind = {
        city for city, units in zip(standing["city_id"], standing["units"], strict=True) if "town_municipality" in units
    }
    assert found == [city for city in ordered("en") if city in ofkind]


def test_topic_people_and_kind_narrow_together() -> None:
    data = loading.load()
    tree = shown(theme="equity_access", audience="vulnerable", unit="city_municipality")
    drawn, _alike = cities_of(tree)
    wanted = {"themes": ["equity_access"], "audience": ["vulnerable"]}
    claims = data.evidence[filtering.matching(data.evidence, wanted) & (data.evidence["appraisal"] != "limit")]
    standing = standings.own_standings(data.memberships).set_index("city_id")["units"]
    cities = {city for city in claims["city_id"] if city and "city_municipality" in standing[city]}
    assert cities <= set(drawn)
    for statement in claims.loc[claims["city_id"].isin(cities), "statement_en"]:
        assert statement in tree.text_content()


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


def test_unknown_values_are_named_and_dropped_and_foreign_keys_left_alone(visit: Visit) -> None:
    page = visit.open("/learn", "en", theme=["nonsense"], limit="yala_5_n1", city="yala", fbclid="x")
    for named in ("theme = nonsense", "limit = yala_5_n1"):
        expect(page.get_by_role("alert")).to_contain_text(named)
    assert asked(page) == {"lang": ["en"], "city": ["yala"], "fbclid": ["x"]}


def test_back_returns_to_the_list_and_a_new_language_keeps_what_is_open(visit: Visit) -> None:
    page = visit.open("/learn", "en", city="yala")
    page.locator('.st-key-learn a[data-id="limit=yala_6_t2"]').click()
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
        tree = document(component(app, "selectable_html", "learn_body")["html"])
        headings = [one.text_content() for one in tree.xpath("//h4")]
        labels = [str(option) for box in app.selectbox if box.key in ("_city", "_unit") for option in box.options]
        assert not [text for text in [*headings, *labels] if re.search(r"\d", text)]


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


# One page to hand on


LONGEST = [
    Question(theme="digital_technology", words=("Digital",)),
    Question(unit="town_municipality", words=("Town",)),
    Question(limit="yala_6_t2", city="phayao"),
]


@pytest.mark.parametrize("question", LONGEST, ids=str)
def test_the_page_to_hand_on_holds_every_city_its_reason_and_source_and_no_city_more_than_another(
    question: Question,
) -> None:
    data, t = loading.load(), translations.page("learn", "th")
    found = learn_from.answer(data, question, t)
    short, left_out = learn_sheet.fitted(found)
    before = [city.city_id for group in (found.own, *found.groups) if group for city in group.cities]
    after = [city.city_id for group in short.groups for city in group.cities]
    assert after == before, "no city gives way"
    told = {city.name: len(city.reasons) for group in short.groups for city in group.cities}
    every = {city.name: len(city.reasons) for group in (found.own, *found.groups) if group for city in group.cities}
    most = max(told.values())
    assert all(told[name] == min(every[name], most) for name in told)
    assert left_out == sum(
        max(len(city.reasons) - most, 0) for group in (found.own, *found.groups) if group for city in group.cities
    )
    page = unescape(learn_sheet.document(data, found, t))
    assert t("left_out", n=left_out) in page or not left_out
    assert f"{data.version}" in page
    for city in (city for group in short.groups for city in group.cities):
        for one in city.reasons:
            assert one.view.first in page
            assert one.view.source in page


@pytest.mark.slow
def test_the_page_to_hand_on_is_one_page_and_nothing_in_it_is_cut(browser: Browser) -> None:
    data = loading.load()
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    for language in translations.LANGUAGES:
        t = translations.page("learn", language)
        for question in (
            *(Question(theme=theme, words=(name,)) for theme, name in data.names("themes", language).items()),
            *LONGEST,
        ):
            page.set_content(learn_sheet.document(data, learn_from.answer(data, question, t), t))
            main = page.locator(".sheet > main")
            room = main.evaluate("one => one.clientHeight - one.scrollHeight")
            assert room >= 0, (language, question)
    page.close()
