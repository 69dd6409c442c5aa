"""Citations as the `source` columns hold them: `onec2026[table=2 row=yala col=3];pmua2024[para=6]`.

A citation is a source_id and, in brackets, a locator that no language owns: `key=value` pairs, separated by one space.
Several citations are separated by `;`. Nothing here knows which sources or passages exist: `check` looks that up.
"""

import re
from collections.abc import Iterable

SEPARATOR = ";"
# In this order within a locator, so that one passage has one spelling.
LOCATOR_KEYS = ("sec", "para", "item", "table", "row", "col", "figure")
LOCATOR_FORM = f"key=value, or several with a space between, with the keys {', '.join(LOCATOR_KEYS)} in this order"
FORM = f"source_id or source_id[locator], the locator as {LOCATOR_FORM}"

_CITATION = re.compile(r"([a-z][a-z0-9_]*)(?:\[([^\[\]]*)\])?")
_PAIR = re.compile(r"([a-z]+)=([a-z0-9_]+)")


class CitationError(ValueError):
    """A text that is no citation; `found` is the piece at fault."""

    def __init__(self, piece: str) -> None:
        super().__init__(f"found {piece!r}, expected {FORM}")
        self.found = piece


def pieces(text: str) -> list[str]:
    """Each citation of a cell as it is written: "a[para=1];b" -> ["a[para=1]", "b"]. "" has none."""
    return text.split(SEPARATOR) if text else []


def parse(text: str) -> list[tuple[str, str]]:
    """The citations of a cell, each as (source_id, locator); the locator of a source cited as a whole is "".

    Raises  CitationError naming the first piece that is not written as FORM says.
    """
    citations = []
    for piece in pieces(text):
        match = _CITATION.fullmatch(piece)
        if not match:
            raise CitationError(piece)
        source_id, locator = match.groups()
        try:
            empty_brackets = locator is not None and not locator_parts(locator)
        except CitationError:
            raise CitationError(piece) from None
        if empty_brackets:
            raise CitationError(piece)
        citations.append((source_id, locator or ""))
    return citations


def build(citations: Iterable[tuple[str, str]]) -> str:
    """The cell that `parse` reads as `citations`: [("a", "para=1"), ("b", "")] -> "a[para=1];b"."""
    return SEPARATOR.join(f"{source_id}[{locator}]" if locator else source_id for source_id, locator in citations)


def locator_parts(locator: str) -> dict[str, str]:
    """What a locator names, in its order: "table=2 row=yala" -> {"table": "2", "row": "yala"}; "" -> {}.

    Raises  CitationError where a pair is no `key=value`, or keys are unknown, repeated or out of order.
    """
    if not locator:
        return {}
    pairs = [_PAIR.fullmatch(pair) for pair in locator.split(" ")]
    parts = {pair[1]: pair[2] for pair in pairs if pair}
    if len(parts) < len(pairs) or list(parts) != [key for key in LOCATOR_KEYS if key in parts]:
        raise CitationError(locator)
    return parts


def is_cell(locator: str) -> bool:
    """Whether a locator names the cell of a table: "table=2 row=yala col=3", its row a city and its column a factor.

    Raises  CitationError as `locator_parts` does.
    """
    return {"row", "col"} <= locator_parts(locator).keys()
