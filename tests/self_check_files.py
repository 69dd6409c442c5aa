"""Files that somebody could bring to the page "Your city", good, sloppy, broken and hostile, and what must happen.

Made by this script alone: `cases()` gives each file with its name and what is expected of it.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from openpyxl import Workbook

from lcdash.dataset import loading
from lcdash.documents.self_check import columns, template
from lcdash.evidence import self_check
from lcdash.evidence.self_check import SelfCheck
from lcdash.language.translations import Translations

DATA = loading.load()
TH, EN = (Translations("your-city", language) for language in ("th", "en"))
FACETS = DATA.names("facets", "th")
FIRST, SECOND = list(FACETS)[:2]
HEADS = ["ด้านย่อย", "มีหรือไม่", "เล่าสั้น ๆ"]
ANSWER = [FACETS[FIRST], "มีแล้ว", "มีสภาเด็กและเยาวชน"]
OTHER = [FACETS[SECOND], "ยังไม่มี", ""]


@dataclass(frozen=True)
class Case:
    """A file and what must happen: it is refused for a reason, or so many facets are read and these problems told.

    since  what is read as the beginning, where the file says one.   notes  keys of what is told besides.
    """

    name: str
    make: Callable[[], bytes]
    refused: str = ""
    facets: int = 0
    problems: tuple[tuple[int, str, str], ...] = ()
    since: str | None = None
    notes: tuple[str, ...] = ()


def text(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\n") -> bytes:
    return (end.join(delimiter.join(row) for row in rows) + end).encode(encoding)


def book(
    rows: Sequence[Sequence[Any]], title: str = "ด้านย่อย", change: Callable[[Workbook], None] | None = None
) -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(list(row))
    if change:
        change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@cache
def workbook(check: SelfCheck, t: Translations) -> bytes:
    """What is filled in as the template holds it, written once for all tests."""
    return template.xlsx(DATA, check, t)


def packed(content: bytes, add: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with parts added, or put in place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            if name not in add:
                new.writestr(name, old.read(name))
        for name, held in add.items():
            new.writestr(name, held)
    return made.getvalue()


def since(value: Any) -> bytes:
    return book([[*HEADS, "ตั้งแต่เมื่อใด"], [*ANSWER, value]])


def since_text(value: str) -> bytes:
    return text([[*HEADS, "ตั้งแต่เมื่อใด"], [*ANSWER, value]])


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return old.read("xl/worksheets/sheet1.xml").decode()


PLAIN = book([HEADS, ANSWER, OTHER])
TABLE = [HEADS, ANSWER, OTHER]


def good() -> Iterator[Case]:
    examples = [
        self_check.example(DATA, city, t.language) for city in self_check.example_cities(DATA) for t in (TH, EN)
    ]
    words = [t for _ in self_check.example_cities(DATA) for t in (TH, EN)]
    for number, (check, t) in enumerate(zip(examples, words, strict=True)):
        told = len(check.of("facets"))
        yield Case(f"example_{number}_xlsx", lambda c=check, w=t: workbook(c, w), facets=told)
        yield Case(f"example_{number}_csv", lambda c=check, w=t: template.csv_file(DATA, c, w), facets=told)
    for t in (TH, EN):
        yield Case(f"empty_template_{t.language}", lambda w=t: workbook(SelfCheck(), w))
        yield Case(f"empty_csv_{t.language}", lambda w=t: template.csv_file(DATA, SelfCheck(), w))
    yield Case("utf_8", lambda: text(TABLE), facets=2)
    yield Case("utf_8_with_mark", lambda: text(TABLE, encoding="utf-8-sig"), facets=2)
    yield Case("cp874", lambda: text(TABLE, encoding="cp874"), facets=2, notes=("encoding",))
    yield Case("utf_16", lambda: text(TABLE, encoding="utf-16"), facets=2, notes=("encoding",))
    yield Case("crlf", lambda: text(TABLE, end="\r\n"), facets=2)
    yield Case("old_mac_lines", lambda: text(TABLE, end="\r"), facets=2)
    yield Case("semicolons", lambda: text(TABLE, delimiter=";"), facets=2)
    yield Case("tabs_cp874", lambda: text(TABLE, encoding="cp874", delimiter="\t"), facets=2, notes=("encoding",))
    yield Case("workbook", lambda: PLAIN, facets=2)


def dated() -> Iterator[Case]:
    texts = {
        "2565": "2022", "๒๕๖๕": "2022", "พ.ศ. 2565": "2022", "ค.ศ. 2022": "2022", "2022": "2022",
        "มีนาคม 2565": "2022-03", "มี.ค. 2565": "2022-03", "๑๔ กุมภาพันธ์ ๒๕๖๕": "2022-02-14", "14/2/2565": "2022-02-14",
        "2022-02-14": "2022-02-14", "March 2022": "2022-03", "14 Feb 2022": "2022-02-14", "44606": "2022-02-14",
    }  # fmt: skip
    for number, (written, expected) in enumerate(texts.items()):
        yield Case(f"date_text_{number}", lambda w=written: since_text(w), facets=1, since=expected)
    yield Case("date_cell", lambda: since(date(2022, 2, 14)), facets=1, since="2022-02-14")
    yield Case("date_cell_of_the_buddhist_era", lambda: since(datetime(2565, 2, 14)), facets=1, since="2022-02-14")
    yield Case("date_as_a_number", lambda: since(44606), facets=1, since="2022-02-14")
    yield Case("year_as_a_number", lambda: since(2565.0), facets=1, since="2022")
    for number, wrong in enumerate(("นานแล้ว", "65", "31/2/2565", "9999", "²", "9" * 400)):
        problem = ((2, "since", "date"),)
        yield Case(f"no_date_{number}", lambda w=wrong: since_text(w), facets=1, since="", problems=problem)


def sloppy() -> Iterator[Case]:
    title = ["แบบสำรวจเทศบาลตำบลตัวอย่าง", "", ""]
    yield Case("title_above_the_heads", lambda: book([title, [], *TABLE]), facets=2)
    yield Case("blank_rows_between", lambda: book([HEADS, ANSWER, [], [], OTHER]), facets=2)
    extra = [[*row, "เกิน"] for row in TABLE]
    yield Case("extra_column", lambda: book(extra), facets=2, notes=("columns",))
    yield Case("columns_in_another_order", lambda: book([row[::-1] for row in TABLE]), facets=2)
    yield Case("heads_in_english", lambda: book([["Facet", "Is there", "In your own words"], ANSWER]), facets=1)
    yield Case("heads_as_names", lambda: book([["facet", "there", "statement"], [FIRST, "exists", "ok"]]), facets=1)
    yield Case("blanks_and_case", lambda: book([[" FACET ", "is  there", "Lack"], [FIRST.upper(), " Exists ", ""]]),
               facets=1)  # fmt: skip
    yield Case("broken_words", lambda: text([HEADS, [f"\u200b{FACETS[FIRST]} ", "มี\u200bแล้ว", "ก\u00a0ข"]]), facets=1)
    yield Case("sara_am_in_two_parts", lambda: text([["ด้านย่อย", "เล่าสั้น ๆ"], [ANSWER[0], "ท\u0e4d\u0e32"]]), facets=1)
    yield Case("statement_alone_is_something_there", lambda: text([["ด้านย่อย", "เล่าสั้น ๆ"], [ANSWER[0], "มี"]]), facets=1)
    problem = ((3, "facet", "twice"),)
    yield Case("facet_twice", lambda: book([HEADS, ANSWER, ANSWER]), facets=1, problems=problem)
    several = ((2, "facet", "list"), (3, "there", "list"))
    wrong = [HEADS, ["ด้านที่ไม่มี", "มีแล้ว", "ก"], [OTHER[0], "มั้ง", "ข"]]
    yield Case("words_of_no_list_all_at_once", lambda: book(wrong), facets=1, problems=several)
    topics = [[*HEADS, "ประเด็น"], [*ANSWER, f"{DATA.themes.iloc[0]['name_th']}; ไม่มีประเด็นนี้"]]
    yield Case("one_topic_of_two", lambda: book(topics), facets=1, problems=((2, "topics", "list"),))
    yield Case("text_too_long", lambda: book([HEADS, [ANSWER[0], "มีแล้ว", "ก" * (columns.LONGEST + 1)]]), facets=1,
               problems=((2, "statement", "long"),))  # fmt: skip
    missing = ((2, "facet", "missing"),)
    yield Case("row_without_its_facet", lambda: book([HEADS, ["", "มีแล้ว", "ก"], OTHER]), facets=1, problems=missing)
    yield Case("formula_like_text_in_csv", lambda: text([HEADS, [ANSWER[0], "มีแล้ว", "=1+1"]]), facets=1)
    yield Case("another_sheet_besides", lambda: book(TABLE, change=lambda b: b.create_sheet("งบ").append(["ก", "ข"])),
               facets=2, notes=("sheet",))  # fmt: skip
    long = [HEADS, *([["", "", ""]] * 700), ANSWER]
    yield Case("answers_below_what_is_read", lambda: book(long), notes=("rows",))
    yield Case("a_line_a_million_rows_down", lambda: book(TABLE, change=_far_down), facets=2)


def _far_down(made: Workbook) -> None:
    made.active.cell(1_048_576, 1, "จบ")


def broken() -> Iterator[Case]:
    yield Case("nothing", lambda: b"", refused="empty")
    yield Case("zeros", lambda: bytes(5000), refused="empty")
    yield Case("no_table", lambda: text([["วันนี้ประชุมเรื่องเมือง"]]), refused="no_table")
    yield Case("heads_of_another_table", lambda: text([["ชื่อ", "ราคา"], ["ก", "5"]]), refused="no_table")
    yield Case("heads_of_another_workbook", lambda: book([["ลำดับ", "รายการ"], [1, "ก"]]), refused="no_table")
    yield Case("pdf", lambda: b"%PDF-1.7\n" + bytes(100), refused="no_table_file")
    yield Case("picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), refused="no_table_file")
    yield Case("noise", lambda: bytes(range(256)) * 20, refused="no_table_file")
    yield Case("cut_off", lambda: PLAIN[: len(PLAIN) // 2], refused="damaged")
    yield Case("no_zip_behind_its_sign", lambda: b"PK\x03\x04" + bytes(400), refused="damaged")
    yield Case("a_document", lambda: _zip({"word/document.xml": b"<w/>"}), refused="no_workbook")
    yield Case("an_open_document", lambda: _zip({"mimetype": b"x", "content.xml": b"<o/>"}), refused="no_workbook")
    yield Case(
        "sheet_that_is_no_xml", lambda: packed(PLAIN, {"xl/worksheets/sheet1.xml": b"<broken"}), refused="damaged"
    )
    yield Case("old_workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), refused="old_office")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    yield Case("locked", lambda: locked, refused="encrypted")


def hostile() -> Iterator[Case]:
    yield Case("too_large", lambda: b"a,b\n" * 200_000, refused="too_large")
    yield Case("formula", lambda: book([HEADS, [ANSWER[0], "มีแล้ว", "=1+1"]]), refused="formulas")
    yield Case(
        "formula_that_calls_out", lambda: book([HEADS, [ANSWER[0], "", '=WEBSERVICE("http://x")']]), refused="formulas"
    )
    yield Case("macros", lambda: packed(PLAIN, {"xl/vbaProject.bin": b"x"}), refused="macros")
    yield Case("old_macros", lambda: packed(PLAIN, {"xl/macrosheets/sheet1.xml": b"<x/>"}), refused="macros")
    yield Case("linked", lambda: packed(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), refused="external")
    yield Case("connected", lambda: packed(PLAIN, {"xl/connections.xml": b"<x/>"}), refused="external")
    yield Case("embedded", lambda: packed(PLAIN, {"xl/embeddings/a.bin": b"x"}), refused="embedded")
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    entity = laughs + sheet_xml(PLAIN).encode()
    yield Case("entities", lambda: packed(PLAIN, {"xl/worksheets/sheet1.xml": entity}), refused="entities")
    wide = ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a/>').encode(
        "utf-16"
    )
    yield Case("entities_in_utf_16", lambda: packed(PLAIN, {"docProps/custom.xml": wide}), refused="entities")
    yield Case("bomb", lambda: packed(PLAIN, {"xl/media/a.xml": bytes(60_000_000)}), refused="bomb")
    yield Case(
        "bomb_that_lies_about_its_size",
        lambda: _lying(packed(PLAIN, {"xl/a.xml": b" " * 30_000_000})),
        refused="damaged",
    )
    yield Case("many_parts", lambda: packed(PLAIN, {f"xl/{n}.xml": b"<a/>" for n in range(400)}), refused="bomb")
    yield Case("way_out_of_the_folder", lambda: packed(PLAIN, {"../../etc/x": b"x"}), refused="damaged")
    yield Case(
        "many_sheets", lambda: book(TABLE, change=lambda b: [b.create_sheet() for _ in range(40)]), refused="sheets"
    )
    strings = b"<sst>" + b"<si><t>a</t></si>" * 400_000 + b"</sst>"
    yield Case("half_a_million_strings", lambda: packed(PLAIN, {"xl/sharedStrings.xml": strings}), refused="bomb")
    xfs = b"<styleSheet><cellXfs>" + b"<xf/>" * 30_000 + b"</cellXfs></styleSheet>"
    yield Case("thousands_of_styles", lambda: packed(PLAIN, {"xl/styles.xml": xfs}), refused="bomb")
    number = b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="' + b"[" * 9000 + b'"/></numFmts></styleSheet>'
    yield Case("endless_format_of_a_number", lambda: packed(PLAIN, {"xl/styles.xml": number}), refused="bomb")
    yield Case("one_long_text_in_every_cell", lambda: book([HEADS, *[["ก" * 1500] * 3] * 150]), refused="bomb")
    no_date = ((2, "since", "date"),)
    yield Case("no_date_of_blanks", lambda: since_text(f"a{' ' * 20_000}b"), facets=1, since="", problems=no_date)
    yield Case("no_date_of_letters", lambda: since_text("a b " * 5_000), facets=1, since="", problems=no_date)
    yield Case("markup", lambda: text([HEADS, [ANSWER[0], "มีแล้ว", "<img src=x onerror=alert(1)>"]]), facets=1)
    yield Case("thousands_of_columns", lambda: text([[*HEADS, *["x"] * 5000], [*ANSWER, *["y"] * 5000]]), facets=1,
               notes=("columns",))  # fmt: skip
    yield Case("open_quotation", lambda: text([HEADS, [ANSWER[0], "มีแล้ว", '"' + "ก," * 20_000]]), facets=-1)


def _zip(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, held in parts.items():
            new.writestr(name, held)
    return made.getvalue()


def _lying(content: bytes) -> bytes:
    """A ZIP whose last part says that it has ten bytes, in its own head and in the list at the end."""
    size = (30_000_000).to_bytes(4, "little")
    return content.replace(size, (10).to_bytes(4, "little"))


def cases() -> list[Case]:
    """Every file there is."""
    return [*good(), *dated(), *sloppy(), *broken(), *hostile()]
