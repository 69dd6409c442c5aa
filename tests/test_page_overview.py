"""The overview: who the members are, an answer for every place, and the way on."""

import re
from html import unescape

import pandas as pd
import pytest
from playwright.sync_api import expect

from lcdash.dataset import loading
from lcdash.evidence import standings
from lcdash.language import dates, translations
from lcdash.ui.pages import overview
from tests.browsing import Visit
from tests.running import document, drawing, html, run


def plain(lines: list[str]) -> str:
    """Lines of HTML as their words, without the sources folded behind them."""
    seen = re.sub(r"<details.*?</details>", "", " ".join(lines))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def memberships() -> pd.DataFrame:
    """One row per membership of a Thai city in UNESCO's network, as a source states it."""
    stated = loading.load().memberships
    return stated[stated["status"] == "member"]


# Who they are


def test_every_member_stands_under_the_year_it_joined_and_leads_to_its_page() -> None:
    data, stated = loading.load(), memberships()
    for language in translations.LANGUAGES:
        page = document(html(run("overview", language)))
        (years,) = page.find_class("overview-years")
        shown = {
            year.text_content(): {link.text_content(): link.get("href") for link in cities.iter("a")}
            for year, cities in zip(years.iter("dt"), years.iter("dd"), strict=True)
        }
        names = data.names("cities", language)
        wanted: dict[str, dict[str, str]] = {}
        for city, since in zip(stated["city_id"], stated["since"], strict=True):
            links = wanted.setdefault(dates.year(since[:4], language), {})
            links[names[city]] = f"cities?lang={language}&city={city}"
        assert shown == wanted
        assert list(shown) == sorted(wanted)
        signs = [sign.get("title") for sign in years.iter("abbr")]
        assert len(signs) == stated.loc[stated["disputed"], "city_id"].nunique()
        assert all(translations.page("overview", language)("disputed") in sign for sign in signs)


def test_the_first_screen_says_what_this_is_and_is_not_who_says_it_and_as_of_when(visit: Visit) -> None:
    page = visit.open("/", "en")
    text = page.locator(".overview-head").inner_text()
    latest = dates.spoken(memberships()["since"].max(), "en")
    for words in (
        str(memberships()["city_id"].nunique()),
        "not a score or a rank",
        "not an official document of UNESCO or ONEC",
        f"as of {latest}",
        "Punjasutaros et al. (2026)",
    ):
        assert words in text
    for picture in (".st-key-small_map svg", ".st-key-small_evidence_map svg", ".overview-way", ".overview-years"):
        expect(page.locator(picture).first).to_be_in_viewport(ratio=1)


def test_the_sentences_of_the_evidence_map_lead_to_what_they_name() -> None:
    page = document(html(run("overview", "en")))
    (sentences,) = page.find_class("overview-sentences")
    links = {link.text_content(): link.get("href") for link in sentences.iter("a")}
    data = loading.load()
    facets = {name.lower(): facet for facet, name in data.names("facets", "en").items()}
    named = {words: link for words, link in links.items() if words in facets}
    assert named
    assert all(link == f"factors?lang=en&row={facets[words]}" for words, link in named.items())


def test_the_small_map_names_every_member_and_nobody_else() -> None:
    for language in translations.LANGUAGES:
        drawn = drawing(run("overview", language), "small_map")
        names = loading.load().names("cities", language)
        marks = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
        assert sorted(marks) == sorted(names[city] for city in memberships()["city_id"].unique())
        assert drawn.count("<path") == len(loading.load().provinces) == 77


# My place


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_province_and_every_named_city_gets_an_answer(language: str) -> None:
    data, t = loading.load(), translations.page("overview", language)
    places = overview.places(data, t)
    assert set(data.provinces["iso"]) <= set(places)
    assert len(places) >= 77
    joined = set(memberships()["city_id"])
    cities = data.cities.set_index("city_id")
    for place, name in places.items():
        lines, found = overview.answer(data, place, t)
        text = plain(lines)
        assert text, name
        assert not re.search(r"[{}]|\bnan\b|None", text), text
        here = {city for city in cities.index if place in (city, cities.at[city, "province_iso"])}
        assert set(found) == here & joined
        # A place without a member is told where the nearest are; one with a member is never told that there is none.
        none = t("place_next") in text
        assert none == (not here & joined), text
        if not here & joined:
            assert any(cities.at[city, f"name_{language}"] in text for city in joined), text


