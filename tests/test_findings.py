"""Sentences: recomputed by other code, changed where the data change, and right for any number from 0 to 30."""

import os
import re
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from small_corpus import Corpus, away

from referat.analysis import (
    accuracy,
    attendance_rates,
    change_tests,
    closed_shares,
    decision_mix,
    event_times,
    matter_appearances,
    member_initiatives,
    owed_answers,
    put_off_items,
    reading_coverage,
    recommended_points,
    rounds_and_routes,
)
from referat.analysis.intervals import cluster_interval
from referat.findings import matter_findings, notebook_answers, reading_findings
from referat.findings.tables_read import tables_read
from referat.language import ENGLISH, LANGUAGES, Language
from referat.schema.registry import TABLES
from referat.tables.frames import frame


def appearances(made):
    return matter_appearances.appearances(made.items, made.meetings, made.decisions, made.matters)


def sentences(made, language=ENGLISH):
    """Return every sentence of the notebooks by name, in a language."""
    return in_language(about_everything(made), language)


def matter_sentences(made):
    return in_language(about_matters(frozen(made)))


def item_sentences(made):
    return in_language(about_items(frozen(made)))


def meeting_sentences(made):
    return in_language(about_meetings(frozen(made)))


def in_language(says, language=ENGLISH):
    return {name: say(language=language) for name, say in says.items()}


def frozen(made):
    """Return the tables of a corpus, computed once."""
    return SimpleNamespace(**{table.name: getattr(made, table.name) for table in TABLES})


def about_everything(made):
    """Return for each sentence of the notebooks, by name, a function that states it in a language."""
    made = frozen(made)
    return about_matters(made) | about_items(made) | about_meetings(made)


def about_matters(made):
    """Return the sentences about matters by name."""
    rows = appearances(made)
    categories = matter_appearances.matter_categories(rows, made.matters)
    returns, most = matter_appearances.returns(rows), matter_appearances.most_returning(rows)
    rounds = rounds_and_routes.rounds(rows, made.announced_route, made.meetings)
    times = event_times.times_to_settlement(rows, made.matters, made.meetings)
    return_times = event_times.times_to_return(rows, made.meetings)
    return {
        "categories": partial(matter_findings.categories, categories),
        "came_back": partial(matter_findings.came_back, categories, most, returns),
        "within_year": partial(matter_findings.within_year, return_times, rows["matter_id"].nunique()),
        "owed": partial(matter_findings.owed, owed_answers.owed(made.matters, made.items, made.meetings)),
        "put_off": partial(
            matter_findings.put_off, put_off_items.put_off_items(made.items, made.meetings, made.decisions)
        ),
        "settled": partial(matter_findings.settled, times, event_times.median_days(event_times.survival(times))),
        "throughput": partial(
            matter_findings.throughput,
            rounds_and_routes.throughput(rounds),
            rounds_and_routes.first_bodies_differ(rounds),
        ),
        "ways": partial(matter_findings.ways, rounds_and_routes.paths(rounds)),
        "announced": partial(matter_findings.announced, rounds_and_routes.announced_and_taken(rounds)),
        "initiatives": partial(
            matter_findings.initiatives, member_initiatives.initiatives(made.items, rows, made.matters)
        ),
        "returning": partial(matter_findings.returning, rounds_and_routes.returning_items(made.items, made.meetings)),
        "shared": partial(matter_findings.shared_numbers, matter_appearances.shared_numbers(made.items, made.matters)),
        "periodic": partial(
            matter_findings.periodic, matter_appearances.periodic_series(rows, made.links, made.meetings)
        ),
    }


