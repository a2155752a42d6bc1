"""Rows of all tables for one meeting, and the problems of reading it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from referat.facts.paragraphs import paragraphs
from referat.schema.problem_codes import problem

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """The rows of all tables for one meeting, or the problems of a file without meetings."""

    source: str
    sha256: str
    tables: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **cells: Any) -> None:
        """Add a row to a table."""
        self.tables[table].append(cells)

    def add_each(self, table: str, facts: Iterable[Any], **cells: Any) -> None:
        """Add a row for each fact: its fields, its position, and the cells shared by all."""
        for position, fact in enumerate(facts, 1):
            fields = {name: getattr(fact, name) for name in fact.__slots__}
            self.add(table, **cells, position=position, **fields)

    def add_problem(
        self, code: str, line: int | None = None, *, last: int | None = None, detail: str = "", text: str | None = None
    ) -> None:
        """Add a row to the table `problems`; `detail` fills in the message, `text` quotes the source.

        The problem is at a line, or reaches from there to the line `last`.
        """
        row = problem(code, self.source, line or None, last=last or None, detail=detail, text=text)
        self.tables["problems"].append(row)


def text_of(lines: Sequence[str]) -> str | None:
    """Return the lines as paragraphs separated by blank lines, or None if all lines are blank."""
    return "\n\n".join(paragraphs(lines)) or None
