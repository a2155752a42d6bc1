"""The parts that an item of an agenda adds to the same item of the minutes: sections that the minutes do not repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from referat.corpus.meeting_documents import DocumentItem

_DECIDED = "decision"
"""An agenda decides nothing: these sections are taken from the minutes."""

_TABLE_OF = {"recommendation": "recommendations", "attachments": "attachments", "procedure": "announced_route"}
"""Sections with rows in a table of their own, which are added with them."""


@dataclass(frozen=True, slots=True)
class AddedParts:
    """The rows of an agenda's item that are added to an item of the minutes.

    `key` is the key of that item in the meeting, `positions` are the positions of the added sections and `lines` their
    lines; `tables` has the names of the tables with added rows; `rows` is the number of rows the item has so far, from
    which the added ones are numbered.
    """

    key: str
    positions: frozenset[int]
    lines: tuple[tuple[int, int], ...]
    tables: frozenset[str]
    rows: Counter[str]

    def has(self, table: str, position: int, line: int | None) -> bool:
        """Return whether a row of a table is added."""
        if table == "sections":
            return position in self.positions
        if table == "references":
            return line is not None and any(first <= line <= last for first, last in self.lines)
        return table in self.tables


def add_parts(key: str, item: DocumentItem, agenda: DocumentItem) -> AddedParts | None:
    """Return what the agenda's item adds to the item with this key, and count it; None if it adds nothing."""
    kinds = {section.kind for section in item.sections} | {_DECIDED}
    added = [section for section in agenda.sections if section.kind not in kinds]
    if not added:
        return None
    lines = tuple((it.first, it.last) for it in added if it.first is not None and it.last is not None)
    tables = frozenset(_TABLE_OF[section.kind] for section in added if section.kind in _TABLE_OF)
    parts = AddedParts(key, frozenset(section.position for section in added), lines, tables, Counter(item.rows))
    item.sections += added
    _count(item.rows, agenda.rows, ("sections", "references", *tables))
    return parts


def _count(rows: Counter[str], more: Counter[str], tables: Iterable[str]) -> None:
    for table in tables:
        rows[table] += more[table]
