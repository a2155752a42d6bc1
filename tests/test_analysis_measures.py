"""Shares, counts and tests of the report, on small corpora with obvious answers."""

from types import SimpleNamespace

import pandas as pd
import pytest
from small_corpus import Corpus, away

from referat.analysis import (
    attendance_rates,
    body_terms,
    change_tests,
    decision_mix,
    event_times,
    headline_numbers,
    matter_appearances,
    owed_answers,
    put_off_items,
    recommended_points,
    rounds_and_routes,
    workload,
    year_comparison,
)


def met_weekly(weeks: int, *items: tuple[str | None, str, str | None], body: str = "Roads") -> Corpus:
    made = Corpus()
    for day in pd.date_range("2022-01-03", periods=weeks, freq="7D"):
        made.meet(body, f"{day:%Y-%m-%d}", *items)
    return made


# --- Shares of items and meetings ---


def test_the_share_of_returning_items_counts_what_came_back_and_next_stages_by_body():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"), ("22/2", "Plan", "approved"))
    made.meet("Roads", "2022-02-10", ("22/1", "Path", "approved"), ("22/2", "Plan", "approved"), (None, "AOB", None))
    made.meet("Council", "2022-02-20", ("22/1", "Path", "approved"))
    rows = rounds_and_routes.returning_shares(rounds_and_routes.returning_items(made.items, made.meetings))
    columns = ["body", "items", "came_back", "stage", "share"]
    assert rows[columns].to_numpy().tolist() == [["Roads", 4, 1, 1, 0.5], ["Council", 1, 0, 0, 0.0]]
    roads, council = rows.iloc[0], rows.iloc[1]
    assert (roads["low"], roads["high"]) == (0, 1) and pd.isna(council["low"])  # one meeting has no bootstrap


def test_the_workload_of_a_body_is_the_median_of_its_meetings():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", None))
    made.meet("Roads", "2022-02-10", *[(f"22/{n}", f"Plan {n}", None) for n in range(2, 5)])
    made.meet("Roads", "2022-03-10", *[(f"22/{n}", f"Wall {n}", None) for n in range(5, 7)], (None, "AOB", None))
    row = workload.by_body(workload.per_meeting(made.items, made.meetings)).iloc[0]
    columns = ["meetings", "items", "low_items", "median_items", "high_items"]
    assert row[columns].tolist() == [3, 6, 1.5, 2.0, 2.5]


def test_what_became_of_points_is_counted_over_all_and_an_outcome_of_none_has_wilsons_limits():
    kinds = [("approved", "followed"), ("approved", "followed"), ("rejected", "rejected"), ("postponed", "put off")]
    points = pd.DataFrame({"outcome": [outcome for _, outcome in kinds], "matter_id": list("abcd")})
    rows = recommended_points.outcome_shares(points).set_index("outcome")
    assert rows["count"].to_dict() == {
        "followed": 2, "changed": 0, "rejected": 1, "put off": 1, "neither yes nor no": 0, "none recorded": 0,
    }  # fmt: skip
    assert (rows["points"] == 4).all() and rows.loc["followed", "share"] == 0.5
    # Wilson for none of four: the upper limit is z² / (n + z²)
    assert rows.loc["changed", "high"] == pytest.approx(1.96**2 / (4 + 1.96**2), abs=0.001)


def test_types_of_all_items_have_intervals_of_whole_meetings():
    made = met_weekly(3, ("22/1", "Path", "approved"), ("22/2", "Plan", "noted"))
    rows = decision_mix.overall(decision_mix.classified(made.items, made.meetings, made.decisions))
    approved = rows[rows["decision_type"] == "approved"].iloc[0]
    # every meeting approves half of its items, so whole meetings drawn again always give a half
    assert approved[["count", "items", "share", "low", "high"]].tolist() == [3, 6, 0.5, 0.5, 0.5]


def test_a_substitute_fills_a_seat_and_no_more_are_filled_than_there_are():
    made = Corpus().meet("Roads", "2022-01-10").named("present", "A", "B", "C")
    made.meet("Roads", "2022-02-10").named("present", "A").named("substitute", "S")
    made.meet("Roads", "2022-03-10").named("present", "A", "B", "C").named("substitute", "T")
    grid = attendance_rates.grid(made.meetings, made.attendance, made.items, away())
    seats = attendance_rates.seats_per_meeting(grid, made.attendance)
    assert seats[["seats", "filled"]].to_numpy().tolist() == [[3, 3], [3, 2], [3, 3]]
    row = attendance_rates.seats_filled(seats).iloc[0]
    assert row[["meetings", "seats", "filled"]].tolist() == [3, 9, 8] and row["low"] == pytest.approx(2 / 3, abs=0.12)


# --- The two years ---


def two_years_of(hits_before: int, hits_latest: int) -> Corpus:
    """Return monthly meetings over two years, of four items each; the numbers put off per year are given."""
    made = Corpus()
    for month in range(24):
        year, of_year = divmod(month, 12)
        hits = (hits_before, hits_latest)[year]
        labels = ["postponed" if 4 * of_year + n < hits else "approved" for n in range(4)]
        items = [(f"{20 + year}/{month * 4 + n}", f"Plan {month * 4 + n}", label) for n, label in enumerate(labels)]
        made.meet("Roads", f"{2020 + year}-{of_year + 1:02}-15", *items)
    return made


