"""Write the data dictionary and the page of problems: `python -m referat.schema.data_dictionary`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from referat.schema.problem_codes import CODES
from referat.schema.registry import TABLES, Column, Table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "data-dictionary.md"
PROBLEMS_PAGE = DOCS / "problems.md"

INTRODUCTION = """\
# Data dictionary

Every table that `referat.load` returns and `python -m referat build` writes, one Parquet file each. This page is
generated from `referat/schema/registry.py` by `make data-dictionary`; change it there.

* Missing is missing (`NA`), never an empty text, 0 or a guess. A column marked *always* is never missing.
* Lines are counted from 1 in the source as read, and `line_end` is the last line, not the one after it.
* `text` is pandas' `str`, `int` its `Int64`, `bool` plain, `date` a `datetime64` without a time of day.

## Ids

An id depends on the files in the folder alone, not on the order in which they came: a rebuild gives the same ids as a
fresh build. A file that comes later changes no id of what was there, with these exceptions, which no rule without a
memory can avoid:

* Of two meetings of a body on one day, the one that begins first has the plain id, and the other its hour
  (`byraadet-2024-03-04-1600`). If the earlier one comes later, the plain id passes to it.
* Of two such meetings without an hour, or two files without body and day whose names look alike, the first by path has
  the plain id, and the other a count (`-2`).
* A number that repeats in a meeting has a count: `:2`, then `:2-2`. The minutes come before the agenda and the
  supplements, so that an agenda's item gives its plain id to an item of the minutes that come later with that number
  and another title.
* A meeting whose municipality becomes known has it in front of its id; `meeting_alias` in `documents` keeps the
  former id.

`title`, `case_number` and the portal's ids identify an item across such a change.
"""


PROBLEMS_INTRODUCTION = """\
# Problems

Every problem is a row in the table `problems`: its place, severity, code, message and the text concerned.
`python -m referat check RAW` prints them. An *error* means that a file could not be read; a *warning*, that the minutes
contradict themselves or that something in them is in no table; a *note*, that something is missing or was corrected.
This page is generated from `referat/schema/problem_codes.py` by `make data-dictionary`; change it there.
"""


def problems_page() -> str:
    """Return the page of problem codes as Markdown."""
    rows = ([f"`{name}`", code.severity, code.message.format(detail="…"), code.advice] for name, code in CODES.items())
    return "\n".join([PROBLEMS_INTRODUCTION, *_table(["Code", "Severity", "Problem", "What to do"], rows), ""])


def dictionary_page() -> str:
    """Return the data dictionary as Markdown."""
    return "\n".join([INTRODUCTION, *_overview(), *(line for table in TABLES for line in _section(table))])


def _overview() -> list[str]:
    rows = ([f"[`{table.name}`](#{table.name})", table.row, _names(table.key)] for table in TABLES)
    return [*_table(["Table", "What a row is", "Key"], rows), ""]


def _section(table: Table) -> list[str]:
    columns = _table(["Column", "Type", "Filled", "Meaning"], (_row(column) for column in table.columns))
    return [f"## {table.name}", "", table.row, *_key(table), *_references(table), "", *columns, ""]


def _key(table: Table) -> list[str]:
    return [f"A row is identified by {_names(table.key)}."] if table.key else []


def _references(table: Table) -> list[str]:
    return [f"`{column}` refers to [`{other}`](#{other})." for column, other in table.references]


def _row(column: Column) -> list[str]:
    filled = "always" if column.required else ""
    return [f"`{column.name}`", column.type, filled, column.meaning + _allowed(column)]


def _allowed(column: Column) -> str:
    return f" One of {_names(column.allowed)}." if column.allowed else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    rule = ["---"] * len(header)
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in [header, rule, *rows]]


def main() -> None:
    """Write both pages to the folder `docs`."""
    PAGE.write_text(dictionary_page(), encoding="utf-8", newline="\n")
    PROBLEMS_PAGE.write_text(problems_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
