"""Which numbered lines open items, by the lines around them."""

import pytest

from referat.records.document_reader import parse_text
from referat.structure.item_headings import item_headings
from referat.structure.layout_rules import LAST_RESORT, layout
from referat.structure.line_classifier import classify_lines
from referat.structure.text_lines import Text


def numbers(text: str) -> list[tuple[int, int]]:
    """Return line and number of each heading found."""
    lines = Text.of(text.split("\n"))
    result = item_headings(lines, classify_lines(lines, layout(LAST_RESORT)), {})
    return [(mark.index + 1, int(mark.groups["number"])) for mark in result]


def test_a_case_number_below_confirms_a_number() -> None:
    assert numbers("7. Nyt tag\n\nSagsnr. 19/11\n\nTaget er utæt.") == [(1, 7)]


def test_an_access_mark_confirms_a_number() -> None:
    assert numbers("7. Nyt tag\nÅbent\n\nTaget er utæt.") == [(1, 7)]


def test_a_numbered_list_alone_opens_nothing() -> None:
    assert numbers("Det skal ske:\n1. Taget lægges\n2. Væggen males\n3. Døren skiftes") == []


def test_points_recommended_open_nothing() -> None:
    text = "1. Nyt tag\nSagsnr. 19/11\nIndstilling\n1. at taget lægges\n2. at døren skiftes\nBeslutning\nGodkendt."
    assert numbers(text) == [(1, 1)]


def test_the_confirmed_one_of_two_equal_numbers_is_the_heading() -> None:
    text = "1. Nyt tag\n2. Ny dør\n\n1. Nyt tag\nSagsnr. 19/11\n\n2. Ny dør\nSagsnr. 19/12"
    assert numbers(text) == [(4, 1), (7, 2)]


def test_an_unconfirmed_number_bridges_a_gap() -> None:
    text = "1. Nyt tag\nSagsnr. 19/11\n\n2. Ny dør\nIntet.\n\n3. Ny væg\nSagsnr. 19/12"
    assert numbers(text) == [(1, 1), (4, 2), (7, 3)]


@pytest.mark.parametrize("line", ["2. Godkendt.", "2. Anbefales", "2. at døren skiftes", "2. maj 2019 mødtes vi"])
def test_an_outcome_a_point_or_a_day_is_no_title(line: str) -> None:
    assert numbers(f"1. Nyt tag\nSagsnr. 19/11\n\n{line}\n\nBeslutning\nJa.") == [(1, 1)]


# --- Numbers that do not rise, and numbers with letters ---


def labels(text: str, layout_name: str = "portal") -> list[str]:
    """Return the label of each heading found, as written."""
    lines = Text.of(text.split("\n"))
    return [mark.groups["label"] for mark in item_headings(lines, classify_lines(lines, layout(layout_name)), {})]


def point(label: str, title: str, case: str = "") -> str:
    """Return an item as the portal prints it."""
    return f"\nPunkt {label}: {title}\n\n{case}\n\nBeslutning\n\nGodkendt.\n"


def test_a_number_above_the_first_of_a_rising_run_opens_an_item() -> None:
    assert labels(point("7", "Kran") + point("1", "Grund") + point("2", "Hegn")) == ["7", "1", "2"]


def test_a_number_inside_a_rising_run_opens_an_item() -> None:
    assert labels(point("1", "Kran") + point("7", "Grund") + point("2", "Hegn")) == ["1", "7", "2"]


def test_items_that_share_a_number_are_two() -> None:
    assert labels(point("1", "Kran") + point("1", "Grund") + point("2", "Hegn")) == ["1", "1", "2"]


def test_an_item_listed_with_its_case_number_is_one_with_its_heading() -> None:
    listed = "Punkt 1: Kran\n\n23/1\n\nPunkt 2: Hegn\n\n23/2\n"
    assert labels(listed + point("1", "Kran", "23/1") + point("2", "Hegn", "23/2")) == ["1", "2"]


def test_an_item_with_text_of_its_own_is_an_item_though_another_has_its_number_and_title() -> None:
    assert labels(point("1", "Eventuelt") + point("2", "Grund") + point("1", "Eventuelt")) == ["1", "2", "1"]


def test_an_unannounced_number_above_the_first_opens_an_item_if_a_case_number_confirms_it() -> None:
    text = "7. Kran\n\nSagsnr. 19/10\n\n1. Nyt tag\n\nSagsnr. 19/11\n\n2. Ny dør\n\nSagsnr. 19/12"
    assert numbers(text) == [(1, 7), (5, 1), (9, 2)]


@pytest.mark.parametrize("label", ["2a", "3a"])
def test_a_number_with_a_letter_comes_after_the_number_or_in_its_place(label: str) -> None:
    assert labels(point("1", "Kran") + point("2", "Grund") + point(label, "Hegn") + point("4", "Tag")) == [
        "1",
        "2",
        label,
        "4",
    ]


