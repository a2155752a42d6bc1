"""Words with a letter wrong are found again, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from referat.structure.section_headings import headings
from referat.vocabulary.fuzzy import FuzzyVocabulary

KNOWN = FuzzyVocabulary(headings())


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Return a heading with a letter or two put in, left out, or put for another."""
    word = draw(st.sampled_from(KNOWN.words))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(word)))
        word = word[:place] + draw(st.sampled_from(["", *"aeinrstøå "])) + word[place + draw(st.integers(0, 1)) :]
    return word


@given(slips())
def test_words_are_found_by_the_halves_that_a_slip_spares_as_by_looking_at_each(text: str) -> None:
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
def test_a_sign_stands_for_letters_lost(text: str, words: list[str]) -> None:
    assert KNOWN.like(text) == words
