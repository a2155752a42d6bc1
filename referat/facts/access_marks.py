"""Whether an item is open or closed where that is said beside its title: "Åbent" at the line's end or on the next."""

from __future__ import annotations

from functools import cache

import regex as re

from referat.vocabulary import fold, load


@cache
def _closing() -> frozenset[str]:
    """Return the marks of a closed item that stand at a line's end or on a line of their own."""
    closed = load("titles")["closed"]
    with_noun = [f"{word} {noun}" for word in closed["words"] for noun in closed["nouns"]]
    return frozenset((*closed["words"], *with_noun, *closed["sentences"]))


@cache
def _ending() -> re.Pattern[str]:
    marks = sorted({*load("titles")["open"]["marks"], *_closing()} - {"å"}, key=len, reverse=True)
    words = "|".join(re.escape(mark, literal_spaces=True) for mark in marks)
    apart = r"(?:\s{2,}+|\t|\s(?=(?-i:\p{Lu})))(?<![-–]\s*)"
    return re.compile(rf"(?:(?P<before>.*?\S){apart})??\(?(?P<mark>{words})\)?[.:]?\s*", re.IGNORECASE)


def split_mark(text: str) -> tuple[str, str | None]:
    """Return the text without a mark at its end that says whether the item is open ("Budget   Åbent"), and the mark."""
    match = _ending().fullmatch(text)
    return (match["before"] or "", match["mark"]) if match else (text, None)


def closes(mark: str) -> bool:
    """Tell whether the mark, or the heading over a group of items, says that they are closed."""
    return fold(mark).strip(" .:()[]") in _closing()
