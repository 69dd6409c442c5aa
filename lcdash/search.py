"""Search over names and statements in both languages, forgiving what people mistype.

A text and a query are folded alike: case, tone marks and other signs above a letter, vowels that look or sound near each
other, Thai digits, Buddhist years. A query is cut into words (Thai without spaces by pythainlp's dictionary) and every word has
to be found in one entry. A Latin word that is found nowhere is read as the nearest word there is ("Chacheongsao").
Names are searched as names: what only says that a firm is a company limited is no word of its name, so that a search for
limits (จำกัด) finds limits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from lcdash.dataset import Dataset
from lcdash.wording import LANGUAGES

KINDS = ("city", "theme", "claim", "space", "partner", "programme", "event")  # in the order they are listed

# Vowels that are easily taken for one another, and the one that stands for them.
NEAR = str.maketrans({"ี": "ิ", "ึ": "ิ", "ื": "ิ", "ู": "ุ", "ใ": "ไ", "ณ": "น", "ศ": "ส", "ษ": "ส", "ฎ": "ด", "ฏ": "ต"})
SIGNS = re.compile("[็่้๊๋์ํ๎ฺ]")  # tone marks and the signs for a short or a silent letter
BUDDHIST = re.compile(r"\b2[456]\d\d\b")
LEGAL_FORM = re.compile(r"^บริษัท|\(?มหาชน\)?$|จำกัด$|\bco\.?,? ?ltd\.?|\blimited\b", re.IGNORECASE)
NEAREST = 0.8  # how alike two Latin words have to be, as difflib measures it


@dataclass(frozen=True)
class Entry:
    """What can be found: its kind (one of KINDS), its id, and its texts by field, each (field, language, text)."""

    kind: str
    id: str
    texts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Found:
    """An entry that matches, and why: the field and text in which the first word of the query was found."""

    entry: Entry
    field: str
    language: str
    text: str


def fold(text: str) -> str:
    """A text with everything taken out that a typist may get wrong; folding twice changes nothing."""
    from pythainlp.util import normalize, thai_digit_to_arabic_digit

    plain = SIGNS.sub("", thai_digit_to_arabic_digit(normalize(unicodedata.normalize("NFKC", text).casefold())))
    plain = plain.replace("ำ", "าม").translate(NEAR)
    return BUDDHIST.sub(lambda year: str(int(year.group()) - 543), plain)


def words(query: str) -> list[str]:
    """The words of a query, folded, each once."""
    from pythainlp.tokenize import word_tokenize

    cut = [word for piece in query.split() for word in (word_tokenize(piece, keep_whitespace=False) or [piece])]
    # A misspelt Thai word is cut to pieces; joined again, they are at least the word as it was typed.
    whole = query.split() if any(len(word) < 2 for word in cut) else cut
    return list(dict.fromkeys(filter(None, (fold(word).strip(" .,()\"'“”") for word in whole))))


class Index:
    """Every entry of a dataset, folded once."""

    def __init__(self, data: Dataset) -> None:
        self.entries = list(_entries(data))
        self.folded = [tuple(fold(text) for _, _, text in entry.texts) for entry in self.entries]
        self.vocabulary = sorted(
            {word for texts in self.folded for text in texts for word in re.findall(r"[a-z]{4,}", text)}
        )

    def search(self, query: str) -> list[Found]:
        """The entries in which every word of `query` is found, names before statements, in the order of the dataset."""
        asked = [self._read(word) for word in words(query)]
        found = []
        for entry, texts in zip(self.entries, self.folded, strict=True):
            if asked and all(any(word in text for text in texts) for word in asked):
                place = next(number for number, text in enumerate(texts) if asked[0] in text)
                found.append(Found(entry, *entry.texts[place]))
        named = ("name", "alias")
        return sorted(found, key=lambda one: (KINDS.index(one.entry.kind), one.field not in named))

    def _read(self, word: str) -> str:
        """A word as it was meant: itself if it stands anywhere, else the nearest Latin word that does."""
        if not re.fullmatch(r"[a-z]{4,}", word) or any(word in known for known in self.vocabulary):
            return word
        return next(iter(get_close_matches(word, self.vocabulary, n=1, cutoff=NEAREST)), word)


@cache
def index(data: Dataset) -> Index:
    """The index of a dataset, made once per process."""
    return Index(data)


def _entries(data: Dataset) -> list[Entry]:
    aliases: dict[tuple[str, str], list[str]] = {}
    for entity, entity_id, alias in zip(
        data.aliases["entity"], data.aliases["entity_id"], data.aliases["alias"], strict=True
    ):
        aliases.setdefault((entity, entity_id), []).append(alias)

    def entry(kind: str, row: dict[str, Any], name: str, details: tuple[str, ...] = (), **more: str) -> Entry:
        key = row[next(iter(row))]
        texts = [("name", language, row[f"{name}_{language}"]) for language in LANGUAGES]
        if kind == "partner":
            texts = [(field, language, LEGAL_FORM.sub("", text)) for field, language, text in texts]
        texts += [("alias", "", alias) for alias in aliases.get(("term" if kind == "theme" else kind, key), [])]
        texts += [(detail, language, row[f"{detail}_{language}"]) for detail in details for language in LANGUAGES]
        texts += [(field, "", text) for field, text in more.items()]
        return Entry(kind, key, tuple(text for text in texts if text[2]))

    limit = " ".join(data.labels("appraisal", language)["limit"] for language in LANGUAGES)
    since = data.memberships[data.memberships["scheme"] == "gnlc"].groupby("city_id")["since"].min()
    spaces = data.spaces.drop(columns="geometry")
    return [
        *(entry("city", row, "name", date=since.get(row["city_id"], "")) for row in data.cities.to_dict("records")),
        *(entry("theme", row, "name", ("definition",)) for row in data.themes.to_dict("records")),
        *(
            entry("claim", row, "statement", appraisal=limit if row["appraisal"] == "limit" else "")
            for row in data.evidence.to_dict("records")
        ),
        *(entry("space", row, "name", ("purpose",)) for row in spaces.to_dict("records")),
        *(entry("partner", row, "name", ("abbreviation",)) for row in data.partners.to_dict("records")),
        *(entry("programme", row, "name", ("purpose",), date=row["since"]) for row in data.programmes.to_dict("records")),
        *(entry("event", row, "title", date=row["date"]) for row in data.events.to_dict("records")),
    ]
