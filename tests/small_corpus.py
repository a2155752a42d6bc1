"""A few meetings, written in one line each, as the tables that the analyses take.

Matters are distinguished by case number: items of one number are one matter. A later item before a body that had it is
the next round; it came back if the item before it was postponed, referred or rejected. `link`, `state` and `route` set
the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from referat.facts.body_names import body_key
from referat.facts.next_steps import next_step
from referat.tables.frames import frame

STOPPED = {"postponed", "withdrawn", "referred", "rejected"}


@dataclass
class Corpus:
    """Meetings, items and decisions, built one meeting at a time."""

    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            name: [] for name in ("meetings", "attendance", "items", "decisions", "links", "announced_route")
        }
    )
    states: dict[str, dict[str, Any]] = field(default_factory=dict)

    def meet(self, body: str, date: str, *items: tuple[str | None, str, str | None], **columns: Any) -> Corpus:
        """Add a meeting; an item is its case number, its title and its decision's labels, the primary one first.

        A title in brackets is a closed item's, one in capitals a fixture's.
        """
        town = columns.get("municipality")
        meeting_id = f"{town.lower() + '/' if town else ''}{body_key(body)}-{date}"
        meeting = {"meeting_id": meeting_id, "body": body, "body_key": body_key(body), "date": pd.Timestamp(date)}
        fixed = {"is_extraordinary": False, "attendance_recorded": False, "reader": "text", "layout": "test"}
        source = {"source": f"{meeting_id}.txt", "source_sha256": "0" * 64, "kind": "minutes", "status": "held"}
        self.rows["meetings"].append(meeting | fixed | source | columns)
        for number, item in enumerate(items, 1):
            self._add_item(self.rows["meetings"][-1], number, *item)
        return self

    def _add_item(self, meeting: dict[str, Any], number: int, case: str | None, title: str, labels: str | None) -> None:
        item_id = f"{meeting['meeting_id']}:{number}"
        item = {"item_id": item_id, "meeting_id": meeting["meeting_id"], "municipality": meeting.get("municipality")}
        marks = {"closed": title.startswith("["), "standing": title.isupper(), "minuted": meeting["kind"] == "minutes"}
        names = {"number": number, "position": number, "title": title, "title_key": title.lower(), "case_number": case}
        year = 2000 + int(case[:2]) if case else None
        self.rows["items"].append(
            item | marks | names | {"case_year": year} | self._place(item_id, case, meeting, marks)
        )
        if labels:
            decision = {"decision_id": f"{item_id}:1", "position": 1, "body": meeting["body"], "is_earlier": False}
            kinds = {"decision_type": labels.split("|")[0], "decision_types": "|".join(sorted(labels.split("|")))}
            words = {"decided_on": meeting["date"], "text": labels.capitalize(), "evidence": labels.split("|")[0]}
            self.rows["decisions"].append(item | decision | kinds | words)

    def _place(self, item_id: str, case: str | None, meeting: dict[str, Any], marks: dict[str, bool]) -> dict[str, Any]:
        """Return the matter, round and kind of return of an item."""
        if marks["standing"]:
            return {"matter_id": item_id}
        before = [row for row in self.rows["items"] if case and row["case_number"] == case and not row["standing"]]
        before = [row for row in before if row["municipality"] == meeting.get("municipality")]
        if not before:
            return {"matter_id": item_id, "round": 1}
        last = before[-1]
        bodies = {row["meeting_id"]: row["body_key"] for row in self.rows["meetings"]}
        again = any(bodies[row["meeting_id"]] == meeting["body_key"] for row in before if row["round"] == last["round"])
        place = {"matter_id": last["matter_id"], "round": last["round"] + again}
        if any(bodies[row["meeting_id"]] == meeting["body_key"] for row in before):
            types = [row["decision_type"] for row in self.rows["decisions"] if row["item_id"] == last["item_id"]]
            place["return_kind"] = "reconsidered" if STOPPED & set(types) else "stage"
        return place

    def named(self, status: str, *persons: str) -> Corpus:
        """Name persons in the header of the latest meeting."""
        meeting = self.rows["meetings"][-1]
        meeting["attendance_recorded"] = True
        for person in persons:
            position = len(self.rows["attendance"]) + 1
            row = {"meeting_id": meeting["meeting_id"], "position": position, "person": person, "name": person}
            self.rows["attendance"].append(row | {"status": status})
        return self

    def state(self, case: str, state: str, owed_by: str | None = None, since: str | None = None) -> Corpus:
        """Set the state of the matter of a case number."""
        words = {"state": state, "owed_by": owed_by, "owed_since": pd.Timestamp(since) if since else None}
        self.states[case] = words | {"owed_words": "sagen genoptages" if since else None}
        return self

    def link(self, later: str, earlier: str, kind: str) -> Corpus:
        """Link the first items of two case numbers."""
        first = {row["case_number"]: row["item_id"] for row in reversed(self.rows["items"])}
        ids = {"item_id": first[later], "earlier_item_id": first[earlier]}
        self.rows["links"].append(ids | {"kind": kind, "same_matter": kind == "follow_up", "rule": "cited_item"})
        return self

    def route(self, *bodies: str) -> Corpus:
        """Announce the route of the latest item."""
        item_id = self.rows["items"][-1]["item_id"]
        for position, body in enumerate(bodies, 1):
            self.rows["announced_route"].append({"item_id": item_id, "position": position, "body": body})
        return self

    @property
    def items(self) -> pd.DataFrame:
        """The items, with the next step that their decisions announce."""
        steps = {
            row["item_id"]: next_step(row["text"], frozenset(row["decision_types"].split("|")))
            for row in self.rows["decisions"]
            if not row["is_earlier"]
        }
        announced = {
            item: {"next_step": step.kind, "next_step_words": step.words} for item, step in steps.items() if step
        }
        return frame("items", [row | announced.get(row["item_id"], {}) for row in self.rows["items"]])

    @property
    def matters(self) -> pd.DataFrame:
        """The matters of the items, settled unless `state` says otherwise."""
        dates = {row["meeting_id"]: row for row in self.rows["meetings"]}
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows["items"]:
            groups.setdefault(row["matter_id"], []).append(row)
        return frame("matters", [self._matter(matter, rows, dates) for matter, rows in groups.items()])

    def _matter(self, matter: str, rows: list[dict[str, Any]], meetings: dict[str, Any]) -> dict[str, Any]:
        days = [meetings[row["meeting_id"]]["date"] for row in rows]
        rounds = {row["round"] for row in rows if row.get("return_kind") == "reconsidered"}
        case = rows[0]["case_number"]
        counts = {"items": len(rows), "meetings": len(rows), "returns": len(rounds), "rounds": rows[-1].get("round")}
        counts["bodies"] = len({meetings[row["meeting_id"]]["body_key"] for row in rows})
        about = {"title": rows[-1]["title"], "case_numbers": case, "municipality": rows[0]["municipality"]}
        kind = {"kind": "fixture" if rows[0]["standing"] else "substantive", "closed": any(r["closed"] for r in rows)}
        seen = {"first_seen": min(days), "last_seen": max(days), "matter_id": matter, "state": "settled"}
        return seen | counts | about | kind | self.states.get(case, {})

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        return frame(name, self.rows.get(name, []))


def away(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return the table of item attendance from item id, person and status."""
    return frame(
        "item_attendance",
        [
            {"item_id": item, "position": position, "person": person, "name": person, "status": status}
            for position, (item, person, status) in enumerate(rows, 1)
        ],
    )
