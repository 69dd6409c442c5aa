"""The search box of every page and the page of results: by keyboard, by link, in both languages."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lcdash import site
from lcdash.dataset import codebook_text, loading
from lcdash.html import place_answer
from lcdash.language import translations
from lcdash.search import place_names, search, search_entries
from lcdash.ui.pages.search import EXAMPLES, SHOWN, Reader
from tests.browsing import PHONE, Visit
from tests.running import component, html, run
from tests.test_search import ask

HREF = re.compile(r'<a href="([^"]+)">')


def box(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("searchbox")


def asked(page: Page) -> dict[str, list[str]]:
    """What the link says."""
    return parse_qs(urlsplit(page.url).query)


def results(text: str) -> str:
    """The part of a page's HTML that holds what was found."""
    return text.split('<div class="found">')[1].split('<p class="foot">')[0]


# The box


@pytest.mark.parametrize("page_id", site.PAGES)
def test_every_page_leads_to_the_search_by_the_same_link_and_the_box_stands_there(page_id: str) -> None:
    t, app = translations.page(page_id, "th"), run(page_id, "th")
    assert t("search_go") in [link.label for link in app.get("page_link")]
    boxes = [one for one in app.get("bidi_component") if one.proto.component_name == "lcdash_search_box"]
    assert bool(boxes) == (page_id == "search")
    if boxes:
        texts = component(app, "search_box")["texts"]
        assert (texts["label"], texts["go"]) == (t("search_label"), t("search_go"))


def test_from_the_overview_by_keyboard_to_a_statement_whose_link_opens_the_same_elsewhere(
    visit: Visit, visit_as: Callable[..., Visit]
) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("/", "en", place="TH-95")
    visit.tab_to(page.locator(".st-key-to_search a"))
    page.keyboard.press("Enter")
    visit.settle()
    for _ in range(40):
        page.keyboard.press("Tab")
        if box(page).evaluate("node => node.getRootNode().activeElement === node"):
            break
    page.keyboard.type("Yala application")
    page.keyboard.press("Enter")
    visit.settle()
    assert urlsplit(page.url).path == "/search"
    assert asked(page) == {"lang": ["en"], "q": ["Yala application"]}
    expect(box(page)).to_have_value("Yala application")
    expect(page.locator(".found mark").first).to_be_visible()

    statement = page.locator("section", has_text="Statements").get_by_role("link").first
    statement.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence?**")
    visit.settle()
    evidence = loading.load().evidence.set_index("evidence_id")
    (evidence_id,) = asked(page)["id"]
    words = evidence.at[evidence_id, "statement_en"]
    expect(page.locator(".claim_page .statement")).to_have_text(words)

    page.get_by_role("button", name="Copy link").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    fresh = visit_as(fresh=True)
    fresh.page.goto(copied)
    fresh.settle()
    expect(fresh.page.locator(".claim_page .statement")).to_have_text(words)

    page.go_back()
    visit.settle()
    expect(box(page)).to_have_value("Yala application")


def test_another_search_begins_from_the_box_and_empty_words_ask_nothing(visit: Visit) -> None:
    page = visit.open("/search", "th", q="ยะลา", kind="claim")
    box(page).fill("ห้องสมุด")
    page.get_by_role("search").get_by_role("button").click()
    visit.settle()
    assert asked(page) == {"lang": ["th"], "q": ["ห้องสมุด"]}
    expect(page.locator(".found h2").first).to_be_visible()
    box(page).fill("   ")
    box(page).press("Enter")
    visit.settle()
    assert asked(page) == {"lang": ["th"], "q": ["ห้องสมุด"]}


