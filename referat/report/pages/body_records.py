"""Records for the page of each body: its meetings, attendance, workload, returned matters, owed answers, matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from referat.analysis import attendance_rates
from referat.language import Language
from referat.report.pages.agenda_index import AgendaIndex, open_title
from referat.report.pages.matter_records import MatterRecords
from referat.report.pages.table_rows import Row, frame_rows, rows_by
from referat.tables.frames import Tables


class BodyRecords:
    """Makes the record of a body from its meetings."""

    def __init__(self, tables: Tables, agenda: AgendaIndex, matters: MatterRecords, language: Language) -> None:
        self._agenda = agenda
        self._matters = matters
        self._language = language
        grid = attendance_rates.grid(tables.meetings, tables.attendance, tables.items, tables.item_attendance)
        self._states = rows_by(frame_rows(grid[["meeting_id", "person", "state"]]), "meeting_id")
        self._returns_known = any(item["return_kind"] for item in agenda.items.values())

    def records(self) -> Iterator[tuple[str, Row]]:
        """Yield the record of each body with its id."""
        for body_id, meetings in self._agenda.bodies.items():
            yield body_id, self._record(body_id, meetings)

    def _record(self, body_id: str, meetings: list[Row]) -> Row:
        items = [item for meeting in meetings for item in meeting["items"]]
        matters = rows_by(items, "matter_id")
        states = [row for meeting in meetings for row in self._states.get(meeting["meeting_id"], [])]
        return {
            "name": meetings[0]["body"] or self._language.say("pages.no_bodies"),
            "municipality": meetings[0]["municipality"],
            "first": self._day(meetings[0]["date"]),
            "last": self._day(meetings[-1]["date"]),
            "tiles": list(self._tiles(meetings, items, states, matters)),
            "months": _by_month(meetings),
            "meetings": [self._meeting(meeting) for meeting in reversed(meetings)],
            "people": _people(states),
            "owes": list(self._owes(body_id, meetings)),
            "matters": [self._matter(matter_id) for matter_id in matters],
        }

    def _tiles(
        self, meetings: list[Row], items: list[Row], states: list[Row], matters: dict[str, list[Row]]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield number, what is counted, and the total."""
        say, some, number = self._language.say, self._language.some, self._language.number
        yield number(len(meetings)), say("follow.tile_meetings", len(meetings)), self._per_meeting(items, meetings)
        yield self._closed(items)
        known = [row for row in states if row["state"] != "unknown"]
        present = sum(row["state"] == "present" for row in known)
        if known:
            yield (
                self._share(present, len(known)),
                say("follow.tile_attended"),
                say("follow.of", hit=number(present), all=some(len(known), "attendance")),
            )
        if self._returns_known:
            substantive = {key: rows for key, rows in matters.items() if not all(row["standing"] for row in rows)}
            back = sum(any(row["return_kind"] == "reconsidered" for row in rows) for rows in substantive.values())
            yield (
                self._share(back, len(substantive)),
                say("follow.tile_returned"),
                say("follow.of", hit=number(back), all=some(len(substantive), "matter")),
            )

    def _closed(self, items: list[Row]) -> tuple[str, str, str]:
        """Return the share of closed items as the report counts it: of minuted ones that are no fixtures."""
        counted = [item for item in items if item["minuted"] and not item["standing"]]
        closed = sum(bool(item["closed"]) for item in counted)
        of = {"hit": self._language.number(closed), "all": self._language.some(len(counted), "item")}
        say = self._language.say
        return self._share(closed, len(counted)), say("follow.tile_closed"), say("follow.without_fixtures", **of)

    def _per_meeting(self, items: list[Row], meetings: list[Row]) -> str:
        each = self._language.number(len(items) / len(meetings), 1)
        return self._language.say("follow.items_each", items=self._language.some(len(items), "item"), each=each)

    def _share(self, part: int, whole: int) -> str:
        return self._language.percent(part / whole) if whole else "–"

    def _day(self, iso: str | None) -> str:
        return self._language.day(date.fromisoformat(iso)) if iso else self._language.say("form.unknown_day")

    def _meeting(self, meeting: Row) -> list[Any]:
        """Return id, day, number of items and of closed ones, and how many of the known persons were present."""
        known = [row for row in self._states.get(meeting["meeting_id"], []) if row["state"] != "unknown"]
        present = sum(row["state"] == "present" for row in known)
        closed = sum(bool(item["closed"]) for item in meeting["items"])
        counts = [len(meeting["items"]), closed, present if known else None, len(known)]
        return [meeting["meeting_id"], meeting["date"], *counts, self._language.name(meeting["kind"])]

    def _owes(self, body_id: str, meetings: list[Row]) -> Iterator[list[Any]]:
        """Yield what this body owes, longest wait first: matter, title, numbers, since when, its meetings since."""
        names = {meeting[name] for meeting in meetings for name in ("body", "body_key")} | {body_id}
        owed = [(self._matters.owed(matter_id), items) for matter_id, items in self._agenda.matters.items()]
        mine = [(row, items) for row, items in owed if row and row["owed_by"] in names]
        for row, items in sorted(mine, key=lambda pair: pair[0]["owed_since"] or ""):
            since = row["owed_since"] or ""
            later = sum((meeting["date"] or "") > since for meeting in meetings)
            numbers = "|".join(dict.fromkeys(item["case_number"] for item in items if item["case_number"]))
            yield [row["matter_id"], open_title(items), numbers.replace("|", ", "), since, later]

    def _matter(self, matter_id: str) -> list[Any]:
        items = self._agenda.matters[matter_id]
        numbers = ", ".join(dict.fromkeys(item["case_number"] for item in items if item["case_number"]))
        state = self._matters.state(matter_id)
        name = self._language.name(f"state {state}") if state else None
        is_fixture = all(item["standing"] for item in items)
        return [matter_id, open_title(items), numbers, items[-1]["meeting"]["date"], len(items), name, is_fixture]


def _by_month(meetings: list[Row]) -> list[list[Any]]:
    return [list(pair) for pair in sorted(Counter(row["date"][:7] for row in meetings if row["date"]).items())]


def _people(states: list[Row]) -> list[list[Any]]:
    """Return each person with the number of meetings present and known, by name; nobody is ranked."""
    known = rows_by((row for row in states if row["state"] != "unknown"), "person")
    return sorted([person, sum(row["state"] == "present" for row in rows), len(rows)] for person, rows in known.items())
