"""How unevenly appearances fall on matters: the Lorenz curve and the Gini coefficient."""

from __future__ import annotations

import numpy as np
import pandas as pd


def times_seen(matters: pd.DataFrame) -> pd.Series:
    """Return how many times each matter appeared, by case number."""
    return matters.groupby("case_number").size().rename("times")


def lorenz(times: pd.Series) -> pd.DataFrame:
    """Return the Lorenz curve: the share of all appearances (`appearances`) that the least seen share `cases` has."""
    if times.empty:
        return pd.DataFrame({"cases": pd.Series(dtype=float), "appearances": pd.Series(dtype=float)})
    ordered = np.sort(times.to_numpy(dtype=float))
    held = np.concatenate([[0.0], np.cumsum(ordered) / ordered.sum()])
    return pd.DataFrame({"cases": np.linspace(0, 1, len(held)), "appearances": held})


def gini(times: pd.Series) -> float:
    """Return the Gini coefficient: twice the area between the Lorenz curve and the line of equal shares; 0 is equal."""
    curve = lorenz(times)
    return float(1 - 2 * np.trapezoid(curve["appearances"], curve["cases"])) if len(curve) else float("nan")
