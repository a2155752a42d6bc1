"""One spelling per person."""

from collections import Counter
from pathlib import Path

import pytest

from referat.corpus.person_names import is_same, own_list, spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Inger Lund Skalund", "Inger Lund Skaalund"),
        ("Inger Rotbøll", "Inger Rottbøll"),
        ("Hans-Jørgen Kvist", "Hans Jørgen Kvist"),
        ("J?rgen Lund", "Jørgen Lund"),
        ("Bodil Å. Ravn", "Bodil Ågård Ravn"),
        ("Bodil Ravn", "Bodil A. Ravn"),
        ("BODIL RAVN", "Bodil Ravn"),
        ("Aase Kaas", "Åse Kås"),
        ("Inger Mortensen", "Inger Mortesen"),
    ],
)
def test_a_misspelling_makes_no_other_person(one: str, other: str) -> None:
    assert is_same(one, other) and is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bodil Ravn", "Bodil Lund"),
        ("Bo Jensen", "Bo Hansen"),
        ("Anne Jensen", "Arne Jensen"),
        ("Jens Hansen", "Jens Jensen"),
        ("Bo Lund", "Bo Lind"),
        ("Karen Holm", "Karin Holm"),
        ("Anne Marie Lund", "Anne Lise Lund"),
        ("Bodil Ravn", "Tage Kvist"),
    ],
)
def test_another_name_is_another_person(one: str, other: str) -> None:
    assert not is_same(one, other)


def persons(
    *names: str, together: list[set[str]] | None = None, user_names: dict[str, str] | None = None
) -> dict[str, str]:
    return {name: result.person for name, result in spellings(Counter(names), together or [], user_names or {}).items()}


def test_the_most_frequent_spelling_is_used_for_the_person() -> None:
    assert set(persons(*["Inger Rottbøll"] * 2, "Inger Rotbøll").values()) == {"Inger Rottbøll"}
    assert set(persons("Inger Rottbøll", *["Inger Rotbøll"] * 2).values()) == {"Inger Rotbøll"}


def test_the_longer_spelling_wins_a_tie() -> None:
    assert set(persons("Inger Rottbøll", "Inger Rotbøll").values()) == {"Inger Rottbøll"}


def test_two_names_in_one_header_are_two_persons() -> None:
    names = {"Inger Rottbøll", "Inger Rotbøll"}
    assert persons(*names, together=[names]) == {name: name for name in names}


def test_the_users_list_takes_precedence() -> None:
    user_names = {"B. Ravn": "Bodil Ravn", "Inger Rotbøll": "Inger Rotbøll"}
    result = persons(
        "B. Ravn", "Bodil Ravn", "Inger Rotbøll", "Inger Rottbøll", "Inger Rottbøll", user_names=user_names
    )
    assert result["B. Ravn"] == "Bodil Ravn" and result["Inger Rotbøll"] == "Inger Rotbøll"


def test_the_users_list_is_next_to_the_minutes(tmp_path: Path) -> None:
    assert own_list(tmp_path) == {}
    (tmp_path / "_people.toml").write_text('"B. Ravn" = "Bodil Ravn"\n', encoding="utf-8")
    assert own_list(tmp_path) == {"B. Ravn": "Bodil Ravn"}


def test_the_order_in_which_names_come_changes_nothing() -> None:
    names = ["Inger Rottbøll", "Inger Rotbøll", "Bodil Ravn", "Bodil A. Ravn", "Tage Kvist"]
    assert persons(*names) == persons(*reversed(names))
