"""Figures of closed and open items."""

from __future__ import annotations

import pandas as pd

from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language

_NAMED = 3
"""Most quarters that are named in a title."""


@house_style.house_style
def p_chart(
    chart: pd.DataFrame,
    enough: int = house_style.ENOUGH,
    *,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the share closed per quarter, with the limits and signals of a p-chart."""
    title = language.say("p_chart.title_short")
    total = int(chart["items"].sum())
    if total < enough:
        return house_style.too_few(title, "item", total, enough, language=language)
    if len(chart) < house_style.PERIODS:
        return house_style.too_few(title, "quarter with meetings", len(chart), house_style.PERIODS, language=language)
    outside = chart[chart["signal"].notna()]
    title = _p_chart_title([language.quarter(first) for first in outside["quarter"]], language=language)
    caption = language.say(
        "p_chart.caption", centre=language.percent(chart["centre"].iloc[0]), n=language.number(total)
    )
    high = chart.sort_values("share").iloc[-1]
    counts = {"quarters": language.number(len(chart)), "outside": language.number(len(outside))}
    alt = language.say(
        "p_chart.alt", high=language.percentage(high["share"]), quarter=language.quarter(high["quarter"]), **counts
    )
    picture = house_style.canvas(title, caption, alt)
    axes = picture.subplots()
    dates = chart["quarter"]
    for sigmas, alpha in ((3, 0.5), (2, 1.0)):
        low, high_limit = ((chart["centre"] + sign * sigmas * chart["sigma"]).clip(0, 1) for sign in (-1, 1))
        axes.fill_between(dates, low, high_limit, step="mid", color=house_style.GRID, alpha=alpha, linewidth=0)
    axes.axhline(chart["centre"].iloc[0], color=house_style.MUTED, linewidth=0.8)
    axes.plot(dates, chart["share"], color=palette.BLUE, linewidth=0.8, alpha=0.5)
    axes.plot(dates, chart["share"], "o", color=palette.BLUE, markersize=5, clip_on=False)
    axes.plot(
        outside["quarter"],
        outside["share"],
        "s",
        color=palette.ORANGE,
        markersize=7,
        markeredgecolor=house_style.INK,
    )
    top = min(1.0, 1.1 * float(chart[["share", "upper_3"]].max().max()) + 0.005)
    house_style.date_axis(axes, language=language)
    house_style.percent_axis(axes, "y", top, language=language)
    named = _with_room(outside, top)
    is_high = named["share"] >= named["centre"]
    for quarter, share, is_above in zip(named["quarter"], named["share"], is_high, strict=True):
        axes.annotate(
            language.quarter(quarter),
            (quarter, share),
            (0, 7 if is_above else -7),
            textcoords="offset points",
            ha="right" if quarter == dates.iloc[-1] else "left" if quarter == dates.iloc[0] else "center",
            va="bottom" if is_above else "top",
            fontsize=8,
            bbox=house_style.HALO,
        )
    return picture


def _with_room(outside: pd.DataFrame, top: float) -> pd.DataFrame:
    """Return the unusual quarters that have room for a name, not those right behind one of nearly the same share."""
    behind = outside["quarter"].diff() < pd.Timedelta(days=_NAME_DAYS)
    return outside[~(behind & (outside["share"].diff().abs() < _NAME_HEIGHT * top))]


_NAME_DAYS, _NAME_HEIGHT = 300, 0.15
"""The name of a quarter takes the room of so many days, and of this part of the height, of a chart of some years."""


def _p_chart_title(names: list[str], *, language: Language) -> str:
    """Return the title: which quarters are unusual, or their number if there are many."""
    if not names:
        return language.say("p_chart.title_no_signal")
    several = language.listed(names) if len(names) <= _NAMED else language.number(len(names))
    return language.say("p_chart.title_signals" if len(names) <= _NAMED else "p_chart.title_many", quarters=several)


def bodies(by_body: pd.DataFrame, top: int = 30, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the share closed per body, largest first.

    The interval is over whole meetings, or Wilson's if that has no width, as with no closed items.
    """
    rows = by_body.sort_values(["share", "items"], ascending=[False, False], ignore_index=True)
    whole_meetings = rows["cluster_high"] > rows["cluster_low"]
    for side in ("low", "high"):
        rows[side] = rows[side].mask(whole_meetings, rows[f"cluster_{side}"])
    return basic_charts.dots(
        rows,
        "body",
        ("closed", "items"),
        title=language.say("closed_bodies.title"),
        caption=language.say("closed_bodies.caption"),
        top=top,
        language=language,
    )


def published(published: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw how many closed and open items have a published decision, if there are enough of them."""
    rows = published[published["n"] >= house_style.ENOUGH].sort_values(["closed", "measure"], ascending=[False, True])
    sides = rows["closed"].map({True: language.say("published.closed"), False: language.say("published.open")})
    return basic_charts.dots(
        rows.assign(name=rows["measure"].map(language.name) + sides),
        "name",
        ("count", "n"),
        title=language.say("published.title"),
        caption=language.say("published.caption"),
        language=language,
    )
