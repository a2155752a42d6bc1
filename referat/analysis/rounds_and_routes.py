"""Rounds of matters through the bodies: their duration, their path, and the announced path.

A round runs from the first body to the last body of the announced route or, without a route, to the last body that was
seen. Rounds of one body take no time and are left out of durations.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.body_terms import held, last_days, named_as_met
from referat.analysis.intervals import FEWEST, group_intervals
from referat.analysis.meeting_items import CLOSED_TITLE, items_with_meeting, without_fixtures
from referat.analysis.membership import looked_up

ARROW = " → "


ROUND_DAYS = 60
"""Most days between the first body of a round and the next one."""


def rounds(appearances: pd.DataFrame, announced_route: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per round of a matter.

    Columns: `matter_id`, `case_number`, `title` (withheld if closed), `round`, `first_body`, `path` (bodies in order),
    `announced` (the announced path, missing if there is none), `bodies` (their number), `last_body` (the last announced
    one, else the last seen), `first`, `last`, `decision_type` (of the last appearance), `complete` (the last body has
    had it, and the round does not begin before the minutes), `days` (to that day; if the last body has not had it, to
    that body's latest meeting, or to the end of the minutes).
    """
    rows = appearances.dropna(subset="round").sort_values(["matter_id", "round", "date"], kind="stable")
    keys = ["matter_id", "round"]
    visits = rows.drop_duplicates([*keys, "body"])
    result = rows.groupby(keys, sort=False).agg(
        municipality=("municipality", "first"),
        case_number=("case_number", "last"),
        title=("title", "last"),
        closed=("closed", "any"),
        first_body=("body", "first"),
        seen_last=("body", "last"),
        first=("date", "min"),
        last=("date", "max"),
        decision_type=("decision_type", "last"),
    )
    result["bodies"] = visits.groupby(keys).size()
    result["path"] = _paths(visits, keys)
    result = result.reset_index().merge(_announced_paths(rows, announced_route, meetings), on=keys, how="left")
    result["title"] = result["title"].mask(result["closed"], CLOSED_TITLE)
    return _with_days(result, rows, meetings)


