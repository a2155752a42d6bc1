"""What the report is about, in one line: whose minutes, how many, from when to when."""

from __future__ import annotations

import pandas as pd

from referat.language import day, listed, number, say, some
from referat.tables.frames import Tables


def described(tables: Tables) -> str:
    """Return one sentence on a corpus: its bodies, meetings, items and dates."""
    meetings = tables.meetings
    if meetings.empty:
        return say("pages.no_meetings")
    return say(
        "pages.corpus",
        bodies=_bodies(meetings["body"]),
        meetings=some(len(meetings), "meeting"),
        items=some(len(tables.items), "item"),
        first=day(meetings["date"].min()),
        last=day(meetings["date"].max()),
    )


def _bodies(body: pd.Series) -> str:
    """Name the bodies, the busiest first; of more than three the other ones are counted."""
    names = [str(name) for name in body.value_counts(sort=True).index]
    if len(names) > 3:
        names = [*names[:2], say("pages.other_bodies", count=number(len(names) - 2))]
    return listed(names) if names else say("pages.no_bodies")
