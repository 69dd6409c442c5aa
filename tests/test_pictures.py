"""Charts and drawings as PNG: what is in the picture, and what a reader is told while it is made or cannot be."""

import io
import json
import re
import threading
from collections import OrderedDict
from pathlib import Path

import plotly.graph_objects as go
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from lcdash.dataset import loading
from lcdash.documents import chromium, pictures
from lcdash.documents.pictures import Picture
from lcdash.drawing import text_metrics
from lcdash.drawing.framed_drawing import LegendKey
from lcdash.drawing.shapes import Link, Pen
from lcdash.evidence import cached_frames
from lcdash.language import breaking, translations
from lcdash.serving import document_queue
from lcdash.ui.pages import partners, spaces
from tests import running
from tests.browsing import Visit

DATA = loading.load()
SAY = {language: translations.page("factors", language) for language in translations.LANGUAGES}
CHART = go.Figure(go.Scatter(x=["<b>น้ำ</b>"], y=[1])).update_layout(title="ของแผนภูมิ", height=300, margin={"t": 60})


def picture(**more: str) -> Picture:
    return Picture("test", "ที่ <นั้น> ปู่ น้ำ กี่ ญู", CHART, ["onec2026", "up2023"], "หมายเหตุ & ข้อควรรู้", **more)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_picture_says_its_title_what_was_asked_its_sources_and_the_version(language: str) -> None:
    told = pictures.document(DATA, picture(question="เมือง > ยะลา"), SAY[language])
    for words in ("ที่ &lt;นั้น&gt; ปู่ น้ำ กี่ ญู", "หมายเหตุ &amp; ข้อควรรู้", "เมือง &gt; ยะลา", DATA.version):
        assert words in told
    sources = {"th": ("เฉลิมพร ปัญจาสุธารส และคณะ (2569)", "2566"), "en": ("Punjasutaros et al. (2026)", "2023")}
    assert all(words in told for words in sources[language])
    assert f'lang="{language}"' in told


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_drawing_leaves_as_svg_with_its_title_legend_sources_and_version_in_it(language: str) -> None:
    pen = Pen()
    with pen.link(Link("x")):
        pen.words("ใน", 1, 9)
    inner = pen.drawing("", 100, 50)
    key = LegendKey("dashes", "#123456", "บาง & ส่วน")
    shown = Picture("test", "ภาพนี้ <บอก> ว่าเป็นกรอบของยูเนสโก " * 4, inner, ["up2023"], "หมายเหตุ", legend=[key])
    made = pictures.svg(DATA, shown, SAY[language])
    root = etree.fromstring(made)
    told = [one.text or "" for one in root.iter("{*}text")]
    assert "".join(told).replace(" ", "").startswith(shown.title.replace(" ", ""))
    assert {"ใน", "บาง & ส่วน", "หมายเหตุ"} <= set(told)
    assert any(DATA.version in line for line in told)
    assert any(("2566" if language == "th" else "2023") in line for line in told)
    assert not list(root.iter("{*}a")), "a file leads nowhere"
    right = float(root.get("viewBox").split()[2])
    for line in told:
        assert text_metrics.width(line, 12.5) <= right, "no line leaves the paper"


@pytest.mark.parametrize(
    ("page_id", "query"),
    [
        ("overview", {}),
        ("map", {}),
        ("spaces", {}),
        ("partners", {}),
        ("partners", {"part": "ties"}),
        ("compare", {"city": ["yala", "kalasin"]}),
        ("learn", {}),
        ("frameworks", {}),
    ],
)
def test_every_page_with_a_picture_gives_it_as_png_and_as_svg_of_the_same_name(
    page_id: str, query: dict[str, str | list[str]]
) -> None:
    app = running.run(page_id, "en", **query)
    keys = [one.proto.id for one in app.get("download_button")]
    svgs = {key.split("_save_")[1].removesuffix("--svg") for key in keys if key.endswith("--svg")}
    assert svgs, "no drawing leaves as SVG"
    pngs = [one.key for one in app.button if (one.key or "").endswith(".png")]
    assert svgs <= {key.removeprefix("_make_").removesuffix(".png").replace(".", "--") for key in pngs}


