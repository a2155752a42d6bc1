"""Pictures of recurring cases: which matters return, by which way, for how long, how unevenly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from referat.analysis.concentration import lorenz
from referat.analysis.decision_types import FAMILIES, NONE
from referat.figures import shares, style

_FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names}


@style.house_style
def timeline(matters: pd.DataFrame, most_returning: pd.DataFrame, top: int = 20) -> style.Picture:
    """Draw the matters that return most, a line each, every appearance marked by its decision's family."""
    title = "The matters that return most, and what was decided each time"
    shown = most_returning.head(top).sort_values(["first_seen", "case_number"], ignore_index=True)
    if shown.empty:
        return style.too_few(title, "matters that came before the same body again", 0, 1)
    caption = (
        f"One mark an appearance before a body. n = {len(most_returning):,} matters returned to a body that had had "
        f"them; shown are the {len(shown)} that did so most often, by first appearance."
    )
    alt = f"Timeline of {len(shown)} matters from {shown['first_seen'].min():%Y} to {shown['last_seen'].max():%Y}."
    picture = style.canvas(title, caption, alt, 1.5 + 0.25 * len(shown))
    axes = picture.subplots()
    places = pd.Series(shown.index, index=shown["case_number"])
    axes.hlines(shown.index, shown["first_seen"], shown["last_seen"], color=style.PALE, linewidth=1.5)
    rows = matters[matters["case_number"].isin(shown["case_number"])]
    families = rows["decision_type"].fillna(NONE).map(_FAMILY_OF)
    handles = []
    for family, colour in style.FAMILY_COLOURS.items():
        some = rows[families == family]
        if len(some):
            look: dict[str, Any] = {
                "marker": style.FAMILY_MARKS[family],
                "color": colour,
                "linestyle": "none",
                "markersize": 5.5,
            }
            axes.plot(
                some["date"], some["case_number"].map(places), markeredgecolor=style.INK, markeredgewidth=0.4, **look
            )
            handles.append(Line2D([], [], label=family, **look))
    names = shown["case_number"] + "  " + shown["title"].map(lambda text: style.label(text, 38))
    axes.set_yticks(shown.index, names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    style.date_axis(axes)
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=4, columnspacing=1, handletextpad=0.2)
    return picture


@style.house_style
def curve(survival: pd.DataFrame, settlements: pd.DataFrame, enough: int = style.ENOUGH) -> style.Picture:
    """Draw the Kaplan-Meier curve of the matters still open, with its 95 % limits."""
    title = "How long until a matter is settled?"
    settled = int(settlements["settled"].sum())
    if settled < enough or survival.empty:
        return style.too_few(title, "settled matters", settled, enough)
    caption = (
        f"Share of matters still open, by days since first seen; Kaplan-Meier with pointwise 95 % limits. "
        f"n = {len(settlements):,} matters, {settled:,} settled, the others censored on the last day of the corpus. "
        "Drawn while at least ten matters are at risk."
    )
    rows = survival[survival["at_risk"] >= 10]
    last = rows.iloc[-1]
    ends = f"{rows['open'].iloc[0]:.0%} open after the first day, {last['open']:.0%} after {last['days']:.0f}"
    alt = f"Falling step curve; {ends}."
    picture = style.canvas(title, caption, alt)
    axes = picture.subplots()
    days = np.concatenate([[0.0], rows["days"]])
    axes.step(days, np.concatenate([[1.0], rows["open"]]), where="post", color=style.BLUE, linewidth=1.8)
    low, high = (np.concatenate([[1.0], rows[side]]) for side in ("low", "high"))
    axes.fill_between(days, low, high, step="post", color=style.SKY, alpha=0.3, linewidth=0)
    for month, name in ((30, "a month"), (183, "half a year"), (365, "a year"), (730, "two years")):
        if month < days[-1]:
            still = float(rows.loc[rows["days"] <= month, "open"].iloc[-1]) if (rows["days"] <= month).any() else 1.0
            axes.annotate(f"{still:.0%} after {name}", (month, still), (6, 8), textcoords="offset points", fontsize=8)
            axes.plot(month, still, "o", color=style.BLUE, markersize=4)
    style.percent_axis(axes, "y", 1.03)
    axes.set_xlim(0, None)
    axes.set_xlabel("days since first seen")
    return picture


