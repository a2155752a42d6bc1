"""Decide whether a hyphen at the end of a line belongs to the word or only marks the line break."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from referat.vocabulary import load

SOFT_HYPHEN = "\u00ad"
"""The soft hyphen, which always marks a line break within a word."""

_HYPHENATED = 0.04
"""Share of rows with a hyphen above which hyphens mark line breaks; below it they belong to words."""

_WORD = re.compile(r"[\p{L}\d][\p{L}\d-]*")
_UNPARTED = re.compile(r"(?<=[\p{L}\d])[/–]$")
_CUT = re.compile(r"\p{L}{2,}-$")


class Hyphens:
    """The hyphens at the ends of a document's rows, classified by its other words and by their number."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.words = {word for row in rows for word in _WORD.findall(row.casefold())}
        self.cuts_words = sum(_CUT.search(row) is not None for row in rows) > _HYPHENATED * len(rows)

    def joined(self, before: str, after: str) -> str:
        """Return two rows of a paragraph as one text."""
        if before.endswith(SOFT_HYPHEN):
            return before[:-1] + after
        if _UNPARTED.search(before):
            return before + after
        if not before.endswith("-") or before.endswith(" -"):
            return f"{before} {after}"
        if _first(after) in load("pages")["after_hyphen"]:
            return f"{before} {after}"
        return (before[:-1] if self._is_cut(before, after) else before) + after

    def _is_cut(self, before: str, after: str) -> bool:
        if not _CUT.search(before) or not after[0].islower():
            return False
        first, second = _WORD.findall(before.casefold())[-1], _first(after)
        if first + second in self.words:
            return False
        return first[:-1] + second in self.words or self.cuts_words


def _first(text: str) -> str:
    match = _WORD.match(text.casefold())
    return match[0] if match else ""


def is_cut(text: str) -> bool:
    """Return whether a row ends within a word or a range of years, and so continues in any case."""
    return text.endswith(("-", SOFT_HYPHEN)) or _UNPARTED.search(text) is not None


def without_soft(text: str) -> str:
    """Return a text without soft hyphens."""
    return text.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in text else text
