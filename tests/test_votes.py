"""Votes that a decision states."""

import json
from pathlib import Path

import pytest
import regex as re

from referat.facts.votes import Vote, votes


def read(text: str) -> list[str]:
    """Return the votes as short words: `yes 13`, `no A`, `abstain Mona Birk (A)`."""
    return [_short(vote) for vote in votes(text)]


def _short(vote: Vote) -> str:
    if vote.person:
        return f"{vote.option} {vote.person}" + (f" ({vote.party})" if vote.party else "")
    return f"{vote.option} {vote.party if vote.count is None else vote.count}"


def test_a_row_has_option_voter_and_text() -> None:
    assert votes("Mona T. Birk (UP-1) stemte imod, da hun ønsker en anden model.") == [
        Vote("no", None, "UP-1", "Mona T. Birk", "Mona T. Birk (UP-1) stemte imod")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Med stemmerne 13 for og 7 imod vedtog Byrådet planen.", ["yes 13", "no 7"]),
        ("Med stemmerne 14 for og ingen imod vedtog Byrådet planen.", ["yes 14", "no 0"]),
        ("Med stemmerne 19 for 1 imod godkendte Byrådet sagen.", ["yes 19", "no 1"]),
        ("Med stemmerne 11 for godkendte Byrådet sagen.", ["yes 11"]),
        ("Godkendt med 42 stemmer mod 4. 8 medlemmer undlod at stemme.", ["yes 42", "no 4", "abstain 8"]),
        ("Vedtaget med fem stemmer for og to imod.", ["yes 5", "no 2"]),
    ],
)
def test_votes_are_counted(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For stemte: (V), Mona Birk (UP) og (C).", ["yes V", "yes Mona Birk (UP)", "yes C"]),
        ("Imod stemte Ø.", ["no Ø"]),
        ("Stemte imod: (F) og (Ø)", ["no F", "no Ø"]),
        ("Undlod at stemme: Ole Lund (A), V", ["abstain Ole Lund (A)", "abstain V"]),
        ("For administrationens indstilling stemte: Mona Birk (A)", ["yes Mona Birk (A)"]),
        (
            "For stemte:\n\nMona Birk (V)\n\nOle Lund (A)\n\nImod stemte: ingen",
            ["yes Mona Birk (V)", "yes Ole Lund (A)", "no 0"],
        ),
        ("Imod stemte:\n(F) med bemærkning om prisen\n(Ø) idet taksten er for høj", ["no F", "no Ø"]),
        ("For: 20 (Mona Birk (A), Ole Lund (V)) Imod: 6", ["yes 20", "yes Mona Birk (A)", "yes Ole Lund (V)", "no 6"]),
        ("For stemte Ø (Mona Birk, Ole Lund), A og C", ["yes Ø", "yes A", "yes C"]),
        ("Imod stemte: Torben Holm (V)", ["no Torben Holm (V)"]),
        ("Imod stemte A, V og F. Forkastet.", ["no A", "no V", "no F"]),
        ("For stemte A og C. Vedtaget.", ["yes A", "yes C"]),
    ],
)
def test_a_label_gives_the_votes_after_it(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(F) undlod at tage stilling.", ["abstain F"]),
        ("F stemmer for, B og D stemmer imod og O undlader.", ["yes F", "no B", "no D", "abstain O"]),
        ("Mona Birk (Ø) og Ole T. Lund (A) stemte derfor imod", ["no Mona Birk (Ø)", "no Ole T. Lund (A)"]),
        ("Venstre og Enhedslisten stemte imod.", ["no Venstre", "no Enhedslisten"]),
        ("1.-3. Mona Birk (A) undlod.", ["abstain Mona Birk (A)"]),
        ("For så vidt angår punkt 1 stemte (A) imod.", ["no A"]),
        ("Et flertal (A+V+C) godkender. Et mindretal (Ø) kan ikke godkende.", ["yes A", "yes V", "yes C", "no Ø"]),
        ("5 medlemmer (A+V) anbefaler forslaget.", ["yes 5", "yes A", "yes V"]),
    ],
)
def test_a_sentence_gives_the_votes_of_its_subject(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Godkendt.",
        "Udvalget undlod at tage stilling.",
        "Formanden stemte imod.",
        "Der er afsat 5 for hver 10 brevstemmer.",
        "ØU undlod at tage stilling.",
        "Udvalget ønsker flere brevstemmer.",
    ],
)
def test_a_statement_without_a_vote_gives_no_row(text: str) -> None:
    assert read(text) == []


def test_quotations_and_reasons_give_no_vote() -> None:
    assert read('Imod stemte (Ø). (Ø) med bemærkning om, at "Ø stemmer imod, da V stemmer for".') == ["no Ø"]
    assert read("Imod stemte (Ø) med bemærkning om, at A stemte for i maj.") == ["no Ø"]


def test_every_count_of_the_real_decisions_is_read(shared: Path) -> None:
    """The counts follow one formula there, so that a plain search for it says what must be found."""
    meetings = json.loads((shared / "minutes/greve-truth.json").read_text(encoding="utf-8"))
    texts = [item["decision"] for meeting in meetings for item in meeting["items"] if item["decision"]]
    for text in texts:
        formula = re.findall(r"(?i)stemmer(?:ne)? (\d+) for", text)
        assert [vote.count for vote in votes(text) if vote.option == "yes" and vote.count is not None] == list(
            map(int, formula)
        )
    assert sum(len(votes(text)) for text in texts) > 850
