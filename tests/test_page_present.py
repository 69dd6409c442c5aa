"""The present page: a story by keyboard, a lost network, the presenter's window, QR code, ready check."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium
from lcdash.drawing import theme
from lcdash.html import room_answer
from lcdash.language import translations
from lcdash.search import search
from lcdash.serving import limits
from lcdash.ui.pages.present import preflight, present_page
from lcdash.ui.shared import public_address
from tests import running
from tests.browsing import Visit
from tests.serving import Server
from tests.test_accessibility import faults


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.load()


SHOWN = ".player > .screen > .stage:not([hidden])"

BEGAN = "JSON.parse(sessionStorage.getItem(`lcdash ${location.pathname}`)).began"


def open_scene(visit: Visit, language: str = "en", **query: str) -> Page:
    page = visit.open("/present", language, **({"story": "one_hour", "scene": "what_it_is"} | query))
    expect(page.locator(SHOWN)).to_be_visible()
    return page


def at(page: Page) -> str:
    return str(page.locator(SHOWN).get_attribute("data-scene"))


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_story_is_told_by_keyboard_and_the_link_follows(visit: Visit, data: Dataset, language: str) -> None:
    page = open_scene(visit, language)
    told = stories.story(data, "one_hour", language).scenes
    expect(page.locator(f"{SHOWN} h1")).to_have_text(told[0].headline)
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("scene=from_one"))
    page.keyboard.press("End")
    assert at(page) == told[-1].scene_id  # at once: all scenes are there
    expect(page).to_have_url(re.compile(f"scene={told[-1].scene_id}"))
    visit.settle()
    page.go_back()
    expect(page.locator(SHOWN)).to_have_attribute("data-scene", "from_one")
    visit.settle()
    page.keyboard.press("t")
    page.keyboard.press("q")
    page.keyboard.type("yala")  # at once, before the page has followed
    assert page.locator(SHOWN).get_attribute("lang") != language
    expect(page).not_to_have_url(re.compile(f"lang={language}"))
    visit.settle()
    expect(page.locator("[data-question]:not([hidden]) input")).to_have_value("yala")
    page.go_back()
    expect(page.locator(SHOWN)).to_have_attribute("lang", language)


def test_a_lost_network_stops_no_story_and_one_bar_says_so(visit: Visit) -> None:
    page = open_scene(visit)
    visit.context.set_offline(True)
    expect(page.locator("#lcdash-connection")).to_be_visible()
    for key in ("3", "Enter", "PageDown"):
        page.keyboard.press(key)
    assert at(page) == "six_factors"
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    visit.context.set_offline(False)
    expect(page.locator("#lcdash-connection")).to_be_hidden()
    visit.settle()
    assert at(page) == "six_factors"
    visit.console_errors.clear()  # what could not be reached meanwhile


# Sent by another script of this site as if from a window of this story.
SAY = """odd => {
  const other = new BroadcastChannel(`lcdash ${location.pathname}`);
  const { link } = document.querySelector("[data-link]").dataset;
  for (const one of odd) other.postMessage(one && typeof one === "object" && !one.link ? { ...one, link } : one);
  other.close();
}"""
ODD = (
    None,
    5,
    "link",
    {"does": "__proto__"},
    {"does": "constructor"},
    {"place": 999, "build": 0, "language": "en"},
    {"place": 0, "build": "<b>", "language": "en"},
    {"place": 0, "build": 0, "language": "__proto__"},
    {"place": 0, "build": 0, "language": "<img src=x>"},
    {"place": 0, "link": 5},
)


def test_the_presenters_window_moves_with_the_room_and_the_room_with_it(
    visit_as: Callable[..., Visit], data: Dataset
) -> None:
    visit = visit_as(fresh=True)  # a tab keeps when its story began
    page = open_scene(visit, scene="in_whose_name")
    with visit.context.expect_page() as opened:
        page.keyboard.press("n")
    own = opened.value
    scene = stories.story(data, "one_hour", "en").scenes[2]
    expect(own.locator(".presenter .words")).to_contain_text(scene.notes["en"])
    expect(own.locator(".spent")).to_contain_text("from the first step on")
    own.keyboard.press("PageDown")
    expect(page.locator(SHOWN)).to_have_attribute("data-scene", "six_factors")
    page.keyboard.press("PageUp")
    expect(own.locator(".presenter h3").first).to_contain_text("3 / 11")
    expect(own.locator(".planned")).to_have_text("This scene should end at minute 14")
    expect(own.locator(".spent")).to_contain_text("0 min")
    page.evaluate(SAY, ODD)  # what no window of a story says moves nothing and breaks neither
    page.keyboard.press("t")
    expect(own.locator(".presenter .words")).to_contain_text(scene.notes["th"])
    expect(own.locator(".presenter h3").first).to_contain_text("3 / 11")
    own.keyboard.press("t")  # the presenter's own language, beside the room's picture
    expect(own.locator(".presenter .words")).to_contain_text(scene.notes["en"])
    expect(own.locator(".presenter .stage").first).to_have_attribute("lang", "th")
    assert page.locator(".presenter").count() == 0  # notes never change what the room sees
    open_scene(visit, "th", host="yala", short="1", scene="limits")  # another cut: this window takes it over
    short = stories.story(data, "one_hour", "en", "yala", short=True).scenes
    number, limits = next((one.position, one) for one in short if one.scene_id == "limits")
    expect(own.locator(".presenter h3").first).to_contain_text(f"{number} / {len(short)}")
    expect(own.locator(".presenter .stage").first).to_have_attribute("lang", "th")
    expect(own.locator(".presenter .words")).to_contain_text(limits.notes["en"])  # in the language that was chosen
    expect(own.locator(".spent")).to_contain_text("from the first step on")
    own_page = own.url
    page.evaluate(SAY, [{"place": 0, "link": "story=one_hour&x=1#", "scene": "limits#"}])
    own.wait_for_url(lambda url: url != own_page)
    address = urlsplit(own.url)
    assert (dict(parse_qsl(address.query)), address.fragment) == (
        {"lang": "en", "story": "one_hour", "scene": "limits#"}, "presenter",
    ), "it stays a presenter's window"  # fmt: skip
    own.close()


def test_the_page_to_choose_from_leads_into_the_story_and_one_key_comes_back(visit: Visit) -> None:
    page = visit.open("/present", "en", story="one_hour", host="yala")
    page.get_by_role("button", name="Start (60 minutes)").click()
    expect(page.locator(f"{SHOWN} h1")).to_contain_text("Yala")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("scene=from_one"))
    visit.settle()
    still = page.locator(f"{SHOWN} .waits").count()
    began = page.evaluate(BEGAN)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Scenes of this story")).to_be_visible()
    assert "host=yala" in page.url and "scene=" not in page.url
    link = page.get_by_role("link", name="Present", exact=True)  # by which one comes back from another page
    expect(link).to_have_attribute("href", re.compile("host=yala.*left=from_one"))
    page.keyboard.press("Enter")
    expect(page.locator(SHOWN)).to_have_attribute("data-scene", "from_one")
    assert page.locator(f"{SHOWN} .waits").count() == still > 0  # at the same press
    assert page.evaluate(BEGAN) == began > 0  # and the clock goes on


def test_an_unknown_scene_begins_the_story_and_a_city_story_without_its_city_asks_for_it(visit: Visit) -> None:
    page = open_scene(visit, scene="no_such")
    assert at(page) == "what_it_is"
    page = visit.open("/present", "en", story="one_city", scene="city_standing")
    expect(page.get_by_role("heading", name="Present")).to_be_visible()
    expect(page.get_by_text("City", exact=True)).to_be_visible()


@pytest.mark.slow
def test_the_code_leads_to_this_scene_at_the_public_address(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    server = start_server({"LCDASH_PUBLIC_ADDRESS": "https://cities.example"})
    page = open_scene(visit_as(server=server), scene="limits")
    page.keyboard.press("a")
    expect(page.locator(".over svg")).to_be_visible()


def test_without_an_address_no_code_is_drawn_and_a_question_is_answered_by_the_search_of_every_page(
    visit: Visit, data: Dataset
) -> None:
    page = open_scene(visit, "th")
    page.keyboard.press("a")
    expect(page.locator(".over")).to_be_hidden()
    page.keyboard.press("q")
    page.keyboard.type("บพท.")
    page.keyboard.press("Enter")
    first = page.locator(".answers button").first
    expect(first).to_be_focused()
    found = [
        one for one in search.index(data).search("บพท.", "th").found if one.entry.kind not in room_answer.OF_ITSELF
    ]
    expect(page.locator("[data-question]:not([hidden]) h1")).to_contain_text(str(len(found)))
    expect(first).to_contain_text(data.names(f"{found[0].entry.kind}s", "th")[found[0].entry.id])
    page.keyboard.press("Enter")
    expect(page.locator(".over .told-by").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("[data-question]:not([hidden]) input").fill("มีเมืองไหนดูแลผู้สูงวัยบ้าง")
    page.keyboard.press("Enter")  # a topic is what is asked for: it opens by itself
    expect(page.locator(".over .head")).to_have_text(data.names("themes", "th")["older_people"])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # the answer, then the list of answers
    assert at(page) == "what_it_is"


def test_an_answer_has_what_the_search_finds_with_sources_and_a_place_is_told_its_standing(data: Dataset) -> None:
    for words, headed in (("older people", "Older people"), ("Yala", "Yala"), ("is Lamphun a member", "Lamphun")):
        answer = room_answer.answer(data, words, "en")
        found = [one.entry.kind for one in search.index(data).search(words, "en").found]
        kept = [kind for kind in found if kind not in room_answer.OF_ITSELF]
        assert f"{len(kept)} found" in answer["headline"]
        first = answer["html"].split("</div></li>")[0]
        assert headed in first and "told-by" in first
    assert "No member is recorded in Lampang" in room_answer.answer(data, "Lampang", "en")["headline"]
    nothing = room_answer.answer(data, "zzqqy <b>", "en")
    assert "may still exist" in nothing["headline"] and "<b>" not in nothing["html"]


def test_a_facet_answers_with_its_statements_and_the_codebook_does_not_reach_the_room(data: Dataset) -> None:
    first = running.document(room_answer.answer(data, "การเทียบโอน", "th")["html"]).xpath("./li")[0]
    told = [" ".join(one.itertext()) for one in first.xpath(".//div[@class='told']//li[not(@class)]")]
    assert any("ทั้งประเทศ" in one and "เทียบโอนผลการเรียนรู้ระหว่างหน่วยงาน" in one for one in told)
    assert all("(2569)" in one or "(ม.ป.ป.)" in one for one in told[1:]), "a source behind each statement"
    own = room_answer.answer(data, "codebook", "en")
    assert own["html"].strip() == "" and "how this dataset is made" in own["headline"]
    kinds = {one.kind for one in search.index(data).entries} - room_answer.OF_ITSELF
    assert set(room_answer.TOLD) <= kinds


def test_the_address_for_the_room_is_the_browsers_else_the_public_one_else_of_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(public_address, "_on_the_network", lambda: "192.168.1.7")
    monkeypatch.delenv("LCDASH_PUBLIC_ADDRESS", raising=False)
    monkeypatch.setenv("HOST", "127.0.0.1")
    for own in ("http://127.0.0.1:8501/present", "http://localhost:8501/", "http://[::1]:8501", ""):
        assert public_address.address(own) == ""
    assert public_address.address("http://10.0.0.5:8501/present?lang=th") == "http://10.0.0.5:8501"
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104
    assert public_address.address("http://localhost:9000/present") == "http://192.168.1.7:9000"
    assert public_address.address("http://localhost") == "http://192.168.1.7"
    monkeypatch.setattr(public_address, "_on_the_network", lambda: "")
    assert public_address.address("http://localhost:9000") == ""
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example/")
    assert public_address.address("http://localhost:9000") == "https://cities.example"
    assert public_address.address("https://room.example/present") == "https://room.example"


def test_an_address_that_is_not_this_servers_is_as_good_as_none_and_few_stories_are_kept_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands in the bar is what a message says: any host, a host of 5,000 letters, or no address at all."""
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example")

    def said(url: str | None, host: str = "room.example:8501") -> str:
        monkeypatch.setattr(public_address.st, "context", SimpleNamespace(url=url, headers={"Host": host}))
        return public_address.bar()

    assert said("http://room.example:8501/present?lang=th") == "http://room.example:8501"
    assert said("https://cities.example/present") == "https://cities.example"
    long = f"{'a' * 5000}.example"
    odd = (
        "http://h1.example/present",
        "http://[",
        "http://[::1",
        "javascript:alert(1)",
        "http://room.example:x",
        "",
        None,
    )
    assert [said(url) for url in odd] == [""] * len(odd)
    assert said(f"http://{long}/present", long) == ""
    assert said("http://me@room.example:8501") == ""
    assert present_page._payload.cache_parameters()["maxsize"] == limits.STORIES_KEPT < 100


