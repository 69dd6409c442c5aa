"""A place's own answers as rows that the dataset's check accepts, voice = city, with a note for a curator.

Nothing is translated and no topic is guessed: the other language says that it waits for a translation, and an answer
without a topic stands in the note alone. Partners and spaces do too: whether an organisation or a place is in the
dataset already is for a curator to see.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from lcdash.dataset import descriptor, records
from lcdash.dataset.loading import Dataset
from lcdash.documents.spreadsheet import harmless
from lcdash.evidence.self_check import Entry, SelfCheck
from lcdash.language import languages
from lcdash.language.translations import LANGUAGES, Translations

SHORT = 42  # characters of a short form
WAITS = {"th": "รอแปล", "en": "To be translated"}
PLAN = {"th": "อยู่ในแผน", "en": "Planned"}
LACK = {"th": "ยังขาด", "en": "Lacking"}
OWN_WORDS = {"th": "(เมืองกรอกเอง)", "en": "(own words)"}
ENDS = " .,:;(-"  # what no short form ends with
NOTE = "NOTE.txt"
NUMBERS = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
Row = dict[str, str]


def archive(data: Dataset, check: SelfCheck, t: Translations) -> bytes:
    """A ZIP of CSV files, one per table that gets rows, and the note; what a spreadsheet would run begins with '."""
    tables, left = rows(data, check)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, lines in tables.items():
            output = io.StringIO()
            fields = [field["name"] for field in descriptor.schema(data.resource(name))["fields"]]
            writer = csv.DictWriter(output, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows({field: harmless(text) for field, text in line.items()} for line in lines)
            packed.writestr(f"{name}.csv", output.getvalue())
        packed.writestr(NOTE, _note(check, tables, left, t))
    return content.getvalue()


def rows(data: Dataset, check: SelfCheck) -> tuple[dict[str, list[Row]], list[str]]:
    """Table -> its rows, and what has no row: in the words of the place.

    Without a name and a province there are none: a city has to stand somewhere.
    """
    place = check.place
    if not place.name or not place.province:
        return {}, [_text(entry) for entry in check.entries if entry.part != "place"]
    city, is_known = _city_id(data, place)
    source = f"{city}_own_words"
    evidence, left = _evidence(data, check, city, source)
    tables = {
        "cities": [] if is_known else [_city(data, place, city, source)],
        "sources": [_source(place, source)],
        "evidence": evidence,
        "needs": list(_needs(check, city, source)),
    }
    left += [_text(entry) for part in ("partners", "spaces", "programmes") for entry in check.of(part)]
    return {name: rows_of_table for name, rows_of_table in tables.items() if rows_of_table}, left


def _text(entry: Entry) -> str:
    return ": ".join(filter(None, (entry.name, entry.statement, entry.lack)))


def _city_id(data: Dataset, place: Entry) -> tuple[str, bool]:
    """The id of the place, and whether the dataset has it already."""
    for row in records.each(data.cities, records.City):
        if place.name in (row.name_th, row.name_en) and row.province_iso == place.province:
            return str(row.city_id), True
    plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or place.province.casefold().replace("-", "_")
    slug = slug if slug[0].isalpha() else f"city_{slug}"
    taken = set(data.cities["city_id"])
    while slug in taken:
        slug += "_2"
    return slug, False


def _city(data: Dataset, place: Entry, city: str, source: str) -> Row:
    province = data.provinces.set_index("iso").loc[place.province]
    point = province.geometry.representative_point()
    names = {language: _clean(place.name) for language in LANGUAGES}
    for language in LANGUAGES:
        if languages.of(place.name) != language:
            names[language] = f"{province[f'name_{language}']} ({WAITS[language].lower()})"
    return {
        "city_id": city,
        "name_th": names["th"],
        "name_en": names["en"],
        "province_iso": place.province,
        "region_nso": province["region_nso"],
        "lat": f"{point.y:.6f}",
        "lon": f"{point.x:.6f}",
        "in_study": "false",
        "source": source,
    }


def _source(place: Entry, source: str) -> Row:
    name = _clean(place.name)
    english = name if languages.of(name) == "en" else "A Thai local government"
    thai = name if languages.of(name) == "th" else "องค์กรปกครองส่วนท้องถิ่น"
    year = place.since[:4]
    row = {"source_id": source, "csl_type": "dataset", "language": "mul", "voice": "city", "issued": year}
    titles = {"th": "เมืองสำรวจตนเอง", "en": "A city's look at itself"}
    for language, publisher in (("th", thai), ("en", english)):
        row[f"title_{language}"] = titles[language]
        row[f"publisher_{language}"] = publisher
        row[f"reference_{language}"] = f"{publisher}. {titles[language]}."
    return row


def _evidence(data: Dataset, check: SelfCheck, city: str, source: str) -> tuple[list[Row], list[str]]:
    facets = data.facets.set_index("facet_id")
    rows: list[Row] = []
    left: list[str] = []
    for entry in check.of("facets"):
        statements = list(_statements(entry, direction=bool(facets.at[entry.facet, "direction"])))
        if not entry.topics or not statements:
            left += filter(None, [_text(entry)])
            continue
        for kind, appraisal, stage, texts in statements:
            shared = {
                "evidence_id": f"{city}_own_{len(rows) + 1}",
                "city_id": city,
                "factor_id": str(facets.at[entry.facet, "factor_id"]),
                "factor_by": "source",
                "facet_id": entry.facet,
                "scope": "city",
                "kind": kind,
                "appraisal": appraisal,
                "stage": stage,
                "voice": "city",
                "attribution": "as_printed",
                "as_of": check.place.since,
                "audience": ";".join(entry.audience),
                "themes": ";".join(entry.topics),
                "source": source,
            }
            rows.append(_apart(data, {**shared, **texts}))
    return rows, left


def _statements(entry: Entry, *, direction: bool) -> Iterator[tuple[str, str, str, Row]]:
    """What an answer says, a statement each: its kind, appraisal, stage, and its texts.

    That there is none yet is no statement of the dataset, and no limit.
    """
    kind = entry.kind or ("direction" if direction else "asset")
    if entry.statement and entry.there in ("exists", "planned"):
        planned = entry.there == "planned"
        yield kind, "none", "planned" if planned else "exists", _texts(entry.statement, PLAN if planned else {})
    if entry.lack:
        yield kind, "limit", "exists", _texts(entry.lack, LACK)


def _texts(statement: str, before: Mapping[str, str]) -> Row:
    """A statement and its short form in both languages: as said in one, waiting for a translation in the other."""
    statement = _clean(statement)
    own = languages.of(statement)
    other = next(language for language in LANGUAGES if language != own)
    numbers = ", ".join(NUMBERS.findall(statement))
    waits = f"{WAITS[other]} ({numbers})" if numbers else WAITS[other]
    texts = {own: statement, other: waits}
    by_column = {}
    for language, text in texts.items():
        whole = f"{before[language]}: {text}" if before else text
        by_column[f"statement_{language}"] = whole
        short = _short(whole)
        if language == "th" and languages.of(short) != "th":  # a name in Latin letters at the head
            short = _short(_from_thai(whole))
        by_column[f"short_{language}"] = short
    return by_column


def _short(text: str) -> str:
    """The first words of a statement, up to its first number, for a curator to write anew."""
    short = text[:SHORT]
    if len(text) > SHORT:
        word, blank, _ = short.rpartition(" ")
        short = word if blank and len(word) > SHORT // 2 else short
    before = re.split(r"[0-9]", short)[0].strip(ENDS)
    return before or re.sub(r"[0-9]+", "", short).strip(ENDS) or re.sub(r"[0-9]+", "", text).strip(ENDS)[:SHORT]


def _from_thai(text: str) -> str:
    match = languages.THAI.search(text)
    return text[match.start() :] if match else text


def _apart(data: Dataset, row: Row) -> Row:
    """The row with short forms that stand in its cell of the map once: what the dataset says there already is first."""
    cell = data.evidence[(data.evidence["city_id"] == row["city_id"]) & (data.evidence["facet_id"] == row["facet_id"])]
    for language, text in OWN_WORDS.items():
        column = f"short_{language}"
        if row[column].casefold() in set(cell[column].str.casefold()):
            row[f"statement_{language}"] += f" {text}"
            row[column] = f"{row[column][: SHORT - len(text) - 1]} {text}"
    return row


def _clean(text: str) -> str:
    """A text without the signs that the dataset keeps for itself: braces, backticks, digits that are Thai."""
    plain = text.translate(str.maketrans("{}`๐๑๒๓๔๕๖๗๘๙", "()'0123456789"))
    return " ".join(plain.split())


def _needs(check: SelfCheck, city: str, source: str) -> Iterator[Row]:
    for number, entry in enumerate(check.of("needs"), start=1):
        texts = _texts(entry.statement, {})
        yield {
            "need_id": f"{city}_own_need_{number}",
            "city_id": city,
            "need_th": texts["statement_th"],
            "need_en": texts["statement_en"],
            "audience": ";".join(entry.audience),
            "source": source,
        }


def _note(check: SelfCheck, tables: Mapping[str, Sequence[Row]], left: Sequence[str], t: Translations) -> str:
    """What a curator has to know and to do before the rows join the dataset."""
    lines = [t("note_title", city=check.place.name or t("no_name")), ""]
    lines += [t("note_rows", table=name, n=len(rows)) for name, rows in tables.items()] or [t("note_no_rows")]
    lines += ["", *(f"- {t(f'note_{line}')}" for line in ("voice", "proof", "translate", "short", "point", "topics"))]
    proofs = [f"  {entry.statement or entry.lack}: {entry.proof}" for entry in check.of("facets") if entry.proof]
    lines += ["", t("note_proofs"), *proofs] if proofs else []
    lines += ["", t("note_left"), *(f"  {text}" for text in left)] if left else []
    return "\n".join(lines) + "\n"
