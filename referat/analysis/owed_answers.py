"""Matters that are owed an answer: a later decision was announced, and none was found."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import days_met_since, held, named_as_met
from referat.analysis.meeting_items import CLOSED_TITLE, items_with_meeting
from referat.analysis.membership import looked_up

AGE_BANDS = {"under_half_year": 183, "under_year": 365, "over_year": 10**6}
"""Names of the bands of age, and the number of days at which each ends (exclusive)."""


def owed(matters: pd.DataFrame, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter that is owed an answer, longest wait first.

    Columns: `matter_id`, `case_number` and `title` (of the item that announced it; withheld if any item of the matter
    is closed), `owed_by` (a body, `administration` or `committee`), `body` (that announced it), `since`, `words`,
    `days` (to the last meeting of the municipality), `met_since` (days on which the body that owes it has met since; if
    no body owes it, the body that announced it) and `near_end` (announced in the last 60 days of the minutes: too early
    to expect it). Owed means only that no later decision was found. Matters with the states `open` and `budget` are
    left out, as are those of undated meetings, whose wait is unknown.
    """
    is_owed = matters["state"].isin(["owed", "cut_off"]) & matters["owed_since"].notna()
    rows = matters[is_owed & (matters["owed_by"] != "budget")]
    rows = rows.reset_index(drop=True)
    met = held(meetings)
    last = met["date"].groupby(met["municipality"].fillna("")).max()
    since = rows["owed_since"]
    announced = _announcing_items(rows, items, meetings)
    body = named_as_met(rows["municipality"], rows["owed_by"], meetings)
    result = pd.DataFrame(
        {
            "matter_id": rows["matter_id"],
            "case_number": announced["case_number"].fillna(_last_number(rows["case_numbers"])),
            "title": announced["title"].fillna(rows["title"]).mask(rows["closed"], CLOSED_TITLE),
            "owed_by": body.fillna(rows["owed_by"]),
            "body": announced["body"],
            "since": since,
            "words": rows["owed_words"].mask(rows["closed"]),
            "days": (looked_up(rows["municipality"].fillna(""), last) - since).dt.days.astype("Int64"),
            "met_since": days_met_since(body.fillna(announced["body"]), since, meetings),
            "near_end": rows["state"] == "cut_off",
        }
    )
    return result.sort_values(["near_end", "since", "matter_id"], ignore_index=True)


def _announcing_items(rows: pd.DataFrame, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return `body`, `case_number` and `title` of the item that announced what each matter is owed."""
    of_matters = items[items["matter_id"].isin(rows["matter_id"])]
    days = items_with_meeting(of_matters, meetings)[["matter_id", "date", "body", "case_number", "title"]]
    days = days.drop_duplicates(["matter_id", "date"], keep="last")
    joined = rows[["matter_id", "owed_since"]].merge(
        days, left_on=["matter_id", "owed_since"], right_on=["matter_id", "date"], how="left"
    )
    return joined[["body", "case_number", "title"]].set_axis(rows.index)


def _last_number(case_numbers: pd.Series) -> pd.Series:
    return case_numbers.str.replace(r"^.*\|", "", regex=True)


def age_bands(owed: pd.DataFrame) -> pd.DataFrame:
    """Return one row per band of age: `band` (`near_end` first) and its number of `matters`."""
    bands = pd.cut(owed["days"].astype(float), [-1, *AGE_BANDS.values()], right=False, labels=list(AGE_BANDS))
    names = bands.astype("object").where(~owed["near_end"], "near_end")
    order = ["near_end", *AGE_BANDS]
    counts = names.value_counts().reindex(order, fill_value=0)
    return pd.DataFrame({"band": order, "matters": counts.to_numpy(dtype=int)})


def owed_by(owed: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body, `administration` or `committee` that owes answers: `matters`, and the longest `days`."""
    rows = owed[~owed["near_end"]].groupby("owed_by", as_index=False)
    counts = rows.agg(matters=("matter_id", "size"), days=("days", "max"))
    return counts.sort_values(["matters", "days"], ascending=False, ignore_index=True)
