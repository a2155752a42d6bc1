"""What stands on page after page and is no part of the text: running heads and feet, the numbers of pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex as re

from referat.formats.pages import Page, Row, kind

_MOST_ROWS = 4
"""Running heads and feet have no more rows than this."""

_OFTEN = 0.4
"""On so many of the pages a running line stands: it may alternate between left and right pages."""

_NEVER = frozenset(("item", "case", "heading", "decision", "history_entry"))
"""Lines that many pages can begin with, in one place and with a number that grows, and that are the text itself."""

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:\p{L}{1,5}\.?\s*)?(\d{1,4})(?:\s*(?:\p{L}{2}|/)\s*\d{1,4})?\W*")
"""A page's number alone: `3`, `- 3 -`, `3/28`, `Side 3 af 28`."""

_Key = tuple[bool, int, str]


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without what runs through them, and the running lines left out, each once.

    On the first page a running head stays if no other row names the meeting and it says what they do not say.
    """
    often = Counter(key for number, page in enumerate(pages, 1) for key in set(_edge_keys(page, number)))
    running = {key for key, count in often.items() if count >= max(2, _OFTEN * len(pages))}
    first = next((number for number, page in enumerate(pages, 1) if page.rows), 0)
    kept, left_out = [], {text: None for page in pages for text in page.tilted}
    for number, page in enumerate(pages, 1):
        head = _running(page.rows, number, running, at_foot=False)
        rest = page.rows[len(head) :]
        foot = _running(rest[::-1], number, running, at_foot=True)
        rest = rest[: len(rest) - len(foot)]
        news = tuple(row for row in head if number == first and not _is_said(row, rest))
        left_out |= {_NUMBER.sub("#", row.text): None for row in (*head, *foot) if row not in news}
        kept.append(Page(page.width, news + rest))
    return kept, list(left_out)


def _edge_keys(page: Page, number: int) -> Iterator[_Key]:
    for at_foot, rows in ((False, page.rows[:_MOST_ROWS]), (True, page.rows[-_MOST_ROWS:])):
        for row in rows:
            yield from _keys(row, number, at_foot)


def _keys(row: Row, number: int, at_foot: bool) -> Iterator[_Key]:
    """Yield what a row looks like on other pages: the same, or with one of its numbers growing with the page's."""
    if row.kind in _NEVER:
        return
    yield at_foot, round(row.base), row.text
    for found in _NUMBER.finditer(row.text[:200]):
        grown = f"#{int(found[0]) - number}"
        yield at_foot, round(row.base), row.text[: found.start()] + grown + row.text[found.end() :]


def _running(rows: Sequence[Row], number: int, running: set[_Key], *, at_foot: bool) -> tuple[Row, ...]:
    """Return the running rows at the edge from which `rows` are given; the first other row ends them."""
    found: list[Row] = []
    for row in rows[:_MOST_ROWS]:
        page_number = _PAGE_NUMBER.fullmatch(row.text) if at_foot else None
        is_number = page_number is not None and int(page_number[1]) == number
        if not is_number and running.isdisjoint(_keys(row, number, at_foot)):
            break
        found.append(row)
    return tuple(found)


def _is_said(row: Row, others: Sequence[Row]) -> bool:
    texts = [row.text for row in others]
    if "meeting" in map(kind, (*texts, *(f"{one} {two}" for one, two in pairwise(texts)))):
        return True
    elsewhere = {word.text for other in others for word in other.words}
    return all(word.text in elsewhere for word in row.words)
