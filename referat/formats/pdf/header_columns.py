"""Read two columns above the first item one after the other: labels, or a letterhead next to a heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re

from referat.formats.pdf.words_to_lines import Page, PageLine, line_kind, row

_LABELS = frozenset(("date", "start_time", "end_time", "location", "attendees", "absentees", "body"))
_BELOW_HEADER = frozenset(("item", "case", "decision", "contents"))

_CONTACT = re.compile(r"(?i:\b(?:tlf|telefon|cvr|ean|e-mail)\b|www\.|@)|\b\d{4} \p{Lu}\p{Ll}+$")
"""What only a letterhead has: telephone, web address, postal code and town."""

_NEAR = 2.5
"""Largest distance of two rows of one column, relative to the font size."""

_ALIGNED = 0.5
"""Largest difference of left edges in one column, relative to the font size."""


def with_columns_apart(pages: Sequence[Page]) -> list[Page]:
    """Return the pages; on the first one, two columns above the first item are read one after the other."""
    if not pages:
        return []
    rows = list(pages[0].rows)
    end = next((n for n, each in enumerate(rows) if each.kind in _BELOW_HEADER), len(rows))
    header = _columns_apart(rows[:end])
    return [replace(pages[0], rows=(*header, *rows[end:])), *pages[1:]]


def _columns_apart(rows: list[PageLine]) -> list[PageLine]:
    for at, each in enumerate(rows):
        edge = _second_column(each)
        if edge is None:
            continue
        first, last = _extent(rows, at, edge)
        columns = [_parts(line, edge) for line in rows[first : last + 1]]
        left, right = ([part for part in column if part] for column in zip(*columns, strict=True))
        return [*rows[:first], *left, *right, *_columns_apart(rows[last + 1 :])]
    return rows


def _extent(rows: list[PageLine], at: int, edge: float) -> tuple[int, int]:
    """Return the first and last row of the second column that a row at `at` has a part of."""
    first = last = at
    while first > 0 and _is_beside(rows[first - 1], rows[first], edge):
        first -= 1
    while last + 1 < len(rows) and _is_beside(rows[last], rows[last + 1], edge):
        last += 1
    beside = [n for n in range(first, last + 1) if _parts(rows[n], edge)[1]]
    return beside[0], beside[-1]


def _second_column(line: PageLine) -> float | None:
    """Return the left edge of a cell that begins with a label, next to another cell, or has an address."""
    texts = line.text.split("\t")
    for edge, text in zip(line.cells[1:], texts[1:], strict=False):
        if (":" in text and line_kind(text) in _LABELS) or _CONTACT.search(text):
            return edge
    return None


def _is_beside(above: PageLine, below: PageLine, edge: float) -> bool:
    """Return whether two rows are near each other, and neither crosses the left edge of the second column."""
    is_near = below.base - above.base < _NEAR * max(above.size, below.size)
    return is_near and not any(_crosses(line, edge) for line in (above, below))


def _crosses(line: PageLine, edge: float) -> bool:
    near = _ALIGNED * line.size
    return line.left < edge - near and line.right > edge and not any(abs(cell - edge) < near for cell in line.cells)


def _parts(line: PageLine, edge: float) -> tuple[PageLine | None, PageLine | None]:
    """Return the parts of a row left and right of an edge."""
    near = _ALIGNED * line.size
    left = [word for word in line.words if word.left < edge - near]
    right = [word for word in line.words if word.left >= edge - near]
    return (row(left) if left else None, row(right) if right else None)
