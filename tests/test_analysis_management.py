"""The findings of the management report, recomputed by hand from a few meetings."""

from __future__ import annotations

import pandas as pd
import pytest
from small_corpus import Corpus, away

from referat.analysis import (
    accuracy,
    attendance_rates,
    body_terms,
    case_appearances,
    closed_shares,
    decision_mix,
    postponed,
    reading_coverage,
    routes,
    settlement,
)
from referat.findings import management_findings
from referat.language import speaking
from referat.tables.frames import frame


def corpus():
    """Return two terms of a council and a committee: 22/1 returns, 22/2 waits, 22/3 is closed and waits too."""
    made = Corpus().meet(
        "Council 2018-2021", "2021-11-10", ("22/1", "Path", "postponed"), ("22/3", "[Sale]", "approved")
    )
    made.named("present", "Ane", "Bo")
    made.meet("Roads", "2021-12-01", ("22/2", "Plan*", "recommended"), ("22/4", "Loan", "noted"))
    made.meet("Council 2022-2025", "2022-01-10", ("22/1", "Path", "approved"), ("22/3", "[Sale]", "referred"))
    made.named("present", "Ane").named("absent", "Bo")
    return made.meet("Roads", "2022-02-01", ("22/5", "Bridge", "rejected"))


def settled(made):
    matters = case_appearances.matters(
        case_appearances.appearances(made.items, made.meetings, made.decisions), made.meetings
    )
    return matters, settlement.settlements(matters, made.meetings["date"].max())


@pytest.mark.parametrize(
    ("body", "lasting"),
    [
        ("Byråd 2018-2021", "Byråd"),
        ("Byrådet (2022-25)", "Byrådet"),
        ("Byråd, 2018 – 2021", "Byråd"),
        ("Byråd 2022", "Byråd 2022"),
        ("2018-2021", "2018-2021"),
        ("Udvalg 2018-2021 for veje", "Udvalg 2018-2021 for veje"),
        (None, None),
    ],
)
def test_a_body_is_one_over_its_terms(body, lasting):
    found = body_terms.across_terms(frame("meetings", [{"body": body}]))["body"]
    assert found.tolist() == [lasting] if lasting else found.isna().all()


def test_a_matter_returns_to_the_council_of_the_next_term():
    matters, _ = settled(corpus())
    assert routes.returns(matters)[["case_number", "body"]].to_numpy().tolist() == [
        ["22/1", "Council"],
        ["22/3", "Council"],
    ]


def test_a_member_of_two_terms_is_one_member():
    made = corpus()
    found = attendance_rates.spans(made.meetings, made.attendance, made.items, away())
    assert found[["body", "person"]].to_numpy().tolist() == [["Council", "Ane"], ["Council", "Bo"]]


def test_what_waits_is_open_with_a_decision_that_announced_more():
    made = corpus()
    rows = settlement.waiting(*settled(made), made.meetings)
    columns = ["case_number", "title", "decision_type", "days", "met_since"]
    assert rows[columns].to_numpy().tolist() == [
        ["22/2", "Plan*", "recommended", 62, 1],
        ["22/3", case_appearances.CLOSED_TITLE, "referred", 22, 0],
    ]


def test_of_closed_items_only_number_and_count_are_told():
    rows = case_appearances.numbers_only(case_appearances.most_returning(settled(corpus())[0]))
    assert rows["case_number"].tolist() == ["22/1", "22/3"] and rows["times"].tolist() == [2, 2]
    assert rows["first_seen"].isna().tolist() == rows["last_decision_type"].isna().tolist() == [False, True]


def test_what_comes_back_is_told_with_its_share_and_cause():
    made = corpus()
    appearances = case_appearances.appearances(made.items, made.meetings, made.decisions)
    matters = case_appearances.matters(appearances, made.meetings)
    kinds = case_appearances.kinds(appearances, made.meetings)
    told = management_findings.recurring(kinds, routes.returns(matters), case_appearances.most_returning(matters))
    # 22/1 and 22/3 of 22/1 to 22/5; 22/1 was postponed before, 22/3 approved
    assert told.startswith("**What keeps coming back.** 2 of 5 matters (40%) came back to a body that had had them;")
    assert told.endswith(
        "There were 2 returns: 1 after a decision that had settled the matter and 1 after it had been postponed. The "
        "matter that returned most is 22\\/1, Path: 2 appearances from 10 November 2021 to 10 January 2022."
    )


