"""What matters to all, in three browsers: each page draws, evidence map, map, a scene, a file, a download, a phone.

Each leaves pictures in build/browsers/, to be looked at.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser

from lcdash import settings, site
from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.documents import handout
from lcdash.language import translations
from tests.other_browsers import NAMES, OUTSIDE, MissingError, Tab, with_tab
from tests.serving import Server
from tests.test_first_screen import QUERIES

pytestmark = pytest.mark.slow
PICTURES = settings.ROOT / "build" / "browsers"
PHONES = ((360, 740), (390, 844))
# Nothing is wider than the window.
FITS = """() => [document.querySelector("[data-testid=stMain]") ?? document.documentElement, document.documentElement]
  .every((box) => box.scrollWidth <= box.clientWidth)"""
CELL, PANEL = '[data-at="capacity_people|yala"]', ".panel"
SHOWN = ".player > .screen > .stage:not([hidden])"


@pytest.fixture(scope="module", params=NAMES)
def named(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def tab(named: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    try:
        with with_tab(named, tmp_path_factory.mktemp(named), browser) as opened:
            yield opened
    except MissingError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def go(tab: Tab, server: Server) -> Callable[..., None]:
    """Open a page as a laptop shows it, and wait until it is drawn."""

    def go(path: str, language: str = "en", size: tuple[int, int] = (1366, 768), **query: str | list[str]) -> None:
        tab.resize(*size)
        tab.open(f"{server.url}{path}?{urlencode({'lang': language, **query}, doseq=True)}")
        tab.settle()

    return go


def keep_picture(tab: Tab, browser: str, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    tab.screenshot(PICTURES / f"{browser}_{name}.png")


@pytest.mark.parametrize("page_id", site.PAGES)
def test_each_page_draws(tab: Tab, named: str, go: Callable[..., None], page_id: str) -> None:
    go(site.path_of(page_id), "th", **QUERIES.get(page_id, {}))
    time.sleep(0.5)
    keep_picture(tab, named, page_id)
    assert tab.evaluate("() => document.title").startswith(translations.page(page_id, "th").title)
    assert tab.text("h1")
    assert tab.evaluate("() => document.documentElement.lang") == "th"
    assert tab.evaluate(FITS)
    assert tab.evaluate("() => document.fonts.check('16px Sarabun', 'ก')")
    assert tab.evaluate(OUTSIDE) == []
    for width, height in PHONES:
        tab.resize(width, height)
        tab.wait(FITS, why=f"{page_id} fits a window of {width}")
    keep_picture(tab, named, f"{page_id}_phone")


def test_the_evidence_map_by_mouse_and_by_keyboard(tab: Tab, named: str, go: Callable[..., None]) -> None:
    go("/factors")
    tab.click(CELL)
    tab.settle()
    assert tab.attribute(CELL, "aria-selected") == "true"
    assert "cell=yala.capacity_people" in tab.address()
    for key in ("ArrowLeft", "Enter"):
        tab.press(key)
        tab.settle()
    assert "cell=sukhothai.capacity_people" in tab.address()
    keep_picture(tab, named, "factors_chosen")
    tab.press("Escape")
    tab.press("Escape")
    tab.wait("() => !location.search.includes('cell=')", why="Escape closes what is open")


def test_the_map_is_chosen_on_and_goes_nearer(tab: Tab, named: str, go: Callable[..., None]) -> None:
    go("/map")
    tab.click('.city[data-city="yala"]')
    tab.wait("() => location.search.includes('id=yala')", why="a choice stands in the link")
    tab.settle()
    assert loading.load().names("cities", "en")["yala"] in tab.text(".st-key-city_panel h2")
    tab.click(".leaflet-control-zoom-in")
    time.sleep(1)
    keep_picture(tab, named, "map_chosen")


def test_a_scene_goes_on_by_the_keyboard(tab: Tab, named: str, go: Callable[..., None]) -> None:
    go("/present", story="one_hour", scene="what_it_is")
    tab.wait("(wanted) => document.querySelector(wanted)", SHOWN)
    keep_picture(tab, named, "scene")
    tab.press("ArrowRight")
    tab.wait("() => location.search.includes('scene=from_one')", why="the link follows the scene")
    assert tab.attribute(SHOWN, "data-scene") == "from_one"


def test_the_file_from_a_stick_opens_and_presents(tab: Tab, named: str, tmp_path: Path) -> None:
    data = loading.load()
    file = tmp_path / "handout.html"
    told = stories.story(data, "one_hour", "en")
    file.write_text(handout.document(data, told, translations.Translations("present", "en")), encoding="utf-8")
    tab.resize(1366, 768)
    tab.open(file.as_uri())
    tab.wait("() => document.fonts.status === 'loaded'")
    assert tab.text(".scene-what_it_is h2").startswith("1 ")
    assert tab.evaluate(FITS)
    keep_picture(tab, named, "file")


def test_a_download_arrives(tab: Tab, go: Callable[..., None]) -> None:
    go("/data", part="downloads")
    tab.click("[data-testid=stDownloadButton] button")
    until = time.monotonic() + 60
    while not (arrived := tab.arrived()):
        assert time.monotonic() < until, "no file has arrived"
        time.sleep(0.1)
    assert arrived[0].startswith("thai-learning-cities_")


# Touch: WebKitGTK takes it for a mouse, and its window is no narrower than 447 pixels.


def test_a_finger_opens_and_closes_on_a_phone(tab: Tab, named: str, go: Callable[..., None]) -> None:
    if named == "webkit":
        return
    go("/factors", "th", PHONES[1])
    line = '[data-key="row-culture_learning"]'
    tab.tap(f"{line} .name")
    tab.wait("() => location.search.includes('row=culture_learning')", why="what a finger opens stands in the link")
    tab.settle()
    assert tab.attribute(line, "aria-expanded") == "true"
    keep_picture(tab, named, "factors_touched")
    tab.tap(f"{line} .name")
    tab.wait("() => !location.search.includes('row=')", why="the same finger closes it")
    tab.evaluate("() => history.back()")
    tab.wait("() => location.search.includes('row=culture_learning')", why="back opens it again")
