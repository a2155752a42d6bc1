"""How long each analysis takes on a million items: `python benchmarks/analyses.py [--items N] [--only NAME]`.

Prints, the slowest first, the processor seconds of every public function of `referat.analysis` and the memory it took
on top of its input. `--load` measures `referat.load` instead, and what it takes to have each table in memory;
`--write FOLDER` writes the tables, for `referat report --data FOLDER`.
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
    answers,
    attendance,
    bodies,
    case_answers,
    cases,
    closed,
    concentration,
    coverage,
    decision_types,
    intervals,
    management,
    membership,
    postponed,
    references,
    renumbered,
    routes,
    settlement,
)
from referat.pipeline.build import write
from referat.tables.frames import Tables

STEPS: dict[str, Callable[[Tables, SimpleNamespace], Any]] = {
    "bodies.across_terms": lambda t, r: bodies.across_terms(t.meetings),
    "bodies.days_met_since": lambda t, r: bodies.days_met_since(t.meetings["body"], t.meetings["date"], t.meetings),
    "membership.among": lambda t, r: membership.among(t.items["item_id"], t.decisions["item_id"]),
    "membership.has_label": lambda t, r: membership.has_label(t.decisions["decision_types"], "noted"),
    "membership.standing_for": lambda t, r: membership.standing_for(t.decisions["decision_type"], {"noted": "x"}),
    "coverage.meetings_by_year": lambda t, r: coverage.meetings_by_year(t.meetings),
    "coverage.problems_by_code": lambda t, r: coverage.problems_by_code(t.problems),
    "coverage.completeness": lambda t, r: coverage.completeness(t.meetings, t.items, t.decisions),
    "coverage.lines": lambda t, r: coverage.lines(t.meetings, t.problems),
    "attendance.spans": lambda t, r: attendance.spans(t.meetings, t.attendance, t.items, t.item_attendance),
    "attendance.grid": lambda t, r: attendance.grid(t.meetings, t.attendance, t.items, t.item_attendance),
    "attendance.rates": lambda t, r: attendance.rates(r.attendance_grid, ["body", "person", "year"]),
    "attendance.rates, by body": lambda t, r: attendance.rates(r.attendance_grid, ["body"]),
    "attendance.movements": lambda t, r: attendance.movements(r.attendance_spans, t.meetings),
    "attendance.movements_by_year": lambda t, r: attendance.movements_by_year(r.attendance_movements),
    "attendance.item_absences": lambda t, r: attendance.item_absences(t.items, t.meetings, t.item_attendance),
    "cases.own_types": lambda t, r: cases.own_types(t.decisions),
    "cases.appearances": lambda t, r: cases.appearances(t.items, t.meetings, t.decisions),
    "cases.agenda_shares": lambda t, r: cases.agenda_shares(r.cases_appearances, t.meetings),
    "cases.standing_cases": lambda t, r: cases.standing_cases(r.cases_appearances, t.meetings),
    "cases.matters": lambda t, r: cases.matters(r.cases_appearances, t.meetings),
    "cases.kinds": lambda t, r: cases.kinds(r.cases_appearances, t.meetings),
    "cases.most_returning": lambda t, r: cases.most_returning(r.cases_matters),
    "cases.numbers_only": lambda t, r: cases.numbers_only(r.cases_most_returning),
    "cases.ages": lambda t, r: cases.ages(r.cases_appearances),
    "cases.fixtures": lambda t, r: cases.fixtures(r.cases_appearances, t.meetings),
    "routes.with_rounds": lambda t, r: routes.with_rounds(r.cases_matters),
    "routes.routes": lambda t, r: routes.routes(r.cases_matters),
    "routes.paths": lambda t, r: routes.paths(r.routes_routes),
    "routes.steps": lambda t, r: routes.steps(r.cases_matters),
    "routes.verdict_shares": lambda t, r: routes.verdict_shares(r.routes_steps),
    "routes.returns": lambda t, r: routes.returns(r.cases_matters),
    "routes.longest": lambda t, r: routes.longest(r.routes_returns),
    "settlement.settlements": lambda t, r: settlement.settlements(r.cases_matters, t.meetings["date"].max()),
    "settlement.waiting": lambda t, r: settlement.waiting(r.cases_matters, r.settlement_settlements, t.meetings),
    "settlement.survival": lambda t, r: settlement.survival(r.settlement_settlements),
    "settlement.median_days": lambda t, r: settlement.median_days(r.settlement_survival),
    "concentration.times_seen": lambda t, r: concentration.times_seen(r.cases_matters),
    "concentration.lorenz": lambda t, r: concentration.lorenz(r.concentration_times_seen),
    "concentration.gini": lambda t, r: concentration.gini(r.concentration_times_seen),
    "postponed.follow": lambda t, r: postponed.follow(t.items, t.meetings, t.decisions),
    "references.resolved": lambda t, r: references.resolved(t.references, t.items),
    "renumbered.titled": lambda t, r: renumbered.titled(r.cases_matters),
    "renumbered.pairs": lambda t, r: renumbered.pairs(r.cases_matters),
    "renumbered.series": lambda t, r: renumbered.series(r.cases_matters, r.renumbered_pairs),
    "closed.placed": lambda t, r: closed.placed(t.items, t.meetings),
    "closed.shares": lambda t, r: closed.shares(r.closed_placed, ["quarter"]),
    "closed.p_chart": lambda t, r: closed.p_chart(r.closed_shares),
    "closed.by_body": lambda t, r: closed.by_body(r.closed_placed),
    "closed.overall": lambda t, r: closed.overall(r.closed_placed),
    "closed.published": lambda t, r: closed.published(t.items, t.decisions),
    "closed.both_ways": lambda t, r: closed.both_ways(r.closed_placed),
    "decision_types.classified": lambda t, r: decision_types.classified(t.items, t.meetings, t.decisions),
    "decision_types.shares": lambda t, r: decision_types.shares(r.decision_types_classified, ["body"], "family"),
    "decision_types.diversity": lambda t, r: decision_types.diversity(r.decision_types_classified, ["body"]),
    "decision_types.fates": lambda t, r: decision_types.fates(t.recommendations, t.outcomes, t.decisions),
    "decision_types.fate_shares": lambda t, r: decision_types.fate_shares(r.decision_types_fates),
    "intervals.with_share": lambda t, r: intervals.with_share(r.attendance_rates, "present", "known"),
    "intervals.cluster_interval": lambda t, r: intervals.cluster_interval(
        t.meetings["line_start"], t.meetings["line_end"]
    ),
    "accuracy.measured": lambda t, r: accuracy.measured(),
    "answers.coverage": lambda t, r: answers.coverage(t.meetings, t.items, r.coverage_completeness, t.problems),
    "answers.attendance": lambda t, r: answers.attendance(r.attendance_grid, t.meetings, r.attendance_movements),
    "answers.closed": lambda t, r: answers.closed(r.closed_overall, r.closed_p_chart),
    "case_answers.returns": lambda t, r: case_answers.returns(r.routes_returns, r.cases_most_returning),
    "case_answers.ways": lambda t, r: case_answers.ways(r.routes_paths, r.routes_steps),
    "case_answers.postponed": lambda t, r: case_answers.postponed(r.postponed_follow),
    "management.sure": lambda t, r: management.sure(
        t.meetings, t.items, r.coverage_lines, t.problems, r.accuracy_measured
    ),
}
"""Every analysis in an order in which what it needs has been made; the result of `a.b` is `r.a_b`."""


def measure(tables: Tables, only: str = "") -> pd.DataFrame:
    """Return one row per analysis: processor `seconds`, `peak_mb` on top of its input, `rows` of the result."""
    results, measured = SimpleNamespace(), []
    for name, step in STEPS.items():
        before = _reset_peak()
        begun = time.process_time()
        result = step(tables, results)
        seconds = time.process_time() - begun
        measured.append((name, seconds, _status("VmHWM") - before, len(result) if hasattr(result, "__len__") else 1))
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
        for name in dir(loaded):
            begun, before = time.process_time(), _reset_peak()
            frame = loaded[name]
            seconds, taken = time.process_time() - begun, _status("VmRSS") - before
            print(f"| `{name}`, {len(frame):,} rows | {seconds:.2f} | {taken:.0f} |")


def _reset_peak() -> float:
    """Let the system measure the peak of memory anew, and return how much is taken now, in MB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmRSS")


def _status(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def main() -> None:
    """Make the tables, run every analysis on them, and print what it took."""
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