@pytest.mark.parametrize("label", ["T1", "T 1", "A-1"])
def test_the_items_of_a_supplement_have_numbers_of_their_own(label: str) -> None:
    assert labels(point("1", "Kran") + point("2", "Grund") + point(label, "Hegn")) == ["1", "2", label]


def test_the_items_of_a_supplement_need_no_others() -> None:
    assert labels(point("T1", "Kran") + point("T2", "Grund")) == ["T1", "T2"]


@pytest.mark.parametrize("form", ["{}. {}", "{}) {}", "{} : {}"])
def test_numbers_with_letters_need_no_word_before_them(form: str) -> None:
    items = [("1", "Kran"), ("1a", "Hegn"), ("T2", "Tag")]
    text = "\n".join(f"{form.format(*item)}\n\nSagsnr. 19/11\n\nBeslutning\n\nGodkendt.\n" for item in items)
    assert labels(text, "generic") == ["1", "1a", "T2"]


@pytest.mark.parametrize("line", ["2a. at døren skiftes", "T2. maj mødtes vi"])
def test_a_point_with_a_letter_is_no_title(line: str) -> None:
    assert numbers(f"1. Nyt tag\nSagsnr. 19/11\n\n{line}\n\nBeslutning\nJa.") == [(1, 1)]


def test_an_item_of_a_title_alone_is_one_at_the_end_after_a_gap() -> None:
    assert labels(point("1", "Kran") + point("2", "Grund") + "\nPunkt 5: Eventuelt\n") == ["1", "2", "5"]


def test_an_item_of_a_title_alone_above_the_first_is_one_where_no_contents_list_it() -> None:
    items = point("1", "Kran") + point("2", "Grund")
    assert labels("\nPunkt 7: Hegn\n" + items) == ["7", "1", "2"]
    assert labels("Indholdsfortegnelse\n\nPunkt 7: Hegn\n" + items) == ["1", "2"]


@pytest.mark.parametrize("number", ["1", "2", "7"])
def test_an_item_of_a_title_alone_is_one_whatever_the_layout(number: str) -> None:
    items = f"\nPunkt 3: Kran\n\n21/77\n\nPunkt 1: Hegn\n\n21/78\n\nPunkt {number}: Grund\n"
    assert labels("Dagsorden\n\nUdvalg: Havneudvalget\n" + items, "generic") == ["3", "1", number]


def test_an_item_of_a_title_alone_is_no_entry_of_contents_below_the_header() -> None:
    text = "Dagsorden\n\nUdvalg: Havneudvalget\n\nPunkt 2: Kran\n\nPunkt 1: Hegn\n\n21/77\n\nPunkt 3: Grund\n\n21/78\n"
    assert labels(text, "generic") == ["2", "1", "3"]


def test_a_decision_on_a_point_is_no_item_of_a_title_alone() -> None:
    text = "Punkt 1: Hegn\n\n21/77\n\nBeslutning\n\nPunkt 2: Godkendt.\n\nPunkt 3: Kran\n\n21/78\n"
    assert labels(text, "generic") == ["1", "3"]


@pytest.mark.parametrize(("above", "number", "below"), [("1", "3", "5"), ("1", "4", None)])
def test_a_word_and_a_paragraph_of_its_own_open_an_item_in_a_gap(above: str, number: str, below: str | None) -> None:
    text = (
        point(above, "Kran")
        + f"\nPunkt {number}: Salg af grund\n\nDer er to bud.\n"
        + (point(below, "Hegn") if below else "")
    )
    assert labels(text) == [above, number, *filter(None, [below])]


def test_points_counted_below_the_last_item_are_no_items_behind_a_gap() -> None:
    points = "\nPunkt 1: Prisen er fast\n\nSe bilaget.\n\nPunkt 3: Naboerne er hørt\n\nSe kortet.\n"
    assert labels(point("1", "Kran") + points) == ["1"]


def test_a_repeated_number_with_another_title_is_another_item() -> None:
    text = "Punkt 1: Salg af grund 11\n\nPunkt 1: Salg af grund 12\n\n21/77\n\nBeslutning\n\nGodkendt.\n"
    items = [item for meeting in parse_text(text).root.children for item in meeting.of("item")]
    assert [item.groups["title"] for item in items] == ["Salg af grund 11", "Salg af grund 12"]


def test_an_item_of_a_title_alone_may_begin_the_file() -> None:
    text = "Punkt 1: Hegn\n\nPunkt 1: Grund\n\n21/77\n\nSagens forløb\n\nPunkt 3: Kran\n\n21/78\n"
    assert labels(text, "generic") == ["1", "1", "3"]
