"""What `python -m lcdash check` finds: each rule by one fault, what Excel saves, and damage of any kind.

A file of tests/bad_data is one fault, named for it: `damage` to a copy of the small sound dataset that stands in
tests/bad_data/mini, and the whole `messages` it must give; `rule` names what finds it.
"""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcdash import __main__ as command
from lcdash.dataset import check, citations, data_package, loading
from lcdash.dataset.check import pages, reading, table_schema

BAD_DATA = Path(__file__).parent / "bad_data"
MINI = BAD_DATA / "mini"
CASES = sorted(BAD_DATA.glob("*.json"))
TABLES = sorted(path.name for path in MINI.glob("*.csv"))
FILES = sorted(path.name for path in MINI.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small sound dataset, to be damaged."""
    return shutil.copytree(MINI, tmp_path / "data")


def messages(folder: Path) -> list[str]:
    return [str(problem) for problem in check.problems(folder)]


# One fault at a time


def damage(folder: Path, file: str, **change: Any) -> None:
    """Change one file of a dataset.

    row, column, value      a cell; row as a spreadsheet counts it
    feature, column, value  a property of a GeoJSON feature, its geometry or its coordinates
    replace=[old, new]      in the text of the file, where `old` stands once
    drop_column             from a table
    at=[key, ...], value    in the descriptor, a part of a list by its name; without `value` the part is taken away
    text                    in place of what the file holds
    saved_as                an encoding other than UTF-8
    delete                  the file
    """
    path = folder / file
    match change:
        case {"row": row, "column": column, "value": value}:
            edit_rows(path, lambda rows: rows[row - 1].__setitem__(rows[0].index(column), value))
        case {"feature": feature, "column": column, "value": value}:
            collection = json.loads(path.read_text(encoding="utf-8"))
            damaged = collection["features"][feature - 1]
            places = {"geometry": damaged, "coordinates": damaged["geometry"]}
            places.get(column, damaged["properties"])[column] = value
            path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
        case {"replace": [old, new]}:
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1
            path.write_text(text.replace(old, new), encoding="utf-8")
        case {"drop_column": column}:
            edit_rows(path, lambda rows: [row.pop(place) for place in [rows[0].index(column)] for row in rows])
        case {"at": at}:
            described = json.loads(path.read_text(encoding="utf-8"))
            put_at(described, at, **{key: value for key, value in change.items() if key == "value"})
            path.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
        case {"text": text}:
            path.write_text(text, encoding="utf-8")
        case {"saved_as": encoding}:
            path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
        case {"delete": True}:
            path.unlink()
        case _:
            raise ValueError(change)


def put_at(part: Any, at: list[str], **change: Any) -> None:
    """Write `value` at a place of a descriptor, or take away what stands there."""
    *way, last = at
    for key in way:
        part = next(one for one in part if one["name"] == key) if isinstance(part, list) else part[key]
    if isinstance(part, list):
        last = next(number for number, one in enumerate(part) if one["name"] == last)
    if "value" in change:
        part[last] = change["value"]
    else:
        del part[last]


def edit_rows(path: Path, edit: Callable[[list[list[str]]], object]) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_fault_is_reported_with_its_place_what_was_found_and_what_is_allowed(case: Path, folder: Path) -> None:
    described = json.loads(case.read_text(encoding="utf-8"))
    for change in described["damage"]:
        damage(folder, **change)
    assert messages(folder) == described["messages"]


def test_every_rule_has_a_case() -> None:
    named = {json.loads(case.read_text(encoding="utf-8"))["rule"] for case in CASES}
    assert named == {"read", *(rule.__name__ for rule in check.RULES)}


def test_pages_read_no_table_or_column_that_the_shipped_dataset_has_not() -> None:
    read = {
        (table, column) for table, of in pages.demands().items() if table not in pages.OTHER_DEMANDS for column in of
    }
    assert read <= columns(command.SHIPPED_DATA)


def test_a_folder_that_is_a_file_or_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert messages(tmp_path / "nowhere") == ["datapackage.json: found no such file, expected one"]
    (tmp_path / "file").touch()
    assert messages(tmp_path / "file") == [
        "datapackage.json: found a file that cannot be read (Not a directory), expected a readable file"
    ]


def test_a_file_that_cannot_be_opened_is_one_line(folder: Path) -> None:
    (folder / "needs.csv").unlink()
    (folder / "needs.csv").mkdir()
    [message] = messages(folder)
    assert message.startswith("needs.csv: found a file that cannot be read (")


def test_a_named_pipe_is_told_and_not_waited_for(folder: Path) -> None:
    (folder / "needs.csv").unlink()
    os.mkfifo(folder / "needs.csv")
    os.mkfifo(folder / "extra.csv")  # which no list names
    told = "found no ordinary file, expected a file that can be read"
    assert messages(folder) == [f"{name}: {told}" for name in ("needs.csv", "extra.csv")]


def test_of_one_rule_a_thousand_faults_are_listed_and_that_there_are_more_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20,000 rows of "x" took minutes: a millisecond for a fault, and a line for each of 400,000."""
    assert table_schema.LISTED == check.LISTED == 1000
    monkeypatch.setattr(table_schema, "LISTED", 20)
    monkeypatch.setattr(check, "LISTED", 5)
    head = (folder / "needs.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    row = ",".join(["x "] * len(head.split(",")))
    (folder / "needs.csv").write_text("\n".join([head, *[row] * 300]), encoding="utf-8")
    found = [message for message in messages(folder) if message.startswith("needs.csv")]
    assert len(found) < 150
    assert sum("more faults like the 5 that are listed" in one for one in found) >= 2
    assert any(one.endswith("what frictionless finds in later rows is not listed") for one in found)


@pytest.mark.parametrize("name", ["README.md", "needs.csv"])
def test_a_link_out_of_the_folder_is_told_and_what_it_leads_to_is_not_given_away(folder: Path, name: str) -> None:
    elsewhere = folder.parent / "secret.txt"
    elsewhere.write_text("secret", encoding="utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(elsewhere)
    assert messages(folder)[:1] == [
        f"{name}: found a link that leads out of the folder, expected a file of the folder itself"
    ]
    assert name not in data_package.originals(folder)


def test_links_within_the_folder_are_followed(folder: Path) -> None:
    """As Kubernetes mounts a folder: each name is a link to a file below another folder."""
    (folder / "..data").mkdir()
    for name in FILES:
        (folder / name).rename(folder / "..data" / name)
        (folder / name).symlink_to(Path("..data") / name)
    assert messages(folder) == []


def test_a_file_too_large_for_a_table_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 1024**2)
    with (folder / "needs.csv").open("ab") as file:
        file.truncate(3 * 1024**2)
    assert messages(folder) == ["needs.csv: found a file of 3 MB, expected at most 1 MB"]


def test_a_folder_that_may_not_be_entered_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)  # as root, the tests may enter any
    [message] = messages(folder)
    assert message == "datapackage.json: found a file that cannot be read (Permission denied), expected a readable file"


def test_a_rule_that_breaks_off_is_told_with_its_file_and_the_others_are_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: check.Data) -> Iterator[check.Problem]:
        for row in data["needs"].rows:
            yield data["needs"].problem(row, None, str(1 // 0), "")

    monkeypatch.setattr(check, "RULES", (broken, *check.RULES))
    damage(folder, "evidence.csv", row=3, column="kind", value="assett")
    assert messages(folder) == [
        "evidence.csv, row 3, column 'kind': found 'assett', expected one of direction, asset, practice",
        "needs.csv: found what stops the rule broken (ZeroDivisionError), expected data that the rule can read",
    ]


def test_faults_in_many_files_are_reported_together_in_the_order_of_the_files(folder: Path) -> None:
    damage(folder, "spaces.geojson", feature=1, column="kind", value="museeum")
    damage(folder, "cities.csv", row=3, column="region_nso", value="west")
    damage(folder, "evidence.csv", row=4, column="themes", value="the_see")
    damage(folder, "evidence.csv", row=3, column="kind", value="assett")
    damage(folder, "needs.csv", delete=True)
    damage(folder, "partners.csv", saved_as="utf-16")
    assert [message.partition(": found")[0] for message in messages(folder)] == [
        "needs.csv",
        "partners.csv",
        "cities.csv, row 3, column 'region_nso'",
        "evidence.csv, row 3, column 'kind'",
        "evidence.csv, row 4, column 'themes'",
        "spaces.geojson, feature 1, 'kind'",
    ]


def test_properties_of_a_feature_in_another_order_and_no_features_at_all_are_read_as_described(folder: Path) -> None:
    path = folder / "spaces.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        feature["properties"] = dict(reversed(feature["properties"].items()))
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert messages(folder) == []
    assert list(loading.read(folder).spaces) == list(loading.read(MINI).spaces)
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    assert list(loading.read(folder).spaces["space_id"]) == []


# The small dataset is sound


def test_the_small_dataset_itself_has_no_problem() -> None:
    assert check.examine(MINI) == check.Report([], tables=39, rows=210)


def test_the_small_dataset_has_no_table_or_column_that_the_shipped_one_has_not() -> None:
    assert columns(MINI) <= columns(command.SHIPPED_DATA)


def columns(folder: Path) -> set[tuple[str, str]]:
    data, _ = check.read(folder)
    return {(table, field["name"]) for table, field in data.described()}


def test_what_excel_saves_is_read(folder: Path) -> None:
    """A mark (BOM) before the text, CRLF at the ends of lines, TRUE for true."""
    for name in TABLES:
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(r"\b(true|false)\b", lambda word: word[0].upper(), text)
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert messages(folder) == []


@given(
    name=st.sampled_from(TABLES),
    shuffle=st.randoms(use_true_random=False),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoted=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
@settings(derandomize=True, deadline=None, max_examples=6)
def test_order_of_rows_quotation_marks_and_line_ends_make_no_difference(
    name: str, shuffle: random.Random, line_end: str, quoted: Any, encoding: str
) -> None:
    with copy_of_mini() as folder:
        header, *rows = csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline=""))
        shuffle.shuffle(rows)
        with (folder / name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, lineterminator=line_end, quoting=quoted).writerows([header, *rows])
        assert messages(folder) == []


# Damage of any kind is reported, and nothing else happens

TRAPS = "|=1+1|-|0|-0.0|nan|1e400|๑๒|true|ก|ํ|\u200b|\ufffe|a;b|;|[|a[]|a[b=c]|article2026[table=2 row= col=]|</|../|]("
TRAPS += "|crafts|doi_nuea|2567|0000-00-00|9999-12|2024-02-30/|/|2024/2023|javascript:|http://["
ANY_TEXT = st.sampled_from(TRAPS.split("|")) | st.text(max_size=12)
ANY_NUMBER = st.integers() | st.floats() | st.just(10**400)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | ANY_NUMBER | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)
SHARE = st.floats(0, 1, exclude_max=True)


