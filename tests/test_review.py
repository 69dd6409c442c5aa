"""Sheets for people who check: what is drawn, what stands on them, and what comes back from a filled one."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lcdash import __main__ as command
from lcdash.dataset import citations, loading
from lcdash.documents import review
from lcdash.language.translations import LANGUAGES, Translations

Filling = Callable[[Any, Any], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(command.SHIPPED_DATA, tmp_path / "data")


def drawn(to: Path, language: str = "th") -> Path:
    """A workbook of four statements, the printable sheet beside it."""
    data, t = loading.load(), Translations("common", language)
    rows = review.draw(data, ["evidence"], [], 4, 3, t)
    (to / "sheet.html").write_text(review.printable(data, rows, "as a test", t), encoding="utf-8")
    (to / "sheet.xlsx").write_bytes(review.workbook(data, rows, "as a test", t))
    return to / "sheet.xlsx"


def columns(sheet: Any) -> dict[str, int]:
    return {cell.value.rpartition("[")[2].rstrip("]"): cell.column for cell in sheet[1]}


def signed(about: Any, who: str = "ผู้ตรวจ หนึ่ง", day: str = "2026-12-01") -> None:
    about["B1"], about["B2"] = who, day


def filled(file: Path, fill: Filling) -> Path:
    book = load_workbook(file)
    fill(book[review.SHEET], book[review.ABOUT])
    book.save(file)
    return file


def held(folder: Path) -> list[dict[str, str]]:
    with (folder / review.FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_draws_the_same_rows_and_another_seed_others() -> None:
    data, t = loading.load(), Translations("common", "en")

    def ids(seed: int) -> list[str]:
        return [one.id for one in review.draw(data, ["evidence"], [], 20, seed, t)]

    assert ids(1) == ids(1)
    assert ids(1) != ids(2)
    assert len(set(ids(1))) == 20


def test_a_sample_keeps_to_the_tables_and_codes_that_are_asked_for() -> None:
    data, t = loading.load(), Translations("common", "en")
    limits = review.draw(data, ["evidence"], ["appraisal=limit", "scope=city"], 999, 1, t)
    evidence = data.evidence
    due = evidence[evidence["appraisal"].eq("limit") & evidence["scope"].eq("city")]
    assert {one.id for one in limits} == set(due["evidence_id"])
    both = review.draw(data, ["needs", "programmes"], [], 999, 1, t)
    assert len(both) == len(data.needs) + len(data.programmes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_stands_beside_its_places_with_page_and_opening_words(tmp_path: Path, language: str) -> None:
    file = drawn(tmp_path, language)
    sheet, printed = load_workbook(file)[review.SHEET], next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    data, at = loading.load(), columns(sheet)
    for row in range(2, 6):
        claim = data.evidence.set_index("evidence_id").loc[sheet.cell(row, at["id"]).value]
        for text in (claim["statement_th"], claim["statement_en"]):
            assert text in sheet.cell(row, at["says"]).value
        assert sheet.cell(row, at["id"]).value in printed
        for source_id, locator in citations.parse(claim["source"]):
            passage = data.reading[data.reading["source_id"].eq(source_id) & data.reading["locator"].eq(locator)]
            for opening, page in zip(passage["opens_with"], passage["page"], strict=True):
                assert opening in sheet.cell(row, at["place"]).value
                assert page in sheet.cell(row, at["place"]).value


def test_what_people_find_comes_back_and_checks_clean(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    assert command.main(["review", "--seed", "3", "--size", "4", "--to", str(out), "--folder", str(folder)]) == 0
    (file,) = out.glob("*.xlsx")

    def fill(sheet: Any, about: Any) -> None:
        signed(about)
        at = columns(sheet)
        sheet.cell(2, at["verdict"]).value = "ตรงกับต้นฉบับ"
        sheet.cell(4, at["verdict"]).value = "says_less"
        sheet.cell(4, at["note"]).value = "ขาดคำว่า “ตลอดชีวิต”"

    filled(file, fill)
    assert command.main(["review", "--read", str(file), "--folder", str(folder)]) == 0
    rows = held(folder)
    assert [(row["verdict"], row["note"]) for row in rows] == [("holds", ""), ("says_less", "ขาดคำว่า “ตลอดชีวิต”")]
    assert {(row["table"], row["reviewer"], row["date"]) for row in rows} == {("evidence", "ผู้ตรวจ หนึ่ง", "2026-12-01")}
    review.enter(folder, rows)
    assert held(folder) == rows  # entered twice, held once


def bad_verdict(sheet: Any, about: Any) -> None:
    signed(about)
    sheet.cell(3, columns(sheet)["verdict"]).value = "fine"


def changed_text(sheet: Any, about: Any) -> None:
    signed(about)
    sheet.cell(2, columns(sheet)["verdict"]).value = "holds"
    sheet.cell(2, columns(sheet)["says"]).value += " more"


def unknown_row(sheet: Any, about: Any) -> None:
    signed(about)
    sheet.cell(2, columns(sheet)["verdict"]).value = "holds"
    sheet.cell(2, columns(sheet)["id"]).value = "yala_9"


def formula(sheet: Any, about: Any) -> None:
    signed(about)
    sheet.cell(2, columns(sheet)["verdict"]).value = "holds"
    sheet.cell(2, columns(sheet)["note"]).value = "+1"


def unsigned(sheet: Any, _about: Any) -> None:
    sheet.cell(2, columns(sheet)["verdict"]).value = "holds"


def buddhist(sheet: Any, about: Any) -> None:
    signed(about, day="2569-12-01")
    sheet.cell(2, columns(sheet)["verdict"]).value = "holds"


def headless(sheet: Any, about: Any) -> None:
    signed(about)
    sheet.cell(1, columns(sheet)["verdict"]).value = "?"


def empty(_sheet: Any, about: Any) -> None:
    signed(about)


@pytest.mark.parametrize(
    ("fill", "line"),
    [
        (bad_verdict, "sheet 'review', row 3, column 'verdict': found 'fine', expected one of"),
        (changed_text, "sheet 'review', row 2, column 'says': found a text that is not that of the row"),
        (unknown_row, "sheet 'review', row 2, column 'id': found 'yala_9', expected an id listed in evidence.csv"),
        (formula, "sheet 'review', row 2, column 'note': found '+1', expected a note that begins with none of"),
        (unsigned, "sheet 'about', row 1, column B: found nothing, expected the name of who checked"),
        (buddhist, "sheet 'about', row 2, column B: found '2569-12-01', expected the day of the check as YYYY-MM-DD"),
        (headless, "sheet 'review', row 1, column 'verdict': found nothing, expected a heading in [verdict]"),
        (empty, "sheet 'review', column 'verdict': found nothing, expected at least one verdict"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_fault_in_a_filled_sheet_is_named(tmp_path: Path, fill: Filling, line: str) -> None:
    file, data = filled(drawn(tmp_path), fill), loading.load()
    with pytest.raises(review.ReviewError) as refused:
        review.verdicts(file, data, Translations("common", "th"))
    assert any(told.startswith(f"{file.name}, {line}") for told in refused.value.lines), refused.value.lines


def test_what_check_would_refuse_is_not_entered(folder: Path) -> None:
    before = (folder / review.FILE).read_bytes()
    row = {"table": "evidence", "id": "nowhere", "reviewer": "A", "date": "2026-12-01", "verdict": "holds", "note": ""}
    with pytest.raises(review.ReviewError, match=r"human_check\.csv, row 2, column 'id': found 'nowhere'"):
        review.enter(folder, [row])
    assert (folder / review.FILE).read_bytes() == before


def test_what_is_no_workbook_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "filled.xlsx"
    file.write_text("table,id\n", encoding="utf-8")
    assert command.main(["review", "--read", str(file)]) == 2
    assert "filled.xlsx: found a file that cannot be read" in capsys.readouterr().err
