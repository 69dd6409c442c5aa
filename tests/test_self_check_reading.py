"""Files brought to the page "Your city": what can be read is read, what cannot is named, the rest is refused."""

import contextlib
import io
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lcdash.documents.self_check import columns, dates, opening, reading, template
from lcdash.documents.self_check.opening import RefusedError
from lcdash.evidence import self_check
from lcdash.evidence.self_check import PARTS, Entry, SelfCheck
from lcdash.language import translations
from lcdash.search import place_names
from lcdash.settings import ROOT
from lcdash.ui.pages.your_city import form, workshop
from tests import office, reading_memory
from tests import self_check_files as files
from tests.self_check_files import DATA, EN, TH, Case

CASES = files.cases()


def test_there_are_files_enough_and_of_every_sort() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    reasons = {case.refused for case in CASES} - {""}
    said = {key.removeprefix("refused_") for key in translations.texts("your-city") if key.startswith("refused_")}
    assert reasons == said, "a reason that no file gives, or that nothing says"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_or_refused_as_it_must_be(case: Case) -> None:
    content = case.make()
    started = time.process_time()
    if case.refused:
        with pytest.raises(RefusedError) as refused:
            reading.read(DATA, content)
        assert refused.value.reason == case.refused
    elif case.facets < 0:  # hostile, and it does not matter what comes of it
        with contextlib.suppress(RefusedError):
            reading.read(DATA, content)
    else:
        found = reading.read(DATA, content)
        assert len(found.check.of("facets")) == case.facets
        assert tuple((one.row, one.column, one.reason) for one in found.problems) == case.problems
        assert {note.reason for note in found.notes} == set(case.notes)
        if case.since is not None:
            assert [one.since for one in found.check.of("facets")] == [case.since]
    assert time.process_time() - started < 5


@pytest.mark.parametrize("t", [TH, EN], ids=["th", "en"])
def test_what_is_written_is_read_back_as_it_was(t: translations.Translations) -> None:
    for city in self_check.example_cities(DATA):
        check = self_check.example(DATA, city, t.language)
        for content in (files.workbook(check, t), template.csv_file(DATA, check, t)):
            assert reading.read(DATA, content) == reading.Reading(check)
        assert reading.from_form(DATA, list(reading.records(check))).check == check


def test_the_template_offers_lists_and_its_examples_are_no_answers() -> None:
    book = load_workbook(io.BytesIO(files.workbook(SelfCheck(), TH)))
    names = DATA.names("cities", "th")
    for city in self_check.example_cities(DATA):
        assert TH("example_of", city=names[city]) in book.sheetnames
    told = {cell.value for row in book[TH("how_sheet")].iter_rows() for cell in row}
    assert set(DATA.facets["guide_th"]) <= told
    rules = {rule.formula1 for rule in book[TH("part_facets")].data_validations.dataValidation}
    assert len(rules) == 5
    lists = book[TH("lists_sheet")]
    for rule in rules:
        column, last = rule.split("$")[1], rule.split("$")[-1]
        offered = [lists[f"{column}{row}"].value for row in range(2, int(last) + 1)]
        assert all(offered), rule


def test_a_cell_that_cannot_be_read_is_named_with_what_is_allowed_in_the_readers_language() -> None:
    case = next(one for one in CASES if one.name == "words_of_no_list_all_at_once")
    problems = reading.read(DATA, case.make()).problems
    told = [reading.said(DATA, one, EN) for one in problems]
    assert told[0].startswith("ด้านย่อย, row 2, column “Facet”: found “ด้านที่ไม่มี”, allowed is one of: ")
    assert DATA.names("facets", "en")[files.FIRST] in told[0]
    assert "Exists, Planned, None yet, Don't know" in told[1]


def test_what_is_told_of_a_file_is_short_however_its_sheet_is_called_and_however_much_is_wrong() -> None:
    """A title of three million letters packs to nothing, and every line that names it would repeat it."""
    rows = [["ส่วน", "ชื่อ"], *[["ไม่มีส่วนนี้", "ก"]] * 500]
    old = files.book(rows, "S")
    with zipfile.ZipFile(io.BytesIO(old)) as held:
        named = held.read("xl/workbook.xml").replace(b'name="S"', b'name="' + "\u202eต\u2066".encode() * 300_000 + b'"')
    found = reading.read(DATA, files.packed(old, {"xl/workbook.xml": named}))
    assert (len(found.problems), dict(found.notes[0].values)) == (reading.PROBLEMS, {"n": 500 - reading.PROBLEMS})
    assert max(len(reading.said(DATA, one, EN)) for one in found.problems) < 300
    assert {one.sheet for one in found.problems} == {"ต" * 10}, "nothing turns the line round"
    formulas = files.packed(files.book([["=1+1"] * 40] * 100, "S"), {"xl/workbook.xml": named})
    with pytest.raises(RefusedError) as refused:
        reading.read(DATA, formulas)
    assert len(str(refused.value.values)) < 200


