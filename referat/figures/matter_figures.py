"""Figures of matters: what came back, what is owed, duration of rounds, workload of meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from referat.analysis.event_times import FEWEST_AT_RISK
from referat.figures import basic_charts, house_style, palette
from referat.language import ENGLISH, Language
from referat.schema.decision_types import FAMILY_OF, NONE_RECORDED

_NAME = 105
"""Most letters of the name of a matter above its lanes."""
_LONGEST_LANES = 48
"""Number of titles and lanes in a picture that is no higher than a page."""
_SHORTEST = pd.Timedelta(days=20)
"""Shortest time before the first mark and after the last one."""
_MOST_LANES = 6
"""Number of bodies of a matter with a lane of their own; the others share one."""
_LONGEST = 5 * 365
"""Days after which the curve ends: matters open after five years remain open."""


@house_style.house_style
def timeline(
    appearances: pd.DataFrame,
    most_returning: pd.DataFrame,
    top: int = 10,
    *,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the matters that came back most often: a line for the title, and a lane per body with its appearances.

    Parameters
    ----------
    appearances, most_returning
        As `referat.analysis.matter_appearances` returns them.
    top
        Largest number of matters to draw; fewer if they have many bodies.
    language
        The language of titles, names, numbers and dates.
    """
    title = language.say("timeline.title")
    marks = _in_lanes(appearances, most_returning.head(top), language=language)
    lanes = _lanes(marks, most_returning.head(top))
    if lanes.empty:
        return house_style.too_few(title, "matter that came back", 0, 1, language=language)
    heads = lanes.drop_duplicates("matter_id")
    counts = {"shown": language.number(len(heads)), "matters": language.some(len(heads), "matter")}
    caption = language.say("timeline.caption", len(most_returning), n=language.number(len(most_returning)), **counts)
    marks = marks.merge(lanes[["matter_id", "lane", "place"]], on=["matter_id", "lane"])
    first, last = marks["date"].min(), marks["date"].max()
    marks["family"] = marks["decision_type"].fillna(NONE_RECORDED).map(FAMILY_OF)
    alt = language.say("timeline.alt", first=first.year, last=last.year, **counts)
    end = lanes["place"].iloc[-1]
    picture = house_style.canvas(title, caption, alt, 1.5 + 0.18 * end)
    axes = picture.subplots()
    spans = marks.groupby("place")["date"].agg(["min", "max"])
    axes.hlines(spans.index, spans["min"], spans["max"], color=palette.PALE, linewidth=1.2)
    _marks(axes, marks[~marks["is_other"]], language=language)
    rest = marks[marks["is_other"]]  # dozens of marks on one line: when, but not what
    axes.plot(rest["date"], rest["place"], "|", color=house_style.MUTED, markersize=6, markeredgewidth=0.8)
    house_style.date_axis(axes, language=language)
    axes.set_yticks(
        lanes["place"],
        [house_style.label(lane, language=language) for lane in lanes["lane"]],
        fontsize=7,
        color=house_style.MUTED,
    )
    room = max((last - first) * 0.02, _SHORTEST)
    axes.set(xlabel="", ylabel="", xlim=(first - room, last + room), ylim=(end + 0.6, -0.6))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for head in heads.to_dict("records"):
        house_style.line_across(axes, head["place"] - 1, _matter_name(head, _NAME, language=language))
    house_style.legend_above(axes)
    return picture


def _lanes(rows: pd.DataFrame, matters: pd.DataFrame) -> pd.DataFrame:
    """Return the lanes, one per matter and body, with their `place` from the top.

    The title of a matter takes a place of its own.
    """
    lanes = matters[["matter_id", "case_number", "title"]].merge(
        rows[["matter_id", "lane"]].drop_duplicates(), on="matter_id"
    )
    of_matter = lanes.groupby("matter_id", sort=False).ngroup()
    lanes["place"] = lanes.index + of_matter + 1.0 + 0.4 * of_matter
    fits = (lanes["place"] <= _LONGEST_LANES).groupby(lanes["matter_id"]).transform("all")
    return lanes[fits]


def _in_lanes(appearances: pd.DataFrame, matters: pd.DataFrame, *, language: Language) -> pd.DataFrame:
    """Return the appearances of matters with their `lane`: the body, or the other bodies if a matter has very many."""
    rows = appearances[appearances["matter_id"].isin(matters["matter_id"])]
    sizes = rows.groupby(["matter_id", "body"]).size().sort_values(ascending=False, kind="stable")
    place, bodies = sizes.groupby("matter_id").cumcount(), sizes.groupby("matter_id").transform("size")
    is_other = (place >= _MOST_LANES) & (bodies > _MOST_LANES + house_style.FEW_OTHERS)
    marks = rows.merge(is_other.rename("is_other").reset_index(), on=["matter_id", "body"])
    marks = marks.assign(lane=marks["body"].mask(marks["is_other"], language.say("figures.all_others")))
    return marks.sort_values("is_other", kind="stable")