@contextmanager
def copy_of_mini() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield shutil.copytree(MINI, Path(place) / "data")


def assert_reported(folder: Path, *, sound: bool = True) -> None:
    """Whatever is wrong is a list of lines that each begin with a file; `sound`: nothing need be wrong."""
    problems = check.problems(folder)
    assert sound or problems
    for problem in problems:
        assert problem.file in FILES
        assert str(problem).startswith(problem.file)
        assert str(problem).isprintable()


@given(st.lists(st.tuples(st.sampled_from(TABLES), SHARE, SHARE, ANY_TEXT), min_size=1, max_size=8))
@settings(derandomize=True, deadline=None, max_examples=15)
def test_any_text_in_any_cell_makes_a_list_of_problems(cells: list[tuple[str, float, float, str]]) -> None:
    with copy_of_mini() as folder:
        for name, down, across, text in cells:
            edit_rows(folder / name, lambda rows, at=(down, across), text=text: put(rows, *at, text))
        assert_reported(folder)


def put(rows: list[list[str]], down: float, across: float, text: str) -> None:
    row = rows[int(down * len(rows))]
    row[int(across * len(row))] = text


@given(st.sampled_from(TABLES), SHARE, SHARE)
@settings(derandomize=True, deadline=None, max_examples=10)
def test_a_dropped_column_is_always_reported_and_swapped_columns_too(name: str, one: float, other: float) -> None:
    with copy_of_mini() as folder:

        def swap(rows: list[list[str]]) -> None:
            first, second = int(one * len(rows[0])), int(other * len(rows[0]))
            for row in rows:
                if first == second:
                    row.pop(first)
                else:
                    row[first], row[second] = row[second], row[first]

        edit_rows(folder / name, swap)
        assert_reported(folder, sound=False)


