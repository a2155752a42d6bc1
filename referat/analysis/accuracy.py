"""Accuracy of the reader: three kinds of counts, kept apart. A report quotes only the third.

`written_on`: minutes that were used to write the rules. The tests hold these counts constant; they say little about
other minutes. `held_back_once`: minutes that were first read by rules written on others, and corrected since.
`never_seen`: minutes that nobody who wrote the rules had seen, measured by others with a stated version.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pandas as pd

from referat.analysis.intervals import with_share

SORTS = ("written_on", "held_back_once", "never_seen")
"""The kinds of counts; the first says least about other minutes."""

_ABOUT = ("what", "version", "measured")


def measured(text: str | None = None) -> pd.DataFrame:
    """Return one row per kind of count, kind of minutes and field: `right` of `fields`, `share` and its 95 % interval.

    The interval is Wilson's. Other columns: `what` (the kind of minutes), `version` (of the reader) and `measured` (the
    day), where given.

    Parameters
    ----------
    text
        TOML with a table per kind of count and of minutes and `field = [right, of]`; by default `accuracy.toml` of the
        package.
    """
    sorts = tomllib.loads(_stored() if text is None else text)
    rows = [
        (sort, minutes, field, *counts, *(about.get(name) for name in _ABOUT))
        for sort in SORTS
        for minutes, about in sorts.get(sort, {}).items()
        for field, counts in _counts(about).items()
    ]
    table = pd.DataFrame(rows, columns=["sort", "minutes", "field", "right", "fields", *_ABOUT])
    table["measured"] = pd.to_datetime(table["measured"])
    return with_share(table, "right", "fields")


def _counts(about: dict[str, Any]) -> dict[str, list[int]]:
    return {field: value for field, value in about.items() if isinstance(value, list)}


def never_seen(text: str | None = None) -> pd.DataFrame:
    """Return the rows of `measured` for minutes that nobody who wrote the rules had seen, the only ones reported."""
    rows = measured(text)
    return rows[rows["sort"] == "never_seen"].reset_index(drop=True)


def _stored() -> str:
    return files(__package__).joinpath("accuracy.toml").read_text(encoding="utf-8")