def test_on_a_phone_the_box_stands_below_the_title_and_nothing_is_wider_than_the_screen(
    visit_as: Callable[..., Visit],
) -> None:
    visit = visit_as(width=PHONE)
    page = visit.open("/search", "th", q="ยะลา")
    title, search = page.get_by_role("heading", level=1).bounding_box(), box(page).bounding_box()
    assert title
    assert search
    assert title["y"] + title["height"] <= search["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


# Results


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_holds_only_some_of_the_words_stands_under_a_sentence_that_says_so(language: str) -> None:
    words = "Yala TK Park reading robots"
    t = translations.page("search", language)
    page = html(run("search", language, q=words))
    assert t("partly", words=words) in re.sub("<[^>]+>", "", page)
    assert "evidence?" in results(page)
    assert t("nothing_try") not in page


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_is_found_stands_by_kind_as_links_to_where_it_is_shown(language: str) -> None:
    text = results(html(run("search", language, q="Khon Kaen")))
    t = translations.page("search", language)
    kinds = re.findall("<h2>([^<]+)</h2>", text)
    about = ("silence", "source", "conflict", "method")
    named = {t(f"kind_{kind}") for kind in ("city", "claim", "space", "partner", "programme", "event", "fact", *about)}
    assert set(kinds) == named
    last = [t(f"kind_{kind}") for kind in ("conflict", "silence", "method")]
    assert kinds[-len(last) :] == last, "what stands behind the data comes last, what only speaks of it after names"
    after = [kinds.index(t(f"kind_{kind}")) for kind in ("city", "space", "partner", "programme", "event", "source")]
    assert after[-1] == max(after), "a source of that publisher comes after what is called so"
    assert len(kinds) == len(named)
    pages = {href.split("?")[0] for href in HREF.findall(text)}
    assert pages == {"cities", "evidence", "spaces", "partners", "data", "search"}
    assert all(f"lang={language}" in href for href in HREF.findall(text))
    assert "cities?lang=" + language + "&amp;city=khon_kaen" in text


def test_every_result_leads_to_a_page_that_knows_it() -> None:
    data = loading.load()
    known = {
        ("cities", "city"): set(data.cities["city_id"]),
        ("factors", "theme"): set(data.themes["theme_id"]),
        ("evidence", "id"): set(data.evidence["evidence_id"]),
        ("spaces", "id"): set(data.spaces["space_id"]),
        ("partners", "id"): set(data.partners["partner_id"]),
        ("factors", "factor"): set(data.factors["factor_id"]),
    }
    parts = {
        "sources": set(data.sources["source_id"]),
        "conflicts": set(data.conflicts["conflict_id"]),
        "silences": set(data.silences["silence_id"]),
        "codebook": {resource["name"] for resource in data.descriptor["resources"]}
        | {f"{search_entries.LIST}{name}" for name in data.codes["list"]},
        "method": {section.section_id for section in codebook_text.sections(data.folder)},
    }
    seen, kinds = set(), set()
    for words in ("learning", "เมือง", "2021", "pilots", "Beijing", "gender", "วิธีจัดทำ"):
        answer = search.index(data).search(words, "en")
        reader = Reader(data, answer.terms, words, translations.page("search", "en"))
        for one in answer.found:
            (href,) = HREF.findall(reader.entry(one))
            kinds.add(one.entry.kind)
            address = urlsplit(href.replace("&amp;", "&"))
            asked = {key: value for key, (value,) in parse_qs(address.query).items() if key not in ("lang", "q")}
            if one.entry.kind == "page":
                assert address.path in ("./", *site.PAGES), href
            elif address.path == "data":
                assert asked["id"] in parts[asked["part"]], href
            elif address.path == "frameworks":
                assert asked.get("id", "block_1") in set(data.frameworks["item_id"]), href
            elif address.path != "./":
                ((key, value),) = asked.items()
                assert value in known[address.path, key], href
                seen.add(address.path)
    assert seen == {page for page, _ in known}
    assert kinds == set(search_entries.KINDS)


def test_what_the_documents_leave_out_is_found_told_and_opened() -> None:
    data, t = loading.load(), translations.page("search", "en")
    text = results(html(run("search", "en", q="disabled people")))
    first = text[text.index(f"<h2>{t('kind_silence')}</h2>") :].split("</li>")[0]
    assert t("not_reported") in re.sub("<[^>]+>", "", first)
    asked = parse_qs(urlsplit(HREF.findall(first)[0].replace("&amp;", "&")).query)
    opened = html(run("data", "en", part=asked["part"][0], id=asked["id"][0]))
    topics = data.silences.set_index("silence_id")["topic_en"]
    assert f"<dt>{topics[asked['id'][0]]}</dt>" in opened
    assert opened.count("<dt>") == 1, "that one, not all of them"


def test_a_word_found_only_inside_longer_ones_is_shown_beside_what_else_it_may_be() -> None:
    t = translations.page("search", "th")
    text = html(run("search", "th", q="กาลสิน"))
    (told,) = [one for one in re.findall('<p class="notice" role="status">(.*?)</p>', text) if "<a " in one]
    assert t("meant", typed="กาลสิน") in re.sub("<[^>]+>", "", told)
    asked = parse_qs(urlsplit(HREF.findall(told)[0].replace("&amp;", "&")).query)
    assert asked["q"] == [near for _, near in ask("กาลสิน").meant]
    assert '<div class="found">' in text, "what it is a part of is shown too"


def test_why_something_was_found_is_said_and_the_words_are_marked() -> None:
    text = results(html(run("search", "en", q="ดงใหญ่")))
    assert 'Printed in a source as: <span lang="th"><mark>ดงใหญ่</mark></span>' in text
    assert ">Hat Yai</a>" in text
    text = results(html(run("search", "th", q="Chacheongsao")))
    assert 'พิมพ์ในเอกสารว่า: <span lang="en"><mark>Chacheongsao</mark></span>' in text
    assert "<mark>ยะลา</mark></a>" in results(html(run("search", "th", q="ยล่า")))
    assert "Found in the statement" in results(html(run("search", "en", q="mangrove")))


def test_a_long_list_is_cut_and_all_of_it_stands_behind_a_link(visit: Visit) -> None:
    page = visit.open("/search", "th", q="ยะลา")
    t = translations.page("search", "th")
    statements = page.locator("section", has=page.get_by_role("heading", name=t("kind_claim"), exact=True))
    assert statements.get_by_role("listitem").count() == SHOWN
    rest = statements.get_by_role("link", name=re.compile(t("show_all", n=r"\d+")))
    total = int(re.search(r"\d+", rest.inner_text())[0])  # type: ignore[index]
    rest.click()
    page.wait_for_url("**kind=claim**")
    visit.settle()
    assert statements.get_by_role("listitem").count() == total > SHOWN
    assert page.locator(".found h2").count() == 1
    page.get_by_role("button", name="English").click()
    visit.settle()
    assert asked(page) == {"lang": ["en"], "q": ["ยะลา"], "kind": ["claim"]}
    assert page.locator(".found li").count() == total
    page.get_by_role("link", name=translations.page("search", "en")("every_kind")).click()
    page.wait_for_url(lambda url: "kind" not in url)
    visit.settle()
    assert page.locator(".found h2").count() > 1


def test_what_was_read_otherwise_and_an_unknown_kind_are_told() -> None:
    text = html(run("search", "th", q="ฉเชิงเทรา", kind="planets"))
    t = translations.page("search", "th")
    assert t("read_as", typed="ฉเชิงเทรา", read="ฉะเชิงเทรา") in text
    assert "kind = planets" in text


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_nothing_found_is_a_sentence_with_what_to_try(language: str) -> None:
    t = translations.page("search", language)
    text = html(run("search", language, q="ห้องสมุดดาวอังคาร"))
    told = re.sub("<[^>]+>", "", text)
    assert t("nothing", words="ห้องสมุดดาวอังคาร") in told
    assert t("nothing_try") in told
    assert "q=%E0%B8%AB%E0%B9%89%E0%B8%AD%E0%B8%87%E0%B8%AA%E0%B8%A1%E0%B8%B8%E0%B8%94" in text, "one word alone"
    assert t("browse_cities") in told
    assert "<h2>" not in text


def test_a_place_of_which_nothing_is_said_is_answered_as_on_the_overview() -> None:
    data = loading.load()
    for name in ("จังหวัดระนอง", "เทศบาลนครนครราชสีมา", "เทศบาลเมืองหัวหิน", "อบต.แพรกษา จ.สมุทรปราการ"):
        shown = place_answer.answer(data, place_names.read(data, name), "th")
        assert shown in html(run("search", "th", q=name))
    assert 'class="answer"' not in html(run("search", "th", q="เทศบาลนครยะลา")), "what is found by its name needs none"


def test_a_kind_of_which_nothing_is_found_hides_nothing() -> None:
    assert results(html(run("search", "en", q="Chacheongsao", kind="event"))).count("<h2>") == 3


def test_a_hit_on_a_statement_opens_it_with_the_words_marked() -> None:
    text = results(html(run("search", "en", q="elderly", kind="claim")))
    (first, *_) = [urlsplit(href.replace("&amp;", "&")) for href in HREF.findall(text) if href.startswith("evidence")]
    asked = {key: value for key, (value,) in parse_qs(first.query).items() if key != "lang"}
    assert asked["q"] == "elderly"
    page = html(run("evidence", "en", **asked))
    assert re.search(r'<p class="statement">[^\n]*<mark>[Oo]lder people</mark>', page), "a word of the same concept too"
    plain = html(run("evidence", "en", id=asked["id"]))
    assert "<mark>" not in plain


def test_words_alike_that_were_looked_for_are_named() -> None:
    t = translations.page("search", "en")
    text = html(run("search", "en", q="inequality Hat Yai"))
    assert t("alike", typed="inequality", others="").split(":")[0] in text
    assert "unequal" in text


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_without_words_it_says_what_can_be_asked_and_every_example_finds_something(language: str) -> None:
    t = translations.page("search", language)
    assert t("lead") in html(run("search", language))
    for name in EXAMPLES:
        assert "<h2>" in html(run("search", language, q=t(f"example_{name}"))), name


def test_words_of_a_link_are_text_and_never_markup(visit: Visit) -> None:
    trap = "<img src=x onerror=\"document.title='caught'\"> library [a](b) `c`"
    page = visit.open("/search", "en", q=trap)
    expect(page.locator(".notice")).to_contain_text("<img src=x")
    assert page.locator('img[src="x"]').count() == 0
    assert page.title() == f"{translations.page('search', 'en').title} · {translations.page('search', 'en')('brand')}"
    page.get_by_role("button", name="Cite this page").click()
    visit.settle()
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("<img src=x")
    assert page.locator('img[src="x"]').count() == 0
