"""Pictures of matters: what came back, what is owed, how long rounds take, how much a meeting holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from referat.analysis.event_times import FEWEST_AT_RISK
from referat.figures import house_style, share_dots
from referat.language import ENGLISH, Language
from referat.schema.decision_types import FAMILY_OF, NONE_RECORDED

_LONGEST = 5 * 365
"""Days that are drawn of the way to a settlement: what is open after five years stays so."""


@house_style.house_style
def timeline(
    appearances: pd.DataFrame,
    most_returning: pd.DataFrame,
    top: int = 20,
    *,
    titles: bool = True,
    width: float = house_style.WIDTH,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the matters that came back most, a line each, every appearance marked by its decision's family.

    Parameters
    ----------
    appearances, most_returning
        As `referat.analysis.matter_appearances` returns them.
    top
        How many matters to draw at most.
    titles
        Whether there is room for most of a title before the number.
    width
        The width of the picture in inches.
    language
        The language of title, caption, labels and numbers.
    """
    title = language.say("timeline.title")
    shown = most_returning.head(top).sort_values(["first_seen", "matter_id"], ignore_index=True)
    if shown.empty:
        return house_style.too_few(title, "matter that came back", 0, 1, width, language=language)
    counts = {"shown": language.number(len(shown)), "matters": language.some(len(shown), "matter")}
    caption = language.say("timeline.caption", len(most_returning), n=language.number(len(most_returning)), **counts)
    alt = language.say(
        "timeline.alt", first=shown["first_seen"].min().year, last=shown["last_seen"].max().year, **counts
    )
    narrow = width < house_style.WIDTH
    picture = house_style.canvas(title, caption, alt, 1.5 + (0.3 if narrow else 0) + 0.25 * len(shown), width)
    axes = picture.subplots()
    axes.hlines(shown.index, shown["first_seen"], shown["last_seen"], color=house_style.PALE, linewidth=1.5)
    handles = _appearances(axes, appearances, pd.Series(shown.index, index=shown["matter_id"]), language=language)
    letters = 42 if titles else 22
    names = [_matter_name(row, letters, language=language) for row in shown.to_dict("records")]
    axes.set_yticks(shown.index, names)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    house_style.date_axis(axes, language=language)
    columns = 2 if narrow else 4
    look: dict[str, Any] = {"ncols": columns, "columnspacing": 1, "handletextpad": 0.2}
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), **look)
    return picture


def _matter_name(row: Mapping[Any, Any], letters: int, *, language: Language) -> str:
    """Return the title of a matter, cut to so many letters, and its number."""
    title = house_style.label(language.name(row["title"]), letters, language=language)
    return f"{title} ({row['case_number']})" if pd.notna(row["case_number"]) else title


def _appearances(axes: Axes, appearances: pd.DataFrame, places: pd.Series, *, language: Language) -> list[Line2D]:
    """Mark each appearance of the matters that have a place; return what a legend needs."""
    rows = appearances[appearances["matter_id"].isin(places.index)]
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
            axes.plot(part["date"], part["matter_id"].map(places), **edge, **look)
            handles.append(Line2D([], [], label=language.name(family), **look))
    return handles


