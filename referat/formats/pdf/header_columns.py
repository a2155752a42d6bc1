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

_WIDER = 1.15
"""Ratio of the gap between two cells to the gaps between the lines of one."""

_ALIGNED = 0.5
"""Largest difference of left edges in one column, relative to the font size."""


def with_columns_apart(pages: Sequence[Page]) -> list[Page]:
    """Return the pages; on the first one, two columns above the first item are read one after the other."""
    if not pages:
        return []
    rows = list(pages[0].rows)
    end = next((n for n, each in enumerate(rows) if each.kind in _BELOW_HEADER), len(rows))
    header = _columns_apart(_with_labels_on_top(rows[:end]))
    return [replace(pages[0], rows=(*header, *rows[end:])), *pages[1:]]


def _with_labels_on_top(rows: list[PageLine]) -> list[PageLine]:
    """Return the rows, with labels in the middle of a cell of several lines on its first line."""
    moved = list(rows)
    for at, line in enumerate(rows):
        texts = line.text.split("\t")
        if len(texts) != 2 or not _is_label(texts[0]):
            continue
        edge = line.cells[1]
        top = _top_of_cell(moved, at, edge)
        label, value = _parts(line, edge)
        if top < at and label is not None and value is not None:
            label_words = [replace(word, base=moved[top].base) for word in label.words]
            moved[top], moved[at] = row([*label_words, *moved[top].words]), value
    return moved


def _top_of_cell(rows: Sequence[PageLine], at: int, edge: float) -> int:
    """Return the first line of the cell at `edge` in which a row is: the widest gap above separates two cells."""
    first = at
    while first > 0 and abs(rows[first - 1].left - edge) < _ALIGNED * rows[at].size:
        first -= 1
    if first in (0, at):
        return at
    gaps = {n: rows[n].base - rows[n - 1].base for n in range(first, at + 1)}
    widest = max(gaps, key=lambda n: gaps[n])
    others = [gap for n, gap in gaps.items() if n != widest]
    return widest if gaps[widest] > _WIDER * max(others) else at


def _is_label(text: str) -> bool:
    return text.rstrip().endswith(":") and line_kind(text) in _LABELS


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
    if len(texts) == 2 and _is_label(texts[0]) and not _CONTACT.search(texts[1]):  # "Mødetidspunkt:", "Kl. 15:30"
        return None
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
