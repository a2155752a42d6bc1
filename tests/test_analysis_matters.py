"""Analyses of matters, on small corpora with obvious answers."""

import pandas as pd
import pytest
from small_corpus import Corpus

from referat.analysis import (
    change_tests,
    event_times,
    matter_appearances,
    member_initiatives,
    owed_answers,
    put_off_items,
    recommended_points,
    rounds_and_routes,
    workload,
)
from referat.tables.frames import frame


def appearances(made):
    return matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)


def corpus():
    """Return a path that came back, a plan in progress, a closed sale, and a fixture on each agenda."""
    made = Corpus()
    made.meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"), ("22/9", "[Sale]", "approved"), (None, "AOB", None))
    made.meet("Roads", "2022-02-07", ("22/1", "Path again", "approved"), ("22/2", "Plan", "recommended"))
    return made.meet("Council", "2022-02-21", ("22/2", "Plan", "approved"), (None, "AOB", None))


def test_an_appearance_is_a_matter_before_a_body_on_a_day_without_fixtures():
    rows = appearances(corpus())
    assert rows[["case_number", "body", "title"]].to_numpy().tolist() == [
        ["22/1", "Roads", "Path"],
        ["22/1", "Roads", "Path again"],
        ["22/9", "Roads", "(closed item)"],
        ["22/2", "Roads", "Plan"],
        ["22/2", "Council", "Plan"],
    ]


def test_only_what_was_taken_up_again_came_back():
    counts = matter_appearances.matter_categories(appearances(corpus()), corpus().matters).set_index("category")
    assert counts["matters"].to_dict() == {
        "fixture": 2, "once": 1, "route": 1, "stage": 0, "periodic": 0, "unclear": 0, "came back": 1,
    }  # fmt: skip


def test_what_one_body_has_again_for_an_unclear_reason_is_no_way_through_several_bodies():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Plan", "approved"))
    made.meet("Roads", "2022-05-09", ("22/1", "Wall", "approved"))
    made.rows["items"][-1]["return_kind"] = "unclear"
    counts = matter_appearances.matter_categories(appearances(made), made.matters).set_index("category")["matters"]
    assert (counts["unclear"], counts["route"]) == (1, 0)


def test_a_matter_announced_at_an_undated_meeting_is_owed_since_no_day_and_left_out():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Plan", "postponed")).state("22/1", "owed", "Roads")
    assert owed_answers.owed(made.matters, made.items, made.meetings).empty


def test_a_return_has_the_previous_day_and_what_stopped_the_matter():
    row = matter_appearances.returns(appearances(corpus())).iloc[0]
    assert (row["title"], row["days"], row["stopped_as"], row["words"]) == ("Path again", 28, "postponed", "postponed")


def test_what_stopped_a_matter_is_the_refusal_or_postponement_and_not_what_another_body_did_meanwhile():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"))
    made.meet("Culture", "2022-01-12", ("22/1", "Path", "noted")).meet("Roads", "2022-02-10", ("22/1", "Path", "noted"))
    made.rows["items"][2]["return_kind"] = "reconsidered"
    row = matter_appearances.returns(appearances(made)).iloc[0]
    assert (row["stopped_by"], row["stopped_as"], row["was_stopped"]) == ("Roads", "postponed", True)


def test_a_return_names_the_changed_decision_and_that_nothing_stopped_it():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"))
    made.meet("Culture", "2022-01-12", ("22/1", "Path", "noted")).meet(
        "Roads", "2022-02-10", ("22/1", "Path", "decided")
    )
    made.rows["items"][2]["return_kind"] = "reconsidered"
    row = matter_appearances.returns(appearances(made)).iloc[0]
    assert (row["stopped_by"], row["stopped_as"], row["was_stopped"]) == ("Roads", "approved", False)


def test_the_next_stage_is_no_return():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Plan", "approved"))
    made.meet("Roads", "2022-05-09", ("22/1", "Plan", "approved"))
    rows = appearances(made)
    assert matter_appearances.returns(rows).empty
    assert len(matter_appearances.returns(rows, "stage")) == 1


def test_a_matter_of_unclear_returns_comes_last_whatever_its_number():
    rows = appearances(
        Corpus()
        .meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"), ("22/2", "Wall", "postponed"))
        .meet("Roads", "2022-02-10", ("22/1", "Path", "postponed"), ("22/2", "Wall", "approved"))
        .meet("Roads", "2022-03-10", ("22/1", "Path", "approved"))
        .meet("Roads", "2022-09-10", ("22/1", "Umbrella", "approved"))
    )
    rows.loc[rows["title"] == "Umbrella", "return_kind"] = "unclear"
    most = matter_appearances.most_returning(rows)
    assert most[["title", "returns", "mixed"]].to_numpy().tolist() == [["Wall", 1, False], ["Path", 2, True]]


