"""What the operator of a dashboard may set, read once from the environment.

Each setting has an answer that is right for a reader on their own computer, so that nothing needs to be set.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

DATA = Path(os.environ.get("LCDASH_DATA", ROOT / "data"))
"""The folder of the dataset with its `datapackage.json`; the project's own `data/` unless set."""

PUBLIC_ADDRESS = os.environ.get("LCDASH_PUBLIC_ADDRESS", "").rstrip("/")
"""Where readers find this dashboard (`https://...`, no slash at the end); empty where it has no address of its own.
Copied links and citations then name this address, whatever name the reader's browser used."""

REPORT_ADDRESS = os.environ.get("LCDASH_REPORT_ADDRESS", "")
"""Where a reader reports a mistake: a mail or a web address; empty where nobody answers, and no page offers it."""

TILES = os.environ.get("LCDASH_TILES", "")
"""Template of a street map's tiles (`https://.../{z}/{x}/{y}.png`); empty: no page asks another host for anything."""
