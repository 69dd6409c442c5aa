"""Rules over one table: what its rows say beside each other, and one column beside another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lcdash.dataset.check.cells import is_possible
from lcdash.dataset.check.report import Problem, row_word, said
from lcdash.dataset.check.tables import Data, Row

LONGEST_QUOTATION = 39
# Table, and the column within whose values a name stands once.
NAMED_ONCE = (("spaces", "city_id"), ("programmes", "city_id"), ("partners", None))


def names_given_twice(data: Data) -> Iterator[Problem]:
    """Readers choose by name: two rows of one name could not be told apart."""
    for name, group in NAMED_ONCE:
        table = data.tables.get(name)
        if table is None or (group and group not in table.columns):
            continue
        for column in ("name_th", "name_en"):
            first: dict[tuple[str, str], Row] = {}
            for row in table.rows if column in table.columns else []:
                twin = first.setdefault((row[group] if group else "", row[column].casefold()), row)
                if twin is not row and row[column]:
                    finding = f"{said(row[column])}, also in {row_word(table.file)} {twin.number}"
                    yield table.problem(row, column, finding, "each name once in a city" if group else "each name once")


def websites_of_nobody(data: Data) -> Iterator[Problem]:
    """A reader is told whose website it is: a municipality's is not the province's that is the member."""
    table = data["cities"]
    for row in table.rows:
        if bool(row["website"]) != bool(row["website_of_th"]):
            finding = said(row["website_of_th"]) if row["website_of_th"] else "nothing"
            yield table.problem(row, "website_of_th", finding, "whose website it is, where there is one")


def ends_before_beginnings(data: Data) -> Iterator[Problem]:
    """`until` is not before `since`, as far as both are known: a year alone may hold both."""
    for table in data:
        if {"since", "until"} <= set(table.columns):
            for row in table.rows:
                interval = f"{row['since']}/{row['until']}"
                if is_possible(row["since"]) and is_possible(row["until"]) and not is_possible(interval):
                    yield table.problem(row, "until", said(row["until"]), f"nothing before {row['since']}, its since")


def cities_unlike_their_scope(data: Data) -> Iterator[Problem]:
    """A statement about the country names no city, any other one does."""
    table = data["evidence"]
    for row in table.rows:
        if row["scope"] == "country" and row["city_id"]:
            yield table.problem(row, "city_id", said(row["city_id"]), "nothing, as its scope is country")
        if row["scope"] != "country" and not row["city_id"]:
            yield table.problem(row, "city_id", "nothing", f"a city, as its scope is {row['scope']}")


def favour_not_of_the_study(data: Data) -> Iterator[Problem]:
    """Only the study's own judgement is favourable: praise in another voice is reported, not shared."""
    table = data["evidence"]
    for row in table.rows:
        if row["appraisal"] == "favourable" and row["voice"] != "study":
            yield table.problem(row, "appraisal", "'favourable'", f"none or limit, as its voice is {row['voice']}")


def long_quotations(data: Data) -> Iterator[Problem]:
    """Printed words are quoted no longer than quoting allows."""
    table = data["evidence"]
    for row in table.rows:
        if (length := len(row["printed_words_th"])) > LONGEST_QUOTATION:
            yield table.problem(row, "printed_words_th", f"{length} characters", f"at most {LONGEST_QUOTATION}")


def parts_of_a_space_elsewhere(data: Data) -> Iterator[Problem]:
    """A room and the building it is in are in one city."""
    table, spaces = data["spaces"], data.by_id("spaces")
    for row in table.rows:
        whole = spaces.get(row["part_of"])
        if whole is not None and whole["city_id"] != row["city_id"]:
            yield table.problem(row, "part_of", said(row["part_of"]), f"a space in {row['city_id']}")


def spaces_within_themselves(data: Data) -> Iterator[Problem]:
    """No space is part of itself, be it by way of others: pages would nest it without end."""
    table, spaces = data["spaces"], data.by_id("spaces")
    for row in table.rows:
        above, ancestors = spaces.get(row["part_of"]), set()
        while above is not None and above["space_id"] not in ancestors:
            ancestors.add(above["space_id"])
            above = spaces.get(above["part_of"])
        if row["space_id"] in ancestors:
            yield table.problem(row, "part_of", said(row["part_of"]), "a space that is not part of this one")


def disputes_not_marked(data: Data) -> Iterator[Problem]:
    """A city that sources call by different kinds of unit is marked so in each row, and only such a city."""
    table = data["memberships"]
    kinds = defaultdict(set)
    for row in table.rows:
        kinds[row["city_id"], row["scheme"]].add(row["member_type"])
    for row in table.rows:
        of_this = kinds[row["city_id"], row["scheme"]]
        disputed = "true" if len(of_this) > 1 else "false"
        if row["disputed"].lower() in {"true", "false"} - {disputed}:
            allowed = f"{disputed}, as its rows name the member_type {', '.join(sorted(of_this))}"
            yield table.problem(row, "disputed", said(row["disputed"]), allowed)