@pytest.mark.parametrize(("last_meeting", "late"), [("2024-04-10", False), ("2024-08-10", True)])
def test_a_yearly_report_is_late_half_a_year_after_it_was_due(last_meeting, late):
    made = Corpus()
    for year in (21, 22, 23):
        made.meet("Roads", f"20{year}-01-10", (f"{year}/1", f"Report {year}", "noted"))
    made.meet("Roads", last_meeting, ("24/5", "Bench", "noted"))
    made.link("22/1", "21/1", "periodic").link("23/1", "22/1", "periodic")
    row = matter_appearances.periodic_series(appearances(made), made.links, made.meetings).iloc[0]
    assert (row["issues"], row["period_days"], row["late"]) == (3, 365, late)


def test_two_issues_have_a_gap_but_are_never_late():
    made = Corpus()
    for year in (21, 22):
        made.meet("Roads", f"20{year}-01-10", (f"{year}/1", f"Report {year}", "noted"))
    made.meet("Roads", "2025-01-10").link("22/1", "21/1", "periodic")
    row = matter_appearances.periodic_series(appearances(made), made.links, made.meetings).iloc[0]
    assert not row["late"]


def test_a_number_of_several_matters_is_listed_per_town():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "noted"), ("22/1", "Wall", "noted"), municipality="A")
    made.meet("Roads", "2022-01-10", ("22/1", "Bridge", "noted"), municipality="B")
    made.rows["items"][1]["matter_id"] = made.rows["items"][1]["item_id"]
    rows = matter_appearances.shared_numbers(made.items, made.matters)
    assert rows[["municipality", "case_number", "matters", "titles"]].to_numpy().tolist() == [
        ["A", "22/1", 2, "Path / Wall"]
    ]


def owing():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"), ("22/9", "[Sale]", "referred"))
    made.meet("Roads 2022-2025", "2022-02-10", ("22/3", "Wall", "noted"))
    made.meet("Roads", "2022-12-01", ("22/4", "Bridge", "postponed"))
    made.state("22/1", "owed", "roads", "2022-01-10").state("22/9", "owed", "administration", "2022-01-10")
    return made.state("22/4", "cut_off", "Roads", "2022-12-01").state("22/3", "open", "budget", "2022-02-10")


def test_owed_says_since_when_and_how_often_the_body_has_met_under_any_name_of_its_term():
    made = owing()
    rows = owed_answers.owed(made.matters, made.items, made.meetings)
    columns = ["title", "owed_by", "days", "met_since", "near_end"]
    assert rows[columns].to_numpy().tolist() == [
        ["Path", "Roads", 325, 2, False],
        ["(closed item)", "administration", 325, 2, False],
        ["Bridge", "Roads", 0, 0, True],
    ]
    assert owed_answers.age_bands(rows)["matters"].tolist() == [1, 0, 2, 0]
    assert owed_answers.owed_by(rows)["owed_by"].tolist() == ["Roads", "administration"]


def test_what_is_put_off_is_followed_to_the_next_item_of_its_matter():
    made = corpus()
    made.rows["decisions"][0]["text"] = "Sagen udsættes."
    rows = put_off_items.put_off_items(made.items, made.meetings, made.decisions)
    columns = ["title", "way", "back_before", "days"]
    assert rows[columns].to_numpy().tolist() == [["Path", "postponed", "Roads", 28]]
    assert put_off_items.ways_back(rows)[["items", "back", "waiting"]].to_numpy().tolist() == [[1, 1, 0]]


def test_sent_back_follows_from_the_words_and_an_item_waits_once_its_body_has_met():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "referred")).meet("Roads", "2022-02-10")
    made.rows["decisions"][0]["text"] = "Sagen sendes tilbage til administrationen."
    rows = put_off_items.put_off_items(made.items, made.meetings, made.decisions)
    assert rows[["way", "met_since"]].to_numpy().tolist() == [["sent_back", 1]] and rows["back_on"].isna().all()
    assert put_off_items.ways_back(rows)["waiting"].tolist() == [1]


