"""The table of contents."""

import pytest

from referat.contents import alike, entries


def told(*lines: str) -> list[tuple[str, int | None]]:
    return [(entry.title, entry.page) for entry in entries(list(lines), 10)]


def test_an_entry_knows_its_line() -> None:
    assert [entry.line for entry in entries(["", "Havnen.....3", "", "Torvet.....4"], 10)] == [11, 13]


def test_a_wrapped_entry_is_one_with_the_line_of_its_dots() -> None:
    assert told("Svar på forslag fra borgere om", "flere stier.....3", "Torvet.....4") == [
        ("Svar på forslag fra borgere om flere stier", 3),
        ("Torvet", 4),
    ]


def test_a_title_that_ends_in_a_full_stop_has_one_dot_more() -> None:
    assert told("Havnen.....3", "Torvet......4", "Broen.....5") == [("Havnen", 3), ("Torvet.", 4), ("Broen", 5)]
    assert told("Havnen......3") == [("Havnen.", 3)]


def test_pages_in_a_block_are_those_of_the_titles_in_order() -> None:
    assert told("Havnen.....", "Torvet.....", "", "3", "5") == [("Havnen", 3), ("Torvet", 5)]
    assert told("3", "5", "Havnen.....", "Torvet.....") == [("Havnen", 3), ("Torvet", 5)]


def test_pages_that_do_not_fit_the_titles_are_not_guessed() -> None:
    assert told("Havnen.....", "Torvet.....", "3") == [("Havnen", None), ("Torvet", None)]


def test_the_contents_own_page_number_is_no_title() -> None:
    assert told("Havnen.....3", "2", "Torvet.....4") == [("Havnen", 3), ("Torvet", 4)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plan for havnen", "Plan for havnen"),
        ("Plan for havnen", "PLAN FOR HAVNEN."),
        ("Økonomiopfølgning", "Økonomifølgning"),
        ("Renovering af svømmehallen og de tilhørende rum", "Renovering af svømmeh"),
    ],
)
def test_slips_cuts_and_full_stops_do_not_make_another_title(one: str, other: str) -> None:
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("Plan for havnen", "Plan for torvet"), ("Lukket", "Luk"), ("Plan", "")])
def test_other_words_make_another_title(one: str, other: str) -> None:
    assert not alike(one, other)
