"""Attendance: expected, present, arrived and departed persons."""

import math

import pytest
from small_corpus import Corpus, away

from referat.analysis import attendance_rates

NOBODY = away()


def states(corpus, item_attendance=NOBODY):
    rows = attendance_rates.grid(corpus.meetings, corpus.attendance, corpus.items, item_attendance)
    return {(row.person, f"{row.date:%d-%m}"): row.state for row in rows.itertuples()}


def board():
    corpus = Corpus()
    corpus.meet("Board", "2022-01-10", (None, "Budget", None), (None, "Plan", None)).named("present", "Ane", "Bo")
    corpus.meet("Board", "2022-02-10", (None, "Budget", None), (None, "Plan", None)).named("present", "Ane")
    corpus.meet("Board", "2022-03-10", (None, "Budget", None))
    corpus.meet("Board", "2022-04-10", (None, "Budget", None)).named("present", "Bo", "Carl").named("excused", "Ane")
    return corpus


def test_whoever_is_not_on_the_list_is_away_and_without_a_list_unknown():
    assert states(board()) == {
        ("Ane", "10-01"): "present",
        ("Bo", "10-01"): "present",
        ("Ane", "10-02"): "present",
        ("Bo", "10-02"): "away",
        ("Ane", "10-03"): "unknown",
        ("Bo", "10-03"): "unknown",
        ("Ane", "10-04"): "away",
        ("Bo", "10-04"): "present",
        ("Carl", "10-04"): "present",
    }


def test_nobody_is_expected_before_being_seen_in_that_body():
    corpus = board().meet("Council", "2022-05-01").named("present", "Ane")
    assert ("Ane", "01-05") in states(corpus) and ("Bo", "01-05") not in states(corpus)


def test_a_substitute_is_not_expected_but_a_member_standing_in_is_there():
    corpus = Corpus().meet("Board", "2022-01-10").named("present", "Ane").named("substitute", "Dan")
    corpus.meet("Board", "2022-02-10").named("substitute", "Ane").meet("Board", "2022-03-10").named("present", "Ane")
    assert states(corpus) == {("Ane", "10-01"): "present", ("Ane", "10-02"): "present", ("Ane", "10-03"): "present"}


def test_absence_from_most_items_outweighs_the_header_and_from_half_does_not():
    both = away(("board-2022-01-10:1", "Ane", "absent"), ("board-2022-01-10:2", "Ane", "excused"))
    one = away(("board-2022-01-10:1", "Ane", "absent"), ("board-2022-01-10:1", "Ane", "excused"))
    assert states(board(), both)["Ane", "10-01"] == "away"
    assert states(board(), one)["Ane", "10-01"] == "present"


def test_an_agenda_is_no_meeting_to_be_away_from():
    corpus = board().meet("Board", "2022-02-20", kind="agenda")
    assert ("Bo", "20-02") not in states(corpus)


def test_rates_leave_unknown_meetings_out_and_count_them():
    corpus = board()
    grid = attendance_rates.grid(corpus.meetings, corpus.attendance, corpus.items, NOBODY)
    rates = attendance_rates.rates(grid, ["person", "year"]).set_index("person")
    assert rates.loc["Ane", ["expected", "known", "present", "unknown"]].tolist() == [4, 3, 2, 1]
    assert rates.loc["Ane", "share"] == pytest.approx(2 / 3)
    # Wilson for 2 of 3, z = 1.96: centre (2/3 + z^2/6) / (1 + z^2/3), half width by hand
    assert rates.loc["Ane", ["low", "high"]].tolist() == pytest.approx([0.2077, 0.9385], abs=1e-4)


def test_a_rate_of_unknown_meetings_only_is_missing():
    corpus = Corpus().meet("Board", "2022-01-10", (None, "Plan", None))
    absences = away(("board-2022-01-10:1", "Ane", "absent"))
    grid = attendance_rates.grid(corpus.meetings, corpus.attendance, corpus.items, absences)
    row = attendance_rates.rates(grid, ["person"]).iloc[0]
    assert (row["expected"], row["known"]) == (1, 0) and math.isnan(row["share"]) and math.isnan(row["low"])


def test_who_was_there_at_the_first_list_did_not_arrive_and_three_missed_meetings_are_a_departure():
    corpus = Corpus()
    for month, persons in enumerate((["Ane", "Bo"], ["Ane", "Carl"], ["Carl"], ["Carl"], ["Carl", "Ane"]), 1):
        corpus.meet("Board", f"2022-0{month}-01").named("present", *persons)
    spans = attendance_rates.spans(corpus.meetings, corpus.attendance, corpus.items, NOBODY)
    moves = attendance_rates.movements(spans, corpus.meetings).set_index("person")
    assert moves["arrived"].to_dict() == {"Ane": False, "Bo": False, "Carl": True}
    assert moves["left"].to_dict() == {"Ane": False, "Bo": True, "Carl": False}
    assert moves.loc["Bo", "missed_since"] == 4
    by_year = attendance_rates.movements_by_year(moves.reset_index())
    assert by_year.to_dict("records") == [{"body": "Board", "year": 2022, "arrived": 1, "left": 1}]


def test_absence_disqualification_late_coming_and_early_leaving_are_counted_apart():
    corpus = board()
    absences = away(
        ("board-2022-01-10:1", "Ane", "absent"),
        ("board-2022-01-10:2", "Ane", "absent"),
        ("board-2022-02-10:1", "Ane", "excused"),
        ("board-2022-02-10:2", "Ane", "disqualified"),
        ("board-2022-02-10:2", "Bo", "arrived"),
    )
    rows = attendance_rates.item_absences(corpus.items, corpus.meetings, absences).to_dict("records")
    assert rows == [
        {"body": "Board", "person": "Ane", "items": 3, "meetings": 2, "disqualified": 1, "arrived": 0, "left": 0},
        {"body": "Board", "person": "Bo", "items": 0, "meetings": 0, "disqualified": 0, "arrived": 1, "left": 0},
    ]
