"""The partners page: who works with whom, by sector, in several cities, and one organisation at a time."""

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache
from html import unescape
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from lcdash.dataset import loading
from lcdash.drawing import theme
from lcdash.evidence import partners
from lcdash.language import translations
from lcdash.ui.pages import partners as partners_page
from tests.browsing import PHONE, Visit
from tests.running import component, html, run

LANGUAGES = ("th", "en")


def parts(app: AppTest) -> str:
    """All HTML of the page in which a reader can choose."""
    found = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "lcdash_selectable_html"]
    return "\n".join(json.loads(one.json)["html"] for one in found)


@cache
def shown(language: str = "en", **query: str) -> str:
    """The same of a page that more than one test reads: it is run once."""
    return parts(run("partners", language, **query))


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def names(table: str, language: str) -> dict[str, str]:
    return loading.load().names(table, language)


# "Which organisations work in more than one city, and as what?"


def test_an_organisation_that_is_inferred_or_not_verified_says_so_wherever_it_stands() -> None:
    data = loading.load()
    with_a_role = data.partners["partner_id"].isin(data.partnerships["partner_id"])  # the picture shows no other
    doubted = data.partners[data.partners["confidence"].isin(["inferred", "unverified"]) & with_a_role]
    assert len(doubted) > 1
    text = shown()
    for one in doubted.itertuples():
        word = data.labels("confidence", "en")[one.confidence]
        standing = text.split(f'data-id="{one.partner_id}"')[1:]
        assert standing
        assert all(word in after[:700] for after in standing)


def test_an_organisation_of_which_only_a_speech_is_known_names_its_speaker_and_no_role() -> None:
    text = shown(id="nesdc")
    assert translations.page("partners", "en")("roles_none") in text
    assert "Ennu Suesuwan" in text
    assert "&lt;" not in text, "a citation is markup, not its letters"


# Sectors and cities


@cache
def chips(language: str = "en", **query: str) -> lxml.html.HtmlElement:
    """The picture of sectors by cities."""
    return lxml.html.fromstring(component(run("partners", language, **query), "selectable_html", "sectors")["html"])


def test_every_role_stands_in_the_cell_of_its_sector_and_city_and_every_silence_is_a_word() -> None:
    data = loading.load()
    picture = chips()
    studied = data.cities[data.cities["in_study"]]
    sectors = dict(zip(data.partners["partner_id"], data.partners["sector"], strict=True))
    wanted = {
        (sectors[one.partner_id], one.city_id, one.partner_id)
        for one in data.partnerships.itertuples()
        if one.city_id in set(studied["city_id"])
    }
    names_of, labels = data.names("cities", "en"), data.labels("sector", "en")
    heads = [head.text_content() for head in picture.xpath("//thead//th")]
    found, silent = set(), 0
    for line in picture.xpath("//tbody/tr"):
        (sector,) = [code for code, label in labels.items() if label == line.find("th").text_content()]
        for head, cell in zip(heads, line.findall("td"), strict=True):
            cities = [city for city in studied["city_id"] if names_of[city] == head]
            found |= {(sector, city, chip.get("data-id")) for city in cities for chip in cell.find_class("chip")}
            silent += bool(cell.find_class("none"))
    assert found == wanted
    cells = {(sectors[one.partner_id], one.city_id) for one in data.partnerships.itertuples()} - {("", "")}
    rows = len(picture.xpath("//tbody/tr"))
    silent += len(picture.xpath("//td/a[contains(@class, 'general')]"))
    assert silent == rows * len(studied) - len({cell for cell in cells if cell[1] in set(studied["city_id"])})


def test_a_sector_that_a_statement_speaks_of_without_a_name_is_no_dash_and_leads_to_the_statement() -> None:
    data = loading.load()
    sectors = dict(zip(data.partners["partner_id"], data.partners["sector"], strict=True))
    named = {(one.city_id, sectors[one.partner_id]) for one in data.partnerships.itertuples()}
    studied = set(data.cities.loc[data.cities["in_study"], "city_id"])
    wanted = {
        (one.city_id, theme.sector)
        for theme in data.themes[data.themes["sector"] != ""].itertuples()
        for one in data.evidence.itertuples()
        if theme.theme_id in one.themes and one.city_id in studied and (one.city_id, theme.sector) not in named
    }
    of_theme = dict(zip(data.themes["theme_id"], data.themes["sector"], strict=True))
    links = chips().xpath("//td/a[contains(@class, 'general')]")
    cells = [parse_qs(urlsplit(link.get("href")).query)["cell"][0].split(".") for link in links]
    assert sorted((city, of_theme[theme]) for city, theme in cells) == sorted(wanted)
    assert wanted
    assert all("No organisation named" in link.get("title") for link in links)