def test_a_closed_matter_that_returned_most_is_told_by_number_and_count():
    made = corpus()
    matters, _ = settled(made)
    matters = matters[matters["case_number"] == "22/3"]
    kinds = pd.DataFrame({"kind": ["standing", "once", "route", "return"], "cases": [0, 0, 0, 1]})
    told = management_findings.recurring(kinds, routes.returns(matters), case_appearances.most_returning(matters))
    assert told.endswith("The matter that returned most is 22\\/3, a closed item: 2 appearances.")


def test_too_few_items_are_no_shares():
    made = corpus()
    items = decision_mix.classified(made.items, made.meetings, made.decisions).assign(corpus="all")
    followed = postponed.follow(made.items, made.meetings, made.decisions)
    few = management_findings.decided(decision_mix.shares(items, ["corpus"], "family"), followed)
    assert few == "**What is decided.** 7 items are too few to say what is decided: it takes 20."
    many = decision_mix.shares(pd.concat([items] * 3), ["corpus"], "family")
    # of 7: approved twice; noted once; recommended, rejected once; postponed and referred
    assert management_findings.decided(many, followed) == (
        "**What is decided.** Of 21 items, 29% were adopted, 14% noted or discussed, 14% recommended to another body, "
        "14% rejected and 29% put off or sent on; 0% have another outcome, and for 0% no decision is recorded. "
        "Of 1 postponed item, 1 came back, after a median of 61 days."
    )


def test_what_is_open_names_the_open_matter_that_waited_longest():
    made = corpus()
    matters, ends = settled(made)
    waiting = settlement.waiting(matters, ends, made.meetings)
    assert management_findings.waiting(ends, waiting, 0.0) == (
        "**What is still open.** 3 of 5 matters had been settled at the end; fewer than 20 matters are too few to say "
        "how long they take. 2 wait for what their latest decision announced; 22\\/2 has waited longest "
        "(recommended on 1 December 2021)."
    )
    assert management_findings.waiting(ends, waiting.tail(1), 0.0).endswith(
        "1 waits for what its latest decision announced."
    )
    assert management_findings.waiting(ends, waiting.head(0), 0.0).endswith(
        "None waits for what its latest decision announced."
    )


def test_closed_doors_are_told_with_what_is_published():
    made = corpus()
    placed = closed_shares.placed(made.items, made.meetings)
    chart = closed_shares.p_chart(closed_shares.shares(placed, ["quarter"]))
    told = management_findings.closed(
        closed_shares.overall(placed), chart, closed_shares.published(made.items, made.decisions)
    )
    # 2 of 7, Wilson by hand: centre (2 + 1.92) / (7 + 3.84), half width 0.281
    assert told.startswith("**What happens behind closed doors.** 2 of 7 items are closed: 29% (8.2% to 64%)")
    assert told.endswith("For 100% of closed items the minutes publish a decision.")


def test_attendance_is_told_with_meetings_that_have_no_list():
    made = corpus()
    grid = attendance_rates.grid(made.meetings, made.attendance, made.items, away())
    everyone = attendance_rates.rates(grid.assign(corpus="all"), ["corpus"])
    told = management_findings.attendance(everyone, attendance_rates.rates(grid, ["body"]), made.meetings)
    assert told == (
        "**Who is there.** Of 4 expected attendances 75% (30% to 95%) were kept. 2 meetings of 4 have no list of who "
        "attended and are left out: a missing list is no absence."
    )
    empty = attendance_rates.rates(grid.head(0).assign(corpus="all"), ["corpus"])
    assert "Nothing can be said" in management_findings.attendance(empty, everyone, made.meetings)