@given(st.sampled_from([name for name in FILES if name != check.DESCRIPTOR]), SHARE, SHARE, st.binary(max_size=3))
@settings(derandomize=True, deadline=None, max_examples=15)
def test_bytes_cut_out_or_written_over_make_a_list_of_problems(name: str, start: float, end: float, by: bytes) -> None:
    with copy_of_mini() as folder:
        content = (folder / name).read_bytes()
        first, last = sorted([int(start * len(content)), int(end * len(content))])
        (folder / name).write_bytes(content[:first] + by + content[last:])
        assert_reported(folder)


@given(st.sampled_from(FILES), SHARE)
@settings(derandomize=True, deadline=None, max_examples=10)
def test_a_file_that_ends_too_early_makes_a_list_of_problems(name: str, share: float) -> None:
    with copy_of_mini() as folder:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: int(share * len(content))])
        assert_reported(folder)


@given(
    st.sampled_from(["spaces.geojson", "provinces.geojson", check.DESCRIPTOR]), st.lists(SHARE, max_size=7), ANY_JSON
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_anything_in_place_of_any_part_of_a_geojson_file_or_the_descriptor_makes_a_list_of_problems(
    name: str, path: list[float], value: Any
) -> None:
    """`path` leads into the file: at each level the share of the way along its parts."""
    with copy_of_mini() as folder:
        whole = {"": json.loads((folder / name).read_text(encoding="utf-8"))}
        part: Any = whole
        key: Any = ""
        for share in path:
            if not isinstance(part[key], dict | list) or not part[key]:
                break
            part, keys = part[key], list(part[key]) if isinstance(part[key], dict) else range(len(part[key]))
            key = keys[int(share * len(keys))]
        part[key] = value
        (folder / name).write_text(json.dumps(whole[""]), encoding="utf-8")
        assert_reported(folder)


# The command


def test_the_command_prints_every_problem_and_a_count_and_exits_with_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(folder, "evidence.csv", row=3, column="kind", value="assett")
    damage(folder, "needs.csv", delete=True)
    assert command.main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "needs.csv: found no such file, expected one, as datapackage.json lists it",
        "evidence.csv, row 3, column 'kind': found 'assett', expected one of direction, asset, practice",
        "2 problems",
    ]