def test_every_standing_of_a_city_is_told_with_its_source_and_a_member_is_never_said_to_be_none() -> None:
    data, t = loading.load(), translations.page("overview", "en")
    for city, rows in data.memberships.groupby("city_id"):
        province = data.cities.set_index("city_id").at[city, "province_iso"]
        lines, _ = overview.answer(data, province, t)
        text = plain(lines)
        for unit in rows["member_name_en"]:
            assert unit in text
        assert any("<details" in line for line in lines)
        is_member = rows["status"].eq("member").any()
        assert ("has been a member since" in text) == is_member
        assert ("is not a member" in text) == (not is_member)
        assert ("Equitable Education Fund" in text) == ("pilot" in set(rows["status"]))
        assert ("Sources differ" in text) == rows["disputed"].any()
        assert ("Inferred" in text) == rows["confidence"].eq("inferred").any()


def test_provinces_stand_in_the_order_of_the_alphabet_of_the_reader() -> None:
    data = loading.load()
    english = list(overview.places(data, translations.page("overview", "en")).values())
    assert english == sorted(english, key=str.casefold)
    thai = list(overview.places(data, translations.page("overview", "th")).values())
    assert thai[0] == "กระบี่"
    assert thai[-1].startswith("อุบลราชธานี") or thai[-1].startswith("อุ")


def test_a_reader_who_types_a_place_is_answered_and_the_answer_is_a_link(visit: Visit) -> None:
    page = visit.open("/", "en")
    box = page.get_by_role("combobox", name="Your province or city (member or not)")
    answers = {
        "Yala": "Yala has been a member since 14 February 2024, as Yala City Municipality",
        "Nan": "No member is recorded in Nan",
        "Trang": "Trang City Municipality is not a member; it was a pilot area",
    }
    for name, told in answers.items():
        box.press_sequentially(name)
        page.get_by_role("option", name=name, exact=True).click()
        visit.settle()
        expect(page.locator(".answer")).to_contain_text(told)
        assert page.locator('a[href*="factors"][href*="city=yala"]').count() == (name == "Yala")
        if name != "Trang":
            page.get_by_role("button", name="Clear value").click()
            visit.settle()
            expect(page.locator(".answer")).to_have_count(0)
    assert "place=TH-92" in page.url
    page.reload()
    visit.settle()
    expect(page.locator(".answer")).to_contain_text(answers["Trang"])


def test_an_unknown_place_is_named_and_dropped() -> None:
    app = run("overview", place="TH-999")
    assert "place = TH-999" in html(app)
    assert "place" not in app.query_params
    assert 'class="answer"' not in html(app)


# The way on


def test_a_topic_leads_to_the_cities_to_learn_from() -> None:
    data = loading.load()
    page = document(html(run("overview", "th")))
    (topics,) = page.find_class("overview-topics")
    links = {link.text_content(): link.get("href") for link in topics.iter("a")}
    themes = zip(data.themes["short_th"], data.themes["theme_id"], strict=True)
    assert links == {name: f"learn?lang=th&theme={theme}" for name, theme in themes}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_chart_has_a_table_that_says_the_same_and_a_title_from_the_data(language: str) -> None:
    text = html(run("overview", language))
    tables = [
        pd.Series(re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table)) for table in re.findall(r"<table.*?</table>", text)
    ]
    assert len(tables) == 2
    years = standings.members_by_year(standings.standings(memberships()))
    for year, number in zip(years["year"], years["members"], strict=True):
        assert [dates.year(year, language), str(number)] in [
            list(tables[0][place : place + 2]) for place in range(0, len(tables[0]), 2)
        ]
    assert years["members"].iloc[-1] == memberships()["city_id"].nunique()
    network = loading.load().network
    stated = network[network["cities"].notna()]
    for date, cities in zip(stated["date"], stated["cities"], strict=True):
        assert dates.spoken(date, language) in set(tables[1])
        assert any(str(int(cities)) in cell for cell in tables[1])
    captions = [unescape(caption) for caption in re.findall(r"<caption>(.*?)</caption>", text)]
    assert dates.year(years["year"].iloc[0], language) in captions[0]
    assert str(int(stated.sort_values("date")["cities"].iloc[-1])) in captions[1]


def test_a_link_of_the_menu_keeps_the_language_and_the_chosen_cities(visit: Visit) -> None:
    page = visit.open("/", "en", city=["yala", "phuket"])
    page.locator(".st-key-menu").get_by_role("link", name=translations.page("factors", "en")("menu")).click()
    page.wait_for_url("**/factors?**")
    visit.settle()
    assert re.search(r"lang=en.*city=yala&city=phuket", page.url)
    expect(page.locator("thead th.marked")).to_have_count(2)
