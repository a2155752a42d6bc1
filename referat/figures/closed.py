"""Pictures of closed against open items."""

from __future__ import annotations

import pandas as pd

from referat.figures import shares, style
from referat.language import name, number, percent, quarter, say, whole_percent


@style.house_style
def p_chart(chart: pd.DataFrame, enough: int = style.ENOUGH, width: float = style.WIDTH) -> style.Picture:
    """Draw the share closed per quarter with Wilson intervals and the limits of a p-chart."""
    title = say("p_chart.title")
    total = int(chart["items"].sum())
    if total < enough:
        return style.too_few(title, "item", total, enough, width)
    if len(chart) < style.PERIODS:
        return style.too_few(title, "quarter with meetings", len(chart), style.PERIODS, width)
    outside = chart[chart["outside"]]
    caption = say("p_chart.caption", centre=percent(chart["centre"].iloc[0]), n=number(total))
    high = chart.sort_values("share").iloc[-1]
    counts = {"quarters": number(len(chart)), "outside": number(len(outside))}
    alt = say("p_chart.alt", high=whole_percent(high["share"]), quarter=quarter(high["quarter"]), **counts)
    picture = style.canvas(title, caption, alt, 3.6 if width == style.WIDTH else 3.0, width)
    axes = picture.subplots()
    dates = chart["quarter"]
    axes.fill_between(dates, chart["lower"], chart["upper"], step="mid", color=style.GRID, linewidth=0)
    axes.axhline(chart["centre"].iloc[0], color=style.MUTED, linewidth=0.8)
    axes.vlines(dates, chart["low"], chart["high"], color=style.SKY, linewidth=1.5)
    axes.plot(dates, chart["share"], color=style.BLUE, linewidth=0.8, alpha=0.5)
    axes.plot(dates, chart["share"], "o", color=style.BLUE, markersize=5, clip_on=False)
    axes.plot(outside["quarter"], outside["share"], "s", color=style.ORANGE, markersize=7, markeredgecolor=style.INK)
    for first, share in zip(outside["quarter"], outside["share"], strict=True):
        axes.annotate(quarter(first), (first, share), (6, 4), textcoords="offset points", fontsize=8)
    style.date_axis(axes)
    style.percent_axis(axes, "y", min(1.0, 1.1 * float(chart[["high", "upper"]].max().max()) + 0.005))
    return picture


def bodies(by_body: pd.DataFrame, top: int = 30) -> style.Picture:
    """Draw the share closed of each body, with the interval over items and the one over meetings."""
    return shares.dots(
        by_body,
        "body",
        ("closed", "items"),
        title=say("closed_bodies.title"),
        caption=say("closed_bodies.caption"),
        top=top,
    )


def published(published: pd.DataFrame) -> style.Picture:
    """Draw how many closed and open items have a published decision."""
    sides = published["closed"].map({True: say("published.closed"), False: say("published.open")})
    return shares.dots(
        published.assign(name=published["measure"].map(name) + sides).sort_values(
            ["closed", "measure"], ascending=[False, True]
        ),
        "name",
        ("count", "n"),
        title=say("published.title"),
        caption=say("published.caption"),
    )
