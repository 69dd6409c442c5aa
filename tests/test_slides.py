"""Slides read back: native tables and shapes, Thai letters named, all of it on the slide, sources and version below."""

import io
import itertools
import re
import struct
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from lcdash.content import stories
from lcdash.dataset import loading
from lcdash.documents import exports
from lcdash.documents.pptx import drawing, layout, slides
from lcdash.documents.pptx.deck import Deck
from lcdash.documents.pptx.layout import BODY_HIGH, BODY_TOP, EDGE, ROOM, Grid, Slide, SlideRow, TextRun
from lcdash.drawing import svg_writer, text_metrics
from lcdash.drawing.shapes import CLEAR, Curve, Ink, Link, Pen
from lcdash.drawing.theme import ACCENT, INK, PAPER
from lcdash.language import dates, translations

DATA = loading.load()
STACKS = "ที่ นั้น ปู่ น้ำ กี่ ญู"
THAI = re.compile("[\u0e01-\u0e5b]")
LATIN = re.compile("[A-Za-z]")


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


@cache
def told(story: str, language: str) -> Any:
    """The slides of a story, read back: of all members, or of one city."""
    return opened(slides.of_story(DATA, stories.story(DATA, story, language, HOSTS[story])))


HOSTS = {"one_hour": "", "one_city": "khon_kaen"}
in_both = pytest.mark.parametrize("language", translations.LANGUAGES)
of_both = pytest.mark.parametrize("story", HOSTS)


def runs(slide: Any) -> Iterator[Any]:
    """Every run of text of a slide, with those of its notes."""
    yield from slide._element.iter(qn("a:r"), qn("a:fld"))
    if slide.has_notes_slide:
        yield from slide.notes_slide.notes_text_frame._txBody.iter(qn("a:r"))


def text_of(slide: Any) -> str:
    return "\n".join(one.text or "" for one in slide._element.iter(qn("a:t")))


def tables(slide: Any) -> list[Any]:
    return [shape.table for shape in slide.shapes if shape.has_table]


def of_scene(file: Any, title: str) -> list[Any]:
    return [one for one in file.slides if one.shapes.title.text_frame.text.split(" (")[0] == title.split(" (")[0]]


