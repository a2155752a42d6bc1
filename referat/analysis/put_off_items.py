"""Items that were postponed, sent back or withdrawn, and where their matter returned.

An item counts if its own body's decision puts it off, sends it back or withdraws it, wholly or in a point. It returns
with the first later item of the same matter before any body, under any case number; an item that replaces it on the
same evening counts. An item that was put off at a meeting that was not read counts if a later item states so.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import days_met_since
from referat.analysis.meeting_items import CLOSED_TITLE, items_with_meeting, without_fixtures
from referat.analysis.repeated_deferrals import repeated_deferrals
from referat.schema.registry import PUT_OFF_WAYS


def put_off_items(items: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per item put off, without fixtures, in chronological order.

    Columns: `item_id` (missing if the meeting was not read), `matter_id`, `case_number`, `title` (withheld if closed),
    `body`, `date`, `way` (one of `PUT_OFF_WAYS`), `words` (withheld if closed), `back_on`, `back_before` (missing
    without a later item), `days` until then, `met_since` (days on which the body has met since).
    """
    rows = without_fixtures(items_with_meeting(items, meetings))
    rows = rows.sort_values(["date", "start_time", "meeting_id", "position"], ignore_index=True)
    rows["place"] = range(len(rows))
    put_off = rows[rows["next_step"].isin(PUT_OFF_WAYS)].rename(
        columns={"next_step": "way", "next_step_words": "words"}
    )
    result = put_off.merge(_next_items(rows), on="item_id", how="left")
    result = pd.concat([_at_meetings_not_read(rows, meetings, decisions), result]).sort_values("date", kind="stable")
    result["days"] = (result["back_on"] - result["date"]).dt.days.astype("Int64")
    result["met_since"] = days_met_since(result["body"], result["date"], meetings)
    result["title"] = result["title"].mask(result["closed"], CLOSED_TITLE)
    result["words"] = result["words"].mask(result["closed"])
    columns = ["item_id", "matter_id", "case_number", "title", "body", "date", "way", "words"]
    return result[[*columns, "back_on", "back_before", "days", "met_since"]].reset_index(drop=True)


def _at_meetings_not_read(rows: pd.DataFrame, meetings: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return what was put off at meetings that were not read; it is back with the item that states so."""
    repeated = repeated_deferrals(rows, meetings, decisions)
    back = repeated.assign(back_on=repeated["date"], back_before=repeated["body"], item_id=None)
    return back.assign(date=back["deferred_on"], words=back["deferred_words"])


def _next_items(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the day and body of the next item of the same matter at another meeting, for each item."""
    days = rows[["matter_id", "item_id", "meeting_id", "date", "body", "place"]].sort_values(["matter_id", "place"])
    first = days.drop_duplicates(["matter_id", "meeting_id"]).sort_values(["matter_id", "place"])
    first[["back_on", "back_before"]] = first.groupby("matter_id")[["date", "body"]].shift(-1)
    joined = days.merge(first[["matter_id", "meeting_id", "back_on", "back_before"]], on=["matter_id", "meeting_id"])
    return joined[["item_id", "back_on", "back_before"]]


def ways_back(put_off: pd.DataFrame) -> pd.DataFrame:
    """Return one row per way: `items` put off, how many are `back`, and how many `waiting` (the body has met since)."""
    marks = put_off.assign(
        back=put_off["back_on"].notna(), waiting=put_off["back_on"].isna() & (put_off["met_since"] > 0).fillna(False)
    )
    counts = marks.groupby("way").agg(
        items=("item_id", "size"), back=("back", "sum"), waiting=("waiting", "sum"), median_days=("days", "median")
    )
    return counts.reindex([way for way in PUT_OFF_WAYS if way in counts.index]).reset_index()
