"""Minutes in the form of a table: a row per item, with columns for its number, its title and its outcome.

Rows are written out as ordinary minutes: the title after its number, then each column under its heading.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex as re

from referat.vocabulary import contains_any, fold, load

_RULE = re.compile(r"[\s|:-]+")
_NUMBER = re.compile(r"(?:(?:Punkt|Pkt\.?)\s*)?(?P<number>\d{1,3})\.?")
_NUMBERED_TITLE = re.compile(r"(?:(?:Punkt|Pkt\.?)\s*)?(?P<number>\d{1,3})\s*[.:)]?\s+(?P<title>\S.*)")
_FEWEST_ROWS = 2
"""Fewest rows of a table of items."""


class _Columns(NamedTuple):
    """The positions of number, title and outcome in a table, and the headings of its columns.

    `number` is -1 if the number is in front of the title: "1. Budget".
    """

    number: int
    title: int
    outcome: int
    headings: list[str]


def write_out_tables(text: str) -> str:
    """Return a text with tables of items written out; unchanged if it has none."""
    if "\t" not in text and "|" not in text:
        return text
    lines = text.split("\n")
    marked = (at for at, line in enumerate(lines) if "\t" in line or "|" in line)
    minutes: list[str] = []
    done = 0
    for at, columns in [(at, columns) for at in marked if (columns := _columns(lines[at]))]:
        rows = _rows(lines, at + 1, columns) if at >= done else []
        if len(rows) >= _FEWEST_ROWS:
            minutes += [*lines[done:at], *(line for row in rows if row for line in _row_as_lines(row, columns))]
            done = at + 1 + len(rows)
    return "\n".join([*minutes, *lines[done:]]) if done else text


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if "|" in line else []


def _columns(line: str) -> _Columns | None:
    """Return the columns of a table of items, if the line is its header row."""
    words = column_headings()
    if not contains_any(line, words["outcome"]):
        return None
    cells = [fold(cell).strip(" *:.") for cell in _cells(line)]
    at: list[int] = []
    for name in ("number", "title", "outcome"):
        at.append(next((n for n, cell in enumerate(cells) if cell in words[name] and n not in at), -1))
    if at[0] >= 0 > at[1]:
        at = [-1, at[0], at[2]]  # the column with the numbers has the titles, too
    return (
        _Columns(at[0], at[1], at[2], [cell.strip(" *") for cell in _cells(line)])
        if min(at[1:], default=-1) >= 0
        else None
    )


@cache
def column_headings() -> dict[str, frozenset[str]]:
    """Return the headings that the columns of a table of items can have: number, title and outcome."""
    return {name: frozenset(words) for name, words in load("lines")["item_table"].items()}


def _rows(lines: list[str], start: int, columns: _Columns) -> list[list[str]]:
    """Return the rows below the header row of a table; an empty one for a line that only draws a rule."""
    rows: list[list[str]] = []
    for line in lines[start:]:
        if line.strip() and _RULE.fullmatch(line):
            rows.append([])
            continue
        cells = _cells(line)
        if len(cells) != len(columns.headings) or not _number_and_title(cells, columns)[0]:
            break
        rows.append(cells)
    return rows


def _number_and_title(row: list[str], columns: _Columns) -> tuple[str, str]:
    """Return the number and the title of a row; the number is empty if the row has none."""
    if columns.number < 0:
        both = _NUMBERED_TITLE.fullmatch(row[columns.title])
        return (both["number"], both["title"]) if both else ("", "")
    number = _NUMBER.fullmatch(row[columns.number])
    return (number["number"] if number else "", row[columns.title])


def _row_as_lines(row: list[str], columns: _Columns) -> list[str]:
    number, title = _number_and_title(row, columns)
    lines = ["", f"{number}. {title}"]
    for at, cell in enumerate(row):
        if at not in (columns.number, columns.title) and cell:
            lines += [columns.headings[at], cell]
    return lines