@pytest.mark.parametrize("sent", ["é" * 10, "\ud800", "@@@", "a"])
def test_what_is_no_file_in_base64_is_told_to_be_damaged(sent: str) -> None:
    with pytest.raises(RefusedError) as refused:
        form.read(DATA, sent)
    assert refused.value.reason == "damaged"


def test_a_name_of_a_file_is_a_short_line_that_turns_nothing_round() -> None:
    assert opening.line("\ud800x\u202e<img>\u0007\n y", 80) == "x<img> y"
    assert len(opening.line("ก" * 10**6, workshop.NAME)) == workshop.NAME


def test_no_cell_takes_more_than_a_moment() -> None:
    """A pattern lets no other thread run: a long text is no date before one sees it, and marks are ordered in few."""
    started = time.process_time()
    assert [dates.read(f"a{' ' * 300_000}b"), dates.read("1 a" * 100_000)] == [None, None]
    assert len(opening.line("\u0301\u0323" * 100_000)) <= opening.CELL
    assert time.process_time() - started < 2


def test_none_written_in_words_is_the_answer_none_and_no_lack_no_need_and_no_partner() -> None:
    facets = list(DATA.facets["facet_id"])
    sent = [
        {"part": "facets", "facet": facets[0], "statement": "ไม่มี"},
        {"part": "facets", "facet": facets[1], "there": "exists", "statement": "หอสมุด", "lack": "ไม่มี"},
        {"part": "facets", "facet": facets[2], "statement": "Don't know"},
        {"part": "facets", "facet": facets[3], "there": "exists", "statement": "-", "lack": "none"},
        {"part": "facets", "facet": facets[4], "lack": "-"},
        {"part": "needs", "statement": "ไม่มี"},
        {"part": "partners", "name": "-"},
    ]
    assert reading.from_form(DATA, sent).check.entries == (
        Entry("facets", facets[0], "none"),
        Entry("facets", facets[1], "exists", statement="หอสมุด"),
        Entry("facets", facets[2], "unknown"),
        Entry("facets", facets[3], "exists"),
    )
    names = DATA.names("facets", "th")
    lines = "\n".join(
        ["ด้านย่อย,มีหรือไม่", *(f"{names[one]},{word}" for one, word in zip(facets, ("ไม่มี", "มี"), strict=False))]
    )
    read = reading.read(DATA, lines.encode())
    assert ([one.there for one in read.check.entries], read.problems) == (["none", "exists"], ())


def test_a_mistyped_province_is_told_with_the_nearest_and_a_name_of_its_own_with_none() -> None:
    def told(province: str) -> str:
        lines = f"ส่วน,ชื่อ,จังหวัด\nเมือง,เมืองหนึ่ง,{province}"
        (problem,) = reading.read(DATA, lines.encode()).problems
        return reading.said(DATA, problem, TH)

    for typed, meant in (("กาฬสินธ์", "กาฬสินธุ์"), ("Kalasn", "กาฬสินธุ์"), ("พะเยาว์", "พะเยา"), ("นครราชศรีมา", "นครราชสีมา")):
        assert TH("problem_province_near", near=meant) in told(typed)
    assert TH("problem_province") in told("เมืองที่ไม่มีใครรู้จัก")
    assert place_names.province_of(DATA, "เทศบาลเมืองกาฬสินธุ์") == "TH-46"
    assert place_names.province_of(DATA, "เทศบาลตำบลแสนสุข") == ""