def numbers(made: Corpus) -> pd.DataFrame:
    returns = matter_appearances.returns(
        matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)
    )
    items = rounds_and_routes.returning_items(made.items, made.meetings)
    put_off = put_off_items.put_off_items(made.items, made.meetings, made.decisions)
    attended = items.assign(present=False)
    years = year_comparison.two_years(made.meetings)
    assert years is not None
    owed = owed_answers.owed(made.matters, made.items, made.meetings)
    shares = headline_numbers.share_rows(items, put_off, attended)
    return headline_numbers.headline_numbers(owed, returns, shares, years).set_index("measure")


def test_a_headline_number_counts_the_latest_twelve_months_and_those_before():
    made = (
        two_years_of(6, 30).state("20/0", "owed", "Roads", "2020-01-15").state("21/90", "owed", "Roads", "2021-07-15")
    )
    rows = numbers(made)
    counts = ["hits", "of", "hits_before", "of_before"]
    assert rows.loc["put_off", counts].tolist() == [30, 48, 6, 48]
    assert rows.loc["closed", counts].tolist() == [0, 48, 0, 48]
    assert rows.loc["owed", ["hits", "hits_before"]].tolist() == [2, 1]  # of the two, one was owed a year before
    assert rows.loc["put_off", "low"] < 30 / 48 < rows.loc["put_off", "high"]


def test_a_difference_is_more_than_chance_only_where_meetings_that_change_years_seldom_give_it():
    assert numbers(two_years_of(4, 44)).loc["put_off", "p_value"] < 0.05
    assert numbers(two_years_of(20, 24)).loc["put_off", "p_value"] > 0.05


def test_years_of_uneven_minutes_are_not_compared():
    made = two_years_of(6, 30)
    for day in range(16, 26):
        made.meet("Council", f"2021-11-{day}", ("21/999", f"Budget {day}", "approved"))
    row = numbers(made).loc["put_off"]
    assert pd.isna(row["hits_before"]) and pd.isna(row["p_value"]) and pd.notna(row["low"])


def test_two_counts_are_compared_by_the_meetings_of_each_year():
    years = SimpleNamespace(meetings_latest=10, meetings_before=10, reason="")
    assert year_comparison.count_p_value(10, 0, years) == pytest.approx(2 / 2**10)  # all heads or all tails
    assert year_comparison.count_p_value(5, 5, years) == 1
    assert pd.isna(year_comparison.count_p_value(0, 0, years))


def test_the_quarter_of_what_is_owed_is_that_of_its_announcement():
    made = two_years_of(0, 0).state("20/0", "owed", "Roads", "2020-02-15")
    owed = owed_answers.owed(made.matters, made.items, made.meetings)
    returns = pd.DataFrame({"date": pd.to_datetime(["2021-08-01"]), "matter_id": ["m"]})
    rows = headline_numbers.headline_quarters(owed, returns, {})
    quarters = [(row.measure, f"{row.quarter:%Y-%m}", row.hits) for row in rows.itertuples()]
    assert quarters == [("owed", "2020-01", 1), ("came_back", "2021-07", 1)]


def test_p_values_of_several_tests_are_adjusted_by_holm():
    # the smallest of three times three, the next times two, the last as it is, and none below the one before
    assert change_tests.adjusted(pd.Series([0.03, 0.01, 0.04])).round(4).tolist() == [0.06, 0.03, 0.06]


# --- Durations, names and bodies ---


def test_first_bodies_differ_where_every_round_of_one_takes_longer_and_not_where_all_take_as_long():
    rounds = pd.DataFrame({"first_body": ["Roads"] * 20 + ["Culture"] * 20, "complete": True, "bodies": 2})
    assert rounds_and_routes.first_bodies_differ(rounds.assign(days=[*range(10, 30), *range(40, 60)])) < 0.001
    assert rounds_and_routes.first_bodies_differ(rounds.assign(days=[*range(20), *range(20)])) > 0.99
    assert pd.isna(rounds_and_routes.first_bodies_differ(rounds.tail(39).assign(days=range(39))))


def test_the_share_within_a_year_is_missing_where_too_few_were_followed_for_a_year():
    happened = [True] * 10 + [False] * 30
    times = pd.DataFrame({"days": [100 if it else 700 for it in happened], "happened": happened, "entry": 0})
    assert event_times.share_within(times, 365)[0] == pytest.approx(0.25)
    assert pd.isna(event_times.share_within(times.assign(days=times["days"].clip(upper=120)), 365)[0])
    entered_late = times.assign(days=times["days"] + 400, entry=400)
    assert pd.isna(event_times.share_within(entered_late, 365)[0])


def test_a_closed_matter_shows_its_number_and_counts_only():
    rows = pd.DataFrame({"case_number": ["22/1", "22/2"], "title": ["(closed item)", "Path"], "words": ["a", "b"]})
    shown = matter_appearances.numbers_only(rows)
    assert shown["case_number"].tolist() == ["22/1", "22/2"] and shown["words"].isna().tolist() == [True, False]


def test_a_body_has_met_since_on_later_days_under_any_name_of_its_term():
    made = Corpus().meet("Roads 2018-2021", "2021-12-01").meet("Roads 2022-2025", "2022-01-10")
    made.meet("Roads 2022-2025", "2022-02-10").meet("Council", "2022-02-11")
    names = body_terms.named_as_met(pd.Series([None]), pd.Series(["Roads 2018-2021"]), made.meetings)
    assert names.tolist() == ["Roads"]
    met = body_terms.days_met_since(names, pd.to_datetime(pd.Series(["2021-12-01"])), made.meetings)
    assert met.tolist() == [2]
