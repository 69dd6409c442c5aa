"""Rules over a text and the same text in the other language: both are there, and say the same numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data, Row, Table
from lcdash.language.dates import BUDDHIST_OFFSET, THAI_DIGITS

THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
# A name may be Latin in both languages, and so may the short name of an organisation; everything else is prose.
NAMES = ("name", "member_name", "title", "container_title", "authors", "publisher", "reference", "abbreviation")
# An abbreviation often exists in one language only.
ONE_IS_ENOUGH = ("abbreviation",)
# Names of others, in which a digit need not be in both languages: RYT9.
UNCOUNTED = ("authors", "publisher", "reference", "container_title", "abbreviation")
# Small numbers as words: a number that one language has in digits may stand like this in the other.
_ENGLISH = r"""one|first|once|single two|second|twice|both three|third four(th)? five|fifth six(th)? seven(th)?
    eighth? nine|ninth ten(th)? eleven(th)? twelve|twelfth
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"""
_THAI = """หนึ่ง|แรก|เดียว สอง|คู่ สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ
    สิบเอ็ด สิบสอง สิบสาม สิบสี่ สิบห้า สิบหก สิบเจ็ด สิบแปด สิบเก้า ยี่สิบ"""
NUMBER_WORDS = {
    str(number): re.compile(rf"\b({english})\b|{thai}", re.IGNORECASE)
    for number, (english, thai) in enumerate(zip(_ENGLISH.split(), _THAI.split(), strict=True), start=1)
}


def one_language_missing(data: Data) -> Iterator[Problem]:
    """A text stands in both languages or in neither; for ONE_IS_ENOUGH one will do."""
    for table, row, thai, english in _pairs(data):
        if bool(row[thai]) != bool(row[english]) and thai[:-3] not in ONE_IS_ENOUGH:
            filled, empty = (thai, english) if row[thai] else (english, thai)
            yield table.problem(row, empty, "nothing", f"a text, as {filled} has one")


def wrong_script(data: Data) -> Iterator[Problem]:
    """No Thai letters in English, some in Thai: two columns changed over are noticed. Names may be in either."""
    for table, row, column, cell in data.cells():
        stem, language = column[:-3], column[-3:]
        if language == "_en" and THAI.search(cell):
            yield table.problem(row, column, said(cell), "no Thai letters")
        is_name = stem in NAMES or (table.name, stem) == ("partners", "short")
        if language == "_th" and not is_name and not THAI.search(cell) and any(map(str.isalpha, cell)):
            yield table.problem(row, column, said(cell), "Thai letters")


def different_numbers(data: Data) -> Iterator[Problem]:
    """Both languages say the same numbers, in figures or words; years of the Buddhist era count as CE."""
    for table, row, thai, english in _pairs(data):
        in_thai, in_english = numbers_in(row[thai]), numbers_in(row[english])
        only_thai = [n for n in (in_thai - in_english).elements() if not spells_out(row[english], n)]
        only_english = [n for n in (in_english - in_thai).elements() if not spells_out(row[thai], n)]
        if row[thai] and row[english] and (only_thai or only_english) and thai[:-3] not in UNCOUNTED:
            finding, allowed = (", ".join(numbers.elements()) or "none" for numbers in (in_english, in_thai))
            yield table.problem(row, english, f"the numbers {finding}", f"{allowed}, as in {thai} (years in CE)")


def _pairs(data: Data) -> Iterator[tuple[Table, Row, str, str]]:
    return ((table, row, *pair) for table in data for pair in table.pairs for row in table.rows)


def numbers_in(text: str) -> Counter[str]:
    """The numbers of a text, as often as they stand there: 2,567 and ๒๕๖๗ -> 2024, read as a Buddhist year.

    A count between 2400 and 2699 is shifted as well, in both languages alike, so it still compares equal.
    """
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text.translate(THAI_DIGITS))
    return Counter(_in_ce(number) for number in re.findall(r"[0-9]+(?:\.[0-9]+)?", plain))


def _in_ce(number: str) -> str:
    return str(int(number) - BUDDHIST_OFFSET) if re.fullmatch("2[4-6][0-9]{2}", number) else number


def spells_out(text: str, number: str) -> bool:
    """Whether a small number stands in the text as a word: three, สาม -> 3."""
    return number in NUMBER_WORDS and NUMBER_WORDS[number].search(text) is not None
