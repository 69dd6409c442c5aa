"""A city's brief: what it tells of every city, in both languages, and the document that leaves the dashboard."""

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from markupsafe import Markup

from lcdash.content import timeline
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import brief, html_document
from lcdash.drawing import still_maps, svg_writer, theme
from lcdash.evidence.matrix import country_limits, evidence_matrix
from lcdash.html import markup, timeline_html
from lcdash.language import dates, translations
from lcdash.language.translations import LANGUAGES, Translations

DATA = loading.load()
CITIES = list(DATA.cities["city_id"])
STUDIED = list(DATA.cities.loc[DATA.cities["in_study"], "city_id"])
HELD_AGAINST_BLOCKS = set(DATA.assessments["city_id"])
LATIN = re.compile("[A-Za-z]{2,}")
THAI = re.compile(r"[\u0e01-\u0e5b]")
# Elements that have no end, in HTML and in the SVG of the drawings
WITHOUT_END = {"meta", "path", "rect", "circle"}

every_brief = pytest.mark.parametrize("language", LANGUAGES)
every_city = pytest.mark.parametrize("city_id", CITIES)
# The sections as they are printed: `make test` prints half of the cities in Thai and the others in English.
THAI_PRINTED, ENGLISH_PRINTED = (
    [
        pytest.param(city_id, marks=[] if number % 2 == kept else pytest.mark.slow)
        for number, city_id in enumerate(CITIES)
    ]
    for kept in (0, 1)
)
every_printed = pytest.mark.parametrize(
    ("city_id", "language"),
    [
        pytest.param(*one.values, language, marks=one.marks)
        for language, printed in (("th", THAI_PRINTED), ("en", ENGLISH_PRINTED))
        for one in printed
    ],
)


def words(language: str) -> Translations:
    return translations.page("cities", language)


@cache
def document(city_id: str, language: str) -> str:
    return brief.document(DATA, city_id, words(language))


@cache
def sections(city_id: str, language: str) -> dict[str, html_document.DocumentSection]:
    """Name -> section, as the page shows it."""
    return {part.id.removeprefix("brief-"): part for part in brief.sections(DATA, city_id, words(language))}


@cache
def told(html: str) -> str:
    """What a reader reads: no markup, no notes, one space between words."""
    bare = re.sub(
        r'<sup class="note">.*?</sup>|<details class="cite">.*?</details>|<style>.*?</style>', "", html, flags=re.DOTALL
    )
    return " ".join(unescape(re.sub("<[^>]*>", " ", bare)).replace(markup.JOINER, "").split())


def said(row: Any, column: str, language: str) -> str:
    return " ".join(getattr(row, f"{column}_{language}").split())


