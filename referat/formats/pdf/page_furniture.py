"""Detect page furniture: headers, footers and page numbers that repeat from page to page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

import regex as re

from referat.formats.pdf.words_to_lines import Page, PageLine, joined_line_kind


@dataclass(frozen=True, slots=True)
class FurnitureThresholds:
    """Where and how often a row must be on pages to be furniture."""

    margin: float = 0.14
    """Page furniture is within this fraction of the page height from the top or bottom edge."""
    often: float = 0.4
    """Furniture is on at least this fraction of the pages; it may alternate between left and right pages."""
    most_numbers: int = 8
    """Most numbers of a row that are compared with the page number."""


_THRESHOLDS = FurnitureThresholds()

_NEVER = frozenset(("item", "case", "heading", "decision", "history_entry"))
"""Lines that repeat on many pages with a growing number, but belong to the text."""

_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(r"\W*(?:\p{L}{1,5}\.?\s*)?(\d{1,4})(?:\s*(?:\p{L}{2}|/)\s*\d{1,4})?\W*")
"""A page number on its own: `3`, `- 3 -`, `3/28`, `Side 3 af 28`."""

_Key = tuple[int, str]


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without page furniture, and the removed lines that are not only page numbers.

    On the first page, a running head that no other row repeats is kept if no other row names the meeting.
    """
    running = _running_keys(pages)
    first = next((number for number, page in enumerate(pages, 1) if page.rows), 0)
    kept, left_out = [], dict.fromkeys(text for page in pages for text in page.tilted)
    for number, page in enumerate(pages, 1):
        head, rest, foot = _parted(page, number, running)
        news = tuple(row for row in head if number == first and not _is_said(row, rest))
        left_out |= dict.fromkeys(_NUMBER.sub("#", row.text) for row in (*head, *foot) if _is_left_out(row, news))
        kept.append(replace(page, rows=news + rest))
    return kept, list(left_out)


def _is_left_out(row: PageLine, news: tuple[PageLine, ...]) -> bool:
    return row not in news and not _PAGE_NUMBER.fullmatch(row.text)


def _running_keys(pages: Sequence[Page]) -> set[_Key]:
    """Return the keys of rows at the edges of many pages."""
    counts: Counter[_Key] = Counter()
    for number, page in enumerate(pages, 1):
        counts.update({key for row in _edges(page) for key in _keys(row, number)})
    return {key for key, count in counts.items() if count >= max(2, _THRESHOLDS.often * len(pages))}


def _edges(page: Page) -> tuple[PageLine, ...]:
    return tuple(row for row in page.rows if _is_high(row, page) or _is_low(row, page))


def _is_high(row: PageLine, page: Page) -> bool:
    return row.base < _THRESHOLDS.margin * page.height


def _is_low(row: PageLine, page: Page) -> bool:
    return row.base > (1 - _THRESHOLDS.margin) * page.height


def _keys(row: PageLine, number: int) -> Iterator[_Key]:
    """Yield keys that a row shares with rows of other pages: its text, or its text with the page number replaced."""
    if row.kind in _NEVER:
        return
    yield round(row.base), row.text
    for number_match in islice(_NUMBER.finditer(row.text), _THRESHOLDS.most_numbers):
        grown = f"#{int(number_match[0]) - number}"
        yield round(row.base), row.text[: number_match.start()] + grown + row.text[number_match.end() :]


def _parted(
    page: Page, number: int, running: set[_Key]
) -> tuple[tuple[PageLine, ...], tuple[PageLine, ...], tuple[PageLine, ...]]:
    """Split a page into running rows at the top, text, and running rows at the bottom."""

    def runs(row: PageLine) -> bool:
        return not running.isdisjoint(_keys(row, number))

    def ends(row: PageLine) -> bool:
        page_number = _PAGE_NUMBER.fullmatch(row.text)
        return runs(row) or (page_number is not None and int(page_number[1]) == number)

    head = tuple(takewhile(runs, (row for row in page.rows if _is_high(row, page))))
    rest = page.rows[len(head) :]
    foot = tuple(takewhile(ends, (row for row in reversed(rest) if _is_low(row, page))))
    return head, rest[: len(rest) - len(foot)], foot


def _is_said(row: PageLine, others: Sequence[PageLine]) -> bool:
    if any(other.kind == "meeting" for other in others) or "meeting" in map(joined_line_kind, others, others[1:]):
        return True
    elsewhere = {word.text for other in others for word in other.words}
    return all(word.text in elsewhere for word in row.words)
