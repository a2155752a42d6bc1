"""Whether shares differ by more than chance: permutation tests over whole meetings, and run rules.

Items of one meeting depend on each other, so the tests permute meetings, not items.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 1999
"""Number of permutations; the smallest possible p-value is then 1 in 2,000."""
FEWEST_DRAWS = 199
"""Fewest permutations of a large corpus; the smallest possible p-value is then 1 in 200."""
CELLS = 10_000_000
"""Cells permuted in all, which bounds the time: a large corpus gets fewer permutations, not a longer wait."""
BATCH = 200_000
"""Cells permuted at a time: so many fit in a processor's cache."""
SIGNIFICANT = 0.05
RUN = 8
"""Points in a row on one side of the centre that signal a change (NHS England, *Making Data Count*: 7 or more)."""


def change_over_periods(rows: pd.DataFrame, period: str = "quarter", hits: str = "closed", seed: int = 1) -> float:
    """Return the p-value of a test that a share is the same in all periods.

    Whole meetings are permuted between periods within each body, so that neither the mix of bodies nor one long agenda
    looks like a change. The statistic is the sum, over periods, of the squared difference between the hits and those
    expected from each body's share. It is missing if there are fewer than two periods, no hits, or only hits.

    Parameters
    ----------
    rows
        One row per item with `meeting_id`, `body`, the period and the hits (bool).
    period, hits
        The names of these columns.
    seed
        The seed of the permutations.
    """
    table = _per_meeting(rows, ["body", period], hits)
    return _permuted(table, table["body"], table[period], table["body"], seed)


def difference_between(rows: pd.DataFrame, group: str = "body", hits: str = "closed", seed: int = 1) -> float:
    """Return the p-value of a test that a share is the same in all groups, by permuting whole meetings."""
    table = _per_meeting(rows, [group], hits)
    everyone = pd.Series(0, index=table.index)
    return _permuted(table, everyone, table[group], everyone, seed)


def difference_between_persons(grid: pd.DataFrame, seed: int = 1) -> float:
    """Return the p-value of a test that all persons of a body attend equally often.

    Absences are permuted among the persons expected at each meeting (as in Cochran's Q, with meetings as blocks), so
    that a poorly attended meeting does not count against those who were expected at few.
    """
    rows = grid[grid["state"] != "unknown"].reset_index(drop=True)
    table = pd.DataFrame({"hits": (rows["state"] == "present").astype(float), "total": 1.0})
    return _permuted(table, rows["meeting_id"], rows["person"], rows["meeting_id"], seed)


def _per_meeting(rows: pd.DataFrame, by: list[str], hits: str) -> pd.DataFrame:
    grouped = rows.groupby(["meeting_id", *by], as_index=False)
    return grouped.agg(hits=(hits, "sum"), total=(hits, "size"))


def _permuted(table: pd.DataFrame, block: pd.Series, group: pd.Series, expected_by: pd.Series, seed: int) -> float:
    """Return the p-value for the homogeneity of `hits` of `total` over groups; rows are permuted within blocks."""
    groups, blocks = pd.factorize(group)[0], pd.factorize(block)[0]
    hits, total = table["hits"].to_numpy(float), table["total"].to_numpy(float)
    if len(np.unique(groups)) < 2 or not 0 < hits.sum() < total.sum():
        return float("nan")
    share = table.groupby(pd.factorize(expected_by)[0])[["hits", "total"]].transform("sum")
    expected = total * (share["hits"] / share["total"]).to_numpy(float)
    spread = expected * (1 - expected / np.maximum(total, 1))
    order = np.argsort(blocks, kind="stable")
    distance, spread = (hits - expected)[order], spread[order]
    observed = _statistics(distance[None], spread[None], groups[order])[0]
    rng = np.random.default_rng(seed)
    draws = int(np.clip(CELLS // max(len(table), 1), FEWEST_DRAWS, DRAWS))
    size = max(1, BATCH // len(table))
    as_far = 0
    for begun in range(0, draws, size):
        keys = blocks[order] + rng.random((min(size, draws - begun), len(table)))
        permuted = np.argsort(keys, axis=1)
        as_far += int((_statistics(distance[permuted], spread[permuted], groups[order]) >= observed - 1e-9).sum())
    return (1 + as_far) / (1 + draws)


def _statistics(distance: np.ndarray, spread: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the statistic of each permutation, from distances and spreads by permutation and row."""
    permutations, count = len(distance), int(groups.max()) + 1
    places = (groups + count * np.arange(permutations)[:, None]).ravel()
    distances, spreads = (
        np.bincount(places, values.ravel(), permutations * count).reshape(permutations, count)
        for values in (distance, spread)
    )
    terms = np.divide(distances**2, spreads, out=np.zeros_like(distances), where=spreads > 0)
    result: np.ndarray = terms.sum(axis=1)
    return result


def adjusted(p_values: pd.Series) -> pd.Series:
    """Return p-values adjusted for multiple testing by Holm's method; missing ones are ignored and remain missing."""
    ascending = p_values.astype("float64").dropna().sort_values(kind="stable")
    at_most = ascending * np.arange(len(ascending), 0, -1)  # as many tests as have not been rejected before
    return at_most.cummax().clip(upper=1).reindex(p_values.index)


def run_rules(chart: pd.DataFrame) -> pd.DataFrame:
    """Add the signals of change to a p-chart: `run` (8 on one side) and `two_of_three` (beyond 2 sigma).

    `signal` is the first of `outside` and these that applies, or missing.
    """
    distance = chart["share"] - chart["centre"]
    sigma = (chart["upper_3"] - chart["centre"]) / 3
    side = pd.Series(np.sign(distance.to_numpy(float).round(12)), index=chart.index)
    length = side.groupby((side != side.shift()).cumsum()).transform("size")
    run = (length >= RUN) & (side != 0)
    far = side.where(distance.abs() > 2 * sigma, 0)
    pairs = pd.DataFrame({place: far.shift(place, fill_value=0) for place in (-2, -1, 0, 1, 2)})
    two = pd.Series(False, index=chart.index)
    for window in ([-2, -1, 0], [-1, 0, 1], [0, 1, 2]):
        for sign in (-1, 1):
            two |= (far == sign) & ((pairs[window] == sign).sum(axis=1) >= 2)
    signal = pd.Series(pd.NA, index=chart.index, dtype="str").mask(two, "two_of_three").mask(run, "run")
    return chart.assign(run=run, two_of_three=two, signal=signal.mask(chart["outside"], "outside"))
