"""Photograph the dashboard: every page, both languages, on a laptop and on a phone, to be looked at.

`python -m tests.contact_sheet [page ...]` (or `make contact-sheet`) writes into build/contact/ one picture per page,
language and width, in full length, and one sheet that shows its four side by side; then the same (`PAGE-full`) of the
link that makes the page say most.
"""

import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from lcdash import settings, site
from lcdash.language import translations
from tests.browsing import HEIGHTS, LAPTOP, PHONE, launch, visiting
from tests.serving import Server
from tests.test_language import FULL

FOLDER = settings.ROOT / "build" / "contact"
GAP = 24
# A sheet is looked at as a whole: longer pages are cut there, not in their own pictures.
SHEET_HEIGHT = 3000

# Chromium draws no picture much longer than this.
LONGEST = 12_000


def photograph(
    browser: Browser, base_url: str, page_id: str, language: str, width: int, name: str, query: dict[str, Any]
) -> Path:
    """The picture of one page in full length, and what went wrong on it printed."""
    path = FOLDER / f"{name}_{language}_{width}.png"
    with visiting(browser, base_url, width) as visit:
        page = visit.open(site.path_of(page_id), language, **query)
        # Streamlit scrolls inside a box as high as the window: only a window as high as the page shows all of it.
        length = page.get_by_test_id("stMain").evaluate("box => box.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(length, HEIGHTS[width]), LONGEST)})
        # What draws itself when scrolled to, and maps that fit themselves to their frame, take another moment.
        page.wait_for_timeout(800)
        visit.settle()
        page.screenshot(path=path, animations="disabled")
        for problem in visit.outside_requests + visit.console_errors:
            print(f"  {path.name}: {problem}")
    return path


def sheet(name: str, pictures: list[Path]) -> Path:
    """One picture with all pictures of a page side by side, cut at SHEET_HEIGHT."""
    images = [Image.open(picture).convert("RGB") for picture in pictures]
    height = min(max(image.height for image in images), SHEET_HEIGHT)
    together = Image.new("RGB", (sum(image.width + GAP for image in images) + GAP, height + 2 * GAP), "#777777")
    left = GAP
    for image in images:
        together.paste(image.crop((0, 0, image.width, min(image.height, height))), (left, GAP))
        left += image.width + GAP
    path = FOLDER / f"{name}.png"
    together.save(path)
    return path


def main(page_ids: list[str]) -> int:
    """Photograph these pages, or all where none is named; 1 where a name is no page."""
    unknown = set(page_ids) - set(site.PAGES)
    if unknown:
        print(f"No such page: {', '.join(sorted(unknown))}. There are: {', '.join(site.PAGES)}", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = Server()
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for page_id in page_ids or site.PAGES:
                for name, query in ((page_id, {}), (f"{page_id}-full", FULL[page_id])):
                    pictures = [
                        photograph(browser, server.url, page_id, language, width, name, query)
                        for width in (LAPTOP, PHONE)
                        for language in translations.LANGUAGES
                    ]
                    print(sheet(name, pictures).relative_to(settings.ROOT))
            browser.close()
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
