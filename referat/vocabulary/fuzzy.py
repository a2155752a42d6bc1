"""Vocabulary lookup within edit distance 1, or with `?` for lost characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import regex as re
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

REPLACEMENT_CHARS = "?"
"""The character that replaces a lost one."""

_SHORTEST = 4
"""Shorter texts are not looked up: they are close to too many words."""

_LETTERS_PER_LOST = 3  # at most one lost letter for this many letters


class _Near(NamedTuple):
    """Words within one letter of a text's length, and their first and last halves, cut at half the text's length."""

    words: tuple[str, ...]
    half: int
    firsts: frozenset[str]
    lasts: frozenset[str]


class FuzzyVocabulary:
    """Fuzzy lookup in a vocabulary of folded words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.longest = max(map(len, self.words), default=0) + 1
        self.near: dict[int, _Near] = {}

    def like(self, text: str) -> list[str]:
        """Return the words within edit distance 1 of a folded text, or that match it with `?` for lost letters.

        The text itself is never returned.
        """
        if len(text) < _SHORTEST:
            return []
        if REPLACEMENT_CHARS in text:
            return self._with_lost_letters(text)
        if len(text) > self.longest:
            return []
        near = self.near.get(len(text)) or self._about(len(text))
        # One wrong letter leaves one half of a word intact. Comparing the halves takes a tenth of the time of the
        # search, and nearly every text matches no word.
        if text[: near.half] not in near.firsts and text[-near.half :] not in near.lasts:
            return []
        near_words = process.extract(text, near.words, scorer=Levenshtein.distance, score_cutoff=1, limit=None)
        return [word for word, distance, _ in near_words if distance]

    def _about(self, length: int) -> _Near:
        words = tuple(word for word in self.words if abs(len(word) - length) <= 1)
        half = (length - 1) // 2
        firsts, lasts = (frozenset(word[part] for word in words) for part in (slice(half), slice(-half, None)))
        self.near[length] = _Near(words, half, firsts, lasts)
        return self.near[length]

    def _with_lost_letters(self, text: str) -> list[str]:
        """Return the words that match a text in which `?` replaces one or two lost letters."""
        if text.count(REPLACEMENT_CHARS) * _LETTERS_PER_LOST > len(text):
            return []
        first, last = text.partition(REPLACEMENT_CHARS)[0], text.rpartition(REPLACEMENT_CHARS)[2]
        likely = [word for word in self.words if word.startswith(first) and word.endswith(last)]
        spelled = re.compile(re.escape(text).replace(re.escape(REPLACEMENT_CHARS), "..?")) if likely else None
        return [word for word in likely if spelled and spelled.fullmatch(word)]
