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
from tests.running import component, html, run


def plain(lines: list[str]) -> str:
    """Lines of HTML as their words, without the sources folded behind them."""
    seen = re.sub(r"<details.*?</details>", "", " ".join(lines))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def memberships() -> pd.DataFrame:
    """One row per membership of a Thai city in UNESCO's network, as a source states it."""
    stated = loading.load().memberships
    return stated[stated["status"] == "member"]


# Who they are


def test_every_member_stands_under_the_year_it_joined_with_its_unit(visit: Visit) -> None:
    data, stated = loading.load(), memberships()
    for language in translations.LANGUAGES:
        page = visit.open("/", language)
        shown = {
            item.locator(".year").inner_text(): item.locator("li b").all_inner_texts()
            for item in page.locator("ol.years > li").all()
        }
        names = data.names("cities", language)
        wanted: dict[str, set[str]] = {}
        for city, since in zip(stated["city_id"], stated["since"], strict=True):
            wanted.setdefault(dates.year(since[:4], language), set()).add(names[city])
        assert {year: set(cities) for year, cities in shown.items()} == wanted
        assert list(shown) == sorted(wanted)
        number = str(stated["city_id"].nunique())
        expect(page.locator(".lead")).to_contain_text(number)
        expect(page.get_by_role("heading", name=re.compile(rf"\b{number}\b"))).to_be_visible()

    # The page is in English now. A unit that sources do not agree on says so, one they agree on does not.
    differ = translations.page("overview", "en")("disputed")
    entries = page.locator("ol.years li li").all_inner_texts()
    assert sum(differ in entry for entry in entries) == stated.loc[stated["disputed"], "city_id"].nunique()
    for city in stated.loc[stated["disputed"], "city_id"]:
        assert any(entry.startswith(names[city]) and differ in entry for entry in entries)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_each_member_leads_to_its_brief_and_a_unit_that_no_source_states_is_marked(language: str) -> None:
    data, stated = loading.load(), memberships()
    listed = html(run("overview", language)).split('<ol class="years">')[1].split("</ol>")[0]
    entries = {unescape(re.sub(r"<[^>]+>", "", entry.split("</b>")[0])): entry for entry in listed.split("<li><b>")[1:]}
    names, units = data.names("cities", language), data.labels("member_type", language)
    for city, rows in stated.groupby("city_id"):
        entry = entries[names[str(city)]]
        assert f'href="cities?lang={language}&amp;city={city}"' in entry
        inferred = rows[rows["confidence"] == "inferred"]
        word = data.labels("confidence", language)["inferred"]
        assert entry.count(word) == len(inferred)
        assert all(f"{units[unit]}: {word}" in entry for unit in inferred["member_type"])
    assert stated["confidence"].eq("inferred").any()


def test_the_first_screen_says_what_this_is_and_is_not_who_says_it_and_as_of_when(visit: Visit) -> None:
    page = visit.open("/", "en")
    top = page.locator(".lead, .lead ~ .quiet")
    text = " ".join(top.all_inner_texts())
    latest = dates.spoken(memberships()["since"].max(), "en")
    for said in (
        "Not a ranking",
        "not an official document of UNESCO or ONEC",
        f"as of {latest}",
        "Punjasutaros et al. (2026)",
    ):
        assert said in text
    assert loading.load().silences["topic_en"].iloc[0] in text
    expect(top.last).to_be_in_viewport()
    expect(page.locator("ol.years")).to_be_in_viewport(ratio=0.5)


def test_the_small_map_names_every_member_and_nobody_else() -> None:
    for language in translations.LANGUAGES:
        drawn = component(run("overview", language), "drawing")["svg"]
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
    box = page.get_by_role("combobox", name="Choose a province or city")
    answers = {
        "Yala": "Yala has been a member since 14 February 2024, as Yala City Municipality",
        "Nan": "This dataset knows of no member in Nan",
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


def test_a_topic_opens_the_factor_page_filtered_by_it_in_the_language_of_the_reader(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/", "th")
    topics = page.locator(".st-key-topics a")
    assert set(topics.all_inner_texts()) == set(data.themes["name_th"])
    theme = data.themes.iloc[3]
    topics.get_by_text(theme["name_th"], exact=True).click()
    page.wait_for_url("**/factors?**")
    visit.settle()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert f"theme={theme['theme_id']}" in page.url
    assert "lang=th" in page.url
    expect(page.locator(".panel h2")).to_have_text(theme["name_th"])


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
