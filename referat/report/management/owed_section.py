"""Matters that are owed an answer: a table, longest wait first, their ages, and those announced near the end."""

from __future__ import annotations

from typing import Any

import pandas as pd

from referat.analysis.meeting_items import CLOSED_TITLE
from referat.analysis.owed_answers import age_bands, owed_by
from referat.language import Language
from referat.report.management.case_names import case_name
from referat.report.management.management_frames import ManagementFrames, named_rows

NAMED = 4
"""Number of debtors named with their counts."""
_NO_BODY = ("administration", "committee")


def owed_section(frames: ManagementFrames, language: Language, shown: int) -> dict[str, Any]:
    """Return `rows` (all, longest wait first) and how many are `shown` on paper.

    `ages` and `owers` count the matters by wait and by who owes the answer; `near_end` and `closed` matters are listed
    separately.
    """
    owed = frames.owed
    waiting = owed[~owed["near_end"]]
    is_open = waiting["title"] != CLOSED_TITLE
    longest = max(int(waiting["days"].max()), 1) if len(waiting) else 1
    return {
        "count": len(waiting),
        "rows": [_row(row, longest, language) for row in named_rows(waiting[is_open])],
        "closed": [case_name(row, language) for row in named_rows(waiting[~is_open])],
        "shown": shown,
        "ages": _ages(owed, language),
        "owers": _owers(owed, language),
        "near_end": [case_name(row, language) for row in named_rows(owed[owed["near_end"]])],
    }


def _row(row: Any, longest: int, language: Language) -> dict[str, Any]:
    met = "" if pd.isna(row.met_since) else language.number(row.met_since)
    return case_name(row, language) | {
        "who": owner_name(row.owed_by, language),
        "body": "" if pd.isna(row.body) or row.body == row.owed_by else row.body,
        "is_body": row.owed_by not in _NO_BODY,
        "since": language.short_day(row.since),
        "days": language.number(row.days),
        "width": f"{100 * row.days / longest:.0f}",
        "met": met,
        "words": "" if pd.isna(row.words) else " ".join(str(row.words).split()),
    }


def owner_name(owner: Any, language: Language) -> str:
    """Return the name of who owes the answer: a body by its name, others by a word of the language."""
    if pd.isna(owner):
        return language.say("report.nobody_named")
    return language.name(f"owed by {owner}") if owner in _NO_BODY else str(owner)


def _ages(owed: pd.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return the bands of age, oldest first, with their number of matters and the width of a bar."""
    bands = age_bands(owed)
    bands = bands[bands["band"] != "near_end"][::-1]
    total = max(int(bands["matters"].sum()), 1)
    return [
        {
            "name": language.say(f"report.{row.band}"),
            "count": language.number(row.matters),
            "width": f"{100 * row.matters / total:.1f}",
        }
        for row in named_rows(bands)
    ]


def _owers(owed: pd.DataFrame, language: Language) -> str:
    rows = owed_by(owed)
    named = [
        f"{owner_name(row.owed_by, language)} ({language.number(row.matters)})" for row in named_rows(rows.head(NAMED))
    ]
    others = int(rows["matters"][NAMED:].sum())
    if others:
        count = len(rows) - NAMED
        named.append(language.say("report.other_owers", count, owers=language.number(count), matters=others))
    return language.say("report.owers", owers=language.listed(named)) if named else ""
