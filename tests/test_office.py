"""What the dashboard gives away, opened by LibreOffice as its readers open it."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from lcdash.content import stories
from lcdash.dataset import descriptor, loading
from lcdash.documents import exports
from lcdash.documents.pptx import layout, slides
from lcdash.drawing import text_metrics
from lcdash.language import translations
from tests import office

pytestmark = pytest.mark.slow
DATA = loading.load()
SYMBOLS = ("DejaVu", "OpenSymbol", "Liberation")  # what the typeface has no sign for


@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize(("story", "host"), [("one_hour", ""), ("one_hour", "hat_yai"), ("one_city", "yala")])
def test_slides_become_as_many_pages_in_the_typeface_of_the_dashboard_and_leave_the_foot_alone(
    story: str, host: str, language: str, tmp_path: Path
) -> None:
    content = slides.of_story(DATA, stories.story(DATA, story, language, host))
    file = Presentation(io.BytesIO(content))
    pdf = office.converted(content, "slides.pptx", "pdf", tmp_path)
    assert office.pages(pdf) == len(file.slides)
    fonts = office.fonts(pdf)
    assert {f"{text_metrics.NAME}-Regular", f"{text_metrics.NAME}-Bold"} <= set(fonts)
    assert [font for font in fonts if not font.startswith((text_metrics.NAME, *SYMBOLS))] == []
    for number, slide in enumerate(file.slides, 1):
        own = " ".join(
            paragraph.text
            for shape in slide.shapes
            if shape.has_text_frame and shape.top / 12700 > layout.FOOT_TOP - layout.QUESTION_HIGH - 5
            for paragraph in shape.text_frame.paragraphs
        )
        below = [word for word, lower in office.words(pdf, number) if lower > layout.FOOT_TOP + 3]
        strange = [word for word in below if word not in own and not word.isdigit()]
        assert number == 1 or strange == [], f"page {number}: a table runs into the foot"


def test_a_page_of_statements_becomes_slides_that_leave_the_foot_alone(tmp_path: Path) -> None:
    t = translations.page("factors", "th")
    content = slides.of_claims(exports.Extract(DATA, "evidence", DATA.evidence, t))
    pdf = office.converted(content, "claims.pptx", "pdf", tmp_path)
    assert office.pages(pdf) == len(Presentation(io.BytesIO(content)).slides)


@pytest.mark.parametrize("table", ["evidence", "cities", "figures"])
def test_a_workbook_opens_with_every_row_as_it_was_written(table: str, tmp_path: Path) -> None:
    extract = exports.Extract(DATA, table, getattr(DATA, table), translations.page("data", "th"))
    made = office.converted(exports.xlsx(extract), f"{table}.xlsx", "csv", tmp_path, sheet=2)
    with made.open(encoding="utf-8", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    written = extract.titled()
    assert head == list(written.columns)
    assert len(rows) == len(written)
    for row, wanted in zip(rows, written.itertuples(index=False), strict=True):
        for cell, text in zip(row, wanted, strict=True):
            number = text.replace(".", "").removeprefix("-").isdigit() and cell.replace(".", "").lstrip("-").isdigit()
            told = cell.lower() if text in ("true", "false") else cell
            assert (float(cell) == pytest.approx(float(text), abs=1e-5)) if number else told == text
    assert office.pages(office.converted(exports.xlsx(extract), f"{table}.xlsx", "pdf", tmp_path)) > 1


@pytest.mark.slow
@pytest.mark.every_language
@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_workbook_of_the_whole_dataset_opens_with_its_tables_and_thai_intact(language: str, tmp_path: Path) -> None:
    from lcdash.documents import workbook

    content = workbook.xlsx(DATA, language)
    place = openpyxl.load_workbook(io.BytesIO(content)).sheetnames.index(
        descriptor.title(DATA.resource("cities"), language)[:31]
    )
    made = office.converted(content, "workbook.xlsx", "csv", tmp_path, sheet=place + 1)
    with made.open(encoding="utf-8", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    assert [row[0] for row in rows] == list(DATA.cities["city_id"])
    assert [row[1] for row in rows] == list(DATA.cities["name_th"])
    (studied,) = (place for place, name in enumerate(head) if name.endswith("[in_study]"))
    assert {row[studied] for row in rows} == {"TRUE", "FALSE"}
