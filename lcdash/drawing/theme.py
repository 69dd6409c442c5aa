"""The look, in one place: CSS, Plotly, Folium and exports all read their colours and symbols here.

Hues start from the colour-blind-safe set of Okabe and Ito (2008), darkened until text in them reads on the paper
(WCAG 2.2, 4.5:1). No meaning rests on colour alone: a symbol and a word, from data/codes.csv, stand beside it.
"""

FONT = "Sarabun, sans-serif"
PAPER, PANEL, INK, QUIET, RULE, ACCENT, FAINT = (
    "#FBF9F4",
    "#F1EDE3",
    "#1F2430",
    "#5B6170",
    "#D8D2C4",
    "#1B4F72",
    "#A9BFCE",
)
READY = "#2B6B3A"  # what was checked and found as it should be, always with its symbol and word
FOUND = "#F6E3A1"  # behind the words of a search, where they stand in what was found
# A city's own province; an organisation's name in a frame, and one that gives money.
OWN, CHIP, FUND, FUND_EDGE = "#C9DAE7", "#7E9DB5", "#E7D8A5", "#B59A45"
OWN_GROUND = "#E9F1F6"  # behind what a place tells of itself
DIMMED = "#656B7A"  # the words of what a filter does not show: they step back, and can still be read
# The evidence map: what matches a filter, what does not, a silence, outside the study, what the country lacks.
MATCH, HOLLOW, SILENCE, HATCH, LIMIT_GROUND = "#DCE9F2", "#8B8676", "#EEE9DE", "#CFC9B8", "#F4E9E1"
SHEET = "#FFFFFF"  # what is chosen or lies over the paper
EDGE, HAIR, FOUND_MARK = "#B9B3A2", "#E6E0D3", "#3F4A63"  # an edge one can press, a hair line, "something is said here"
FADED = 0.62  # the opacity of its drawn marks

# kind, appraisal and state of a statement: one meaning each, everywhere
COLOURS = {
    "direction": "#0A4A7A",
    "asset": "#7A5A00",
    "practice": "#8A3B74",
    "limit": "#9C2B00",
    "nothing": "#5B6170",
    "not_studied": "#5B6170",
}
# The same as drawn marks, in two depths: in grey and for red-green blindness neighbours stay apart.
MARK_COLOURS = {"direction": "#0A4A7A", "asset": "#8A6A00", "practice": "#B0478F", "limit": "#9C2B00"}
SYMBOLS = {
    "direction": "◆",
    "asset": "■",
    "practice": "●",
    "limit": "▲",
    "nothing": "–",
    "not_studied": "▨",
    "direct": "◉",
    "partial": "◌",
}

# what is drawn on a map: the kind of unit that is a member, and who is not one
UNIT_COLOURS = {
    "province": "#2A6F6B",
    "special_local_government": "#5A3E85",
    "city_municipality": "#A34A1F",
    "town_municipality": "#5D4037",
}
# classes of what has no colour of its own (years, regions, statuses), in the order of the legend beside them
CLASS_COLOURS = ("#332288", "#882255", "#4C93C3", "#C73E53", "#9C8E00")


def text_on(colour: str) -> str:
    """Ink or paper, whichever reads better on `colour` (by the relative luminance of WCAG 2.2; both match at 0.18)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return INK if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.18 else PAPER


def css_variables() -> str:
    """The palette as CSS custom properties for `:root`."""
    base = {"paper": PAPER, "panel": PANEL, "ink": INK, "quiet": QUIET, "rule": RULE, "accent": ACCENT, "found": FOUND}
    marks = {"match": MATCH, "hollow": HOLLOW, "silence": SILENCE, "hatch": HATCH, "limit_ground": LIMIT_GROUND}
    marks |= {f"mark_{kind}": colour for kind, colour in MARK_COLOURS.items()} | {"sheet": SHEET}
    marks |= {"own": OWN, "own_shade": OWN_GROUND, "chip": CHIP, "fund": FUND, "fund_edge": FUND_EDGE}
    marks |= {"edge": EDGE, "hair": HAIR, "found_mark": FOUND_MARK}
    variables = base | COLOURS | marks | {"ready": READY, "dimmed": DIMMED, "faded": FADED}
    return ":root{" + "".join(f"--{name.replace('_', '-')}:{value};" for name, value in variables.items()) + "}"
