"""Headings with one letter wrong: corrected and noted if one entry of the vocabulary is near, else only noted.

Every heading of the vocabulary is tested with every letter removed, inserted, or replaced: see `slips`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import cycle, repeat

import pytest

from referat.formats.source_files import Source
from referat.records.document_reader import parse_text
from referat.records.meeting_reader import meeting_rows
from referat.records.rows import Rows
from referat.structure.section_headings import corrected_heading, heading_key, headings
from referat.vocabulary import load

HEADINGS = [heading for words in load("headings")["sections"].values() for heading in words]
LETTERS = "abcdefghijklmnoprstuvyæøå"

MINUTES = """REFERAT Havneudvalget d. 03-05-2021

Mødedato Mandag d. 3. maj 2021 kl. 16:00

Mødested Gule Sal

Mødedeltagere Bodil Ravn

Indholdsfortegnelse

Nye bænke.....3
Ny bro.....4

Punkt 1: Nye bænke

21/1

Sagstype

Bænkene er gamle og skal males, før sommeren kommer.

Beslutning Havneudvalget den 03-05-2021

Godkendt.

Punkt 2: Ny bro

21/2

Sagstype

Broen er fra en tid, da ingen kørte i bil.

Beslutning Havneudvalget den 03-05-2021

Godkendt.
"""


def slips(word: str, letters: str = LETTERS) -> Iterator[str]:
    """Yield a word with each of its letters removed, and each letter inserted before, replaced or inserted after."""
    for place in range(len(word) + 1):
        yield from (word[:place] + letter + word[place:] for letter in letters)
        if place < len(word):
            yield from (word[:place] + letter + word[place + 1 :] for letter in ("", *letters))


def read(text: str) -> Rows:
    (rows,) = meeting_rows(parse_text(text), Source("havn.txt", "0" * 64, "text", text))
    return rows


def codes(rows: Rows) -> list[object]:
    return [row["code"] for row in rows.tables["problems"]]


def misspelt(letters: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each misspelling of each heading that is not itself a heading, with the intended section."""
    for heading, wrong in zip(HEADINGS, letters, strict=False):
        section = headings()[heading_key(heading)]
        yield from ((slip, section) for slip in slips(heading, wrong) if heading_key(slip) not in headings())


@pytest.mark.heavy
def test_every_heading_with_one_letter_wrong_is_known() -> None:
    for slip, section in misspelt(repeat(LETTERS)):
        repaired = corrected_heading(slip)
        assert repaired is not None, slip
        assert headings()[repaired] == section, slip


@pytest.mark.heavy
def test_a_misspelt_heading_opens_its_section_and_is_noted() -> None:
    for slip, section in misspelt(cycle(LETTERS)):
        rows = read(MINUTES.replace("Sagstype", slip, 1))
        assert rows.tables["sections"][0]["section"] == section, slip
        assert codes(rows) == ["heading_repaired"], slip


@pytest.mark.parametrize(
    "word", ["REFERAT", "Mødedato", "Mødested", "Mødedeltagere", "Indholdsfortegnelse", "Punkt", "Beslutning"]
)
@pytest.mark.parametrize("last", [False, True])
def test_a_misspelt_label_is_corrected_and_noted(word: str, last: bool) -> None:
    whole = {table: len(rows) for table, rows in read(MINUTES).tables.items()}
    at = MINUTES.rindex(word) if last else MINUTES.index(word)
    for slip in slips(word, "aeg"):
        if slip.casefold() in ("beslutningen", word.casefold()):
            continue
        rows = read(MINUTES[:at] + slip + MINUTES[at + len(word) :])
        assert codes(rows) == ["heading_repaired"], slip
        assert {table: len(result) for table, result in rows.tables.items() if table != "problems"} == whole, slip


def test_a_heading_that_two_entries_are_near_to_is_the_section_both_open() -> None:
    assert corrected_heading("Beslutninge") in ("beslutning", "beslutninger", "beslutningen")
    rows = read(MINUTES.replace("Beslutning Havneudvalget den 03-05-2021", "Beslutninge", 1))
    assert [row["section"] for row in rows.tables["sections"]].count("decision") == 2
    assert codes(rows) == ["heading_repaired"]


@pytest.mark.parametrize("text", ["Bænkene er gamle.\nOkonomi\nDe koster en krone.", "Bænkene er gamle\nTidspla\n"])
def test_a_possible_heading_inside_a_text_is_left_there_and_noted(text: str) -> None:
    rows = read(MINUTES.replace("Bænkene er gamle og skal males, før sommeren kommer.", text, 1))
    assert codes(rows) == ["heading_doubtful"]
    assert rows.tables["problems"][0]["line_start"] == 21
    assert [row["section"] for row in rows.tables["sections"]] == ["procedure", "decision"] * 2
