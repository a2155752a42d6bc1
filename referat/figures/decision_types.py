"""Pictures of decision types."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from referat.analysis.decision_types import FAMILIES, TYPES
from referat.figures import shares, style


@style.house_style
def families(by_group: pd.DataFrame, group: str, *, title: str, caption: str, top: int = 20) -> style.Picture:
    """Draw the families of types as parts of a bar a group, with their names once and the larger shares in numbers.

    Parameters
    ----------
    by_group
        Shares of `family` as `referat.analysis.decision_types.shares` returns them.
    group
        The column that names the bars; they stand in the order of the rows.
    title, caption
        What the picture says above and below it; the number of items is added.
    top
        How many bars to draw at most, those of the most items.
    """
    sizes = by_group.drop_duplicates(group).set_index(group)["items"]
    total = int(sizes.sum())
    if total < style.ENOUGH:
        return style.too_few(title, "items", total, style.ENOUGH)
    names = [name for name in sizes.index if name in sizes.nlargest(top).index]
    more = f" Shown: the {len(names)} with most items, of {len(sizes)}." if len(sizes) > len(names) else ""
    table = by_group.pivot(index=group, columns="family", values="share").reindex(columns=list(FAMILIES)).fillna(0.0)
    table = table.loc[names]
    picture = style.canvas(
        title, f"{caption} n = {total:,} items.{more}", _families_alt(table), 1.5 + 0.27 * len(names)
    )
    axes = picture.subplots()
    places, left = np.arange(len(names)), np.zeros(len(names))
    for family, part in table.items():
        widths = part.to_numpy()
        colour = style.FAMILY_COLOURS[str(family)]
        bars = axes.barh(
            places, widths, left=left, color=colour, height=0.8, label=family, edgecolor=style.PAPER, linewidth=0.6
        )
        said = [f"{width:.0%}" if width >= 0.05 else "" for width in widths]
        dark = family in ("adopted", "rejected", "noted or discussed")
        axes.bar_label(bars, said, label_type="center", fontsize=7.5, color=style.PAPER if dark else style.INK)
        left = left + widths
    axes.set_yticks(places, [style.label(name) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    for place, name in enumerate(names):
        axes.text(1.01, place, f"{sizes[name]:,}", va="center", fontsize=7.5, color=style.MUTED)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, columnspacing=1, handlelength=1, borderaxespad=0.2)
    return picture


def _families_alt(table: pd.DataFrame) -> str:
    """Say what the first and the last bar consist of for the most part."""
    ends = [table.iloc[0], table.iloc[-1]]
    said = "; ".join(f"{row.name}: {row.max():.0%} {row.idxmax()}" for row in ends)
    return f"Bars of {len(table)} groups, parted by family of decision. Largest parts, first and last: {said}."


@style.house_style
def over_time(by_year: pd.DataFrame) -> style.Picture:
    """Draw the share of each type over the years with its 95 % interval, a small panel each."""
    title = "Each type of decision over the years"
    years = by_year.drop_duplicates("year")
    total = int(years["items"].sum())
    if total < style.ENOUGH:
        return style.too_few(title, "items", total, style.ENOUGH)
    if len(years) < style.PERIODS:
        return style.too_few(title, "years with meetings", len(years), style.PERIODS)
    caption = (
        f"Share of all items of the year in percent, with Wilson 95 % intervals; each panel has its own scale. "
        f"n = {total:,} items, {int(years['items'].min()):,} to {int(years['items'].max()):,} a year."
    )
    alt = f"Small panels, one for each of {len(TYPES)} types, from {years['year'].min()} to {years['year'].max()}."
    picture = style.canvas(title, caption, alt, 6.4)
    panels = picture.subplots(4, 4, sharex=True)
    for axes, name in zip(panels.flat, TYPES, strict=False):
        _panel(axes, by_year[by_year["decision_type"] == name], name)
    for axes in panels.flat[len(TYPES) :]:
        axes.axis("off")
    return picture


def _panel(axes: Axes, rows: pd.DataFrame, name: str) -> None:
    """Draw one type."""
    years = rows["year"].to_numpy(dtype=float)
    axes.fill_between(years, rows["low"], rows["high"], color=style.SKY, alpha=0.35, linewidth=0)
    axes.plot(years, rows["share"], color=style.BLUE, linewidth=1.5, marker="o", markersize=2.5)
    axes.set_title(name)
    style.percent_axis(axes, "y", min(1.0, 1.1 * float(rows["high"].max())))
    axes.xaxis.set_major_locator(style.whole_years())
    axes.tick_params(labelsize=7)


def fates(rows: pd.DataFrame) -> style.Picture:
    """Draw what became of the recommended points."""
    return shares.dots(
        rows,
        "fate",
        ("count", "points"),
        title="What became of what was recommended?",
        caption="Share of recommended points in percent, Wilson 95 % interval. A point's own outcome counts where the "
        "decision names the point, else that of the item as a whole.",
    )


def diversity(rows: pd.DataFrame, name: str, top: int = 30, fewest: int = style.ENOUGH) -> style.Picture:
    """Draw how diverse the decisions of each body are, those with fewer than `fewest` decisions left out."""
    kept = rows[rows["decisions"] >= fewest].sort_values(["diversity", name], ascending=[False, True])
    shown = kept.assign(percent=(kept["diversity"] * 100).round().astype("int"))
    return shares.counts(
        shown,
        name,
        "percent",
        title="How diverse are the outcomes?",
        caption="Shannon entropy of the decision types in percent of that of all 13 types in equal parts; 0 = one type "
        f"only. Groups with fewer than {fewest} decisions are left out.",
        top=top,
        what=f"groups with {fewest} decisions or more",
    )
