"""The house style: a figure with its caption and alt text, colours, and the display of text from minutes.

Colours are those of Okabe and Ito (*Color Universal Design*, 2008), which can be distinguished with every kind of
colour vision; where a figure needs more than colour, markers differ in shape, too. Figures are made without pyplot, so
that none is kept open or shown twice.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import MONTHLY, AutoDateLocator, num2date
from matplotlib.figure import Figure
from matplotlib.layout_engine import TightLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory
from PIL import Image

from referat.language import ENGLISH, Language

WIDTH = 7.2
"""Width of a picture in inches: 1,080 pixels, which is still sharp on a phone."""
DPI = 150
"""Pixels per inch of a PNG."""
_MOST_COLOURS = 1 << 16
"""A chart has some thousand colours, nearly all at the edges of letters; an image of more keeps them."""
EDGE = 0.06
"""Inches between the text of a picture and its edge."""
INK, MUTED, GRID, PAPER = "#222222", "#666666", "#e4e4e4", "#ffffff"

FAMILY_MARKS = {
    "adopted": "o",
    "recommended": ">",
    "rejected": "X",
    "put off or sent on": "s",
    "noted or discussed": "D",
    "other": "P",
    "none recorded": ".",
}
"""One shape for each family, for those who do not see the colour."""

_LONGEST_TEXT = 600
"""Most letters of a title or a caption; names of bodies have no limit."""
HALO = {"facecolor": PAPER, "alpha": 0.6, "linewidth": 0, "pad": 0.6}
"""An outline that keeps a text readable above lines."""

_LABEL = 44
"""Most letters of a line of a label at the side of a picture."""

ENOUGH = 20
"""Fewest observations of a figure of shares or times; below it, the figure says so instead."""
PERIODS = 3
"""Fewest periods of a figure over time; two points are no trend."""

FEW_OTHERS = 2
"""Number of rows beyond the limit that are still named: "all others" would hide more than it saves."""

house_style = matplotlib.rc_context(
    {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.color": INK,
        # a dollar sign in the minutes is no formula
        "text.parse_math": False,
        # hinting costs as much as all else of a text, and at this resolution nobody sees it
        "text.hinting": "none",
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.labelsize": 8,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": False,
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "ytick.labelcolor": INK,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "figure.facecolor": PAPER,
        "savefig.dpi": DPI,
    }
)
"""Decorator of every function that draws."""


class Picture(Figure):
    """A figure with an alt text, shown in a notebook as a PNG; its bytes depend on its content only."""

    alt: str = ""

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        return _png(self)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


@house_style
def _png(picture: Picture) -> bytes:
    out = io.BytesIO()
    canvas = FigureCanvasAgg(picture)
    picture.set_dpi(DPI)
    if layout := picture.get_layout_engine():
        layout.execute(picture)  # `savefig` would draw the whole picture again for it
        picture.set_layout_engine("none")
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    _with_palette(Image.fromarray(pixels).convert("RGB")).save(out, "png")
    return out.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Return an image with a palette, a third of the bytes: of colours that the eye cannot tell apart the commonest."""
    commonest: dict[tuple[int, ...], tuple[int, ...]] = {}
    counts: Any = image.getcolors(_MOST_COLOURS)
    for _, colour in sorted(counts or (), reverse=True):
        commonest.setdefault(tuple(part >> 3 for part in colour), colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in list(commonest.values())[:256] for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE) if counts else image


@house_style
def canvas(title: str, caption: str, alt: str, height: float = 3.6) -> Picture:
    """Return an empty figure with a title above and a caption (units, number of observations) below."""
    picture = Picture(figsize=(WIDTH, height), layout=TightLayoutEngine(pad=0.4))
    title, caption = _printable(title)[:_LONGEST_TEXT], _printable(caption)[:_LONGEST_TEXT]
    wrapped = textwrap.fill(title, 80)
    picture.suptitle(wrapped, x=0.01, y=1 - EDGE / height, ha="left", fontsize=11, fontweight="bold")
    lines = textwrap.fill(caption.replace("n = ", "n\u00a0=\u00a0"), 118)
    picture.supxlabel(lines, x=0.01, y=EDGE / height, ha="left", fontsize=7.5, color=MUTED)
    picture.alt = f"{title.rstrip('.?')}: {alt}"
    return picture


@house_style
def too_few(title: str, noun: str, count: int, needed: int, *, language: Language = ENGLISH) -> Picture:
    """Return a picture which states that there is too little to show: `count` of the `needed` observations."""
    message = language.say(
        "figures.too_few" if count else "figures.nothing", count, found=language.some(count, noun), needed=needed
    )
    picture = canvas(title, "", message, 0.75)
    axes = picture.subplots()
    axes.axis("off")
    wrapped = textwrap.fill(message, 100)
    axes.text(0, 0.5, wrapped, transform=axes.transAxes, color=MUTED, va="center")
    return picture