def about_items(made):
    """Return the sentences about items and decisions by name."""
    items = closed_shares.substantive(made.items, made.meetings)
    chart = closed_shares.p_chart(closed_shares.shares(items, ["quarter"]))
    types = decision_mix.classified(made.items, made.meetings, made.decisions)
    asked = frame(
        "recommendations",
        [{"item_id": row.item_id, "position": 1, "text": row.title} for row in made.items.itertuples()],
    )
    points = recommended_points.point_outcomes(made.items, made.meetings, asked, frame("outcomes", []), made.decisions)
    return {
        "closed": partial(
            notebook_answers.closed, closed_shares.overall(items), chart, change_tests.change_over_periods(items)
        ),
        "matters_closed": partial(notebook_answers.matters_closed, closed_shares.matters_closed(items)),
        "published": partial(
            notebook_answers.published,
            closed_shares.published(items, made.decisions),
            closed_shares.discussed_open_and_closed(items),
        ),
        "types": partial(notebook_answers.decision_types, decision_mix.overall(types)),
        "mix": partial(notebook_answers.mix_changed, decision_mix.families_changed(types)),
        "diversity": partial(notebook_answers.diversity, decision_mix.diversity(types, ["body"])),
        "points": partial(notebook_answers.point_outcomes, recommended_points.outcome_shares(points)),
    }


def about_meetings(made):
    """Return the sentences about meetings and attendance by name."""
    sources = (made.meetings, made.attendance, made.items, away())
    grid = attendance_rates.grid(*sources)
    movements = attendance_rates.movements(attendance_rates.spans(*sources), made.meetings)
    completeness = reading_coverage.completeness(made.meetings, made.items, made.decisions)
    return {
        "coverage": partial(notebook_answers.coverage, made.meetings, made.items, completeness, made.problems),
        "attendance": partial(notebook_answers.attendance, grid, made.meetings, movements),
        "seats": partial(notebook_answers.seats, attendance_rates.seats_per_meeting(grid, made.attendance)),
        "bodies": partial(
            notebook_answers.bodies_differ,
            attendance_rates.body_rates(grid),
            change_tests.difference_between(attendance_rates.known_attendance(grid), "body", "present"),
        ),
    }


def of_size(size):
    """Return a corpus of so many items: by turns a path put off and taken up again, a sale and an initiative."""
    made = Corpus()
    kinds = [
        (lambda n: (f"22/{n}", "Path", "postponed")),
        (lambda n: (f"22/{n - 1}", "Path", "approved")),
        (lambda n: (f"22/{n}", "[Sale]", "noted")),
        (lambda n: (f"22/{n}", "Initiativretsforslag om stier", "rejected")),
    ]
    for number in range(size):
        body = "Roads" if number % 8 < 4 else "Parks"
        made.meet(body, f"{2022 + number // 12}-{number % 12 + 1:02d}-10", kinds[number % 4](number))
        made.named("present", "Ane").named("absent" if number % 3 else "present", "Bo")
        made.route(body)
    return made


ONE_AND_MANY = re.compile(
    r"\b1 (?:items|matters|meetings|bodies|persons|days|points|times|quarters|files|punkter|sager|møder|personer|"
    r"dage|gange|kvartaler|filer)\b"
    r"|\b[02-9]\d* (?:item|matter|meeting|body|person|day|time|quarter|file|punkt|sag|møde|gang|kvartal|fil)\b"
    r"|(?i:nan|none of 1 |None, )|\b[Nn]o \w+ .*100\s?%|  "
)


TELLING_SIZES = (0, 2, 20)


@pytest.mark.parametrize(
    "size", [pytest.param(size, marks=[] if size in TELLING_SIZES else pytest.mark.heavy) for size in range(31)]
)
def test_a_sentence_is_right_for_any_number_of_items(size):
    says = about_everything(of_size(size))
    for name, text in [pair for code in LANGUAGES for pair in in_language(says, Language(code)).items()]:
        assert not ONE_AND_MANY.search(text), (name, text)
        assert not text or text.endswith("."), (name, text)
        # twenty observations make a share: two persons are expected at each meeting
        assert size >= 10 or "%" not in text, (name, text)


def test_where_no_decision_is_recorded_none_is_called_the_commonest():
    made = of_size(30)
    made.rows["decisions"].clear()
    assert item_sentences(made)["types"] == "For none of 30 items, standing items excluded, is a decision recorded."


