"""How sure a share is: Wilson intervals, and a bootstrap over clusters where observations are not independent."""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 2000
"""Resamples in a bootstrap: its 95 % limits then move by less than a tenth of their width from seed to seed."""
BLOCK = 1_000_000
"""Clusters drawn at a time, which bounds the memory a bootstrap takes."""


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
    """Return the 95 % percentile interval of sum(counts) / sum(totals) when whole clusters are drawn again.

    Items of one meeting share its agenda, so a meeting and not an item is what chance draws. Fewer than two clusters
    say nothing about how clusters differ: both limits are then missing.
    """
    if len(counts) < 2:
        return float("nan"), float("nan")
    hits, trials = counts.to_numpy(dtype=float), totals.to_numpy(dtype=float)
    rng = np.random.default_rng(seed)
    size = max(1, min(DRAWS, BLOCK // len(hits)))
    shares = []
    for drawn in range(0, DRAWS, size):
        picked = rng.integers(0, len(hits), (min(size, DRAWS - drawn), len(hits)))
        shares.append(hits[picked].sum(axis=1) / np.maximum(trials[picked].sum(axis=1), 1))
    low, high = np.quantile(np.concatenate(shares), [0.025, 0.975])
    return float(low), float(high)


def cluster_shares(rows: pd.DataFrame, kind: str, kinds: list[str], cluster: str, total: str) -> pd.DataFrame:
    """Return one row per kind: `count` out of all rows (`total` names that column), its share and a 95 % interval.

    The limits are those of `cluster_interval` with the clusters (meetings, cases) drawn whole.
    """
    table = pd.crosstab(rows[cluster], rows[kind]).reindex(columns=kinds, fill_value=0)
    sizes = table.sum(axis=1)
    counts = table.sum()
    limits = [cluster_interval(table[name], sizes) for name in kinds]
    return pd.DataFrame(
        {
            kind: kinds,
            "count": counts.to_numpy(dtype=int),
            total: len(rows),
            "share": counts.to_numpy(dtype=float) / len(rows) if len(rows) else np.nan,
            "low": [low for low, _ in limits],
            "high": [high for _, high in limits],
        }
    )
