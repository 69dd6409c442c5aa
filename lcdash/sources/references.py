"""Citations as a reader reads them: who says it and where in the document, in the reader's language."""

from __future__ import annotations

from functools import cache

from lcdash.dataset import citations
from lcdash.dataset.loading import Dataset
from lcdash.language import dates, translations


@cache
def short(data: Dataset, source_id: str, language: str) -> str:
    """A source as it is named in running text: "Punjasutaros et al. (2026)", "เฉลิมพร ปัญจาสุธารส และคณะ (2569)".

    Where a source has no author its publisher stands in, else its title. Raises KeyError for one that is not listed.
    """
    source = data.sources.set_index("source_id").loc[source_id]
    authors = [name for name in source[f"authors_{language}"].split("; ") if name]
    who = source[f"publisher_{language}"] or source[f"title_{language}"]
    if authors:
        family, _, given_name = authors[0].partition(", ")
        who = f"{given_name} {family}".strip() if language == "th" else family
        if len(authors) > 1:
            who += " และคณะ" if language == "th" else " et al."
    issued = (
        dates.year(source["issued"][:4], language) if source["issued"] else ("ม.ป.ป." if language == "th" else "n.d.")
    )
    return f"{who} ({issued})"


@cache
def cited(data: Dataset, cell: str, language: str, most: int = 1) -> str:
    """The first sources of a `source` cell by their short names, and how many more there are; "" for an empty one."""
    names = list(dict.fromkeys(short(data, source_id, language) for source_id, _ in citations.parse(cell)))
    line, more = "; ".join(names[:most]), len(names) - most  # two pages of one publisher read alike
    return translations.Translations("common", language)("more_sources", named=line, n=more) if more > 0 else line


@cache
def place(data: Dataset, source_id: str, locator: str, language: str) -> str:
    """Where in the source, with the printed page and the words the passage begins with: enough to find it quickly."""
    t = translations.Translations("common", language)
    parts = []
    for key, value in citations.locator_parts(locator).items():
        if key == "sec":
            parts.append(data.labels("section", language)[value])
        elif key == "row":
            parts.append(t("loc_row", n=data.names("cities", language).get(value, value)))
        else:
            parts.append(t(f"loc_{key}", n=value))
    passage = data.reading[(data.reading["source_id"] == source_id) & (data.reading["locator"] == locator)]
    for page, opens_with in zip(passage["page"], passage["opens_with"], strict=True):
        if page:
            parts.append(_pages(page, t))
        parts.append(f"“{opens_with}…”")
    return ", ".join(parts)


@cache
def short_place(data: Dataset, source_id: str, locator: str, language: str) -> str:
    """Where in the source, in a few words: the table, section or paragraph, and the printed page."""
    t = translations.Translations("common", language)
    parts_of = citations.locator_parts(locator)
    parts = [t(f"loc_{key}", n=parts_of[key]) for key in ("table", "figure", "para") if key in parts_of]
    if "sec" in parts_of:
        parts.append(data.labels("section", language)[parts_of["sec"]])
    passage = data.reading[(data.reading["source_id"] == source_id) & (data.reading["locator"] == locator)]
    parts += [_pages(page, t) for page in dict.fromkeys(passage["page"]) if page]
    return " ".join(parts)


def _pages(printed: str, t: translations.Translations) -> str:
    """A printed page, or a run of them: "p. 337", "pp. 337–338"."""
    first, _, last = printed.partition("-")
    return t("page_numbers", page=f"{first}–{last}") if last else t("page_number", page=printed)


def full(data: Dataset, cell: str, language: str) -> list[str]:
    """Every citation of a `source` cell, one line each: short name, then place."""
    return [
        " · ".join(filter(None, (short(data, source_id, language), place(data, source_id, locator, language))))
        for source_id, locator in citations.parse(cell)
    ]
