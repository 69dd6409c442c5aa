"""The dataset as it is given away: as one zip that frictionless, pandas and a spreadsheet open, and file by file."""

from __future__ import annotations

import hashlib
import io
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lcdash import descriptor, settings
from lcdash.descriptor import DESCRIPTOR

# What stands in the data folder beside the files that the descriptor lists.
DOCUMENTS = ("README.md", "CHANGES.md", "human_check.csv")
CITATION = "CITATION.cff"
LICENCE_NOTE = "LICENSE.txt"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Where files are read by URL: /files/evidence.csv.
BY_URL = "files"

# Whether this process answers there: asgi.py does and says so here, `streamlit run app.py` does not. A page names no
# address that nobody answers.
served_by_url = False


@cache
def archive(folder: Path) -> bytes:
    """The zip of a data folder that `check` has passed, made once per process.

    The files are those of the folder, byte by byte, at the root of the zip, where frictionless looks for them. The same
    files give the same bytes: every entry carries the date of the descriptor, not that of a disk.
    """
    described = descriptor.read(folder)
    year, month, day = (int(part) for part in str(described["created"])[:10].split("-"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in _files(folder, described):
            entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return buffer.getvalue()


def _files(folder: Path, described: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield DESCRIPTOR, (folder / DESCRIPTOR).read_bytes()
    # Only what is listed: an editor's backup or lock file in the folder is no part of the dataset.
    for name in (*(resource["path"] for resource in described["resources"]), *DOCUMENTS):
        if (folder / name).exists():
            yield name, (folder / name).read_bytes()
    yield CITATION, citation().encode()
    yield LICENCE_NOTE, licence_note(described).encode()


@dataclass(frozen=True)
class File:
    """A file as a program gets it: `modified` in seconds since 1970."""

    content: bytes
    mediatype: str
    modified: float

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


@cache
def files(folder: Path) -> dict[str, File]:
    """Name -> file, of all that is read by URL: what the descriptor lists, the descriptor, and the zip; nothing else.

    Read once per process, as the pages read it: both say the same until the dashboard is started anew. The mark (BOM)
    that Excel puts at the start is left out, as it stops some programs.
    """
    described = descriptor.read(folder)
    types = {resource["path"]: resource["mediatype"] for resource in described["resources"]}
    found = {
        name: File(
            (folder / name).read_bytes().removeprefix(BYTE_ORDER_MARK),
            f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            (folder / name).stat().st_mtime,
        )
        for name, kind in {DESCRIPTOR: "application/json", **types}.items()
    }
    newest = max(file.modified for file in found.values())
    return found | {zip_name(described): File(archive(folder), "application/zip", newest)}


def zip_name(described: dict[str, Any]) -> str:
    """What the zip is called by URL, where an address outlives a version."""
    return f"{described['name']}.zip"


def citation() -> str:
    """CITATION.cff: how to cite dataset and dashboard."""
    return (settings.ROOT / CITATION).read_text(encoding="utf-8")


def licence_note(described: dict[str, Any]) -> str:
    """What the descriptor says of licences, as a text for people, in both languages."""
    lines = [
        f"{described['title_th']} / {described['title']}",
        f"{described['version']} ({str(described['created'])[:10]})",
        "",
        *(f"* {licence['title']}: {licence['path']}" for licence in described["licenses"]),
        *(
            f"* {resource['path']}: {licence['title']}: {licence['path']}"
            for resource in described["resources"]
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
