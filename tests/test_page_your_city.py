"""The page "Your city": what is typed stands beside the members at once, and stays in the reader's hands."""

import contextlib
import io
import itertools
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from lcdash.dataset import loading
from lcdash.documents.self_check import opening, template
from lcdash.evidence import self_check
from lcdash.evidence.self_check import SelfCheck
from lcdash.language.translations import Translations
from lcdash.settings import ROOT
from lcdash.ui.pages.your_city import form
from lcdash.ui.pages.your_city.your_city_page import BESIDE_KEY
from tests import browsing, serving
from tests.browsing import Visit
from tests.running import html, kept, run
from tests.self_check_files import cases
from tests.serving import Server

DATA = loading.load()
TH, EN = (Translations("your-city", language) for language in ("th", "en"))
FACETS = DATA.names("facets", "en")
PLACES = list(FACETS)[4]
MADE_UP = "Nowhere-on-Mun"
SAID = "A library by the river Mun"
FILES = {case.name: case for case in cases()}


# What can be scrolled up and down, by its name.
FRAMES = """() => [...document.querySelectorAll("*")]
  .filter(one => ["auto", "scroll"].includes(getComputedStyle(one).overflowY))
  .filter(one => one.scrollHeight > one.clientHeight + 2)
  .map(one => one.dataset.testid)"""


def forget(page: Page, t: Translations) -> None:
    """Have everything forgotten, and say yes when asked whether that is meant."""
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name=t("forget")).click()


@pytest.mark.parametrize("t", [TH, EN], ids=["th", "en"])
def test_the_form_asks_for_every_facet_with_its_meaning_a_question_and_what_two_members_report(t: Translations) -> None:
    app = run("your-city", t.language)
    assert t("lead") in html(app)
    name = next(one.proto for one in app.get("bidi_component") if one.proto.component_name == "lcdash_form")
    content = kept(app, re.search(r'"content": ?"(\w+)"', name.json)[1])
    facets = [facet for factor in content["factors"] for facet in factor["facets"]]
    assert [facet["id"] for facet in facets] == list(FACETS)
    questions = [facet["question"] for facet in facets]
    assert questions == [t("ask_group", question=one) for one in DATA.facets[f"guide_{t.language}"]]
    assert all(facet["definition"] for facet in facets)
    assert len(set(questions)) == len(FACETS), "each facet has a question of its own"
    assert {len(facet["reported"]) for facet in facets} <= {0, 1, 2}
    assert sum(len(facet["reported"]) == 2 for facet in facets) > len(facets) / 2
    assert content["words"]["how_private"] == t("how_private")
    assert len(content["lists"]["province"]) == len(DATA.provinces)


