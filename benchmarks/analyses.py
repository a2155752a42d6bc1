"""Time of each analysis on a million items: `python benchmarks/analyses.py [--items N] [--only NAME]`.

Prints the processor seconds of every public function of `referat.analysis`, slowest first, and its memory in addition
to its input. `--load` measures `referat.load` instead, and the memory of each table; `--write FOLDER` writes the
tables, for `referat report --data FOLDER`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
from million import corpus

from referat import load
from referat.analysis import (
    accuracy,
    agenda_table,
    attendance_rates,
    body_terms,
    build_differences,
    change_tests,
    closed_shares,
    decision_mix,
    event_times,
    headline_numbers,
    intervals,
    matter_appearances,
    meeting_items,
    member_initiatives,
    membership,
    mention_resolution,
    owed_answers,
    put_off_items,
    reading_coverage,
    recommended_points,
    repeated_deferrals,
    rounds_and_routes,
    workload,
    year_comparison,
)
from referat.pipeline.build import write
from referat.schema.registry import BY_NAME
from referat.tables.frames import Tables

STEPS: dict[str, Callable[[Tables, SimpleNamespace], Any]] = {
    "body_terms.across_terms": lambda t, r: body_terms.across_terms(t.meetings),
    "body_terms.days_met_since": lambda t, r: body_terms.days_met_since(
        t.meetings["body"], t.meetings["date"], t.meetings
    ),
    "membership.among": lambda t, r: membership.among(t.items["item_id"], t.decisions["item_id"]),
    "membership.has_label": lambda t, r: membership.has_label(t.decisions["decision_types"], "noted"),
    "membership.mapped": lambda t, r: membership.mapped(t.decisions["decision_type"], {"noted": "x"}),
    "reading_coverage.meetings_by_year": lambda t, r: reading_coverage.meetings_by_year(t.meetings),
    "reading_coverage.problems_by_code": lambda t, r: reading_coverage.problems_by_code(t.problems),
    "reading_coverage.completeness": lambda t, r: reading_coverage.completeness(t.meetings, t.items, t.decisions),
    "reading_coverage.lines": lambda t, r: reading_coverage.lines(t.meetings, t.problems),
    "attendance_rates.spans": lambda t, r: attendance_rates.spans(t.meetings, t.attendance, t.items, t.item_attendance),
    "attendance_rates.grid": lambda t, r: attendance_rates.grid(t.meetings, t.attendance, t.items, t.item_attendance),
    "attendance_rates.rates": lambda t, r: attendance_rates.rates(r.attendance_rates_grid, ["body", "person", "year"]),
    "attendance_rates.rates, by body": lambda t, r: attendance_rates.rates(r.attendance_rates_grid, ["body"]),
    "attendance_rates.movements": lambda t, r: attendance_rates.movements(r.attendance_rates_spans, t.meetings),
    "attendance_rates.movements_by_year": lambda t, r: attendance_rates.movements_by_year(r.attendance_rates_movements),
    "attendance_rates.item_absences": lambda t, r: attendance_rates.item_absences(
        t.items, t.meetings, t.item_attendance
    ),
    "attendance_rates.known_attendance": lambda t, r: attendance_rates.known_attendance(r.attendance_rates_grid),
    "attendance_rates.body_rates": lambda t, r: attendance_rates.body_rates(r.attendance_rates_grid),
    "attendance_rates.seats_per_meeting": lambda t, r: attendance_rates.seats_per_meeting(
        r.attendance_rates_grid, t.attendance
    ),
    "attendance_rates.seats_filled": lambda t, r: attendance_rates.seats_filled(r.attendance_rates_seats_per_meeting),
    "attendance_rates.ranked_persons": lambda t, r: attendance_rates.ranked_persons(r.attendance_rates_rates),
    "body_terms.body_keys": lambda t, r: body_terms.body_keys(t.meetings),
    "body_terms.is_held": lambda t, r: body_terms.is_held(t.meetings),
    "body_terms.held": lambda t, r: body_terms.held(t.meetings),
    "body_terms.body_labels": lambda t, r: body_terms.body_labels(t.meetings),
    "body_terms.named_as_met": lambda t, r: body_terms.named_as_met(
        t.meetings["municipality"], t.meetings["body"], t.meetings
    ),
    "body_terms.last_days": lambda t, r: body_terms.last_days(t.meetings),
    "membership.looked_up": lambda t, r: membership.looked_up(
        t.items["meeting_id"], t.meetings.set_index("meeting_id")["date"]
    ),
    "meeting_items.items_with_meeting": lambda t, r: meeting_items.items_with_meeting(t.items, t.meetings),
    "meeting_items.without_fixtures": lambda t, r: meeting_items.without_fixtures(t.items),
    "meeting_items.own_types": lambda t, r: meeting_items.own_types(t.decisions),
    "meeting_items.own_ranks": lambda t, r: meeting_items.own_ranks(t.decisions),
    "matter_appearances.appearances": lambda t, r: matter_appearances.appearances(
        t.items, t.meetings, t.decisions, t.matters
    ),
    "matter_appearances.returns": lambda t, r: matter_appearances.returns(r.matter_appearances_appearances),
    "matter_appearances.matter_categories": lambda t, r: matter_appearances.matter_categories(
        r.matter_appearances_appearances, t.matters
    ),
    "matter_appearances.most_returning": lambda t, r: matter_appearances.most_returning(
        r.matter_appearances_appearances
    ),
    "matter_appearances.numbers_only": lambda t, r: matter_appearances.numbers_only(
        r.matter_appearances_most_returning
    ),
    "matter_appearances.periodic_series": lambda t, r: matter_appearances.periodic_series(
        r.matter_appearances_appearances, t.links, t.meetings
    ),
    "matter_appearances.shared_numbers": lambda t, r: matter_appearances.shared_numbers(t.items, t.matters),
    "owed_answers.owed": lambda t, r: owed_answers.owed(t.matters, t.items, t.meetings),
    "owed_answers.age_bands": lambda t, r: owed_answers.age_bands(r.owed_answers_owed),
    "owed_answers.owed_by": lambda t, r: owed_answers.owed_by(r.owed_answers_owed),
    "put_off_items.put_off_items": lambda t, r: put_off_items.put_off_items(t.items, t.meetings, t.decisions),
    "repeated_deferrals.repeated_deferrals": lambda t, r: repeated_deferrals.repeated_deferrals(
        meeting_items.items_with_meeting(t.items, t.meetings), t.meetings, t.decisions
    ),
    "put_off_items.ways_back": lambda t, r: put_off_items.ways_back(r.put_off_items_put_off_items),
    "rounds_and_routes.rounds": lambda t, r: rounds_and_routes.rounds(
        r.matter_appearances_appearances, t.announced_route, t.meetings
    ),
    "rounds_and_routes.held_until": lambda t, r: rounds_and_routes.held_until(t.meetings),
    "rounds_and_routes.throughput": lambda t, r: rounds_and_routes.throughput(r.rounds_and_routes_rounds),
    "rounds_and_routes.first_bodies_differ": lambda t, r: rounds_and_routes.first_bodies_differ(
        r.rounds_and_routes_rounds
    ),
    "rounds_and_routes.slow_rounds": lambda t, r: rounds_and_routes.slow_rounds(r.rounds_and_routes_rounds),
    "rounds_and_routes.paths": lambda t, r: rounds_and_routes.paths(r.rounds_and_routes_rounds),
    "rounds_and_routes.announced_and_taken": lambda t, r: rounds_and_routes.announced_and_taken(
        r.rounds_and_routes_rounds
    ),
    "rounds_and_routes.returning_items": lambda t, r: rounds_and_routes.returning_items(t.items, t.meetings),
    "rounds_and_routes.returning_shares": lambda t, r: rounds_and_routes.returning_shares(
        r.rounds_and_routes_returning_items
    ),
    "event_times.times_to_settlement": lambda t, r: event_times.times_to_settlement(
        r.matter_appearances_appearances, t.matters, t.meetings
    ),
    "event_times.times_to_return": lambda t, r: event_times.times_to_return(
        r.matter_appearances_appearances, t.meetings
    ),
    "event_times.survival": lambda t, r: event_times.survival(r.event_times_times_to_settlement),
    "event_times.share_within": lambda t, r: event_times.share_within(r.event_times_times_to_settlement, 365),
    "event_times.median_days": lambda t, r: event_times.median_days(r.event_times_survival),
    "member_initiatives.is_initiative": lambda t, r: member_initiatives.is_initiative(t.items),
    "member_initiatives.initiatives": lambda t, r: member_initiatives.initiatives(
        t.items, r.matter_appearances_appearances, t.matters
    ),
    "workload.per_meeting": lambda t, r: workload.per_meeting(t.items, t.meetings),
    "agenda_table.agenda": lambda t, r: t.agenda(),
    "agenda_table.normal_proposers": lambda t, r: agenda_table.normal_proposers(t.recommendations["proposer"]),
    "workload.by_body": lambda t, r: workload.by_body(r.workload_per_meeting),
    "recommended_points.point_outcomes": lambda t, r: recommended_points.point_outcomes(
        t.items, t.meetings, t.recommendations, t.outcomes, t.decisions
    ),
    "recommended_points.outcome_shares": lambda t, r: recommended_points.outcome_shares(
        r.recommended_points_point_outcomes
    ),
    "mention_resolution.resolved": lambda t, r: mention_resolution.resolved(t.references, t.items),
    "closed_shares.substantive": lambda t, r: closed_shares.substantive(t.items, t.meetings),
    "year_comparison.two_years": lambda t, r: year_comparison.two_years(t.meetings),
    "year_comparison.share_p_value": lambda t, r: year_comparison.share_p_value(
        r.closed_shares_substantive.assign(hit=r.closed_shares_substantive["closed"]), r.year_comparison_two_years
    ),
    "year_comparison.count_p_value": lambda t, r: year_comparison.count_p_value(9, 7, r.year_comparison_two_years),
    "headline_numbers.share_rows": lambda t, r: headline_numbers.share_rows(
        r.closed_shares_substantive, r.put_off_items_put_off_items, r.attendance_rates_known_attendance
    ),
    "headline_numbers.headline_numbers": lambda t, r: headline_numbers.headline_numbers(
        r.owed_answers_owed,
        r.matter_appearances_returns,
        r.headline_numbers_share_rows,
        r.year_comparison_two_years,
    ),
    "headline_numbers.headline_quarters": lambda t, r: headline_numbers.headline_quarters(
        r.owed_answers_owed, r.matter_appearances_returns, r.headline_numbers_share_rows
    ),
    "build_differences.changed_states": lambda t, r: build_differences.changed_states(
        t.matters.set_index("matter_id")["state"], t.matters.set_index("matter_id")["state"][::2]
    ),
    "build_differences.build_differences": lambda t, r: build_differences.build_differences(
        t.meetings, t.items, t.matters, earlier_meetings=t.meetings, earlier_items=t.items, earlier_matters=t.matters
    ),
    "closed_shares.shares": lambda t, r: closed_shares.shares(r.closed_shares_substantive, ["quarter"]),
    "closed_shares.p_chart": lambda t, r: closed_shares.p_chart(r.closed_shares_shares),
    "closed_shares.by_body": lambda t, r: closed_shares.by_body(r.closed_shares_substantive),
    "closed_shares.overall": lambda t, r: closed_shares.overall(r.closed_shares_substantive),
    "closed_shares.published": lambda t, r: closed_shares.published(t.items, t.decisions),
    "closed_shares.matters_closed": lambda t, r: closed_shares.matters_closed(r.closed_shares_substantive),
    "closed_shares.discussed_open_and_closed": lambda t, r: closed_shares.discussed_open_and_closed(
        r.closed_shares_substantive
    ),
    "change_tests.change_over_periods": lambda t, r: change_tests.change_over_periods(r.closed_shares_substantive),
    "change_tests.difference_between": lambda t, r: change_tests.difference_between(r.closed_shares_substantive),
    "change_tests.difference_between_persons": lambda t, r: change_tests.difference_between_persons(
        r.attendance_rates_grid
    ),
    "change_tests.run_rules": lambda t, r: change_tests.run_rules(r.closed_shares_p_chart),
    "decision_mix.classified": lambda t, r: decision_mix.classified(t.items, t.meetings, t.decisions),
    "decision_mix.shares": lambda t, r: decision_mix.shares(r.decision_mix_classified, ["body"], "family"),
    "decision_mix.overall": lambda t, r: decision_mix.overall(r.decision_mix_classified),
    "decision_mix.diversity": lambda t, r: decision_mix.diversity(r.decision_mix_classified, ["body"]),
    "decision_mix.families_changed": lambda t, r: decision_mix.families_changed(r.decision_mix_classified),
    "change_tests.adjusted": lambda t, r: change_tests.adjusted(r.decision_mix_families_changed["p_value"]),
    "intervals.with_share": lambda t, r: intervals.with_share(r.attendance_rates_rates, "present", "known"),
    "intervals.cluster_interval": lambda t, r: intervals.cluster_interval(
        t.meetings["line_start"], t.meetings["line_end"]
    ),
    "intervals.group_intervals": lambda t, r: intervals.group_intervals(
        r.attendance_rates_seats_per_meeting, "body", "filled", "seats"
    ),
    "intervals.cluster_shares": lambda t, r: intervals.cluster_shares(
        r.decision_mix_classified, "family", ["adopted"], "meeting_id", "items"
    ),
    "accuracy.measured": lambda t, r: accuracy.measured(),
    "accuracy.never_seen": lambda t, r: accuracy.never_seen(),
}
"""Every analysis in an order in which what it needs has been made; the result of `a.b` is `r.a_b`."""


def measure(tables: Tables, only: str = "") -> pd.DataFrame:
    """Return one row per analysis: processor `seconds`, `peak_mb` on top of its input, `rows` of the result."""
    results, measured = SimpleNamespace(), []
    for name, step in STEPS.items():
        before = reset_peak()
        begun = time.process_time()
        result = step(tables, results)
        seconds = time.process_time() - begun
        measured.append((name, seconds, memory("VmHWM") - before, len(result) if hasattr(result, "__len__") else 1))
        setattr(results, name.replace(".", "_"), result)
    rows = pd.DataFrame(measured, columns=["function", "seconds", "peak_mb", "rows"])
    return rows[rows["function"].str.contains(only)].sort_values("seconds", ascending=False, ignore_index=True)


def loading(tables: Tables) -> None:
    """Print the processor seconds of loading the tables, and the memory that each of them takes."""
    print("| table | seconds | MB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        write(tables, Path(folder))
        begun = time.process_time()
        loaded = load(folder)
        print(f"| `load` | {time.process_time() - begun:.2f} | |")
        for name in BY_NAME:
            begun, before = time.process_time(), reset_peak()
            frame = loaded[name]
            seconds, taken = time.process_time() - begun, memory("VmRSS") - before
            print(f"| `{name}`, {len(frame):,} rows | {seconds:.2f} | {taken:.0f} |")


def reset_peak() -> float:
    """Reset the memory peak of the process, and return its current memory in MB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(what: str) -> float:
    """Return a figure of this process's memory in MB: `VmRSS` is the current one, `VmHWM` the peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def main() -> None:
    """Make the tables, run every analysis on them, and print the costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--only", default="", help="part of a function's name")
    parser.add_argument("--load", action="store_true", help="measure loading")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the tables there and measure nothing")
    options = parser.parse_args()
    tables = corpus(options.items)
    if options.write:
        write(tables, options.write)
        return
    if options.load:
        loading(tables)
        return
    counts = {
        "items": len(tables.items),
        "decisions": len(tables.decisions),
        "bodies": tables.meetings["body"].nunique(),
    }
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()) + "\n")
    print("| function | seconds | peak MB | rows |\n|---|---|---|---|")
    for row in measure(tables, options.only).itertuples():
        print(f"| `{row.function}` | {row.seconds:.2f} | {row.peak_mb:.0f} | {row.rows:,} |")


if __name__ == "__main__":
    main()
