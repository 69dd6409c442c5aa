"""The partners page: who works with whom, by sector, in several cities, and one organisation at a time."""

import csv
import io
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from lcdash.dataset import loading
from lcdash.evidence import partners
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.running import html, run

LANGUAGES = ("th", "en")


def parts(app: AppTest) -> str:
    """All HTML of the page in which a reader can choose."""
    found = [one.proto for one in app.get("bidi_component") if one.proto.component_name == "lcdash_selectable_html"]
    return "\n".join(json.loads(one.json)["html"] for one in found)


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def row(page: Page, table: str, heading: str) -> Locator:
    """The row of the table called `table` that `heading` heads."""
    return (
        page.get_by_role("region", name=table)
        .get_by_role("row")
        .filter(has=page.get_by_role("rowheader", name=heading))
    )


def names(table: str, language: str) -> dict[str, str]:
    return loading.load().names(table, language)


# "Which organisations work in more than one city, and as what?"


def test_who_works_in_more_than_one_city_and_as_what_is_answered_and_followed_by_keyboard(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/partners", "en")
    answer = page.get_by_role("region", name="Organisations the documents name in more than one city")
    found = partners.in_several_cities(data.partnerships)
    cities, roles, organisations = names("cities", "en"), data.labels("role", "en"), names("partners", "en")
    assert answer.get_by_role("rowheader").count() == found["partner_id"].nunique() > 1
    for partner_id, own in found.groupby("partner_id"):
        told = row(
            page, "Organisations the documents name in more than one city", organisations[partner_id]
        ).inner_text()
        for one in own.itertuples():
            assert cities[one.city_id] in told
            assert all(roles[role] in told for role in one.roles)

    first = answer.get_by_role("link").first
    name = first.inner_text()
    visit.tab_to(first)
    page.keyboard.press("Enter")
    visit.settle()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    partner_id = asked(page)["id"][0]
    assert organisations[partner_id] == name
    own = data.partnerships[data.partnerships["partner_id"] == partner_id]
    table = page.get_by_role("region", name="This organisation's roles").inner_text()
    assert all(detail in table for detail in own["detail_en"])
    assert page.get_by_role("region", name="This organisation's roles").get_by_text("Source").count() >= len(own)

    visit.tab_to(page.get_by_role("button", name="Back to all organisations"))
    page.keyboard.press("Enter")
    visit.settle()
    expect(answer).to_be_visible()
    assert "id" not in asked(page)


def test_a_name_followed_with_the_pointer_opens_without_loading_the_page_anew(visit: Visit) -> None:
    page = visit.open("/partners", "en", role="funder")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="Equitable Education Fund").first.click()
    visit.settle()
    assert asked(page)["id"] == ["eef"]
    assert asked(page)["role"] == ["funder"], "the filter waits for the way back"
    assert page.evaluate("window.stillHere") is True


def test_an_organisation_that_is_inferred_or_not_verified_says_so_wherever_it_stands() -> None:
    data = loading.load()
    with_a_role = data.partners["partner_id"].isin(data.partnerships["partner_id"])  # the picture shows no other
    doubted = data.partners[data.partners["confidence"].isin(["inferred", "unverified"]) & with_a_role]
    assert len(doubted) > 1
    text = parts(run("partners", "en", picture="1"))
    for one in doubted.itertuples():
        word = data.labels("confidence", "en")[one.confidence]
        standing = text.split(f'data-id="{one.partner_id}">')[1:]
        assert standing
        assert all(word in after[:200] for after in standing)


def test_an_organisation_of_which_only_a_speech_is_known_names_its_speaker_and_no_role() -> None:
    text = html(run("partners", "en", id="nesdc"))
    assert translations.page("partners", "en")("roles_none") in text
    assert "Ennu Suesuwan" in text
    assert "&lt;" not in text, "a citation is markup, not its letters"


