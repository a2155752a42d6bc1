"""Words with a letter wrong: which of a vocabulary's words a text is but for one slip, or for letters lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import regex as re
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

REPLACEMENT_CHARS = "?"
"""What stands where a character was lost on the way."""

_SHORTEST = 4
"""A shorter text can be too many words."""

_KNOWN_LETTERS = 3  # of so many letters one may be lost


class _Near(NamedTuple):
    """The words about as long as a text, and their first and last halves, in letters of the text's half."""

    words: tuple[str, ...]
    half: int
    firsts: frozenset[str]
    lasts: frozenset[str]


class FuzzyVocabulary:
    """A vocabulary's words, all folded, to look up what is none of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.longest = max(map(len, self.words), default=0) + 1
        self.near: dict[int, _Near] = {}

    def like(self, text: str) -> list[str]:
        """Return the words that a folded text is with one letter wrong, missing or too many, or `?` for letters."""
        if len(text) < _SHORTEST:
            return []
        if REPLACEMENT_CHARS in text:
            return self._spared(text)
        if len(text) > self.longest:
            return []
        near = self.near.get(len(text)) or self._about(len(text))
        # One wrong letter spares the half that it is not in. To ask for that takes a tenth of the time of the search,
        # and nearly every text is none of the words.
        if text[: near.half] not in near.firsts and text[-near.half :] not in near.lasts:
            return []
        found = process.extract(text, near.words, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
        return [word for word, distance, _ in found if distance]

    def _about(self, length: int) -> _Near:
        words = tuple(word for word in self.words if abs(len(word) - length) <= 1)
        half = (length - 1) // 2
        firsts, lasts = (frozenset(word[part] for word in words) for part in (slice(half), slice(-half, None)))
        self.near[length] = _Near(words, half, firsts, lasts)
        return self.near[length]

    def _spared(self, text: str) -> list[str]:
        """Return the words that a text is but for the letters lost: `?` stands for one or two."""
        if text.count(REPLACEMENT_CHARS) * _KNOWN_LETTERS > len(text):
            return []
        first, last = text.partition(REPLACEMENT_CHARS)[0], text.rpartition(REPLACEMENT_CHARS)[2]
        likely = [word for word in self.words if word.startswith(first) and word.endswith(last)]
        spelled = re.compile(re.escape(text).replace(re.escape(REPLACEMENT_CHARS), "..?")) if likely else None
        return [word for word in likely if spelled and spelled.fullmatch(word)]
