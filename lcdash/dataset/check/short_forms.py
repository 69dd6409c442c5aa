"""Rules over the short forms that pictures and one-page summaries draw: none says more than its long form."""

from __future__ import annotations

from collections.abc import Iterator

from lcdash.dataset.check.report import Problem, row_word, said
from lcdash.dataset.check.tables import Data, Row, Table
from lcdash.dataset.check.two_languages import numbers_in, spells_out

# Of each table with short forms: the column they shorten, and the columns within whose values each stands once.
SHORTENED = {
    "evidence": ("statement", ("city_id", "factor_id", "facet_id")),
    "facets": ("name", ()),
    "factors": ("name", ()),
    "themes": ("name", ()),
    "partners": ("name", ()),
}
# The picture gives a limit of the whole country less room than a statement of a city.
LONGEST_COUNTRY_LIMIT = 40
# What a short form still has to say of a row whose scope or stage is this: an example is no claim about the city, and a
# proposal or plan is nothing that is there.
FRAMES: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("scope", "example"): {"th": ("ตัวอย่าง",), "en": ("example",)},
    ("stage", "planned"): {"th": ("เตรียม", "แผน"), "en": ("prepare", "preparing", "plan")},
    ("stage", "proposed"): {"th": ("เสนอ", "ควร"), "en": ("propose", "proposal", "should")},
}


def short_forms_longer_than_the_whole(data: Data) -> Iterator[Problem]:
    """A short form has at most as many characters as what it shortens."""
    for table, row, column, long_column in _short_forms(data):
        if len(row[column]) > len(row[long_column]) > 0:
            finding = f"{said(row[column])}, {len(row[column])} characters"
            yield table.problem(row, column, finding, f"at most {len(row[long_column])}, as {long_column} has")


def country_limits_too_long(data: Data) -> Iterator[Problem]:
    """Limits of the whole country fit the room that pictures give them."""
    table = data["evidence"]
    for row in table.rows:
        if (row["scope"], row["appraisal"]) == ("country", "limit"):
            for column in ("short_th", "short_en"):
                if (length := len(row[column])) > LONGEST_COUNTRY_LIMIT:
                    allowed = f"at most {LONGEST_COUNTRY_LIMIT} for a limit of the whole country"
                    yield table.problem(row, column, f"{length} characters", allowed)


def short_forms_given_twice(data: Data) -> Iterator[Problem]:
    """In one cell of the picture, or among the names of one table, a reader could not tell the two apart."""
    first: dict[tuple[str, ...], Row] = {}
    for table, row, column, _ in _short_forms(data):
        within = SHORTENED[table.name][1]
        place = (table.name, column, row[column].casefold(), *(row[group_column] for group_column in within))
        twin = first.setdefault(place, row)
        if twin is not row and row[column]:
            finding = f"{said(row[column])}, also in {row_word(table.file)} {twin.number}"
            yield table.problem(row, column, finding, "each once in a cell of the matrix" if within else "each once")


def short_forms_with_numbers_of_their_own(data: Data) -> Iterator[Problem]:
    """A short form says no number that its long form does not say."""
    for table, row, column, long_column in _short_forms(data):
        for number in numbers_in(row[column]) - numbers_in(row[long_column]):
            if row[long_column] and not spells_out(row[long_column], number):
                yield table.problem(row, column, f"the number {number}", f"a number that {long_column} has")


def short_forms_that_lose_their_frame(data: Data) -> Iterator[Problem]:
    """An example, a plan and a proposal stay one in the short form: FRAMES has the words."""
    table = data["evidence"]
    for row in table.rows:
        for (column, code), frame in FRAMES.items():
            for language, frame_words in frame.items():
                short = row[f"short_{language}"]
                if row[column] == code and short and not any(word in short.lower() for word in frame_words):
                    allowed = f"{' or '.join(frame_words)} in it, as its {column} is {code}"
                    yield table.problem(row, f"short_{language}", said(short), allowed)


def short_names_without_their_abbreviation(data: Data) -> Iterator[Problem]:
    """Who knows a body by its abbreviation finds it in the short name."""
    table = data["partners"]
    for row in table.rows:
        for language in ("th", "en"):
            short, abbreviation = row[f"short_{language}"], row[f"abbreviation_{language}"]
            if short and abbreviation not in short:
                yield table.problem(row, f"short_{language}", said(short), f"{abbreviation}, its abbreviation, in it")


def unbreakable_words_that_stand_nowhere(data: Data) -> Iterator[Problem]:
    """A word that no text holds keeps no line from breaking: most likely it is misspelt."""
    table = data["unbreakable"]
    texts = [cell for other, _, _, cell in data.cells() if other is not table]
    for row in table.rows:
        if row["word"] and not any(row["word"] in text for text in texts):
            yield table.problem(row, "word", said(row["word"]), "a word that stands in another table")


def _short_forms(data: Data) -> Iterator[tuple[Table, Row, str, str]]:
    """Every short form: its table, row and column, and the column that it shortens."""
    for table in data:
        stem = SHORTENED[table.name][0] if table.name in SHORTENED else ""
        for language in ("th", "en"):
            column, long_column = f"short_{language}", f"{stem}_{language}"
            if {column, long_column} <= {*table.columns}:
                yield from ((table, row, column, long_column) for row in table.rows)