def test_a_code_is_one_drawing_whatever_the_address_holds() -> None:
    drawn = public_address.qr_code("https://a.example/?q=<script>&x='\"")
    assert re.fullmatch(r'<svg xmlns="http://www.w3.org/2000/svg" .*</svg>', drawn, re.DOTALL)
    assert "script" not in drawn


@pytest.mark.slow
def test_the_ready_check_is_all_ready_here_and_says_so_in_words(visit: Visit, data: Dataset) -> None:
    page = visit.open("/present", "th", check="1")
    rows = page.locator("table.plain tbody tr")
    expect(rows).to_have_count(5 + len(stories.stories(data, "th")))
    expect(rows.filter(has_text="11 หน้า ทั้งสองภาษา")).to_have_count(1)
    expect(page.get_by_text("ควรดูก่อนนำเสนอ: 1 รายการ")).to_be_visible()
    expect(rows.filter(has_text="11 หน้า ทั้งสองภาษา")).to_be_hidden()  # folded
    todo = rows.filter(has_text="ควรทำ")
    expect(todo).to_have_count(1)  # no address for the room, as the tests serve this computer alone
    expect(todo).to_contain_text("คิวอาร์โค้ดจะไม่แสดง")
    expect(todo).not_to_contain_text("LCDASH_")  # how it is set is in the docs, in words here
    colour = page.locator(".ready.mark").first.evaluate("node => getComputedStyle(node).color")
    assert colour == "rgb({}, {}, {})".format(*(int(theme.READY[place : place + 2], 16) for place in (1, 3, 5)))


