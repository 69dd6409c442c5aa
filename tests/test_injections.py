"""Strings that do harm (injections.py): refused in the dataset, and text wherever they come from all the same."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from lcdash import settings, site
from lcdash.content import stories
from lcdash.dataset import check, descriptor, loading
from lcdash.dataset.check import table_schema
from lcdash.documents import brief, exports, handout, offline, spreadsheet, worksheets
from lcdash.documents.pptx import slides
from lcdash.drawing import figures
from lcdash.language import translations
from tests import poisoned
from tests.browsing import Visit
from tests.injections import STRINGS
from tests.running import run
from tests.serving import Server
from tests.test_broken_data import set_cell
from tests.test_check import MINI
from tests.test_links import LINKS, keys


def with_each_string_in_each_column(folder: Path) -> dict[tuple[str, int, str], str]:
    """Add a row per string to each table, the string in every column; returns where each stands.

    A text in Thai has a Thai letter after it, so that it is not refused for its language alone.
    """
    placed = {}
    for resource in descriptor.read(folder)["resources"]:
        path = folder / resource["path"]
        names = [field["name"] for field in descriptor.schema(resource)["fields"]]
        rows = [{name: text + (" ก" if name.endswith("_th") else "") for name in names} for text in STRINGS]
        if path.suffix == ".geojson":
            collection = json.loads(path.read_text(encoding="utf-8"))
            first = len(collection["features"]) + 1
            collection["features"] += [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
            path.write_text(json.dumps(collection), encoding="utf-8")
        else:
            with path.open(encoding="utf-8", newline="") as file:
                first = len(list(csv.reader(file))) + 1
            with path.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, quoting=csv.QUOTE_ALL).writerows([row[name] for name in names] for row in rows)
        placed |= {
            (path.name, number, name): row[name] for number, row in enumerate(rows, start=first) for name in names
        }
    return placed


def test_every_string_is_refused_in_every_column_of_every_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (check, table_schema):
        monkeypatch.setattr(module, "LISTED", 1_000_000)  # every fault, however many a rule finds
    folder = shutil.copytree(MINI, tmp_path / "data")
    placed = with_each_string_in_each_column(folder)
    refused = {(problem.file, problem.row, problem.column) for problem in check.problems(folder)}
    assert {place: text for place, text in placed.items() if place not in refused} == {}


# Past the check: a folder that nobody checked is drawn all the same


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' dataset with a string before each of its free texts."""
    return poisoned.write(tmp_path_factory.mktemp("poisoned") / "data")


@pytest.fixture(scope="module")
def unchecked(folder: Path) -> loading.Dataset:
    return loading.read(folder)


@pytest.fixture
def data(unchecked: loading.Dataset, monkeypatch: pytest.MonkeyPatch) -> loading.Dataset:
    """The same as every page of this process loads it."""
    monkeypatch.setattr(loading, "load", lambda: unchecked)
    return unchecked