def test_the_period_is_one_day_or_undated_where_it_is():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"))
    assert meeting_sentences(made)["coverage"].startswith(
        "1 meeting of 1 body with 1 item was read from 1 file, 10 January 2022. "
    )
    undated = made.meetings.assign(date=pd.NaT)
    assert notebook_answers.read(undated, made.items).endswith("from 1 file, undated.")


def test_a_body_that_nobody_names_is_unnamed_and_not_none():
    meetings = pd.DataFrame({"body": [None], "source": ["a.txt"], "date": [pd.NaT]})
    assert notebook_answers.read(meetings, meetings).startswith("1 meeting of an unnamed body with 1 item was read")


def test_sentences_of_nothing_say_that_or_nothing():
    texts = sentences(Corpus())
    assert texts["categories"].startswith("No matters were found")
    assert texts["came_back"] == ""
    assert texts["owed"] == "We found no announced decision that is missing."
    assert texts["throughput"] == texts["within_year"] == texts["shared"] == texts["periodic"] == ""


# --- Each headline by other code, and different where the data differ ---


def path_and_plan(*more):
    made = Corpus()
    made.meet("Roads", "2022-01-10", ("22/1", "Path*", "postponed"), ("22/2", "Plan", "approved"), *more)
    return made.meet("Roads", "2022-03-10", ("22/1", "Path*", "approved"), ("22/3", "Wall", "noted"))


def test_came_back_counts_matters_with_a_reconsidered_item():
    made = path_and_plan()
    texts = matter_sentences(made)["came_back"]
    items = made.items[~made.items["standing"]]
    back = items.loc[items["return_kind"] == "reconsidered", "matter_id"].nunique()
    assert texts.startswith(f"{back} of {items['matter_id'].nunique()} matters came back: it was taken up again")
    assert texts.endswith("The latest is Path\\* (22\\/1), before Roads on 10 March 2022.")


def test_without_a_return_nothing_came_back():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"), ("22/2", "Wall", "noted"))
    assert matter_sentences(made)["came_back"] == "None of 2 matters was taken up again."


def test_the_matter_that_came_back_most_is_named_only_where_it_did_twice_and_says_who_else():
    made = path_and_plan().meet("Roads", "2022-04-10", ("22/3", "Wall", "postponed"))
    made.rows["decisions"][2] |= {"decision_type": "postponed", "decision_types": "postponed"}
    made.meet("Roads", "2022-05-10", ("22/1", "Path*", "approved"), ("22/3", "Wall", "noted"))
    assert (
        "The matter that came back most often is Path\\* (22\\/1): 2 times, the first meeting on 10 January 2022"
        in matter_sentences(made)["came_back"]
    )
    tied = matter_appearances.most_returning(appearances(made)).assign(returns=2)
    text = matter_findings.most_or_latest(tied, pd.DataFrame())
    assert text == "Path\\* (22\\/1) came back most often, 2 times, and one other as often."


def test_a_closed_matter_is_named_by_its_number_alone():
    assert matter_findings.matter_name("(closed item)", "22/3") == "a closed matter (22\\/3)"
    assert matter_findings.matter_name("(closed item)", None) == "a closed matter"
    assert matter_findings.matter_name("Sti", None) == "Sti"


def owing(near_end=False):
    made = path_and_plan().meet("Roads", "2022-06-10")
    return made.state("22/2", "cut_off" if near_end else "owed", "administration", "2022-01-10")


def test_owed_names_the_longest_wait_and_how_often_the_body_met():
    made = owing()
    since = made.matters.loc[made.matters["state"] == "owed", "owed_since"].min()
    met = (made.meetings["date"] > since).sum()
    assert matter_sentences(made)["owed"] == (
        "For 1 matter we found no later decision, although one was announced. The longest wait is for Plan (22\\/2): "
        f"announced by Roads on {since.day} January 2022 and owed by the administration; Roads has met {met} times "
        "since."
    )


