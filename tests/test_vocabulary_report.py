"""The report on the vocabulary of decisions over a corpus."""

from __future__ import annotations

import pytest

from referat.pipeline.vocabulary_report import disagreements, main, unseen_patterns
from referat.vocabulary import load


def test_a_pattern_that_gives_a_decision_is_seen() -> None:
    unseen = unseen_patterns(["Godkendt.", "Ingen bemærkninger."])
    assert "godkende" not in unseen
    assert "forkaste" in unseen


def test_the_second_reader_sees_only_the_words_and_so_misses_a_negation() -> None:
    usual = [f"Udvalget godkendte indstillingen om sag {n}." for n in range(40)]
    others = [f"Taget til efterretning, sag {n}." for n in range(40)]
    odd = "Udvalget godkendte ikke indstillingen om sag 99."
    assert [(d.text, d.by_rules, d.by_reader) for d in disagreements([*usual, *others, odd])] == [
        (odd, "rejected", "approved")
    ]


def test_a_handful_of_decisions_is_too_few_for_a_second_reader() -> None:
    assert disagreements(["Godkendt.", "Afvist."]) == []


def test_every_mark_of_a_pattern_says_that_it_was_seen() -> None:
    assert {entry.get("seen", True) for entry in load("decision_types")["patterns"]} == {True}


def test_the_report_prints_both_lists(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    text = "REFERAT Byrådet d. 06-03-2023\nMødedato 06-03-2023\nPunkt 1: Havnen\n23/1\nBeslutning\nGodkendt.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "  forkaste\n" in printed and "  godkende\n" not in printed
    assert "Disagreements: 0" in printed
