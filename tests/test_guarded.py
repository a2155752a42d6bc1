"""Time limits of patterns."""

from pathlib import Path

import pytest

from referat import load
from referat.facts import regex_timeout
from referat.facts.regex_timeout import RegexWithTimeout
from referat.records import item_reader

MINUTES = """REFERAT Direktionen d. {day}-03-2023
Mødedato {day}-03-2023

Punkt 1: Plan for havnen

23/1

Beslutning

Godkendt.
"""

ENDLESS = "a" * 2000 + "!"


@pytest.fixture
def blows_up(monkeypatch: pytest.MonkeyPatch) -> RegexWithTimeout:
    monkeypatch.setattr(regex_timeout, "SECONDS", 0.05)
    return RegexWithTimeout(r"^(a|a|aa)+$")  # twice as long with every letter more


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "finditer", "split"])
def test_a_search_in_a_long_text_is_given_up_in_time(method: str, blows_up: RegexWithTimeout) -> None:
    with pytest.raises(TimeoutError):
        list(getattr(blows_up, method)(ENDLESS))


def test_a_file_on_which_a_pattern_blows_up_is_a_problem_and_no_other_file_loses_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blows_up: RegexWithTimeout
) -> None:
    monkeypatch.setattr(item_reader, "votes", lambda text: list(blows_up.finditer(ENDLESS if "Udsat" in text else "")))
    (tmp_path / "a.txt").write_text(MINUTES.format(day="06"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(MINUTES.format(day="07").replace("Godkendt", "Udsat"), encoding="utf-8")
    tables = load(tmp_path)
    assert tables.meetings["source"].tolist() == ["a.txt"]
    failed = tables.problems[tables.problems["source"] == "b.txt"]
    assert failed["code"].tolist() == ["reader_failed"]
    assert "TimeoutError" in failed["message"].item()
