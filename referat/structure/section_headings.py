"""Section headings: the section that each opens, and lookup within edit distance 1."""

from __future__ import annotations

from functools import cache, lru_cache

from referat.structure.text_lines import bare
from referat.vocabulary import fold, load
from referat.vocabulary.fuzzy import FuzzyVocabulary

LONGEST = 60
"""Longer lines, in characters, are not headings."""

SENTENCE_ENDS = ".,;!"
"""A line with such an ending is not a heading, unless the heading itself ends so."""

_REMEMBERED = 8192
"""Size of the cache of corrected headings, in lines."""


@cache
def headings() -> dict[str, str]:
    """Return the section each heading opens, by the folded heading."""
    return {fold(heading): section for section, words in load("headings")["sections"].items() for heading in words}


@cache
def weak_headings() -> frozenset[str]:
    """Return the folded headings that open a section only where the item has no other such heading."""
    return frozenset(fold(heading) for words in load("headings")["weak"].values() for heading in words)


def heading_key(text: str) -> str:
    """Return a line in the form in which headings are compared: case-folded, without colon and emphasis."""
    key = text.rstrip(" :*").casefold()
    return " ".join(key.split()) if "  " in key or "\t" in key or "\u00a0" in key else key


def corrected_heading(line: str) -> str | None:
    """Return the one heading within edit distance 1 of the line, with `?` for lost letters.

    None is returned where two headings are equally near, or the line is too short to be sure.
    """
    return corrected_key(heading_key(bare(line)))


def corrected_key(key: str) -> str | None:
    """Return `corrected_heading` of a line that is already a heading key."""
    like = _heading_words().like(key) if len(key) <= LONGEST else []
    return like[0] if len({headings()[heading] for heading in like}) == 1 else None


@cache
def _heading_words() -> FuzzyVocabulary:
    return FuzzyVocabulary(headings())


def doubtful_heading(above: str, line: str) -> str | None:
    """Return the heading that a line may be with one letter wrong, although it continues the line above."""
    text = bare(line)
    if not text or len(text) > LONGEST or not text[0].isupper() or text[-1] in SENTENCE_ENDS:
        return None
    return _nearly(text) if bare(above) else None


@lru_cache(maxsize=_REMEMBERED)
def _nearly(text: str) -> str | None:
    return None if heading_key(text) in headings() else corrected_heading(text)
