"""The basic charts: dots for shares, bars for counts, heatmaps, and box plots."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from referat.analysis.intervals import with_share
from referat.figures import house_style, palette
from referat.language import ENGLISH, Language

CUT = "{cut}"
"""The placeholder of a caption for the note that the axis is cut."""
_CELL_LETTERS = 60
"""Number of letters that fit a row of cells in the larger font."""
_HEAD_LETTERS = 80
"""Number of letters in the column names above which they are slanted."""
_SLANT = 60
"""Degrees by which they are slanted: less steep names need a quarter of the width to the right of the last column."""
_WIDE = 14
"""Number of columns above which not every one is named, and numbers are small."""


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
    cut: bool = False,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw one share per row as a dot with its 95 % interval, and its counts at the right.

    Parameters
    ----------
    frame
        Rows in the order to show, with `share`, `low`, `high`.
    name
        The column that names the rows.
    counts
        The columns that are counted and counted out of.
    title, caption
        Texts above and below the picture.
    top
        Number of rows to show; the others are summed in one row, and the caption states their number.
    enough
        Fewest observations of all rows together.
    cut
        Whether the axis can begin at the data; the caption has a placeholder `{cut}` for a note.
    language
        The language of titles, names, numbers and dates.
    """
    known = frame[frame["share"].notna()]
    total = int(known[counts[1]].sum())
    if total < enough:
        return house_style.too_few(title, "observation", total, enough, language=language)
    top = len(known) if len(known) <= top + house_style.FEW_OTHERS else top
    shown = _with_rest(known, name, counts, top, language=language)
    begin = _axis_begin(shown) if cut else 0.0
    caption = caption.replace(CUT, language.say("cut.axis", low=language.percentage(begin)) if begin else "")
    if len(known) > top:
        caption += language.say("figures.together", shown=language.number(top), all=language.number(len(known)))
    names = house_style.wrapped(shown[name], language=language)
    height = 1.1 + house_style.row_height(names) * len(shown)
    picture = house_style.canvas(title, caption, _alt(known.head(top), name, language=language), height)
    axes = picture.subplots()
    places = np.arange(len(shown))
    axes.hlines(places, shown["low"], shown["high"], color=palette.SKY, linewidth=2)
    colours = [palette.BLUE if place < top else palette.GREY for place in places]
    axes.scatter(shown["share"], places, s=25, c=colours, zorder=3, clip_on=False)
    limit = max(min(1.0, 1.15 * float(shown["high"].max())), 0.01)
    house_style.percent_axis(axes, top=limit, language=language)
    axes.set_xlim(begin, limit)
    axes.set_yticks(places, names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    pairs = zip(shown[counts[0]], shown[counts[1]], strict=True)
    at_the_right(axes, [language.say("figures.of", hit=language.number(hit), n=language.number(n)) for hit, n in pairs])
    return picture


def at_the_right(axes: Axes, texts: Iterable[str]) -> None:
    """Write a text to the right of each row."""
    right = axes.get_yaxis_transform()
    for place, text in enumerate(texts):
        axes.annotate(text, (1, place), (8, 0), right, textcoords="offset points", va="center", fontsize=7.5)


def _axis_begin(shown: pd.DataFrame) -> float:
    """Return the start of the axis: the tenth below the lowest limit, or 0 if that would cut off too little."""
    lowest = float(shown[["share", "low"]].min().min())
    begin = np.floor(lowest * 10 - 0.2) / 10
    return float(begin) if begin >= 0.3 else 0.0


def _with_rest(
    known: pd.DataFrame, name: str, counts: tuple[str, str], top: int, *, language: Language
) -> pd.DataFrame:
    """Return the first rows, and the sum of the others as one row."""
    rest = known.iloc[top:]
    if rest.empty:
        return known.reset_index(drop=True)
    summed = {name: language.say("figures.others", count=language.number(len(rest))), **rest[list(counts)].sum()}
    return pd.concat([known.head(top), with_share(pd.DataFrame([summed]), *counts)], ignore_index=True)


def of_all(shown: int, rows: int, *, language: Language = ENGLISH) -> str:
    """Return how many rows are shown, if not all are."""
    return (
        language.say("figures.shown", shown=language.number(shown), all=language.number(rows)) if shown < rows else ""
    )


def _alt(shown: pd.DataFrame, name: str, *, language: Language) -> str:
    """Return the highest and the lowest share as text."""
    ordered = shown.sort_values("share")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return language.say(
        "figures.dots_alt",
        len(shown),
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
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw one bar per row with its number at the end, at most `top` bars."""
    if not frame[count].sum():
        return house_style.too_few(title, what, 0, 1, language=language)
    shown = frame.head(top).reset_index(drop=True)
    largest = shown.sort_values(count).iloc[-1]
    parts = {
        "rows": language.some(len(shown), "row"),
        "longest": house_style.label(largest[name], language=language),
        "count": language.number(largest[count]),
    }
    caption += of_all(len(shown), len(frame), language=language)
    names = house_style.wrapped(shown[name], language=language)
    height = 1.0 + house_style.row_height(names, 0.22) * len(shown)
    picture = house_style.canvas(title, caption, language.say("figures.bars_alt", **parts), height)
    axes = picture.subplots()
    places = np.arange(len(shown))
    bars = axes.barh(places, shown[count].astype(float), color=(colours or [palette.BLUE])[: len(shown)], height=0.7)
    axes.bar_label(bars, [language.number(value) for value in shown[count]], padding=3, fontsize=7.5)
    axes.set_yticks(places, names)
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
    texts: pd.DataFrame | None = None,
    palest: float = 0.0,
    darkest: float = 1.0,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw a table of numbers as a heatmap with the number in each cell; missing cells are empty.

    Parameters
    ----------
    table
        Names of the rows as the index, of the columns as columns.
    title, caption, alt
        Texts above and below the picture, and its text for screen readers.
    texts
        Texts of the cells instead of numbers: a frame with the shape of `table`.
    palest, darkest
        The numbers of the palest and darkest cells; numbers beyond them have the same colour.
    language
        The language of titles, names, numbers and dates.
    """
    import seaborn as sns

    if table.empty:
        return house_style.too_few(title, "row", 0, 1, language=language)
    names, heads = (
        house_style.wrapped(table.index, language=language),
        [house_style.label(text, language=language) for text in table.columns],
    )
    cell_texts = table.map(language.number, na_action="ignore") if texts is None else texts
    in_row = table.shape[1] * int(cell_texts.fillna("").astype("str").map(len).to_numpy().max())
    each = -(-table.shape[1] // _WIDE)
    longest = max(map(len, heads))
    slanted = longest * len(heads) / each > _HEAD_LETTERS
    height = 1.1 + house_style.row_height(names, 0.24) * len(table) + 0.065 * longest * slanted
    picture = house_style.canvas(title, caption, alt, height)
    axes = picture.subplots()
    sns.heatmap(
        table.astype(float),
        annot=cell_texts,
        fmt="",
        annot_kws={"size": 7.5 if table.shape[1] <= _WIDE and in_row <= _CELL_LETTERS else 6.0},
        cmap="Blues",
        vmin=palest,
        vmax=palest + (darkest - palest) * 1.25,
        cbar=False,
        linewidths=1,
        linecolor=house_style.PAPER,
        xticklabels=False,
        yticklabels=names,
        ax=axes,
    )
    for text in axes.texts:
        text.set_in_layout(False)  # inside a cell: to measure hundreds of them takes long and moves nothing
    axes.set(xlabel="", ylabel="")
    axes.set_xticks(np.arange(0, len(heads), each) + 0.5, heads[::each])
    axes.tick_params(length=0, rotation=0)
    axes.xaxis.tick_top()
    if slanted:
        axes.set_xticks(axes.get_xticks(), heads[::each], rotation=_SLANT, ha="left", rotation_mode="anchor")
    return picture


@house_style.house_style
def boxes(
    rows: pd.DataFrame,
    value: str,
    group: str,
    *,
    title: str,
    caption: str,
    axis: str,
    noun: str,
    top: int = 20,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the distribution of a value per group as a box plot, largest median first, with counts at the right.

    The box is the middle half of the rows, the whiskers are the middle eighty percent, the line is the median.

    Parameters
    ----------
    rows
        One row per observation.
    value, group
        The columns with the values and with the names of the boxes.
    title, caption, axis
        Texts above and below the picture, and below the axis.
    noun
        What a value counts, for the alt text.
    top
        Largest number of groups to draw.
    language
        The language of titles, names, numbers and dates.
    """
    import seaborn as sns

    if rows.empty:
        return house_style.too_few(title, noun, 0, 1, language=language)
    medians = rows.groupby(group)[value].median().sort_values(ascending=False, kind="stable")
    order = list(medians.index[:top])
    ends = {
        "most": house_style.label(order[0], language=language),
        "value": language.some(round(medians.iloc[0]), noun),
    }
    names = house_style.wrapped(order, language=language)
    height = 1.4 + house_style.row_height(names, 0.32) * len(order)
    caption += of_all(len(order), len(medians), language=language)
    picture = house_style.canvas(
        title,
        caption,
        language.say("figures.boxes_alt", boxes=language.some(len(order), "group"), **ends),
        height,
    )
    axes = picture.subplots()
    sns.boxplot(
        rows[rows[group].isin(order)].astype({value: "float"}),
        x=value,
        y=group,
        order=order,
        ax=axes,
        color=palette.SKY,
        width=0.6,
        linewidth=0.9,
        whis=(10, 90),
        showfliers=False,
        medianprops={"color": palette.BLUE, "linewidth": 2.5},
    )
    axes.set_yticks(range(len(order)), names)
    axes.tick_params(axis="y", length=0)
    axes.set(xlabel=axis, ylabel="")
    axes.set_xlim(0, None)
    house_style.whole_numbers(axes.xaxis, language=language)
    at_the_right(axes, [f"n = {language.number(count)}" for count in rows[group].value_counts()[order]])
    return picture