def drawn(slide: Any) -> Any:
    """The picture of a slide: its one group of shapes."""
    (group,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    return group


def labels(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in drawn(slide).shapes if shape.has_text_frame and shape.text_frame.text]


@in_both
def test_a_scene_is_one_slide_with_its_headline_its_question_and_the_picture_of_the_stage(language: str) -> None:
    file = told("one_hour", language)
    scenes = stories.story(DATA, "one_hour", language).scenes
    assert len(file.slides) - 1 - len(of_scene(file, translations.Translations("present", language)("sources"))) == len(
        scenes
    )
    names = DATA.names("cities", language)
    for scene, slide in zip(scenes, list(file.slides)[1:], strict=False):
        assert slide.shapes.title.text_frame.text == drawn(slide).name == scene.headline
        assert scene.question in text_of(slide)
        assert not tables(slide)
        words = "".join(labels(slide)).replace(" ", "")
        said = [
            *(row.words for row in (*scene.stage.rows, *scene.stage.beside)),
            *(one.words for one in scene.stage.lines),
        ]
        said += [
            *(head.words for head in scene.stage.heads),
            *(key.words for key in scene.stage.keys if key.kind != "choose"),
        ]
        said += [one.words for one in scene.stage.topics]
        assert [one for one in said if one.replace(" ", "") not in words] == [], scene.scene_id
        if scene.view == "map":
            on_screen = set(re.findall(r"<text [^>]*>([^<]*)</text>", svg_writer.svg(scene.stage.drawing)))
            assert on_screen <= set(labels(slide)) and any(one.endswith("≠") for one in on_screen)
            letters = {key.letter for key in scene.stage.keys} - {""}
            assert letters < on_screen  # as on the map page
            members = {names[city] for city in stories.members(DATA, language)}
            assert members == {one.rstrip(" ≠~") for one in on_screen - letters}


def test_the_growth_is_true_to_time_and_each_count_stands_once() -> None:
    (slide,) = [one for one in told("one_hour", "en").slides if "13 members" in one.shapes.title.text_frame.text]
    at = {shape.text_frame.text: shape.left for shape in drawn(slide).shapes if shape.has_text_frame}
    assert (at["13"] - at["10"]) / (at["4"] - at["1"]) == pytest.approx(660 / 434, rel=0.05), "days between the rounds"


def test_a_list_too_long_for_one_slide_is_parted_evenly_and_only_the_first_bears_the_notes() -> None:
    city = stories.of_member(DATA, "khon_kaen", "th")
    scene = next(one for one in city.scenes if one.view == "city_spaces")
    slides_of = of_scene(told("one_city", "th"), scene.headline)
    names = [row.words for row in scene.stage.lists[0].rows]
    found = [sum(name.replace(" ", "") in "".join(labels(one)).replace(" ", "") for name in names) for one in slides_of]
    assert sum(found) == len(names) and max(found) - min(found) <= 1 < len(found)
    minutes = translations.Translations("present", "th")("slide_minutes", n=scene.minutes)
    notes = [one.notes_slide.notes_text_frame.text for one in slides_of]
    assert notes[0].startswith(f"{minutes}\n{scene.notes['th']}\n{scene.notes['en']}")
    assert [minutes in one for one in notes] == [True] + [False] * (len(notes) - 1)


def test_scenes_are_chosen_and_the_own_scenes_of_cities_follow() -> None:
    story = stories.story(DATA, "one_hour", "en")
    file = opened(slides.of_story(DATA, story, ["silences_of_no_scene", story.scenes[7].scene_id], ["tak"]))
    first, *titles = (slide.shapes.title.text_frame.text for slide in file.slides)
    assert "hour" not in first
    own = [scene.headline for scene in stories.of_member(DATA, "tak", "en").scenes]
    assert titles[: 1 + len(own)] == [story.scenes[7].headline, *own]
    assert set(titles[1 + len(own) :]) == {"Sources"}


@in_both
@of_both
def test_every_run_names_its_language_and_the_typeface_for_thai_and_latin(story: str, language: str) -> None:
    file = told(story, language)
    tags = set()
    for slide in file.slides:
        for run in runs(slide):
            letters, text = run.find(qn("a:rPr")), run.find(qn("a:t")).text or ""
            for name in ("a:latin", "a:cs"):
                assert letters.find(qn(name)).get("typeface") == text_metrics.NAME, text
            assert [one.tag for one in letters] == [qn(name) for name in ("a:solidFill", "a:latin", "a:cs")]
            tags.add(letters.get("lang"))
            if THAI.search(text) and not LATIN.search(text):
                assert letters.get("lang") == "th-TH", text
            if language == "en" and LATIN.search(text) and not THAI.search(text):
                assert letters.get("lang") == "en-GB" or slide.has_notes_slide, text
    assert tags == {"th-TH", "en-GB"}, "the speaker's notes are in both"


@in_both
@of_both
def test_every_slide_says_the_version_its_date_and_its_sources(story: str, language: str) -> None:
    file = told(story, language)
    t = translations.Translations("present", language)
    version = t("foot_version", version=DATA.version, date=dates.spoken(DATA.created, language))
    for number, slide in enumerate(file.slides, 1):
        text = text_of(slide)
        assert version in text
        assert t("foot_independent") in text
        assert number == 1 or t("sources") in text
        assert slide.shapes.title.text_frame.text.strip(), "a slide without a title cannot be found by a screen reader"
    last = text_of(file.slides[len(file.slides) - 1])
    assert "2569" in last or "(20" in last or "ม.ป.ป." in last, "references in full at the end"


@in_both
def test_the_speaker_has_notes_in_both_languages_and_the_sources_in_full(language: str) -> None:
    file = told("one_hour", language)
    for scene in stories.story(DATA, "one_hour", language).scenes:
        notes = of_scene(file, scene.headline)[0].notes_slide.notes_text_frame.text
        assert scene.notes["th"] in notes
        assert scene.notes["en"] in notes
        reference = DATA.sources.set_index("source_id").loc[scene.sources[0], f"reference_{language}"]
        assert f"1 {reference}" in notes


@in_both
@of_both
def test_nothing_runs_off_a_slide(story: str, language: str) -> None:
    file = told(story, language)
    foot = layout.FOOT_TOP * 12700
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height
            if shape.has_table:
                assert shape.top + shape.height <= foot + 12700, slide.shapes.title.text_frame.text
                question = [one for one in slide.shapes if one.name in ("คำถามถึงผู้ฟัง", "A question for the room")]
                assert all(shape.top + shape.height <= one.top for one in question)


def test_slides_are_wide_and_wear_the_look_of_the_dashboard() -> None:
    file = opened(slides.of_story(DATA, stories.story(DATA, "one_city", "th", "yala")))
    assert file.slide_width * 9 == file.slide_height * 16
    theme = file.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()
    for colour in (INK, PAPER, ACCENT):
        assert colour[1:] in theme
    assert theme.count(f'typeface="{text_metrics.NAME}"') >= 4
    assert [layout.name for layout in file.slide_layouts] == ["Title Only"]


def long_table(rows: int, words: str) -> Slide:
    heading = SlideRow(((TextRun("หัวข้อ", bold=True),),), "heading")
    own = tuple(SlideRow(((TextRun(f"{number}"),), (TextRun(words),))) for number in range(rows))
    header = ((TextRun("ลำดับ"),), (TextRun("ข้อความ"),))
    return Slide("ตารางยาว", (Grid(header, (60.0, 900.0), (heading, *own), "ตาราง"),), question="ถาม")


@pytest.mark.parametrize("words", [STACKS, f"{STACKS} " * 40, "W" * 200])
def test_a_long_table_goes_on_on_further_slides_with_its_header_and_heading(words: str) -> None:
    made = Deck(DATA, translations.Translations("present", "th"), "ทดสอบ")
    made.add(long_table(30, words))
    file = opened(made.saved())
    assert len(file.slides) > 2
    numbers = []
    for place, slide in enumerate(file.slides):
        (table,) = tables(slide)
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells[0] == ["ลำดับ", "ข้อความ"]
        assert cells[1][0] == ("หัวข้อ (ต่อ)" if place else "หัวข้อ")
        assert slide.shapes.title.text_frame.text == f"ตารางยาว ({place + 1}/{len(file.slides)})"
        numbers += [row[0] for row in cells[2:]]
        high = sum(row.height for row in table.rows)
        assert high <= (layout.FOOT_TOP - layout.BODY_TOP) * 12700
    assert numbers == [str(number) for number in range(30)], "every row, once, in its order"


def test_letters_are_smaller_rather_than_one_row_on_a_slide_of_its_own() -> None:
    made = Deck(DATA, translations.Translations("present", "th"), "ทดสอบ")
    made.add(long_table(12, STACKS))
    file = opened(made.saved())
    assert len(file.slides) == 1
    (table,) = tables(file.slides[0])
    size = int(table.cell(2, 1)._tc.find(f".//{qn('a:rPr')}").get("sz"))
    assert layout.WORDS * 100 * layout.SMALLER[-1] <= size < layout.WORDS * 100


def test_a_selection_has_every_statement_under_its_factor_and_says_what_was_asked_and_that_silence_is_no_absence() -> (
    None
):
    t = translations.page("compare", "en")
    claims = DATA.evidence[DATA.evidence["city_id"].isin(["yala", ""])]
    asked = {"city": exports.Selection(t("filter_city"), {"yala": "Yala <i>"})}
    extract = exports.Extract(DATA, "evidence", claims, t, asked, address="https://example.org/compare?lang=en")
    file = opened(slides.of_claims(extract))
    first = text_of(file.slides[0])
    for words in (t.title, "Yala <i>", "https://example.org/compare?lang=en", t("slide_silence")):
        assert words in first
    topics = {
        row.cells[0].text: row.cells[1].text
        for slide in of_scene(file, t("slide_topics"))
        for row in tables(slide)[0].rows
    }
    assert topics["Local wisdom"] == "Yala"
    assert topics["Digital technology and city data"].removeprefix("▲\u00a0") == "Yala"
    names = DATA.names("factors", "en")
    for claim in claims.itertuples():
        there = "".join(text_of(one) for one in of_scene(file, f"{claim.factor_id} {names[claim.factor_id]}"))
        assert claim.statement_en in there.replace("\n", "")
    assert "The whole country" in "".join(map(text_of, file.slides))


def test_a_slide_names_below_the_sources_whose_numbers_stand_on_it() -> None:
    claims = DATA.evidence[DATA.evidence["factor_id"] == "2"]
    t = translations.page("factors", "en")
    file = opened(slides.of_claims(exports.Extract(DATA, "evidence", claims, t)))
    feet = set()
    for slide in of_scene(file, f"2 {DATA.names('factors', 'en')['2']}"):
        cells = " ".join(cell.text for table in tables(slide) for row in table.rows for cell in row.cells)
        numbers = {int(one) for found in re.findall(r"\[([0-9, ]+)\]", cells) for one in found.split(", ")}
        foot = next(shape.text_frame.text for shape in slide.shapes if shape.name == t("sources"))
        named = {int(one) for one in re.findall(r"(?:: |; )([0-9]+) ", foot)}
        assert named == numbers
        feet.add(foot)
    assert len(feet) > 1


def test_a_drawing_stands_on_a_slide_as_shapes_where_it_stands_in_its_svg() -> None:
    pen = Pen()
    pen.area(((10, 10), (50, 10), (30, 30)), Ink(ACCENT))
    with pen.link(Link("x", "y")):
        pen.box(0, 0, 100, 50, CLEAR)
        pen.circle(10, 20, 5, Ink("", INK, 2, "4 3"))
    pen.words("ที่ <นั้น>", 50, 40, 20, anchor="end", weight=700)
    inner = pen.drawing("ใน", 100, 50)
    pen = Pen()
    pen.put(inner, 50, 0, 50, 50)  # half as large, in the middle
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[6])
    drawing.write(slide, pen.drawing("ที่ <นั้น>", 100, 50), "th")
    (group,) = slide.shapes
    assert group.name == "ที่ <นั้น>"
    area, circle, words = group.shapes  # what only a pointer meets is none of them
    scale = min(ROOM / 100, BODY_HIGH / 50)
    assert (area.left.pt - EDGE, area.top.pt - BODY_TOP) == pytest.approx((55 * scale, 17.5 * scale), abs=0.1)
    assert area.width.pt == pytest.approx(20 * scale, abs=0.1)
    assert circle.width.pt == pytest.approx(5 * scale, abs=0.1)
    assert circle.line.dash_style == MSO_LINE.DASH
    assert words.text_frame.text == "ที่ <นั้น>"
    assert words.left.pt + words.width.pt - EDGE == pytest.approx(75 * scale, abs=0.1)


