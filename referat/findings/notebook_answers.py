"""The answers of the notebooks as sentences, computed from the analyses' frames; each function is frames in, text out.

A sentence that would rest on nothing says so. Text that comes from minutes is escaped for Markdown.
"""

from __future__ import annotations

import pandas as pd

from referat.findings.sentence_parts import between, escape
from referat.language import count, day, listed, name, number, percent, percents, quarter, say, sentence, some

FEW = 20
"""A comparison that rests on fewer observations is not made in words."""
QUARTERS = 3
"""Fewer quarters than this are no trend."""


def read(meetings: pd.DataFrame, items: pd.DataFrame) -> str:
    """Say what was read, and from when to when."""
    if meetings.empty:
        return say("coverage.nothing")
    return say(
        "coverage.read",
        len(meetings),
        meetings=some(len(meetings), "meeting"),
        bodies=some(meetings["body"].nunique(), "body"),
        items=some(len(items), "item"),
        files=some(meetings["source"].nunique(), "file"),
        first=day(meetings["date"].min()),
        last=day(meetings["date"].max()),
    )


def coverage(meetings: pd.DataFrame, items: pd.DataFrame, completeness: pd.DataFrame, problems: pd.DataFrame) -> str:
    """Say what was read, how complete it is and what could not be read."""
    if meetings.empty:
        return say("coverage.nothing")
    known = completeness[completeness["n"] > 0].to_dict("records")
    shares = listed(say(f"coverage.{row['measure']}", share=percent(row["share"])) for row in known)
    return f"{read(meetings, items)} {sentence(shares)} {reported(problems)}"


def reported(problems: pd.DataFrame) -> str:
    """Say how many problems the reader reported."""
    counts = problems["severity"].value_counts()
    met = [some(counts.get(severity, 0), severity) for severity in ("error", "warning", "note")]
    return say("coverage.reported", problems=listed(met))


def attendance(grid: pd.DataFrame, meetings: pd.DataFrame, movements: pd.DataFrame) -> str:
    """Say how well meetings were attended, what is not known of it, and how many came and left."""
    known = grid[grid["state"] != "unknown"]
    if known.empty:
        return f"{say('attendance.nothing')} {unlisted(meetings)}"
    kept = say(
        "attendance.kept",
        share=percent(float((known["state"] == "present").mean())),
        expected=number(len(known)),
        persons=some(known["person"].nunique(), "person"),
        bodies=some(known["body"].nunique(), "body"),
    )
    moved = {name: some(movements[name].sum(), "membership") for name in ("arrived", "left")}
    parts = [kept, unlisted(meetings), _overruled(int(grid["by_items"].sum()))]
    return " ".join([*filter(None, parts), sentence(say("attendance.moved", **moved))])


def unlisted(meetings: pd.DataFrame) -> str:
    """Say how many meetings have no list."""
    lists = meetings.loc[meetings["kind"] == "minutes", "attendance_recorded"]
    without = int((~lists).sum())
    if not without:
        return say("attendance.all_listed", len(lists), meetings=some(len(lists), "meeting"))
    return say("attendance.unlisted", without, without=some(without, "meeting"), of=number(len(lists)))


def _overruled(attendances: int) -> str:
    """Say how many attendances of the header the decisions contradict."""
    if not attendances:
        return ""
    return say("attendance.overruled", attendances, attendances=some(attendances, "attendance"))


def closed(overall: pd.DataFrame, chart: pd.DataFrame) -> str:
    """Say what share of items is closed, and whether it moved."""
    if overall.empty:
        return say("closed.nothing")
    row = overall.iloc[0]
    if not row["closed"]:
        return say("closed.none", items=some(row["items"], "item"))
    counts = {"closed": number(row["closed"]), "items": some(row["items"], "item"), "share": between(row)}
    drawn = ""
    if pd.notna(row["cluster_low"]):
        low, high = percents(row["cluster_low"], row["cluster_high"])
        drawn = say("closed.drawn", low=low, high=high)
    return f"{say('closed.share', row['closed'], **counts, drawn=drawn)} {sentence(_outside(chart))}"


def published(published: pd.DataFrame, both_ways: pd.DataFrame) -> str:
    """Say of how many closed items a decision is published, and how many cases are closed and open."""
    told = published[published["closed"]].set_index("measure")["share"].to_dict()
    both = sentence(say("closed.both", len(both_ways), cases=some(len(both_ways), "case")))
    if not told:
        return both
    shares = {"published": percent(told["decision published"]), "stated": percent(told["outcome stated"])}
    return f"{say('closed.published', **shares)} {both}"


def _outside(chart: pd.DataFrame) -> str:
    """Say which quarters lie outside the limits of the p-chart."""
    quarters = number(len(chart))
    if len(chart) < QUARTERS or chart["items"].sum() < FEW:
        few = {"items": some(chart["items"].sum(), "item"), "quarters": some(len(chart), "quarter")}
        return say("closed.too_few", chart["items"].sum(), **few)
    outside = [quarter(first) for first in chart.loc[chart["outside"], "quarter"]]
    if not outside:
        return say("closed.inside", quarters=quarters)
    return say("closed.outside", outside=number(len(outside)), quarters=quarters, names=listed(outside))


def decision_types(overall: pd.DataFrame) -> str:
    """Say what is decided most and what is missing, from the shares of types over all items, in one group."""
    if overall.empty:
        return say("types.nothing")
    rows = overall.sort_values("share", ascending=False, kind="stable").to_dict("records")
    most = listed(f"{name(row['decision_type'])} ({percent(row['share'])})" for row in rows[:3] if row["count"])
    none = next(row for row in rows if row["decision_type"] == "none recorded")
    return say("types.most", items=some(rows[0]["items"], "item"), most=most, none=percent(none["share"]))


def diversity(by_body: pd.DataFrame) -> str:
    """Say in which bodies outcomes are most alike and most diverse."""
    large = by_body[by_body["decisions"] >= FEW].sort_values("diversity", kind="stable")
    if len(large) < 2:
        return say("types.too_few_bodies", few=FEW)
    low, high = large.iloc[0], large.iloc[-1]
    values = {"low": number(low["diversity"], 2), "high": number(high["diversity"], 2)}
    return say("types.diversity", alike=escape(low["body"]), diverse=escape(high["body"]), few=FEW, **values)


def fates(fate_shares: pd.DataFrame) -> str:
    """Say what became of recommended points."""
    points = int(fate_shares["points"].iloc[0])
    if points < FEW:
        return say("types.too_few_points", points=count(points))
    shares = {row["fate"].replace(" ", "_"): percent(row["share"]) for row in fate_shares.to_dict("records")}
    return say("types.fates", points=some(points, "recommended point"), **shares)
