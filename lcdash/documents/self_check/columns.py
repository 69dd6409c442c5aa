"""The table that a place fills in: its parts, their columns, and what is allowed in each, in both languages."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

from lcdash.dataset.loading import Dataset
from lcdash.evidence.self_check import PARTS, THERE
from lcdash.language.translations import LANGUAGES, Translations

# Part -> its columns, as fields of self_check.Entry.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("name", "province", "by", "since"),
    "facets": ("facet", "there", "statement", "lack", "kind", "topics", "by", "audience", "since", "proof"),
    "needs": ("statement", "topics", "audience"),
    "partners": ("name", "kind", "statement"),
    "spaces": ("name", "kind", "statement"),
    "programmes": ("name", "kind", "audience", "since", "statement"),
}
ALL = ("part", *dict.fromkeys(column for columns in COLUMNS.values() for column in columns))
SEVERAL = ("topics", "audience")  # of which a cell may hold more than one, separated by ;
# What makes a line of a part one at all: without it the line is not read.
NEEDED = {"place": "name", "facets": "facet", "needs": "statement", "partners": "name", "spaces": "name",
          "programmes": "name"}  # fmt: skip
# Kind of a part -> the list of codes.csv that it is from.
KINDS = {"facets": "kind", "partners": "sector", "spaces": "space_kind", "programmes": "programme_kind"}
FORMER_HEADS = {"Is there": "there", "How one can see it": "proof"}  # of forms that were given out before
# What an office writes for an answer in place of the words of the list.
ALSO_THERE = {"ไม่มี": "none", "no": "none", "n/a": "none", "nil": "none", "nothing": "none", "มี": "exists",
              "yes": "exists", "ไม่มีข้อมูล": "unknown", "ไม่แน่ใจ": "unknown"}  # fmt: skip
LONGEST = 1000  # characters of one cell
LONGEST_NAME = 120
ENTRIES_OF_A_PART = 30


def folded(text: str) -> str:
    """A text as labels are compared: without case, marks of layout, blanks and punctuation; digits in Arabic."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("\u0e4d\u0e32", "\u0e33")
    # Vowels and tone marks above and below are no letters to Python, and belong to a Thai word.
    letters = (letter for letter in plain if letter.isalnum() or unicodedata.category(letter) == "Mn")
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in letters)


def labels(data: Dataset, part: str, column: str, language: str) -> dict[str, str]:
    """Code or id -> what it is called, for a column that holds one of a list; empty for free text.

    Where two are called the same, each with its code: a reader of the file could not tell them apart.
    """
    names = _named(data, part, column, language)
    often = Counter(folded(label) for label in names.values())
    return {code: f"{label} ({code})" if often[folded(label)] > 1 else label for code, label in names.items()}


def _named(data: Dataset, part: str, column: str, language: str) -> dict[str, str]:
    t = Translations("your-city", language)
    if column == "part":
        return {code: t(f"part_{code}") for code in PARTS}
    if column == "there":
        return {code: t(f"there_{code}") for code in THERE}
    if column == "province":
        rows = data.provinces.sort_values(f"name_{language}")
        return dict(zip(rows["iso"], rows[f"name_{language}"], strict=True))
    if column == "facet":
        return data.names("facets", language)
    if column == "topics":
        return data.names("themes", language)
    if column == "audience":
        return data.labels("audience", language)
    if column == "kind" and part in KINDS:
        return data.labels(KINDS[part], language)
    return {}


@cache
def allowed(data: Dataset, part: str, column: str) -> Mapping[str, str]:
    """Folded label, in either language, or code -> code."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, label in labels(data, part, column, language).items():
            codes.setdefault(folded(label), code)
            codes.setdefault(folded(code), code)
    if column == "there":
        codes |= {folded(text): code for text, code in ALSO_THERE.items()}
    for language in LANGUAGES if column in ("facet", "topics") else ():
        table = "facets" if column == "facet" else "themes"
        for code, label in data.names(table, language, "short").items():
            codes.setdefault(folded(label), code)
    return codes


def head(column: str, language: str) -> str:
    """What a column is called."""
    return Translations("your-city", language)(f"col_{column}")


@cache
def heads() -> Mapping[str, str]:
    """Folded head, in either language, or name -> the column."""
    heads_by_text = {folded(text): column for text, column in (*FORMER_HEADS.items(), *zip(ALL, ALL, strict=True))}
    return heads_by_text | {folded(head(column, language)): column for language in LANGUAGES for column in ALL}


@cache
def _of_the_template() -> tuple[tuple[str, ...], frozenset[str]]:
    t = [Translations("your-city", language) for language in LANGUAGES]
    examples = tuple(folded(wording("example_word")) for wording in t)
    return examples, frozenset(folded(wording(key)) for wording in t for key in ("lists_sheet", "how_sheet"))


def is_passed_over(title: str) -> bool:
    """Whether a sheet is one of the template that holds no answers: how to fill in, the lists, a filled example."""
    examples, others = _of_the_template()
    return folded(title).startswith(examples) or folded(title) in others
