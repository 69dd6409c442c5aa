"""What is read by URL: the dataset, its documents, the tables computed from it, the workbook, and kept editions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from lcdash import settings
from lcdash.dataset import data_package, descriptor
from lcdash.dataset.data_package import File
from lcdash.dataset.loading import Dataset
from lcdash.documents import derived, workbook
from lcdash.language.translations import LANGUAGES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
DOCUMENTS = ("README.md", "CHANGES.md")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}
TYPES |= {"md": MARKDOWN, "cff": TEXT, "txt": TEXT}


@cache
def names(data: Dataset) -> tuple[str, ...]:
    """The names of all files of the edition on show, in the order in which they are listed; nothing is made for it."""
    originals = data_package.originals(data.folder)
    return (
        *data_package.files(data.folder),
        *(name for name in DOCUMENTS if name in originals),
        data_package.CITATION,
        *(f"{name}.csv" for name in derived.frames(data)),
        derived.DESCRIPTOR,
        *(workbook.file_name(data, language) for language in LANGUAGES),
    )


def file(data: Dataset, name: str) -> File | None:
    """The file of a name, of the edition on show, or of a kept one ("0.2.0/evidence.csv"); None where there is none.

    The name is looked up in lists, and no path is ever made of it.
    """
    version, _, inside = name.partition("/")
    if inside and version in editions():
        return edition(version).get(inside)
    if name not in names(data):
        return None
    files = data_package.files(data.folder)
    return files[name] if name in files else _made(data, name)


def listed(data: Dataset, name: str) -> tuple[str, ...]:
    """What there is where `name` is not: the files of the edition it names, else those on show and the editions."""
    version = name.partition("/")[0]
    if version in editions():
        return tuple(f"{version}/{name}" for name in edition(version))
    return (*names(data), *(f"{version}/" for version in editions()))


@cache
def _made(data: Dataset, name: str) -> File:
    """A document, a computed table or a workbook, made when it is first asked for."""
    changed = max(file.modified for file in data_package.files(data.folder).values())
    kind = TYPES.get(name.rpartition(".")[2], XLSX)
    for language in LANGUAGES:
        if name == workbook.file_name(data, language):
            return File(workbook.xlsx(data, language), XLSX, changed)
    if name == data_package.CITATION:
        return File(data_package.citation().encode(), kind, changed)
    if name in DOCUMENTS:
        content = data_package.originals(data.folder)[name]
        return File(content.removeprefix(data_package.BYTE_ORDER_MARK), kind, changed)
    return File(derived.files(data)[name], kind, changed)


# Editions


def editions() -> Mapping[str, str]:
    """Version -> name of its zip, of each edition that is kept."""
    folder = settings.editions_folder()
    return {path.stem: path.name for path in sorted(folder.glob("*.zip"))} if folder.is_dir() else {}


@cache
def edition(version: str) -> Mapping[str, File]:
    """Name -> file of a kept edition, its zip among them. Raises KeyError where it is not kept."""
    path = settings.editions_folder() / editions()[version]
    content, changed = path.read_bytes(), path.stat().st_mtime
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        versions = {
            name: File(packed.read(name).removeprefix(data_package.BYTE_ORDER_MARK), _type(name), changed)
            for name in packed.namelist()
        }
        described = descriptor.parsed(packed.read(descriptor.DESCRIPTOR))
    return {data_package.zip_name(described): File(content, "application/zip", changed), **versions}


def _type(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def keep(data: Dataset) -> tuple[str, bool]:
    """Keep the edition of a dataset that `check` has passed: the name of its zip, and whether it is new.

    Raises  FileExistsError where another edition of this version is kept: what was cited never changes.
    """
    folder = settings.editions_folder()
    folder.mkdir(exist_ok=True)
    path = folder / f"{data.version}.zip"
    content = data_package.archive(data.folder)
    if path.exists():
        if path.read_bytes() != content:
            raise FileExistsError(path.name)
        return path.name, False
    path.write_bytes(content)
    return path.name, True
