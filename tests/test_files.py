"""The dataset by URL: what a program gets, and that it gets nothing else."""

import io
import json
import re
import shutil
import socket
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from lcdash import __main__ as command
from lcdash import settings
from lcdash.dataset import data_package
from lcdash.dataset.data_package import BYTE_ORDER_MARK
from lcdash.documents import published
from lcdash.language import translations
from tests.browsing import Visit
from tests.serving import Server

DESCRIPTOR = json.loads((settings.data_folder() / data_package.DESCRIPTOR).read_text(encoding="utf-8"))
LISTED = {resource["path"]: resource["mediatype"] for resource in DESCRIPTOR["resources"]}

# What is given beside the files of the descriptor: documents, tables computed from it, the workbook, kept editions.
DERIVED = {
    "cities_facets.csv", "cities_topics.csv", "evidence_topics.csv", "evidence_sources.csv", "evidence_audiences.csv",
}  # fmt: skip
BESIDE = DERIVED | {
    "README.md", "CHANGES.md", "CITATION.cff", "thai-learning-cities_th.xlsx", "thai-learning-cities_en.xlsx",
    "derived.datapackage.json", *(f"{version}/" for version in published.editions()),
}  # fmt: skip


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (names in lower case) and content of the answer, whatever it is."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(server.url + path, headers=named, method=method))
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_every_file_of_the_descriptor_is_given_as_it_stands(server: Server) -> None:
    for name, mediatype in {**LISTED, data_package.DESCRIPTOR: "application/json"}.items():
        status, headers, content = ask(server, f"/files/{name}")
        assert status == 200
        assert headers["content-type"].split(";")[0] == mediatype
        assert headers["access-control-allow-origin"] == "*"
        assert content == (settings.data_folder() / name).read_bytes().removeprefix(BYTE_ORDER_MARK)


def test_the_zip_is_that_of_the_data_page(server: Server) -> None:
    status, headers, content = ask(server, "/files/thai-learning-cities.zip")
    assert (status, headers["content-type"]) == (200, "application/zip")
    assert content == data_package.archive(settings.data_folder())
    assert "evidence.csv" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_documents_computed_tables_and_workbooks_have_addresses_too(server: Server) -> None:
    assert ask(server, "/files/README.md")[2] == (settings.data_folder() / "README.md").read_bytes()
    assert ask(server, "/files/CITATION.cff")[2] == (settings.ROOT / "CITATION.cff").read_bytes()
    states = pd.read_csv(f"{server.url}/files/cities_facets.csv")
    assert set(states["mindset_direction"]) <= {"present", "limit", "present and limit", "silent", "not studied"}
    sheets = pd.read_excel(io.BytesIO(ask(server, "/files/thai-learning-cities_en.xlsx")[2]), sheet_name=None)
    assert len(sheets) > len(LISTED)


def test_a_kept_edition_is_read_by_its_version_and_stays_as_it_was(
    start_server: Callable[..., Server], tmp_path: Path
) -> None:
    kept = tmp_path / "editions"
    kept.mkdir()
    (kept / "0.0.9.zip").write_bytes(data_package.archive(settings.data_folder()))
    server = start_server({"LCDASH_EDITIONS": str(kept)})
    for name in ("evidence.csv", "README.md", data_package.DESCRIPTOR):
        status, _, content = ask(server, f"/files/0.0.9/{name}")
        assert status == 200
        assert content == (settings.data_folder() / name).read_bytes().removeprefix(BYTE_ORDER_MARK)
    assert ask(server, "/files/0.0.9/thai-learning-cities.zip")[2] == (kept / "0.0.9.zip").read_bytes()
    status, _, content = ask(server, "/files/0.0.9/")
    assert b"/files/0.0.9/evidence.csv" in content
    for name in ("/files/0.0.9/../evidence.csv", "/files/0.0.8/evidence.csv", "/files/0.0.9/no_such.csv"):
        assert ask(server, name)[0] in (400, 404)


def test_the_edition_of_a_version_is_kept_once_and_never_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LCDASH_EDITIONS", str(tmp_path / "editions"))
    assert command.main(["edition"]) == 0
    assert command.main(["edition"]) == 0
    kept = tmp_path / "editions" / f"{DESCRIPTOR['version']}.zip"
    assert kept.read_bytes() == data_package.archive(settings.data_folder())
    kept.write_bytes(b"another")
    assert command.main(["edition"]) == 2
    assert kept.read_bytes() == b"another"
    assert "give the data a new version" in capsys.readouterr().err


