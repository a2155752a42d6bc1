"""The colours of figures and pages, without a drawing library.

They are those of Okabe and Ito (*Color Universal Design*, 2008), which can be distinguished with every kind of colour
vision.
"""

from __future__ import annotations

BLUE, SKY, GREEN, YELLOW, ORANGE, RED, PINK = (
    "#0072B2",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#E69F00",
    "#D55E00",
    "#CC79A7",
)
GREY, PALE = "#999999", "#d9d9d9"

FAMILY_COLOURS = {
    "adopted": BLUE,
    "recommended": SKY,
    "rejected": RED,
    "put off or sent on": ORANGE,
    "noted or discussed": GREEN,
    "other": "#777777",
    "none recorded": "#bbbbbb",
}
"""One colour for each family of decision types, in figures and on pages."""


def family_css() -> str:
    """Return CSS rules that give an element with `data-family` the colour of its family, as `--family`."""
    return "".join(f'[data-family="{name}"] {{ --family: {colour}; }}\n' for name, colour in FAMILY_COLOURS.items())
