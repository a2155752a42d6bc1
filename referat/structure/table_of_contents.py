"""The table of contents: its entries, and how their titles compare with the headings of the items."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex as re
from rapidfuzz import fuzz

from referat.structure.section_headings import heading_key
from referat.structure.text_lines import bare
from referat.vocabulary import fold, load

_ALIKE = 85
"""How near, of 100, two spellings of one title are; contents and headings differ by slips and cuts."""

_LONG_ENOUGH = 12
"""A title cut short must keep so many characters to be known again."""

_LEADER_DOTS = 5
"""So many dots lead from title to page, unless most lines of the contents have as many others."""


_LONGEST_PAGE = 4
"""A number of more digits is that of no page."""

_NUMBER = re.compile(
    r"(?:(?:punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?)?(?P<number>\d{1,3})(?:[.:](?:\s*[-–]\s|\s*)|\s+[-–]\s|\s+)(?P<title>\S.*)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?P<title>\S.{0,400}?)(?:\s{3,}|\t)\s*(?P<page>\d{1,4})")
"""A title and its page where no dots lead to it."""

_LEADER = re.compile(r"(?r)(?P<title>.*?)\s?(?P<dots>\.{3,}|…+|(?:\. ){3,}\.?)\s*(?P<page>\d{1,4})?")
"""Dots that lead to a page. Matched from the end (`r`): from the start the time grows with the square of the dots."""

_LEADER_ENDS = ".…"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, wrapped lines joined: the item's number, its title, and the page it gives."""

    number: int
    title: str
    page: int | None
    line: int


def entries(contents: list[str], first: int) -> list[Entry]:
    """Return the entries of the contents' lines, of which the first is line `first`.

    One dot more than the others have is the full stop of a title. Pages that stand in a block of their own are those of
    the titles in their order. Where no dots lead to a page, the entries are the lines that begin with their number.
    """
    dotted = any(contents_entry(line) for line in contents if bare(line))
    found: list[tuple[str, int | None, int, int]] = []
    pending: list[str] = []
    pages: list[int] = []
    for number, line in enumerate(contents, first):
        text = bare(line)
        if text.isdecimal() and len(text) <= _LONGEST_PAGE:
            pages.append(int(text))
        elif not text or heading_key(text) in _passed_over():
            continue
        elif (entry := contents_entry(line) if dotted else _undotted(text)) is None:
            pending.append(text)
        else:
            title, page, dots = entry
            found.append((" ".join([*pending, title]).strip(), page, dots, number))
            pending = []
    if len(pages) == len(found) and all(page is None for _, page, _, _ in found):
        found = [(title, page, dots, line) for (title, _, dots, line), page in zip(found, pages, strict=True)]
    leader = _leader([dots for _, _, dots, _ in found])
    titles = [title + "." if leader and dots == leader + 1 else title for title, _, dots, _ in found]
    numbered = _numbered(titles) or ([] if not dotted else list(enumerate(titles, 1)))
    return [
        Entry(number, title, page, line) for (number, title), (_, page, _, line) in zip(numbered, found, strict=False)
    ]


def contents_entry(line: str) -> tuple[str, int | None, int] | None:
    """Return title, page and number of dots of a line of the contents ("Budget.....7"); nothing without dots."""
    text = bare(line)
    match = _LEADER.fullmatch(text) if text[-1:] in _LEADER_ENDS or text[-1:].isdecimal() else None
    if match is None:
        return None
    return match["title"], int(match["page"]) if match["page"] else None, match["dots"].count(".")


@cache
def _passed_over() -> frozenset[str]:
    """Return what stands over columns and groups of the contents ("Side", "Lukkede punkter")."""
    return frozenset(load("lines")["contents"]["passed_over"])


def _undotted(text: str) -> tuple[str, int | None, int] | None:
    """Return title and page of a numbered line of contents in which no dots lead to the pages."""
    if not _NUMBER.fullmatch(text):
        return None
    apart = _APART.fullmatch(text)
    return (apart["title"], int(apart["page"]), 0) if apart else (text, None, 0)


def _leader(dots: list[int]) -> int | None:
    """Return how many dots lead to a page in contents whose lines have so many; nothing where they vary."""
    if not set(dots) - {_LEADER_DOTS, _LEADER_DOTS + 1}:
        return _LEADER_DOTS
    most, lines = Counter(dots).most_common(1)[0]
    return most if lines * 2 > len(dots) else None


def _numbered(titles: list[str]) -> list[tuple[int, str]]:
    """Return each title with the number it begins with, where all do and the numbers rise; else nothing."""
    written = [_NUMBER.fullmatch(title) for title in titles]
    found = [(int(match["number"]), match["title"]) for match in written if match]
    rising = all(one[0] < other[0] for one, other in pairwise(found))
    return found if rising and len(found) == len(titles) > 1 else []


def match_entries_to_items(listed: list[Entry], titles: dict[int, str]) -> dict[int, Entry]:
    """Return the entry of each item, by the item's number; `titles` are the items' own.

    Entries are the items' by their numbers, or, where there are not as many of both, by what their titles say: like
    titles first, then what is left between two such, where it is as many of both.
    """
    if len(listed) == len(titles) or [entry.number for entry in listed] != list(range(1, len(listed) + 1)):
        return {entry.number: entry for entry in listed}
    numbers, pairs, after = list(titles), [(-1, -1)], 0
    for at, number in enumerate(numbers):
        match = next((n for n in range(after, len(listed)) if are_titles_alike(listed[n].title, titles[number])), None)
        if match is not None:
            pairs.append((at, match))
            after = match + 1
    pairs.append((len(numbers), len(listed)))
    found = {numbers[at]: listed[match] for at, match in pairs[1:-1]}
    for (at, match), (next_at, next_match) in pairwise(pairs):
        if next_at - at == next_match - match:
            found |= {numbers[at + n]: listed[match + n] for n in range(1, next_at - at)}
    return found


def are_titles_alike(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for a slip of spelling, a full stop, or a cut."""
    if one == other:
        return True
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    shorter, longer = sorted((a, b), key=len)
    return fuzz.ratio(a, b) >= _ALIKE or (len(shorter) >= _LONG_ENOUGH and longer.startswith(shorter))
