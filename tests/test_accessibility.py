"""Everyone can use it: axe-core on each page, names as they are read aloud, the language said, twice the size.

One visit makes every proof on one page, as opening it costs most. docs/accessibility.md says what is not proved here.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from lcdash import site
from lcdash.dataset import loading
from lcdash.evidence import standings
from lcdash.language import translations
from tests.browsing import LAPTOP, Visit
from tests.test_links import LINKS

SERIOUS = {"serious", "critical"}


@cache
def axe() -> str:
    """axe-core as its package brings it."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


# What keeps its own colours where the reader's are forced on everything else.
OWN_COLOURS = """function own(root) { return [...root.querySelectorAll("*")].flatMap((one) =>
  [...(getComputedStyle(one).forcedColorAdjust === "auto" ? [] : [one]),
   ...(one.shadowRoot ? own(one.shadowRoot) : [])]); }"""


# Rules whose breach is never serious, a third of the time, are left out.
GRAVE = """Object.fromEntries(axe._audit.rules.filter((rule) => ['minor', 'moderate'].includes(rule.impact))
  .map((rule) => [rule.id, {enabled: false}]))"""


def faults(page: Page, forced_colors: bool = False, rule: str = "") -> list[str]:
    """What axe-core finds serious or critical in the page and in each of its frames.

    forced_colors  only the contrast of what keeps its own colours: the rest has the reader's.
    rule           only this one, also where axe-core leaves it out unasked.
    """
    where = f"({OWN_COLOURS})(document)" if forced_colors else "document"
    only = "color-contrast" if forced_colors else rule
    asked = f"runOnly: ['{only}']" if only else f"rules: {GRAVE}"
    found = []
    for frame in page.frames:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(axe())
        found += frame.evaluate(
            f"""() => {{
              const where = {where};
              const options = {{iframes: false, resultTypes: ['violations'], elementRef: false, selectors: false}};
              return where.length === 0 ? []
                : axe.run(where, {{...options, {asked}}}).then((all) => all.violations);
            }}"""
        )
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


def read_aloud(page: Page) -> dict[str, set[str]]:
    """Role -> names in the accessibility tree, as a screen reader is given them, without their spaces."""
    names: dict[str, set[str]] = defaultdict(set)
    for node in page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]:
        if not node["ignored"]:
            names[node["role"]["value"]].add(closed_up(node.get("name", {}).get("value", "")))
    return names


def named(data: loading.Dataset, language: str) -> str:
    """The name of the city whose page the link opens: its page bears no other title."""
    return data.names("cities", language)[str(LINKS["cities"]["city"])]


def closed_up(text: str) -> str:
    return "".join(text.split())


# The words of every heading that is seen; a symbol is no word.
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .map((one) => { const words = one.cloneNode(true);
    words.querySelectorAll("[aria-hidden=true]").forEach((symbol) => symbol.remove()); return words.textContent; })"""
# A text may stand out of a box that cuts it off: marks above and below the letters would be lost.
CLIPPED = """() => {
  const everything = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])]);
  const thai = (node) => node.nodeType === Node.TEXT_NODE && /[\\u0e01-\\u0e5b]/.test(node.data);
  const found = [];
  for (const one of everything(document.body)) {
    const own = [...one.childNodes].filter(thai);
    if (!own.length || !one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const {lineHeight, fontSize} = getComputedStyle(one);
    if (parseFloat(lineHeight) < 1.4 * parseFloat(fontSize)) found.push(`tight: ${one.textContent.slice(0, 60)}`);
    for (let box = one; box && box !== document.body; box = box.parentElement ?? box.getRootNode().host) {
      const {overflowY, webkitLineClamp} = getComputedStyle(box);
      if (["auto", "scroll"].includes(overflowY)) break; // the reader scrolls there
      const edge = box.getBoundingClientRect();
      if (edge.width < 2 || edge.height < 2) break; // for screen readers only
      if (!["hidden", "clip"].includes(overflowY)) continue;
      const range = document.createRange();
      for (const node of own) {
        range.selectNodeContents(node);
        for (const line of range.getClientRects())
          if (line.top < edge.top - 1 || (webkitLineClamp === "none" && line.bottom > edge.bottom + 1))
            found.push(`${node.data.slice(0, 60)}: ${line.top - edge.top}, ${line.bottom - edge.bottom}`);
      }
    }
  }
  return found;
}"""
# Wider than the window: a reader would have to go to and fro for each line.
TOO_WIDE = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - window.innerWidth);
}"""


@pytest.mark.parametrize(
    ("page_id", "language"),
    [
        pytest.param(page_id, language, marks=[] if (number + place) % 2 else pytest.mark.slow)
        for number, page_id in enumerate(site.PAGES)
        for place, language in enumerate(translations.LANGUAGES)
    ],
)
def test_a_page_is_usable_by_everyone(visit: Visit, page_id: str, language: str) -> None:
    t = translations.page(page_id, language)
    page = visit.open(site.path_of(page_id), language, **LINKS.get(page_id, {}))
    assert page.evaluate("document.documentElement.lang") == language
    assert faults(page) == []

    visit.tab_to(page.get_by_role("link", name=t("skip")))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()

    told = read_aloud(page)
    assert closed_up(t("menu_label")) in told["navigation"]
    assert {closed_up(text) for text in page.evaluate(HEADINGS)} - {""} <= told["heading"]
    data = loading.load()
    members = standings.member_standings(data.memberships)["city_id"].nunique()
    titles = {"overview": lambda: t("headline", n=members), "cities": lambda: named(data, language)}
    assert any(closed_up(titles.get(page_id, lambda: t.title)()) in heading for heading in told["heading"])
    assert {closed_up(translations.page(menu, language)("menu")) for menu in site.MENU} <= told["link"]
    assert {closed_up(t("switch_language")), closed_up(t("copy_link"))} <= told["button"]
    for role in ("button", "link", "textbox", "combobox", "checkbox", "radio", "switch", "img", "table", "region"):
        assert "" not in told[role], f"a {role} without a name"

    page.emulate_media(forced_colors="active")
    assert faults(page, forced_colors=True) == [], "in forced colours"
    page.emulate_media(forced_colors="none")

    # Twice the size is half the window.
    page.set_viewport_size({"width": LAPTOP // 2, "height": 384})
    visit.settle()
    assert page.evaluate(TOO_WIDE) <= 0
    assert [clipped for frame in page.frames for clipped in frame.evaluate(CLIPPED)] == []
