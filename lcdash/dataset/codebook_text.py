"""README.md of a data folder in its sections: how the data was coded and checked, to be read on screen and searched.

The file is written in both languages, each section in Thai first. A section on screen is in the reader's language, with
what is in both at once, such as a table of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

README = "README.md"
HEADING = re.compile(r"^(#{2,3}) (?:([0-9]+(?:\.[0-9]+)?)\.? )?(.+)$")
CODE = re.compile(r"`(\w+)`$")
THAI, LATIN = re.compile("[\u0e01-\u0e5b]"), re.compile("[A-Za-z]")
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”|\([^)]*\)")
FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
BOTH = 0.2  # the share of the other language's letters from which a piece of text is in both


@dataclass(frozen=True)
class Section:
    """A section of the file.

    section_id  its number, "4.2"; of a part without one its English title as a slug.
    title_th, title_en  its heading in each language.
    code        the column of evidence.csv or list of codes it is about; "" for none.
    blocks      its paragraphs, lists and tables as Markdown, in order.
    """

    section_id: str
    level: int
    title_th: str
    title_en: str
    code: str
    blocks: tuple[str, ...]

    def title(self, language: str) -> str:
        return self.title_th if language == "th" else self.title_en

    def text(self, language: str) -> str:
        """The section as Markdown in one language; what is in both stands in either."""
        return "\n\n".join(block for block in self.blocks if language_of(block) in (language, ""))


def language_of(block: str) -> str:
    """ "th", "en", or "" for a piece of text in both: words it quotes do not count."""
    if block.startswith("```"):
        return ""  # an example of code
    own = QUOTED.sub("", block)
    thai, latin = len(THAI.findall(own)), len(LATIN.findall(own))
    if min(thai, latin) > BOTH * (thai + latin):
        return ""
    return "th" if thai > latin else "en"


@cache
def sections(folder: Path) -> tuple[Section, ...]:
    """The sections of a data folder's README.md, in order; none where there is no such file."""
    path = folder / README
    return tuple(of_text(path.read_text(encoding="utf-8-sig"))) if path.exists() else ()


def of_text(text: str) -> Iterator[Section]:
    """The sections of a text that is written as README.md is."""
    for part in re.split(r"^(?=#{2,3} )", text, flags=re.MULTILINE):
        head, _, body = part.partition("\n")
        heading = HEADING.match(head)
        if heading:
            yield _section(heading, body)


def _section(heading: re.Match[str], body: str) -> Section:
    marks, number, title = heading.groups()
    thai, _, english = title.partition(" / ")
    code = CODE.search(title)
    english = code[1] if code and english.startswith("`") else english or thai
    slug = re.sub("[^a-z0-9]+", "_", english.casefold()).strip("_")
    pieces = (
        [part] if part.startswith("```") else re.split(r"\n\s*\n", part) for part in FENCED.split(body) if part.strip()
    )
    blocks = tuple(block.strip("\n") for piece in pieces for block in piece if block.strip())
    return Section(number or slug, len(marks), thai, english, code[1] if code else "", blocks)
