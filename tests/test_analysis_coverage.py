"""Coverage: what was read and what was not."""

import math

from small_corpus import Corpus

from referat.analysis import reading_coverage
from referat.tables.frames import frame


def corpus():
    made = Corpus().meet("Board", "2022-01-10", ("22/1", "Path", "approved"), (None, "Plan", None))
    made.named("present", "Ane").meet("Board", "2023-01-10", ("22/1", "Path", "other"))
    return made.meet("Board", "2023-02-10", ("22/2", "Loan", None), kind="agenda")


def test_held_meetings_are_counted_by_body_and_year_and_an_agenda_is_none():
    rows = reading_coverage.meetings_by_year(corpus().meetings)
    assert rows.to_numpy().tolist() == [["Board", 2022, 1, 1], ["Board", 2023, 1, 0]]


def test_completeness_expects_lists_and_decisions_of_held_meetings_only():
    made = corpus()
    rows = reading_coverage.completeness(made.meetings, made.items, made.decisions)
    assert rows[["count", "n"]].to_numpy().tolist() == [[1, 2], [4, 4], [3, 4], [2, 3], [1, 2]]


def test_completeness_of_nothing_is_missing_and_not_zero():
    rows = reading_coverage.completeness(Corpus().meetings, Corpus().items, Corpus().decisions)
    assert rows["n"].tolist() == [0] * 5 and all(math.isnan(share) for share in rows["share"])


def test_problems_are_counted_worst_first_then_most_often():
    met = [("a.txt", "note", "x"), ("a.txt", "note", "y"), ("b.txt", "note", "y"), ("b.txt", "error", "z")]
    rows = [{"source": source, "severity": severity, "code": code, "message": "m"} for source, severity, code in met]
    result = reading_coverage.problems_by_code(frame("problems", rows))
    assert result.to_numpy().tolist() == [["error", "z", 1, 1], ["note", "y", 2, 2], ["note", "x", 1, 1]]


def test_lines_of_all_inputs_are_counted_also_where_they_were_refused_or_replaced():
    documents = frame(
        "documents",
        [
            {"source": "a", "line_start": 1, "line_end": 60, "used": True},
            {"source": "b", "line_start": 1, "line_end": 20, "used": False},
            {"source": "c", "used": True},
        ],
    )
    named = [("a", 5, 7, "unplaced_header_line"), ("a", 7, 7, "unknown_attendee"), ("d", 1, 10, "not_minutes")]
    rows = [{"source": s, "line_start": n, "line_end": m, "code": code} for s, n, m, code in named]
    (row,) = reading_coverage.lines(documents, frame("problems", rows)).to_dict("records")
    assert (row["lines"], row["placed"]) == (90, 57)
    assert (row["unread"], row["refused"], row["replaced"], row["without_lines"]) == (3, 10, 20, 1)
