"""The truth beside the minutes: tables of what the generator knows for certain, never read back from the text.

Columns are those of the registry, as far as they are known here. The text of a point that is a paragraph of its own is
the whole paragraph; blocks of a decision are joined by line feeds; lines run from the first to the last with text, and
those of a decision leave out its heading.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from referat.demo.layouts import Minutes, Span, shows_role
from referat.demo.model import Decision, Item, Meeting
from referat.demo.words import load

COLUMNS = {
    "meetings": "meeting_id body date start_time location kind is_extraordinary attendance_recorded reader "
    "source source_sha256",
    "attendance": "meeting_id position person name role status",
    "items": "item_id meeting_id number title toc_title toc_page case_number case_year closed standing "
    "line_start line_end",
    "recommendations": "item_id position label text proposer",
    "decisions": "decision_id item_id meeting_id position body decided_on is_earlier decision_type decision_types text "
    "postponed_to line_start line_end",
    "attachments": "item_id position title",
    "item_attendance": "item_id position person name party status",
}
"""The columns written, by table, in the registry's order."""

Row = list[Any]


class Truth:
    """The open tables of the truth."""

    def __init__(self, writers: dict[str, Any]):
        self._writers = writers

    def add(self, meeting: Meeting, minutes: Minutes, source: str, data: bytes) -> None:
        """Write the rows of a meeting to every table."""
        self._writers["meetings"].writerow(_meeting_row(meeting, source, data))
        self._writers["attendance"].writerows(_attendance_rows(meeting))
        for number, item in enumerate(meeting.items, 1):
            item_id = f"{meeting.id}:{number}"
            row = _item_row(meeting.id, number, item, minutes.pages[number - 1], minutes.items[number - 1])
            self._writers["items"].writerow([item_id, *row])
            self._writers["recommendations"].writerows(_recommendation_rows(item_id, item))
            self._writers["decisions"].writerows(_decision_rows(meeting, item_id, minutes.decisions[number - 1]))
            self._writers["attachments"].writerows([item_id, *row] for row in enumerate(item.attachments, 1))
            self._writers["item_attendance"].writerows(_away_rows(item_id, item))


@contextmanager
def truth(folder: Path) -> Iterator[Truth]:
    """Open the tables in the folder for writing."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {}
        for table, columns in COLUMNS.items():
            file = stack.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            writers[table] = csv.writer(file, lineterminator="\n")
            writers[table].writerow(columns.split())
        yield Truth(writers)


def _meeting_row(meeting: Meeting, source: str, data: bytes) -> Row:
    sitting = meeting.sitting
    recorded = meeting.attendees is not None
    place = (sitting.body, sitting.day.isoformat(), meeting.start, meeting.place, "minutes")
    return [
        meeting.id,
        *place,
        sitting.extraordinary,
        recorded,
        "text",
        source,
        hashlib.sha256(data).hexdigest(),
    ]


def _attendance_rows(meeting: Meeting) -> Iterator[Row]:
    layout = load("layouts")[meeting.layout]
    for position, attendee in enumerate(meeting.attendees or (), 1):
        role = attendee.person.role if shows_role(attendee, layout) else None
        yield [meeting.id, position, attendee.person.name, attendee.name, role, "present"]


def _item_row(meeting_id: str, number: int, item: Item, page: int, span: Span) -> Row:
    year = 2000 + int(item.case_number[:2]) if item.case_number else None
    title = (meeting_id, number, item.title, item.listed, page)
    return [*title, item.case_number, year, item.closed, item.standing, *span]


def _recommendation_rows(item_id: str, item: Item) -> Iterator[Row]:
    if item.proposal is not None:
        for position, point in enumerate(item.proposal.points, 1):
            label = position if item.proposal.numbered else None
            yield [item_id, position, label, point, item.proposal.proposer]


def _decision_rows(meeting: Meeting, item_id: str, decisions: Iterable[tuple[Decision, Span]]) -> Iterator[Row]:
    for position, (decision, span) in enumerate(decisions, 1):
        earlier = decision.day != meeting.sitting.day or decision.body != meeting.sitting.body
        ids = (f"{item_id}:{position}", item_id, meeting.id, position, decision.body, decision.day.isoformat(), earlier)
        types = (decision.types[0], "|".join(sorted(decision.types)))
        until = decision.postponed_to.isoformat() if decision.postponed_to else None
        yield [*ids, *types, decision.text, until, *span]


def _away_rows(item_id: str, item: Item) -> Iterator[Row]:
    for position, away in enumerate(item.away, 1):
        yield [item_id, position, away.person.name, away.person.name, away.person.party, away.status]
