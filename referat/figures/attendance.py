"""Pictures of attendance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from referat.figures import shares, style

_STATES = {"present": style.BLUE, "away": style.ORANGE, "unknown": style.PALE}


def rates(rates: pd.DataFrame, body: str, top: int = 30) -> style.Picture:
    """Draw each person's rate with its interval, the steadiest first."""
    rows = rates.sort_values(["share", "known", "person"], ascending=[False, False, True])
    return shares.dots(
        rows,
        "person",
        ("present", "known"),
        title=f"Who attends: {style.label(body)}",
        caption="Share in percent of the meetings at which the person could be expected (from first to last seen in "
        "the body) and attendance is known, with Wilson 95 % interval; meetings attended out of them at the right.",
        top=top,
    )


def bodies(rates: pd.DataFrame, top: int = 30) -> style.Picture:
    """Draw each body's rate with its interval, the largest bodies first."""
    return shares.dots(
        rates.sort_values(["known", "body"], ascending=[False, True]),
        "body",
        ("present", "known"),
        title="How well are meetings attended?",
        caption="Share in percent of expected attendances (persons times meetings of known attendance), with Wilson "
        "95 % interval, which takes them for independent.",
        top=top,
    )


def years(rates: pd.DataFrame, body: str, top: int = 30, fewest: int = 3) -> style.Picture:
    """Draw each person's rate in each year as a shaded table; a year with fewer than `fewest` meetings stays empty."""
    title = f"Attendance by person and year: {style.label(body)}"
    shown = rates[rates["known"] >= fewest]
    if shown.empty:
        return style.too_few(title, "persons' years", 0, 1)
    table = shown.pivot(index="person", columns="year", values="share")
    expected = shown.groupby("person")["known"].sum().sort_values(ascending=False, kind="stable")
    more = f" The {top} persons expected most often are shown, of {len(table)}." if len(table) > top else ""
    low, high = shown["share"].min(), shown["share"].max()
    return shares.matrix(
        table.loc[expected.index[:top]],
        title=title,
        caption=f"Percent of the meetings at which the person could be expected; years with fewer than {fewest} such "
        f"meetings are left empty. n = {int(shown['known'].sum()):,} expected attendances.{more}",
        alt=f"Table of {len(table)} persons by year, rates from {low:.0%} to {high:.0%}.",
        percent=True,
    )


@style.house_style
def grid(grid: pd.DataFrame, body: str, top: int = 40, latest: int = 80) -> style.Picture:
    """Draw who was at which meeting of a body: a row a person in the order of arrival, a column a meeting."""
    title = f"Who was at which meeting: {style.label(body)}"
    rows = grid[grid["body"] == body]
    if rows.empty:
        return style.too_few(title, "meetings with a list", 0, 1)
    meetings = rows[["date", "meeting_id"]].drop_duplicates().sort_values(["date", "meeting_id"]).tail(latest)
    rows = rows[rows["meeting_id"].isin(meetings["meeting_id"])]
    most = rows["person"].value_counts().index[:top]
    rows = rows[rows["person"].isin(most)].sort_values(["date", "meeting_id", "person"])
    codes = rows["state"].map({name: place for place, name in enumerate(_STATES)})
    table = rows.assign(code=codes).pivot(index="person", columns="meeting_id", values="code")
    table = table.reindex(index=rows["person"].drop_duplicates(), columns=meetings["meeting_id"])
    found = ", ".join(f"{count:,} {name}" for name, count in rows["state"].value_counts().items())
    size = f"{len(meetings)} meetings, {len(table)} persons"
    caption = f"One square a person and meeting; {size}; {found}. White: not expected."
    picture = style.canvas(
        title, caption, f"Grid of {len(table)} persons by {len(meetings)} meetings: {found}.", 1.4 + 0.19 * len(table)
    )
    axes = picture.subplots()
    axes.pcolormesh(
        np.ma.masked_invalid(table.to_numpy(dtype=float)),
        cmap=ListedColormap(list(_STATES.values())),
        vmin=0,
        vmax=len(_STATES),
        edgecolors=style.PAPER,
        linewidth=0.8,
    )
    axes.set_yticks(np.arange(len(table)) + 0.5, [style.label(person, 32) for person in table.index])
    axes.invert_yaxis()
    _year_ticks(axes, meetings["date"].reset_index(drop=True))
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    handles = [Patch(color=colour, label=name) for name, colour in _STATES.items()]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.2)
    return picture


def _year_ticks(axes: Axes, dates: pd.Series) -> None:
    """Mark where each year begins among the meetings."""
    first = dates.dt.year.drop_duplicates()
    axes.set_xticks(first.index.to_numpy(), [str(year) for year in first], ha="left")


@style.house_style
def movements(by_year: pd.DataFrame) -> style.Picture:
    """Draw how many members arrived and left in each year, over all bodies: up and down from a line."""
    title = "Members who arrived and who left, by year"
    rows = by_year.groupby("year", as_index=False)[["arrived", "left"]].sum()
    total = int(rows[["arrived", "left"]].to_numpy().sum())
    if not total:
        return style.too_few(title, "arrivals and departures", 0, 1)
    caption = (
        "Number of memberships, all bodies. Left: last seen that year, and missing from three or more of the body's "
        "latest lists. Who was on a body's first list is not counted as arriving."
    )
    arrived, left = int(rows["arrived"].sum()), int(rows["left"].sum())
    said = f"Bars by year: {arrived} arrivals above and {left} departures below a line."
    picture = style.canvas(title, caption, said, 2.8)
    axes = picture.subplots()
    years = [str(year) for year in rows["year"]]
    for name, sign, colour in (("arrived", 1, style.BLUE), ("left", -1, style.ORANGE)):
        bars = axes.bar(years, sign * rows[name].astype(int), color=colour, width=0.6, label=name)
        axes.bar_label(bars, [str(value) if value else "" for value in rows[name]], padding=2, fontsize=8)
    axes.axhline(0, color=style.MUTED, linewidth=0.8)
    axes.margins(y=0.2)
    axes.set_xlim(-0.6, max(len(years), 6) - 0.4)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return picture
