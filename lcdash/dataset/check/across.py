"""Rules across tables that no foreign key can say: inside lists, by the name of a table, by what a row says there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from lcdash.dataset import codebook_text
from lcdash.dataset.check.report import Problem, said
from lcdash.dataset.check.tables import Data
from lcdash.dataset.codebook_text import README
from lcdash.dataset.descriptor import DESCRIPTOR

WORKING_ROLES = {"lead", "partner", "funder", "academic", "mentor"}
ALIAS_TABLES = {"city": "cities", "partner": "partners", "space": "spaces", "programme": "programmes", "term": "themes"}


def bad_list_items(data: Data) -> Iterator[Problem]:
    """A list names each item once, and only codes or ids that the descriptor allows there."""
    for table, row, column, cell in data.cells_having("separator"):
        field = table.fields[column]
        items = cell.split(field["separator"])
        allowed, of = field.get("item_enum"), ""
        if "items_of" in field:
            target, _, key = field["items_of"].partition(".")
            if target in data.tables and key in data.tables[target].columns:
                allowed, of = {other[key] for other in data.tables[target].rows}, data.tables[target].file
        for item, times in Counter(items).items():
            if not item or times > 1:
                yield table.problem(row, column, said(cell), "each item once, none empty")
            elif allowed is not None and item not in allowed:
                yield table.problem(
                    row, column, said(item), f"an id listed in {of}" if of else f"one of {', '.join(allowed)}"
                )


def codes_unlike_the_descriptor(data: Data) -> Iterator[Problem]:
    """A reader finds in codes.csv exactly the codes that the descriptor allows, and those used for display."""
    codes = data["codes"]
    entries = {(row["list"], row["code"]) for row in codes.rows}
    enums: dict[str, list[list[str]]] = defaultdict(list)
    for table, field in data.described():
        if name := field.get("codes"):
            enum = field.get("item_enum") or field.get("constraints", {}).get("enum", [])
            enums[name].append(enum)
            for code in enum:
                if (name, code) not in entries:
                    allowed = f"each that {DESCRIPTOR} allows in {table}.{field['name']}"
                    yield codes.problem(None, "code", f"no {said(code)} in the list {said(name)}", allowed)
    display = data.descriptor.get("display_codes", [])
    for row in codes.rows:
        if row["list"] not in enums and row["list"] not in display:
            yield codes.problem(row, "list", said(row["list"]), f"a list that {DESCRIPTOR} names")
        for enum in enums.get(row["list"], []):
            if row["code"] not in enum:
                yield codes.problem(row, "code", said(row["code"]), f"one of {', '.join(enum)}")


def facets_of_another_factor(data: Data) -> Iterator[Problem]:
    """Wherever a row has both, its facet belongs to its factor; else it would count in two cells."""
    facets = data.by_id("facets")
    for table in data:
        if {"factor_id", "facet_id"} <= set(table.columns):
            for row in table.rows:
                facet = facets.get(row["facet_id"])
                if facet is not None and facet["factor_id"] != row["factor_id"]:
                    yield table.problem(row, "facet_id", said(row["facet_id"]), f"a facet of factor {row['factor_id']}")


def answers_to_what_is_no_limit(data: Data) -> Iterator[Problem]:
    """An answer is given to a limit: no other statement asks for one."""
    table, evidence = data["answers"], data.by_id("evidence")
    for row in table.rows:
        limit = evidence.get(row["limit_id"])
        if limit is not None and limit["appraisal"] != "limit":
            allowed = "the id of a statement whose appraisal is limit"
            yield table.problem(row, "limit_id", said(row["limit_id"]), allowed)


def answers_that_are_not_there(data: Data) -> Iterator[Problem]:
    """What answers a limit is a statement or a programme; a foreign key knows one table only."""
    table = data["answers"]
    ids = data.by_id("evidence").keys() | data.by_id("programmes").keys()
    for row in table.rows:
        if row["answer_id"] and row["answer_id"] not in ids:
            allowed = "an id listed in evidence.csv or programmes.csv"
            yield table.problem(row, "answer_id", said(row["answer_id"]), allowed)


def conflict_targets_that_are_not_there(data: Data) -> Iterator[Problem]:
    """Table, row and column of a conflict exist, or its sign would stand nowhere."""
    table = data["conflict_targets"]
    names = {resource["name"] for resource in data.descriptor["resources"]}
    for row in table.rows:
        target = data.tables.get(row["table"])
        if row["table"] not in names:
            yield table.problem(row, "table", said(row["table"]), f"a table that {DESCRIPTOR} lists")
        if target is None:
            continue
        if row["row_id"] and target.key in target.columns and row["row_id"] not in data.by_id(target.name):
            yield table.problem(row, "row_id", said(row["row_id"]), f"an id listed in {target.file}")
        if row["column"] and row["column"] not in target.fields:
            yield table.problem(row, "column", said(row["column"]), f"a column of {target.file}")


def retired_ids_still_in_use(data: Data) -> Iterator[Problem]:
    """A retired id stands in retired.csv and no longer in its table, where what it became is."""
    table = data["retired"]
    names = {resource["name"] for resource in data.descriptor["resources"]}
    for row in table.rows:
        target = data.tables.get(row["table"])
        if row["table"] and row["table"] not in names:
            yield table.problem(row, "table", said(row["table"]), f"a table that {DESCRIPTOR} lists")
        if target is None or target.key not in target.columns:
            continue
        ids = data.by_id(target.name)
        if row["row_id"] in ids:
            yield table.problem(row, "row_id", said(row["row_id"]), f"an id that {target.file} no longer has")
        for item in filter(None, row["became"].split(";")):
            if item not in ids:
                yield table.problem(row, "became", said(item), f"an id listed in {target.file}")


def conflicts_with_one_side(data: Data) -> Iterator[Problem]:
    """A disagreement has two claims at least; an erratum corrects one."""
    claims = Counter(row["conflict_id"] for row in data["conflict_claims"].rows)
    table = data["conflicts"]
    for row in table.rows:
        count = claims[row["conflict_id"]]
        due = 1 if row["kind"] == "erratum" else 2
        if count < due:
            allowed = f"at least {due}, as its kind is {row['kind']}"
            yield table.problem(row, "conflict_id", f"{count} of its claims in conflict_claims.csv", allowed)


def severities_unlike_their_kind(data: Data) -> Iterator[Problem]:
    """How much is at stake is said of a disagreement; an erratum has none to weigh."""
    table = data["conflicts"]
    for row in table.rows:
        if row["kind"] == "erratum" and row["severity"]:
            yield table.problem(row, "severity", said(row["severity"]), "nothing, as its kind is erratum")
        if row["kind"] == "disagreement" and not row["severity"]:
            yield table.problem(row, "severity", "nothing", "a severity, as its kind is disagreement")


def disagreements_that_touch_nothing(data: Data) -> Iterator[Problem]:
    """What touches no row is met by no reader: it is no disagreement about the data."""
    table = data["conflicts"]
    touching = {row["conflict_id"] for row in data["conflict_targets"].rows}
    for row in table.rows:
        if row["kind"] == "disagreement" and row["conflict_id"] not in touching:
            yield table.problem(row, "conflict_id", said(row["conflict_id"]), "an id that conflict_targets.csv names")


def roles_of_a_speaker_alone(data: Data) -> Iterator[Problem]:
    """A body of which only a speech is known works with no city. Who runs an event may be named in a speech."""
    spoken: dict[str, set[str]] = {}
    for row in data["speakers"].rows:
        for partner in filter(None, row["partner_ids"].split(";")):
            spoken.setdefault(partner, set()).update(row["source"].split(";"))
    table = data["partnerships"]
    for row in table.rows:
        only_spoke = row["source"] and set(row["source"].split(";")) <= spoken.get(row["partner_id"], set())
        if only_spoke and row["role"] in WORKING_ROLES:
            allowed = "a place beyond those where its speakers are named"
            yield table.problem(row, "source", said(row["source"]), allowed)


def aliases_that_are_the_name(data: Data) -> Iterator[Problem]:
    """An alias adds a name to search by; the row's own name is searched anyway."""
    table = data["aliases"]
    for row in table.rows:
        target = data.tables.get(ALIAS_TABLES.get(row["entity"], ""))
        target_row = data.by_id(target.name).get(row["entity_id"]) if target is not None else None
        if target and target_row and row["alias"] in {target_row.get("name_th"), target_row.get("name_en")} - {""}:
            yield table.problem(row, "alias", said(row["alias"]), f"another name than that in {target.file}")


