"""What the report is about, in one line: whose minutes, how many, from when to when."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from referat import load


def described(data: Path) -> str:
    """Return one sentence on the corpus in a folder: its bodies, meetings, items and dates."""
    tables = load(data)
    meetings = tables.meetings
    if meetings.empty:
        return "No meetings."
    span = f"{_day(meetings['date'].min())} to {_day(meetings['date'].max())}"
    return f"{_bodies(meetings['body'])}: {len(meetings):,} meetings with {len(tables.items):,} items, {span}."


def _bodies(body: pd.Series) -> str:
    """Name the bodies, the busiest first; of more than three the other ones are counted."""
    names = [str(name) for name in body.value_counts(sort=True).index]
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} other bodies"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B %Y}"
