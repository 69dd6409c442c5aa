"""What the check passes, every page draws and every document holds: tried on small datasets, as curators may make them.

`make test` tries five beside the one of tests/bad_data/mini, `make fuzz` a hundred.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pptx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.content import own_city, stories
from lcdash.dataset import check, data_package, loading
from lcdash.documents import brief, exports, handout, offline, worksheets
from lcdash.documents.pptx import slides
from lcdash.documents.self_check import memo, reading, sheet, template
from lcdash.evidence import self_check
from lcdash.evidence.self_check import SelfCheck
from lcdash.language import translations
from lcdash.language.translations import LANGUAGES, Translations
from tests import small_datasets
from tests.running import run
from tests.test_fuzz import TIMES, examples


@contextmanager
def served(write: Callable[[Path], Path]) -> Iterator[loading.Dataset]:
    """The dataset that this process serves meanwhile, which the check has passed."""
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = write(Path(place) / "data")
        assert [str(problem) for problem in check.problems(folder)] == []
        data = loading.read(folder)
        patch.setattr(loading, "load", lambda: data)
        yield data


def queries(data: loading.Dataset) -> Iterator[tuple[str, dict[str, str]]]:
    """Each page with what its link may open: the first row there is."""
    first = dict(small_datasets.first_ids(data.tables))
    city = {"city": first["city"]}
    cell = {"cell": f"{first['city']}.{first['factor']}"}
    opened = {"map": {"id": first["city"]}, "factors": cell, "learn": {"theme": first.get("theme", "")} | city}
    opened |= {"data": {"part": "conflicts"}, "frameworks": {"part": "crosswalk"}, "search": {"q": "Doi Nuea"}}
    opened |= {"present": {"host": first["city"]}}
    for page_id in site.PAGES:
        yield page_id, opened.get(page_id, city)


def draw_pages(data: loading.Dataset, *, language: str, opened: bool) -> None:
    for page_id, query in queries(data):
        run(page_id, language, **(query if opened else {}))


def make_documents(data: loading.Dataset, language: str) -> None:
    """Everything that can be taken away, in one language, save what Chromium makes of these."""
    for city_id in data.cities["city_id"][:1]:
        assert city_id
        assert "</html>" in brief.document(data, city_id, translations.page("cities", language))
        assert offline.document(data, language, "", city_id)
    for told in stories.stories(data, language)[:3]:
        story = stories.story(data, told.story_id, language, told.host)
        assert "</html>" in handout.document(data, story, Translations("present", language))
        assert len(pptx.Presentation(io.BytesIO(slides.of_story(data, story))).slides) > len(story.scenes)
        assert offline.document(data, language, *offline.known(data, language, told.story_id, told.host))
    own_words = Translations("your-city", language)
    for own in (SelfCheck(), *(self_check.example(data, one, language) for one in self_check.example_cities(data))):
        told = own_city.own_city(data, own, own_words)
        assert "</html>" in sheet.document(data, told, own_words)
        assert memo.file(data, told, own_words)
        assert reading.read(data, template.xlsx(data, own, own_words)).check == own
    assert "</html>" in worksheets.sheet(data, language)
    assert "</html>" in worksheets.guide(data, language)
    assert "</html>" in worksheets.cards(data, data.cities["city_id"], data.factors["factor_id"], language)
    for name, frame in data.tables.items():
        extract = exports.Extract(data, name, frame, translations.page("data", language), {})
        assert len(openpyxl.load_workbook(io.BytesIO(exports.xlsx(extract))).sheetnames) > 1
        assert exports.csv(extract.titled()).count(b"\n") > len(frame)
    spaces = exports.Extract(data, "spaces", data.spaces, translations.page("spaces", language), {})
    assert exports.geojson(spaces)
    assert len(data_package.files(data.folder)) == len(data.descriptor["resources"]) + 2


@pytest.mark.slow
def test_every_page_draws_the_small_dataset_before_anything_is_chosen() -> None:
    with served(small_datasets.plain) as data:
        draw_pages(data, language="en", opened=False)


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_every_document_is_made_of_the_small_dataset(language: str) -> None:
    with served(small_datasets.plain) as data:
        make_documents(data, language)


def test_every_page_draws_the_small_dataset_and_stays_as_it_was_where_every_row_has_another_id() -> None:
    language = "th"
    with served(small_datasets.plain) as data:
        before = {page_id: shown(run(page_id, language, **query)) for page_id, query in queries(data)}
    with served(lambda place: small_datasets.write(place, frozenset({"other ids"}))) as data:
        assert not {*data.cities["city_id"], *data.factors["factor_id"]} & {"doi_nuea", "thale_tai", "1", "2"}
        after = {page_id: shown(run(page_id, language, **query)) for page_id, query in queries(data)}
    assert len(before) == len(site.PAGES)
    for page_id, elements in before.items():
        assert [small_datasets.old_ids(element) for element in after[page_id]] == elements, page_id


# Made of the contents of a page: the ids of widgets and files, and Folium's functions of styles, which sort by id.
MADE_OF_CONTENTS = re.compile(r'\bid: "[^"]*"|[0-9a-f]{16,}|function geo_json_\w+_styler\(feature\).*?(?=function )')


def shown(app: AppTest) -> list[str]:
    """All that a page sends, element by element."""
    return [MADE_OF_CONTENTS.sub("", str(getattr(node, "proto", ""))) for node in walk(app.main)]


def walk(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from walk(child)


@given(
    st.frozensets(st.sampled_from(sorted(small_datasets.CHANGES)), max_size=12),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
@example(small_datasets.EVERY_TABLE_EMPTY, "th", False)
@example(frozenset(small_datasets.CHANGES) - small_datasets.EVERY_TABLE_EMPTY, "en", True)
@examples(3 if TIMES == 1 else 4)
def test_every_page_and_document_draws_what_the_check_passes(
    changes: frozenset[str], language: str, opened: bool
) -> None:
    with served(lambda place: small_datasets.write(place, changes)) as data:
        draw_pages(data, language=language, opened=opened)
        make_documents(data, language)
