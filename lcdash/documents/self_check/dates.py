"""When something began, as offices write it: พ.ศ. or ค.ศ., Thai digits, months in words, a date or its number."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from lcdash.language.dates import BUDDHIST_OFFSET, MONTHS, THAI_DIGITS

FIRST, LAST = 1800, 2100  # years that make sense here
LONGEST = 60  # characters of a date in words; no pattern sees more
SERIALS = (20000, 80000)  # days since 1899-12-30, as a spreadsheet numbers them: 1954 to 2119
SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
ERAS = re.compile(r"(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|\bB\.?E\.?|\bC\.?E\.?|\bA\.?D\.?|ปี|เมื่อ|ตั้งแต่|since|year)", re.IGNORECASE)
ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
IN_WORDS = re.compile(r"(?:(\d{1,2})\s*)?([^\d\s][^\d]*?)\s*(\d{4})")


def read(value: object) -> str | None:
    """An EDTF date in CE: "2022", "2022-01", "2022-01-31"; "" for nothing, None for what is no date.

    A year from 2400 on is one of the Buddhist era; a year of two digits could be of either, and is none.
    """
    if isinstance(value, datetime | date):
        return _edtf(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if not 0 < value < 10**6 or value != int(value):  # what is no number is no more than nothing
            return None
        return _serial(int(value)) if value >= SERIALS[0] else _edtf(int(value), 0, 0)
    text = str(value).translate(THAI_DIGITS).strip()
    if not text:
        return ""
    if len(text) > LONGEST:
        return None
    plain = ERAS.sub(" ", text).strip(" .,:")
    if re.fullmatch(r"\d{5}", plain):
        return _serial(int(plain))
    if match := ISO.fullmatch(plain):
        return _edtf(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    if match := DAY_FIRST.fullmatch(plain):
        return _edtf(int(match[3]), int(match[2]), int(match[1] or 0))
    if match := IN_WORDS.fullmatch(plain):
        month = _month(match[2].strip())
        return _edtf(int(match[3]), month, int(match[1] or 0)) if month else None
    return None


def _serial(number: int) -> str | None:
    if not SERIALS[0] <= number <= SERIALS[1]:
        return None
    day = date(1899, 12, 30) + timedelta(days=number)
    return _edtf(day.year, day.month, day.day)


def _month(word: str) -> int:
    """The number of a month in words; 0 where it is none."""
    plain = word.casefold().replace(" ", "").rstrip(".")
    for place in range(12):
        english = MONTHS["en"][place].casefold()
        names = (MONTHS["th"][place], SHORT[place].rstrip("."), SHORT[place].replace(".", ""), english, english[:3])
        if plain in names:
            return place + 1
    return 0


def _edtf(year: int, month: int, day: int) -> str | None:
    if 2400 <= year < 2800:
        year -= BUDDHIST_OFFSET
    if not FIRST <= year <= LAST:
        return None
    if not month:
        return str(year) if not day else None
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
