"""The whole dataset as one zip: a Data Package that frictionless, pandas and a spreadsheet open."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lcdash import settings

DESCRIPTOR = "datapackage.json"
# What stands in the data folder beside the files that the descriptor lists.
DOCUMENTS = ("README.md", "CHANGES.md", "human_check.csv")
CITATION = "CITATION.cff"
LICENCE_NOTE = "LICENSE.txt"


@cache
def archive(folder: Path) -> bytes:
    """The zip of a data folder that `check` has passed, made once per process.

    The files are those of the folder, byte by byte, at the root of the zip, where frictionless looks for them. The same
    files give the same bytes: every entry carries the date of the descriptor, not that of a disk.
    """
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8-sig"))
    year, month, day = (int(part) for part in str(descriptor["created"])[:10].split("-"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in _files(folder, descriptor):
            entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return buffer.getvalue()


def _files(folder: Path, descriptor: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield DESCRIPTOR, (folder / DESCRIPTOR).read_bytes()
    # Only what is listed: an editor's backup or lock file in the folder is no part of the dataset.
    for name in (*(resource["path"] for resource in descriptor["resources"]), *DOCUMENTS):
        if (folder / name).exists():
            yield name, (folder / name).read_bytes()
    yield CITATION, citation().encode()
    yield LICENCE_NOTE, licence_note(descriptor).encode()


def citation() -> str:
    """CITATION.cff: how to cite dataset and dashboard."""
    return (settings.ROOT / CITATION).read_text(encoding="utf-8")


def licence_note(descriptor: dict[str, Any]) -> str:
    """What the descriptor says of licences, as a text for people, in both languages."""
    lines = [
        f"{descriptor['title_th']} / {descriptor['title']}",
        f"{descriptor['version']} ({str(descriptor['created'])[:10]})",
        "",
        *(f"* {licence['title']}: {licence['path']}" for licence in descriptor["licenses"]),
        *(
            f"* {resource['path']}: {licence['title']}: {licence['path']}"
            for resource in descriptor["resources"]
            for licence in resource.get("licenses", [])
        ),
        "",
        f"ส่วนที่มีสัญญาอนุญาตหรือเครดิตของตนเองระบุไว้ใน README.md หัวข้อ 11 วิธีอ้างอิงอยู่ใน {CITATION}",
        "เอกสารต้นฉบับเป็นของเจ้าของเอกสาร และไม่รวมอยู่ในชุดข้อมูลนี้",
        f"README.md, section 11, says which parts have a licence or credit of their own; {CITATION} says how to cite.",
        "The source documents belong to their owners and are no part of this dataset.",
    ]
    return "\n".join(lines) + "\n"


@cache
def app_version() -> str:
    """The version of the dashboard, which is not that of the dataset."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