def test_what_was_announced_near_the_end_is_not_called_missing():
    assert matter_sentences(owing(near_end=True))["owed"] == (
        "One decision was announced in the last 60 days of the minutes and had no time to come."
    )


def test_put_off_says_what_became_of_the_only_one_and_of_many():
    assert matter_sentences(path_and_plan())["put_off"] == (
        "1 item was put off, sent back or withdrawn; it came back after 59 days."
    )
    assert matter_sentences(Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "postponed")))["put_off"].endswith(
        "it has not come back."
    )
    many = matter_sentences(of_size(30))["put_off"]
    decisions = of_size(30).decisions.merge(of_size(30).items[["item_id", "case_number"]], on="item_id")
    put_off = decisions[decisions["decision_type"] == "postponed"]
    again = decisions[decisions["decision_type"] == "approved"]
    back = put_off["case_number"].isin(again["case_number"]).sum()
    assert many.startswith(f"{len(put_off)} items were put off, sent back or withdrawn; {back} came back")


def test_items_put_off_at_undated_meetings_give_no_sentence_about_returns():
    made = path_and_plan()
    put_off = put_off_items.put_off_items(made.items, made.meetings, made.decisions)
    assert matter_findings.put_off(put_off).startswith("1 item was put off")
    assert matter_findings.put_off(put_off.assign(date=pd.NaT)) == ""


def test_closed_is_the_share_of_items_that_are_no_fixtures():
    made = of_size(30).meet("Roads", "2024-12-10", (None, "[AOB]", None))
    items = made.items[~made.items["standing"]]
    text = item_sentences(made)["closed"]
    assert text.startswith(f"{items['closed'].sum()} of {len(items)} items are closed, standing items excluded: ")
    assert f"{items['closed'].mean():.0%}" in text
    assert "we cannot see a change" in text.lower()


@pytest.mark.parametrize(
    ("signal", "p_value", "words"),
    [
        ("outside", 0.01, "We see a change over 3 quarters; out of the ordinary is 2022 Q2."),
        ("outside", 0.9, "We cannot see a change over 3 quarters, which does not mean that there was none."),
        (None, 0.01, "We see a change over 3 quarters."),
        (None, 0.5, "We cannot see a change over 3 quarters, which does not mean that there was none."),
    ],
)
def test_a_change_is_seen_by_the_test_alone_and_dated_by_the_chart(signal, p_value, words):
    quarters = pd.to_datetime(["2022-01-01", "2022-04-01", "2022-07-01"])
    chart = pd.DataFrame({"quarter": quarters, "signal": [None, signal, None], "items": 9})
    made = of_size(30)
    overall = closed_shares.overall(closed_shares.substantive(made.items, made.meetings))
    assert notebook_answers.closed(overall, chart, p_value).endswith(words)


def test_both_counts_of_closed_items_have_their_number():
    made = of_size(80)
    closed = made.items[made.items["closed"]]
    with_decision = closed["item_id"].isin(made.decisions["item_id"]).sum()
    text = item_sentences(made)["published"]
    assert text.startswith(
        f"For {with_decision} of {len(closed)} closed items the minutes publish a decision, and for "
    )
    made.rows["decisions"] = made.rows["decisions"][:2]
    assert item_sentences(made)["published"].startswith(f"For 0 of {len(closed)} closed items")


def test_a_route_of_one_body_went_its_way_by_construction_and_is_not_counted():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved")).route("Roads")
    assert matter_sentences(made)["announced"].startswith("No announced route through several bodies")
    made.meet("Roads", "2022-01-12", ("22/2", "Plan", "recommended")).route("Roads", "Council")
    made.meet("Council", "2022-01-20", ("22/2", "Plan", "approved")).route("Roads", "Council")
    assert matter_sentences(made)["announced"] == "The one round with an announced route went as announced."


