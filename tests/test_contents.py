"""The table of contents."""

import pytest

from referat.structure.table_of_contents import are_titles_alike, contents_entries


def parsed(*lines: str) -> list[tuple[str, int | None]]:
    return [(entry.title, entry.page) for entry in contents_entries(list(lines), 10)]


def test_an_entry_knows_its_line() -> None:
    assert [entry.line for entry in contents_entries(["", "Havnen.....3", "", "Torvet.....4"], 10)] == [11, 13]


def test_a_wrapped_entry_is_one_with_the_line_of_its_dots() -> None:
    assert parsed("Svar på forslag fra borgere om", "flere stier.....3", "Torvet.....4") == [
        ("Svar på forslag fra borgere om flere stier", 3),
        ("Torvet", 4),
    ]


def test_a_title_that_ends_in_a_full_stop_has_one_dot_more() -> None:
    assert parsed("Havnen.....3", "Torvet......4", "Broen.....5") == [("Havnen", 3), ("Torvet.", 4), ("Broen", 5)]
    assert parsed("Havnen......3") == [("Havnen.", 3)]


def test_pages_in_a_block_are_those_of_the_titles_in_order() -> None:
    assert parsed("Havnen.....", "Torvet.....", "", "3", "5") == [("Havnen", 3), ("Torvet", 5)]
    assert parsed("3", "5", "Havnen.....", "Torvet.....") == [("Havnen", 3), ("Torvet", 5)]


def test_pages_that_do_not_fit_the_titles_are_not_guessed() -> None:
    assert parsed("Havnen.....", "Torvet.....", "3") == [("Havnen", None), ("Torvet", None)]


def test_the_contents_own_page_number_is_no_title() -> None:
    assert parsed("Havnen.....3", "2", "Torvet.....4") == [("Havnen", 3), ("Torvet", 4)]


def test_dots_that_fill_the_line_have_no_full_stop() -> None:
    assert parsed("Havnen og de tre broer" + "." * 7 + "3", "Torvet" + "." * 23 + "4", "Broerne" + "." * 22 + "5") == [
        ("Havnen og de tre broer", 3),
        ("Torvet", 4),
        ("Broerne", 5),
    ]


@pytest.mark.parametrize("number", ["{}", "{}.", "Punkt {}:", "Punkt {}", "Punkt {} -", "Pkt. {}:", "{} -"])
def test_the_number_of_an_entry_is_no_part_of_its_title(number: str) -> None:
    entry = number + " Plan for havnen.....3"
    assert parsed(entry.format(1), entry.format(2)) == [("Plan for havnen", 3), ("Plan for havnen", 3)]


def test_a_heading_of_groups_of_entries_is_not_part_of_a_title() -> None:
    assert parsed("Side", "Åbne punkter", "1. Havnen.....3", "Lukkede punkter:", "2. Torvet.....4") == [
        ("Havnen", 3),
        ("Torvet", 4),
    ]


def test_entries_without_dots_begin_with_their_number() -> None:
    assert parsed("1.   Plan for havnen        2", "2.   Plan for torvet       11") == [
        ("Plan for havnen", 2),
        ("Plan for torvet", 11),
    ]
    assert parsed("26. Plan for havnen", "27. Plan for torvet") == [
        ("Plan for havnen", None),
        ("Plan for torvet", None),
    ]
    assert parsed("Plan for havnen", "Plan for torvet") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plan for havnen", "Plan for havnen"),
        ("Plan for havnen", "PLAN FOR HAVNEN."),
        ("Økonomiopfølgning", "Økonomifølgning"),
        ("Renovering af svømmehallen og de tilhørende rum", "Renovering af svømmeh"),
    ],
)
def test_misspellings_cuts_and_full_stops_do_not_make_another_title(one: str, other: str) -> None:
    assert are_titles_alike(one, other) and are_titles_alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("Plan for havnen", "Plan for torvet"), ("Lukket", "Luk"), ("Plan", "")])
def test_other_words_make_another_title(one: str, other: str) -> None:
    assert not are_titles_alike(one, other)
