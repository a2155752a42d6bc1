"""Pictures of closed against open items."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.figures import shares, style


@style.house_style
def p_chart(chart: pd.DataFrame, enough: int = style.ENOUGH) -> style.Picture:
    """Draw the share closed per quarter with Wilson intervals and the limits of a p-chart."""
    title = "Closed items per quarter"
    total = int(chart["items"].sum())
    if total < enough:
        return style.too_few(title, "items", total, enough)
    if len(chart) < style.PERIODS:
        return style.too_few(title, "quarters with meetings", len(chart), style.PERIODS)
    outside = chart[chart["outside"]]
    caption = (
        f"Share of agenda items dealt with behind closed doors, with Wilson 95 % intervals; grey band: three-sigma "
        f"limits of a p-chart around the share of all, {chart['centre'].iloc[0]:.1%}. n = {total:,}. Orange: outside."
    )
    high = chart.sort_values("share").iloc[-1]
    highest = f"highest {high['share']:.0%}, {_quarter(high['quarter'])}"
    alt = f"Control chart of {len(chart)} quarters, {len(outside)} outside the limits; {highest}."
    picture = style.canvas(title, caption, alt)
    axes = picture.subplots()
    dates = chart["quarter"]
    axes.fill_between(dates, chart["lower"], chart["upper"], step="mid", color=style.GRID, linewidth=0)
    axes.axhline(chart["centre"].iloc[0], color=style.MUTED, linewidth=0.8)
    axes.vlines(dates, chart["low"], chart["high"], color=style.SKY, linewidth=1.5)
    axes.plot(dates, chart["share"], color=style.BLUE, linewidth=0.8, alpha=0.5)
    axes.plot(dates, chart["share"], "o", color=style.BLUE, markersize=5, clip_on=False)
    axes.plot(outside["quarter"], outside["share"], "s", color=style.ORANGE, markersize=7, markeredgecolor=style.INK)
    for row in outside.itertuples():
        axes.annotate(_quarter(row.quarter), (row.quarter, row.share), (6, 4), textcoords="offset points", fontsize=8)
    style.date_axis(axes)
    style.percent_axis(axes, "y", min(1.0, 1.1 * float(chart[["high", "upper"]].max().max()) + 0.005))
    return picture


def _quarter(day: Any) -> str:
    """Return the name of the quarter that begins on a day."""
    return f"{day.year} Q{day.quarter}"


def bodies(by_body: pd.DataFrame, top: int = 30) -> style.Picture:
    """Draw the share closed of each body, with the interval over items and the one over meetings."""
    return shares.dots(
        by_body,
        "body",
        ("closed", "items"),
        title="Closed items by body",
        caption="Share of agenda items in percent; line: Wilson 95 % interval over items; ticks: 95 % bootstrap "
        "interval with whole meetings drawn. Bodies with most items first; closed of all items at the right.",
        top=top,
    )


def published(published: pd.DataFrame) -> style.Picture:
    """Draw how many closed and open items have a published decision."""
    names = published["measure"] + published["closed"].map({True: ", closed items", False: ", open items"})
    return shares.dots(
        published.assign(name=names).sort_values(["closed", "measure"], ascending=[False, True]),
        "name",
        ("count", "n"),
        title="What is published of closed items?",
        caption="Share of items in percent, Wilson 95 % interval. Outcome stated: the text says what was decided.",
    )
