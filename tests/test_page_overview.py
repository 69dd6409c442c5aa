"""The overview: who the members are, an answer for every place, and the way on."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from lcdash.content.marks import UNSURE
from lcdash.dataset import loading
from lcdash.documents import members_map
from lcdash.evidence import cached_frames, standings
from lcdash.html import place_answer
from lcdash.language import dates, translations
from lcdash.search import place_names, subject_names
from tests.browsing import Visit
from tests.running import document, drawing, html, run


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
        "not a document of UNESCO or ONEC",
        "not yet checked by a person",
        f"as of {latest}",
        "Punjasutaros et al. (2026)",
    ):
        assert words in text
    for picture in (".st-key-small_map svg", ".st-key-small_evidence_map svg", ".overview-way", ".overview-years"):
        expect(page.locator(picture).first).to_be_in_viewport(ratio=1)
    # The small evidence map is one stop of the Tab key; arrow keys go on, and say what they are at.
    links = page.locator(".st-key-small_evidence_map svg a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    (focused,) = (link for link in links.all() if link.get_attribute("tabindex") == "0")
    expect(focused).to_be_focused()
    assert "cell=bangkok." in str(focused.get_attribute("href"))
    expect(page.locator(".st-key-small_evidence_map .words")).to_have_text(str(focused.get_attribute("aria-label")))


def test_the_sentences_of_the_evidence_map_lead_to_what_they_name() -> None:
    page = document(html(run("overview", "en")))
    (sentences,) = page.find_class("overview-sentences")
    links = [(link.text_content(), link.get("href")) for link in sentences.iter("a")]
    data = loading.load()
    facets = {name.lower(): facet for facet, name in data.names("facets", "en", "short").items()}
    limits = next(place for place, (words, _) in enumerate(links) if words.startswith("Limits named"))
    named = [(words, link, place > limits) for place, (words, link) in enumerate(links) if words in facets]
    assert {True, False} == {of_limits for *_, of_limits in named}
    for words, link, of_limits in named:  # where limits are told, they come first
        assert link == f"factors?lang=en&row={facets[words]}{'&appraisal=limit' if of_limits else ''}"


def test_every_cell_and_name_of_the_small_evidence_map_leads_to_what_it_is_and_says_its_first_words() -> None:
    data = loading.load()
    drawn = cached_frames.evidence_map(data, "en")
    ways = dict(
        re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"', drawing(run("overview", "en"), "small_evidence_map"))
    )
    short = dict(zip(data.evidence["evidence_id"], data.evidence["short_en"], strict=True))
    for city in drawn.studied:
        assert f"factors?lang=en&amp;column={city}" in ways
        for facet in data.facets["facet_id"]:
            cell = drawn.cells[facet, city]
            said = unescape(ways[f"factors?lang=en&amp;cell={city}.{facet}"])
            assert ("not reported" in said) == (not cell.marks)
            assert all(short[mark.statements[0]] in said for mark in cell.marks.values())
    assert {f"factors?lang=en&amp;row={row.row_id}" for row in drawn.rows} <= set(ways)


def test_the_small_map_names_every_member_and_nobody_else() -> None:
    for language in translations.LANGUAGES:
        drawn = drawing(run("overview", language), "small_map")
        cities = set(memberships()["city_id"])
        assert set(re.findall(r"city=(\w+)", drawn)) == cities, "each leads to its page"
        assert not members_map.drawing(loading.load(), language).leads, "a file leads nowhere"
        names = loading.load().names("cities", language)
        marks = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
        signs = {
            row.city_id: " ≠" if row.disputed else " ~" if row.confidence in UNSURE else ""
            for row in memberships().itertuples()
        }
        members = {city: names[city] + sign for city, sign in signs.items()}
        assert sorted(marks) == sorted(members.values())
        assert drawn.count("<path") == len(loading.load().provinces) == 77


# My place


def told(name: str, language: str) -> str:
    """The answer to a name as a reader sees it, without its folded sources."""
    data = loading.load()
    shown = place_answer.answer(data, place_names.read(data, name), language)
    return " ".join(re.sub(r"<details.*?</details>|<[^>]+>", " ", str(shown), flags=re.S).split())


def test_the_answer_brings_a_place_to_its_own_form_behind_the_sign_that_no_server_sees() -> None:
    data = loading.load()
    shown = place_answer.answer(data, place_names.read(data, "Nowhere & Mun municipality"), "en")
    (link,) = re.findall(r'href="(your-city[^"]*)"', str(shown))
    assert link.split("#")[0] == "your-city?lang=en"
    assert "name=Nowhere+%26+Mun+municipality" in link.split("#")[1]


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_province_and_every_named_city_gets_an_answer(language: str) -> None:
    data, t = loading.load(), translations.Translations("places", language)
    joined = set(memberships()["city_id"])
    cities = data.cities.set_index("city_id")
    places = {city: {city} for city in cities.index}
    places |= {iso: set(cities.index[cities["province_iso"] == iso]) for iso in data.provinces["iso"]}
    for place, here in places.items():
        text = told(place, language)
        assert not re.search(r"[{}]|\bnan\b|None", text), text
        # A place without a member is told where the nearest are; of one with a member, what holds for the others there.
        here_too = memberships()[memberships()["city_id"].isin(here & joined)]
        others = set(here_too["member_type"]) - {"special_local_government"}
        assert (t("how_to_start") in text) == (bool(others) or not here & joined), text
        assert ("any of them can start" in text or "หน่วยอื่นที่สนใจ" in text) == bool(others), text
        assert (t("cities_here") in text) == bool(here), text
        near = {cities.at[city, f"name_{language}"] for city in joined}
        assert any(name in text for name in near), text


@pytest.mark.parametrize(
    ("name", "region", "like"),
    [
        ("เทศบาลนครนครราชสีมา", "ขอนแก่น", "หาดใหญ่"),
        ("Nakhon Ratchasima City Municipality", "ขอนแก่น", "หาดใหญ่"),
        ("เทศบาลเมืองหัวหิน จังหวัดประจวบคีรีขันธ์", "ระยอง", "พะเยา"),
        ("เทศบาลเมืองหัวหิน", "", "พะเยา"),
        ("อบต.แพรกษา อ.เมือง จ.สมุทรปราการ", "ระยอง", ""),
        ("เทศบาลตำบลแพรกษา", "", ""),
    ],
)
def test_a_local_government_that_is_no_member_is_told_of_members_near_it_and_of_its_kind(
    name: str, region: str, like: str
) -> None:
    text, t = told(name, "th"), translations.Translations("places", "th")
    assert t("unit_none", unit=name) in text
    assert t("how_to_start") in text
    assert (t("no_province") in text) == (not region)
    near, _, kind = text.partition(t("same_kind", kind="").split("(")[0])
    assert region in near
    assert like in kind
    assert bool(kind) == bool(like)


def test_a_province_does_not_hide_in_the_name_of_a_village() -> None:
    data = loading.load()
    for village in ("เทศบาลตำบลแพรกษา", "อบต.ตากแดด", "เทศบาลเมืองน่านใต้"):
        assert place_names.read(data, village) == place_names.Place(
            village, kind="town_municipality" if "เมือง" in village else "", unit=True
        )


def test_every_standing_of_a_city_is_told_with_its_source_and_a_member_is_never_said_to_be_none() -> None:
    data = loading.load()
    for city, rows in data.memberships.groupby("city_id"):
        province = data.cities.set_index("city_id").at[city, "province_iso"]
        text = told(province, "en")
        for unit in rows["member_name_en"]:
            assert unit in text
        assert "<details" in place_answer.answer(data, place_names.read(data, province), "en")
        is_member = rows["status"].eq("member").any()
        assert ("has been a member since" in text) == is_member
        assert ("is not a member" in text) == (not is_member)
        assert ("Equitable Education Fund" in text) == ("pilot" in set(rows["status"]))
        assert ("Sources differ" in text) == rows["disputed"].any()
        assert ("Inferred" in text) == rows["confidence"].eq("inferred").any()


def test_a_reader_who_types_a_place_is_answered_and_the_answer_is_a_link() -> None:
    app = run("overview", "en")
    (box,) = app.text_input
    box.set_value("Trang").run()
    assert "Trang City Municipality is not a member; it was a pilot area" in html(app)
    assert app.query_params["place"] == "Trang"
    box.set_value("").run()
    assert 'class="answer"' not in html(app)
    again = html(run("overview", "en", place="TH-95"))
    assert "Yala has been a member since 14 February 2024, as Yala City Municipality" in again
    assert "cities?lang=en&amp;city=yala" in again


def test_a_topic_in_the_box_is_answered_by_city_and_anything_else_leads_to_the_search() -> None:
    data = loading.load()
    for typed in ("ผู้สูงอายุ", "older people"):
        shown = str(place_answer.of_subject(data, typed, subject_names.read(data, typed), "th"))
        answer, ways = shown.split("</ul>")
        named = {row.city_id for row in data.evidence.itertuples() if "older_people" in row.audience} - {""}
        assert set(re.findall(r"column=(\w+)&amp;audience=older_people", answer)) == named, "the answer stands first"
        assert answer.count("evidence?lang=th") == len(named), "a statement of each"
        # The topic and the people hold the same statements: two links would lead to one answer.
        links = re.findall(r'href="(\w+\?lang=th&amp;(?!q=)[^"]*)"', ways)
        assert links == ["factors?lang=th&amp;audience=older_people", "learn?lang=th&amp;audience=older_people"]
        assert "search?" in shown
    (recognition, *_) = subject_names.read(data, "เทียบโอน")
    assert recognition.subject_id in {"options_recognition", "recognition_credit"}
    assert not subject_names.read(data, "ก")


def test_a_name_nobody_knows_is_answered_with_what_can_be_typed_and_where_to_start() -> None:
    app = run("overview", "en", place="<b>Mars</b>")
    t = translations.Translations("places", "en")
    assert t("name_none", name="<b>Mars</b>") in unescape(html(app))
    assert t("unknown") in html(app)
    assert t("how_to_start") in html(app)
    assert "<b>Mars" not in html(app)


@pytest.mark.parametrize(
    ("name", "language", "province"),
    [("แสนสุข", "th", "ชลบุรี"), ("Saen Suk", "en", "Chon Buri"), ("Hua Hin Municipality", "en", "Prachuap Khiri Khan")],
)
def test_a_plain_name_is_told_to_be_no_member_and_its_province_can_be_chosen(
    name: str, language: str, province: str
) -> None:
    data, t = loading.load(), translations.Translations("places", language)
    place = place_names.read(data, name)
    shown = place_answer.answer(data, place, language) if place else place_answer.of_subject(data, name, (), language)
    told_so = t("unit_none", unit=name) if place else t("name_none", name=name)
    assert told_so in shown.striptags()
    links = {link.text_content(): link.get("href") for link in document(str(shown)).iter("a")}
    assert parse_qs(urlsplit(links[translations.Translations("your-city", language).title]).fragment)["name"] == [name]
    (asked,) = parse_qs(urlsplit(links[province]).query)["place"]
    assert t("province_none", province=province) in told(asked, language)
    assert t("how_to_start") in told(asked, language)
    assert set(data.provinces[f"name_{language}"]) <= set(links)


# The way on


def test_a_topic_leads_to_the_cities_to_learn_from() -> None:
    data = loading.load()
    page = document(html(run("overview", "th")))
    (topics,) = page.find_class("overview-topics")
    links = {link.text_content(): link.get("href") for link in topics.iter("a")}
    themes = zip(data.themes["short_th"], data.themes["theme_id"], strict=True)
    assert links == {name: f"learn?lang=th&theme={theme}" for name, theme in themes}
    assert "present?lang=th#kit" in {link.get("href") for link in page.iter("a")}  # the part of its page


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_chart_has_a_table_that_says_the_same_and_a_title_from_the_data(language: str) -> None:
    text = html(run("overview", language))
    tables = [
        pd.Series(re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table))
        for table in re.findall(r"<table.*?</table>", text, flags=re.S)
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
    for other in ("compare", "spaces", "partners"):  # there they would be what is shown, and not only marked
        link = page.locator(".st-key-menu").get_by_role("link", name=translations.page(other, "en")("menu"), exact=True)
        expect(link).not_to_have_attribute("href", re.compile("city="))
    page.locator(".st-key-menu").get_by_role("link", name=translations.page("factors", "en")("menu")).click()
    page.wait_for_url("**/factors?**")
    visit.settle()
    assert re.search(r"lang=en.*city=yala&city=phuket", page.url)
    expect(page.locator("thead th.marked")).to_have_count(2)
