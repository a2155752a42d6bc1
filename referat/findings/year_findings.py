"""Compare measures of the latest twelve months with the same months a year before, in one sentence each."""

from __future__ import annotations

import pandas as pd

from referat.analysis.year_comparison import Years, counts_differ, shares_differ
from referat.language import ENGLISH, Language

FEW = 20
"""Fewest observations for a share."""
DECIMALS_FROM = 100
"""Fewest observations for a share with decimals."""


def share_of(hits: int, total: int, noun: str, *, language: Language = ENGLISH) -> str:
    """Return a share and its total; counts instead if there are few observations."""
    if total < FEW:
        return language.say("years.count_of", hits=language.count(hits), all=language.some(total, noun))
    share = language.percentage(hits / total) if total < DECIMALS_FROM else language.percent(hits / total)
    return language.say("years.share_of", share=share, all=language.some(total, noun))


def came_back(returns: pd.DataFrame, years: Years | None, *, language: Language = ENGLISH) -> str:
    """State how many matters were taken up again in the latest twelve months and the twelve before."""
    if years is None:
        return ""
    latest, before = (
        returns.loc[year, "matter_id"].nunique()
        for year in (years.latest(returns["date"]), years.before(returns["date"]))
    )
    return language.say(
        "years.came_back",
        latest,
        matters=language.some(latest, "matter"),
        before=_before(years, language.number(before), counts_differ(latest, before, years), language=language),
    )


def closed(items: pd.DataFrame, years: Years | None, *, language: Language = ENGLISH) -> str:
    """State the share of closed items without standing ones; empty without items."""
    return _share(items, items["closed"], "closed", "item", years, language=language)


def put_off(items: pd.DataFrame, put_off: pd.DataFrame, years: Years | None, *, language: Language = ENGLISH) -> str:
    """State the share of postponed items without standing ones; empty without items."""
    return _share(items, items["item_id"].isin(put_off["item_id"]), "put_off", "item", years, language=language)


def _share(rows: pd.DataFrame, hits: pd.Series, key: str, noun: str, years: Years | None, *, language: Language) -> str:
    if years is None or not years.latest(rows["date"]).any():
        return ""
    counts = [
        (int(hits[year].sum()), int(year.sum())) for year in (years.latest(rows["date"]), years.before(rows["date"]))
    ]
    (now, total), (then, total_then) = counts
    value = share_of(then, total_then, noun, language=language)
    before = _before(years, value, shares_differ(rows, hits, years), language=language)
    return language.say(
        f"years.{key}", now if total < FEW else 2, share=share_of(now, total, noun, language=language), before=before
    )


def _before(years: Years, value: str, differs: bool | None, *, language: Language) -> str:
    """State the value of the year before and whether chance accounts for the difference, or why there is none."""
    if years.reason == "begins":
        return language.say("years.begins", day=language.day(years.begins))
    if years.reason == "uneven":
        return language.say(
            "years.uneven", now=language.number(years.meetings_latest), then=language.number(years.meetings_before)
        )
    key = {None: "before", True: "before_differs", False: "before_alike"}[differs]
    return language.say(f"years.{key}", value=value)
