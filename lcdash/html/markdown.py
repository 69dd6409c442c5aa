"""Markdown of the dataset's own documents, as a page shows it."""

import re


def tame(text: str) -> str:
    """Markdown that only formats: no title, headings below those of the page, no pictures, which come from elsewhere.

    Streamlit shows HTML in it as text. Its own signs for colours, icons and formulas are taken as prose has them.
    """
    text = re.sub(r"\A# .*\n", "", text.replace("![", "["))
    text = re.sub(r"^#+ ", "### ", text, flags=re.MULTILINE)
    # Within `code` a sign is a sign already, and a backslash would show.
    return re.sub(r"(`[^`]*`)|([$:])", lambda found: found[1] or f"\\{found[2]}", text)