def test_types_are_counted_over_items_that_are_no_fixtures():
    made = of_size(30)
    types = made.decisions["decision_type"].value_counts(normalize=True)
    text = item_sentences(made)["types"]
    assert text.startswith("Of 30 items, standing items excluded, the commonest decisions are ")
    per_meeting = made.decisions.assign(hit=made.decisions["decision_type"] == "postponed").groupby("meeting_id")["hit"]
    low, high = cluster_interval(per_meeting.sum(), per_meeting.size())
    assert f"postponed {types['postponed']:.0%} ({low:.0%} to {high:.0%})" in text


def test_without_minutes_there_are_no_decisions_and_without_movement_no_sentence():
    assert item_sentences(Corpus())["types"].startswith("No minuted items other than standing ones")
    assert "memberships" not in meeting_sentences(of_size(30))["attendance"]


def test_a_sentence_names_only_the_kinds_there_are():
    made = Corpus().meet("Roads", "2022-01-10", ("22/1", "Path", "approved"), ("22/2", "Wall", "noted"))
    assert matter_sentences(made)["categories"] == "We found 2 matters, standing items excluded: 2 on one agenda only."
    assert "0%" not in item_sentences(of_size(30))["points"]
    assert matter_sentences(made)["ways"] == ""  # no route through two bodies was taken


def test_points_are_counted_once_for_case_and_words():
    made = of_size(30)
    distinct = made.items.drop_duplicates(["case_number", "title"])
    assert item_sentences(made)["points"].startswith(f"Of {len(distinct)} recommended points, each counted once, ")


def test_attendance_is_present_of_expected():
    made = of_size(30)
    there = made.attendance["status"] == "present"
    text = meeting_sentences(made)["attendance"]
    low, high = cluster_interval(*(there.groupby(made.attendance["meeting_id"]).agg(how) for how in ("sum", "size")))
    share = f"{there.mean():.0%} ({low:.0%} to {high:.0%})"
    assert text.startswith(f"Attendance was {share} of {len(there)} expected attendances, by 2 persons")


def test_the_share_of_seats_has_its_number_and_an_interval_and_of_few_seats_there_is_none():
    seats = pd.DataFrame({"meeting_id": list("abcd"), "seats": 10, "filled": [10, 9, 8, 9]})
    low, high = cluster_interval(seats["filled"], seats["seats"])
    assert notebook_answers.seats(seats) == (
        f"With substitutes counted, 90% ({low:.0%} to {high:.0%}) of 40 seats were filled."
    )
    assert notebook_answers.seats(seats.head(1)) == ""


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.01, "Bodies differ more than chance would explain: attendance is lowest in A"),
        (0.4, "no larger than chance would explain"),
    ],
)
def test_bodies_are_compared_only_after_a_test(p_value, words):
    rows = pd.DataFrame({"body": ["A", "B"], "known": 100, "share": [0.8, 0.9], "low": 0.7, "high": 0.95})
    assert words in notebook_answers.bodies_differ(rows, p_value)
    assert notebook_answers.bodies_differ(rows.assign(known=[100, 19]), p_value) == ""


def test_nobody_is_named_on_fewer_than_twenty_meetings():
    rows = pd.DataFrame(
        {"person": list("abc"), "known": [19, 20, 30], "share": [0.0, 0.5, 0.9], "low": 0.1, "high": 0.9}
    )
    assert ", b attended least, 50%" in notebook_answers.persons_differ(rows, "Council", 0.01)
    assert "no larger than chance" in notebook_answers.persons_differ(rows, "Council", 0.2)
    assert notebook_answers.persons_differ(rows.head(2), "Council", 0.01) == ""


def test_first_bodies_are_compared_only_after_a_test():
    rows = pd.DataFrame({"first_body": ["Roads", "Finance"], "rounds": 30, "median_days": [28.0, 7.0]})
    assert "longest from Roads (half within 28 days)" in matter_findings.throughput(rows, 0.01)
    assert matter_findings.throughput(rows, 0.3).endswith("more than chance would explain.")
    assert matter_findings.throughput(rows.assign(rounds=19), 0.01) == ""


