"""Closed and open items: shares with limits, published decisions, and cases that are both."""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.change_tests import run_rules
from referat.analysis.intervals import group_intervals, with_share
from referat.analysis.meeting_items import items_with_meeting, without_fixtures
from referat.analysis.membership import among


def substantive(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the items that are not fixtures, with `body`, `date`, `year` and `quarter` of their meeting.

    A closed fixture (a signature sheet, questions) says nothing about what is decided in closed meetings.
    """
    return without_fixtures(items_with_meeting(items, meetings))


def shares(items: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row per group: `closed` of `items` in `meetings`, the share closed and its Wilson 95 % interval.

    The Wilson interval assumes independent items; `by_body` adds an interval that does not.
    """
    counted = items.groupby(by, as_index=False).agg(
        closed=("closed", "sum"), items=("item_id", "size"), meetings=("meeting_id", "nunique")
    )
    return with_share(counted, "closed", "items")


def p_chart(by_quarter: pd.DataFrame) -> pd.DataFrame:
    """Return a p-chart of shares per quarter: the `centre` (share of all), its limits, and the signals of change.

    `lower_3` and `upper_3` are three standard errors, computed from the number of items in each quarter and limited to
    0 and 1 (Montgomery, *Introduction to Statistical Quality Control*, control charts for fraction nonconforming,
    variable sample size). `outside` is beyond them. `run`, `two_of_three` and `signal` are those of `run_rules`.
    """
    total = by_quarter["items"].sum()
    centre = by_quarter["closed"].sum() / total if total else np.nan
    error = np.sqrt(centre * (1 - centre) / by_quarter["items"])
    rows = by_quarter.assign(centre=centre, sigma=error)
    rows["lower_3"], rows["upper_3"] = (centre - 3 * error).clip(0, 1), (centre + 3 * error).clip(0, 1)
    rows["outside"] = (rows["share"] < rows["lower_3"]) | (rows["share"] > rows["upper_3"])
    return run_rules(rows)


def matters_closed(items: pd.DataFrame) -> pd.DataFrame:
    """Return one row: how many `matters` are `closed` (every item) or `partly` closed, and the share of both.

    The Wilson interval assumes independent matters.
    """
    rows = items.groupby("matter_id").agg(closed=("closed", "sum"), items=("closed", "size"))
    every = int((rows["closed"] == rows["items"]).sum())
    some = int((rows["closed"] > 0).sum())
    frame = pd.DataFrame([{"closed": every, "partly": some - every, "either": some, "matters": len(rows)}])
    return with_share(frame, "either", "matters")


def by_body(items: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return `shares` per body, most items first, with `cluster_low` and `cluster_high` from a bootstrap over meetings.

    The limits are missing for a body with one meeting.
    """
    rows = shares(items, ["body"]).sort_values(["items", "body"], ascending=[False, True], ignore_index=True)
    per_meeting = items.groupby(["body", "meeting_id"], as_index=False).agg(
        closed=("closed", "sum"), items=("item_id", "size")
    )
    return rows.join(group_intervals(per_meeting, "body", "closed", "items", seed).add_prefix("cluster_"), on="body")


def overall(items: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return one row for all items, with the columns of `by_body` except the body."""
    return by_body(items.assign(body="all"), seed).drop(columns="body")


def published(items: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the closed and open `items` have a published decision, and a stated outcome.

    One row per `closed` and `measure`: `decision published`, `outcome stated` (any type except `other`).
    """
    made_here = decisions.loc[~decisions["is_earlier"] & decisions["text"].notna(), ["item_id", "decision_type"]]
    texts, stated = made_here["item_id"], made_here.loc[made_here["decision_type"] != "other", "item_id"]
    measures = {"decision published": texts, "outcome stated": stated}
    flags = pd.concat(
        [items[["closed"]].assign(measure=name, hit=among(items["item_id"], ids)) for name, ids in measures.items()]
    )
    counted = flags.groupby(["closed", "measure"], as_index=False).agg(count=("hit", "sum"), n=("hit", "size"))
    return with_share(counted, "count", "n")


def discussed_open_and_closed(items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per matter that is closed at one meeting and open at another, with the days and the order.

    Columns: `matter_id`, `case_number` and `title` (of the latest open item), `closed`, `open` (meetings),
    `first_closed`, `first_open`, `order` (`closed first`, `open first`, `same day`).
    """
    rows = items[~items["standing"]].sort_values(["date", "item_id"])
    sides = {}
    for closed, part in rows.groupby("closed"):
        sides[bool(closed)] = part.groupby("matter_id").agg(
            meetings=("meeting_id", "nunique"),
            first=("date", "min"),
            title=("title", "last"),
            case_number=("case_number", "last"),
        )
    empty = pd.DataFrame({"meetings": [], "first": pd.to_datetime([]), "title": [], "case_number": []})
    joined = sides.get(True, empty).add_suffix("_closed").join(sides.get(False, empty), how="inner")
    order = np.select(
        [joined["first_closed"] < joined["first"], joined["first_closed"] > joined["first"]],
        ["closed first", "open first"],
        "same day",
    )
    names = {"meetings_closed": "closed", "meetings": "open", "first": "first_open"}
    result = joined.rename(columns=names).assign(order=order).rename_axis("matter_id").reset_index()
    columns = ["matter_id", "case_number", "title", "closed", "open", "first_closed", "first_open", "order"]
    return result[columns].sort_values(["first_closed", "matter_id"], ignore_index=True)
