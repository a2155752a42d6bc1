"""Parse the table of contents, and match its entries to the headings of the items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex as re
from rapidfuzz import fuzz

from referat.structure.section_headings import heading_key
from referat.structure.text_lines import bare
from referat.vocabulary import fold, load


@dataclass(frozen=True, slots=True)
class ContentsThresholds:
    """How alike a title and its entry of contents are, and what a page number looks like."""

    alike: int = 85
    """Similarity, of 100, of two spellings of one title; contents and headings differ by misspellings and cuts."""
    long_enough: int = 12
    """Fewest characters of a shortened title that can be matched."""
    leader_dots: int = 5
    """Number of dots between title and page, unless most lines of the contents have another number."""
    longest_page: int = 4
    """Most digits of a page number."""


_THRESHOLDS = ContentsThresholds()

_NUMBER = re.compile(
    r"(?:(?:punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?)?(?P<number>\d{1,3})(?:[.:](?:\s*[-–]\s|\s*)|\s+[-–]\s|\s+)(?P<title>\S.*)",
    re.IGNORECASE,
)
_TITLE_AND_PAGE = re.compile(r"(?P<title>\S.{0,400}?)(?:\s{3,}|\t)\s*(?P<page>\d{1,4})")
"""A title and its page number without dots between them."""

_LEADER = re.compile(r"(?r)(?P<title>.*?)\s?(?P<dots>\.{3,}|…+|(?:\. ){3,}\.?)\s*(?P<page>\d{1,4})?")
"""Dots before a page number. Matched from the end (`r`); from the start the time grows quadratically."""

_LEADER_ENDS = ".…"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents, with wrapped lines joined: number and title of the item, page, and line."""

    number: int
    title: str
    page: int | None
    line: int


def contents_entries(contents: list[str], first: int) -> list[Entry]:
    """Return the entries of the contents; `first` is the number of their first line.

    One dot more than in the other lines is the full stop of a title. Page numbers in a block of their own belong to the
    titles in order. Without dots, the entries are the lines that begin with a number.
    """
    dotted = any(contents_entry(line) for line in contents if bare(line))
    parsed, pages = _parse_contents(contents, first, dotted=dotted)
    if len(pages) == len(parsed) and all(page is None for _, page, _, _ in parsed):
        parsed = [(title, page, dots, line) for (title, _, dots, line), page in zip(parsed, pages, strict=True)]
    leader = _leader([dots for _, _, dots, _ in parsed])
    titles = [title + "." if leader and dots == leader + 1 else title for title, _, dots, _ in parsed]
    numbered = _numbered(titles) or ([] if not dotted else list(enumerate(titles, 1)))
    return [
        Entry(number, title, page, line) for (number, title), (_, page, _, line) in zip(numbered, parsed, strict=False)
    ]


def _parse_contents(
    contents: list[str], first: int, *, dotted: bool
) -> tuple[list[tuple[str, int | None, int, int]], list[int]]:
    """Return title, page, number of dots and line of each entry, and the page numbers on lines of their own."""
    parsed: list[tuple[str, int | None, int, int]] = []
    pending: list[str] = []
    pages: list[int] = []
    for number, line in enumerate(contents, first):
        text = bare(line)
        if text.isdecimal() and len(text) <= _THRESHOLDS.longest_page:
            pages.append(int(text))
        elif not text or heading_key(text) in _column_headings():
            continue
        elif (entry := contents_entry(line) if dotted else _undotted(text)) is None:
            pending.append(text)
        else:
            title, page, dots = entry
            parsed.append((" ".join([*pending, title]).strip(), page, dots, number))
            pending = []
    return parsed, pages


def contents_entry(line: str) -> tuple[str, int | None, int] | None:
    """Parse a line of the contents ("Budget.....7") into title, page and number of dots; None without dots."""
    text = bare(line)
    match = _LEADER.fullmatch(text) if text[-1:] in _LEADER_ENDS or text[-1:].isdecimal() else None
    if match is None:
        return None
    return match["title"], int(match["page"]) if match["page"] else None, match["dots"].count(".")


@cache
def _column_headings() -> frozenset[str]:
    """Return headings of columns and groups in the contents ("Side", "Lukkede punkter")."""
    return frozenset(load("lines")["contents"]["passed_over"])


def _undotted(text: str) -> tuple[str, int | None, int] | None:
    """Parse a numbered line of contents without dots into title, page and 0 dots."""
    if not _NUMBER.fullmatch(text):
        return None
    match = _TITLE_AND_PAGE.fullmatch(text)
    return (match["title"], int(match["page"]), 0) if match else (text, None, 0)


def _leader(dots: list[int]) -> int | None:
    """Return the number of dots before the page in most lines of the contents; None if it varies."""
    if not set(dots) - {_THRESHOLDS.leader_dots, _THRESHOLDS.leader_dots + 1}:
        return _THRESHOLDS.leader_dots
    most, lines = Counter(dots).most_common(1)[0]
    return most if lines * 2 > len(dots) else None


def _numbered(titles: list[str]) -> list[tuple[int, str]]:
    """Return each title with the number at its start, if all have one and the numbers rise; else an empty list."""
    matches = [_NUMBER.fullmatch(title) for title in titles]
    numbered = [(int(match["number"]), match["title"]) for match in matches if match]
    rising = all(one[0] < other[0] for one, other in pairwise(numbered))
    return numbered if rising and len(numbered) == len(titles) > 1 else []


def match_entries_to_items(listed: list[Entry], titles: dict[int, str]) -> dict[int, Entry]:
    """Return the entry of each item, by the item's number; `titles` are the titles of the items.

    Entries are matched by number. If the number of entries differs from the number of items, they are matched by
    similar titles; runs between two matches are paired if they have equal lengths.
    """
    if len(listed) == len(titles) or [entry.number for entry in listed] != list(range(1, len(listed) + 1)):
        return {entry.number: entry for entry in listed}
    numbers = list(titles)
    pairs = [(-1, -1), *_similar_titles(listed, list(titles.values())), (len(numbers), len(listed))]
    entries = {numbers[at]: listed[match] for at, match in pairs[1:-1]}
    for (at, match), (next_at, next_match) in pairwise(pairs):
        if next_at - at == next_match - match:
            entries |= {numbers[at + n]: listed[match + n] for n in range(1, next_at - at)}
    return entries


def _similar_titles(listed: list[Entry], titles: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the positions of a title and of the first similar entry after the match before."""
    after = 0
    for at, title in enumerate(titles):
        match = next((n for n in range(after, len(listed)) if are_titles_alike(listed[n].title, title)), None)
        if match is not None:
            yield at, match
            after = match + 1


def are_titles_alike(one: str, other: str) -> bool:
    """Return whether two titles are equal except for a misspelling, a full stop, or a cut."""
    if one == other:
        return True
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    shorter, longer = sorted((a, b), key=len)
    return fuzz.ratio(a, b) >= _THRESHOLDS.alike or (
        len(shorter) >= _THRESHOLDS.long_enough and longer.startswith(shorter)
    )
