"""Citations that a reference manager reads: CSL-JSON, BibTeX and RIS, written from the fields of a source.

One small writer, because the libraries for this shred Thai names and know no พ.ศ.
Reference lists as readers write them stand ready in `sources.csv` (`reference_th`, `reference_en`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lcdash import settings
from lcdash.dataset import Dataset

DATASET = "lcdash"
BIBTEX_TYPES = {"article-journal": "article", "report": "techreport"}
RIS_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "dataset": "DATA",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
}


def of_source(source: Mapping[str, str], language: str) -> dict[str, Any]:
    """One source as a CSL-JSON item, in `language`; keys nobody knows are left out.

    source  a row of sources.csv.
    """
    authors = [name.partition(", ") for name in source[f"authors_{language}"].split("; ") if name]
    item: dict[str, Any] = {
        "id": source["source_id"],
        "type": source["csl_type"],
        "title": source[f"title_{language}"],
        "author": [
            {"family": family, "given": given} if given else {"literal": family} for family, _, given in authors
        ],
        "container-title": source[f"container_title_{language}"],
        "publisher": source[f"publisher_{language}"],
        "volume": source["volume"],
        "issue": source["issue"],
        "page": source["pages"],
        "issued": _date(source["issued"]),
        "accessed": _date(source["accessed"]),
        "DOI": source["doi"],
        "URL": source["url"],
        "language": language,
    }
    return {key: value for key, value in item.items() if value}


def of_dataset(data: Dataset, title: str, language: str) -> dict[str, Any]:
    """The dataset itself as a CSL-JSON item, its version and date from the descriptor. `title` names the view cited."""
    item = {
        "id": DATASET,
        "type": "dataset",
        "title": title,
        "author": [{"literal": "lcdash contributors" if language == "en" else "ผู้จัดทำ lcdash"}],
        "issued": _date(data.created),
        "version": data.version,
        "URL": settings.public_address(),
        "language": language,
    }
    return {key: value for key, value in item.items() if value}


def _date(edtf: str) -> dict[str, Any]:
    parts = [[int(number) for number in day.split("-")] for day in edtf.split("/") if day]
    return {"date-parts": parts} if parts else {}


def csl_json(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as a CSL-JSON list."""
    return json.dumps(list(items), ensure_ascii=False, indent=2)


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as BibTeX, UTF-8, every value in braces so that case and Thai stay as they are."""
    entries = []
    for item in items:
        fields = {
            "title": item["title"],
            "author": " and ".join(
                name["literal"] if "literal" in name else f"{name['family']}, {name['given']}"
                for name in item.get("author", [])
            ),
            "journal": item.get("container-title", ""),
            "publisher": item.get("publisher", ""),
            "volume": item.get("volume", ""),
            "number": item.get("issue", ""),
            "pages": item.get("page", "").replace("-", "--"),
            "year": str(item["issued"]["date-parts"][0][0]) if "issued" in item else "",
            "version": item.get("version", ""),
            "doi": item.get("DOI", ""),
            "url": item.get("URL", ""),
        }
        lines = "".join(
            f"  {name} = {{{_braced(value, verbatim=name in ('url', 'doi'))}}},\n"
            for name, value in fields.items()
            if value
        )
        entries.append(f"@{BIBTEX_TYPES.get(item['type'], 'misc')}{{{item['id']},\n{lines}}}\n")
    return "\n".join(entries)


def _braced(value: str, *, verbatim: bool) -> str:
    """A value that cannot end its braces or start a command; an address is printed as it is."""
    plain = re.sub(r"[\\{}]", "", value)
    return plain if verbatim else re.sub(r"([&%$#_])", r"\\\1", plain)


def ris(items: Iterable[Mapping[str, Any]]) -> str:
    """Items as RIS, one tag a line."""
    lines: list[str] = []
    for item in items:
        day = item["issued"]["date-parts"][0] if "issued" in item else []
        pages = item.get("page", "").split("-")
        tags = [
            ("TY", RIS_TYPES[item["type"]]),
            ("ID", item["id"]),
            *(("AU", name.get("literal") or f"{name['family']}, {name['given']}") for name in item.get("author", [])),
            ("TI", item["title"]),
            ("JO", item.get("container-title", "")),
            ("PB", item.get("publisher", "")),
            ("VL", item.get("volume", "")),
            ("IS", item.get("issue", "")),
            ("SP", pages[0]),
            ("EP", pages[1] if len(pages) > 1 else ""),
            ("PY", str(day[0]) if day else ""),
            ("DA", "/".join(f"{number:02d}" for number in day) if len(day) == 3 else ""),
            ("ET", item.get("version", "")),
            ("DO", item.get("DOI", "")),
            ("UR", item.get("URL", "")),
            ("LA", item["language"]),
        ]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value] + ["ER  - ", ""]
    return "\r\n".join(lines)
