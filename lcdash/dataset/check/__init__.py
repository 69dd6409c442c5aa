"""Whether a data folder holds to its own rules: `python -m lcdash check` prints what is found here.

What Table Schema can say of a column or a key stands in datapackage.json, and frictionless enforces it. The other rules
are what it cannot say: across tables, inside lists, about places and dates, between the two languages.
A rule takes the Data and yields one Problem per fault; RULES lists them all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from lcdash.dataset.check import (
    across,
    cells,
    checking,
    pages,
    places,
    rows,
    short_forms,
    sources,
    stories,
    table_schema,
    two_languages,
)
from lcdash.dataset.check.across import ALIAS_TABLES
from lcdash.dataset.check.reading import read
from lcdash.dataset.check.report import LISTED, Problem, Report
from lcdash.dataset.check.rows import NAMED_ONCE
from lcdash.dataset.check.tables import Data, NotThereError, Row, Table
from lcdash.dataset.check.two_languages import NUMBER_WORDS, THAI
from lcdash.dataset.descriptor import DESCRIPTOR

__all__ = [
    "ALIAS_TABLES", "DESCRIPTOR", "NAMED_ONCE", "NUMBER_WORDS", "RULES", "THAI",
    "Data", "Problem", "Report", "Row", "Table", "examine", "problems", "read",
]  # fmt: skip

RULES = (
    pages.columns_that_pages_read,
    pages.texts_of_the_descriptor,
    pages.created_on_no_day,
    table_schema.breaches_of_table_schema,
    cells.hidden_characters,
    cells.spaces_at_an_end,
    cells.formulas,
    cells.markup,
    cells.path_tricks,
    cells.addresses_not_of_the_web,
    two_languages.one_language_missing,
    two_languages.wrong_script,
    two_languages.different_numbers,
    cells.loosely_written_numbers,
    cells.impossible_dates,
    rows.ends_before_beginnings,
    across.bad_list_items,
    across.codes_unlike_the_descriptor,
    pages.codes_that_pages_name,
    pages.tables_without_a_row,
    pages.members_without_a_date,
    pages.network_of_no_size,
    sources.unknown_sources,
    sources.malformed_citations,
    sources.times_of_publication,
    sources.passages_not_in_the_ledger,
    sources.malformed_ledger_locators,
    sources.passages_without_an_outcome,
    sources.unknown_yields,
    sources.rows_missing_in_the_ledger,
    places.unusable_shapes,
    places.points_unlike_their_precision,
    places.too_many_decimals,
    places.spaces_outside_their_province,
    places.cities_in_no_province,
    places.cities_outside_their_province,
    rows.names_given_twice,
    rows.cities_unlike_their_scope,
    across.facets_of_another_factor,
    sources.cells_of_another_city_or_factor,
    rows.favour_not_of_the_study,
    rows.long_quotations,
    across.answers_to_what_is_no_limit,
    across.answers_that_are_not_there,
    rows.parts_of_a_space_elsewhere,
    rows.spaces_within_themselves,
    across.conflict_targets_that_are_not_there,
    across.retired_ids_still_in_use,
    sources.sources_read_before_they_were_issued,
    across.conflicts_with_one_side,
    across.severities_unlike_their_kind,
    across.disagreements_that_touch_nothing,
    across.roles_of_a_speaker_alone,
    across.aliases_of_nothing,
    across.aliases_that_are_the_name,
    across.synonyms_of_two_concepts,
    across.synonyms_alone,
    across.search_words_of_nothing,
    across.search_words_that_stand_in_the_row,
    rows.websites_of_nobody,
    rows.disputes_not_marked,
    stories.scenes_out_of_order,
    stories.minutes_that_do_not_add_up,
    stories.links_of_scenes_that_lead_nowhere,
    stories.placeholders_that_nothing_fills,
    short_forms.short_forms_longer_than_the_whole,
    short_forms.country_limits_too_long,
    short_forms.short_forms_given_twice,
    short_forms.short_forms_with_numbers_of_their_own,
    short_forms.short_forms_that_lose_their_frame,
    short_forms.short_names_without_their_abbreviation,
    short_forms.unbreakable_words_that_stand_nowhere,
    checking.agreements_beyond_what_was_compared,
    checking.agreements_on_unknown_codes,
    checking.checks_of_rows_that_are_not_there,
)


def examine(folder: Path) -> Report:
    """Every problem of the data folder, in the order of its files, and how much was read."""
    data, problems = read(folder)
    # Of a row that is cut short, or a property that is not there, nothing more can be said.
    in_doubt = {(problem.file, problem.row, problem.column) for problem in problems if problem.row}
    for rule in RULES:
        certain = (
            problem
            for problem in _found_by(rule, data)
            if not {(problem.file, problem.row, column) for column in (None, problem.column)} & in_doubt
        )
        problems.extend(certain if rule is table_schema.breaches_of_table_schema else _first_of(certain))
    order = {DESCRIPTOR: -1} | {table.file: number for number, table in enumerate(data)}
    problems = sorted(dict.fromkeys(problems), key=lambda problem: (order.get(problem.file, -1), problem.row or 0))
    return Report(problems, len(data.tables), sum(len(table.rows) for table in data))


def _first_of(problems: Iterator[Problem]) -> Iterator[Problem]:
    """As many as are listed of one rule, and for each file how many more there are."""
    yield from islice(problems, LISTED)
    for file, more in Counter(problem.file for problem in problems).items():
        yield Problem(file, None, None, f"{more} more faults like the {LISTED} that are listed", "none")


def _found_by(rule: Callable[[Data], Iterable[Problem]], data: Data) -> Iterator[Problem]:
    """What a rule finds; where it breaks off, that it does, and on which file: a check that stops says nothing."""
    data.looked_at = DESCRIPTOR
    try:
        yield from rule(data)
    except NotThereError:
        return
    except Exception as error:
        finding = f"what stops the rule {rule.__name__} ({type(error).__name__})"
        yield Problem(data.looked_at, None, None, finding, "data that the rule can read")


def problems(folder: Path) -> list[Problem]:
    """Every problem of the data folder."""
    return examine(folder).problems