def _paths(visits: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return the bodies of each group joined in order."""
    if visits.empty:
        return pd.Series(index=pd.MultiIndex.from_frame(visits[keys]), dtype="str")
    return visits.groupby(keys, sort=False)["body"].agg(ARROW.join).astype("str")


def _announced_paths(rows: pd.DataFrame, announced_route: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return `announced`, `first_announced` and `last_announced` of rounds, from the first item that names a route."""
    keys = ["matter_id", "round"]
    named = announced_route.merge(rows[[*keys, "item_id", "municipality"]], on="item_id").sort_values(
        [*keys, "item_id", "position"], kind="stable"
    )
    named["body"] = named_as_met(named["municipality"], named["body"], meetings).fillna(named["body"])
    named = named[named["item_id"] == named.groupby(keys)["item_id"].transform("first")]
    named = named.drop_duplicates([*keys, "body"])
    first = named.drop_duplicates(keys)[[*keys, "body"]].rename(columns={"body": "first_announced"})
    last = named.drop_duplicates(keys, keep="last")[[*keys, "body"]].rename(columns={"body": "last_announced"})
    return first.merge(last, on=keys).merge(_paths(named, keys).rename("announced").reset_index(), on=keys, how="left")


def _with_days(result: pd.DataFrame, rows: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Add `last_body`, `complete` and `days`."""
    result["last_body"] = result["last_announced"].fillna(result["seen_last"])
    visits = rows[["matter_id", "round", "body", "date"]].drop_duplicates(["matter_id", "round", "body"], keep="last")
    ends = result[["matter_id", "round", "last_body"]].merge(
        visits, left_on=["matter_id", "round", "last_body"], right_on=["matter_id", "round", "body"], how="left"
    )
    ended_on = ends["date"].set_axis(result.index)
    observed = (
        looked_up(result["last_body"], last_days(meetings)).fillna(held_until(meetings)).clip(lower=result["last"])
    )
    result["complete"] = ended_on.notna() & ~_begun_before(result, meetings)
    end = ended_on.fillna(observed)
    result["days"] = (end - result["first"]).dt.days.astype("Int64")
    columns = ["matter_id", "case_number", "title", "round", "first_body", "path", "announced", "bodies", "last_body"]
    return result[[*columns, "first", "last", "decision_type", "complete", "days"]]


def _begun_before(result: pd.DataFrame, meetings: pd.DataFrame) -> pd.Series:
    """Return which rounds may have begun before the minutes: first seen late on their route, near its first day."""
    first_days = held(meetings).groupby("body")["date"].min()
    begins = looked_up(result["first_announced"], first_days)
    is_near = result["first"] < begins + pd.Timedelta(days=ROUND_DAYS)
    return is_near & (result["first_announced"] != result["first_body"])


def held_until(meetings: pd.DataFrame) -> pd.Timestamp:
    """Return the last day on which any body met."""
    last: pd.Timestamp = last_days(meetings).max()
    return last


def throughput(rounds: pd.DataFrame) -> pd.DataFrame:
    """Return one row per first body: complete `rounds` through several bodies, quartiles of days, `slow` rounds.

    A round is slow if it took longer than the upper quartile of that body plus one and a half times the interquartile
    range (Tukey's fence); `slow_rounds` lists them. Below 20 rounds none is called slow.
    """
    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    quartiles = _quartiles(rows, ["first_body"])
    slow = slow_rounds(rounds).groupby("first_body").size()
    quartiles["slow"] = quartiles["first_body"].map(slow).fillna(0).astype(int)
    return quartiles.sort_values(["median_days", "first_body"], ascending=[False, True], ignore_index=True)


def first_bodies_differ(rounds: pd.DataFrame) -> float:
    """Return the p-value of a test that rounds take equally long whatever their first body (Kruskal-Wallis).

    Only first bodies with at least 20 complete rounds through several bodies are compared; the result is missing if
    there are fewer than two.
    """
    from scipy.stats import kruskal  # type: ignore[import-untyped]

    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    groups = [days.to_numpy(float) for _, days in rows.groupby("first_body")["days"] if len(days) >= FEWEST]
    if len(groups) < 2 or len({value for days in groups for value in days}) < 2:
        return float("nan")
    return float(kruskal(*groups).pvalue)


def _quartiles(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    grouped = rows.assign(days=rows["days"].astype(float)).groupby(by)["days"]
    quartiles = grouped.quantile(np.array([0.25, 0.5, 0.75])).unstack().reindex(columns=[0.25, 0.5, 0.75])
    quartiles.columns = ["low_days", "median_days", "high_days"]
    return grouped.size().rename("rounds").to_frame().join(quartiles).reset_index()


def slow_rounds(rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the complete rounds that are slow for their first body, slowest first; see `throughput`."""
    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    grouped = rows["days"].astype(float).groupby(rows["first_body"])
    low, high = grouped.transform(lambda days: days.quantile(0.25)), grouped.transform(lambda days: days.quantile(0.75))
    slow = (rows["days"].astype(float) > high + 1.5 * (high - low)) & (grouped.transform("size") >= FEWEST)
    columns = ["case_number", "title", "first_body", "path", "first", "last", "days"]
    result = rows.loc[slow, columns]
    return result.sort_values(["days", "case_number"], ascending=[False, True], ignore_index=True)


def paths(rounds: pd.DataFrame) -> pd.DataFrame:
    """Return one row per path of two bodies or more: its number of complete `rounds`, and quartiles of days."""
    rows = rounds[rounds["complete"] & (rounds["bodies"] > 1)]
    return _quartiles(rows, ["path"]).sort_values(["rounds", "path"], ascending=[False, True], ignore_index=True)


def announced_and_taken(rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the complete rounds with an announced path of two bodies or more, and their `outcome`.

    An outcome is `as announced`, `skipped`, `added` or `other order`. `skipped` lists announced bodies with minutes
    that did not have the matter; `added` lists bodies that had it without being announced. A body without minutes is
    not counted as skipped.
    """
    several = rounds["announced"].str.contains(ARROW, regex=False).fillna(False).astype(bool)
    rows = rounds[rounds["complete"] & several].reset_index(drop=True)
    read = set(rounds["first_body"]) | set(rounds["last_body"][rounds["complete"]])
    read |= {body for path in rounds["path"].unique() for body in path.split(ARROW)}
    pairs = rows[["path", "announced"]].drop_duplicates()
    compared = pd.DataFrame(
        [_compare(path, plan, read) for path, plan in zip(pairs["path"], pairs["announced"], strict=True)],
        columns=["path", "announced", "outcome", "skipped", "added"],
        dtype="str",
    )
    columns = ["matter_id", "case_number", "title", "round", "path", "announced", "first", "last"]
    return rows[columns].merge(compared, on=["path", "announced"])


def _compare(path: str, announced: str, read: set[str]) -> tuple[str, str, str, str | None, str | None]:
    """Compare the path taken with the announced one; each distinct pair of paths is compared once."""
    had, planned = path.split(ARROW), [body for body in announced.split(ARROW) if body in read]
    skipped = [body for body in planned if body not in had]
    added = [body for body in had if body not in planned]
    if skipped:
        outcome = "skipped"
    elif added:
        outcome = "added"
    else:
        outcome = "as announced" if had == planned else "other order"
    return path, announced, outcome, ", ".join(skipped) or None, ", ".join(added) or None


def returning_items(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return the items that are not fixtures with `came_back` and `stage`: why the matter is before this body again."""
    rows = without_fixtures(items_with_meeting(items, meetings))
    return rows.assign(came_back=rows["return_kind"] == "reconsidered", stage=rows["return_kind"] == "stage")


def returning_shares(returning_items: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body: `items`, the number that `came_back` or came for a `stage`, and their shares.

    The intervals are over whole meetings. The largest share comes first.
    """
    rows = returning_items.assign(again=returning_items["came_back"] | returning_items["stage"])
    per_meeting = rows.groupby(["body", "meeting_id"], as_index=False).agg(
        items=("item_id", "size"), came_back=("came_back", "sum"), stage=("stage", "sum"), again=("again", "sum")
    )
    result = per_meeting.groupby("body", as_index=False)[["items", "came_back", "stage", "again"]].sum()
    result["share"] = result.pop("again") / result["items"]
    result = result.join(group_intervals(per_meeting, "body", "again", "items"), on="body")
    return result.sort_values(["share", "body"], ascending=[False, True], ignore_index=True)