def aliases_of_nothing(data: Data) -> Iterator[Problem]:
    """The row that an alias names is in the table that its entity stands for."""
    table = data["aliases"]
    for row in table.rows:
        target = data.tables.get(ALIAS_TABLES.get(row["entity"], ""))
        if target is not None and row["entity_id"] and row["entity_id"] not in data.by_id(target.name):
            yield table.problem(row, "entity_id", said(row["entity_id"]), f"an id listed in {target.file}")


def synonyms_of_two_concepts(data: Data) -> Iterator[Problem]:
    """A word that stood in two concepts would make all of their words mean one thing."""
    table = data["synonyms"]
    concepts: dict[str, str] = {}
    for row in table.rows:
        first = concepts.setdefault(row["word"].casefold(), row["concept"])
        if first != row["concept"]:
            allowed = f"a word of one concept only: it stands in {first}"
            yield table.problem(row, "word", said(row["word"]), allowed)


def synonyms_alone(data: Data) -> Iterator[Problem]:
    """A concept of one word makes the search find nothing more."""
    table = data["synonyms"]
    sizes = Counter(row["concept"] for row in table.rows)
    for row in table.rows:
        if sizes[row["concept"]] < 2:
            yield table.problem(row, "concept", said(row["concept"]), "a concept of at least two words")


