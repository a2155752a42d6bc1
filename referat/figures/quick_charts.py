"""Charts for new questions: they take the result of a `groupby` and return a picture in the house style.

Shares are given as hits and totals, `frame.groupby(...)["column"].agg(["sum", "size"])`, so that every picture shows
its counts; small groups are left out, because a share of three has no meaning.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from referat.analysis.intervals import FEWEST, with_share
from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language

_BINS = 60
"""Number of bars of a histogram; with fewer distinct values, each has a bar of its own."""
FEWEST_IN_CELL = 10
"""Fewest observations of a shaded cell."""
_WIDE = 8
"""Number of columns above which a cell says `2/217` instead of `2 of 217`."""


def shares(
    counts: pd.DataFrame,
    title: str,
    *,
    sort: bool = True,
    fewest: int = FEWEST,
    top: int = 20,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the share of each group as a dot with its Wilson 95 % interval.

    Parameters
    ----------
    counts
        Hits in `sum` and totals in `size`, indexed by the name of the group.
    title
        What the picture shows.
    sort
        Whether the largest share comes first; otherwise groups keep their order, as for years.
    fewest
        Fewest observations of a group; smaller ones are left out.
    top
        Number of groups to draw; the others are one row.
    language
        The language of titles, names, numbers and dates.
    """
    rows = with_share(counts[counts["size"] >= fewest].reset_index(names="group"), "sum", "size")
    rows = rows.sort_values("share", ascending=False, kind="stable") if sort else rows
    rows["group"] = [language.name(group) for group in rows["group"]]
    caption = language.say("quick.shares", n=language.number(rows["size"].sum())) + _left_out(
        len(counts) - len(rows), fewest, language=language
    )
    return basic_charts.dots(rows, "group", ("sum", "size"), title=title, caption=caption, top=top, language=language)


def share_table(
    counts: pd.DataFrame, title: str, *, fewest: int = FEWEST, top: int = 12, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw shares by two groups as a heatmap; each cell shows its counts.

    Parameters
    ----------
    counts
        Hits in `sum` and totals in `size`, indexed by the names of the rows and of the columns.
    title
        What the picture shows.
    fewest
        Fewest observations of a row; others are left out.
    top
        Number of rows and columns to draw, by their totals.
    language
        The language of titles, names, numbers and dates.
    """
    of_row, of_column = (counts.groupby(level=level)["size"].sum() for level in (0, 1))
    rows, columns = _largest(of_row[of_row >= fewest], top), _largest(of_column, top)
    if rows.empty:
        return house_style.too_few(title, "observation", int(of_row.sum()), fewest, language=language)
    totals, hits = (counts[column].unstack().reindex(index=rows, columns=columns) for column in ("size", "sum"))
    form = "figures.of" if len(columns) <= _WIDE else "figures.out_of"
    texts = [
        [
            "" if pd.isna(n) else language.say(form, hit=language.number(hit), n=language.number(n))
            for hit, n in zip(*row, strict=True)
        ]
        for row in zip(hits.to_numpy(), totals.to_numpy(), strict=True)
    ]
    table = hits.astype(float) / totals.astype(float)
    shaded = table.where(totals >= FEWEST_IN_CELL, 0.0).where(totals.notna())
    highest = float(np.nan_to_num(shaded.to_numpy(float)).max(initial=0.0))
    return basic_charts.matrix(
        shaded,
        title=title,
        caption=language.say(
            "quick.share_table", n=language.number(np.nansum(totals.to_numpy(float))), few=FEWEST_IN_CELL
        )
        + _left_out(int((of_row < fewest).sum()), fewest, language=language),
        alt=language.say("quick.share_table_alt", share=language.percentage(highest)),
        texts=pd.DataFrame(texts, shaded.index, shaded.columns),
        darkest=max(highest, 0.01),
        language=language,
    )


def counts(values: pd.Series, title: str, *, top: int = 20, language: Language = ENGLISH) -> house_style.Picture:
    """Draw one bar per group, in the order of the rows, with its number at the end.

    Parameters
    ----------
    values
        Numbers indexed by the name of the group; of an index with several levels the last one is the name.
    title
        What the picture shows.
    top
        Number of groups to draw; the caption states the total.
    language
        The language of titles, names, numbers and dates.
    """
    rows = pd.DataFrame({"group": map(language.name, values.index.get_level_values(-1)), "count": values.to_numpy()})
    caption = language.say("quick.counts", n=language.number(rows["count"].sum()))
    return basic_charts.counts(rows, "group", "count", title=title, caption=caption, top=top, language=language)


def count_table(table: pd.DataFrame, title: str, *, top: int = 36, language: Language = ENGLISH) -> house_style.Picture:
    """Draw a table of numbers, such as `pandas.crosstab(...)`, as a heatmap with the number in each cell.

    Parameters
    ----------
    table
        Numbers, with the names of the rows as index and those of the columns as columns.
    title
        What the picture shows.
    top
        Number of rows to draw, from the first; the caption states the total.
    language
        The language of titles, names, numbers and dates.
    """
    n = language.number(table.to_numpy().sum())
    return basic_charts.matrix(
        table.head(top),
        title=title,
        caption=language.say("quick.counts", n=n)
        + basic_charts.of_all(min(top, len(table)), len(table), language=language),
        alt=language.say("quick.count_table_alt", n=n),
        darkest=max(table.to_numpy(float).max(initial=0.0), 1.0),
        language=language,
    )


def spread(
    values: pd.Series, title: str, *, axis: str, fewest: int = FEWEST, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the distribution of a value as a histogram, with a line at the median.

    Parameters
    ----------
    values
        One number per observation; missing ones are left out.
    title, axis
        What the picture shows, and the label of the axis.
    fewest
        Fewest values.
    language
        The language of titles, names, numbers and dates.
    """
    shown = values.dropna().astype(float)
    if len(shown) < fewest:
        return house_style.too_few(title, "observation", len(shown), fewest, language=language)
    return _histogram(shown, title, axis, language=language)


@house_style.house_style
def _histogram(values: pd.Series, title: str, axis: str, *, language: Language) -> house_style.Picture:
    import seaborn as sns

    median, end = float(values.median()), float(values.quantile(0.98))
    half = language.say("quick.half", value=language.number(median))
    caption = language.say("quick.spread", n=language.number(len(values)), end=language.number(end))
    picture = house_style.canvas(title, caption, half, 3.0)
    axes = picture.subplots()
    sns.histplot(
        x=values[values <= end],
        bins=_BINS,
        discrete=end <= _BINS,
        color=palette.SKY,
        edgecolor=house_style.PAPER,
        ax=axes,
    )
    axes.axvline(median, color=palette.BLUE, linewidth=2)
    axes.set_ylim(top=1.12 * axes.get_ylim()[1])  # the text is above the bars
    axes.annotate(half, (median, 0.98), (5, 0), axes.get_xaxis_transform(), textcoords="offset points", va="top")
    axes.set(xlabel=axis, ylabel="")
    house_style.whole_numbers(axes.xaxis, language=language)
    house_style.whole_numbers(axes.yaxis, language=language)
    return picture


def _largest(sizes: pd.Series, top: int) -> pd.Index:
    """Return the names of the largest sizes, at most `top`, largest first; numbers, such as years, in order."""
    names = sizes.sort_values(ascending=False, kind="stable").index[:top]
    return names.sort_values() if is_numeric_dtype(names) else names


def _left_out(groups: int, fewest: int, *, language: Language) -> str:
    return (
        language.say("quick.left_out", groups, groups=language.number(groups), fewest=language.number(fewest))
        if groups
        else ""
    )
