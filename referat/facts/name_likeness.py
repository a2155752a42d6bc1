"""Compare names: spellings of one name differ by a misspelling, or leave out a middle name."""

from __future__ import annotations

from functools import lru_cache

import regex as re
from rapidfuzz.distance import OSA

from referat.vocabulary import fold

_LONG, _LONGER = 7, 9
"""Length from which a word of a two-word name can have a letter left out or exchanged.

Shorter words with such a difference are different names: Jensen and Hansen, Olsen and Olesen, Pedersen and Petersen.
"""

_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: folded, `aa` as `å`, without signs."""
    return tuple(re.findall(r"[\p{L}?]+", fold(name).replace("aa", "å")))


def is_same(one: str, other: str) -> bool:
    """Return whether two names of two or more words are spellings of one name.

    They are if their words are equal except for a misspelling in one of them, or if first and last word are equal and
    the words between are left out or abbreviated in one ("John T. Birk", "John Birk").
    """
    a, b = name_words(one), name_words(other)
    if len(a) == len(b):
        different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(different) <= 1 and all(_is_slip(x, y, others=len(a) - 1) for x, y in different)
    shorter, longer = sorted((a, b), key=len)
    ends_alike = len(shorter) > 1 and shorter[0] == longer[0] and shorter[-1] == longer[-1]
    return ends_alike and all(any(y.startswith(x) for y in longer[1:-1]) for x in shorter[1:-1])


def _is_slip(one: str, other: str, *, others: int) -> bool:
    """Return whether a word is a misspelling of another; `others` equal words in the name are evidence.

    A lost letter, an initial, a doubled letter (Rotbøll, Rottbøll) and two transposed letters count in any name; other
    differences count only in a long word, or with two equal words.
    """
    if "?" in one or "?" in other:
        pattern, word = (one, other) if "?" in one else (other, one)
        return re.fullmatch(re.escape(pattern).replace(r"\?", ".{1,2}"), word) is not None
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    same_letters = sorted(one) == sorted(other) or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
    long = min(len(one), len(other)) >= (_LONGER if len(one) == len(other) else _LONG)
    return same_letters or others > 1 or long
