"""What each page shows first: its picture whole on a laptop, and no page taller than three screens as it opens."""

import pytest
from playwright.sync_api import expect

from lcdash import site
from lcdash.dataset import loading
from lcdash.evidence import cached_frames
from lcdash.language import translations
from tests.browsing import LAPTOP, Visit

SCREENS = 3.0
# What a page is for, where that is a picture: the element, whole in the first screen. Lists of statements, references
# and the codebook are not bound: the parts of the Data page after the first, one statement, the results of a search.
PICTURES: dict[str, str] = {
    "overview": ".st-key-small_map",
    "map": "iframe",
    "factors": "table.map",
    "cities": ".city-page > .said",
    "spaces": "table.kinds",
    "partners": ".st-key-sectors table",
    "compare": "table.beside thead",
    "learn": "table.learn",
    "frameworks": ".crosswalk svg",
    "data": ".data-about",
    "present": "",
}
QUERIES: dict[str, dict[str, str | list[str]]] = {"cities": {"city": "yala"}, "compare": {"city": ["yala", "phuket"]}}
MORE: list[tuple[str, dict[str, str | list[str]], str]] = [
    ("compare", {}, "table.beside thead"),
    ("learn", {"theme": "digital_technology"}, "#found"),
    ("learn", {"limit": "yala_6_t2"}, "#found"),
    ("frameworks", {"part": "factors"}, ""),
    ("frameworks", {"part": "unesco"}, ""),
    ("frameworks", {"part": "kalasin"}, ""),
]
# The same, at the size of an older laptop, by resizing the page that is open.
NARROW = {"factors": "table.map", "learn": "table.learn"}

LOOK = """(wanted) => {
  const inside = (root) => {
    const own = wanted && [...root.querySelectorAll(wanted)].find((one) => one.getBoundingClientRect().height > 20);
    if (own) return own;
    for (const one of root.querySelectorAll("*")) {
      const found = one.shadowRoot && inside(one.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const main = document.querySelector("[data-testid=stMain]");
  const box = wanted ? inside(document)?.getBoundingClientRect() : { top: 0, bottom: 0, right: 0 };
  // What lies over the foot of the window hides what is under it.
  const over = (root) => [...root.querySelectorAll("*")].flatMap((one) => one.shadowRoot ? over(one.shadowRoot) : [])
    .concat([...root.querySelectorAll(".panel")].filter((one) => getComputedStyle(one).position === "sticky"));
  const covered = Math.min(innerHeight, ...over(document).map((one) => one.getBoundingClientRect())
    .filter((panel) => box && panel.left < box.right && panel.top > box.top && panel.height < innerHeight / 3)
    .map((panel) => panel.top));
  return { screens: main.scrollHeight / innerHeight, wide: main.scrollWidth > main.clientWidth + 1,
    found: Boolean(box), top: box?.top, bottom: box?.bottom, right: box?.right, covered };
}"""


def look(visit: Visit, wanted: str) -> list[str]:
    """What is wrong with the page as it stands."""
    seen = visit.page.evaluate(LOOK, wanted)
    size = visit.page.viewport_size or {"width": LAPTOP, "height": 768}
    wrong = []
    if seen["screens"] > SCREENS + 0.05:
        wrong.append(f"{seen['screens']:.2f} screens tall")
    if seen["wide"]:
        wrong.append("wider than its window")
    if not seen["found"]:
        wrong.append(f"no {wanted}")
    elif seen["top"] < 0 or seen["bottom"] > seen["covered"] + 1 or seen["right"] > size["width"] + 1:
        wrong.append(f"{wanted} from {seen['top']:.0f} to {seen['bottom']:.0f}, {seen['covered']:.0f} are in view")
    return wrong


def test_every_page_is_looked_at() -> None:
    assert set(site.MENU) <= {*PICTURES, "your-city"}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_pages_are_at_most_three_screens_tall_and_show_their_picture_whole_at_first(
    visit: Visit, language: str
) -> None:
    wrong = {}
    pages = [(page_id, QUERIES.get(page_id, {}), wanted) for page_id, wanted in PICTURES.items()]
    for page_id, query, wanted in [*pages, *MORE]:
        page = visit.open(site.path_of(page_id), language, **query)
        page.wait_for_timeout(300)
        if told := look(visit, wanted):
            wrong[page_id, str(query), LAPTOP] = told
        if page_id in NARROW and not query:
            if page_id == "factors":
                page.get_by_role("button", name=translations.texts("evidence_map")["view_topics"][language]).click()
                visit.settle()
                if told := look(visit, NARROW[page_id]):
                    wrong[page_id, "topics", LAPTOP] = told
            page.set_viewport_size({"width": 1024, "height": 768})
            page.wait_for_timeout(500)
            if told := look(visit, NARROW[page_id]):
                wrong[page_id, "topics" if page_id == "factors" else "", 1024] = told
            page.set_viewport_size({"width": LAPTOP, "height": 768})
    assert not wrong


def test_no_browser_breaks_a_word_that_has_to_stay_whole(visit: Visit) -> None:
    parted = "all => all.filter((one) => one.getClientRects().length > 1).map((one) => one.textContent)"
    for address, query, word in (
        ("/factors", {"cell": "yala.2"}, "บทวิเคราะห์"),  # the panel of the evidence map, narrow, in a tree of its own
        ("/frameworks", {"part": "unesco"}, "ยูเนสโก"),
    ):
        page = visit.open(address, "th", **query)
        held = page.locator(".whole")
        expect(held.filter(has_text=word).first).to_be_attached()
        assert set(held.all_text_contents()) <= set(cached_frames.unbroken(loading.load()))
        for width in (LAPTOP, 390):
            page.set_viewport_size({"width": width, "height": 768})
            page.wait_for_timeout(200)
            assert not held.evaluate_all(parted), (address, width)
