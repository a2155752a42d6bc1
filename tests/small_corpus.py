"""A few meetings written down in a line each, as the tables that the analyses take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from referat.tables.frames import frame


@dataclass
class Corpus:
    """Meetings, items and decisions built up one meeting at a time."""

    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in ("meetings", "attendance", "items", "decisions")}
    )

    def meet(self, body: str, date: str, *items: tuple[str | None, str, str | None], **columns: Any) -> Corpus:
        """Add a meeting; an item is its case number, its title and its decision's labels, the primary one first.

        A title in brackets is a closed item's, one in capitals a fixture's.
        """
        meeting_id = f"{body.lower()}-{date}"
        meeting = {"meeting_id": meeting_id, "body": body, "date": pd.Timestamp(date), "kind": "minutes"}
        fixed = {"is_extraordinary": False, "attendance_recorded": False, "reader": "text", "layout": "test"}
        source = {"source": f"{meeting_id}.txt", "source_sha256": "0" * 64}
        self.rows["meetings"].append(meeting | fixed | source | columns)
        for number, item in enumerate(items, 1):
            self._add_item(meeting_id, body, date, number, *item)
        return self

    def _add_item(
        self, meeting_id: str, body: str, date: str, number: int, case: str | None, title: str, labels: str | None
    ) -> None:
        item = {"item_id": f"{meeting_id}:{number}", "meeting_id": meeting_id}
        marks = {"closed": title.startswith("["), "standing": title.isupper()}
        names = {"number": number, "title": title, "title_key": title.lower(), "case_number": case}
        year = 2000 + int(case[:2]) if case else None
        self.rows["items"].append(item | marks | names | {"case_year": year})
        if labels:
            decision = {"decision_id": f"{item['item_id']}:1", "position": 1, "body": body, "is_earlier": False}
            kinds = {"decision_type": labels.split("|")[0], "decision_types": "|".join(sorted(labels.split("|")))}
            self.rows["decisions"].append(
                item | decision | kinds | {"decided_on": pd.Timestamp(date), "text": labels.capitalize()}
            )

    def named(self, status: str, *persons: str) -> Corpus:
        """Name persons in the header of the meeting added last."""
        meeting = self.rows["meetings"][-1]
        meeting["attendance_recorded"] = True
        for person in persons:
            position = len(self.rows["attendance"]) + 1
            row = {"meeting_id": meeting["meeting_id"], "position": position, "person": person, "name": person}
            self.rows["attendance"].append(row | {"status": status})
        return self

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