def test_marks_above_and_below_thai_letters_take_no_room_and_a_long_text_takes_several_lines() -> None:
    assert text_metrics.width("ที่นั้นปู่น้ำ", 16) == pytest.approx(text_metrics.width("ทนนปนา", 16), rel=0.02)
    assert text_metrics.width("ก", 32) == pytest.approx(2 * text_metrics.width("ก", 16))
    assert text_metrics.lines("สั้น", 16, 200) == 1
    assert text_metrics.lines("ยาว" * 60, 16, 200) >= 60 * text_metrics.width("ยาว", 16) / 200


def test_the_typeface_is_inside_so_that_a_computer_without_it_shows_the_same_slides() -> None:
    file = told("one_city", "th")
    root = file.part._element
    order = [etree.QName(one).localname for one in root]
    assert order.index("notesSz") + 1 == order.index("embeddedFontLst") < order.index("defaultTextStyle")
    (font,) = root.find(qn("p:embeddedFontLst"))
    assert font.find(qn("p:font")).get("typeface") == text_metrics.NAME
    for name, (bold, weight) in {"p:regular": (False, 400), "p:bold": (True, 700)}.items():
        part = file.part.related_part(font.find(qn(name)).get(qn("r:id")))
        own = (text_metrics.FOLDER / text_metrics.FILES[bold]).read_bytes()
        size, length, version, flags = struct.unpack_from("<4I", part.blob)
        assert (part.content_type, size, length) == ("application/x-fontdata", len(part.blob), len(own))
        assert (version, flags) == (0x00020001, 0), "neither compressed nor scrambled"
        assert part.blob[-length:] == own
        assert struct.unpack_from("<BBIHH", part.blob, 26) == (1, 0, weight, 0, 0x504C), "whoever has it may install it"
        names = part.blob[82 : size - length].decode("utf-16-le", "replace")
        assert f"{text_metrics.NAME} {'Bold' if bold else 'Regular'}" in names


def test_a_curve_is_drawn_as_lines_along_it() -> None:
    points, closed = drawing.along(Curve((0, 0), (10, 0), (10, 20), (20, 20), Ink("", INK)))
    assert not closed and (points[0], points[-1]) == ((0, 0), (20, 20)) and (10, 10) in points
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in itertools.pairwise(points))