def test_a_file_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    _, first, content = ask(server, "/files/cities.csv")
    for known in (first["etag"], f'"other", W/{first["etag"]}', "*"):
        status, headers, nothing = ask(server, "/files/cities.csv", If_None_Match=known)
        assert (status, nothing, headers["etag"]) == (304, b"", first["etag"])
    assert ask(server, "/files/cities.csv", If_Modified_Since=first["last-modified"])[0] == 304
    for other in ({"If_None_Match": '"other"'}, {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"}):
        assert ask(server, "/files/cities.csv", **other)[::2] == (200, content)
    assert ask(server, "/files/cities.csv", If_Modified_Since="yesterday")[0] == 200
    assert ask(server, "/files/events.csv")[1]["etag"] != first["etag"]


def test_it_is_read_only(server: Server) -> None:
    assert ask(server, "/files/cities.csv", "HEAD")[::2] == (200, b"")
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server, "/files/cities.csv", method)[0] == 405


@pytest.mark.parametrize(
    "name", ["", "/", "/no_such.csv", "/9.9.9/evidence.csv", "/human_checks.csv", "/cities.csv/", "/EVIDENCE.CSV"]
)
def test_what_is_not_listed_is_not_there_and_the_answer_says_what_is(server: Server, name: str) -> None:
    status, headers, content = ask(server, f"/files{name}")
    assert (status, headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert headers["access-control-allow-origin"] == "*"
    for language in translations.LANGUAGES:
        assert translations.Translations("common", language)("no_such_file") in content.decode()
    named = set(re.findall(r"/files/(\S+)", content.decode()))
    assert named == {*LISTED, data_package.DESCRIPTOR, "thai-learning-cities.zip", *BESIDE}


@pytest.mark.parametrize(
    "path",
    [
        "/files/../CITATION.cff",
        "/files/%2e%2e/CITATION.cff",
        "/files/..%2fCITATION.cff",
        "/files/%2e%2e%2fdata%2fREADME.md",
        "/files/..%5cCITATION.cff",
        "/files/....//CITATION.cff",
        "/files//etc/passwd",
        "/files/%00cities.csv",
        "/files/cities.csv%00.txt",
        "/files/.git/config",
    ],
)
def test_no_path_climbs_out(server: Server, path: str) -> None:
    """Asked for byte by byte: clients tidy such a path up before they send it."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=30) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert int(answer.split(b" ", 2)[1]) in (400, 404)
    for secret in (b"cff-version", b"root:", b"repositoryformatversion", "ชุดข้อมูลนี้รวบรวม".encode()):
        assert secret not in answer


def test_the_example_of_the_readme_runs(server: Server) -> None:
    readme = (settings.data_folder() / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert "http://127.0.0.1:8501/" in example
    found: dict[str, pd.DataFrame] = {}
    exec(example.replace("http://127.0.0.1:8501", server.url), found)  # noqa: S102 - our own words
    assert list(found["evidence"].columns) == [field["name"] for field in schema("evidence")]
    assert len(found["limits"]) == (found["evidence"].query("city_id != ''")["appraisal"] == "limit").sum()
    assert "none" in set(found["evidence"]["appraisal"])
    assert found["spaces"].geometry.notna().any()


def schema(table: str) -> list[dict[str, str]]:
    (resource,) = [one for one in DESCRIPTOR["resources"] if one["name"] == table]
    return resource["schema"]["fields"]


def test_every_table_reads_with_nothing_but_its_url(server: Server) -> None:
    for name in LISTED:
        if name.endswith(".csv"):
            read = pd.read_csv(f"{server.url}/files/{name}")
            assert list(read.columns) == [field["name"] for field in schema(name.removesuffix(".csv"))]


def test_a_mark_that_excel_left_is_not_passed_on(tmp_path: Path) -> None:
    folder = shutil.copytree(settings.data_folder(), tmp_path / "data")
    table = folder / "cities.csv"
    table.write_bytes(BYTE_ORDER_MARK + table.read_bytes())
    assert data_package.files(folder)["cities.csv"].content.startswith(b"city_id,")


def test_broken_data_is_not_given_away(start_server: Callable[..., Server], tmp_path: Path) -> None:
    server = start_server({"LCDASH_DATA": str(tmp_path)}, ready_path="/_stcore/health")
    status, _, content = ask(server, "/files/cities.csv")
    assert status == 503
    assert translations.Translations("common", "en")("files_broken") in content.decode()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_data_page_names_the_addresses(visit: Visit, server: Server, language: str) -> None:
    page = visit.open("/data", language, part="downloads")
    expect(page.get_by_test_id("stMain")).to_contain_text(f"{server.url}/files/evidence.csv")
    addresses = [link.get_attribute("href") for link in page.locator("p.file a").all()]
    named = [*LISTED, data_package.DESCRIPTOR, *published.DOCUMENTS, data_package.CITATION, *DERIVED]
    assert set(addresses) == {f"files/{name}" for name in named}
    for address in addresses:
        assert server.status(f"/{address}") == 200