def put_off_at_a_meeting_not_read():
    """Return a corpus whose only meeting states that its body had put the item off a week before."""
    made = Corpus().meet("Roads", "2022-01-17", ("22/1", "Path", "approved"))
    made.rows["items"][0] |= {"round": 2, "return_kind": "reconsidered"}
    words = {"text": "Sagen udsættes.", "evidence": "udsættes", "decision_type": "postponed"}
    before = {"decision_id": "before", "is_earlier": True, "decided_on": pd.Timestamp("2022-01-10")}
    made.rows["decisions"].append(made.rows["decisions"][0] | before | words | {"decision_types": "postponed"})
    return made


def test_an_item_that_repeats_its_postponement_at_a_meeting_not_read_was_put_off_and_is_back():
    made = put_off_at_a_meeting_not_read()
    row = put_off_items.put_off_items(made.items, made.meetings, made.decisions).iloc[0]
    assert (str(row["date"].date()), row["way"], row["back_before"], row["days"]) == (
        "2022-01-10", "postponed", "Roads", 7,
    )  # fmt: skip
    again = matter_appearances.returns(appearances(made)).iloc[0]
    stopped = ["stopped_by", "stopped_as", "words", "days"]
    assert again[stopped].tolist() == ["Roads", "postponed", "Sagen udsættes.", 7]
    assert str(again["stopped_on"].date()) == "2022-01-10"


@pytest.mark.parametrize(
    "otherwise",
    [{"body": "Finance"}, {"text": "Godkendt.", "decision_type": "approved", "decision_types": "approved"}],
)
def test_what_another_body_did_or_a_mere_approval_puts_nothing_off(otherwise):
    made = put_off_at_a_meeting_not_read()
    made.rows["decisions"][1] |= otherwise
    assert put_off_items.put_off_items(made.items, made.meetings, made.decisions).empty


def test_a_postponement_whose_own_meeting_was_read_counts_once():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed"))
    repeated = put_off_at_a_meeting_not_read()
    for name in ("meetings", "items", "decisions"):
        made.rows[name] += repeated.rows[name]
    made.rows["items"][1]["matter_id"] = made.rows["items"][0]["matter_id"]
    assert len(put_off_items.put_off_items(made.items, made.meetings, made.decisions)) == 1


def rounds(made):
    return rounds_and_routes.rounds(appearances(made), made.announced_route, made.meetings)


def test_a_round_takes_the_days_from_its_first_body_to_the_last_announced():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "recommended")).route("Roads", "Finance", "Council")
    made.meet("Finance", "2022-01-24", ("22/1", "Path", "recommended"))
    made.meet("Council", "2022-01-31", ("22/1", "Path", "approved"))
    row = rounds(made).iloc[0]
    assert (row["path"], row["days"], row["complete"]) == ("Roads → Finance → Council", 21, True)
    assert rounds_and_routes.paths(rounds(made))["rounds"].tolist() == [1]


def test_a_round_that_waits_for_a_body_is_observed_to_that_bodys_last_meeting():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "recommended")).route("Roads", "Council")
    made.meet("Council", "2022-03-01").meet("Roads", "2022-09-01")
    row = rounds(made).iloc[0]
    assert (row["complete"], row["days"], row["last_body"]) == (False, 50, "Council")


def test_a_body_announced_and_passed_over_is_named_but_only_where_its_minutes_are_read():
    made = Corpus().meet("Finance", "2022-01-03", ("22/8", "Loan", "noted"))
    made.meet("Roads", "2022-01-10", ("22/1", "Path", "recommended")).route("Roads", "Finance", "Elders", "Council")
    made.meet("Council", "2022-01-31", ("22/1", "Path", "approved"))
    row = rounds_and_routes.announced_and_taken(rounds(made)).iloc[0]
    assert (row["outcome"], row["skipped"]) == ("skipped", "Finance")


@pytest.mark.parametrize(("first_meeting", "outcomes"), [("2021-11-01", ["skipped"]), ("2022-01-05", [])])
def test_a_round_that_may_begin_before_the_minutes_skipped_no_body(first_meeting, outcomes):
    made = Corpus().meet("Roads", first_meeting, ("21/9", "Wall", "approved"))
    made.meet("Finance", "2022-01-10", ("22/1", "Path", "recommended")).route("Roads", "Finance", "Council")
    made.meet("Council", "2022-01-17", ("22/1", "Path", "approved"))
    assert rounds_and_routes.announced_and_taken(rounds(made))["outcome"].tolist() == outcomes