def blocks(app: AppTest) -> dict[tuple[int, ...], str]:
    """The kind of every piece of a page, by where it stands."""

    def below(piece: Block, at: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
        for place, one in piece.children.items():
            yield (*at, place), one.type
            if isinstance(one, Block):
                yield from below(one, (*at, place))

    return dict(below(app.main))


def test_a_file_that_is_told_of_moves_nothing_on_the_page() -> None:
    """Streamlit's page ends with an error ("Bad delta path index") where a run that moves things is overtaken."""
    app = run("your-city", "th")
    before = blocks(app)
    app.session_state[form.TOLD] = opening.RefusedError("damaged")
    after = blocks(app.run())
    assert TH("refused_damaged") in html(app)
    assert {place: after.get(place) for place in before} == before


def test_the_members_beside_follow_what_is_typed_until_the_reader_chooses_others() -> None:
    app = run("your-city", "en")

    def offered(*cities: str) -> list[str]:
        """What is chosen while these were offered before, and the browser still holds them."""
        app.session_state[form.HELD[4]] = {*app.session_state[form.HELD[4]], cities}
        return list(app.multiselect(key=BESIDE_KEY).set_value(list(cities)).run().multiselect(key=BESIDE_KEY).value)

    first = list(app.multiselect(key=BESIDE_KEY).value)
    assert offered("yala", "phuket") == first, "what is left of an earlier offer is nobody's choice"
    chosen = ["hat_yai"]
    assert app.multiselect(key=BESIDE_KEY).set_value(chosen).run().multiselect(key=BESIDE_KEY).value == chosen


# In a browser: the first of them in every run, the rest in the slow set


@pytest.fixture
def visit(visit_as: Callable[..., Visit]) -> Visit:
    """A tab of its own: what is typed stays in it, and no other test may find it there."""
    return visit_as(fresh=True)


def opened(page: Page, facet: str = PLACES) -> Locator:
    """A facet of the form, open."""
    part = page.locator(f"#part-{facet}")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def type_in(visit: Visit, name: str = MADE_UP, said: str = SAID) -> None:
    page = visit.page
    page.get_by_label(EN("place_name")).fill(name)
    part = opened(page)
    part.get_by_label(EN("there_exists")).check()
    part.get_by_label(EN("col_statement")).fill(said)
    part.get_by_label(EN("col_statement")).press("Tab")
    visit.settle()


def bring(visit: Visit, content: bytes, name: str, t: Translations = EN) -> None:
    with visit.page.expect_file_chooser() as chooser:
        visit.page.get_by_role("button", name=t("open_file")).click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    visit.page.wait_for_timeout(300)
    visit.settle()


def column(page: Page) -> Locator:
    """What stands beside the members: the answers, facet by facet."""
    return page.locator(".own-said.told")


KEPT = {"part": "needs", "statement": "a bridge", "topics": ["reading"]}
NO_RECORDS = (
    None,
    5,
    [],
    "x",
    {"a": "1"},
    {"part": 5},
    {"part": "needs", "topics": 5},
    {"part": "needs", "topics": "abc"},
    {"part": "needs", "topics": [None]},
    {"part": "needs", "statement": {"a": 1}},
    {"part": "place", "name": 5},
)
# What the form takes of a draft that is stored; what was stored before is put back.
READ_BACK = """async ([source, records]) => {
  const script = new Blob([`${source}\nexport { read, STORE };`], { type: "text/javascript" });
  const { read, STORE } = await import(URL.createObjectURL(script)), before = sessionStorage.getItem(STORE);
  sessionStorage.setItem(STORE, JSON.stringify({ records }));
  const found = read().records;
  sessionStorage.setItem(STORE, before);
  return found;
}"""


def test_what_is_typed_stands_beside_the_members_at_once_and_is_told_to_nobody_else(visit: Visit) -> None:
    sent: list[str] = []
    visit.context.on(
        "request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}")
    )
    # As the overview's answer to this place links it; a % that stands for no letter stops no script of the page.
    page = visit.open(f"/your-city?lang=en#name={MADE_UP}&100%")
    expect(page.get_by_label(EN("place_name"))).to_have_value(MADE_UP)
    type_in(visit)
    expect(column(page)).to_contain_text([SAID])
    expect(page.locator(".st-key-your_city_map svg")).to_have_attribute("aria-label", re.compile(MADE_UP))
    opened(page).locator("summary").first.click()
    page.locator(f".st-key-your_city_map a[href='#part-{PLACES}']").press("Enter")
    expect(page.locator(f"#part-{PLACES}").get_by_label(EN("col_statement"))).to_be_visible()
    assert "Nowhere" not in page.url
    assert [one for one in sent if not one.startswith("GET")] == []
    assert not any("Nowhere" in one or "library" in one for one in sent)
    source = (ROOT / "lcdash/ui/pages/your_city/form.js").read_text(encoding="utf-8")
    assert page.evaluate(READ_BACK, [source, [*NO_RECORDS, KEPT]]) == [KEPT]


@pytest.mark.slow
def test_a_reload_and_the_other_language_keep_it_and_another_browser_knows_nothing(
    visit_as: Callable[..., Visit],
) -> None:
    visit = visit_as(fresh=True)
    page = visit.open("/your-city", "en")
    type_in(visit)
    page.reload()
    visit.settle()
    expect(column(page)).to_contain_text([SAID])
    page.get_by_role("button", name="ไทย").click()
    visit.settle()
    expect(page.get_by_label(TH("place_name"))).to_have_value(MADE_UP)
    other = visit_as(fresh=True)
    expect(other.open("/your-city", "en").get_by_label(EN("place_name"))).to_have_value("")


@pytest.mark.slow
def test_it_is_kept_in_this_browser_only_if_asked_and_forgotten_when_asked(visit_as: Callable[..., Visit]) -> None:
    visit = visit_as(fresh=True)
    page = visit.open("/your-city", "en")
    type_in(visit)
    stored = "Object.values(window.localStorage).join('') + Object.values(window.sessionStorage).join('')"
    assert page.evaluate("Object.values(window.localStorage).some((one) => one.includes('Nowhere'))") is False
    page.get_by_label(EN("keep")).check()
    assert page.evaluate("Object.values(window.localStorage).some((one) => one.includes('Nowhere'))") is True
    tab = visit.context.new_page()
    tab.goto(page.url)
    expect(tab.get_by_label(EN("place_name"))).to_have_value(MADE_UP)
    tab.close()
    forget(page, EN)
    visit.settle()
    expect(page.get_by_label(EN("place_name"))).to_have_value("")
    expect(column(page)).to_have_count(0)
    assert "Nowhere" not in page.evaluate(stored)


