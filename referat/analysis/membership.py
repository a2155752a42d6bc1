"""Membership and lookup in columns, faster than in pandas for millions of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def among(values: pd.Series, others: pd.Series) -> pd.Series:
    """Return whether each text is one of `others`; missing texts are not.

    The same as `Series.isin`, which compares texts one by one and takes twelve times as long for a million ids.
    """
    codes = pd.factorize(pd.concat([values, others], ignore_index=True))[0]
    value_codes, other = codes[: len(values)], codes[len(values) :]
    return pd.Series(np.isin(value_codes, other[other >= 0]), index=values.index)


def has_label(joined: pd.Series, label: str) -> pd.Series:
    """Return whether each cell has the label among its labels, joined by `|`; each distinct cell is checked once."""
    codes, combinations = pd.factorize(joined)
    is_member = np.array([*(label in labels.split("|") for labels in combinations), False])
    return pd.Series(is_member[codes], index=joined.index)


def mapped(names: pd.Series, meanings: Mapping[str, Any], dtype: str = "str") -> pd.Series:
    """Return the value of each name, missing for names without one.

    The same as `Series.map`, which takes six times as long if many rows share few names.
    """
    codes, known = pd.factorize(names)
    values = pd.Series([*map(meanings.get, known), None], dtype=dtype)
    return values.take(codes).set_axis(names.index)


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return the value of each key from values indexed by keys, missing for unknown keys.

    The same as `Series.map`, which loses the type of the values if there are no rows.
    """
    return values.reindex(keys.to_numpy()).set_axis(keys.index)
