"""Index of agenda items for the pages, with meeting, matter and decisions, without text of closed items."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from referat.analysis.body_terms import across_terms
from referat.report.pages.table_rows import Row, rows_by, rows_of
from referat.schema.decision_types import LABELS, NONE_RECORDED
from referat.tables.frames import Tables

_MEETING = ("meeting_id", "municipality", "body", "body_key", "date", "start_time", "end_time", "location", "kind")
_MEETING_MORE = ("status", "source", "line_start", "line_end", "url", "attendance_recorded")
_ITEM = (
    "item_id",
    "meeting_id",
    "document_id",
    "municipality",
    "source",
    "position",
    "number",
    "label",
    "title",
    "case_number",
)
_ITEM_MORE = ("closed", "standing", "minuted", "matter_id", "round", "return_kind", "url", "line_start", "line_end")
_DECISION = ("item_id", "body", "decided_on", "is_earlier", "decision_type", "text")
_DECISION_MORE = ("evidence", "evidence_start", "evidence_end", "line_start", "line_end")


@dataclass(frozen=True)
class AgendaIndex:
    """Meetings and items by id, and the rows that belong to an item or a matter.

    Attributes
    ----------
    meetings
        Meetings by id, in chronological order, with `body_id`, `body` (the name used last) and `items`.
    items
        Items by id, in the order of dates and agendas, with `meeting`, `matter_id`, `type` and `decisions`. A
        closed item has neither title nor address here.
    matters
        Items by the id of their matter.
    bodies
        Meetings by the id of their body.
    """

    meetings: dict[str, Row]
    items: dict[str, Row]
    matters: dict[str, list[Row]]
    bodies: dict[str, list[Row]]

    @property
    def last_day(self) -> str:
        """Return the day of the last meeting."""
        return max((meeting["date"] or "" for meeting in self.meetings.values()), default="")


def agenda_index(tables: Tables) -> AgendaIndex:
    """Return the index of all items."""
    meetings = _meetings(tables)
    items = _items(tables, meetings)
    _give_matters(items)
    for item in items:
        item["meeting"]["items"].append(item)
    return AgendaIndex(
        meetings, {item["item_id"]: item for item in items}, rows_by(items, "matter_id"), _by_body(meetings)
    )


def _meetings(tables: Tables) -> dict[str, Row]:
    rows = rows_of(tables, "meetings", *_MEETING, *_MEETING_MORE)
    lasting = across_terms(tables["meetings"])["body"].astype(object)
    for row, name in zip(rows, lasting.where(lasting.notna(), None), strict=True):
        row["body_id"] = "/".join(filter(None, (row["municipality"], row["body_key"] or name or "-")))
        row["body"] = name
        row["items"] = []
    rows.sort(key=lambda row: (row["date"] or "", row["meeting_id"]))
    latest = {row["body_id"]: row["body"] for row in rows}
    return {row["meeting_id"]: row | {"body": latest[row["body_id"]]} for row in rows}


def _by_body(meetings: dict[str, Row]) -> dict[str, list[Row]]:
    groups = rows_by(meetings.values(), "body_id")
    return dict(
        sorted(groups.items(), key=lambda group: (group[1][0]["municipality"] or "", group[1][0]["body"] or ""))
    )


def _items(tables: Tables, meetings: dict[str, Row]) -> list[Row]:
    items = rows_of(tables, "items", *_ITEM, *_ITEM_MORE)
    decisions = rows_by(rows_of(tables, "decisions", *_DECISION, *_DECISION_MORE), "item_id")
    place: Counter[str] = Counter()
    for item in items:
        place[item["meeting_id"]] += 1
        item["meeting"] = meetings[item["meeting_id"]]
        item["position"] = item["position"] or place[item["meeting_id"]]
        item["label"] = item["label"] or (str(item["number"]) if item["number"] is not None else "")
        item["source"] = item["source"] or item["meeting"]["source"]
        item["decisions"] = decisions.get(item["item_id"], [])
        item["type"] = _type(item["decisions"])
        if item["closed"]:
            item.update(title=None, url=None)
    return sorted(items, key=lambda item: (item["meeting"]["date"] or "", item["meeting_id"], item["position"]))


def _type(decisions: list[Row]) -> str:
    """Return the first type, in the codebook's order, of the item's own decisions."""
    types = [row["decision_type"] for row in decisions if not row["is_earlier"]]
    return min(types, key=LABELS.index) if types else NONE_RECORDED


def _give_matters(items: list[Row]) -> None:
    """Assign items without a matter to the first item with their case number, or to themselves."""
    first: dict[Any, str] = {}
    for item in items:
        if item["matter_id"] is None:
            number = item["case_number"]
            key = (item["municipality"], number) if number else item["item_id"]
            item["matter_id"] = first.setdefault(key, item["item_id"])


def open_title(items: list[Row]) -> str | None:
    """Return the latest title of an open item."""
    return next((item["title"] for item in reversed(items) if item["title"]), None)