def test_the_pictures_of_spaces_partners_and_ties_hold_every_name_and_a_sentence_that_is_true() -> None:
    spaces_t, partners_t = (translations.page(page_id, "en") for page_id in ("spaces", "partners"))
    cities = cached_frames.cities_with_spaces(DATA, "en")
    roles = partners.all_roles(DATA)
    made = {
        "spaces": pictures.svg(DATA, spaces.picture(DATA, spaces_t), spaces_t),
        "partners": pictures.svg(DATA, partners.picture(DATA, DATA.cities, roles, partners_t), partners_t),
    }
    words = {name: [one.text or "" for one in etree.fromstring(svg).iter("{*}text")] for name, svg in made.items()}
    assert set(cities["name_en"]) <= set(words["spaces"])
    kinds = DATA.spaces["kind"].nunique()
    assert f"{kinds} kinds of places to learn are named, in {len(cities)} cities" in words["spaces"]
    assert f"{roles['partner_id'].nunique()} organisations" in words["partners"][0] + words["partners"][1]
    assert all(any(DATA.version in one for one in told) for told in words.values())


def test_no_line_breaks_a_word_that_has_to_stay_whole() -> None:
    whole = cached_frames.unbroken(DATA)
    assert {"ยูเนสโก", "สุนทรีย์", "หาดใหญ่"} <= set(whole)
    for word in whole:
        text = f"ตามกรอบของ{word}ในประเทศไทย ({word}) และ{word}"
        cut = breaking.pieces(text, whole)
        assert "".join(cut) == text
        assert sum(word in piece for piece in cut) == 3, cut
        for room in range(40, 240, 20):
            lines = breaking.lines(text, room, lambda words: 8.0 * len(words), whole)
            assert sum(line.count(word) for line in lines) == 3, lines


def test_what_holds_no_word_of_the_dictionary_does_not_load_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pythainlp.tokenize.newmm.word_dict_trie", lambda: pytest.fail("63 MB that stay"))
    assert breaking.pieces("ฎฐฑฒณฬ x") == ["ฎฐฑฒณฬ ", "x"]


def test_a_chart_in_a_picture_has_one_title_and_no_markup_of_data_and_asks_no_host() -> None:
    told = pictures.document(DATA, picture(), SAY["th"])
    chart = json.loads(re.search(r"const chart = (\{.*?\});Promise", told)[1])
    assert "text" not in chart["layout"].get("title", {})
    assert "<b>น้ำ" not in told
    assert re.findall(r'src="(?!file:)', told) == []
    assert CHART.layout.title.text == "ของแผนภูมิ", "the chart on the page keeps its own"


