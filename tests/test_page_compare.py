"""The comparison page: two to four cities beside each other, chosen by a link, and what is silent said to be silent."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.content.evidence_map_text import MapNames
from lcdash.dataset import loading
from lcdash.evidence import cached_frames, comparing, standings
from lcdash.evidence.matrix import country_limits, evidence_matrix
from lcdash.html import city_columns, markup
from lcdash.language import dates, translations
from tests.browsing import PHONE, Visit
from tests.running import document, offered, run
from tests.running import html as raw_html

TWO = ["yala", "phayao"]


def html(app: AppTest) -> str:
    """All HTML of the page with its words as they are read."""
    return unescape(raw_html(app))


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def names(language: str = "en") -> dict[str, str]:
    return loading.load().names("cities", language)


def unfolded(visit: Visit, language: str, **query: str | list[str]) -> Page:
    """The page with all that is said opened."""
    page = visit.open("/compare", language, **query)
    page.locator("details.all-said > summary").click()
    return page


def row(page: Page, name: str) -> Locator:
    """The row of the comparison that `name` heads; of a facet, the first of its two."""
    return page.locator("table.sides tr", has=page.get_by_role("rowheader", name=name, exact=True))


def cells(page: Page, facet_id: str) -> Locator:
    """What stands under each city for a facet."""
    name = loading.load().names("facets", "en")[facet_id]
    return row(page, name).locator("xpath=following-sibling::tr[1]").get_by_role("cell")


# The table


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_it_is_a_table_with_cities_as_columns_and_facets_as_rows_under_their_factors(
    visit: Visit, language: str
) -> None:
    data = loading.load()
    page = unfolded(visit, language, city=["yala", "phayao", "tak"])
    t = translations.page("compare", language)
    table = page.locator("table.sides")
    expect(table.locator("caption")).to_contain_text(names(language)["yala"])
    columns = table.get_by_role("columnheader").all_inner_texts()
    assert columns == [t("side"), *(names(language)[city] for city in ("yala", "phayao", "tak"))]
    heads = table.get_by_role("rowheader").all_inner_texts()
    for factor, name in data.names("factors", language).items():
        assert f"{factor} {name}" in heads
    facets = list(data.names("facets", language).values())
    assert [head for head in heads if head in facets] == facets, "in the order of the factors"
    for key in ("row_unit", "row_since", "row_size", "row_region", "row_study"):
        expect(row(page, t(key)).get_by_role("cell")).to_have_count(3)


def test_every_claim_of_the_cities_chosen_is_there_with_its_marks_and_its_source_on_demand(visit: Visit) -> None:
    data = loading.load()
    page = unfolded(visit, "en", city=TWO)
    text = page.locator("table.sides").inner_text()
    own = data.evidence[data.evidence["city_id"].isin(TWO)]
    assert [claim for claim in own["statement_en"] if claim not in text] == []
    limits = country_limits(data.evidence, data.factors)
    assert page.locator("table.sides ul.claims > li").count() == len(own) + len(limits)
    limit = own[own["appraisal"] == "limit"].iloc[0]
    item = page.locator("ul.claims > li", has_text=limit["statement_en"]).first
    expect(item.locator(".mark.limit")).to_contain_text(data.labels("appraisal", "en")["limit"])
    source = item.locator("details.cite")
    expect(source.locator("div").first).to_be_hidden()
    source.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(source.locator("div").first).to_be_visible()
    expect(source.locator("div").first).to_contain_text("Punjasutaros")


def test_silence_and_what_was_not_studied_say_so_in_every_cell(visit: Visit) -> None:
    data = loading.load()
    chosen = ["yala", "bangkok", "satun"]
    page = unfolded(visit, "en", city=chosen)
    states = data.labels("state", "en")
    matrix = evidence_matrix(data.evidence, data.facets, data.cities).set_index(["city_id", "facet_id"])
    for facet in data.facets["facet_id"]:
        for city, cell in zip(chosen, cells(page, facet).all(), strict=True):
            found = matrix.loc[(city, facet)]
            if found["state"] in ("nothing", "not_studied"):
                expect(cell).to_contain_text(states[found["state"]])
            expect(cell.locator("ul.claims > li")).to_have_count(len(found["evidence_ids"]))


def test_a_limit_of_the_whole_country_stands_under_its_factor_whatever_cities_are_chosen(visit: Visit) -> None:
    page = unfolded(visit, "en", city=["satun", "kalasin"])
    country = page.locator("table.sides tr.country")
    limits = country_limits(loading.load().evidence, loading.load().factors)
    text = "\n".join(country.all_inner_texts())
    assert [limit for limit in limits["statement_en"] if limit not in text] == []
    expect(country.first).to_contain_text(translations.page("compare", "en")("country_note"))


def test_unit_size_and_region_stand_at_the_head_with_year_and_source(visit: Visit) -> None:
    data = loading.load()
    t = translations.page("compare", "en")
    page = unfolded(visit, "en", city=TWO)
    units = row(page, t("row_unit")).get_by_role("cell")
    expect(units.nth(0)).to_contain_text("Yala City Municipality")
    for unit in data.memberships.loc[data.memberships["city_id"] == "phayao", "member_name_en"]:
        expect(units.nth(1)).to_contain_text(unit)
    expect(units.nth(1)).to_contain_text(t("disputed"))
    sizes = standings.unit_sizes(standings.own_standings(data.memberships), data.figures)
    for city, cell in zip(TWO, row(page, t("row_size")).get_by_role("cell").all(), strict=True):
        for size in sizes[sizes["city_id"] == city].itertuples():
            expect(cell).to_contain_text(f"{int(size.value):,}")
            expect(cell).to_contain_text(dates.spoken(str(int(size.year)), "en"))
            expect(cell).to_contain_text(t(f"size_{size.size}"))
        assert cell.locator("details.cite").count() == len(sizes[sizes["city_id"] == city])
    assert row(page, t("row_region")).get_by_role("cell").all_inner_texts() == ["South", "North"]


def test_a_unit_this_project_inferred_says_so() -> None:
    inferred = loading.load().memberships
    inferred = inferred[(inferred["confidence"] == "inferred") & (inferred["scheme"] == "gnlc")].iloc[0]
    text = html(run("compare", "en", city=[inferred["city_id"], "yala"]))
    assert re.search(rf"{inferred['member_name_en']} <span[^>]*>Inferred", text)


def test_a_row_this_project_corrected_says_so_wherever_it_stands() -> None:
    tree = document(html(run("compare", "en", city=["chiang_rai", "yala"])))
    (key,) = tree.xpath("//table[@class='beside']/caption")
    assert key.xpath(".//*[contains(@class, 'favourable')]")
    assert key.xpath(".//*[contains(@class, 'planned')]")
    assert key.xpath("./a/@href") == [site.signs("en")], "all signs are one click away"
    corrected = loading.load().evidence.query("attribution == 'corrected'")
    words = "Uncertain: corrected by this project"
    shown = 0
    for row in corrected.itertuples():
        for link in tree.xpath(f"//table[contains(@class, 'beside')]//a[contains(@href, 'id={row.evidence_id}')]"):
            shown += 1
            assert words in link.getparent().xpath("./span[@class='sign']/@aria-label"), row.evidence_id
        (item,) = [one for one in tree.xpath("//ul[@class='claims']/li") if row.statement_en in one.text_content()]
        assert words.partition(": ")[2].capitalize() in item.text_content(), row.evidence_id
    assert shown, "the columns show some of them"


# Topics


def test_topics_say_what_is_shared_what_is_of_one_and_what_is_a_limit_here_and_existing_there(visit: Visit) -> None:
    data = loading.load()
    t = translations.page("compare", "en")
    page = visit.open("/compare", "en", city=TWO)
    own = data.evidence[data.evidence["city_id"].isin(TWO)]
    relations = comparing.theme_relations(own, TWO, TWO)
    themes = data.names("themes", "en")
    table = page.locator("table.beside")
    expect(table.locator("tbody").first).to_contain_text(t("group_differences"))
    box = table.get_by_role("row", name=t("row_alone")).bounding_box()
    assert box
    assert box["y"] + box["height"] < 768, "what differs stands in the first screen"
    alone = table.get_by_role("row", name=t("row_alone")).get_by_role("cell").all_inner_texts()
    headings = {"limit_here": t("limit_here"), "shared": t("shared_both")}
    for relation in relations.itertuples():
        modes = (relation.exists, relation.aim, relation.past, relation.limit)
        (first, *_) = [city for city in TWO if any(city in cities for cities in modes)]
        if relation.relation == "one":
            line = alone[TWO.index(first)]
        else:
            line = table.get_by_role("row", name=headings[relation.relation]).inner_text()
        assert themes[relation.theme_id] in line
    limits = table.get_by_role("row", name=t("row_limits")).get_by_role("cell").all_inner_texts()
    for city, told in zip(TWO, limits, strict=True):
        held = own[(own["city_id"] == city) & (own["appraisal"] == "limit")]["short_en"]
        assert [limit for limit in held if limit not in told] == []
        assert bool(len(held)) != (translations.texts("evidence_map")["silent"]["en"] in told)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_city_is_told_as_limited_in_a_topic_only_where_it_has_nothing_in_place_itself(language: str) -> None:
    data = loading.load()
    t = translations.page("compare", language)
    city, digital = data.names("cities", language)["yala"], data.names("themes", language)["digital_technology"]
    own = data.evidence[(data.evidence["city_id"] == "yala")].explode("themes")
    own = own[own["themes"] == "digital_technology"]
    assert {"limit", "exists"} <= set(map(comparing.claim_mode, own["kind"], own["appraisal"], own["stage"]))
    tree = document(str(city_columns.columns(data, ["yala", "khon_kaen"], t)))
    rows = {row.xpath("string(th)").strip(): row.text_content() for row in tree.xpath("//tr[th]")}
    assert digital not in rows.get(t("limit_here"), "")
    assert f"{digital} ({t('mode_limit_too')}: {city})" in rows[t("shared_both")]


def test_no_number_compares_cities() -> None:
    text = html(run("compare", "en", city=["yala", "tak", "khon_kaen"]))
    tree = document(text)
    for name in ("row_alone", "shared_all", "shared_some"):
        heading = translations.page("compare", "en")(name)
        (topics,) = tree.xpath(f"//table[@class='beside']//tr[th[text()='{heading}']]/td/..")
        assert not re.search(r"\d", topics.text_content())


# Choosing


@pytest.mark.parametrize(("language", "told"), [("en", "Khon Kaen"), ("th", "ขอนแก่น")])
def test_a_fifth_city_is_refused_in_words_and_taken_out_of_the_link(visit: Visit, language: str, told: str) -> None:
    four = ["yala", "phayao", "tak", "phuket"]
    page = visit.open("/compare", language, city=[*four, "khon_kaen"])
    expect(page.get_by_role("alert")).to_contain_text(told)
    assert asked(page)["city"] == four
    expect(page.locator("table.sides thead th")).to_have_count(5)


def test_cities_stand_in_the_order_they_were_chosen() -> None:
    text = html(run("compare", "en", city=["yala", "bangkok"]))
    assert text.index('role="columnheader" scope="col">Yala') < text.index('role="columnheader" scope="col">Bangkok')


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_without_a_choice_an_example_stands_open_and_says_so_and_one_city_alone_asks_for_another(language: str) -> None:
    t = translations.page("compare", language)
    data = loading.load()
    pair = [names(language)[city] for city in comparing.example(cached_frames.evidence_map(data, language))]
    text = html(run("compare", language))
    assert t("example", cities=t("and").join(pair)) in text
    assert t("lead") in text, "why no likeness of cities is computed"
    assert 'class="beside"' in text
    alone = html(run("compare", language, city="tak"))
    assert t("choose_second", city=names(language)["tak"]) in alone
    assert 'class="beside"' not in alone


def test_facts_come_first_then_what_is_said_of_each_in_the_order_of_the_factors() -> None:
    data, chosen = loading.load(), ["yala", "tak", "phuket"]
    t, drawn = translations.page("compare", "en"), cached_frames.evidence_map(data, "en")
    groups = comparing.by_mention(drawn, chosen)
    text = html(run("compare", "en", city=chosen))
    table = text[text.index('class="beside"') : text.index("</table>")]
    shorts = MapNames(data, translations.Translations("evidence_map", "en")).rows
    rows = [row for group in comparing.GROUPS for row in groups[group]]
    assert sorted(rows) == sorted(data.facets["facet_id"])
    heads = re.findall(r'<th scope="row">(.*?)</th>', table)
    facts = [t(f"row_{kind}") for kind in ("lead", "standing", "size")]
    assert heads[:3] == [t(f"row_{kind}") for kind in ("tag", "limits", "alone")]
    assert heads[-len(rows) :] == [shorts[row] for row in rows]
    place = heads.index(facts[0])
    assert heads[place : place + 3] == facts
    shared = [heads.index(t(name)) for name in ("shared_all", "shared_some") if t(name) in heads]
    assert place < min(shared), "what differs before what is shared"
    order = list(shorts)
    assert all(sorted(held, key=order.index) == list(held) for held in groups.values())
    statements, partners = data.evidence.set_index("evidence_id"), data.names("partners", "en")
    led = data.partnerships[(data.partnerships["role"] == "lead") & data.partnerships["city_id"].isin(chosen)]
    assert [name for name in led["partner_id"].map(partners) if name not in table] == []
    for row in groups["all"]:
        for city in chosen:
            marks = drawn.cells[row, city].marks
            assert marks, f"nothing is said of {city} there"
            for mark in marks.values():
                assert statements.at[mark.statements[0], "short_en"] in table


def test_cities_whose_marks_are_the_same_are_never_called_alike() -> None:
    for language in translations.LANGUAGES:
        words = " ".join(re.findall(r'class="group"><th[^>]*>(.*?)</th>', html(run("compare", language, city=TWO))))
        assert not re.search("alike|same|differ:|เหมือน|ลักษณะเดียวกัน", words)


def test_cities_like_mine_only_shorten_the_list_by_alphabet_and_keep_what_is_chosen() -> None:
    data = loading.load()
    app = run("compare", "en", city="phuket", unit="province")
    provinces = data.memberships[
        (data.memberships["member_type"] == "province") & (data.memberships["scheme"] == "gnlc")
    ]
    expected = sorted(names()[city] for city in {*provinces["city_id"], "phuket"})
    assert list(app.button_group(key="_city").options) == expected
    added = [button.label.replace("\\", "") for button in app.button if str(button.key).startswith("_add_")]
    assert added == [f"+ {name}" for name in expected if name != "Phuket"]
    assert not re.search(r"\d", " ".join([*expected, *added])), "no count, no measure"


def test_the_classes_of_size_are_said() -> None:
    app = run("compare", "en", city="yala")
    t = translations.page("compare", "en")
    told = " ".join(caption.value for caption in app.caption)
    assert [name for name in standings.SIZE_CLASSES if t(f"size_{name}") not in told] == []


def test_a_choice_that_no_city_fits_is_a_sentence() -> None:
    text = html(run("compare", "en", unit="special_local_government", region="south"))
    assert "No city of the dataset fits all of these at once (Special local government + South)" in text


def test_a_city_is_found_by_its_likeness_and_added_by_keyboard(visit: Visit) -> None:
    t = translations.page("compare", "en")
    page = visit.open("/compare", "en", city="yala")
    page.get_by_text(t("like_mine"), exact=True).click()
    page.get_by_role("button", name=t("like_region", value="South")).focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page) == {"lang": ["en"], "city": ["yala"], "region": ["south"]}
    page.get_by_role("button", name="+ Hat Yai").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page)["city"] == ["yala", "hat_yai"]
    expect(page.locator("table.sides thead th")).to_have_count(3)
    page.get_by_role("button", name="South ✕").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert "region" not in asked(page)


def test_unknown_values_are_named_and_dropped_and_foreign_keys_left_alone(visit: Visit) -> None:
    page = visit.open("/compare", "en", city=[*TWO, "atlantis"], size="huge", fbclid="x")
    for named in ("city = atlantis", "size = huge"):
        expect(page.get_by_role("alert")).to_contain_text(named)
    assert asked(page) == {"lang": ["en"], "city": TWO, "fbclid": ["x"]}


def test_switching_language_keeps_the_cities(visit: Visit) -> None:
    page = visit.open("/compare", "en", city=TWO, region="south")
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "city": TWO, "region": ["south"]}
    expect(page.locator("table.sides thead th").nth(1)).to_have_text("ยะลา")


# How it is read


def test_on_a_phone_each_facet_is_a_stack_that_names_its_cities_and_is_still_a_table(
    open_page: Callable[..., Visit],
) -> None:
    page = open_page("/compare", "en", width=PHONE, city=TWO).page
    page.locator("details.all-said > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.locator("table.sides").get_by_role("row").count() > len(loading.load().facets)
    under = cells(page, "environment_technology")
    for city, cell in zip(TWO, under.all(), strict=True):
        expect(cell.locator(".who")).to_be_visible()
        expect(cell.locator(".who")).to_have_text(names()[city])
    first, second = (cell.bounding_box() for cell in under.all())
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"] - 1


def test_the_names_of_the_cities_stay_in_view(visit: Visit) -> None:
    page = unfolded(visit, "en", city=TWO)
    page.get_by_role("link", name="6 Flexibility & options").click()
    visit.settle()
    head = page.locator("table.sides thead th").nth(1).bounding_box()
    factor = page.locator("#sides-6").bounding_box()
    assert head
    assert factor
    assert abs(head["y"]) < 2
    assert head["height"] - 2 <= factor["y"] < 200, "the factor stands below the names, not under them"


def test_the_compared_claims_can_be_taken_away() -> None:
    assert any("CSV" in label for label in offered(run("compare", "en", city=TWO)))
    assert not offered(run("compare", "en", city="yala")), "nothing is compared yet"


def test_markup_shows_a_symbol_and_a_word_for_each_state() -> None:
    t = translations.page("compare", "en")
    states = loading.load().labels("state", t.language)
    text = html(run("compare", "en", city=["yala", "kalasin"]))
    assert markup.symbol("nothing", states["nothing"]) in text
    assert markup.symbol("not_studied", states["not_studied"]) in text
