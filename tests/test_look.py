"""The look: every colour can be read, none is needed to understand, and one place holds them all."""

import re
import tomllib
from pathlib import Path

import pytest

from lcdash import settings
from lcdash.drawing import theme
from lcdash.html import rendering

TEXT = {
    "ink": theme.INK,
    "quiet": theme.QUIET,
    "accent": theme.ACCENT,
    "ready": theme.READY,
    **theme.COLOURS,
    **theme.UNIT_COLOURS,
}
GROUNDS = {"paper": theme.PAPER, "panel": theme.PANEL}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it: what is left of a colour in grey."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXT)
def test_every_colour_reads_as_text_on_paper_and_panel(name: str, ground: str) -> None:
    assert contrast(TEXT[name], GROUNDS[ground]) >= 4.5


def test_words_found_and_what_a_filter_dims_can_still_be_read() -> None:
    assert contrast(theme.INK, theme.FOUND) >= 4.5
    for ground in GROUNDS.values():
        assert contrast(theme.DIMMED, ground) >= 4.5
        assert contrast(theme.DIMMED, ground) < contrast(theme.INK, ground) / 2, "it steps back"


def sheets(folder: str) -> list[Path]:
    """The style sheets in a folder of the project and below."""
    found = sorted((settings.ROOT / folder).rglob("*.css"))
    assert found, folder
    return found


def test_one_colour_dims_words_and_one_opacity_marks_everywhere() -> None:
    for folder in ("lcdash", "static/leaflet"):
        for path in sheets(folder):
            rules = re.findall(r"([^{}]*dimmed[^{}]*)\{([^{}]*)\}", path.read_text(encoding="utf-8"))
            said = {rule.strip().rstrip(";") for _, rule in rules}
            assert said <= {"color: var(--dimmed)", "opacity: var(--faded)", "opacity: 1"}, path.name


def test_what_the_colours_mean_is_told_without_them() -> None:
    assert len(set(theme.SYMBOLS.values())) == len(theme.SYMBOLS)
    assert set(theme.SYMBOLS) - {"direct", "partial"} == set(theme.COLOURS)


def test_a_colour_has_one_meaning() -> None:
    kinds = [theme.COLOURS[kind] for kind in ("direction", "asset", "practice", "limit")]
    everything = kinds + list(theme.UNIT_COLOURS.values())
    assert len(set(everything)) == len(everything)


def test_css_and_streamlit_take_their_colours_from_the_palette() -> None:
    palette = {theme.PAPER, theme.PANEL, theme.RULE, theme.FAINT, *TEXT.values()}
    config = (settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-F]{6}\b", config)) <= palette
    assert tomllib.loads(config)["theme"]["font"] == theme.FONT
    written = {
        path.name: set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")))
        for path in sheets("lcdash")
    }
    assert written == {name: set() for name in written}, "CSS uses the custom properties"


def test_every_custom_property_that_css_uses_exists() -> None:
    set_by_templates = "".join(path.read_text(encoding="utf-8") for path in rendering.TEMPLATES.glob("*.html"))
    everywhere = set(re.findall(r"(--[a-z-]+):", theme.css_variables() + set_by_templates))
    for path in sheets("lcdash"):
        sheet = path.read_text(encoding="utf-8")
        assert set(re.findall(r"var\((--[a-z-]+)", sheet)) <= everywhere | set(re.findall(r"(--[a-z-]+):", sheet)), path


# A projector in a lit room, at best 8 to 1: the room's own light, a seventh of the lamp's, lies over everything.
ROOM = 1 / 7


def washed_out(one: str, other: str) -> float:
    """The contrast that is left of two colours on the wall."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + ROOM) / (darker + ROOM)


def test_a_projector_in_a_lit_room_washes_no_words_out() -> None:
    assert washed_out("#000000", "#FFFFFF") == pytest.approx(8)
    words = TEXT | {"dimmed": theme.DIMMED, "ready": theme.READY}
    left = {(name, ground): washed_out(words[name], GROUNDS[ground]) for name in words for ground in GROUNDS}
    left[("ink", "found")] = washed_out(theme.INK, theme.FOUND)
    left |= {("on", colour): washed_out(theme.text_on(colour), colour) for colour in theme.UNIT_COLOURS.values()}
    # What WCAG asks of large text: nothing else is projected.
    assert {pair: contrast for pair, contrast in left.items() if contrast < 3} == {}
    # A letter in a mark of a class repeats what stands beside it in the legend and in the list.
    assert min(washed_out(theme.text_on(colour), colour) for colour in theme.CLASS_COLOURS) >= 2.5