def test_a_slow_round_is_named_once_there_are_twenty_of_its_first_body():
    made = Corpus()
    for week in range(20):
        made.meet(
            "Roads", str(pd.Timestamp("2022-01-03") + pd.Timedelta(weeks=week))[:10], (f"22/{week}", "Path", None)
        )
        later = pd.Timestamp("2022-01-03") + pd.Timedelta(weeks=week, days=200 if week == 7 else 7 + week % 2)
        made.meet("Council", str(later)[:10], (f"22/{week}", "Path", "approved"))
    assert rounds_and_routes.slow_rounds(rounds(made))["case_number"].tolist() == ["22/7"]
    assert rounds_and_routes.throughput(rounds(made))[["rounds", "slow"]].to_numpy().tolist() == [[20, 1]]


def test_what_is_open_counts_as_long_as_it_was_seen():
    made = Corpus().meet("Roads", "2022-01-10", *[(f"22/{n}", "Path", "postponed") for n in range(1, 5)])
    made.meet("Roads", "2022-01-20", ("22/1", "Path", "approved"), ("22/2", "Path", "approved"))
    made.meet("Roads", "2022-02-09", ("22/3", "Path", "approved"))
    made.state("22/4", "owed", "Roads", "2022-01-10")
    times = event_times.times_to_settlement(appearances(made), made.matters, made.meetings)
    assert sorted(zip(times["days"], times["happened"], strict=True)) == [
        (10, True),
        (10, True),
        (30, False),
        (30, True),
    ]
    curve = event_times.survival(times)
    # by hand: 2 of 4 on day 10, then 1 of 2 on day 30
    assert curve["open"].tolist() == [0.5, 0.25]


def test_a_matter_with_an_older_number_enters_late():
    made = Corpus().meet("Roads", "2022-01-10", ("20/1", "Path", "postponed")).meet("Roads", "2022-03-10")
    row = event_times.times_to_return(appearances(made), made.meetings).iloc[0]
    assert (row["entry"], row["days"]) == (375, 434)


def test_initiatives_are_recognized_by_title_and_a_committees_proposal_is_none():
    titles = {
        "Initiativretsforslag fra et medlem": True,
        "Forslag fra Venstre om cykelstier": True,
        "Forslag fra administrationen": False,
        "Initiativer i klimaplanen": False,
        "Forslag til lokalplan": False,
    }
    made = Corpus().meet("Roads", "2022-01-10", *[(None, title, "approved") for title in titles])
    assert member_initiatives.is_initiative(made.items).tolist() == list(titles.values())
    assert len(member_initiatives.initiatives(made.items, appearances(made), made.matters)) == sum(titles.values())


def test_workload_counts_items_without_fixtures_and_hours_over_midnight():
    made = Corpus().meet(
        "Roads", "2022-01-10", ("22/1", "Path", None), (None, "AOB", None), start_time="22:30", end_time="01:00"
    )
    row = workload.per_meeting(made.items, made.meetings).iloc[0]
    assert (row["items"], row["fixtures"], row["hours"]) == (1, 1, 2.5)


def test_a_meeting_that_was_not_held_and_an_item_of_an_agenda_are_in_no_analysis():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"), status="cancelled")
    made.meet("Roads", "2022-02-10", ("22/2", "Wall", None), kind="agenda", status="expected")
    assert appearances(made).empty and workload.per_meeting(made.items, made.meetings).empty


# --- Recommended points ---


def points(*items, texts=("Stien anlægges",)):
    """Return the outcomes of the points of items of one case: case, labels of the decision."""
    made = Corpus()
    for month, labels in enumerate(items, 1):
        made.meet("Roads", f"2022-{month:02d}-10", ("22/1", "Path", labels))
    asked = [
        {"item_id": item, "position": place, "text": text}
        for item, text_of_item in zip(made.items["item_id"], [texts] * len(items), strict=True)
        for place, text in enumerate(text_of_item, 1)
    ]
    tables = (frame("recommendations", asked), frame("outcomes", []), made.decisions)
    return recommended_points.point_outcomes(made.items, made.meetings, *tables)


@pytest.mark.parametrize(
    ("labels", "outcome"),
    [
        ("approved", "followed"), ("recommended", "followed"), ("noted", "followed"), ("approved|rejected", "changed"),
        ("decided", "changed"), ("rejected", "rejected"), ("postponed", "put off"), ("referred", "put off"),
        ("discussed", "neither yes nor no"), (None, "none recorded"),
    ],
)  # fmt: skip
def test_a_decision_on_the_whole_counts_for_each_point(labels, outcome):
    assert points(labels)["outcome"].tolist() == [outcome]


def test_a_point_counts_once_for_its_case_with_what_the_last_body_decided():
    rows = points("recommended", "rejected")
    assert rows[["times", "outcome"]].to_numpy().tolist() == [[2, "rejected"]]