def test_the_command_says_how_much_it_read_where_there_is_no_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check", str(MINI)]) == 0
    assert capsys.readouterr().out == "39 tables, 210 rows: no problems\n"


def test_the_command_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(folder, "evidence.csv", row=3, column="kind", value="assett")
    assert command.main(["check", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "problems": [
            {
                "file": "evidence.csv",
                "row": 3,
                "column": "kind",
                "found": "'assett'",
                "allowed": "one of direction, asset, practice",
                "message": "evidence.csv, row 3, column 'kind': found 'assett', "
                "expected one of direction, asset, practice",
            }
        ],
        "tables": 39,
        "rows": 210,
    }


def test_the_command_prints_thai_where_the_console_has_another_encoding(folder: Path) -> None:
    damage(folder, "needs.csv", row=2, column="need_en", value="ผู้สูงอายุ")
    run = subprocess.run(
        [sys.executable, "-m", "lcdash", "check", str(folder)],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        cwd=command.SHIPPED_DATA.parent,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert "found 'ผู้สูงอายุ', expected no Thai letters" in run.stdout.decode("utf-8")


# Citations

SOURCE_IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PLACES = st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True)
LOCATORS = st.dictionaries(st.sampled_from(citations.LOCATOR_KEYS), PLACES).map(
    lambda parts: " ".join(f"{key}={parts[key]}" for key in citations.LOCATOR_KEYS if key in parts)
)


def test_a_citation_is_a_source_and_where_in_it() -> None:
    cell = "onec2026[table=2 row=yala col=3];geonames"
    assert citations.parse(cell) == [("onec2026", "table=2 row=yala col=3"), ("geonames", "")]
    assert citations.locator_parts("table=2 row=yala col=3") == {"table": "2", "row": "yala", "col": "3"}
    assert citations.parse("") == []


@given(st.lists(st.tuples(SOURCE_IDS, LOCATORS), max_size=4))
@settings(derandomize=True, deadline=None)
def test_citations_are_read_as_they_were_built(cited: list[tuple[str, str]]) -> None:
    assert citations.parse(citations.build(cited)) == cited


NO_CITATIONS = "a;|Onec2026|a[]|a[para]|a[para=]|a[page=3]|a[para=1  item=2]|a[item=1 para=2]|a[para=1 para=1]"
NO_CITATIONS += "|a[para=1|a[[para=1]]|a [para=1]|a[para=1]b"


@pytest.mark.parametrize("piece", NO_CITATIONS.split("|"))
def test_what_is_no_citation_is_refused(piece: str) -> None:
    with pytest.raises(citations.CitationError, match="expected source_id or source_id"):
        citations.parse(piece)
