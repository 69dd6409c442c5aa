"""Sixty queries of each of six readers who have not seen the code: what is meant stands among the first three."""

import csv
from collections import defaultdict

import pytest

from lcdash.dataset import loading
from lcdash.search import search
from lcdash.settings import ROOT

QUERIES = ROOT / "tests" / "search_queries.csv"  # a row for each entry that a reader takes for right
FIRST = 3
DUE = 57


def first_hits(query: str, language: str) -> list[tuple[str, str]]:
    """What stands first on the page of results: what it offers as meant, a province, then the first of each kind."""
    answer = search.index(loading.load()).search(query, language)
    meant = [("meant", near) for _, near in answer.meant]
    province = [("province", answer.province)] if answer.province else []
    found = [(one.entry.kind, one.entry.id) for one in answer.found]
    return [*meant, *province, *found]


@pytest.mark.parametrize("reader", ["first", "second", "third", "fourth", "fifth", "sixth"])
def test_at_least_57_of_60_queries_have_what_is_meant_among_the_first_three_on_the_page(reader: str) -> None:
    right: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    with QUERIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["reader"] == reader:
                right[row["query"], row["language"]].add((row["kind"], row["id"]))
    assert len(right) == 60
    missed = [asked for asked, ids in right.items() if ids.isdisjoint(first_hits(*asked)[:FIRST])]
    assert len(right) - len(missed) >= DUE, missed
