"""Fact functions on any string, with their results and positions."""

from __future__ import annotations

import doctest

import pytest

import referat.facts
from referat.facts import classify_decision, parse, parse_names, parse_votes


@pytest.mark.parametrize("module", [parse, referat.facts])
def test_the_examples_of_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0 and result.failed == 0


def test_every_name_that_is_offered_can_be_imported() -> None:
    assert all(hasattr(referat.facts, name) for name in referat.facts.__all__)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Godkendt.", "Godkendt"),
        ('Bemærk: "Godkendt." Udvalget godkendte planen.', "godkendte"),
        ("Udvalget besluttede\n\n- at sende sagen tilbage til forvaltningen.", "sende sagen tilbage"),
        ("Et mindretal godkendte ikke planen.\n\nUdvalget afviste **forslaget**.", "afviste"),
    ],
)
def test_the_evidence_of_a_decision_is_at_its_offsets(text: str, evidence: str) -> None:
    labels = classify_decision(text)
    assert labels.evidence == evidence
    assert text[labels.start : labels.end] == evidence


def test_a_text_without_a_decision_has_no_evidence() -> None:
    labels = classify_decision("Ingen bemærkninger.")
    assert (labels.decision_type, labels.evidence, labels.start, labels.end) == ("other", None, None, None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Anna Bo, Anna Bo Lund", ["Anna Bo", "Anna Bo Lund"]),
        ("Hans –Jørgen Toft; Ida Lund", ["Hans –Jørgen Toft", "Ida Lund"]),
        ("Formand: Anna Bo (F)", ["Anna Bo"]),
    ],
)
def test_a_name_is_at_its_offsets(text: str, parts: list[str]) -> None:
    assert [text[name.start : name.end] for name in parse_names(text)] == parts


def test_a_vote_is_at_its_offsets() -> None:
    text = "Efter afstemning blev planen vedtaget med 12 stemmer mod 3."
    assert {text[vote.start : vote.end] for vote in parse_votes(text)} == {"12 stemmer mod 3"}
