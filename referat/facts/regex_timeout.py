"""Regular expressions with a time limit, against catastrophic backtracking in any thread."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

SECONDS = 60.0
"""Seconds allowed per search; minutes take a few microseconds."""

_LONG = 1000
"""Length from which the limit applies: reading the clock takes as long as searching a short text."""


class RegexWithTimeout:
    """A compiled pattern that raises `TimeoutError` when a search takes too long."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self._pattern.search(text, timeout=_limit(text))

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at a position of a text."""
        return self._pattern.match(text, start, timeout=_limit(text))

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match of the whole text from a position on."""
        return self._pattern.fullmatch(text, start, timeout=_limit(text))

    def finditer(self, text: str, overlapped: bool = False) -> Iterator[re.Match[str]]:
        """Return all matches in a text, one by one."""
        return self._pattern.finditer(text, overlapped=overlapped, timeout=_limit(text))

    def split(self, text: str) -> list[str]:
        """Return the text between the matches."""
        return self._pattern.split(text, timeout=_limit(text))


def _limit(text: str) -> float | None:
    return SECONDS if len(text) > _LONG else None
