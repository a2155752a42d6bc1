"""The heaviest sequence of rising numbered headings is taken."""

from hypothesis import given
from hypothesis import strategies as st

from referat.structure.line_classifier import LineMark
from referat.structure.number_sequence import best_number_sequence

HALVES = st.integers(-3, 8).map(lambda number: number / 2)


def candidates(numbered: list[tuple[int, float]]) -> list[tuple[LineMark, float]]:
    return [(LineMark(n, "item", {"number": str(number)}), weight) for n, (number, weight) in enumerate(numbered)]


def taken(*numbered: tuple[int, float]) -> list[int]:
    return [mark.index for mark in best_number_sequence(candidates(list(numbered)))]


def step(last: int, number: int) -> float:
    return 1.0 if number == last + 1 else -0.5 * min(number - last, 4)


def weight(numbered: list[tuple[int, float]]) -> float:
    """Return the weight of the heaviest sequence, by trying every earlier heading for each number."""
    ends: list[tuple[int, float]] = []
    for number, own_weight in numbered:
        gains = [before + step(last, number) for last, before in ends if last < number]
        ends.append((number, own_weight + max([float(number == 1), *gains])))
    return max((each for _, each in ends), default=0.0)


def test_consecutive_numbers_make_a_sequence() -> None:
    assert taken((1, 0), (2, 0), (3, 0)) == [0, 1, 2]


def test_a_heavy_heading_outweighs_a_gap() -> None:
    assert taken((1, 4), (9, -1), (2, 4)) == [0, 2]
    assert taken((1, 4), (9, 4), (2, -1)) == [0, 1]


def test_the_later_of_two_equally_heavy_headings_of_one_number_is_taken() -> None:
    assert taken((1, 2), (1, 2), (2, 2)) == [1, 2]


def test_a_heading_without_weight_is_not_taken() -> None:
    assert taken((4, -1.5)) == taken() == []


@given(st.lists(st.tuples(st.integers(0, 12), HALVES), max_size=20))
def test_no_sequence_is_heavier(numbered: list[tuple[int, float]]) -> None:
    chain = [numbered[mark.index] for mark in best_number_sequence(candidates(numbered))]
    assert [number for number, _ in chain] == sorted({number for number, _ in chain})
    assert weight(chain) == max(weight(numbered), 0.0)
