"""Access marks (open or closed) next to a title."""

import pytest

from referat.facts.access_marks import closes, split_mark


@pytest.mark.parametrize(
    ("text", "title", "mark"),
    [
        ("Budget        Åbent", "Budget", "Åbent"),
        ("Budget Åbent", "Budget", "Åbent"),
        ("Salg af grund\tLukket punkt", "Salg af grund", "Lukket punkt"),
        ("Åben sag", "", "Åben sag"),
        ("(Lukket)", "", "Lukket"),
    ],
)
def test_a_mark_at_the_end_of_a_line_is_no_part_of_the_title(text: str, title: str, mark: str) -> None:
    assert split_mark(text) == (title, mark)


@pytest.mark.parametrize(
    "text", ["Vejen er åben", "Kirken holdes lukket", "Budget - Åbent", "Lukkedage i hallen", "Lukkethed"]
)
def test_a_title_that_ends_in_such_a_word_keeps_it(text: str) -> None:
    assert split_mark(text) == (text, None)


@pytest.mark.parametrize(
    ("mark", "closed"),
    [("Lukket", True), ("Lukket punkt", True), ("Lukkede", True), ("Fortroligt", True), ("Åbent", False), ("", False)],
)
def test_a_mark_says_whether_the_item_is_closed(mark: str, closed: bool) -> None:
    assert closes(mark) is closed