def wrapped(texts: Iterable[object], *, language: Language = ENGLISH) -> list[str]:
    """Return names as row labels, on two lines if they are too long for one."""
    return [
        textwrap.fill(label(text, 2 * _LABEL, language=language), _LABEL, max_lines=2, placeholder="…")
        for text in texts
    ]


def row_height(labels: Iterable[str], one_line: float = 0.21) -> float:
    """Return the height of a row in inches, so that labels of two lines do not overlap."""
    return one_line if all("\n" not in text for text in labels) else one_line + 0.11


def _picture(axes: Axes) -> Figure:
    picture = axes.get_figure(root=True)
    assert isinstance(picture, Figure)
    return picture


def line_across(axes: Axes, place: float, text: str) -> None:
    """Write a text at a height of the axes, from the left edge of the picture."""
    from_the_left = blended_transform_factory(_picture(axes).transFigure, axes.transData)
    axes.text(0.012, place, text, transform=from_the_left, fontsize=8, va="center").set_in_layout(False)


def legend_above(axes: Axes, handles: Sequence[Artist] | None = None) -> None:
    """Put the legend between title and axes, from the left edge of the picture, so that no name is cut.

    The names are the labels of the handles, by default those of the artists in the axes.
    """
    from_the_left = blended_transform_factory(_picture(axes).transFigure, axes.transAxes)
    handles = axes.get_legend_handles_labels()[0] if handles is None else handles
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.005, 1),
        bbox_transform=from_the_left,
        ncols=4,
        columnspacing=1.2,
        handlelength=1.2,
        handletextpad=0.5,
        borderaxespad=0.2,
    )


def label(text: object, width: int = _LABEL, *, language: Language = ENGLISH) -> str:
    """Return text from minutes as a label: on one line, without control characters, at most `width` letters."""
    if pd.isna(text):  # type: ignore[call-overload]
        return language.say("figures.no_title")
    printable = " ".join(_printable(str(text)).split())
    return printable if len(printable) <= width else f"{printable[: width - 1].rstrip()}…"


def _printable(text: str) -> str:
    """Return a text with blanks for control characters and line ends; non-breaking blanks are kept."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else " " for letter in text)


def percent_axis(axes: Axes, which: str = "x", top: float = 1.0, *, language: Language = ENGLISH) -> None:
    """Let an axis run from 0 to `top`, in percent."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda share, _: axis_percent(share, language=language)))
    axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
    (axes.set_xlim if which == "x" else axes.set_ylim)(0, top)
    axes.grid(True, axis="x" if which == "x" else "y")


def axis_percent(share: float, *, language: Language = ENGLISH) -> str:
    """Return a share as a label of an axis: `5%`, `2.5%`."""
    decimals = next((places for places in (0, 1) if math.isclose(round(100 * share, places), 100 * share)), 2)
    return language.percentage(share, decimals)


def date_axis(axes: Axes, *, language: Language = ENGLISH) -> None:
    """Label a date axis with years, and with the first months of quarters if there is room."""
    locator = AutoDateLocator(minticks=2, maxticks=8)  # type: ignore[no-untyped-call]
    locator.intervald[MONTHLY] = [3, 6, 12]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda place, at: _date_mark(place, at, language=language)))
    axes.grid(True, axis="x")


def _date_mark(place: float, position: int | None, *, language: Language) -> str:
    """Return the label of a date: the year where one begins, otherwise the month; the first label has both."""
    on = num2date(place)  # type: ignore[no-untyped-call]
    if (on.month, on.day) == (1, 1):
        return str(on.year)
    mark = language.month(on.month, short=True) if on.day == 1 else language.day_of_month(on)
    return mark if position else f"{mark} {on.year}"


def whole_numbers(axis: Axis, *, language: Language = ENGLISH) -> None:
    """Label an axis at whole numbers only, in the language's format."""
    axis.set_major_locator(MaxNLocator(integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: language.number(value)))


def whole_years() -> MaxNLocator:
    """Return a locator for a few whole years."""
    return MaxNLocator(nbins=4, integer=True)


def top_and_rest(frame: pd.DataFrame, column: str, weight: str, top: int, rest: str = "all others") -> pd.DataFrame:
    """Return the frame with the value `rest` for all but the `top` heaviest values, if these are three or more."""
    weights = frame.groupby(column)[weight].sum().sort_values(ascending=False, kind="stable")
    if len(weights) <= top + FEW_OTHERS:
        return frame
    return frame.assign(**{column: frame[column].where(frame[column].isin(weights.index[:top]), rest)})
