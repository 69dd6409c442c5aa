"""The player, without a server: every scene of every story measured at four sizes in both languages; its keys."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import html_document
from lcdash.drawing import theme
from lcdash.evidence import cached_frames
from lcdash.html import player_html, unbroken
from lcdash.language import translations

FAULTS = Path(__file__).with_name("stage_faults.js").read_text(encoding="utf-8")
SIZES = ((1024, 768), (1024, 640), (1366, 768), (1920, 1080))
SHOWN = ".player > .screen > .stage:not([hidden])"
# A key of a Thai keyboard that does not say its place.
THAI = """key => document.querySelector(".player").dispatchEvent(
  new KeyboardEvent("keydown", { key, code: "", bubbles: true, cancelable: true }))"""
# Escape twice, sooner than this test could press it.
TWICE = """() => {
  const press = () => document.querySelector(".player").dispatchEvent(
    new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true, cancelable: true }));
  press();
  press();
  return window.left;
}"""
# What a question's title says at the moment in which its second letter is written.
AT_ONCE = """field => {
  field.value += "z";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return document.querySelector("[data-question]:not([hidden]) h1").textContent;
}"""
BUILDS = 9  # more than any scene has


@cache
def data() -> Dataset:
    return loading.load()


def document(story_id: str, host: str, short: bool) -> str:
    """A story as page and file send it: with the words that no line may break."""
    player = player_html.player(data(), stories.story(data(), story_id, "th", host, short))
    told = unbroken.held_together(str(player), cached_frames.unbroken(data()))
    style = f"{theme.css_variables()}{html_document.fonts()}body{{font-family:{theme.FONT}}}"
    style += player_html.STYLE.read_text(encoding="utf-8")
    script = player_html.script()
    begin = "window.left = 0; new Player(document.querySelector('.player'), { leave: () => (window.left += 1) })"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{told}<script>{script};{begin}</script>"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    yield context.new_page()
    context.close()


def opened(page: Page, story_id: str = "one_hour", host: str = "", short: bool = False) -> Page:
    page.goto("about:blank")
    page.set_content(document(story_id, host, short))
    page.wait_for_function("document.fonts.status === 'loaded'")
    return page


def scene(page: Page) -> str:
    return str(page.locator(SHOWN).get_attribute("data-scene"))


@pytest.mark.parametrize(
    ("story_id", "host", "short"),
    [
        ("one_hour", "", False),
        pytest.param("one_city", "khon_kaen", False, marks=pytest.mark.slow),
        pytest.param("one_hour", "bangkok", True, marks=pytest.mark.slow),
        pytest.param("one_city", "yala", False, marks=pytest.mark.slow),
        pytest.param("one_city", "tak", False, marks=pytest.mark.slow),
        pytest.param("one_city", "phayao", False, marks=pytest.mark.slow),
    ],
)
def test_every_scene_is_read_from_the_back_row(page: Page, story_id: str, host: str, short: bool) -> None:
    """Headline 1/20 of the height, rows 1/28, names in pictures 18 pixels of 768, 40 words, nothing cut or covered."""
    opened(page, story_id, host, short)
    found = []
    for language in translations.LANGUAGES:
        for number, one in enumerate(stories.story(data(), story_id, language, host, short).scenes, 1):
            page.keyboard.press("Home")  # among topics a number is that of a topic
            page.keyboard.type(f"{number}")
            page.keyboard.press("Enter")
            assert scene(page) == one.scene_id
            for _ in range(BUILDS):
                if page.locator(f"{SHOWN} .waits").count():
                    page.keyboard.press("ArrowRight")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                found += [(language, one.scene_id, width, height, fault) for fault in page.evaluate(FAULTS)]
        page.keyboard.press("t")
    assert found == []


def test_each_key_does_what_the_list_of_keys_says(page: Page) -> None:
    opened(page)
    expect(page.locator(".hint")).to_contain_text("คำถามจากห้อง")
    for key, then in (
        ("ArrowRight", "from_one"), ("PageUp", "what_it_is"), ("Space", "from_one"), ("Shift+Space", "what_it_is"),
        ("End", "next_step"), ("Home", "what_it_is"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert scene(page) == then, key
    expect(page.locator(".hint")).to_have_count(0)  # once one steps
    page.keyboard.type("11")
    expect(page.locator(".typed")).to_contain_text("11")
    page.keyboard.press("Enter")
    expect(page.locator(".typed")).to_be_hidden()
    assert scene(page) == "next_step"
    for key, over in (("l", "ทุกหน้า"), ("?", "ปุ่มลัด"), ("d", "เริ่มจากหนึ่งเรื่อง หนึ่งกลไก และหนึ่งวิธีติดตามผล")):
        page.keyboard.press(key)
        expect(page.locator(".over .head")).to_have_text(over)
        page.keyboard.press("Escape")
        expect(page.locator(".over")).to_be_hidden()
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator(".player > .screen > .blank")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator(".player > .screen > .blank")).to_be_hidden()
    page.evaluate(THAI, "ก")
    expect(page.locator(".over .head")).to_be_visible()
    assert page.evaluate(TWICE) == 0  # in haste
    page.wait_for_timeout(800)
    page.keyboard.press("Escape")
    assert page.evaluate("window.left") == 1


def test_a_long_answer_is_scrolled_by_the_keys_of_the_story_and_a_number_opens_a_topic(page: Page) -> None:
    opened(page, short=True)
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    over = page.locator(".over")
    expect(over.locator(".head")).to_have_text(page.locator(f"{SHOWN} [data-topic]").nth(3).inner_text())
    expect(over.locator(".goes-on")).to_be_visible()
    before = 0
    for key in ("PageDown", "ArrowDown"):
        page.keyboard.press(key)
        assert over.evaluate("node => node.scrollTop") > before
        before = over.evaluate("node => node.scrollTop")
    for _ in range(BUILDS):
        page.keyboard.press("PageDown")
        if over.evaluate("node => node.scrollTop + node.clientHeight >= node.scrollHeight - 2"):
            break
    expect(over.locator(".goes-on")).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(over).to_be_hidden()
    assert scene(page) == "topic_first"


def test_a_scene_builds_up_by_the_same_key_and_comes_back_whole(page: Page) -> None:
    opened(page)
    page.keyboard.press("ArrowRight")
    years = page.locator(f"{SHOWN} .step")
    expect(years.and_(page.locator(":not(.waits)"))).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(years.and_(page.locator(":not(.waits)"))).to_have_count(2)
    for _ in range(BUILDS):
        if scene(page) == "from_one":
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert scene(page) == "from_one" and not page.locator(f"{SHOWN} .waits").count()


def test_a_question_from_the_room_is_answered_over_the_scene_and_one_key_returns(page: Page) -> None:
    """Without a server by the topics and statements that the file holds, each with its source."""
    opened(page)
    page.keyboard.press("t")
    page.keyboard.press("End")
    page.keyboard.press("q")
    page.keyboard.type("z")
    field = page.locator("[data-question]:not([hidden]) input")
    assert field.evaluate(AT_ONCE) == "A question from the room"  # not finished
    page.keyboard.press("Enter")
    expect(page.locator("[data-question]:not([hidden]) h1")).to_contain_text("“zz”")
    page.locator("[data-question]:not([hidden]) input").fill("older")
    expect(page.locator("[data-question]:not([hidden]) h1")).to_contain_text("found for “older”")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".over .head")).to_have_text("Older people's learning")
    expect(page.locator(".over .told-in li").first).to_have_text("Chiang Mai · Chiang Rai · Hat Yai")
    expect(page.locator(".over .told-in li").nth(1)).to_contain_text("older people")
    expect(page.locator(".over .told-by").first).to_contain_text("Punjasutaros et al. (2026)")
    expect(page.locator(".over .ends")).to_have_text("■ End. Esc goes back")
    page.keyboard.press("Escape")  # the answer alone; the list of answers stands
    expect(page.locator(".over")).to_be_hidden()
    answers = page.locator("[data-question]:not([hidden]) .answers button")
    expect(answers.first).to_be_focused()
    page.locator("[data-question]:not([hidden]) input").fill("learning")
    before = answers.first.inner_text()
    page.keyboard.press("PageDown")
    expect(answers.nth(9)).to_be_focused()
    expect(answers.filter(visible=True)).to_have_count(9)
    page.keyboard.press("ArrowUp")
    expect(answers.nth(8)).to_be_focused()
    expect(answers.filter(visible=True).first).to_have_text(before)
    page.keyboard.press("Escape")
    assert scene(page) == "next_step"


def test_a_mark_tells_its_limit_and_what_is_written_in_a_box_steps_nowhere(page: Page) -> None:
    opened(page)
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    page.locator(f"{SHOWN} td.country button").first.click()
    expect(page.locator(".over li").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    page.locator(f"{SHOWN} [contenteditable]").first.click()
    page.keyboard.type("learning b 1")
    expect(page.locator(f"{SHOWN} [contenteditable]").first).to_have_text("learning b 1")
    assert scene(page) == "next_step"
    page.keyboard.press("Escape")  # out of the box, not out of the story
    expect(page.locator(f"{SHOWN} [contenteditable]:focus")).to_have_count(0)
    assert page.evaluate("window.left") == 0
    page.keyboard.press("t")
    expect(page.locator(f"{SHOWN} [contenteditable]").first).to_have_text("learning b 1")


# key, its place on the keyboard, shift or repeat -> what it asks for and the digit it writes.
PRESSED = (
    ("PageDown", "PageDown", "", "forward", None), (" ", "Space", "", "forward", None),
    (" ", "Space", "shift", "back", None),
    ("ส", "KeyL", "", "list", None), ("ส", "", "", "list", None), ("B", "KeyB", "shift", None, None),
    ("b", "KeyB", "repeat", None, None), ("?", "Slash", "shift", "keys", None), ("ฦ", "Slash", "shift", "keys", None),
    ("ๅ", "Digit1", "", None, "1"), ("Home", "Numpad7", "", "first", "7"), ("!", "Digit1", "shift", None, None),
    ("Enter", "Enter", "", None, None), ("Escape", "Escape", "", "out", None),
)  # fmt: skip


def test_a_key_is_known_by_its_place_else_by_its_letter_and_the_clock_counts_from_the_first_step(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(f"<script>{player_html.script()}</script>")
    for key, code, held, action, digit in PRESSED:
        event = {"key": key, "code": code, "shiftKey": held == "shift", "repeat": held == "repeat"}
        asked = page.evaluate("event => [actionOf(event) ?? null, digitOf(event) ?? null]", event)
        assert asked == [action, digit], event
    times = """began => timesOf({ scenes: [5, 7, 3].map((minutes) => ({ minutes })), place: 1, began, language: "en",
      words: (key, { n } = {}) => `${key} ${n ?? ""}`.trim() }, 20 * 60000)"""
    waits, late = page.evaluate(times, None), page.evaluate(times, 7.5 * 60000)
    assert (waits["spent"], waits["planned"], waits["left"], waits["late"]) == ("clock_waits", 12, "minutes 15", False)
    assert (late["spent"], late["left"], late["late"]) == ("minutes 12", "minutes 3", True)
