"""One meeting in two files: the fuller telling is kept, the other is withdrawn and becomes a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from referat.records.rows import Row
from referat.schema.problem_codes import problem
from referat.tables.batches import UNIT


@dataclass(slots=True)
class Doubles:
    """What becomes of units of the corpus, by their numbers.

    `withdrawn` are those whose meeting is taken from another file, which `problems` tell of; `renamed` those whose ids
    change, from what to what.
    """

    withdrawn: set[int] = field(default_factory=set)
    renamed: dict[int, tuple[str, str]] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)

    def renamed_id(self, written: str, unit: int) -> str:
        """Return an id of a unit as it is in the corpus."""
        old, new = self.renamed.get(unit, ("", ""))
        return new + written[len(old) :]


def doubles(meetings: pd.DataFrame, units_of: Callable[[str], pd.Series]) -> Doubles:
    """Find which meetings are told of twice; `units_of` gives the unit of each row of a table.

    Two meetings of one body on one day are told apart by their time, and the later one's ids get it appended. A file
    that gives no time is about the first of them.
    """
    found = Doubles()
    doubled = meetings[meetings.duplicated("meeting_id", keep=False)]
    if doubled.empty:
        return found
    sizes = {name: units_of(name).value_counts() for name in ("items", "decisions", "sections")}
    counted = doubled.assign(**{name: doubled[UNIT].map(size).fillna(0) for name, size in sizes.items()})
    for _, same in counted.groupby("meeting_id", sort=False):
        _tell_apart([dict(row) for _, row in same.iterrows()], found)
    return found


def _tell_apart(same: list[Row], found: Doubles) -> None:
    by_time: defaultdict[str, list[Row]] = defaultdict(list)
    for meeting in same:
        by_time[meeting["start_time"] if pd.notna(meeting["start_time"]) else ""].append(meeting)
    if "" in by_time and len(by_time) > 1:
        by_time[min(filter(None, by_time))] += by_time.pop("")
    for number, time in enumerate(sorted(by_time)):
        fullest, *others = sorted(by_time[time], key=_fullness, reverse=True)
        for other in others:
            _withdraw(other, fullest["source"], found)
        if number:
            old = fullest["meeting_id"]
            found.renamed[fullest[UNIT]] = (old, f"{old}-{time.replace(':', '')}")


def _fullness(meeting: Row) -> tuple[int, int, bool, int]:
    """Return how much is told; of two with as many items and decisions, the portal's own data is the better."""
    return meeting["items"], meeting["decisions"], meeting["reader"] == "portal", meeting["sections"]


def _withdraw(meeting: Row, better: str, found: Doubles) -> None:
    line: int | None = int(meeting["line_start"]) if pd.notna(meeting["line_start"]) else None
    doubt = problem("meeting_in_two_files", meeting["source"], line, detail=meeting["meeting_id"], text=better)
    found.withdrawn.add(meeting[UNIT])
    found.problems.append(doubt)
