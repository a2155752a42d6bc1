"""Headings of sections: which lines are one, as they stand or but for a letter, and which section each opens."""

from __future__ import annotations

from functools import cache, lru_cache

from referat.structure.text_lines import bare
from referat.vocabulary import fold, load
from referat.vocabulary.fuzzy import FuzzyVocabulary

LONGEST = 60
"""A line of more characters is no heading."""

SENTENCE_ENDS = ".,;!"
"""What ends a line that is no heading, unless the heading itself ends so."""

_REMEMBERED = 8192
"""So many lines are remembered with the heading that each may be."""


@cache
def headings() -> dict[str, str]:
    """Return the section each heading opens, by the folded heading."""
    return {fold(heading): section for section, words in load("headings")["sections"].items() for heading in words}


@cache
def weak_headings() -> frozenset[str]:
    """Return the folded headings that open a section only where the item has no other such heading."""
    return frozenset(fold(heading) for words in load("headings")["weak"].values() for heading in words)


def heading_key(text: str) -> str:
    """Return a line as headings are compared: case-folded, without colon and emphasis."""
    key = text.rstrip(" :*").casefold()
    return " ".join(key.split()) if "  " in key or "\t" in key or "\u00a0" in key else key


def corrected_heading(line: str) -> str | None:
    """Return the one known heading that the line is with one letter wrong, missing or too many, or `?` for letters.

    Where two headings are as near, or the line is too short to be sure, nothing is returned.
    """
    return corrected_key(heading_key(bare(line)))


def corrected_key(key: str) -> str | None:
    """Return the same for a line as headings are compared."""
    like = _heading_words().like(key) if len(key) <= LONGEST else []
    return like[0] if len({headings()[heading] for heading in like}) == 1 else None


@cache
def _heading_words() -> FuzzyVocabulary:
    return FuzzyVocabulary(headings())


def doubtful_heading(above: str, line: str) -> str | None:
    """Return the heading that a line may be with one letter wrong, though it goes on what stands above it."""
    text = bare(line)
    if not text or len(text) > LONGEST or not text[0].isupper() or text[-1] in SENTENCE_ENDS:
        return None
    return _nearly(text) if bare(above) else None


@lru_cache(maxsize=_REMEMBERED)
def _nearly(text: str) -> str | None:
    return None if heading_key(text) in headings() else corrected_heading(text)