@pytest.mark.slow
def test_a_server_that_starts_anew_loses_nothing_that_the_tab_holds(
    visit_as: Callable[..., Visit], start_server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = serving.free_port()
    monkeypatch.setattr(serving, "free_port", lambda: port)
    server = start_server()
    visit = visit_as(server=server)
    page = visit.open("/your-city", "en")
    type_in(visit)
    server.kill()
    start_server()
    page.reload()
    visit.settle()
    expect(page.get_by_label(EN("place_name"))).to_have_value(MADE_UP)
    expect(column(page)).to_contain_text([SAID])
    visit.console_errors.clear()  # of the moments without a server


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["workbook", "tabs_cp874", "crlf", "words_of_no_list_all_at_once", "formula", "locked", "macros"]
)
def test_a_file_is_read_or_refused_in_a_browser_too(visit: Visit, name: str) -> None:
    case = FILES[name]
    page = visit.open("/your-city", "th")
    bring(visit, case.make(), "x.xlsx" if case.make().startswith(b"PK") else "x.csv", TH)
    if case.refused:
        told = TH(f"refused_{case.refused}", cells="") if case.refused != "formulas" else "สูตร"
        expect(page.get_by_role("alert")).to_contain_text(told)
        expect(column(page)).to_have_count(0)
    else:
        expect(column(page)).to_have_count(case.facets)
        if case.problems:
            expect(page.locator(".notice li")).to_have_count(len(case.problems))
    forget(page, TH)
    visit.settle()


@pytest.mark.slow
def test_it_is_taken_away_as_a_sheet_a_memo_and_files_that_are_read_back(visit: Visit) -> None:
    page = visit.open("/your-city", "en")
    type_in(visit)
    page.get_by_role("tab", name=EN("tab_take")).click()

    def saved(button: str) -> bytes:
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        return Path(download.value.path()).read_bytes()

    memo = docx.Document(io.BytesIO(saved(EN("take_memo"))))
    assert SAID in [cell.text for table in memo.tables for row in table.rows for cell in row.cells]
    told = page.get_by_role("status").filter(has_text=EN("download_saved_as", name=f"{MADE_UP}_memo_en.docx"))
    expect(told).to_be_visible()
    page.get_by_text(EN("take_rest")).click()
    filled = saved(f"{EN('take_data')} (XLSX)")
    assert saved(EN("take_sheet")).startswith(b"%PDF-")
    signs = page.locator("[data-saved]:not([data-saved=''])")
    expect(signs).to_have_count(3)
    assert {sign.get_attribute("data-saved") for sign in signs.all()} == {EN("download_kept")}
    opened(page).get_by_label(EN("col_lack")).fill("a roof")
    opened(page).get_by_label(EN("col_lack")).press("Tab")
    visit.settle()
    assert {sign.get_attribute("data-saved") for sign in signs.all()} == {EN("download_changed")}
    forget(page, EN)
    visit.settle()
    bring(visit, filled, "again.xlsx")
    expect(column(page)).to_contain_text([SAID])
    forget(page, EN)
    visit.settle()


@pytest.mark.slow
def test_a_need_without_a_topic_leads_to_its_topics_which_are_chosen_by_keys_alone(visit: Visit) -> None:
    page = visit.open("/your-city", "en")
    page.locator("#part-needs summary").click()
    page.get_by_role("button", name=EN("add_needs")).click()
    page.keyboard.type("Older people live alone")
    page.keyboard.press("Tab")
    visit.settle()
    page.get_by_role("tab", name=EN("tab_learn")).click()
    expect(page.get_by_text(EN("choose_topic"))).to_be_visible()
    page.get_by_role("button", name=EN("to_topics")).press("Enter")
    visit.settle()
    for key in ("ArrowDown", "ArrowDown", "Space", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("#part-needs .chosen").first).to_have_text(list(DATA.names("themes", "en").values())[1])
    visit.settle()
    expect(page.get_by_text(EN("choose_topic"))).to_have_count(0)
    page.get_by_label(EN("place_name")).fill("Kalasn")
    page.get_by_label(EN("place_name")).press("Tab")
    page.get_by_role("button", name=EN("near_province", province="Kalasin")).click()
    expect(page.get_by_label(EN("place_name"))).to_have_value("Kalasin")
    expect(page.get_by_label(EN("col_province"), exact=True)).to_have_value("TH-46")