def test_a_late_series_is_named_with_the_day_it_was_expected():
    rows = pd.DataFrame({"title": ["Report", "Plan"], "late": [True, False], "due": pd.to_datetime(["2023-01-10"] * 2)})
    assert matter_findings.periodic(rows) == (
        "2 series recur by the calendar; one is late: Report, expected by 10 January 2023."
    )
    assert matter_findings.periodic(rows.assign(late=False)) == "2 series recur by the calendar."


MEASURED = """
[written_on.board]
title = [20, 20]
[never_seen.portal_2024_2025]
what = "w"
version = "v"
measured = 2026-11-29
decision_type = [211, 220]
[never_seen.other_publishers_1]
measured = 2026-11-29
documents_accepted = [45, 86]
items = [90, 204]
"""


def test_only_figures_on_minutes_never_seen_are_quoted():
    text = reading_findings.right(accuracy.never_seen(MEASURED))
    # Wilson by hand for 211 of 220: (211 + 1.92) / (220 + 3.84) = 0.951, half width 0.027
    assert "correct in 96% (92% to 98%) of 220" in text and "45/86" in text and "44% of 204 items" in text
    assert "not been measured" in reading_findings.right(accuracy.never_seen(MEASURED.split("[never")[0]))


def test_the_stored_figures_keep_the_three_sorts_apart():
    stored = accuracy.measured()
    assert set(stored["sort"]) == set(accuracy.SORTS) and (stored["right"] <= stored["fields"]).all()
    quoted = stored[stored["sort"] == "never_seen"]
    assert quoted[["what", "version", "measured"]].notna().all(axis=None)


def test_lines_that_a_problem_names_are_not_placed():
    meetings = frame("meetings", [{"line_start": 1, "line_end": 60}, {"line_start": 61, "line_end": 100}, {}])
    met = [("a", 5, "unplaced_header_line"), ("a", 5, "unknown_attendee"), ("a", 9, "heading_repaired")]
    problems = frame("problems", [{"source": s, "line_start": n, "code": code} for s, n, code in met])
    rows = reading_coverage.lines(meetings, problems)
    assert reading_findings.placed(rows).startswith("99% of 100 lines in the sources were placed, 1 was not.")
    whole = reading_coverage.lines(meetings.head(2), problems.head(0))
    assert reading_findings.placed(whole) == "Every one of 100 lines in the sources was placed."


def test_a_notebook_says_which_tables_it_reads_and_warns_of_the_demo_and_of_newer_minutes(tmp_path):
    built, raw = tmp_path / "built", tmp_path / "raw"
    built.mkdir(), raw.mkdir()
    (built / "manifest.json").write_text('{"inputs": [{}, {}]}')
    meetings = path_and_plan().meetings
    today = date.today()
    text = tables_read(built, meetings, raw)
    assert text.startswith("Tables in built, built on ") and f"{today.year} from 2 files." in text
    assert "**" not in text
    (raw / "new.txt").write_text("x")
    os.utime(built / "manifest.json", (0, 0))
    assert "older than the minutes" in tables_read(built, meetings, raw)
    assert "demo" in tables_read(built, meetings.assign(source="demo/a.txt"))
    assert tables_read(raw, meetings) == "Minutes in raw, read just now."


def test_the_readme_quotes_the_figures_on_minutes_never_seen_and_no_others():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    rows = accuracy.never_seen()
    rows = rows[rows["field"] != "meetings"]
    lines = {
        f"| {row.minutes} | {row.field} | {row.right} of {row.fields} "
        f"| {row.share:.0%} | {row.low:.0%} to {row.high:.0%} |"
        for row in rows.itertuples()
    }
    quoted = {line for line in readme.splitlines() if re.match(r"\| \w+ \| \w+ \| \d+ of \d+ \|", line)}
    assert {line.replace(" %", "%") for line in quoted} == {line.replace("% to", " to") for line in lines}
