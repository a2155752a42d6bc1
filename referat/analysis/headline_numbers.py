"""The headline numbers of the management report: the latest twelve months, the year before, and by quarter."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from referat.analysis.change_tests import adjusted
from referat.analysis.intervals import cluster_interval
from referat.analysis.year_comparison import Years, count_p_value, share_p_value

SHARES = ("closed", "put_off", "attended")
"""Measures that are a share of rows; `owed` and `came_back` are counts of matters."""


def share_rows(items: pd.DataFrame, put_off: pd.DataFrame, attended: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each of `SHARES` with `meeting_id`, `body`, `date` and `hit` (bool).

    Parameters
    ----------
    items
        As `closed_shares.substantive` returns them.
    put_off
        As `put_off_items.put_off_items` returns them.
    attended
        As `attendance_rates.known_attendance` returns them.
    """
    columns = ["meeting_id", "body", "date", "hit"]
    return {
        "closed": items.assign(hit=items["closed"])[columns],
        "put_off": items.assign(hit=items["item_id"].isin(put_off["item_id"]))[columns],
        "attended": attended.assign(hit=attended["present"])[columns],
    }


def headline_numbers(
    owed: pd.DataFrame, returns: pd.DataFrame, shares: Mapping[str, pd.DataFrame], years: Years
) -> pd.DataFrame:
    """Return one row per measure: `hits` out of `of` in the latest year, `hits_before` out of `of_before`, `p_value`.

    `low` and `high`, `low_before` and `high_before` are the limits of the shares, over whole meetings. `of` is missing
    for counts, and all values of the year before if the two cannot be compared. For `owed` the year before counts the
    matters of today that were owed then; matters that have been settled since are not in the tables. The p-values are
    those of `year_comparison`, adjusted by Holm's method.
    """
    near = owed[~owed["near_end"]]
    year_ago = near["since"] <= years.last - pd.DateOffset(years=1)
    owed_then = pd.NA if years.reason and not year_ago.any() else int(year_ago.sum())
    rows: list[tuple[object, ...]] = [("owed", len(near), pd.NA, owed_then, pd.NA, _NONE)]
    counts = [returns.loc[year(returns["date"]), "matter_id"].nunique() for year in (years.latest, years.before)]
    p_value = count_p_value(counts[0], counts[1], years)
    rows.append(("came_back", counts[0], pd.NA, pd.NA if years.reason else counts[1], pd.NA, p_value))
    rows += [(key, *_two_shares(shares[key], years)) for key in SHARES]
    counts_of = ["hits", "of", "hits_before", "of_before"]
    limits = ["low", "high", "low_before", "high_before"]
    table = pd.DataFrame(
        [(*row, *[_NONE] * (10 - len(row))) for row in rows], columns=["measure", *counts_of, "p_value", *limits]
    )
    return table.astype(dict.fromkeys(counts_of, "Int64")).assign(p_value=adjusted(table["p_value"]))


_NONE = float("nan")


def _two_shares(rows: pd.DataFrame, years: Years) -> tuple[object, ...]:
    latest, before = rows[years.latest(rows["date"])], rows[years.before(rows["date"])]
    now = (int(latest["hit"].sum()), len(latest))
    if years.reason or before.empty:
        return (*now, pd.NA, pd.NA, _NONE, *_limits(latest))
    p_value = share_p_value(rows, years)
    return (*now, int(before["hit"].sum()), len(before), p_value, *_limits(latest), *_limits(before))


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    meetings = rows.groupby("meeting_id")["hit"].agg(["sum", "size"])
    return cluster_interval(meetings["sum"], meetings["size"])


def headline_quarters(owed: pd.DataFrame, returns: pd.DataFrame, shares: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per measure and quarter (its first day): `hits` out of `of` (missing for counts).

    What is owed counts in the quarter in which it was announced.
    """
    near = owed[~owed["near_end"]]
    counts = [_by_quarter("owed", near.assign(date=near["since"], hit=True), counted=True)]
    counts.append(_by_quarter("came_back", returns.assign(hit=True), counted=True))
    return pd.concat([*counts, *(_by_quarter(key, rows) for key, rows in shares.items())], ignore_index=True)


def _by_quarter(measure: str, rows: pd.DataFrame, *, counted: bool = False) -> pd.DataFrame:
    quarter = rows["date"].dt.to_period("Q").dt.start_time.rename("quarter")
    table = rows.groupby(quarter)["hit"].agg(hits="sum", of="size").reset_index().astype({"hits": "Int64"})
    of = table["of"].astype("Int64")
    return table.assign(measure=measure, of=of.mask(pd.Series(counted, index=table.index)))
