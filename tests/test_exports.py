"""What leaves the dashboard: tables that Excel shows in Thai and runs nothing of, and the package as one zip."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from lcdash import settings
from lcdash.dataset import data_package, loading
from lcdash.dataset.loading import Dataset
from lcdash.documents import exports, spreadsheet
from lcdash.documents.exports import Extract, Selection
from lcdash.language import dates, translations
from tests import running
from tests.running import run

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return loading.load()


@pytest.fixture(scope="module")
def packed(data: Dataset) -> bytes:
    return data_package.archive(data.folder)


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


@pytest.mark.parametrize("language", translations.LANGUAGES)
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
    assert spreadsheet.harmless(cell) == f"'{cell}"
    content = exports.csv(pd.DataFrame({"note_th": [cell]})).decode("utf-8-sig")
    assert f"'{cell}" in content


@pytest.mark.parametrize("cell", ["ขอนแก่น", "a = b", "", "-12.5", 7, None])
def test_text_and_numbers_that_run_nothing_leave_as_they_are(cell: object) -> None:
    assert spreadsheet.harmless(cell) == cell


def test_a_csv_tells_excel_that_it_is_utf8(data: Dataset) -> None:
    content = exports.csv(exports.titled(data, "cities", data.cities, "th"))
    assert content.startswith(BYTE_ORDER_MARK)
    assert "เชียงราย" in content.decode("utf-8-sig")
    assert b"\r\n" in content


@pytest.mark.parametrize("cell", ["\n=1", "＝1+1", "＠SUM(A1)"])
def test_what_some_spreadsheets_take_for_a_formula_is_held_back_too(cell: str) -> None:
    assert spreadsheet.harmless(cell) == f"'{cell}"


# Names of files


def test_a_download_is_named_by_dataset_version_table_filter_and_language(data: Dataset) -> None:
    cities = Selection("City", {"yala": "Yala", "chiang_rai": "Chiang Rai"})
    asked = {"city": cities, "kind": Selection("Kind", {"asset": "What exists"})}
    assert exports.file_name(data, "evidence", "csv", "th") == f"thai-learning-cities_{data.version}_evidence_th.csv"
    assert exports.file_name(data, "", "zip") == f"thai-learning-cities_{data.version}.zip"
    filtered = f"thai-learning-cities_{data.version}_evidence_yala-chiang_rai-asset_en.xlsx"
    assert exports.file_name(data, "evidence", "xlsx", "en", asked) == filtered


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("../../etc/passwd", "etc-passwd"),
        (r"C:\Windows\nul", "c-windows-nul"),
        ("ภูมิปัญญา  น้ำ", "ภูมิปัญญา-น้ำ"),
        ("=1+1 | rm *?", "1-1-rm"),
        ("a\nb\x00c\u202ed", "a-b-c-d"),
        ("...", ""),
    ],
)
def test_words_a_reader_typed_name_a_file_without_meaning_a_path(words: str, named: str) -> None:
    assert exports.slug({"q": Selection("Words", {words: words})}) == named


def test_a_long_list_of_filters_names_the_first_and_how_many_more(data: Dataset) -> None:
    every = {"city": Selection("City", data.names("cities", "en"))}
    slug = exports.slug(every)
    assert len(slug) <= exports.LONGEST_SLUG + 4
    listed, _, more = slug.partition("+")
    assert listed.split("-") == list(every["city"].names)[: len(listed.split("-"))]
    assert len(listed.split("-")) + int(more) == len(every["city"].names)
    assert len(exports.slug({"q": Selection("Words", {"x" * 500: "x"})})) == exports.LONGEST_SLUG


# XLSX


def extract(data: Dataset, language: str, table: str = "evidence", **about: Any) -> Extract:
    frame = about.pop("frame", getattr(data, table))
    return Extract(data, table, frame, translations.page("factors", language), **about)


@cache
def whole(language: str, table: str = "evidence") -> tuple[list[list[Any]], list[list[str]], Any]:
    """A table with all its rows, written and opened once for all who look at it."""
    return opened(extract(loading.load(), language, table))


def opened(extract: Extract) -> tuple[list[list[Any]], list[list[str]], Any]:
    """The rows of the second sheet, the lines of the first, and the book."""
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(extract)))
    readme, first = book.worksheets
    lines = [[cell for cell in row if cell is not None] for row in readme.iter_rows(values_only=True)]
    return [list(row) for row in first.iter_rows(values_only=True)], lines, book


@pytest.mark.parametrize("language", ["en", pytest.param("th", marks=pytest.mark.slow)])
@pytest.mark.parametrize("table", ["evidence", "figures", "spaces", "reading"])
def test_every_cell_of_an_xlsx_reads_back(data: Dataset, table: str, language: str) -> None:
    (head, *rows), _, _ = whole(language, table)
    written = extract(data, language, table).titled()
    assert head == list(written.columns)
    assert len(rows) == len(written)
    for row, due in zip(rows, written.itertuples(index=False, name=None), strict=True):
        assert list(map(as_file, row)) == list(due)


def as_file(cell: Any) -> str:
    """A cell as openpyxl reads it, as the files write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def test_numbers_are_numbers_a_factor_is_one_and_codes_stay_text(data: Dataset) -> None:
    (head, *rows), _, _ = whole("en", "figures")
    assert {type(row[head.index("Value [value]")]) for row in rows} <= {int, float}
    (head, *rows), _, _ = whole("en")
    assert {row[head.index("Factor [factor_id]")] for row in rows} == set(data.factors["factor_id"].map(int))
    assert {type(row[head.index("Kind [kind]")]) for row in rows} == {str}


