"""The answers of the notebooks as sentences, computed from the analyses' frames; each function is frames in, text out.

A sentence that would rest on nothing says so. Text that comes from minutes is escaped for Markdown.
"""

from __future__ import annotations

import pandas as pd

from referat.analysis.prose import between, day, escape, has_have, is_are, listed, number, percent, sentence, some

FEW = 20
"""A comparison that rests on fewer observations is not made in words."""
QUARTERS = 3
"""Fewer quarters than this are no trend."""


def coverage(meetings: pd.DataFrame, items: pd.DataFrame, completeness: pd.DataFrame, problems: pd.DataFrame) -> str:
    """Say what was read, how complete it is and what could not be read."""
    if meetings.empty:
        return "No meetings were read."
    sources, bodies = meetings["source"].nunique(), meetings["body"].nunique()
    read = (
        f"{some(len(meetings), 'meeting')} of {some(bodies, 'body', 'bodies')} with {some(len(items), 'item')} were "
        f"read from {some(sources, 'file')}, {day(meetings['date'].min())} to {day(meetings['date'].max())}."
    )
    known = completeness[completeness["n"] > 0].to_dict("records")
    shares = listed(f"{percent(row['share'])} of {_measure(str(row['measure']))}" for row in known)
    counts = problems["severity"].value_counts()
    met = [some(counts.get(name, 0), name) for name in ("error", "warning", "note")]
    return f"{read} {shares}. The reader reported {listed(met)}."


def _measure(name: str) -> str:
    """Turn `items with a title` into `items have a title`."""
    return name.replace(" with ", " have ", 1)


def attendance(grid: pd.DataFrame, meetings: pd.DataFrame, movements: pd.DataFrame) -> str:
    """Say how well meetings were attended, what is not known of it, and how many came and left."""
    known = grid[grid["state"] != "unknown"]
    if known.empty:
        return f"Nothing can be said about attendance. {_unlisted(meetings)}"
    present = int((known["state"] == "present").sum())
    bodies = some(known["body"].nunique(), "body", "bodies")
    kept = f"{percent(present / len(known))} of {number(len(known))} expected attendances were kept"
    arrived, left = (some(movements[name].sum(), "membership") for name in ("arrived", "left"))
    return (
        f"{kept}, by {some(known['person'].nunique(), 'person')} in {bodies}. {_unlisted(meetings)} "
        f"{_overruled(int(grid['by_items'].sum()))}{sentence(arrived)[:-1]} began after a body's first list, and "
        f"{left} had ended before its latest three."
    )


def _unlisted(meetings: pd.DataFrame) -> str:
    """Say how many meetings have no list."""
    lists = meetings.loc[meetings["kind"] == "minutes", "attendance_recorded"]
    without = int((~lists).sum())
    if not without:
        return f"Each of {some(len(lists), 'meeting')} has a list of who attended."
    left_out = f"{some(without, 'meeting')} of {number(len(lists))} {has_have(without)} no list of who attended"
    return f"{left_out} and {is_are(without)} left out: a missing list is no absence."


def _overruled(attendances: int) -> str:
    """Say how many attendances of the header the decisions contradict."""
    if not attendances:
        return ""
    return (
        f"{some(attendances, 'attendance')} that the header counts {is_are(attendances)} taken as absence, because the "
        "decisions record the person as away from more than half of the items. "
    )


def closed(overall: pd.DataFrame, chart: pd.DataFrame) -> str:
    """Say what share of items is closed, and whether it moved."""
    if overall.empty:
        return "No items were read."
    row = overall.iloc[0]
    if not row["closed"]:
        return f"None of {some(row['items'], 'item')} was dealt with behind closed doors, as far as titles say."
    drawn = f", or {percent(row['cluster_low'])} to {percent(row['cluster_high'])} with whole meetings drawn"
    return (
        f"{number(row['closed'])} of {some(row['items'], 'item')} {is_are(row['closed'])} closed: {between(row)}"
        f"{drawn if pd.notna(row['cluster_low']) else ''}. {sentence(_outside(chart))}"
    )


def published(published: pd.DataFrame, both_ways: pd.DataFrame) -> str:
    """Say of how many closed items a decision is published, and how many cases are closed and open."""
    told = published[published["closed"]].set_index("measure")["share"].to_dict()
    both = sentence(
        f"{some(len(both_ways), 'case')} {is_are(len(both_ways))} closed at one meeting and open at another"
    )
    if not told:
        return both
    return (
        f"For {percent(told['decision published'])} of closed items the minutes publish a decision, and for "
        f"{percent(told['outcome stated'])} one that says what was decided. {both}"
    )


def _outside(chart: pd.DataFrame) -> str:
    """Say which quarters lie outside the limits of the p-chart."""
    if len(chart) < QUARTERS or chart["items"].sum() < FEW:
        few = f"{some(chart['items'].sum(), 'item')} in {some(len(chart), 'quarter')}"
        return f"{few} are too few to say whether the share moved"
    quarters = [f"{day.year} Q{day.quarter}" for day in chart.loc[chart["outside"], "quarter"]]
    if not quarters:
        return f"in none of {len(chart)} quarters did the share lie outside three-sigma limits: no sign that it moved"
    return f"in {len(quarters)} of {len(chart)} quarters the share lies outside three-sigma limits: {listed(quarters)}"


def decision_types(overall: pd.DataFrame) -> str:
    """Say what is decided most and what is missing, from the shares of types over all items, in one group."""
    if overall.empty:
        return "No items of minutes were read, so nothing was decided in them."
    rows = overall.sort_values("share", ascending=False, kind="stable").to_dict("records")
    most = listed(f"{row['decision_type']} ({percent(row['share'])})" for row in rows[:3] if row["count"])
    none = next(row for row in rows if row["decision_type"] == "none recorded")
    missing = f"for {percent(none['share'])} no decision is recorded"
    return f"Of {some(rows[0]['items'], 'item')} the commonest classes are {most}; {missing}."


def diversity(by_body: pd.DataFrame) -> str:
    """Say in which bodies outcomes are most alike and most diverse."""
    large = by_body[by_body["decisions"] >= FEW].sort_values("diversity", kind="stable")
    if len(large) < 2:
        return f"Fewer than two bodies have {FEW} decisions or more, so that outcomes are not compared between bodies."
    low, high = large.iloc[0], large.iloc[-1]
    return (
        f"Outcomes are most alike in {escape(low['body'])} (diversity {low['diversity']:.2f} of 1) and most diverse in "
        f"{escape(high['body'])} ({high['diversity']:.2f}); bodies with fewer than {FEW} decisions are left out."
    )


def fates(fate_shares: pd.DataFrame) -> str:
    """Say what became of recommended points."""
    points = int(fate_shares["points"].iloc[0])
    if points < FEW:
        return f"Too few recommended points ({points}) were found to compare them with what was decided."
    shares = {row["fate"]: percent(row["share"]) for row in fate_shares.to_dict("records")}
    return (
        f"Of {some(points, 'recommended point')}, {shares['followed']} were followed, {shares['changed']} changed, "
        f"{shares['rejected']} rejected and {shares['put off']} put off."
    )
