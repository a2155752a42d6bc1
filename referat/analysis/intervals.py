"""Uncertainty of shares: Wilson intervals, and a bootstrap over clusters if observations are not independent."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 20
"""Fewest observations for a share, a rate or a duration; one of 20 moves a share by five points."""
DRAWS = 2000
"""Resamples in a bootstrap: its 95 % limits then move by less than a tenth of their width from seed to seed."""
BLOCK = 100_000
"""Clusters drawn at a time: so many fit in a processor's cache, which makes a bootstrap several times faster."""


def with_share(frame: pd.DataFrame, count: str, n: str) -> pd.DataFrame:
    """Add `share`, `low` and `high`: count over n with its Wilson 95 % interval, missing where n is 0."""
    from statsmodels.stats.proportion import proportion_confint  # takes longer to import than most reports to compute

    counts = frame[count].to_numpy(dtype=float)
    totals = frame[n].to_numpy(dtype=float)
    known = totals > 0
    share, low, high = (np.full(len(frame), np.nan) for _ in range(3))
    share[known] = counts[known] / totals[known]
    low[known], high[known] = proportion_confint(counts[known], totals[known], alpha=0.05, method="wilson")
    return frame.assign(share=share, low=low, high=high)


def cluster_interval(counts: pd.Series, totals: pd.Series, seed: int = 1) -> tuple[float, float]:
    """Return the 95 % percentile interval of sum(counts) / sum(totals) from a bootstrap over whole clusters.

    Items of one meeting depend on each other, so clusters are meetings, not items. Both limits are missing for fewer
    than two clusters.
    """
    if len(counts) < 2:
        return float("nan"), float("nan")
    table = np.column_stack([counts.to_numpy(dtype=float), totals.to_numpy(dtype=float)])
    low, high = _share_limits(table, seed)
    return float(low[0]), float(high[0])


def _share_limits(table: np.ndarray, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits of each column's share of the last column, from a table with a row per cluster."""
    rng = np.random.default_rng(seed)
    clusters = len(table)
    size = max(1, min(DRAWS, BLOCK // clusters))
    shares = []
    for drawn in range(0, DRAWS, size):
        draws = min(size, DRAWS - drawn)
        picked = rng.integers(0, clusters, (draws, clusters)) + clusters * np.arange(draws)[:, None]
        times = np.bincount(picked.ravel(), minlength=draws * clusters).reshape(draws, clusters)
        sums = times @ table
        shares.append(sums[:, :-1] / np.maximum(sums[:, -1:], 1))
    low, high = np.quantile(np.concatenate(shares), [0.025, 0.975], axis=0)
    return low, high


def group_intervals(clusters: pd.DataFrame, group: str, count: str, total: str, seed: int = 1) -> pd.DataFrame:
    """Return `low` and `high` of `cluster_interval` per group, from one row per group and cluster."""
    limits = {name: cluster_interval(rows[count], rows[total], seed) for name, rows in clusters.groupby(group)}
    return pd.DataFrame(limits.values(), index=list(limits), columns=["low", "high"], dtype=float)


def cluster_shares(rows: pd.DataFrame, kind: str, kinds: list[str], cluster: str, total: str) -> pd.DataFrame:
    """Return one row per kind: `count` out of all rows (`total` names that column), its share and a 95 % interval.

    The limits are those of `cluster_interval` over whole clusters (meetings, cases). For none or all of the rows they
    are Wilson's, because the bootstrap has no spread there. They are missing for a single cluster.
    """
    table = pd.crosstab(rows[cluster], rows[kind]).reindex(columns=kinds, fill_value=0)
    counts = table.sum().to_numpy(dtype=int)
    result = with_share(pd.DataFrame({kind: kinds, "count": counts, total: len(rows)}), "count", total)
    low = high = np.full(len(kinds), np.nan)
    if len(table) > 1:
        low, high = _share_limits(np.column_stack([table, table.sum(axis=1)]).astype(float))
    is_some = (counts > 0) & (counts < len(rows)) | (len(table) < 2)
    return result.assign(low=result["low"].mask(is_some, low), high=result["high"].mask(is_some, high))
