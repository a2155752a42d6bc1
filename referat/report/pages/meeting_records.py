"""Records for the page of each meeting: its agenda, attendance, source documents, problems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from referat.language import Language
from referat.report.pages.agenda_index import AgendaIndex
from referat.report.pages.table_rows import Row, rows_by, rows_of
from referat.report.pages.text_records import TextRecords
from referat.schema.problem_codes import CODES
from referat.tables.frames import Tables

_DOCUMENT = ("document_id", "meeting_id", "source", "kind", "used", "url", "line_start", "line_end")
_PROBLEM = ("source", "line_start", "severity", "code", "message")


class MeetingRecords:
    """Makes the record of a meeting from the rows that belong to it."""

    def __init__(self, tables: Tables, agenda: AgendaIndex, texts: TextRecords, language: Language) -> None:
        self._agenda = agenda
        self._texts = texts
        self._language = language
        people = rows_of(tables, "attendance", "meeting_id", "person", "role", "party", "status")
        self._people = rows_by(people, "meeting_id")
        self._changes = rows_by(rows_of(tables, "item_attendance", "item_id", "person", "status"), "item_id")
        self._documents = rows_by(rows_of(tables, "documents", *_DOCUMENT), "meeting_id")
        self._problems = rows_by(rows_of(tables, "problems", *_PROBLEM), "source")

    def records(self) -> Iterator[tuple[str, Row]]:
        """Yield the record of each meeting with its id; each has the previous and the next one of its body."""
        for meetings in self._agenda.bodies.values():
            for place, meeting in enumerate(meetings):
                before = meetings[place - 1] if place else None
                after = meetings[place + 1] if place + 1 < len(meetings) else None
                neighbours = {"before": self._neighbour(before), "after": self._neighbour(after)}
                yield meeting["meeting_id"], self._record(meeting) | neighbours

    def _neighbour(self, meeting: Row | None) -> list[str] | None:
        return [meeting["meeting_id"], self._day(meeting["date"])] if meeting else None

    def _day(self, iso: str | None) -> str:
        return self._language.day(date.fromisoformat(iso)) if iso else self._language.say("form.unknown_day")

    def _record(self, meeting: Row) -> Row:
        return {
            "day": self._day(meeting["date"]),
            "date": meeting["date"],
            "body": meeting["body"],
            "body_id": meeting["body_id"],
            "municipality": meeting["municipality"],
            "facts": list(self._facts(meeting)),
            "agenda": [self._agenda_row(item) for item in meeting["items"]],
            "people": self._people_by_status(meeting),
            "changes": list(self._changes_shown(meeting)),
            "documents": [self._document(row) for row in self._documents_of(meeting)],
            "problems": self._problems_shown(meeting),
        }

    def _facts(self, meeting: Row) -> Iterator[tuple[str, str]]:
        say, name = self._language.say, self._language.name
        yield say("follow.kind"), name(meeting["kind"])
        if meeting["status"]:
            yield say("follow.status"), name(meeting["status"])
        times = [time for time in (meeting["start_time"], meeting["end_time"]) if time]
        if times:
            yield say("follow.time"), "–".join(times)
        if meeting["location"]:
            yield say("follow.location"), meeting["location"]

    def _agenda_row(self, item: Row) -> list[Any]:
        """Return the item, its matter (missing if it began with this item), and the facts that the agenda shows."""
        matter = None if item["matter_id"] == item["item_id"] else item["matter_id"]
        row = (item["label"], item["title"], item["case_number"], item["type"], int(item["closed"]))
        return [item["item_id"].removeprefix(item["meeting_id"]), matter, *row]

    def _people_by_status(self, meeting: Row) -> list[list[Any]]:
        people = rows_by(self._people.get(meeting["meeting_id"], []), "status")
        return [[self._language.name(status), [_person(row) for row in rows]] for status, rows in people.items()]

    def _changes_shown(self, meeting: Row) -> Iterator[list[str]]:
        """Yield for each person and status the items, `1–7, 9`, in the order of the agenda."""
        places: dict[tuple[str, str], list[int]] = {}
        for place, item in enumerate(meeting["items"]):
            for row in self._changes.get(item["item_id"], []):
                places.setdefault((row["person"], row["status"]), []).append(place)
        labels = [item["label"] or "" for item in meeting["items"]]
        for (person, status), of_person in places.items():
            yield [_ranges(of_person, labels), person, self._language.name(status)]

    def _documents_of(self, meeting: Row) -> list[Row]:
        alone = {
            **meeting,
            "document_id": None,
            "used": True,
        }  # a build without the table of documents has one document per meeting
        return self._documents.get(meeting["meeting_id"], [alone])

    def _document(self, row: Row) -> list[Any]:
        url = row["url"] if row["url"] and row["url"].startswith(("https://", "http://")) else None
        page = row["document_id"] if row["document_id"] in self._texts else None
        lines = (row["line_start"], row["line_end"])
        return [row["source"], self._language.name(row["kind"]), *lines, row["used"], url, page]

    def _problems_shown(self, meeting: Row) -> list[list[Any]]:
        """Return severity, line and message; if any item is closed, messages do not quote the minutes."""
        quiet = any(item["closed"] for item in meeting["items"])
        problems = [
            row
            for document in self._documents_of(meeting)
            for row in self._problems.get(document["source"], [])
            if _within(row["line_start"], document["line_start"], document["line_end"])
        ]
        return [[self._language.name(r["severity"]), r["line_start"], self._message(r, quiet)] for r in problems]

    def _message(self, row: Row, quiet: bool) -> str:
        """Return the message of a problem: in English with details, in other languages the code in words."""
        if self._language.code != "en":
            return self._language.name(row["code"])
        return CODES[row["code"]].message.format(detail="…") if quiet and row["code"] in CODES else str(row["message"])


def _ranges(places: list[int], labels: list[str]) -> str:
    """Return the labels at places, those that follow one another as a range.

    >>> _ranges([0, 1, 2, 4], ["1", "2", "3", "4", "5"])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    named = ["–".join(dict.fromkeys(filter(None, (labels[run[0]], labels[run[-1]])))) for run in runs]
    return ", ".join(filter(None, named))


def _person(row: Row) -> str:
    more = ", ".join(filter(None, (row["party"], row["role"])))
    return f"{row['person']} ({more})" if more else str(row["person"])


def _within(line: int | None, first: int | None, last: int | None) -> bool:
    return line is None or first is None or last is None or first <= line <= last