def test_the_ready_check_names_what_is_missing(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_browser() -> bool:
        return False

    def broken(*_: object) -> str:
        raise ValueError("no such thing")

    monkeypatch.setattr(chromium, "is_there", no_browser)
    monkeypatch.setattr(preflight, "FONTS", ("sarabun-thai-950.woff2",))
    monkeypatch.setattr(preflight.scene_html, "body", broken)
    t = translations.Translations("present", "en")
    found = {one.name: one for one in (*preflight.checks(data, "", t), *preflight.told(data, "", t))}
    assert "sarabun-thai-950.woff2" in found["Fonts"].words
    assert "print it from a browser" in found["Printing to PDF"].words
    told = found["Thailand's learning cities in one hour"]
    assert not told.ready and "limits (th): no such thing" in told.words


def test_on_a_phone_a_scene_lies_within_the_window(visit_as: Callable[..., Visit]) -> None:
    page = open_scene(visit_as(width=390), "th", scene="in_whose_name")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "scene",
    ["limits", *(pytest.param(one, marks=pytest.mark.slow) for one in ("from_one", "next_step", "topic_first"))],
)
def test_a_scene_is_usable_by_everyone(visit: Visit, scene: str) -> None:
    page = open_scene(visit, "th", scene=scene)
    assert faults(page) == []
