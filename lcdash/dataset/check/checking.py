"""Rules over how the dataset was checked: no agreement beyond what was compared, no check of what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data
from lcdash.dataset.descriptor import DESCRIPTOR

# Of a round's total nothing was compared: how many statements there were.
COUNTED = "rows_then"
# The items whose single codes are ids of another table, or names of tables.
IDS = {"factor_id": "factors", "facet_id": "facets", "themes": "themes"}
OF_TABLES = ("true_rows", "substance")


def agreements_beyond_what_was_compared(data: Data) -> Iterator[Problem]:
    """No more rows agree than were compared, and how many agree is said of all but the counted item."""
    table = data["agreement"]
    for row in table.rows:
        if not row["agreed"]:
            if row["item"] != COUNTED:
                yield table.problem(row, "agreed", "nothing", f"a number, as its item is {row['item']}")
        elif row["agreed"].isdigit() and row["n"].isdigit() and int(row["agreed"]) > int(row["n"]):
            yield table.problem(row, "agreed", said(row["agreed"]), f"at most {row['n']}, as were compared")


def agreements_on_unknown_codes(data: Data) -> Iterator[Problem]:
    """A single code is one of the column that was compared, or a table where rows were read table by table."""
    table = data["agreement"]
    for row in table.rows:
        item, code = row["item"], row["code"]
        if item in IDS:
            allowed, where = set(data.by_id(IDS[item])), f"an id listed in {data[IDS[item]].file}"
        elif item in OF_TABLES:
            allowed, where = {resource["name"] for resource in data.descriptor["resources"]}, f"a table of {DESCRIPTOR}"
        else:
            field = data["evidence"].fields.get(item, {})
            allowed, where = set(field.get("constraints", {}).get("enum", ())), f"a code of {item}, or nothing"
        if code and code not in allowed:
            yield table.problem(row, "code", said(code), where)


def checks_of_rows_that_are_not_there(data: Data) -> Iterator[Problem]:
    """A person's verdict is about a row that exists, by its table and id."""
    table = data["human_check"]
    for row in table.rows:
        checked = data.tables.get(row["table"])
        if checked is None or not checked.key:
            if row["table"]:
                yield table.problem(row, "table", said(row["table"]), f"a table of {DESCRIPTOR} whose rows have an id")
        elif row["id"] and row["id"] not in data.by_id(checked.name):
            yield table.problem(row, "id", said(row["id"]), f"an id listed in {checked.file}")