class Reader(HTMLParser):
    """A document as read: links, ids, what it would fetch, elements closed in the wrong place, Thai not marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.misplaced: list[str] = []
        self.unmarked: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.add(tag)
        self.links += [given["href"]] if tag == "a" else []
        self.ids += [given["id"]] if "id" in given else []
        self.fetched += [given[key] for key in ("src", "srcset", "data", "action", "xlink:href") if key in given]
        self.fetched += [key for key in given if key.startswith("on")]
        if tag not in WITHOUT_END:
            self.open.append((tag, given.get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in WITHOUT_END and self.open.pop()[0] != tag:
            self.misplaced.append(tag)

    def handle_data(self, data: str) -> None:
        if THAI.search(data) and self.open[-1][1] != "th":
            self.unmarked.append(data)


@cache
def read(city_id: str, language: str) -> Reader:
    return Reader(document(city_id, language))


# What every brief tells


@every_brief
@every_city
def test_every_city_has_a_brief_in_both_languages(city_id: str, language: str) -> None:
    parts = sections(city_id, language)
    assert all(part.title and part.html for part in parts.values())
    order = list(parts)
    assert (order[0], order[-1]) == ("glance", "sources")
    assert parts["standing"].drawing.startswith("<svg")
    assert DATA.names("cities", language)[city_id] in told(parts["glance"].html)


@every_city
def test_the_ten_of_the_study_have_factors_and_the_others_say_what_was_not_studied(city_id: str) -> None:
    parts = sections(city_id, "en")
    assert ("factors" in parts) == (city_id in STUDIED)
    assert ("elsewhere" in parts) == (city_id not in STUDIED)
    assert ("blocks" in parts) == (city_id in HELD_AGAINST_BLOCKS)
    if city_id not in STUDIED:
        name = DATA.names("cities", "en")[city_id]
        assert f"The study of {len(STUDIED)} cities does not cover {name}" in told(parts["elsewhere"].html)
        assert f"not in the study of {len(STUDIED)} cities" in told(parts["glance"].html)


@every_brief
def test_kalasin_is_held_against_unescos_building_blocks_and_not_under_factors(language: str) -> None:
    parts = sections("kalasin", language)
    assert "factors" not in parts
    text = told(parts["blocks"].html)
    moods = DATA.labels("mood", language)
    for row in DATA.assessments.itertuples():
        assert DATA.names("frameworks", language)[row.item_id] in text
        assert moods[row.mood] in text
        for column in ("exists", "missing", "note"):
            assert said(row, column, language) in text


@every_brief
@every_city
def test_nothing_the_dataset_knows_of_a_city_is_left_out(city_id: str, language: str) -> None:
    text = {name: told(part.html) for name, part in sections(city_id, language).items()}
    places = {
        "descriptions": ("glance", "text"),
        "memberships": ("standing", "member_name"),
        "designations": ("standing", "title"),
        "evidence": ("factors" if city_id in STUDIED else "elsewhere", "statement"),
        "needs": ("needs", "need"),
        "programmes": ("programmes", "name"),
        "figures": ("figures", "what"),
    }
    for table, (name, column) in places.items():
        rows = getattr(DATA, table)
        for row in rows[rows["city_id"] == city_id].itertuples():
            assert said(row, column, language) in text[name]
    for row in DATA.spaces[DATA.spaces["city_id"] == city_id].itertuples():
        assert said(row, "name", language) in text["spaces"]
    roles, names = DATA.labels("role", language), DATA.names("partners", language)
    for row in DATA.partnerships[DATA.partnerships["city_id"] == city_id].itertuples():
        assert names[row.partner_id] in text["partners"]
        assert roles[row.role] in text["partners"]
        assert row.role != "lead" or names[row.partner_id] in text["standing"]
    for row in DATA.events.itertuples():
        assert city_id not in row.city_ids or said(row, "title", language) in text["dates"]
    for row in DATA.city_links.itertuples():
        assert city_id not in (row.from_city_id, row.to_city_id) or said(row, "detail", language)[:-1] in text["ties"]


@every_city
def test_an_empty_section_says_so_in_a_sentence(city_id: str) -> None:
    says = words("en")
    for name, table in {"needs": "needs", "spaces": "spaces", "partners": "partnerships", "figures": "figures"}.items():
        rows = getattr(DATA, table)
        silent = says(f"empty_{name}", city=DATA.names("cities", "en")[city_id])
        assert (silent in told(sections(city_id, "en")[name].html)) == rows[rows["city_id"] == city_id].empty


@pytest.mark.parametrize("city_id", STUDIED)
def test_every_facet_is_named_and_its_silence_too(city_id: str) -> None:
    here = DATA.cities[DATA.cities["city_id"] == city_id]
    matrix = evidence_matrix(DATA.evidence, DATA.facets, here)
    html = sections(city_id, "en")["factors"].html
    assert all(f"<h4>{name}</h4>" in html for name in DATA.names("facets", "en").values())
    silence = markup.symbol("nothing", DATA.labels("state", "en")["nothing"])
    assert html.count(silence) == matrix["state"].eq("nothing").sum()


@every_brief
@every_city
def test_the_limits_of_the_country_stand_in_every_brief(city_id: str, language: str) -> None:
    parts = sections(city_id, language)
    text = told(parts["factors" if city_id in STUDIED else "elsewhere"].html)
    for row in country_limits(DATA.evidence, DATA.factors).itertuples():
        assert said(row, "statement", language) in text


@every_city
def test_a_limit_of_the_city_is_read_at_first_glance(city_id: str) -> None:
    text = told(sections(city_id, "en")["glance"].html)
    limits = DATA.evidence[(DATA.evidence["city_id"] == city_id) & (DATA.evidence["appraisal"] == "limit")]
    assert all(row.statement_en in text for row in limits.itertuples())
    assert ("The documents name no limit" in text) == (city_id in STUDIED and limits.empty)


def test_the_sources_that_name_a_lead_are_told_apart() -> None:
    standing = sections("khon_kaen", "en")["standing"].html
    for lead, source in {"Khon Kaen City Municipality": "Punjasutaros", "KKTT": "Program Management Unit"}.items():
        (entry,) = [item for item in re.findall("<li>(.*?)</li>", standing) if lead in item and "Leads" in item] or [
            item for item in re.findall("<li>(.*?)</li>", standing) if lead in item and "PMU-A" in item
        ]
        assert source in entry


@pytest.mark.parametrize("city_id", DATA.memberships.loc[DATA.memberships["disputed"], "city_id"].unique())
def test_a_disputed_member_unit_leads_to_what_each_source_says(city_id: str) -> None:
    parts = sections(city_id, "en")
    assert "Sources differ on the member unit" in told(parts["glance"].html)
    anchor = f"conflict-member_unit_{city_id}"
    assert f'href="#{anchor}"' in parts["standing"].html
    assert f'id="{anchor}"' in parts["differ"].html


@pytest.mark.parametrize("city_id", ["yala", "satun"])
def test_a_website_says_whose_it_is_and_that_it_may_have_moved(city_id: str) -> None:
    city = DATA.cities.set_index("city_id").loc[city_id]
    standing = sections(city_id, "en")["standing"].html
    assert f'href="{city.website}"' in standing
    assert f"{city.website_of_en} · {city.website} From a list last checked" in told(standing)


def test_every_claim_of_the_corrected_row_says_so() -> None:
    corrected = DATA.evidence[DATA.evidence["attribution"] == "corrected"]
    html = sections("chiang_rai", "th")["factors"].html
    for row in corrected.itertuples():
        (item,) = [item for item in re.findall("<li>(.*?)</li>", html) if row.statement_th in item]
        assert words("th")("corrected") in item


@every_city
def test_conflicts_that_touch_a_row_of_the_city_are_told(city_id: str) -> None:
    html = sections(city_id, "en")["differ"].html
    here = {("evidence", row) for row in DATA.evidence.loc[DATA.evidence["city_id"] == city_id, "evidence_id"]}
    here |= {("memberships", row) for row in DATA.memberships.loc[DATA.memberships["city_id"] == city_id].iloc[:, 0]}
    targets = DATA.disputes[["conflict_id", "table", "row_id"]].itertuples(index=False, name=None)
    for conflict_id in {conflict for conflict, *row in targets if tuple(row) in here}:
        assert f'id="conflict-{conflict_id}"' in html


def test_an_uncertain_fact_bears_its_mark() -> None:
    marks = DATA.labels("confidence", "en")
    assert marks["inferred"] in told(sections("khon_kaen", "en")["standing"].html)
    assert marks["unverified"] in told(sections("tak", "en")["standing"].html)
    assert marks["inferred"] in told(sections("lamphun", "en")["figures"].html)


@every_city
def test_only_spaces_with_a_known_point_are_drawn_and_the_others_are_somewhere_in_the_city(city_id: str) -> None:
    part = sections(city_id, "en")["spaces"]
    rows = DATA.spaces[DATA.spaces["city_id"] == city_id]
    drawn = rows[rows["precision"].isin(["exact", "approximate", "street"])]
    numbers = re.findall('<span class="number(?: about)?">(.*?)</span>', part.html)
    exact = re.findall('<span class="number">(.*?)</span>', part.html)
    assert len(exact) == (drawn["precision"] == "exact").sum()
    assert [*map(int, numbers)] == [*range(1, len(drawn) + 1)]
    marked = re.findall(r'text-anchor="middle"[^>]*>([^<]*)</text>', part.drawing)
    assert sorted(int(number) for mark in marked for number in mark.split(", ")) == [*map(int, numbers)]
    vague = rows[(rows["mode"] == "physical") & ~rows["precision"].isin(drawn["precision"]) & (rows["part_of"] == "")]
    assert told(part.html).count("Somewhere in this city") == (vague["precision"] == "city").sum()
    assert told(part.html).count("No known place") == (vague["precision"] == "").sum()


def test_rooms_stand_under_their_building() -> None:
    html = sections("chachoengsao", "en")["spaces"].html
    building = html.index("Knowledge Center of Chachoengsao (KCC)")
    assert html[building:].index('<ul class="facts">') < html[building:].index("Living Library at KCC")


def test_a_figure_says_what_it_is_of_and_of_which_year() -> None:
    text = told(sections("khon_kaen", "th")["figures"].html)
    row = DATA.figures.set_index("figure_id").loc["khon_kaen_municipality_population"]
    whose, year = DATA.labels("unit_of", "th")[row["unit_of"]], dates.year(row["year"], "th")
    assert f"{row['what_th']} {row['value']:,.0f} {row['unit_th']} {whose} {year}" in text
    assert "มากกว่า 70" in told(sections("bangkok", "th")["figures"].html)


@every_brief
@every_city
def test_every_city_is_told_whom_it_can_learn_from_and_why(city_id: str, language: str) -> None:
    html = sections(city_id, language)["learn"].html
    names = DATA.names("cities", language)
    assert any(f"<b>{name}</b>" in html for city, name in names.items() if city != city_id)
    assert words(language)("because") in html


def test_answers_stand_in_the_order_of_the_alphabet_after_the_citys_own() -> None:
    html = sections("yala", "en")["learn"].html
    limit = DATA.evidence.set_index("evidence_id").at["yala_6_t2", "statement_en"]
    answers = html[html.index(limit) :].split("<h3>")[0]
    cities = re.findall("<li><b>(.*?)</b>", answers)
    assert len(cities) == DATA.answers["limit_id"].eq("yala_6_t2").sum()
    own = cities.count("Yala")
    assert own >= 1
    assert cities == ["Yala"] * own + sorted(city for city in cities if city != "Yala")


def test_a_need_names_cities_with_programmes_for_the_same_people() -> None:
    text = told(sections("chiang_mai", "en")["learn"].html)
    for city in ("Chiang Rai", "Kalasin"):
        assert city in text
    assert "Older people" in text


def test_a_pilot_is_told_of_the_programme_it_takes_part_in() -> None:
    programme = DATA.programmes.set_index("programme_id").at["eef_learning_city_pilots", "name_en"]
    for city_id in ("trang", "lamphun", "udon_thani"):
        assert programme in told(sections(city_id, "en")["programmes"].html)
    assert programme not in told(sections("phuket", "en")["programmes"].html)


@every_city
def test_no_number_compares_what_is_known_of_cities(city_id: str) -> None:
    text = told(sections(city_id, "en")["glance"].html + sections(city_id, "en")["learn"].html)
    assert not re.search(r"\b\d+ (of|out of) (6|six|\d+) factors|\bscore|\brank", text, re.IGNORECASE)


def test_a_city_that_is_not_in_the_dataset_has_no_brief() -> None:
    with pytest.raises(KeyError):
        brief.sections(DATA, "atlantis", words("en"))


def test_the_dataset_is_left_as_it_was() -> None:
    before = {name: frame.copy() for name, frame in DATA.tables.items()}
    brief.document(DATA, "yala", words("en"))
    for name, frame in before.items():
        pd.testing.assert_frame_equal(DATA.tables[name], frame)


# Languages


@cache
def latin_of_names() -> set[str]:
    """Latin words that the dataset has in its Thai texts: names, which stay as their owners write them."""
    tables = [*DATA.tables.values(), DATA.spaces.drop(columns="geometry")]
    cells = [str(cell) for table in tables for name in table if name.endswith(("_th", "with")) for cell in table[name]]
    return {word for cell in cells for word in LATIN.findall(cell)} | set(LATIN.findall(words("th")("foot_places")))


@pytest.mark.parametrize("city_id", THAI_PRINTED)
def test_a_thai_brief_holds_no_latin_but_names(city_id: str) -> None:
    addresses = re.compile(r"<a href=\"http[^>]*>.*?</a>|https?://\S+")
    text = told(addresses.sub(" ", document(city_id, "th")))
    assert set(LATIN.findall(text)) - latin_of_names() - {"CC", "BY"} == set()
    labels = re.findall(r'(?:aria-label|title)="([^"]*)"', document(city_id, "th"))
    assert labels
    assert all(THAI.search(label) for label in labels)


@pytest.mark.parametrize("city_id", ENGLISH_PRINTED)
def test_thai_words_in_an_english_brief_are_marked(city_id: str) -> None:
    assert read(city_id, "en").unmarked == []


# The document


@every_printed
def test_the_document_asks_nobody_for_anything(city_id: str, language: str) -> None:
    html, seen = document(city_id, language), read(city_id, language)
    assert seen.fetched == []
    assert not seen.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not re.search(r"@import|url\((?!data:font/woff2;base64,)", html)
    addresses = {link for link in seen.links if not link.startswith("#")}
    assert addresses <= {*DATA.sources["url"], *DATA.cities["website"]}


@every_printed
def test_the_document_is_whole(city_id: str, language: str) -> None:
    html, seen = document(city_id, language), read(city_id, language)
    assert html.startswith(f'<!doctype html><html lang="{language}">')
    assert (seen.open, seen.misplaced) == ([], [])
    assert len(set(seen.ids)) == len(seen.ids)
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    assert html.count("@font-face") == len(html_document.FACES) * len(html_document.WEIGHTS)
    assert theme.css_variables() in html


@every_brief
def test_the_document_is_signed(language: str) -> None:
    text, t = told(document("yala", language)), words(language)
    assert DATA.version in text
    assert dates.spoken(DATA.created, language) in text
    for key in ("foot_licence", "foot_sources", "foot_independent", "foot_places"):
        assert t(key) in text


@every_printed
def test_every_note_is_printed_in_full_once_and_every_source_is_used(city_id: str, language: str) -> None:
    html = document(city_id, language)
    body, sources = html.split('<h2 id="brief-sources">')
    cited = set(re.findall(r'<a href="#note-([\d.]+)">', body))
    printed = re.findall(r'id="note-([\d.]+)"', sources)
    assert cited <= set(printed)
    assert {number.split(".")[0] for number in cited} == {number for number in printed if "." not in number}
    assert len(printed) == len(set(printed))
    assert "<details" not in html


def test_what_comes_from_data_is_text_and_never_markup() -> None:
    trap = "<script>alert(1)</script>\"'&"
    tables = {name: frame.copy() for name, frame in DATA.tables.items()}
    broken = Dataset(DATA.folder, DATA.descriptor, tables, DATA.geojson)
    for frame in [*broken.tables.values(), broken.spaces]:
        for column in frame.columns:
            if column.endswith(("_th", "_en")) or column in ("opens_with", "page"):
                frame[column] = [f"{cell}{trap}" if cell else cell for cell in frame[column]]
    for city_id in ("khon_kaen", "kalasin", "satun"):
        for language in LANGUAGES:
            printed = brief.document(broken, city_id, words(language))
            html = printed + "".join(
                part.html + part.drawing for part in brief.sections(broken, city_id, words(language))
            )
            assert "<script" not in html
            assert html.count("&lt;script&gt;") > 100
            assert Reader(printed).misplaced == []


def test_a_dangerous_address_is_no_link() -> None:
    sources = DATA.sources.copy()
    sources["url"] = "javascript:alert(1)"
    sources["reference_en"] += " javascript:alert(1)"
    broken = Dataset(DATA.folder, DATA.descriptor, {**DATA.tables, "sources": sources}, DATA.geojson)
    assert "<a " not in markup.reference(broken, "onec2026", words("en"))


def test_a_thai_address_is_printed_in_letters_and_linked_as_it_is() -> None:
    sources = DATA.sources.copy()
    sources["url"] = "https://example.org/%E0%B8%81%E0%B8%82?a=1&b=2"
    sources["reference_th"] = "หน้า " + sources["url"]
    broken = Dataset(DATA.folder, DATA.descriptor, {**DATA.tables, "sources": sources}, DATA.geojson)
    linked = '<a href="https://example.org/%E0%B8%81%E0%B8%82?a=1&amp;b=2">https://example.org/กข?a=1&amp;b=2</a>'
    assert markup.reference(broken, "onec2026", words("th")) == f"หน้า {linked}"


# Timeline


@every_city
def test_the_timeline_is_in_order_and_tells_a_joining_once(city_id: str) -> None:
    entries = timeline.of_city(DATA, city_id, words("en"))
    assert [one.date for one in entries] == sorted(one.date for one in entries)
    since = DATA.memberships[(DATA.memberships["city_id"] == city_id) & (DATA.memberships["since"] != "")]["since"]
    assert all(any(one.date == date for one in entries) for date in since)
    told_twice = [
        one for one in entries if one.table == "memberships" and one.date in {e.date for e in entries if e is not one}
    ]
    assert told_twice == []


def test_the_timeline_of_the_network_holds_every_joining() -> None:
    rows = {one.row_id for one in timeline.of_network(DATA, words("th"))}
    assert rows >= set(DATA.events.loc[DATA.events["kind"] == "joined", "event_id"])
    assert not any(DATA.events.set_index("event_id").at[row, "kind"] == "opening" for row in rows)


def test_a_date_is_written_for_readers_and_for_machines() -> None:
    def drawn(date: str) -> str:
        entry = timeline.TimelineEntry(date, "Meeting", "a <b>", "events", "x", "")
        return timeline_html.drawn([entry], words("en"), lambda _: Markup())

    assert '<time datetime="2024-02">February 2024</time>' in drawn("2024-02")
    assert "4–6 November 2023" in drawn("2023-11-04/2023-11-06")
    assert "30 October 2023 to 1 November 2023" in drawn("2023-10-30/2023-11-01")
    assert "September 2019 to November 2019" in drawn("2019-09/2019-11")
    assert "a &lt;b&gt;" in drawn("2024")


# Drawings


def plan(*points: tuple[float, float, bool]) -> str:
    rows = [(lon, lat, str(number), precise) for number, (lon, lat, precise) in enumerate(points, 1)]
    frame = pd.DataFrame(rows, columns=["lon", "lat", "number", "precise"])
    return svg_writer.svg(still_maps.plan(frame, title='<"&', scale=lambda metres: f"{metres} m"))


def test_a_plan_is_true_to_distance_and_says_how_far() -> None:
    drawn = plan((100.0, 10.0, True), (100.0, 10.0 + 1 / still_maps.KM_PER_DEGREE, True))  # 1 km apart
    south, north = (float(y) for y in re.findall(r'<rect x="[\d.]+" y="([\d.]+)" width="30"', drawn))
    start, end, metres = re.search(r'd="M([\d.]+) 378L\S+ 384L([\d.]+) 384L.*>(\d+) m</text>', drawn).groups()  # type: ignore[union-attr]
    assert (south - north) / 1000 == pytest.approx((float(end) - float(start)) / float(metres), rel=0.01)
    assert north < south


def test_places_that_would_cover_each_other_are_one_mark_with_all_numbers() -> None:
    drawn = plan((100.0, 10.0, True), (100.05, 10.0, True), (100.0001, 10.0, False))
    assert re.findall(r'text-anchor="middle"[^>]*>([^<]*)</text>', drawn) == ["1, 3", "2"]
    assert drawn.count("stroke-dasharray") == 1


def test_a_place_known_about_is_drawn_otherwise_than_one_known_exactly() -> None:
    assert "stroke-dasharray" not in plan((100.0, 10.0, True))
    assert "stroke-dasharray" in plan((100.0, 10.0, False))
    assert 'aria-label="&lt;&quot;&amp;"' in plan((100.0, 10.0, True))


def test_a_plan_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a plan needs a point"):
        plan()