def test_lines_that_a_problem_names_are_not_placed():
    meetings = frame("meetings", [{"line_start": 1, "line_end": 60}, {"line_start": 61, "line_end": 100}, {}])
    met = [("a", 5, "unplaced_header_line"), ("a", 5, "unknown_attendee"), ("a", 9, "heading_repaired")]
    problems = frame("problems", [{"source": s, "line_start": n, "code": code} for s, n, code in met])
    rows = reading_coverage.lines(meetings, problems)
    assert rows[["lines", "placed", "without_lines"]].to_numpy().tolist() == [[100, 99, 1]]
    assert management_findings.placed(rows) == (
        "99% of 100 lines in the sources were placed, 1 was not. 1 meeting came without lines, as the agenda portal "
        "gives it."
    )
    assert management_findings.placed(reading_coverage.lines(meetings.head(2), problems.head(0))) == (
        "Every one of 100 lines in the sources was placed."
    )
    assert management_findings.placed(reading_coverage.lines(meetings.tail(1), problems)).startswith(
        "The sources have no lines"
    )


MEASURED = '[board]\n"case_number" = [18, 18]\ntitle = [15, 20]\n[committee]\ntitle = [4, 5]\n'


def test_how_right_the_program_is_comes_with_intervals_least_sure_first():
    measured = accuracy.measured(MEASURED)
    assert measured[["minutes", "field", "right", "fields"]].to_numpy().tolist() == [
        ["board", "case_number", 18, 18],
        ["board", "title", 15, 20],
        ["committee", "title", 4, 5],
    ]
    fields = accuracy.by_field(measured)
    assert fields[["field", "right", "fields"]].to_numpy().tolist() == [["title", 19, 25], ["case_number", 18, 18]]
    # Wilson by hand for 37 of 43: (37 + 1.9207) / (43 + 3.8415) = 0.8309, half width 0.1035
    assert accuracy.overall(measured)[["low", "high"]].to_numpy()[0] == pytest.approx([0.7274, 0.9344], abs=1e-4)
    assert management_findings.right(measured).startswith(
        "Compared with minutes read by hand, the program was right in 37 of 43 fields: 86% (73% to 93%). It is least "
        "sure of title, with 76% (57% to 89%)."
    )


def test_nothing_measured_says_so():
    assert (
        management_findings.right(accuracy.measured("")) == "How often the program reads right has not been measured."
    )


def test_what_the_package_brings_can_be_read():
    assert (accuracy.measured()["right"] <= accuracy.measured()["fields"]).all()


def test_the_steps_are_shared_out_over_the_verdicts():
    steps = pd.DataFrame({"verdict": ["followed", "followed", "reversed", None]})
    found = routes.verdict_shares(steps)
    assert found[["verdict", "count", "steps"]].to_numpy().tolist() == [
        ["followed", 2, 3],
        ["reversed", 1, 3],
        ["put off", 0, 3],
    ]


def test_findings_of_nothing_are_sentences_too():
    made = Corpus()
    matters, ends = settled(made)
    appearances = case_appearances.appearances(made.items, made.meetings, made.decisions)
    told = [
        management_findings.recurring(
            case_appearances.kinds(appearances, made.meetings), routes.returns(matters), matters
        ),
        management_findings.waiting(ends, settlement.waiting(matters, ends, made.meetings), float("nan")),
        management_findings.sure(
            made.meetings, made.items, reading_coverage.lines(made.meetings, made.problems), made.problems, None
        ),
    ]
    assert all(text.endswith(".") and "nan" not in text.lower() for text in told)


def test_findings_in_danish_have_danish_numbers_and_dates():
    made = corpus()
    matters, ends = settled(made)
    with speaking("da"):
        told = management_findings.waiting(ends, settlement.waiting(matters, ends, made.meetings), 0.0)
    assert told == (
        "**Hvad der stadig er åbent.** 3 af 5 sager var afsluttet til sidst; færre end 20 sager er for få til at sige, "
        "hvor længe de varer. 2 venter på det, deres seneste beslutning varslede; 22\\/2 har ventet længst (anbefalet "
        "den 1. december 2021)."
    )