@pytest.mark.parametrize("cell", ["=1+1", "+1 (662)", "@SUM(A1)", "#N/A", "-5", '=HYPERLINK("x")'])
def test_no_text_is_a_formula_in_an_xlsx_and_its_words_are_unchanged(data: Dataset, cell: str) -> None:
    frame = data.needs.iloc[:1].assign(need_en=cell)
    rows, lines, book = opened(
        extract(data, "en", "needs", frame=frame, selections={"q": Selection("Words in the text", {cell: cell})})
    )
    place = [head.split("[")[-1] for head in rows[0]].index("need_en]")
    assert rows[1][place] == cell
    written = book.worksheets[1].cell(2, place + 1)
    assert written.data_type == "s"
    assert written.quotePrefix == (spreadsheet.harmless(cell) != cell)
    assert ["Filter", f"Words in the text: {cell}"] in lines
    assert {one.data_type for sheet in book for row in sheet.iter_rows() for one in row} <= {"s", "n"}


def test_what_xml_cannot_hold_is_left_out(data: Dataset) -> None:
    frame = data.needs.iloc[:1].assign(need_en="a\x0bb")
    assert "ab" in opened(extract(data, "en", "needs", frame=frame))[0][1]


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_readme_sheet_says_what_the_rows_are(data: Dataset, language: str) -> None:
    t = translations.page("factors", language)
    frame = data.evidence[data.evidence["city_id"] == "chiang_rai"]
    chosen = data.names("cities", language)["chiang_rai"]
    asked = {"city": Selection(t("filter_city"), {"chiang_rai": chosen})}
    wanted = extract(
        data, language, frame=frame, selections=asked, address="https://example.org/factors?city=chiang_rai"
    )
    _, lines, book = opened(wanted)
    assert book.sheetnames == [
        exports.README_SHEET,
        data.resource("evidence")["title_th" if language == "th" else "title"],
    ]
    text = "\n".join(" ".join(line) for line in lines)
    for words in (
        f"{t('filter_city')}: {chosen}",
        t("export_n_rows", n=len(frame)),
        t("foot_version", version=data.version, date=dates.spoken(data.created, language)),
        data.descriptor["licenses"][0]["path"],
        data.descriptor["title_th" if language == "th" else "title"],
        t("foot_sources"),
        t("foot_independent"),
        t("corrected_row"),
        "https://example.org/factors?city=chiang_rai",
        data.sources.set_index("source_id").loc["onec2026", f"reference_{language}"],
        data.labels("kind", language)["asset"],
    ):
        assert words in text
    for name in data.evidence.columns:
        assert any(line[0] == name for line in lines)


@pytest.mark.parametrize("table", ["evidence", "spaces", "partnerships", "programmes", "cities"])
def test_a_readme_sheet_is_in_one_language(data: Dataset, table: str) -> None:
    english = [cell for line in exports.about(extract(data, "en", table)) for cell in line]
    assert [cell for cell in english if re.search("[\u0e01-\u0e5b]", cell)] == []
    thai = [line for line in exports.about(extract(data, "th", table)) if len(line) < 3]
    # Ids, references and names of others apart, which have their own columns.
    assert [cell for line in thai for cell in line if not re.search("[\u0e01-\u0e5b]", cell)] == []
    columns = [line[1:] for line in exports.about(extract(data, "th", table)) if line[0] in getattr(data, table)]
    assert all(re.search("[\u0e01-\u0e5b]", words) for line in columns for words in line[-1:] if words)


