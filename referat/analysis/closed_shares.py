"""Closed against open items: shares with limits, what is published of them, and cases that are both."""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.intervals import cluster_interval, with_share
from referat.analysis.membership import among


def placed(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the items with `body`, `date`, `year` and `quarter` (its first day) of their meeting."""
    rows = items.merge(meetings[["meeting_id", "body", "date"]], on="meeting_id")
    quarter = rows["date"].dt.to_period("Q").dt.start_time.astype("datetime64[us]")
    return rows.assign(year=rows["date"].dt.year.astype("Int64"), quarter=quarter)


def shares(placed: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row per group: `closed` of `items` in `meetings`, the share closed and its Wilson 95 % interval.

    The Wilson interval takes items for independent; `by_body` adds one that does not.
    """
    counted = placed.groupby(by, as_index=False).agg(
        closed=("closed", "sum"), items=("item_id", "size"), meetings=("meeting_id", "nunique")
    )
    return with_share(counted, "closed", "items")


def p_chart(by_quarter: pd.DataFrame) -> pd.DataFrame:
    """Add to shares per quarter the `centre` (share of all), the limits `lower`, `upper` and `outside` of a p-chart.

    The limits are three standard errors of a share of that quarter's own number of items (Montgomery, *Introduction to
    Statistical Quality Control*, control charts for fraction nonconforming, variable sample size), within 0 and 1.
    """
    total = by_quarter["items"].sum()
    centre = by_quarter["closed"].sum() / total if total else np.nan
    error = np.sqrt(centre * (1 - centre) / by_quarter["items"])
    rows = by_quarter.assign(
        centre=centre, lower=(centre - 3 * error).clip(0, 1), upper=(centre + 3 * error).clip(0, 1)
    )
    return rows.assign(outside=(rows["share"] < rows["lower"]) | (rows["share"] > rows["upper"]))


def by_body(placed: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return `shares` per body, most items first, with `cluster_low` and `cluster_high`: meetings drawn whole.

    These limits of the bootstrap are missing for a body of a single meeting.
    """
    rows = shares(placed, ["body"]).sort_values(["items", "body"], ascending=[False, True], ignore_index=True)
    per_meeting = placed.groupby(["body", "meeting_id"], as_index=False).agg(
        closed=("closed", "sum"), items=("item_id", "size")
    )
    clusters = dict(tuple(per_meeting.groupby("body")))
    limits = [cluster_interval(clusters[body]["closed"], clusters[body]["items"], seed) for body in rows["body"]]
    return rows.assign(cluster_low=[low for low, _ in limits], cluster_high=[high for _, high in limits])


def overall(placed: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return one row for all items together, with the same columns as `by_body` has besides the body."""
    return by_body(placed.assign(body="all"), seed).drop(columns="body")


def published(items: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return how many closed and open items have a decision of their own in the minutes, and one that says what it was.

    One row per `closed` and `measure`: `decision published`, `outcome stated` (of a type other than `other`).
    """
    own = decisions.loc[~decisions["is_earlier"] & decisions["text"].notna(), ["item_id", "decision_type"]]
    texts, stated = own["item_id"], own.loc[own["decision_type"] != "other", "item_id"]
    measures = {"decision published": texts, "outcome stated": stated}
    flags = pd.concat(
        [items[["closed"]].assign(measure=name, hit=among(items["item_id"], ids)) for name, ids in measures.items()]
    )
    counted = flags.groupby(["closed", "measure"], as_index=False).agg(count=("hit", "sum"), n=("hit", "size"))
    return with_share(counted, "count", "n")


def both_ways(placed: pd.DataFrame) -> pd.DataFrame:
    """Return one row per case number that is closed at one meeting and open at another, with the days and the order.

    Fixtures of the agenda are left out. Columns: `case_number`, `title` (of the latest open item), `closed`, `open`
    (meetings), `first_closed`, `first_open`, `order` (`closed first`, `open first`, `same day`).
    """
    rows = placed[placed["case_number"].notna() & ~placed["standing"]].sort_values(["date", "item_id"])
    sides = {}
    for closed, part in rows.groupby("closed"):
        sides[bool(closed)] = part.groupby("case_number").agg(
            meetings=("meeting_id", "nunique"), first=("date", "min"), title=("title", "last")
        )
    empty = pd.DataFrame({"meetings": [], "first": pd.to_datetime([]), "title": []})
    joined = sides.get(True, empty).add_suffix("_closed").join(sides.get(False, empty), how="inner")
    order = np.select(
        [joined["first_closed"] < joined["first"], joined["first_closed"] > joined["first"]],
        ["closed first", "open first"],
        "same day",
    )
    names = {"meetings_closed": "closed", "meetings": "open", "first": "first_open"}
    result = joined.rename(columns=names).assign(order=order).rename_axis("case_number").reset_index()
    columns = ["case_number", "title", "closed", "open", "first_closed", "first_open", "order"]
    return result[columns].sort_values(["first_closed", "case_number"], ignore_index=True)