def test_a_filter_dims_names_and_takes_none_away() -> None:
    before = [chip.get("data-id") for chip in chips().xpath("//td//a[@data-id]")]
    filtered = chips(role="funder").xpath("//td//a[@data-id]")
    assert [chip.get("data-id") for chip in filtered] == before
    data = loading.load()
    funders = set(data.partnerships.loc[data.partnerships["role"] == "funder", "partner_id"])
    assert {chip.get("data-id") for chip in filtered if "dimmed" not in chip.get("class")} == funders


def test_the_frame_of_a_name_is_its_first_role_there() -> None:
    data = loading.load()
    leads = data.partnerships[(data.partnerships["role"] == "lead") & (data.partnerships["city_id"] != "")]
    drawn = [chip.get("data-id") for chip in chips().xpath("//td//a[contains(@class, 'lead')]")]
    assert sorted(drawn) == sorted(leads["partner_id"])


def test_an_organisation_opens_beside_the_picture_is_ringed_in_every_cell_and_closes(visit: Visit) -> None:
    page = visit.open("/partners", "en", role="funder")
    data = loading.load()
    page.evaluate("window.stillHere = true")
    visit.tab_to(page.locator('a.chip[data-id="tk_park"]').first)
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page)["id"] == ["tk_park"]
    own = data.partnerships[data.partnerships["partner_id"] == "tk_park"]
    assert page.locator("a.chip.chosen").count() == own["city_id"].nunique()
    panel = page.locator(".st-key-partner_panel")
    text = panel.inner_text()
    assert all(detail in text for detail in own["detail_en"])
    page.locator('a.chip[data-id="eef"]').first.click()
    visit.settle()
    assert asked(page)["id"] == ["eef"]
    panel.get_by_role("link", name="Back to all organisations").click()
    visit.settle()
    assert "id" not in asked(page)
    assert asked(page)["role"] == ["funder"], "the filter waits for the way back"
    assert page.evaluate("window.stillHere") is True, "followed without loading the page anew"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_works_in_more_than_one_city_is_answered_where_nothing_is_open(language: str) -> None:
    data = loading.load()
    answer = component(run("partners", language), "selectable_html", "several")["html"]
    found = partners.in_several_cities(data.partnerships)
    assert found["partner_id"].nunique() > 1
    for one in found.itertuples():
        assert f'data-id="{one.partner_id}"' in answer
        assert names("cities", language)[one.city_id] in answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_a_filter_the_panel_holds_exactly_the_organisations_and_cities_that_match(language: str) -> None:
    data = loading.load()
    answer = component(run("partners", language, city="yala"), "selectable_html", "matching")["html"]
    own = data.partnerships[data.partnerships["city_id"] == "yala"]
    assert set(re.findall(r'data-id="([^"]+)"', answer)) == set(own["partner_id"])
    assert names("cities", language)["lamphun"] not in answer, "where else it works is no answer"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sector_of_which_no_organisation_is_named_anywhere_is_said_in_a_sentence(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = loading.load()
    sentence = translations.page("partners", language)(
        "sectors_absent", sectors=data.labels("sector", language)["school"]
    )
    assert sentence not in shown(language)
    schools = data.partners.loc[data.partners["sector"] == "school", "partner_id"]
    unnamed = data.partnerships[~data.partnerships["partner_id"].isin(schools)]
    changed = replace(data, tables={**data.tables, "partnerships": unnamed})
    monkeypatch.setattr(loading, "load", lambda: changed)
    assert sentence in parts(run("partners", language))


# Leads, roles of no city, ties


def test_every_lead_stands_with_its_source_and_where_sources_differ_it_says_so() -> None:
    data = loading.load()
    text = shown()
    leads = data.partnerships[data.partnerships["role"] == "lead"]
    start = text.index("Who leads in each city")
    told = text[start : text.index("</table>", start)]
    assert told.count("<tr>") == len(leads) + 1
    assert told.count('<details class="cite"><summary>Source<') == len(leads)
    disputed = set(data.conflict_targets.query("table == 'partnerships'")["row_id"]) & set(leads["partnership_id"])
    assert told.count("<summary>Sources differ") == len(disputed) > 0


CUT = """() => {
  const over = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const heads = [...document.querySelectorAll("table.chips thead th > span")].map((head) => {
    const words = document.createRange(); words.selectNodeContents(head); return words.getBoundingClientRect();
  });
  return {
    chips: [...document.querySelectorAll("td:not(.national) > a.chip")]
      .filter((chip) => chip.scrollWidth > chip.clientWidth).map((chip) => chip.innerText),
    heads: heads.filter((one, place) => heads.some((other, next) => next > place && over(one, other))).length,
  };
}"""


def test_sectors_by_cities_stand_whole_in_the_first_screen_and_no_name_is_cut_at_any_size(visit: Visit) -> None:
    page = visit.open("/partners", "th", id="tk_park")
    for language, other in (("th", "English"), ("en", "")):
        expect(page.locator(f'.record > p[lang="{"en" if language == "th" else "th"}"]').first).to_be_attached()
        page.locator(".st-key-partner_panel a", has_text=translations.texts("partners")["see_all"][language]).click()
        visit.settle()
        for width, height in ((1366, 768), (1024, 768), (PHONE, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
            if width == PHONE:
                expect(page.locator("table.chips .of").first).to_be_visible()  # each name says its city
                continue
            assert page.evaluate(CUT) == {"chips": [], "heads": 0}, (width, language)
            box = page.locator("table.chips").bounding_box()
            assert box
            assert width < 1366 or box["y"] + box["height"] <= height
            assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight / innerHeight") <= 3
        if other:
            page.go_back()
            visit.settle()
            page.get_by_role("button", name=other).click()
            visit.settle()
            assert asked(page)["id"] == ["tk_park"], "the language keeps the organisation"


# Ties


@cache
def ties(**query: str) -> lxml.html.HtmlElement:
    found = component(run("partners", "en", part="ties", **query), "selectable_html", "ties_drawing")
    return lxml.html.fromstring(f"<div>{found['html']}</div>")


def test_every_tie_and_every_grant_to_a_city_is_a_line_and_told_with_its_source() -> None:
    data = loading.load()
    granted = data.partnerships[(data.partnerships["role"] == "funder") & (data.partnerships["city_id"] != "")]
    drawn = ties().xpath("//div[@class='wide ties']//g[title]/path")
    assert len(drawn) == len(data.city_links) + len(granted)
    told = component(run("partners", "en", part="ties"), "selectable_html", "tie_list")["html"]
    assert told.count('<details class="cite"><summary>Source<') == len(drawn)


def test_what_the_chosen_one_has_no_part_in_steps_back() -> None:
    data = loading.load()
    city = data.city_links["to_city_id"].iloc[0]
    own = (data.city_links["from_city_id"] == city) | (data.city_links["to_city_id"] == city)
    granted = data.partnerships[(data.partnerships["role"] == "funder") & (data.partnerships["city_id"] == city)]
    drawn = ties(city=city).xpath("//div[@class='wide ties']//g[title]/path")
    assert sum(line.get("stroke") != theme.RULE for line in drawn) == own.sum() + len(granted)
    assert any(line.get("stroke") == theme.RULE for line in drawn)


# Links, downloads, both languages


def test_nothing_that_matches_is_a_sentence() -> None:
    app = run("partners", "en", sector="school", city="yala")
    assert "Nothing matches all of these at once (Yala + School)" in html(app).partition('class="notice"')[2]
    assert html(app).count("0 of") == 1


def test_an_organisation_nobody_knows_is_named_and_dropped() -> None:
    app = run("partners", "en", id="no_such_body")
    assert "id = no_such_body" in html(app).partition('class="notice"')[2]
    assert "id" not in app.query_params


def test_what_is_downloaded_is_what_the_filter_shows_with_the_names_of_its_organisations(visit: Visit) -> None:
    page = visit.open("/partners", "en", role="lead", city=["yala", "phayao"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the roles shown (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(open(download.value.path(), encoding="utf-8-sig").read())))  # noqa: SIM115, PTH123
    data = loading.load()
    wanted = data.partnerships.query("role == 'lead' and city_id in ['yala', 'phayao']")
    assert [one["Role ID [partnership_id]"] for one in rows] == list(wanted["partnership_id"])
    known = names("partners", "en")
    assert [one["Organisation (English) [name_en]"] for one in rows] == [known[one] for one in wanted["partner_id"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_organisation_has_a_view_with_its_names_and_sources(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, t = loading.load(), translations.page("partners", language)
    written: list[str] = []
    monkeypatch.setattr(partners_page, "selectable", lambda html, _: written.append(html))
    for one in data.partners.itertuples():
        partners_page.organisation(data, one.partner_id, t)
        text = unescape(written[-1])
        assert getattr(one, f"name_{language}") in text
        assert '<dl class="facts">' in text
        own = data.partnerships[data.partnerships["partner_id"] == one.partner_id]
        assert text.count('<details class="cite">') >= len(own)
