"""Workload of bodies: items per meeting, and hours where the minutes give them."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.meeting_items import items_with_meeting, without_fixtures


def per_meeting(items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per held meeting: `meeting_id`, `body`, `date`, `items` (no fixtures), `fixtures`, `hours`.

    `hours` is from `start_time` to `end_time`, missing if the minutes lack either. A meeting without minuted items has
    0.
    """
    rows = items_with_meeting(items, meetings)
    met = held(meetings)[["meeting_id", "body", "date", "start_time", "end_time"]].reset_index(drop=True)
    counts = without_fixtures(rows).groupby("meeting_id").size(), rows[rows["standing"]].groupby("meeting_id").size()
    for name, count in zip(("items", "fixtures"), counts, strict=True):
        met[name] = met["meeting_id"].map(count).fillna(0).astype(int)
    hours = _hour(met.pop("end_time")) - _hour(met.pop("start_time"))
    return met.assign(hours=hours.where(hours >= 0, hours + 24)).sort_values(["body", "date"], ignore_index=True)


def _hour(time: pd.Series) -> pd.Series:
    parts = time.str.extract(r"^(\d\d?)[.:](\d\d)")
    return pd.to_numeric(parts[0], errors="coerce") + pd.to_numeric(parts[1], errors="coerce") / 60


def by_body(per_meeting: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body: `meetings`, total `items`, quartiles of items per meeting, `median_hours`."""
    grouped = per_meeting.groupby("body")
    rows = grouped.agg(
        meetings=("meeting_id", "size"),
        items=("items", "sum"),
        low_items=("items", lambda items: items.quantile(0.25)),
        median_items=("items", "median"),
        high_items=("items", lambda items: items.quantile(0.75)),
        median_hours=("hours", "median"),
    )
    return rows.reset_index().sort_values(["median_items", "body"], ascending=[False, True], ignore_index=True)