def _marks(axes: Axes, marks: pd.DataFrame, *, language: Language) -> None:
    """Return each appearance with the colour and the shape of its decision's family."""
    import seaborn as sns

    families = [family for family in palette.FAMILY_COLOURS if family in set(marks["family"])]
    names = {family: language.name(family) for family in families}
    sns.scatterplot(
        marks.assign(family=marks["family"].map(names)),
        x="date",
        y="place",
        hue="family",
        style="family",
        hue_order=list(names.values()),
        style_order=list(names.values()),
        palette={names[family]: palette.FAMILY_COLOURS[family] for family in families},
        markers={names[family]: house_style.FAMILY_MARKS[family] for family in families},
        s=32,
        edgecolor=house_style.INK,
        linewidth=0.4,
        zorder=3,
        ax=axes,
    )


def _matter_name(row: Mapping[Any, Any], letters: int, *, language: Language) -> str:
    """Return the title and number of a matter, cut to a number of letters."""
    number_of_case = f" ({row['case_number']})" if pd.notna(row["case_number"]) else ""
    return (
        house_style.label(language.name(row["title"]), letters - len(number_of_case), language=language)
        + number_of_case
    )


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
    axes.step(days, np.concatenate([[1.0], rows["open"]]), where="post", color=palette.BLUE, linewidth=1.8)
    low, high = (np.concatenate([[1.0], rows[side]]) for side in ("low", "high"))
    axes.fill_between(days, low, high, step="post", color=palette.SKY, alpha=0.3, linewidth=0)
    texts = [
        language.say(f"curve.after_{key}", share=language.percentage(_open_after(rows, day)))
        for day, key in _marked(days[-1])
    ]
    if len(half):
        axes.plot([0, half.iloc[0], half.iloc[0]], [0.5, 0.5, 0], ":", color=house_style.INK, linewidth=1)
    axes.plot(
        [day for day, _ in _marked(days[-1])],
        [_open_after(rows, day) for day, _ in _marked(days[-1])],
        "o",
        color=palette.BLUE,
        markersize=4,
    )
    corner: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "top"}
    axes.text(0.99, 0.99, "\n".join(texts), linespacing=1.6, fontsize=8, bbox=house_style.HALO, **corner)
    house_style.percent_axis(axes, "y", 1.03, language=language)
    axes.set_xlim(0, None)
    axes.set_xlabel(language.say("curve.axis"))
    return picture


def _marked(last: float) -> list[tuple[int, str]]:
    """Return the days that are marked on a curve up to the last one, and their labels."""
    days = ((30, "month"), (183, "half_year"), (365, "year"), (730, "two_years"))
    return [(day, key) for day, key in days if day < last]


def _open_after(rows: pd.DataFrame, day: int) -> float:
    """Return the share that is still open after some days."""
    before = rows.loc[rows["days"] <= day, "open"]
    return float(before.iloc[-1]) if len(before) else 1.0


def categories(rows: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the number of matters per category, largest first; those that came back in orange."""
    shown = rows.sort_values("matters", ascending=False, kind="stable")
    return basic_charts.counts(
        shown.assign(name=shown["category"].map(language.name)),
        "name",
        "matters",
        title=language.say("categories.title"),
        caption=language.say("categories.caption", n=language.number(rows["matters"].sum())),
        colours=[palette.ORANGE if category == "came back" else palette.BLUE for category in shown["category"]],
        what="matter",
        language=language,
    )


def owed_ages(bands: pd.DataFrame, *, language: Language = ENGLISH) -> house_style.Picture:
    """Draw the number of answers owed per age; those announced near the end of the minutes in grey."""
    return basic_charts.counts(
        bands.assign(name=bands["band"].map(language.name)),
        "name",
        "matters",
        title=language.say("owed_ages.title"),
        caption=language.say("owed_ages.caption", n=language.number(bands["matters"].sum())),
        colours=[palette.GREY if band == "near_end" else palette.BLUE for band in bands["band"]],
        what="matter",
        language=language,
    )


def throughput(
    rounds: pd.DataFrame,
    fewest: int = 5,
    top: int = 20,
    enough: int = house_style.ENOUGH,
    *,
    language: Language = ENGLISH,
) -> house_style.Picture:
    """Draw the days of completed rounds through several bodies as a box plot per first body, slowest first."""
    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    rows = rows[rows.groupby("first_body")["days"].transform("size") >= fewest]
    title = language.say("throughput.title")
    if len(rows) < enough:
        return house_style.too_few(title, "completed round", len(rows), enough, language=language)
    return basic_charts.boxes(
        rows,
        "days",
        "first_body",
        title=title,
        caption=language.say("throughput.caption", n=language.number(len(rows)), fewest=fewest),
        axis=language.say("throughput.axis"),
        noun="day",
        top=top,
        language=language,
    )


def workload(
    per_meeting: pd.DataFrame, top: int = 20, enough: int = house_style.ENOUGH, *, language: Language = ENGLISH
) -> house_style.Picture:
    """Draw the items per meeting as a box plot per body, busiest first."""
    title = language.say("workload.title")
    if len(per_meeting) < enough:
        return house_style.too_few(title, "meeting", len(per_meeting), enough, language=language)
    return basic_charts.boxes(
        per_meeting,
        "items",
        "body",
        title=title,
        caption=language.say("workload.caption", n=language.number(len(per_meeting))),
        axis=language.say("workload.axis"),
        noun="item",
        top=top,
        language=language,
    )
