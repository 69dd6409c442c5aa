"""The look, in one place: CSS, Plotly, Folium and exports all read their colours and symbols here.

Hues start from the colour-blind-safe set of Okabe and Ito (2008), darkened until text in them reads on the paper (WCAG 2.2,
4.5:1). No meaning rests on colour alone: a symbol and a word stand beside it. The words are in data/codes.csv.
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

# kind, appraisal and state of a statement: one meaning each, everywhere
COLOURS = {
    "direction": "#0B5C94",
    "asset": "#7A5A00",
    "practice": "#8A3B74",
    "limit": "#A63C00",
    "nothing": "#5B6170",
    "not_studied": "#5B6170",
}
SYMBOLS = {
    "direction": "◆",
    "asset": "■",
    "practice": "●",
    "favourable": "✓",
    "limit": "△",
    "nothing": "–",
    "not_studied": "○",
}

# what is drawn on a map: the kind of unit that is a member, and who is not one
UNIT_COLOURS = {
    "province": "#2A6F6B",
    "special_local_government": "#5A3E85",
    "city_municipality": "#A34A1F",
    "town_municipality": "#866500",
}
STANDING_SYMBOLS = {"member": "●", "pilot": "◇", "developing": "▽"}


def css_variables() -> str:
    """The palette as CSS custom properties for `:root`."""
    named = {"paper": PAPER, "panel": PANEL, "ink": INK, "quiet": QUIET, "rule": RULE, "accent": ACCENT, **COLOURS}
    return ":root{" + "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in named.items()) + "}"