# Cities and sectors


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_city_has_a_row_and_every_silence_is_a_word(language: str) -> None:
    data = loading.load()
    text = parts(run("partners", language))
    states = data.labels("state", language)
    assert all(f'<th scope="row" role="rowheader">{name}</th>' in text for name in names("cities", language).values())
    assert states["nothing"] in text
    assert states["not_studied"] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sector_of_which_no_organisation_is_named_anywhere_is_said_in_a_sentence(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = loading.load()
    sentence = translations.page("partners", language)(
        "sectors_absent", sectors=data.labels("sector", language)["school"]
    )
    assert sentence not in parts(run("partners", language))
    schools = data.partners.loc[data.partners["sector"] == "school", "partner_id"]
    unnamed = data.partnerships[~data.partnerships["partner_id"].isin(schools)]
    changed = replace(data, tables={**data.tables, "partnerships": unnamed})
    monkeypatch.setattr(loading, "load", lambda: changed)
    assert sentence in parts(run("partners", language))


def test_a_filter_dims_names_in_the_table_and_empties_no_cell(visit: Visit) -> None:
    page = visit.open("/partners", "en")
    table = "Organisations the documents name in each city"
    before = row(page, table, "Phuket").get_by_role("link").all_inner_texts()
    silent = page.get_by_role("region", name=table).get_by_text("Nothing reported").count()
    visit.open("/partners", "en", city="yala", sector="civil_society")
    assert row(page, table, "Phuket").get_by_role("link").all_inner_texts() == before
    assert page.get_by_role("region", name=table).get_by_text("Nothing reported").count() == silent
    expect(row(page, table, "Phuket").get_by_text("Does not match your filter").first).to_be_visible()
    yala = row(page, table, "Yala")
    assert yala.locator("li:not(.dimmed)").all_inner_texts() != []
    assert "Luk Rieang" in " ".join(yala.locator("li:not(.dimmed)").all_inner_texts())


def test_on_a_phone_each_cell_says_its_sector_and_nothing_is_wider_than_the_screen(visit_as) -> None:
    visit = visit_as(width=PHONE)
    page = visit.open("/partners", "th", picture="1")
    table = page.locator("table.sectors")
    expect(table.locator(".of").first).to_be_visible()
    assert table.evaluate("node => node.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


# Leads, roles of no city, ties


def test_every_lead_stands_with_its_source_and_where_sources_differ_it_says_so() -> None:
    data = loading.load()
    text = parts(run("partners", "en"))
    leads = data.partnerships[data.partnerships["role"] == "lead"]
    start = text.index("Who leads in each city")
    told = text[start : text.index("</table>", start)]
    assert told.count("<tr>") == len(leads) + 1
    assert told.count('<details class="cite"><summary>Source<') == len(leads)
    disputed = set(data.conflict_targets.query("table == 'partnerships'")["row_id"]) & set(leads["partnership_id"])
    assert told.count("<summary>Sources differ") == len(disputed) > 0


def test_ties_from_city_to_city_are_drawn_and_told_in_a_table(visit: Visit) -> None:
    data = loading.load()
    page = visit.open("/partners", "en")
    table = page.get_by_role("region", name="Ties from city to city").filter(has=page.get_by_role("table"))
    assert table.get_by_role("row").count() == len(data.city_links) + 1
    assert page.locator("svg.sides path.mentoring[d*=C]").count() == (data.city_links["kind"] == "mentoring").sum()
    visit.open("/partners", "en", city="phuket")
    expect(page.get_by_text("The documents tell of no ties from or to the chosen cities.")).to_be_visible()


# The drawing


def test_the_drawing_comes_when_asked_for_and_is_the_same_at_every_visit(visit: Visit) -> None:
    page = visit.open("/partners", "th")
    drawing = page.locator("svg.sides[role=group]", has=page.locator("path.lead"))
    assert drawing.count() == 0
    page.get_by_text("แสดงภาพเส้นเชื่อมเมืองกับองค์กร").click()
    visit.settle()
    assert asked(page)["picture"] == ["1"]
    first = drawing.inner_html()
    visit.open("/partners", "th", picture="1")
    assert drawing.inner_html() == first
    data = loading.load()
    pairs = data.partnerships[data.partnerships["city_id"] != ""][["city_id", "partner_id"]].drop_duplicates()
    assert drawing.locator("path").count() == len(pairs)

    drawing.get_by_role("link", name="เทศบาลนครยะลา").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page)["id"] == ["yala_municipality"]


# Links, downloads, both languages


def test_nothing_that_matches_is_a_sentence(visit: Visit) -> None:
    page = visit.open("/partners", "en", sector="school", city="yala")
    expect(
        page.get_by_role("alert").filter(has_text="Nothing matches all of these at once (Yala + School)")
    ).to_be_visible()
    assert page.get_by_text("0 of").count() == 1


def test_an_organisation_nobody_knows_is_named_and_dropped(visit: Visit) -> None:
    page = visit.open("/partners", "en", id="no_such_body")
    expect(page.get_by_role("alert").filter(has_text="id = no_such_body")).to_be_visible()
    assert "id" not in asked(page)


def test_changing_the_language_keeps_the_organisation(visit: Visit) -> None:
    page = visit.open("/partners", "th", id="tk_park")
    page.get_by_role("button", name="English").click()
    visit.settle()
    assert asked(page)["id"] == ["tk_park"]
    expect(page.get_by_role("heading", name="Thailand Knowledge Park")).to_be_visible()
    expect(page.locator('.record > p[lang="th"]').first).to_have_text(names("partners", "th")["tk_park"])


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
def test_every_organisation_has_a_view_with_its_names_and_sources(language: str) -> None:
    data = loading.load()
    for one in data.partners.iloc[::9].itertuples():
        text = html(run("partners", language, id=one.partner_id)).replace("&amp;", "&").replace("&#x27;", "'")
        assert getattr(one, f"name_{language}") in text
        assert '<dl class="facts">' in text
        own = data.partnerships[data.partnerships["partner_id"] == one.partner_id]
        assert text.count('<details class="cite">') >= len(own)
