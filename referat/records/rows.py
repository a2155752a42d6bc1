"""The rows that one meeting gives to every table, and the problems found on the way."""

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
    """The rows of every table that one meeting gives, or the problems of a file that holds none."""

    source: str
    sha256: str
    tables: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **cells: Any) -> None:
        """Add a row to a table."""
        self.tables[table].append(cells)

    def add_each(self, table: str, facts: Iterable[Any], **cells: Any) -> None:
        """Add a row for each fact: its own fields, its position, and the cells that all of them share."""
        for position, fact in enumerate(facts, 1):
            said = {name: getattr(fact, name) for name in fact.__slots__}
            self.add(table, **cells, position=position, **said)

    def doubt(self, code: str, line: int | None = None, *, detail: str = "", text: str | None = None) -> None:
        """Add a row to the table of problems."""
        self.tables["problems"].append(problem(code, self.source, line or None, detail=detail, text=text))


def text_of(lines: Sequence[str]) -> str | None:
    """Return the lines as a text of paragraphs with a blank line between, or nothing if they are all blank."""
    return "\n\n".join(paragraphs(lines)) or None
