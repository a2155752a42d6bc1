"""What was read, and what could not be: meetings, problems and how complete the tables are."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.intervals import with_share
from referat.analysis.membership import among

SEVERITIES = ("error", "warning", "note")

UNPLACED = ("unplaced_header_line", "unknown_attendee")
"""The problems that each name a line which is in no table."""


def meetings_by_year(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body and year: how many held meetings, and how many of them with a list of who attended."""
    met = held(meetings)
    dated = met.assign(year=met["date"].dt.year.astype("Int64"))
    return (
        dated.groupby(["body", "year"], as_index=False)
        .agg(meetings=("meeting_id", "size"), with_attendance=("attendance_recorded", "sum"))
        .sort_values(["body", "year"], ignore_index=True)
    )


def problems_by_code(problems: pd.DataFrame) -> pd.DataFrame:
    """Return one row per kind of problem: its severity, how often it was met and in how many sources; worst first."""
    counts = (
        problems.groupby(["severity", "code"], as_index=False)
        .agg(problems=("code", "size"), sources=("source", "nunique"))
        .assign(rank=lambda rows: rows["severity"].map({name: rank for rank, name in enumerate(SEVERITIES)}))
    )
    ordered = counts.sort_values(["rank", "problems", "code"], ascending=[True, False, True], ignore_index=True)
    return ordered.drop(columns="rank")


def completeness(meetings: pd.DataFrame, items: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per measure of how complete the tables are: `measure`, `count` out of `n`, Wilson interval.

    Only decisions made at the meeting itself are counted, and only minuted items of held meetings that are no fixtures
    can be expected to have one: an agenda is written before anything is decided, and a signature sheet decides nothing.
    """
    met = held(meetings)
    counted = items["minuted"] & ~items["standing"] & among(items["meeting_id"], met["meeting_id"])
    minuted = items.loc[counted, "item_id"]
    made_here = decisions.loc[~decisions["is_earlier"], ["item_id", "decision_type"]]
    rows = [
        ("meetings_with_list", int(met["attendance_recorded"].sum()), len(met)),
        ("items_with_title", int(items["title"].notna().sum()), len(items)),
        ("items_with_case_number", int(items["case_number"].notna().sum()), len(items)),
        ("items_with_decision", int(among(minuted, made_here["item_id"]).sum()), len(minuted)),
        ("decisions_with_type", int((made_here["decision_type"] != "other").sum()), len(made_here)),
    ]
    return with_share(pd.DataFrame(rows, columns=["measure", "count", "n"]), "count", "n")


def lines(meetings: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Return one row: how many `lines` the meetings take in their sources, and how many of them were `placed`.

    A line is placed unless a problem names it as unplaced. `without_lines` counts the meetings whose source has none,
    as those of the agenda portal.
    """
    counted = (meetings["line_end"] - meetings["line_start"] + 1).astype("Int64")
    named = problems.loc[problems["code"].isin(UNPLACED), ["source", "line_start"]].dropna().drop_duplicates()
    total = int(counted.sum())
    row = {"lines": total, "placed": max(total - len(named), 0), "without_lines": int(counted.isna().sum())}
    return with_share(pd.DataFrame([row]), "placed", "lines")
