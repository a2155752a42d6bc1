"""Returned matters: a lane of dots per body for each reconsidered matter, and the reason in the minutes' words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.matter_appearances import most_returning
from referat.analysis.meeting_items import CLOSED_TITLE
from referat.language import Language
from referat.report.management.case_names import case_name, shortened
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.pages.page_addresses import matter_url
from referat.schema.decision_types import FAMILY_OF, NONE_RECORDED

LANES = 3
"""Number of bodies with a lane of their own: those that had the matter most often."""

WORDS = 60
"""Letters shown of the decision that stopped a matter."""


def returned_section(frames: ManagementFrames, language: Language, shown: int) -> dict[str, Any]:
    """Return `rows` with lanes, as many as are to be `shown`, and the names of the others.

    `closed` matters are listed separately, and so are `mixed` ones, which may be several things; `years` are the
    positions of years on the axis that all lanes share.
    """
    chosen, scope = _chosen(frames)
    ranked = most_returning(frames.appearances)
    ranked = ranked[ranked["matter_id"].isin(chosen["matter_id"])]
    is_open = (ranked["title"] != CLOSED_TITLE) & ~ranked["mixed"]
    top = ranked[is_open].head(shown)
    days = frames.appearances.loc[frames.appearances["matter_id"].isin(top["matter_id"]), "date"]
    axis = _Axis(days.min(), days.max())
    count = chosen["matter_id"].nunique()
    text = language.say(f"report.returned_{scope}", matters=language.some(count, "matter"))
    if 0 < len(top) < count:
        text += " " + language.say("report.returned_shown", len(top), shown=language.number(len(top)))
    return {
        "count": count,
        "text": text,
        "rows": [_row(row, frames, chosen, axis, language) for row in named_rows(top)],
        "others": [case_name(row, language) for row in named_rows(ranked[is_open][shown:])],
        "closed": [case_name(row, language) for row in named_rows(ranked[~is_open]) if row.title == CLOSED_TITLE],
        "mixed": [case_name(row, language) for row in named_rows(ranked[~is_open]) if row.title != CLOSED_TITLE],
        "years": axis.years(),
        "families": [(family, language.name(family)) for family in _families(frames.appearances, top)],
    }


def _chosen(frames: ManagementFrames) -> tuple[pd.DataFrame, str]:
    """Return the returns of the latest twelve months, or all of them if there is none or less than a year was read."""
    if frames.years is None or frames.returns.empty:
        return frames.returns, "all"
    if frames.years.is_short:
        return frames.returns, "short"
    latest = frames.returns[frames.years.latest(frames.returns["date"])]
    return (latest, "year") if len(latest) else (frames.returns, "all")


class _Axis:
    """Places days between 0 and 100 percent of a lane."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp) -> None:
        self._first, self._last = first, last

    def place(self, day: pd.Timestamp) -> float:
        span = max((self._last - self._first).days, 1)
        return round(4 + 92 * (day - self._first).days / span, 1)

    def years(self) -> list[tuple[int, float]]:
        """Return the years that begin on the lane, with their positions."""
        if pd.isna(self._first):
            return []
        begun = range(self._first.year + 1, self._last.year + 1)
        return [(year, self.place(pd.Timestamp(year, 1, 1))) for year in begun]


def _row(row: Any, frames: ManagementFrames, chosen: pd.DataFrame, axis: _Axis, language: Language) -> dict[str, Any]:
    appearances = frames.appearances[frames.appearances["matter_id"] == row.matter_id]
    latest = chosen[chosen["matter_id"] == row.matter_id].iloc[0]
    return case_name(row, language) | {
        "times": language.some(row.returns, "time"),
        "why": _why(latest, language),
        "lanes": list(_lanes(appearances, axis, language)),
    }


def _why(latest: pd.Series, language: Language) -> str:
    """Return what stopped the matter, or which decision is changed, in the minutes' words if there are any."""
    if pd.isna(latest["stopped_by"]) or pd.isna(latest["stopped_as"]):
        return ""
    about = {"body": latest["stopped_by"], "day": language.short_day(latest["stopped_on"])}
    key = "why" if latest["was_stopped"] else "changed"
    if pd.isna(latest["words"]):
        return language.say(f"report.{key}", what=language.name(latest["stopped_as"]), **about)
    words = shortened(" ".join(str(latest["words"]).split()), WORDS)
    return language.say(f"report.{key}_words", words=words, **about)


def _lanes(appearances: pd.DataFrame, axis: _Axis, language: Language) -> list[dict[str, Any]]:
    bodies = appearances["body"].value_counts().index[:LANES]
    order = appearances.drop_duplicates("body")["body"]
    return [
        {"body": body, "dots": list(_dots(appearances[appearances["body"] == body], axis, language))}
        for body in order
        if body in bodies
    ]


def _dots(rows: pd.DataFrame, axis: _Axis, language: Language) -> list[dict[str, Any]]:
    dots = []
    for row in named_rows(rows):
        kind = NONE_RECORDED if pd.isna(row.decision_type) else row.decision_type
        title = f"{row.body}, {language.short_day(row.date)}: {language.name(kind)}"
        url = matter_url(row.matter_id, row.item_id)
        dots.append({"place": axis.place(row.date), "family": FAMILY_OF[kind], "title": title, "url": url})
    return dots


def _families(appearances: pd.DataFrame, top: pd.DataFrame) -> list[str]:
    rows = appearances[appearances["matter_id"].isin(top["matter_id"])]
    kinds = rows["decision_type"].fillna(NONE_RECORDED)
    return list(dict.fromkeys(family for kind, family in FAMILY_OF.items() if (kinds == kind).any()))
