"""Citations as readers read them, in both languages."""

from pathlib import Path

import pandas as pd
import pytest

from lcdash.dataset.loading import Dataset
from lcdash.sources import references

SOURCES = [
    ("paper", "ปัญจา, เฉลิม; คำดี, สมชาย", "Panja, Chaloem; Khamdi, Somchai", "", "", "บทความ", "A paper", "2026-03"),
    ("book", "ใจงาม, มานี", "Jaingam, Manee", "", "", "หนังสือ", "A book", "2021"),
    ("news", "", "", "กองทุน", "The Fund", "ข่าว", "News", "2021-06-22"),
    ("body", "สภาการศึกษา", "Education Council", "กองทุน", "The Fund", "รายงาน", "Report", ""),
    ("page", "", "", "", "", "หน้าเว็บ", "A web page", "2024-02"),
]
COLUMNS = [
    "source_id", "authors_th", "authors_en", "publisher_th", "publisher_en", "title_th", "title_en", "issued",
]  # fmt: skip
DATA = Dataset(
    Path(),
    {},
    {
        "sources": pd.DataFrame(SOURCES, columns=COLUMNS),
        "cities": pd.DataFrame([("yala", "ยะลา", "Yala")], columns=["city_id", "name_th", "name_en"]),
        "codes": pd.DataFrame(
            [("section", "analysis", "บทวิเคราะห์", "Analysis")], columns=["list", "code", "name_th", "name_en"]
        ),
        "reading": pd.DataFrame(
            [
                ("paper", "table=2 row=yala col=3", "335", "มีอุทยาน"),
                ("news", "para=2", "", "เมืองไทย"),
                ("book", "table=2 row=yala col=3", "9", "อื่น"),
            ],
            columns=["source_id", "locator", "page", "opens_with"],
        ),
    },
)


@pytest.mark.parametrize(
    ("source_id", "thai", "english"),
    [
        ("paper", "เฉลิม ปัญจา และคณะ (2569)", "Panja et al. (2026)"),
        ("book", "มานี ใจงาม (2564)", "Jaingam (2021)"),
        ("news", "กองทุน (2564)", "The Fund (2021)"),
        ("body", "สภาการศึกษา (ม.ป.ป.)", "Education Council (n.d.)"),
        ("page", "หน้าเว็บ (2567)", "A web page (2024)"),
    ],
)
def test_a_source_is_named_by_its_authors_else_its_publisher_else_its_title(
    source_id: str, thai: str, english: str
) -> None:
    assert references.short(DATA, source_id, "th") == thai
    assert references.short(DATA, source_id, "en") == english


def test_a_source_that_is_not_listed_has_no_name() -> None:
    with pytest.raises(KeyError):
        references.short(DATA, "nowhere", "th")


def test_a_place_is_said_in_the_language_of_the_reader_with_page_and_first_words() -> None:
    place = "table=2 row=yala col=3"
    assert references.place(DATA, "paper", place, "en") == "Table 2, row Yala, col. 3, p. 335, “มีอุทยาน…”"
    assert references.place(DATA, "paper", place, "th") == "ตารางที่ 2, แถว ยะลา, คอลัมน์ 3, หน้า 335, “มีอุทยาน…”"


@pytest.mark.parametrize(
    ("locator", "english"),
    [
        ("sec=analysis item=3", "Analysis, item 3"),
        ("para=7", "para. 7"),
        ("figure=1", "Figure 1"),
        ("table=1 row=monitoring", "Table 1, row monitoring"),
        ("", ""),
    ],
)
def test_a_place_nobody_has_listed_is_said_without_page_and_first_words(locator: str, english: str) -> None:
    assert references.place(DATA, "paper", locator, "en") == english


def test_a_passage_on_no_page_is_found_by_its_first_words() -> None:
    assert references.place(DATA, "news", "para=2", "en") == "para. 2, “เมืองไทย…”"


def test_every_citation_of_a_statement_is_one_line() -> None:
    cell = "paper[sec=analysis item=3];news;news[para=2]"
    assert references.full(DATA, cell, "en") == [
        "Panja et al. (2026) · Analysis, item 3",
        "The Fund (2021)",
        "The Fund (2021) · para. 2, “เมืองไทย…”",
    ]
    assert references.full(DATA, "", "en") == []
