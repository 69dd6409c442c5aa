"""Sixty queries as a reader who has not seen the code writes them: what is meant stands among the first three."""

import csv

from lcdash.dataset import loading
from lcdash.search import search
from lcdash.settings import ROOT

QUERIES = ROOT / "tests" / "search_queries.csv"
FIRST = 3
DUE = 57


def first_hits(query: str) -> list[tuple[str, str]]:
    """What stands first on the page of results: what it offers as meant, a province, then the first of each kind."""
    answer = search.index(loading.load()).search(query, "th")
    meant = [("meant", near) for _, near in answer.meant]
    province = [("province", answer.province)] if answer.province else []
    found = [(one.entry.kind, one.entry.id) for one in answer.found]
    return [*meant, *province, *found]


def test_at_least_57_of_60_queries_have_what_is_meant_among_the_first_three_on_the_page() -> None:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        asked = list(csv.DictReader(file))
    assert len({row["query"] for row in asked}) == 60
    missed = [row["query"] for row in asked if (row["kind"], row["id"]) not in first_hits(row["query"])[:FIRST]]
    assert len(asked) - len(missed) >= DUE, missed
