"""Lookup of words with a letter wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from referat.structure.section_headings import headings
from referat.vocabulary.fuzzy import FuzzyVocabulary

KNOWN = FuzzyVocabulary(headings())


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Return a heading with a letter or two inserted, removed, or replaced."""
    word = draw(st.sampled_from(KNOWN.words))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(word)))
        word = word[:place] + draw(st.sampled_from(["", *"aeinrstøå "])) + word[place + draw(st.integers(0, 1)) :]
    return word


@given(slips())
def test_lookup_by_halves_equals_comparing_every_word(text: str) -> None:
    near = [word for word in KNOWN.words if Levenshtein.distance(word, text) == 1]
    assert KNOWN.like(text) == (near if len(text) >= 4 else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("?konomi", ["økonomi"]),
        ("sagsfremstil?ing", ["sagsfremstilling"]),
        ("b?slu?ning", ["beslutning"]),
        ("h?ring", ["høring"]),
        ("????ring", []),
        ("?", []),
        ("vejen?", []),
    ],
)
def test_a_sign_replaces_lost_letters(text: str, words: list[str]) -> None:
    assert KNOWN.like(text) == words
