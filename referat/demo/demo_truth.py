"""Write the truth about the demo: tables of what the generator knows, never read back from the text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from referat.demo.meeting_plan import BODIES, HeldMeeting, Item, Matter
from referat.demo.town import slug
from referat.schema.decision_types import LABELS

COLUMNS = {
    "meetings": "meeting_id body date start_time is_extraordinary source",
    "attendance": "meeting_id position person",
    "items": "item_id meeting_id number title case_number closed",
    "decisions": "item_id decision_type decision_types text",
    "item_attendance": "item_id person status",
    "matters": "matter_id item_id position plot state owes announced_route",
}
"""The columns of each table; `matters` has a row per item; `owes` and the route are names of bodies."""

Row = list[Any]


class Truth:
    """The open tables of the truth."""

    def __init__(self, writers: dict[str, Any], municipality: str):
        self._writers = writers
        self._prefix = f"{slug(municipality)}/"

    def add(self, meeting: HeldMeeting, source: str) -> None:
        """Write the rows of a meeting."""
        sitting, meeting_id = meeting.sitting, self._prefix + meeting.id
        place = [sitting.body, sitting.day, BODIES[sitting.key]["start"], sitting.kind == "extraordinary", source]
        self._writers["meetings"].writerow([meeting_id, *place])
        self._writers["attendance"].writerows([meeting_id, at, one.name] for at, one in enumerate(meeting.present, 1))
        for number, item in enumerate(meeting.items, 1):
            item_id = f"{meeting_id}:{number}"
            row = [item_id, meeting_id, number, item.title, item.case_number, item.closed]
            self._writers["items"].writerow(row)
            self._writers["decisions"].writerows(_decision(item_id, item))
            self._writers["item_attendance"].writerows([item_id, one.name, status] for status, one in item.away)

    def add_matters(self, matters: Iterable[Matter], names: dict[str, str]) -> None:
        """Write a row for each item of the matters; `names` maps keys of bodies to names."""
        for matter in matters:
            owes = names.get(matter.owes or "", matter.owes) if matter.state == "owed" else None
            route = "|".join(names[key] for key in matter.route)
            for at, (item_id, *_) in enumerate(matter.held, 1):
                row = [matter.id, self._prefix + item_id, at, matter.plot, matter.state, owes, route]
                self._writers["matters"].writerow(row)


def _decision(item_id: str, item: Item) -> Iterator[Row]:
    if item.decision:
        types = sorted(item.types, key=LABELS.index)
        yield [item_id, types[0], "|".join(sorted(types)), item.decision]


@contextmanager
def truth(folder: Path, municipality: str) -> Iterator[Truth]:
    """Open the tables in the folder for writing; ids begin with the municipality of the corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {}
        for table, columns in COLUMNS.items():
            file = stack.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            writers[table] = csv.writer(file, lineterminator="\n")
            writers[table].writerow(columns.split())
        yield Truth(writers, municipality)