def test_an_xlsx_is_laid_out_to_be_read(data: Dataset) -> None:
    _, _, book = whole("th")
    readme, sheet = book.worksheets
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
    assert len(widths) == len(extract(data, "th").titled().columns)
    assert all(spreadsheet.NARROWEST <= width <= spreadsheet.WIDEST for width in widths.values())
    for one in (sheet, readme):
        assert all(cell.alignment.wrap_text for row in one.iter_rows(max_row=3) for cell in row)


def test_a_row_of_an_xlsx_is_as_high_as_its_longest_text(data: Dataset) -> None:
    long = data.evidence.head(2).copy()
    long["statement_th"] = ["สั้น", "ข้อความยาวที่ต้องขึ้นบรรทัดใหม่ " * 12]
    long[["statement_en", "printed_words_th"]] = "short"
    long["source"] = "geonames"
    _, _, book = opened(Extract(data, "evidence", long, translations.page("factors", "th")))
    heights = [book.worksheets[1].row_dimensions[row].height or spreadsheet.LINE_HIGH for row in (2, 3)]
    assert heights[1] >= 5 * spreadsheet.LINE_HIGH > heights[0]
    assert heights[1] <= spreadsheet.HIGHEST


def test_columns_of_two_tables_are_headed_each_by_its_own_and_what_a_page_computed_stays_behind(data: Dataset) -> None:
    both = data.partnerships.merge(data.partners.drop(columns="source"), on="partner_id").assign(also_th="x")
    wanted = extract(data, "en", "partnerships", frame=both.assign(mine=1), also=["partners"], heads={"mine": "Mine"})
    head = list(wanted.titled().columns)
    assert head[:5] == [
        "Role ID [partnership_id]", "City [city_id]", "City: label [city_id_label]",
        "Organisation [partner_id]", "Organisation: label [partner_id_label]",
    ]  # fmt: skip
    assert "Organisation (English) [name_en]" in head
    assert "Mine [mine]" in head
    assert "also_th" not in " ".join(head)
    assert len(head) == len(set(head))


def test_dates_yes_or_no_and_addresses_are_what_they_are(data: Dataset) -> None:
    (head, *rows), _, book = opened(extract(data, "en", "memberships"))
    days = [row[head.index("Since [since]")] for row in rows]
    assert {type(day) for day in days if day} <= {datetime, str}
    assert datetime(2024, 2, 14) in days
    (disputed,) = (place for place, name in enumerate(head) if name.endswith("[disputed]"))
    assert {row[disputed] for row in rows} <= {True, False}
    (head, *rows), _, book = opened(extract(data, "en", "cities"))
    column = next(place for place, name in enumerate(head, start=1) if name.endswith("[website]"))
    cell = book.worksheets[1].cell(2, column)
    assert cell.hyperlink.target == cell.value == data.cities["website"].iloc[0]


def test_a_code_has_its_label_beside_it_and_a_statement_its_sources_and_remarks_in_words(data: Dataset) -> None:
    written = extract(data, "en").titled()
    assert set(written["Kind: label [kind_label]"]) == set(data.labels("kind", "en").values())
    words = written["Sources, with page and opening words [source_words]"]
    assert words.str.contains("p. 3").any() and words.ne("").all()
    remarks = written["To be known with it [remarks]"]
    t = translations.page("factors", "en")
    assert remarks.str.contains(t("factor_by_project")).sum() == data.evidence["factor_by"].eq("project").sum()
    assert remarks.str.contains(t("disputed")).any()


