"""Two builds are compared by meetings, items and states of matters."""

from __future__ import annotations

from typing import Any

from referat.analysis.build_differences import BuildDifferences, build_differences
from referat.findings.news_findings import whats_new
from referat.language import Language
from referat.tables.frames import frame

Rows = list[dict[str, Any]]
MARCH = {"meeting_id": "a-2024-03-04", "kind": "minutes"}
APRIL = {"meeting_id": "a-2024-04-08", "kind": "minutes"}


def _item(item_id: str, matter_id: str, *, minuted: bool = True) -> dict[str, Any]:
    return {"item_id": item_id, "matter_id": matter_id, "minuted": minuted}


def _matter(matter_id: str, state: str | None, kind: str = "substantive") -> dict[str, Any]:
    return {"matter_id": matter_id, "state": state, "kind": kind}


def _differences(before: tuple[Rows, Rows, Rows], now: tuple[Rows, Rows, Rows]) -> BuildDifferences:
    names = ("meetings", "items", "matters")
    earlier = {f"earlier_{name}": frame(name, rows) for name, rows in zip(names, before, strict=True)}
    return build_differences(*(frame(name, rows) for name, rows in zip(names, now, strict=True)), **earlier)


def test_equal_builds_do_not_differ() -> None:
    build = ([MARCH], [_item("i1", "i1")], [_matter("i1", "owed")])
    differences = _differences(build, build)
    assert {len(getattr(differences, name)) for name in BuildDifferences.__slots__} == {0}


def test_a_meeting_is_new_when_its_minutes_come() -> None:
    before = ([MARCH, APRIL | {"kind": "agenda"}], [_item("i1", "i1"), _item("i2", "i1", minuted=False)], [])
    now = ([MARCH, APRIL], [_item("i1", "i1"), _item("i2", "i1")], [])
    differences = _differences(before, now)
    assert list(differences.meetings["meeting_id"]) == [APRIL["meeting_id"]]
    assert list(differences.items["item_id"]) == ["i2"]


def test_a_matter_is_settled_that_was_owed() -> None:
    before = ([MARCH], [_item("i1", "i1")], [_matter("i1", "owed")])
    now = ([MARCH, APRIL], [_item("i1", "i1"), _item("i2", "i1")], [_matter("i1", "settled")])
    differences = _differences(before, now)
    assert list(differences.settled["matter_id"]) == ["i1"]
    assert differences.new_matters.empty and differences.newly_owed.empty


def test_a_matter_of_which_an_earlier_item_was_found_is_no_new_one() -> None:
    before = ([APRIL], [_item("i2", "i2")], [_matter("i2", "owed")])
    now = ([MARCH, APRIL], [_item("i1", "i1"), _item("i2", "i1")], [_matter("i1", "settled")])
    differences = _differences(before, now)
    assert differences.new_matters.empty
    assert list(differences.settled["matter_id"]) == ["i1"]


def test_a_fixture_of_the_agenda_is_no_new_matter() -> None:
    now = ([MARCH], [_item("i1", "i1"), _item("i2", "i2")], [_matter("i1", None, "fixture"), _matter("i2", "owed")])
    differences = _differences(([], [], []), now)
    assert list(differences.new_matters["matter_id"]) == list(differences.newly_owed["matter_id"]) == ["i2"]


# Sentences about it


def _lines(settled: Rows, code: str = "en") -> list[str]:
    empty = {name: frame(name, []) for name in ("meetings", "items", "matters")}
    differences = BuildDifferences(*empty.values(), frame("matters", settled), empty["matters"])
    return whats_new(differences, Language(code))


def test_equal_builds_give_no_lines() -> None:
    assert _lines([]) == []


def test_a_settled_matter_is_named_by_its_title() -> None:
    rows = [_matter("i1", "settled") | {"title": "Sti langs åen"}]
    assert _lines(rows) == ["Settled since the previous report: 1. Sti langs åen"]
    assert _lines(rows, "da") == ["Afgjort siden forrige rapport: 1. Sti langs åen"]


def test_a_closed_matter_is_counted_and_never_named() -> None:
    assert _lines([_matter("i1", "settled") | {"title": "Salg af grund", "closed": True}]) == [
        "Settled since the previous report: 1"
    ]


def test_the_first_of_many_matters_are_named_and_the_others_counted() -> None:
    rows = [_matter(f"i{number}", "settled") | {"title": f"Sag {number}"} for number in range(7)]
    assert _lines(rows) == ["Settled since the previous report: 7. Sag 0; Sag 1; Sag 2; Sag 3; Sag 4 (+2)"]
