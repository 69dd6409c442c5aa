"""Citations that a reference manager reads: CSL-JSON, BibTeX and RIS, written from the fields of a source.

One small writer, because the libraries for this shred Thai names and know no พ.ศ. Years are of the Common Era here, as
these formats have them; references as readers write them stand ready in `sources.csv` (`reference_th`, `reference_en`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lcdash.dataset import descriptor
from lcdash.dataset.loading import Dataset
from lcdash.language.translations import LANGUAGES

DATASET = "lcdash"
BIBTEX_TYPES = {"article-journal": "article", "report": "techreport"}
BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
BIBTEX_LANGUAGES = {"th": "Thai", "en": "English"}
RIS_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "dataset": "DATA",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
}
# What a name or a title may hold and a BibTeX value may not, as TeX prints it.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, those after a backslash too
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {sign: f"\\{sign}" for sign in "&%$#_"}
)


def of_source(source: Mapping[str, str], language: str, note: str = "") -> dict[str, Any]:
    """One source as a CSL-JSON item for readers of `language`; keys nobody knows are left out.

    source  a row of sources.csv. Where it names no author its publisher stands in, and a title that this project gave
            it stands in brackets, both as in its reference.
    note    what is cited of it, and how.
    """
    title, reference = source[f"title_{language}"], source[f"reference_{language}"]
    described = f"[{title}]" in reference
    # The reference leaves out what only tells a reader of sources.csv more, such as an abbreviation in brackets.
    publisher, first = source[f"publisher_{language}"], reference.partition(". (")[0]
    publisher = first if publisher.startswith(first) else publisher
    names = [name.partition(", ") for name in source[f"authors_{language}"].split("; ") if name]
    authors = [
        {"family": family, "given": given_name} if given_name else {"literal": family}
        for family, _, given_name in names
    ]
    original = source[f"title_{source['language']}"] if source["language"] in LANGUAGES else ""
    item: dict[str, Any] = {
        "id": source["source_id"],
        "type": source["csl_type"],
        "title": f"[{title}]" if described else title,
        "original-title": "" if described or original == title else original,
        "author": authors or ([{"literal": publisher}] if publisher else []),
        "container-title": source[f"container_title_{language}"],
        "publisher": publisher if authors else "",
        "volume": source["volume"],
        "issue": source["issue"],
        "page": source["pages"],
        "issued": _date(source["issued"]),
        "accessed": _date(source["accessed"]),
        "DOI": source["doi"],
        "URL": source["url"],
        "language": source["language"],
        "note": note,
    }
    return {key: value for key, value in item.items() if value}


def of_dataset(
    data: Dataset, language: str, author: str, *, title: str = "", key: str = "", address: str = "", note: str = ""
) -> dict[str, Any]:
    """The dataset, or one view of it, as a CSL-JSON item for readers of `language`.

    author   who made it, as in CITATION.cff; version and date are the descriptor's.
    title    what the view shows, `key` its id, `address` where it is found.
    note     how it was made.
    """
    whole, original = (descriptor.title(data.descriptor, of_language) for of_language in (language, LANGUAGES[0]))
    item = {
        "id": f"{DATASET}_{key}" if key else DATASET,
        "type": "dataset",
        "title": title or whole,
        "original-title": "" if original == whole else original,  # of a view that of the work it is a part of
        "author": [{"literal": author}],
        "container-title": whole if title else "",
        "issued": _date(data.created),
        "version": data.version,
        "URL": address,
        "language": language,
        "note": note,
    }
    return {key: value for key, value in item.items() if value}


def _date(edtf: str) -> dict[str, Any]:
    parts = [[int(number) for number in day.split("-")] for day in edtf.split("/") if day]
    return {"date-parts": parts} if parts else {}


def csl_json(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as a CSL-JSON list."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as BibTeX in UTF-8, titles in braces of their own so that no style takes capitals from names."""
    entries = []
    for item in items:
        year, month, day = (*_day(item, "issued"), "", "", "")[:3]
        journal = item["type"] == "article-journal"
        fields = {
            "title": f"{{{_tex(item['title'])}}}",
            # Where the title is a translation, the one under which libraries have the work.
            "origtitle": f"{{{_tex(original)}}}" if (original := item.get("original-title", "")) else "",
            # In braces of its own the name of a body is one name, whatever commas and "and" it holds.
            "author": " and ".join(
                f"{{{_tex(name['literal'])}}}" if "literal" in name else _tex(f"{name['family']}, {name['given']}")
                for name in item.get("author", [])
            ),
            "journal" if journal else "howpublished": _tex(item.get("container-title", "")),
            "institution" if item["type"] == "report" else "publisher": _tex(item.get("publisher", "")),
            "volume": _tex(item.get("volume", "")),
            "number": _tex(item.get("issue", "")),
            "pages": _tex(re.sub("[-–]", "--", item.get("page", ""))),
            "year": year,
            "version": _tex(item.get("version", "")),
            "doi": _address(item.get("DOI", "")),
            "url": _address(item.get("URL", "")),
            "urldate": "-".join(_day(item, "accessed")),
            "language": BIBTEX_LANGUAGES.get(item["language"], ""),
            "annote": _tex(item.get("note", "")),
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        if month:
            lines.append(f"  month = {BIBTEX_MONTHS[int(month) - 1]},\n")
        if day:
            lines.append(f"  day = {{{int(day)}}},\n")
        entries.append(f"@{BIBTEX_TYPES.get(item['type'], 'misc')}{{{item['id']},\n{''.join(lines)}}}\n")
    return "\n".join(entries)


def _tex(value: str) -> str:
    return value.translate(TEX)


def _address(value: str) -> str:
    """An address as it is, save what would end its braces: written in percent it leads to the same place."""
    return value.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _day(item: Mapping[str, Any], key: str) -> list[str]:
    """The first day of a date of `item` as digits: ["2026", "03", "13"], fewer where less is known."""
    parts = item[key]["date-parts"][0] if key in item else []
    return [f"{number:02d}" for number in parts]


def ris(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as RIS, one tag a line."""
    lines: list[str] = []
    for item in items:
        issued, accessed = _day(item, "issued"), _day(item, "accessed")
        first, _, last = re.sub("–", "-", item.get("page", "")).partition("-")
        tags = [
            ("TY", RIS_TYPES[item["type"]]),
            ("ID", item["id"]),
            *(("AU", name.get("literal") or f"{name['family']}, {name['given']}") for name in item.get("author", [])),
            ("TI", item["title"]),
            ("OT", item.get("original-title", "")),
            ("T2", item.get("container-title", "")),
            ("PB", item.get("publisher", "")),
            ("VL", item.get("volume", "")),
            ("IS", item.get("issue", "")),
            ("SP", first),
            ("EP", last),
            ("PY", issued[0] if issued else ""),
            # Year, month, day and nothing else: RIS wants the slashes also where a part is not known.
            ("DA", "/".join([*issued, "", "", ""][:4]) if len(issued) > 1 else ""),
            ("Y2", "/".join([*accessed, "", "", ""][:4]) if accessed else ""),
            ("ET", item.get("version", "")),
            ("DO", item.get("DOI", "")),
            ("UR", item.get("URL", "")),
            ("LA", item["language"]),
            ("N1", item.get("note", "")),
        ]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value] + ["ER  - ", ""]
    return "\r\n".join(lines)
