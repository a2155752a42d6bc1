"""The table of contents: its entries, and how their titles compare with the headings of the items."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import regex as re
from rapidfuzz import fuzz

from referat.lines import contents_entry
from referat.text import bare
from referat.words import fold

_ALIKE = 85
"""How near, of 100, two spellings of one title are; contents and headings differ by slips and cuts."""

_LONG_ENOUGH = 12
"""A title cut short must keep so many characters to be known again."""

_LEADER_DOTS = 5
"""So many dots lead from title to page, unless no line of the contents has just so many."""


_LONGEST_PAGE = 4
"""A number of more digits is that of no page."""

_NUMBER = re.compile(r"(?P<number>\d{1,3})[.:]?\s+(?P<title>\S.*)")


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
    the titles in their order.
    """
    found: list[tuple[str, int | None, int, int]] = []
    pending: list[str] = []
    pages: list[int] = []
    for number, line in enumerate(contents, first):
        text = bare(line)
        entry = contents_entry(line) if text else None
        if text.isdecimal() and len(text) <= _LONGEST_PAGE:
            pages.append(int(text))
        elif entry is None:
            pending += [text] if text else []
        else:
            title, page, dots = entry
            found.append((" ".join([*pending, title]).strip(), page, dots, number))
            pending = []
    if len(pages) == len(found) and all(page is None for _, page, _, _ in found):
        found = [(title, page, dots, line) for (title, _, dots, line), page in zip(found, pages, strict=True)]
    leader = _leader([dots for _, _, dots, _ in found])
    titles = [title + "." if dots == leader + 1 else title for title, _, dots, _ in found]
    return [
        Entry(number, title, page, line)
        for (number, title), (_, page, _, line) in zip(_numbered(titles), found, strict=True)
    ]


def _leader(dots: list[int]) -> int:
    """Return how many dots lead to a page in contents whose lines have so many."""
    if _LEADER_DOTS in dots or len(dots) < 2:
        return _LEADER_DOTS
    return Counter(dots).most_common(1)[0][0]


def _numbered(titles: list[str]) -> list[tuple[int, str]]:
    """Return each title with its number: the one it begins with, where all do and the numbers rise, else its place."""
    written = [_NUMBER.fullmatch(title) for title in titles]
    found = [(int(match["number"]), match["title"]) for match in written if match]
    rising = all(one[0] < other[0] for one, other in pairwise(found))
    return found if rising and len(found) == len(titles) > 1 else list(enumerate(titles, 1))


def placed(listed: list[Entry], titles: dict[int, str]) -> dict[int, Entry]:
    """Return the entry of each item, by the item's number; `titles` are the items' own.

    Entries are the items' by their numbers, or, where there are not as many of both, by what their titles say: like
    titles first, then what is left between two such, where it is as many of both.
    """
    if len(listed) == len(titles) or [entry.number for entry in listed] != list(range(1, len(listed) + 1)):
        return {entry.number: entry for entry in listed}
    numbers, pairs, after = list(titles), [(-1, -1)], 0
    for at, number in enumerate(numbers):
        match = next((n for n in range(after, len(listed)) if alike(listed[n].title, titles[number])), None)
        if match is not None:
            pairs.append((at, match))
            after = match + 1
    pairs.append((len(numbers), len(listed)))
    found = {numbers[at]: listed[match] for at, match in pairs[1:-1]}
    for (at, match), (next_at, next_match) in pairwise(pairs):
        if next_at - at == next_match - match:
            found |= {numbers[at + n]: listed[match + n] for n in range(1, next_at - at)}
    return found


def alike(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for a slip of spelling, a full stop, or a cut."""
    if one == other:
        return True
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    shorter, longer = sorted((a, b), key=len)
    return fuzz.ratio(a, b) >= _ALIKE or (len(shorter) >= _LONG_ENOUGH and longer.startswith(shorter))
