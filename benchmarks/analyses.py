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
    attendance_rates,
    body_terms,
    case_appearances,
    closed_shares,
    concentration,
    decision_mix,
    intervals,
    membership,
    mention_resolution,
    postponed,
    reading_coverage,
    renumbered,
    routes,
    settlement,
)
from referat.findings import case_answers, management_findings, notebook_answers
from referat.pipeline.build import write
from referat.tables.frames import Tables

STEPS: dict[str, Callable[[Tables, SimpleNamespace], Any]] = {
    "body_terms.across_terms": lambda t, r: body_terms.across_terms(t.meetings),
    "body_terms.days_met_since": lambda t, r: body_terms.days_met_since(
        t.meetings["body"], t.meetings["date"], t.meetings
    ),
    "membership.among": lambda t, r: membership.among(t.items["item_id"], t.decisions["item_id"]),
    "membership.has_label": lambda t, r: membership.has_label(t.decisions["decision_types"], "noted"),
    "membership.standing_for": lambda t, r: membership.standing_for(t.decisions["decision_type"], {"noted": "x"}),
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
    "case_appearances.own_types": lambda t, r: case_appearances.own_types(t.decisions),
    "case_appearances.appearances": lambda t, r: case_appearances.appearances(t.items, t.meetings, t.decisions),
    "case_appearances.agenda_shares": lambda t, r: case_appearances.agenda_shares(
        r.case_appearances_appearances, t.meetings
    ),
    "case_appearances.standing_cases": lambda t, r: case_appearances.standing_cases(
        r.case_appearances_appearances, t.meetings
    ),
    "case_appearances.matters": lambda t, r: case_appearances.matters(r.case_appearances_appearances, t.meetings),
    "case_appearances.kinds": lambda t, r: case_appearances.kinds(r.case_appearances_appearances, t.meetings),
    "case_appearances.most_returning": lambda t, r: case_appearances.most_returning(r.case_appearances_matters),
    "case_appearances.numbers_only": lambda t, r: case_appearances.numbers_only(r.case_appearances_most_returning),
    "case_appearances.ages": lambda t, r: case_appearances.ages(r.case_appearances_appearances),
    "case_appearances.fixtures": lambda t, r: case_appearances.fixtures(r.case_appearances_appearances, t.meetings),
    "routes.with_rounds": lambda t, r: routes.with_rounds(r.case_appearances_matters),
    "routes.routes": lambda t, r: routes.routes(r.case_appearances_matters),
    "routes.paths": lambda t, r: routes.paths(r.routes_routes),
    "routes.steps": lambda t, r: routes.steps(r.case_appearances_matters),
    "routes.verdict_shares": lambda t, r: routes.verdict_shares(r.routes_steps),
    "routes.returns": lambda t, r: routes.returns(r.case_appearances_matters),
    "routes.longest": lambda t, r: routes.longest(r.routes_returns),
    "settlement.settlements": lambda t, r: settlement.settlements(r.case_appearances_matters, t.meetings["date"].max()),
    "settlement.waiting": lambda t, r: settlement.waiting(
        r.case_appearances_matters, r.settlement_settlements, t.meetings
    ),
    "settlement.survival": lambda t, r: settlement.survival(r.settlement_settlements),
    "settlement.median_days": lambda t, r: settlement.median_days(r.settlement_survival),
    "concentration.times_seen": lambda t, r: concentration.times_seen(r.case_appearances_matters),
    "concentration.lorenz": lambda t, r: concentration.lorenz(r.concentration_times_seen),
    "concentration.gini": lambda t, r: concentration.gini(r.concentration_times_seen),
    "postponed.follow": lambda t, r: postponed.follow(t.items, t.meetings, t.decisions),
    "mention_resolution.resolved": lambda t, r: mention_resolution.resolved(t.references, t.items),
    "renumbered.titled": lambda t, r: renumbered.titled(r.case_appearances_matters),
    "renumbered.pairs": lambda t, r: renumbered.pairs(r.case_appearances_matters),
    "renumbered.series": lambda t, r: renumbered.series(r.case_appearances_matters, r.renumbered_pairs),
    "closed_shares.placed": lambda t, r: closed_shares.placed(t.items, t.meetings),
    "closed_shares.shares": lambda t, r: closed_shares.shares(r.closed_shares_placed, ["quarter"]),
    "closed_shares.p_chart": lambda t, r: closed_shares.p_chart(r.closed_shares_shares),
    "closed_shares.by_body": lambda t, r: closed_shares.by_body(r.closed_shares_placed),
    "closed_shares.overall": lambda t, r: closed_shares.overall(r.closed_shares_placed),
    "closed_shares.published": lambda t, r: closed_shares.published(t.items, t.decisions),
    "closed_shares.both_ways": lambda t, r: closed_shares.both_ways(r.closed_shares_placed),
    "decision_mix.classified": lambda t, r: decision_mix.classified(t.items, t.meetings, t.decisions),
    "decision_mix.shares": lambda t, r: decision_mix.shares(r.decision_mix_classified, ["body"], "family"),
    "decision_mix.diversity": lambda t, r: decision_mix.diversity(r.decision_mix_classified, ["body"]),
    "decision_mix.fates": lambda t, r: decision_mix.fates(t.recommendations, t.outcomes, t.decisions),
    "decision_mix.fate_shares": lambda t, r: decision_mix.fate_shares(r.decision_mix_fates),
    "intervals.with_share": lambda t, r: intervals.with_share(r.attendance_rates_rates, "present", "known"),
    "intervals.cluster_interval": lambda t, r: intervals.cluster_interval(
        t.meetings["line_start"], t.meetings["line_end"]
    ),
    "accuracy.measured": lambda t, r: accuracy.measured(),
    "notebook_answers.coverage": lambda t, r: notebook_answers.coverage(
        t.meetings, t.items, r.reading_coverage_completeness, t.problems
    ),
    "notebook_answers.attendance": lambda t, r: notebook_answers.attendance(
        r.attendance_rates_grid, t.meetings, r.attendance_rates_movements
    ),
    "notebook_answers.closed": lambda t, r: notebook_answers.closed(r.closed_shares_overall, r.closed_shares_p_chart),
    "case_answers.returns": lambda t, r: case_answers.returns(r.routes_returns, r.case_appearances_most_returning),
    "case_answers.ways": lambda t, r: case_answers.ways(r.routes_paths, r.routes_steps),
    "case_answers.postponed": lambda t, r: case_answers.postponed(r.postponed_follow),
    "management_findings.sure": lambda t, r: management_findings.sure(
        t.meetings, t.items, r.reading_coverage_lines, t.problems, r.accuracy_measured
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
