"""The present page: a story by keyboard in both languages and two shapes of screen, notes, QR code, ready check."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lcdash import settings
from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import chromium
from lcdash.drawing import theme
from lcdash.language import translations
from lcdash.ui.pages.present import preflight, public_address
from tests.browsing import Visit
from tests.serving import Server
from tests.test_accessibility import faults

FITS = """() => {
  const room = document.querySelector(".st-key-scene_view").parentElement;
  return [room.scrollHeight - room.clientHeight, document.documentElement.scrollWidth - innerWidth,
    document.querySelector("[data-testid=stMain]").scrollHeight - innerHeight];
}"""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.read(settings.data_folder())


def open_scene(visit: Visit, language: str = "en", **query: str) -> Page:
    page = visit.open("/present", language, **({"story": "one_hour", "scene": "what_it_is"} | query))
    expect(page.locator(".scene-head h1")).to_be_visible()
    return page


def at(page: Page) -> str:
    return re.findall(r"scene=([a-z_]+)", page.url)[0]


def looks_right(page: Page, scene: stories.Scene) -> None:
    """What is on screen is this scene, it fits the window without scrolling, and it can be read from the back."""
    expect(page.locator(".scene-head h1")).to_have_text(scene.title)
    expect(page.locator(".scene-head p")).to_have_text(scene.message)
    expect(page.locator(".scene-ask")).to_contain_text(scene.question)
    expect(page.locator(".scene-source")).to_contain_text(scene.source)
    body = page.locator(".scene-body")
    expect(body).to_have_count(1)
    if scene.content.chart:
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    if scene.view == "map":
        expect(page.frame_locator("iframe").locator(".city").first).to_be_visible()
    page.wait_for_function(f"({FITS})().every(over => over <= 2)")
    size = page.evaluate(
        "document.querySelector('.scene-body li, .scene-body td').computedStyleMap().get('font-size').value"
    )
    assert size >= page.viewport_size["height"] * 0.017, scene.scene_id


@pytest.mark.parametrize(
    ("width", "height", "language"),
    [
        (1920, 1080, "th"),
        (1024, 768, "en"),
        pytest.param(1920, 1080, "en", marks=pytest.mark.slow),
        pytest.param(1024, 768, "th", marks=pytest.mark.slow),
    ],
)
def test_the_whole_story_is_told_by_keyboard(
    visit_as: Callable[..., Visit], data: Dataset, width: int, height: int, language: str
) -> None:
    visit = visit_as(width=width, height=height)
    page = open_scene(visit, language)
    told = stories.story(data, "one_hour", language).scenes
    for number, scene in enumerate(told, 1):
        looks_right(page, scene)
        expect(page.get_by_role("status").filter(has_text=str(len(told)))).to_contain_text(str(number))
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
        visit.settle()
    assert at(page) == told[-1].scene_id  # after the last comes nothing
    page.keyboard.press("PageUp")
    visit.settle()
    page.keyboard.press("ArrowLeft")
    visit.settle()
    expect(page.locator(".scene-head h1")).to_have_text(told[-3].title)


def test_the_story_of_one_city_is_told_by_keyboard(visit_as: Callable[..., Visit], data: Dataset) -> None:
    visit = visit_as(width=1024, height=768)
    told = stories.story(data, "one_city", "th", "yala").scenes
    page = open_scene(visit, "th", story="one_city", host="yala", scene=told[0].scene_id)
    for scene in told:
        looks_right(page, scene)
        page.keyboard.press("PageDown")
        visit.settle()
    assert at(page) == told[-1].scene_id


def test_keys_still_step_after_a_click_in_the_map_and_two_quick_presses_are_two_steps(visit: Visit) -> None:
    page = open_scene(visit, scene="in_whose_name")
    page.frame_locator("iframe").locator(".leaflet-container").click(position={"x": 30, "y": 200})
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("scene=six_factors"))
    visit.settle()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("scene=from_one"))
    visit.settle()
    page.locator(".js-plotly-plot .drag").first.click()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("scene=in_whose_name"))


def test_buttons_step_and_keep_the_focus(visit: Visit) -> None:
    page = open_scene(visit)
    expect(page.get_by_role("button", name="Previous")).to_be_disabled()
    page.get_by_role("button", name="Next").focus()
    for scene in ("from_one", "in_whose_name"):
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"scene={scene}"))
        visit.settle()


def test_language_switches_in_place_and_notes_stand_in_both_languages(visit: Visit, data: Dataset) -> None:
    page = open_scene(visit, "th", scene="limits", host="yala")
    page.get_by_role("button", name="บันทึกผู้พูด").click()
    visit.settle()
    scene = next(one for one in stories.story(data, "one_hour", "th", "yala").scenes if one.scene_id == "limits")
    for language, note in scene.notes.items():
        expect(page.locator(f'.scene-notes p[lang="{language}"]')).to_have_text(note)
    page.get_by_role("button", name="English").click()
    visit.settle()
    assert at(page) == "limits" and "host=yala" in page.url and "notes=1" in page.url
    expect(page.locator(".scene-head h1")).to_have_text("Limits the documents name")
    expect(page.locator(".scene-body h2").last).to_have_text("Limits of this city: Yala")
    page.keyboard.press("ArrowRight")
    visit.settle()
    expect(page.locator(".scene-notes")).to_contain_text("silence is that of the documents")


def test_the_room_chooses_a_topic_and_comes_back(visit: Visit) -> None:
    page = open_scene(visit, scene="topic_first")
    page.get_by_role("link", name="Older people's learning").click()
    expect(page.locator(".scene-body h2")).to_have_text("Older people's learning")
    assert "theme=older_people" in page.url
    page.get_by_role("button", name="All topics").click()
    expect(page.get_by_role("link", name="Older people's learning")).to_be_visible()


def test_the_page_to_choose_from_leads_into_the_story_and_back(visit: Visit) -> None:
    page = visit.open("/present", "en", story="one_hour", host="yala", short="1")
    page.get_by_role("button", name="Start (22 minutes)").click()
    expect(page.locator(".scene-head h1")).to_have_text("Yala")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="Scenes of this story")).to_be_visible()
    assert "short=1" in page.url and "scene" not in page.url


def test_an_unknown_scene_is_named_and_a_city_story_without_its_city_asks_for_it(visit: Visit) -> None:
    page = open_scene(visit, scene="no_such")
    expect(page.get_by_role("alert")).to_contain_text("no_such")
    expect(page.locator(".scene-head h1")).to_have_text("What a learning city is")
    page = visit.open("/present", "en", story="one_city", scene="city_standing")
    expect(page.get_by_role("heading", name="Present")).to_be_visible()
    expect(page.get_by_text("City", exact=True)).to_be_visible()


@pytest.mark.slow
def test_the_code_leads_to_this_scene_at_the_public_address(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit]
) -> None:
    server = start_server({"LCDASH_PUBLIC_ADDRESS": "https://cities.example"})
    page = open_scene(visit_as(server=server), scene="limits", qr="1")
    expect(page.locator(".scene-qr")).to_contain_text(
        "https://cities.example/present?lang=en&story=one_hour&scene=limits"
    )
    expect(page.locator(".st-key-scene_qr svg")).to_be_visible()


def test_without_an_address_a_sentence_stands_in_place_of_the_code(visit: Visit) -> None:
    page = open_scene(visit, "th", qr="1")
    expect(page.locator(".scene-qr")).to_contain_text("LCDASH_PUBLIC_ADDRESS")
    expect(page.locator(".st-key-scene_qr svg")).to_have_count(0)


def test_the_address_for_the_room_is_public_or_of_this_computer_when_it_serves_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(public_address, "_on_the_network", lambda: "192.168.1.7")
    monkeypatch.delenv("LCDASH_PUBLIC_ADDRESS", raising=False)
    monkeypatch.setenv("HOST", "127.0.0.1")
    assert public_address.address("127.0.0.1:8501") == ""
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104
    assert public_address.address("localhost:9000") == "http://192.168.1.7:9000"
    assert public_address.address("localhost") == "http://192.168.1.7"
    monkeypatch.setattr(public_address, "_on_the_network", lambda: "")
    assert public_address.address("localhost:9000") == ""
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://cities.example/")
    assert public_address.address("localhost:9000") == "https://cities.example"


def test_a_code_is_one_drawing_whatever_the_address_holds() -> None:
    drawn = public_address.qr_code("https://a.example/?q=<script>&x='\"")
    assert re.fullmatch(r'<svg xmlns="http://www.w3.org/2000/svg" .*</svg>', drawn, re.DOTALL)
    assert "script" not in drawn


def test_the_ready_check_is_all_ready_here_and_says_so_in_words(visit: Visit, data: Dataset) -> None:
    page = visit.open("/present", "th", check="1")
    rows = page.locator("table.plain tbody tr")
    expect(rows).to_have_count(5 + len(stories.stories(data, "th")))
    todo = rows.filter(has_text="ควรทำ")
    expect(todo).to_have_count(1)  # no address for the room, as the tests serve this computer alone
    expect(todo).to_contain_text("LCDASH_PUBLIC_ADDRESS")
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
    found = {one.name: one for one in preflight.checks(data, "", "", translations.Translations("present", "en"))}
    assert "sarabun-thai-950.woff2" in found["Fonts"].words
    assert "print it from a browser" in found["Printing to PDF"].words
    told = found["Thailand's learning cities in one hour"]
    assert not told.ready and "limits (th): no such thing" in told.words


def test_on_a_phone_a_scene_is_read_by_scrolling(visit_as: Callable[..., Visit]) -> None:
    page = open_scene(visit_as(width=390), "th", scene="in_whose_name")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("button", name="หน้าถัดไป")).to_be_attached()


@pytest.mark.parametrize(
    "scene",
    ["in_whose_name", *(pytest.param(one, marks=pytest.mark.slow) for one in ("from_one", "limits", "topic_first"))],
)
def test_a_scene_is_usable_by_everyone(visit: Visit, scene: str) -> None:
    page = open_scene(visit, "th", scene=scene, notes="1", qr="1")
    assert faults(page) == []
    # Twice the size is half the window: the scene is then scrolled, and nothing lies beside the window.
    page.set_viewport_size({"width": 683, "height": 384})
    visit.settle()
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