def test_a_picture_is_as_high_as_what_is_in_it_and_holds_all_of_it() -> None:
    seen = Image.open(io.BytesIO(pictures.png(DATA, picture(), SAY["th"]))).convert("L")
    assert seen.width == pictures.WIDTH * pictures.SHARPNESS
    assert 600 < seen.height < 1400
    edge = pictures.EDGE * pictures.SHARPNESS
    assert seen.crop((0, seen.height - edge + 2, seen.width, seen.height)).getextrema()[0] > 240, "paper below"
    assert seen.crop((0, seen.height - 2 * edge, seen.width, seen.height - edge)).getextrema()[0] < 120, "words above"
    high = CHART.layout.height * pictures.SHARPNESS
    drawn = seen.crop((0, seen.height - 4 * edge - high // 2, seen.width, seen.height - 4 * edge))
    assert drawn.getextrema()[0] < 120, "the chart is drawn"


def ask(app: AppTest) -> AppTest:
    button = next(one for one in app.button if (one.key or "").endswith(".png"))
    return button.click().run()


@pytest.fixture
def nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is kept that another test of this process had made."""
    monkeypatch.setattr(document_queue.CHROMIUM, "_kept", OrderedDict())


@pytest.mark.usefixtures("nothing_made")
def test_where_there_is_no_chromium_a_sentence_says_what_to_do_and_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find() -> str:
        raise chromium.NoBrowserError

    monkeypatch.setattr(chromium, "find", find)
    for language, words in (("th", "ผู้ดูแลระบบติดตั้งได้"), ("en", "Its operator can install one")):
        app = ask(running.run("overview", language))
        assert not app.exception
        assert f'role="alert">{SAY[language]("make_no_chromium")}' in running.html(app)
        assert words in running.html(app)


@pytest.mark.usefixtures("nothing_made")
def test_what_chromium_could_not_make_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def png(*_: object, **__: object) -> bytes:
        raise chromium.PrintError("out of memory in frame 7")

    monkeypatch.setattr(chromium, "png", png)
    app = ask(running.run("overview", "en"))
    assert SAY["en"]("make_failed") in running.html(app)
    assert "frame 7" not in running.html(app)


@pytest.mark.usefixtures("nothing_made")
def test_a_file_is_made_when_asked_for_and_then_offered_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def drawn(html: str, *_: float) -> bytes:
        made.append(threading.current_thread().name)
        return html.encode()

    monkeypatch.setattr(pictures, "drawn", drawn)
    app = running.run("overview", "th")
    assert made == []
    app = ask(app)
    assert made == ["chromium"], "not in the thread that draws the page"
    (name,) = saved(app, "th")
    assert re.fullmatch(rf"{DATA.descriptor['name']}_{DATA.version}_\w+_th\.png", name)


def saved(app: AppTest, language: str) -> list[str]:
    """The names of the files that a page has made and saved, as the line that says so tells them."""
    held = [one.proto for one in app.get("download_button") if one.proto.label.endswith(SAY[language]("make_again"))]
    return [one.id.split("_save_")[1].replace("--", ".") for one in held]


# That the line about a saved file is what stands in front where it stands, and that no button lies below it.
SEEN = """line => {
  const {left, right, top, bottom} = line.getBoundingClientRect();
  line.style.pointerEvents = "auto";
  const front = document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === line;
  const pressed = [...document.querySelectorAll("[role=dialog] button")].map(one => one.getBoundingClientRect());
  return front && right <= innerWidth - 8
    && pressed.every(one => one.right <= left || one.left >= right || one.bottom <= top || one.top >= bottom);
}"""


def test_statements_come_as_slides_when_asked_for() -> None:
    app = running.run("compare", "en", city=["yala", "phuket"])
    (button,) = [one for one in app.button if (one.key or "").endswith(".pptx")]
    app = button.click().run()
    assert button.label == SAY["en"]("make_slides")
    (name,) = saved(app, "en")
    assert name.endswith("evidence_without-country_yala-phuket_en.pptx")


def test_a_long_export_tells_how_long_it_takes_gives_its_file_and_can_be_left(visit: Visit) -> None:
    page = visit.open("/factors", "th")
    page.locator(".use summary").click()
    page.get_by_role("button", name=translations.texts("evidence_map")["files"]["th"]).click()
    again = page.get_by_role("button", name="อีกครั้ง")
    with page.expect_download() as download:  # one click: it is saved when it is there
        page.get_by_role("button", name="ดาวน์โหลดสไลด์ (PPTX)").click()
        expect(page.get_by_role("status").filter(has_text="กำลังจัดทำไฟล์")).to_be_visible()
    name = f"thai-learning-cities_{DATA.version}_evidence_without-country-others_th.pptx"
    told = page.get_by_role("status").filter(has_text=SAY["th"]("download_saved_as", name=name))
    expect(told).to_be_visible()
    assert told.evaluate(SEEN), "over the dialog, and over nothing that can be pressed"
    expect(again).to_be_focused()
    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("dialog").get_by_role("button", name=SAY["th"]("make_picture")).click()
    made_already = again.nth(1)
    expect(page.get_by_role("status").filter(has_text="กำลังจัดทำไฟล์").or_(made_already).first).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="ปิด").click()
    page.get_by_role("link", name=translations.page("data", "th")("menu")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(translations.page("data", "th").title)
    visit.settle()  # no exception, and no error in the console
    expect(again).to_have_count(0)
