"""Lines to paragraphs."""

import pytest

from referat.facts.paragraphs import clean, marker, paragraphs

LONG = "Direktionen drøftede forslaget om en ny ordning for de ansatte i byens mange haver, og det blev aftalt at"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("  to   ord\t ", "to ord"),
        ("**Beslutning**", "Beslutning"),
        ("et *vigtigt* og et **meget vigtigt** ord", "et vigtigt og et meget vigtigt ord"),
        ("_kursiv_ og __fed__", "kursiv og fed"),
        ("## Baggrund", "Baggrund"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("fil_med_streger.docx", "fil_med_streger.docx"),
        ("* et punkt", "* et punkt"),
        ("lov nr. 1 ** gælder", "lov nr. 1 ** gælder"),
        ("#1 i køen", "#1 i køen"),
        ("med\u00a0fast\u2009blank og\u200b nul\x00", "med fast blank og nul"),
        ("", ""),
    ],
)
def test_white_space_and_emphasis_are_mended_and_the_wording_stays(line: str, text: str) -> None:
    assert clean(line) == text


@pytest.mark.parametrize("line", ["1. punkt", "12) punkt", "a) punkt", "- punkt", "• punkt", "– punkt", "* punkt"])
def test_numbers_letters_and_bullets_open_entries_of_a_list(line: str) -> None:
    assert marker(line)


@pytest.mark.parametrize("line", ["1.250 kr.", "2022 var et år", "22-08-2022", "-5 grader", "N.N. deltog", "punkt 1."])
def test_figures_dates_and_initials_open_no_entry(line: str) -> None:
    assert not marker(line)


def test_a_sentence_cut_by_a_page_break_is_joined() -> None:
    assert paragraphs([LONG, "", "forslaget sendes i høring."]) == [f"{LONG} forslaget sendes i høring."]


def test_a_wrapped_line_is_joined() -> None:
    assert paragraphs([LONG, "forslaget sendes i høring."]) == [f"{LONG} forslaget sendes i høring."]


def test_a_sentence_that_ended_is_not_joined() -> None:
    assert paragraphs([LONG + " slutte.", "", "eller ej."]) == [LONG + " slutte.", "eller ej."]


def test_each_entry_of_a_list_is_a_paragraph() -> None:
    assert paragraphs(["Det aftaltes:", "- at huset males", "- at taget lægges", "1. snart", "2. senere"]) == [
        "Det aftaltes:",
        "- at huset males",
        "- at taget lægges",
        "1. snart",
        "2. senere",
    ]


def test_short_lines_stay_apart() -> None:
    assert paragraphs(["Bilag et", "bilag to"]) == ["Bilag et", "bilag to"]


def test_a_word_cut_by_a_hyphen_is_joined_without_blank() -> None:
    first = "Forvaltningen fremlægger en redegørelse for de samlede vedligeholdelses-"
    assert paragraphs([first, "udgifter."]) == [f"{first}udgifter."]


def test_blank_lines_alone_are_no_paragraph() -> None:
    assert paragraphs(["", " \t", "\x0c"]) == []
