"""On a phone, by finger: nothing is wider than the window, and every target is large enough or has room around it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lcdash import site
from tests.browsing import Visit
from tests.test_accessibility import TOO_WIDE, faults
from tests.test_links import LINKS

SIZES = ((360, 740), (390, 844))
QUICK = ("factors", "map")

SMALL_ALONE = Path(__file__).with_name("small_alone.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page_id", [pytest.param(page, marks=[] if page in QUICK else pytest.mark.slow) for page in site.PAGES]
)
def test_a_page_fits_a_phone_and_its_targets_a_finger(visit_as: Callable[..., Visit], page_id: str) -> None:
    visit = visit_as(width=SIZES[0][0], height=SIZES[0][1])
    page = visit.open(site.path_of(page_id), "th", **LINKS[page_id])
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        assert page.evaluate(TOO_WIDE) <= 0, width
    assert page.evaluate(SMALL_ALONE) == []
    # What the bar at the foot of a form half covers is a scroll away.
    page.locator(".form .below").evaluate_all("bars => bars.forEach((bar) => { bar.style.position = 'static'; })")
    # 24 pixels, or as much room around it; a place on a map is where it is, and stands in a list too (WCAG 2.2, 2.5.8).
    small = [one for one in faults(page, rule="target-size") if "leaflet-marker-icon" not in one]
    assert small == []
