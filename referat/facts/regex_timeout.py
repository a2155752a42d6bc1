"""A limit of time for patterns of many parts: the last guard in every thread, should one blow up on what it meets."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

SECONDS = 60.0
"""So long one search may take; in minutes it takes some millionths of a second."""

_LONG = 1000
"""Only in a text of more characters is there a limit: to read the clock takes as long as to search a short one."""


class RegexWithTimeout:
    """A compiled pattern that ends a search which takes too long with a `TimeoutError`."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self._pattern.search(text, timeout=_limit(text))

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at a place of a text."""
        return self._pattern.match(text, start, timeout=_limit(text))

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match of all that follows from a place of a text."""
        return self._pattern.fullmatch(text, start, timeout=_limit(text))

    def finditer(self, text: str, overlapped: bool = False) -> Iterator[re.Match[str]]:
        """Return all matches in a text, one by one."""
        return self._pattern.finditer(text, overlapped=overlapped, timeout=_limit(text))

    def split(self, text: str) -> list[str]:
        """Return what stands between the matches in a text."""
        return self._pattern.split(text, timeout=_limit(text))


def _limit(text: str) -> float | None:
    return SECONDS if len(text) > _LONG else None
