"""The report of a few meetings: a list of what was read, and the few possible findings."""

from __future__ import annotations

from typing import Any

from referat.analysis.body_terms import across_terms
from referat.analysis.meeting_items import CLOSED_TITLE, own_types
from referat.language import Language
from referat.report.management.case_names import case_name
from referat.report.management.management_frames import named_rows
from referat.report.pages.page_addresses import meeting_url
from referat.tables.frames import Tables

FEWEST_MEETINGS = 6
"""Fewest meetings for findings; below it, there is a list: nothing can be compared, and shares have no meaning."""

MOST_ITEMS = 60
"""Number of items that fit on the page with their decisions."""


_COLUMNS = ("day", "body", "kind", "items", "closed_items", "decided", "present")


def columns(language: Language) -> list[str]:
    """Return the headings of the table of meetings."""
    return [language.say(f"report.small_{name}") for name in _COLUMNS]


def read_meetings(tables: Tables, language: Language) -> list[dict[str, Any]]:
    """Return a row per meeting, latest first: day, body, items, closed ones, decisions, present of those named."""
    meetings = across_terms(tables.meetings).sort_values("date", ascending=False)
    items = tables.items.groupby("meeting_id").agg(items=("item_id", "size"), closed=("closed", "sum"))
    own_decisions = tables.decisions.loc[~tables.decisions["is_earlier"], ["item_id"]].merge(
        tables.items[["item_id", "meeting_id"]], on="item_id"
    )
    decided = own_decisions.groupby("meeting_id")["item_id"].nunique()
    there = tables.attendance[tables.attendance["status"].isin(["present", "substitute"])].groupby("meeting_id").size()
    agendas = _agendas(tables, language) if len(tables.items) <= MOST_ITEMS else {}
    return [
        {
            "agenda": agendas.get(row.meeting_id, []),
            "url": meeting_url(row.meeting_id),
            "day": language.day(row.date) if row.date == row.date else language.say("form.unknown_day"),
            "body": row.body if row.body == row.body else language.say("pages.no_bodies"),
            "kind": language.name(row.kind),
            "items": language.number(items["items"].get(row.meeting_id, 0)),
            "closed": language.number(items["closed"].get(row.meeting_id, 0)),
            "decided": language.number(decided.get(row.meeting_id, 0)),
            "present": language.number(there[row.meeting_id]) if row.meeting_id in there else "",
            "source": row.source,
        }
        for row in named_rows(meetings)
    ]


def _agendas(tables: Tables, language: Language) -> dict[str, list[dict[str, str]]]:
    """Return the items of each meeting that are not fixtures, with the name of their decision."""
    items = tables.items[~tables.items["standing"]].join(own_types(tables.decisions), on="item_id")
    items = items.assign(title=items["title"].mask(items["closed"], CLOSED_TITLE))
    agendas: dict[str, list[dict[str, str]]] = {}
    for row in named_rows(items.sort_values(["meeting_id", "position"])):
        decision = "" if row.decision_type != row.decision_type else language.name(row.decision_type)
        agendas.setdefault(row.meeting_id, []).append(case_name(row, language) | {"decision": decision})
    return agendas
