"""Locate words in a text, ignoring line breaks, bullets and emphasis between them."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

_WORD = re.compile(r"[\p{L}\p{N}]+")
_POINT_NUMBER = re.compile(r"\d{1,2}|[a-z]")

Span = tuple[int, int]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, case-folded, each with its start and end (offsets in characters, end exclusive)."""
    return [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def find_words(text: str, words: Sequence[str], after: int = 0) -> Span | None:
    """Return start and end of the first sequence of the words from `after` on; None if there is none.

    Numbers of points between the words are skipped.
    """
    wanted = [word for word, _, _ in word_spans(" ".join(words))]
    spans = [span for span in word_spans(text) if span[1] >= after]
    place = _index(spans, wanted)
    if place is None:
        spans = [span for span in spans if not _POINT_NUMBER.fullmatch(span[0])]
        wanted = [word for word in wanted if not _POINT_NUMBER.fullmatch(word)]
        place = _index(spans, wanted)
    return None if place is None else (spans[place][1], spans[place + len(wanted) - 1][2])


def find_text(text: str, part: str, after: int = 0) -> Span | None:
    """Return start and end of the first occurrence of the words of `part` from `after` on; None if there is none."""
    start = text.find(part, after) if part else -1
    if start >= 0:
        return start, start + len(part)
    return find_words(text, [word for word, _, _ in word_spans(part)], after)


def _index(spans: Sequence[tuple[str, int, int]], wanted: Sequence[str]) -> int | None:
    """Return the index of the first wanted word among the words of a text."""
    if not wanted:
        return None
    words = [word for word, _, _ in spans]
    for start in range(len(words) - len(wanted) + 1):
        if words[start] == wanted[0] and words[start : start + len(wanted)] == list(wanted):
            return start
    return None
