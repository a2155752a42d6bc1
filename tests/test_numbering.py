"""Which numbered lines open items, judged by what stands around them."""

import pytest

from referat.structure.item_headings import item_headings
from referat.structure.layout_rules import LAST_RESORT, layout
from referat.structure.line_classifier import classify_lines
from referat.structure.text_lines import Text


def numbers(text: str) -> list[tuple[int, int]]:
    """Return line and number of each heading found."""
    lines = Text.of(text.split("\n"))
    found = item_headings(lines, classify_lines(lines, layout(LAST_RESORT)), {})
    return [(mark.index + 1, int(mark.groups["number"])) for mark in found]


def test_a_case_number_below_speaks_for_a_number() -> None:
    assert numbers("7. Nyt tag\n\nSagsnr. 19/11\n\nTaget er utæt.") == [(1, 7)]


def test_a_word_that_says_open_speaks_for_a_number() -> None:
    assert numbers("7. Nyt tag\nÅbent\n\nTaget er utæt.") == [(1, 7)]


def test_a_numbered_list_alone_opens_nothing() -> None:
    assert numbers("Det skal ske:\n1. Taget lægges\n2. Væggen males\n3. Døren skiftes") == []


def test_points_recommended_open_nothing() -> None:
    text = "1. Nyt tag\nSagsnr. 19/11\nIndstilling\n1. at taget lægges\n2. at døren skiftes\nBeslutning\nGodkendt."
    assert numbers(text) == [(1, 1)]


def test_of_two_lines_with_one_number_the_one_vouched_for_is_the_heading() -> None:
    text = "1. Nyt tag\n2. Ny dør\n\n1. Nyt tag\nSagsnr. 19/11\n\n2. Ny dør\nSagsnr. 19/12"
    assert numbers(text) == [(4, 1), (7, 2)]


def test_a_number_that_nothing_vouches_for_bridges_a_gap() -> None:
    text = "1. Nyt tag\nSagsnr. 19/11\n\n2. Ny dør\nIntet.\n\n3. Ny væg\nSagsnr. 19/12"
    assert numbers(text) == [(1, 1), (4, 2), (7, 3)]


@pytest.mark.parametrize("line", ["2. Godkendt.", "2. Anbefales", "2. at døren skiftes", "2. maj 2019 mødtes vi"])
def test_an_outcome_a_point_or_a_day_is_no_title(line: str) -> None:
    assert numbers(f"1. Nyt tag\nSagsnr. 19/11\n\n{line}\n\nBeslutning\nJa.") == [(1, 1)]