@pytest.mark.slow
def test_on_a_phone_no_frame_scrolls_within_the_page_and_a_line_leads_to_what_follows(
    visit_as: Callable[..., Visit],
) -> None:
    visit = visit_as(width=browsing.PHONE, fresh=True)
    page = visit.open("/your-city", "th")
    assert page.evaluate(FRAMES) == ["stMain"]
    part = page.locator(f"#part-{PLACES}")
    part.locator("summary").first.tap()
    part.evaluate("one => one.scrollIntoView()")
    for label in (*(TH(f"there_{there}") for there in self_check.THERE), TH("col_statement")):
        expect(part.get_by_label(label)).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name=TH("below")).tap()
    expect(page.get_by_role("tab", name=TH("tab_column"))).to_be_in_viewport()
    heads = page.locator(".own-scale .heads b")
    names = DATA.names("cities", "th")
    assert set(heads.all_inner_texts()) <= set(names.values())
    boxes = [one.bounding_box() for one in heads.all()]
    assert not [
        (one, other) for one, other in itertools.combinations(boxes, 2)
        if one and other and abs(one["y"] - other["y"]) < 8
        and one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    ]  # fmt: skip


@pytest.mark.slow
def test_the_tables_of_a_workshop_stand_side_by_side(visit: Visit) -> None:
    page = visit.open("/your-city", "en")
    page.get_by_role("tab", name=EN("tab_tables")).click()
    files = [
        {"name": f"{n}.xlsx", "mimeType": "x", "buffer": template.xlsx(DATA, self_check.example(DATA, city, "en"), EN)}
        for n, city in enumerate(self_check.example_cities(DATA))
    ]
    files.append({"name": "locked.xlsx", "mimeType": "x", "buffer": FILES["locked"].make()})
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=EN("tables_open")).click()
    chooser.value.set_files(files)
    visit.settle()
    heads = page.locator(".own-tables thead th")
    names = DATA.names("cities", "en")
    expect(heads).to_have_text([EN("col_facet"), *(names[city] for city in self_check.example_cities(DATA))])
    expect(page.get_by_text("locked.xlsx")).to_be_visible()
    page.get_by_role("button", name=EN("tables_close")).click()
    visit.settle()
    expect(page.locator(".own-tables")).to_have_count(0)
    expect(page.get_by_role("button", name=EN("forget"))).to_be_visible()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path: a socket of Chromium's has room for 108 characters."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def contents(folder: Path) -> Iterator[bytes]:
    """What the files below a folder hold, but for those that go while they are read."""
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_size < 10**7:
                yield path.read_bytes()


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[tuple[set[Path], set[bytes]]]:
    """All that lies in a folder and all that files below it hold, looked at again and again while Chromium prints."""
    seen: set[bytes] = set()
    places: set[Path] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            places.update(folder.iterdir())
            seen.update(contents(folder))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield places, seen
    finally:
        done.set()
        looking.join()


@pytest.mark.slow
def test_no_file_no_log_line_and_no_folder_of_the_server_holds_what_was_typed(
    visit_as: Callable[..., Visit], start_server: Callable[..., Server], short_folder: Path
) -> None:
    home = short_folder
    server = start_server({"TMPDIR": str(home), "HOME": str(home), "XDG_CACHE_HOME": str(home)})
    visit = visit_as(server=server)
    page = visit.open("/your-city", "en")
    type_in(visit)
    bring(visit, FILES["locked"].make(), "locked.xlsx")
    page.get_by_role("tab", name=EN("tab_take")).click()
    page.get_by_text(EN("take_rest")).click()
    for files, button in enumerate((EN("take_sheet"), EN("make_picture")), start=1):
        with watched(home) as (places, seen):
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("button", name=EN("make_again"))).to_have_count(files, timeout=60_000)
        assert places, "Chromium's profile was not seen: nothing was looked at"
        for mark in (MADE_UP, "library by the river"):
            assert mark not in server.log()
            held = [*seen, *contents(home)]
            assert not any(mark.encode() in one or mark.encode("utf-16-le") in one for one in held)


@pytest.mark.slow
def test_fifty_files_more_take_no_memory_that_stays(
    visit_as: Callable[..., Visit], start_server: Callable[..., Server]
) -> None:
    server = start_server()
    visit = visit_as(server=server)
    visit.open("/your-city", "en")
    checks = [self_check.example(DATA, city, "en") for city in self_check.example_cities(DATA)]
    contents = [template.xlsx(DATA, check, EN) for check in (*checks, SelfCheck())]
    memory = {}
    for number in range(1, 76):
        bring(visit, contents[number % 3], "x.xlsx")
        memory[number] = server.megabytes()
    assert memory[75] - memory[25] <= 5
