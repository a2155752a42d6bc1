"""Shares with their intervals: a dot and a line each, as many as a reader can take in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.intervals import with_share
from referat.figures import house_style
from referat.language import Language

CUT = "{cut}"
"""Where a caption says that the axis is cut."""
_WIDE = 14
"""Of more columns than this, not every one is named, and their numbers are small."""


@house_style.house_style
def dots(
    frame: pd.DataFrame,
    name: str,
    counts: tuple[str, str],
    *,
    title: str,
    caption: str,
    top: int = 30,
    enough: int = house_style.ENOUGH,
    width: float = house_style.WIDTH,
    cut: bool = False,
    language: Language,
) -> house_style.Picture:
    """Draw one share a line with its 95 % interval and, at the right, what it is a share of.

    Parameters
    ----------
    frame
        Rows in the order to show, with `share`, `low`, `high`; `cluster_low` and `cluster_high` where meetings were
        drawn whole.
    name
        The column that names the rows.
    counts
        The columns that are counted and counted out of.
    title, caption
        What the picture says above and below it.
    top
        How many rows to name at most; the others are one row, and the caption says how many they are.
    enough
        How many observations all rows together must have.
    width
        How wide the picture is, in inches.
    cut
        Whether the axis can begin above zero; the caption has a placeholder `{cut}` for a remark about it.
    language
        The language of labels and numbers.
    """
    known = frame[frame["share"].notna()]
    total = int(known[counts[1]].sum())
    if total < enough:
        return house_style.too_few(title, "observation", total, enough, width, language=language)
    top = len(known) if len(known) <= top + 2 else top
    shown = _with_rest(known, name, counts, top, language=language)
    begin = _axis_begin(shown) if cut else 0.0
    caption = caption.replace(CUT, language.say("cut.axis", low=language.percentage(begin)) if begin else "")
    if len(known) > top:
        caption += language.say("figures.together", shown=language.number(top), all=language.number(len(known)))
    narrow = 0.3 if width < house_style.WIDTH else 0.0
    picture = house_style.canvas(
        title, caption, _alt(known.head(top), name, language=language), 1.1 + narrow + 0.21 * len(shown), width
    )
    axes = picture.subplots()
    places = np.arange(len(shown))
    axes.hlines(places, shown["low"], shown["high"], color=house_style.SKY, linewidth=2)
    if "cluster_low" in shown:
        ends = shown[["cluster_low", "cluster_high"]].to_numpy(float)
        axes.plot(ends, np.column_stack([places, places]), "|", color=house_style.INK, markersize=8)
    colours = [house_style.BLUE if place < top else house_style.GREY for place in places]
    axes.scatter(shown["share"], places, s=25, c=colours, zorder=3, clip_on=False)
    limit = min(1.0, 1.15 * float(shown[[c for c in ("high", "cluster_high") if c in shown]].max().max()))
    house_style.percent_axis(axes, top=max(limit, 0.01), language=language)
    if begin:
        axes.set_xlim(begin, max(limit, 0.01))
    axes.set_yticks(
        places, [house_style.label(text, house_style.label_letters(width), language=language) for text in shown[name]]
    )
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    for place, hit, n in zip(range(len(shown)), shown[counts[0]], shown[counts[1]], strict=True):
        label = language.say("figures.of", hit=language.number(hit), n=language.number(n))
        beside = axes.get_yaxis_transform()
        axes.annotate(label, (1, place), (8, 0), beside, textcoords="offset points", va="center", fontsize=7.5)
    return picture


def _axis_begin(shown: pd.DataFrame) -> float:
    """Return where the axis begins: the tenth below the lowest limit; 0 where that would cut off too little."""
    lowest = float(shown[["share", "low"]].min().min())
    begin = np.floor(lowest * 10 - 0.2) / 10
    return float(begin) if begin >= 0.3 else 0.0


def _with_rest(
    known: pd.DataFrame, name: str, counts: tuple[str, str], top: int, *, language: Language
) -> pd.DataFrame:
    """Return the first rows, and the others as one row of their sums."""
    rest = known.iloc[top:]
    if rest.empty:
        return known.reset_index(drop=True)
    summed = {name: language.say("figures.others", count=language.number(len(rest))), **rest[list(counts)].sum()}
    return pd.concat([known.head(top), with_share(pd.DataFrame([summed]), *counts)], ignore_index=True)


def _of_all(shown: int, rows: int, *, language: Language) -> str:
    """Say how many rows are shown, if not all are."""
    return (
        language.say("figures.shown", shown=language.number(shown), all=language.number(rows)) if shown < rows else ""
    )


def _alt(shown: pd.DataFrame, name: str, *, language: Language) -> str:
    """Say the highest and the lowest share."""
    ordered = shown.sort_values("share")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return language.say(
        "figures.dots_alt",
        shares=language.number(len(shown)),
        low=language.percentage(low["share"]),
        lowest=house_style.label(low[name], language=language),
        high=language.percentage(high["share"]),
        highest=house_style.label(high[name], language=language),
    )


@house_style.house_style
def counts(
    frame: pd.DataFrame,
    name: str,
    count: str,
    *,
    title: str,
    caption: str,
    colours: list[str] | None = None,
    top: int = 30,
    what: str = "row",
    language: Language,
) -> house_style.Picture:
    """Draw one bar a row with its number at the end, at most `top` of them."""
    if frame.empty:
        return house_style.too_few(title, what, 0, 1, language=language)
    shown = frame.head(top).reset_index(drop=True)
    largest = shown.sort_values(count).iloc[-1]
    parts = {
        "rows": language.number(len(shown)),
        "longest": house_style.label(largest[name], language=language),
        "count": language.number(largest[count]),
    }
    caption += _of_all(len(shown), len(frame), language=language)
    picture = house_style.canvas(title, caption, language.say("figures.bars_alt", **parts), 1.0 + 0.22 * len(shown))
    axes = picture.subplots()
    places = np.arange(len(shown))
    bars = axes.barh(
        places, shown[count].astype(float), color=(colours or [house_style.BLUE])[: len(shown)], height=0.7
    )
    axes.bar_label(bars, [language.number(value) for value in shown[count]], padding=3, fontsize=7.5)
    axes.set_yticks(places, [house_style.label(text, language=language) for text in shown[name]])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    return picture


@house_style.house_style
def matrix(
    table: pd.DataFrame,
    *,
    title: str,
    caption: str,
    alt: str,
    percent: bool = False,
    darkest: float = 1.0,
    language: Language,
) -> house_style.Picture:
    """Draw a table of numbers as shaded cells with the number in each; missing cells stay empty.

    Parameters
    ----------
    table
        Names of the rows as the index, of the columns as columns.
    title, caption, alt
        What the picture says above, below, and to those who cannot see it.
    percent
        Whether the numbers are shares.
    darkest
        The number from which on cells are darkest.
    language
        The language of labels and numbers.
    """
    if table.empty:
        return house_style.too_few(title, "row", 0, 1, language=language)
    picture = house_style.canvas(title, caption, alt, 1.1 + 0.24 * len(table))
    axes = picture.subplots()
    values = table.to_numpy(dtype=float)
    size = 7.5 if table.shape[1] <= _WIDE else 6.0
    axes.pcolormesh(
        np.minimum(values, darkest),
        cmap="Blues",
        vmin=0,
        vmax=darkest * 1.25,
        edgecolors=house_style.PAPER,
        linewidth=1,
    )
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            label = language.percentage(value) if percent else language.number(value)
            axes.text(
                column + 0.5, row + 0.5, label, ha="center", va="center", fontsize=size, color=_on(value / darkest)
            )
    each = -(-table.shape[1] // _WIDE)
    marked = np.arange(0, table.shape[1], each)
    axes.set_xticks(marked + 0.5, [str(column) for column in table.columns[marked]])
    axes.set_yticks(np.arange(len(table)) + 0.5, [house_style.label(text, language=language) for text in table.index])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.xaxis.tick_top()
    return picture


def _on(shade: float) -> str:
    """Return the colour of text that can be read on a cell of that shade."""
    return house_style.PAPER if shade > 0.7 else house_style.INK
