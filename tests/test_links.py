"""A link is the state: it opens the same in a browser that has never been here, and says what became of an old id."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

from lcdash import site
from lcdash.dataset import loading
from lcdash.language import translations
from lcdash.settings import ROOT
from lcdash.ui.components import evidence_map
from tests.browsing import Visit
from tests.running import html, run
from tests.test_language import everything_said

# Of each page a link that chooses and opens something.
LINKS: dict[str, dict[str, str | list[str]]] = {
    "overview": {"place": "TH-92"},
    "map": {"id": "khon_kaen", "status": "member"},
    "factors": {"cell": "yala.3", "city": ["yala", "phuket"], "kind": "asset", "q": "app", "others": "1"},
    "cities": {"city": "khon_kaen"},
    "spaces": {"city": "khon_kaen", "mode": "physical", "id": "khon_kaen_kic"},
    "partners": {"city": ["yala", "phayao"], "role": "lead"},
    "compare": {"city": ["yala", "khon_kaen"]},
    "learn": {"theme": "digital_technology", "city": "yala"},
    "your-city": {},
    "frameworks": {"part": "crosswalk", "factor": "3"},
    "data": {"part": "conflicts", "severity": "major", "city": "phuket"},
    "present": {"host": "yala"},
    "search": {"q": "ภูเก็ต"},
    "evidence": {"id": "yala_3_t1"},
    "method": {},
}


@cache
def keys() -> tuple[str, ...]:
    """Every key that a page reads from its link, save the language."""
    drawing = sorted((ROOT / "lcdash/ui").rglob("*.py"))
    assert drawing
    sources = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *drawing]
    reading = r"\b(?:one|many|text|selectbox|multiselect|toggle|text_box|Filter)\(\s*\"([a-z_]+)\""
    found = {key for path in sources for key in re.findall(reading, path.read_text(encoding="utf-8"))}
    found |= set(evidence_map.KEYS)
    assert {key for query in LINKS.values() for key in query} <= found
    return tuple(sorted(found - {"lang"}))


def test_every_page_has_a_link_here() -> None:
    assert set(site.PAGES) <= set(LINKS)


# The one with most in its link; the others are slow for nothing but their number.
FIRST = ("map",)


@pytest.mark.parametrize(
    "page_id", [pytest.param(page, marks=[] if page in FIRST else pytest.mark.slow) for page in site.PAGES]
)
def test_a_copied_link_opens_the_same_in_a_fresh_browser(visit_as: Callable[..., Visit], page_id: str) -> None:
    t, asked = translations.page(page_id, "en"), LINKS[page_id]
    reader = visit_as()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # What is copied is the state after a click, not the link that the page was opened by.
    page = reader.open(site.path_of(page_id), "th", **asked)
    page.get_by_role("button", name=translations.page(page_id, "th")("switch_language"), exact=True).click()
    reader.settle()
    shown = said(reader)
    page.get_by_role("button", name=t("copy_link")).click()
    page.get_by_role("button", name=t("copied")).wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    wanted = {key: values if isinstance(values, list) else [values] for key, values in asked.items()}
    assert parse_qs(urlsplit(address).query) == {"lang": ["en"], **wanted}

    colleague = visit_as(fresh=True)
    colleague.page.goto(address)
    colleague.settle()
    assert said(colleague) == shown
    if asked:
        colleague.open(site.path_of(page_id), "en")
        assert said(colleague) != shown, "the link has chosen something"


def said(visit: Visit) -> list[tuple[str, str]]:
    """All texts and labels of the page once it has stopped drawing: a map's frame draws after the page is still."""
    seen: list[list[tuple[str, str]]] = [[], []]
    for _ in range(30):
        seen = [seen[1], everything_said(visit)]
        if seen[0] == seen[1]:
            break
        visit.page.wait_for_timeout(200)
    return seen[1]


# Ids of an earlier version


@pytest.fixture
def retire(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the dashboard show a dataset in which ids were retired: `retire(("spaces", "old", ("new",)))`."""

    def retire(*ids: tuple[str, str, tuple[str, ...]]) -> None:
        rows = [
            {
                "table": table,
                "row_id": row_id,
                "became": became,
                "date": "2027-01",
                "note_th": "ย้าย",
                "note_en": "<Moved>",
            }
            for table, row_id, became in ids
        ]
        data = loading.load()
        changed = replace(data, tables=data.tables | {"retired": pd.DataFrame(rows)})
        monkeypatch.setattr(loading, "load", lambda: changed)

    return retire


@pytest.mark.parametrize(
    ("page_id", "table", "key", "query"),
    [
        ("spaces", "spaces", "id", {"city": "yala"}),
        ("factors", "cities", "city", {}),
        ("partners", "partners", "id", {}),
        ("learn", "evidence", "limit", {}),
        *([("evidence", "evidence", "id", {})] if "evidence" in site.PAGES else []),
    ],
)
def test_a_link_with_a_retired_id_says_what_became_of_it(
    retire: Callable[..., None], page_id: str, table: str, key: str, query: dict[str, Any]
) -> None:
    retire((table, "old_id", ("new_id", "other_id")))
    text = html(run(page_id, "en", **query, **{key: "old_id"}))
    t = translations.page(page_id, "en")
    title = loading.load().resource(table)["title"]
    assert f"The id “old_id” in this link ({title}) has been retired (January 2027): &lt;Moved&gt;." in text
    for became in ("new_id", "other_id"):
        carried = "".join(f"&amp;{name}={value}" for name, value in query.items())
        assert f'<a href="?lang=en{carried}&amp;{key}={became}"><code>{became}</code></a>' in text
    assert t("dropped", values="")[:30] not in text


def test_of_a_retired_id_that_became_nothing_only_the_note_is_told(retire: Callable[..., None]) -> None:
    retire(("spaces", "old_id", ()))
    text = html(run("spaces", "th", id="old_id"))
    assert "“old_id” ในลิงก์นี้" in text
    assert translations.page("spaces", "th")("retired_became") not in text


def test_an_id_nobody_ever_knew_is_named_beside_a_retired_one(retire: Callable[..., None]) -> None:
    retire(("cities", "old_id", ("yala",)))
    text = html(run("factors", "en", city=["old_id", "atlantis"]))
    assert "city = atlantis" in text
    assert "old_id = " not in text
    assert "“old_id” in this link" in text


# One act, one step of history


@pytest.mark.parametrize(
    ("page_id", "link", "act", "left"),
    [
        (
            "spaces",
            {"city": ["yala", "phuket"], "kind": "park", "q": "x"},
            lambda app: app.button(key="_clear").click(),
            {},
        ),
        (
            "data",
            {"part": "conflicts", "severity": "major", "q": "x"},
            lambda app: app.button_group(key="_part").set_value("silences"),
            {"part": ["silences"]},
        ),
    ],
)
def test_what_clears_several_filters_is_one_step_of_history(
    monkeypatch: pytest.MonkeyPatch,
    page_id: str,
    link: dict[str, str | list[str]],
    act: Callable[[AppTest], AppTest],
    left: dict[str, list[str]],
) -> None:
    app = run(page_id, "en", **link)
    told: list[dict[str, list[str]]] = []
    monkeypatch.setattr(
        QueryParams, "_send_query_param_msg", lambda held: told.append({key: held.get_all(key) for key in held})
    )
    act(app).run()
    assert told == [{"lang": ["en"], **left}]
