"""The look: every colour can be read, none is needed to understand, and one place holds them all."""

import re
import tomllib

import pytest

from lcdash import look, settings

TEXT = {
    "ink": look.INK,
    "quiet": look.QUIET,
    "accent": look.ACCENT,
    "ready": look.READY,
    **look.COLOURS,
    **look.UNIT_COLOURS,
}
GROUNDS = {"paper": look.PAPER, "panel": look.PANEL}


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
    assert contrast(look.INK, look.FOUND) >= 4.5
    for ground in GROUNDS.values():
        assert contrast(look.DIMMED, ground) >= 4.5
        assert contrast(look.DIMMED, ground) < contrast(look.INK, ground) / 2, "it steps back"


def test_one_colour_dims_words_and_one_opacity_marks_everywhere() -> None:
    for folder in ("lcdash/ui", "static/leaflet"):
        for path in (settings.ROOT / folder).glob("*.css"):
            rules = re.findall(r"([^{}]*dimmed[^{}]*)\{([^{}]*)\}", path.read_text(encoding="utf-8"))
            said = {rule.strip().rstrip(";") for _, rule in rules}
            assert said <= {"color: var(--dimmed)", "opacity: var(--faded)", "opacity: 1"}, path.name


def test_what_the_colours_mean_is_told_without_them() -> None:
    assert len(set(look.SYMBOLS.values())) == len(look.SYMBOLS)
    assert len(set(look.STANDING_SYMBOLS.values())) == len(look.STANDING_SYMBOLS)
    # A favourable word is drawn in the hue of its kind.
    assert set(look.SYMBOLS) - {"favourable", "direct", "partial"} == set(look.COLOURS)


def test_a_colour_has_one_meaning() -> None:
    kinds = [look.COLOURS[kind] for kind in ("direction", "asset", "practice", "limit")]
    everything = kinds + list(look.UNIT_COLOURS.values())
    assert len(set(everything)) == len(everything)


def test_css_and_streamlit_take_their_colours_from_the_palette() -> None:
    palette = {look.PAPER, look.PANEL, look.RULE, look.FAINT, *TEXT.values()}
    config = (settings.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-F]{6}\b", config)) <= palette
    assert tomllib.loads(config)["theme"]["font"] == look.FONT
    written = {
        path.name: set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")))
        for path in (settings.ROOT / "lcdash/ui").glob("*.css")
    }
    assert written == {name: set() for name in written}, "CSS uses the custom properties"


def test_every_custom_property_that_css_uses_exists() -> None:
    made = set(re.findall(r"(--[a-z-]+):", look.css_variables()))
    used = {
        name
        for path in (settings.ROOT / "lcdash/ui").glob("*.css")
        for name in re.findall(r"var\((--[a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert used <= made


# A projector in a lit room, at best 8 to 1: the room's own light, a seventh of the lamp's, lies over everything.
ROOM = 1 / 7


def washed_out(one: str, other: str) -> float:
    """The contrast that is left of two colours on the wall."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + ROOM) / (darker + ROOM)


def test_a_projector_in_a_lit_room_washes_no_words_out() -> None:
    assert washed_out("#000000", "#FFFFFF") == pytest.approx(8)
    words = TEXT | {"dimmed": look.DIMMED, "ready": look.READY}
    left = {(name, ground): washed_out(words[name], GROUNDS[ground]) for name in words for ground in GROUNDS}
    left[("ink", "found")] = washed_out(look.INK, look.FOUND)
    left |= {("on", colour): washed_out(look.text_on(colour), colour) for colour in look.UNIT_COLOURS.values()}
    # What WCAG asks of large text: nothing else is projected.
    assert {pair: contrast for pair, contrast in left.items() if contrast < 3} == {}
    # A letter in a mark of a class repeats what stands beside it in the legend and in the list.
    assert min(washed_out(look.text_on(colour), colour) for colour in look.CLASS_COLOURS) >= 2.5
