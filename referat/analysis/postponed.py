"""Postponed items followed to where they came back, and those that never did.

A postponed item is back at its own body's next later meeting with the same case number, or else with the same
`title_key`; if neither is found, the next appearance of its case before another body is taken, called elsewhere.
A standing case number says nothing and is not followed. Whether an item that is not back was dropped or is still to
come, the minutes do not say: on how many days the body has met since is given instead.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import across_terms, days_met_since
from referat.analysis.case_appearances import CLOSED_TITLE, appearances, standing_cases
from referat.analysis.membership import among, has_label


def _postponed(items: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the items that their own body postponed, as a whole or in part, with the day named for it."""
    postponed = has_label(decisions["decision_types"], "postponed") & ~decisions["is_earlier"]
    put_off = decisions.loc[postponed, ["item_id", "postponed_to"]]
    named = put_off.groupby("item_id", as_index=False).agg(postponed_to=("postponed_to", "max"))
    return items.merge(named, on="item_id")


def _without_standing(items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """Return the case number of each item, missing where it says nothing; only numbers once postponed are looked at."""
    put_off = decisions[has_label(decisions["decision_types"], "postponed")]
    numbers = items.loc[among(items["item_id"], put_off["item_id"]), "case_number"]
    looked_at = items[among(items["case_number"], numbers)]
    # what was decided says nothing on whether a case is standing, so any decisions will do
    why = standing_cases(appearances(looked_at, meetings, put_off), meetings)
    return items["case_number"].mask(among(items["case_number"], why[why.notna()].index.to_series()))


_WAYS = {
    "case number": ["body", "matter"],
    "title": ["body", "title_key"],
    "case number, elsewhere": ["matter"],
}
"""How an item is found again, the surest way first, and what must then be the same."""


def _next(rows: pd.DataFrame, later: pd.DataFrame, same: list[str]) -> pd.DataFrame:
    """Return for each row the first later item with the same values of `same`: `item_id`, `back_on`, `back_before`."""
    known = rows[["item_id", "date", *same]].dropna(subset=["date", *same]).sort_values("date")
    found = later.loc[among(later[same[-1]], known[same[-1]]), ["date", "body", same[-1]]]
    found = found.dropna(subset=["date", *same]).sort_values("date")
    targets = found.assign(back_on=found["date"], back_before=found["body"])[["date", "back_on", "back_before", *same]]
    pairs = pd.merge_asof(known, targets, on="date", by=same, direction="forward", allow_exact_matches=False)
    return pairs.loc[pairs["back_on"].notna(), ["item_id", "back_on", "back_before"]]


def follow(items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per postponed item that is no fixture: when, where and by what it came back, if it did.

    Columns: `item_id`, `case_number`, `title`, `body`, `date`, `postponed_to`, `found_by` (missing where it never came
    back), `back_on`, `back_before`, `days`, `met_since`.
    """
    meetings = across_terms(meetings)
    named = items.assign(matter=_without_standing(items, meetings, decisions))
    columns = ["item_id", "meeting_id", "case_number", "title", "title_key", "closed", "matter"]
    placed = named.loc[~items["standing"], columns].merge(meetings[["meeting_id", "body", "date"]], on="meeting_id")
    rows = _postponed(placed, decisions)
    found = pd.concat([_next(rows, placed, same).assign(found_by=way) for way, same in _WAYS.items()])
    result = rows.merge(found.drop_duplicates("item_id"), on="item_id", how="left")
    result["title"] = result["title"].mask(result["closed"], CLOSED_TITLE)
    result["days"] = (result["back_on"] - result["date"]).dt.days.astype("Int64")
    result["met_since"] = days_met_since(result["body"], result["date"], meetings)
    columns = ["item_id", "case_number", "title", "body", "date", "postponed_to", "found_by", "back_on", "back_before"]
    return result[[*columns, "days", "met_since"]].sort_values(["date", "item_id"], ignore_index=True)
