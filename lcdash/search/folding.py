"""Texts folded: what a typist may get wrong taken out, so that a search compares what is left.

Case, tone marks and other signs above a letter, letters of one sound, vowels that look or sound near each other, Thai
digits, Buddhist years. Nothing here knows the dataset or imports a library for Thai.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from lcdash.language.dates import BUDDHIST_OFFSET

# What is left out: tone marks, signs for short and silent letters, what nobody sees.
SIGNS = frozenset("็่้๊๋์๎ฺ\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Letters of one sound, and vowels easily taken for one another, as the one that stands for them.
SAME = str.maketrans("ีึืูใณศษสฎฏฑฒธฐภฬญฆฌฅฃ๐๑๒๓๔๕๖๗๘๙", "ิิิุไนสสสดตทททถพลยคชคข0123456789")
REPEATED = frozenset("ะัาำิุ")
DICTIONARY = SAME | dict.fromkeys(map(ord, SIGNS))  # enough for words that are spelt as they should be
BUDDHIST = re.compile(r"(?<![0-9])2[456][0-9]{2}(?![0-9])")
NO_LETTERS = re.compile("[^0-9a-z]+")
# What says that a firm is a company limited, in its name wherever that stands.
LEGAL_FORM = re.compile(
    r"(?<=บริษัท)(?P<name>.{1,60}?)(?P<form>จำกัด(?:\s*\(มหาชน\))?)|(?<=\bco)(?P<dots>[.,\s]*)(?P<short>ltd|limited)\b"
    r"|(?<=\bcompany)(?P<space>\s)(?P<long>limited)\b",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """A text without what a typist may get wrong, its words separated by one space; folding twice changes nothing."""
    if text.isascii():  # half of all texts, in a tenth of the time
        folded = NO_LETTERS.sub(" ", text.lower()).strip()
        return BUDDHIST.sub(lambda year: str(int(year.group()) - BUDDHIST_OFFSET), folded)
    return "".join(letter for letter, _ in letters(text))


@cache
def _plain(character: str) -> str:
    """What one character is folded to: letters, "" for what is left out, " " for what separates words."""
    if character in SIGNS:
        return ""
    if "\u0e00" <= character <= "\u0e7f":
        return " " if character in "ฯ฿๏๚๛" else character.translate(SAME)
    kept = ""
    for plain in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()):
        if plain.isalnum() and not is_thai(plain):
            kept += plain
        elif unicodedata.category(plain) not in ("Mn", "Cf"):
            kept += " "
    return kept


def is_thai(character: str) -> bool:
    """Whether a character is of the Thai block, digits and marks among them."""
    return "\u0e00" <= character <= "\u0e7f"


def letters(text: str) -> list[tuple[str, int]]:
    """The letters of a folded text, each with its place in `text`."""
    out: list[tuple[str, int]] = []
    before = " "
    nikhahit = False  # which with า makes ำ, however the tone mark was typed between them
    for place, character in enumerate(text):
        if character == "ํ":
            nikhahit = True
            continue
        for letter in _plain(character):
            if letter == " " == before or (letter in REPEATED and letter == before and not nikhahit):
                continue
            if letter == before == "เ":
                before = "แ"
                out[-1] = (before, out[-1][1])
                continue
            if letter != " " != before and ("\u0e00" <= letter <= "\u0e7f") != ("\u0e00" <= before <= "\u0e7f"):
                out.append((" ", place))
            before = "ำ" if letter == "า" and nikhahit else letter
            out.append((before, place))
            nikhahit = False
    while out and out[-1][0] == " ":
        out.pop()
    for year in BUDDHIST.finditer("".join(letter for letter, _ in out)):
        for place, digit in enumerate(str(int(year.group()) - BUDDHIST_OFFSET), year.start()):
            out[place] = (digit, out[place][1])
    return out


def joined(text: str) -> str:
    """A folded text without blanks, so that words are found however they are spaced."""
    return fold(text).replace(" ", "")


compact = lru_cache(maxsize=5000)(joined)  # for names, texts and queries; what a place writes of itself is kept nowhere


def folded(words: str) -> frozenset[str]:
    """The words between spaces, folded."""
    return frozenset(map(compact, words.split()))


def without_legal_form(text: str) -> str:
    """A text with blanks where it says that a firm is a company limited: that it is limited is no limit."""

    def blank(found: re.Match[str]) -> str:
        before = found["name"] or found["dots"] or found["space"] or ""
        return before + " " * (len(found.group()) - len(before))

    return LEGAL_FORM.sub(blank, text)


class Written:
    """A folded text without its spaces, and where its words begin."""

    __slots__ = ("compact", "starts")

    def __init__(self, text: str) -> None:
        starts, parts, length = set(), fold(without_legal_form(text)).split(" "), 0
        for part in parts:
            starts.add(length)
            length += len(part)
        self.compact, self.starts = "".join(parts), frozenset(starts)


# Romanised Thai is written in many ways; a key is what they have in common.
ROMAN = (
    (re.compile(r"kh|g|q"), "k"), (re.compile(r"ph|bh"), "p"), (re.compile(r"th|dh|d"), "t"),
    (re.compile(r"ch|sh|j"), "c"), (re.compile(r"v"), "w"), (re.compile(r"r(?![aeiouy])"), ""),
    (re.compile(r"i?ew|iw"), "iu"),
    (re.compile(r"oe|eo|eu|ue|ae|ea"), "e"), (re.compile(r"ou|oo|u"), "u"), (re.compile(r"ee|y|ie"), "i"),
    (re.compile(r"aw|au|ow"), "ao"), (re.compile(r"h(?![aeiou])"), ""), (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ia"), "i"),
)  # fmt: skip


def roman_key(word: str) -> str:
    """What romanised spellings of one Thai name have in common: "korn" and "khon" are both "kon"."""
    for pattern, letter in ROMAN:
        word = pattern.sub(letter, word)
    return word


def thai_key(word: str) -> str:
    """What folded spellings of one sound have in common: "สุโขไท" and "สุโขทัย" are both "สุโขทัย"."""
    return re.sub("ไ(.)ย?", r"\1ัย", word)


def forms(typed: str) -> tuple[str, ...]:
    """What a word of a query is looked for as: itself, and an English word in its other number too."""
    word = compact(typed)
    if not re.fullmatch(r"[a-z]{4,}", word):
        return (word,) if word else ()
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith("ss"):
        return word, word[:-1]
    return (word, f"{word[:-1]}ies") if word.endswith("y") else (word,)