@style.house_style
def concentration(times: pd.Series, gini: float, enough: int = style.ENOUGH) -> style.Picture:
    """Draw the Lorenz curve of appearances over matters."""
    title = "How unevenly do appearances fall on matters?"
    if len(times) < enough:
        return style.too_few(title, "matters", len(times), enough)
    caption = (
        f"Lorenz curve; n = {len(times):,} matters with {int(times.sum()):,} appearances. Gini coefficient {gini:.2f}."
    )
    rows = lorenz(times)
    tenth = 1 - float(np.interp(0.9, rows["cases"], rows["appearances"]))
    alt = f"Curve below the diagonal; the tenth of the matters seen most has {tenth:.0%} of all appearances."
    picture = style.canvas(title, caption, alt, 3.8)
    axes = picture.subplots()
    axes.plot([0, 1], [0, 1], color=style.MUTED, linewidth=0.8, linestyle="--")
    axes.text(0.42, 0.46, "if all were seen equally often", fontsize=8, color=style.MUTED, ha="right")
    axes.fill_between(rows["cases"], rows["appearances"], rows["cases"], color=style.SKY, alpha=0.2, linewidth=0)
    axes.plot(rows["cases"], rows["appearances"], color=style.BLUE, linewidth=1.8)
    axes.plot(0.9, 1 - tenth, "o", color=style.BLUE, markersize=5)
    said = f"the most seen tenth of matters\nhas {tenth:.0%} of appearances"
    line = {"arrowstyle": "-", "color": style.MUTED, "linewidth": 0.8}
    axes.annotate(said, (0.9, 1 - tenth), (0.97, 0.08), fontsize=8, ha="right", arrowprops=line)
    style.percent_axis(axes, "x")
    style.percent_axis(axes, "y")
    axes.set_xlabel("share of matters, least seen first")
    axes.set_ylabel("share of appearances")
    return picture


def ages(ages: pd.DataFrame, oldest: int = 12) -> style.Picture:
    """Draw how old cases are when they are on an agenda, by the year in their number."""
    total = int(ages["appearances"].sum())
    old = ages["age"] > oldest
    rows = ages[~old].assign(name=ages["age"].astype("str") + " years").astype({"appearances": "int"})
    rows["name"] = rows["name"].replace({"0 years": "same year", "1 years": "1 year"})
    if old.any():
        rest = {"name": f"more than {oldest} years", "appearances": int(ages.loc[old, "appearances"].sum())}
        rows = pd.concat([rows, pd.DataFrame([rest])], ignore_index=True)
    return shares.counts(
        rows,
        "name",
        "appearances",
        title="How old are the cases on the agenda?",
        caption="Appearances, fixtures included, by the year of the meeting less the year in the case number; "
        f"n = {total:,}.",
        what="case numbers with a year",
    )


@style.house_style
def likeness(pairs: pd.DataFrame, threshold: float) -> style.Picture:
    """Draw how many pairs of titles are how alike, with the threshold from which they are one series."""
    title = "How alike are titles under different numbers?"
    if pairs.empty:
        return style.too_few(title, "pairs of like titles before one body", 0, 1)
    above = int((pairs["similarity"] >= threshold).sum())
    caption = (
        f"Pairs of cases with like titles before the same body, by similarity (rapidfuzz ratio, 100 = the same but for "
        f"dates and numbers); n = {len(pairs):,}, of which {above:,} reach the threshold of {threshold:g}."
    )
    picture = style.canvas(
        title, caption, f"Histogram; {above} of {len(pairs)} pairs lie at {threshold:g} or above.", 3.0
    )
    axes = picture.subplots()
    edges = np.arange(np.floor(pairs["similarity"].min()), 102)
    heights, _ = np.histogram(pairs["similarity"], edges)
    colours = [style.BLUE if edge >= threshold else style.PALE for edge in edges[:-1]]
    axes.bar(edges[:-1], heights, width=0.85, align="edge", color=colours)
    axes.axvline(threshold, color=style.RED, linewidth=1)
    axes.text(threshold + 0.2, heights.max(), "taken as one series", fontsize=8, color=style.RED, va="top")
    axes.set_xlabel("similarity of titles")
    axes.set_ylabel("pairs")
    axes.grid(True, axis="y")
    return picture
