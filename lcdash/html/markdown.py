"""Markdown of the dataset's own documents, as a page shows it."""

import re

from lcdash.html.rendering import in_language
from lcdash.language import languages


def tame(text: str) -> str:
    """Markdown that only formats: no title, headings below those of the page, no pictures, which come from elsewhere.

    Streamlit shows HTML in it as text. Its own signs for colours, icons and formulas are taken as prose has them.
    """
    text = re.sub(r"\A# .*\n", "", text.replace("![", "["))
    text = re.sub(r"^#+ ", "### ", text, flags=re.MULTILINE)
    # Within `code` a sign is a sign already, and a backslash would show.
    return re.sub(r"(`[^`]*`)|([$:])", lambda match: match[1] or f"\\{match[2]}", text)


def spoken(text: str, language: str) -> str:
    """The same with words of the other language marked, for a page that lets HTML through: all else is escaped."""
    pieces = re.split(r"(`[^`]*`|[|\n])", tame(text))  # no mark reaches from one cell of a table into the next
    codes = {piece for piece in pieces if piece.startswith("`") and not languages.THAI.search(piece)}
    return "".join(piece if piece in codes else in_language(piece.strip("`"), language) for piece in pieces)
