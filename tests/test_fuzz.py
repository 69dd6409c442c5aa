"""Links that nobody made: whatever stands in a query string or a path, no page stops and nobody sees an exception.

`make test` tries hundreds, `make fuzz` thousands; both try the same ones each time.
"""

import http.client
import io
import os
import re
from functools import cache
from html import escape
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.dataset import data_package, loading
from lcdash.documents import exports
from lcdash.language import translations
from tests.injections import STRINGS
from tests.running import run
from tests.serving import Server
from tests.test_injections import Markup
from tests.test_links import LINKS, keys
from tests.test_search import ask

# How many times as many as `make test` tries.
TIMES = int(os.environ.get("FUZZ", "1"))


def examples(number: int) -> settings:
    return settings(
        max_examples=number * TIMES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        # What fails is named as it was found: to make it smaller takes minutes, which `make fuzz` has.
        phases=[Phase.explicit, Phase.generate] if TIMES == 1 else list(Phase),
    )


@cache
def known() -> tuple[str, ...]:
    """Values that mean something somewhere: ids of every kind, codes, and what the links of the tests hold."""
    data = loading.load()
    ids = [str(value) for table in data.tables.values() for value in table.iloc[:40, 0]]
    asked = [value for query in LINKS.values() for values in query.values() for value in values if len(value) > 1]
    return tuple(dict.fromkeys([*ids, *data.codes["code"], *asked, "1", "0", "", "yala.3", "yala.9", "th", "en"]))


def values() -> st.SearchStrategy[str]:
    return st.deferred(lambda: st.sampled_from(known()) | st.sampled_from(STRINGS) | st.text(max_size=120))


def queries() -> st.SearchStrategy[dict[str, list[str]]]:
    key = st.deferred(lambda: st.sampled_from(keys()) | st.text(min_size=1, max_size=8))
    return st.dictionaries(key, st.lists(values(), min_size=1, max_size=4), max_size=5)


def assert_sound(app: AppTest) -> None:
    """What the page draws holds no markup of the link's."""
    bodies = [one.proto.body for one in app.get("html")]
    own = ('<div id="page-words" data-words="', "<style>")
    assert [harm for body in bodies if not body.startswith(own) for harm in Markup(body).harm] == []


@given(st.sampled_from(site.PAGES), st.sampled_from(["th", "en", "fr", "<b>"]), queries())
@examples(60)
def test_no_link_stops_a_page(page_id: str, language: str, query: dict[str, list[str]]) -> None:
    assert_sound(run(page_id, language, **{key: values for key, values in query.items() if key != "lang"}))


# Streamlit reads no link of more than 1,000 values: so many strings at once under every key.
SHARE = 990 // len(keys())
SHARES = [STRINGS[start : start + SHARE] for start in range(0, len(STRINGS), SHARE)]


@pytest.mark.parametrize(
    ("page_id", "share"),
    [
        # Each string under every key on some page, and in `make test-all` on every page.
        pytest.param(page_id, share, marks=[] if (number + share) % len(SHARES) == 0 else pytest.mark.slow)
        for number, page_id in enumerate(site.PAGES)
        for share in range(len(SHARES))
    ],
)
def test_harmful_strings_under_every_key_are_named_and_dropped(page_id: str, share: int) -> None:
    app = run(page_id, "en", **{key: list(SHARES[share]) for key in keys()})
    assert_sound(app)
    notice, text = translations.page(page_id, "en")("dropped", values="")[:20], escape(SHARES[share][0][:40])
    if not set(LINKS.get(page_id, {})) <= {"q", "place"}:  # free text: nothing of it is unknown
        assert any(notice in one.proto.body and text in one.proto.body for one in app.get("html"))


@given(st.lists(st.sampled_from(STRINGS) | values(), min_size=1, max_size=3), st.sampled_from(translations.LANGUAGES))
@examples(200)
def test_no_words_that_are_asked_for_stop_the_search(words: list[str], language: str) -> None:
    answer = ask(" ".join(words), language)
    assert len({(one.entry.kind, one.entry.id) for one in answer.found}) == len(answer.found)


@given(st.lists(st.sampled_from(STRINGS) | st.sampled_from(known()) | st.text(max_size=40), min_size=1, max_size=4))
@examples(40)
def test_no_words_that_are_asked_for_stop_an_export(asked: list[str]) -> None:
    data = loading.load()
    given_away = {"words": exports.Selection("Words", {one: one for one in asked})}
    extract = exports.Extract(data, "cities", data.cities.head(2), translations.page("map", "th"), given_away)
    assert re.fullmatch(r"[a-z0-9_.+\u0e01-\u0e4e-]+", extract.file_name("xlsx"))
    assert ".." not in extract.file_name("xlsx")
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx(extract)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    assert exports.csv(extract.titled())
    assert exports.geojson(extract)


@given(st.lists(st.sampled_from(STRINGS) | st.text(max_size=30) | st.sampled_from(("evidence.csv", "..", ""))))
@examples(300)
def test_no_path_below_files_leads_out_of_the_dataset(server: Server, parts: list[str]) -> None:
    path = "/".join(quote(part.encode("utf-8", "surrogatepass"), safe="") for part in parts)
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", f"/{data_package.BY_URL}/{path}")
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    assert answer.status in {200, 400, 404}, body[:200]
    assert answer.status != 200 or path.strip("/") in {"", *data_package.files(loading.load().folder)}
    assert b"Traceback" not in body
