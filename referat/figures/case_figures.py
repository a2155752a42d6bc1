"""Pictures of recurring cases: which matters return, by which way, for how long, how unevenly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from referat.analysis.concentration import lorenz
from referat.figures import house_style, share_dots
from referat.language import name, number, say, some, whole_percent
from referat.schema.decision_types import FAMILY_OF, NONE_RECORDED

_LONGEST = 5 * 365
"""Days that are drawn of the way to a settlement: what is open after five years stays so."""


@house_style.house_style
def timeline(
    matters: pd.DataFrame,
    most_returning: pd.DataFrame,
    top: int = 20,
    *,
    titles: bool = True,
    width: float = house_style.WIDTH,
) -> house_style.Picture:
    """Draw the matters that return most, a line each, every appearance marked by its decision's family.

    Parameters
    ----------
    matters, most_returning
        As `referat.analysis.case_appearances` returns them.
    top
        How many matters to draw at most.
    titles
        Whether a line is named by number and title, or by the number alone.
    width
        How wide the picture is, in inches.
    """
    title = say("timeline.title")
    shown = most_returning.head(top).sort_values(["first_seen", "case_number"], ignore_index=True)
    if shown.empty:
        return house_style.too_few(title, "returning matter", 0, 1, width)
    counts = {"shown": number(len(shown)), "matters": some(len(shown), "matter")}
    caption = say("timeline.caption", len(most_returning), n=number(len(most_returning)), **counts)
    alt = say("timeline.alt", first=shown["first_seen"].min().year, last=shown["last_seen"].max().year, **counts)
    narrow = width < house_style.WIDTH
    picture = house_style.canvas(title, caption, alt, 1.5 + (0.3 if narrow else 0) + 0.25 * len(shown), width)
    axes = picture.subplots()
    axes.hlines(shown.index, shown["first_seen"], shown["last_seen"], color=house_style.PALE, linewidth=1.5)
    handles = _appearances(axes, matters, pd.Series(shown.index, index=shown["case_number"]))
    names = shown["case_number"]
    if titles:
        names = names + "  " + shown["title"].map(lambda text: house_style.label(name(text), 38))
    axes.set_yticks(shown.index, names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    house_style.date_axis(axes)
    columns = 2 if narrow else 4
    look: dict[str, Any] = {"ncols": columns, "columnspacing": 1, "handletextpad": 0.2}
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), **look)
    return picture


def _appearances(axes: Axes, matters: pd.DataFrame, places: pd.Series) -> list[Line2D]:
    """Mark each appearance of the matters that have a place; return what a legend needs."""
    rows = matters[matters["case_number"].isin(places.index)]
    families = rows["decision_type"].fillna(NONE_RECORDED).map(FAMILY_OF)
    handles = []
    for family, colour in house_style.FAMILY_COLOURS.items():
        part = rows[families == family]
        look: dict[str, Any] = {
            "marker": house_style.FAMILY_MARKS[family],
            "color": colour,
            "linestyle": "none",
            "markersize": 5.5,
        }
        edge: dict[str, Any] = {"markeredgecolor": house_style.INK, "markeredgewidth": 0.4}
        if len(part):
            axes.plot(part["date"], part["case_number"].map(places), **edge, **look)
            handles.append(Line2D([], [], label=name(family), **look))
    return handles


@house_style.house_style
def curve(survival: pd.DataFrame, settlements: pd.DataFrame, enough: int = house_style.ENOUGH) -> house_style.Picture:
    """Draw the Kaplan-Meier curve of the matters still open, with its 95 % limits."""
    title = say("curve.title")
    settled = int(settlements["settled"].sum())
    if settled < enough or survival.empty:
        return house_style.too_few(title, "settled matter", settled, enough)
    rows = survival[(survival["at_risk"] >= 10) & (survival["days"] <= _LONGEST)]
    first, last = rows.iloc[0], rows.iloc[-1]
    ends = {"first": whole_percent(first["open"]), "last": whole_percent(last["open"]), "days": number(last["days"])}
    caption = say("curve.caption", n=number(len(settlements)), settled=number(settled))
    picture = house_style.canvas(title, caption, say("curve.alt", **ends))
    axes = picture.subplots()
    days = np.concatenate([[0.0], rows["days"]])
    axes.step(days, np.concatenate([[1.0], rows["open"]]), where="post", color=house_style.BLUE, linewidth=1.8)
    low, high = (np.concatenate([[1.0], rows[side]]) for side in ("low", "high"))
    axes.fill_between(days, low, high, step="post", color=house_style.SKY, alpha=0.3, linewidth=0)
    told = []
    for day, key in ((30, "month"), (183, "half_year"), (365, "year"), (730, "two_years")):
        if day < days[-1]:
            still = float(rows.loc[rows["days"] <= day, "open"].iloc[-1]) if (rows["days"] <= day).any() else 1.0
            told.append(say(f"curve.after_{key}", share=whole_percent(still)))
            axes.plot(day, still, "o", color=house_style.BLUE, markersize=4)
    beside: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "top"}
    axes.text(0.99, 0.99, "\n".join(told), linespacing=1.6, fontsize=8, bbox=house_style.HALO, **beside)
    house_style.percent_axis(axes, "y", 1.03)
    axes.set_xlim(0, None)
    axes.set_xlabel(say("curve.axis"))
    return picture


@house_style.house_style
def concentration(times: pd.Series, gini: float, enough: int = house_style.ENOUGH) -> house_style.Picture:
    """Draw the Lorenz curve of appearances over matters."""
    title = say("lorenz.title")
    if len(times) < enough:
        return house_style.too_few(title, "matter", len(times), enough)
    counts = {"n": number(len(times)), "appearances": some(times.sum(), "appearance"), "gini": number(gini, 2)}
    rows = lorenz(times)
    tenth = 1 - float(np.interp(0.9, rows["cases"], rows["appearances"]))
    share = whole_percent(tenth)
    picture = house_style.canvas(title, say("lorenz.caption", **counts), say("lorenz.alt", share=share), 3.8)
    axes = picture.subplots()
    axes.plot([0, 1], [0, 1], color=house_style.MUTED, linewidth=0.8, linestyle="--")
    axes.text(0.42, 0.46, say("lorenz.equal"), fontsize=8, color=house_style.MUTED, ha="right")
    axes.fill_between(rows["cases"], rows["appearances"], rows["cases"], color=house_style.SKY, alpha=0.2, linewidth=0)
    axes.plot(rows["cases"], rows["appearances"], color=house_style.BLUE, linewidth=1.8)
    axes.plot(0.9, 1 - tenth, "o", color=house_style.BLUE, markersize=5)
    line = {"arrowstyle": "-", "color": house_style.MUTED, "linewidth": 0.8}
    said = say("lorenz.tenth", share=share)
    axes.annotate(said, (0.9, 1 - tenth), (0.97, 0.08), fontsize=8, ha="right", arrowprops=line)
    house_style.percent_axis(axes, "x")
    house_style.percent_axis(axes, "y")
    axes.set_xlabel(say("lorenz.x"))
    axes.set_ylabel(say("lorenz.y"))
    return picture


def ages(ages: pd.DataFrame, oldest: int = 12) -> house_style.Picture:
    """Draw how old cases are when they are on an agenda, by the year in their number."""
    counts = [(int(age), int(count)) for age, count in zip(ages["age"], ages["appearances"], strict=True)]
    named = [(_age(age), count) for age, count in counts if age <= oldest]
    if older := sum(count for age, count in counts if age > oldest):
        named.append((say("ages.older", years=oldest), older))
    rows = pd.DataFrame(named, columns=["name", "appearances"])
    return share_dots.counts(
        rows,
        "name",
        "appearances",
        title=say("ages.title"),
        caption=say("ages.caption", n=number(ages["appearances"].sum())),
        what="case number with a year",
    )


def _age(years: int) -> str:
    """Return how old a case is in words."""
    return some(years, "year") if years else say("ages.same_year")


@house_style.house_style
def likeness(pairs: pd.DataFrame, threshold: float) -> house_style.Picture:
    """Draw how many pairs of titles are how alike, with the threshold from which they are one series."""
    title = say("likeness.title")
    if pairs.empty:
        return house_style.too_few(title, "pair of like titles", 0, 1)
    above = int((pairs["similarity"] >= threshold).sum())
    counts = {"n": number(len(pairs)), "above": number(above), "threshold": number(threshold)}
    picture = house_style.canvas(title, say("likeness.caption", **counts), say("likeness.alt", **counts), 3.0)
    axes = picture.subplots()
    edges = np.arange(np.floor(pairs["similarity"].min()), 102)
    heights, _ = np.histogram(pairs["similarity"], edges)
    colours = [house_style.BLUE if edge >= threshold else house_style.PALE for edge in edges[:-1]]
    axes.bar(edges[:-1], heights, width=0.85, align="edge", color=colours)
    axes.axvline(threshold, color=house_style.RED, linewidth=1)
    axes.text(threshold + 0.2, heights.max(), say("likeness.series"), fontsize=8, color=house_style.RED, va="top")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda pairs, _: number(pairs)))
    axes.set_xlabel(say("likeness.x"))
    axes.set_ylabel(say("likeness.y"))
    axes.grid(True, axis="y")
    return picture
