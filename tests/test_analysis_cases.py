"""Cases: appearances, standing matters, kinds, concentration."""

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import case_appearances, concentration


def appear(corpus):
    return case_appearances.appearances(corpus.items, corpus.meetings, corpus.decisions)


def matters(corpus):
    return case_appearances.matters(appear(corpus), corpus.meetings)


def monthly(*items, months=14, body="Board"):
    corpus = Corpus()
    for month in range(months):
        corpus.meet(body, f"{2022 + month // 12}-{month % 12 + 1:02d}-10", *items)
    return corpus


def test_items_of_one_day_under_one_number_are_one_appearance_with_the_first_type_of_the_codebook():
    corpus = Corpus().meet("Board", "2022-01-10", ("22/1", "Path", "noted"), ("22/1", "Path, cost", "approved"))
    rows = appear(corpus)
    assert rows[["title", "decision_type"]].to_numpy().tolist() == [["Path", "approved"]]


def test_an_item_without_a_decision_has_none_and_a_repeated_one_is_not_its_own():
    corpus = Corpus().meet("Board", "2022-01-10", ("22/1", "Path", None), ("22/2", "Plan", "approved"))
    earlier = corpus.decisions.assign(is_earlier=True)
    rows = case_appearances.appearances(corpus.items, corpus.meetings, earlier)
    assert rows["decision_type"].isna().all() and len(rows) == 2


def test_a_closed_items_title_is_withheld():
    rows = appear(Corpus().meet("Board", "2022-01-10", ("22/1", "[Sale of a house]", "approved")))
    assert rows["title"].tolist() == [case_appearances.CLOSED_TITLE] and rows["title_key"].isna().all()


def test_two_meetings_of_a_day_stand_in_the_order_of_their_hours():
    corpus = Corpus().meet("Council", "2022-01-10", ("22/1", "Path", "approved"), start_time="19:00")
    corpus.meet("Finance", "2022-01-10", ("22/1", "Path", "recommended"), start_time="16:00")
    assert appear(corpus)["body"].tolist() == ["Finance", "Council"]


@pytest.mark.parametrize(
    ("months", "every", "why"),
    [
        (14, 1, "habit"),  # on every agenda for more than a year
        (10, 1, None),  # on every agenda, but for less than a year, as a budget is
        (25, 2, "habit"),  # on 13 of 25
        (26, 3, None),  # on 9 of 25
        (14, 13, None),  # twice in 14 months
    ],
)
def test_a_case_on_most_agendas_for_more_than_a_year_is_standing(months, every, why):
    corpus = Corpus()
    for month in range(months):
        items = [("22/1", "Letters to the chair", "noted")] if month % every == 0 else []
        corpus.meet("Board", f"{2022 + month // 12}-{month % 12 + 1:02d}-10", *items)
    found = case_appearances.standing_cases(appear(corpus), corpus.meetings)
    assert found["22/1"] == why if why else pd.isna(found["22/1"])


def test_a_case_of_fixtures_is_standing_by_words():
    corpus = Corpus().meet("Board", "2022-01-10", ("22/1", "ANY OTHER BUSINESS", None), ("22/2", "Path", "noted"))
    found = case_appearances.standing_cases(appear(corpus), corpus.meetings)
    assert found["22/1"] == "words" and pd.isna(found["22/2"])
    assert matters(corpus)["case_number"].tolist() == ["22/2"]


def three_kinds():
    corpus = Corpus()
    corpus.meet("Roads", "2022-01-10", ("22/1", "Path", "recommended"), ("22/2", "Plan", "postponed"))
    corpus.meet("Finance", "2022-01-20", ("22/1", "Path", "recommended"), ("22/3", "Loan", "approved"))
    corpus.meet("Roads", "2022-02-10", ("22/2", "Plan, new", "approved"), ("22/9", "ANY OTHER BUSINESS", None))
    return corpus


def test_kinds_tell_standing_cases_routes_and_returns_apart():
    kinds = case_appearances.kinds(appear(three_kinds()), three_kinds().meetings)
    assert dict(zip(kinds["kind"], kinds["cases"], strict=True)) == {"standing": 1, "once": 1, "route": 1, "return": 1}


def test_the_matters_that_return_most_carry_their_latest_title_and_decision():
    rows = case_appearances.most_returning(matters(three_kinds()))
    assert len(rows) == 1
    assert rows.loc[0, ["case_number", "title", "times", "bodies", "again", "last_decision_type"]].tolist() == [
        "22/2",
        "Plan, new",
        2,
        1,
        1,
        "approved",
    ]


def test_the_age_of_a_case_is_the_year_of_the_meeting_less_the_year_of_its_number():
    corpus = Corpus().meet(
        "Board", "2022-01-10", ("22/1", "Path", None), ("20/1", "Plan", None), ("23/1", "Slip", None)
    )
    ages = case_appearances.ages(appear(corpus))
    assert ages.to_numpy().tolist() == [[0, 1], [2, 1]]


def test_gini_of_equal_times_is_zero_and_of_one_against_three_a_quarter():
    assert concentration.gini(pd.Series([2, 2, 2])) == pytest.approx(0)
    # times 1 and 3: Lorenz (0,0) (.5,.25) (1,1), area 0.375, so 1 - 0.75
    assert concentration.gini(pd.Series([3, 1])) == pytest.approx(0.25)
    assert concentration.lorenz(pd.Series([3, 1]))["appearances"].tolist() == [0, 0.25, 1]
