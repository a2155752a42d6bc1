"""Figures of attendance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from referat.analysis.attendance_rates import ranked_persons
from referat.analysis.change_tests import SIGNIFICANT
from referat.analysis.intervals import FEWEST
from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language

_FEWEST_PERSONS = 2
_YEARS = 16
"""Largest number of years whose names fit side by side."""
_STATES = {"present": palette.BLUE, "away": palette.ORANGE, "unknown": palette.PALE}


def rates(
    rates: pd.DataFrame, body: str, p_value: float, top: int = 30, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the rate of each member with enough meetings: lowest first if members differ, otherwise by name."""
    title = language.say("who_attends.title", body=house_style.label(body, language=language))
    ranked = ranked_persons(rates)
    if len(ranked) < _FEWEST_PERSONS:
        return house_style.too_few(title, "member of enough meetings", len(ranked), _FEWEST_PERSONS, language=language)
    ranked = ranked if p_value < SIGNIFICANT else ranked.sort_values("person")
    test = language.say("who_attends.differ" if p_value < SIGNIFICANT else "who_attends.alike")
    caption = language.say("who_attends.caption", few=FEWEST, test=test, cut=basic_charts.CUT)
    return basic_charts.dots(
        ranked, "person", ("present", "known"), title=title, caption=caption, top=top, cut=True, language=language
    )


def bodies(rates: pd.DataFrame, top: int = 30, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the rate of each body with its interval, lowest first."""
    return basic_charts.dots(
        rates.sort_values(["share", "body"]),
        "body",
        ("present", "known"),
        title=language.say("attended_bodies.title"),
        caption=language.say("attended_bodies.caption", cut=basic_charts.CUT),
        top=top,
        cut=True,
        language=language,
    )


def seats(seats_filled: pd.DataFrame, top: int = 30, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the share of filled seats per body, lowest first."""
    return basic_charts.dots(
        seats_filled,
        "body",
        ("filled", "seats"),
        title=language.say("seats.title"),
        caption=language.say("seats.caption", cut=basic_charts.CUT),
        top=top,
        cut=True,
        language=language,
    )


def years(
    rates: pd.DataFrame, body: str, top: int = 30, fewest: int = 3, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw each person's rate per year as a heatmap; a year with fewer than `fewest` meetings is empty."""
    title = language.say("attended_years.title", body=house_style.label(body, language=language))
    shown = rates[rates["known"] >= fewest]
    if shown.empty:
        return house_style.too_few(title, "person's year", 0, 1, language=language)
    table = shown.pivot(index="person", columns="year", values="share")
    expected = shown.groupby("person")["known"].sum().sort_values(ascending=False, kind="stable")
    more = language.say("attended_years.more", top=top, all=language.number(len(table))) if len(table) > top else ""
    ends = {"low": language.percentage(shown["share"].min()), "high": language.percentage(shown["share"].max())}
    drawn = table.loc[expected.index[:top]]
    return basic_charts.matrix(
        drawn,
        title=title,
        caption=language.say(
            "attended_years.caption", fewest=fewest, n=language.number(shown["known"].sum()), more=more
        ),
        alt=language.say("attended_years.alt", persons=language.some(len(table), "person"), **ends),
        texts=drawn.map(language.percentage, na_action="ignore"),
        palest=max(0.0, float(np.nanmin(drawn.to_numpy(float))) - 0.1),
        language=language,
    )


@house_style.house_style
def grid(
    grid: pd.DataFrame, body: str, top: int = 40, latest: int = 80, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw who was at which meeting of a body: one row per person in order of arrival, one column per meeting."""
    import seaborn as sns

    title = language.say("presence.title", body=house_style.label(body, language=language))
    rows = grid[grid["body"] == body]
    if rows.empty:
        return house_style.too_few(title, "meeting with a list", 0, 1, language=language)
    meetings = rows[["date", "meeting_id"]].drop_duplicates().sort_values(["date", "meeting_id"]).tail(latest)
    rows = rows[rows["meeting_id"].isin(meetings["meeting_id"])]
    most = rows["person"].value_counts().index[:top]
    rows = rows[rows["person"].isin(most)].sort_values(["date", "meeting_id", "person"])
    codes = rows["state"].map({state: place for place, state in enumerate(_STATES)})
    table = rows.assign(code=codes).pivot(index="person", columns="meeting_id", values="code")
    table = table.reindex(index=rows["person"].drop_duplicates(), columns=meetings["meeting_id"])
    counted = rows["state"].value_counts()
    states = ", ".join(f"{language.number(count)} {language.name(state)}" for state, count in counted.items())
    size = {
        "meetings": language.some(len(meetings), "meeting"),
        "persons": language.some(len(table), "person"),
        "states": states,
    }
    picture = house_style.canvas(
        title,
        language.say("presence.caption", **size),
        language.say("presence.alt", **size),
        1.4 + 0.19 * len(table),
    )
    axes = picture.subplots()
    sns.heatmap(
        table.astype(float),
        cmap=ListedColormap(list(_STATES.values())),
        vmin=0,
        vmax=len(_STATES),
        cbar=False,
        linewidths=0.8,
        linecolor=house_style.PAPER,
        xticklabels=False,
        yticklabels=house_style.wrapped(table.index, language=language),
        ax=axes,
    )
    axes.set(xlabel="", ylabel="")
    _year_ticks(axes, meetings["date"].reset_index(drop=True))
    axes.tick_params(axis="y", length=0, rotation=0)
    patches = [Patch(color=colour, label=language.name(state)) for state, colour in _STATES.items() if state in counted]
    house_style.legend_above(axes, handles=patches)
    return picture


def _year_ticks(axes: Axes, dates: pd.Series) -> None:
    """Mark where each year begins among the meetings, if its label does not overlap the next one."""
    first = dates.dt.year.drop_duplicates()
    first = first[-first.index.to_series().diff(-1).fillna(-len(dates)) * _YEARS >= len(dates)]
    axes.set_xticks(first.index.to_numpy(), [str(year) for year in first], ha="left")


@house_style.house_style
def movements(by_year: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw how many members arrived and left per year, over all bodies, above and below a line."""
    title = language.say("moves.title")
    rows = by_year.groupby("year", as_index=False)[["arrived", "left"]].sum()
    counts = {way: language.number(rows[way].sum()) for way in ("arrived", "left")}
    if not rows[["arrived", "left"]].to_numpy().sum():
        return house_style.too_few(title, "arrival or departure", 0, 1, language=language)
    picture = house_style.canvas(title, language.say("moves.caption"), language.say("moves.alt", **counts), 2.8)
    axes = picture.subplots()
    years = [str(year) for year in rows["year"]]
    for way, sign, colour in (("arrived", 1, palette.BLUE), ("left", -1, palette.ORANGE)):
        bars = axes.bar(years, sign * rows[way].astype(int), color=colour, width=0.6, label=language.name(way))
        axes.bar_label(bars, [language.number(value) if value else "" for value in rows[way]], padding=2, fontsize=8)
    axes.axhline(0, color=house_style.MUTED, linewidth=0.8)
    axes.margins(y=0.2)
    axes.set_xlim(-0.6, max(len(years), 6) - 0.4)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    house_style.legend_above(axes)
    return picture
