"""What leaves the dashboard: tables that Excel shows in Thai and runs nothing of, and the package as one zip."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from lcdash import dataset, exports, package, settings, wording
from lcdash.dataset import Dataset

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset.read(settings.data_folder())


@pytest.fixture(scope="module")
def packed(data: Dataset) -> bytes:
    return package.archive(data.folder)


def as_text(content: bytes) -> pd.DataFrame:
    """A CSV as a program reads it that takes nothing for a number or a missing value."""
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")


# Tables


def test_columns_are_headed_in_the_readers_language_beside_the_machine_name(data: Dataset) -> None:
    thai = exports.titled(data, "evidence", data.evidence, "th")
    english = exports.titled(data, "evidence", data.evidence, "en")
    assert "ข้อความ (ไทย) [statement_th]" in thai.columns
    assert "Statement (Thai) [statement_th]" in english.columns
    assert [name.split("[")[1].rstrip("]") for name in thai.columns] == list(data.evidence.columns)


def test_a_column_the_descriptor_does_not_know_keeps_its_name(data: Dataset) -> None:
    assert "units" in exports.titled(data, "evidence", data.evidence.assign(units="x"), "th").columns


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_table_reads_back_as_the_file_has_it(data: Dataset, language: str) -> None:
    for name, frame in data.tables.items():
        kinds = {field["name"]: field["type"] for field in data.resource(name)["schema"]["fields"]}
        exported = as_text(exports.csv(exports.titled(data, name, frame, language)))
        exported.columns = frame.columns
        written = as_text((data.folder / data.resource(name)["path"]).read_bytes())
        for column in written:
            if kinds[column] == "number":  # 12.0 and 12 are one number
                assert pd.to_numeric(exported[column]).equals(pd.to_numeric(written[column])), f"{name}.{column}"
            else:
                assert list(exported[column]) == list(written[column]), f"{name}.{column}"


def test_a_year_stays_a_whole_number_where_another_is_not_known(data: Dataset) -> None:
    frame = pd.DataFrame({"year": [2015, None], "confidence": ["", "inferred"]})
    assert list(exports.titled(data, "designations", frame, "en").iloc[:, 0]) == ["2015", ""]


@pytest.mark.parametrize("cell", ["=1+1", "+1 (662)", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_leaves_with_an_apostrophe(cell: str) -> None:
    assert exports.harmless(cell) == f"'{cell}"
    content = exports.csv(pd.DataFrame({"note_th": [cell]})).decode("utf-8-sig")
    assert f"'{cell}" in content


@pytest.mark.parametrize("cell", ["ขอนแก่น", "a = b", "", "-12.5", 7, None])
def test_text_and_numbers_that_run_nothing_leave_as_they_are(cell: object) -> None:
    assert exports.harmless(cell) == cell


def test_a_csv_tells_excel_that_it_is_utf8(data: Dataset) -> None:
    content = exports.csv(exports.titled(data, "cities", data.cities, "th"))
    assert content.startswith(BYTE_ORDER_MARK)
    assert "เชียงราย" in content.decode("utf-8-sig")
    assert b"\r\n" in content


def test_a_download_is_named_by_dataset_version_table_and_language(data: Dataset) -> None:
    assert exports.file_name(data, "evidence", "csv", "th") == f"thai-learning-cities_{data.version}_evidence_th.csv"
    assert exports.file_name(data, "", "zip") == f"thai-learning-cities_{data.version}.zip"


# The package


def test_the_zip_holds_the_files_of_the_folder_byte_by_byte(data: Dataset, packed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        listed = {resource["path"] for resource in data.descriptor["resources"]}
        assert {"datapackage.json", "README.md", "CHANGES.md", "CITATION.cff", "LICENSE.txt", *listed} <= set(names)
        assert len(names) == len(set(names))
        assert [name for name in names if "/" in name] == [], "everything at the root, where frictionless looks"
        for name in set(names) - {"CITATION.cff", "LICENSE.txt"}:
            assert opened.read(name) == (data.folder / name).read_bytes(), name


def test_the_same_files_give_the_same_zip_whenever_and_wherever_they_were_saved(
    data: Dataset, packed: bytes, tmp_path: Path
) -> None:
    copy = shutil.copytree(data.folder, tmp_path / "elsewhere")
    for path in copy.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (copy / ".~lock.evidence.csv#").write_text("an editor is open", encoding="utf-8")
    assert package.archive(copy) == packed


def test_frictionless_accepts_the_zip_and_what_is_in_it(packed: bytes, tmp_path: Path) -> None:
    zipped = tmp_path / "package.zip"
    zipped.write_bytes(packed)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(zipped) as opened:
        opened.extractall(folder)
    for name, place in ((str(zipped), tmp_path), ("datapackage.json", folder)):
        answer = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", name, "--json"],
            cwd=place,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        report = json.loads(answer.stdout)
        assert report["valid"]
        assert report["stats"]["tasks"] == len(json.loads((folder / "datapackage.json").read_bytes())["resources"])


def test_pandas_reads_every_table_out_of_the_zip(data: Dataset, packed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        for name, frame in data.tables.items():
            with opened.open(data.resource(name)["path"]) as table:
                read = pd.read_csv(table)
            assert list(read.columns) == list(frame.columns)
            assert len(read) == len(frame)


def test_the_note_on_licences_says_what_the_descriptor_says(data: Dataset, packed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        told = opened.read("LICENSE.txt").decode()
    for owner in (data.descriptor, *data.descriptor["resources"]):
        for licence in owner.get("licenses", []):
            assert licence["path"] in told
    assert data.version in told


def test_the_version_of_the_dashboard_is_the_one_that_the_project_states() -> None:
    assert f'version = "{package.app_version()}"' in (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
