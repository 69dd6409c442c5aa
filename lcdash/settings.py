"""What the operator of a dashboard may set, by environment variables.

Each setting has an answer that is right for a reader on their own computer, so that nothing needs to be set.
"""

import os
from pathlib import Path

# PyThaiNLP makes a folder in the home when it is imported, and fails where a service user may not: it has no need to.
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")

ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """`LCDASH_DATA`: the folder of the dataset with its `datapackage.json`; the project's own `data/` unless set."""
    return Path(os.environ.get("LCDASH_DATA") or ROOT / "data")


def editions_folder() -> Path:
    """`LCDASH_EDITIONS`: the folder of kept editions of the dataset; the project's own `editions/` unless set."""
    return Path(os.environ.get("LCDASH_EDITIONS") or ROOT / "editions")


def public_address() -> str:
    """`LCDASH_PUBLIC_ADDRESS`: where readers find this dashboard (`https://...`), without a slash at the end.

    Copied links and citations then name it, whatever name the reader's browser used. Empty: it has none of its own.
    """
    return os.environ.get("LCDASH_PUBLIC_ADDRESS", "").rstrip("/")


def report_address() -> str:
    """`LCDASH_REPORT_ADDRESS`: where a reader reports a mistake, a mail address or a web address.

    `someone@example.org`, or `https://example.org/new?title={subject}&body={text}`: {id}, {version}, {address},
    {subject} and {text} are filled in; a web address that names none gets id, version and address as parameters.
    Empty: every page says that this copy names no one to write to, and gives the text to copy.
    """
    return os.environ.get("LCDASH_REPORT_ADDRESS", "")


def tiles() -> str:
    """`LCDASH_TILES`: template of a street map's tiles (`https://.../{z}/{x}/{y}.png`).

    Empty: no page ever asks another host for anything.
    """
    return os.environ.get("LCDASH_TILES", "")