class Markup(HTMLParser):
    """What in a piece of HTML is more than text: `harm` lists it, `text` is what is left."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HARMFUL:
            self.harm.append(tag)
        for name, value in attrs:
            address = name in {"href", "src", "action", "data", "xlink:href"} and value
            scheme = address and not re.match(r"(https?://(?!evil)|mailto:|[\w./-]*(\?|#|$))", address)
            if name.startswith("on") or name == "srcdoc" or scheme:
                self.harm.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.harm.append(f"<!--{data}")


HARMFUL = {"script", "iframe", "object", "embed", "form", "meta", "base", "link", "img", "math", "animate", "set"}


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_a_brief_to_print_and_every_drawing_hold_them_as_text(data: loading.Dataset, language: str) -> None:
    t = translations.page("cities", language)
    for city in data.cities["city_id"].head(4):
        page = Markup(brief.document(data, city, t))
        assert [one for one in page.harm if one != "meta"] == []
        assert data.names("cities", language)[city].split()[0] in page.text
        for part in brief.sections(data, city, t):
            assert Markup(part.drawing or "").harm == []


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_handouts_worksheets_cards_and_slides_hold_them_as_text(data: loading.Dataset, language: str) -> None:
    t = translations.Translations("present", language)
    hour = stories.story(data, "one_hour", language, short=True)
    pages = [
        handout.document(data, stories.story(data, "one_city", language, "yala"), t),
        worksheets.sheet(data, language),
        worksheets.guide(data, language),
        worksheets.cards(data, data.cities["city_id"].head(4), data.factors["factor_id"], language),
        offline.document(data, language, "", "").decode(),
    ]
    for page in pages:
        assert [one for one in Markup(page).harm if one not in {"meta", "script"}] == []
    claims = exports.Extract(data, "evidence", data.evidence.head(20), translations.page("factors", language))
    for made in (slides.of_story(data, hour), slides.of_claims(claims)):
        shown = Presentation(io.BytesIO(made)).slides
        runs = [run for slide in shown for box in slide.shapes if box.has_text_frame for run in words(box.text_frame)]
        assert runs
        addresses = {run.hyperlink.address for run in runs if run.hyperlink.address}
        assert [one for one in addresses if not one.startswith(("http://", "https://"))] == []


def words(frame: Any) -> list[Any]:
    return [run for paragraph in frame.paragraphs for run in paragraph.runs]


def test_a_spreadsheet_takes_none_of_them_for_a_formula(data: loading.Dataset, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for resource in data.descriptor["resources"]:
        table = getattr(data, resource["name"]).head(len(STRINGS) // 3)
        if resource["name"] == "provinces":
            continue  # no page gives them away
        extract = exports.Extract(data, resource["name"], table, translations.page("data", "th"))
        rows = list(csv.reader(io.StringIO(exports.csv(extract.titled()).decode("utf-8-sig"), newline="")))
        runs = [cell for row in rows for cell in row if cell.startswith(spreadsheet.FORMULA_STARTS)]
        assert [cell for cell in runs if not spreadsheet.NUMBER.fullmatch(cell)] == []
        book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(extract)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}, "no formula, no error"
        links = [cell for cell in cells if cell.hyperlink]
        heads = {str(cell.parent.cell(1, cell.column).value).rpartition("[")[2] for cell in links}
        assert heads <= {"url]", "website]"}, "a link only where an address is due"
        assert all(re.fullmatch(r"https?://[^\s\"<>]+", cell.hyperlink.target) for cell in links)
        if extract.has_places:
            assert json.loads(exports.geojson(extract))["features"]
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_asked_for_names_a_file_and_no_path() -> None:
    for text in STRINGS:
        name = exports.file_name(
            loading.load(), "evidence", "csv", "th", {"q": exports.Selection("words", {text: text})}
        )
        assert re.fullmatch(r"[a-z0-9_+-]+_[0-9.]+_[a-z0-9_+-]+\.csv", name), text


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_title_of_a_chart_is_text(data: loading.Dataset, language: str) -> None:
    title = data.names("themes", language)["older_people"]
    figure = figures.thai_members(pd.DataFrame({"year": [2019], "members": [1]}), title=title, year_label=str)
    assert not re.search("<(?!br>)", figure.layout.title.text)
    assert unescape(figure.layout.title.text.replace("<br>", " ")) == " ".join(title.split())


def test_a_template_in_a_name_on_a_map_is_not_run_by_the_server(
    data: loading.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    cities = data.cities.assign(name_en="{% for x in (1,2) %}{{ x }}{% endfor %} " + data.cities["name_en"])
    named = replace(data, tables=data.tables | {"cities": cities})
    monkeypatch.setattr(loading, "load", lambda: named)
    asked = run("map", "en")
    (frame,) = asked.get("component_instance")
    given = json.loads(frame.proto.json_args)["feature_group"]
    assert "\\u007b" in given
    assert not re.search(r"\{[{%#]", given)


LOOK = """() => {
  const everything = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])]);
  const addresses = ["href", "src", "action", "data", "xlink:href", "formaction"];
  const harmful = (value) => {
    const to = URL.canParse(value, location) ? new URL(value, location) : location;
    return /^(javascript|vbscript|file):$/.test(to.protocol) || /^data:text/.test(to.href) || /evil/.test(to.host);
  };
  const found = window.__ran ? ["ran"] : [];
  for (const one of everything(document)) {
    for (const {name, value} of one.attributes)
      if (name.startsWith("on") || name === "srcdoc" || (addresses.includes(name) && harmful(value)))
        found.push(`${one.tagName} ${name}=${value}`);
    const drawn = "meta[http-equiv=refresh], .katex, object, embed, math, animate, set, [class*=ColoredText]";
    // Labels are Markdown; a change log of the dataset is meant to be, and a heading's own address is a link.
    const marked = "[data-testid=stMarkdownContainer] :is(a, code, pre, img, del)";
    const meant = ".st-key-changes, [data-testid=stHeaderActionElements]";
    if (one.matches(drawn) || (one.matches(marked) && !one.closest(meant)))
      found.push(`${one.tagName} ${one.textContent}`);
    if (one.matches("[data-testid=stIconMaterial]") && one.textContent === "home") found.push("icon");
  }
  return found;
}"""
TEXT = """() => {
  const text = (one) => one.nodeType === Node.TEXT_NODE ? one.data
    : ["STYLE", "SCRIPT"].includes(one.tagName) ? ""
    : [...one.childNodes, ...(one.shadowRoot ? one.shadowRoot.childNodes : [])].map(text).join("");
  return text(document.body);
}"""


def plain(text: str) -> str:
    """A text as a browser draws it: any white space is one space, and what nobody sees is gone."""
    return " ".join(re.sub(r"[\x00\ufffd\x1b]", "", text).split())


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_page_draws_them_as_text_and_runs_none(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], folder: Path, language: str
) -> None:
    files = sorted(path for path in folder.parent.rglob("*"))
    visit = visit_as(server=start_server({"LCDASH_DATA": str(folder)}, app="tests.unchecked:app"))
    text = ""
    for page_id in site.PAGES:
        page = visit.open(site.path_of(page_id), language, **LINKS.get(page_id, {}))
        assert [found for frame in page.frames for found in frame.evaluate(LOOK)] == [], page_id
        text += "".join(frame.evaluate(TEXT) for frame in page.frames)
    for asked in ("story=one_hour", "city=yala", ""):  # without Streamlit: what the server sends is what is drawn
        page.goto(f"{visit.base_url}/{offline.BY_URL}?lang={language}&{asked}")
        page.wait_for_timeout(500)
        assert page.evaluate(LOOK) == [], asked
    drawn = plain(text)
    assert [one for one in STRINGS if plain(one) not in drawn] == []
    assert sorted(path for path in folder.parent.rglob("*")) == files
    # At the visit's end: no other host was asked, and nothing was refused by the policy.


@pytest.mark.slow
def test_no_link_makes_a_browser_run_any_of_them(visit: Visit) -> None:
    # So many at once under every key of the dashboard that a server still takes the address.
    shares = [STRINGS[start : start + 8] for start in range(0, len(STRINGS), 8)]
    for number, page_id in enumerate(site.PAGES):
        page = visit.open(site.path_of(page_id), "en", **{key: list(shares[number % len(shares)]) for key in keys()})
        assert [found for frame in page.frames for found in frame.evaluate(LOOK)] == [], page_id


@pytest.mark.slow
def test_a_page_that_fails_shows_no_reader_where_and_how(
    start_server: Callable[..., Server], visit_as: Callable[..., Visit], tmp_path: Path
) -> None:
    folder = shutil.copytree(settings.data_folder(), tmp_path / "data")
    set_cell(folder / "crosswalk.csv", 2, "item_id", "atlantis")
    server = start_server({"LCDASH_DATA": str(folder)}, app="tests.unchecked:app")
    visit = visit_as(server=server)
    page = visit.page
    page.goto(f"{server.url}/frameworks?lang=en&part=crosswalk")
    page.get_by_test_id("stException").wait_for()
    seen = page.evaluate(TEXT)
    assert [word for word in ("Traceback", "KeyError", "atlantis", ".py", str(folder)) if word in seen] == []
    assert "KeyError" in server.log(), "the operator does"
    visit.console_errors.clear()
