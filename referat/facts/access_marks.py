"""Whether an item is open or closed where that is said beside its title: "Åbent" at the line's end or on the next."""

from __future__ import annotations

from functools import cache

import regex as re

from referat.vocabulary import fold, load


@cache
def _closing() -> frozenset[str]:
    words = load("titles")["closed"]
    return frozenset(word for place in ("alone", "before") for word in words[place]) | {"lukkede", "fortrolige"}


@cache
def _ending() -> re.Pattern[str]:
    marks = sorted({*load("titles")["open"]["marks"], *_closing()} - {"å"}, key=len, reverse=True)
    words = "|".join(re.escape(mark, literal_spaces=True) for mark in marks)
    apart = r"(?:\s{2,}+|\t|\s(?=(?-i:\p{Lu})))(?<![-–]\s*)"
    return re.compile(rf"(?:(?P<before>.*?\S){apart})??\(?(?P<mark>{words})\)?[.:]?\s*", re.IGNORECASE)


def split_mark(text: str) -> tuple[str, str | None]:
    """Return the text without a mark at its end that says whether the item is open ("Budget   Åbent"), and the mark."""
    found = _ending().fullmatch(text)
    return (found["before"] or "", found["mark"]) if found else (text, None)


def closes(mark: str) -> bool:
    """Tell whether the mark, or the heading over a group of items, says that they are closed."""
    return any(word in {closing.split()[0] for closing in _closing()} for word in fold(mark).split()[:1])
