"""Changes since the last report: matters that joined or left the list of owed answers, and those that came back.

A report stores a note, a few lines per matter, with which the next one is compared. A note is made of the tables of an
older build in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from referat.analysis.body_terms import body_labels, held
from referat.analysis.build_differences import changed_states
from referat.analysis.meeting_items import CLOSED_TITLE, own_types
from referat.language import Language
from referat.report.management.case_names import case_name, shortened
from referat.report.management.management_frames import ManagementFrames, named_rows
from referat.report.pages.page_addresses import matter_url
from referat.tables.frames import Tables

SHOWN = 2
"""Number of matters of a kind named on paper."""


def report_note(tables: Tables, frames: ManagementFrames) -> dict[str, Any]:
    """Return the note for a later report: the last day, what was owed, and what had come back.

    `bodies` are the municipality and key of each body, `owed` has title and case number by matter id, `returned` the
    ids of the items with which matters came back. A closed item has no title here either.
    """
    days = held(tables.meetings)["date"].dropna()
    waiting = frames.owed[~frames.owed["near_end"]]
    again = tables.items.loc[tables.items["return_kind"] == "reconsidered", "item_id"]
    return {
        "day": f"{days.max():%Y-%m-%d}" if len(days) else "",
        "bodies": sorted({f"{row.municipality}/{row.body_key}" for row in named_rows(body_labels(tables.meetings))}),
        "owed": {
            row.matter_id: [
                None if row.title == CLOSED_TITLE or pd.isna(row.title) else row.title,
                None if pd.isna(row.case_number) else row.case_number,
            ]
            for row in named_rows(waiting)
        },
        "returned": sorted(again),
    }


def since_section(
    note: Mapping[str, Any], tables: Tables, frames: ManagementFrames, language: Language
) -> dict[str, Any] | None:
    """Return what has changed since a note: `title` and `groups`; None if the note is of no meetings."""
    if not note.get("day"):
        return None
    near = set(frames.owed.loc[~frames.owed["near_end"], "matter_id"])
    matter_of = dict(zip(tables.items["item_id"], tables.items["matter_id"], strict=True))
    before = {matter_of.get(matter, matter): about for matter, about in note["owed"].items()}
    states = tables.matters.set_index("matter_id")["state"]
    shown = states.mask((states == "owed") & ~states.index.isin(near))  # the list of owed answers leaves these out
    changed = changed_states(shown, pd.Series("owed", list(before), dtype="str"))
    named = _Names(tables, language)
    groups = {
        "new": [case_name(row, language) for row in named_rows(frames.owed) if row.matter_id in changed.newly_owed],
        "settled": [named.matter(key, before[key], with_decision=True) for key in before if key in changed.settled],
        "gone": [named.matter(key, before[key]) for key in before if key in changed.no_longer_owed],
        "returned": list(_returned(note, frames, language)),
    }
    return {
        "title": language.say("report.since_title", day=language.day(date.fromisoformat(note["day"]))),
        "groups": [_group(kind, rows, language) for kind, rows in groups.items() if rows],
    }


def _group(kind: str, rows: list[dict[str, str]], language: Language) -> dict[str, Any]:
    title = language.say(f"report.since_{kind}", len(rows), matters=language.some(len(rows), "matter"))
    more = len(rows) - SHOWN
    others = language.say("report.since_others", more, matters=language.number(more)) if more > 0 else ""
    return {"title": title, "rows": rows, "shown": SHOWN, "others": others}


def _returned(note: Mapping[str, Any], frames: ManagementFrames, language: Language) -> Iterable[dict[str, str]]:
    """Yield the matters that came back at a meeting after the last day of the note."""
    known, day = set(note["returned"]), pd.Timestamp(note["day"])
    again = frames.appearances[frames.appearances["return_kind"] == "reconsidered"]
    new = again[(again["date"] > day) & ~again["item_id"].isin(known)]
    for row in named_rows(new.sort_values("date").drop_duplicates("matter_id")):
        yield case_name(row, language) | {"how": f"{row.body} {language.short_day(row.date)}"}


class _Names:
    """Names matters that are no longer on the list, with their last decision."""

    def __init__(self, tables: Tables, language: Language) -> None:
        self._language = language
        items = tables.items.merge(held(tables.meetings)[["meeting_id", "body", "date"]], on="meeting_id")
        items = items.join(own_types(tables.decisions), on="item_id").dropna(subset="decision_type")
        last = items.sort_values("date").drop_duplicates("matter_id", keep="last")
        self._last = {row.matter_id: row for row in named_rows(last)}
        self._here = set(tables.items["matter_id"])

    def matter(self, matter_id: str, about: list[str | None], *, with_decision: bool = False) -> dict[str, str]:
        title, number = about
        name = title or self._language.name(CLOSED_TITLE)
        url = matter_url(matter_id) if matter_id in self._here else ""
        how = self._decision(self._last.get(matter_id)) if with_decision else ""
        return {"title": name, "short": shortened(name), "number": number or "", "url": url, "how": how}

    def _decision(self, row: Any) -> str:
        if row is None:
            return ""
        parts = {"type": self._language.name(row.decision_type), "body": row.body}
        return self._language.say("report.since_how", day=self._language.short_day(row.date), **parts)