@house_style.house_style
def curve(
    survival: pd.DataFrame, times: pd.DataFrame, enough: int = house_style.ENOUGH, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the Kaplan-Meier curve of the matters still open, with its 95 % limits, while enough are observed."""
    settled = int(times["happened"].sum())
    rows = survival[(survival["at_risk"] >= FEWEST_AT_RISK) & (survival["days"] <= _LONGEST)]
    if settled < enough or rows.empty:
        return house_style.too_few(
            language.say("curve.no_median"), "settled matter", settled, enough, language=language
        )
    half = rows.loc[rows["open"] <= 0.5, "days"]
    title = (
        language.say("curve.title", days=language.some(half.iloc[0], "day"))
        if len(half)
        else language.say("curve.no_median")
    )
    first, last = rows.iloc[0], rows.iloc[-1]
    ends = {"first": language.percentage(first["open"]), "last": language.percentage(last["open"])}
    caption = language.say("curve.caption", n=language.number(len(times)), settled=language.number(settled))
    picture = house_style.canvas(
        title, caption, language.say("curve.alt", days=language.some(last["days"], "day"), **ends)
    )
    axes = picture.subplots()
    days = np.concatenate([[0.0], rows["days"]])
    axes.step(days, np.concatenate([[1.0], rows["open"]]), where="post", color=house_style.BLUE, linewidth=1.8)
    low, high = (np.concatenate([[1.0], rows[side]]) for side in ("low", "high"))
    axes.fill_between(days, low, high, step="post", color=house_style.SKY, alpha=0.3, linewidth=0)
    texts = [
        language.say(f"curve.after_{key}", share=language.percentage(_open_after(rows, day)))
        for day, key in _marked(days[-1])
    ]
    axes.plot(
        [day for day, _ in _marked(days[-1])],
        [_open_after(rows, day) for day, _ in _marked(days[-1])],
        "o",
        color=house_style.BLUE,
        markersize=4,
    )
    corner: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "top"}
    axes.text(0.99, 0.99, "\n".join(texts), linespacing=1.6, fontsize=8, bbox=house_style.HALO, **corner)
    house_style.percent_axis(axes, "y", 1.03, language=language)
    axes.set_xlim(0, None)
    axes.set_xlabel(language.say("curve.axis"))
    return picture


def _marked(last: float) -> list[tuple[int, str]]:
    """Return the days that are marked on a curve which ends on the last one, and their names."""
    days = ((30, "month"), (183, "half_year"), (365, "year"), (730, "two_years"))
    return [(day, key) for day, key in days if day < last]


def _open_after(rows: pd.DataFrame, day: int) -> float:
    """Return the share that is still open after so many days."""
    before = rows.loc[rows["days"] <= day, "open"]
    return float(before.iloc[-1]) if len(before) else 1.0


def categories(rows: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw how many matters are of each category."""
    return share_dots.counts(
        rows.assign(name=rows["category"].map(language.name)),
        "name",
        "matters",
        title=language.say("categories.title"),
        caption=language.say("categories.caption", n=language.number(rows["matters"].sum())),
        what="matter",
        language=language,
    )


def owed_ages(bands: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw how many answers have been owed how long."""
    return share_dots.counts(
        bands.assign(name=bands["band"].map(language.name)),
        "name",
        "matters",
        title=language.say("owed_ages.title"),
        caption=language.say("owed_ages.caption", n=language.number(bands["matters"].sum())),
        what="matter",
        language=language,
    )


@house_style.house_style
def throughput(
    rounds: pd.DataFrame,
    fewest: int = 5,
    top: int = 20,
    enough: int = house_style.ENOUGH,
    *,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the days of completed rounds through several bodies as a box each first body, the slowest first."""
    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    rows = rows[rows.groupby("first_body")["days"].transform("size") >= fewest].astype({"days": "float"})
    title = language.say("throughput.title")
    if len(rows) < enough:
        return house_style.too_few(title, "completed round", len(rows), enough, language=language)
    medians = rows.groupby("first_body")["days"].median().sort_values(ascending=False, kind="stable")
    end = float(np.ceil(rows["days"].quantile(0.99) / 10) * 10) or 1.0
    beyond = int((rows["days"] > end).sum())
    cut = language.say("throughput.cut", days=language.number(end), beyond=language.number(beyond)) if beyond else ""
    caption = language.say("throughput.caption", n=language.number(len(rows)), cut=cut)
    ends = {
        "slow": house_style.label(medians.index[0], language=language),
        "days": language.some(round(medians.iloc[0]), "day"),
    }
    alt = language.say("throughput.alt", bodies=language.some(len(medians), "body"), **ends)
    picture = house_style.canvas(title, caption, alt, 1.4 + 0.32 * min(len(medians), top))
    axes = picture.subplots()
    _boxes(axes, rows, "days", "first_body", list(medians.index[:top]), language=language)
    axes.set_xlim(0, end * 1.02)
    axes.set_xlabel(language.say("throughput.axis"))
    return picture


@house_style.house_style
def workload(
    per_meeting: pd.DataFrame, top: int = 20, enough: int = house_style.ENOUGH, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the items of each meeting as a box each body, the busiest first."""
    title = language.say("workload.title")
    if len(per_meeting) < enough:
        return house_style.too_few(title, "meeting", len(per_meeting), enough, language=language)
    medians = per_meeting.groupby("body")["items"].median().sort_values(ascending=False, kind="stable")
    caption = language.say("workload.caption", n=language.number(len(per_meeting)))
    most = {
        "most": house_style.label(medians.index[0], language=language),
        "items": language.some(round(medians.iloc[0]), "item"),
    }
    alt = language.say("workload.alt", bodies=language.some(len(medians), "body"), **most)
    picture = house_style.canvas(title, caption, alt, 1.4 + 0.32 * min(len(medians), top))
    axes = picture.subplots()
    _boxes(axes, per_meeting, "items", "body", list(medians.index[:top]), language=language)
    axes.set_xlim(0, None)
    axes.set_xlabel(language.say("workload.axis"))
    return picture


def _boxes(axes: Axes, rows: pd.DataFrame, value: str, group: str, order: list[str], *, language: Language) -> None:
    """Draw a box of quartiles for each group, in that order from the top."""
    import seaborn as sns

    shown = rows[rows[group].isin(order)]
    sns.boxplot(
        shown,
        x=value,
        y=group,
        order=order,
        ax=axes,
        color=house_style.SKY,
        width=0.6,
        linewidth=0.9,
        fliersize=2.5,
        medianprops={"color": house_style.BLUE, "linewidth": 2},
    )
    axes.set_yticks(range(len(order)), [house_style.label(text, 40, language=language) for text in order])
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel("")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
