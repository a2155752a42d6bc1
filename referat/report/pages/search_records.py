"""The data of the search page: one row per agenda item."""

from __future__ import annotations

from typing import Any

from referat.language import Language
from referat.report.pages.agenda_index import AgendaIndex
from referat.report.pages.matter_records import MatterRecords
from referat.report.pages.table_rows import Row


class _Numbers(dict[Any, int]):
    """Numbers the distinct values seen, in order."""

    def __missing__(self, value: Any) -> int:
        self[value] = len(self)
        return self[value]


def search_data(agenda: AgendaIndex, matters: MatterRecords, language: Language) -> Row:
    """Return the rows of the search page, latest first, and the values that they name by number.

    A row is: item, matter, meeting (numbers), label, title, case number, type (number), closed (0 or 1), state
    (number), the text of the item's own decisions and its kind (number, see `_kind`).
    """
    matter_numbers, meeting_numbers, types, states, kinds = (_Numbers() for _ in range(5))
    rows = [
        [
            item["item_id"].removeprefix(item["meeting_id"]),
            matter_numbers[item["matter_id"]],
            meeting_numbers[item["meeting_id"]],
            item["label"],
            item["title"],
            item["case_number"],
            types[item["type"]],
            int(item["closed"]),
            states[matters.state(item["matter_id"])],
            " ".join(row["text"] for row in item["decisions"] if row["text"] and not row["is_earlier"]),
            kinds[_kind(item)],
        ]
        for item in reversed(agenda.items.values())
    ]
    meetings = [agenda.meetings[meeting_id] for meeting_id in meeting_numbers]
    return {
        "rows": rows,
        "matters": list(matter_numbers),
        "meetings": [[row["meeting_id"], row["date"], row["body"], row["municipality"]] for row in meetings],
        "types": [[value, language.name(value)] for value in types],
        "states": [[value, language.name(f"state {value}") if value else None] for value in states],
        "kinds": [[value, language.say(f"follow.item_{value}")] for value in kinds],
    }


def _kind(item: Row) -> str:
    """Return `counted` for an item in the report's shares, `fixture`, or `agenda` for an item without minutes."""
    if item["standing"]:
        return "fixture"
    meeting = item["meeting"]
    return "counted" if item["minuted"] and (meeting["kind"], meeting["status"]) == ("minutes", "held") else "agenda"
