"""Attach page numbers to the rows of a printed table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from math import inf

from referat.formats.pdf.words_to_lines import SHORT_LEADER, PageLine

_DIGITS = 4
"""Most digits of a page number."""

_LONGEST_TITLE = 3
"""Most rows of a title before or after its page number."""

_GAP = 0.5
"""Width of a gap, relative to the font size, that leads to a page number without dots."""


def attach_toc_pages(rows: Sequence[PageLine], edge: float) -> list[PageLine]:
    """Return the rows of the contents at the start of `rows`, with dots before page numbers.

    After a long title there is no room for dots or a gap. Then the number must lie between the page numbers before and
    after it, because the last word of a wrapped title can be a number, too.
    """
    sure = [_page(row) if row.leads_to_page or (_is_led(row) and _at_edge(row, edge)) else None for row in rows]
    with_pages: list[PageLine] = []
    highest = 0
    for index, row in enumerate(rows[: _end(rows, sure)]):
        page = _page(row) if _at_edge(row, edge) or row.leads_to_page else None
        if page is None or (sure[index] is None and not highest <= page <= _next_page(sure, index)):
            with_pages.append(row)
        else:
            with_pages.append(_led(row, str(page)))
            highest = page
    return _at_the_end(with_pages)


def _next_page(pages: Sequence[int | None], index: int) -> float:
    """Return the next page number after a row; infinity after the last one."""
    return next((page for page in pages[index + 1 :] if page is not None), inf)


def _end(rows: Sequence[PageLine], pages: Sequence[int | None]) -> int:
    """Return the end of the contents: the first item, or the row after the last page number."""
    end = 0
    for index, (row, page) in enumerate(zip(rows, pages, strict=True)):
        if (row.kind == "item" and page is None) or index - end > _LONGEST_TITLE:
            break
        end = index + 1 if page is not None else end
    following = rows[end : end + _LONGEST_TITLE]
    return end + sum(1 for _ in takewhile(lambda row: row.text[0].islower(), following))


def _at_the_end(rows: list[PageLine]) -> list[PageLine]:
    """Return the rows with each page number after the last row of its title.

    If the page number is on the first row, the title continues with a lower-case letter on the next one.
    """
    below = [one.leads_to_page and not two.leads_to_page for one, two in pairwise(rows)]
    if not any(goes_on and row.text[0].islower() for goes_on, row in zip(below, rows[1:], strict=True)):
        return rows
    moved = rows[:1]
    for row in rows[1:]:
        title, leader, page = moved[-1].text.rpartition(SHORT_LEADER)
        if leader and not row.leads_to_page:
            moved[-1] = replace(moved[-1], text=title)
            row = replace(row, text=row.text + leader + page)
        moved.append(row)
    return moved


def _page(row: PageLine) -> int | None:
    last = row.text.rpartition(SHORT_LEADER)[2] if row.leads_to_page else row.words[-1].text
    return int(last) if last.isdecimal() and len(last) <= _DIGITS and last != row.text else None


def _at_edge(row: PageLine, edge: float) -> bool:
    return abs(edge - row.right) < row.size


def _is_led(row: PageLine) -> bool:
    return len(row.words) > 1 and (row.words[-2].text.endswith(".") or _is_apart(row))


def _is_apart(row: PageLine) -> bool:
    return row.words[-1].left - row.words[-2].right > _GAP * row.size


def _led(row: PageLine, page: str) -> PageLine:
    if row.leads_to_page:
        return row
    title = row.text.removesuffix(page).rstrip()
    return replace(row, text=(title if _is_apart(row) else title.rstrip(" .")) + SHORT_LEADER + page)
