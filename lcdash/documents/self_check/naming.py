"""What the files of a place are called: by its name, so that those of several are told apart in a folder."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40  # characters of a place's name
NO_NAME = "your-city"
OTHER = re.compile("[^0-9A-Za-z\u0e01-\u0e4e\u0e50-\u0e59]+")  # than Thai and Latin letters and digits


def stem(name: str) -> str:
    """A place's name as a file's name may begin: Thai and Latin letters and digits, nothing that means a path."""
    plain = OTHER.sub("-", unicodedata.normalize("NFC", name))
    return plain.strip("-")[:LONGEST].strip("-") or NO_NAME
