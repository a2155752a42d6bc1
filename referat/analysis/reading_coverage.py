"""What was read and what was not: meetings, problems and the completeness of the tables."""

from __future__ import annotations

import pandas as pd

from referat.analysis.body_terms import held
from referat.analysis.intervals import with_share
from referat.analysis.membership import among

SEVERITIES = ("error", "warning", "note")

UNREAD = ("unplaced_header_line", "unknown_attendee", "item_above_items")
"""Codes of problems that name lines of a meeting which are in no table."""

REFUSED = ("not_minutes", "text_before_items")
"""Codes of problems that name lines in which no meeting was found."""


def meetings_by_year(meetings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per body and year: the number of held meetings, and of those with a list of attendees."""
    met = held(meetings)
    dated = met.assign(year=met["date"].dt.year.astype("Int64"))
    return (
        dated.groupby(["body", "year"], as_index=False)
        .agg(meetings=("meeting_id", "size"), with_attendance=("attendance_recorded", "sum"))
        .sort_values(["body", "year"], ignore_index=True)
    )


def problems_by_code(problems: pd.DataFrame) -> pd.DataFrame:
    """Return one row per problem code: its severity, its number and the number of its sources; worst first."""
    counts = (
        problems.groupby(["severity", "code"], as_index=False)
        .agg(problems=("code", "size"), sources=("source", "nunique"))
        .assign(rank=lambda rows: rows["severity"].map({name: rank for rank, name in enumerate(SEVERITIES)}))
    )
    ordered = counts.sort_values(["rank", "problems", "code"], ascending=[True, False, True], ignore_index=True)
    return ordered.drop(columns="rank")


def completeness(meetings: pd.DataFrame, items: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per measure of completeness: `measure`, `count` out of `n`, and the Wilson interval.

    Only decisions made at the meeting itself count. Only minuted items of held meetings that are not fixtures can be
    expected to have one: an agenda is written before the decisions, and a signature sheet decides nothing.
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


def lines(documents: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Return one row: the number of `lines` of all sources, of `placed` lines, and of the others.

    `unread` are lines of a meeting that a problem names, `refused` lines of files without a meeting, and `replaced`
    lines of documents without any row in the tables, because another document has the same meeting. `without_lines`
    counts documents whose source has no lines. The table of meetings can be passed instead of `documents`; `replaced`
    is then missing.
    """
    documents = documents.drop_duplicates(["source", "line_start", "line_end"])  # once for each body of a joint meeting
    counted = (documents["line_end"] - documents["line_start"] + 1).astype("Int64")
    used = documents["used"].fillna(True).astype(bool) if "used" in documents else pd.Series(True, documents.index)
    unread, refused = (_lines_of(problems[problems["code"].isin(codes)]) for codes in (UNREAD, REFUSED))
    replaced = int(counted[~used].sum())
    total = int(counted.sum()) + refused
    row = {
        "lines": total,
        "placed": max(total - unread - refused - replaced, 0),
        "unread": unread,
        "refused": refused,
        "replaced": replaced,
        "without_lines": int(counted.isna().sum()),
    }
    return with_share(pd.DataFrame([row]), "placed", "lines")


def _lines_of(problems: pd.DataFrame) -> int:
    """Return the number of lines that problems name; a line in two problems counts once."""
    named = problems.dropna(subset=["line_start"])
    taken: set[tuple[str, int]] = set()
    for source, first, last in zip(named["source"], named["line_start"], named["line_end"], strict=True):
        end = first if pd.isna(last) else last
        taken |= {(source, line) for line in range(int(first), int(end) + 1)}
    return len(taken)