def search_words_of_nothing(data: Data) -> Iterator[Problem]:
    """Words to find an entry by name one that is there: a row, a table, a list of codes, a section of README.md."""
    table = data["search_words"]
    sections = codebook_text.of_text(data.documents.get(README, ""))
    targets = {
        "tables": ({resource["name"] for resource in data.descriptor["resources"]}, f"a table that {DESCRIPTOR} lists"),
        "codes": ({row["list"] for row in data["codes"].rows}, "a list that codes.csv holds"),
        "method": ({section.section_id for section in sections}, f"a section of {README}"),
    }
    for target in data:
        if target.key:
            targets[target.name] = set(data.by_id(target.name)), f"an id listed in {target.file}"
    for row in table.rows:
        if row["table"] not in targets:
            allowed = "a table whose rows have an id, or tables, codes or method"
            yield table.problem(row, "table", said(row["table"]), allowed)
        elif row["row_id"] not in targets[row["table"]][0]:
            yield table.problem(row, "row_id", said(row["row_id"]), targets[row["table"]][1])


def search_words_that_stand_in_the_row(data: Data) -> Iterator[Problem]:
    """Words to find a row by add to its own, which are searched anyway."""
    table = data["search_words"]
    entry_rows = {(target.name, row_id): row for target in data for row_id, row in data.by_id(target.name).items()}
    for row in table.rows:
        target, entry_row = data.tables.get(row["table"]), entry_rows.get((row["table"], row["row_id"]))
        if target is None or entry_row is None:
            continue
        own = {cell.casefold() for column, cell in entry_row.items() if column.endswith(("_th", "_en"))}
        for column in ("thai_words", "english_words"):
            for word in row[column].split(";"):
                if word and word.casefold() in own:
                    yield table.problem(row, column, said(word), f"other words than those of the row in {target.file}")
