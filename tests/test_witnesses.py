"""The minutes check themselves: each contradiction in them is one problem, and consistent minutes have none.

Each check has a contradiction that it must report, alone, and a similar case that is none; `docs/problems.md` explains
each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from referat import load
from referat.schema.problem_codes import CODES

MINUTES = """REFERAT Havneudvalget d. 03-05-2021

Mødedato Mandag d. 3. maj 2021 kl. 16:00

Mødested Gule Sal

Mødedeltagere Bodil Ravn, Tage Kvist

Indholdsfortegnelse

Nye bænke.....3
Ny bro over åen.....4
Plan for fyret.....6

Punkt 1: Nye bænke

21/1

Beslutning Havneudvalget den 03-05-2021

Godkendt.

Punkt 2: Ny bro over åen

20/2

Beslutning Havneudvalget den 03-05-2021

Drøftet.

Punkt 3: Plan for fyret

21/3

Beslutning Havneudvalget den 12-04-2021

Udsat.

Beslutning Havneudvalget den 03-05-2021

Godkendt.
"""

TOLD = (
    ("weekday_disagrees", "Mandag d. 3. maj", "Tirsdag d. 3. maj"),
    ("date_disagrees", "Mandag d. 3. maj", "Tirsdag d. 4. maj"),
    ("date_disagrees", "Mandag d. 3. maj 2021", "Mandag d. 3. maj 2022"),
    ("contents_title_differs", "Ny bro over åen.....4", "Ny bro over søen.....4"),
    ("item_not_in_contents", "Ny bro over åen.....4\n", ""),
    ("contents_without_item", "Plan for fyret.....6", "Plan for fyret.....6\nKajens ringe.....7"),
    ("page_number_falls", ".....6", ".....2"),
    ("case_number_missing", "\n20/2\n", ""),
    ("case_year_after_meeting", "21/1", "22/1"),
    ("decision_after_meeting", "den 03-05-2021\n\nGodkendt.\n\nPunkt 2", "den 05-05-2021\n\nGodkendt.\n\nPunkt 2"),
    ("decision_before_meeting", "den 03-05-2021\n\nGodkendt.\n\nPunkt 2", "den 30-04-2021\n\nGodkendt.\n\nPunkt 2"),
    ("attendance_missing", "Mødedeltagere Bodil Ravn, Tage Kvist\n\n", ""),
    ("heading_repaired", "Indholdsfortegnelse", "Indholdfortegnelse"),
)
"""Slips, and the one problem each of them is."""

FINE = (
    ("weekday_disagrees", "Mandag d. 3. maj", "d. 3. maj"),
    ("date_disagrees", "Mandag d. 3. maj 2021", "Mandag 03.05.2021"),
    ("contents_title_differs", "Ny bro over åen.....4", "Ny bro over åen......4"),
    ("page_number_falls", ".....6", ".....4"),
    ("case_year_after_meeting", "21/1", "EMN-2021-000001"),
    ("case_year_after_meeting", "21/1", "99/1"),
    ("decision_after_meeting", "den 12-04-2021", "den 03-05-2020"),
    ("decision_before_meeting", "Beslutning Havneudvalget den 12-04-2021", "Beslutning Byrådet den 12-04-2021"),
    ("decision_before_meeting", "Beslutning Havneudvalget den 03-05-2021\n\nDrøftet", "Beslutning\n\nDrøftet"),
)
"""What looks like a slip, and is none: no problem at all."""


def codes(folder: Path, *texts: str) -> list[str]:
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return sorted(load(folder).problems["code"])


def test_minutes_that_agree_with_themselves_have_no_problems(tmp_path: Path) -> None:
    assert codes(tmp_path, MINUTES) == []


@pytest.mark.parametrize(("code", "old", "new"), TOLD)
def test_a_contradiction_is_one_problem(code: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in MINUTES
    assert codes(tmp_path, MINUTES.replace(old, new, 1)) == [code]


@pytest.mark.parametrize(("code", "old", "new"), FINE)
def test_an_apparent_contradiction_is_no_problem(code: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in MINUTES and code in CODES
    assert codes(tmp_path, MINUTES.replace(old, new, 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem_codes"),
    [
        ("Punkt 3", "Punkt 4", ["item_number_gap"]),
        ("Punkt 3", "Punkt 6", ["item_number_gap"] * 3),
        ("Punkt 3", "Punkt 2", ["item_number_repeated"]),
        ("Punkt ", "Punkt 1", ["first_number_not_one"]),
    ],
)
def test_item_numbers_rise_one_by_one_wherever_they_begin(
    old: str, new: str, problem_codes: list[str], tmp_path: Path
) -> None:
    start, end = MINUTES.index("Indholdsfortegnelse"), MINUTES.index("Punkt 1")
    assert codes(tmp_path, MINUTES[:start] + MINUTES[end:].replace(old, new)) == problem_codes


def test_the_same_meeting_in_two_files_is_reported_and_the_fuller_one_kept(tmp_path: Path) -> None:
    shorter = MINUTES[: MINUTES.index("Punkt 3")].replace("Plan for fyret.....6\n", "")
    assert codes(tmp_path, shorter, MINUTES) == ["meeting_in_two_files"]
    assert len(load(tmp_path).items) == 3
    assert load(tmp_path).problems["source"].tolist() == ["0.txt"]


def test_two_meetings_on_one_day_are_not_the_same(tmp_path: Path) -> None:
    assert codes(tmp_path, MINUTES, MINUTES.replace("Havneudvalget", "Skoleudvalget")) == []
    assert len(load(tmp_path).meetings) == 2


def test_every_code_is_on_the_page_that_says_what_it_means() -> None:
    page = (Path(__file__).parents[1] / "docs" / "problems.md").read_text(encoding="utf-8")
    for code, kind in CODES.items():
        (line,) = (line for line in page.split("\n") if line.startswith(f"| `{code}` |"))
        assert kind.severity in line and kind.advice in line
