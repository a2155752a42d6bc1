"""What was read, and what could not be: meetings, problems and how complete the tables are."""

from __future__ import annotations

import pandas as pd

from referat.analysis.intervals import with_share

SEVERITIES = ("error", "warning", "note")


def meetings_by_year(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body and year: how many meetings, and how many of them with a list of who attended."""
    dated = meetings.assign(year=meetings["date"].dt.year.astype("Int64"))
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

    Only decisions made at the meeting itself are counted, and only items of minutes can be expected to have one: an
    agenda is written before anything is decided.
    """
    minuted = items[items["meeting_id"].isin(meetings.loc[meetings["kind"] == "minutes", "meeting_id"])]
    own = decisions[~decisions["is_earlier"]]
    rows = [
        ("meetings with a list of who attended", int(meetings["attendance_recorded"].sum()), len(meetings)),
        ("items with a title", int(items["title"].notna().sum()), len(items)),
        ("items with a case number", int(items["case_number"].notna().sum()), len(items)),
        ("items of minutes with a decision", int(minuted["item_id"].isin(own["item_id"]).sum()), len(minuted)),
        ("decisions with a type other than “other”", int((own["decision_type"] != "other").sum()), len(own)),
    ]
    return with_share(pd.DataFrame(rows, columns=["measure", "count", "n"]), "count", "n")
