"""What `make lint` finds by itself: nothing in this project, and each fault that is planted."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lcdash.dataset import loading, records
from lcdash.settings import ROOT, data_folder
from lint import __main__, columns, docstrings, names, styles, typed_rows

DATA = loading.read(data_folder())
TYPES = {"Any": object, "str": str, "tuple[str, ...]": tuple, "bool": bool, "int": int, "float": (float, int)}


def test_the_project_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert (__main__.main(), capsys.readouterr().out) == (0, "")


def test_each_table_of_the_descriptor_has_a_type_of_row_that_its_cells_keep_to() -> None:
    for resource in DATA.descriptor["resources"]:
        kind = getattr(records, typed_rows.row_name(resource["name"]))
        for row in records.each(DATA.table(resource["name"]), kind):
            wrong = {name: value for name, value in row._asdict().items()
                     if not isinstance(value, TYPES[kind.__annotations__[name].__forward_arg__])}  # fmt: skip
            assert wrong == {}, row


def test_rows_without_a_column_of_their_type_are_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="tag_th"):
        records.each(DATA.cities.drop(columns="tag_th"), records.City)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('data.evidence["knd"]', "knd"),
        ('self.data.cities[["name_th", "nam_en"]]', "nam_en"),
        ('data.evidence.loc[data.evidence["kind"] == "asset", "kin"]', "kin"),
        ('data.sources[f"titel_{language}"]', "titel_th"),
        ('data.events[data.events["kind"] == "joined"].sort_values("day")', "day"),
        ("[row.offices for row in records.each(data.speakers, records.Speaker)]", "offices"),
        ('[t.of(row, "label") for row in records.each(any_rows, standings.MemberCity)]', "label_th"),
        ('[t.of(row, "label") for row in records.each(data.themes, records.Theme)]', "label_th"),
        ('records.first(data.partners, records.Partner).nmae', "nmae"),
    ],
)  # fmt: skip
def test_a_column_that_no_table_has_is_found_by_its_line(line: str, column: str) -> None:
    found = columns.read(f"def planted(data, t, language):\n    return {line}\n", "planted.py")
    assert (found[0].line, found[0].column) == (2, column)


def test_a_column_is_found_behind_a_variable_and_in_a_parameter_called_as_its_table() -> None:
    text = """
def planted(evidence: pd.DataFrame) -> list[str]:
    limits = evidence[evidence["appraisal"] == "limit"]
    return [row.kind for row in records.each(limits, records.Evidence) if row.stages]
"""
    assert [str(one) for one in columns.read(text, "planted.py")] == [
        "planted.py:4: no column 'stages' in the table 'evidence'"
    ]


def test_a_column_is_found_in_a_parameter_that_is_a_row() -> None:
    text = """
def planted(claim: records.Evidence, t: Translations) -> str:
    return t.of(claim, "statment")
"""
    assert [(finding.line, finding.column) for finding in columns.read(text, "planted.py")] == [
        (3, "statment_th"),
        (3, "statment_en"),
    ]


def test_a_walk_through_rows_without_a_type_is_found() -> None:
    (finding,) = typed_rows.untyped_in("[row.kind for row in claims.itertuples()]", "planted.py")
    assert finding.startswith("planted.py:1: ")
    assert not list(typed_rows.untyped_in("list(claims.itertuples(index=False, name=None))", "planted.py"))


def test_mypy_sees_a_misspelt_column_of_a_row(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "import pandas as pd\n"
        "from lcdash.dataset import records\n"
        "def planted(claims: pd.DataFrame) -> list[str]:\n"
        "    return [row.kidn for row in records.each(claims, records.Evidence)]\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), str(planted)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert '"Evidence" has no attribute "kidn"' in told


def test_a_computed_column_that_no_line_makes_is_found() -> None:
    text = 'import pandas as pd\nshares = counts.assign(share=1)\nshares["share"], shares["shaer"]\n'
    assert list(columns.made_by_nobody({"planted.py": text})) == [
        "planted.py:3: no table has a column 'shaer', and no line makes one"
    ]


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("    return 1", "open_page has no docstring"),
        ('    """Open it as a page."""', "the docstring of open_page says no more than its name"),
        ('    """Every one."""', "a docstring of fewer than 4 words explains nothing"),
        ('    """Title and menu of a page."""\n    raise ValueError("no")', "does not say what it raises"),
        ('    """Title and menu of a page. Raises ValueError."""\n    raise ValueError("no")', ""),
        ('    """Title and menu of a page."""\n    try:\n        raise ValueError\n    except ValueError: ...', ""),
    ],
)
def test_a_docstring_says_what_the_name_does_not_and_what_is_raised(body: str, finding: str) -> None:
    found = list(docstrings.read(f'"""A module with a page."""\ndef open_page():\n{body}\n', "planted.py"))
    assert [line.rpartition(finding)[1] for line in found] == ([finding] if finding else [])


def test_a_participle_is_no_name_of_a_variable_and_may_be_one_of_a_field() -> None:
    text = "class Said(NamedTuple):\n    words: str\ndef f(told: str) -> None:\n    found = [one for one in told]\n"
    lines = {line.split(" is ")[0].removeprefix("planted.py:") for line in names.read(text, "planted.py")}
    assert lines == {"3: told", "4: found", "4: one"}


OXLINT = Path(sys.executable).with_name("oxlint")


def oxlint(*paths: Path | str) -> str:
    command = [OXLINT, "--config", ROOT / ".oxlintrc.json", "--format", "unix", *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_scripts_have_no_finding_and_a_misspelt_name_forgotten_variable_or_long_function_is_one(tmp_path: Path) -> None:
    assert "problem" not in oxlint("lcdash", "static")
    planted = tmp_path / "planted.js"
    long = "(() => {\n" + "  make('p');\n" * 40 + "})();\n"
    planted.write_text(f'const kept = 1;\nexport default () => mkae("p", {{}});\n{long}', encoding="utf-8")
    found = oxlint(planted)
    assert "'kept' is declared but never used" in found
    assert "'mkae' is not defined" in found
    assert "too many lines (42)" in found


def test_what_scripts_may_call_of_one_another_is_declared_in_one_of_them() -> None:
    shared = set(json.loads((ROOT / ".oxlintrc.json").read_text(encoding="utf-8"))["globals"])
    scripts = " ".join(path.read_text(encoding="utf-8") for folder in ("lcdash", "static")
                       for path in (ROOT / folder).rglob("*.js"))  # fmt: skip
    given = {"L", "WORDING"}  # Leaflet's own, and what the server writes into a script
    made = "function {0}(", " {0} = ", "class {0} "
    assert {name for name in shared - given if not any(one.format(name) in scripts for one in made)} == set()


def test_no_script_speaks_to_another_through_the_window() -> None:
    left = re.compile(r"\b(window|globalThis|self|parent)\.(lcdash\w+|(parent\.)?\w+ *(\?\?|\|\|)?=[^=>])")
    scripts = [path for folder in ("lcdash", "static") for path in (ROOT / folder).rglob("*.js")]
    ours = [path for path in scripts if path.name not in ("leaflet.js", "jquery.slim.min.js")]
    assert [path.name for path in ours if left.search(path.read_text(encoding="utf-8"))] == []
    assert left.search("window.lcdashPayload ??= {};")


def test_a_style_that_overrides_everything_says_what_it_overrides() -> None:
    sheet = "\n" * 9 + "p { margin: 0 !important; }\n/* !important: over the frame's */\nb { margin: 0 !important; }\n"
    assert list(styles.read(sheet, "planted.css")) == ["planted.css:10: !important without a reason beside it"]