def test_years_of_both_eras_months_in_words_and_numbers_of_days_are_dates() -> None:
    assert dates.read(date(2565, 1, 31)) == "2022-01-31"
    assert dates.read(None) is None or dates.read("") == ""
    assert [dates.read(one) for one in (True, float("nan"), float("inf"), -1, 10**9, "12", "0")] == [None] * 7


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_libreoffice_saves_is_read_back(form: str, tmp_path: Path) -> None:
    check = self_check.example(DATA, self_check.example_cities(DATA)[0], "th")
    facets = SelfCheck(check.of("facets"))
    book = template.xlsx(DATA, check, TH)
    if form == "csv":  # of one sheet: that of the facets, the third of the book
        made = office.converted(book, "form.xlsx", "csv", tmp_path, sheet=3)
        assert reading.read(DATA, made.read_bytes()).check == facets
    else:
        made = office.converted(book, "form.xlsx", "ods", tmp_path)
        again = office.converted(made.read_bytes(), "again.ods", "xlsx", tmp_path)
        assert reading.read(DATA, again.read_bytes()).check == check
        with pytest.raises(RefusedError, match="no_workbook"):
            reading.read(DATA, made.read_bytes())


# Whatever is typed or brought

words = st.text(max_size=40)
values = st.one_of(st.none(), words, st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes())
labels = st.sampled_from([label for column in ("facet", "topics", "there") for label in
                          columns.labels(DATA, "facets", column, "th").values()])  # fmt: skip
quick = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=30)


@quick
@given(st.lists(st.lists(st.one_of(values, labels), max_size=12), max_size=12))
def test_no_cell_breaks_the_reader_and_nothing_is_read_that_is_not_in_the_lists(rows: list[list[object]]) -> None:
    heads: list[object] = list(columns.COLUMNS["facets"])
    sheet = opening.Sheet("x", [heads, *rows])  # type: ignore[list-item]
    table = reading._table(DATA, sheet)
    assert table
    found = reading.understood(DATA, table.lines, [])
    for entry in found.check.entries:
        assert entry.facet in set(DATA.facets["facet_id"])
        assert entry.there in self_check.THERE or (entry.there, entry.statement) == ("", ""), "answered, or left open"
        assert set(entry.topics) <= set(DATA.themes["theme_id"])
        assert len(entry.statement) <= columns.LONGEST


@quick
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", "ด้านย่อย,มีหรือไม่\n".encode()):
        try:
            reading.read(DATA, start + content)
        except RefusedError as refused:
            assert EN(f"refused_{refused.reason}", **refused.values)


@quick
@given(st.integers(0, len(files.PLAIN) - 1), st.integers(0, 255))
def test_a_workbook_with_a_changed_byte_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(files.PLAIN)
    content[place] = byte
    with contextlib.suppress(RefusedError):
        reading.read(DATA, bytes(content))


keys = st.sampled_from(["part", "facet", "there", "topics", "since"])
json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), words),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(keys, one),
    max_leaves=20,
)


@quick
@given(json_like)
def test_nothing_that_a_page_sends_breaks_the_reader(sent: object) -> None:
    assert isinstance(reading.from_form(DATA, sent).check, SelfCheck)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
entries = st.builds(
    Entry,
    part=st.just("facets"),
    facet=st.sampled_from(list(DATA.facets["facet_id"])),
    there=st.sampled_from(self_check.THERE),
    statement=texts.map(lambda one: reading._plain(opening.line(f"ก{one}"))),  # as a file is read
    topics=st.lists(st.sampled_from(list(DATA.themes["theme_id"])), unique=True, max_size=3).map(tuple),
    since=st.sampled_from(["", "2022", "2022-03", "2022-03-14", "1899"]),
)


@quick
@given(entries)
def test_an_answer_survives_every_file_in_both_languages(entry: Entry) -> None:
    check = SelfCheck((entry,))
    for t in (TH, EN):
        assert reading.read(DATA, template.csv_file(DATA, check, t)).check == check
    assert reading.from_form(DATA, list(reading.records(check))).check == check


def test_every_part_has_columns_and_a_name() -> None:
    assert set(columns.COLUMNS) == set(PARTS) == set(columns.NEEDED)


@pytest.mark.slow
def test_from_the_25th_to_the_75th_file_memory_grows_by_at_most_five_megabytes() -> None:
    """In a process of its own, as the server is: that of pytest grows by what pytest and hypothesis keep."""
    reader = [sys.executable, "-m", "tests.reading_memory"]
    told = subprocess.run(reader, cwd=ROOT, capture_output=True, text=True, check=True)
    held = [float(line) for line in told.stdout.split()]
    assert len(held) == reading_memory.TURNS
    assert held[74] - held[24] <= 5
