"""Access marks (open or closed) outside the title of an item: "Åbent" at the end of its line or on the next."""

from __future__ import annotations

from functools import cache

import regex as re

from referat.vocabulary import fold, load


@cache
def _closing() -> frozenset[str]:
    """Return the marks of a closed item that occur at the end of a line or on a line of their own."""
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
    """Return the text without a final access mark ("Budget   Åbent"), and the mark."""
    match = _ending().fullmatch(text)
    return (match["before"] or "", match["mark"]) if match else (text, None)


def closes(mark: str) -> bool:
    """Return whether an access mark, or the heading of a group of items, means closed."""
    return fold(mark).strip(" .:()[]") in _closing()