def test_the_address_of_a_statement_leaves_with_it_where_the_operator_set_one(
    data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("own_address" in name for name in extract(data, "th").titled())
    monkeypatch.setenv("LCDASH_PUBLIC_ADDRESS", "https://example.org")
    first = extract(data, "th").titled().iloc[0]
    assert first["หน้าของข้อความนี้ [own_address]"].startswith("https://example.org/evidence?lang=th&id=")


def test_a_file_says_in_its_name_and_on_its_first_sheet_what_it_does_not_hold(data: Dataset) -> None:
    studied = data.cities.loc[data.cities["in_study"], "city_id"]
    wanted = extract(data, "en", frame=data.evidence[data.evidence["city_id"].isin(studied)])
    country = data.evidence["scope"].eq("country").sum()
    others = len(data.evidence) - country - len(wanted.frame)
    _, lines, _ = opened(wanted)
    assert ["Not in this file", f"{country} statements on the whole country"] in lines
    assert ["Not in this file", f"{others} statements on cities outside the study"] in lines
    assert "without-country-others" in wanted.file_name("xlsx")
    assert "without" not in extract(data, "en").file_name("xlsx")


def test_the_whole_country_and_cities_outside_the_study_can_be_taken_along(data: Dataset) -> None:
    studied = data.evidence["city_id"].isin(data.cities.loc[data.cities["in_study"], "city_id"])
    third = data.evidence["factor_id"] == "3"
    chosen = {"factor": Selection("Factor", {"3": "3 Environment"})}
    shown = extract(data, "en", frame=data.evidence[studied & third], selections=chosen)
    whole = exports.with_the_rest(shown)
    assert set(whole.frame["evidence_id"]) == set(data.evidence.loc[third, "evidence_id"])
    assert shown.missing and not whole.missing, "of the other factors nothing was asked for"
    own = data.evidence[data.evidence["city_id"] == "yala"]
    yala = extract(data, "en", frame=own, selections={"city": Selection("City", {"yala": "Yala"})})
    added = exports.with_the_rest(yala).frame
    assert set(added["city_id"]) == {"yala", ""}
    assert (added["scope"] == "country").sum() == (data.evidence["scope"] == "country").sum()


def test_no_rows_make_a_file_with_nothing_but_its_header(data: Dataset) -> None:
    none = extract(data, "th", "spaces", frame=data.spaces.iloc[:0])
    assert len(as_text(exports.csv(none.titled()))) == 0
    rows, _, _ = opened(none)
    assert rows == [list(none.titled().columns)]
    assert json.loads(exports.geojson(none))["features"] == []


# What pages offer


def test_what_the_evidence_map_shows_is_offered_as_table_and_workbook() -> None:
    app = running.use_of_the_map(column=["yala"])
    forms = [button.proto.id.rpartition("_")[2] for button in app.get("download_button")]
    assert {"csv", "xlsx"} <= set(forms)


@pytest.mark.parametrize(
    ("page_id", "table", "query"),
    [
        ("map", "cities", {"status": "developing"}),
        ("cities", "evidence", {"city": "yala"}),
        ("spaces", "spaces", {"city": "yala"}),
        ("partners", "partnerships", {"city": "yala"}),
        ("compare", "evidence", {"city": ["yala", "phuket"]}),
        ("learn", "evidence", {"theme": "digital_technology"}),
        ("frameworks", "crosswalk", {"part": "crosswalk", "factor": "3"}),
        ("data", "conflicts", {"part": "conflicts", "severity": "major"}),
        ("data", "coverage", {"part": "coverage"}),
    ],
)
def test_each_page_offers_what_it_shows_in_every_format_that_fits(page_id: str, table: str, query: Any) -> None:
    offered = [button.proto.id for button in run(page_id, "en", **query).get("download_button")]
    forms = [key.rpartition("_")[2] for key in offered if f"_download_{table}_" in key]
    assert forms == ["csv", "xlsx", *(["geojson"] if table in ("cities", "spaces") else [])]


# GeoJSON


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_geojson_of_a_selection_holds_the_features_of_the_file(data: Dataset, language: str) -> None:
    frame = data.spaces[data.spaces["city_id"] == "khon_kaen"]
    asked = {"city": Selection("เมือง", {"khon_kaen": "ขอนแก่น"})}
    content = exports.geojson(extract(data, language, "spaces", frame=frame, selections=asked))
    read = json.loads(content)
    shipped = json.loads((data.folder / "spaces.geojson").read_text(encoding="utf-8"))["features"]
    assert read["type"] == "FeatureCollection"
    assert read["features"] == [one for one in shipped if one["properties"]["city_id"] == "khon_kaen"]
    assert (read["version"], read["filters"]) == (
        data.version,
        {"city": {"name": "เมือง", "values": {"khon_kaen": "ขอนแก่น"}}},
    )
    assert translations.page("factors", language)("foot_independent") in read["note"]
    assert content.count(b"\n") == len(frame) + 2, "one feature a line"


def test_cities_have_places_too(data: Dataset) -> None:
    read = json.loads(exports.geojson(extract(data, "en", "cities")))
    (yala,) = [one for one in read["features"] if one["properties"]["city_id"] == "yala"]
    row = data.cities.set_index("city_id").loc["yala"]
    assert yala["geometry"] == {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    assert not extract(data, "en").has_places


def test_spaces_in_a_table_have_their_point_in_two_columns(data: Dataset) -> None:
    table = as_text(exports.csv(extract(data, "en", "spaces").titled()))
    points = [place and (f"{place.y:.15g}", f"{place.x:.15g}") for place in data.spaces.geometry]
    columns = zip(table["Latitude [lat]"], table["Longitude [lon]"], strict=True)
    assert list(columns) == [point or ("", "") for point in points]


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
    assert data_package.archive(copy) == packed


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
    assert f'version = "{data_package.app_version()}"' in (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
