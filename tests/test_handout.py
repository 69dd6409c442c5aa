"""The file of a story: presented from a stick with the network blocked, read, and printed to A4."""

import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import brief, chromium, handout
from lcdash.language import translations
from tests.browsing import Visit
from tests.test_player import FAULTS


@cache
def data() -> Dataset:
    return loading.load()


@cache
def made(story_id: str, language: str, host: str = "") -> str:
    told = stories.story(data(), story_id, language, host)
    return handout.document(data(), told, translations.Translations("present", language))


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_it_opens_from_a_file_with_the_network_blocked_without_an_error_or_a_request(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "handout.html"
    file.write_text(made("one_hour", language), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    asked, errors = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("document.fonts.status === 'loaded'")
    told = stories.story(data(), "one_hour", language)
    for scene in told.scenes:
        expect(page.locator(f"section.scene-{scene.scene_id} h2")).to_have_text(f"{scene.position} {scene.title}")
        expect(page.locator(f"section.scene-{scene.scene_id} .scene-message")).to_have_text(scene.headline)
    expect(page.locator(".scene-from_one svg path").first).to_be_visible()
    expect(page.locator(".scene-in_whose_name svg path").first).to_be_visible()
    assert page.evaluate("[...document.fonts].some(face => face.family === 'Sarabun' && face.status === 'loaded')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].every(one => document.getElementById(one.hash.slice(1)))"
    )
    # the same file presents: in both languages, with a second window for the presenter
    page.set_viewport_size({"width": 1024, "height": 768})
    page.get_by_role("button", name=translations.page("present", language)("menu")).click()
    shown = page.locator(".player > .screen > .stage:not([hidden])")
    expect(shown.locator("h1")).to_have_text(told.scenes[0].headline)
    page.keyboard.press("t")
    page.keyboard.press("End")
    expect(shown).to_have_attribute("data-scene", told.scenes[-1].scene_id)
    assert page.evaluate(FAULTS) == []
    with context.expect_page() as second:
        page.keyboard.press("n")
    expect(second.value.locator(".presenter h3").first).to_contain_text("11 / 11")
    second.value.keyboard.press("PageUp")
    expect(shown).to_have_attribute("data-scene", told.scenes[-2].scene_id)
    page.keyboard.press("Escape")
    expect(page.locator(".player")).to_be_hidden()
    context.close()
    assert errors == []
    assert [url for url in asked if url != file.as_uri() and not url.startswith(("data:", "blob:"))] == []


def test_every_statement_bears_the_number_of_its_source_and_the_sources_stand_at_the_end() -> None:
    html = made("one_city", "en", "yala")
    assert html.count('<sup class="note">') >= 20
    assert "https://so03.tci-thaijo.org" in html or "Punjasutaros" in html[html.index('id="scene-sources"') :]
    notes = set(re.findall(r'href="#(note-[0-9.]+)"', html))
    assert notes and all(f'id="{note}"' in html for note in notes)


@pytest.mark.parametrize(("story_id", "host"), [("one_hour", "yala"), ("one_city", "khon_kaen")])
def test_a_file_for_a_stick_is_small_and_holds_no_chart_library(story_id: str, host: str) -> None:
    html = made(story_id, "th", host)
    assert len(html.encode()) <= 3_000_000
    assert "plotly" not in html.lower()
    assert "&lt;p" not in html


def test_what_comes_from_data_is_text_in_the_handout_too() -> None:
    told = stories.story(data(), "one_hour", "en")
    bad = "</script><img src=x onerror=alert(1)>"
    scenes = tuple(
        type(scene)(
            **{**{name: getattr(scene, name) for name in scene.__dataclass_fields__}, "title": bad, "message": bad}
        )
        for scene in told.scenes
    )
    story = type(told)(told.story_id, "en", "", False, bad, bad, scenes)
    assert "<img src=x" not in handout.document(data(), story, translations.Translations("present", "en"))


@pytest.mark.parametrize("kind", ["handout", "brief"])
def test_it_prints_to_a4_in_right_thai_as_the_city_brief_does(kind: str) -> None:
    """pdftotext is asked where it is there; that there are pages of A4 is seen without it."""
    city = brief.document(data(), "satun", translations.Translations("cities", "th"))
    pdf = chromium.pdf(city if kind == "brief" else made("one_city", "th", "satun"))
    assert pdf.startswith(b"%PDF-")
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
    assert {(round(width), round(height)) for _, _, width, height in boxes} <= {(595, 842), (594, 841), (596, 842)}
    reader = shutil.which("pdftotext")
    if reader:
        text = subprocess.run([reader, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        assert "สตูล" in text and ("แหล่งอ้างอิง" if kind == "brief" else "ที่มา") in text


def test_the_page_gives_the_handout_and_its_print(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as()
    page = visit.open("/present", "en", story="one_city", host="satun")
    with page.expect_download() as started:
        page.get_by_role("button", name="File for a memory stick, no internet needed (HTML)").click()
    assert started.value.suggested_filename.endswith("handout_one_city_satun_en.html")
    assert Path(started.value.path()).read_text(encoding="utf-8") == made("one_city", "en", "satun")
    with page.expect_download() as printed:
        page.get_by_role("button", name="Make the handout to print (PDF)").click()
    assert printed.value.suggested_filename.endswith("handout_one_city_satun_en.pdf")
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF-")
