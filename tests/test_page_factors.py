"""The factor page: cells that open, filters that only dim, and a link that holds all of it."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from lcdash.dataset import loading
from lcdash.language import translations
from tests.browsing import PHONE, Visit
from tests.running import component, html, kept, run
from tests.serving import Server

# One cell's facets as drawn, whatever is dimmed: name, marks and words.
FACETS = """cells => Object.fromEntries(cells.map(cell => [cell.id, [...cell.querySelectorAll(".facet")].map(facet => [
  facet.querySelector(".name").textContent,
  [...facet.querySelectorAll(".mark")].map(mark => [mark.className, mark.textContent]),
  [...facet.querySelectorAll(".words")].map(words => words.textContent),
])]))"""


def cell(page: Page, cell_id: str) -> Locator:
    return page.locator(f'[id="cell-{cell_id}"]')


def facets(page: Page) -> dict[str, Any]:
    return page.locator("button.cell").evaluate_all(FACETS)


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def has_focus(locator: Locator) -> bool:
    return locator.evaluate("node => node.getRootNode().activeElement === node")


def studied() -> set[str]:
    cities = loading.load().cities
    return set(cities.loc[cities["in_study"], "city_id"])


def claims_of(cell_id: str) -> pd.DataFrame:
    evidence = loading.load().evidence
    city, factor = cell_id.split(".")
    return evidence[(evidence["city_id"] == city) & (evidence["factor_id"] == factor)]


# Choosing a cell


def test_a_cell_chosen_by_keyboard_opens_under_its_row_and_closes_again_without_losing_the_focus(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    cell(page, "yala.2").focus()
    page.keyboard.press("Tab")
    chosen = cell(page, "yala.3")
    assert has_focus(chosen)

    page.keyboard.press("Enter")
    visit.settle()
    expect(chosen).to_have_attribute("aria-expanded", "true")
    assert has_focus(chosen)
    assert asked(page)["cell"] == ["yala.3"]
    row = page.locator("tr", has=chosen)
    below = row.locator("xpath=following-sibling::tr[1]")
    expect(below).to_have_class("detail")
    text = below.inner_text()
    for claim in claims_of("yala.3").itertuples():
        assert claim.statement_en in text
        assert claim.statement_th in text
    assert below.locator("dt", has_text="Source").count() >= len(claims_of("yala.3"))

    page.keyboard.press("Enter")
    visit.settle()
    expect(chosen).to_have_attribute("aria-expanded", "false")
    assert has_focus(chosen)
    assert page.locator("#opened").count() == 0
    assert "cell" not in asked(page)

    page.keyboard.press("Space")
    visit.settle()
    expect(chosen).to_have_attribute("aria-expanded", "true")


def test_a_link_into_a_cell_opens_it_as_the_first_thing_a_fresh_server_is_asked(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    page = visit_as(server=start_server()).open("/factors", "en", cell="yala.3", city=["yala", "phuket"])
    expect(cell(page, "yala.3")).to_have_attribute("aria-expanded", "true")
    opened = page.locator("#opened")
    expect(opened).to_be_in_viewport()
    expect(opened.get_by_role("heading").first).to_contain_text("Yala")
    assert asked(page) == {"lang": ["en"], "cell": ["yala.3"], "city": ["yala", "phuket"]}
    expect(page.get_by_role("heading", level=1)).to_have_text(translations.page("factors", "en").title)
    # What was opened stands below the headings that stay in view, not under them.
    headings = page.locator("thead th").first.bounding_box()
    chosen = cell(page, "yala.3").bounding_box()
    assert headings
    assert chosen
    assert chosen["y"] >= headings["y"] + headings["height"] - 1


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_an_open_cell_shows_every_claim_in_both_languages_with_its_sources(language: str) -> None:
    for cell_id in ("chiang_rai.6", "yala.6", "sukhothai.2"):
        detail = component(run("factors", language, cell=cell_id), "matrix")["detail"]
        shown = [claim for facet in detail["facets"] for claim in facet["claims"]]
        other = "en" if language == "th" else "th"
        claims = claims_of(cell_id)
        assert sorted((claim["text"], claim["other_text"]) for claim in shown) == sorted(
            zip(claims[f"statement_{language}"], claims[f"statement_{other}"], strict=True)
        )
        sources = translations.page("factors", language)("source")
        assert all(any(term == sources for term, *_ in claim["facts"]) for claim in shown)


def test_a_claim_that_this_project_corrected_says_so_where_it_is_read() -> None:
    evidence = loading.load().evidence
    corrected = evidence[evidence["attribution"] == "corrected"].iloc[0]
    detail = component(run("factors", cell=f"{corrected['city_id']}.{corrected['factor_id']}"), "matrix")["detail"]
    (shown,) = [
        claim for facet in detail["facets"] for claim in facet["claims"] if claim["text"] == corrected["statement_en"]
    ]
    assert "Corrected by this project" in [term for term, *_ in shown["facts"]]


def test_printed_words_of_a_source_are_marked_as_thai() -> None:
    evidence = loading.load().evidence
    quoted = evidence[evidence["printed_words_th"].ne("") & evidence["city_id"].isin(studied())].iloc[0]
    detail = component(run("factors", cell=f"{quoted['city_id']}.{quoted['factor_id']}"), "matrix")["detail"]
    facts = [fact for facet in detail["facets"] for claim in facet["claims"] for fact in claim["facts"]]
    assert ["Printed words", [[quoted["printed_words_th"], "th"]]] in facts


# Filters


def test_a_filter_never_turns_a_reported_cell_into_an_empty_one(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    everything = facets(page)
    assert len(everything) == len(studied()) * 6
    assert page.locator(".facet.dimmed").count() == 0

    for query in ({"city": "yala", "kind": "practice"}, {"appraisal": "limit"}, {"q": "no such words"}):
        visit.open("/factors", "en", **query)
        assert facets(page) == everything
        # What is dimmed says why; what is empty by itself is not blamed on the filter.
        dimmed = page.locator(".facet.dimmed")
        assert dimmed.count() > 0
        assert set(dimmed.locator(".why").all_text_contents()) == {translations.page("factors", "en")("dimmed")}
        assert dimmed.locator(".nothing").count() == 0


def test_what_matches_is_not_dimmed_and_the_rest_is() -> None:
    data = loading.load()
    app = run("factors", appraisal="limit")
    drawn = component(app, "matrix")
    limits = data.evidence[(data.evidence["appraisal"] == "limit") & data.evidence["city_id"].isin(studied())]
    bright = {
        (one["id"], facet["name"])
        for row in kept(app, drawn["table"])["rows"]
        for one in row["cells"]
        for place, facet in enumerate(one["facets"])
        if facet["marks"] and f"{one['id']}.{place}" not in drawn["dimmed"]
    }
    names = data.names("facets", "en")
    assert bright == {(f"{claim.city_id}.{claim.factor_id}", names[claim.facet_id]) for claim in limits.itertuples()}
    assert {city for city in studied() if city not in drawn["dimmed"]} == set(limits["city_id"])


def test_an_open_cell_shows_what_the_filter_hides_too_and_says_so() -> None:
    detail = component(run("factors", cell="chiang_rai.2", appraisal="limit"), "matrix")["detail"]
    shown = {claim["text"]: claim["dimmed"] for facet in detail["facets"] for claim in facet["claims"]}
    claims = claims_of("chiang_rai.2")
    assert shown == dict(zip(claims["statement_en"], claims["appraisal"] != "limit", strict=True))


def test_no_match_is_a_sentence_that_says_what_was_asked() -> None:
    text = html(run("factors", kind="practice", q="no such words"))
    told = translations.page("factors", "en")("nothing_matches", asked="What is done + “no such words”")
    assert f'<p class="notice" role="alert">{told}</p>' in text
    assert 'role="status">0 of ' in text


def test_an_unknown_value_is_named_as_text_and_dropped_and_foreign_keys_are_left_alone(visit: Visit) -> None:
    trap = "<img src=x onerror=\"document.title='caught'\">[a](b)"
    page = visit.open(
        "/factors", "en", kind=[trap, "practice"], cell="atlantis.9", picture="yes", q=trap, fbclid="x1", utm_source="y"
    )
    notice = page.locator(".notice", has_text="not in the dataset")
    for named in ("kind = <img src=x", "cell = atlantis.9", "picture = yes"):
        expect(notice).to_contain_text(named)
    expect(notice).not_to_contain_text("fbclid")
    assert asked(page) == {"lang": ["en"], "kind": ["practice"], "q": [trap], "fbclid": ["x1"], "utm_source": ["y"]}
    expect(page.locator(".count")).to_contain_text("0 of ")
    # Nothing of it has become part of the page.
    t = translations.page("factors", "en")
    assert page.title() == f"{t.title} · {t('brand')}"
    assert page.locator('img[src="x"], a[href$="b"]').count() == 0
    expect(page.locator(".notice", has_text="Nothing matches")).to_contain_text(trap)
    expect(page.locator(".st-key-chips")).to_contain_text(trap)


def test_chips_take_one_filter_away_and_clear_all_takes_the_rest_but_not_the_open_cell() -> None:
    app = run("factors", kind=["practice", "asset"], city="yala", q="park", cell="yala.3")
    app.button(key="_chip_kind_asset").click().run()
    assert app.query_params == {"lang": "en", "kind": "practice", "city": "yala", "q": "park", "cell": "yala.3"}
    app.button(key="_chip_q").click().run()
    assert "q" not in app.query_params
    app.button(key="_clear").click().run()
    assert app.query_params == {"lang": "en", "cell": "yala.3"}
    assert 'role="status">All ' in html(app)
    assert component(app, "matrix")["open"] == "yala.3"


def test_no_count_stands_beside_a_city_or_what_groups_cities() -> None:
    app = run("factors")
    counted = {
        widget.key: all(re.search(r"\(\d+\)$", option) for option in widget.options) for widget in app.multiselect
    }
    assert counted.pop("_city") is counted.pop("_unit") is False
    assert set(counted.values()) == {True}


# The link is the state


def test_switching_language_keeps_the_cell_and_every_filter_also_after_two_further_clicks(visit: Visit) -> None:
    filters = {"city": ["yala", "chiang_rai"], "kind": ["asset"], "theme": ["identity_heritage", "equity_access"]}
    page = visit.open("/factors", "en", **filters, voice="study", cell="yala.3", others="1")
    # Two more values by hand, from a list whose labels carry counts that change with each choice.
    page.get_by_text("Filters", exact=True).click()
    visit.settle()
    page.get_by_role("combobox", name="Kind of statement").press("ArrowDown")
    for name in ("What is done", "Direction"):
        page.get_by_role("option", name=re.compile(rf"^{name} \(\d+\)$")).click()
        visit.settle()
    page.keyboard.press("Escape")
    before = asked(page)
    assert before["kind"] == ["asset", "practice", "direction"]

    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    expect(page.get_by_role("heading", level=1)).to_have_text(translations.page("factors", "th").title)
    wanted = {**before, "lang": ["th"]}
    assert asked(page) == wanted
    expect(cell(page, "yala.3")).to_have_attribute("aria-expanded", "true")

    cell(page, "phuket.1").click()
    visit.settle()
    assert asked(page) == {**wanted, "cell": ["phuket.1"]}
    page.get_by_text(translations.page("factors", "th")("picture")).click()
    visit.settle()
    assert asked(page) == {**wanted, "cell": ["phuket.1"], "picture": ["1"]}
    data = loading.load()
    chips = set(page.locator(".st-key-chips button").all_inner_texts())
    kind, theme, city = data.labels("kind", "th"), data.names("themes", "th"), data.names("cities", "th")
    chosen = [
        *(kind[k] for k in before["kind"]),
        *(theme[t] for t in filters["theme"]),
        *(city[c] for c in filters["city"]),
    ]
    assert {f"{name} ✕" for name in chosen} <= chips


def test_the_back_button_restores_what_was_shown(visit: Visit) -> None:
    page = visit.open("/factors", "en", kind="asset")
    shown = page.locator(".count").inner_text()
    cell(page, "phuket.2").click()
    visit.settle()
    page.get_by_role("button", name="Clear all filters").click()
    visit.settle()
    assert asked(page) == {"lang": ["en"], "cell": ["phuket.2"]}
    assert page.locator(".count").inner_text() != shown

    page.go_back()
    visit.settle()
    assert asked(page) == {"lang": ["en"], "kind": ["asset"], "cell": ["phuket.2"]}
    expect(page.locator(".count")).to_have_text(shown)
    expect(cell(page, "phuket.2")).to_have_attribute("aria-expanded", "true")
    page.go_back()
    visit.settle()
    expect(cell(page, "phuket.2")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".count")).to_have_text(shown)


# How it looks


def test_it_is_a_table_with_caption_and_headers_that_stay_in_view(visit: Visit) -> None:
    page = visit.open("/factors", "en")
    table = page.get_by_role("table", name=translations.page("factors", "en")("caption"))
    data = loading.load()
    headers = [header.split("\n")[0] for header in table.get_by_role("rowheader").all_inner_texts()]
    assert set(headers) == {data.names("cities", "en")[city] for city in studied()}
    columns = table.get_by_role("columnheader").all_inner_texts()
    assert [" ".join(column.split()) for column in columns[1:]] == [
        f"{factor} {name}" for factor, name in data.names("factors", "en", "short").items()
    ]

    band = page.locator("section.band")
    above, below = band.bounding_box(), table.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    limits = data.evidence[(data.evidence["scope"] == "country") & (data.evidence["appraisal"] == "limit")]
    assert [item.split("\n")[0].strip() for item in band.get_by_role("listitem").all_inner_texts()] == [
        f"{statement} Source" for statement in limits.sort_values("factor_id", kind="stable")["statement_en"]
    ]

    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight / 2)")
    top = table.get_by_role("columnheader").first.bounding_box()
    assert top
    assert abs(top["y"]) < 2
    assert top["height"] < 120


def test_on_a_phone_the_same_cells_stand_as_one_list_per_city(visit: Visit, visit_as: Callable[..., Visit]) -> None:
    wide = facets(visit.open("/factors", "en", kind="asset", cell="yala.3"))
    phone = visit_as(width=PHONE)
    page = phone.open("/factors", "en", kind="asset", cell="yala.3")
    assert page.get_by_role("table").count() == 0
    assert facets(page) == wide
    assert page.locator(".lists > section").count() == len(studied())
    expect(page.locator(".lists #opened")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")

    page.locator(".lists #opened").get_by_role("button", name="Close").tap()
    phone.settle()
    assert page.locator("#opened").count() == 0
    assert "cell" not in asked(page)


def test_members_outside_the_study_are_shown_on_request_as_not_studied() -> None:
    data = loading.load()
    members = set(data.memberships.loc[data.memberships["status"] == "member", "city_id"])
    app = run("factors", others="1")
    rows = {row["name"]: row for row in kept(app, component(app, "matrix")["table"])["rows"]}
    assert set(rows) == {data.names("cities", "en")[city] for city in members}
    for city in members - studied():
        symbols = {
            facet["empty"]["kind"] for one in rows[data.names("cities", "en")[city]]["cells"] for facet in one["facets"]
        }
        assert symbols == {"not_studied"}


# Taking it along


def test_the_head_of_a_row_says_which_unit_no_source_states() -> None:
    data = loading.load()
    stated = data.memberships[data.memberships["confidence"] == "inferred"]
    wanted = {data.names("cities", "en")[city] for city in stated["city_id"]}
    app = run("factors")
    rows = kept(app, component(app, "matrix")["table"])["rows"]
    assert {row["name"] for row in rows if row["unsure"]} == wanted != set()
    assert all("Inferred" in told for row in rows for told in row["unsure"])


def test_the_download_holds_exactly_the_claims_shown_with_their_sources(visit: Visit) -> None:
    page = visit.open("/factors", "en", kind="asset", city=["yala", "chiang_rai"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to show Thai"
    read = pd.read_csv(io.BytesIO(raw), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    named = {re.search(r"\[(\w+)\]$", column)[1]: column for column in read}  # type: ignore[index]
    evidence = loading.load().evidence
    wanted = evidence[(evidence["kind"] == "asset") & evidence["city_id"].isin(["yala", "chiang_rai"])]
    assert list(read[named["evidence_id"]]) == list(wanted["evidence_id"])
    assert list(read[named["source"]]) == list(wanted["source"])
    assert list(read[named["statement_th"]]) == list(wanted["statement_th"])
    name = download.value.suggested_filename
    assert re.fullmatch(r"thai-learning-cities_[\d.]+_evidence_(yala-chiang_rai|chiang_rai-yala)-asset_en\.csv", name)
    shown = page.locator(".count").inner_text()
    assert shown.startswith(f"{len(wanted)} of ")


def test_the_picture_is_drawn_with_a_sentence_above_it_and_a_table_that_says_the_same(visit: Visit) -> None:
    page = visit.open("/factors", "en", kind="practice")
    assert page.locator(".js-plotly-plot").count() == 0
    page.get_by_text(translations.page("factors", "en")("picture")).click()
    visit.settle()
    plot = page.locator(".js-plotly-plot")
    expect(plot).to_be_visible()
    marks = plot.evaluate(
        "plot => plot.data.flatMap(trace => trace.x.map((x, place) => [trace.y[place], x, trace.name]))"
    )
    assert marks
    assert plot.evaluate("plot => plot.layout.title.text").startswith(
        translations.page("factors", "en")("picture_title_many", everywhere="").strip()
    )

    page.get_by_text("See as a table").click()
    table = page.locator("table.plain")
    expect(table).to_be_visible()
    cells = table.evaluate(
        """table => [...table.tBodies[0].rows].flatMap(row => [...row.cells].slice(1).map((cell, place) =>
             [row.cells[0].textContent, table.tHead.rows[0].cells[place + 1].textContent, cell.textContent]))"""
    )
    # The labels of a chart are a little language of their own: signs that mean something in it are written out.
    marks = [tuple(map(unescape, mark)) for mark in marks]
    assert sorted(marks) == sorted(tuple(one) for one in cells if one[2] != "–")