@pytest.mark.parametrize(
    ("text", "labels", "outcome"),
    [
        ("Forslaget sendes til behandling i Økonomiudvalget", "referred", "followed"),
        ("Stien anlægges", "referred", "put off"),
        ("Sagen udsættes", "postponed", "followed"),
        ("Ansøgningen afslås", "rejected", "followed"),
        ("Planen drøftes", "discussed", "followed"),
    ],
)
def test_what_a_point_asks_for_follows_it(text, labels, outcome):
    assert points(labels, texts=(text,))["outcome"].tolist() == [outcome]


def test_as_another_recommends_is_what_the_other_was_recommended():
    rows = points("approved", texts=("Stien anlægges", "Som Vejudvalget indstiller"))
    assert rows["text"].tolist() == ["Stien anlægges"]


def test_a_points_own_outcome_counts_before_that_of_the_whole():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"))
    item = {"item_id": "roads-2022-01-10:1"}
    asked = frame("recommendations", [item | {"position": place, "text": f"Sti {place}"} for place in (1, 2)])
    decision = item | {"decision_id": "roads-2022-01-10:1:1", "position": 1, "recommendation": 2, "label": "2"}
    given = frame("outcomes", [decision | {"decision_type": "rejected"}])
    rows = recommended_points.point_outcomes(made.items, made.meetings, asked, given, made.decisions)
    assert rows[["outcome", "basis"]].to_numpy().tolist() == [["followed", "item"], ["rejected", "point"]]


# --- Tests of change and difference ---


def items_of(*closed_by_meeting, quarters):
    """Return items of one body: for each meeting the closed ones of its ten items."""
    rows = [
        {"meeting_id": f"m{number}", "body": "Roads", "quarter": quarter, "closed": place < closed}
        for number, (closed, quarter) in enumerate(zip(closed_by_meeting, quarters, strict=True))
        for place in range(10)
    ]
    return pd.DataFrame(rows)


def test_a_share_that_jumps_is_a_change_and_one_long_closed_evening_is_none():
    quarters = [1] * 6 + [2] * 6
    assert change_tests.change_over_periods(items_of(*[0] * 6, *[5] * 6, quarters=quarters)) < 0.01
    assert change_tests.change_over_periods(items_of(*[1] * 11, 10, quarters=quarters)) > 0.05


def test_whole_meetings_and_not_items_change_place():
    # ten closed items would be significant if items were permuted, but they are of one meeting
    rows = items_of(10, *[0] * 7, quarters=[1, 1, 2, 2, 3, 3, 4, 4])
    assert change_tests.change_over_periods(rows) > 0.5


def test_a_test_of_one_period_or_of_nothing_closed_says_nothing():
    assert pd.isna(change_tests.change_over_periods(items_of(1, 2, quarters=[1, 1])))
    assert pd.isna(change_tests.change_over_periods(items_of(0, 0, quarters=[1, 2])))


def test_members_differ_where_one_is_always_away_and_not_where_everyone_misses_once():
    def grid(is_away):
        return pd.DataFrame(
            [
                {
                    "meeting_id": f"m{meeting}",
                    "person": person,
                    "state": "away" if is_away(meeting, person) else "present",
                }
                for meeting in range(10)
                for person in "ABCDE"
            ]
        )

    assert change_tests.difference_between_persons(grid(lambda meeting, person: person == "A")) < 0.01
    assert change_tests.difference_between_persons(grid(lambda meeting, person: "ABCDEABCDE"[meeting] == person)) > 0.9


@pytest.mark.parametrize(
    ("shares", "signals"),
    [
        ([0.11] * 8 + [0.09] * 7, ["run"] * 8 + [None] * 7),
        ([0.1, 0.165, 0.1, 0.165, 0.1], [None, "two_of_three", None, "two_of_three", None]),
        ([0.1, 0.165, 0.1, 0.1, 0.165], [None] * 5),
        ([0.1, 0.165, 0.035, 0.1, 0.1], [None] * 5),
        ([0.1, 0.3, 0.1], [None, "outside", None]),
    ],
)
def test_run_rules_are_eight_on_one_side_and_two_of_three_beyond_two_sigma(shares, signals):
    # a hundred items around 10 %: one sigma is 3 points
    chart = pd.DataFrame({"share": shares, "centre": 0.1, "upper_3": 0.19})
    chart["outside"] = chart["share"] > 0.19
    signal = change_tests.run_rules(chart)["signal"]
    assert [None if pd.isna(value) else value for value in signal] == signals
