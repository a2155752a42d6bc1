"""The way of a matter through the bodies, and its returns.

A *route* is a run of appearances before bodies that are all different; with the first body that had the matter already
in the run, the next route begins. A *return* is any appearance before a body that has had the matter before, and what
brought it back is the latest decision in between that says so: `postponed` (or withdrawn), `referred`, `settled` (and
taken up again), or else `continued`. Two bodies of one day stand in the order in which their meetings began; where the
minutes do not say, in that of their meeting ids.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from referat.analysis.intervals import with_share
from referat.schema.decision_types import DEFERRING, REFERRING, SAYING_YES, SETTLING

ARROW = " → "
_LATER = (*DEFERRING, *REFERRING)


def with_rounds(matters: pd.DataFrame) -> pd.DataFrame:
    """Add `visit` (how often the body has had it by then), `round` (which route, from 1), `stage` (place in it)."""
    rows = matters.sort_values("case_number", kind="stable", ignore_index=True)
    rows["visit"] = rows.groupby(["case_number", "body"]).cumcount() + 1
    rows["round"] = _rounds(rows) + 1
    rows["stage"] = rows.groupby(["case_number", "round"]).cumcount() + 1
    return rows


def _previous(rows: pd.DataFrame) -> pd.Series:
    """Return for each row the place of the row in which the same body had the same matter last, or -1."""
    place = pd.Series(np.arange(len(rows)), index=rows.index)
    return place.groupby([rows["case_number"], rows["body"]]).shift(fill_value=-1)


def _rounds(rows: pd.DataFrame) -> np.ndarray:
    """Return for each row which route of its matter it belongs to, from 0.

    Where a route begins depends on where the one before began, so the routes are opened one after the other, but for
    all matters at once; matters with no further route drop out.
    """
    case = pd.factorize(rows["case_number"])[0]
    before = _previous(rows).to_numpy()
    rounds = np.zeros(len(rows), dtype=int)
    start = np.full(case.max(initial=-1) + 1, 0)
    open_rows = np.arange(len(rows))
    while len(again := open_rows[(before[open_rows] >= start[case[open_rows]]) & (before[open_rows] >= 0)]):
        cases, first = np.unique(case[again], return_index=True)
        start[:] = len(rows)
        start[cases] = again[first]
        open_rows = open_rows[open_rows >= start[case[open_rows]]]
        rounds[open_rows] += 1
    return rounds


def routes(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per route: case, `round`, `path`, `stages`, `first`, `last`, `days`, `ended_in`, `ended_as`.

    The path names the bodies in order; `ended_as` is the last body's decision type, missing where none is recorded.
    """
    rows = with_rounds(matters)
    keys = ["case_number", "round"]
    result = rows[rows["stage"] == 1].rename(columns={"body": "path", "date": "first"})[[*keys, "path", "first"]]
    for stage in range(2, int(rows["stage"].max() if len(rows) else 0) + 1):
        bodies = rows.loc[rows["stage"] == stage, [*keys, "body"]]
        result = result.merge(bodies, on=keys, how="left")
        result["path"] += (ARROW + result.pop("body")).fillna("")
    ends = rows.drop_duplicates(keys, keep="last")[[*keys, "stage", "date", "body", "decision_type"]]
    names = {"stage": "stages", "date": "last", "body": "ended_in", "decision_type": "ended_as"}
    result = result.merge(ends.rename(columns=names), on=keys)
    return result.assign(days=(result["last"] - result["first"]).dt.days)


def paths(routes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per path of two bodies or more: how many `routes` took it, and the quartiles of their days."""
    grouped = routes[routes["stages"] > 1].groupby("path")["days"]
    quartiles = grouped.quantile(np.array([0.25, 0.5, 0.75])).unstack()
    quartiles = quartiles.reindex(columns=[0.25, 0.5, 0.75]).set_axis(["low_days", "median_days", "high_days"], axis=1)
    counted = grouped.size().rename("routes").to_frame().join(quartiles).reset_index()
    return counted.sort_values(["routes", "path"], ascending=[False, True], ignore_index=True)


def steps(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per step of a route from a body to the next: days, both decision types and the `verdict`.

    The verdict is `followed` where both bodies said yes or both said no, `reversed` where one did and not the other,
    `put off` where the next body put the matter off or sent it elsewhere, and missing where either says neither.
    """
    rows = with_rounds(matters)
    onward = rows.groupby(["case_number", "round"])[["body", "date", "decision_type"]].shift(-1).add_suffix("_next")
    joined = rows[["case_number", "round", "stage", "body", "date", "decision_type"]].join(onward)
    found = joined[joined["body_next"].notna()].reset_index(drop=True)
    return found.assign(
        days=(found["date_next"] - found["date"]).dt.days,
        verdict=_verdicts(found["decision_type"], found["decision_type_next"]),
    )


def _verdicts(first: pd.Series, then: pd.Series) -> pd.Series:
    """Compare a body's decision with the next body's."""
    yes, no = (first.isin(SAYING_YES), then.isin(SAYING_YES)), (first == "rejected", then == "rejected")
    verdict = pd.Series(pd.NA, index=first.index, dtype="str")
    verdict[(yes[0] & yes[1]) | (no[0] & no[1])] = "followed"
    verdict[(yes[0] & no[1]) | (no[0] & yes[1])] = "reversed"
    return verdict.mask(then.isin(_LATER), "put off")


def verdict_shares(steps: pd.DataFrame) -> pd.DataFrame:
    """Return one row per verdict: `count` of the `steps` on which both bodies said a word, with the Wilson interval."""
    verdicts = ("followed", "reversed", "put off")
    counts = steps["verdict"].value_counts().reindex(list(verdicts), fill_value=0)
    rows = pd.DataFrame({"verdict": list(verdicts), "count": counts.to_numpy(), "steps": int(counts.sum())})
    return with_share(rows, "count", "steps")


def returns(matters: pd.DataFrame) -> pd.DataFrame:
    """Return one row per return: case, body, date, the `previous` date there, `days`, `between`, `brought_back_by`.

    `between` counts the appearances before other bodies since then.
    """
    rows = with_rounds(matters)
    previous = _previous(rows).to_numpy()
    again = np.flatnonzero(previous >= 0)
    earlier = previous[again]
    telling = rows["decision_type"].isin([*_LATER, *SETTLING]).to_numpy()
    latest = np.maximum.accumulate(np.where(telling, np.arange(len(rows)), -1))
    told = latest[again - 1]
    cause = rows["decision_type"].where(rows["decision_type"].isin(_LATER), "settled").replace("withdrawn", "postponed")
    result = rows.loc[again, ["case_number", "title", "body", "date", "visit", "decision_type"]].reset_index(drop=True)
    result["previous"] = rows["date"].to_numpy()[earlier]
    result["previous_type"] = rows["decision_type"].to_numpy()[earlier]
    result["days"] = (result["date"] - result["previous"]).dt.days
    result["between"] = again - earlier - 1
    by_decision = cause.to_numpy()[np.maximum(told, 0)]
    return result.assign(brought_back_by=pd.Series(by_decision, dtype="str").where(told >= earlier, "continued"))


def longest(returns: pd.DataFrame) -> pd.DataFrame:
    """Return the returns after the longest time first, with what had been decided there before and is decided now."""
    columns = ["case_number", "title", "body", "previous", "previous_type", "date", "decision_type", "days"]
    ordered = returns.sort_values(["days", "case_number"], ascending=[False, True], ignore_index=True)
    return ordered[[*columns, "brought_back_by"]]
