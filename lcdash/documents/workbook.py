"""The whole dataset as one workbook: a sheet of contents, a sheet per table headed in words, and the codebook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from lcdash.dataset import descriptor, records
from lcdash.dataset.loading import Dataset
from lcdash.documents import derived, exports, spreadsheet
from lcdash.language import dates
from lcdash.language.translations import Translations


def file_name(data: Dataset, language: str) -> str:
    """What the workbook is called by URL, where an address outlives a version."""
    return f"{data.descriptor['name']}_{language}.xlsx"


@cache
def xlsx(data: Dataset, language: str) -> bytes:
    """The workbook in one language, made once: README, codebook, every table, then the tables computed from them."""
    from openpyxl import Workbook

    t = Translations("analysis", language)
    book = Workbook()
    book.properties.title = descriptor.title(data.descriptor, language)
    book.properties.creator = t("cite_author")
    spreadsheet.lines(book.active, list(_about(data, t)))
    book.active.title = exports.README_SHEET
    _codebook(book.create_sheet(spreadsheet.sheet_name(t("workbook_codebook"), book.sheetnames)), data, t)
    for resource in data.descriptor["resources"]:
        frame = data.table(resource["name"])
        if hasattr(frame, "geometry") and not frame.geometry.dropna().geom_type.eq("Point").all():
            frame = pd.DataFrame(frame.drop(columns="geometry"))  # outlines stand in the GeoJSON file alone
        extract = exports.Extract(data, resource["name"], frame, t)
        _sheet(book, descriptor.title(resource, language), extract)
    for resource in derived.described(data)["resources"]:
        if resource["name"] in derived.frames(data):
            frame = derived.frames(data)[resource["name"]]
            fields = resource["schema"]["fields"]
            heads = [f"{descriptor.title(field, language)} [{field['name']}]" for field in fields]
            kinds = ["boolean" if field["type"] == "boolean" else "" for field in fields]
            name = spreadsheet.sheet_name(descriptor.title(resource, language), book.sheetnames)
            spreadsheet.table(book.create_sheet(name), heads, frame.itertuples(index=False, name=None), kinds)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Any, title: str, extract: exports.Extract) -> None:
    exports.put_rows(book.create_sheet(spreadsheet.sheet_name(title, book.sheetnames)), extract)


def _about(data: Dataset, t: Translations) -> Iterator[tuple[str, ...]]:
    yield (descriptor.title(data.descriptor, t.language),)
    yield t("workbook_what"), descriptor.description(data.descriptor, t.language)
    released = dates.spoken(data.created, t.language)
    yield t("export_version"), t("foot_version", version=data.version, date=released)
    for licence in data.descriptor["licenses"]:
        yield t("export_licence"), f"{t('foot_licence')} {licence['path']}"
    year = dates.year(data.created[:4], t.language)
    title = descriptor.title(data.descriptor, t.language)
    citation = t("cite_text", year=year, version=data.version, date=released, title=title)
    yield t("export_cite"), f"{citation} {t('export_cite_source')}"
    yield t("export_voice"), t("foot_sources")
    yield t("export_independent"), t("foot_independent")
    yield t("export_made_how"), t("foot_made")
    yield t("workbook_silence"), t("silence_note")
    yield (t("workbook_sheets"),)
    for resource in [*data.descriptor["resources"], *derived.described(data)["resources"][: len(derived.frames(data))]]:
        yield resource["name"], descriptor.title(resource, t.language), descriptor.description(resource, t.language)


def _codebook(sheet: Any, data: Dataset, t: Translations) -> None:
    """Every column of every table, then every code: what it is called and what it means."""
    rows = []
    for resource in data.descriptor["resources"]:
        for field in descriptor.schema(resource)["fields"]:
            title, about = descriptor.title(field, t.language), descriptor.description(field, t.language)
            rows.append((resource["name"], field["name"], "", title, about))
    codes: pd.DataFrame = data.codes
    for row in records.each(codes, records.Code):
        rows.append(("codes", str(row.list), str(row.code), t.of(row, "name"), t.of(row, "definition")))
    heads = [t(f"workbook_{name}") for name in ("table", "column", "code", "name", "meaning")]
    spreadsheet.table(sheet, heads, rows, [""] * len(heads))
