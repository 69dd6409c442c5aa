"""What `python -m lcdash diff OLD NEW` prints, on folders made by hand."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lcdash import __main__ as command
from lcdash.__main__ import SHIPPED_DATA
from lcdash.dataset import data_package, diff

# A table with an id, one known by two columns, one without a key, a map, and the table of retired ids.
TABLES = {
    "needs": "need_id,need_en,audience\nbooks,Books to read,children\nwork,Work for all,\n",
    "answers": "limit_id,answer_id,reason_en\nl1,a1,It lends\nl1,a2,It teaches\n",
    "claims": "claim_en,source\nSays one,a\nSays one,a\nSays another,b\n",
    "retired": "table,row_id,became,date,note_en\n",
}
KEYS = {"needs": ["need_id"], "answers": ["limit_id", "answer_id"], "retired": ["table", "row_id"]}
# What every part of a descriptor has, and no test here is about.
NAMED = {"title": "A", "title_th": "ก", "description": "A.", "description_th": "ก"}
LICENCES = [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
PLACES = {"park": [100.1, 18.5], "app": None}


def descriptor(tables: dict[str, str], **about: Any) -> dict[str, Any]:
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "format": "csv",
            "schema": {
                "fields": [{"name": column, "type": "string"} for column in text.splitlines()[0].split(",")],
                **({"primaryKey": KEYS[name]} if name in KEYS else {}),
            },
        }
        for name, text in tables.items()
    ]
    fields = [{"name": "space_id", "type": "string"}, {"name": "open", "type": "boolean"}]
    spaces = {
        "name": "spaces",
        "path": "spaces.geojson",
        "format": "geojson",
        "properties_schema": {"fields": fields, "primaryKey": ["space_id"]},
    }
    described = {"name": "mini", "version": "1.0.0", "created": "2026-11-20", "licenses": LICENCES, **about}
    for part in (described, *resources, spaces):
        part.update(NAMED)
    for resource in (*resources, spaces):
        csv = resource["format"] == "csv"
        resource |= {"encoding": "utf-8", "mediatype": "text/csv" if csv else "application/geo+json"}
        for field in (resource.get("schema") or resource["properties_schema"])["fields"]:
            field.update(NAMED)
    return described | about | {"resources": [*resources, spaces]}


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Make a version: `make("new", needs="...")` has another table `needs`; None leaves a table out."""

    def make(
        name: str, places: dict[str, Any] | None = None, about: dict[str, Any] | None = None, **tables: str | None
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        kept = {table: text for table, text in {**TABLES, **tables}.items() if text is not None}
        for table, text in kept.items():
            (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        features = [
            {
                "type": "Feature",
                "properties": {"space_id": space, "open": True},
                "geometry": point and {"type": "Point", "coordinates": point},
            }
            for space, point in (places or PLACES).items()
        ]
        collection = {"type": "FeatureCollection", "features": features}
        (folder / "spaces.geojson").write_text(json.dumps(collection), encoding="utf-8")
        described = json.dumps(descriptor(kept, **(about or {})), ensure_ascii=False)
        (folder / "datapackage.json").write_text(described, encoding="utf-8")
        return folder

    return make


def told(old: Path, new: Path) -> list[str]:
    return [str(change) for change in diff.changes(diff.read(old), diff.read(new))]


def changed(table: str, old: str, new: str) -> str:
    assert old in TABLES[table]
    return TABLES[table].replace(old, new)


def test_a_changed_cell_is_told_with_row_column_old_and_new(make: Callable[..., Path]) -> None:
    new = make("new", needs=changed("needs", "Books to read,children", "หนังสือ,"))
    assert told(make("old"), new) == [
        "needs.csv, row books, column need_en: 'Books to read' -> 'หนังสือ'",
        "needs.csv, row books, column audience: 'children' -> nothing",
    ]


def test_rows_that_came_and_went_are_told(make: Callable[..., Path]) -> None:
    new = make("new", needs=changed("needs", "books,", "tools,"))
    assert told(make("old"), new) == ["needs.csv, row tools: added", "needs.csv, row books: removed"]


def test_a_removed_row_says_what_became_of_it(make: Callable[..., Path]) -> None:
    retired = TABLES["retired"] + "needs,books,tools;work,2026-12-01,Split in two\nneeds,other,,2026,Gone\n"
    new = make("new", needs=changed("needs", "books,", "tools,"), retired=retired)
    assert "needs.csv, row books: removed (retired 2026-12-01, became tools, work: Split in two)" in told(
        make("old"), new
    )
    assert "nothing took its place: Gone" in diff._retired(diff.read(new), "needs")["other"]


def test_a_row_known_by_two_columns_is_named_by_both(make: Callable[..., Path]) -> None:
    new = make("new", answers=changed("answers", "l1,a2,It teaches", "l1,a2,It trains") + "l2,,All of it\n")
    assert told(make("old"), new) == [
        "answers.csv, row limit_id=l1 answer_id=a2, column reason_en: 'It teaches' -> 'It trains'",
        "answers.csv, row limit_id=l2 answer_id='': added",
    ]


def test_rows_that_nothing_names_are_known_by_all_their_cells_and_counted(make: Callable[..., Path]) -> None:
    new = make("new", claims="claim_en,source\nSays another,b\nSays one,a\nSays a third,a\n")
    assert told(make("old"), new) == [
        "claims.csv, row claim_en='Says a third' source=a: added",
        "claims.csv, row claim_en='Says one' source=a: removed",
    ]


def test_columns_and_tables_that_came_and_went_are_told_and_the_rest_is_still_compared(
    make: Callable[..., Path],
) -> None:
    needs = "need_id,need_en,as_of\nbooks,More books,2020\nwork,Work for all,\n"
    new = make("new", needs=needs, claims=None, extra="extra_id\nx\n")
    assert told(make("old"), new) == [
        "needs.csv, column audience: removed",
        "needs.csv, column as_of: added",
        "needs.csv, row books, column need_en: 'Books to read' -> 'More books'",
        "extra.csv: added (1 row)",
        "claims.csv: removed (3 rows)",
    ]


def test_a_place_that_moved_is_told(make: Callable[..., Path]) -> None:
    outline = [[100 + step / 7, 18.0] for step in range(30)]
    new = make("new", places={"park": [100.2, 18.5], "app": outline})
    moved, drawn = told(make("old"), new)
    assert moved.startswith("spaces.geojson, row park, column geometry: '{")
    assert moved.endswith("[100.2, 18.5]}'")
    assert "[100.1, 18.5]" in moved
    assert drawn.startswith("spaces.geojson, row app, column geometry: nothing -> an outline of ")


def test_what_the_descriptor_says_is_compared_too(make: Callable[..., Path]) -> None:
    old = make(
        "old",
        about={
            "licenses": [{"name": "CC0", "title": "None", "path": "https://example.org/"}],
            "display_codes": ["kind"],
        },
    )
    new = make(
        "new", about={"licenses": [{"name": "BY", "title": "By", "path": "https://example.org/"}], "version": "1.1.0"}
    )
    path = new / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["resources"][0]["schema"]["fields"][1]["constraints"] = {"enum": ["ก", "b"]}
    path.write_text(json.dumps(described), encoding="utf-8")
    assert told(old, new) == [
        "datapackage.json, version: '1.0.0' -> '1.1.0'",
        """datapackage.json, licenses.BY: added: '{"name": "BY", "title": "By", "path": "https://example.org/"}'""",
        """datapackage.json, licenses.CC0: removed: '{"name": "CC0", "title": "None", "path": "https://example.org/"}'""",
        """datapackage.json, resources.needs.schema.fields.need_en.constraints: added: '{"enum": ["ก", "b"]}'""",
        "datapackage.json, display_codes: removed: '[\"kind\"]'",
    ]


def test_order_quotation_marks_and_line_ends_are_no_difference(make: Callable[..., Path]) -> None:
    old, new = make("old"), make("new")
    text = '\ufeffaudience,need_id,need_en\r\n,work,"Work for all"\r\nchildren,"books",Books to read\r\n'
    (new / "needs.csv").write_bytes(text.encode())
    path = new / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    fields = described["resources"][0]["schema"]["fields"]
    fields.insert(0, fields.pop())
    path.write_text(json.dumps(described, indent=2), encoding="utf-8")
    assert told(old, new) == []


# The command


def test_zips_and_folders_compare_with_each_other(
    make: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = make("old"), make("new", needs=changed("needs", "Books", "Maps"))
    flat = shutil.make_archive(str(tmp_path / "flat"), "zip", old)
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as packed:
        for path in new.iterdir():
            packed.write(path, f"project-1.0/data/{path.name}")
        packed.writestr("project-1.0/data/tests/deeper/datapackage.json", "{}")
    for one, other in ((flat, new), (old, nested), (flat, nested)):
        assert command.main(["diff", str(one), str(other)]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "needs.csv, row books, column need_en: 'Books to read' -> 'Maps to read'",
            "1 difference",
        ]
    assert command.main(["diff", flat, str(old)]) == 0
    assert capsys.readouterr().out == "no differences\n"


def test_the_shipped_zip_is_the_shipped_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "package.zip").write_bytes(data_package.archive(SHIPPED_DATA))
    assert command.main(["diff", str(tmp_path / "package.zip"), str(SHIPPED_DATA)]) == 0
    assert capsys.readouterr().out == "no differences\n"


def test_what_cannot_be_read_is_said_and_ends_with_2(
    make: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, short, twice = make("whole"), make("short"), make("twice", needs=TABLES["needs"] + "books,,\n")
    (short / "claims.csv").unlink()
    (tmp_path / "text.zip").write_text("not a zip", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("a.txt", "a")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("cities.csv", b"0" * (diff.LARGEST + 1))
    (tmp_path / "cut.zip").write_bytes(data_package.archive(SHIPPED_DATA)[:5000])
    for name, words in {
        "nowhere": "no such folder or file",
        "text.zip": "neither a folder nor a zip",
        "cut.zip": "neither a folder nor a zip",
        "other.zip": "no datapackage.json in this zip",
        "bomb.zip": "found 100,000,003 bytes unpacked, expected at most 100,000,000",
        "short": "claims.csv: found no such file, expected one, as datapackage.json lists it",
    }.items():
        assert command.main(["diff", str(whole), str(tmp_path / name)]) == 2
        printed = capsys.readouterr()
        assert (printed.out, printed.err) == ("", f"{tmp_path / name}: {words}\n")
    assert command.main(["diff", str(twice), str(whole)]) == 2
    assert capsys.readouterr().err == "needs.csv: two rows books, which nothing tells apart\n"
